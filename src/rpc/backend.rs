use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use tonic::Status;
use tonic::metadata::MetadataMap;
use tracing::Span;

use super::status;
use crate::memory::{Engine, EngineError, Stop, StopReason};

/// What the services call: the engine, once it is loaded.
#[derive(Clone, Default)]
pub struct Backend {
    engine: Arc<OnceLock<Arc<Engine>>>,
}

impl Backend {
    /// Makes the engine available; only the first one is taken.
    pub fn provide(&self, engine: Arc<Engine>) {
        // A second engine would be a defect of the caller; the first one keeps serving.
        let _ = self.engine.set(engine);
    }

    pub fn engine(&self) -> Result<Arc<Engine>, Status> {
        self.engine.get().cloned().ok_or_else(status::loading)
    }

    /// Runs blocking work off the async threads. It is told to stop at the request's deadline, and when the caller goes.
    pub async fn run<T: Send + 'static>(
        &self,
        metadata: &MetadataMap,
        work: impl FnOnce(&Engine, &Stop) -> Result<T, EngineError> + Send + 'static,
    ) -> Result<T, Status> {
        let engine = self.engine()?;
        let deadline = deadline(metadata);
        let stop = Stop::at(deadline);
        let _cancelled_with_the_call = CancelOnDrop(stop.clone());
        let span = Span::current();
        let task = tokio::task::spawn_blocking(move || span.in_scope(|| work(&engine, &stop)));
        tokio::select! {
            done = task => done.map_err(|e| status::defect(e.to_string()))?.map_err(status::from_engine),
            // A little early: what the transport itself says at the deadline is CANCELLED.
            () = until(deadline) => Err(status::from_engine(EngineError::Stopped(StopReason::DeadlineExceeded))),
        }
    }
}

/// Until shortly before a deadline; for ever without one.
async fn until(deadline: Option<Instant>) {
    match deadline.and_then(|deadline| deadline.checked_sub(Duration::from_millis(3))) {
        Some(moment) => tokio::time::sleep_until(moment.into()).await,
        None => std::future::pending().await,
    }
}

/// Stops the work of a call that is no longer waited for.
pub struct CancelOnDrop(pub Stop);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// When the caller stops waiting, by its `grpc-timeout` header: up to 8 digits and a unit (gRPC over HTTP/2).
pub fn deadline(metadata: &MetadataMap) -> Option<Instant> {
    let value = metadata.get("grpc-timeout")?.to_str().ok()?;
    let (number, unit) = value.split_at_checked(value.len().checked_sub(1)?)?;
    let number: u64 = number.parse().ok().filter(|_| number.len() <= 8)?;
    let timeout = match unit {
        "H" => Duration::from_secs(number * 3_600),
        "M" => Duration::from_secs(number * 60),
        "S" => Duration::from_secs(number),
        "m" => Duration::from_millis(number),
        "u" => Duration::from_micros(number),
        "n" => Duration::from_nanos(number),
        _ => return None,
    };
    Instant::now().checked_add(timeout)
}
