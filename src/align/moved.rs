//! Segments that look like translations but stand in another order.

use super::decode::Step;
use super::lattice::Lattice;

/// More segments without a counterpart than this are not compared.
const MOST: usize = 300;

/// What the words of moved segments must say at least, for each word.
const LEAST: f32 = 0.6;

/// Shorter segments are alike by chance.
const LEAST_WORDS: usize = 5;

/// Pairs of segments without a counterpart in the path that fit each other best, and well.
pub(super) fn moved(lattice: &Lattice<'_>, steps: &[Step]) -> Vec<(usize, usize)> {
    let weak = |step: &&Step| !step.is_pair() || step.posterior < 0.3;
    let alone = |side: fn(&Step) -> std::ops::Range<usize>| -> Vec<usize> {
        steps.iter().filter(weak).flat_map(side).collect()
    };
    let (sources, targets) = (alone(Step::source), alone(Step::target));
    if sources.len() > MOST || targets.len() > MOST {
        return Vec::new();
    }
    let fit = |i: usize, j: usize| fit(lattice, i, j);
    let best_target = |i: usize| targets.iter().copied().max_by(|&a, &b| fit(i, a).total_cmp(&fit(i, b)));
    let best_source = |j: usize| sources.iter().copied().max_by(|&a, &b| fit(a, j).total_cmp(&fit(b, j)));
    let pairs = sources.iter().filter_map(|&i| Some((i, best_target(i)?)));
    pairs.filter(|&(i, j)| fit(i, j) >= LEAST && best_source(j) == Some(i)).collect()
}

fn fit(lattice: &Lattice<'_>, i: usize, j: usize) -> f32 {
    let (source, target) = (lattice.article.source[i].words.len(), lattice.article.target[j].words.len());
    if source.min(target) < LEAST_WORDS {
        return f32::NEG_INFINITY;
    }
    let said = lattice.directions(i + 1, j + 1, (1, 1));
    said.map_or(f32::NEG_INFINITY, |(forward, backward)| (forward + backward) / (source + target) as f32)
}
