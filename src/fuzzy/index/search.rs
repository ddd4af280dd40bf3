//! Looking up: which entries can be among the best, and their word scores.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::entry::{Surface, TextualPoints};
use super::hits::Hits;
use super::lists::Lists;
use super::part::{Facts, Group, LivePart};
use super::postings::{FAR, Occurrences};
use crate::fuzzy::candidates::{Query, Scratch, admits_lengths, least_overlap};
use crate::fuzzy::letters::COST_UNIT;
use crate::fuzzy::score::{base, cost_limit};
use crate::fuzzy::vocabulary::WordId;
use crate::model::Percent;

/// How many places are looked at between two questions whether to stop.
const PLACES_BETWEEN_STOPS: u32 = 1_024;

/// How many pairs of words are compared in the time in which a place is looked at.
const CELLS_A_PLACE: usize = 4_096;

/// What to look for.
pub struct Search<'a> {
    /// The least score wanted.
    pub floor: Percent,
    /// How many of the best are wanted; entries that cannot be among these may be left out.
    pub most: usize,
    /// What is taken off the entries with a label; `None` leaves them out.
    pub deduct: &'a dyn Fn(u32) -> Option<Deduction>,
    /// Asked now and then whether to give up.
    pub stop: &'a dyn Fn() -> bool,
}

/// What penalties take off a word score, in whole points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Deduction {
    /// In any case.
    pub certain: u16,
    /// For differences between the texts.
    pub textual: TextualPoints,
}

/// An entry that may be among the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub key: u64,
    pub label: u32,
    /// When it was last changed, in microseconds since 1970.
    pub updated: u64,
    /// Its word score.
    pub base: Percent,
    /// The score that it reaches at most.
    pub best: Percent,
    /// Whether nothing speaks against its being the query's text exactly.
    pub same_surface: bool,
    pub(super) part: u32,
    pub(super) slot: u32,
}

/// What a search has found.
#[derive(Debug, Default)]
pub struct Found {
    /// In no particular order. Complete: whatever is not here is not among the `most` best that reach the floor.
    pub candidates: Vec<Candidate>,
    /// The search was told to stop; entries that it had not come to are missing.
    pub stopped: bool,
    /// Too many words are near those of the query; entries that hold only such are missing.
    pub limited: bool,
    /// How many entries were compared with the query.
    pub compared: usize,
}

/// A search under way.
pub(super) struct Searching<'a> {
    search: &'a Search<'a>,
    query: &'a Query,
    surface: Surface,
    /// The query's words; `None` for those that no entry holds.
    words: &'a [Option<WordId>],
    /// The least score still wanted: as many as are wanted reach it for certain.
    floor: Percent,
    /// The scores that the best candidates reach for certain, `most` of them.
    certain: BinaryHeap<Reverse<Percent>>,
    deductions: Vec<Option<Option<Deduction>>>,
    scratch: Scratch,
    hits: Hits,
    until_stop: u32,
    pub found: Found,
}

impl<'a> Searching<'a> {
    pub fn new(
        search: &'a Search<'a>,
        query: &'a Query,
        (surface, words): (Surface, &'a [Option<WordId>]),
    ) -> Searching<'a> {
        Searching {
            search,
            query,
            surface,
            words,
            floor: search.floor,
            certain: BinaryHeap::new(),
            deductions: Vec::new(),
            scratch: Scratch::default(),
            hits: Hits::default(),
            until_stop: PLACES_BETWEEN_STOPS,
            found: Found::default(),
        }
    }

    /// Leaves out what has turned out not to be among the best.
    pub fn finish(mut self) -> Found {
        let floor = self.floor;
        self.found.candidates.retain(|candidate| candidate.best >= floor);
        self.found.limited = self.query.is_limited();
        self.found
    }

    /// Looks through a part. The lengths nearest to the query's come first: what they bring raises the floor for the rest.
    pub fn look_through(&mut self, number: u32, live: &LivePart) {
        let n = self.query.len();
        let admitted = |group: &&Group| admits_lengths(n, group.length as usize, self.floor);
        let mut groups: Vec<Group> = live.part.groups.iter().filter(admitted).copied().collect();
        groups.sort_by_key(|group| Reverse(reachable(n, group.length as usize)));
        let lists = match &live.part.postings {
            Some(postings) if n > 0 && self.floor > Percent::ZERO => Some(Lists::new(self.query, postings, &groups)),
            _ => None,
        };
        for group in groups {
            if self.found.stopped || reachable(n, group.length as usize) < self.floor {
                break;
            }
            match &lists {
                Some(lists) => self.look_up(number, live, &group, lists),
                None => self.scan(number, live, &group),
            }
        }
    }

    /// Compares with the entries of a group that hold enough words near the rarest ones, at fitting positions.
    fn look_up(&mut self, number: u32, live: &LivePart, group: &Group, lists: &Lists) {
        let (n, m) = (self.query.len(), group.length as usize);
        let prefix = n + 1 - least_overlap(self.floor, n.max(m)).clamp(1, n);
        let lists = lists.within(group, prefix);
        let mut hits = std::mem::take(&mut self.hits);
        hits.make_room(group.entries as usize);
        for (at, (i, occurrences)) in lists.chosen.iter().enumerate() {
            for (slot, j) in occurrences.iter().flat_map(Occurrences::iter) {
                if self.is_time_to_stop() {
                    break;
                }
                if self.fits(*i, j, m) {
                    hits.add(slot - group.first, at < prefix);
                }
            }
        }
        for slot in hits.drain(lists.least_hits) {
            if self.is_time_to_stop() {
                break;
            }
            self.compare(number, live, group, group.first + slot);
        }
        self.hits = hits;
    }

