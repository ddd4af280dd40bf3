//! How likely each bead is, given the whole article pair.

use super::lattice::{Lattice, SHAPE_COUNT, SHAPES};

/// For each node of the band, the probability of each shape that ends there.
pub(super) type Posteriors = Vec<[f32; SHAPE_COUNT]>;

/// Forward–backward over the lattice.
pub(super) fn posteriors(lattice: &Lattice<'_>) -> Posteriors {
    let band = lattice.band;
    let nodes = band.nodes();
    let mut scores = vec![[f32::NEG_INFINITY; SHAPE_COUNT]; nodes];
    let mut forward = vec![f64::NEG_INFINITY; nodes];
    for i in 0..=band.source() {
        for j in band.row(i) {
            let Some(node) = band.node(i, j) else { continue };
            if i == 0 && j == 0 {
                forward[node] = 0.0;
                continue;
            }
            let mut terms = [f64::NEG_INFINITY; SHAPE_COUNT];
            for (shape, &(a, b)) in SHAPES.iter().enumerate() {
                let Some(score) = lattice.score(i, j, shape) else { continue };
                let Some(before) = band.node(i - a, j - b) else { continue };
                scores[node][shape] = score;
                terms[shape] = forward[before] + f64::from(score);
            }
            forward[node] = log_sum(&terms);
        }
    }
    let Some(end) = band.node(band.source(), band.target()) else { return scores };
    let all = forward[end];
    let mut backward = vec![f64::NEG_INFINITY; nodes];
    backward[end] = 0.0;
    for i in (0..=band.source()).rev() {
        for j in band.row(i).rev() {
            let Some(node) = band.node(i, j) else { continue };
            let here = backward[node];
            for (shape, &(a, b)) in SHAPES.iter().enumerate() {
                let score = f64::from(scores[node][shape]);
                if score == f64::NEG_INFINITY {
                    scores[node][shape] = 0.0;
                    continue;
                }
                let Some(before) = band.node(i - a, j - b) else { continue };
                backward[before] = log_sum(&[backward[before], here + score]);
                scores[node][shape] = (forward[before] + score + here - all).exp().min(1.0) as f32;
            }
        }
    }
    scores
}

fn log_sum(terms: &[f64]) -> f64 {
    let most = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if most == f64::NEG_INFINITY {
        return most;
    }
    most + terms.iter().map(|term| (term - most).exp()).sum::<f64>().ln()
}
