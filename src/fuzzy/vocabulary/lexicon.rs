//! An immutable piece of a vocabulary.

use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHasher;

use super::WordId;
use super::buckets::HashBuckets;
use super::near_index::NearIndex;
use super::texts::Texts;

/// How many words there are in a bucket of the exact look-up at least, on average.
const WORDS_PER_BUCKET: usize = 1;

/// All words with ids in a range, each at its place: its id less the first.
pub struct Lexicon {
    first: u32,
    texts: Texts,
    /// The places of the words by their texts' hashes.
    exact: HashBuckets<u32>,
    /// The places of the words in the order of their texts.
    sorted: Box<[u32]>,
    near: NearIndex,
}

impl Lexicon {
    /// The words of `lexicons`, one range of ids behind the other, and behind them new `words`; `first` is the id of the
    /// first of all.
    pub fn new<'a>(first: u32, lexicons: &[Arc<Lexicon>], words: impl Iterator<Item = &'a str>) -> Lexicon {
        let (mut texts, mut sorted) = (Texts::default(), Vec::new());
        for lexicon in lexicons {
            sorted.extend(lexicon.sorted.iter().map(|at| at + lexicon.first - first));
            lexicon.texts.iter().for_each(|word| texts.push(word));
        }
        words.for_each(|word| texts.push(word));
        texts.shrink_to_fit();
        sorted.extend(sorted.len() as u32..texts.len() as u32);
        // Several sorted runs: a stable sort makes use of that.
        sorted.sort_by(|&a, &b| texts.get(a).cmp(texts.get(b)));
        let exact = HashBuckets::new(texts.len(), WORDS_PER_BUCKET, |put| {
            texts.places().for_each(|at| put(hash(texts.get(at)), at));
        });
        Lexicon { first, near: NearIndex::new(&texts), exact, sorted: sorted.into(), texts }
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    pub fn ids(&self) -> Range<u32> {
        self.first..self.first + self.texts.len() as u32
    }

    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    pub fn near_index(&self) -> &NearIndex {
        &self.near
    }

    pub fn id(&self, word: &str) -> Option<WordId> {
        let at = self.exact.get(hash(word)).iter().find(|&&at| self.texts.get(at) == word)?;
        Some(WordId(self.first + at))
    }

    /// All words that start with `prefix`, in the order of their texts.
    pub fn with_prefix(&self, prefix: &str) -> impl Iterator<Item = WordId> {
        let from = self.sorted.partition_point(|&at| self.texts.get(at) < prefix);
        let rest = &self.sorted[from..];
        let count = rest.partition_point(|&at| self.texts.get(at).starts_with(prefix));
        rest[..count].iter().map(|at| WordId(self.first + at))
    }
}

fn hash(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    word.hash(&mut hasher);
    hasher.finish()
}
