use std::sync::PoisonError;

use crate::memory::Engine;
use crate::memory::error::EngineError;

/// The request id of an import, for as long as it is under way; the same id again is refused meanwhile.
pub(super) struct UnderWay<'a> {
    engine: &'a Engine,
    id: &'a str,
}

impl<'a> UnderWay<'a> {
    pub fn begin(engine: &'a Engine, id: &'a str) -> Result<UnderWay<'a>, EngineError> {
        let mut importing = engine.importing.lock().unwrap_or_else(PoisonError::into_inner);
        match id.is_empty() || importing.insert(id.to_owned()) {
            true => Ok(UnderWay { engine, id }),
            false => Err(EngineError::InProgress(id.to_owned())),
        }
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.engine.importing.lock().unwrap_or_else(PoisonError::into_inner).remove(self.id);
    }
}
