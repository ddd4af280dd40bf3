use std::io::{self, BufRead};
use std::sync::Arc;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::source::Source;
use crate::format::problem::{Fault, Problem, ReadError, Reason};
use crate::format::record::Position;

/// Elements within elements; deeper is not read on, since the parser keeps every open name.
const MAX_DEPTH: usize = 100;

/// What a format makes of the elements and texts of its files. An error ends the reading.
pub(in crate::format) trait Content {
    /// The local name of the root element, which `start` sees first.
    const ROOT: &'static str;
    /// What such a file is called, for example `a TMX`.
    const NAME: &'static str;
    /// Why a file with another root is refused.
    const NOT_THIS: Reason;

    /// Whether a root element of this local name is such a file's.
    fn is_root(name: &str) -> bool {
        name == Self::ROOT
    }

    /// Takes the tag that starts on `line`.
    fn start(&mut self, tag: &BytesStart<'_>, line: u64) -> Result<(), Fault>;
    /// Ends the innermost element.
    fn end(&mut self);
    /// Takes text within the root element, which may come in pieces.
    fn text(&mut self, text: &str, line: u64) -> Result<(), Fault>;
    /// The innermost open element, to be named where the file breaks off.
    fn innermost(&self) -> Option<&str>;
    /// Notes what is wrong with the open unit. Outside of units it is no unit's matter.
    fn refuse(&mut self, fault: Fault);
    fn refuse_too_long(&mut self, line: u64);
    /// Of the open unit, else of the last one, from 1.
    fn ordinal(&self) -> u64;
    /// The open unit's id and text, to be quoted where the file breaks off.
    fn open_unit(&self) -> Option<(Option<&str>, &str)>;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::format) enum State {
    Open,
    Ended,
}

/// Reads XML event by event into its content.
#[derive(Debug)]
pub(in crate::format) struct Parser<R, C> {
    xml: quick_xml::Reader<Source<R>>,
    buffer: Vec<u8>,
    pub content: C,
    depth: usize,
    is_root_closed: bool,
    /// The byte behind the last whole unit.
    read_to: u64,
}

impl<R: BufRead, C: Content> Parser<R, C> {
    pub fn new(input: R, max_text_bytes: usize, content: C) -> Parser<R, C> {
        let mut xml = quick_xml::Reader::from_reader(Source::new(input, max_text_bytes));
        // A bare `&` is the commonest slip in real files: it costs its unit, not the rest of the file.
        xml.config_mut().allow_dangling_amp = true;
        Parser { xml, buffer: Vec::new(), content, depth: 0, is_root_closed: false, read_to: 0 }
    }

    /// Reads on by one event of the XML.
    pub fn advance(&mut self) -> Result<State, ReadError> {
        let begun = self.xml.get_mut().begin_token();
        begun.map_err(|error| self.stream_error(error))?;
        let line = self.xml.get_ref().line();
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        let event = self.xml.read_event_into(&mut buffer);
        let is_cut = self.xml.get_ref().is_cut();
        if is_cut {
            self.content.refuse_too_long(line);
        }
        let read = match event {
            Ok(Event::GeneralRef(_)) if is_cut => Ok(State::Open),
            Ok(event) => self.read(&event, line).map_err(|fault| self.broken(fault, line)),
            Err(error) => Err(self.xml_error(error, line)),
        };
        self.buffer = buffer;
        let state = read?;
        self.look_at_source(line)?;
        Ok(state)
    }

    /// Notes that a unit ends here, at the byte that this gives.
    pub fn end_unit(&mut self) -> u64 {
        self.read_to = self.xml.get_ref().offset();
        self.read_to
    }

    fn read(&mut self, event: &Event<'_>, line: u64) -> Result<State, Fault> {
        match event {
            Event::Start(tag) => self.start(tag, line)?,
            Event::Empty(tag) => {
                self.start(tag, line)?;
                self.end();
            }
            Event::End(_) => self.end(),
            Event::Text(text) if text.starts_with('&') => self.refuse_reference("a bare `&`", line),
            Event::Text(text) => self.text(&text.xml10_content(), line)?,
            Event::CData(text) => self.text(&text.xml10_content(), line)?,
            Event::GeneralRef(reference) => self.reference(reference, line)?,
            Event::Eof => return self.finish(),
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::DocType(_) => {}
        }
        Ok(State::Open)
    }

