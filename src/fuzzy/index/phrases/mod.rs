//! The longest parts of a text that an index holds.
//!
//! A part of a query, its words `start..end`, is a *phrase* if an entry holds the same words one behind the other (all
//! numbers count as the same), if it has three words or more or is all that the entry has, and if at least one of its
//! words is *telling*: not common. Wanted are the longest phrases among those that lie in no longer one.
//!
//! A small part is scanned. In a large one, phrases of `least` words or more are found by *anchors*: words of the query of
//! which each `least` in a row have at least one, the rarest if possible. Such a phrase has an anchor, so going through the
//! places of every anchor, and seeing from each how far query and entry are the same around it, misses none. Long phrases
//! need few anchors, and rare ones; shorter phrases are looked for only if there are not enough long ones.

mod anchors;
mod scan;

use std::cmp::Reverse;

use self::anchors::Anchors;
use super::View;
use super::entry::encode_known;
use super::part::LivePart;
use crate::fuzzy::profile::Profile;
use crate::fuzzy::vocabulary::WordId;

/// Fewest words of a phrase, unless it is a whole entry.
const WORDS_LEAST: usize = 3;
/// From which length on phrases are looked for together: there are few so long.
const WORDS_MANY: usize = 16;
/// A word is common if it stands in more than one of so many entries, and a few.
const COMMON: usize = 100;
const COMMON_LEAST: usize = 10;
/// How much work is done for one text at the most, in places of a list that are gone through in the same time: some
/// milliseconds. As long phrases are looked for first, it is the short ones that are left out then.
const WORK_MOST: usize = 200_000;
/// What it costs to take note of an entry, or to compare it word by word.
const COMPARING: usize = 16;
/// How many signatures are looked at in the time that a place takes.
const SIGNATURES_A_PLACE: usize = 16;
/// How many entries of one phrase are kept.
const ENTRIES_MOST: usize = 16;

/// What to look for phrases of.
pub struct PhraseSearch<'a> {
    pub profile: &'a Profile,
    /// How many phrases are wanted.
    pub most: usize,
    /// The rank of the entries with a label, the least first; `None` leaves them out.
    pub rank: &'a dyn Fn(u32) -> Option<u32>,
    /// Asked now and then whether to give up.
    pub stop: &'a dyn Fn() -> bool,
}

/// Words of a query that stand in entries one behind the other, too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// The first word in the query, from 0.
    pub start: usize,
    /// How many words.
    pub words: usize,
    /// The information in its words: see [`super::SharedWeights`].
    pub weight: u32,
    /// The first of the entries that hold it: whole ones, then by rank, the latest, by key.
    pub entries: Vec<PhraseEntry>,
}

/// An entry that holds a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhraseEntry {
    pub key: u64,
    /// In microseconds since 1970.
    pub updated: u64,
    /// The rank of its label.
    pub rank: u32,
    /// The phrase's first word in the entry, from 0; where it stands there several times, one of them.
    pub start: usize,
    /// Whether the phrase is all that the entry has.
    pub is_whole: bool,
}

impl PhraseEntry {
    fn order(&self) -> (bool, u32, Reverse<u64>, u64) {
        (!self.is_whole, self.rank, Reverse(self.updated), self.key)
    }
}

/// What was found of a query's phrases.
#[derive(Debug, Default)]
pub struct Phrases {
    /// The `most` first: the longest, of equal ones those with more information, then by their starts. None is part of
    /// another.
    pub phrases: Vec<Phrase>,
    /// Words were left out, for the work would have been too much, or the search was told to stop.
    pub incomplete: bool,
}

impl View {
    /// The longest phrases of a text that entries hold.
    pub fn phrases(&self, search: &PhraseSearch) -> Phrases {
        let known = encode_known(search.profile, &self.vocabulary);
        let query: Vec<Option<WordId>> = known.into_iter().map(|word| word.map(WordId::class)).collect();
        let telling = query.iter().map(|word| word.is_some_and(|word| !self.is_common(word))).collect();
        let longest = query.iter().map(|_| Longest::default()).collect();
        let mut searching = Searching { search, query, telling, longest, left: WORK_MOST };
        let is_complete = searching.run(&self.parts);
        Phrases { phrases: searching.finish(self), incomplete: !is_complete }
    }

    fn is_common(&self, word: WordId) -> bool {
        self.frequencies.of(word) as usize > self.len() / COMMON + COMMON_LEAST
    }
}

/// The longest phrase that begins at some position of the query.
#[derive(Default)]
struct Longest {
    words: usize,
    /// In their order, [`ENTRIES_MOST`] at the most.
    entries: Vec<PhraseEntry>,
}

impl Longest {
    fn add(&mut self, words: usize, entry: PhraseEntry) {
        if words > self.words {
            (self.words, self.entries) = (words, Vec::new());
        }
        let is_there = self.entries.iter().any(|other| other.key == entry.key);
        if words == self.words && !is_there {
            let at = self.entries.partition_point(|other| other.order() < entry.order());
            self.entries.insert(at, entry);
            self.entries.truncate(ENTRIES_MOST);
        }
    }
}

