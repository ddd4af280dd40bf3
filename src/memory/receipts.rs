//! Requests done twice: a retry returns the first answer (AIP-155).

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::EngineError;
use super::units::Written;
use super::{CHUNK, Engine, now};
use crate::model::{Memory, Review, Term, Unit};
use crate::store::{Batch, Change, MemoryV1, MemoryV2, Receipt, ReviewV1, Store, StoreError, TermV1};

/// How long a retry is recognized.
const KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The caller's name for a request, and a digest of what it asked, operation included. Without a name no retry is known.
#[derive(Clone, Debug, Default)]
pub struct RequestId {
    pub id: String,
    pub digest: [u8; 16],
}

/// What a write answers. Its shape may change, and a retry may ask for what an older version of the program answered.
pub(super) trait Answer: Serialize + DeserializeOwned {
    /// Reads what was answered at some [`Receipt::ANSWER_VERSION`].
    fn read(bytes: &[u8], _version: u8) -> Result<Self, postcard::Error> {
        postcard::from_bytes(bytes)
    }
}

impl Answer for () {}
impl Answer for u64 {}
impl Answer for Unit {}
impl Answer for Vec<(Unit, Written)> {}

impl Answer for Review {
    fn read(bytes: &[u8], version: u8) -> Result<Review, postcard::Error> {
        match version {
            1..=3 => postcard::from_bytes::<ReviewV1>(bytes).map(Review::from),
            _ => postcard::from_bytes(bytes),
        }
    }
}

impl Answer for Term {
    fn read(bytes: &[u8], version: u8) -> Result<Term, postcard::Error> {
        match version {
            ..=3 => Ok(postcard::from_bytes::<TermV1>(bytes)?.into()),
            _ => postcard::from_bytes(bytes),
        }
    }
}

impl Answer for Vec<Term> {
    fn read(bytes: &[u8], version: u8) -> Result<Vec<Term>, postcard::Error> {
        match version {
            ..=3 => Ok(postcard::from_bytes::<Vec<TermV1>>(bytes)?.into_iter().map(Into::into).collect()),
            _ => postcard::from_bytes(bytes),
        }
    }
}

impl Answer for Memory {
    fn read(bytes: &[u8], version: u8) -> Result<Memory, postcard::Error> {
        Ok(match version {
            1 => MemoryV2::from(postcard::from_bytes::<MemoryV1>(bytes)?).into(),
            2 => postcard::from_bytes::<MemoryV2>(bytes)?.into(),
            _ => postcard::from_bytes(bytes)?,
        })
    }
}

/// A memory and how many units it holds.
impl Answer for (Memory, usize) {
    fn read(bytes: &[u8], version: u8) -> Result<(Memory, usize), postcard::Error> {
        Ok(match version {
            1 => {
                let (memory, units): (MemoryV1, usize) = postcard::from_bytes(bytes)?;
                (MemoryV2::from(memory).into(), units)
            }
            2 => {
                let (memory, units): (MemoryV2, usize) = postcard::from_bytes(bytes)?;
                (memory.into(), units)
            }
            _ => postcard::from_bytes(bytes)?,
        })
    }
}

impl Engine {
    /// The answer to this request, if it was answered before. One who is about to write asks with the right to do so, so
    /// that no other answers it meanwhile.
    pub(super) fn earlier_answer<T: Answer>(&self, request: &RequestId) -> Result<Option<T>, EngineError> {
        if request.id.is_empty() {
            return Ok(None);
        }
        if request.id.len() > 128 {
            return Err(EngineError::invalid("request_id", "it is longer than 128 bytes; a UUID will do"));
        }
        let Some(receipt) = self.store.receipt(&request.id)? else { return Ok(None) };
        if receipt.request != request.digest {
            return Err(EngineError::RequestIdReused(request.id.clone()));
        }
        let corrupt =
            |e: postcard::Error| StoreError::Corrupt { what: format!("receipt {}", request.id), reason: e.to_string() };
        Ok(Some(T::read(&receipt.answer, receipt.answer_version).map_err(corrupt)?))
    }
}

/// Adds to a batch what a retry of `request` is to be answered.
pub(super) fn keep_answer<T: Answer>(batch: &mut Batch, request: &RequestId, answer: &T) -> Result<(), EngineError> {
    if request.id.is_empty() {
        return Ok(());
    }
    let answer = postcard::to_stdvec(answer).map_err(|e| StoreError::Engine(e.to_string()))?;
    let receipt = Receipt { request: request.digest, answer, at: now(), answer_version: Receipt::ANSWER_VERSION };
    batch.push(Change::PutReceipt { request_id: request.id.clone(), receipt });
    Ok(())
}

/// Removes the receipts, and the positions of imports that were not gone on with, that have been kept long enough.
pub(super) fn forget_expired(store: &dyn Store) -> Result<(), EngineError> {
    let receipts = |after: Option<&str>| {
        Ok(store.receipts(after, CHUNK)?.into_iter().map(|(id, receipt)| (id, receipt.at)).collect())
    };
    forget(store, receipts, |request_id| Change::DeleteReceipt { request_id })?;
    let positions = |after: Option<&str>| {
        Ok(store.positions(after, CHUNK)?.into_iter().map(|(id, position)| (id, position.at)).collect())
    };
    forget(store, positions, |request_id| Change::DeletePosition { request_id })
}

/// Removes what is listed by request id, page by page, with times that are too long ago.
fn forget(
    store: &dyn Store,
    page: impl Fn(Option<&str>) -> Result<Vec<(String, Timestamp)>, StoreError>,
    delete: impl Fn(String) -> Change,
) -> Result<(), EngineError> {
    let before: Timestamp = now() - KEPT;
    let mut after: Option<String> = None;
    loop {
        let page = page(after.as_deref())?;
        let Some((last, _)) = page.last() else { return Ok(()) };
        after = Some(last.clone());
        let expired = page.into_iter().filter(|(_, at)| *at < before);
        let batch = Batch(expired.map(|(request_id, _)| delete(request_id)).collect());
        if !batch.is_empty() {
            store.apply(batch)?;
        }
    }
}
