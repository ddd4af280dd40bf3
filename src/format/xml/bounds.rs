use quick_xml::events::BytesStart;

use crate::format::problem::{Fault, Problem, Reason};
use crate::format::record::start_of;

/// How many of the longest texts a unit may hold together, and how much it may hold in any case, in bytes.
const MAX_UNIT_TEXTS: usize = 16;
const MIN_UNIT_BYTES: usize = 1 << 20;
/// What an element costs besides its text, in bytes; it bounds the number of empty ones.
const ELEMENT_BYTES: usize = 256;

/// Counts what a unit holds, so that it stays within bounds.
#[derive(Debug)]
pub(in crate::format) struct Budget {
    max_text_bytes: usize,
    held: usize,
}

impl Budget {
    pub fn new(max_text_bytes: usize) -> Budget {
        Budget { max_text_bytes, held: 0 }
    }

    pub fn max_text_bytes(&self) -> usize {
        self.max_text_bytes
    }

    /// Counts an element; of a unit that is too large nothing more is to be kept.
    pub fn hold_element(&mut self, tag: &BytesStart<'_>) -> Result<(), Fault> {
        self.hold(ELEMENT_BYTES.saturating_add(tag.len()))
    }

    /// Counts `bytes` bytes of text; an error says that there is no room for them.
    pub fn hold(&mut self, bytes: usize) -> Result<(), Fault> {
        let max = self.max_text_bytes.saturating_mul(MAX_UNIT_TEXTS).max(MIN_UNIT_BYTES);
        self.held = self.held.saturating_add(bytes);
        if self.held <= max {
            return Ok(());
        }
        let message = format!("the unit holds more than {max} bytes of texts and properties; split it");
        Err(Fault::new(Reason::UnitTooLarge, message))
    }
}

pub(in crate::format) fn too_long(max_text_bytes: usize, line: u64) -> Fault {
    let message = format!("a text is longer than {max_text_bytes} bytes; split the unit, or raise the limit");
    Fault::new(Reason::TextTooLong, message).on_line(line)
}

/// Of a text that comes on top of `length` bytes, and would be too long with them: enough for the problem to quote.
pub(in crate::format) fn clip(text: &str, length: usize, max_text_bytes: usize) -> &str {
    start_of(text, max_text_bytes.saturating_sub(length).min(Problem::EXCERPT_CHARS * 4))
}

pub(in crate::format) fn nul_fault(text: &str, line: u64) -> Option<Fault> {
    let message = "there is a NUL character in the text; take it out";
    text.contains('\0').then(|| Fault::new(Reason::NulCharacter, message).on_line(line))
}
