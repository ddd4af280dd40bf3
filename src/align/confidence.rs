//! From what is known about a bead to the probability that it is right.
//!
//! A posterior alone promises too much where little is known. So a logistic regression says what became of beads like this
//! one: fitted on every second article of 62 from NTREX-128 (four seeds of noise 1 and 2; batches of 1, 2, 5, 20 and all;
//! memories of 0, 300 and 3,000 pairs) and on the development set of Text+Berg. On the other articles, confidence and share of
//! beads that are right differ by less than .03 from .8 upwards; above [`DEFAULT_GATE`] 99.9 % are right.

use super::batch::Prepared;
use super::decode::Step;
use super::lattice::{Lattice, SHAPES};

/// The confidence from which a bead may go into a memory unseen: made for 99.8 % of such beads to be right. Measured on news:
/// 99.97 % where three of four beads are 1–1, 99.7 % (without a memory) where half of them are.
pub const DEFAULT_GATE: f32 = 0.995;

/// The confidence of a bead in an article pair that is doubtful is at most this.
pub const MOST_IF_DOUBTFUL: f32 = 0.9;

/// What the beads of an article pair have in common.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Surroundings {
    /// The share of the words that the lexicon knows from elsewhere.
    pub known: f32,
    /// What the words of all pairs of segments in the article say, for each of its words.
    pub support: f32,
    /// The share of the words that are in no pair.
    pub left_out: f32,
}

impl Surroundings {
    pub fn of(lattice: &Lattice<'_>, steps: &[Step], known: f32) -> Surroundings {
        let (mut said, mut paired) = (0.0, 0.0);
        for step in steps.iter().filter(|step| step.is_pair()) {
            let (forward, backward) = lattice.directions(step.i, step.j, SHAPES[step.shape]).unwrap_or_default();
            said += forward + backward;
            paired += words(&lattice.article.source[step.source()]) + words(&lattice.article.target[step.target()]);
        }
        let all = (words(&lattice.article.source) + words(&lattice.article.target)).max(1.0);
        Surroundings { known, support: said / all, left_out: 1.0 - paired / all }
    }
}

/// The probability that the bead at a position of the path is right.
pub(super) fn confidence(lattice: &Lattice<'_>, steps: &[Step], at: usize, around: &Surroundings) -> f32 {
    let step = &steps[at];
    if !step.is_pair() {
        return step.posterior;
    }
    let shape = SHAPES[step.shape];
    let (forward, backward) = lattice.directions(step.i, step.j, shape).unwrap_or_default();
    let count = words(&lattice.article.source[step.source()]) + words(&lattice.article.target[step.target()]);
    let count = count.max(1.0);
    let neighbours = [at.checked_sub(1), Some(at + 1)].map(|near| steps.get(near?));
    let least = neighbours.iter().flatten().map(|step| step.posterior).fold(1.0, f32::min);
    let beside_left_out = neighbours.iter().flatten().any(|step| !step.is_pair());
    let posterior = logit(step.posterior).clamp(-6.0, 9.0);
    let support = around.support.clamp(0.0, 1.5);
    let certainty = certainty(steps, at);
    let evidence = -0.02 + posterior * (0.443 + 0.186 * around.known - 0.208 * support + 0.274 * certainty)
        - 0.052 * logit(least).clamp(-4.0, 9.0)
        - 1.475 * ((forward + backward) / count).clamp(-0.5, 2.0)
        + 2.687 * lattice.weakest(step.i, step.j, shape).clamp(-1.0, 1.5)
        - 0.2 * f32::from(u8::from(shape == (1, 1)))
        + 0.211 * lattice.length(step.i, step.j, shape).clamp(-4.0, 2.0)
        - 0.166 * count.ln()
        + 0.75 * around.known
        - 0.64 * support
        + 1.236 * around.left_out
        + 0.086 * f32::from(u8::from(beside_left_out))
        + 0.462 * certainty;
    1.0 / (1.0 + (-evidence).exp())
}

/// The mean posterior of the pairs around, up to eight on either side.
fn certainty(steps: &[Step], at: usize) -> f32 {
    let around = at.saturating_sub(8)..(at + 9).min(steps.len());
    let pairs = around.filter(|&near| near != at && steps[near].is_pair()).map(|near| steps[near].posterior);
    let (sum, count) = pairs.fold((0.0, 0.0), |(sum, count), posterior| (sum + posterior, count + 1.0));
    (sum + 0.7) / (count + 1.0)
}

fn logit(probability: f32) -> f32 {
    let p = probability.clamp(1e-5, 1.0 - 1e-5);
    (p / (1.0 - p)).ln()
}

fn words(side: &[Prepared]) -> f32 {
    side.iter().map(|segment| segment.words.len() as f32).sum()
}
