//! Candidates, distance and score: which texts are like a query, how much, and why.
//!
//! A [`Profile`] is what is compared of a text. [`score()`] compares two of them and names every point that it takes off. An
//! [`Index`] finds all texts whose word score reaches a floor; as penalties only take off, it finds all whose score does.

mod adaptation;
mod alignment;
mod candidates;
mod difference;
mod index;
mod letters;
mod pattern;
mod profile;
mod score;
mod vocabulary;
mod writing;

pub use adaptation::{Uncertain, Written, adapt_numbers};
pub use alignment::{Alignment, Step};
pub use difference::{Difference, DifferenceKind, difference};
pub use index::{
    Candidate, ConcordanceSearch, Deduction, Found, Index, Merge, Merged, NewEntry, Phrase, PhraseEntry, PhraseSearch,
    Phrases, Place, Places, Search, SharedWeights, TextualPoints, View,
};
pub use letters::COST_UNIT;
pub use pattern::{Pattern, PatternError, PatternWord, Sought};
pub use profile::{Mark, Profile, Word};
pub use score::{Agreement, MatchType, Penalty, PenaltyReason, Score, character_score, score};

#[cfg(test)]
mod tests;
