//! What is done in the background: merging the indexes, and keeping a copy of them beside the store.

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::Writer;
use super::error::EngineError;
use super::lookup::{self, LookupView, Lookups};
use crate::store::{Mark, Store};

/// After how long without a write a copy may be made.
const QUIET: Duration = Duration::from_secs(5);
/// After how long a copy is made even though writes go on.
const BETWEEN_COPIES: Duration = Duration::from_secs(600);
/// How many changes a start catches up with in a fraction of a second.
const CHANGES_FEW: u64 = 10_000;
/// A copy is made anew when one in so many units has changed.
const CHANGES_SHARE: u64 = 20;

/// Keeps the copy of the indexes.
pub struct Copier {
    store: Arc<dyn Store>,
    state: Mutex<Copied>,
    /// Held while a copy is made: one at a time.
    copying: Mutex<()>,
}

/// What the copy has seen.
struct Copied {
    /// How many units have been changed since.
    changes: u64,
    at: Instant,
}

impl Copier {
    /// `changes` units have been changed since the copy that is there.
    pub fn new(store: Arc<dyn Store>, changes: u64) -> Copier {
        Copier { store, state: Mutex::new(Copied { changes, at: Instant::now() }), copying: Mutex::default() }
    }

    /// Takes note that so many units have been changed.
    pub fn note(&self, changes: usize) {
        self.lock().changes += changes as u64;
    }

    /// Whether enough has changed for a new copy of an index of so many units.
    fn is_due(&self, units: usize) -> bool {
        let Copied { changes, .. } = *self.lock();
        changes > CHANGES_FEW.max(units as u64 / CHANGES_SHARE)
    }

    fn age(&self) -> Duration {
        self.lock().at.elapsed()
    }

    /// Makes a copy if enough has changed. `view` tells the indexes and the mark of the last batch in them.
    pub fn copy_if_due(
        &self,
        view: impl FnOnce() -> Result<(Arc<LookupView>, Mark), EngineError>,
    ) -> Result<(), EngineError> {
        let Some(path) = self.store.copy_path() else { return Ok(()) };
        let _one_at_a_time = self.copying.lock();
        let changes = self.lock().changes;
        let (view, mark) = view()?;
        if mark.sequence == 0 || !self.is_due(view.len()) {
            return Ok(());
        }
        let started = Instant::now();
        if let Err(error) = lookup::save(&view, mark, &path) {
            tracing::warn!(%error, "the copy of the index cannot be written; a start will take longer");
            return Ok(());
        }
        let mut state = self.lock();
        state.changes = state.changes.saturating_sub(changes);
        state.at = Instant::now();
        drop(state);
        self.store.forget_changes(&mark)?;
        tracing::info!(
            units = view.len(),
            seconds = started.elapsed().as_secs_f64(),
            "the index has been copied beside the store"
        );
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Copied> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A thread that merges the indexes whenever something was written, and copies them in quiet hours, until it is dropped.
pub struct Upkeep(SyncSender<()>);

impl Upkeep {
    pub fn start(lookups: Arc<Lookups>, copier: Arc<Copier>, writer: Arc<Mutex<Writer>>) -> io::Result<Upkeep> {
        let (wake, woken) = sync_channel(1);
        let run = move || keep_up(&woken, &lookups, &copier, &writer);
        thread::Builder::new().name("upkeep".into()).spawn(run)?;
        Ok(Upkeep(wake))
    }

    /// Something was written.
    pub fn wake(&self) {
        // Full: it will look once more anyway.
        let _ = self.0.try_send(());
    }
}

fn keep_up(woken: &Receiver<()>, lookups: &Lookups, copier: &Copier, writer: &Mutex<Writer>) {
    loop {
        let is_quiet = match woken.recv_timeout(QUIET) {
            Ok(()) => false,
            Err(RecvTimeoutError::Timeout) => true,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        lookups.merge();
        if is_quiet || copier.age() > BETWEEN_COPIES {
            let outcome = copier.copy_if_due(|| {
                // Nobody writes between the two.
                let _writer = writer.lock().unwrap_or_else(PoisonError::into_inner);
                Ok((lookups.view(), copier.store.mark()?))
            });
            if let Err(error) = outcome {
                tracing::warn!(%error, "the index was not copied");
            }
        }
    }
}
