//! The lexicon as far as some segments of one article need it, without what these segments have taught.

use std::ops::Range;

use super::batch::Prepared;
use super::direction::{Direction, Taught};
use super::lexicon::null_weight;
use super::vocabulary::WordId;
use super::weights::Weights;

/// Expected counts below are taken for what rounding leaves of none.
const LEAST_COUNT: f32 = 1e-3;

/// The words of the produced side of one article, numbered in their order.
pub(super) struct Local {
    words: Vec<WordId>,
    positions: Vec<u32>,
}

impl Local {
    pub fn new(produced: &[Prepared], vocabulary: usize) -> Local {
        let mut words: Vec<WordId> = produced.iter().flat_map(|segment| segment.words.iter().copied()).collect();
        words.sort_unstable();
        words.dedup();
        let mut positions = vec![u32::MAX; vocabulary];
        for (position, &word) in words.iter().enumerate() {
            positions[word as usize] = position as u32;
        }
        Local { words, positions }
    }

    pub fn len(&self) -> usize {
        self.words.len()
    }

    pub fn get(&self, word: WordId) -> Option<u32> {
        Some(self.positions[word as usize]).filter(|&position| position != u32::MAX)
    }
}

/// The translations of the given words of some segments among the produced words of the article.
pub(super) struct Rows {
    words: Vec<WordId>,
    rows: Vec<Vec<(u32, f32)>>,
    /// By produced word: α.
    alpha: Vec<f32>,
    /// By produced word: 1/u.
    inverse: Vec<f32>,
    /// By produced word: what it says where nothing explains it.
    unexplained: Vec<f32>,
}

impl Rows {
    /// For the given segments of `block`, without what `own` beads taught.
    pub fn new(
        direction: &Direction<'_>,
        local: &Local,
        given: &[Prepared],
        produced: &[Prepared],
        block: Range<usize>,
        own: &[&Taught],
    ) -> Rows {
        let mut counts = Counts::new(direction, local, given, block, own);
        for bead in own {
            let words = |side: &[Prepared], range: &Range<usize>| -> Vec<WordId> {
                side[range.clone()].iter().flat_map(|segment| segment.words.iter().copied()).collect()
            };
            counts.forget(&words(given, &bead.given), &words(produced, &bead.produced), bead.weight);
        }
        counts.rows()
    }

    pub fn row(&self, word: WordId) -> &[(u32, f32)] {
        self.words.binary_search(&word).map_or(&[], |at| &self.rows[at])
    }

    /// ln((p + α·u) / ((1 + α)·u)) of a produced word, within bounds.
    pub fn gain(&self, y: u32, probability: f32, weights: &Weights) -> f32 {
        let y = y as usize;
        if probability <= 0.0 {
            return self.unexplained[y];
        }
        let ratio = (probability * self.inverse[y] + self.alpha[y]) / (1.0 + self.alpha[y]);
        ratio.ln().clamp(weights.least, weights.most)
    }
}

#[derive(Clone, Copy)]
struct Count {
    word: u32,
    count: f32,
    /// What the count was made with.
    probability: f32,
}

/// Rows of the table over the words of one article.
struct Counts<'a> {
    direction: &'a Direction<'a>,
    local: &'a Local,
    words: Vec<WordId>,
    rows: Vec<Vec<Count>>,
    totals: Vec<f32>,
    seen: Vec<f32>,
}

impl<'a> Counts<'a> {
    fn new(
        direction: &'a Direction<'a>,
        local: &'a Local,
        given: &[Prepared],
        block: Range<usize>,
        own: &[&Taught],
    ) -> Counts<'a> {
        let segments = block.chain(own.iter().flat_map(|bead| bead.given.clone()));
        let mut words: Vec<WordId> = segments.flat_map(|at| given[at].words.iter().copied()).collect();
        words.sort_unstable();
        words.dedup();
        let table = direction.table;
        let row = |word: &WordId| -> Vec<Count> {
            let cells = table.row(*word).iter();
            let count = |cell: &super::lexicon::Cell| {
                Some(Count { word: local.get(cell.word)?, count: cell.count, probability: cell.probability })
            };
            cells.filter_map(count).collect()
        };
        Counts {
            rows: words.iter().map(row).collect(),
            totals: words.iter().map(|&word| table.total(word)).collect(),
            seen: local.words.iter().map(|&word| direction.seen[word as usize]).collect(),
            words,
            direction,
            local,
        }
    }

    /// Takes out the expected counts of one pair: the expectation step of the training once more.
    fn forget(&mut self, given: &[WordId], produced: &[WordId], weight: f32) {
        let rows: Vec<usize> = given.iter().filter_map(|word| self.words.binary_search(word).ok()).collect();
        let null = null_weight(given.len());
        for &word in produced {
            let Some(y) = self.local.get(word) else { continue };
            let find = |row: &usize| Some((*row, self.rows[*row].binary_search_by_key(&y, |count| count.word).ok()?));
            let cells: Vec<(usize, usize)> = rows.iter().filter_map(find).collect();
            let explained: f32 = cells.iter().map(|&(row, at)| self.rows[row][at].probability).sum();
            let sum = explained + null * self.direction.frequencies[word as usize];
            for (row, at) in cells {
                let own = weight * self.rows[row][at].probability / sum.max(f32::MIN_POSITIVE);
                self.rows[row][at].count -= own;
                self.totals[row] -= own;
            }
            self.seen[y as usize] -= weight;
        }
    }

    fn rows(self) -> Rows {
        let (weights, frequencies) = (self.direction.weights, self.direction.frequencies);
        let alpha: Vec<f32> = self.seen.iter().map(|seen| weights.alpha + weights.kappa / seen.max(0.02)).collect();
        let unexplained = |alpha: &f32| (alpha / (1.0 + alpha)).ln().clamp(weights.least, weights.most);
        Rows {
            rows: (0..self.rows.len()).map(|row| self.probabilities(row)).collect(),
            unexplained: alpha.iter().map(unexplained).collect(),
            inverse: self.local.words.iter().map(|&word| 1.0 / frequencies[word as usize].max(1e-9)).collect(),
            alpha,
            words: self.words,
        }
    }

    /// The probabilities of a row, of words that are alike at least what that is worth.
    fn probabilities(&self, row: usize) -> Vec<(u32, f32)> {
        let total = self.totals[row].max(0.0) + self.direction.weights.rho + LEAST_COUNT;
        let counts = self.rows[row].iter().filter(|count| count.count > LEAST_COUNT);
        let mut probable: Vec<(u32, f32)> = counts.map(|count| (count.word, (count.count / total).min(1.0))).collect();
        for &(like, probability) in self.direction.likeness.of(self.words[row]) {
            let Some(y) = self.local.get(like) else { continue };
            match probable.binary_search_by_key(&y, |cell| cell.0) {
                Ok(at) => probable[at].1 = probable[at].1.max(probability),
                Err(at) => probable.insert(at, (y, probability)),
            }
        }
        probable
    }
}
