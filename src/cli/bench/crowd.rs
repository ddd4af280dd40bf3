//! Many clients at a time, each asking its next query as soon as the last one is answered; without and with writes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde::Serialize;
use tokio::task::JoinSet;

use super::Setup;
use super::latency::Latency;
use super::lookups::{Client, request};
use super::progress::Progress;
use super::queries::Queries;
use super::server::Server;
use super::writes::{Writer, Writes};
use crate::cli::fail::Fail;
use crate::model::Percent;

/// What many clients get for one least score.
#[derive(Debug, Serialize)]
pub struct Crowd {
    pub min_score: f64,
    pub clients: usize,
    pub without_writes: Throughput,
    pub with_writes: Option<UnderWrites>,
}

/// How many look-ups were answered, and how fast.
#[derive(Debug, Serialize)]
pub struct Throughput {
    pub seconds: f64,
    pub lookups: usize,
    pub lookups_per_second: f64,
    #[serde(flatten)]
    pub latency: Latency,
}

/// The same while units are written.
#[derive(Debug, Serialize)]
pub struct UnderWrites {
    #[serde(flatten)]
    pub throughput: Throughput,
    /// The 99th percentile against the one without writes.
    pub p99_ratio: f64,
    pub writes: Writes,
}

/// Lets the clients ask for as long as the arguments say, for each least score; and for a quarter of that before, so that
/// the first figures are not those of a cold start.
pub async fn ask(setup: &Arc<Setup>, server: &Server, queries: &Arc<Queries>) -> Result<Vec<Crowd>, Fail> {
    let (mut crowds, turn) = (Vec::new(), Arc::new(AtomicU64::new(0)));
    let time = Duration::from_secs(setup.arguments.seconds);
    let writer = Writer::new(setup.clone(), queries.clone(), server.connect().await?);
    for floor in setup.arguments.floors() {
        let crowd = Asking { setup: setup.clone(), queries: queries.clone(), floor, turn: turn.clone() };
        crowd.ask(server, time / 4).await?;
        let without_writes = crowd.ask(server, time).await?;
        let with_writes = match setup.arguments.writes {
            Some(rate) => Some(crowd.ask_under_writes(server, writer.clone().write_at(rate), &without_writes).await?),
            None => None,
        };
        let clients = setup.arguments.clients;
        crowds.push(Crowd { min_score: floor.as_f64(), clients, without_writes, with_writes });
    }
    if setup.arguments.writes.is_some() && setup.arguments.keep.is_some() {
        writer.clean_up().await?;
    }
    Ok(crowds)
}

/// What each of the clients needs.
#[derive(Clone)]
struct Asking {
    setup: Arc<Setup>,
    queries: Arc<Queries>,
    floor: Percent,
    /// How many queries have been taken.
    turn: Arc<AtomicU64>,
}

impl Asking {
    async fn ask(&self, server: &Server, time: Duration) -> Result<Throughput, Fail> {
        let (clients, mut connected) = (self.setup.arguments.clients, Vec::new());
        for _ in 0..clients {
            connected.push(Client::new(server.connect().await?));
        }
        let _progress = Progress::of(&format!("{clients} clients look up, min score {}", self.floor));
        let (started, mut asking, mut times) = (Instant::now(), JoinSet::new(), Vec::new());
        for client in connected {
            asking.spawn(self.clone().ask_until(started + time, client));
        }
        while let Some(asked) = asking.join_next().await {
            times.extend(asked.map_err(|error| Fail::Failed(error.to_string()))??);
        }
        let (seconds, lookups) = (started.elapsed().as_secs_f64(), times.len());
        let lookups_per_second = lookups as f64 / seconds;
        Ok(Throughput { seconds, lookups, lookups_per_second, latency: Latency::of(times) })
    }

    async fn ask_until(self, end: Instant, mut client: Client) -> Result<Vec<Duration>, Fail> {
        let mut times = Vec::new();
        while Instant::now() < end {
            self.setup.stop.check()?;
            let turn = self.turn.fetch_add(1, Ordering::Relaxed);
            let Some(text) = self.queries.mixed(turn) else { continue };
            let request = request(&self.setup, text, self.floor);
            let started = Instant::now();
            client.suggest(request).await?;
            times.push(started.elapsed());
        }
        Ok(times)
    }

    async fn ask_under_writes(
        &self,
        server: &Server,
        writing: impl Future<Output = Result<Writes, Fail>>,
        idle: &Throughput,
    ) -> Result<UnderWrites, Fail> {
        let time = Duration::from_secs(self.setup.arguments.seconds);
        let (throughput, writes) = tokio::try_join!(self.ask(server, time), writing)?;
        let p99_ratio = throughput.latency.p99_ms / idle.latency.p99_ms;
        Ok(UnderWrites { throughput, p99_ratio, writes })
    }
}
