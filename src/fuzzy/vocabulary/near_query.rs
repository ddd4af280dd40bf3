//! A word made ready for finding those near it.

use std::ops::Range;

use super::classes::Classes;
use super::segments::{near_lengths, probe_hashes};
use crate::fuzzy::letters::{LetterPattern, NEAR_MIN_LETTERS, near_edits};

/// The most letters of words that are cut into segments. How many segments have to be looked up grows with the square of
/// the length, and words beyond are rare.
pub const CUT_LONGEST: usize = 64;

pub struct NearQuery {
    pub pattern: LetterPattern,
    classes: Classes,
    /// The lengths that near words may have; none if the word has too few letters to be near any.
    pub lengths: Vec<NearLength>,
    /// For one length after the other, the hashes of all segments that near words may have.
    probes: Vec<u64>,
}

/// A length that near words may have.
pub struct NearLength {
    pub letters: usize,
    /// Within how many edits words of this length are near.
    edits: usize,
    probes: Range<usize>,
}

impl NearQuery {
    pub fn new(word: &str) -> NearQuery {
        let pattern = LetterPattern::new(word);
        let (query, mut probes) = (pattern.letters(), Vec::new());
        let lengths = match query.len() {
            0..NEAR_MIN_LETTERS => Vec::new(),
            letters => near_lengths(letters).map(|length| NearLength::new(query, length, &mut probes)).collect(),
        };
        NearQuery { classes: Classes::new(query), pattern, lengths, probes }
    }

    pub fn probes(&self, length: &NearLength) -> &[u64] {
        &self.probes[length.probes.clone()]
    }

    /// Whether a word of that length with these classes can be near.
    pub fn admits(&self, classes: Classes, length: &NearLength) -> bool {
        let query = self.pattern.letters().len();
        match query.checked_sub(length.letters) {
            Some(more) => Classes::admit(classes, self.classes, length.edits, more),
            None => Classes::admit(self.classes, classes, length.edits, length.letters - query),
        }
    }
}

impl NearLength {
    fn new(query: &[char], letters: usize, probes: &mut Vec<u64>) -> NearLength {
        let (edits, from) = (near_edits(letters.max(query.len())), probes.len());
        if letters <= CUT_LONGEST {
            probes.extend(probe_hashes(query, letters, edits));
        }
        NearLength { letters, edits, probes: from..probes.len() }
    }
}
