//! Tables: one pair a line, cells separated by tabs.
//!
//! What the columns hold is as in every [table](super::table). Cells are taken as they are: nothing is trimmed but the line
//! end (LF or CRLF), and `\t`, `\n`, `\\` and quotation marks are text, not escapes; so a text with a tab or a line end
//! cannot be in a table.

#[cfg(test)]
mod tests;

use std::io::BufRead;

use super::charset::Charset;
use super::decode::DecodeError;
use super::lines::Lines;
use super::table::{Row, Rows, Rules, Table};

/// Reads one table of units.
pub(super) type Reader<R> = Table<TabbedRows<R>>;

/// Reads the table's rows, of `max_bytes` each at most. The encoding is the one named, or found out.
#[derive(Debug)]
pub(super) struct TabbedRows<R>(Lines<R>);

impl<R: BufRead> TabbedRows<R> {
    pub fn new(input: R, encoding: Option<String>, max_bytes: usize) -> TabbedRows<R> {
        TabbedRows(Lines::new(input, Charset { named: encoding, is_po: false }, max_bytes))
    }
}

impl<R: BufRead> Rows for TabbedRows<R> {
    const RULES: Rules = Rules { is_exact: true, advice: "separate cells by one tab and keep tabs out of the text" };

    fn next_row(&mut self) -> Result<Option<Row>, DecodeError> {
        let row = |line: super::lines::Line| Row {
            cells: line.text.split('\t').map(str::to_owned).collect(),
            text: line.text,
            number: line.number,
            end: line.end,
            fault: line.fault,
        };
        Ok(self.0.next()?.map(row))
    }

    fn encoding(&self) -> Option<&'static str> {
        self.0.encoding()
    }
}
