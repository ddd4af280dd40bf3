use std::io::{self, Read};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, mpsc};
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status, Streaming};
use tracing::Span;

use super::backend::{Backend, deadline};
use super::convert::{self, export_request, import_header, problem};
use super::paging::Page;
use super::retry::Retryable;
use super::status::{self, invalid_field};
use super::v1::import_units_request::Message;
use super::v1::transfer_service_server::TransferService;
use super::{export, names, v1};
use crate::memory::{Engine, EngineError, ImportProgress, ImportReport, Stop, StopReason, Undo};
use crate::model::ImportId;

/// How many chunks wait to be read before the sender has to. Bounds what is in memory and not yet durable.
const CHUNKS_AHEAD: usize = 8;
const ANSWERS_AHEAD: usize = 16;

/// How many imports run at a time; each holds a thread.
pub const IMPORTS_AT_A_TIME: usize = 16;
/// How long an import waits for the next chunk.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct TransferRpc {
    pub backend: Backend,
    pub places: Arc<Semaphore>,
}

#[tonic::async_trait]
impl TransferService for TransferRpc {
    type ImportUnitsStream = ReceiverStream<Result<v1::ImportUnitsResponse, Status>>;

    async fn import_units(
        &self,
        request: Request<Streaming<v1::ImportUnitsRequest>>,
    ) -> Result<Response<Self::ImportUnitsStream>, Status> {
        let engine = self.backend.engine()?;
        let place =
            self.places.clone().try_acquire_owned().map_err(|_| status::too_many("imports", IMPORTS_AT_A_TIME))?;
        let stop = Stop::at(deadline(request.metadata()));
        let mut messages = request.into_inner();
        let Some(Message::Header(header)) = messages.message().await?.and_then(|m| m.message) else {
            return Err(invalid_field("header", "it is missing; the first message of an import is its header"));
        };
        let (retry, header) = (header.request(), import_header(header)?);
        let (chunks, file) = mpsc::channel(CHUNKS_AHEAD);
        let (answers, stream) = mpsc::channel(ANSWERS_AHEAD);
        tokio::spawn(forward(messages, chunks));
        let span = Span::current();
        tokio::task::spawn_blocking(move || {
            let _place = place;
            span.in_scope(|| {
                let send = |progress| answers.blocking_send(Ok(on_the_way(progress))).map_err(|_| gone());
                let result = engine.import(&header, ChunkReader::new(file), &retry, &stop, send);
                let last = result.map_or_else(|error| vec![Err(status::from_engine(error))], at_the_end);
                // Nobody is left to be told if this fails.
                let _ = last.into_iter().try_for_each(|message| answers.blocking_send(message).map_err(drop));
            })
        });
        Ok(Response::new(ReceiverStream::new(stream)))
    }

    async fn list_imports(
        &self,
        request: Request<v1::ListImportsRequest>,
    ) -> Result<Response<v1::ListImportsResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let page = Page::new("imports".into(), request.page_size, &request.page_token)?;
        let work = move |engine: &Engine, _: &_| {
            let after = page.after.as_deref().and_then(ImportId::parse);
            let imports = engine.imports(after.as_ref(), page.probe())?.into_iter();
            let (imports, next_page_token) =
                page.finish(imports.map(|import| (import.id.as_str().to_owned(), convert::import(import))));
            Ok(v1::ListImportsResponse { imports, next_page_token })
        };
        Ok(Response::new(self.backend.run(&metadata, work).await?))
    }

    async fn get_import(
        &self,
        request: Request<v1::GetImportRequest>,
    ) -> Result<Response<v1::GetImportResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let id = names::import_id("name", &request.name)?;
        let import = self.backend.run(&metadata, move |engine, _| engine.import_of(&id)).await?;
        Ok(Response::new(v1::GetImportResponse { import: Some(convert::import(import)) }))
    }

    async fn undo_import(
        &self,
        request: Request<v1::UndoImportRequest>,
    ) -> Result<Response<v1::UndoImportResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let retry = request.request();
        let id = names::import_id("name", &request.name)?;
        let undo = if request.dry_run { Undo::DryRun } else { Undo::Do };
        let work = move |engine: &Engine, stop: &_| {
            let memory = engine.import_of(&id)?.memory;
            Ok(convert::undo_report(engine.undo_import(&id, undo, (&retry, stop))?, &memory))
        };
        Ok(Response::new(self.backend.run(&metadata, work).await?))
    }

    type ExportUnitsStream = ReceiverStream<Result<v1::ExportUnitsResponse, Status>>;

    async fn export_units(
        &self,
        request: Request<v1::ExportUnitsRequest>,
    ) -> Result<Response<Self::ExportUnitsStream>, Status> {
        let (engine, stop) = (self.backend.engine()?, Stop::at(deadline(request.metadata())));
        let export = export_request(request.into_inner())?;
        let (answers, stream) = mpsc::channel(ANSWERS_AHEAD);
        let span = Span::current();
        tokio::task::spawn_blocking(move || {
            span.in_scope(|| {
                if let Err(error) = export::send(&engine, &export, &stop, &answers) {
                    // Nobody is left to be told if this fails.
                    let _ = answers.blocking_send(Err(status::from_engine(error)));
                }
            })
        });
        Ok(Response::new(ReceiverStream::new(stream)))
    }
}

