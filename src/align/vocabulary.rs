//! Words as numbers.

use rustc_hash::FxHashMap;

/// The number of a word in one [`Vocabulary`].
pub(super) type WordId = u32;

/// Gives each word of one side a number, in the order in which they come.
#[derive(Clone, Debug, Default)]
pub(super) struct Vocabulary {
    ids: FxHashMap<String, WordId>,
    words: Vec<String>,
}

impl Vocabulary {
    pub fn id(&mut self, word: &str) -> WordId {
        if let Some(&id) = self.ids.get(word) {
            return id;
        }
        let id = self.words.len() as WordId;
        self.ids.insert(word.to_owned(), id);
        self.words.push(word.to_owned());
        id
    }

    pub fn get(&self, word: &str) -> Option<WordId> {
        self.ids.get(word).copied()
    }

    pub fn words(&self) -> &[String] {
        &self.words
    }

    pub fn len(&self) -> usize {
        self.words.len()
    }
}
