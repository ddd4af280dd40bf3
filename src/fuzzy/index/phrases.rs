//! The longest parts of a text that an index holds.

use super::View;
use super::entry::{encode_known, signature};
use super::part::LivePart;
use super::postings::{FAR, Occurrences};
use crate::fuzzy::profile::Profile;
use crate::fuzzy::vocabulary::WordId;

/// Fewest words of a phrase, unless it is a whole entry.
const WORDS_LEAST: usize = 3;
/// A word that stands in more than one of so many entries says nothing by itself.
const COMMON: usize = 100;
/// How many occurrences of words are gone through at the most for one text.
const OCCURRENCES_MOST: usize = 400_000;
/// How many entries of one phrase are kept.
const ENTRIES_MOST: usize = 64;

/// Words of a query that stand in entries one behind the other, too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// The first word in the query, from 0.
    pub start: usize,
    /// How many words.
    pub words: usize,
    /// The information in its words: see [`super::SharedWeights`].
    pub weight: u32,
    /// Entries that hold it.
    pub entries: Vec<PhraseEntry>,
}

/// An entry that holds a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhraseEntry {
    pub key: u64,
    pub label: u32,
    /// In microseconds since 1970.
    pub updated: u64,
    /// The phrase's first word in the entry, from 0.
    pub start: usize,
    /// Whether the phrase is all that the entry has.
    pub is_whole: bool,
}

/// What was found of a query's phrases.
#[derive(Debug, Default)]
pub struct Phrases {
    /// The longest first; none is part of another.
    pub phrases: Vec<Phrase>,
    /// Words were left out, for the work would have been too much, or the search was told to stop.
    pub incomplete: bool,
}

/// A search for phrases under way.
struct Searching<'a> {
    view: &'a View,
    query: Vec<Option<WordId>>,
    admit: &'a dyn Fn(u32) -> bool,
    stop: &'a dyn Fn() -> bool,
    /// For each position of the query, the longest phrase that begins there.
    longest: Vec<Phrase>,
    /// How many occurrences may still be gone through.
    left: usize,
}

impl View {
    /// The longest phrases of a text that entries hold: of three words or more, or whole entries. A phrase has at least
    /// one word that is not common.
    pub fn phrases(&self, profile: &Profile, admit: &dyn Fn(u32) -> bool, stop: &dyn Fn() -> bool) -> Phrases {
        let query: Vec<Option<WordId>> =
            encode_known(profile, &self.vocabulary).into_iter().map(|word| word.map(WordId::class)).collect();
        let empty = |start| Phrase { start, words: 0, weight: 0, entries: Vec::new() };
        let longest = (0..query.len()).map(empty).collect();
        let mut searching = Searching { view: self, query, admit, stop, longest, left: OCCURRENCES_MOST };
        let is_complete = searching.run();
        Phrases { phrases: searching.finish(), incomplete: !is_complete }
    }

    fn is_common(&self, word: WordId) -> bool {
        self.frequencies.of(word) as usize > self.len() / COMMON + 10
    }
}

