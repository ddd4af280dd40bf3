//! Tables: one pair a line, cells separated by tabs.
//!
//! Without a header, each line is `source<TAB>target`, in the languages of the [`Options`]. A first line that names both
//! text columns, by a language tag or by `source` and `target`, is a header. It may name more columns: `status`, `author`,
//! `note`, `document`, `created`, `updated`; any other becomes an attribute of that name.
//!
//! Cells are taken as they are: nothing is trimmed but the line end (LF or CRLF), and `\t`, `\n`, `\\` and quotation marks
//! are text, not escapes; so a text with a tab or a line end cannot be in a table. Lines of nothing but white space are
//! skipped. The encoding is UTF-8, or UTF-16 with a byte order mark.

mod header;
mod line;
#[cfg(test)]
mod tests;

use std::io::BufRead;

use header::{Column, Layout};
use line::{Line, Lines};

use super::Options;
use super::decode::DecodeError;
use super::problem::{Fault, Problem, ReadError, Reason};
use super::record::{Position, Record};
use crate::model::{Language, UnitStatus, UnitText};
use crate::text::nfc;

/// Reads one table.
#[derive(Debug)]
pub struct Reader<R> {
    lines: Lines<R>,
    options: Options,
    /// Known once a first line was readable.
    layout: Option<Layout>,
    position: Position,
    is_done: bool,
}

impl<R: BufRead> Reader<R> {
    pub fn new(input: R, options: Options) -> Reader<R> {
        Reader {
            lines: Lines::new(input, options.max_text_bytes),
            options,
            layout: None,
            position: Position::default(),
            is_done: false,
        }
    }

    /// The line's record or what is wrong with it; `None` for a line that is no unit.
    fn read_line(&mut self, line: &Line) -> Result<Option<Record>, ReadError> {
        if line.fault.is_none() && (line.text.trim().is_empty() || self.is_header(line)?) {
            return Ok(None);
        }
        self.position = Position { line: line.number, unit: self.position.unit + 1, byte: line.end };
        let layout = || self.layout.as_ref().expect("is_header has set the layout at the first readable line");
        let record = match &line.fault {
            Some(fault) => Err(fault.clone()),
            None => record(&line.text, layout(), self.position),
        };
        let refuse = |fault| ReadError::Problem(Problem::new(self.position, fault).quoting(&line.text));
        record.map(Some).map_err(refuse)
    }

    /// Whether the line is the header, which the first readable line may be.
    fn is_header(&mut self, line: &Line) -> Result<bool, ReadError> {
        if self.layout.is_some() {
            return Ok(false);
        }
        let here = Position { line: line.number, ..self.position };
        let layout = Layout::of_first_line(&line.text, &self.options);
        let layout = layout.map_err(|fault| ReadError::Broken(Problem::new(here, fault)))?;
        Ok(self.layout.insert(layout).is_named)
    }

    fn advance(&mut self) -> Result<Option<Record>, ReadError> {
        while let Some(line) = self.lines.next().map_err(|error| broken(error, self.position))? {
            if let Some(record) = self.read_line(&line)? {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        let next = self.advance();
        self.is_done = !matches!(next, Ok(Some(_)) | Err(ReadError::Problem(_)));
        next.transpose()
    }
}

fn broken(error: DecodeError, position: Position) -> ReadError {
    match error {
        DecodeError::Io(error) => ReadError::Io(error),
        DecodeError::Fault(fault) => ReadError::Broken(Problem::new(position, fault)),
    }
}

fn record(line: &str, layout: &Layout, position: Position) -> Result<Record, Fault> {
    let count = line.split('\t').count();
    if count != layout.columns.len() {
        return Err(wrong_count(count, layout));
    }
    let cells = || layout.columns.iter().zip(line.split('\t'));
    let text = |column: Column| cells().find(|(c, _)| **c == column).map_or("", |(_, cell)| cell);
    let side =
        |column, language: &Language| UnitText { text: nfc(text(column)).into_owned(), language: language.clone() };
    let mut record = Record::new(side(Column::Source, &layout.from), side(Column::Target, &layout.to), position);
    check_not_empty(&record)?;
    for (column, cell) in cells() {
        fill(&mut record, column, cell)?;
    }
    Ok(record)
}

fn wrong_count(count: usize, layout: &Layout) -> Fault {
    let columns = |n| {
        if n == 1 { "1 column".to_owned() } else { format!("{n} columns") }
    };
    let (found, wanted) = (columns(count), layout.columns.len());
    let what_for = if layout.is_named { "the header names" } else { "a source and a target make" };
    Fault::new(
        Reason::WrongColumnCount,
        format!("{found} where {what_for} {wanted}; separate cells by one tab and keep tabs out of the text"),
    )
}

fn check_not_empty(record: &Record) -> Result<(), Fault> {
    for (reason, name, side) in
        [(Reason::EmptySource, "source", &record.source), (Reason::EmptyTarget, "target", &record.target)]
    {
        if side.text.trim().is_empty() {
            let message = format!("the {name} ({}) is empty; fill it in, or take the line out", side.language);
            return Err(Fault::new(reason, message));
        }
    }
    Ok(())
}

fn fill(record: &mut Record, column: &Column, cell: &str) -> Result<(), Fault> {
    let value = cell.trim();
    match column {
        Column::Source | Column::Target => {}
        _ if value.is_empty() => {}
        Column::Status => record.status = Some(status(value)?),
        Column::Author => record.author = value.to_owned(),
        Column::Note => record.note = cell.to_owned(),
        Column::Document => record.document = value.to_owned(),
        // A time that cannot be read is no reason to refuse a translation, and is kept as it stands.
        Column::Created => match value.parse() {
            Ok(time) => record.created = Some(time),
            Err(_) => record.add_attribute("created", value),
        },
        Column::Updated => match value.parse() {
            Ok(time) => record.updated = Some(time),
            Err(_) => record.add_attribute("updated", value),
        },
        Column::Attribute(name) => record.add_attribute(name, cell),
    }
    Ok(())
}

fn status(value: &str) -> Result<UnitStatus, Fault> {
    match value.to_ascii_lowercase().as_str() {
        "approved" => Ok(UnitStatus::Approved),
        "reviewed" => Ok(UnitStatus::Reviewed),
        "draft" => Ok(UnitStatus::Draft),
        _ => {
            let value: String = value.chars().take(40).collect();
            let message = format!("`{value}` is not a status; write approved, reviewed or draft, or leave it empty");
            Err(Fault::new(Reason::InvalidStatus, message))
        }
    }
}
