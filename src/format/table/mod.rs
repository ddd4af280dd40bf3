//! What tables of every kind have in common: which column holds what, and what becomes of a row.
//!
//! Without a header, a row is source and target, in the languages of the [`Options`]. A first row that names both text
//! columns, by a language tag or by `source` and `target`, is a header. It may name more columns: `id`, `status`,
//! `author`, `note`, `document`, `created`, `updated`; any other becomes an attribute of that name.
//!
//! [`Options::columns`] chooses the columns by number or name; then the others are left out. With a name, the first row
//! has to be the header; with numbers only, it is one if it names the languages or `source` and `target` in their places.
//!
//! Rows of nothing but white space are skipped.

mod columns;
mod layout;
mod row;

pub use columns::{ColumnName, Columns};
pub(super) use row::{Row, Rows, Rules};

use layout::Layout;

use super::Options;
use super::decode::DecodeError;
use super::lines::broken;
use super::problem::{Problem, ReadError};
use super::record::{Position, Record};

/// Reads the rows of a table as records.
#[derive(Debug)]
pub(super) struct Table<S> {
    pub rows: S,
    options: Options,
    /// Known once a first row was readable.
    layout: Option<Layout>,
    position: Position,
    is_done: bool,
}

impl<S: Rows> Table<S> {
    pub fn new(rows: S, options: Options) -> Table<S> {
        Table { rows, options, layout: None, position: Position::default(), is_done: false }
    }

    /// Ends with an error.
    pub fn fail(&mut self, error: DecodeError) -> Option<Result<Record, ReadError>> {
        let was_done = std::mem::replace(&mut self.is_done, true);
        (!was_done).then(|| Err(broken(error, self.position)))
    }

    /// The row's record or what is wrong with it; `None` for a row that is no unit.
    fn read_row(&mut self, row: &Row) -> Result<Option<Record>, ReadError> {
        if row.fault.is_none() && (row.is_blank() || self.is_header(row)?) {
            return Ok(None);
        }
        self.position = Position { line: row.number, unit: self.position.unit + 1, byte: row.end };
        let record = match (&row.fault, &self.layout) {
            (Some(fault), _) => Err(fault.clone()),
            // `is_header` has set the layout at the first readable row.
            (None, None) => return Ok(None),
            (None, Some(layout)) => row::record(row, layout, S::RULES, self.position),
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
        let layout = Layout::of_first_row(&row.cells, &self.options);
        let layout = layout.map_err(|fault| ReadError::Broken(Problem::new(here, fault)))?;
        Ok(self.layout.insert(layout).is_named)
    }

    fn advance(&mut self) -> Result<Option<Record>, ReadError> {
        while let Some(row) = self.rows.next_row().map_err(|error| broken(error, self.position))? {
            if let Some(record) = self.read_row(&row)? {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }
}

impl<S: Rows> Iterator for Table<S> {
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
