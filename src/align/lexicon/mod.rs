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
use super::watch::{BrokenOff, Stretch, Watch};
use super::words::{Word, WordKind, words};

/// Words are counted by as many of their first letters: what inflection adds comes behind, and rare forms share what is
/// known of the common ones. (Of no stem, 4 to 7 letters, on news in English and Persian: all within half a point; 5 is
/// best where there is little to learn from.)
const STEM_LETTERS: usize = 5;

/// Iterations of expectation–maximization; more fit the words of rare pairs ever closer to chance.
pub(super) const ITERATIONS: usize = 5;

/// Counts below are not kept.
const LEAST_COUNT: f32 = 0.02;

/// After so many pairs have been read it is asked whether to go on.
const PAIRS_BETWEEN: usize = 1_024;

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
    /// The sum of `seen`, at least 1.
    total: f32,
    /// How often each was written with a capital letter.
    capital: Vec<f32>,
}

impl Words {
    pub fn id(&self, word: &str) -> Option<WordId> {
        let at = self.order.binary_search_by(|&id| self.words[id as usize].as_str().cmp(word)).ok()?;
        Some(self.order[at])
    }

    pub fn len(&self) -> usize {
        self.words.len()
    }

    fn ids_of(&self, text: &str, language: &Language) -> Vec<WordId> {
        words(text, language).iter().filter_map(|word| self.id(form(&word.key, word.kind).0)).collect()
    }

    fn frequency(&self, word: WordId) -> f32 {
        self.seen[word as usize] / self.total
    }

    pub fn text(&self, word: WordId) -> &str {
        &self.words[word as usize]
    }

    /// The share of a word's uses in which it was written with a capital letter.
    pub fn capitals_of(&self, word: WordId) -> f32 {
        self.capital[word as usize] / self.seen[word as usize].max(1.0)
    }

    /// The same of all words.
    pub fn share_of_capitals(&self) -> f32 {
        self.capital.iter().sum::<f32>() / self.seen.iter().sum::<f32>().max(1.0)
    }

    fn vocabulary(&self) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        self.words.iter().for_each(|word| {
            vocabulary.id(word);
        });
        vocabulary
    }

    fn of(vocabulary: Vocabulary, seen: Vec<f32>, capital: Vec<f32>) -> Words {
        let words = vocabulary.words().to_vec();
        let mut order: Vec<WordId> = (0..words.len() as WordId).collect();
        order.sort_unstable_by(|&a, &b| words[a as usize].cmp(&words[b as usize]));
        let total = seen.iter().sum::<f32>().max(1.0);
        Words { words, order, seen, total, capital }
    }
}

