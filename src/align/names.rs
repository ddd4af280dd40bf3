//! Names that disagree: Tehran on one side, and Isfahan's name on the other.
//!
//! What a name is, is learned: a word of a language that has capital letters, hardly ever written without one, and one word
//! of the other language that stands for it, and for nothing else. So nothing is said where neither language has capital
//! letters, or where the memory has taught nothing.
//!
//! Set with a memory of 252,000 general pairs, which knows 800 names, on NTREX-128: of 1,262 right beads that would be
//! accepted, 1 is held up. Of 24 that would be accepted with one name put for another, 3 of the 5 are held up whose names
//! that memory knows, and none of the others: it takes a memory of the field.

use super::batch::{Batch, Prepared, Side};
use super::lexicon::{Lexicon, Table, Words};
use super::likeness::Likeness;
use super::vocabulary::WordId;

/// How often both words have been seen at least.
const SEEN_LEAST: f32 = 10.0;

/// How likely each of the two translates the other at least.
const MUTUAL_LEAST: f32 = 0.3;

/// A word is a trace of a name if the name is translated by it that often at least, …
const TRACE: f32 = 0.01;
/// … and so many times as often as it is used anyway: common words stand beside all names.
const TRACE_LIFT: f32 = 10.0;

/// It is one, too, if it is translated by the name that often at least.
const STRONG_TRACE: f32 = 0.2;

/// The share of a name's uses with a capital letter at least.
const CAPITAL_LEAST: f32 = 0.9;

/// A language without capital letters has no more of them than so; those are of foreign words.
const CAPITALS_FEW: f32 = 0.05;

/// Shorter words, in characters, are mostly none: I, US.
const SHORTEST: usize = 3;

/// The names among the words of a batch, as the lexicon knows them.
pub(super) struct Names<'a> {
    lexicon: &'a Lexicon,
    source: NamesOfSide,
    target: NamesOfSide,
    /// How many words the lexicon has seen.
    totals: (f32, f32),
}

/// By word of the batch.
struct NamesOfSide {
    /// Its number in the lexicon.
    ids: Vec<Option<WordId>>,
    is_name: Vec<bool>,
}

