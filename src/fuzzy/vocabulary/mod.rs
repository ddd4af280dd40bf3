//! The words of an index, and which of them are near a given one.
//!
//! One [`Vocabulary`] takes new words and hands out a [`VocabularyView`] whenever its words are to be seen; any number of
//! readers look words up in views, and neither side waits for the other. A view is a short list of immutable
//! [`Lexicon`](lexicon::Lexicon)s, each with the words of a range of ids.
//!
//! Near words are found in three steps, each with its bound stated where it stands, and none loses any:
//! [`segments`] (what a near word must have in common with the query letter for letter) → [`classes`] (which letters the two
//! may have apart) → [`LetterPattern::near_cost`](super::letters::LetterPattern::near_cost).
//!
//! A word of 8 letters takes about 60 bytes, and each letter more its text and 3 bytes.

mod buckets;
mod classes;
mod lexicon;
mod near_index;
mod near_query;
mod remembered;
mod search;
mod segments;
mod texts;
mod view;
mod writer;

pub use view::VocabularyView;
pub use writer::Vocabulary;

/// Identifies a word of a vocabulary. Ids are below 2³¹: the highest bit is free for others to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordId(pub u32);

impl WordId {
    /// What every number counts as.
    pub const NUMBER: WordId = WordId(0);
}

/// A word near another, and what it costs to substitute one by the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Near {
    pub word: WordId,
    /// In [`COST_UNIT`](super::letters::COST_UNIT)s, at most a quarter of one; 0 for the word itself.
    pub cost: u32,
}

#[cfg(test)]
mod tests;
