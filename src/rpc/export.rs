//! Units as a file, chunk by chunk.

use tokio::sync::mpsc;
use tonic::Status;

use super::chunks::Chunks;
use super::v1;
use crate::format::OutputFormat;
use crate::memory::{Engine, EngineError, ExportCounts, LeftOut, Stop, StopReason, UnitFilter};
use crate::model::MemoryId;

pub type Answers = mpsc::Sender<Result<v1::ExportUnitsResponse, Status>>;

/// What to write.
pub struct Export {
    pub memories: Vec<MemoryId>,
    pub filter: UnitFilter,
    pub format: OutputFormat,
}

/// Sends the file; the last message tells how many units are in it. Blocks its thread.
pub fn send(engine: &Engine, export: &Export, stop: &Stop, answers: &Answers) -> Result<(), EngineError> {
    let gone = |_| EngineError::Stopped(StopReason::Cancelled);
    let chunks = Chunks::new(answers.clone(), |chunk| v1::ExportUnitsResponse { chunk, ..Default::default() });
    let left_out = |LeftOut { unit, message }| {
        let left_out = vec![v1::LeftOutUnit { name: unit, message }];
        answers.blocking_send(Ok(v1::ExportUnitsResponse { left_out, ..Default::default() })).map_err(gone)
    };
    let to = (export.format, chunks);
    let ExportCounts { written, left_out } = engine.export(&export.memories, &export.filter, to, stop, left_out)?;
    let counts = Some(v1::ExportCounts { written, left_out });
    answers.blocking_send(Ok(v1::ExportUnitsResponse { counts, ..Default::default() })).map_err(gone)
}