impl Lexicon {
    /// A lexicon of pairs that are translations: text in the source language, text in the target language.
    pub fn train<'a>(
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
        languages: (&Language, &Language),
        watch: &Watch<'_>,
    ) -> Result<Lexicon, BrokenOff> {
        let mut lexicon = Lexicon::default();
        lexicon.learn(pairs, languages, watch)?;
        Ok(lexicon)
    }

    /// Learns from more pairs. The words of the old ones are not distributed anew; train again now and then. Broken off, it
    /// has learned nothing.
    pub fn learn<'a>(
        &mut self,
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
        languages: (&Language, &Language),
        watch: &Watch<'_>,
    ) -> Result<(), BrokenOff> {
        let lesson = Lesson::read(self, pairs, languages, watch)?;
        let iterations = if self.is_empty() { ITERATIONS } else { 2 };
        let (forward, backward) = lesson.count_both(self, iterations, watch)?;
        self.forward = forward.merged(&self.forward, |counted, _| counted, LEAST_COUNT);
        self.backward = backward.merged(&self.backward, |counted, _| counted, LEAST_COUNT);
        self.source = lesson.source.into_words(&self.source, 1.0);
        self.target = lesson.target.into_words(&self.target, 1.0);
        Ok(())
    }

    /// Takes out what pairs have taught, as nearly as that can be said after other pairs were learned.
    pub fn forget<'a>(
        &mut self,
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
        languages: (&Language, &Language),
        watch: &Watch<'_>,
    ) -> Result<(), BrokenOff> {
        let lesson = Lesson::read(self, pairs, languages, watch)?;
        let (forward, backward) = lesson.count_both(self, 1, watch)?;
        let (source, target) =
            (lesson.source.into_words(&self.source, -1.0), lesson.target.into_words(&self.target, -1.0));
        let less = |counted: f32, before: f32| (2.0 * before - counted).max(0.0);
        let left = |table: Table, before: &Table, seen: &[f32]| {
            table.merged(before, less, LEAST_COUNT).retained(|word| seen[word as usize] > 0.0)
        };
        self.forward = left(forward, &self.forward, &source.seen);
        self.backward = left(backward, &self.backward, &target.seen);
        (self.source, self.target) = (source, target);
        Ok(())
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

/// Words by their numbers, for those who ask for many.
impl Lexicon {
    /// The numbers of the words of a text in the source language that are known.
    pub fn source_words(&self, text: &str, language: &Language) -> Vec<WordId> {
        self.source.ids_of(text, language)
    }

    /// The numbers of the words of a text in the target language that are known.
    pub fn target_words(&self, text: &str, language: &Language) -> Vec<WordId> {
        self.target.ids_of(text, language)
    }

    /// How likely the target word is as translation of the source word, from 0 to 1.
    pub fn forward(&self, source: WordId, target: WordId) -> f32 {
        self.forward.probability(source, target)
    }

    /// How likely the source word is as translation of the target word, from 0 to 1.
    pub fn backward(&self, target: WordId, source: WordId) -> f32 {
        self.backward.probability(target, source)
    }

    /// The share of a word among all words of the source language.
    pub fn source_frequency(&self, word: WordId) -> f32 {
        self.source.frequency(word)
    }

    /// The share of a word among all words of the target language.
    pub fn target_frequency(&self, word: WordId) -> f32 {
        self.target.frequency(word)
    }
}

#[derive(Clone, Copy)]
enum Given {
    Source,
    Target,
}

/// Pairs in the word numbers of a lexicon, with new ones for new words.
struct Lesson {
    source: LessonSide,
    target: LessonSide,
    weights: Vec<f32>,
}

/// What a lesson says in one of the languages.
struct LessonSide {
    vocabulary: Vocabulary,
    sentences: Sentences,
    /// By word, how often it was written with a capital letter.
    capital: Vec<f32>,
}

impl LessonSide {
    /// That goes on counting from what a lexicon knows.
    fn of(known: &Words) -> LessonSide {
        let capital = vec![0.0; known.len()];
        LessonSide { vocabulary: known.vocabulary(), sentences: Sentences::default(), capital }
    }

    fn read(&mut self, text: &str, language: &Language) {
        let words = words(text, language);
        let id = |word: &Word| {
            let id = self.vocabulary.id(form(&word.key, word.kind).0);
            self.capital.resize(self.vocabulary.len(), 0.0);
            self.capital[id as usize] += if word.kind == WordKind::Capital { 1.0 } else { 0.0 };
            id
        };
        let ids: Vec<WordId> = words.iter().map(id).collect();
        self.sentences.push(ids);
    }

    /// How often each word was seen, with these sentences added to what was known (`sign` 1) or taken from it (−1).
    fn seen(&self, known: &Words, sign: f32) -> Vec<f32> {
        let mut seen = known.seen.clone();
        seen.resize(self.vocabulary.len(), 0.0);
        self.sentences.words().iter().for_each(|&word| seen[word as usize] += sign);
        seen.iter_mut().for_each(|seen| *seen = seen.max(0.0));
        seen
    }

    fn into_words(self, known: &Words, sign: f32) -> Words {
        let seen = self.seen(known, sign);
        let mut capital = self.capital;
        capital.iter_mut().for_each(|count| *count *= sign);
        capital.iter_mut().zip(&known.capital).for_each(|(count, before)| *count = (*count + before).max(0.0));
        Words::of(self.vocabulary, seen, capital)
    }
}

impl Lesson {
    fn read<'a>(
        lexicon: &Lexicon,
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
        (from, to): (&Language, &Language),
        watch: &Watch<'_>,
    ) -> Result<Lesson, BrokenOff> {
        let (mut source, mut target) = (LessonSide::of(&lexicon.source), LessonSide::of(&lexicon.target));
        for (at, (one, other)) in pairs.into_iter().enumerate() {
            if at % PAIRS_BETWEEN == 0 {
                Stretch::whole(watch).reach(0, 1)?;
            }
            source.read(one, from);
            target.read(other, to);
        }
        let weights = vec![1.0; source.sentences.len()];
        Ok(Lesson { source, target, weights })
    }

    fn count(
        &self,
        lexicon: &Lexicon,
        side: Given,
        iterations: usize,
        stretch: &Stretch<'_>,
    ) -> Result<Table, BrokenOff> {
        let (given, produced, table, known) = match side {
            Given::Source => (&self.source, &self.target, &lexicon.forward, &lexicon.target),
            Given::Target => (&self.target, &self.source, &lexicon.backward, &lexicon.source),
        };
        let seen = produced.seen(known, 1.0);
        let total = seen.iter().sum::<f32>().max(1.0);
        let frequencies: Vec<f32> = seen.iter().map(|seen| seen / total).collect();
        let material = Material {
            given: &given.sentences,
            produced: &produced.sentences,
            weights: &self.weights,
            given_words: given.vocabulary.len(),
            frequencies: &frequencies,
        };
        train(&material, &Same(table), iterations, stretch)
    }

    /// In both directions.
    fn count_both(&self, lexicon: &Lexicon, iterations: usize, watch: &Watch<'_>) -> Result<(Table, Table), BrokenOff> {
        let all = Stretch::whole(watch);
        let forward = self.count(lexicon, Given::Source, iterations, &all.part(0, 2))?;
        Ok((forward, self.count(lexicon, Given::Target, iterations, &all.part(1, 2))?))
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
