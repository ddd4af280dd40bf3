//! What is believed about all article pairs of the batch alike: lengths, labels, shapes of beads.

use super::agreement::Agreement;
use super::batch::{Article, Batch, Prepared};
use super::kinds;
use super::lattice::{SHAPE_COUNT, USUAL};
use super::length::Lengths;
use super::posterior::Posteriors;
use super::words::ENDS;

#[derive(Clone, Debug)]
pub(super) struct Beliefs {
    pub lengths: Lengths,
    /// The marks at the end of segments.
    pub ends: Agreement,
    /// The kinds of block.
    pub kinds: Agreement,
    /// The logarithm of how frequent each shape is.
    pub shapes: [f32; SHAPE_COUNT],
}

impl Beliefs {
    /// Before any bead is known.
    pub fn first(batch: &Batch) -> Beliefs {
        let letters = |side: fn(&Article) -> &Vec<Prepared>| -> Vec<f32> {
            batch.articles.iter().flat_map(side).map(|segment| segment.letters).collect()
        };
        Beliefs {
            lengths: Lengths::first(&letters(|article| &article.source), &letters(|article| &article.target)),
            ends: Agreement::new(ENDS, |_, _| 0.0),
            kinds: kinds::agreement(),
            shapes: USUAL.map(f32::ln),
        }
    }

    /// Learns lengths and labels from beads that are likely right: source, target, weight.
    pub fn learn_beads(&mut self, beads: &[(&[Prepared], &[Prepared], f32)]) {
        let letters = |side: &[Prepared]| -> f32 { side.iter().map(|segment| segment.letters).sum() };
        let lengths: Vec<_> = beads.iter().map(|(s, t, weight)| (letters(s), letters(t), *weight)).collect();
        let labels = |label: fn(&Prepared) -> u8| {
            beads.iter().filter_map(move |(s, t, weight)| Some((label(s.last()?), label(t.last()?), *weight)))
        };
        self.lengths.fit(&lengths);
        self.ends.learn(labels(|segment| segment.end));
        self.kinds.learn(labels(kinds::label));
    }

    /// Learns how frequent shapes are; what is usual counts for `usual` beads.
    pub fn learn_shapes(&mut self, counts: &ShapeCounts, usual: f32) {
        let total = counts.0.iter().sum::<f32>();
        for (shape, belief) in self.shapes.iter_mut().enumerate() {
            *belief = ((counts.0[shape] + usual * USUAL[shape]) / (total + usual)).ln();
        }
    }
}

/// How many beads of each shape there are, as far as that can be said.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ShapeCounts([f32; SHAPE_COUNT]);

impl ShapeCounts {
    pub fn add(&mut self, posteriors: &Posteriors) {
        for node in posteriors {
            for (count, posterior) in self.0.iter_mut().zip(node) {
                *count += posterior;
            }
        }
    }
}
