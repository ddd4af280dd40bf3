//! Units and terms as files, chunk by chunk.

use tokio::sync::mpsc;
use tonic::Status;

use super::chunks::Chunks;
use super::v1;
use crate::format::OutputFormat;
use crate::format::terms::TermOutputFormat;
use crate::memory::{Engine, EngineError, ExportCounts, LeftOut, Stop, StopReason, TermFilter, UnitFilter};
use crate::model::MemoryId;

type Answers<A> = mpsc::Sender<Result<A, Status>>;

/// Which units to write.
pub struct UnitExport {
    pub memories: Vec<MemoryId>,
    pub filter: UnitFilter,
    pub format: OutputFormat,
}

/// Which terms to write.
pub struct TermExport {
    pub filter: TermFilter,
    pub format: TermOutputFormat,
}

/// Sends the file; the last message tells how many units are in it. Blocks its thread.
pub fn send_units(
    engine: &Engine,
    export: &UnitExport,
    stop: &Stop,
    answers: &Answers<v1::ExportUnitsResponse>,
) -> Result<(), EngineError> {
    let chunks = Chunks::new(answers.clone(), |chunk| v1::ExportUnitsResponse { chunk, ..Default::default() });
    let left_out = |LeftOut { name, message }| {
        let left_out = vec![v1::LeftOutUnit { name, message }];
        send(answers, v1::ExportUnitsResponse { left_out, ..Default::default() })
    };
    let counts = engine.export(&export.memories, &export.filter, (export.format, chunks), stop, left_out)?;
    send(answers, v1::ExportUnitsResponse { counts: Some(counts.into()), ..Default::default() })
}

/// The same with terms.
pub fn send_terms(
    engine: &Engine,
    export: &TermExport,
    stop: &Stop,
    answers: &Answers<v1::ExportTermsResponse>,
) -> Result<(), EngineError> {
    let chunks = Chunks::new(answers.clone(), |chunk| v1::ExportTermsResponse { chunk, ..Default::default() });
    let left_out = |LeftOut { name, message }| {
        let left_out = vec![v1::LeftOutTerm { name, message }];
        send(answers, v1::ExportTermsResponse { left_out, ..Default::default() })
    };
    let counts = engine.export_terms(&export.filter, (export.format, chunks), stop, left_out)?;
    send(answers, v1::ExportTermsResponse { counts: Some(counts.into()), ..Default::default() })
}

impl From<ExportCounts> for v1::ExportCounts {
    fn from(ExportCounts { written, left_out }: ExportCounts) -> v1::ExportCounts {
        v1::ExportCounts { written, left_out }
    }
}

fn send<A>(answers: &Answers<A>, answer: A) -> Result<(), EngineError> {
    answers.blocking_send(Ok(answer)).map_err(|_| EngineError::Stopped(StopReason::Cancelled))
}
