//! The scores of all beads of an article pair.

use super::band::Band;
use super::batch::{Article, Prepared};
use super::beliefs::Beliefs;
use super::direction::Scores;
use super::evidence::WordEvidence;
use super::kinds;
use super::weights::Weights;

/// How many segments of the source and of the target a bead has.
pub(super) const SHAPES: [(usize, usize); SHAPE_COUNT] =
    [(1, 1), (1, 0), (0, 1), (2, 1), (1, 2), (2, 2), (3, 1), (1, 3), (2, 3), (3, 2), (4, 1), (1, 4), (3, 3)];

pub(super) const SHAPE_COUNT: usize = 13;

/// How often each shape is in translated news, before the batch says otherwise.
pub(super) const USUAL: [f32; SHAPE_COUNT] =
    [0.83, 0.02, 0.02, 0.05, 0.05, 0.01, 0.006, 0.006, 0.002, 0.002, 0.001, 0.001, 0.001];

/// What the words of one article pair say.
pub(super) struct Lexical {
    /// Rows are of the source.
    pub forward: Scores,
    /// Rows are of the target.
    pub backward: Scores,
    pub transposed: Band,
}

/// An article pair with all that its beads are scored by.
pub(super) struct Lattice<'a> {
    pub article: &'a Article,
    pub band: &'a Band,
    pub beliefs: &'a Beliefs,
    pub lexical: Lexical,
    pub words: WordEvidence<'a>,
    pub weights: &'a Weights,
}

impl Lattice<'_> {
    /// The score of the bead of a shape that ends at a node; `None` if it reaches out of the band.
    pub fn score(&self, i: usize, j: usize, shape: usize) -> Option<f32> {
        let (a, b) = SHAPES[shape];
        self.band.node(i.checked_sub(a)?, j.checked_sub(b)?)?;
        let prior = self.beliefs.shapes[shape];
        if a == 0 || b == 0 {
            return Some(prior + self.weights.null);
        }
        let (forward, backward) = self.directions(i, j, (a, b))?;
        let lexical = self.weights.lexical * 0.5 * (forward + backward);
        Some(prior + lexical + self.length(i, j, (a, b)) + self.labels(i, j, (a, b)))
    }

    fn sides(&self, i: usize, j: usize, (a, b): (usize, usize)) -> (&[Prepared], &[Prepared]) {
        (&self.article.source[i - a..i], &self.article.target[j - b..j])
    }

    pub fn length(&self, i: usize, j: usize, shape: (usize, usize)) -> f32 {
        let (source, target) = self.sides(i, j, shape);
        let letters = |side: &[Prepared]| side.iter().map(|segment| segment.letters).sum();
        self.beliefs.lengths.score(letters(source), letters(target), shape.1)
    }

    /// What the words of the target say, and what those of the source say.
    pub fn directions(&self, i: usize, j: usize, (a, b): (usize, usize)) -> Option<(f32, f32)> {
        let Lexical { forward, backward, transposed } = &self.lexical;
        let mut sums = (0.0, 0.0);
        for k in 0..b {
            sums.0 += forward[self.band.node(i, j - k)?][a - 1];
        }
        for k in 0..a {
            sums.1 += backward[transposed.node(j, i - k)?][b - 1];
        }
        Some(sums)
    }

    /// The least that the words of a segment of the bead say, for each word.
    pub fn weakest(&self, i: usize, j: usize, (a, b): (usize, usize)) -> f32 {
        let Lexical { forward, backward, transposed } = &self.lexical;
        let by_word = |score: f32, segment: &Prepared| score / segment.words.len().max(1) as f32;
        let targets = (0..b).filter_map(|k| {
            let score = forward[self.band.node(i, j - k)?][a - 1];
            Some(by_word(score, &self.article.target[j - k - 1]))
        });
        let sources = (0..a).filter_map(|k| {
            let score = backward[transposed.node(j, i - k)?][b - 1];
            Some(by_word(score, &self.article.source[i - k - 1]))
        });
        targets.chain(sources).fold(f32::INFINITY, f32::min)
    }

    /// What the kinds of block and the marks at the end say.
    pub fn labels(&self, i: usize, j: usize, shape: (usize, usize)) -> f32 {
        let (source, target) = self.sides(i, j, shape);
        let ends = self.beliefs.ends.score(self.article.source[i - 1].end, self.article.target[j - 1].end);
        ends + kinds::score(&self.beliefs.kinds, source, target)
    }
}
