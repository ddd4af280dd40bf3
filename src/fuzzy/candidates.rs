//! Which entries of an index can reach a word score, found without looking at all of them.
//!
//! Let the query have n words, an entry m, L = max(n, m), and θ the least word score as a share. An alignment that pairs
//! p words at a total likeness S leaves n + m − 2p words alone, so D = n + m − p − S ≥ L − S, as p ≤ min(n, m), and
//! base ≥ θ needs **S ≥ θ·L**. Every pair adds at most 1 to S and only equal or near words add anything. Hence, without
//! losing any entry:
//!
//! - *length*: min(n, m) ≥ θ·L;
//! - *overlap*: at least θ·L words of the entry have an equal or near word in the query, and the other way round;
//! - *signature*: the same with each word as one bit of 64; words that share a bit only make the overlap look greater;
//! - *prefix*: with T = ⌈θ·n⌉, at least T of the query's words are paired, so at least one of any n − T + 1 of them:
//!   only the entries that hold a word near one of the n − T + 1 rarest need be looked at.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::alignment::least_cost;
use super::letters::COST_UNIT;
use super::profile::Profile;
use super::score::{base, cost_limit};
use super::vocabulary::{Near, Vocabulary, WordId, WordSet};
use crate::model::Percent;

/// A query with, for every word that is near one of its own, what it costs to put one for the other.
pub struct Query {
    /// How many words it has.
    len: usize,
    floor: Percent,
    /// For each of its words, the equal and near words.
    near: Vec<Arc<[Near]>>,
    /// For each of its words, the signature of the equal and near words.
    signatures: Vec<u64>,
    /// All equal and near words.
    near_any: WordSet,
    /// For each word that is near some of the query's words, which ones, and at what cost.
    costs: FxHashMap<WordId, Vec<(u32, u64)>>,
}

impl Query {
    pub fn new(profile: &Profile, floor: Percent, vocabulary: &Vocabulary) -> Query {
        let number: Arc<[Near]> = Arc::new([Near { word: WordId::NUMBER, cost: 0 }]);
        let mut known: FxHashMap<&str, Arc<[Near]>> = FxHashMap::default();
        let near: Vec<Arc<[Near]>> = profile
            .words
            .iter()
            .map(|word| match word.is_number {
                true => number.clone(),
                false => known.entry(&word.key).or_insert_with(|| vocabulary.near(&word.key)).clone(),
            })
            .collect();
        let mut costs: FxHashMap<WordId, Vec<(u32, u64)>> = FxHashMap::default();
        for (position, near) in near.iter().enumerate() {
            for n in near.iter() {
                costs.entry(n.word).or_default().push((position as u32, n.cost));
            }
        }
        let near_any = WordSet::new(vocabulary.len(), costs.keys().copied());
        let signatures = near.iter().map(|near| signature(near.iter().map(|n| n.word))).collect();
        Query { len: profile.words.len(), floor, near, signatures, near_any, costs }
    }

    /// The words whose entries have to be looked at. `frequency` tells in how many entries a word stands.
    pub fn prefix(&self, frequency: impl Fn(WordId) -> usize) -> Vec<WordId> {
        let mut positions: Vec<usize> = (0..self.len).collect();
        positions.sort_by_key(|&p| self.near[p].iter().map(|n| frequency(n.word)).sum::<usize>());
        positions.truncate(self.len + 1 - self.least_overlap(self.len).min(self.len));
        let mut words: Vec<WordId> = positions.iter().flat_map(|&p| self.near[p].iter()).map(|n| n.word).collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    /// ⌈θ·L⌉
    fn least_overlap(&self, longer: usize) -> usize {
        (longer * usize::from(self.floor.hundredths())).div_ceil(10_000)
    }

    /// Whether an entry of `len` words can reach the floor by its length alone.
    pub fn admits_length(&self, len: usize) -> bool {
        self.len.min(len) >= self.least_overlap(self.len.max(len))
    }

    /// Whether an entry of `len` words with that signature can reach the floor.
    pub fn admits_signature(&self, signature: u64, len: usize) -> bool {
        let overlap = self.signatures.iter().filter(|near| *near & signature != 0).count();
        overlap >= self.least_overlap(self.len.max(len))
    }

    /// The word score of an entry with these words, if it reaches the floor.
    pub fn score(&self, entry: &[WordId]) -> Option<Percent> {
        let longer = self.len.max(entry.len());
        let overlap = entry.iter().filter(|word| self.near_any.contains(**word)).count();
        if overlap < self.least_overlap(longer) {
            return None;
        }
        let cost = least_cost(self.len, entry.len(), cost_limit(self.floor, longer), |j, row| {
            row.fill(COST_UNIT);
            for &(position, cost) in self.costs.get(&entry[j]).into_iter().flatten() {
                row[position as usize] = cost;
            }
        })?;
        Some(base(cost, longer))
    }
}

/// One bit for each word, out of 64.
pub fn signature(words: impl Iterator<Item = WordId>) -> u64 {
    words.fold(0, |bits, word| bits | 1 << (word.0 % 64))
}
