use crate::model::{Percent, TermId};

/// Why a stretch of text counts as a term. The order is from the surest to the least sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchReason {
    /// The same text.
    Exact,
    /// The same letters: case, accents, apostrophes, hyphens, Arabic letters or zero-width joints differ.
    Spelling,
    /// The term with an ending, or without its own: possessive, plural, Persian affixes.
    Inflection,
    /// A name that sounds the same and is written almost the same.
    Misspelling,
}

/// A term found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermHit {
    pub term: TermId,
    /// The name or variant of the termbase that was recognized.
    pub entry_text: String,
    /// Byte offset into the text where the hit starts.
    pub start: usize,
    /// Byte offset into the text just behind the hit; endings that belong to the word are inside.
    pub end: usize,
    /// How sure the match is: 100 exact, 95 to 99 spelling, 85 to 92 inflection, 75 to 90 misspelling.
    pub score: Percent,
    pub reason: MatchReason,
}
