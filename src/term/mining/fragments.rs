//! Phrases that are only a part of something longer: they start or end with a function word, the same word always goes on
//! with them, or they are a verb that waits for its object.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::align::{BrokenOff, Stretch};

use super::corpus::{Joint, KeyId, Side, Word};
use super::knowledge::Knowledge;
use super::phrase::{PhraseKey, key_of};
use super::phrases::MOST_WORDS;

/// The share of a phrase's sightings that have one and the same word beside it, from which on it is a part of both.
const SAME_NEIGHBOUR: (u32, u32) = (4, 5);
/// The share of its sightings that have a determiner behind, from which on it waits for what follows. Hardly any noun has
/// one directly behind it.
const WITH_OBJECT: (u32, u32) = (1, 4);

/// What stands on one side of a phrase: the word that may be there more often than all others together (Boyer and Moore
/// 1981), and how often it really is.
#[derive(Clone, Copy, Debug, Default)]
struct Neighbour {
    key: Option<KeyId>,
    votes: u32,
    count: u32,
}

/// What stands around a phrase.
#[derive(Clone, Copy, Debug, Default)]
struct Surroundings {
    before: Neighbour,
    after: Neighbour,
    determiners: u32,
    has_function_word: bool,
}

/// Those of the phrases that are fragments.
pub(super) fn find(
    side: &Side,
    knowledge: &Knowledge,
    counts: &FxHashMap<PhraseKey, u32>,
    looking: &Stretch<'_>,
) -> Result<FxHashSet<PhraseKey>, BrokenOff> {
    let looker = Looker { side, knowledge };
    let mut around: FxHashMap<PhraseKey, Surroundings> = counts.keys().map(|&key| (key, Default::default())).collect();
    side.each_text(&looking.part(0, 2), |words| looker.each(words, &mut around, Looker::vote))?;
    side.each_text(&looking.part(1, 2), |words| looker.each(words, &mut around, Looker::count))?;
    let is_fragment = |key: &PhraseKey, around: &Surroundings| {
        let all = counts.get(key).copied().unwrap_or_default();
        let is_share = |count: u32, (part, whole): (u32, u32)| count * whole >= all * part;
        let same = around.before.count.max(around.after.count);
        around.has_function_word || is_share(same, SAME_NEIGHBOUR) || is_share(around.determiners, WITH_OBJECT)
    };
    Ok(around.into_iter().filter(|(key, around)| is_fragment(key, around)).map(|(key, _)| key).collect())
}

struct Looker<'a> {
    side: &'a Side,
    knowledge: &'a Knowledge,
}

/// A phrase where it stands in a text.
#[derive(Clone, Copy)]
struct Stood<'w> {
    words: &'w [Word],
    before: Option<Word>,
    after: Option<Word>,
}

impl Looker<'_> {
    /// Calls `look` for each phrase in a text.
    fn each(
        &self,
        words: &[Word],
        around: &mut FxHashMap<PhraseKey, Surroundings>,
        look: fn(&Self, Stood<'_>, &mut Surroundings),
    ) {
        for length in 2..=MOST_WORDS {
            let windows = words.windows(length).enumerate();
            for (start, phrase) in windows.filter(|(_, phrase)| phrase[1..].iter().all(|word| word.joint.holds())) {
                if let Some(around) = around.get_mut(&key_of(self.side, phrase)) {
                    let before = start.checked_sub(1).map(|at| words[at]).filter(|_| phrase[0].joint.holds());
                    let after = words.get(start + length).copied().filter(|word| word.joint.holds());
                    look(self, Stood { words: phrase, before, after }, around);
                }
            }
        }
    }

    fn vote(&self, stood: Stood<'_>, around: &mut Surroundings) {
        let ends = [(0, 1), (stood.words.len() - 1, stood.words.len())];
        around.has_function_word |= ends.iter().any(|&(at, behind)| self.is_function_word(stood.words, at, behind));
        around.determiners += u32::from(self.is_determiner(stood.after));
        let [before, after] = self.neighbours(stood);
        around.before.vote(before);
        around.after.vote(after);
    }

    fn count(&self, stood: Stood<'_>, around: &mut Surroundings) {
        let [before, after] = self.neighbours(stood);
        around.before.count(before);
        around.after.count(after);
    }

    /// A word of its own, that is, not a part of a word with a hyphen: two-factor.
    fn is_function_word(&self, words: &[Word], at: usize, behind: usize) -> bool {
        let is_joined = |word: Option<&Word>| word.is_some_and(|word| word.joint == Joint::Hyphen);
        let is_part = is_joined(words.get(if at == 0 { behind } else { at }));
        !is_part && self.knowledge.is_function_word(self.side.of(words[at]).key)
    }

    fn is_determiner(&self, word: Option<Word>) -> bool {
        word.is_some_and(|word| self.knowledge.is_determiner(self.side.of(word).key))
    }

    /// The words beside a phrase that may belong to it. Before it, no small word does; behind it, a preposition may.
    fn neighbours(&self, stood: Stood<'_>) -> [Option<KeyId>; 2] {
        let key = |word: Word| self.side.of(word).key;
        let is_small = |word: Word| self.side.of(word).is_stop_word;
        let before = stood.before.filter(|&word| !is_small(word)).map(key);
        let after = stood.after.filter(|&word| !is_small(word) || self.knowledge.is_preposition(key(word))).map(key);
        [before, after]
    }
}

impl Neighbour {
    fn vote(&mut self, key: Option<KeyId>) {
        match (self.votes, key) {
            (0, _) => (self.key, self.votes) = (key, 1),
            (_, key) if key == self.key => self.votes += 1,
            _ => self.votes -= 1,
        }
    }

    fn count(&mut self, key: Option<KeyId>) {
        self.count += u32::from(key.is_some() && key == self.key);
    }
}
