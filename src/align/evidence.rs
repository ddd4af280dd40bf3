//! What speaks for a bead, by name.

use super::article::Evidence;
use super::batch::Prepared;
use super::decode::Step;
use super::lattice::{Lattice, SHAPES};
use super::likeness::{Known, Likeness};
use super::vocabulary::WordId;
use super::words::WordKind;

/// What is needed to say which words speak for a bead.
pub(super) struct WordEvidence<'a> {
    pub forward: &'a Likeness,
    /// Relative frequencies.
    pub source: &'a [f32],
    pub target: &'a [f32],
    pub source_words: &'a [Known],
}

impl Lattice<'_> {
    /// The evidence for a bead of the path; none for one with an empty side.
    pub fn evidence(&self, step: &Step) -> Evidence {
        if !step.is_pair() {
            return Evidence::default();
        }
        let shape = SHAPES[step.shape];
        let (forward, backward) = self.directions(step.i, step.j, shape).unwrap_or_default();
        let half = 0.5 * self.weights.lexical;
        let all = half * (forward + backward);
        let (source, target) = (words(&self.article.source[step.source()]), words(&self.article.target[step.target()]));
        let (mut numbers, mut names, mut marks) = (0.0, 0.0, 0.0);
        for &word in &source {
            let of = match self.words.source_words[word as usize].kind {
                WordKind::Number => &mut numbers,
                WordKind::Mark => &mut marks,
                WordKind::Plain | WordKind::Capital => &mut names,
            };
            *of += half * self.alike(word, &source, &target);
        }
        Evidence {
            length: self.length(step.i, step.j, shape),
            lexicon: all - numbers - names - marks,
            numbers,
            names,
            kind: self.labels(step.i, step.j, shape) + marks,
        }
    }

    /// What a source word and the target words that are like it say about each other.
    fn alike(&self, word: WordId, source: &[WordId], target: &[WordId]) -> f32 {
        let said = |probability: f32, given: usize, frequency: f32| {
            (probability / given as f32 / frequency.max(1e-9)).max(1.0).ln().min(self.weights.most)
        };
        let like = self.words.forward.of(word).iter();
        let there = like.filter(|(twin, _)| target.binary_search(twin).is_ok());
        there
            .map(|&(twin, probability)| {
                let frequencies = (self.words.source[word as usize], self.words.target[twin as usize]);
                said(probability, source.len(), frequencies.1) + said(probability, target.len(), frequencies.0)
            })
            .fold(0.0, f32::max)
    }
}

/// The words of some segments, sorted.
fn words(side: &[Prepared]) -> Vec<WordId> {
    let mut words: Vec<WordId> = side.iter().flat_map(|segment| segment.words.iter().copied()).collect();
    words.sort_unstable();
    words
}
