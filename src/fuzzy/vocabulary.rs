//! The words of an index, and which of them are near a given one.

use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxHashMap;

use super::letters::{LetterPattern, NEAR_MIN_LETTERS, near_edits};

/// Identifies a word of a vocabulary.
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
    /// In [`COST_UNIT`](super::letters::COST_UNIT)s; 0 for the word itself.
    pub cost: u64,
}

/// Some of a vocabulary's words, one bit for each word of it.
pub struct WordSet(Vec<u64>);

impl WordSet {
    /// `words` must be below `len`.
    pub fn new(len: usize, words: impl Iterator<Item = WordId>) -> WordSet {
        let mut bits = vec![0; len.div_ceil(64)];
        words.for_each(|word| bits[word.0 as usize / 64] |= 1 << (word.0 % 64));
        WordSet(bits)
    }

    pub fn contains(&self, word: WordId) -> bool {
        self.0[word.0 as usize / 64] & (1 << (word.0 % 64)) != 0
    }
}

/// All words ever indexed, by length, so that the near words of one can be found by scanning few.
pub struct Vocabulary {
    ids: FxHashMap<Box<str>, WordId>,
    /// Words of `n` letters at `n`.
    by_length: Vec<Bucket>,
    /// The next word's id.
    next: u32,
    /// What was found near words that were asked for before. Derived, so it may be forgotten at any time.
    found: RwLock<FxHashMap<WordId, Found>>,
}

/// Of how many words the near ones are remembered.
const FOUND_MOST: usize = 50_000;

/// The words near another among those with ids below `below`; later ones have to be looked at still.
#[derive(Clone)]
struct Found {
    near: Arc<[Near]>,
    below: u32,
}

#[derive(Default)]
struct Bucket {
    ids: Vec<WordId>,
    /// One bit for each class of letters that the word has.
    masks: Vec<u64>,
    /// The words one behind the other, each as long as the bucket says.
    letters: Vec<char>,
}

impl Default for Vocabulary {
    fn default() -> Self {
        Vocabulary {
            ids: FxHashMap::default(),
            by_length: Vec::new(),
            next: WordId::NUMBER.0 + 1,
            found: RwLock::default(),
        }
    }
}

impl Vocabulary {
    /// The id of a word that is no number, new if need be.
    pub fn insert(&mut self, word: &str) -> WordId {
        if let Some(&id) = self.ids.get(word) {
            return id;
        }
        let id = WordId(self.next);
        self.next += 1;
        self.ids.insert(word.into(), id);
        let letters: Vec<char> = word.chars().collect();
        if letters.len() >= NEAR_MIN_LETTERS {
            self.bucket(letters.len()).push(id, &letters);
        }
        id
    }

    fn bucket(&mut self, length: usize) -> &mut Bucket {
        if self.by_length.len() <= length {
            self.by_length.resize_with(length + 1, Bucket::default);
        }
        &mut self.by_length[length]
    }

    /// How many ids have been given out, [`WordId::NUMBER`] included: all ids are below.
    pub fn len(&self) -> usize {
        self.next as usize
    }

    /// Every word that is equal to or near `word`.
    pub fn near(&self, word: &str) -> Arc<[Near]> {
        let Some(&id) = self.ids.get(word) else { return self.near_from(word, 0, Vec::new()).into() };
        let earlier = self.found.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned();
        let near = match earlier {
            Some(found) if found.below == self.next => return found.near,
            Some(found) => self.near_from(word, found.below, found.near.to_vec()),
            None => self.near_from(word, 0, vec![Near { word: id, cost: 0 }]),
        };
        let found = Found { near: near.into(), below: self.next };
        let mut remembered = self.found.write().unwrap_or_else(PoisonError::into_inner);
        if remembered.len() >= FOUND_MOST {
            remembered.clear();
        }
        remembered.insert(id, found.clone());
        found.near
    }

    /// Adds to `found` the words near `word`, itself left out, that have ids from `first` on.
    fn near_from(&self, word: &str, first: u32, mut found: Vec<Near>) -> Vec<Near> {
        let pattern = LetterPattern::new(word);
        let length = pattern.letters().len();
        if length >= NEAR_MIN_LETTERS {
            // Within near_edits(longer) edits the lengths differ by no more than that: longer − shorter ≤ longer / 4.
            let (shortest, longest) = ((length - near_edits(length)).max(NEAR_MIN_LETTERS), length * 4 / 3);
            for (letters, bucket) in self.by_length.iter().enumerate().take(longest + 1).skip(shortest) {
                bucket.collect_near(&pattern, letters, first, &mut found);
            }
        }
        found
    }
}

impl Bucket {
    fn push(&mut self, id: WordId, letters: &[char]) {
        self.ids.push(id);
        self.masks.push(letter_mask(letters));
        self.letters.extend_from_slice(letters);
    }

    /// Bound: each edit takes at most one class of letters from a word and brings at most one, so words within `edits`
    /// edits differ in at most `edits` classes either way.
    fn collect_near(&self, pattern: &LetterPattern, length: usize, first: u32, found: &mut Vec<Near>) {
        let edits = near_edits(length.max(pattern.letters().len())) as u32;
        let mask = letter_mask(pattern.letters());
        let from = self.ids.partition_point(|id| id.0 < first);
        for (at, &other) in self.masks.iter().enumerate().skip(from) {
            if (mask & !other).count_ones() > edits || (other & !mask).count_ones() > edits {
                continue;
            }
            let letters = &self.letters[at * length..][..length];
            if let Some(cost @ 1..) = pattern.near_cost(letters) {
                found.push(Near { word: self.ids[at], cost });
            }
        }
    }
}

fn letter_mask(letters: &[char]) -> u64 {
    letters.iter().fold(0, |mask, &letter| mask | 1 << (letter as u32 % 64))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn near_finds_what_comparing_with_every_word_finds(
            words in prop::collection::vec("[abcdeرسی]{1,14}", 1..60),
            query in "[abcdeرسی]{1,14}",
            query_is_known in any::<bool>(),
        ) {
            let mut vocabulary = Vocabulary::default();
            let pattern = LetterPattern::new(&query);
            let words: Vec<&String> = words.iter().chain(query_is_known.then_some(&query)).rev().collect();
            let mut expected: Vec<(WordId, u64)> = words
                .iter()
                // Asked for after every word: what is remembered must not go stale.
                .map(|w| (vocabulary.insert(w), w, vocabulary.near(&query)))
                .map(|(id, w, _)| (id, w))
                .filter_map(|(id, w)| Some((id, pattern.near_cost(&w.chars().collect::<Vec<_>>())?)))
                .collect();
            expected.sort_unstable();
            expected.dedup();
            let mut found: Vec<(WordId, u64)> = vocabulary.near(&query).iter().map(|n| (n.word, n.cost)).collect();
            found.sort_unstable();
            prop_assert_eq!(found, expected);
        }
    }
}