    /// The *position* bound of [`crate::fuzzy::candidates`].
    fn fits(&self, i: usize, j: u8, m: usize) -> bool {
        let (n, j, is_far) = (self.query.len(), usize::from(j), j == FAR);
        let spare = (cost_limit(self.floor, n.max(m)) / COST_UNIT) as usize;
        is_far || i.abs_diff(j) + (n - i).abs_diff(m - j) <= spare
    }

    fn scan(&mut self, number: u32, live: &LivePart, group: &Group) {
        let length = group.length as usize;
        for slot in group.slots() {
            if self.is_time_to_stop() {
                return;
            }
            let signature = live.part.signatures.get(slot as usize);
            if signature.is_none_or(|&signature| self.query.admits_signature(signature, length, self.floor)) {
                self.compare(number, live, group, slot);
            }
        }
    }

    fn is_time_to_stop(&mut self) -> bool {
        self.until_stop -= 1;
        if self.until_stop == 0 {
            self.until_stop = PLACES_BETWEEN_STOPS;
            self.found.stopped = self.found.stopped || (self.search.stop)();
        }
        self.found.stopped
    }

    fn compare(&mut self, number: u32, live: &LivePart, group: &Group, slot: u32) {
        self.found.compared += 1;
        let words = live.part.words_in(group, slot);
        let work = self.query.len() * words.len() / CELLS_A_PLACE;
        self.until_stop = self.until_stop.saturating_sub(work as u32).max(1);
        let surface = || live.part.surface(slot);
        let Some(base) = self.word_score(words, surface) else { return };
        let facts = live.part.facts(slot);
        if let Some(deduction) = self.deduction(facts.label).filter(|_| !live.dead.contains(slot)) {
            let Facts { key, label, updated, surface } = facts;
            let textual = self.least_textual(base, Surface(surface), words, &deduction.textual);
            let best = base.minus_points(deduction.certain).minus_points(textual);
            let same_surface = base == Percent::FULL && Surface(surface) == self.surface;
            self.keep(Candidate { key, label, updated, base, best, same_surface, part: number, slot }, deduction);
        }
    }

    /// The word score, if it reaches the floor.
    fn word_score(&mut self, words: &[u32], surface: impl Fn() -> u32) -> Option<Percent> {
        if words.is_empty() && self.query.len() == 0 {
            let base = if Surface(surface()) == self.surface { Percent::FULL } else { Percent::ZERO };
            return Some(base).filter(|&base| base >= self.floor);
        }
        let longer = self.query.len().max(words.len());
        self.query.cost(words, self.floor, &mut self.scratch).map(|cost| base(cost, longer))
    }

    /// What the textual penalties take off at least.
    fn least_textual(&self, base: Percent, surface: Surface, words: &[u32], points: &TextualPoints) -> u16 {
        let mut least = self.surface.least_points(surface, points);
        if base == Percent::FULL {
            // The same words, so numbers stand opposite numbers; values with different digests are different.
            let ours = self.words.iter().flatten().filter(|word| word.is_value());
            let theirs = words.iter().map(|&word| WordId(word)).filter(|word| word.is_value());
            let has_other_value = !ours.copied().eq(theirs);
            least = match has_other_value {
                true if least < points.number => least.max(points.number),
                _ if surface != self.surface => least.max(points.least()),
                _ => least,
            };
        }
        least
    }

    fn keep(&mut self, candidate: Candidate, deduction: Deduction) {
        if candidate.best < self.floor {
            return;
        }
        self.found.candidates.push(candidate);
        // That texts without words are equal is only as certain as their digests.
        if self.query.len() > 0 {
            let least = candidate.base.minus_points(deduction.certain).minus_points(deduction.textual.most());
            self.raise_floor(least);
        }
    }

    /// Takes note of one more entry that reaches `certain`. Once as many as are wanted do, nothing below the least of
    /// them can be among the best.
    fn raise_floor(&mut self, certain: Percent) {
        if self.search.most == 0 {
            return;
        }
        if self.certain.len() == self.search.most {
            if self.certain.peek().is_some_and(|least| certain <= least.0) {
                return;
            }
            self.certain.pop();
        }
        self.certain.push(Reverse(certain));
        if let Some(least) = self.certain.peek().filter(|_| self.certain.len() == self.search.most) {
            self.floor = self.floor.max(least.0);
        }
    }

    fn deduction(&mut self, label: u32) -> Option<Deduction> {
        let at = label as usize;
        if self.deductions.len() <= at {
            self.deductions.resize(at + 1, None);
        }
        *self.deductions[at].get_or_insert_with(|| (self.search.deduct)(label))
    }
}

/// The word score that lengths allow.
fn reachable(query: usize, entry: usize) -> Percent {
    Percent::share(query.min(entry) as u64, query.max(entry) as u64)
}
