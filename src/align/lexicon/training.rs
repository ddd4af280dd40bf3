//! IBM Model 1 (Brown et al. 1993), one direction at a time.
//!
//! The produced word y of a pair comes from the null word with probability λ·u(y), where u is how frequent y is at all, or
//! from one of the given words s with (1 − λ)·t(y|s)/|S|. Expectation–maximization is done word by word of the given
//! side, with the row of that word spread over an array: no cell is ever searched for.

use super::super::vocabulary::WordId;
use super::super::watch::{BrokenOff, Stretch};
use super::bitext::{Postings, Sentences};
use super::table::{Cell, Table};

/// Share of words that are produced by none of the given ones.
pub(in crate::align) const NULL_SHARE: f32 = 0.1;

/// Cells below are left out of the table.
const LEAST_PROBABILITY: f32 = 1e-5;

/// After so many words it is asked whether to go on.
const WORDS_BETWEEN: WordId = 2_048;

/// What is trained on.
pub(in crate::align) struct Material<'a> {
    pub given: &'a Sentences,
    pub produced: &'a Sentences,
    /// How much each pair counts, from 0 to 1.
    pub weights: &'a [f32],
    /// Number of words on the given side.
    pub given_words: usize,
    /// Relative frequency of each word on the produced side.
    pub frequencies: &'a [f32],
}

/// What is known before: the counts of a given word.
pub(in crate::align) trait Prior {
    /// Calls back with each produced word and its count, and gives the total of the given word.
    fn counts(&self, given: WordId, each: &mut dyn FnMut(WordId, f32)) -> f32;
}

/// Counts after some iterations, those of the prior included.
pub(in crate::align) fn train(
    material: &Material<'_>,
    prior: &dyn Prior,
    iterations: usize,
    stretch: &Stretch<'_>,
) -> Result<Table, BrokenOff> {
    let mut training = Training::new(material, prior);
    let (iterations, mut table) = (iterations.max(1), None);
    for at in 0..iterations {
        training.explain(table.as_ref(), &stretch.part(2 * at, 2 * iterations))?;
        table = Some(training.count(table.as_ref(), &stretch.part(2 * at + 1, 2 * iterations))?);
    }
    Ok(table.unwrap_or_default())
}

struct Training<'a> {
    material: &'a Material<'a>,
    prior: &'a dyn Prior,
    postings: Postings,
    /// For each produced word of the pairs: its probability, times |S|/(1 − λ).
    sums: Vec<f32>,
    /// The probabilities of the given word at work over the produced vocabulary, less `floor`.
    row: Vec<f32>,
    /// The probability that all words have from it at least.
    floor: f32,
    counts: Vec<f32>,
}

impl<'a> Training<'a> {
    fn new(material: &'a Material<'a>, prior: &'a dyn Prior) -> Training<'a> {
        let postings = Postings::new(material.given, material.given_words);
        let words = material.frequencies.len();
        let (row, counts) = (vec![0.0; words], vec![0.0; words]);
        Training {
            material,
            prior,
            postings,
            sums: vec![0.0; material.produced.words().len()],
            row,
            floor: 0.0,
            counts,
        }
    }

    /// How likely each produced word is by the table.
    fn explain(&mut self, table: Option<&Table>, stretch: &Stretch<'_>) -> Result<(), BrokenOff> {
        let Material { given, produced, frequencies, .. } = self.material;
        for pair in 0..given.len() {
            let null = null_weight(given.range(pair).len());
            for slot in produced.range(pair) {
                self.sums[slot] = null * frequencies[produced.words()[slot] as usize];
            }
        }
        for word in 0..self.material.given_words as WordId {
            self.reach(word, stretch)?;
            self.spread(table, word);
            for &pair in self.postings.of(word) {
                let range = produced.range(pair as usize);
                for (sum, &y) in self.sums[range.clone()].iter_mut().zip(&produced.words()[range]) {
                    *sum += self.row[y as usize] + self.floor;
                }
            }
            self.clear(table, word);
        }
        Ok(())
    }

    fn count(&mut self, table: Option<&Table>, stretch: &Stretch<'_>) -> Result<Table, BrokenOff> {
        let mut counted = Table::default();
        for word in 0..self.material.given_words as WordId {
            self.reach(word, stretch)?;
            self.spread(table, word);
            let (cells, total) = self.count_row(word);
            counted.push_row(cells, total);
            self.clear(table, word);
        }
        Ok(counted)
    }

    fn reach(&self, word: WordId, stretch: &Stretch<'_>) -> Result<(), BrokenOff> {
        match word % WORDS_BETWEEN {
            0 => stretch.reach(word as usize, self.material.given_words),
            _ => Ok(()),
        }
    }

    fn count_row(&mut self, word: WordId) -> (Vec<Cell>, f32) {
        let Material { produced, weights, .. } = self.material;
        let (mut touched, mut total) = (Vec::new(), 0.0);
        for &pair in self.postings.of(word) {
            let pair = pair as usize;
            for slot in produced.range(pair) {
                let y = produced.words()[slot] as usize;
                let probability = self.row[y] + self.floor;
                if probability == 0.0 {
                    continue;
                }
                let count = weights[pair] * probability / self.sums[slot];
                if self.counts[y] == 0.0 {
                    touched.push(y as WordId);
                }
                self.counts[y] += count;
                total += count;
            }
        }
        let counts = &mut self.counts;
        total += self.prior.counts(word, &mut |y, count| {
            if counts[y as usize] == 0.0 {
                touched.push(y);
            }
            counts[y as usize] += count;
        });
        touched.sort_unstable();
        touched.dedup();
        let cell = |word: WordId| Cell {
            word,
            count: std::mem::take(&mut self.counts[word as usize]),
            probability: self.row[word as usize] + self.floor,
        };
        let cells: Vec<Cell> =
            touched.into_iter().map(cell).filter(|cell| cell.count >= LEAST_PROBABILITY * total).collect();
        (cells, total)
    }

    /// Lays the probabilities of a given word over the produced vocabulary.
    fn spread(&mut self, table: Option<&Table>, word: WordId) {
        match table {
            Some(table) => {
                let total = table.total(word).max(f32::MIN_POSITIVE);
                for cell in table.row(word) {
                    self.row[cell.word as usize] = cell.count / total;
                }
            }
            None => self.spread_first(word),
        }
    }

    /// Before the first iteration all words are alike, but for what the prior says.
    fn spread_first(&mut self, word: WordId) {
        let row = &mut self.row;
        let total = self.prior.counts(word, &mut |y, count| row[y as usize] = count);
        self.prior.counts(word, &mut |y, _| row[y as usize] /= total + 1.0);
        self.floor = 1.0 / self.row.len().max(1) as f32 / (total + 1.0);
    }

    fn clear(&mut self, table: Option<&Table>, word: WordId) {
        let row = &mut self.row;
        match table {
            Some(table) => table.row(word).iter().for_each(|cell| row[cell.word as usize] = 0.0),
            None => {
                self.prior.counts(word, &mut |y, _| row[y as usize] = 0.0);
            }
        }
        self.floor = 0.0;
    }
}

/// What the null word adds to the sum over the given words, before the frequency of the produced one.
pub(in crate::align) fn null_weight(given: usize) -> f32 {
    NULL_SHARE / (1.0 - NULL_SHARE) * given.max(1) as f32
}
