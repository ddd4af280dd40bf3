//! What is done in the background: merging the indexes, and keeping a copy of them beside the store.

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
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
    lookups: Arc<Lookups>,
    writer: Arc<Mutex<Writer>>,
    state: Mutex<Copied>,
    /// Held while a copy is made: one at a time.
    copying: Mutex<()>,
}

/// What the copy has seen.
struct Copied {
    /// How many units have been changed since.
    changes: u64,
    /// When a copy was made last, or could not be.
    at: Instant,
    has_failed: bool,
}

impl Copier {
    /// `changes` units have been changed since the copy that is there.
    pub fn new(store: Arc<dyn Store>, lookups: Arc<Lookups>, writer: Arc<Mutex<Writer>>, changes: u64) -> Copier {
        let state = Mutex::new(Copied { changes, at: Instant::now(), has_failed: false });
        Copier { store, lookups, writer, state, copying: Mutex::default() }
    }

    /// Takes note that so many units have been changed.
    pub fn note(&self, changes: usize) {
        self.state().changes += changes as u64;
    }

    /// Makes a copy if enough has changed.
    pub fn copy_if_due(&self) -> Result<(), EngineError> {
        let _one_at_a_time = self.copying.lock();
        let Some(path) = self.store.copy_path().filter(|_| self.is_due()) else { return Ok(()) };
        let Some((view, mark, changes)) = self.in_step()? else { return Ok(()) };
        let started = Instant::now();
        let saved = lookup::save(&view, mark, &path);
        let mut state = self.state();
        (state.at, state.has_failed) = (Instant::now(), saved.is_err());
        if let Err(error) = saved {
            tracing::warn!(%error, "the copy of the index cannot be written; a start will take longer");
            return Ok(());
        }
        state.changes = state.changes.saturating_sub(changes);
        drop(state);
        self.store.forget_changes(&mark)?;
        let seconds = started.elapsed().as_secs_f64();
        tracing::info!(units = view.len(), seconds, "the index has been copied beside the store");
        Ok(())
    }

    /// Whether enough has changed for a new copy.
    fn is_due(&self) -> bool {
        let units = self.lookups.view().len() as u64;
        self.state().changes > CHANGES_FEW.max(units / CHANGES_SHARE)
    }

    /// The indexes, the mark of the last batch in them, and how many changes that makes; `None` if they may not be in step
    /// with the store: after a write that failed, or in a store that has never marked a batch.
    fn in_step(&self) -> Result<Option<(LookupView, Mark, u64)>, EngineError> {
        // Nobody writes meanwhile.
        let Ok(writer) = self.writer.lock() else { return Ok(None) };
        let mark = self.store.mark()?;
        let is_in_step = !writer.failed && mark.sequence > 0;
        Ok(is_in_step.then(|| (self.lookups.view().frozen(), mark, self.state().changes)))
    }

    /// Whether it is time to look whether a copy is due, be it quiet or not.
    fn is_time(&self, is_quiet: bool) -> bool {
        let state = self.state();
        (is_quiet && !state.has_failed) || state.at.elapsed() > BETWEEN_COPIES
    }

    fn state(&self) -> MutexGuard<'_, Copied> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A thread that merges the indexes whenever something was written, and copies them in quiet hours. Dropping it waits for
/// what it is doing.
pub struct Upkeep {
    /// `None` once it is to end.
    wake: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Upkeep {
    pub fn start(lookups: Arc<Lookups>, copier: Arc<Copier>) -> io::Result<Upkeep> {
        let (wake, woken) = sync_channel(1);
        let thread = thread::Builder::new().name("upkeep".into()).spawn(move || keep_up(&woken, &lookups, &copier))?;
        Ok(Upkeep { wake: Some(wake), thread: Some(thread) })
    }

    /// Something was written.
    pub fn wake(&self) {
        // Full: it will look once more anyway.
        let _ = self.wake.as_ref().map(|wake| wake.try_send(()));
    }
}

impl Drop for Upkeep {
    fn drop(&mut self) {
        drop(self.wake.take());
        // A panic there has been reported there.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

fn keep_up(woken: &Receiver<()>, lookups: &Lookups, copier: &Copier) {
    loop {
        let is_quiet = match woken.recv_timeout(QUIET) {
            Ok(()) => false,
            Err(RecvTimeoutError::Timeout) => true,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        lookups.merge();
        if copier.is_time(is_quiet)
            && let Err(error) = copier.copy_if_due()
        {
            tracing::warn!(%error, "the index was not copied");
        }
    }
}
