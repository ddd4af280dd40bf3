//! What a near word must have in common with a query letter for letter, after Pass-Join (Li, Deng, Wang, Feng, VLDB 2011).
//!
//! Let a word be cut into more than e segments, and a query be e edits away from it or less. Each edit is charged to the
//! segment in which it is made, or else behind which (before which, at the word's start): c(0), c(1), …, all charges
//! together at most e. Let f(i) = c(0) + … + c(i − 1) − i. It starts from f(0) = 0, comes down by at most 1 from one
//! segment to the next, and f(e + 1) < 0. So there is a first i ≤ e with f(i + 1) < 0; there f(i) = 0 and c(i) = 0. That is
//! to say: one of the first e + 1 segments, number i, stands unchanged in the query, with exactly i edits before it and at
//! most e − i behind it. Hence
//!
//! - counted from the start, its place in the query differs from that in the word by at most i letters;
//! - counted from the end, by at most e − i letters.
//!
//! e depends on the longer of the two, and so on the query: [`most_edits`] is the greatest e of any query that may be near.

use std::hash::{Hash, Hasher};
use std::ops::{Range, RangeInclusive};

use rustc_hash::FxHasher;

use crate::fuzzy::letters::{NEAR_MIN_LETTERS, near_edits};

/// How many letters a word may have that is near one of `letters` letters. Bound: within near_edits(longer) edits the
/// lengths differ by no more than that, longer − shorter ≤ longer / 4.
pub fn near_lengths(letters: usize) -> RangeInclusive<usize> {
    (letters - near_edits(letters)).max(NEAR_MIN_LETTERS)..=longest_near(letters)
}

fn longest_near(letters: usize) -> usize {
    letters * 4 / 3
}

/// How many edits a query can be away from a word of `length` letters and still be near it.
fn most_edits(length: usize) -> usize {
    near_edits(longest_near(length))
}

/// Into how many segments a word of `length` letters is cut.
pub fn segment_count(length: usize) -> usize {
    most_edits(length) + 1
}

/// Where segment `number` is in a word of `length` letters. All are equally long, but for one letter.
fn segment(number: usize, length: usize) -> Range<usize> {
    let count = segment_count(length);
    length * number / count..length * (number + 1) / count
}

/// The hash of each of the segments of a word.
pub fn segment_hashes(word: &[char]) -> impl Iterator<Item = u64> {
    (0..segment_count(word.len())).map(|number| hash(number, word.len(), &word[segment(number, word.len())]))
}

/// The hashes of all segments by one of which a word of `length` letters must agree with `query`, if they are within
/// `edits` edits, at most [`most_edits`].
pub fn probe_hashes(query: &[char], length: usize, edits: usize) -> impl Iterator<Item = u64> {
    (0..=edits).flat_map(move |number| {
        let segment = segment(number, length);
        let letters = segment.len();
        places(segment, length, query.len(), number, edits - number)
            .map(move |place| hash(number, length, &query[place..place + letters]))
    })
}

/// Where a segment of a word of `length` letters can stand in a query, if `before` edits are made before it and `behind`
/// behind it.
fn places(segment: Range<usize>, length: usize, query: usize, before: usize, behind: usize) -> Range<usize> {
    let from_end = length - segment.end;
    let first_end = query.saturating_sub(from_end + behind).max(segment.len());
    let first = segment.start.saturating_sub(before).max(first_end - segment.len());
    let end = (query + behind + 1).saturating_sub(from_end).min(query + 1).saturating_sub(segment.len());
    first..end.min(segment.start + before + 1)
}

fn hash(number: usize, length: usize, letters: &[char]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_usize(length << 16 | number);
    letters.iter().for_each(|letter| letter.hash(&mut hasher));
    hasher.finish()
}
