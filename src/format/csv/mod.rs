//! Tables with cells in quotation marks (RFC 4180): separated by commas, semicolons or tabs.
//!
//! What the columns hold is as in every [table](super::table). The separator is the one that is most in the first row,
//! outside of quotation marks; a first line `sep=;`, as Excel has it, says it too. A cell in quotation marks may hold
//! separators, line ends, and quotation marks twice; one that does not begin with a quotation mark is taken as it is.
//!
//! A quotation mark that is never closed would make the rest of the file one cell: the file is broken there. Where that
//! cell grows too long before the end, its row is refused, and reading goes on with the next line.

mod cells;
mod scan;
#[cfg(test)]
mod tests;

use std::io::BufRead;

use cells::{cells, separator_of};
use scan::{SEPARATORS, Scan};

use super::charset::Charset;
use super::decode::{Declaration, DecodeError, Decoded};
use super::lines::{nul, too_long};
use super::problem::{Fault, Reason};
use super::record::start_of;
use super::table::{Row, Rows, Rules, Table};

/// Reads one table of units.
pub(super) type Reader<R> = Table<QuotedRows<R>>;

/// Reads the table's rows, of `max_bytes` each at most.
#[derive(Debug)]
pub(super) struct QuotedRows<R> {
    input: Decoded<R>,
    /// Known once a first row was read.
    separator: Option<char>,
    max_bytes: usize,
}

/// A row as it stands, without its end.
struct Raw {
    text: String,
    is_cut: bool,
}

impl<R: BufRead> QuotedRows<R> {
    /// The encoding is the one named, or found out.
    pub fn new(input: R, encoding: Option<String>, max_bytes: usize) -> QuotedRows<R> {
        let charset = Charset { named: encoding, is_po: false };
        QuotedRows { input: Decoded::new(input, Declaration::Text(charset)), separator: None, max_bytes }
    }

    /// Reads up to the end of a row; `None` at the end of the file.
    fn read_raw(&mut self) -> Result<Option<Raw>, DecodeError> {
        let begun = self.input.line();
        let separator = self.separator;
        let mut scan = Scan::new(separator.as_ref().map_or(&SEPARATORS[..], std::slice::from_ref));
        let mut raw = Raw { text: String::new(), is_cut: false };
        loop {
            let piece = self.input.fill()?;
            if piece.is_empty() {
                return match scan.is_quoted() && !raw.is_cut {
                    true => Err(DecodeError::Fault(unterminated(begun))),
                    false => Ok((raw.is_cut || !raw.text.is_empty()).then_some(raw)),
                };
            }
            let end = match raw.is_cut {
                true => piece.find('\n').map(|at| at + 1),
                false => scan.end_of_row(piece),
            };
            let taken = &piece[..end.unwrap_or(piece.len())];
            // Two bytes more than allowed, for the end of the line.
            let kept = start_of(taken, (self.max_bytes + 2).saturating_sub(raw.text.len())).len();
            raw.text.push_str(&taken[..kept]);
            let (bytes, was_cut) = (taken.len(), raw.is_cut);
            raw.is_cut |= kept < bytes;
            // Of a row that has just grown too long, the line on which it did goes to its end.
            let is_end = end.is_some() || (raw.is_cut && !was_cut && taken.ends_with('\n'));
            self.input.consume(bytes);
            if is_end {
                return Ok(Some(raw));
            }
        }
    }

    fn row(&mut self, raw: Raw, number: u64) -> Row {
        let undecodable = self.input.take_bad_bytes();
        let text = raw.text.strip_suffix('\n').unwrap_or(&raw.text);
        let text = text.strip_suffix('\r').unwrap_or(text).to_owned();
        let is_too_long = raw.is_cut || text.len() > self.max_bytes;
        let fault = is_too_long.then(|| too_long(self.max_bytes)).or(undecodable).or_else(|| nul(&text));
        let separator = self.separator.unwrap_or(',');
        let cells = if fault.is_some() { Vec::new() } else { cells(&text, separator) };
        Row { cells, text, number, end: self.input.offset(), fault }
    }
}

impl<R: BufRead> Rows for QuotedRows<R> {
    const RULES: Rules = Rules { is_exact: true, advice: "put cells that have a separator in them in quotation marks" };

    fn next_row(&mut self) -> Result<Option<Row>, DecodeError> {
        loop {
            let number = self.input.line();
            let Some(raw) = self.read_raw()? else {
                return Ok(None);
            };
            let is_first = self.separator.is_none() && !raw.text.trim().is_empty();
            if is_first {
                self.separator = Some(separator_of(&raw.text));
            }
            if !(is_first && raw.text.trim_start().starts_with("sep=") && raw.text.trim().len() <= 5) {
                return Ok(Some(self.row(raw, number)));
            }
        }
    }

    fn encoding(&self) -> Option<&'static str> {
        self.input.encoding()
    }
}

fn unterminated(line: u64) -> Fault {
    let message = "a quotation mark in this row is never closed, so that the rest of the file is in one cell; close it";
    Fault::new(Reason::UnterminatedString, message).on_line(line)
}
