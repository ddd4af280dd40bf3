//! How well the words of one side are explained by those of the other.

use super::band::Band;
use super::batch::Prepared;
use super::lexicon::Table;
use super::likeness::Likeness;
use super::local::{Local, Rows};
use super::watch::{BrokenOff, Stretch};
use super::weights::Weights;

/// The most segments of one side in a bead.
pub(super) const MOST_SEGMENTS: usize = 4;

/// A bead that the lexicon was trained on.
#[derive(Clone, Debug)]
pub(super) struct Taught {
    pub given: std::ops::Range<usize>,
    pub produced: std::ops::Range<usize>,
    pub weight: f32,
}

/// One direction of translation: the given side explains the produced one.
pub(super) struct Direction<'a> {
    pub table: &'a Table,
    pub likeness: &'a Likeness,
    /// Relative frequency of the produced words.
    pub frequencies: &'a [f32],
    /// How often the lexicon has seen each produced word.
    pub seen: &'a [f32],
    pub weights: &'a Weights,
}

/// For each node (given, produced) of a band, what the words of the produced segment before it say if they come from the
/// one, two, … given segments before it: Σ ln((p(y|S) + α·u(y)) / ((1 + α)·u(y))).
pub(super) type Scores = Vec<[f32; MOST_SEGMENTS]>;

impl Direction<'_> {
    /// `band` has the given side in its rows. What the lexicon learned from `taught` is taken out of it wherever beads are
    /// scored that it learned from: a wrong bead must not teach the lexicon to believe it.
    pub fn scores(
        &self,
        (given, produced): (&[Prepared], &[Prepared]),
        taught: &[Taught],
        band: &Band,
        stretch: &Stretch<'_>,
    ) -> Result<Scores, BrokenOff> {
        let local = Local::new(produced, self.frequencies.len());
        let mut scores = vec![[0.0; MOST_SEGMENTS]; band.nodes()];
        let mut window = Window::new(local.len());
        let mut first = 0;
        while first < given.len() {
            stretch.reach(first, given.len())?;
            let last = self.end_of_block(first, given.len());
            let own: Vec<&Taught> =
                taught.iter().filter(|bead| bead.given.start < last && bead.given.end > first).collect();
            let rows = Rows::new(self, &local, given, produced, first..last, &own);
            for (at, segment) in given.iter().enumerate().take(last).skip(first) {
                window.push(segment, &rows);
                for j in band.row(at + 1).filter(|&j| j > 0) {
                    if let Some(node) = band.node(at + 1, j) {
                        scores[node] = self.score(&produced[j - 1], &local, &rows, &window);
                    }
                }
            }
            first = last;
        }
        Ok(scores)
    }

    /// Short articles are one block.
    fn end_of_block(&self, first: usize, end: usize) -> usize {
        let block = self.weights.block;
        if end - first <= block * 3 / 2 { end } else { first + block }
    }

    fn score(&self, produced: &Prepared, local: &Local, rows: &Rows, window: &Window) -> [f32; MOST_SEGMENTS] {
        let mut sums = [0.0; MOST_SEGMENTS];
        for y in produced.words.iter().filter_map(|&word| local.get(word)) {
            for (sum, probability) in sums.iter_mut().zip(window.explained(y)) {
                *sum += rows.gain(y, probability, self.weights);
            }
        }
        sums
    }
}

/// Σ of t(y|s) over the words of each of the last given segments, for each y.
struct Window {
    sums: [Vec<f32>; MOST_SEGMENTS],
    touched: [Vec<u32>; MOST_SEGMENTS],
    lengths: [usize; MOST_SEGMENTS],
}

impl Window {
    fn new(words: usize) -> Window {
        let sums = std::array::from_fn(|_| vec![0.0; words]);
        Window { sums, touched: Default::default(), lengths: [0; MOST_SEGMENTS] }
    }

    fn push(&mut self, segment: &Prepared, rows: &Rows) {
        self.sums.rotate_right(1);
        self.touched.rotate_right(1);
        self.lengths.rotate_right(1);
        for y in self.touched[0].drain(..) {
            self.sums[0][y as usize] = 0.0;
        }
        for &(y, probability) in segment.words.iter().flat_map(|&word| rows.row(word)) {
            if self.sums[0][y as usize] == 0.0 {
                self.touched[0].push(y);
            }
            self.sums[0][y as usize] += probability;
        }
        self.lengths[0] = segment.words.len();
    }

    /// The probability of a word if it comes from the last segment, the last two, ….
    fn explained(&self, y: u32) -> [f32; MOST_SEGMENTS] {
        let (mut sum, mut length) = (0.0, 0);
        std::array::from_fn(|at| {
            sum += self.sums[at][y as usize];
            length += self.lengths[at];
            sum / length.max(1) as f32
        })
    }
}
