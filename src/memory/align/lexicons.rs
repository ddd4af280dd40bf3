//! What the pairs of a memory teach about words, kept at hand.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::align::Lexicon;
use crate::memory::error::EngineError;
use crate::memory::stop::Stop;
use crate::memory::{CHUNK, Engine};
use crate::model::{Language, MemoryId, OriginKind, Unit, UnitId, UnitStatus};
use crate::store::Mark;

/// How many pairs are learned from, the latest ones: more add little, and take a minute.
const LEARNED_MOST: usize = 300_000;
/// When a lexicon lacks more than one in so many pairs, it is made anew.
const NEW_SHARE: usize = 10;

/// Lexicons by memory, source and target language.
#[derive(Default)]
pub struct Lexicons(Mutex<HashMap<(MemoryId, Language, Language), Learned>>);

/// A lexicon as it was at one moment.
#[derive(Clone)]
struct Learned {
    mark: Mark,
    pairs: usize,
    lexicon: Arc<Lexicon>,
}

/// Source and target of a pair, in the direction that is learned.
type Pair = (String, String);

impl Engine {
    /// What the memory teaches about words; nothing, if it is not there.
    pub(super) fn lexicon(
        &self,
        memory: &MemoryId,
        languages: (&Language, &Language),
        stop: &Stop,
    ) -> Result<Arc<Lexicon>, EngineError> {
        let key = (memory.clone(), languages.0.clone(), languages.1.clone());
        let mark = self.store.mark()?;
        let known = self.lexicons.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(known) = known.as_ref().filter(|known| known.mark == mark) {
            return Ok(known.lexicon.clone());
        }
        let learned = known.map(|known| self.learned_on(known, memory, languages)).transpose()?.flatten();
        let (pairs, lexicon) = match learned {
            Some(learned) => learned,
            None => {
                let pairs = self.pairs_to_learn(memory, languages, stop)?;
                (pairs.len(), Lexicon::train(texts(&pairs), languages.0, languages.1))
            }
        };
        let lexicon = Arc::new(lexicon);
        let learned = Learned { mark, pairs, lexicon: lexicon.clone() };
        self.lexicons.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key, learned);
        Ok(lexicon)
    }

    /// The lexicon with what was written since; nothing if that is too much, or not known.
    fn learned_on(
        &self,
        known: Learned,
        memory: &MemoryId,
        languages: (&Language, &Language),
    ) -> Result<Option<(usize, Lexicon)>, EngineError> {
        let Some(mut changed) = self.store.changed_since(&known.mark)? else { return Ok(None) };
        changed.sort_unstable();
        changed.dedup();
        if changed.len() > known.pairs / NEW_SHARE {
            return Ok(None);
        }
        let units = changed.iter().filter_map(|&id| self.store.unit(id).transpose()).collect::<Result<Vec<_>, _>>()?;
        let of_memory = units.iter().filter(|unit| unit.memory == *memory);
        let pairs: Vec<Pair> = of_memory.filter_map(|unit| pair(unit, languages)).collect();
        let mut lexicon = Lexicon::clone(&known.lexicon);
        lexicon.learn(texts(&pairs), languages.0, languages.1);
        Ok(Some((known.pairs + pairs.len(), lexicon)))
    }

    fn pairs_to_learn(
        &self,
        memory: &MemoryId,
        languages: (&Language, &Language),
        stop: &Stop,
    ) -> Result<Vec<Pair>, EngineError> {
        let (mut pairs, mut after) = (Vec::new(), None::<UnitId>);
        loop {
            stop.check()?;
            let units = self.store.units_of(memory, after, CHUNK)?;
            let Some(last) = units.last() else { break };
            after = Some(last.id);
            pairs.extend(units.iter().filter_map(|unit| pair(unit, languages)));
        }
        Ok(pairs.split_off(pairs.len().saturating_sub(LEARNED_MOST)))
    }
}

fn texts(pairs: &[Pair]) -> impl Iterator<Item = (&str, &str)> {
    pairs.iter().map(|(source, target)| (source.as_str(), target.as_str()))
}

/// The pair that a unit teaches, if it is in these languages, either way round, and no draft: it may be wrong, and what an
/// alignment has found would come back to it as evidence.
fn pair(unit: &Unit, (from, to): (&Language, &Language)) -> Option<Pair> {
    if unit.origin.kind == OriginKind::Machine || unit.status == UnitStatus::Draft {
        return None;
    }
    let (source, target) = (&unit.source, &unit.target);
    let is = |own: &Language, other: &Language| from.is_variant_of(own) && to.is_variant_of(other);
    match () {
        () if is(&source.language, &target.language) => Some((source.text.clone(), target.text.clone())),
        () if is(&target.language, &source.language) => Some((target.text.clone(), source.text.clone())),
        () => None,
    }
}
