//! Which entries of an index can reach a word score, found without looking at all of them.
//!
//! Let the query have n words, an entry m, L = max(n, m), and θ the least word score as a share. An alignment that pairs
//! p words at a total likeness S leaves n + m − 2p words alone, so D = n + m − p − S ≥ L − S, as p ≤ min(n, m), and
//! base ≥ θ needs **S ≥ θ·L**. Every pair adds at most 1 to S and only equal or near words add anything. Hence, without
//! losing any entry:
//!
//! - *length*: min(n, m) ≥ θ·L;
//! - *overlap*: at least T = ⌈θ·L⌉ words of the entry have an equal or near word in the query, and the other way round;
//! - *signature*: the same with each word as one bit of 64; words that share a bit only make the overlap look greater;
//! - *prefix*: at least T of the query's words are paired, so at least one of any n − T + 1 of them: only entries that
//!   hold a word near one of the n − T + 1 rarest need be looked at;
//! - *more of the prefix*: likewise, at least ℓ of any n − T + ℓ words are paired, so an entry that holds fewer near words
//!   of the n − T + ℓ rarest need not be looked at;
//! - *position*: if the query's word i is paired with the entry's word j, the words before them differ in number by
//!   |i − j| and those behind by |(n − i) − (m − j)|; each of these is inserted or deleted at a cost of 1, so an
//!   alignment with that pair needs |i − j| + |(n − i) − (m − j)| ≤ (1 − θ)·L. It is enough to test this where a prefix
//!   word stands, since one of the pairs of the best alignment is such a place;
//! - *distance*: taking near for equal makes no alignment dearer, so the word distance with near words at no cost, found
//!   bit-parallel, is at most D.

use std::collections::hash_map::Entry;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::alignment::least_cost;
use super::index::signature;
use super::letters::COST_UNIT;
use super::profile::Profile;
use super::score::cost_limit;
use super::vocabulary::{Near, VocabularyView, WordId};
use crate::model::Percent;

/// Patterns up to that length are compared bit-parallel.
const PATTERN_MOST: usize = 64;

/// How many near words a query has at the most. Real vocabularies have some dozens near a word; one made up of words that
/// are all near each other would take all memory.
const NEAR_MOST: usize = 1_000_000;

/// A query with, for every word that is near one of its own, where, and what it costs to put one for the other.
pub struct Query {
    /// How many words it has.
    len: usize,
    /// For each of its words, the equal and near words.
    near: Vec<Arc<[Near]>>,
    /// Whether near words were left out.
    is_limited: bool,
    /// For each of its words, the signature of the equal and near words.
    signatures: Vec<u64>,
    /// For each word that is near some of the query's, where.
    known: WordTable,
    places: Vec<Places>,
    links: Vec<Link>,
}

/// Where in a query a word is equal or near.
#[derive(Default)]
struct Places {
    /// As bits, for queries of up to [`PATTERN_MOST`] words.
    bits: u64,
    /// Whether it is near, not equal, somewhere.
    is_near: bool,
    /// The last of its positions, in [`Query::links`].
    last: u32,
}

/// A position where a word is equal or near, and what it costs to substitute it there.
struct Link {
    position: u32,
    cost: u32,
    /// The one before, if any.
    before: u32,
}

/// Room for comparing, kept from one entry to the next.
#[derive(Default)]
pub struct Scratch {
    /// For each word of the entry, its place in [`Query::places`].
    places: Vec<u32>,
}

/// A word that is near none of the query's; the end of a chain of links.
const NOWHERE: u32 = u32::MAX;

impl Query {
    /// `None` if `stop`, which is asked word by word, said so. Once [`NEAR_MOST`] near words have come together, only equal ones
    /// are looked for.
    pub fn new(profile: &Profile, vocabulary: &VocabularyView, stop: &dyn Fn() -> bool) -> Option<Query> {
        let number: Arc<[Near]> = Arc::new([Near { word: WordId::NUMBER, cost: 0 }]);
        let mut found: FxHashMap<&str, Arc<[Near]>> = FxHashMap::default();
        let (mut near, mut left) = (Vec::with_capacity(profile.words.len()), NEAR_MOST);
        for word in &profile.words {
            near.push(match (word.is_number, found.entry(&word.key)) {
                (true, _) => number.clone(),
                (false, Entry::Occupied(known)) => known.get().clone(),
                (false, Entry::Vacant(_)) if stop() => return None,
                (false, Entry::Vacant(new)) => new.insert(near_or_equal(&word.key, vocabulary, &mut left)).clone(),
            });
        }
        let signatures = near.iter().map(|near| signature(near.iter().map(|n| n.word))).collect();
        let known = WordTable::new(near.iter().map(|near| near.len()).sum());
        let mut query = Query {
            len: near.len(),
            near: Vec::new(),
            signatures,
            known,
            places: Vec::new(),
            links: Vec::new(),
            is_limited: false,
        };
        for (position, near) in near.iter().enumerate() {
            near.iter().for_each(|near| query.place(position, near));
        }
        Some(Query { near, is_limited: left == 0, ..query })
    }

    /// Takes note of a word that is equal or near to the one at a position.
    fn place(&mut self, position: usize, near: &Near) {
        let new = self.places.len() as u32;
        let place = self.known.get_or_insert(near.word, new);
        if place == new {
            self.places.push(Places { last: NOWHERE, ..Places::default() });
        }
        let place = &mut self.places[place as usize];
        place.bits |= if position < PATTERN_MOST { 1 << position } else { 0 };
        place.is_near |= near.cost > 0;
        self.links.push(Link { position: position as u32, cost: near.cost, before: place.last });
        place.last = self.links.len() as u32 - 1;
    }

    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether words near the query's were left out, for they were too many.
    pub fn is_limited(&self) -> bool {
        self.is_limited
    }