/// Words that query and entry both have, as far as they are the same.
#[derive(Clone, Copy)]
struct Run {
    /// The first word in the query.
    start: usize,
    words: usize,
    /// The first word in the entry.
    at: usize,
}

/// A search for phrases under way.
struct Searching<'a> {
    search: &'a PhraseSearch<'a>,
    /// `None` for words that no entry holds.
    query: Vec<Option<WordId>>,
    /// Which words are known and not common.
    telling: Vec<bool>,
    /// By the position where they begin.
    longest: Vec<Longest>,
    /// How much work may still be done.
    left: usize,
}

impl Searching<'_> {
    /// Whether nothing was left out.
    fn run(&mut self, parts: &[LivePart]) -> bool {
        let (large, small): (Vec<&LivePart>, Vec<&LivePart>) =
            parts.iter().partition(|live| live.part.postings.is_some());
        if !small.into_iter().all(|live| self.scan(live)) {
            return false;
        }
        let mut anchors: Vec<Anchors> = large.iter().filter_map(|live| Anchors::new(live, &self.query)).collect();
        for least in (WORDS_LEAST..=self.query.len().min(WORDS_MANY)).rev() {
            if !anchors.iter_mut().all(|anchors| self.look_around(anchors, least)) {
                return false;
            }
            if self.known(least) >= self.search.most {
                return true;
            }
        }
        anchors.iter().all(|anchors| (1..WORDS_LEAST).all(|length| self.look_for_short_entries(anchors, length)))
    }

    fn spend(&mut self, work: usize) -> bool {
        let left = self.left.checked_sub(work);
        self.left = left.unwrap_or_default();
        left.is_some() && !(self.search.stop)()
    }

    /// How many phrases of `least` words or more are known.
    fn known(&self, least: usize) -> usize {
        self.maximal().filter(|&start| self.longest[start].words >= least).count()
    }

    /// Where the phrases begin that are not part of another one.
    fn maximal(&self) -> impl Iterator<Item = usize> {
        let mut end = 0;
        // They come by their starts, so one that does not reach further than those before lies within one of them.
        (0..self.longest.len()).filter(move |&start| {
            let words = self.longest[start].words;
            let reaches_further = words > 0 && start + words > end;
            end = end.max(start + words);
            reaches_further
        })
    }

    /// Whether the words from `start` to `end` are known and one of them is telling.
    fn is_telling(&self, start: usize, end: usize) -> bool {
        self.query[start..end].iter().all(Option::is_some) && self.telling[start..end].contains(&true)
    }

    /// Where `length` words begin that are telling together.
    fn telling_windows(&self, length: usize) -> Vec<usize> {
        let starts = 0..(self.query.len() + 1).saturating_sub(length);
        starts.filter(|&start| self.is_telling(start, start + length)).collect()
    }

    /// How far query and entry are the same around a word of both.
    fn run_around(&self, word: usize, entry: &[u32], at: usize) -> Run {
        let is_same = |word: usize, at: usize| self.query[word] == Some(WordId(entry[at]).class());
        let before = (1..=word.min(at)).take_while(|n| is_same(word - n, at - n)).count();
        let most = (self.query.len() - word).min(entry.len() - at);
        let behind = (0..most).take_while(|n| is_same(word + n, at + n)).count();
        Run { start: word - before, words: before + behind, at: at - before }
    }

    /// Takes note of a run in an entry of `length` words, if it is a phrase and none that begins there is longer.
    fn note(&mut self, live: &LivePart, slot: u32, run: Run, length: usize) {
        let is_whole = run.words == length;
        let is_phrase = (is_whole || run.words >= WORDS_LEAST) && self.is_telling(run.start, run.start + run.words);
        if !is_phrase || run.words < self.longest[run.start].words || live.dead.contains(slot) {
            return;
        }
        let facts = live.part.facts(slot);
        if let Some(rank) = (self.search.rank)(facts.label) {
            let entry = PhraseEntry { key: facts.key, updated: facts.updated, rank, start: run.at, is_whole };
            self.longest[run.start].add(run.words, entry);
        }
    }

    fn finish(mut self, view: &View) -> Vec<Phrase> {
        let starts: Vec<usize> = self.maximal().collect();
        let phrase = |start: usize| {
            let Longest { words, entries } = std::mem::take(&mut self.longest[start]);
            let weight = self.query[start..start + words].iter().flatten().map(|&word| view.weight(word)).sum();
            Phrase { start, words, weight, entries }
        };
        let mut phrases: Vec<Phrase> = starts.into_iter().map(phrase).collect();
        phrases.sort_by_key(|phrase| (Reverse((phrase.words, phrase.weight)), phrase.start));
        phrases.truncate(self.search.most);
        phrases
    }
}
