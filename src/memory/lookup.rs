//! The fuzzy indexes: one for each language, over the texts of either side of every unit.

use std::collections::{BTreeMap, HashMap};
use std::thread;

use super::error::EngineError;
use super::stop::Stop;
use super::{CHUNK, StopReason};
use crate::fuzzy::{Candidate, Index, Profile};
use crate::model::{Language, MemoryId, Percent, Unit, UnitId, UnitStatus};
use crate::store::{Batch, Change, Store};

/// A side of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    Source,
    Target,
}

/// One text in an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EntryKey {
    pub unit: UnitId,
    pub side: Side,
}

/// What a search leaves entries out by. Memories and languages are numbered.
struct Label {
    memory: u32,
    own_language: u32,
    other_language: u32,
    status: UnitStatus,
}

/// What to search.
pub struct Scope<'a> {
    pub from: &'a Language,
    pub to: &'a Language,
    /// Empty for all.
    pub memories: &'a [MemoryId],
    /// Empty for all.
    pub statuses: &'a [UnitStatus],
}

/// The units' texts, by language.
#[derive(Default)]
pub struct Lookup {
    /// By primary language, so that `en` and `en-GB` are searched together.
    indexes: BTreeMap<String, Index<EntryKey, Label>>,
    languages: Numbering<Language>,
    memories: Numbering<MemoryId>,
    /// How many units each memory holds, by its number.
    counts: Vec<usize>,
}

/// The texts of a unit made ready for the index. Making them takes most of the time, and no lock.
pub struct Prepared<'a> {
    unit: &'a Unit,
    source: Profile,
    target: Profile,
}

impl<'a> Prepared<'a> {
    pub fn new(unit: &'a Unit) -> Prepared<'a> {
        let profile = |text: &crate::model::UnitText| Profile::new(&text.text, &text.language);
        Prepared { unit, source: profile(&unit.source), target: profile(&unit.target) }
    }
}

impl Lookup {
    /// How many units there are.
    pub fn len(&self) -> usize {
        self.counts.iter().sum()
    }

    /// How many units a memory holds.
    pub fn count(&self, memory: &MemoryId) -> usize {
        self.memories.find(memory).map_or(0, |number| self.counts[number as usize])
    }

    /// Adds a unit that was not there.
    pub fn insert(&mut self, prepared: &Prepared) {
        let memory = self.memories.number(&prepared.unit.memory);
        self.counts.resize(self.memories.items.len(), 0);
        self.counts[memory as usize] += 1;
        self.put(prepared, memory);
    }

    /// Puts a unit in the place of the one with the same id, `before`, which may have had other languages.
    pub fn replace(&mut self, before: &Unit, prepared: &Prepared) {
        self.remove(before);
        self.insert(prepared);
    }

    fn put(&mut self, prepared: &Prepared, memory: u32) {
        let unit = prepared.unit;
        let (source, target) =
            (self.languages.number(&unit.source.language), self.languages.number(&unit.target.language));
        let sides = [
            (Side::Source, &unit.source.language, &prepared.source, source, target),
            (Side::Target, &unit.target.language, &prepared.target, target, source),
        ];
        for (side, language, profile, own_language, other_language) in sides {
            let label = Label { memory, own_language, other_language, status: unit.status };
            let index = self.indexes.entry(language.primary().to_owned()).or_default();
            index.insert(EntryKey { unit: unit.id, side }, profile, label);
        }
    }

    pub fn remove(&mut self, unit: &Unit) {
        let mut was_there = false;
        for (side, text) in [(Side::Source, &unit.source), (Side::Target, &unit.target)] {
            if let Some(index) = self.indexes.get_mut(text.language.primary()) {
                was_there |= index.remove(EntryKey { unit: unit.id, side });
            }
        }
        if let Some(number) = self.memories.find(&unit.memory).filter(|_| was_there) {
            self.counts[number as usize] -= 1;
        }
    }

