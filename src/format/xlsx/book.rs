use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, BufRead, Cursor, Read};
use std::panic::{self, AssertUnwindSafe};

use calamine::{Data, DataRef, Reader, Xlsx, XlsxError};
use zip::ZipArchive;

use crate::format::decode::DecodeError;
use crate::format::problem::{Fault, Reason};

/// The largest workbook that is read, in bytes.
pub const MAX_BYTES: u64 = 256 << 20;
/// The most that all parts of a workbook may unpack to, in bytes.
pub const MAX_UNPACKED_BYTES: u64 = 512 << 20;
/// The last row of a sheet, from 0.
const LAST_ROW: u32 = 1_048_575;
/// Cells behind this column are a problem of their row. A sheet has 16,384 columns, most of which no table uses.
const MAX_COLUMNS: u32 = 1_000;

/// A workbook in memory.
pub(super) struct Book {
    /// The rows of the first sheet that have any text, by their numbers from 1. A stray cell in the last corner of a sheet
    /// must not cost what the whole rectangle before it would.
    rows: BTreeMap<u32, Cells>,
    /// The names of the other sheets that are not empty.
    others: Vec<String>,
}

/// The texts of a row by their columns, from 0.
type Cells = BTreeMap<u32, String>;

impl Book {
    pub fn read(input: &mut impl BufRead) -> Result<Book, DecodeError> {
        let bytes = spool(input)?;
        check_unpacked(&bytes)?;
        // Where cells have impossible names the library panics, in builds that look for overflow. That has to cost the file,
        // not who reads it; nothing of the library outlives the panic.
        panic::catch_unwind(AssertUnwindSafe(|| Book::parse(bytes))).unwrap_or_else(|_| Err(damaged("it is damaged")))
    }

    fn parse(bytes: Vec<u8>) -> Result<Book, DecodeError> {
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(damaged)?;
        let mut names = book.sheet_names().into_iter();
        let first = names.next().ok_or_else(|| damaged("it has no sheet"))?;
        let mut rows: BTreeMap<u32, Cells> = BTreeMap::new();
        let mut is_sheet = true;
        each_cell(&mut book, &first, |(row, column), text| {
            is_sheet = row <= LAST_ROW;
            rows.entry(row.saturating_add(1)).or_default().insert(column, text);
            is_sheet
        })
        .map_err(damaged)?;
        if !is_sheet {
            return Err(damaged("a cell lies behind the last row that a sheet has"));
        }
        let others = names.filter(|name| has_cells(&mut book, name)).collect();
        Ok(Book { rows, others })
    }

    /// The number of the next row, from 1, and its cells from the sheet's first column on, or what is wrong with it.
    pub fn next_row(&mut self) -> Option<(u64, Vec<String>, Option<Fault>)> {
        let (number, cells) = self.rows.pop_first()?;
        let last = *cells.last_key_value()?.0;
        if last >= MAX_COLUMNS {
            let message = format!("there is a text in column {}; more than {MAX_COLUMNS} are not read", last + 1);
            let fault = Fault::new(Reason::WrongColumnCount, message);
            return Some((number.into(), cells.into_values().collect(), Some(fault)));
        }
        let mut row = vec![String::new(); last as usize + 1];
        cells.into_iter().for_each(|(column, text)| row[column as usize] = text);
        Some((number.into(), row, None))
    }

    pub fn other_sheets(&self) -> impl Iterator<Item = &str> {
        self.others.iter().map(String::as_str)
    }
}

impl fmt::Debug for Book {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Book").field("rows", &self.rows.len()).field("others", &self.others).finish()
    }
}

type Workbook = Xlsx<Cursor<Vec<u8>>>;

/// Gives the place, from 0, and the text of each cell of a sheet that has one, for as long as more are wanted. A sheet that
/// is a chart has none.
fn each_cell(
    book: &mut Workbook,
    sheet: &str,
    mut take: impl FnMut((u32, u32), String) -> bool,
) -> Result<(), XlsxError> {
    let mut cells = match book.worksheet_cells_reader(sheet) {
        Ok(cells) => cells,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(()),
        Err(error) => return Err(error),
    };
    while let Some(cell) = cells.next_cell()? {
        let place = cell.get_position();
        let text = text(cell.get_value());
        if !text.trim().is_empty() && !take(place, text) {
            break;
        }
    }
    Ok(())
}

fn has_cells(book: &mut Workbook, sheet: &str) -> bool {
    let mut has_any = false;
    let looked = each_cell(book, sheet, |_, _| {
        has_any = true;
        false
    });
    looked.is_ok() && has_any
}

fn text(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        other => Data::from(other.clone()).to_string(),
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
