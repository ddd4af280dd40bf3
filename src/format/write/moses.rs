//! Parallel text, interleaved: `S` and a source line, `T` and the target line beside it.

use super::WriteError;
use crate::model::Unit;

pub(super) fn unit(unit: &Unit, bytes: &mut Vec<u8>) -> Result<(), WriteError> {
    for (mark, text) in [(b'S', &unit.source.text), (b'T', &unit.target.text)] {
        if text.contains(['\n', '\r']) {
            let message = "it holds a line break, which parallel text has no way to write; export it as TMX or XLIFF";
            return Err(WriteError::Unwritable(message.into()));
        }
        if text.starts_with('\u{feff}') {
            let message = "it starts with a byte order mark, which would be taken for that of the file; take it out";
            return Err(WriteError::Unwritable(message.into()));
        }
        bytes.push(mark);
        bytes.extend_from_slice(text.as_bytes());
        bytes.push(b'\n');
    }
    Ok(())
}
