//! One pass over all pairs: how many they are, which they are, and sources to make queries of.

use std::collections::BTreeMap;

use super::pairs::{Pair, Pairs};
use super::progress::Progress;
use super::queries::Kind;
use super::random::{mix, text_number};
use crate::cli::fail::Fail;
use crate::memory::{Limits, Stop};

/// How many pairs lend words to queries, and translations to what is written.
const DONORS: usize = 20_000;

/// What one pass over the pairs has found.
pub struct Survey {
    /// How many pairs the engine takes, those that are there several times counted each time.
    pub pairs: u64,
    /// Tells these pairs from others.
    pub digest: String,
    pub samples: Samples,
}

/// Some of the pairs, drawn by their texts: the same ones wherever they stand.
pub struct Samples {
    /// For each kind of query, sources that fit it, no two the same.
    pub sources: Vec<Vec<String>>,
    pub donors: Vec<Pair>,
}

impl Survey {
    /// Takes `each` sources for each kind of query.
    pub fn take(pairs: &Pairs, seed: u64, each: usize, stop: &Stop) -> Result<Survey, Fail> {
        let mut sources: Vec<Drawn<String>> =
            Kind::ALL.iter().map(|kind| Drawn::new(each, mix(seed ^ *kind as u64))).collect();
        let mut donors = Drawn::new(DONORS, mix(seed ^ u64::MAX));
        let (mut digest, mut count) = (blake3::Hasher::new(), 0);
        let progress = Progress::over(pairs.count, "reading the pairs");
        for language in [&pairs.from, &pairs.to] {
            digest.update(language.as_str().as_bytes()).update(b"\n");
        }
        pairs.for_each(&Limits::default(), stop, |pair| {
            for text in [&pair.source, &pair.target] {
                digest.update(text.as_bytes()).update(b"\n");
            }
            let (words, number) = (pair.source.split_whitespace().count(), text_number(&pair.source));
            for (kind, drawn) in Kind::ALL.iter().zip(&mut sources) {
                if kind.fits(words) {
                    drawn.offer(number, || pair.source.clone());
                }
            }
            donors.offer(number, || pair);
            count += 1;
            progress.advance(1);
            Ok(())
        })?;
        let samples = Samples { sources: sources.into_iter().map(Drawn::taken).collect(), donors: donors.taken() };
        Ok(Survey { pairs: count, digest: digest.finalize().to_hex().to_string(), samples })
    }
}

/// The things with the least numbers, once those have been mixed.
struct Drawn<T> {
    most: usize,
    salt: u64,
    by_number: BTreeMap<u64, T>,
}

impl<T> Drawn<T> {
    fn new(most: usize, salt: u64) -> Drawn<T> {
        Drawn { most, salt, by_number: BTreeMap::new() }
    }

    /// Takes a thing if it belongs to the least ones and is not among them.
    fn offer(&mut self, number: u64, thing: impl FnOnce() -> T) {
        let number = mix(number ^ self.salt);
        let is_full = self.by_number.len() >= self.most;
        if is_full && self.by_number.last_key_value().is_none_or(|(greatest, _)| number >= *greatest) {
            return;
        }
        self.by_number.entry(number).or_insert_with(thing);
        if self.by_number.len() > self.most {
            self.by_number.pop_last();
        }
    }

    fn taken(self) -> Vec<T> {
        self.by_number.into_values().collect()
    }
}
