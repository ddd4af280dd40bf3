//! One query after the other, each asked once: in process, then over gRPC by one client. Each begins with a store just
//! opened, whose caches are cold.

use std::time::{Duration, Instant};

use serde::Serialize;

use super::Setup;
use super::contention::Cores;
use super::latency::Latency;
use super::progress::Progress;
use super::queries::{Kind, Queries};
use crate::cli::fail::Fail;
use crate::memory::{Engine, SuggestQuery};
use crate::model::Percent;
use crate::rpc::v1;
use crate::rpc::v1::suggest_service_client::SuggestServiceClient;

pub type Client = SuggestServiceClient<tonic::transport::Channel>;

/// The look-ups of one set of queries.
#[derive(Debug, Serialize)]
pub struct Row {
    pub set: Kind,
    pub min_score: f64,
    /// How many queries were asked.
    pub asked: usize,
    /// How many of them had a suggestion.
    pub matched: usize,
    #[serde(flatten)]
    pub latency: Latency,
}

/// What came of all sets, asked one after the other.
pub struct Lookups {
    pub rows: Vec<Row>,
    /// For which share of the time something had to wait for a core.
    pub cores_short: Option<f64>,
}

/// A set of queries for a least score, and what came of it.
struct Set {
    kind: Kind,
    floor: Percent,
    queries: Vec<String>,
    times: Vec<Duration>,
    matched: usize,
}

/// Times the engine itself.
pub fn in_process(setup: &Setup, engine: &Engine, queries: &mut Queries) -> Result<Lookups, Fail> {
    let (mut sets, cores) = (sets(setup, queries), Cores::watch());
    let (turns, progress) = turns(&sets, "looking up in process");
    for (set, at) in turns {
        let query = query(setup, &sets[set].queries[at], sets[set].floor, setup.arguments.limit as usize);
        let started = Instant::now();
        let found = engine.suggest(&query, &setup.stop)?;
        sets[set].note(started.elapsed(), found.suggestions.len());
        progress.advance(1);
    }
    Ok(Lookups { cores_short: cores.short(), rows: sets.into_iter().map(Row::from).collect() })
}

/// Times one client of a server.
pub async fn over_grpc(setup: &Setup, client: &mut Client, queries: &mut Queries) -> Result<Lookups, Fail> {
    let (mut sets, cores) = (sets(setup, queries), Cores::watch());
    let (turns, progress) = turns(&sets, "looking up over gRPC");
    for (set, at) in turns {
        setup.stop.check()?;
        let request = request(setup, sets[set].queries[at].clone(), sets[set].floor);
        let started = Instant::now();
        let answer = client.suggest(request).await?.into_inner();
        sets[set].note(started.elapsed(), answer.suggestions.len());
        progress.advance(1);
    }
    Ok(Lookups { cores_short: cores.short(), rows: sets.into_iter().map(Row::from).collect() })
}

impl Set {
    fn note(&mut self, time: Duration, suggestions: usize) {
        self.times.push(time);
        self.matched += usize::from(suggestions > 0);
    }
}

impl From<Set> for Row {
    fn from(set: Set) -> Row {
        let (asked, latency) = (set.times.len(), Latency::of(set.times));
        Row { set: set.kind, min_score: set.floor.as_f64(), asked, matched: set.matched, latency }
    }
}

/// Every kind of query for every least score; none is in two sets as long as the pairs yield others.
fn sets(setup: &Setup, queries: &mut Queries) -> Vec<Set> {
    let mut sets = Vec::new();
    for floor in setup.arguments.floors() {
        for kind in Kind::ALL {
            let queries = queries.next_set(kind, setup.arguments.queries);
            sets.push(Set { kind, floor, queries, times: Vec::new(), matched: 0 });
        }
    }
    sets
}

/// One query of each set in turn, so that all find the engine's caches as warm: the set's place, and the query's in it.
fn turns(sets: &[Set], what: &str) -> (Vec<(usize, usize)>, Progress) {
    let longest = sets.iter().map(|set| set.queries.len()).max().unwrap_or(0);
    let places = (0..longest).flat_map(|at| (0..sets.len()).map(move |set| (set, at)));
    let turns: Vec<_> = places.filter(|&(set, at)| at < sets[set].queries.len()).collect();
    let progress = Progress::over(Some(turns.len() as u64), what);
    (turns, progress)
}

/// As many parts of an unknown segment as a client gets that does not say.
const PHRASES: usize = 3;

pub fn query(setup: &Setup, text: &str, floor: Percent, limit: usize) -> SuggestQuery {
    SuggestQuery {
        text: text.to_owned(),
        previous: None,
        next: None,
        from: setup.pairs.from.clone(),
        to: setup.pairs.to.clone(),
        memories: Vec::new(),
        statuses: Vec::new(),
        min_score: floor,
        limit,
        max_phrases: PHRASES,
    }
}

pub fn request(setup: &Setup, text: String, floor: Percent) -> v1::SuggestRequest {
    v1::SuggestRequest {
        text,
        source_language: setup.pairs.from.to_string(),
        target_language: setup.pairs.to.to_string(),
        min_score: Some(floor.as_f64()),
        limit: setup.arguments.limit,
        ..Default::default()
    }
}
