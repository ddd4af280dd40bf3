//! Long work on articles: who may stop it, and who hears how far it is.

use std::ops::ControlFlow;

use crate::align::{BrokenOff, Watch};
use crate::memory::error::{EngineError, StopReason};
use crate::memory::stop::Stop;

/// When to give a piece of work up, and who is told how far it is, from 0 to 1.
#[derive(Clone, Copy)]
pub struct Course<'a> {
    pub stop: &'a Stop,
    pub told: &'a dyn Fn(f32),
}

impl<'a> Course<'a> {
    /// Nobody is told.
    pub fn silent(stop: &'a Stop) -> Course<'a> {
        Course { stop, told: &|_| () }
    }

    /// Does work that lets itself be watched.
    pub fn watched<T>(&self, work: impl FnOnce(&Watch<'_>) -> Result<T, BrokenOff>) -> Result<T, EngineError> {
        let watch = |share: f32| {
            (self.told)(share);
            if self.stop.reason().is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let stopped = |BrokenOff| EngineError::Stopped(self.stop.reason().unwrap_or(StopReason::Cancelled));
        work(&watch).map_err(stopped)
    }
}
