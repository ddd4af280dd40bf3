//! What is looked up: made of the pairs by a seed, the same for the same seed and pairs.

use std::collections::HashSet;

use serde::{Serialize, Serializer};

use super::random::Random;
use super::survey::Samples;

/// How many queries may turn out to have been made before until no more new ones are expected: so many times as many as
/// are wanted.
const PATIENCE: u64 = 3;

/// A kind of query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 3 to 8 words, every sixth from another source.
    Headlines,
    /// 1 to 3 words; every second query has a misspelt one.
    Names,
    /// 10 to 40 words, every sixth from another source.
    Sentences,
    /// A source as it is.
    Exact,
    /// 5 to 40 words of which so many are replaced, left out, added or misspelt, at least one.
    Edited10,
    Edited20,
    Edited30,
    /// 5 to 25 words in runs of 2 to 4, each run from another source.
    Unseen,
}

impl Kind {
    pub const ALL: [Kind; 8] = [
        Kind::Headlines,
        Kind::Names,
        Kind::Sentences,
        Kind::Exact,
        Kind::Edited10,
        Kind::Edited20,
        Kind::Edited30,
        Kind::Unseen,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Kind::Headlines => "headlines",
            Kind::Names => "names",
            Kind::Sentences => "sentences",
            Kind::Exact => "exact",
            Kind::Edited10 => "edited 10 %",
            Kind::Edited20 => "edited 20 %",
            Kind::Edited30 => "edited 30 %",
            Kind::Unseen => "unseen",
        }
    }

    /// Whether a source of so many words can become such a query; what is unseen comes of no single source.
    pub fn fits(self, words: usize) -> bool {
        match self {
            Kind::Headlines => (3..=8).contains(&words),
            Kind::Names => (1..=3).contains(&words),
            Kind::Sentences => (10..=40).contains(&words),
            Kind::Exact => words > 0,
            Kind::Edited10 | Kind::Edited20 | Kind::Edited30 => (5..=40).contains(&words),
            Kind::Unseen => false,
        }
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// Makes queries.
pub struct Queries {
    seed: u64,
    samples: Samples,
    /// For each kind, how many have been made.
    made: [u64; Kind::ALL.len()],
}

impl Queries {
    pub fn new(seed: u64, samples: Samples) -> Queries {
        Queries { seed, samples, made: [0; Kind::ALL.len()] }
    }

    /// So many queries that were not given out before, no two the same; fewer where the pairs yield no more. Only when
    /// all sources of a kind have been used it begins again with the first one.
    pub fn next_set(&mut self, kind: Kind, wanted: usize) -> Vec<String> {
        let (mut set, mut seen) = (Vec::new(), HashSet::new());
        let first = self.made[kind as usize];
        for number in first..first + PATIENCE * wanted as u64 {
            if set.len() == wanted {
                break;
            }
            self.made[kind as usize] = number + 1;
            set.extend(self.query(kind, number).filter(|query| seen.insert(query.clone())));
        }
        set
    }

    /// A query for one of many clients, who ask all kinds in turn; other than those of the sets as far as
    /// the pairs yield others.
    pub fn mixed(&self, turn: u64) -> Option<String> {
        let kinds = Kind::ALL.len() as u64;
        let kind = Kind::ALL[(turn % kinds) as usize];
        self.query(kind, self.made[kind as usize] + turn / kinds)
    }

    /// A new pair: a text of runs of words that are together in no source, and a target that some source has.
    pub fn new_pair(&self, number: u64) -> (String, String) {
        let mut random = Random::new(self.seed, [u64::MAX, number]);
        let source = self.recombined(&mut random).join(" ");
        let target = random.pick(&self.samples.donors).map_or(String::new(), |pair| pair.target.clone());
        (source, target)
    }

    fn query(&self, kind: Kind, number: u64) -> Option<String> {
        let mut random = Random::new(self.seed, [kind as u64, number]);
        let sources = &self.samples.sources[kind as usize];
        let source = sources.get((number % sources.len().max(1) as u64) as usize);
        let mut words: Vec<String> = source.into_iter().flat_map(|s| s.split_whitespace()).map(str::to_owned).collect();
        match kind {
            Kind::Unseen => words = self.recombined(&mut random),
            Kind::Exact => return source.cloned(),
            _ if words.is_empty() => (),
            Kind::Headlines | Kind::Sentences => self.replace_every_sixth(&mut words, &mut random),
            Kind::Names if number.is_multiple_of(2) => (),
            Kind::Names => misspell_one(&mut words, &mut random),
            Kind::Edited10 => self.edit(&mut words, 10, &mut random),
            Kind::Edited20 => self.edit(&mut words, 20, &mut random),
            Kind::Edited30 => self.edit(&mut words, 30, &mut random),
        }
        Some(words.join(" ")).filter(|query| !query.is_empty())
    }

    fn replace_every_sixth(&self, words: &mut [String], random: &mut Random) {
        for at in (random.below(words.len().min(6))..words.len()).step_by(6) {
            words[at] = self.other_word(random);
        }
    }

    /// Changes so many words of a hundred.
    fn edit(&self, words: &mut Vec<String>, percent: usize, random: &mut Random) {
        for _ in 0..((words.len() * percent + 50) / 100).max(1) {
            let at = random.below(words.len());
            match random.below(5) {
                0 if words.len() > 1 => drop(words.remove(at)),
                1 => words.insert(at, self.other_word(random)),
                2 => words[at] = misspelt(&words[at], random),
                _ => words[at] = self.other_word(random),
            }
        }
    }

    fn recombined(&self, random: &mut Random) -> Vec<String> {
        let (length, mut words) = (random.within(5..=25), Vec::new());
        while words.len() < length {
            let run = random.within(2..=4).min(length - words.len());
            let donor = self.donor(random);
            let from = random.below((donor.len() + 1).saturating_sub(run));
            let taken = donor.get(from..).unwrap_or_default().iter().take(run);
            match donor.is_empty() {
                true => break,
                false => words.extend(taken.map(|word| (*word).to_owned())),
            }
        }
        words
    }

    fn other_word(&self, random: &mut Random) -> String {
        let donor = self.donor(random);
        random.pick(&donor).map_or(String::new(), |word| (*word).to_owned())
    }

    fn donor(&self, random: &mut Random) -> Vec<&str> {
        random.pick(&self.samples.donors).map_or(Vec::new(), |pair| pair.source.split_whitespace().collect())
    }
}

fn misspell_one(words: &mut [String], random: &mut Random) {
    let at = random.below(words.len());
    words[at] = misspelt(&words[at], random);
}

/// The word with one letter left out, doubled, or changed places with its neighbour; a word of one letter twice.
fn misspelt(word: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = random.below(letters.len().saturating_sub(1));
    let letter = letters.get(at).copied();
    match random.below(3) {
        0 if letters.len() > 1 => drop(letters.remove(at)),
        1 if letters.len() > 1 => letters.swap(at, at + 1),
        _ => drop(letters.splice(at..at, letter)),
    }
    letters.into_iter().collect()
}
