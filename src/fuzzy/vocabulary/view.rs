//! The reader's side of a vocabulary.

use std::sync::Arc;

use super::lexicon::Lexicon;
use super::remembered::{Found, Remembered};
use super::search::Search;
use super::{Near, WordId};
use crate::fuzzy::letters::NEAR_MIN_LETTERS;

/// The words that a [`Vocabulary`](super::Vocabulary) had at some time. Cheap to clone; a view never changes, and never
/// waits for the writer.
#[derive(Clone, Default)]
pub struct VocabularyView {
    /// One range of ids behind the other, O(log n) of them.
    lexicons: Arc<[Arc<Lexicon>]>,
    remembered: Arc<Remembered>,
}

impl VocabularyView {
    pub(super) fn new(lexicons: Arc<[Arc<Lexicon>]>, remembered: Arc<Remembered>) -> VocabularyView {
        VocabularyView { lexicons, remembered }
    }

    /// How many ids there are, [`WordId::NUMBER`] included: all are below.
    pub fn len(&self) -> usize {
        self.end() as usize
    }

    fn end(&self) -> u32 {
        self.lexicons.last().map_or(WordId::NUMBER.0 + 1, |lexicon| lexicon.ids().end)
    }

    pub fn id(&self, word: &str) -> Option<WordId> {
        self.lexicons.iter().find_map(|lexicon| lexicon.id(word))
    }

    /// All words in the order of their ids, the first of which is 1.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.lexicons.iter().flat_map(|lexicon| lexicon.texts().iter())
    }

    /// All words that start with `prefix`, ascending.
    pub fn with_prefix(&self, prefix: &str) -> Vec<WordId> {
        let mut words: Vec<WordId> = self.lexicons.iter().flat_map(|lexicon| lexicon.with_prefix(prefix)).collect();
        words.sort_unstable();
        words
    }

    /// Every word that is equal to or near `word`, ascending. Remembered if it is a word of the vocabulary.
    pub fn near(&self, word: &str) -> Arc<[Near]> {
        let id = self.id(word);
        if word.chars().nth(NEAR_MIN_LETTERS - 1).is_none() {
            return id.map(|word| Near { word, cost: 0 }).into_iter().collect();
        }
        let Some(id) = id else { return self.search(word, 0).into() };
        match self.remembered.get(id) {
            Some(found) if found.below >= self.end() => self.seen_by_now(found.near),
            earlier => self.remember(id, self.find_rest(word, earlier)),
        }
    }

    /// Later views may have found more.
    fn seen_by_now(&self, near: Arc<[Near]>) -> Arc<[Near]> {
        match near.partition_point(|near| near.word.0 < self.end()) {
            seen if seen < near.len() => near[..seen].into(),
            _ => near,
        }
    }

    fn find_rest(&self, word: &str, earlier: Option<Found>) -> Arc<[Near]> {
        let Some(earlier) = earlier else { return self.search(word, 0).into() };
        match self.search(word, earlier.below) {
            none if none.is_empty() => earlier.near,
            later => earlier.near.iter().copied().chain(later).collect(),
        }
    }

    fn remember(&self, id: WordId, near: Arc<[Near]>) -> Arc<[Near]> {
        self.remembered.put(id, Found { near: near.clone(), below: self.end() });
        near
    }

    /// Every word from `first` on that is equal to or near `word`, ascending.
    fn search(&self, word: &str, first: u32) -> Vec<Near> {
        let mut search = Search::new(word);
        self.lexicons.iter().for_each(|lexicon| search.look_in(lexicon, first));
        search.finish()
    }
}

#[cfg(test)]
impl VocabularyView {
    pub fn lexicon_lens(&self) -> impl Iterator<Item = usize> {
        self.lexicons.iter().map(|lexicon| lexicon.len())
    }
}
