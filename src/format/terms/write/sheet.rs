use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::table::TableShape;
use crate::format::WriteError;
use crate::model::Term;

/// The most rows that a sheet has.
const MOST_ROWS: u32 = 1_048_576;
/// The most characters that a cell has; Excel counts those beyond U+FFFF as two.
const MOST_CHARACTERS: usize = 32_767;
/// How wide columns are, in characters.
const WIDTH: f64 = 28.0;

/// A workbook of one sheet, in memory.
pub(super) struct Sheet {
    book: Workbook,
    shape: TableShape,
    /// The number of the next row, from 0.
    next: u32,
}

impl Sheet {
    pub fn begin(shape: TableShape) -> Result<Sheet, WriteError> {
        let mut book = Workbook::new();
        let header = shape.header();
        let sheet = book.add_worksheet();
        let bold = Format::new().set_bold();
        for (at, name) in (0..).zip(&header) {
            sheet.write_string_with_format(0, at, name, &bold).map_err(unwritten)?;
            sheet.set_column_width(at, WIDTH).map_err(unwritten)?;
        }
        sheet.set_freeze_panes(1, 0).map_err(unwritten)?;
        Ok(Sheet { book, shape, next: 1 })
    }

    /// Writes one term, or nothing of it.
    pub fn term(&mut self, term: &Term) -> Result<(), WriteError> {
        let cells = self.shape.row(term)?;
        if self.next == MOST_ROWS {
            let message = format!("a sheet has {MOST_ROWS} rows, and they are full; export it as CSV");
            return Err(WriteError::Unwritable(message));
        }
        if cells.iter().any(|cell| cell.encode_utf16().count() > MOST_CHARACTERS) {
            let message = format!("a cell has {MOST_CHARACTERS} characters at the most; export it as CSV");
            return Err(WriteError::Unwritable(message));
        }
        let row = self.next;
        let sheet = self.sheet()?;
        for (at, cell) in (0..).zip(&cells).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(row, at, cell).map_err(unwritten)?;
        }
        self.next += 1;
        Ok(())
    }

    /// The whole file.
    pub fn end(mut self) -> Result<Vec<u8>, WriteError> {
        self.book.save_to_buffer().map_err(unwritten)
    }

    fn sheet(&mut self) -> Result<&mut Worksheet, WriteError> {
        self.book.worksheet_from_index(0).map_err(unwritten)
    }
}

fn unwritten(error: XlsxError) -> WriteError {
    WriteError::Io(std::io::Error::other(error))
}
