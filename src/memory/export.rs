//! Units out of the store into a file.

use std::collections::BTreeMap;
use std::io::Write;

use jiff::Timestamp;

use super::error::EngineError;
use super::stop::Stop;
use super::{CHUNK, Engine};
use crate::format::{OutputFormat, WriteError, Writer};
use crate::model::{Language, MemoryId, OriginKind, Unit, UnitStatus};

/// Which units; whatever is empty or `None` admits all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UnitFilter {
    /// As ranges: `en` admits `en-GB`.
    pub from: Option<Language>,
    pub to: Option<Language>,
    pub statuses: Vec<UnitStatus>,
    pub origins: Vec<OriginKind>,
    /// Changed at or after.
    pub updated_from: Option<Timestamp>,
    /// Changed before.
    pub updated_before: Option<Timestamp>,
    /// With all of these attributes, just so.
    pub attributes: BTreeMap<String, String>,
}

impl UnitFilter {
    pub fn admits(&self, unit: &Unit) -> bool {
        let covers = |range: &Option<Language>, language| range.as_ref().is_none_or(|range| range.covers(language));
        covers(&self.from, &unit.source.language)
            && covers(&self.to, &unit.target.language)
            && (self.statuses.is_empty() || self.statuses.contains(&unit.status))
            && (self.origins.is_empty() || self.origins.contains(&unit.origin.kind))
            && self.updated_from.is_none_or(|from| unit.updated >= from)
            && self.updated_before.is_none_or(|before| unit.updated < before)
            && self.attributes.iter().all(|(name, value)| unit.attributes.get(name) == Some(value))
    }
}

/// A unit or term that was left out of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its resource name.
    pub name: String,
    /// Why, and what to do about it.
    pub message: String,
}

/// How many units, or terms, a file has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExportCounts {
    pub written: u64,
    pub left_out: u64,
}

impl Engine {
    /// Writes the units of memories, in the order in which they were first written, to a file. `left_out` is told of those
    /// that the format cannot hold.
    pub fn export(
        &self,
        memories: &[MemoryId],
        filter: &UnitFilter,
        (format, to): (OutputFormat, impl Write),
        stop: &Stop,
        mut left_out: impl FnMut(LeftOut) -> Result<(), EngineError>,
    ) -> Result<ExportCounts, EngineError> {
        let mut writer = Writer::new(to, format);
        let mut counts = ExportCounts::default();
        for memory in memories {
            self.memory(memory)?;
            let mut after = None;
            loop {
                stop.check()?;
                let units = self.store.units_of(memory, after, CHUNK)?;
                let Some(last) = units.last() else { break };
                after = Some(last.id);
                for unit in units.iter().filter(|unit| filter.admits(unit)) {
                    match writer.unit(unit) {
                        Ok(()) => counts.written += 1,
                        Err(WriteError::Unwritable(message)) => {
                            counts.left_out += 1;
                            left_out(LeftOut { name: unit.id.name_in(memory), message })?;
                        }
                        Err(WriteError::Io(error)) => return Err(unwritten(error)),
                    }
                }
            }
        }
        match writer.finish() {
            Ok(_) => Ok(counts),
            Err(WriteError::Io(error)) => Err(unwritten(error)),
            Err(WriteError::Unwritable(message)) => Err(EngineError::invalid("format", message)),
        }
    }
}

pub(super) fn unwritten(error: std::io::Error) -> EngineError {
    EngineError::Store(crate::store::StoreError::Engine(format!("the file cannot be written: {error}")))
}
