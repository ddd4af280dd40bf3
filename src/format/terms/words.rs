//! The words that files of terms have for what is said of a term.

use crate::model::{TermOrigin, TermReviewState, TermStatus, TermType};

pub(in crate::format) const TYPES: [(TermType, &str); 7] = [
    (TermType::Person, "person"),
    (TermType::Organization, "organization"),
    (TermType::Place, "place"),
    (TermType::Title, "title"),
    (TermType::Event, "event"),
    (TermType::Work, "work"),
    (TermType::Other, "other"),
];

pub(in crate::format) const STATUSES: [(TermStatus, &str); 3] =
    [(TermStatus::Preferred, "preferred"), (TermStatus::Admitted, "admitted"), (TermStatus::Forbidden, "forbidden")];

pub(in crate::format) const REVIEW_STATES: [(TermReviewState, &str); 3] = [
    (TermReviewState::Approved, "approved"),
    (TermReviewState::Candidate, "candidate"),
    (TermReviewState::Rejected, "rejected"),
];

pub(in crate::format) const ORIGINS: [(TermOrigin, &str); 3] =
    [(TermOrigin::Human, "human"), (TermOrigin::Import, "import"), (TermOrigin::Mined, "mined")];

/// What a word stands for, whatever its letter case.
pub(in crate::format) fn named<T: Copy>(words: &[(T, &str)], word: &str) -> Option<T> {
    words.iter().find(|(_, known)| known.eq_ignore_ascii_case(word)).map(|&(value, _)| value)
}

/// The word for a value.
pub(in crate::format) fn word<T: PartialEq>(words: &[(T, &'static str)], value: &T) -> &'static str {
    words.iter().find(|(known, _)| known == value).map_or("", |&(_, word)| word)
}

/// The words, to be told to people: `preferred, admitted or forbidden`.
pub(in crate::format) fn choice<T>(words: &[(T, &'static str)]) -> String {
    let names: Vec<&str> = words.iter().map(|&(_, word)| word).collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => names.concat(),
    }
}