impl<'a> Names<'a> {
    pub fn new(batch: &Batch, lexicon: &'a Lexicon) -> Names<'a> {
        let pairs = Pairs::of(lexicon);
        let source = NamesOfSide::new(&batch.source, &lexicon.source, |word| pairs.name_of_source(word).is_some());
        let of_target = |word| {
            let name = best(&lexicon.backward, word)?;
            (pairs.name_of_source(name)? == word).then_some(name)
        };
        let target = NamesOfSide::new(&batch.target, &lexicon.target, |word| of_target(word).is_some());
        let total = |words: &Words| words.seen.iter().sum::<f32>().max(1.0);
        Names { lexicon, source, target, totals: (total(&lexicon.source), total(&lexicon.target)) }
    }

    /// Whether each side has a well-known name of which the other has no trace.
    pub fn disagree(&self, source: &[Prepared], target: &[Prepared], alike: &Likeness) -> bool {
        let (source, target) = (words(source), words(target));
        let names = |words: &[WordId], side: &NamesOfSide| -> Vec<WordId> {
            words.iter().copied().filter(|&word| side.is_name[word as usize]).collect()
        };
        let (source_names, target_names) = (names(&source, &self.source), names(&target, &self.target));
        let is_lost = |name: &WordId| target.iter().all(|&word| !self.is_in_target(*name, word, alike));
        let is_foreign = |name: &WordId| source.iter().all(|&word| !self.is_in_source(*name, word, alike));
        source_names.iter().any(is_lost) && target_names.iter().any(is_foreign)
    }

    /// Whether a word of the target is a trace of a source name. Of words that the lexicon hardly knows, the sound tells.
    fn is_in_target(&self, name: WordId, word: WordId, alike: &Likeness) -> bool {
        let Lexicon { target, forward, backward, .. } = self.lexicon;
        let known = self.target.ids[word as usize].map(|id| (id, target.seen[id as usize]));
        let is_trace = |(id, seen): (WordId, f32)| {
            let name = self.source.ids[name as usize];
            name.is_some_and(|name| is_trace((forward, backward), (name, id), seen / self.totals.1))
        };
        known.is_some_and(is_trace) || (is_hardly_known(known) && are_alike(alike, (name, word)))
    }

    /// Whether a word of the source is a trace of a target name; the same the other way round.
    fn is_in_source(&self, name: WordId, word: WordId, alike: &Likeness) -> bool {
        let Lexicon { source, forward, backward, .. } = self.lexicon;
        let known = self.source.ids[word as usize].map(|id| (id, source.seen[id as usize]));
        let is_trace = |(id, seen): (WordId, f32)| {
            let name = self.target.ids[name as usize];
            name.is_some_and(|name| is_trace((backward, forward), (name, id), seen / self.totals.0))
        };
        known.is_some_and(is_trace) || (is_hardly_known(known) && are_alike(alike, (word, name)))
    }
}

/// A word with its number in the lexicon and how often that has seen it.
fn is_hardly_known(word: Option<(WordId, f32)>) -> bool {
    word.is_none_or(|(_, seen)| seen < SEEN_LEAST)
}

/// `frequency` is how often the word is used anyway.
fn is_trace((from_name, to_name): (&Table, &Table), (name, word): (WordId, WordId), frequency: f32) -> bool {
    let likely = probability(from_name, name, word);
    (likely >= TRACE && likely >= TRACE_LIFT * frequency) || probability(to_name, word, name) >= STRONG_TRACE
}

/// Whether a source word and a target word are the same, or sound alike.
fn are_alike(alike: &Likeness, (source, target): (WordId, WordId)) -> bool {
    alike.of(source).iter().any(|&(word, _)| word == target)
}

impl NamesOfSide {
    fn new(side: &Side, words: &Words, is_name: impl Fn(WordId) -> bool) -> NamesOfSide {
        let ids: Vec<Option<WordId>> = side.vocabulary.words().iter().map(|word| words.id(word)).collect();
        NamesOfSide { is_name: ids.iter().map(|id| id.is_some_and(&is_name)).collect(), ids }
    }
}

/// The pairs of names in a lexicon.
struct Pairs<'a> {
    lexicon: &'a Lexicon,
    /// Whether the language has capital letters.
    source_is_cased: bool,
    target_is_cased: bool,
}

impl<'a> Pairs<'a> {
    fn of(lexicon: &'a Lexicon) -> Pairs<'a> {
        let is_cased = |words: &Words| words.share_of_capitals() > CAPITALS_FEW;
        Pairs { lexicon, source_is_cased: is_cased(&lexicon.source), target_is_cased: is_cased(&lexicon.target) }
    }

    /// The target word that stands for a source word, if the two name something.
    fn name_of_source(&self, source: WordId) -> Option<WordId> {
        let Lexicon { source: sources, target: targets, forward, backward } = self.lexicon;
        let target = best(forward, source)?;
        let is_mutual = probability(forward, source, target) >= MUTUAL_LEAST
            && probability(backward, target, source) >= MUTUAL_LEAST;
        let is_name = |words: &Words, word: WordId, is_cased: bool| {
            words.seen[word as usize] >= SEEN_LEAST
                && words.text(word).chars().nth(SHORTEST - 1).is_some()
                && (!is_cased || words.capitals_of(word) >= CAPITAL_LEAST)
        };
        let are_names = (self.source_is_cased || self.target_is_cased)
            && is_name(sources, source, self.source_is_cased)
            && is_name(targets, target, self.target_is_cased);
        (is_mutual && are_names).then_some(target)
    }
}

/// The most likely translation of a word.
fn best(table: &Table, given: WordId) -> Option<WordId> {
    table.row(given).iter().max_by(|a, b| a.count.total_cmp(&b.count)).map(|cell| cell.word)
}

fn probability(table: &Table, given: WordId, produced: WordId) -> f32 {
    let row = table.row(given);
    let count = row.binary_search_by_key(&produced, |cell| cell.word).map_or(0.0, |at| row[at].count);
    count / table.total(given).max(f32::MIN_POSITIVE)
}

fn words(side: &[Prepared]) -> Vec<WordId> {
    let mut words: Vec<WordId> = side.iter().flat_map(|segment| segment.words.iter().copied()).collect();
    words.sort_unstable();
    words.dedup();
    words
}
