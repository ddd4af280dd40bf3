//! A lexicon with what it was learned from.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{NEW_SHARE, WAITING_SHARE};
use crate::align::{BrokenOff, Lexicon, Watch};
use crate::model::{Language, Unit, UnitId};
use crate::store::Mark;

/// Tells what a unit teaches from what else it may teach one day.
pub(super) type Digest = u32;

/// What a unit teaches: its pair, in the direction that is learned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Taught {
    pub unit: UnitId,
    digest: Digest,
    source: String,
    target: String,
}

impl Taught {
    /// Nothing if the unit teaches nothing of these languages. What an alignment has found as draft must not come back to it
    /// as evidence.
    pub fn by(unit: &Unit, (from, to): (&Language, &Language)) -> Option<Taught> {
        let (source, target) = unit.taught_pair(from, to)?;
        let mut hasher = blake3::Hasher::new();
        hasher.update(source.as_bytes()).update(&[0]).update(target.as_bytes());
        let digest = hasher.finalize().as_bytes().first_chunk().map_or(0, |bytes| Digest::from_le_bytes(*bytes));
        Some(Taught { unit: unit.id, digest, source: source.to_owned(), target: target.to_owned() })
    }

    fn texts(&self) -> (&str, &str) {
        (&self.source, &self.target)
    }
}

/// What the units that a lexicon may not know say now.
#[derive(Debug, Default)]
pub(super) struct Changes {
    new: Vec<Taught>,
    /// Units that teach something else now.
    altered: Vec<(UnitId, Digest)>,
    /// Units that teach nothing any more.
    gone: BTreeSet<UnitId>,
}

impl Changes {
    /// Takes note of what a unit teaches now.
    pub fn see(&mut self, known: &Learned, unit: UnitId, now: Option<Taught>) {
        match (known.lessons.units.get(&unit), now) {
            (None, Some(lesson)) => self.new.push(lesson),
            (Some(&before), Some(lesson)) if before != lesson.digest => self.altered.push((unit, lesson.digest)),
            (Some(_), None) => self.gone.extend([unit]),
            _ => (),
        }
    }
}

/// A lexicon as it was at one moment.
#[derive(Clone, Debug)]
pub(super) struct Learned {
    pub lessons: Lessons,
    pub lexicon: Arc<Lexicon>,
}

/// What a lexicon was learned from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Lessons {
    mark: Mark,
    /// The units that have taught, with what they said when they were last looked at.
    units: BTreeMap<UnitId, Digest>,
    /// How many pairs were learned together.
    together: usize,
    /// How many were taught on top of these.
    on_top: usize,
    /// How many pairs are in the lexicon that no unit teaches any more.
    stale: usize,
    /// Units that are to teach once there are more of them.
    waiting: Vec<UnitId>,
}

impl Learned {
    pub fn from(
        mark: Mark,
        pairs: &[Taught],
        languages: (&Language, &Language),
        watch: &Watch<'_>,
    ) -> Result<Learned, BrokenOff> {
        let lexicon = Lexicon::train(pairs.iter().map(Taught::texts), languages, watch)?;
        let units = pairs.iter().map(|lesson| (lesson.unit, lesson.digest)).collect();
        let lessons = Lessons { mark, units, together: pairs.len(), on_top: 0, stale: 0, waiting: Vec::new() };
        Ok(Learned { lessons, lexicon: Arc::new(lexicon) })
    }

    /// The last batch of the store that it knows.
    pub fn mark(&self) -> Mark {
        self.lessons.mark
    }

    pub fn lexicon(&self) -> Arc<Lexicon> {
        self.lexicon.clone()
    }

    pub fn waiting(&self) -> impl Iterator<Item = UnitId> {
        self.lessons.waiting.iter().copied()
    }

    /// The units that have taught.
    pub fn units(&self) -> impl Iterator<Item = UnitId> {
        self.lessons.units.keys().copied()
    }

    /// The first unit that has taught.
    pub fn first(&self) -> Option<UnitId> {
        self.units().next()
    }

    /// Whether so much has changed that all of it is to be learned anew.
    pub fn is_outdated_by(&self, changes: &Changes) -> bool {
        let lessons = &self.lessons;
        let other = lessons.on_top + lessons.stale + changes.new.len() + changes.altered.len() + changes.gone.len();
        other * NEW_SHARE > lessons.together
    }

    /// Learns from what is new, if it is enough; says whether it has. What is stale stays, and is counted.
    pub fn take_over(
        &mut self,
        mark: Mark,
        changes: Changes,
        languages: (&Language, &Language),
        watch: &Watch<'_>,
    ) -> Result<bool, BrokenOff> {
        let has_enough = changes.new.len() * WAITING_SHARE > self.lessons.together;
        if has_enough {
            let mut lexicon = Lexicon::clone(&self.lexicon);
            lexicon.learn(changes.new.iter().map(Taught::texts), languages, watch)?;
            self.lexicon = Arc::new(lexicon);
        }
        let lessons = &mut self.lessons;
        lessons.mark = mark;
        lessons.stale += changes.altered.len() + changes.gone.len();
        lessons.units.extend(changes.altered);
        lessons.units.retain(|unit, _| !changes.gone.contains(unit));
        if has_enough {
            lessons.on_top += changes.new.len();
            lessons.units.extend(changes.new.iter().map(|lesson| (lesson.unit, lesson.digest)));
            lessons.waiting.clear();
        } else {
            lessons.waiting = changes.new.iter().map(|lesson| lesson.unit).collect();
        }
        Ok(has_enough)
    }
}

#[cfg(test)]
impl Lessons {
    /// Whether so many pairs were learned together, so many on top, and so many are stale.
    pub fn is_of(&self, together: usize, on_top: usize, stale: usize) -> bool {
        (self.together, self.on_top, self.stale) == (together, on_top, stale)
    }
}
