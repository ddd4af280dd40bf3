//! What the words of one language are in the other: IBM Model 1 in both directions.

mod bitext;
mod table;
mod training;

use serde::{Deserialize, Serialize};

use crate::model::Language;

pub(super) use bitext::Sentences;
pub(super) use table::{Cell, Table};
pub(super) use training::{Material, Prior, null_weight, train};

use super::vocabulary::{Vocabulary, WordId};
use super::words::{WordKind, words};

/// Words are counted by as many of their first letters: what inflection adds comes behind, and rare forms share what is
/// known of the common ones. (Of no stem, 4 to 7 letters, on news in English and Persian: all within half a point; 5 is
/// best where there is little to learn from.)
const STEM_LETTERS: usize = 5;

/// Iterations of expectation–maximization; more fit the words of rare pairs ever closer to chance.
pub(super) const ITERATIONS: usize = 5;

/// Counts below are not kept.
const LEAST_COUNT: f32 = 0.02;

/// How a lexicon writes a word.
pub(super) struct Form<'a>(pub &'a str);

/// The form in which a word's key is counted.
pub(super) fn form(key: &str, kind: WordKind) -> Form<'_> {
    match kind {
        WordKind::Plain | WordKind::Capital => {
            Form(key.char_indices().nth(STEM_LETTERS).map_or(key, |(end, _)| &key[..end]))
        }
        WordKind::Number | WordKind::Mark => Form(key),
    }
}

/// How often which word of one language stood for which of the other, as expected counts of IBM Model 1.
///
/// It can be kept (`serde`) and goes on learning: [`Lexicon::learn`] adds pairs, [`Lexicon::forget`] takes them out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Lexicon {
    pub(super) source: Words,
    pub(super) target: Words,
    /// The source is given.
    pub(super) forward: Table,
    /// The target is given.
    pub(super) backward: Table,
}

/// The words of one side and how often they were seen; sorted by their position in `order`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Words {
    words: Vec<String>,
    /// Word numbers in the order of the words.
    order: Vec<WordId>,
    pub seen: Vec<f32>,
}

impl Words {
    pub fn id(&self, word: &str) -> Option<WordId> {
        let at = self.order.binary_search_by(|&id| self.words[id as usize].as_str().cmp(word)).ok()?;
        Some(self.order[at])
    }

    pub fn len(&self) -> usize {
        self.words.len()
    }

    fn vocabulary(&self) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        self.words.iter().for_each(|word| {
            vocabulary.id(word);
        });
        vocabulary
    }

    fn of(vocabulary: Vocabulary, seen: Vec<f32>) -> Words {
        let words = vocabulary.words().to_vec();
        let mut order: Vec<WordId> = (0..words.len() as WordId).collect();
        order.sort_unstable_by(|&a, &b| words[a as usize].cmp(&words[b as usize]));
        Words { words, order, seen }
    }
}

