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

use super::decode::DecodeError;
use super::lines::{nul, too_long};
use super::problem::{Fault, Reason};
use super::table::{Row, Rows, Rules, Table};

/// Reads one workbook of units.
pub(super) type Reader<R> = Table<SheetRows<R>>;

/// Reads the rows of the first sheet, of `max_bytes` each at most.
#[derive(Debug)]
pub(super) struct SheetRows<R> {
    input: R,
    /// Read with the first row.
    book: Option<Book>,
    max_bytes: usize,
}

impl<R: BufRead> SheetRows<R> {
    pub fn new(input: R, max_bytes: usize) -> SheetRows<R> {
        SheetRows { input, book: None, max_bytes }
    }

    fn book(&mut self) -> Result<&mut Book, DecodeError> {
        let book = match self.book.take() {
            Some(book) => book,
            None => Book::read(&mut self.input)?,
        };
        Ok(self.book.insert(book))
    }
}

impl<R: BufRead> Rows for SheetRows<R> {
    const RULES: Rules = Rules { is_exact: false, advice: "name the columns in the first row, or choose two" };

    fn next_row(&mut self) -> Result<Option<Row>, DecodeError> {
        let Some((number, mut cells, fault)) = self.book()?.next_row() else { return Ok(None) };
        while cells.last().is_some_and(|cell| cell.trim().is_empty()) {
            cells.pop();
        }
        let text = cells.join("\t");
        let is_too_long = text.len() > self.max_bytes;
        let fault = fault.or_else(|| is_too_long.then(|| too_long(self.max_bytes))).or_else(|| nul(&text));
        Ok(Some(Row { cells, text, number, end: 0, fault }))
    }

    fn unread(&mut self) -> Result<Option<Fault>, DecodeError> {
        let others = self.book()?.other_sheets().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let message = || format!("only the first sheet is read, not {others}; save them as workbooks of their own");
        Ok((!others.is_empty()).then(|| Fault::new(Reason::UnreadSheet, message())))
    }
}
