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

/// Digests of all that textual penalties are made of, in the bits of one number. Digests that differ prove that the texts do;
/// equal ones prove nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Surface(pub u32);

/// How a surface's bits are shared out: the marks of each kind in their order, then everything together.
const PUNCTUATION: u32 = 0x0000_00FF;
const SIGNS: u32 = 0x0000_3F00;
const CODES: u32 = 0x000F_C000;

impl Surface {
    pub fn new(profile: &Profile) -> Surface {
        let order = |marks: &[Mark]| digest(|hasher| marks.iter().for_each(|mark| mark.key.hash(hasher)));
        let everything = digest(|hasher| {
            profile.words.iter().for_each(|word| word.cased.as_ref().unwrap_or(&word.key).hash(hasher));
            for marks in [&profile.punctuation, &profile.signs, &profile.codes] {
                marks.iter().for_each(|mark| (&mark.key, mark.words_before).hash(hasher));
                hasher.write_usize(marks.len());
            }
        });
        let of_kinds = [(&profile.punctuation, PUNCTUATION), (&profile.signs, SIGNS), (&profile.codes, CODES)];
        let kinds = of_kinds.iter().fold(0, |bits, (marks, mask)| bits | order(marks) & mask);
        Surface(kinds | everything & !(PUNCTUATION | SIGNS | CODES))
    }

    /// What the textual penalties take off at least, if texts have these surfaces.
    pub fn least_points(self, other: Surface, points: &TextualPoints) -> u16 {
        let differs = |mask: u32| (self.0 ^ other.0) & mask != 0;
        let kinds = [(PUNCTUATION, points.punctuation), (SIGNS, points.number), (CODES, points.inline_code)];
        kinds.iter().filter(|(mask, _)| differs(*mask)).map(|(_, points)| points).sum()
    }
}

/// What textual penalties take off a word score, in whole points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TextualPoints {
    pub number: u16,
    pub punctuation: u16,
    pub letter_case: u16,
    pub inline_code: u16,
}

impl TextualPoints {
    /// All of them.
    pub fn most(&self) -> u16 {
        self.number + self.punctuation + self.letter_case + self.inline_code
    }

    /// One of them.
    pub fn least(&self) -> u16 {
        self.number.min(self.punctuation).min(self.letter_case).min(self.inline_code)
    }
}

/// The middle bits of a hash, which depend on everything before them.
fn digest(write: impl FnOnce(&mut FxHasher)) -> u32 {
    let mut hasher = FxHasher::default();
    write(&mut hasher);
    (hasher.finish() >> 20) as u32
}

/// One bit for each word, out of 64.
pub fn signature(classes: impl Iterator<Item = WordId>) -> u64 {
    classes.fold(0, |bits, word| bits | 1 << (word.0 % 64))
}
