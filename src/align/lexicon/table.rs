//! Which word is translated by which, in one direction.

use serde::{Deserialize, Serialize};

use super::super::vocabulary::WordId;

/// How often a word was produced by the word of the row, and how likely that was when it was counted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::align) struct Cell {
    pub word: WordId,
    /// Expected count.
    pub count: f32,
    /// The probability that the count was made with. Of use only beside the sentences that were counted: a table that is
    /// kept without them has none.
    #[serde(skip)]
    pub probability: f32,
}

/// Expected counts of pairs of words, a sorted row for each given word.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(in crate::align) struct Table {
    cells: Vec<Cell>,
    ends: Vec<u64>,
    totals: Vec<f32>,
}

impl Table {
    /// Adds the row of the next word; `total` also counts what was left out of the cells.
    pub fn push_row(&mut self, cells: impl IntoIterator<Item = Cell>, total: f32) {
        self.cells.extend(cells);
        self.ends.push(self.cells.len() as u64);
        self.totals.push(total);
    }

    pub fn row(&self, given: WordId) -> &[Cell] {
        let given = given as usize;
        let start = if given == 0 { 0 } else { self.ends[given - 1] as usize };
        &self.cells[start..self.ends[given] as usize]
    }

    /// How likely the produced word is where the given one stands; 0 where they were never counted together.
    pub fn probability(&self, given: WordId, produced: WordId) -> f32 {
        let row = self.row(given);
        let found = row.binary_search_by_key(&produced, |cell| cell.word);
        found.map_or(0.0, |at| row[at].count / self.total(given).max(f32::MIN_POSITIVE))
    }

    pub fn total(&self, given: WordId) -> f32 {
        self.totals[given as usize]
    }

    pub fn rows(&self) -> usize {
        self.ends.len()
    }

    pub fn cells(&self) -> usize {
        self.cells.len()
    }

    /// A table to be kept, with what `combine` makes of the counts here and in `before`, whose words are the first ones here.
    /// Counts below `least` are left out, but stay in the totals.
    pub fn merged(&self, before: &Table, combine: impl Fn(f32, f32) -> f32, least: f32) -> Table {
        let mut merged = Table::default();
        for given in 0..self.rows() {
            let word = given as WordId;
            let (old, total): (&[Cell], f32) =
                if given < before.rows() { (before.row(word), before.total(word)) } else { (&[], 0.0) };
            let count =
                |word: WordId| old.binary_search_by_key(&word, |cell| cell.word).map_or(0.0, |at| old[at].count);
            let cell =
                |cell: &Cell| Cell { word: cell.word, count: combine(cell.count, count(cell.word)), probability: 0.0 };
            let cells: Vec<Cell> = self.row(word).iter().map(cell).filter(|cell| cell.count >= least).collect();
            let kept: f32 = cells.iter().map(|cell| cell.count).sum();
            merged.push_row(cells, combine(self.total(word), total).max(kept));
        }
        merged
    }

    /// The table with empty rows for the words that are not to be kept.
    pub fn retained(&self, keep: impl Fn(WordId) -> bool) -> Table {
        let mut retained = Table::default();
        for word in 0..self.rows() as WordId {
            match keep(word) {
                true => retained.push_row(self.row(word).iter().copied(), self.total(word)),
                false => retained.push_row([], 0.0),
            }
        }
        retained
    }
}
