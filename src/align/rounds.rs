//! Lengths and anchors first, then a lexicon learned from what is likely right, round by round.

use std::ops::Range;

use super::agreement::Agreement;
use super::anchors::anchors;
use super::band::Band;
use super::batch::{Article, Batch, Prepared};
use super::decode::{Step, decode};
use super::direction::{Direction, Taught};
use super::evidence::WordEvidence;
use super::kinds;
use super::lattice::{Beliefs, Lattice, Lexical, SHAPE_COUNT, SHAPES, USUAL};
use super::length::Lengths;
use super::lexicon::{ITERATIONS, Lexicon, Material, Sentences, Table, train};
use super::likeness::Likeness;
use super::posterior::{Posteriors, posteriors};
use super::remembered::{Remembered, RememberedTable};
use super::vocabulary::WordId;
use super::weights::Weights;
use super::words::ENDS;

/// A bead that teaches: its segments and its posterior.
#[derive(Clone, Debug)]
struct Lesson {
    source: Range<usize>,
    target: Range<usize>,
    weight: f32,
}

/// The lexicon of a round, in both directions.
struct Tables {
    forward: Table,
    backward: Table,
    seen_source: Vec<f32>,
    seen_target: Vec<f32>,
}

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
    lexicon: &'a Lexicon,
    source: Remembered,
    target: Remembered,
    source_frequencies: Vec<f32>,
    target_frequencies: Vec<f32>,
    forward: Likeness,
    backward: Likeness,
    bands: Vec<Band>,
    beliefs: Beliefs,
    tables: Tables,
    lessons: Vec<Vec<Lesson>>,
    weights: Weights,
}

