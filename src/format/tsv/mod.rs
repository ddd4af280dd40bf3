//! Tables: one pair a line, cells separated by tabs.
//!
//! What the columns hold is as in every [table](super::table). Cells are taken as they are: nothing is trimmed but the line
//! end (LF or CRLF), and `\t`, `\n`, `\\` and quotation marks are text, not escapes; so a text with a tab or a line end
//! cannot be in a table.

#[cfg(test)]
mod tests;

use std::io::BufRead;

use super::Options;
use super::charset::Charset;
use super::decode::DecodeError;
use super::lines::Lines;
use super::problem::ReadError;
use super::record::Record;
use super::table::{Row, Rows, Rules, Table};

/// Reads one table.
#[derive(Debug)]
pub struct Reader<R>(Table<TabbedRows<R>>);

impl<R: BufRead> Reader<R> {
    pub fn new(input: R, options: Options) -> Reader<R> {
        let charset = Charset { named: options.encoding.clone(), is_po: false };
        Reader(Table::new(TabbedRows(Lines::new(input, charset, options.max_text_bytes)), options))
    }

    /// The name of the file's encoding, once something was read.
    pub fn encoding(&self) -> Option<&'static str> {
        self.0.rows.0.encoding()
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
}

#[derive(Debug)]
struct TabbedRows<R>(Lines<R>);

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
}
