//! Deleting many units at once.

use super::error::EngineError;
use super::export::UnitFilter;
use super::receipts::keep_answer;
use super::stop::Stop;
use super::{CHUNK, Engine, RequestId};
use crate::model::{MemoryId, UnitId};
use crate::store::{Batch, Change};

/// Whether units are deleted, or only counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prune {
    Delete,
    DryRun,
}

impl Engine {
    /// Deletes the units of a memory that a filter admits, and gives how many. They are deleted page by page: if this is
    /// stopped, some are left, and the same request goes on with them.
    pub fn prune(
        &self,
        memory: &MemoryId,
        filter: &UnitFilter,
        prune: Prune,
        (request, stop): (&RequestId, &Stop),
    ) -> Result<u64, EngineError> {
        if *filter == UnitFilter::default() {
            let message = "it admits every unit; say which to delete, or delete the memory";
            return Err(EngineError::invalid("filter", message));
        }
        if let Some(answer) = self.earlier_answer(request)? {
            return Ok(answer);
        }
        self.memory(memory)?;
        let (mut count, mut after) = (0, None);
        loop {
            stop.check()?;
            let mut writer = self.begin_write()?;
            let mut units = self.store.units_of(memory, after, CHUNK)?;
            let is_last = units.len() < CHUNK;
            after = units.last().map(|unit| unit.id);
            units.retain(|unit| filter.admits(unit));
            count += units.len() as u64;
            if prune == Prune::Delete {
                let gone: Vec<UnitId> = units.iter().map(|unit| unit.id).collect();
                let mut batch = Batch(units.into_iter().map(Change::DeleteUnit).collect());
                if is_last {
                    keep_answer(&mut batch, request, &count)?;
                }
                self.commit(&mut writer, batch)?;
                self.index(&gone, &[]);
            }
            if is_last {
                return Ok(count);
            }
        }
    }
}
