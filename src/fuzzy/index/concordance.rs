//! In which entries of an index words stand, in order.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::ops::Range;

use super::View;
use super::entry::signature;
use super::part::{LivePart, Part};
use super::postings::{Occurrences, Postings};
use super::slots::{SlotBits, keep_common, union};
use crate::fuzzy::pattern::{Pattern, Sought};
use crate::fuzzy::vocabulary::WordId;

/// How many words of entries are looked at between two questions whether to stop.
const WORDS_BETWEEN_STOPS: usize = 16_384;
/// How many entries the shortest lengths have that are looked through together; each further band has twice as many. A
/// page is often full after the first.
const BAND_LEAST: usize = 1_024;
/// How many times as many occurrences of a second word as entries with the first are worth looking at.
const WORTH_LOOKING_AT: usize = 8;

/// Where an entry stands among the hits: shortest texts first, as the words are more of them; of those the latest first,
/// then by key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// How many words the text has.
    pub length: u32,
    /// When it was last changed, in microseconds since 1970.
    pub updated: Reverse<u64>,
    pub key: u64,
}

/// A page of a concordance.
pub struct ConcordanceSearch<'a> {
    pub pattern: &'a Pattern,
    /// The last place of the page before.
    pub after: Option<Place>,
    /// How many hits are wanted.
    pub most: usize,
    /// Which entries to look at, by their labels.
    pub admit: &'a dyn Fn(u32) -> bool,
    /// Asked now and then whether to give up.
    pub stop: &'a dyn Fn() -> bool,
}

/// Hits in their order. Numbers are told apart by a digest, so a few of them may have another number.
#[derive(Debug, Default)]
pub struct Places {
    /// The first `most` behind `after`; none is left out between them, even if the search was told to stop.
    pub places: Vec<Place>,
    /// The search was told to stop; there may be more hits.
    pub stopped: bool,
    /// How many entries were looked at.
    pub compared: usize,
}

impl View {
    /// The entries in which a pattern stands.
    pub fn concordance(&self, search: &ConcordanceSearch) -> Places {
        let Some(words) = Words::new(self, search.pattern) else { return Places::default() };
        let mut searching = Searching { search, words, found: Places::default(), until_stop: WORDS_BETWEEN_STOPS };
        let least = search.pattern.least_length() as u32;
        for lengths in self.bands(search.after.map_or(least, |after| after.length.max(least))) {
            let mut first = First { most: search.most - searching.found.places.len(), places: BinaryHeap::new() };
            self.parts.iter().for_each(|live| searching.look_through(live, &lengths, &mut first));
            if searching.found.stopped {
                break;
            }
            searching.found.places.extend(first.places.into_sorted_vec());
            if searching.found.places.len() == search.most {
                break;
            }
        }
        searching.found
    }

    /// Ranges of lengths from `least` on, by which entries are looked through.
    fn bands(&self, least: u32) -> Vec<Range<u32>> {
        let mut entries: BTreeMap<u32, usize> = BTreeMap::new();
        for group in self.parts.iter().flat_map(|live| &live.part.groups) {
            *entries.entry(group.length).or_default() += group.entries as usize;
        }
        let (mut bands, mut first, mut held, mut wanted) = (Vec::new(), least, 0, BAND_LEAST);
        for (&length, &count) in entries.range(least..) {
            held += count;
            if held >= wanted {
                bands.push(first..length + 1);
                (first, held, wanted) = (length + 1, 0, 2 * wanted);
            }
        }
        if held > 0 {
            bands.push(first..u32::MAX);
        }
        bands
    }

    /// The ids of the words that fit, ascending.
    fn ids(&self, sought: &Sought) -> Vec<WordId> {
        let mut ids: Vec<WordId> = match sought {
            Sought::Word(key) => self.vocabulary.id(key).into_iter().collect(),
            Sought::Beginning(key) => self.vocabulary.with_prefix(key),
            Sought::Number(value) => vec![WordId::of_value(value)],
        };
        ids.sort_unstable();
        ids
    }
}

/// The words of a pattern as the index knows them.
struct Words {
    /// For each word and each of its spellings, the ids that fit, ascending.
    ids: Vec<Vec<Vec<WordId>>>,
    /// For each word, the ids of which an entry has to hold one: it alone, or written as one with words around it.
    any_of: Vec<Vec<WordId>>,
}

