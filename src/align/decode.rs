//! The alignment with the most beads expected to be right.

use std::ops::Range;

use super::band::Band;
use super::lattice::SHAPES;
use super::posterior::Posteriors;
use super::weights::Weights;

/// A bead by where it ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub i: usize,
    pub j: usize,
    pub shape: usize,
    pub posterior: f32,
}

impl Step {
    pub fn source(&self) -> Range<usize> {
        self.i - SHAPES[self.shape].0..self.i
    }

    pub fn target(&self) -> Range<usize> {
        self.j - SHAPES[self.shape].1..self.j
    }

    pub fn is_pair(&self) -> bool {
        SHAPES[self.shape].0 > 0 && SHAPES[self.shape].1 > 0
    }
}

/// The path with the greatest sum of gains: what the posterior of a bead exceeds the threshold by.
pub(super) fn decode(band: &Band, posteriors: &Posteriors, weights: &Weights) -> Vec<Step> {
    let mut best = vec![(f32::NEG_INFINITY, usize::MAX); band.nodes()];
    for i in 0..=band.source() {
        for j in band.row(i) {
            let Some(node) = band.node(i, j) else { continue };
            if i == 0 && j == 0 {
                best[node] = (0.0, usize::MAX);
                continue;
            }
            for (shape, &(a, b)) in SHAPES.iter().enumerate() {
                if a > i || b > j {
                    continue;
                }
                let Some(before) = band.node(i - a, j - b) else { continue };
                let posterior = posteriors[node][shape];
                let gain = if a == 0 || b == 0 { 0.0 } else { posterior - weights.gain };
                if best[before].0 + gain > best[node].0 {
                    best[node] = (best[before].0 + gain, shape);
                }
            }
        }
    }
    trace(band, posteriors, &best)
}

fn trace(band: &Band, posteriors: &Posteriors, best: &[(f32, usize)]) -> Vec<Step> {
    let (mut i, mut j) = (band.source(), band.target());
    let mut steps = Vec::new();
    while (i, j) != (0, 0) {
        let Some(node) = band.node(i, j) else { break };
        let shape = best[node].1;
        let Some(&(a, b)) = SHAPES.get(shape) else { break };
        steps.push(Step { i, j, shape, posterior: posteriors[node][shape] });
        (i, j) = (i - a, j - b);
    }
    steps.reverse();
    steps
}
