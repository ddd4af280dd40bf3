//! Which unit has which identity: a table in memory, made of what the batches wrote of it.
//!
//! On disk there is one record a batch, so that writing a unit touches one place of the tree and not three; a key a unit,
//! in no order, costs more than all else together.

use hashbrown::HashTable;
use serde::{Deserialize, Serialize};

use super::UnitIdentity;
use crate::model::{Unit, UnitId};

/// The table grows part by part, so that no write waits long for it.
const PARTS: usize = 64;

/// 6 bytes of an identity, then 5 of a unit's id: a trillion of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry([u8; 11]);

impl Entry {
    pub fn of(unit: &Unit) -> Entry {
        Entry::new(&UnitIdentity::of(unit), unit.id)
    }

    pub fn new(identity: &UnitIdentity, id: UnitId) -> Entry {
        let mut entry = [0; 11];
        entry[..6].copy_from_slice(&identity.0[..6]);
        entry[6..].copy_from_slice(&id.0.to_le_bytes()[..5]);
        Entry(entry)
    }

    pub fn id(self) -> UnitId {
        let mut id = [0; 8];
        id[..5].copy_from_slice(&self.0[6..]);
        UnitId(u64::from_le_bytes(id))
    }

    fn has(self, identity: &UnitIdentity) -> bool {
        self.0[..6] == identity.0[..6]
    }

    fn hash(&self) -> u64 {
        hash(&self.0)
    }

    fn part(self) -> usize {
        usize::from(self.0[0]) % PARTS
    }
}

/// Of the first 6 bytes, which are as good as random.
fn hash(start: &[u8]) -> u64 {
    let number = start[..6].iter().fold(0, |number, &byte| number << 8 | u64::from(byte));
    number.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// What a batch does to the identities, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Identified(Vec<Step>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Step {
    New(Entry),
    Gone(Entry),
}

impl Identified {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A unit is written in the place of what it was before.
    pub fn put(&mut self, unit: &Unit, before: Option<&Unit>) {
        let (entry, before) = (Entry::of(unit), before.map(Entry::of));
        if before != Some(entry) {
            self.0.extend(before.map(Step::Gone));
            self.add(entry);
        }
    }

    pub fn add(&mut self, entry: Entry) {
        self.0.push(Step::New(entry));
    }

    pub fn delete(&mut self, unit: &Unit) {
        self.0.push(Step::Gone(Entry::of(unit)));
    }

    /// The entries that it brings.
    pub fn new_ones(&self) -> impl Iterator<Item = Entry> {
        self.0.iter().filter_map(|step| match step {
            Step::New(entry) => Some(*entry),
            Step::Gone(_) => None,
        })
    }
}

/// All identities of a store. Of an identity it knows a part only: whoever finds a unit here looks whether it is the one.
#[derive(Default)]
pub(super) struct Identities {
    parts: Vec<HashTable<Entry>>,
}

impl Identities {
    pub fn apply(&mut self, batch: &Identified) {
        self.parts.resize_with(PARTS, HashTable::new);
        for step in &batch.0 {
            match *step {
                Step::New(entry) => {
                    let part = &mut self.parts[entry.part()];
                    part.entry(entry.hash(), |other| *other == entry, Entry::hash).or_insert(entry);
                }
                Step::Gone(entry) => {
                    if let Ok(found) = self.parts[entry.part()].find_entry(entry.hash(), |other| *other == entry) {
                        found.remove();
                    }
                }
            }
        }
    }

    /// The units that may have an identity; hardly ever more than one.
    pub fn candidates(&self, identity: &UnitIdentity) -> Vec<UnitId> {
        let Some(part) = self.parts.get(usize::from(identity.0[0]) % PARTS) else { return Vec::new() };
        part.iter_hash(hash(&identity.0)).filter(|entry| entry.has(identity)).map(|entry| entry.id()).collect()
    }

    pub fn holds(&self, entry: Entry) -> bool {
        self.parts.get(entry.part()).is_some_and(|part| part.find(entry.hash(), |other| *other == entry).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(start: u8, end: u8) -> UnitIdentity {
        let mut bytes = [start; 16];
        bytes[15] = end;
        UnitIdentity(bytes)
    }

    fn with(new: &[Entry]) -> Identities {
        let mut identities = Identities::default();
        identities.apply(&Identified(new.iter().copied().map(Step::New).collect()));
        identities
    }

    #[test]
    fn an_id_of_five_bytes_comes_back() {
        let id = UnitId(0x12_3456_789A);
        assert_eq!(Entry::new(&identity(7, 0), id).id(), id);
    }

    #[test]
    fn units_whose_identities_begin_alike_are_all_candidates() {
        let (one, two) = (identity(7, 1), identity(7, 2));
        let identities = with(&[Entry::new(&one, UnitId(1)), Entry::new(&two, UnitId(2))]);
        let mut candidates = identities.candidates(&one);
        candidates.sort_unstable();
        assert_eq!(candidates, [UnitId(1), UnitId(2)]);
        assert_eq!(identities.candidates(&identity(8, 1)), []);
    }

    #[test]
    fn an_identity_passes_from_one_unit_to_another_in_one_batch() {
        let (first, second) = (Entry::new(&identity(7, 1), UnitId(1)), Entry::new(&identity(7, 1), UnitId(2)));
        let mut identities = with(&[first]);
        identities.apply(&Identified(vec![Step::New(second), Step::Gone(first)]));
        assert_eq!(identities.candidates(&identity(7, 1)), [UnitId(2)]);
        assert!(identities.holds(second) && !identities.holds(first));
    }

    #[test]
    fn the_same_again_is_there_once() {
        let entry = Entry::new(&identity(9, 9), UnitId(3));
        let mut identities = with(&[entry, entry]);
        identities.apply(&Identified(vec![Step::Gone(entry)]));
        assert_eq!(identities.candidates(&identity(9, 9)), []);
    }
}
