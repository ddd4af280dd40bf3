use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::error::{EngineError, StopReason};

/// How long before a deadline an answer has to be begun.
const ANSWERING: Duration = Duration::from_millis(5);

/// When to give up a piece of work: at a deadline, or when the caller has gone.
#[derive(Clone, Debug, Default)]
pub struct Stop {
    deadline: Option<Instant>,
    /// When to answer with what there is.
    early: Option<Instant>,
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

    pub fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// The same, with work to be ended early enough for an answer: after `most`, and when a quarter of the time to the
    /// deadline is left, or no more than an answer takes.
    pub fn within(&self, most: Duration) -> Stop {
        let now = Instant::now();
        let time_for = |left: Duration| left.mul_f64(0.75).min(left.saturating_sub(ANSWERING));
        let left = self.deadline.map(|deadline| time_for(deadline.saturating_duration_since(now)));
        Stop { early: now.checked_add(left.map_or(most, |left| left.min(most))), ..self.clone() }
    }

    /// Whether it is time to answer with what there is.
    pub fn is_early(&self) -> bool {
        self.early.is_some_and(|early| Instant::now() >= early) || self.reason().is_some()
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
