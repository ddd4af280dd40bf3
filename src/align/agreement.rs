//! Labels of segments that translations share: the mark at the end, the kind of block.

/// How much more often two labels stand in one bead than by chance, as logarithms.
#[derive(Clone, Debug)]
pub(super) struct Agreement {
    labels: usize,
    /// What is believed before any bead is seen.
    before: Vec<f32>,
    scores: Vec<f32>,
}

/// How many beads the belief counts for.
const CAUTION: f32 = 20.0;

impl Agreement {
    /// Labels run from 0 to `labels` − 1.
    pub fn new(labels: usize, before: impl Fn(usize, usize) -> f32) -> Agreement {
        let scores: Vec<f32> = (0..labels * labels).map(|at| before(at / labels, at % labels)).collect();
        Agreement { labels, before: scores.clone(), scores }
    }

    pub fn score(&self, source: u8, target: u8) -> f32 {
        self.scores[usize::from(source) * self.labels + usize::from(target)]
    }

    /// Learns from the labels of beads that are likely right: source, target, weight.
    pub fn learn(&mut self, beads: impl IntoIterator<Item = (u8, u8, f32)>) {
        let n = self.labels;
        let mut joint = vec![0.0f32; n * n];
        let (mut source, mut target) = (vec![0.5f32; n], vec![0.5f32; n]);
        for (s, t, weight) in beads {
            joint[usize::from(s) * n + usize::from(t)] += weight;
            source[usize::from(s)] += weight;
            target[usize::from(t)] += weight;
        }
        let total: f32 = joint.iter().sum();
        let all = total + 0.5 * n as f32;
        for (at, score) in self.scores.iter_mut().enumerate() {
            let chance = source[at / n] / all * (target[at % n] / all);
            let seen = joint[at] + CAUTION * chance * self.before[at].exp();
            *score = (seen / ((total + CAUTION) * chance)).ln().clamp(-3.0, 3.0);
        }
    }
}
