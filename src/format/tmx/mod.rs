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
//! - Not kept: the header, elements that TMX does not know outside of `<seg>`, and attributes about tools rather than the
//!   translation (`usagecount`, `datatype`, `o-tmf` …).
//!
//! # What is refused
//!
//! Entities that a DOCTYPE defines are never expanded and nothing external is fetched: their units are problems. The
//! encoding is that of the byte order mark, else of the XML declaration, else UTF-8.

mod attributes;
mod builder;
mod codes;
mod document;
mod pairs;
mod segment;
mod source;
#[cfg(test)]
mod tests;
mod unit;

use std::io::{self, BufRead};

use document::{Document, State};
use pairs::Pairs;
use quick_xml::events::Event;
use source::Source;

use super::Options;
use super::problem::{Fault, Problem, ReadError, Reason};
use super::record::{Position, Record};

/// Reads one TMX.
#[derive(Debug)]
pub struct Reader<R> {
    xml: quick_xml::Reader<Source<R>>,
    buffer: Vec<u8>,
    document: Document,
    options: Options,
    /// The unit that is being given out.
    pairs: Option<Pairs>,
    /// The byte behind the last whole unit.
    read_to: u64,
    is_done: bool,
}

impl<R: BufRead> Reader<R> {
    pub fn new(input: R, options: Options) -> Reader<R> {
        let mut xml = quick_xml::Reader::from_reader(Source::new(input, options.max_text_bytes));
        // A bare `&` is the commonest slip in real files: it costs its unit, not the rest of the file.
        xml.config_mut().allow_dangling_amp = true;
        Reader {
            xml,
            buffer: Vec::new(),
            document: Document::new(options.max_text_bytes),
            options,
            pairs: None,
            read_to: 0,
            is_done: false,
        }
    }

    /// Reads on by one event of the XML.
    fn advance(&mut self) -> Result<(), ReadError> {
        let begun = self.xml.get_mut().begin_token();
        begun.map_err(|error| self.stream_error(error))?;
        let line = self.xml.get_ref().line();
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        let event = self.xml.read_event_into(&mut buffer);
        let is_cut = self.xml.get_ref().is_cut();
        if is_cut {
            self.document.refuse_too_long(line);
        }
        let read = match event {
            Ok(Event::GeneralRef(_)) if is_cut => Ok(State::Open),
            Ok(event) => self.document.read(&event, line).map_err(|fault| self.broken(fault, line)),
            Err(error) => Err(self.xml_error(error, line)),
        };
        self.buffer = buffer;
        self.is_done = read? == State::Ended;
        self.look_at_source(line)?;
        if let Some(unit) = self.document.take_unit() {
            self.read_to = self.xml.get_ref().offset();
            let source_language = self.document.source_language();
            self.pairs = Some(Pairs::new(unit, self.read_to, source_language, &self.options));
        }
        Ok(())
    }

    /// Takes over what the source noticed during the event.
    fn look_at_source(&mut self, line: u64) -> Result<(), ReadError> {
        let source = self.xml.get_mut();
        if let Some(fault) = source.take_fault() {
            return Err(self.broken(fault, line));
        }
        if let Some(fault) = source.take_bad_bytes() {
            self.document.refuse(Fault { line: Some(line), ..fault });
        }
        Ok(())
    }

    fn xml_error(&mut self, error: quick_xml::Error, line: u64) -> ReadError {
        match error {
            quick_xml::Error::Io(error) => self.stream_error(io::Error::new(error.kind(), error)),
            error => {
                let message =
                    format!("the XML is broken here: {error}; repair the file, and read it again from the start");
                self.broken(Fault::new(Reason::MalformedXml, message), line)
            }
        }
    }

    fn stream_error(&mut self, error: io::Error) -> ReadError {
        match self.xml.get_mut().take_fault() {
            Some(fault) => self.broken(fault, self.xml.get_ref().line()),
            None => ReadError::Io(error),
        }
    }

    fn broken(&self, fault: Fault, line: u64) -> ReadError {
        let position = Position { line, unit: self.document.ordinal(), byte: self.read_to };
        let problem = Problem::new(position, fault);
        ReadError::Broken(match self.document.open_unit() {
            Some(unit) => problem.of_unit(unit.id().map(str::to_owned)).quoting(unit.text()),
            None => problem,
        })
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
