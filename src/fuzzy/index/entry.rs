//! What an index knows of one text.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use crate::fuzzy::profile::{Mark, Profile};
use crate::fuzzy::vocabulary::{Vocabulary, VocabularyView, WordId};

/// A text to be indexed.
pub struct NewEntry<'a> {
    /// By which it is replaced and removed.
    pub key: u64,
    /// By which a search leaves some entries out.
    pub label: u32,
    /// When it was last changed, in microseconds since 1970.
    pub updated: u64,
    pub profile: &'a Profile,
}

/// The top bit marks the value of a number; what remains is its digest.
const NUMBER_VALUE: u32 = 1 << 31;

impl WordId {
    /// Stands for the value of a number. Few values share one, so what is found by it has to be compared still.
    pub fn of_value(value: &str) -> WordId {
        let mut hasher = FxHasher::default();
        value.hash(&mut hasher);
        WordId(NUMBER_VALUE | (hasher.finish() >> 33) as u32)
    }

    pub fn is_value(self) -> bool {
        self.0 & NUMBER_VALUE != 0
    }

    /// What counts as equal to the word: itself, or [`WordId::NUMBER`] for every number.
    pub fn class(self) -> WordId {
        if self.is_value() { WordId::NUMBER } else { self }
    }
}

/// The words of a text as an index keeps them; new ones get ids.
pub fn encode(profile: &Profile, vocabulary: &mut Vocabulary) -> Vec<u32> {
    let id = |word: &crate::fuzzy::Word| match word.is_number {
        true => WordId::of_value(&word.key),
        false => vocabulary.insert(&word.key),
    };
    profile.words.iter().map(id).map(|id| id.0).collect()
}

/// The same for a query: `None` for words that no entry holds.
pub fn encode_known(profile: &Profile, vocabulary: &VocabularyView) -> Vec<Option<WordId>> {
    let id = |word: &crate::fuzzy::Word| match word.is_number {
        true => Some(WordId::of_value(&word.key)),
        false => vocabulary.id(&word.key),
    };
    profile.words.iter().map(id).collect()
}

/// A digest of all that penalties are made of. Texts with equal words and another surface differ in at least one of
/// number, punctuation, letter case and codes.
pub fn surface(profile: &Profile) -> u32 {
    let mut hasher = FxHasher::default();
    for word in &profile.words {
        word.cased.as_ref().unwrap_or(&word.key).hash(&mut hasher);
    }
    let mut marks = |marks: &[Mark]| {
        marks.iter().for_each(|mark| (&mark.key, mark.words_before).hash(&mut hasher));
        hasher.write_usize(marks.len());
    };
    marks(&profile.punctuation);
    marks(&profile.signs);
    marks(&profile.codes);
    (hasher.finish() >> 32) as u32
}

/// One bit for each word, out of 64.
pub fn signature(classes: impl Iterator<Item = WordId>) -> u64 {
    classes.fold(0, |bits, word| bits | 1 << (word.0 % 64))
}