    /// Every text within `scope` whose word score is at least `floor`.
    pub fn search(
        &self,
        query: &Profile,
        floor: Percent,
        scope: &Scope,
        stop: &Stop,
    ) -> Result<Vec<Candidate<EntryKey>>, EngineError> {
        let Some(index) = self.indexes.get(scope.from.primary()) else { return Ok(Vec::new()) };
        let from = self.languages.map(|language| fit(scope.from, language));
        let to = self.languages.map(|language| fit(scope.to, language));
        let memories = self.memories.map(|memory| scope.memories.is_empty() || scope.memories.contains(memory));
        let accept = |key: &EntryKey, label: &Label| {
            let (own, other) = (label.own_language as usize, label.other_language as usize);
            let (this_way, turned_round) = (from[own].zip(to[other]), from[other].zip(to[own]));
            // Between variants of one language a unit fits both ways; it is found once, the way that fits better.
            let is_better = this_way > turned_round || (this_way == turned_round && key.side == Side::Source);
            this_way.is_some()
                && is_better
                && memories[label.memory as usize]
                && (scope.statuses.is_empty() || scope.statuses.contains(&label.status))
        };
        index
            .search(query, floor, accept, &|| stop.reason().is_some())
            .map_err(|_| EngineError::Stopped(stop.reason().unwrap_or(StopReason::Cancelled)))
    }
}

/// How well a language answers to the one asked for; `None` not at all.
fn fit(asked: &Language, language: &Language) -> Option<Fit> {
    asked.is_variant_of(language).then(|| if asked.covers(language) { Fit::Covered } else { Fit::Sibling })
}

/// The better one is the greater.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Sibling,
    Covered,
}

/// Reads all units and indexes them. Units of a memory that is no longer there were left by a crash while it was being
/// deleted; their deletion is completed.
pub(super) fn load(store: &dyn Store, progress: impl Fn(usize)) -> Result<Lookup, EngineError> {
    let (mut lookup, mut known, mut after, mut count) = (Lookup::default(), HashMap::new(), None, 0);
    loop {
        let mut units = store.units(after, CHUNK)?;
        let Some(last) = units.last() else { return Ok(lookup) };
        after = Some(last.id);
        count += units.len();
        for unit in &units {
            if !known.contains_key(&unit.memory) {
                known.insert(unit.memory.clone(), store.memory(&unit.memory)?.is_some());
            }
        }
        let orphans: Vec<Unit> = units.extract_if(.., |unit| !known[&unit.memory]).collect();
        if !orphans.is_empty() {
            store.apply(Batch(orphans.into_iter().map(Change::DeleteUnit).collect()))?;
        }
        prepare_all(&units).iter().for_each(|prepared| lookup.insert(prepared));
        progress(count);
    }
}

/// Makes many units ready, on all cores.
pub(super) fn prepare_all(units: &[Unit]) -> Vec<Prepared<'_>> {
    let threads = thread::available_parallelism().map_or(1, |n| n.get());
    let share = units.len().div_ceil(threads).max(64);
    thread::scope(|scope| {
        let workers: Vec<_> = units
            .chunks(share)
            .map(|chunk| scope.spawn(move || chunk.iter().map(Prepared::new).collect::<Vec<_>>()))
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

/// Numbers given out to things in the order in which they are first seen.
struct Numbering<T> {
    items: Vec<T>,
    numbers: HashMap<T, u32>,
}

impl<T> Default for Numbering<T> {
    fn default() -> Self {
        Numbering { items: Vec::new(), numbers: HashMap::new() }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Numbering<T> {
    fn number(&mut self, item: &T) -> u32 {
        self.find(item).unwrap_or_else(|| {
            let number = self.items.len() as u32;
            self.items.push(item.clone());
            self.numbers.insert(item.clone(), number);
            number
        })
    }

    fn find(&self, item: &T) -> Option<u32> {
        self.numbers.get(item).copied()
    }

    /// Something of each item, by its number.
    fn map<U>(&self, of: impl Fn(&T) -> U) -> Vec<U> {
        self.items.iter().map(of).collect()
    }
}