    /// For each word of the query, the words equal to or near it.
    pub fn near(&self) -> &[Arc<[Near]>] {
        &self.near
    }

    /// Whether an entry of `len` words with that signature can reach a floor.
    pub fn admits_signature(&self, signature: u64, len: usize, floor: Percent) -> bool {
        let overlap = self.signatures.iter().filter(|near| *near & signature != 0).count();
        overlap >= least_overlap(floor, self.len.max(len))
    }

    /// The cost of aligning an entry with these words, if the word score reaches the floor.
    pub fn cost(&self, entry: &[u32], floor: Percent, scratch: &mut Scratch) -> Option<u64> {
        let longer = self.len.max(entry.len());
        let spare = entry.len().checked_sub(least_overlap(floor, longer))?;
        let has_near = self.find_places(entry, spare, &mut scratch.places)?;
        let limit = cost_limit(floor, longer);
        if self.len <= PATTERN_MOST {
            let least = self.least_distance(&scratch.places) * COST_UNIT;
            match least <= limit {
                true if !has_near => return Some(least),
                true => (),
                false => return None,
            }
        }
        least_cost(self.len, entry.len(), limit, |j, row| {
            row.fill(COST_UNIT);
            let mut at = self.places.get(scratch.places[j] as usize).map_or(NOWHERE, |place| place.last);
            while let Some(link) = self.links.get(at as usize) {
                row[link.position as usize] = u64::from(link.cost);
                at = link.before;
            }
        })
    }

    /// Finds the place of each word, and tells whether any is near, not equal; `None` if more than `spare` have none.
    fn find_places(&self, entry: &[u32], mut spare: usize, places: &mut Vec<u32>) -> Option<bool> {
        let mut has_near = false;
        places.clear();
        for &word in entry {
            let place = self.known.get(WordId(word).class());
            match self.places.get(place as usize) {
                Some(place) => has_near |= place.is_near,
                None => spare = spare.checked_sub(1)?,
            }
            places.push(place);
        }
        Some(has_near)
    }

    /// The word distance with near words taken for equal (Hyyrö 2003, as in [`super::letters`]).
    fn least_distance(&self, entry: &[u32]) -> u64 {
        if self.len == 0 {
            return entry.len() as u64;
        }
        let last = 1u64 << (self.len - 1);
        let (mut up, mut down, mut distance) = (!0u64, 0u64, self.len as u64);
        for &place in entry {
            let equal = self.places.get(place as usize).map_or(0, |place| place.bits);
            let diagonal = (((equal & up).wrapping_add(up)) ^ up) | equal | down;
            let mut rise = down | !(diagonal | up);
            let mut fall = up & diagonal;
            distance += u64::from(rise & last != 0);
            distance -= u64::from(fall & last != 0);
            rise = (rise << 1) | 1;
            fall <<= 1;
            up = fall | !(diagonal | rise);
            down = rise & diagonal;
        }
        distance
    }
}

/// The words equal to or near `word` if `left` allows for so many, which are then taken off; else just the equal one.
fn near_or_equal(word: &str, vocabulary: &VocabularyView, left: &mut usize) -> Arc<[Near]> {
    if *left > 0 {
        let near = vocabulary.near(word);
        *left = left.saturating_sub(near.len());
        if *left > 0 {
            return near;
        }
    }
    vocabulary.id(word).map(|word| Near { word, cost: 0 }).into_iter().collect()
}

/// Numbers by word: a hash table with open addressing, at most half full.
struct WordTable {
    /// Words with their numbers; [`NOWHERE`] where there is none.
    cells: Vec<(u32, u32)>,
    shift: u32,
}

impl WordTable {
    fn new(words: usize) -> WordTable {
        let bits = (2 * words).next_power_of_two().trailing_zeros().max(4);
        WordTable { cells: vec![(NOWHERE, NOWHERE); 1 << bits], shift: 32 - bits }
    }

    /// The cell of a word, or the one where it would be: Fibonacci hashing (Knuth, TAOCP 3, 6.4).
    fn cell(&self, word: WordId) -> usize {
        let mut at = (word.0.wrapping_mul(0x9E37_79B9) >> self.shift) as usize;
        while self.cells[at].0 != word.0 && self.cells[at].0 != NOWHERE {
            at = (at + 1) % self.cells.len();
        }
        at
    }

    /// The word's number, or [`NOWHERE`].
    fn get(&self, word: WordId) -> u32 {
        self.cells[self.cell(word)].1
    }

    /// The word's number, which is `new` if it had none.
    fn get_or_insert(&mut self, word: WordId, new: u32) -> u32 {
        let cell = self.cell(word);
        if self.cells[cell].0 == NOWHERE {
            self.cells[cell] = (word.0, new);
        }
        self.cells[cell].1
    }
}

/// T = ⌈θ·L⌉
pub fn least_overlap(floor: Percent, longer: usize) -> usize {
    (longer * usize::from(floor.hundredths())).div_ceil(10_000)
}

/// Whether texts of these lengths can reach a floor.
pub fn admits_lengths(query: usize, entry: usize, floor: Percent) -> bool {
    query.min(entry) >= least_overlap(floor, query.max(entry))
}
