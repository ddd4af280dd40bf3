//! The engine: a store and the indexes derived from it, kept in step.
//!
//! All writes go through one lock, in this order: check, store (durable), index (findable), answer. Look-ups take the
//! indexes' read locks and then read units from the store. Calls block; they belong off the async threads.

mod catalog;
mod context;
mod error;
mod import;
mod intake;
mod leverage;
mod limits;
mod lookup;
mod receipts;
mod stop;
mod suggest;
mod terms;
mod units;

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, RwLock};
use std::time::{Duration, Instant};

pub use self::catalog::{MemoryChange, UnitsOnDelete};
pub use self::error::{EngineError, FieldViolation, StopReason};
pub use self::import::{ImportCounts, ImportHeader, ImportProgress, ImportReport};
pub use self::leverage::{Band, Leverage, LeverageCount};
pub use self::limits::Limits;
pub use self::receipts::RequestId;
pub use self::stop::Stop;
pub use self::suggest::{ArticleQuery, SegmentAnswer, SuggestQuery, Suggestion};
pub use self::terms::{NewTerm, RecognizedTerm, TermChange};
pub use self::units::{NewUnit, UnitChange, Written};

use self::lookup::Lookup;
use self::terms::Termbase;
use crate::model::{TermId, UnitId};
use crate::store::{Batch, Change, Store};

/// How many records are read from the store, or written to it, at a time.
const CHUNK: usize = 4_096;

/// How long expired receipts may stay.
const BETWEEN_SWEEPS: Duration = Duration::from_secs(24 * 3_600);

/// A store and the indexes derived from it.
pub struct Engine {
    store: Arc<dyn Store>,
    lookup: RwLock<Lookup>,
    termbase: RwLock<Termbase>,
    writer: Mutex<Writer>,
    /// The request ids of the imports under way.
    importing: Mutex<HashSet<String>>,
    limits: Limits,
}

/// What only the one that writes may touch.
struct Writer {
    next_unit: UnitId,
    next_term: TermId,
    /// A write failed half-way, so what is on disk is not known.
    failed: bool,
    /// The engine has been closed.
    closed: bool,
    /// When expired receipts were last removed.
    swept: Instant,
}

impl Engine {
    /// Reads the whole store and builds the indexes; `progress` is told how many units have been read so far.
    pub fn open(store: Arc<dyn Store>, limits: Limits, progress: impl Fn(usize)) -> Result<Engine, EngineError> {
        let (next_unit, next_term) = store.next_ids()?;
        receipts::forget_expired(&*store)?;
        let termbase = Termbase::load(&*store)?;
        let lookup = lookup::load(&*store, progress)?;
        Ok(Engine {
            store,
            lookup: RwLock::new(lookup),
            termbase: RwLock::new(termbase),
            writer: Mutex::new(Writer { next_unit, next_term, failed: false, closed: false, swept: Instant::now() }),
            importing: Mutex::default(),
            limits,
        })
    }

    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// How many units there are, and how many terms.
    pub fn counts(&self) -> (usize, usize) {
        (read(&self.lookup).len(), read(&self.termbase).len())
    }

    /// Waits for the write under way, then flushes the store. Further writes are refused.
    pub fn close(&self) -> Result<(), EngineError> {
        self.lock_writer().closed = true;
        Ok(self.store.flush()?)
    }

    fn lock_writer(&self) -> MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(|poisoned| {
            let mut writer = poisoned.into_inner();
            writer.failed = true;
            writer
        })
    }

    /// The right to write, if no write has failed.
    fn begin_write(&self) -> Result<MutexGuard<'_, Writer>, EngineError> {
        let mut writer = self.lock_writer();
        match (writer.failed, writer.closed) {
            (true, _) => return Err(EngineError::WritesFailed),
            (_, true) => return Err(EngineError::Closed),
            _ => (),
        }
        if writer.swept.elapsed() >= BETWEEN_SWEEPS {
            receipts::forget_expired(&*self.store)?;
            writer.swept = Instant::now();
        }
        Ok(writer)
    }

    /// Makes a batch durable, with the ids that it has used up.
    fn commit(&self, writer: &mut Writer, mut batch: Batch) -> Result<(), EngineError> {
        if batch.is_empty() {
            return Ok(());
        }
        batch.push(Change::NextIds(writer.next_unit, writer.next_term));
        self.store.apply(batch).map_err(|error| {
            writer.failed = true;
            tracing::error!(%error, "a write failed; no more writes are taken until a restart");
            error.into()
        })
    }
}

/// A lock is poisoned by a panic under it, which is a defect of this program. The indexes behind it may then lack the unit
/// that was being written, not more; look-ups go on, and a restart rebuilds them from the store.
fn read<T>(lock: &RwLock<T>) -> std::sync::RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(|poisoned| poisoned.into_inner())
}

fn write<T>(lock: &RwLock<T>) -> std::sync::RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// Now, as exactly as the store keeps it.
fn now() -> jiff::Timestamp {
    let now = jiff::Timestamp::now();
    now.round(jiff::Unit::Microsecond).unwrap_or(now)
}
