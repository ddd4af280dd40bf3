//! The writer's side of a vocabulary.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::lexicon::Lexicon;
use super::remembered::Remembered;
use super::{VocabularyView, WordId};

/// The most bytes of text that lexicons are merged to, and new words gathered to, so that 32 bits number all there is in one.
const LEXICON_BYTES: usize = 1 << 30;

/// Where ids end.
const ID_END: u32 = 1 << 31;

/// All words ever indexed.
#[derive(Default)]
pub struct Vocabulary {
    /// A lock only so that [`Vocabulary::view`] can do with a shared reference.
    words: Mutex<Words>,
    /// What the readers of all views found.
    remembered: Arc<Remembered>,
}

#[derive(Default)]
struct Words {
    /// One range of ids behind the other. Each has more than twice as many words as the next, unless [`LEXICON_BYTES`] keep
    /// the two apart.
    lexicons: Vec<Arc<Lexicon>>,
    /// New words: those that no view has yet.
    new: FxHashMap<Box<str>, WordId>,
    new_bytes: usize,
}

impl Vocabulary {
    /// The words of a vocabulary in the order of their ids, as [`VocabularyView::words`] gives them. `None` if a word is there
    /// twice.
    pub fn from_words(all: impl IntoIterator<Item = impl Into<Box<str>>>) -> Option<Vocabulary> {
        let mut words = Words::default();
        for word in all {
            let word = word.into();
            if words.id(&word).is_some() {
                return None;
            }
            words.push(word);
        }
        Some(Vocabulary { words: Mutex::new(words), remembered: Arc::default() })
    }

    /// The id of a word that is no number, new if need be: 1 for the first, then ascending.
    ///
    /// # Panics
    ///
    /// With 2³¹ words, if memory should ever have room for so many.
    pub fn insert(&mut self, word: &str) -> WordId {
        let words = self.words.get_mut().unwrap_or_else(PoisonError::into_inner);
        words.id(word).unwrap_or_else(|| words.push(word.into()))
    }

    /// All words inserted so far. To be taken after a batch of inserts, by the writer: it puts the new words in order, and
    /// with them those before that are not much more numerous, at times all. A word is put in order anew only together with
    /// at least half as many later ones, so O(log n) times in all. A million words take a second.
    pub fn view(&self) -> VocabularyView {
        let mut words = self.words.lock().unwrap_or_else(PoisonError::into_inner);
        words.put_in_order();
        VocabularyView::new(words.lexicons.as_slice().into(), self.remembered.clone())
    }
}

impl Words {
    fn id(&self, word: &str) -> Option<WordId> {
        // The words of running text are most of them among the first ever seen.
        self.lexicons.iter().find_map(|lexicon| lexicon.id(word)).or_else(|| self.new.get(word).copied())
    }

    fn push(&mut self, word: Box<str>) -> WordId {
        if self.new_bytes + word.len() > LEXICON_BYTES {
            self.put_in_order();
        }
        let id = self.first_new() + self.new.len() as u32;
        assert!(id < ID_END, "there are no more word ids");
        self.new_bytes += word.len();
        self.new.insert(word, WordId(id));
        WordId(id)
    }

    fn first_new(&self) -> u32 {
        self.lexicons.last().map_or(WordId::NUMBER.0 + 1, |lexicon| lexicon.ids().end)
    }

    /// Makes a lexicon of the new words and of those lexicons before them that are not much larger.
    fn put_in_order(&mut self) {
        if self.new.is_empty() {
            return;
        }
        let first_new = self.first_new();
        let merged = self.lexicons.split_off(self.merged_from());
        let first = merged.first().map_or(first_new, |lexicon| lexicon.ids().start);
        let mut new: Vec<(WordId, Box<str>)> =
            std::mem::take(&mut self.new).into_iter().map(|(w, id)| (id, w)).collect();
        new.sort_unstable_by_key(|(id, _)| *id);
        self.new_bytes = 0;
        self.lexicons.push(Arc::new(Lexicon::new(first, &merged, new.iter().map(|(_, word)| &**word))));
    }

    /// From which lexicon on all are merged with the new words.
    fn merged_from(&self) -> usize {
        let (mut from, mut len, mut bytes) = (self.lexicons.len(), self.new.len(), self.new_bytes);
        while let Some(last) = self.lexicons[..from].last()
            && last.len() <= 2 * len
            && last.texts().bytes() + bytes <= LEXICON_BYTES
        {
            from -= 1;
            len += last.len();
            bytes += last.texts().bytes();
        }
        from
    }
}
