use std::collections::BTreeMap;

use crate::format::Position;
use crate::model::{TermEntry, TermReviewState, TermType};

/// One concept as a file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermRecord {
    /// At least one, in the order of the file.
    pub entries: Vec<TermEntry>,
    /// `None` unless the file says so.
    pub kind: Option<TermType>,
    /// May be empty, as `source` and `author` may.
    pub note: String,
    pub source: String,
    pub author: String,
    /// `None` unless the file says so.
    pub review: Option<TermReviewState>,
    /// Whatever else the file says, under the file's own names.
    pub attributes: BTreeMap<String, String>,
    /// What the file calls the concept.
    pub unit_id: Option<String>,
    pub position: Position,
}

/// The words for the types that hafez writes.
pub(super) const TYPES: [(TermType, &str); 7] = [
    (TermType::Person, "person"),
    (TermType::Organization, "organization"),
    (TermType::Place, "place"),
    (TermType::Title, "title"),
    (TermType::Event, "event"),
    (TermType::Work, "work"),
    (TermType::Other, "other"),
];

pub(super) const REVIEW_STATES: [(TermReviewState, &str); 3] = [
    (TermReviewState::Approved, "approved"),
    (TermReviewState::Candidate, "candidate"),
    (TermReviewState::Rejected, "rejected"),
];

/// The names of what TBX has no category for.
pub(super) const OWN_TYPE: &str = "x-hafez-type";
pub(super) const OWN_REVIEW_STATE: &str = "x-hafez-review-state";
pub(super) const OWN_AUTHOR: &str = "x-hafez-author";
pub(super) const OWN_VARIANT: &str = "x-hafez-variant";

/// What a word stands for.
pub(super) fn named<T: Copy>(words: &[(T, &str)], word: &str) -> Option<T> {
    words.iter().find(|(_, known)| *known == word).map(|&(value, _)| value)
}

/// The word for a value.
pub(super) fn word<T: PartialEq>(words: &[(T, &'static str)], value: &T) -> &'static str {
    words.iter().find(|(known, _)| known == value).map_or("", |&(_, word)| word)
}
