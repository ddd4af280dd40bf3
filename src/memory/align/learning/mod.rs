//! What the pairs of a memory teach about words: learned once, kept at hand and beside the store, brought up to date.
//!
//! The store is the truth; a lexicon is derived from it, and may be thrown away at any time. It knows by which mark of the
//! store it was learned, and from which units. What is written later is taught on top; units that no longer say what they
//! taught are counted, as their words cannot be told from those of others any more. When either is too much, all of it is
//! learned anew.

mod file;
mod learned;
mod shelf;

pub use self::shelf::Shelf;

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use self::learned::{Changes, Learned, Taught};
use super::Course;
use crate::align::Lexicon;
use crate::memory::error::EngineError;
use crate::memory::stop::Stop;
use crate::memory::{CHUNK, Engine};
use crate::model::{Language, MemoryId, UnitId};
use crate::store::Mark;

/// How many pairs are learned from, the latest ones: more add little, and take a minute.
const LEARNED_MOST: usize = 300_000;
/// A lexicon is made anew when one in so many of its pairs was taught on top, or says something else by now.
const NEW_SHARE: usize = 10;
/// New pairs wait until they are one in so many: to teach few of them takes as long as to teach many.
const WAITING_SHARE: usize = 1_000;

/// Which lexicon: of a memory, between two languages whatever their regions.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
struct Subject {
    memory: MemoryId,
    from: Language,
    to: Language,
}

impl Subject {
    fn new(memory: &MemoryId, (from, to): (&Language, &Language)) -> Subject {
        Subject { memory: memory.clone(), from: written(from), to: written(to) }
    }

    fn languages(&self) -> (&Language, &Language) {
        (&self.from, &self.to)
    }
}

/// The language without its region: as it is written, `zh-Hant`, or `en`.
fn written(language: &Language) -> Language {
    let script = language.script().map(|script| format!("-{script}")).unwrap_or_default();
    Language::parse(&format!("{}{script}", language.primary())).unwrap_or_else(|_| language.clone())
}

impl Engine {
    /// What the memory teaches about words; nothing, if it is not there. Who asks while it is being learned waits for that.
    pub(in crate::memory) fn lexicon(
        &self,
        memory: &MemoryId,
        languages: (&Language, &Language),
        stop: &Stop,
    ) -> Result<Arc<Lexicon>, EngineError> {
        let subject = Subject::new(memory, languages);
        let place = self.lexicons.place(&subject);
        let mut place = place.take(stop)?;
        let mark = self.store.mark()?;
        if let Some(known) = place.as_ref().filter(|known| known.mark() == mark) {
            return Ok(known.lexicon());
        }
        let known = place.clone().or_else(|| file::read(&*self.store, &subject));
        let learned = self.brought_up_to(mark, known, &subject, stop)?;
        Ok(place.insert(learned).lexicon())
    }

    /// Forgets what a memory has taught, as it is deleted.
    pub(in crate::memory) fn forget_lexicons(&self, memory: &MemoryId) {
        self.lexicons.clear(memory);
        file::remove(&*self.store, memory);
    }

    fn brought_up_to(
        &self,
        mark: Mark,
        known: Option<Learned>,
        subject: &Subject,
        stop: &Stop,
    ) -> Result<Learned, EngineError> {
        let learned = known.map(|known| self.learned_on(mark, known, subject, stop)).transpose()?.flatten();
        match learned {
            Some(learned) => Ok(learned),
            None => self.learned_anew(mark, subject, stop),
        }
    }

    /// A lexicon with what was written since; nothing if that is too much.
    fn learned_on(
        &self,
        mark: Mark,
        mut known: Learned,
        subject: &Subject,
        stop: &Stop,
    ) -> Result<Option<Learned>, EngineError> {
        let changed = self.store.changed_since(&known.mark())?;
        let changes = match &changed {
            Some(units) => self.changes_among(units, &known, subject, stop)?,
            None => self.changes_in_all(&known, subject, stop)?,
        };
        if known.is_outdated_by(&changes) {
            return Ok(None);
        }
        let has_learned =
            Course::silent(stop).watched(|watch| known.take_over(mark, changes, subject.languages(), watch))?;
        // Else the next to read it might have to look through all units again.
        if has_learned || changed.is_none() {
            file::write(&*self.store, subject, &known);
        }
        Ok(Some(known))
    }

    fn learned_anew(&self, mark: Mark, subject: &Subject, stop: &Stop) -> Result<Learned, EngineError> {
        let started = std::time::Instant::now();
        let mut pairs = VecDeque::new();
        self.each_lesson(subject, None, stop, |lesson| {
            pairs.push_back(lesson);
            if pairs.len() > LEARNED_MOST {
                pairs.pop_front();
            }
        })?;
        let pairs = Vec::from(pairs);
        let learned = Course::silent(stop).watched(|watch| Learned::from(mark, &pairs, subject.languages(), watch))?;
        if !pairs.is_empty() {
            file::write(&*self.store, subject, &learned);
            let (memory, seconds) = (&subject.memory.name(), started.elapsed().as_secs_f64());
            tracing::info!(memory, pairs = pairs.len(), seconds, "the words of the memory have been learned");
        }
        Ok(learned)
    }

    /// What has become of the units that were written since.
    fn changes_among(
        &self,
        written: &[UnitId],
        known: &Learned,
        subject: &Subject,
        stop: &Stop,
    ) -> Result<Changes, EngineError> {
        let written: BTreeSet<UnitId> = written.iter().copied().chain(known.waiting()).collect();
        let mut changes = Changes::default();
        for (at, &id) in written.iter().enumerate() {
            if at % CHUNK == 0 {
                stop.check()?;
            }
            let unit = self.store.unit(id)?.filter(|unit| unit.memory == subject.memory);
            changes.see(known, id, unit.and_then(|unit| Taught::by(&unit, subject.languages())));
        }
        Ok(changes)
    }

    /// The same where the store has forgotten what was written since: from the first unit on that has taught.
    fn changes_in_all(&self, known: &Learned, subject: &Subject, stop: &Stop) -> Result<Changes, EngineError> {
        let (mut changes, mut seen) = (Changes::default(), BTreeSet::new());
        self.each_lesson(subject, known.first(), stop, |lesson| {
            seen.insert(lesson.unit);
            changes.see(known, lesson.unit, Some(lesson));
        })?;
        known.units().filter(|unit| !seen.contains(unit)).for_each(|unit| changes.see(known, unit, None));
        Ok(changes)
    }

    /// Calls back with what the units of the memory teach, from a unit on, in the order in which they were first written.
    fn each_lesson(
        &self,
        subject: &Subject,
        first: Option<UnitId>,
        stop: &Stop,
        mut each: impl FnMut(Taught),
    ) -> Result<(), EngineError> {
        let mut after = first.and_then(|UnitId(first)| first.checked_sub(1)).map(UnitId);
        loop {
            stop.check()?;
            let units = self.store.units_of(&subject.memory, after, CHUNK)?;
            let Some(last) = units.last() else { return Ok(()) };
            after = Some(last.id);
            units.iter().filter_map(|unit| Taught::by(unit, subject.languages())).for_each(&mut each);
        }
    }
}

#[cfg(test)]
mod tests;
