use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status};
use tracing::Span;

use super::backend::{Backend, deadline};
use super::chunks::Chunks;
use super::v1::store_service_server::StoreService;
use super::{status, v1};
use crate::memory::{EngineError, Stop, StopReason, Verification};

/// How many messages wait for a slow reader before the work does.
const ANSWERS_AHEAD: usize = 8;

pub struct StoreRpc {
    pub backend: Backend,
}

#[tonic::async_trait]
impl StoreService for StoreRpc {
    type BackUpStoreStream = ReceiverStream<Result<v1::BackUpStoreResponse, Status>>;

    async fn back_up_store(
        &self,
        request: Request<v1::BackUpStoreRequest>,
    ) -> Result<Response<Self::BackUpStoreStream>, Status> {
        let (engine, stop) = (self.backend.engine()?, Stop::at(deadline(request.metadata())));
        let (answers, stream) = mpsc::channel(ANSWERS_AHEAD);
        let span = Span::current();
        tokio::task::spawn_blocking(move || {
            span.in_scope(|| {
                let message = |chunk| v1::BackUpStoreResponse { chunk, counts: None };
                let mut chunks = Chunks::new(answers.clone(), message);
                let last = engine.back_up(&mut chunks, &stop).map(|counts| v1::BackUpStoreResponse {
                    chunk: Vec::new(),
                    counts: Some(v1::BackUpCounts {
                        memories: counts.memories,
                        units: counts.units,
                        terms: counts.terms,
                    }),
                });
                // Nobody is left to be told if this fails.
                let _ = answers.blocking_send(last.map_err(status::from_engine));
            })
        });
        Ok(Response::new(ReceiverStream::new(stream)))
    }

    type VerifyStoreStream = ReceiverStream<Result<v1::VerifyStoreResponse, Status>>;

    async fn verify_store(
        &self,
        request: Request<v1::VerifyStoreRequest>,
    ) -> Result<Response<Self::VerifyStoreStream>, Status> {
        let (engine, stop) = (self.backend.engine()?, Stop::at(deadline(request.metadata())));
        let (answers, stream) = mpsc::channel(ANSWERS_AHEAD);
        let span = Span::current();
        tokio::task::spawn_blocking(move || {
            span.in_scope(|| {
                let mut last = Verification::default();
                let report = |so_far: Verification| {
                    last = Verification { found: Vec::new(), ..so_far.clone() };
                    let gone = |_| EngineError::Stopped(StopReason::Cancelled);
                    answers.blocking_send(Ok(verification(so_far, false))).map_err(gone)
                };
                let outcome = engine.verify(&stop, report).map_err(status::from_engine);
                // Nobody is left to be told if this fails.
                let _ = answers.blocking_send(outcome.map(|()| verification(last, true)));
            })
        });
        Ok(Response::new(ReceiverStream::new(stream)))
    }
}

fn verification(so_far: Verification, done: bool) -> v1::VerifyStoreResponse {
    v1::VerifyStoreResponse {
        records: so_far.records,
        indexed_units: so_far.indexed,
        faults: so_far.faults,
        found: so_far.found,
        done,
    }
}
