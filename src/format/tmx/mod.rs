//! Translation Memory eXchange 1.1 to 1.4b, level 1; what calls itself 2.0 is read alike.
//!
//! # What becomes of a `<tu>`
//!
//! - Languages: with `from` and `to`, every text that the ranges cover; without, the text in `srclang` (the unit's, else
//!   the header's) with every other. Each source with each target is one record.
//! - Text: as it stands, entities and CDATA resolved, white space kept, NFC.
//! - Inline codes: `bpt` and its `ept`, `hi`, and elements that TMX does not know become `{1}`…`{/1}`; `ph`, `it`, `ut`,
//!   and what has no other half, `{2/}`. They are numbered in the order of the source, and the target's alike: by `x`,
//!   `i`, native code or order. The native code is in the attributes `source.code.1`, `source.code./1`, `target.code.1` …,
//!   a `<sub>` in it as plain text. A text that itself has `{1}` in it cannot be told from a code.
//! - `tuid`. As the author, `changeid`, else `creationid`. `creationdate` and `changedate`; as attributes, if they are no
//!   times. All of these of the target's `<tuv>`, else of the `<tu>`, else of the source's `<tuv>`.
//! - `note`; `prop` as attributes by type, with `source.` and `target.` before those of the `<tuv>`s.
//! - The neighbours in the document: from the properties `prev` and `next` (OmegaT) or `x-context-pre` and
//!   `x-context-post` (memoQ and others) of the unit or the source; they stay properties, too.
//! - Not kept: the header, elements that TMX does not know outside of `<seg>`, and attributes about tools rather than the
//!   translation (`usagecount`, `datatype`, `o-tmf` …).
//!
//! # What is refused
//!
//! Entities that a DOCTYPE defines are never expanded and nothing external is fetched: their units are problems. The
//! encoding is that of the byte order mark, else of the XML declaration, else UTF-8.

mod attributes;
mod builder;
mod document;
mod neighbours;
mod pairs;
#[cfg(test)]
mod tests;
mod unit;

use std::io::BufRead;

use document::Document;
use pairs::Pairs;

use super::Options;
use super::problem::ReadError;
use super::record::Record;
use super::xml::{Parser, State};

/// Reads one TMX.
#[derive(Debug)]
pub struct Reader<R> {
    parser: Parser<R, Document>,
    options: Options,
    /// The unit that is being given out.
    pairs: Option<Pairs>,
    is_done: bool,
}

impl<R: BufRead> Reader<R> {
    pub fn new(input: R, options: Options) -> Reader<R> {
        let parser = Parser::new(input, options.max_text_bytes, Document::new(options.max_text_bytes));
        Reader { parser, options, pairs: None, is_done: false }
    }

    /// Reads on by one event of the XML.
    fn advance(&mut self) -> Result<(), ReadError> {
        self.is_done = self.parser.advance()? == State::Ended;
        if let Some(unit) = self.parser.content.take_unit() {
            let byte = self.parser.end_unit();
            self.pairs = Some(Pairs::new(unit, byte, self.parser.content.source_language(), &self.options));
        }
        Ok(())
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.pairs.as_mut().and_then(Iterator::next) {
                return Some(item);
            }
            if self.is_done {
                return None;
            }
            if let Err(error) = self.advance() {
                self.is_done = true;
                return Some(Err(error));
            }
        }
    }
}
