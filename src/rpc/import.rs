//! A file that comes in as a stream of messages.

use std::io::{self, Read};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Status, Streaming};
use tracing::Span;

use super::convert::problem;
use super::{status, v1};
use crate::memory::{EngineError, ImportProgress, ImportReport, StopReason};

/// How many chunks wait to be read before the sender has to. Bounds what is in memory and not yet durable.
const CHUNKS_AHEAD: usize = 8;
const ANSWERS_AHEAD: usize = 16;
/// How long an import waits for the next chunk.
const PATIENCE: Duration = Duration::from_secs(60);

/// A message of a file that comes in.
pub trait FilePart: Send + 'static {
    /// What comes first.
    type Header;

    /// The header; `None` if the message is no header.
    fn header(self) -> Option<Self::Header>;

    /// The next bytes; `None` if the message is no chunk.
    fn chunk(self) -> Option<Vec<u8>>;
}

/// What is answered on the way, and in the end.
pub trait ImportAnswer: Send + 'static {
    fn on_the_way(progress: ImportProgress) -> Self;

    /// An answer to a retry does not know the encoding, and is to be the same.
    fn at_the_end(report: ImportReport) -> Self;
}

macro_rules! imports {
    ($($request:ident, $parts:ident, $header:ident, $response:ident { $($memory_created:ident)? };)*) => {
        $(
            impl FilePart for v1::$request {
                type Header = v1::$header;

                fn header(self) -> Option<v1::$header> {
                    match self.message {
                        Some(v1::$parts::Message::Header(header)) => Some(header),
                        _ => None,
                    }
                }

                fn chunk(self) -> Option<Vec<u8>> {
                    match self.message {
                        Some(v1::$parts::Message::Chunk(chunk)) => Some(chunk),
                        _ => None,
                    }
                }
            }

            impl ImportAnswer for v1::$response {
                fn on_the_way(progress: ImportProgress) -> Self {
                    v1::$response {
                        durable_position: progress.durable_position,
                        counts: Some(progress.counts.into()),
                        problems: progress.problems.into_iter().map(problem).collect(),
                        $($memory_created: progress.memory_created,)?
                        import: progress.import.map(|import| import.name()).unwrap_or_default(),
                        done: false,
                        encoding: progress.encoding.unwrap_or_default().to_owned(),
                    }
                }

                fn at_the_end(report: ImportReport) -> Self {
                    v1::$response {
                        durable_position: report.durable_position,
                        counts: Some(report.counts.into()),
                        problems: Vec::new(),
                        $($memory_created: report.memory_created,)?
                        import: report.import.map(|import| import.name()).unwrap_or_default(),
                        done: true,
                        encoding: String::new(),
                    }
                }
            }
        )*
    };
}

imports! {
    ImportUnitsRequest, import_units_request, ImportHeader, ImportUnitsResponse { memory_created };
    ImportTermsRequest, import_terms_request, TermImportHeader, ImportTermsResponse {};
}

/// The first message of an import.
pub async fn header<P: FilePart>(messages: &mut Streaming<P>) -> Result<P::Header, Status> {
    let missing = || status::invalid_field("header", "it is missing; the first message of an import is its header");
    messages.message().await?.and_then(P::header).ok_or_else(missing)
}

/// Has `work` import what the messages bring, on a thread of its own; it tells how far it is.
pub fn run<P: FilePart, A: ImportAnswer>(
    messages: Streaming<P>,
    place: OwnedSemaphorePermit,
    work: impl FnOnce(ChunkReader, &dyn Fn(ImportProgress) -> Result<(), EngineError>) -> Result<ImportReport, EngineError>
    + Send
    + 'static,
) -> ReceiverStream<Result<A, Status>> {
    let (chunks, file) = mpsc::channel(CHUNKS_AHEAD);
    let (answers, stream) = mpsc::channel(ANSWERS_AHEAD);
    tokio::spawn(forward(messages, chunks));
    let span = Span::current();
    tokio::task::spawn_blocking(move || {
        let _place = place;
        span.in_scope(|| {
            let send = |progress| answers.blocking_send(Ok(A::on_the_way(progress))).map_err(|_| gone());
            let result = work(ChunkReader::new(file), &send);
            let last = result.map_or_else(|error| vec![Err(status::from_engine(error))], at_the_end);
            // Nobody is left to be told if this fails.
            let _ = last.into_iter().try_for_each(|message| answers.blocking_send(message).map_err(drop));
        })
    });
    ReceiverStream::new(stream)
}

fn gone() -> EngineError {
    EngineError::Stopped(StopReason::Cancelled)
}

/// The last counts, then, if the file was broken, the error.
fn at_the_end<A: ImportAnswer>(mut report: ImportReport) -> Vec<Result<A, Status>> {
    let broken = report.broken.take();
    let last = Ok(A::at_the_end(report));
    std::iter::once(last).chain(broken.map(|message| Err(status::broken_file(message)))).collect()
}

/// Hands the chunks on to the reader, and the error if the stream breaks off, so that it is not taken for the file's end.
async fn forward<P: FilePart>(mut messages: Streaming<P>, chunks: mpsc::Sender<io::Result<Vec<u8>>>) {
    loop {
        let Ok(message) = tokio::time::timeout(PATIENCE, messages.message()).await else {
            let late = format!("no chunk came for {} seconds", PATIENCE.as_secs());
            drop(chunks.send(Err(io::Error::other(late))).await);
            return;
        };
        let chunk = match message {
            Ok(None) => return,
            Ok(Some(part)) => {
                part.chunk().ok_or_else(|| io::Error::other("a second header came in the middle of the file"))
            }
            Err(status) => Err(io::Error::other(status.message().to_owned())),
        };
        let broken = chunk.is_err();
        if chunks.send(chunk).await.is_err() || broken {
            return;
        }
    }
}

/// Reads chunks as one file, blocking until the next one comes.
pub struct ChunkReader {
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
