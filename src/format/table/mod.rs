//! What tables of every kind have in common: which column holds what, and what becomes of a row.
//!
//! Without a header, a row is source and target, in the languages of the [`Options`](super::Options). A first row that names both text
//! columns, by a language tag or by `source` and `target`, is a header. It may name more columns: `id`, `status`,
//! `author`, `note`, `document`, `created`, `updated`; any other becomes an attribute of that name.
//!
//! [`Options::columns`](super::Options::columns) chooses the columns by number or name; then the others are left out. With a name, the first row
//! has to be the header; with numbers only, it is one if it names the languages or `source` and `target` in their places.
//!
//! Rows of nothing but white space are skipped.

mod columns;
mod layout;
mod row;

pub use columns::{ColumnName, Columns};
pub(super) use layout::{MAX_HEADER_COLUMNS, UnitLayout, place};
pub(super) use row::{Row, Rows, Rules};

use super::lines::broken;
use super::problem::{Fault, Problem, ReadError};
use super::record::Position;

/// What the columns of a table hold, and what becomes of a row.
pub(super) trait Layout: Sized {
    /// What the caller says of the table.
    type Options;
    type Record;

    /// Reads the first row as the header, if it is one.
    fn of_first_row(cells: &[String], options: &Self::Options) -> Result<Self, Fault>;

    /// Whether the first row is the header; else it is the first record.
    fn is_named(&self) -> bool;

    /// Whether a row is a remark to people, and is passed over.
    fn is_comment(_row: &Row) -> bool {
        false
    }

    fn record(&self, row: &Row, rules: Rules, position: Position) -> Result<Self::Record, Fault>;
}

/// Reads the rows of a table as records.
#[derive(Debug)]
pub(super) struct Table<S, L: Layout = UnitLayout> {
    rows: S,
    options: L::Options,
    /// Known once a first row was readable.
    layout: Option<L>,
    position: Position,
    /// Whether it was said what is not read of the file.
    is_said: bool,
    is_done: bool,
}

impl<S: Rows, L: Layout> Table<S, L> {
    pub fn new(rows: S, options: L::Options) -> Table<S, L> {
        Table { rows, options, layout: None, position: Position::default(), is_said: false, is_done: false }
    }

    /// The name of the file's encoding, if it has one, once something was read.
    pub fn encoding(&self) -> Option<&'static str> {
        self.rows.encoding()
    }

    /// The row's record or what is wrong with it; `None` for a row that is no unit.
    fn read_row(&mut self, row: &Row) -> Result<Option<L::Record>, ReadError> {
        if row.fault.is_none() && (row.is_blank() || L::is_comment(row) || self.is_header(row)?) {
            return Ok(None);
        }
        self.position = Position { line: row.number, unit: self.position.unit + 1, byte: row.end };
        let record = match (&row.fault, &self.layout) {
            (Some(fault), _) => Err(fault.clone()),
            // `is_header` has set the layout at the first readable row.
            (None, None) => return Ok(None),
            (None, Some(layout)) => layout.record(row, S::RULES, self.position),
        };
        let refuse = |fault| ReadError::Problem(Problem::new(self.position, fault).quoting(&row.text));
        record.map(Some).map_err(refuse)
    }

    /// Whether the row is the header, which the first readable row may be.
    fn is_header(&mut self, row: &Row) -> Result<bool, ReadError> {
        if self.layout.is_some() {
            return Ok(false);
        }
        let here = Position { line: row.number, ..self.position };
        let layout = L::of_first_row(&row.cells, &self.options);
        let layout = layout.map_err(|fault| ReadError::Broken(Problem::new(here, fault)))?;
        Ok(self.layout.insert(layout).is_named())
    }

    fn advance(&mut self) -> Result<Option<L::Record>, ReadError> {
        if !std::mem::replace(&mut self.is_said, true)
            && let Some(fault) = self.rows.unread().map_err(|error| broken(error, self.position))?
        {
            let position = Position { line: 1, ..Position::default() };
            return Err(ReadError::Problem(Problem::new(position, fault)));
        }
        while let Some(row) = self.rows.next_row().map_err(|error| broken(error, self.position))? {
            if let Some(record) = self.read_row(&row)? {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }
}

impl<S: Rows, L: Layout> Iterator for Table<S, L> {
    type Item = Result<L::Record, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        let next = self.advance();
        self.is_done = !matches!(next, Ok(Some(_)) | Err(ReadError::Problem(_)));
        next.transpose()
    }
}
