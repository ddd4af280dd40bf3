//! Writing terms, one after the other.

mod sheet;
mod table;

use std::io::Write;

use sheet::Sheet;
pub use table::TableShape;

use super::json::Line;
use crate::format::WriteError;
use crate::format::tbx::TbxWriter;
use crate::format::write::table::{quoted, tabbed};
use crate::model::Term;

/// A format that terms can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TermOutputFormat {
    /// TBX 3, with everything that is known of a term but how often it was seen, and when it was written.
    Tbx,
    /// A table with tabs, a concept a row; see [`terms`](super) for its columns.
    Tsv,
    /// The same with commas and quotation marks.
    Csv,
    /// The same as a workbook of Excel, which is in memory until it is finished.
    Xlsx,
    /// One JSON object a line, with everything that is known of a term but the units that it was seen in.
    Jsonl,
}

impl TermOutputFormat {
    /// Whether the writer has to know the terms before it begins.
    pub fn is_table(self) -> bool {
        matches!(self, TermOutputFormat::Tsv | TermOutputFormat::Csv | TermOutputFormat::Xlsx)
    }
}

/// Writes one file of terms.
pub struct TermWriter<W: Write>(Kind<W>);

enum Kind<W: Write> {
    Tbx(TbxWriter<W>),
    Tsv(W, TableShape),
    Csv(W, TableShape),
    Xlsx(W, Box<Sheet>),
    Jsonl(W),
}

impl<W: Write> TermWriter<W> {
    /// Writes the beginning; `shape` is that of all terms that are to come, if the format is a table.
    pub fn begin(mut to: W, format: TermOutputFormat, shape: TableShape) -> Result<TermWriter<W>, WriteError> {
        let header = shape.header();
        let names = || header.iter().map(String::as_str);
        let mut bytes = Vec::new();
        match format {
            TermOutputFormat::Tsv => tabbed(names(), &mut bytes)?,
            TermOutputFormat::Csv => quoted(names(), &mut bytes)?,
            _ => (),
        }
        to.write_all(&bytes)?;
        Ok(TermWriter(match format {
            TermOutputFormat::Tbx => Kind::Tbx(TbxWriter::begin(to)?),
            TermOutputFormat::Tsv => Kind::Tsv(to, shape),
            TermOutputFormat::Csv => Kind::Csv(to, shape),
            TermOutputFormat::Xlsx => Kind::Xlsx(to, Box::new(Sheet::begin(shape)?)),
            TermOutputFormat::Jsonl => Kind::Jsonl(to),
        }))
    }

    /// Writes one term, or nothing of it.
    pub fn term(&mut self, term: &Term) -> Result<(), WriteError> {
        let mut bytes = Vec::new();
        let to = match &mut self.0 {
            Kind::Tbx(writer) => return writer.term(term),
            Kind::Xlsx(_, sheet) => return sheet.term(term),
            Kind::Tsv(to, shape) => {
                tabbed(shape.row(term)?.iter().map(String::as_str), &mut bytes)?;
                to
            }
            Kind::Csv(to, shape) => {
                quoted(shape.row(term)?.iter().map(String::as_str), &mut bytes)?;
                to
            }
            Kind::Jsonl(to) => {
                serde_json::to_writer(&mut bytes, &Line::of(term)).map_err(std::io::Error::other)?;
                bytes.push(b'\n');
                to
            }
        };
        Ok(to.write_all(&bytes)?)
    }

    /// Writes the end of the file.
    pub fn finish(self) -> Result<W, WriteError> {
        let mut to = match self.0 {
            Kind::Tbx(writer) => writer.end()?,
            Kind::Xlsx(mut to, sheet) => {
                to.write_all(&sheet.end()?)?;
                to
            }
            Kind::Tsv(to, _) | Kind::Csv(to, _) | Kind::Jsonl(to) => to,
        };
        to.flush()?;
        Ok(to)
    }
}
