use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::escape::resolve_predefined_entity;

use super::attributes::Attributes;
use super::segment::{SegmentBuilder, Tag};
use super::unit::{TransUnit, Variant};
use crate::format::problem::{Fault, Problem, Reason};
use crate::format::record::start_of;

/// Elements within elements; deeper is not read on, since the parser keeps every open name.
const MAX_DEPTH: usize = 100;
/// Texts in one unit; with more, the product of sources and targets could keep a reader busy for hours.
const MAX_VARIANTS: usize = 1000;
/// How many of the longest texts a unit may hold together, and how much it may hold in any case, in bytes.
const MAX_UNIT_TEXTS: usize = 16;
const MIN_UNIT_BYTES: usize = 1 << 20;
/// What an element costs besides its text, in bytes; it bounds the number of empty ones.
const ELEMENT_BYTES: usize = 256;

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
    /// The open unit; once it is closed, the one to take.
    unit: Option<TransUnit>,
    variant: Option<Variant>,
    segment: SegmentBuilder,
    /// Of the open note or property.
    text: String,
    /// What the unit holds already, in bytes.
    held: usize,
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
            variant: None,
            segment: SegmentBuilder::default(),
            text: String::new(),
            held: 0,
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
        if self.is_in_unit() { None } else { self.unit.take() }
    }

    pub fn open_unit(&self) -> Option<&TransUnit> {
        self.unit.as_ref()
    }

    /// The text of the open unit as far as it was read.
    pub fn open_text(&self) -> &str {
        match (&self.variant, &self.unit) {
            (Some(_), _) => self.segment.plain_text(),
            (None, Some(unit)) => unit.variants.first().map_or("", Variant::text),
            (None, None) => "",
        }
    }

    /// Of the open unit, else of the last one, from 1.
    pub fn ordinal(&self) -> u64 {
        self.units
    }

    /// As the header has it.
    pub fn source_language(&self) -> Option<&str> {
        self.source_language.as_deref()
    }

    /// Notes the first thing that is wrong with the open variant, else the open unit. Outside of units it is no unit's matter.
    pub fn refuse(&mut self, fault: Fault) {
        let place = match (&mut self.variant, &mut self.unit) {
            (Some(variant), _) => &mut variant.fault,
            (None, Some(unit)) => &mut unit.fault,
            (None, None) => return,
        };
        place.get_or_insert(fault);
    }

    pub fn refuse_too_long(&mut self, line: u64) {
        let max = self.max_text_bytes;
        let message = format!("a text is longer than {max} bytes; split the unit, or raise the limit");
        self.refuse(Fault { line: Some(line), ..Fault::new(Reason::TextTooLong, message) });
    }

    fn is_in_unit(&self) -> bool {
        self.path.contains(&Element::Unit)
    }

    fn start(&mut self, tag: &BytesStart<'_>, line: u64) -> Result<(), Fault> {
        if self.path.len() == MAX_DEPTH {
            let message = format!("elements lie more than {MAX_DEPTH} deep in each other, which no TMX needs");
            return Err(Fault::new(Reason::MalformedXml, message));
        }
        let mut attributes = Attributes::of(tag)?;
        let fault = attributes.fault.take();
        let element = self.open(tag, attributes, line)?;
        self.path.push(element);
        fault.into_iter().for_each(|fault| self.refuse(Fault { line: Some(line), ..fault }));
        self.hold(ELEMENT_BYTES);
        Ok(())
    }

    fn open(&mut self, tag: &BytesStart<'_>, attributes: Attributes, line: u64) -> Result<Element, Fault> {
        let name = tag.local_name().into_inner();
        Ok(match (self.path.last(), name) {
            (None, _) => self.open_root(name)?,
            (Some(Element::Segment | Element::Inline), _) => self.open_inline(tag, attributes),
            (Some(Element::Unit | Element::Variant), "note") => Element::Note,
            (Some(Element::Unit | Element::Variant), "prop") => {
                Element::Property(attributes.kind.unwrap_or_else(|| "prop".to_owned()))
            }
            (Some(Element::Unit), "tuv") => self.open_variant(attributes),
            (Some(Element::Variant), "seg") => self.open_segment(),
            (_, "tu") if !self.is_in_unit() => self.open_unit_at(line, attributes),
            (_, "tu" | "tuv" | "seg") => self.misplaced(name, line)?,
            (Some(Element::Tmx), "header") => {
                self.source_language = attributes.source_language;
                Element::Other(name.to_owned())
            }
            _ => Element::Other(name.to_owned()),
        })
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

    fn open_unit_at(&mut self, line: u64, attributes: Attributes) -> Element {
        self.units += 1;
        self.held = 0;
        self.unit = Some(TransUnit {
            line,
            ordinal: self.units,
            id: attributes.id,
            source_language: attributes.source_language,
            about: attributes.about,
            ..TransUnit::default()
        });
        Element::Unit
    }

    fn open_variant(&mut self, attributes: Attributes) -> Element {
        self.segment = SegmentBuilder::default();
        if self.unit.as_ref().is_some_and(|unit| unit.variants.len() == MAX_VARIANTS) {
            let message = format!("the unit has more than {MAX_VARIANTS} texts; split it");
            self.refuse(Fault::new(Reason::UnitTooLarge, message));
        }
        self.variant = Some(Variant::new(attributes.language.as_deref(), attributes.about));
        Element::Variant
    }

    fn open_segment(&mut self) -> Element {
        if self.variant.as_ref().is_some_and(|variant| variant.segment.is_some()) {
            let message = "a <tuv> has a second <seg>; give each text a <tuv> of its own";
            self.refuse(Fault::new(Reason::MisplacedText, message));
        }
        self.segment = SegmentBuilder::default();
        Element::Segment
    }

    fn open_inline(&mut self, tag: &BytesStart<'_>, attributes: Attributes) -> Element {
        let Attributes { x, i, .. } = attributes;
        let name = tag.local_name().into_inner();
        if let Err(fault) = self.segment.start(Tag { name, x, i, raw: tag }) {
            self.refuse(fault);
        }
        Element::Inline
    }

    fn misplaced(&mut self, name: &str, line: u64) -> Result<Element, Fault> {
        let message = format!("there is a <{name}> where TMX has no place for it; repair the structure of the file");
        let fault = Fault { line: Some(line), ..Fault::new(Reason::MisplacedText, message) };
        if !self.is_in_unit() {
            return Err(fault);
        }
        self.refuse(fault);
        Ok(Element::Other(name.to_owned()))
    }

    /// The parser has seen to it that the end tag is that of the innermost element.
    fn end(&mut self) {
        let text = std::mem::take(&mut self.text);
        match self.path.pop() {
            Some(Element::Inline) => self.segment.end(),
            Some(Element::Segment) => self.close_segment(),
            Some(Element::Variant) => self.close_variant(),
            Some(Element::Note) => self.about(|about| about.notes.push(text)),
            Some(Element::Property(kind)) => self.about(|about| about.properties.push((kind, text))),
            Some(Element::Tmx) => self.is_root_closed = true,
            Some(Element::Unit | Element::Other(_)) | None => {}
        }
    }

    fn close_segment(&mut self) {
        let segment = std::mem::take(&mut self.segment).finish();
        if let Some(variant) = &mut self.variant {
            variant.segment.get_or_insert(segment);
        }
    }

    fn close_variant(&mut self) {
        if let (Some(unit), Some(variant)) = (&mut self.unit, self.variant.take())
            && unit.variants.len() < MAX_VARIANTS
        {
            unit.variants.push(variant);
        }
    }

    fn about(&mut self, add: impl FnOnce(&mut super::unit::About)) {
        match (&mut self.variant, &mut self.unit) {
            (Some(variant), _) => add(&mut variant.about),
            (None, Some(unit)) => add(&mut unit.about),
            (None, None) => {}
        }
    }

    fn text(&mut self, text: &str, line: u64) -> Result<(), Fault> {
        let is_blank = text.trim().is_empty();
        match self.path.last() {
            None if is_blank => {}
            None if self.is_root_closed => return Err(behind_the_end()),
            None => return Err(not_tmx("the file does not start with an XML element")),
            Some(Element::Unit | Element::Variant) if !is_blank => {
                let message = "there is text outside of any <seg>; put it into one";
                self.refuse(Fault { line: Some(line), ..Fault::new(Reason::MisplacedText, message) });
            }
            Some(Element::Segment | Element::Inline | Element::Note | Element::Property(_)) => self.keep(text, line),
            _ => {}
        }
        Ok(())
    }

    fn keep(&mut self, text: &str, line: u64) {
        if text.contains('\0') {
            let message = "there is a NUL character in the text; take it out";
            self.refuse(Fault { line: Some(line), ..Fault::new(Reason::NulCharacter, message) });
        }
        let is_segment = matches!(self.path.last(), Some(Element::Segment | Element::Inline));
        let length = if is_segment { self.segment.len() } else { self.text.len() };
        let mut text = text;
        if length + text.len() > self.max_text_bytes {
            self.refuse_too_long(line);
            // Enough for the problem to quote.
            text = start_of(text, self.max_text_bytes.saturating_sub(length).min(Problem::EXCERPT_CHARS * 4));
        }
        if self.hold(text.len()) {
            if is_segment { self.segment.text(text) } else { self.text.push_str(text) }
        }
    }

    /// Whether the unit may hold so much more.
    fn hold(&mut self, bytes: usize) -> bool {
        let max = self.max_text_bytes.saturating_mul(MAX_UNIT_TEXTS).max(MIN_UNIT_BYTES);
        self.held = self.held.saturating_add(bytes);
        if self.held > max && self.is_in_unit() {
            let message = format!("the unit holds more than {max} bytes of texts and properties; split it");
            self.refuse(Fault::new(Reason::UnitTooLarge, message));
        }
        self.held <= max
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

fn not_tmx(what: &str) -> Fault {
    Fault::new(Reason::NotTmx, format!("{what}; give a TMX file, or say which format it is"))
}

fn behind_the_end() -> Fault {
    Fault::new(Reason::MalformedXml, "there is something behind </tmx>; everything before it was read, so take it out")
}
