//! Lengths and anchors first, then a lexicon learned from what is likely right, round by round.

use super::anchors::anchors;
use super::band::Band;
use super::batch::{Article, Batch};
use super::beliefs::{Beliefs, ShapeCounts};
use super::decode::{Step, decode};
use super::direction::Direction;
use super::evidence::WordEvidence;
use super::lattice::{Lattice, Lexical};
use super::lexicon::Lexicon;
use super::likeness::Likeness;
use super::posterior::posteriors;
use super::teaching::{Lesson, Lessons, Memory, Tables, taught};
use super::watch::{BrokenOff, Stretch};
use super::weights::Weights;

/// An article pair after the last round.
pub(super) struct Finished<'a> {
    /// Its position in the batch.
    pub at: usize,
    /// The share of its words that the lexicon knows from elsewhere, from 0 to 1.
    pub known: f32,
    pub lattice: &'a Lattice<'a>,
    pub steps: &'a [Step],
}

/// All that a batch is aligned by.
pub(super) struct Rounds<'a> {
    batch: &'a Batch,
    memory: Memory<'a>,
    forward: Likeness,
    backward: Likeness,
    bands: Vec<Band>,
    beliefs: Beliefs,
    tables: Tables,
    lessons: Lessons,
    weights: Weights,
}

impl<'a> Rounds<'a> {
    pub fn new(batch: &'a Batch, lexicon: &'a Lexicon) -> Rounds<'a> {
        let weights = Weights::default();
        let (forward, backward) = Likeness::both(&batch.source.known, &batch.target.known, &weights);
        let band =
            |article: &Article| Band::along(&anchors(article, &forward), article.source.len(), article.target.len());
        Rounds {
            batch,
            memory: Memory::of(lexicon, batch),
            bands: batch.articles.iter().map(band).collect(),
            forward,
            backward,
            beliefs: Beliefs::first(batch),
            tables: Tables::default(),
            lessons: vec![Vec::new(); batch.articles.len()],
            weights,
        }
    }

    /// Aligns all articles as often as it takes, and calls back with the lattice and the path of each in the last round.
    pub fn run(&mut self, stretch: &Stretch<'_>, mut last: impl FnMut(Finished<'_>)) -> Result<(), BrokenOff> {
        let rounds = self.weights.first_rounds + self.weights.rounds;
        for round in 0..rounds {
            let stretch = stretch.part(round, rounds);
            if round == 0 || round >= self.weights.first_rounds {
                self.tables = Tables::learn(self.batch, &self.lessons, &self.memory, &stretch.part(0, 2))?;
            }
            let is_last = round + 1 == rounds;
            self.align_all(&stretch.part(1, 2), |finished| {
                if is_last {
                    last(finished)
                }
            })?;
            if round == self.weights.first_rounds {
                self.narrow();
            }
        }
        Ok(())
    }

    /// Aligns each article once, and learns from what is likely right.
    fn align_all(&mut self, stretch: &Stretch<'_>, mut each: impl FnMut(Finished<'_>)) -> Result<(), BrokenOff> {
        let (mut counts, mut lessons) = (ShapeCounts::default(), Vec::with_capacity(self.lessons.len()));
        for (at, article) in self.batch.articles.iter().enumerate() {
            let lattice = self.lattice(at, &stretch.part(at, self.batch.articles.len()))?;
            let posteriors = posteriors(&lattice);
            let steps = decode(lattice.band, &posteriors, &self.weights);
            let mut kept = Vec::new();
            if article.teaches {
                counts.add(&posteriors);
                kept = Lesson::kept(&steps, self.weights.keep);
            }
            lessons.push(kept);
            each(Finished { at, known: self.tables.known(article), lattice: &lattice, steps: &steps });
        }
        self.lessons = lessons;
        self.beliefs.learn_beads(&taught(self.batch, &self.lessons).collect::<Vec<_>>());
        self.beliefs.learn_shapes(&counts, self.weights.usual);
        Ok(())
    }

    /// Looks closer around what is likely right.
    fn narrow(&mut self) {
        for ((band, lessons), article) in self.bands.iter_mut().zip(&self.lessons).zip(&self.batch.articles) {
            let points: Vec<(usize, usize)> =
                lessons.iter().map(|lesson| (lesson.source.end, lesson.target.end)).collect();
            *band = Band::along(&points, article.source.len(), article.target.len());
        }
    }

    fn lattice(&self, at: usize, stretch: &Stretch<'_>) -> Result<Lattice<'_>, BrokenOff> {
        let (article, band, lessons) = (&self.batch.articles[at], &self.bands[at], &self.lessons[at]);
        let transposed = band.transposed();
        let forward = Direction {
            table: &self.tables.forward,
            likeness: &self.forward,
            frequencies: &self.memory.target_frequencies,
            seen: &self.tables.seen_target,
            weights: &self.weights,
        };
        let backward = Direction {
            table: &self.tables.backward,
            likeness: &self.backward,
            frequencies: &self.memory.source_frequencies,
            seen: &self.tables.seen_source,
            weights: &self.weights,
        };
        let words = WordEvidence {
            forward: &self.forward,
            source: &self.memory.source_frequencies,
            target: &self.memory.target_frequencies,
            source_words: &self.batch.source.known,
        };
        let sides = (&article.source[..], &article.target[..]);
        let (taught, back): (Vec<_>, Vec<_>) = lessons.iter().map(|l| (l.forward(), l.backward())).unzip();
        let lexical = Lexical {
            forward: forward.scores(sides, &taught, band, &stretch.part(0, 3))?,
            backward: backward.scores((sides.1, sides.0), &back, &transposed, &stretch.part(1, 3))?,
            transposed,
        };
        Ok(Lattice { article, band, beliefs: &self.beliefs, lexical, words, weights: &self.weights })
    }
}
