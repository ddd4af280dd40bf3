//! Finds the names, titles and fixed phrases of a bitext, and how each is rendered.
//!
//! # The journey of a pair
//!
//! `corpus` cuts both texts into numbered words. Once all pairs are there, `names` finds the stretches with capitals that
//! were seen often enough, with the `knowledge` of small words inside of names, and `phrases` the words that go together
//! more often than by chance. At each sighting `links` says which words of the pair explain each other, by the lexicon and
//! by their sound, and `place` the stretch of the other text that is the phrase. `renderings` counts these; `confidence`
//! says how far the best one can be believed. A title with a name is left to its parts (`composed`).
//!
//! Names are known by their capitals, so the source had better have such ([`has_capitals`]).

mod composed;
mod confidence;
mod corpus;
mod knowledge;
mod links;
mod names;
mod phrase;
mod phrases;
mod place;
mod renderings;
#[cfg(test)]
mod tests;

use std::collections::hash_map::Entry;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::align::{BrokenOff, Lexicon, Stretch, Watch};
use crate::model::{Language, TermType};

use confidence::Signs;
use corpus::Side;
use knowledge::Knowledge;
use links::{Bitext, Known, Links};
use names::Names;
use phrase::{PhraseKey, key_of, stretches};
use place::Linked;
use renderings::{Rendering, Renderings};

/// How many texts are looked at between two questions whether to go on.
const TEXTS_AT_ONCE: usize = 16_384;
/// How many other renderings of a phrase are told.
const ALTERNATIVES: usize = 5;
/// A rendering that explains less of its phrase is a part of the right one.
const LEAST_COVERAGE: f32 = 0.6;

/// A phrase with its rendering, as candidate for a term.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    pub source: String,
    pub target: String,
    pub kind: TermType,
    /// How often the phrase was seen.
    pub seen: u32,
    /// How often it was rendered so.
    pub count: u32,
    /// The probability that the rendering is one of exactly the phrase, from 0 to 1.
    pub confidence: f32,
    /// Other renderings and how often each was seen, the most convincing first.
    pub alternatives: Vec<(String, u32)>,
    /// Positions of some of the pairs in the order in which they were pushed, the latest first.
    pub examples: Vec<u32>,
}

/// Pairs to be mined.
pub struct Miner {
    source: Side,
    target: Side,
}

/// The phrases that are looked for, with how often each was seen.
struct Wanted {
    names: FxHashMap<PhraseKey, u32>,
    phrases: FxHashMap<PhraseKey, u32>,
}

impl Miner {
    pub fn new(source: &Language, target: &Language) -> Miner {
        Miner { source: Side::new(source.clone()), target: Side::new(target.clone()) }
    }

    /// Adds pairs: text in the source language, text in the target language.
    pub fn push(&mut self, pairs: &[(&str, &str)]) {
        self.source.extend(&pairs.iter().map(|pair| pair.0).collect::<Vec<_>>());
        self.target.extend(&pairs.iter().map(|pair| pair.1).collect::<Vec<_>>());
    }

    /// The phrases that were seen at least `least` times, with their most convincing renderings; the surest first.
    pub fn mine(&self, lexicon: &Lexicon, least: u32, watch: &Watch<'_>) -> Result<Vec<Candidate>, BrokenOff> {
        let looking = Stretch::whole(watch);
        let knowledge = Knowledge::new(&self.source);
        let names = Names::new(&self.source, &knowledge);
        let wanted = Wanted { names: names.count(least), phrases: phrases::count(&self.source, least) };
        let known = [Known::sources(lexicon, &self.source), Known::targets(lexicon, &self.target)];
        let bitext = Bitext { lexicon, sides: [&self.source, &self.target], known: [&known[0], &known[1]] };
        let mut found: FxHashMap<PhraseKey, Renderings> = FxHashMap::default();
        for start in (0..self.source.len()).step_by(TEXTS_AT_ONCE) {
            looking.reach(start, self.source.len())?;
            let end = self.source.len().min(start + TEXTS_AT_ONCE);
            let parts: Vec<_> = (start..end)
                .into_par_iter()
                .fold(FxHashMap::default, |mut found, text| {
                    self.look_at(text, (&names, &knowledge, &wanted), &bitext, &mut found);
                    found
                })
                .collect();
            parts.into_iter().for_each(|part| merge(&mut found, part));
        }
        Ok(self.candidates(&found, &knowledge, &wanted, least))
    }

    /// Finds what the phrases of a text are rendered as.
    fn look_at(
        &self,
        text: usize,
        (names, knowledge, wanted): (&Names, &Knowledge, &Wanted),
        bitext: &Bitext,
        found: &mut FxHashMap<PhraseKey, Renderings>,
    ) {
        let (source, target) = (self.source.words(text), self.target.words(text));
        let sightings = self.sightings(text, names, wanted);
        if sightings.is_empty() || target.is_empty() {
            return;
        }
        let links = Links::new(bitext, source, target);
        let linked = Linked { sides: bitext.sides, source, target, links };
        for (key, start, end) in sightings {
            let renderings = found.entry(key).or_default();
            let beside = |word: Option<&corpus::Word>| word.copied();
            let before = beside(start.checked_sub(1).map(|at| &source[at]));
            let company = knowledge.company(&self.source, before, beside(source.get(end)));
            renderings.see(&self.source, &source[start..end], company);
            if let Some(place) = linked.place(start..end) {
                renderings.add(text as u32, &self.target, target, &place);
            }
        }
    }

