//! Stored bytes: a version, then the record in postcard's wire format.
//!
//! Version 1 of a record is its type in [`crate::model`] as it stands. Whoever changes such a type gives the record a new
//! version here and keeps a copy of the old type to read the old one; `tests/store_contract.rs` holds pinned bytes.

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::StoreError;

/// The version that this program writes.
const VERSION: u8 = 1;

/// What a write answered, kept so that a retry gets the same answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Digest of the operation and its request, to tell a retry from another request under the same id.
    pub request: [u8; 16],
    /// The answer, as its operation encodes it.
    pub answer: Vec<u8>,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub at: Timestamp,
}

pub(super) fn encode<T: Serialize>(record: &T) -> Result<Vec<u8>, StoreError> {
    postcard::to_extend(record, vec![VERSION])
        .map_err(|e| StoreError::Engine(format!("a record cannot be encoded: {e}")))
}

/// `what` names the record in the error message.
pub(super) fn decode<T: DeserializeOwned>(bytes: &[u8], what: impl Fn() -> String) -> Result<T, StoreError> {
    let corrupt = |reason: String| StoreError::Corrupt { what: what(), reason };
    match bytes.split_first() {
        Some((&VERSION, record)) => match postcard::take_from_bytes(record) {
            Ok((record, [])) => Ok(record),
            Ok((_, rest)) => Err(corrupt(format!("{} bytes follow it", rest.len()))),
            Err(error) => Err(corrupt(error.to_string())),
        },
        Some((version, _)) => Err(corrupt(format!("record version {version} is newer than {VERSION}"))),
        None => Err(corrupt("it is empty".into())),
    }
}
