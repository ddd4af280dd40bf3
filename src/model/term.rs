use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Fingerprint, Language, MemoryId, UnitId};

/// Identifies a term within the store; never used again after deletion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TermId(pub u64);

impl TermId {
    /// Its resource name: `terms/{term}`.
    pub fn name(self) -> String {
        format!("terms/{}", self.0)
    }
}

/// What a term names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TermType {
    Person,
    Organization,
    Place,
    Title,
    Event,
    Work,
    #[default]
    Other,
}

/// How a rendering may be used. The order is the order of preference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TermStatus {
    #[default]
    Preferred,
    Admitted,
    Forbidden,
}

/// Who or what a term was made by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TermOrigin {
    #[default]
    Human,
    Import,
    /// Found in the units of memories.
    Mined,
}

/// What a person has said of a term. The order is that in which terms of one name are given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TermReviewState {
    /// To be used.
    #[default]
    Approved,
    /// Mined, and nobody has looked at it: used only by those who ask for such.
    Candidate,
    /// Not to be used, and kept so that it is not mined again.
    Rejected,
}

/// How often a term or one of its names was seen in units.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// How many times; 0 where nobody has counted.
    pub count: u32,
    /// Some of the units, the latest first.
    pub units: Vec<(MemoryId, UnitId)>,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::optional")]
    pub last_seen: Option<Timestamp>,
}

impl Evidence {
    /// How many units are named.
    pub const UNITS_KEPT: usize = 5;

    /// Takes over what another count of the same sightings says: the greater number, so that counting twice changes nothing.
    pub fn unite(&mut self, other: &Evidence) {
        self.count = self.count.max(other.count);
        self.take_units(other);
    }

    /// Adds other sightings.
    pub fn add(&mut self, other: &Evidence) {
        self.count = self.count.saturating_add(other.count);
        self.take_units(other);
    }

    /// What comes first where renderings are equal: the one seen more often, then the one seen later.
    pub fn rank(&self) -> (Reverse<u32>, Reverse<Option<Timestamp>>) {
        (Reverse(self.count), Reverse(self.last_seen))
    }

    /// The units of the later one come first.
    fn take_units(&mut self, other: &Evidence) {
        let is_later = other.last_seen > self.last_seen;
        let at = if is_later { 0 } else { self.units.len() };
        let new = other.units.iter().filter(|unit| !self.units.contains(unit)).cloned().collect::<Vec<_>>();
        self.units.splice(at..at, new);
        self.units.truncate(Self::UNITS_KEPT);
        self.last_seen = self.last_seen.max(other.last_seen);
    }
}

/// One name of a concept in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermEntry {
    pub language: Language,
    /// The user's text, NFC.
    pub text: String,
    pub status: TermStatus,
    /// Other spellings of the same name in the same language, NFC.
    pub variants: Vec<String>,
    /// How often this name was seen, where it was counted by itself.
    pub evidence: Evidence,
}

impl TermEntry {
    /// The name and its variants.
    pub fn spellings(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.text).chain(&self.variants)
    }

    fn says_what(&self, other: &TermEntry) -> bool {
        (&self.language, &self.text, self.status, &self.variants)
            == (&other.language, &other.text, other.status, &other.variants)
    }
}

/// A concept of the termbase with its names in every language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    pub id: TermId,
    pub kind: TermType,
    /// The first is what the term is called; those in other languages are its renderings.
    pub entries: Vec<TermEntry>,
    pub note: String,
    pub attributes: BTreeMap<String, String>,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub created: Timestamp,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub updated: Timestamp,
    /// Counts the changes, from 1.
    pub revision: u64,
    /// Where it is from, in words: a style guide, a gazetteer.
    pub source: String,
    pub origin: TermOrigin,
    pub evidence: Evidence,
    pub review: TermReviewState,
    /// Who wrote it, or changed it last.
    pub author: String,
}

impl Term {
    /// Tells one state of the term's content from another. How often it was seen, times and revision are not content.
    pub fn fingerprint(&self) -> Fingerprint {
        let names = self.entries.iter().map(|entry| (&entry.language, &entry.text, entry.status, &entry.variants));
        let details = (&self.note, &self.attributes, &self.source, &self.author, self.origin, self.review);
        // Plain data can always be encoded.
        let names = names.collect::<Vec<_>>();
        let bytes = postcard::to_stdvec(&(self.id, self.kind, names, details)).unwrap_or_default();
        let mut fingerprint = Fingerprint::default();
        fingerprint.copy_from_slice(&blake3::hash(&bytes).as_bytes()[..8]);
        fingerprint
    }

    /// What the term is called in files that may be edited and come back: its id, and a digest of what it says and when it was
    /// made, so that a copy that is out of date, or of another store, is not taken for it.
    pub fn tag(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.created.as_microsecond().to_le_bytes()).update(&self.fingerprint());
        format!("{}-{}", self.id.0, &hasher.finalize().to_hex()[..8])
    }

    /// Whether another revision of the term says the same, however often it was seen.
    pub fn says_what(&self, other: &Term) -> bool {
        let entries_agree = self.entries.len() == other.entries.len()
            && self.entries.iter().zip(&other.entries).all(|(one, other)| one.says_what(other));
        let details = |term: &Term| (term.kind, term.origin, term.review);
        entries_agree
            && details(self) == details(other)
            && (&self.note, &self.attributes, &self.source, &self.author)
                == (&other.note, &other.attributes, &other.source, &other.author)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(count: u32, units: &[u64], last: i64) -> Evidence {
        let units = units.iter().filter_map(|&id| Some((MemoryId::parse("news")?, UnitId(id)))).collect();
        Evidence { count, units, last_seen: Timestamp::from_second(last).ok() }
    }

    fn ids(evidence: &Evidence) -> Vec<u64> {
        evidence.units.iter().map(|(_, id)| id.0).collect()
    }

    #[test]
    fn the_same_evidence_twice_is_the_same_evidence() {
        let mut evidence = seen(7, &[3, 2], 10);
        evidence.unite(&seen(7, &[3, 2], 10));
        assert_eq!(evidence, seen(7, &[3, 2], 10));
        evidence.unite(&seen(9, &[5, 3], 20));
        assert_eq!((evidence.count, ids(&evidence)), (9, vec![5, 3, 2]), "the latest units come first");
        evidence.add(&seen(2, &[6, 7, 8], 5));
        assert_eq!((evidence.count, ids(&evidence)), (11, vec![5, 3, 2, 6, 7]), "five units are kept");
        assert_eq!(evidence.last_seen, Timestamp::from_second(20).ok());
    }

    #[test]
    fn what_was_seen_more_often_comes_first_then_what_was_seen_later() {
        let mut ranked = [seen(1, &[], 30), seen(4, &[], 10), seen(4, &[], 20), Evidence::default()];
        ranked.sort_by_key(Evidence::rank);
        assert_eq!(ranked, [seen(4, &[], 20), seen(4, &[], 10), seen(1, &[], 30), Evidence::default()]);
    }
}
