//! Brute force: every pair scored against every query by `fuzzy::score`, without an index and without a bound.

use std::thread;

use super::Setup;
use super::pairs::Pair;
use super::progress::Progress;
use crate::cli::fail::Fail;
use crate::fuzzy::{Profile, score};
use crate::memory::Limits;
use crate::model::{Language, Penalties, Percent};

/// How many pairs a query's truth holds at the most: as many as the engine suggests at the most.
pub const KEPT: usize = 100;

/// How many pairs each thread scores between two questions whether to stop.
const PAIRS_AT_A_TIME: usize = 256;

/// A pair with its score.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Hit {
    pub source: String,
    pub target: String,
    #[serde(serialize_with = "as_number")]
    pub score: Percent,
}

/// The best pairs for a query, best first, none twice.
#[derive(Clone, Debug, Default)]
pub struct Truth {
    pub best: Vec<Hit>,
}

impl Truth {
    /// Takes a hit if it is among the best so far and not there yet. Of equal ones the first to come stay.
    fn offer(&mut self, hit: Hit) {
        let at = self.best.partition_point(|other| other.score >= hit.score);
        let equal = self.best[..at].iter().rev().take_while(|other| other.score == hit.score);
        if at < KEPT && !equal.into_iter().any(|other| *other == hit) {
            self.best.insert(at, hit);
            self.best.truncate(KEPT);
        }
    }

    /// Whether a hit of that score could be taken.
    fn takes(&self, score: Percent) -> bool {
        self.best.len() < KEPT || self.best.last().is_some_and(|worst| score > worst.score)
    }

    /// Those that reach a score.
    pub fn reaching(&self, floor: Percent) -> &[Hit] {
        &self.best[..self.best.partition_point(|hit| hit.score >= floor)]
    }
}

/// Scores every pair against every query, on all cores; gives the best that reach `floor`.
pub fn brute_force(setup: &Setup, pairs: u64, queries: &[&str], floor: Percent) -> Result<Vec<Truth>, Fail> {
    let from = &setup.pairs.from;
    let profiles: Vec<Profile> = queries.iter().map(|text| Profile::new(text, from)).collect();
    let mut truths = vec![Truth::default(); queries.len()];
    let progress = Progress::over(Some(pairs), "scoring every pair");
    let threads = thread::available_parallelism().map_or(1, |n| n.get());
    let mut chunk: Vec<Pair> = Vec::with_capacity(threads * PAIRS_AT_A_TIME);
    let mut flush = |chunk: &mut Vec<Pair>| {
        progress.advance(chunk.len() as u64);
        score_chunk(std::mem::take(chunk), &profiles, floor, from, &mut truths);
    };
    setup.pairs.for_each(&Limits::default(), &setup.stop, |pair| {
        chunk.push(pair);
        if chunk.len() == threads * PAIRS_AT_A_TIME {
            flush(&mut chunk);
            setup.stop.check()?;
        }
        Ok(())
    })?;
    flush(&mut chunk);
    Ok(truths)
}

fn score_chunk(chunk: Vec<Pair>, queries: &[Profile], floor: Percent, from: &Language, truths: &mut [Truth]) {
    let known: &[Truth] = truths;
    let hits: Vec<(usize, &Pair, Percent)> = thread::scope(|scope| {
        let score = |pairs| move || score_pairs(pairs, queries, floor, from, known);
        let workers: Vec<_> = chunk.chunks(PAIRS_AT_A_TIME).map(|pairs| scope.spawn(score(pairs))).collect();
        let joined = workers.into_iter().map(|w| w.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        joined.flatten().collect()
    });
    for (query, pair, score) in hits {
        truths[query].offer(Hit { source: pair.source.clone(), target: pair.target.clone(), score });
    }
}

/// The queries and pairs that reach the floor and might be kept.
fn score_pairs<'a>(
    pairs: &'a [Pair],
    queries: &[Profile],
    floor: Percent,
    from: &Language,
    known: &[Truth],
) -> Vec<(usize, &'a Pair, Percent)> {
    let mut hits = Vec::new();
    for pair in pairs {
        let profile = Profile::new(&pair.source, from);
        for (at, query) in queries.iter().enumerate() {
            let total = score(query, &profile, &Penalties::default()).total();
            if total >= floor && known[at].takes(total) {
                hits.push((at, pair, total));
            }
        }
    }
    hits
}

fn as_number<S: serde::Serializer>(percent: &Percent, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(percent.as_f64())
}
