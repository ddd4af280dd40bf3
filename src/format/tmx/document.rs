use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::attributes::Attributes;
use super::builder::{Place, UnitBuilder};
use super::unit::TransUnit;
use crate::format::problem::{Fault, Reason};
use crate::format::record::start_of;

/// Elements within elements; deeper is not read on, since the parser keeps every open name.
const MAX_DEPTH: usize = 100;

/// Where in a TMX an open element stands, and so what becomes of its text.
#[derive(Debug, PartialEq, Eq)]
enum Element {
    Tmx,
    Unit,
    Variant,
    Segment,
    Inline,
    Note,
    Property(String),
    Other(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Open,
    Ended,
}

/// Makes units of the events of a TMX's XML.
#[derive(Debug)]
pub(super) struct Document {
    max_text_bytes: usize,
    path: Vec<Element>,
    is_root_closed: bool,
    source_language: Option<String>,
    /// How many units have begun.
    units: u64,
    /// The unit that is open, which one of `path` is then.
    unit: Option<UnitBuilder>,
    complete: Option<TransUnit>,
}

impl Document {
    pub fn new(max_text_bytes: usize) -> Document {
        Document {
            max_text_bytes,
            path: Vec::new(),
            is_root_closed: false,
            source_language: None,
            units: 0,
            unit: None,
            complete: None,
        }
    }

