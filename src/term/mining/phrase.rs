//! Stretches of text as keys.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::corpus::{Side, Word};

/// A stretch of words by what they count as: the same for every spelling. Two phrases of a corpus share one by a chance
/// of one in billions.
pub(super) type PhraseKey = u64;

pub(super) fn key_of(side: &Side, words: &[Word]) -> PhraseKey {
    let mut hasher = FxHasher::default();
    words.iter().for_each(|&word| side.of(word).key.hash(&mut hasher));
    words.len().hash(&mut hasher);
    hasher.finish()
}

/// The start and end of every stretch of up to `most` words without a break inside.
pub(super) fn stretches(words: &[Word], most: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..words.len()).flat_map(move |start| {
        let rest = words[start + 1..].iter().take(most - 1).take_while(|word| word.joint.holds()).count();
        (start + 1..=start + 1 + rest).map(move |end| (start, end))
    })
}
