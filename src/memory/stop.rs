use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use super::error::{EngineError, StopReason};

/// When to give up a piece of work: at a deadline, or when the caller has gone.
#[derive(Clone, Debug, Default)]
pub struct Stop {
    deadline: Option<Instant>,
    cancelled: Arc<AtomicBool>,
}

impl Stop {
    /// Never stops, unless cancelled.
    pub fn never() -> Stop {
        Stop::default()
    }

    pub fn at(deadline: Option<Instant>) -> Stop {
        Stop { deadline, ..Stop::default() }
    }

    /// Makes every copy of this one stop.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    pub fn reason(&self) -> Option<StopReason> {
        if self.cancelled.load(Ordering::Relaxed) {
            return Some(StopReason::Cancelled);
        }
        self.deadline.filter(|deadline| Instant::now() >= *deadline).map(|_| StopReason::DeadlineExceeded)
    }

    /// An error once it is time to stop.
    pub fn check(&self) -> Result<(), EngineError> {
        self.reason().map_or(Ok(()), |reason| Err(EngineError::Stopped(reason)))
    }
}
