//! An immutable share of an index: entries as columns, by length, and where their words stand.

use std::ops::Range;

use super::dead::DeadSet;
use super::entry::signature;
use super::postings::Postings;
use crate::fuzzy::vocabulary::WordId;

/// Entries in any order, column by column.
#[derive(Default)]
pub struct Columns {
    pub keys: Vec<u64>,
    pub labels: Vec<u32>,
    pub updated: Vec<u64>,
    pub surfaces: Vec<u32>,
    /// How many words each entry has.
    pub lengths: Vec<u32>,
    /// The words of all entries, one entry behind the other.
    pub words: Vec<u32>,
}

/// What a part knows of an entry beside its words.
#[derive(Clone, Copy)]
pub struct Facts {
    pub key: u64,
    pub label: u32,
    /// In microseconds since 1970.
    pub updated: u64,
    pub surface: u32,
}

impl Columns {
    pub fn push(&mut self, facts: Facts, words: &[u32]) {
        self.keys.push(facts.key);
        self.labels.push(facts.label);
        self.updated.push(facts.updated);
        self.surfaces.push(facts.surface);
        self.lengths.push(words.len() as u32);
        self.words.extend_from_slice(words);
    }

    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// The same entries by length; those of a length stay in their order.
    fn sorted(self) -> Columns {
        if self.lengths.is_sorted() {
            return self;
        }
        let mut starts = Vec::with_capacity(self.len());
        let mut at = 0;
        for &length in &self.lengths {
            starts.push(at);
            at += length as usize;
        }
        let mut order: Vec<u32> = (0..self.len() as u32).collect();
        order.sort_by_key(|&entry| self.lengths[entry as usize]);
        let mut sorted = Columns::default();
        sorted.reserve(self.len(), self.words.len());
        for entry in order {
            let entry = entry as usize;
            let facts = Facts {
                key: self.keys[entry],
                label: self.labels[entry],
                updated: self.updated[entry],
                surface: self.surfaces[entry],
            };
            sorted.push(facts, &self.words[starts[entry]..][..self.lengths[entry] as usize]);
        }
        sorted
    }

    pub fn reserve(&mut self, entries: usize, words: usize) {
        self.keys.reserve_exact(entries);
        self.labels.reserve_exact(entries);
        self.updated.reserve_exact(entries);
        self.surfaces.reserve_exact(entries);
        self.lengths.reserve_exact(entries);
        self.words.reserve_exact(words);
    }
}

/// The entries of one length: consecutive slots, their words at equal distances.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    /// How many words each entry has.
    pub length: u32,
    /// The slot of the first entry.
    pub first: u32,
    /// How many entries there are.
    pub entries: u32,
    /// Where the words of the first entry begin.
    pub words: usize,
}

impl Group {
    pub fn slots(&self) -> Range<u32> {
        self.first..self.first + self.entries
    }
}

/// Entries in slots, by length.
#[derive(Default)]
pub struct Part {
    pub(super) groups: Vec<Group>,
    pub(super) keys: Vec<u64>,
    pub(super) labels: Vec<u32>,
    pub(super) updated: Vec<u64>,
    pub(super) surfaces: Vec<u32>,
    /// In a small part: of each entry.
    pub(super) signatures: Vec<u64>,
    pub(super) words: Vec<u32>,
    /// The slots by key.
    pub(super) by_key: Vec<u32>,
    /// `None` in a small part: all entries of the right length are looked at instead.
    pub(super) postings: Option<Postings>,
}

