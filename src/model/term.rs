use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Language;

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

/// One name of a concept in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermEntry {
    pub language: Language,
    /// The user's text, NFC.
    pub text: String,
    pub status: TermStatus,
    /// Other spellings of the same name in the same language, NFC.
    pub variants: Vec<String>,
}

/// A concept of the termbase with its names in every language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    pub id: TermId,
    pub kind: TermType,
    pub entries: Vec<TermEntry>,
    pub note: String,
    pub attributes: BTreeMap<String, String>,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub created: Timestamp,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub updated: Timestamp,
    /// Counts the changes, from 1.
    pub revision: u64,
}
