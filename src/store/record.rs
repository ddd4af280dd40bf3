//! Stored bytes: a version, then the record in postcard's wire format.
//!
//! The newest version of a record is its type in [`crate::model`] as it stands. Whoever changes such a type gives the record
//! a new version here and keeps a copy of the old type, in `before.rs`, to read the old one; `tests/store_records.rs` holds
//! pinned bytes of every version.

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::Mark;
use super::StoreError;
use super::before::{ImportV1, MemoryV1, MemoryV2, ReceiptV1, ReviewV1, TermV1};
use super::identities::Identified;
use crate::model::{Calibration, Import, ImportPosition, ImportStep, Memory, Review, Term, Unit, UnitId, UnitStep};

/// A kind of record: the version that this program writes, and what it was before.
pub(super) trait Record: Serialize + DeserializeOwned {
    const VERSION: u8;
    /// The record one version before; the first version has none before it and names itself.
    type Before: Record + Into<Self>;
}

impl Record for Memory {
    const VERSION: u8 = 3;
    type Before = MemoryV2;
}

impl Record for MemoryV2 {
    const VERSION: u8 = 2;
    type Before = MemoryV1;
}

impl Record for MemoryV1 {
    const VERSION: u8 = 1;
    type Before = MemoryV1;
}

impl Record for Unit {
    const VERSION: u8 = 1;
    type Before = Unit;
}

impl Record for Term {
    const VERSION: u8 = 2;
    type Before = TermV1;
}

impl Record for TermV1 {
    const VERSION: u8 = 1;
    type Before = TermV1;
}

impl Record for Receipt {
    const VERSION: u8 = 2;
    type Before = ReceiptV1;
}

impl Record for ReceiptV1 {
    const VERSION: u8 = 1;
    type Before = ReceiptV1;
}

/// The next ids of a unit and a term.
impl Record for (u64, u64) {
    const VERSION: u8 = 1;
    type Before = (u64, u64);
}

/// The units that a batch changed, under its mark.
pub(super) type Changed = (Mark, Vec<UnitId>);

impl Record for Changed {
    const VERSION: u8 = 1;
    type Before = Changed;
}

impl Record for Import {
    const VERSION: u8 = 2;
    type Before = ImportV1;
}

impl Record for ImportV1 {
    const VERSION: u8 = 1;
    type Before = ImportV1;
}

impl Record for ImportStep {
    const VERSION: u8 = 2;
    type Before = UnitStep;
}

impl Record for UnitStep {
    const VERSION: u8 = 1;
    type Before = UnitStep;
}

impl Record for ImportPosition {
    const VERSION: u8 = 1;
    type Before = ImportPosition;
}

impl Record for Review {
    const VERSION: u8 = 2;
    type Before = ReviewV1;
}

impl Record for ReviewV1 {
    const VERSION: u8 = 1;
    type Before = ReviewV1;
}

impl Record for Calibration {
    const VERSION: u8 = 1;
    type Before = Calibration;
}

impl Record for Identified {
    const VERSION: u8 = 1;
    type Before = Identified;
}

/// What a write answered, kept so that a retry gets the same answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Digest of the operation and its request, to tell a retry from another request under the same id.
    pub request: [u8; 16],
    /// The answer, as its operation encodes it.
    pub answer: Vec<u8>,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub at: Timestamp,
    /// Of the types that the answer holds.
    pub answer_version: u8,
}

impl Receipt {
    /// Today's. In 1, a memory was a [`MemoryV1`], in 2 a [`MemoryV2`], and imports told less; up to 3, a review was a
    /// [`ReviewV1`], a term a [`TermV1`], and an import that was taken back told less; in 4 it did not tell of terms.
    pub const ANSWER_VERSION: u8 = 5;
}

pub(super) fn encode<R: Record>(record: &R) -> Result<Vec<u8>, StoreError> {
    postcard::to_extend(record, vec![R::VERSION])
        .map_err(|e| StoreError::Engine(format!("a record cannot be encoded: {e}")))
}

/// `what` names the record in the error message.
pub(super) fn decode<R: Record>(bytes: &[u8], what: impl Fn() -> String) -> Result<R, StoreError> {
    let read = match bytes.split_first() {
        Some((&version, _)) if version > R::VERSION => {
            Err(format!("record version {version} is newer than {}", R::VERSION))
        }
        Some((&version, record)) => decode_version::<R>(version, record),
        None => Err("it is empty".into()),
    };
    read.map_err(|reason| StoreError::Corrupt { what: what(), reason })
}

/// Reads a record of the version given, which is none that is newer than `R`, and makes an `R` of it.
fn decode_version<R: Record>(version: u8, record: &[u8]) -> Result<R, String> {
    if version == 0 {
        return Err("there is no record version 0".into());
    }
    if version < R::VERSION {
        return decode_version::<R::Before>(version, record).map(Into::into);
    }
    match postcard::take_from_bytes(record) {
        Ok((record, [])) => Ok(record),
        Ok((_, rest)) => Err(format!("{} bytes follow it", rest.len())),
        Err(error) => Err(error.to_string()),
    }
}