impl<'a> Rounds<'a> {
    pub fn new(batch: &'a Batch, lexicon: &'a Lexicon) -> Rounds<'a> {
        let weights = Weights::default();
        let (forward, backward) = Likeness::both(&batch.source.known, &batch.target.known, &weights);
        let (source, target) =
            (Remembered::new(&batch.source, &lexicon.source), Remembered::new(&batch.target, &lexicon.target));
        let band =
            |article: &Article| Band::along(&anchors(article, &forward), article.source.len(), article.target.len());
        let mut rounds = Rounds {
            batch,
            lexicon,
            source_frequencies: source.frequencies(&batch.source),
            target_frequencies: target.frequencies(&batch.target),
            source,
            target,
            bands: batch.articles.iter().map(band).collect(),
            forward,
            backward,
            beliefs: first_beliefs(batch),
            tables: Tables {
                forward: Table::default(),
                backward: Table::default(),
                seen_source: Vec::new(),
                seen_target: Vec::new(),
            },
            lessons: vec![Vec::new(); batch.articles.len()],
            weights,
        };
        rounds.tables = rounds.learn();
        rounds
    }

    /// Aligns all articles as often as it takes, and calls back with the lattice and the path of each in the last round.
    pub fn run(&mut self, mut last: impl FnMut(Finished<'_>)) {
        let rounds = self.weights.first_rounds + self.weights.rounds;
        for round in 0..rounds {
            if round >= self.weights.first_rounds {
                self.tables = self.learn();
            }
            let mut counts = [0.0; SHAPE_COUNT];
            let mut lessons = Vec::with_capacity(self.lessons.len());
            for at in 0..self.batch.articles.len() {
                let lattice = self.lattice(at);
                let posteriors = posteriors(&lattice);
                let steps = decode(lattice.band, &posteriors, &self.weights);
                if self.batch.articles[at].teaches {
                    tally(&mut counts, &posteriors);
                }
                lessons.push(if self.batch.articles[at].teaches { self.kept(&steps) } else { Vec::new() });
                if round + 1 == rounds {
                    last(Finished { at, known: self.known(at), lattice: &lattice, steps: &steps });
                }
            }
            self.lessons = lessons;
            self.believe(&counts);
            if round == self.weights.first_rounds {
                self.narrow();
            }
        }
    }

    /// Looks closer around what is likely right.
    fn narrow(&mut self) {
        for ((band, lessons), article) in self.bands.iter_mut().zip(&self.lessons).zip(&self.batch.articles) {
            let points: Vec<(usize, usize)> =
                lessons.iter().map(|lesson| (lesson.source.end, lesson.target.end)).collect();
            *band = Band::along(&points, article.source.len(), article.target.len());
        }
    }

    fn lattice(&self, at: usize) -> Lattice<'_> {
        let article = &self.batch.articles[at];
        let band = &self.bands[at];
        let transposed = band.transposed();
        let forward = Direction {
            table: &self.tables.forward,
            likeness: &self.forward,
            frequencies: &self.target_frequencies,
            seen: &self.tables.seen_target,
            weights: &self.weights,
        };
        let backward = Direction {
            table: &self.tables.backward,
            likeness: &self.backward,
            frequencies: &self.source_frequencies,
            seen: &self.tables.seen_source,
            weights: &self.weights,
        };
        let words = WordEvidence {
            forward: &self.forward,
            source: &self.source_frequencies,
            target: &self.target_frequencies,
            source_words: &self.batch.source.known,
        };
        let taught = |given: fn(&Lesson) -> (&Range<usize>, &Range<usize>)| -> Vec<Taught> {
            let lessons = self.lessons[at].iter();
            let teach = |lesson: &Lesson| {
                let (given, produced) = given(lesson);
                Taught { given: given.clone(), produced: produced.clone(), weight: lesson.weight }
            };
            lessons.map(teach).collect()
        };
        let lexical = Lexical {
            forward: forward.scores(&article.source, &article.target, &taught(|l| (&l.source, &l.target)), band),
            backward: backward.scores(
                &article.target,
                &article.source,
                &taught(|l| (&l.target, &l.source)),
                &transposed,
            ),
            transposed,
        };
        Lattice { article, band, beliefs: &self.beliefs, lexical, words, weights: &self.weights }
    }

    fn kept(&self, steps: &[Step]) -> Vec<Lesson> {
        let likely = steps.iter().filter(|step| step.is_pair() && step.posterior >= self.weights.keep);
        likely.map(|step| Lesson { source: step.source(), target: step.target(), weight: step.posterior }).collect()
    }

    /// Trains on the lessons, with what the memory knows as prior.
    fn learn(&self) -> Tables {
        let (mut source, mut target, mut weights) = (Sentences::default(), Sentences::default(), Vec::new());
        let (mut seen_source, mut seen_target) = (self.source.trusted(), self.target.trusted());
        for (article, lesson) in self.lessons() {
            let words = |side: &'a [Prepared]| side.iter().flat_map(|segment| segment.words.iter().copied());
            let (one, other) = (&article.source[lesson.source.clone()], &article.target[lesson.target.clone()]);
            words(one).for_each(|word| seen_source[word as usize] += lesson.weight);
            words(other).for_each(|word| seen_target[word as usize] += lesson.weight);
            source.push(words(one));
            target.push(words(other));
            weights.push(lesson.weight);
        }
        let weights = &weights[..];
        let forward = Material {
            given: &source,
            produced: &target,
            weights,
            given_words: seen_source.len(),
            frequencies: &self.target_frequencies,
        };
        let backward = Material {
            given: &target,
            produced: &source,
            weights,
            given_words: seen_target.len(),
            frequencies: &self.source_frequencies,
        };
        let (one, other) = (&self.source, &self.target);
        let prior = RememberedTable { table: &self.lexicon.forward, given: one, produced: other };
        let forward = train(&forward, &prior, ITERATIONS);
        let prior = RememberedTable { table: &self.lexicon.backward, given: other, produced: one };
        let backward = train(&backward, &prior, ITERATIONS);
        Tables { forward, backward, seen_source, seen_target }
    }

    fn lessons(&self) -> impl Iterator<Item = (&'a Article, &Lesson)> {
        self.batch
            .articles
            .iter()
            .zip(&self.lessons)
            .flat_map(|(article, lessons)| lessons.iter().map(move |l| (article, l)))
    }

    /// The share of an article's words that the lexicon knows from elsewhere, from 0 to 1.
    fn known(&self, at: usize) -> f32 {
        let article = &self.batch.articles[at];
        let (source, target) =
            (known(&article.source, &self.tables.seen_source), known(&article.target, &self.tables.seen_target));
        (source.0 + target.0) as f32 / (source.1 + target.1).max(1) as f32
    }

    /// Learns lengths, labels and shapes from the last round.
    fn believe(&mut self, counts: &[f32; SHAPE_COUNT]) {
        let letters = |side: &[Prepared]| -> f32 { side.iter().map(|segment| segment.letters).sum() };
        let sides = |(article, l): (&'a Article, &Lesson)| {
            (&article.source[l.source.clone()], &article.target[l.target.clone()], l.weight)
        };
        let lessons: Vec<_> = self.lessons().map(sides).collect();
        let lengths: Vec<_> = lessons.iter().map(|(s, t, weight)| (letters(s), letters(t), *weight)).collect();
        let labels = |label: fn(&Prepared) -> u8| {
            lessons.iter().filter_map(move |(s, t, weight)| Some((label(s.last()?), label(t.last()?), *weight)))
        };
        let beliefs = &mut self.beliefs;
        beliefs.lengths.fit(&lengths);
        beliefs.ends.learn(labels(|segment| segment.end));
        beliefs.kinds.learn(labels(kinds::label));
        let (usual, total) = (self.weights.usual, counts.iter().sum::<f32>());
        for (shape, belief) in beliefs.shapes.iter_mut().enumerate() {
            *belief = ((counts[shape] + usual * USUAL[shape]) / (total + usual)).ln();
        }
    }
}

fn first_beliefs(batch: &Batch) -> Beliefs {
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

fn tally(counts: &mut [f32; SHAPE_COUNT], posteriors: &Posteriors) {
    for node in posteriors {
        for (count, posterior) in counts.iter_mut().zip(node) {
            *count += posterior;
        }
    }
}

impl Step {
    pub fn source(&self) -> Range<usize> {
        self.i - SHAPES[self.shape].0..self.i
    }

    pub fn target(&self) -> Range<usize> {
        self.j - SHAPES[self.shape].1..self.j
    }

    pub fn is_pair(&self) -> bool {
        SHAPES[self.shape].0 > 0 && SHAPES[self.shape].1 > 0
    }
}

/// How many words of a side the lexicon has seen elsewhere, and how many there are.
fn known(side: &[Prepared], seen: &[f32]) -> (usize, usize) {
    let mut words: Vec<WordId> = side.iter().flat_map(|segment| segment.words.iter().copied()).collect();
    words.sort_unstable();
    let elsewhere = |same: &&[WordId]| seen[same[0] as usize] > same.len() as f32;
    (words.chunk_by(|a, b| a == b).filter(elsewhere).map(<[WordId]>::len).sum(), words.len())
}
