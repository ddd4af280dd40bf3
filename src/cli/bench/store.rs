//! The store and its engine: built, closed, opened again, weighed.

use std::sync::Arc;
use std::time::Instant;

use serde::{Deserialize, Serialize};

use super::Setup;
use super::home::Home;
use super::progress::Progress;
use super::survey::Survey;
use crate::cli::connect::open_engine;
use crate::cli::fail::Fail;
use crate::config::Config;
use crate::format::Format;
use crate::memory::{Engine, ImportHeader, RequestId, UnitImport, UnitsOnDelete};
use crate::model::MemoryId;
use crate::store::{SledStore, Store};

const MEMORY: &str = "bench";
/// The memory of the units that are written while others look up.
pub const WRITTEN: &str = "bench-written";

/// How the store was made.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Build {
    pub seconds: f64,
    pub pairs_per_second: f64,
    /// How many units came of the pairs; the same pair again makes no other unit.
    pub units: u64,
    /// How many lines were no pairs that the engine takes.
    pub refused: u64,
}

/// What the store and its engine take.
#[derive(Clone, Debug, Serialize)]
pub struct Weights {
    pub restart_seconds: f64,
    pub index_bytes: usize,
    pub index_bytes_per_pair: f64,
    pub store_bytes: u64,
    pub resident: Option<Resident>,
}

/// What the process holds in memory, as far as the system tells.
#[derive(Clone, Debug, Serialize)]
pub struct Resident {
    pub before_restart_bytes: u64,
    pub after_restart_bytes: u64,
}

/// Imports the pairs as `hafez import` does, unless the store is there. Tells whether it was.
pub fn build(setup: &Setup, home: &Home, survey: &Survey) -> Result<(Build, bool), Fail> {
    if let Some(build) = home.earlier_build(&survey.digest)? {
        return Ok((build, true));
    }
    let engine = open_engine(&home.store(), Config::default())?;
    let progress = Progress::over(Some(survey.pairs), "importing");
    let started = Instant::now();
    let table = setup.pairs.open()?;
    let report = engine.import(&header(setup)?, table, (&RequestId::default(), &setup.stop), |so_far| {
        progress.reach(so_far.counts.read);
        Ok(())
    })?;
    engine.close()?;
    let seconds = started.elapsed().as_secs_f64();
    if let Some(why) = report.broken {
        return Err(Fail::Failed(format!("the pairs cannot be read: {why}")));
    }
    let counts = report.counts;
    let build =
        Build { seconds, pairs_per_second: counts.read as f64 / seconds, units: counts.added, refused: counts.refused };
    home.finish(&survey.digest, &build)?;
    Ok((build, false))
}

fn header(setup: &Setup) -> Result<ImportHeader<UnitImport>, Fail> {
    let subject = UnitImport { format: Some(Format::Tsv), ..UnitImport::into(memory(MEMORY)?) };
    Ok(ImportHeader::new(subject, (setup.pairs.from.clone(), setup.pairs.to.clone()), "pairs.tsv"))
}

/// Opens the store as a server that starts does, and weighs it.
pub fn restart(home: &Home) -> Result<(Engine, Weights), Fail> {
    remove_written(home)?;
    let before = resident_bytes();
    let progress = Progress::of("opening the store");
    let started = Instant::now();
    let engine = open_engine(&home.store(), Config::default())?;
    let restart_seconds = started.elapsed().as_secs_f64();
    drop(progress);
    let (units, index_bytes) = (engine.counts().0, engine.index_bytes());
    let resident = before
        .zip(resident_bytes())
        .map(|(before_restart_bytes, after_restart_bytes)| Resident { before_restart_bytes, after_restart_bytes });
    let index_bytes_per_pair = index_bytes as f64 / units.max(1) as f64;
    let store_bytes = home.stored_bytes();
    Ok((engine, Weights { restart_seconds, index_bytes, index_bytes_per_pair, store_bytes, resident }))
}

/// Removes what a bench that was interrupted has written to the same store while others looked up.
fn remove_written(home: &Home) -> Result<(), Fail> {
    if !home.is_kept() {
        return Ok(());
    }
    let (written, store) = (memory(WRITTEN)?, SledStore::open(&home.store())?);
    if store.memory(&written)?.is_none() {
        return Ok(());
    }
    let engine = Engine::open(Arc::new(store), Config::default().limits, |_| ())?;
    engine.delete_memory(&written, UnitsOnDelete::Delete, &RequestId::default())?;
    Ok(engine.close()?)
}

fn memory(id: &str) -> Result<MemoryId, Fail> {
    MemoryId::parse(id).ok_or_else(|| Fail::Failed(format!("`{id}` is no name of a memory")))
}

/// Resident memory of the process, in bytes, where there is a `/proc`.
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kibibytes * 1_024)
}