fn gone() -> EngineError {
    EngineError::Stopped(StopReason::Cancelled)
}

fn on_the_way(progress: ImportProgress) -> v1::ImportUnitsResponse {
    v1::ImportUnitsResponse {
        durable_position: progress.durable_position,
        counts: Some(progress.counts.into()),
        problems: progress.problems.into_iter().map(problem).collect(),
        memory_created: progress.memory_created,
        import: progress.import.map(|import| import.name()).unwrap_or_default(),
        done: false,
        encoding: progress.encoding.unwrap_or_default().to_owned(),
    }
}

/// The last counts, then, if the file was broken, the error.
fn at_the_end(report: ImportReport) -> Vec<Result<v1::ImportUnitsResponse, Status>> {
    let last = v1::ImportUnitsResponse {
        durable_position: report.durable_position,
        counts: Some(report.counts.into()),
        problems: Vec::new(),
        memory_created: report.memory_created,
        import: report.import.map(|import| import.name()).unwrap_or_default(),
        done: true,
        // An answer to a retry does not know it, and is to be the same.
        encoding: String::new(),
    };
    std::iter::once(Ok(last)).chain(report.broken.map(|message| Err(status::broken_file(message)))).collect()
}

/// Hands the chunks on to the reader, and the error if the stream breaks off, so that it is not taken for the file's end.
async fn forward(mut messages: Streaming<v1::ImportUnitsRequest>, chunks: mpsc::Sender<io::Result<Vec<u8>>>) {
    loop {
        let Ok(message) = tokio::time::timeout(PATIENCE, messages.message()).await else {
            let late = format!("no chunk came for {} seconds", PATIENCE.as_secs());
            drop(chunks.send(Err(io::Error::other(late))).await);
            return;
        };
        let chunk = match message {
            Ok(None) => return,
            Ok(Some(v1::ImportUnitsRequest { message: Some(Message::Chunk(chunk)) })) => Ok(chunk),
            Ok(Some(_)) => Err(io::Error::other("a second header came in the middle of the file")),
            Err(status) => Err(io::Error::other(status.message().to_owned())),
        };
        let broken = chunk.is_err();
        if chunks.send(chunk).await.is_err() || broken {
            return;
        }
    }
}

/// Reads chunks as one file, blocking until the next one comes.
struct ChunkReader {
    chunks: mpsc::Receiver<io::Result<Vec<u8>>>,
    chunk: io::Cursor<Vec<u8>>,
}

impl ChunkReader {
    fn new(chunks: mpsc::Receiver<io::Result<Vec<u8>>>) -> ChunkReader {
        ChunkReader { chunks, chunk: io::Cursor::default() }
    }
}

impl Read for ChunkReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.chunk.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            match self.chunks.blocking_recv() {
                Some(chunk) => self.chunk = io::Cursor::new(chunk?),
                None => return Ok(0),
            }
        }
    }
}
