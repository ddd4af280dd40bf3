//! Which stretches of a text may be names: words with capitals, and the small words between them.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::align::{BrokenOff, Stretch};
use crate::model::TermType;

use super::corpus::{Joint, Side, Word};
use super::knowledge::Knowledge;
use super::phrase::{PhraseKey, key_of, stretches};

/// Names of more words are found by their parts.
pub(super) const MOST_WORDS: usize = 6;

/// Where names may be in the texts of one side.
pub(super) struct Names<'a> {
    side: &'a Side,
    knowledge: &'a Knowledge,
    /// Of each key, how often it was in capitals and how often not, where a capital tells something.
    cases: Vec<(u32, u32)>,
}

impl<'a> Names<'a> {
    pub fn new(side: &'a Side, knowledge: &'a Knowledge, looking: &Stretch<'_>) -> Result<Names<'a>, BrokenOff> {
        let mut cases = vec![(0, 0); side.key_count()];
        side.each_text(looking, |words| {
            if is_title_case(side, words) {
                return;
            }
            for &word in words.iter().filter(|word| word.joint != Joint::Start) {
                let spelling = side.of(word);
                let (capital, small) = &mut cases[spelling.key as usize];
                *(if spelling.is_capital { capital } else { small }) += 1;
            }
        })?;
        Ok(Names { side, knowledge, cases })
    }

    /// The names that were seen at least so often, with their counts. Left out is what is written in small letters as
    /// often, or nearly always followed by another capital (titles may be), what nearly always is a part of one and the
    /// same longer name, and two names with `and` between them.
    pub fn count(&self, least: u32, looking: &Stretch<'_>) -> Result<FxHashMap<PhraseKey, u32>, BrokenOff> {
        let mut counts: FxHashMap<PhraseKey, u32> = FxHashMap::default();
        self.side.each_text(&looking.part(0, 2), |words| {
            self.each(words, |start, end| *counts.entry(key_of(self.side, &words[start..end])).or_default() += 1);
        })?;
        counts.retain(|_, count| *count >= least);
        let (mut in_any_case, mut dropped) = (FxHashMap::<PhraseKey, u32>::default(), FxHashSet::default());
        let mut going_on: FxHashMap<PhraseKey, u32> = FxHashMap::default();
        self.side.each_text(&looking.part(1, 2), |words| {
            if is_title_case(self.side, words) {
                return;
            }
            for (start, end) in stretches(words, MOST_WORDS) {
                let key = key_of(self.side, &words[start..end]);
                let Some(&count) = counts.get(&key) else { continue };
                if !self.is_title(&words[start..end]) {
                    *in_any_case.entry(key).or_default() += 1;
                    *going_on.entry(key).or_default() += u32::from(self.goes_on(words, end));
                }
                if self.is_part(&counts, words, (start, end), count) || self.is_list(&counts, &words[start..end]) {
                    dropped.insert(key);
                }
            }
        })?;
        let of = |counts: &FxHashMap<PhraseKey, u32>, key: &PhraseKey| counts.get(key).copied().unwrap_or_default();
        let is_name =
            |key: &PhraseKey, count: u32| count * 2 >= of(&in_any_case, key) && of(&going_on, key) * 5 < count * 4;
        counts.retain(|key, count| !dropped.contains(key) && is_name(key, *count));
        Ok(counts)
    }

    /// Whether another word with a capital follows directly.
    fn goes_on(&self, words: &[Word], end: usize) -> bool {
        let follows = words.get(end).is_some_and(|word| word.joint.holds() && self.side.of(*word).is_capital);
        follows && !self.side.of(words[end - 1]).is_possessive
    }

    fn is_title(&self, words: &[Word]) -> bool {
        self.knowledge.head(self.side, words) == Some(TermType::Title)
    }

    /// Whether four of five sightings have one and the same word before or behind.
    fn is_part(
        &self,
        counts: &FxHashMap<PhraseKey, u32>,
        words: &[Word],
        (start, end): (usize, usize),
        count: u32,
    ) -> bool {
        let before = start.checked_sub(1).map(|before| before..end);
        let after = (end < words.len()).then_some(start..end + 1);
        let mut longer = before.into_iter().chain(after);
        longer.any(|range| counts.get(&key_of(self.side, &words[range])).is_some_and(|&longer| longer * 5 >= count * 4))
    }

    fn is_list(&self, counts: &FxHashMap<PhraseKey, u32>, words: &[Word]) -> bool {
        let known = |words: &[Word]| counts.contains_key(&key_of(self.side, words));
        self.knowledge.halves(self.side, words).is_some_and(|halves| halves.into_iter().all(known))
    }

    /// Calls back with the start and end of each stretch that may be a name.
    pub fn each(&self, words: &[Word], mut take: impl FnMut(usize, usize)) {
        if is_title_case(self.side, words) {
            return;
        }
        for (start, end) in stretches(words, MOST_WORDS) {
            let is_name = self.may_be_edge(words, start)
                && self.may_be_edge(words, end - 1)
                && (start..end - 1).all(|at| !self.side.of(words[at]).is_possessive)
                && (start..end).all(|at| self.is_inner(words[at]) || self.is_capital(words, at));
            if is_name {
                take(start, end);
            }
        }
    }

    fn is_inner(&self, word: Word) -> bool {
        let spelling = self.side.of(word);
        !spelling.is_capital && self.knowledge.is_inner(spelling.key)
    }

    /// Whether a name may start or end with the word.
    fn may_be_edge(&self, words: &[Word], at: usize) -> bool {
        self.is_capital(words, at) && !self.side.of(words[at]).is_stop_word
    }

    /// Whether the word has a capital of its own, not for standing first in a sentence.
    fn is_capital(&self, words: &[Word], at: usize) -> bool {
        let spelling = self.side.of(words[at]);
        let (capital, small) = self.cases[spelling.key as usize];
        spelling.is_capital && (words[at].joint != Joint::Start || capital > small)
    }
}

/// Whether most words have capitals, so that none tells anything.
fn is_title_case(side: &Side, words: &[Word]) -> bool {
    let long = words.iter().map(|&word| side.of(word)).filter(|spelling| spelling.text.len() >= 4);
    let (mut all, mut capital) = (0, 0);
    long.for_each(|spelling| {
        all += 1;
        capital += usize::from(spelling.is_capital);
    });
    all >= 3 && capital * 4 > all * 3
}
