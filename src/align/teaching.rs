//! From what is likely right in one round to the lexicon of the next.

use std::ops::Range;

use super::batch::{Article, Batch, Prepared};
use super::decode::Step;
use super::direction::Taught;
use super::lexicon::{ITERATIONS, Lexicon, Material, Sentences, Table, train};
use super::remembered::{Remembered, RememberedTable};
use super::vocabulary::WordId;
use super::watch::{BrokenOff, Stretch};

/// A bead that teaches: its segments and its posterior.
#[derive(Clone, Debug)]
pub(super) struct Lesson {
    pub source: Range<usize>,
    pub target: Range<usize>,
    weight: f32,
}

/// The beads that teach, by article.
pub(super) type Lessons = Vec<Vec<Lesson>>;

impl Lesson {
    /// Those of the beads of a path that are likely enough.
    pub fn kept(steps: &[Step], least_posterior: f32) -> Vec<Lesson> {
        let likely = steps.iter().filter(|step| step.is_pair() && step.posterior >= least_posterior);
        likely.map(|step| Lesson { source: step.source(), target: step.target(), weight: step.posterior }).collect()
    }

    /// As the source has taught the target.
    pub fn forward(&self) -> Taught {
        Taught { given: self.source.clone(), produced: self.target.clone(), weight: self.weight }
    }

    /// As the target has taught the source.
    pub fn backward(&self) -> Taught {
        Taught { given: self.target.clone(), produced: self.source.clone(), weight: self.weight }
    }

    /// Its segments, and how much it counts.
    pub fn sides<'a>(&self, article: &'a Article) -> (&'a [Prepared], &'a [Prepared], f32) {
        (&article.source[self.source.clone()], &article.target[self.target.clone()], self.weight)
    }
}

/// The segments of all lessons.
pub(super) fn taught<'a>(
    batch: &'a Batch,
    lessons: &Lessons,
) -> impl Iterator<Item = (&'a [Prepared], &'a [Prepared], f32)> {
    let of_articles = batch.articles.iter().zip(lessons);
    of_articles.flat_map(|(article, lessons)| lessons.iter().map(move |lesson| lesson.sides(article)))
}

/// What the memory's lexicon says about the words of the batch, and how frequent these are in both.
pub(super) struct Memory<'a> {
    lexicon: &'a Lexicon,
    source: Remembered,
    target: Remembered,
    pub source_frequencies: Vec<f32>,
    pub target_frequencies: Vec<f32>,
}

impl<'a> Memory<'a> {
    pub fn of(lexicon: &'a Lexicon, batch: &Batch) -> Memory<'a> {
        let source = Remembered::new(&batch.source, &lexicon.source);
        let target = Remembered::new(&batch.target, &lexicon.target);
        Memory {
            lexicon,
            source_frequencies: source.frequencies(&batch.source),
            target_frequencies: target.frequencies(&batch.target),
            source,
            target,
        }
    }
}

/// The lexicon of a round, in both directions.
#[derive(Default)]
pub(super) struct Tables {
    pub forward: Table,
    pub backward: Table,
    /// How often each word was seen elsewhere, as far as that can be trusted.
    pub seen_source: Vec<f32>,
    pub seen_target: Vec<f32>,
}

impl Tables {
    /// Trains on the lessons, with what the memory knows as prior.
    pub fn learn(
        batch: &Batch,
        lessons: &Lessons,
        memory: &Memory<'_>,
        stretch: &Stretch<'_>,
    ) -> Result<Tables, BrokenOff> {
        let (mut source, mut target, mut weights) = (Sentences::default(), Sentences::default(), Vec::new());
        let (mut seen_source, mut seen_target) = (memory.source.trusted(), memory.target.trusted());
        for (one, other, weight) in taught(batch, lessons) {
            words(one).for_each(|word| seen_source[word as usize] += weight);
            words(other).for_each(|word| seen_target[word as usize] += weight);
            source.push(words(one));
            target.push(words(other));
            weights.push(weight);
        }
        let weights = &weights[..];
        let forward = Material {
            given: &source,
            produced: &target,
            weights,
            given_words: seen_source.len(),
            frequencies: &memory.target_frequencies,
        };
        let backward = Material {
            given: &target,
            produced: &source,
            weights,
            given_words: seen_target.len(),
            frequencies: &memory.source_frequencies,
        };
        let (one, other) = (&memory.source, &memory.target);
        let prior = RememberedTable { table: &memory.lexicon.forward, given: one, produced: other };
        let forward = train(&forward, &prior, ITERATIONS, &stretch.part(0, 2))?;
        let prior = RememberedTable { table: &memory.lexicon.backward, given: other, produced: one };
        let backward = train(&backward, &prior, ITERATIONS, &stretch.part(1, 2))?;
        Ok(Tables { forward, backward, seen_source, seen_target })
    }

    /// The share of an article's words that the lexicon knows from elsewhere, from 0 to 1.
    pub fn known(&self, article: &Article) -> f32 {
        let source = known(&article.source, &self.seen_source);
        let target = known(&article.target, &self.seen_target);
        (source.0 + target.0) as f32 / (source.1 + target.1).max(1) as f32
    }
}

fn words(side: &[Prepared]) -> impl Iterator<Item = WordId> {
    side.iter().flat_map(|segment| segment.words.iter().copied())
}

/// How many words of a side the lexicon has seen elsewhere, and how many there are.
fn known(side: &[Prepared], seen: &[f32]) -> (usize, usize) {
    let mut words: Vec<WordId> = words(side).collect();
    words.sort_unstable();
    let elsewhere = |same: &&[WordId]| seen[same[0] as usize] > same.len() as f32;
    (words.chunk_by(|a, b| a == b).filter(elsewhere).map(<[WordId]>::len).sum(), words.len())
}