    /// Takes the event that starts on `line`. An error ends the reading.
    pub fn read(&mut self, event: &Event<'_>, line: u64) -> Result<State, Fault> {
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

    /// The unit, once it is complete.
    pub fn take_unit(&mut self) -> Option<TransUnit> {
        self.complete.take()
    }

    pub fn open_unit(&self) -> Option<&UnitBuilder> {
        self.unit.as_ref()
    }

    /// Of the open unit, else of the last one, from 1.
    pub fn ordinal(&self) -> u64 {
        self.units
    }

    /// As the header has it.
    pub fn source_language(&self) -> Option<&str> {
        self.source_language.as_deref()
    }

    /// Notes what is wrong with the open unit. Outside of units it is no unit's matter.
    pub fn refuse(&mut self, fault: Fault) {
        self.unit.iter_mut().for_each(|unit| unit.refuse(fault.clone()));
    }

    pub fn refuse_too_long(&mut self, line: u64) {
        self.unit.iter_mut().for_each(|unit| unit.refuse_too_long(line));
    }

    fn start(&mut self, tag: &BytesStart<'_>, line: u64) -> Result<(), Fault> {
        if self.path.len() == MAX_DEPTH {
            let message = format!("elements lie more than {MAX_DEPTH} deep in each other, which no TMX needs");
            return Err(Fault::new(Reason::MalformedXml, message));
        }
        let mut attributes = Attributes::of(tag)?;
        let fault = attributes.fault.take();
        let name = tag.local_name().into_inner();
        let element = match (self.path.last(), &mut self.unit) {
            (None, _) => self.open_root(name)?,
            (Some(parent), Some(unit)) => open_in_unit(unit, parent, tag, attributes, line),
            (Some(parent), None) => self.open_outside(parent == &Element::Tmx, name, attributes, line)?,
        };
        self.path.push(element);
        fault.into_iter().for_each(|fault| self.refuse(fault.on_line(line)));
        Ok(())
    }

    fn open_root(&mut self, name: &str) -> Result<Element, Fault> {
        if self.is_root_closed {
            return Err(behind_the_end());
        }
        match name {
            "tmx" => Ok(Element::Tmx),
            _ => Err(not_tmx(&format!("the file's root element is <{name}>, not <tmx>"))),
        }
    }

    fn open_outside(&mut self, is_top: bool, name: &str, mut tag: Attributes, line: u64) -> Result<Element, Fault> {
        match name {
            "tu" => {
                self.units += 1;
                self.unit = Some(UnitBuilder::new(line, self.units, tag, self.max_text_bytes));
                return Ok(Element::Unit);
            }
            "tuv" | "seg" => return Err(misplaced(name)),
            "header" if is_top => self.source_language = tag.source_language.take(),
            _ => {}
        }
        Ok(other(name))
    }

    /// The parser has seen to it that the end tag is that of the innermost element.
    fn end(&mut self) {
        match (self.path.pop(), &mut self.unit) {
            (Some(Element::Tmx), _) => self.is_root_closed = true,
            (Some(Element::Unit), unit) => self.complete = unit.take().map(UnitBuilder::finish),
            (Some(Element::Variant), Some(unit)) => unit.end_variant(),
            (Some(Element::Segment), Some(unit)) => unit.end_segment(),
            (Some(Element::Inline), Some(unit)) => unit.end_inline(),
            (Some(Element::Note), Some(unit)) => unit.end_note(),
            (Some(Element::Property(kind)), Some(unit)) => unit.end_property(kind),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, line: u64) -> Result<(), Fault> {
        let is_blank = text.trim().is_empty();
        match (self.path.last(), &mut self.unit) {
            (None, _) if is_blank => {}
            (None, _) if self.is_root_closed => return Err(behind_the_end()),
            (None, _) => return Err(not_tmx("the file does not start with an XML element")),
            (Some(Element::Unit | Element::Variant), Some(unit)) if !is_blank => {
                let message = "there is text outside of any <seg>; put it into one";
                unit.refuse(Fault::new(Reason::MisplacedText, message).on_line(line));
            }
            (Some(Element::Segment | Element::Inline), Some(unit)) => unit.keep(Place::Segment, text, line),
            (Some(Element::Note | Element::Property(_)), Some(unit)) => unit.keep(Place::Remark, text, line),
            _ => {}
        }
        Ok(())
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
        self.refuse(Fault { line: Some(line), ..Fault::new(Reason::UnknownEntity, message) });
    }

    fn finish(&self) -> Result<State, Fault> {
        let inside = match self.path.last() {
            None if self.is_root_closed => return Ok(State::Ended),
            None => return Err(not_tmx("there is no <tmx> element in the file")),
            Some(Element::Other(name)) => name,
            Some(Element::Tmx) => "tmx",
            Some(Element::Unit) => "tu",
            Some(Element::Variant) => "tuv",
            Some(Element::Segment | Element::Inline) => "seg",
            Some(Element::Note) => "note",
            Some(Element::Property(_)) => "prop",
        };
        let message = format!("the file ends within <{inside}>: it was cut off; get all of it and read it again");
        Err(Fault::new(Reason::MalformedXml, message))
    }
}

/// Opens an element within a unit, and says what becomes of its content.
fn open_in_unit(
    unit: &mut UnitBuilder,
    parent: &Element,
    tag: &BytesStart<'_>,
    attributes: Attributes,
    line: u64,
) -> Element {
    let name = tag.local_name().into_inner();
    if !unit.has_room_for(tag) {
        return other(name);
    }
    match (parent, name) {
        (Element::Segment | Element::Inline, _) => {
            unit.start_inline(tag, attributes);
            Element::Inline
        }
        (Element::Unit, "tuv") => {
            unit.start_variant(attributes);
            Element::Variant
        }
        (Element::Variant, "seg") => {
            unit.start_segment();
            Element::Segment
        }
        (Element::Unit | Element::Variant, "note") => Element::Note,
        (Element::Unit | Element::Variant, "prop") => {
            Element::Property(attributes.kind.unwrap_or_else(|| "prop".to_owned()))
        }
        (_, "tu" | "tuv" | "seg") => {
            unit.refuse(misplaced(name).on_line(line));
            other(name)
        }
        _ => other(name),
    }
}

fn misplaced(name: &str) -> Fault {
    let message = format!("there is a <{name}> where TMX has no place for it; repair the structure of the file");
    Fault::new(Reason::MisplacedText, message)
}

fn other(name: &str) -> Element {
    Element::Other(start_of(name, 40).to_owned())
}

fn not_tmx(what: &str) -> Fault {
    Fault::new(Reason::NotTmx, format!("{what}; give a TMX file, or say which format it is"))
}

fn behind_the_end() -> Fault {
    Fault::new(Reason::MalformedXml, "there is something behind </tmx>; everything before it was read, so take it out")
}
