//! Tables: a header row, then one unit a row.

use super::{OutputFormat, WriteError, own};
use crate::model::Unit;

/// The columns behind source and target, as the readers of tables know them.
const COLUMNS: [&str; 4] = ["status", "author", "document", "note"];

pub(super) fn begin(first: Option<&Unit>, format: OutputFormat, bytes: &mut Vec<u8>) -> Result<(), WriteError> {
    let languages = first.map(|unit| (unit.source.language.as_str(), unit.target.language.as_str()));
    let (source, target) = languages.unwrap_or(("source", "target"));
    row([source, target].into_iter().chain(COLUMNS), format, bytes)
}

/// Writes a unit, which is in the languages of the first row.
pub(super) fn unit(unit: &Unit, format: OutputFormat, bytes: &mut Vec<u8>) -> Result<(), WriteError> {
    let document = unit.occurrences.last().map_or("", |occurrence| &occurrence.document);
    let cells = [&*unit.source.text, &unit.target.text, own::status(unit.status), &unit.author, document, &unit.note];
    row(cells, format, bytes)
}

fn row<'c>(
    cells: impl IntoIterator<Item = &'c str>,
    format: OutputFormat,
    bytes: &mut Vec<u8>,
) -> Result<(), WriteError> {
    if format == OutputFormat::Csv { quoted(cells, bytes) } else { tabbed(cells, bytes) }
}

/// Writes a row with commas, cells in quotation marks where they need them.
pub(in crate::format) fn quoted<'c>(
    cells: impl IntoIterator<Item = &'c str>,
    bytes: &mut Vec<u8>,
) -> Result<(), WriteError> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(bytes);
    writer.write_record(cells).map_err(std::io::Error::other)?;
    Ok(writer.flush()?)
}

/// Writes a row with tabs, which no cell can hold.
pub(in crate::format) fn tabbed<'c>(
    cells: impl IntoIterator<Item = &'c str>,
    bytes: &mut Vec<u8>,
) -> Result<(), WriteError> {
    for (at, cell) in cells.into_iter().enumerate() {
        if cell.contains(['\t', '\n', '\r']) {
            let message = "it holds a tab or a line break, which a TSV has no way to write; export it as CSV";
            return Err(WriteError::Unwritable(message.into()));
        }
        bytes.extend((at > 0).then_some(b'\t'));
        bytes.extend_from_slice(cell.as_bytes());
    }
    bytes.push(b'\n');
    Ok(())
}
