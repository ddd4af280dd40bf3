//! Terms out of the termbase into a file.

use std::io::Write;

use super::TermFilter;
use crate::format::WriteError;
use crate::format::terms::{TableShape, TermOutputFormat, TermWriter};
use crate::memory::error::EngineError;
use crate::memory::export::{ExportCounts, LeftOut, unwritten};
use crate::memory::stop::Stop;
use crate::memory::{CHUNK, Engine};
use crate::model::Term;

impl Engine {
    /// Writes terms, in the order in which they were first written, to a file. `left_out` is told of those that the format
    /// cannot hold.
    pub fn export_terms(
        &self,
        filter: &TermFilter,
        (format, to): (TermOutputFormat, impl Write),
        stop: &Stop,
        mut left_out: impl FnMut(LeftOut) -> Result<(), EngineError>,
    ) -> Result<ExportCounts, EngineError> {
        // What columns a table has, its terms say; so they are read at once.
        let of_table = if format.is_table() { self.terms(filter, None, usize::MAX)? } else { Vec::new() };
        let mut writer = TermWriter::begin(to, format, TableShape::of(&of_table)).map_err(failed)?;
        let mut counts = ExportCounts::default();
        let mut write = |term: &Term| match writer.term(term) {
            Ok(()) => {
                counts.written += 1;
                Ok(())
            }
            Err(WriteError::Unwritable(message)) => {
                counts.left_out += 1;
                left_out(LeftOut { name: term.id.name(), message })
            }
            Err(error) => Err(failed(error)),
        };
        match format.is_table() {
            true => of_table.iter().try_for_each(|term| stop.check().and_then(|()| write(term)))?,
            false => self.each_term(filter, stop, write)?,
        }
        writer.finish().map_err(failed)?;
        Ok(counts)
    }

    fn each_term(
        &self,
        filter: &TermFilter,
        stop: &Stop,
        mut take: impl FnMut(&Term) -> Result<(), EngineError>,
    ) -> Result<(), EngineError> {
        let mut after = None;
        loop {
            stop.check()?;
            let terms = self.terms(filter, after, CHUNK)?;
            let Some(last) = terms.last() else { return Ok(()) };
            after = Some(last.id);
            terms.iter().try_for_each(&mut take)?;
        }
    }
}

fn failed(error: WriteError) -> EngineError {
    match error {
        WriteError::Io(error) => unwritten(error),
        WriteError::Unwritable(message) => EngineError::invalid("format", message),
    }
}
