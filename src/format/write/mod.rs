//! Writing units in exchange formats, one after the other.
//!
//! What a format has no place for goes into properties of our own (`own`), which our readers take back, so that a round trip
//! loses nothing. What it cannot write at all is a [`WriteError::Unwritable`], about one unit.

mod codes;
mod moses;
mod own;
pub(super) mod table;
#[cfg(test)]
mod tests;
mod tmx;
mod xliff;
pub(super) mod xml;

use std::io::{self, Write};

pub(super) use own::{parse_status, take_back};

use super::jsonl;
use super::record::Record;
use crate::model::{Language, Unit};

/// A format that units can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OutputFormat {
    /// Translation Memory eXchange 1.4b, with everything that is known of a unit.
    Tmx,
    /// XLIFF 2.1, with everything that is known of a unit; of one direction.
    Xliff,
    /// A table with tabs: source, target, status, author, document, note.
    Tsv,
    /// The same with commas and quotation marks.
    Csv,
    /// One JSON object a line, with everything that is known of a unit.
    Jsonl,
    /// Parallel text, [interleaved](super::moses); of one direction.
    Moses,
}

impl OutputFormat {
    /// Whether the languages are said, or known, once for all units of a file.
    fn has_one_direction(self) -> bool {
        !matches!(self, OutputFormat::Tmx | OutputFormat::Jsonl)
    }
}

/// A unit cannot be written in the format.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// What is good follows.
    #[error("{0}")]
    Unwritable(String),
    #[error("the file could not be written: {0}")]
    Io(#[from] io::Error),
}

/// Writes one file of units.
pub struct Writer<W: Write> {
    to: W,
    format: OutputFormat,
    /// Of the first unit, which most formats name at their head.
    languages: Option<(Language, Language)>,
    has_units: bool,
}

impl<W: Write> Writer<W> {
    /// Writes nothing yet.
    pub fn new(to: W, format: OutputFormat) -> Writer<W> {
        Writer { to, format, languages: None, has_units: false }
    }

    /// Writes one unit, or nothing of it.
    pub fn unit(&mut self, unit: &Unit) -> Result<(), WriteError> {
        let mut bytes = Vec::new();
        if self.languages.is_none() {
            self.begin(Some(unit), &mut bytes)?;
        }
        if self.format.has_one_direction() {
            self.check_direction(unit)?;
        }
        match self.format {
            OutputFormat::Tmx => tmx::unit(unit, &mut bytes)?,
            OutputFormat::Xliff => xliff::unit(unit, &mut bytes)?,
            OutputFormat::Jsonl => jsonl::write(&Record::of(unit), &mut bytes)?,
            OutputFormat::Tsv | OutputFormat::Csv => table::unit(unit, self.format, &mut bytes)?,
            OutputFormat::Moses => moses::unit(unit, &mut bytes)?,
        }
        self.to.write_all(&bytes)?;
        self.has_units = true;
        Ok(())
    }

    /// Writes the end of the file.
    pub fn finish(mut self) -> Result<W, WriteError> {
        let mut bytes = Vec::new();
        if self.languages.is_none() {
            self.begin(None, &mut bytes)?;
        }
        match self.format {
            OutputFormat::Tmx => tmx::end(&mut bytes)?,
            OutputFormat::Xliff => xliff::end(self.has_units, &mut bytes)?,
            _ => {}
        }
        self.to.write_all(&bytes)?;
        self.to.flush()?;
        Ok(self.to)
    }

    /// Writes the beginning, at once, so that a unit that cannot be written does not take it along.
    fn begin(&mut self, first: Option<&Unit>, bytes: &mut Vec<u8>) -> Result<(), WriteError> {
        match self.format {
            OutputFormat::Tmx => tmx::begin(first, bytes)?,
            OutputFormat::Xliff => xliff::begin(first, bytes)?,
            OutputFormat::Jsonl | OutputFormat::Moses => {}
            OutputFormat::Tsv | OutputFormat::Csv => table::begin(first, self.format, bytes)?,
        }
        self.languages = first.map(|unit| (unit.source.language.clone(), unit.target.language.clone()));
        self.to.write_all(bytes)?;
        bytes.clear();
        Ok(())
    }

    /// Refuses a unit in other languages than the first one.
    fn check_direction(&self, unit: &Unit) -> Result<(), WriteError> {
        let (from, to) = (&unit.source.language, &unit.target.language);
        match &self.languages {
            Some((own_from, own_to)) if (own_from, own_to) != (from, to) => Err(WriteError::Unwritable(format!(
                "it is from {from} to {to}, the file from {own_from} to {own_to}; export each direction by itself"
            ))),
            _ => Ok(()),
        }
    }
}
