//! Where a phrase of the source is in the target.

use std::ops::Range;

use super::corpus::{Side, Word};
use super::links::Links;
use super::phrase::stretches;

/// Places have at most so many words.
pub(super) const MOST_WORDS: usize = 8;
/// Keeps the odds of what is never or always explained finite.
const SMOOTHING: f32 = 0.02;

/// Where a phrase is in the other text, and how far that can be believed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub start: usize,
    pub end: usize,
    /// The share of the phrase's words that the place explains, from 0 to 1.
    pub coverage: f32,
    /// The share of the place's words that the phrase explains, from 0 to 1.
    pub purity: f32,
}

/// A pair of texts with the links between their words.
pub(super) struct Linked<'a> {
    pub sides: [&'a Side; 2],
    pub source: &'a [Word],
    pub target: &'a [Word],
    pub links: Links,
}

impl Linked<'_> {
    /// The stretch of the target with the largest sum of log-odds of being explained by the phrase, not by the rest of the
    /// source. Stop-words weigh little and are never at its edges.
    pub fn place(&self, phrase: Range<usize>) -> Option<Place> {
        let weights: Vec<f32> = (0..self.target.len()).map(|at| self.weight(&phrase, at)).collect();
        let content = |at: usize| !self.sides[1].of(self.target[at]).is_stop_word;
        let (mut best, mut most) = (None, 0.0);
        for (start, end) in stretches(self.target, MOST_WORDS) {
            let sum: f32 = weights[start..end].iter().sum();
            if sum > most && content(start) && content(end - 1) {
                (best, most) = (Some(start..end), sum);
            }
        }
        let place = best?;
        let (coverage, purity) = (self.coverage(&phrase, &place), self.purity(&phrase, &place));
        Some(Place { start: place.start, end: place.end, coverage, purity })
    }

    fn weight(&self, phrase: &Range<usize>, at: usize) -> f32 {
        let forward: f32 = phrase.clone().map(|row| self.links.forward(row, at)).sum();
        let backward: f32 = self.contents(phrase).map(|row| self.links.backward(row, at)).sum();
        let explained = 0.5 * forward.min(1.0) + 0.5 * backward.min(1.0);
        let odds = ((explained + SMOOTHING) / (1.0 + SMOOTHING - explained)).ln();
        if self.sides[1].of(self.target[at]).is_stop_word { odds.clamp(-0.7, 0.3) } else { odds }
    }

    fn coverage(&self, phrase: &Range<usize>, place: &Range<usize>) -> f32 {
        let covered = |row: usize| place.clone().map(|at| self.links.backward(row, at)).sum::<f32>().min(1.0);
        mean(self.contents(phrase).map(covered))
    }

    fn purity(&self, phrase: &Range<usize>, place: &Range<usize>) -> f32 {
        let content = place.clone().filter(|&at| !self.sides[1].of(self.target[at]).is_stop_word);
        mean(content.map(|at| phrase.clone().map(|row| self.links.forward(row, at)).sum::<f32>().min(1.0)))
    }

    /// The words of a phrase that are no stop-words.
    fn contents(&self, phrase: &Range<usize>) -> impl Iterator<Item = usize> {
        phrase.clone().filter(|&row| !self.sides[0].of(self.source[row]).is_stop_word)
    }
}

fn mean(values: impl Iterator<Item = f32>) -> f32 {
    let (sum, count) = values.fold((0.0, 0.0_f32), |(sum, count), value| (sum + value, count + 1.0));
    sum / count.max(1.0)
}