impl Searching<'_> {
    /// Goes through the query position by position; whether nothing was left out.
    fn run(&mut self) -> bool {
        let mut is_complete = true;
        for start in 0..self.query.len() {
            if (self.stop)() {
                return false;
            }
            for live in &self.view.parts {
                is_complete &= self.look_up(live, start);
            }
        }
        is_complete
    }

    /// Finds what begins at `start` in one part; whether nothing was left out.
    fn look_up(&mut self, live: &LivePart, start: usize) -> bool {
        let known = self.query[start..].iter().take(WORDS_LEAST).take_while(|word| word.is_some()).count();
        let words: Vec<WordId> = self.query[start..start + known].iter().copied().flatten().collect();
        let is_telling = |words: &[WordId]| words.iter().any(|&word| !self.view.is_common(word));
        let mut is_complete = true;
        // A shorter phrase counts if it is the whole entry, and entries of that length are few.
        for length in 1..words.len().min(WORDS_LEAST - 1) + 1 {
            if is_telling(&words[..length]) {
                is_complete &= self.go_through(live, start, &words[..length], Some(length as u32));
            }
        }
        if words.len() == WORDS_LEAST && is_telling(&words) {
            is_complete &= self.go_through(live, start, &words, None);
        }
        is_complete
    }

    /// Goes through the occurrences of the rarest of some words; only entries of `length` words, if one is given.
    fn go_through(&mut self, live: &LivePart, start: usize, words: &[WordId], length: Option<u32>) -> bool {
        let slots = match length.map(|length| live.part.group(length)) {
            Some(None) => return true,
            Some(Some(group)) => group.slots(),
            None => 0..live.part.len() as u32,
        };
        let Some(postings) = &live.part.postings else {
            let signature = signature(words.iter().copied());
            let slots = slots.filter(|&slot| live.part.may_hold(slot, signature));
            slots.for_each(|slot| self.try_everywhere(live, slot, start, words.len(), length));
            return true;
        };
        let lists: Vec<Occurrences> = words.iter().map(|&word| postings.of(word).within(&slots)).collect();
        let Some((rarest, list)) = lists.iter().enumerate().min_by_key(|(_, list)| list.len()) else { return true };
        if list.len() > self.left {
            return false;
        }
        self.left -= list.len();
        let second = lists.iter().enumerate().filter(|(at, _)| *at != rarest).min_by_key(|(_, list)| list.len());
        let mut rest = second.map(|(_, list)| list.slots);
        for (slot, position) in list.iter() {
            if let Some(rest) = &mut rest {
                *rest = &rest[super::concordance::gallop(rest, slot)..];
                if rest.first() != Some(&slot) {
                    continue;
                }
            }
            match usize::from(position).checked_sub(rarest) {
                _ if position == FAR => self.try_everywhere(live, slot, start, words.len(), length),
                Some(at) => self.try_at(live, slot, start, at, (words.len(), length)),
                None => (),
            }
        }
        true
    }

    fn try_everywhere(&mut self, live: &LivePart, slot: u32, start: usize, least: usize, length: Option<u32>) {
        let words = live.part.words(slot).len();
        (0..words).for_each(|at| self.try_at(live, slot, start, at, (least, length)));
    }

    /// Sees how long the query from `start` and an entry from `at` on are the same.
    fn try_at(&mut self, live: &LivePart, slot: u32, start: usize, at: usize, (least, length): (usize, Option<u32>)) {
        let entry = live.part.words(slot);
        let same = |(ours, theirs): (&Option<WordId>, &u32)| *ours == Some(WordId(*theirs).class());
        let words = self.query[start..].iter().zip(&entry[at..]).take_while(|pair| same(*pair)).count();
        let is_whole = words == entry.len();
        let longest = &self.longest[start];
        let is_short = words < least || words < longest.words || (length.is_some() && !is_whole);
        let is_enough = words == longest.words && longest.entries.len() >= ENTRIES_MOST;
        if is_short || is_enough || live.dead.contains(slot) {
            return;
        }
        let facts = live.part.facts(slot);
        if !(self.admit)(facts.label) {
            return;
        }
        let longest = &mut self.longest[start];
        if words > longest.words {
            (longest.words, longest.entries) = (words, Vec::new());
        }
        let (key, label, updated) = (facts.key, facts.label, facts.updated);
        longest.entries.push(PhraseEntry { key, label, updated, start: at, is_whole });
    }

    /// The longest phrases, without those that are part of another.
    fn finish(self) -> Vec<Phrase> {
        let Searching { view, query, longest, .. } = self;
        let mut phrases: Vec<Phrase> = Vec::new();
        let mut end = 0;
        for mut phrase in longest.into_iter().filter(|phrase| phrase.words > 0) {
            // They come by their starts, so one that does not reach further than those before lies within one of them.
            if phrase.start + phrase.words > end {
                end = phrase.start + phrase.words;
                let words = query[phrase.start..end].iter().copied().flatten();
                phrase.weight = words.map(|word| view.weight(word)).sum();
                phrase.entries.sort_by_key(|entry| (std::cmp::Reverse((entry.is_whole, entry.updated)), entry.key));
                phrases.push(phrase);
            }
        }
        phrases.sort_by_key(|phrase| (std::cmp::Reverse((phrase.words, phrase.weight)), phrase.start));
        phrases
    }
}
