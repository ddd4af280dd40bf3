//! What phrases are rendered as, by what is found at each of their sightings.

use rustc_hash::FxHashMap;

use super::company::{Clue, SURE};
use super::corpus::{KeyId, Side, Word};
use super::phrase::{PhraseKey, key_of};
use super::place::Place;
use crate::model::TermType;

/// What a phrase names is told by clues at this share of its sightings.
const LEAST_SHARE: (u32, u32) = (1, 12);
/// How many sightings of a rendering are named.
const EXAMPLES: usize = 5;

/// One way in which a phrase was rendered.
#[derive(Clone, Debug, Default)]
pub(super) struct Rendering {
    pub key: PhraseKey,
    pub count: u32,
    /// Sums over the sightings.
    pub coverage: f32,
    pub purity: f32,
    pub words: Vec<Word>,
    spellings: FxHashMap<String, u32>,
    /// The texts of some sightings.
    pub examples: Vec<u32>,
}

/// The renderings of one phrase.
#[derive(Clone, Debug, Default)]
pub(super) struct Renderings {
    /// How often the phrase was looked at.
    pub seen: u32,
    pub words: Vec<Word>,
    /// What the words beside it told of what it names.
    clues: FxHashMap<TermType, u32>,
    found: FxHashMap<PhraseKey, Rendering>,
    spellings: FxHashMap<String, u32>,
}

impl Renderings {
    /// Takes note of a sighting.
    pub fn see(&mut self, side: &Side, words: &[Word]) {
        self.seen += 1;
        if self.words.is_empty() {
            self.words = words.to_vec();
        }
        *self.spellings.entry(side.written(words)).or_default() += 1;
    }

    /// Takes note of what a sighting tells of what the phrase names.
    pub fn hear(&mut self, clues: Vec<Clue>) {
        clues.into_iter().for_each(|(kind, weight)| *self.clues.entry(kind).or_default() += weight);
    }

    /// Takes note of what a sighting is rendered as.
    pub fn add(&mut self, text: u32, side: &Side, target: &[Word], place: &Place) {
        let words = &target[place.start..place.end];
        let key = key_of(side, words);
        let found = self.found.entry(key).or_default();
        if found.words.is_empty() {
            (found.key, found.words) = (key, words.to_vec());
        }
        found.count += 1;
        found.coverage += place.coverage;
        found.purity += place.purity;
        *found.spellings.entry(side.written(words)).or_default() += 1;
        found.add_examples([text]);
    }

    /// Adds what was found in other, later texts.
    pub fn absorb(&mut self, other: Renderings) {
        self.seen += other.seen;
        if self.words.is_empty() {
            self.words = other.words;
        }
        add_counts(&mut self.clues, other.clues);
        add_counts(&mut self.spellings, other.spellings);
        for (key, rendering) in other.found {
            match self.found.entry(key) {
                std::collections::hash_map::Entry::Vacant(entry) => {
                    entry.insert(rendering);
                }
                std::collections::hash_map::Entry::Occupied(mut entry) => entry.get_mut().absorb(rendering),
            }
        }
    }

    /// The one that explains most of the phrase most often first.
    pub fn ranked(&self) -> Vec<&Rendering> {
        let mut ranked: Vec<&Rendering> = self.found.values().collect();
        ranked.sort_by(|a, b| b.coverage.total_cmp(&a.coverage).then(b.count.cmp(&a.count)).then(a.key.cmp(&b.key)));
        ranked
    }

    /// The phrase as it was written most often.
    pub fn written(&self) -> &str {
        most(&self.spellings)
    }

    /// What the phrase names by the words beside it, if they tell enough of it and agree well enough.
    pub fn kind(&self) -> Option<TermType> {
        let (kind, weight) = self.clues.iter().max_by_key(|(kind, weight)| (**weight, **kind == TermType::Person))?;
        let rest: u32 = self.clues.values().sum::<u32>() - weight;
        (weight * LEAST_SHARE.1 >= self.seen * SURE * LEAST_SHARE.0 && *weight > rest).then_some(*kind)
    }
}

impl Rendering {
    fn absorb(&mut self, other: Rendering) {
        self.count += other.count;
        self.coverage += other.coverage;
        self.purity += other.purity;
        add_counts(&mut self.spellings, other.spellings);
        self.add_examples(other.examples);
    }

    /// Keeps the latest.
    fn add_examples(&mut self, examples: impl IntoIterator<Item = u32>) {
        self.examples.extend(examples);
        let too_many = self.examples.len().saturating_sub(EXAMPLES);
        self.examples.drain(..too_many);
    }

    /// As it was written most often.
    pub fn written(&self) -> &str {
        most(&self.spellings)
    }

    /// The keys of its words, stop-words left out.
    pub fn contents(&self, side: &Side) -> Vec<KeyId> {
        let content = self.words.iter().map(|&word| side.of(word)).filter(|spelling| !spelling.is_stop_word);
        content.map(|spelling| spelling.key).collect()
    }
}

fn add_counts<K: Eq + std::hash::Hash>(counts: &mut FxHashMap<K, u32>, others: FxHashMap<K, u32>) {
    others.into_iter().for_each(|(key, count)| *counts.entry(key).or_default() += count);
}

fn most(spellings: &FxHashMap<String, u32>) -> &str {
    let best = spellings.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
    best.map_or("", |(written, _)| written.as_str())
}
