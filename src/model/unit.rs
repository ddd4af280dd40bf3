use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Language, Percent};

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
}

/// A named collection of units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    pub id: MemoryId,
    pub display_name: String,
    pub description: String,
    /// Whole points taken off every suggestion from this memory, 0 to 100.
    pub penalty: u16,
    pub created: Timestamp,
    pub updated: Timestamp,
    /// Counts the changes, from 1.
    pub revision: u64,
}

/// Identifies a unit within the store, across memories; grows with time and is never used again after deletion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UnitId(pub u64);

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
    /// The latest few places where it was used, newest last.
    pub occurrences: Vec<Occurrence>,
    /// How many distinct occurrences were ever recorded, at least 1.
    pub use_count: u64,
    pub author: String,
    pub note: String,
    pub attributes: BTreeMap<String, String>,
    pub created: Timestamp,
    pub updated: Timestamp,
    /// Counts the changes, from 1.
    pub revision: u64,
}
