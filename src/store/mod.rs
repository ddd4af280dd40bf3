//! What is kept: memories, units, terms and receipts, behind one small trait.
//!
//! The store is the truth; everything else is derived from it. An engine (sled today) lives in one adapter file, and the
//! same contract suite (`tests/store_contract.rs`) runs on every one.

mod backup;
mod batch;
mod before;
mod check;
mod database;
mod directory;
mod former;
mod identities;
mod identity;
mod keys;
mod mark;
mod opening;
mod record;
mod sled;
mod writes;

pub use self::backup::{BackupCounts, BackupError, BackupWriter, check_backup, restore};
pub use self::batch::{Batch, Change};
pub use self::before::{ImportV1, MemoryV1, MemoryV2, ReviewV1, TermV1};
pub use self::check::Finding;
pub use self::identity::{TermIdentity, UnitIdentity};
pub use self::mark::Mark;
pub use self::record::Receipt;
pub use self::sled::SledStore;

use std::ops::ControlFlow;
use std::path::PathBuf;

use crate::model::{
    Calibration, Import, ImportId, ImportPosition, ImportStep, Memory, MemoryId, Review, ReviewId, Term, TermId, Unit,
    UnitId,
};

/// A store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the store {path} is in use by another process; stop that one, or talk to it with --server")]
    InUse { path: String },
    #[error(
        "the store {path} was written by a newer version of hafez (format {found}, this one knows {known}); upgrade hafez"
    )]
    Newer { path: String, found: u32, known: u32 },
    #[error("{path} is not a store of hafez: {reason}; name an empty or new directory, or the right one")]
    NotAStore { path: String, reason: String },
    #[error("a record of the store cannot be read ({what}): {reason}; put back a copy of the directory from before")]
    Corrupt { what: String, reason: String },
    #[error("the disk is full; make room and start again: what was acknowledged is there")]
    Full,
    #[error("a write to the store has failed before; start again: what was acknowledged is there")]
    Failed,
    #[error("the store failed: {0}")]
    Engine(String),
}

/// A durable home for memories, units and terms.
///
/// Calls block; they belong off the async threads. Lists are ordered by id and start behind `after`.
pub trait Store: Send + Sync + 'static {
    fn memory(&self, id: &MemoryId) -> Result<Option<Memory>, StoreError>;
    fn memories(&self, after: Option<&MemoryId>, limit: usize) -> Result<Vec<Memory>, StoreError>;

    fn unit(&self, id: UnitId) -> Result<Option<Unit>, StoreError>;
    fn unit_by_identity(&self, identity: &UnitIdentity) -> Result<Option<UnitId>, StoreError>;
    /// The units of all memories.
    fn units(&self, after: Option<UnitId>, limit: usize) -> Result<Vec<Unit>, StoreError>;
    /// The units of one memory.
    fn units_of(&self, memory: &MemoryId, after: Option<UnitId>, limit: usize) -> Result<Vec<Unit>, StoreError>;

    /// Units as they were before they said something else, by id and revision, from behind `after` on.
    fn revisions(&self, after: (UnitId, u64), limit: usize) -> Result<Vec<Unit>, StoreError>;

    fn term(&self, id: TermId) -> Result<Option<Term>, StoreError>;
    fn term_by_identity(&self, identity: &TermIdentity) -> Result<Option<TermId>, StoreError>;
    fn terms(&self, after: Option<TermId>, limit: usize) -> Result<Vec<Term>, StoreError>;

    /// Terms as they were before they said something else, by id and revision, from behind `after` on.
    fn term_revisions(&self, after: (TermId, u64), limit: usize) -> Result<Vec<Term>, StoreError>;

    /// What was answered to the write with this request id.
    fn receipt(&self, request_id: &str) -> Result<Option<Receipt>, StoreError>;
    /// Receipts with their request ids.
    fn receipts(&self, after: Option<&str>, limit: usize) -> Result<Vec<(String, Receipt)>, StoreError>;

    fn import(&self, id: &ImportId) -> Result<Option<Import>, StoreError>;
    fn imports(&self, after: Option<&ImportId>, limit: usize) -> Result<Vec<Import>, StoreError>;
    /// The last step of an import before the one with this number, and its number.
    fn import_step_before(&self, import: &ImportId, number: u64) -> Result<Option<(u64, ImportStep)>, StoreError>;
    /// Where the import with this request id goes on.
    fn position(&self, request_id: &str) -> Result<Option<ImportPosition>, StoreError>;
    /// Positions with their request ids.
    fn positions(&self, after: Option<&str>, limit: usize) -> Result<Vec<(String, ImportPosition)>, StoreError>;

    fn review(&self, memory: &MemoryId, id: ReviewId) -> Result<Option<Review>, StoreError>;
    /// The reviews of one memory.
    fn reviews(&self, memory: &MemoryId, after: Option<ReviewId>, limit: usize) -> Result<Vec<Review>, StoreError>;
    /// What the reviewers of a memory have decided.
    fn calibration(&self, memory: &MemoryId) -> Result<Option<Calibration>, StoreError>;

    /// The last batch that changed units.
    fn mark(&self) -> Result<Mark, StoreError>;
    /// The units that have been put or deleted since a mark, in no particular order; `None` if that is not known: the mark
    /// is of another store, of a copy that went its own way since, or has been forgotten.
    fn changed_since(&self, mark: &Mark) -> Result<Option<Vec<UnitId>>, StoreError>;
    /// Allows the store to forget what was changed before a mark.
    fn forget_changes(&self, before: &Mark) -> Result<(), StoreError>;
    /// Where a copy of what is derived from the store may be kept, if there is such a place.
    fn copy_path(&self) -> Option<PathBuf>;
    /// The directory in which lexicons may be kept, if there is such a place; it need not be there yet.
    fn lexicons_path(&self) -> Option<PathBuf>;

    /// The ids that the next new unit and term get: greater than any ever given out.
    fn next_ids(&self) -> Result<(UnitId, TermId), StoreError>;

    /// Does all changes or none. When it returns they are on disk.
    fn apply(&self, batch: Batch) -> Result<(), StoreError>;

    /// Reads every record and looks for what belongs to it, until `take` breaks off. Records that are changed meanwhile
    /// are no faults.
    fn check(&self, take: &mut dyn FnMut(Finding) -> ControlFlow<()>) -> Result<(), StoreError>;

    /// Waits until everything is on disk.
    fn flush(&self) -> Result<(), StoreError>;
}
