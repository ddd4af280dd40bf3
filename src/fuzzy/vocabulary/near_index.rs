//! Which words of a lexicon may be near a query.

use super::buckets::{Buckets, HashBuckets};
use super::classes::Classes;
use super::near_query::{CUT_LONGEST, NearLength, NearQuery};
use super::segments::{segment_count, segment_hashes};
use super::texts::Texts;
use crate::fuzzy::letters::NEAR_MIN_LETTERS;

/// Fewest words of a length that are cut into segments. To look at all of fewer takes no longer than to look their segments
/// up. Tests have few words.
const CUT_LEAST: usize = if cfg!(test) { 3 } else { 256 };

/// How many words there are in a bucket of a segment at least, on average. That other segments are in the same bucket
/// costs less time than half as many words in it would cost room.
const SEGMENTS_PER_BUCKET: usize = 4;

/// Takes 8 bytes a word and 8 to 9 for each of its segments, of which it has one for every three letters and one more.
pub struct NearIndex {
    /// Every word of [`NEAR_MIN_LETTERS`] or more, in the bucket of its length.
    by_length: Buckets<Posting>,
    /// The words of those lengths that [are cut](is_cut), in the bucket of each of their segments.
    by_segment: HashBuckets<Posting>,
}

#[derive(Clone, Copy, Default)]
struct Posting {
    classes: Classes,
    /// The word's place in the lexicon. Ascending in every bucket.
    at: u32,
}

impl NearIndex {
    pub fn new(texts: &Texts) -> NearIndex {
        let longest = texts.iter().map(|word| word.chars().count()).max().unwrap_or(0);
        let by_length = Buckets::new(longest + 1, |put| each_word(texts, |letters, word| put(letters.len(), word)));
        let cut = |length: usize| is_cut(length, by_length.get(length));
        let segments = |length| by_length.get(length).len() * segment_count(length);
        let expected = (0..=longest).filter(|&length| cut(length)).map(segments).sum();
        let by_segment = HashBuckets::new(expected, SEGMENTS_PER_BUCKET, |put| {
            each_word(texts, |letters, word| {
                if cut(letters.len()) {
                    segment_hashes(letters).for_each(|hash| put(hash, word));
                }
            });
        });
        NearIndex { by_length, by_segment }
    }

    /// Adds to `candidates`, ascending and each once, the places from `first` on of all words of a length that may be near.
    /// Words of other lengths may be among them.
    ///
    /// Looks at no more words than there are of that length, however many segments they have in common with the query.
    pub fn candidates(&self, query: &NearQuery, length: &NearLength, first: u32, candidates: &mut Vec<u32>) {
        let all = self.by_length.get(length.letters);
        let mut look_at = |words: &[Posting]| {
            let admitted = words.iter().filter(|word| word.at >= first && query.admits(word.classes, length));
            candidates.extend(admitted.map(|word| word.at));
        };
        let segments = || query.probes(length).iter().map(|&hash| self.by_segment.get(hash));
        if is_cut(length.letters, all) && segments().map(<[_]>::len).sum::<usize>() < all.len() {
            segments().for_each(look_at);
            candidates.sort_unstable();
            candidates.dedup();
        } else {
            look_at(all);
        }
    }
}

/// Whether words of a length are found by their segments, all being so many.
fn is_cut(length: usize, all: &[Posting]) -> bool {
    length <= CUT_LONGEST && all.len() >= CUT_LEAST
}

fn each_word(texts: &Texts, mut visit: impl FnMut(&[char], Posting)) {
    let mut letters = Vec::new();
    for at in texts.places() {
        letters.clear();
        letters.extend(texts.get(at).chars());
        if letters.len() >= NEAR_MIN_LETTERS {
            visit(&letters, Posting { classes: Classes::new(&letters), at });
        }
    }
}
