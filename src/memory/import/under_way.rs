use std::sync::PoisonError;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::memory::Engine;
use crate::memory::error::EngineError;

/// How long a second call waits for the first to end: that one may have lost its caller and not noticed yet.
const PATIENCE: Duration = Duration::from_secs(5);
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

/// The request id of an import, for as long as it is under way; the same id again is refused meanwhile.
pub(super) struct UnderWay<'a> {
    engine: &'a Engine,
    id: &'a str,
}

impl<'a> UnderWay<'a> {
    pub fn begin(engine: &'a Engine, id: &'a str) -> Result<UnderWay<'a>, EngineError> {
        let started = Instant::now();
        let enter = || engine.importing.lock().unwrap_or_else(PoisonError::into_inner).insert(id.to_owned());
        while !id.is_empty() && !enter() {
            if started.elapsed() > PATIENCE {
                return Err(EngineError::InProgress(id.to_owned()));
            }
            sleep(BETWEEN_LOOKS);
        }
        Ok(UnderWay { engine, id })
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.engine.importing.lock().unwrap_or_else(PoisonError::into_inner).remove(self.id);
    }
}