    /// The stretches of a text that are looked for.
    fn sightings(&self, text: usize, names: &Names, wanted: &Wanted) -> Vec<(PhraseKey, usize, usize)> {
        let words = self.source.words(text);
        let mut sightings = Vec::new();
        names.each(words, |start, end| {
            let key = key_of(&self.source, &words[start..end]);
            if wanted.names.contains_key(&key) {
                sightings.push((key, start, end));
            }
        });
        for (start, end) in stretches(words, phrases::MOST_WORDS) {
            let key = key_of(&self.source, &words[start..end]);
            if wanted.phrases.contains_key(&key) && !wanted.names.contains_key(&key) {
                sightings.push((key, start, end));
            }
        }
        sightings
    }

    fn candidates(
        &self,
        found: &FxHashMap<PhraseKey, Renderings>,
        knowledge: &Knowledge,
        wanted: &Wanted,
        least: u32,
    ) -> Vec<Candidate> {
        let best: FxHashMap<PhraseKey, &Rendering> =
            found.iter().filter_map(|(key, phrase)| Some((*key, *phrase.ranked().first()?))).collect();
        let totals = self.totals(best.values().map(|rendering| (rendering.key, 0)).collect());
        let composed = composed::find(found, &best, [&self.source, &self.target], knowledge);
        let mut candidates = Vec::new();
        for (key, phrase) in found {
            let Some(&rendering) = best.get(key).filter(|rendering| rendering.count >= least) else { continue };
            let together = totals.get(&rendering.key).copied().unwrap_or_default();
            let languages = [&self.source.language, &self.target.language];
            let signs = Signs::new(phrase, rendering, together, languages, wanted.names.contains_key(key));
            let is_same = phrase.written().to_lowercase() == rendering.written().to_lowercase();
            if is_same
                || signs.coverage < LEAST_COVERAGE
                || composed.wholes.contains(key)
                || self.has_more(phrase, rendering)
            {
                continue;
            }
            let kind = knowledge.head(&self.source, &phrase.words);
            let kind =
                kind.or_else(|| composed.people.contains(key).then_some(TermType::Person)).or_else(|| phrase.kind());
            let others = phrase.ranked().into_iter().filter(|other| other.key != rendering.key);
            candidates.push(Candidate {
                source: phrase.written().to_owned(),
                target: rendering.written().to_owned(),
                kind: kind.filter(|_| signs.is_name || kind == Some(TermType::Title)).unwrap_or_default(),
                seen: phrase.seen,
                count: rendering.count,
                confidence: signs.confidence(),
                alternatives: others.take(ALTERNATIVES).map(|r| (r.written().to_owned(), r.count)).collect(),
                examples: rendering.examples.iter().rev().copied().collect(),
            });
        }
        candidates.sort_by(|a, b| {
            b.confidence.total_cmp(&a.confidence).then(b.count.cmp(&a.count)).then(a.source.cmp(&b.source))
        });
        candidates
    }

    /// Whether a rendering has more small words inside than its phrase: it then goes across two names.
    fn has_more(&self, phrase: &Renderings, rendering: &Rendering) -> bool {
        let small =
            |side: &Side, words: &[corpus::Word]| words.iter().filter(|&&word| side.of(word).is_stop_word).count();
        small(&self.target, &rendering.words) > small(&self.source, &phrase.words)
    }

    /// How often each of the renderings is in the target texts.
    fn totals(&self, mut totals: FxHashMap<PhraseKey, u32>) -> FxHashMap<PhraseKey, u32> {
        for words in self.target.texts() {
            for (start, end) in stretches(words, place::MOST_WORDS) {
                if let Some(total) = totals.get_mut(&key_of(&self.target, &words[start..end])) {
                    *total += 1;
                }
            }
        }
        totals
    }
}

/// Whether a language writes names with capitals, by some of its texts.
pub fn has_capitals<'a>(texts: impl IntoIterator<Item = &'a str>) -> bool {
    let starts = texts.into_iter().flat_map(str::split_whitespace).filter_map(|word| word.chars().next());
    let (mut words, mut capitals) = (0, 0);
    starts.for_each(|start| {
        words += 1;
        capitals += usize::from(start.is_uppercase());
    });
    capitals * 50 > words
}

fn merge(found: &mut FxHashMap<PhraseKey, Renderings>, part: FxHashMap<PhraseKey, Renderings>) {
    for (key, renderings) in part {
        match found.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(renderings);
            }
            Entry::Occupied(mut entry) => entry.get_mut().absorb(renderings),
        }
    }
}
