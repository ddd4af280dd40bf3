//! Requests done twice: a retry returns the first answer (AIP-155).

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::EngineError;
use super::{CHUNK, Engine, now};
use crate::store::{Batch, Change, Receipt, Store, StoreError};

/// How long a retry is recognized.
const KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The caller's name for a request, and a digest of what it asked, operation included. Without a name no retry is known.
#[derive(Clone, Debug, Default)]
pub struct RequestId {
    pub id: String,
    pub digest: [u8; 16],
}

impl Engine {
    /// The answer to this request, if it was answered before. One who is about to write asks with the right to do so, so
    /// that no other answers it meanwhile.
    pub(super) fn earlier_answer<T: DeserializeOwned>(&self, request: &RequestId) -> Result<Option<T>, EngineError> {
        self.earlier_answer_since(request, |same: T| same)
    }

    /// The same where the answer's type has changed: `renew` makes it of what was answered before [`Receipt::ANSWER_VERSION`].
    pub(super) fn earlier_answer_since<Old: DeserializeOwned, T: DeserializeOwned>(
        &self,
        request: &RequestId,
        renew: impl FnOnce(Old) -> T,
    ) -> Result<Option<T>, EngineError> {
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
        let answer = match receipt.answer_version {
            Receipt::ANSWER_VERSION => postcard::from_bytes(&receipt.answer),
            _ => postcard::from_bytes(&receipt.answer).map(renew),
        };
        Ok(Some(answer.map_err(corrupt)?))
    }
}

/// Adds to a batch what a retry of `request` is to be answered.
pub(super) fn keep_answer<T: Serialize>(batch: &mut Batch, request: &RequestId, answer: &T) -> Result<(), EngineError> {
    if request.id.is_empty() {
        return Ok(());
    }
    let answer = postcard::to_stdvec(answer).map_err(|e| StoreError::Engine(e.to_string()))?;
    let receipt = Receipt { request: request.digest, answer, at: now(), answer_version: Receipt::ANSWER_VERSION };
    batch.push(Change::PutReceipt { request_id: request.id.clone(), receipt });
    Ok(())
}

/// Removes the receipts that have been kept long enough.
pub(super) fn forget_expired(store: &dyn Store) -> Result<(), EngineError> {
    let before: Timestamp = now() - KEPT;
    let mut after: Option<String> = None;
    loop {
        let page = store.receipts(after.as_deref(), CHUNK)?;
        let Some((last, _)) = page.last() else { return Ok(()) };
        after = Some(last.clone());
        let expired = page.into_iter().filter(|(_, receipt)| receipt.at < before);
        let batch = Batch(expired.map(|(request_id, _)| Change::DeleteReceipt { request_id }).collect());
        if !batch.is_empty() {
            store.apply(batch)?;
        }
    }
}
