//! Finds the names, titles and fixed phrases of a bitext, and how each is rendered.
//!
//! # The journey of a pair
//!
//! `corpus` cuts both texts into numbered words. Once all pairs are there, `names` finds the stretches with capitals that
//! were seen often enough, with the `knowledge` of small words inside of names, and `phrases` the words that go together
//! more often than by chance, less the `fragments` of longer ones. At each sighting `links` says which words of the pair
//! explain each other, by the lexicon and by their sound, and `place` the stretch of the other text that is the phrase.
//! `renderings` counts these, with what the `company` of a name tells of its type; `confidence` says how far the best
//! rendering can be believed. A title with a name is left to its parts (`composed`).
//!
//! Names are known by their capitals, so the source had better have such ([`has_capitals`]).

mod company;
mod composed;
mod confidence;
mod corpus;
mod fragments;
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

/// What of the mining is done once names are counted, then phrases, then renderings found, by the time that it takes.
const NAMES: f32 = 0.1;
const PHRASES: f32 = 0.2;
const RENDERINGS: f32 = 0.95;
/// How many texts are shared out to the cores at once.
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
        let knowledge = [Knowledge::new(&self.source), Knowledge::new(&self.target)];
        let naming = Stretch::new(watch, 0.0, NAMES);
        let names = Names::new(&self.source, &knowledge[0], &naming.part(0, 2))?;
        let wanted = Wanted {
            names: names.count(least, &naming.part(1, 2))?,
            phrases: phrases::count(&self.source, &knowledge[0], least, &Stretch::new(watch, NAMES, PHRASES))?,
        };
        let found = self.find(lexicon, (&names, &knowledge, &wanted), &Stretch::new(watch, PHRASES, RENDERINGS))?;
        self.candidates(&found, (&knowledge, &wanted), least, &Stretch::new(watch, RENDERINGS, 1.0))
    }

    /// What the phrases are rendered as.
    fn find(
        &self,
        lexicon: &Lexicon,
        (names, knowledge, wanted): (&Names, &[Knowledge; 2], &Wanted),
        looking: &Stretch<'_>,
    ) -> Result<FxHashMap<PhraseKey, Renderings>, BrokenOff> {
        let known = [Known::sources(lexicon, &self.source), Known::targets(lexicon, &self.target)];
        let bitext = Bitext { lexicon, sides: [&self.source, &self.target], known: [&known[0], &known[1]] };
        let mut found: FxHashMap<PhraseKey, Renderings> = FxHashMap::default();
        for start in (0..self.source.len()).step_by(TEXTS_AT_ONCE) {
            looking.reach(start, self.source.len())?;
            let end = self.source.len().min(start + TEXTS_AT_ONCE);
            let parts: Vec<_> = (start..end)
                .into_par_iter()
                .fold(FxHashMap::default, |mut found, text| {
                    self.look_at(text, (names, knowledge, wanted), &bitext, &mut found);
                    found
                })
                .collect();
            parts.into_iter().for_each(|part| merge(&mut found, part));
        }
        Ok(found)
    }

    /// Finds what the phrases of a text are rendered as.
    fn look_at(
        &self,
        text: usize,
        (names, knowledge, wanted): (&Names, &[Knowledge; 2], &Wanted),
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
            renderings.see(&self.source, &source[start..end]);
            renderings.hear(knowledge[0].clues(&self.source, source, start..end));
            if let Some(place) = linked.place(start..end) {
                renderings.add(text as u32, &self.target, target, &place);
                renderings.hear(knowledge[1].clues(&self.target, target, place.start..place.end));
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
        (knowledge, wanted): (&[Knowledge; 2], &Wanted),
        least: u32,
        looking: &Stretch<'_>,
    ) -> Result<Vec<Candidate>, BrokenOff> {
        let best: FxHashMap<PhraseKey, &Rendering> =
            found.iter().filter_map(|(key, phrase)| Some((*key, *phrase.ranked().first()?))).collect();
        let totals = self.totals(best.values().map(|rendering| (rendering.key, 0)).collect(), looking)?;
        let composed = composed::find(found, &best, [&self.source, &self.target], &knowledge[0]);
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
            let is_person = composed.people.contains(key).then_some(TermType::Person);
            let kind = self.kind((phrase, rendering), knowledge, is_person);
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
        Ok(candidates)
    }

    /// What a phrase names: by what it is made of, in either language, by what is known of it, by the words beside it.
    fn kind(
        &self,
        (phrase, rendering): (&Renderings, &Rendering),
        [source, target]: &[Knowledge; 2],
        is_person: Option<TermType>,
    ) -> Option<TermType> {
        let named = source.named(&self.source, &phrase.words);
        let is_by_itself = |kind: &TermType| *kind != TermType::Person || phrase.words.len() > 1;
        let head = source.head(&self.source, &phrase.words).or(is_person);
        let known = || named.filter(is_by_itself).or_else(|| target.head(&self.target, &rendering.words));
        // A given name alone may be a place's, too.
        head.or_else(known).or_else(|| phrase.kind()).or(named)
    }

    /// Whether a rendering has more small words inside than its phrase: it then goes across two names.
    fn has_more(&self, phrase: &Renderings, rendering: &Rendering) -> bool {
        let small =
            |side: &Side, words: &[corpus::Word]| words.iter().filter(|&&word| side.of(word).is_stop_word).count();
        small(&self.target, &rendering.words) > small(&self.source, &phrase.words)
    }

    /// How often each of the renderings is in the target texts.
    fn totals(
        &self,
        mut totals: FxHashMap<PhraseKey, u32>,
        looking: &Stretch<'_>,
    ) -> Result<FxHashMap<PhraseKey, u32>, BrokenOff> {
        self.target.each_text(looking, |words| {
            for (start, end) in stretches(words, place::MOST_WORDS) {
                if let Some(total) = totals.get_mut(&key_of(&self.target, &words[start..end])) {
                    *total += 1;
                }
            }
        })?;
        Ok(totals)
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
