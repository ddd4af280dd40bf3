use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Fingerprint, Language, PenaltyOverrides, Percent, Points};

/// Identifies a memory within the store: the `news` of `memories/news`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MemoryId(String);

impl MemoryId {
    /// 1 to 63 ASCII letters, digits, `-`, `_` and `.`, starting with a letter or digit; anything else is `None`.
    pub fn parse(id: &str) -> Option<MemoryId> {
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let starts_well = id.starts_with(|c: char| c.is_ascii_alphanumeric());
        (starts_well && id.len() <= 63 && id.chars().all(allowed)).then(|| MemoryId(id.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its resource name: `memories/{memory}`.
    pub fn name(&self) -> String {
        format!("memories/{}", self.0)
    }
}

/// A named collection of units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    pub id: MemoryId,
    pub display_name: String,
    pub description: String,
    /// Taken off every suggestion from this memory.
    pub penalty: Points,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub created: Timestamp,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub updated: Timestamp,
    /// Counts the changes, from 1.
    pub revision: u64,
    /// What differences and origins cost in this memory, where it is not what the server says.
    pub penalties: PenaltyOverrides,
    /// What becomes of several targets for one source.
    pub other_target: OtherTarget,
}

/// What is done with a unit whose source has another target in the memory already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum OtherTarget {
    #[default]
    KeepBoth,
    /// The one that was changed last stays.
    NewestWins,
    /// The one with the better status stays; of equals the newest.
    ApprovedWins,
}

/// Identifies a unit within the store, across memories; grows with time and is never used again after deletion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UnitId(pub u64);

impl UnitId {
    /// The greatest there can be: stores keep five bytes of it.
    pub const LAST: UnitId = UnitId((1 << 40) - 1);

    /// Its resource name: `memories/{memory}/units/{unit}`.
    pub fn name_in(self, memory: &MemoryId) -> String {
        format!("{}/units/{}", memory.name(), self.0)
    }
}

/// How far a unit has been checked. The order is the order in which suggestions of equal score are ranked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum UnitStatus {
    #[default]
    Approved,
    Reviewed,
    Draft,
}

/// Where a unit came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum OriginKind {
    #[default]
    Human,
    Import,
    Alignment,
    Machine,
}

/// Where a unit came from, and how sure that source was of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    pub kind: OriginKind,
    /// `None` where the origin does not measure its own certainty.
    pub confidence: Option<Percent>,
}

/// One side of a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitText {
    /// The user's text, NFC.
    pub text: String,
    pub language: Language,
}

/// One place where a unit was used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occurrence {
    /// The article or file, by whatever name the caller gives it; may be empty.
    pub document: String,
    /// The source segment before it; `None` when not known.
    pub previous_source: Option<String>,
    /// The source segment behind it; `None` when not known.
    pub next_source: Option<String>,
}

/// An aligned pair of segments that somebody has translated. Its identity is (memory, languages, source text, target text).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    pub id: UnitId,
    pub memory: MemoryId,
    pub source: UnitText,
    pub target: UnitText,
    pub status: UnitStatus,
    pub origin: Origin,
    /// The latest few places where it was used, newest last; at least one.
    pub occurrences: Vec<Occurrence>,
    /// Digests of the occurrences before those, so that none is counted twice.
    pub older_occurrences: Vec<u32>,
    pub author: String,
    pub note: String,
    pub attributes: BTreeMap<String, String>,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub created: Timestamp,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub updated: Timestamp,
    /// Counts the changes, from 1.
    pub revision: u64,
}

impl Unit {
    /// How many occurrences are kept in full; context matches are looked for in these.
    const OCCURRENCES_KEPT: usize = 8;
    /// How many older ones are remembered by their digests; beyond that they are no longer counted.
    const OLDER_REMEMBERED: usize = 1_000;

    /// How many distinct occurrences were recorded.
    pub fn use_count(&self) -> usize {
        self.occurrences.len() + self.older_occurrences.len()
    }

    /// The texts in these languages, in their order, whichever is the source; nothing if the unit is in others.
    pub fn sides(&self, from: &Language, to: &Language) -> Option<(&UnitText, &UnitText)> {
        let is =
            |own: &UnitText, other: &UnitText| from.is_variant_of(&own.language) && to.is_variant_of(&other.language);
        let (source, target) = (&self.source, &self.target);
        match () {
            () if is(source, target) => Some((source, target)),
            () if is(target, source) => Some((target, source)),
            () => None,
        }
    }

