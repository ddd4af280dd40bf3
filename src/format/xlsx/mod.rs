//! Workbooks of Excel (XLSX): the rows of the first sheet.
//!
//! What the columns hold is as in every [table](super::table); the line of a position is the row of the sheet. Empty cells
//! may be left out at the end of a row. Other sheets that are not empty are not read, and a problem names them. Formulas
//! are taken for their last value.
//!
//! A workbook can only be read when it is there as a whole. So it is held in memory, up to [`MAX_BYTES`], and it may
//! hold no more than [`MAX_UNPACKED_BYTES`]. The place in the stream is not known for any row.

mod book;
#[cfg(test)]
mod tests;

use std::io::BufRead;

pub use book::{MAX_BYTES, MAX_UNPACKED_BYTES};

use book::Book;

use super::Options;
use super::decode::DecodeError;
use super::lines::{nul, too_long};
use super::problem::{Fault, Problem, ReadError, Reason};
use super::record::{Position, Record};
use super::table::{Row, Rows, Rules, Table};

/// Reads one workbook.
#[derive(Debug)]
pub struct Reader<R> {
    table: Table<SheetRows<R>>,
    /// Whether it was said which sheets are not read.
    is_said: bool,
}

impl<R: BufRead> Reader<R> {
    pub fn new(input: R, options: Options) -> Reader<R> {
        let rows = SheetRows { input, book: None, max_bytes: options.max_text_bytes };
        Reader { table: Table::new(rows, options), is_said: false }
    }

    /// What is not read of the workbook; known once a row was read.
    fn unread(&mut self) -> Option<Result<Record, ReadError>> {
        let book = self.table.rows.book.as_ref().filter(|_| !self.is_said)?;
        self.is_said = true;
        let others = book.other_sheets().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        if others.is_empty() {
            return None;
        }
        let message = format!("only the first sheet is read, not {others}; save them as workbooks of their own");
        let position = Position { line: 1, ..Position::default() };
        Some(Err(ReadError::Problem(Problem::new(position, Fault::new(Reason::UnreadSheet, message)))))
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Err(error) = self.table.rows.open() {
            return self.table.fail(error);
        }
        self.unread().or_else(|| self.table.next())
    }
}

#[derive(Debug)]
struct SheetRows<R> {
    input: R,
    /// Read with the first row.
    book: Option<Book>,
    max_bytes: usize,
}

impl<R: BufRead> SheetRows<R> {
    fn open(&mut self) -> Result<(), DecodeError> {
        if self.book.is_none() {
            self.book = Some(Book::read(&mut self.input)?);
        }
        Ok(())
    }
}

impl<R: BufRead> Rows for SheetRows<R> {
    const RULES: Rules = Rules { is_exact: false, advice: "name the columns in the first row, or choose two" };

    fn next_row(&mut self) -> Result<Option<Row>, DecodeError> {
        self.open()?;
        let Some((number, mut cells, fault)) = self.book.as_mut().and_then(Book::next_row) else {
            return Ok(None);
        };
        while cells.last().is_some_and(|cell| cell.trim().is_empty()) {
            cells.pop();
        }
        let text = cells.join("\t");
        let is_too_long = text.len() > self.max_bytes;
        let fault = fault.or_else(|| is_too_long.then(|| too_long(self.max_bytes))).or_else(|| nul(&text));
        Ok(Some(Row { cells, text, number, end: 0, fault }))
    }
}
