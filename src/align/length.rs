//! How well lengths fit.

/// The logarithm of the ratio of lengths is taken for normally distributed, wider for short texts.
///
/// Gale and Church (1993) take the difference of lengths for normal; the ratio fits news in English and Persian better.
#[derive(Clone, Debug)]
pub(super) struct Lengths {
    /// Mean of ln(target/source).
    pub ratio: f32,
    /// Variance of it for very long texts.
    pub spread: f32,
    /// What is added to the variance, times the length of the source.
    pub noise: f32,
    /// Mean and variance of ln(target) whatever the source.
    pub typical: f32,
    pub typical_spread: f32,
}

impl Lengths {
    /// How much more likely the target's length is beside that source than anywhere, as a logarithm.
    pub fn score(&self, source: f32, target: f32, target_segments: usize) -> f32 {
        let (source, target) = (source.max(1.0), target.max(1.0));
        let variance = self.spread + self.noise / source.min(target);
        let off = target.ln() - source.ln() - self.ratio;
        let anywhere = target.ln() - self.typical - (target_segments as f32).ln();
        let fit = -0.5 * (off * off / variance + variance.ln());
        let chance = -0.5 * (anywhere * anywhere / self.typical_spread + self.typical_spread.ln());
        (fit - chance.max(-6.0)).max(-8.0)
    }

    /// From the lengths of all segments, before any bead is known.
    pub fn first(sources: &[f32], targets: &[f32]) -> Lengths {
        let sum = |lengths: &[f32]| lengths.iter().sum::<f32>().max(1.0);
        let logs: Vec<f32> = targets.iter().map(|l| l.max(1.0).ln()).collect();
        let count = logs.len().max(1) as f32;
        let typical = logs.iter().sum::<f32>() / count;
        let typical_spread = logs.iter().map(|l| (l - typical).powi(2)).sum::<f32>() / count;
        let ratio = (sum(targets) / sum(sources)).ln().clamp(-2.0, 2.0);
        Lengths { ratio, spread: 0.01, noise: 4.0, typical, typical_spread: typical_spread.max(0.1) }
    }

    /// Learns from beads that are likely right: source length, target length, weight.
    pub fn fit(&mut self, beads: &[(f32, f32, f32)]) {
        let total: f32 = beads.iter().map(|b| b.2).sum();
        if total < 20.0 {
            return;
        }
        let log = |b: &(f32, f32, f32)| (b.1.max(1.0) / b.0.max(1.0)).ln();
        self.ratio = beads.iter().map(|b| log(b) * b.2).sum::<f32>() / total;
        // Weighted least squares of the squared deviation on 1 and 1/length, in two unknowns.
        let (mut s1, mut sx, mut sxx, mut sy, mut sxy) = (1e-6f32, 0.0f32, 0.0f32, 0.0f32, 0.0f32);
        for b in beads {
            let x = 1.0 / b.0.min(b.1).max(1.0);
            let y = (log(b) - self.ratio).powi(2).min(2.0);
            let w = b.2 / (0.02 + 4.0 * x).powi(2);
            s1 += w;
            sx += w * x;
            sxx += w * x * x;
            sy += w * y;
            sxy += w * x * y;
        }
        let determinant = s1 * sxx - sx * sx;
        if determinant.abs() > 1e-9 {
            self.noise = ((s1 * sxy - sx * sy) / determinant).clamp(0.3, 8.0);
            self.spread = ((sxx * sy - sx * sxy) / determinant).clamp(0.005, 0.2);
        }
    }
}