impl Part {
    /// Words are below `vocabulary`, but for the values of numbers. A part of up to `scanned_most` entries is small.
    pub fn new(columns: Columns, vocabulary: usize, scanned_most: usize) -> Part {
        let Columns { keys, labels, updated, surfaces, lengths, words } = columns.sorted();
        let groups = groups(lengths.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as u32)));
        let mut by_key: Vec<u32> = (0..keys.len() as u32).collect();
        by_key.sort_unstable_by_key(|&slot| keys[slot as usize]);
        let mut part =
            Part { groups, keys, labels, updated, surfaces, words, by_key, signatures: Vec::new(), postings: None };
        match part.len() > scanned_most {
            true => {
                let numbers = part.words.iter().filter(|&&word| WordId(word).is_value()).count();
                part.postings = Some(Postings::new(|| part.entries(), vocabulary, numbers));
            }
            false => {
                let classes = |words: &[u32]| signature(words.iter().map(|&word| WordId(word).class()));
                part.signatures = part.entries().map(|(_, words)| classes(words)).collect();
            }
        }
        part
    }

    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Slots with their words.
    pub fn entries(&self) -> impl Iterator<Item = (u32, &[u32])> {
        self.groups.iter().flat_map(|group| group.slots().map(|slot| (slot, self.words_in(group, slot))))
    }

    /// The words of a slot of a group.
    pub fn words_in(&self, group: &Group, slot: u32) -> &[u32] {
        let length = group.length as usize;
        &self.words[group.words + (slot - group.first) as usize * length..][..length]
    }

    /// The words of a slot.
    pub fn words(&self, slot: u32) -> &[u32] {
        let group = self.groups.partition_point(|group| group.first <= slot) - 1;
        self.words_in(&self.groups[group], slot)
    }

    /// The group of a length, if there is one.
    pub fn group(&self, length: u32) -> Option<&Group> {
        self.groups.binary_search_by_key(&length, |group| group.length).ok().map(|at| &self.groups[at])
    }

    /// The slots of the entries whose length is in a range.
    pub fn slots_of_lengths(&self, lengths: &Range<u32>) -> Range<u32> {
        let first_slot = |length: u32| {
            let group = self.groups.partition_point(|group| group.length < length);
            self.groups.get(group).map_or(self.len() as u32, |group| group.first)
        };
        first_slot(lengths.start)..first_slot(lengths.end)
    }

    pub fn facts(&self, slot: u32) -> Facts {
        let slot = slot as usize;
        Facts {
            key: self.keys[slot],
            label: self.labels[slot],
            updated: self.updated[slot],
            surface: self.surfaces[slot],
        }
    }

    pub fn surface(&self, slot: u32) -> u32 {
        self.surfaces[slot as usize]
    }

    /// Whether an entry of a small part may have all words that a signature stands for; always, in a large part.
    pub fn may_hold(&self, slot: u32, signature: u64) -> bool {
        self.signatures.get(slot as usize).is_none_or(|held| held & signature == signature)
    }

    /// The slots with that key, removed ones included.
    pub fn slots_of(&self, key: u64) -> &[u32] {
        let key_of = |slot: &u32| self.keys[*slot as usize];
        let from = self.by_key.partition_point(|slot| key_of(slot) < key);
        let count = self.by_key[from..].iter().take_while(|slot| key_of(slot) == key).count();
        &self.by_key[from..from + count]
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        let an_entry = 8 + 8 + 4 + 4 + 4;
        self.len() * an_entry
            + self.signatures.len() * 8
            + self.words.len() * 4
            + self.postings.as_ref().map_or(0, Postings::bytes)
    }
}

/// The groups of entries given as lengths, ascending, with how many entries have each.
pub(super) fn groups(lengths: impl Iterator<Item = (u32, u32)>) -> Vec<Group> {
    let (mut words, mut first) = (0, 0);
    let group = |(length, entries): (u32, u32)| {
        let group = Group { length, first, entries, words };
        first += entries;
        words += entries as usize * length as usize;
        group
    };
    lengths.map(group).collect()
}

/// A part in use, less what has been removed from it.
#[derive(Clone)]
pub struct LivePart {
    pub part: std::sync::Arc<Part>,
    pub dead: DeadSet,
}

impl LivePart {
    pub fn new(part: Part) -> LivePart {
        LivePart { part: std::sync::Arc::new(part), dead: DeadSet::default() }
    }

    /// How many entries have not been removed.
    pub fn live(&self) -> usize {
        self.part.len() - self.dead.len()
    }

    /// The slot of the entry with that key, unless it was removed.
    pub fn find(&self, key: u64) -> Option<u32> {
        self.part.slots_of(key).iter().copied().find(|&slot| !self.dead.contains(slot))
    }
}

/// One part of the live entries of several.
pub fn merge(parts: &[LivePart], vocabulary: usize, scanned_most: usize) -> Part {
    let mut columns = Columns::default();
    let (entries, words) = parts.iter().fold((0, 0), |(e, w), part| (e + part.live(), w + part.part.words.len()));
    columns.reserve(entries, words);
    let mut lengths: Vec<u32> = parts.iter().flat_map(|p| p.part.groups.iter().map(|group| group.length)).collect();
    lengths.sort_unstable();
    lengths.dedup();
    for length in lengths {
        for LivePart { part, dead } in parts {
            let Some(group) = part.group(length) else { continue };
            for slot in group.slots().filter(|&slot| !dead.contains(slot)) {
                columns.push(part.facts(slot), part.words_in(group, slot));
            }
        }
    }
    Part::new(columns, vocabulary, scanned_most)
}
