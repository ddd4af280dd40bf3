//! What the lexicon of a memory says about the words of a batch.

use super::batch::Side;
use super::lexicon::{Prior, Table, Words};
use super::vocabulary::WordId;

/// The word numbers of a batch in a lexicon, and back.
pub(super) struct Remembered {
    /// By word of the batch.
    ids: Vec<Option<WordId>>,
    /// By word of the lexicon.
    back: Vec<Option<WordId>>,
    /// By word of the batch: how often the lexicon has seen it.
    pub seen: Vec<f32>,
    /// How many words the lexicon has seen.
    pub total: f32,
}

impl Remembered {
    pub fn new(side: &Side, words: &Words) -> Remembered {
        let ids: Vec<Option<WordId>> = side.vocabulary.words().iter().map(|word| words.id(word)).collect();
        let mut back = vec![None; words.len()];
        for (id, known) in ids.iter().enumerate() {
            if let Some(known) = known {
                back[*known as usize] = Some(id as WordId);
            }
        }
        let seen = ids.iter().map(|id| id.map_or(0.0, |id| words.seen[id as usize])).collect::<Vec<f32>>();
        Remembered { ids, back, seen, total: words.seen.iter().sum() }
    }

    /// How often each word was seen, as far as that says something about the words of this batch.
    pub fn trusted(&self) -> Vec<f32> {
        self.seen.iter().map(|seen| seen * TRUSTED_SHARE).collect()
    }

    /// The relative frequency of each word, in the batch and the lexicon together.
    pub fn frequencies(&self, side: &Side) -> Vec<f32> {
        let total = (side.counts.iter().sum::<f32>() + self.total).max(1.0);
        side.counts.iter().zip(&self.seen).map(|(count, seen)| (count + seen) / total).collect()
    }
}

/// A table of the lexicon in the word numbers of the batch.
pub(super) struct RememberedTable<'a> {
    pub table: &'a Table,
    pub given: &'a Remembered,
    pub produced: &'a Remembered,
}

impl Prior for RememberedTable<'_> {
    fn counts(&self, given: WordId, each: &mut dyn FnMut(WordId, f32)) -> f32 {
        let Some(known) = self.given.ids[given as usize] else { return 0.0 };
        let total = self.table.total(known);
        let trust = trust(total);
        for cell in self.table.row(known) {
            if let Some(word) = self.produced.back[cell.word as usize] {
                each(word, cell.count * trust);
            }
        }
        total * trust
    }
}

/// That a word's usual translation is missing says little if the word is only known from another field. (0.03 to 0.3 are
/// alike on news with a medical memory, 1 is worse.)
const TRUSTED_SHARE: f32 = 0.1;

/// See [`trust`]; from 3 to 100 make no difference on news with a medical memory.
const ENOUGH: f32 = 30.0;

/// What the count of a word is multiplied by: beyond [`ENOUGH`] the batch must be able to say otherwise, as words have other
/// translations in other fields.
fn trust(count: f32) -> f32 {
    (ENOUGH / count.max(1.0)).min(1.0)
}
