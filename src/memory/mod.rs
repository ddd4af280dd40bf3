//! The engine: a store and the indexes derived from it, kept in step.
//!
//! All writes go through one lock, in this order: check, store (durable), index (findable), answer. Look-ups work on the
//! indexes as they were last published, then read units from the store; writers do not hold them up. Calls block; they
//! belong off the async threads.

mod align;
mod analysis;
mod backup;
mod catalog;
mod concordance;
mod context;
mod error;
mod export;
mod history;
mod import;
mod leverage;
mod limits;
mod lookup;
mod merge;
mod phrases;
mod prune;
mod ranking;
mod receipts;
mod review;
mod rivals;
mod similar;
mod stop;
mod suggest;
mod terms;
mod units;
mod upkeep;
mod verify;

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, RwLock};
use std::time::{Duration, Instant};

pub use self::align::{
    AlignOptions, AlignedArticles, ArticleToAlign, BeadOutcome, Course, PairToAlign, PlacedBead, UnitCounts,
    align_alone, pair_alone,
};
pub use self::analysis::{Analysis, ArticleAnalysis};
pub use self::catalog::{MemoryChange, UnitsOnDelete};
pub use self::concordance::{Concordance, ConcordanceHit, ConcordanceQuery};
pub use self::error::{EngineError, FieldViolation, StopReason};
pub use self::export::{ExportCounts, LeftOut, UnitFilter};
pub use self::import::{
    ImportHeader, ImportOutcome, ImportPolicy, ImportProblem, ImportProgress, ImportReport, TermImport, TermPolicy,
    Treatment, Treatments, Undo, UndoReport, UnitImport,
};
pub use self::leverage::{Band, Leverage, LeverageCount};
pub use self::limits::Limits;
pub use self::lookup::Side;
pub use self::merge::ExistingPair;
pub use self::phrases::{PhraseMatch, PhraseMatches, PhraseUnit};
pub use self::prune::Prune;
pub use self::ranking::{Cut, CutReason};
pub use self::receipts::RequestId;
pub use self::review::Resolution;
pub use self::similar::Similar;
pub use self::stop::Stop;
pub use self::suggest::{ArticleQuery, SegmentAnswer, SuggestQuery, Suggestion, Suggestions};
pub use self::terms::{
    Contradiction, ExistingTerm, Keeping, MineQuery, Mined, MinedTerm, NamePart, NameQuery, NameSuggestion, NamedBy,
    NewTerm, RecognizedTerm, TermChange, TermFilter, TermFinding, TermUsage, TermUsages, TermWarning, TermsWanted,
    TextPlace, warnings,
};
pub use self::units::{NewUnit, UnitChange, Written};
pub use self::verify::Verification;

use self::catalog::Catalog;
use self::lookup::{Loaded, Lookups, Prepared};
use self::terms::Termbase;
use self::upkeep::{Copier, Upkeep};
use crate::model::{Penalties, TermId, UnitId};
use crate::store::{Batch, Change, Store};
use crate::text::sentence::Segmentation;

/// How many records are read from the store, or written to it, at a time.
const CHUNK: usize = 4_096;

/// How long expired receipts may stay.
const BETWEEN_SWEEPS: Duration = Duration::from_secs(24 * 3_600);

/// A store and the indexes derived from it.
pub struct Engine {
    store: Arc<dyn Store>,
    lookups: Arc<Lookups>,
    upkeep: Upkeep,
    copier: Arc<Copier>,
    catalog: RwLock<Arc<Catalog>>,
    termbase: RwLock<Termbase>,
    writer: Arc<Mutex<Writer>>,
    /// The request ids of the imports under way.
    importing: Mutex<HashSet<String>>,
    lexicons: align::Shelf,
    closing: AtomicBool,
    limits: Limits,
    penalties: Penalties,
    segmentation: Segmentation,
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
        let catalog = catalog::load(&*store)?;
        let Loaded { lookup, not_copied } = lookup::load(&*store, &catalog, progress)?;
        let lookups = Arc::new(Lookups::new(lookup));
        let writer = Writer { next_unit, next_term, failed: false, closed: false, swept: Instant::now() };
        let writer = Arc::new(Mutex::new(writer));
        let copier = Arc::new(Copier::new(store.clone(), lookups.clone(), writer.clone(), not_copied));
        let upkeep = Upkeep::start(lookups.clone(), copier.clone()).map_err(EngineError::Thread)?;
        Ok(Engine {
            store,
            lookups,
            upkeep,
            copier,
            catalog: RwLock::new(Arc::new(catalog)),
            termbase: RwLock::new(termbase),
            writer,
            importing: Mutex::default(),
            lexicons: align::Shelf::default(),
            closing: AtomicBool::new(false),
            limits,
            penalties: Penalties::default(),
            segmentation: Segmentation::default(),
        })
    }

    /// The engine with other points than the default ones, where a memory sets none of its own.
    pub fn with_penalties(self, penalties: Penalties) -> Engine {
        Engine { penalties, ..self }
    }

    /// The engine with other sentence ends than the built-in ones.
    pub fn with_segmentation(self, segmentation: Segmentation) -> Engine {
        Engine { segmentation, ..self }
    }

    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// How many units there are, and how many terms.
    pub fn counts(&self) -> (usize, usize) {
        (self.lookups.view().len(), read(&self.termbase).len())
    }

    /// Waits for the write under way, then flushes the store. Further writes are refused.
    pub fn close(&self) -> Result<(), EngineError> {
        self.lock_writer().closed = true;
        self.store.flush()?;
        self.copier.copy_if_due()
    }

    fn lock_writer(&self) -> MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(|poisoned| {
            let mut writer = poisoned.into_inner();
            writer.failed = true;
            writer
        })
    }

    /// From now on, whatever waits for something else than this engine is to end.
    pub fn begin_closing(&self) {
        self.closing.store(true, Ordering::Relaxed);
    }

    /// An error once the engine is closing.
    fn check_open(&self) -> Result<(), EngineError> {
        if self.closing.load(Ordering::Relaxed) { Err(EngineError::Closed) } else { Ok(()) }
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
        let memories: Vec<Change> = batch.0.iter().filter(|change| change.is_of_memory()).cloned().collect();
        self.store.apply(batch).map_err(|error| {
            writer.failed = true;
            tracing::error!(%error, "a write failed; no more writes are taken until a restart");
            EngineError::from(error)
        })?;
        self.change_catalog(&memories);
        Ok(())
    }

    /// Makes what has been written findable, and what has been removed not; a unit in both is replaced.
    fn index(&self, removed: &[UnitId], added: &[Prepared]) {
        self.lookups.change(removed, added);
        self.copier.note(removed.len().max(added.len()));
        self.upkeep.wake();
    }

    /// Bytes of the fuzzy indexes; every unit is in two of them, one a direction.
    pub fn index_bytes(&self) -> usize {
        self.lookups.view().bytes()
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
