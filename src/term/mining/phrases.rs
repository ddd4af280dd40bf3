//! Words that go together more often than by chance.

use rustc_hash::FxHashMap;

use crate::align::{BrokenOff, Stretch};

use super::corpus::{Side, Word};
use super::fragments;
use super::knowledge::Knowledge;
use super::phrase::{PhraseKey, key_of};

/// Phrases of more words are found by their parts.
pub(super) const MOST_WORDS: usize = 4;
/// Fewer sightings of a phrase without capitals are chance.
const LEAST: u32 = 6;
/// How much more often than by chance words have to go together: normalized pointwise mutual information, from −1 to 1
/// (Bouma 2009).
const COHESION: f64 = 0.4;

/// How often words and phrases were seen.
struct Counts<'a> {
    side: &'a Side,
    words: Vec<u32>,
    all: f64,
    phrases: FxHashMap<PhraseKey, u32>,
}

/// The phrases of a side that were seen at least so often, with their counts. Fragments of longer ones are left out.
pub(super) fn count(
    side: &Side,
    knowledge: &Knowledge,
    least: u32,
    looking: &Stretch<'_>,
) -> Result<FxHashMap<PhraseKey, u32>, BrokenOff> {
    let mut words = vec![0u32; side.key_count()];
    let step = |at: usize| looking.part(at, MOST_WORDS + 1);
    side.each_text(&step(0), |text| {
        text.iter().for_each(|&word| words[side.of(word).key as usize] += 1);
    })?;
    let all = words.iter().map(|&count| f64::from(count)).sum();
    let mut counts = Counts { side, words, all, phrases: FxHashMap::default() };
    for length in 2..=MOST_WORDS {
        let longer = counts.longer(length, least.max(LEAST), &step(length - 1))?;
        counts.phrases.extend(longer);
    }
    let fragments = fragments::find(side, knowledge, &counts.phrases, &step(MOST_WORDS))?;
    counts.phrases.retain(|key, _| !fragments.contains(key));
    Ok(counts.phrases)
}

impl Counts<'_> {
    /// Phrases of `length` words, all parts of which are phrases too.
    fn longer(&self, length: usize, least: u32, looking: &Stretch<'_>) -> Result<FxHashMap<PhraseKey, u32>, BrokenOff> {
        let mut longer: FxHashMap<PhraseKey, (u32, bool)> = FxHashMap::default();
        self.side.each_text(&looking.part(0, 2), |words| {
            for stretch in words.windows(length) {
                let is_of_phrases =
                    || [&stretch[1..], &stretch[..length - 1]].into_iter().all(|part| self.of(part) > 0);
                if self.is_phrase(stretch) && is_of_phrases() {
                    longer.entry(key_of(self.side, stretch)).or_default().0 += 1;
                }
            }
        })?;
        longer.retain(|_, (count, _)| *count >= least);
        self.side.each_text(&looking.part(1, 2), |words| {
            for stretch in words.windows(length) {
                let found = longer.get_mut(&key_of(self.side, stretch)).filter(|found| !found.1);
                if let Some((count, is_cohesive)) = found {
                    *is_cohesive = self.cohesion(stretch, *count) >= COHESION;
                }
            }
        })?;
        Ok(longer.into_iter().filter_map(|(key, (count, is_cohesive))| is_cohesive.then_some((key, count))).collect())
    }

    /// How often a word or a phrase was seen.
    fn of(&self, part: &[Word]) -> u32 {
        match part {
            [word] => self.words[self.side.of(*word).key as usize],
            part => self.phrases.get(&key_of(self.side, part)).copied().unwrap_or_default(),
        }
    }

    fn cohesion(&self, stretch: &[Word], count: u32) -> f64 {
        let (head, tail) = stretch.split_at(stretch.len() - 1);
        let share = |count: u32| f64::from(count.max(1)) / self.all;
        (share(count) / (share(self.of(head)) * share(self.of(tail)))).ln() / -share(count).ln()
    }

    /// Words that are no stop-words, one directly behind the other.
    fn is_phrase(&self, stretch: &[Word]) -> bool {
        stretch[1..].iter().all(|word| word.joint.holds())
            && stretch.iter().all(|&word| !self.side.of(word).is_stop_word)
            && stretch[..stretch.len() - 1].iter().all(|&word| !self.side.of(word).is_possessive)
    }
}
