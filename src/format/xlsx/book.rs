use std::fmt;
use std::io::{self, BufRead, Cursor, Read};

use calamine::{Data, Range, Reader, Xlsx};
use zip::ZipArchive;

use crate::format::decode::DecodeError;
use crate::format::problem::{Fault, Reason};

/// The largest workbook that is read, in bytes.
pub const MAX_BYTES: u64 = 256 << 20;
/// The most that all parts of a workbook may unpack to, in bytes.
pub const MAX_UNPACKED_BYTES: u64 = 512 << 20;

/// A workbook in memory.
pub(super) struct Book {
    /// The cells of the first sheet.
    sheet: Range<Data>,
    /// The next row of `sheet`, from 0.
    next: usize,
    /// The names of the others that are not empty.
    others: Vec<String>,
}

impl Book {
    pub fn read(input: &mut impl BufRead) -> Result<Book, DecodeError> {
        let bytes = spool(input)?;
        check_unpacked(&bytes)?;
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(damaged)?;
        let mut names = book.sheet_names().into_iter();
        let first = names.next().ok_or_else(|| damaged("it has no sheet"))?;
        let sheet = book.worksheet_range(&first).map_err(damaged)?;
        let others = names.filter(|name| book.worksheet_range(name).is_ok_and(|range| !range.is_empty())).collect();
        Ok(Book { sheet, next: 0, others })
    }

    /// The number of the next row, from 1, and its cells from the sheet's first column on.
    pub fn next_row(&mut self) -> Option<(u64, Vec<String>)> {
        let (first_row, first_column) = self.sheet.start()?;
        if self.next >= self.sheet.height() {
            return None;
        }
        let row = &self.sheet[self.next];
        let mut cells = vec![String::new(); first_column as usize];
        cells.extend(row.iter().map(text));
        self.next += 1;
        Some((u64::from(first_row) + self.next as u64, cells))
    }

    pub fn other_sheets(&self) -> impl Iterator<Item = &str> {
        self.others.iter().map(String::as_str)
    }
}

impl fmt::Debug for Book {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Book").field("next", &self.next).field("others", &self.others).finish_non_exhaustive()
    }
}

fn text(cell: &Data) -> String {
    match cell {
        Data::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn spool(input: &mut impl BufRead) -> Result<Vec<u8>, DecodeError> {
    let mut bytes = Vec::new();
    input.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        let message = format!("the workbook is larger than {} MiB; save it as CSV", MAX_BYTES >> 20);
        return Err(DecodeError::Fault(Fault::new(Reason::BadContainer, message)));
    }
    Ok(bytes)
}

/// Unpacks all parts once to see how large they are: what their headers say need not be so.
fn check_unpacked(bytes: &[u8]) -> Result<(), DecodeError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut left = MAX_UNPACKED_BYTES;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(damaged)?;
        let unpacked = io::copy(&mut part.take(left + 1), &mut io::sink()).map_err(damaged)?;
        left = left.checked_sub(unpacked).ok_or_else(|| {
            let message = format!("the workbook unpacks to more than {} MiB; save it as CSV", MAX_UNPACKED_BYTES >> 20);
            DecodeError::Fault(Fault::new(Reason::BadContainer, message))
        })?;
    }
    Ok(())
}

fn damaged(error: impl fmt::Display) -> DecodeError {
    let message = format!("the workbook cannot be read ({error}); open it in a spreadsheet program and save it again");
    DecodeError::Fault(Fault::new(Reason::BadContainer, message))
}