impl Words {
    /// `None` if no entry can hold them all.
    fn new(view: &View, pattern: &Pattern) -> Option<Words> {
        let spellings = |sought: &Vec<Sought>| sought.iter().map(|sought| view.ids(sought)).collect();
        let ids: Vec<Vec<Vec<WordId>>> = pattern.words().iter().map(|word| spellings(&word.spellings)).collect();
        let any_of = |word: usize| {
            let spellings = pattern.spellings_of(word);
            let mut any: Vec<WordId> = spellings.flat_map(|(word, nth)| &ids[word][nth]).copied().collect();
            any.sort_unstable();
            any.dedup();
            any
        };
        let any_of: Vec<Vec<WordId>> = (0..ids.len()).map(any_of).collect();
        (!any_of.iter().any(Vec::is_empty)).then_some(Words { ids, any_of })
    }

    fn stand_in(&self, pattern: &Pattern, text: &[u32]) -> bool {
        pattern.stands_in(text.len(), |word, nth, at| self.ids[word][nth].binary_search(&WordId(text[at])).is_ok())
    }

    /// The slots of a range that may hold all words.
    fn candidates(&self, part: &Part, slots: &Range<u32>) -> Vec<u32> {
        match &part.postings {
            Some(postings) => self.candidates_by(postings, slots),
            None => {
                let single =
                    self.any_of.iter().filter_map(|ids| if let [id] = ids[..] { Some(id.class()) } else { None });
                let signature = signature(single);
                slots.clone().filter(|&slot| part.may_hold(slot, signature)).collect()
            }
        }
    }

    /// The slots with the rarest word, those without the second rarest left out if that is easily seen.
    fn candidates_by(&self, postings: &Postings, slots: &Range<u32>) -> Vec<u32> {
        let lists = |ids: &Vec<WordId>| -> Vec<Occurrences> {
            ids.iter().map(|&id| postings.of(id).within(slots)).filter(|list| !list.is_empty()).collect()
        };
        let mut lists: Vec<Vec<Occurrences>> = self.any_of.iter().map(lists).collect();
        lists.sort_by_key(|lists| occurrences(lists));
        let mut candidates = union(&lists[0], slots);
        match lists.get(1).map(Vec::as_slice) {
            Some([single]) => keep_common(&mut candidates, single.slots),
            Some(several) if occurrences(several) < WORTH_LOOKING_AT * candidates.len() => {
                let holding = SlotBits::new(several, slots);
                candidates.retain(|&slot| holding.contains(slot));
            }
            _ => (),
        }
        candidates
    }
}

fn occurrences(lists: &[Occurrences]) -> usize {
    lists.iter().map(Occurrences::len).sum()
}

/// The first `most` of all places that it is given.
struct First {
    most: usize,
    places: BinaryHeap<Place>,
}

impl First {
    fn has_room_for(&self, place: &Place) -> bool {
        self.places.len() < self.most || self.places.peek().is_some_and(|last| place < last)
    }

    fn push(&mut self, place: Place) {
        if self.places.len() == self.most {
            self.places.pop();
        }
        self.places.push(place);
    }
}

/// A search under way.
struct Searching<'a> {
    search: &'a ConcordanceSearch<'a>,
    words: Words,
    found: Places,
    /// How many words may be looked at before it is asked again whether to stop.
    until_stop: usize,
}

impl Searching<'_> {
    /// Looks through the entries of some lengths.
    fn look_through(&mut self, live: &LivePart, lengths: &Range<u32>, first: &mut First) {
        for slot in self.words.candidates(&live.part, &live.part.slots_of_lengths(lengths)) {
            let (words, facts) = (live.part.words(slot), live.part.facts(slot));
            self.found.compared += 1;
            if self.is_time_to_stop(words.len()) {
                return;
            }
            let place = Place { length: words.len() as u32, updated: Reverse(facts.updated), key: facts.key };
            let is_wanted = self.search.after.is_none_or(|after| place > after) && first.has_room_for(&place);
            if is_wanted
                && !live.dead.contains(slot)
                && self.words.stand_in(self.search.pattern, words)
                && (self.search.admit)(facts.label)
            {
                first.push(place);
            }
        }
    }

    fn is_time_to_stop(&mut self, words: usize) -> bool {
        match self.until_stop.checked_sub(words) {
            Some(left) => self.until_stop = left,
            None => {
                self.until_stop = WORDS_BETWEEN_STOPS;
                self.found.stopped = self.found.stopped || (self.search.stop)();
            }
        }
        self.found.stopped
    }
}