    /// What the unit teaches of these languages. Nothing if it is in others, made by a machine, or a draft, which may be wrong.
    pub fn taught_pair(&self, from: &Language, to: &Language) -> Option<(&str, &str)> {
        let teaches = self.origin.kind != OriginKind::Machine && self.status != UnitStatus::Draft;
        self.sides(from, to).filter(|_| teaches).map(|(source, target)| (source.text.as_str(), target.text.as_str()))
    }

    /// Whether another revision of the unit says the same, wherever it was used.
    pub fn says_what(&self, other: &Unit) -> bool {
        (&self.source, &self.target, self.status, &self.origin)
            == (&other.source, &other.target, other.status, &other.origin)
            && (&self.author, &self.note, &self.attributes) == (&other.author, &other.note, &other.attributes)
    }

    /// A digest of all that the unit is but the count and the time of its changes.
    pub fn fingerprint(&self) -> Fingerprint {
        let texts = (&self.source, &self.target, self.status, &self.origin);
        let details = (&self.occurrences, &self.older_occurrences, &self.author, &self.note, &self.attributes);
        // Plain data can always be encoded.
        let bytes = postcard::to_stdvec(&(self.id, &self.memory, texts, details)).unwrap_or_default();
        let mut fingerprint = Fingerprint::default();
        fingerprint.copy_from_slice(&blake3::hash(&bytes).as_bytes()[..8]);
        fingerprint
    }

    /// Adds an occurrence; whether it was a new one.
    pub fn record(&mut self, occurrence: Occurrence) -> bool {
        let known = self.occurrences.contains(&occurrence) || self.older_occurrences.contains(&occurrence.digest());
        if known || self.older_occurrences.len() >= Self::OLDER_REMEMBERED {
            return false;
        }
        self.occurrences.push(occurrence);
        if self.occurrences.len() > Self::OCCURRENCES_KEPT {
            let oldest = self.occurrences.remove(0);
            self.older_occurrences.push(oldest.digest());
        }
        true
    }

    /// Adds an occurrence of which no more than its digest is known; whether it was a new one.
    pub fn record_older(&mut self, digest: u32) -> bool {
        let is_known = self.older_occurrences.contains(&digest)
            || self.occurrences.iter().any(|occurrence| occurrence.digest() == digest);
        if is_known || self.older_occurrences.len() >= Self::OLDER_REMEMBERED {
            return false;
        }
        self.older_occurrences.push(digest);
        true
    }
}

impl Occurrence {
    fn digest(&self) -> u32 {
        let mut hasher = blake3::Hasher::new();
        for part in [Some(&self.document), self.previous_source.as_ref(), self.next_source.as_ref()] {
            hasher.update(part.map_or(&[0xFF][..], |p| p.as_bytes())).update(&[0]);
        }
        let bytes = hasher.finalize();
        u32::from_le_bytes([bytes.as_bytes()[0], bytes.as_bytes()[1], bytes.as_bytes()[2], bytes.as_bytes()[3]])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_occurrence_counts_once_however_often_it_comes_back() {
        let language = Language::parse("en").unwrap();
        let text = UnitText { text: "Yes.".into(), language };
        let mut unit = Unit {
            id: UnitId(1),
            memory: MemoryId::parse("news").unwrap(),
            source: text.clone(),
            target: text,
            status: UnitStatus::Approved,
            origin: Origin::default(),
            occurrences: Vec::new(),
            older_occurrences: Vec::new(),
            author: String::new(),
            note: String::new(),
            attributes: BTreeMap::new(),
            created: Timestamp::UNIX_EPOCH,
            updated: Timestamp::UNIX_EPOCH,
            revision: 1,
        };
        let documents = (0..20).map(|n| Occurrence { document: format!("article {n}"), ..Occurrence::default() });
        assert!(documents.clone().all(|o| unit.record(o)));
        assert!(!documents.clone().any(|o| unit.record(o)), "the second time nothing is new");
        assert_eq!((unit.use_count(), unit.occurrences.len()), (20, 8));
        assert_eq!(unit.occurrences.last().unwrap().document, "article 19");
        let mut copy = Unit { occurrences: Vec::new(), older_occurrences: Vec::new(), ..unit.clone() };
        unit.occurrences.iter().for_each(|occurrence| assert!(copy.record(occurrence.clone())));
        assert!(unit.older_occurrences.iter().all(|&digest| copy.record_older(digest)));
        assert_eq!(copy, unit);
        assert!(!copy.record_older(unit.occurrences[0].digest()), "it is known in full");
        assert!(!copy.record_older(unit.older_occurrences[0]));
    }
}
