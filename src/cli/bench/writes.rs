//! Units written while others look up, and looked up themselves as soon as they are acknowledged.
//!
//! A CMS that saves an article sends its pairs together, so they are written by `BatchCreateUnits`, up to 40 at a time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde::Serialize;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::MissedTickBehavior;
use tonic::transport::Channel;

use super::Setup;
use super::latency::Latency;
use super::lookups::{Client, request};
use super::progress::Progress;
use super::queries::Queries;
use super::store::WRITTEN;
use crate::cli::fail::Fail;
use crate::model::{Language, Percent};
use crate::rpc::v1;
use crate::rpc::v1::memory_service_client::MemoryServiceClient;

/// How many pairs an article has.
const BATCH: u32 = 40;
/// How many batches may be under way; a server that falls behind is not buried.
const UNDER_WAY: usize = 64;
/// How many exact matches a written unit is looked for in.
const FOUND: u32 = 100;
/// How many of the units missed are named.
const NAMED: usize = 20;

/// What was written, and what was found of it.
#[derive(Debug, Default, Serialize)]
pub struct Writes {
    /// Units a second, as asked for.
    pub asked_per_second: u32,
    /// Units a second, as acknowledged.
    pub written_per_second: f64,
    pub units: usize,
    pub units_in_a_batch: u32,
    /// How long a batch took to be acknowledged.
    pub batch: Latency,
    /// How long it took to look one of its units up then.
    pub lookup: Latency,
    /// Units that were acknowledged and not found.
    pub missed: usize,
    /// Some of those.
    pub missing: Vec<String>,
}

/// What became of one batch.
struct Batch {
    time: Duration,
    lookups: Vec<Duration>,
    missing: Vec<String>,
}

/// What writes a batch.
#[derive(Clone)]
pub struct Writer {
    setup: Arc<Setup>,
    queries: Arc<Queries>,
    /// How many new pairs have been taken.
    taken: Arc<AtomicU64>,
    memories: MemoryServiceClient<Channel>,
    suggestions: Client,
}

impl Writer {
    pub fn new(setup: Arc<Setup>, queries: Arc<Queries>, channel: Channel) -> Writer {
        let (memories, suggestions) = (MemoryServiceClient::new(channel.clone()), Client::new(channel));
        Writer { setup, queries, taken: Arc::default(), memories, suggestions }
    }

    /// Writes so many units a second for as long as the arguments say.
    pub async fn write_at(mut self, rate: u32) -> Result<Writes, Fail> {
        self.create_memory().await?;
        let size = rate.min(BATCH);
        let mut clock = tokio::time::interval(Duration::from_secs(1) * size / rate);
        clock.set_missed_tick_behavior(MissedTickBehavior::Burst);
        let (places, mut writing) = (Arc::new(Semaphore::new(UNDER_WAY)), JoinSet::new());
        let time = Duration::from_secs(self.setup.arguments.seconds);
        let (started, mut left) = (Instant::now(), u64::from(rate) * time.as_secs());
        while left > 0 {
            clock.tick().await;
            let place = places.clone().acquire_owned().await.map_err(|error| Fail::Failed(error.to_string()))?;
            let (writer, size) = (self.clone(), u64::from(size).min(left));
            left -= size;
            writing.spawn(async move {
                let _place = place;
                writer.write(size).await
            });
        }
        let batches: Result<Vec<Batch>, Fail> = writing.join_all().await.into_iter().collect();
        Ok(Writes::of(batches?, rate, size, started.elapsed().max(time)))
    }

    /// Removes what was written: the store is to hold the pairs alone.
    pub async fn clean_up(mut self) -> Result<(), Fail> {
        let _progress = Progress::of("removing what was written");
        let request = v1::DeleteMemoryRequest { name: written(), force: true, ..Default::default() };
        Ok(self.memories.delete_memory(request).await.map(drop)?)
    }

    async fn create_memory(&mut self) -> Result<(), Fail> {
        let request = v1::CreateMemoryRequest { memory_id: WRITTEN.into(), ..Default::default() };
        match self.memories.create_memory(request).await {
            Err(status) if status.code() != tonic::Code::AlreadyExists => Err(status.into()),
            _ => Ok(()),
        }
    }

    /// Writes a batch, then looks up each of its units.
    async fn write(mut self, size: u64) -> Result<Batch, Fail> {
        let units = (0..size).map(|_| self.new_unit()).collect();
        let request = v1::BatchCreateUnitsRequest { parent: written(), units, ..Default::default() };
        let started = Instant::now();
        let answer = self.memories.batch_create_units(request).await?.into_inner();
        let mut batch = Batch { time: started.elapsed(), lookups: Vec::new(), missing: Vec::new() };
        for unit in answer.units {
            let started = Instant::now();
            let is_found = self.finds(&unit).await?;
            batch.lookups.push(started.elapsed());
            if !is_found {
                batch.missing.push(unit.source.unwrap_or_default().text);
            }
        }
        Ok(batch)
    }

    fn new_unit(&self) -> v1::Unit {
        let (source, target) = self.queries.new_pair(self.taken.fetch_add(1, Ordering::Relaxed));
        let text = |text, language: &Language| Some(v1::UnitText { text, language: language.to_string() });
        let (source, target) = (text(source, &self.setup.pairs.from), text(target, &self.setup.pairs.to));
        v1::Unit { source, target, ..Default::default() }
    }

    /// Whether the unit is among what is found for its source, as an exact match.
    async fn finds(&mut self, unit: &v1::Unit) -> Result<bool, Fail> {
        let text = unit.source.clone().unwrap_or_default().text;
        let request = v1::SuggestRequest { limit: FOUND, ..request(&self.setup, text, Percent::FULL) };
        let found = self.suggestions.suggest(request).await?.into_inner().suggestions;
        let is_exact = |s: &v1::Suggestion| s.match_type() == v1::MatchType::Exact;
        Ok(found.iter().any(|s| is_exact(s) && s.unit.as_ref().is_some_and(|found| found.name == unit.name)))
    }
}

fn written() -> String {
    format!("memories/{WRITTEN}")
}

impl Writes {
    fn of(batches: Vec<Batch>, rate: u32, size: u32, time: Duration) -> Writes {
        let units: usize = batches.iter().map(|batch| batch.lookups.len()).sum();
        let missing: Vec<String> = batches.iter().flat_map(|batch| batch.missing.clone()).collect();
        Writes {
            asked_per_second: rate,
            written_per_second: units as f64 / time.as_secs_f64(),
            units,
            units_in_a_batch: size,
            batch: Latency::of(batches.iter().map(|batch| batch.time).collect()),
            lookup: Latency::of(batches.into_iter().flat_map(|batch| batch.lookups).collect()),
            missed: missing.len(),
            missing: missing.into_iter().take(NAMED).collect(),
        }
    }
}