impl Lexicon {
    /// A lexicon of pairs that are translations: text in the source language, text in the target language.
    pub fn train<'a>(
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
        source: &Language,
        target: &Language,
    ) -> Lexicon {
        let mut lexicon = Lexicon::default();
        lexicon.learn(pairs, source, target);
        lexicon
    }

    /// Learns from more pairs. The words of the old ones are not distributed anew; train again now and then.
    pub fn learn<'a>(
        &mut self,
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
        source: &Language,
        target: &Language,
    ) {
        let lesson = Lesson::read(self, pairs, source, target);
        let iterations = if self.is_empty() { ITERATIONS } else { 2 };
        let forward = lesson.count(self, Given::Source, iterations);
        let backward = lesson.count(self, Given::Target, iterations);
        self.forward = forward.merged(&self.forward, |counted, _| counted, LEAST_COUNT);
        self.backward = backward.merged(&self.backward, |counted, _| counted, LEAST_COUNT);
        let seen =
            (lesson.seen(&lesson.given, &self.source.seen, 1.0), lesson.seen(&lesson.produced, &self.target.seen, 1.0));
        self.source = Words::of(lesson.source, seen.0);
        self.target = Words::of(lesson.target, seen.1);
    }

    /// Takes out what pairs have taught, as nearly as that can be said after other pairs were learned.
    pub fn forget<'a>(
        &mut self,
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
        source: &Language,
        target: &Language,
    ) {
        let lesson = Lesson::read(self, pairs, source, target);
        let forward = lesson.count(self, Given::Source, 1);
        let backward = lesson.count(self, Given::Target, 1);
        let seen = (
            lesson.seen(&lesson.given, &self.source.seen, -1.0),
            lesson.seen(&lesson.produced, &self.target.seen, -1.0),
        );
        let less = |counted: f32, before: f32| (2.0 * before - counted).max(0.0);
        let left = |table: Table, before: &Table, seen: &[f32]| {
            table.merged(before, less, LEAST_COUNT).retained(|word| seen[word as usize] > 0.0)
        };
        self.forward = left(forward, &self.forward, &seen.0);
        self.backward = left(backward, &self.backward, &seen.1);
        self.source = Words::of(lesson.source, seen.0);
        self.target = Words::of(lesson.target, seen.1);
    }

    pub fn is_empty(&self) -> bool {
        self.forward.cells() == 0
    }

    /// The most likely translations of a word of the source language with their probabilities, best first. Words are
    /// known by their first letters.
    pub fn translations(&self, word: &str, most: usize) -> Vec<(&str, f32)> {
        let Form(form) = form(word, WordKind::Plain);
        let Some(id) = self.source.id(form) else { return Vec::new() };
        let total = self.forward.total(id).max(f32::MIN_POSITIVE);
        let word = |cell: &Cell| (self.target.words[cell.word as usize].as_str(), cell.count / total);
        let mut found: Vec<(&str, f32)> = self.forward.row(id).iter().map(word).collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        found.truncate(most);
        found
    }
}

#[derive(Clone, Copy)]
enum Given {
    Source,
    Target,
}

/// Pairs in the word numbers of a lexicon, with new ones for new words.
struct Lesson {
    source: Vocabulary,
    target: Vocabulary,
    given: Sentences,
    produced: Sentences,
    weights: Vec<f32>,
}

impl Lesson {
    fn read<'a>(
        lexicon: &Lexicon,
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
        from: &Language,
        to: &Language,
    ) -> Lesson {
        let (mut source, mut target) = (lexicon.source.vocabulary(), lexicon.target.vocabulary());
        let (mut given, mut produced) = (Sentences::default(), Sentences::default());
        for (one, other) in pairs {
            given.push(words(one, from).iter().map(|word| source.id(form(&word.key, word.kind).0)));
            produced.push(words(other, to).iter().map(|word| target.id(form(&word.key, word.kind).0)));
        }
        let weights = vec![1.0; given.len()];
        Lesson { source, target, given, produced, weights }
    }

    fn count(&self, lexicon: &Lexicon, side: Given, iterations: usize) -> Table {
        let (given, produced, table) = match side {
            Given::Source => (&self.given, &self.produced, &lexicon.forward),
            Given::Target => (&self.produced, &self.given, &lexicon.backward),
        };
        let (given_words, seen) = match side {
            Given::Source => (self.source.len(), self.seen(produced, &lexicon.target.seen, 1.0)),
            Given::Target => (self.target.len(), self.seen(produced, &lexicon.source.seen, 1.0)),
        };
        let total = seen.iter().sum::<f32>().max(1.0);
        let frequencies: Vec<f32> = seen.iter().map(|seen| seen / total).collect();
        let material = Material { given, produced, weights: &self.weights, given_words, frequencies: &frequencies };
        train(&material, &Same(table), iterations)
    }

    /// How often each word was seen with these sentences, or without them.
    fn seen(&self, sentences: &Sentences, before: &[f32], sign: f32) -> Vec<f32> {
        let words = if std::ptr::eq(sentences, &self.given) { self.source.len() } else { self.target.len() };
        let mut seen = before.to_vec();
        seen.resize(words, 0.0);
        sentences.words().iter().for_each(|&word| seen[word as usize] += sign);
        seen.iter_mut().for_each(|seen| *seen = seen.max(0.0));
        seen
    }
}

/// A table over the same word numbers, of which new words have no row yet.
struct Same<'a>(&'a Table);

impl Prior for Same<'_> {
    fn counts(&self, given: WordId, each: &mut dyn FnMut(WordId, f32)) -> f32 {
        if given as usize >= self.0.rows() {
            return 0.0;
        }
        self.0.row(given).iter().for_each(|cell| each(cell.word, cell.count));
        self.0.total(given)
    }
}