    fn start(&mut self, tag: &BytesStart<'_>, line: u64) -> Result<(), Fault> {
        if self.depth == MAX_DEPTH {
            let message =
                format!("elements lie more than {MAX_DEPTH} deep in each other, which {} never needs", C::NAME);
            return Err(Fault::new(Reason::MalformedXml, message));
        }
        let name = tag.local_name().into_inner();
        match self.depth {
            0 if self.is_root_closed => return Err(behind_the_end::<C>()),
            0 if !C::is_root(name) => {
                return Err(not_this::<C>(&format!("the file's root element is <{name}>, not <{}>", C::ROOT)));
            }
            _ => {}
        }
        self.content.start(tag, line)?;
        self.depth += 1;
        Ok(())
    }

    /// The XML parser has seen to it that the end tag is that of the innermost element.
    fn end(&mut self) {
        self.content.end();
        self.depth = self.depth.saturating_sub(1);
        self.is_root_closed = self.depth == 0;
    }

    fn text(&mut self, text: &str, line: u64) -> Result<(), Fault> {
        match self.depth {
            0 if text.trim().is_empty() => Ok(()),
            0 if self.is_root_closed => Err(behind_the_end::<C>()),
            0 => Err(not_this::<C>("the file does not start with an XML element")),
            _ => self.content.text(text, line),
        }
    }

    fn reference(&mut self, reference: &BytesRef<'_>, line: u64) -> Result<(), Fault> {
        if let Ok(Some(character)) = reference.resolve_char_ref() {
            return self.text(character.encode_utf8(&mut [0; 4]), line);
        }
        match resolve_predefined_entity(reference) {
            Some(text) => self.text(text, line)?,
            None => self.refuse_reference(&format!("`&{};`", reference.chars().take(40).collect::<String>()), line),
        }
        Ok(())
    }

    fn refuse_reference(&mut self, what: &str, line: u64) {
        let message = format!("{what} is nothing that XML defines; write the character itself, and `&` as `&amp;`");
        self.content.refuse(Fault::new(Reason::UnknownEntity, message).on_line(line));
    }

    fn finish(&self) -> Result<State, Fault> {
        match self.content.innermost() {
            None if self.is_root_closed => Ok(State::Ended),
            None => Err(not_this::<C>(&format!("there is no <{}> element in the file", C::ROOT))),
            Some(inside) => {
                let message =
                    format!("the file ends within <{inside}>: it was cut off; get all of it and read it again");
                Err(Fault::new(Reason::MalformedXml, message))
            }
        }
    }

    /// Takes over what the source noticed during the event.
    fn look_at_source(&mut self, line: u64) -> Result<(), ReadError> {
        let source = self.xml.get_mut();
        if let Some(fault) = source.take_fault() {
            return Err(self.broken(fault, line));
        }
        if let Some(fault) = source.take_bad_bytes() {
            self.content.refuse(fault.on_line(line));
        }
        Ok(())
    }

    fn xml_error(&mut self, error: quick_xml::Error, line: u64) -> ReadError {
        match error {
            quick_xml::Error::Io(error) => {
                let kind = error.kind();
                // Nobody else holds it, but if somebody did, what it says is kept.
                let error = Arc::try_unwrap(error).unwrap_or_else(|shared| io::Error::new(kind, shared));
                self.stream_error(error)
            }
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
        let position = Position { line, unit: self.content.ordinal(), byte: self.read_to };
        let problem = Problem::new(position, fault);
        ReadError::Broken(match self.content.open_unit() {
            Some((id, text)) => problem.of_unit(id.map(str::to_owned)).quoting(text),
            None => problem,
        })
    }
}

fn not_this<C: Content>(what: &str) -> Fault {
    Fault::new(C::NOT_THIS, format!("{what}; give {} file, or say which format it is", C::NAME))
}

fn behind_the_end<C: Content>() -> Fault {
    let message = format!("there is something behind </{}>; everything before it was read, so take it out", C::ROOT);
    Fault::new(Reason::MalformedXml, message)
}
