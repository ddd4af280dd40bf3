//! Groups of units that belong together, as they are found.

use tokio::sync::mpsc;
use tonic::Status;

use super::{convert, v1};
use crate::memory::{Engine, EngineError, Similar, Stop, StopReason};
use crate::model::MemoryId;

/// How many units of a group are sent; a message must not be too large.
const UNITS_SENT: usize = 100;

/// Sends each group. Blocks its thread.
pub fn send(
    engine: &Engine,
    (memory, similar): (&MemoryId, Similar),
    stop: &Stop,
    answers: &mpsc::Sender<Result<v1::FindSimilarUnitsResponse, Status>>,
) -> Result<(), EngineError> {
    engine.find_similar(memory, similar, stop, |units| {
        let unit_count = units.len() as u64;
        let units = units.into_iter().take(UNITS_SENT).map(convert::unit).collect();
        let answer = v1::FindSimilarUnitsResponse { units, unit_count };
        answers.blocking_send(Ok(answer)).map_err(|_| EngineError::Stopped(StopReason::Cancelled))
    })
}
