use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::SrxError;
use super::document::Document;
use super::elements::{Attributes, Elements};

/// Elements within elements; no rules need more, and the parser keeps every open name.
const MAX_DEPTH: usize = 50;

/// Reads the XML of segmentation rules. A DTD is skipped: only predefined and numeric references are expanded.
pub(super) fn read(text: &str) -> Result<Document, SrxError> {
    let mut reader = RuleReader { xml: Reader::from_str(text), lines: Lines::new(text), elements: Elements::default() };
    while reader.step()? {}
    reader.elements.finish(reader.lines.at(text.len()))
}

struct RuleReader<'a> {
    xml: Reader<&'a [u8]>,
    lines: Lines<'a>,
    elements: Elements,
}

impl RuleReader<'_> {
    /// Whether there is more.
    fn step(&mut self) -> Result<bool, SrxError> {
        let line = self.lines.at(self.xml.buffer_position() as usize);
        let event = self.xml.read_event().map_err(|error| {
            let line = self.lines.at(self.xml.error_position() as usize);
            SrxError::Xml { line, reason: error.to_string() }
        })?;
        match event {
            Event::Start(tag) => self.start(&tag, line)?,
            Event::Empty(tag) => {
                self.start(&tag, line)?;
                self.elements.end(line)?;
            }
            Event::End(_) => self.elements.end(line)?,
            Event::Text(text) => self.elements.text(&text.xml10_content(), line)?,
            Event::CData(text) => self.elements.text(&text.xml10_content(), line)?,
            Event::GeneralRef(reference) => self.reference(&reference, line)?,
            Event::Eof => return Ok(false),
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::DocType(_) => {}
        }
        Ok(true)
    }

    fn start(&mut self, tag: &BytesStart<'_>, line: u64) -> Result<(), SrxError> {
        if self.elements.depth() == MAX_DEPTH {
            let reason = format!("elements lie more than {MAX_DEPTH} deep in each other");
            return Err(SrxError::Xml { line, reason });
        }
        let name = tag.name();
        let prefix = name.prefix().map(|prefix| prefix.into_inner().to_owned());
        self.elements.start(prefix, tag.local_name().into_inner(), &Attributes::of(tag, line)?, line)
    }

    fn reference(&mut self, reference: &BytesRef<'_>, line: u64) -> Result<(), SrxError> {
        if let Ok(Some(character)) = reference.resolve_char_ref() {
            return self.elements.text(character.encode_utf8(&mut [0; 4]), line);
        }
        let name: &str = reference;
        let text = resolve_predefined_entity(name).ok_or_else(|| {
            let name: String = name.chars().take(40).collect();
            let reason = format!("`&{name};` is no reference that is expanded; write the character itself");
            SrxError::Xml { line, reason }
        })?;
        self.elements.text(text, line)
    }
}

/// Tells the line of a place in a text. The places must not lie far before one that was asked for earlier.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Lines<'a> {
        Lines { text, at: 0, line: 1 }
    }

    fn at(&mut self, place: usize) -> u64 {
        let place = place.min(self.text.len());
        if place < self.at {
            *self = Lines::new(self.text);
        }
        self.line += self.text.as_bytes()[self.at..place].iter().filter(|b| **b == b'\n').count() as u64;
        self.at = place;
        self.line
    }
}
