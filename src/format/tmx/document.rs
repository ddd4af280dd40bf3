use quick_xml::events::BytesStart;

use super::attributes::Attributes;
use super::builder::{Place, UnitBuilder};
use super::unit::TransUnit;
use crate::format::problem::{Fault, Reason};
use crate::format::record::start_of;
use crate::format::xml::Content;

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

/// Makes units of the events of a TMX's XML.
#[derive(Debug)]
pub(super) struct Document {
    max_text_bytes: usize,
    path: Vec<Element>,
    source_language: Option<String>,
    /// How many units have begun.
    units: u64,
    /// The unit that is open, which one of `path` is then.
    unit: Option<UnitBuilder>,
    complete: Option<TransUnit>,
}

impl Document {
    pub fn new(max_text_bytes: usize) -> Document {
        Document { max_text_bytes, path: Vec::new(), source_language: None, units: 0, unit: None, complete: None }
    }

    /// The unit, once it is complete.
    pub fn take_unit(&mut self) -> Option<TransUnit> {
        self.complete.take()
    }

    /// As the header has it.
    pub fn source_language(&self) -> Option<&str> {
        self.source_language.as_deref()
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
}

impl Content for Document {
    const ROOT: &'static str = "tmx";
    const NAME: &'static str = "a TMX";
    const NOT_THIS: Reason = Reason::NotTmx;

    fn start(&mut self, tag: &BytesStart<'_>, line: u64) -> Result<(), Fault> {
        let mut attributes = Attributes::of(tag)?;
        let fault = attributes.fault.take();
        let name = tag.local_name().into_inner();
        let element = match (self.path.last(), &mut self.unit) {
            (None, _) => Element::Tmx,
            (Some(parent), Some(unit)) => open_in_unit(unit, parent, tag, attributes, line),
            (Some(parent), None) => self.open_outside(parent == &Element::Tmx, name, attributes, line)?,
        };
        self.path.push(element);
        fault.into_iter().for_each(|fault| self.refuse(fault.on_line(line)));
        Ok(())
    }

    fn end(&mut self) {
        match (self.path.pop(), &mut self.unit) {
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
        match (self.path.last(), &mut self.unit) {
            (Some(Element::Unit | Element::Variant), Some(unit)) if !text.trim().is_empty() => {
                let message = "there is text outside of any <seg>; put it into one";
                unit.refuse(Fault::new(Reason::MisplacedText, message).on_line(line));
            }
            (Some(Element::Segment | Element::Inline), Some(unit)) => unit.keep(Place::Segment, text, line),
            (Some(Element::Note | Element::Property(_)), Some(unit)) => unit.keep(Place::Remark, text, line),
            _ => {}
        }
        Ok(())
    }

    fn innermost(&self) -> Option<&str> {
        Some(match self.path.last()? {
            Element::Other(name) => name,
            Element::Tmx => "tmx",
            Element::Unit => "tu",
            Element::Variant => "tuv",
            Element::Segment | Element::Inline => "seg",
            Element::Note => "note",
            Element::Property(_) => "prop",
        })
    }

    fn refuse(&mut self, fault: Fault) {
        self.unit.iter_mut().for_each(|unit| unit.refuse(fault.clone()));
    }

    fn refuse_too_long(&mut self, line: u64) {
        self.unit.iter_mut().for_each(|unit| unit.refuse_too_long(line));
    }

    fn ordinal(&self) -> u64 {
        self.units
    }

    fn open_unit(&self) -> Option<(Option<&str>, &str)> {
        self.unit.as_ref().map(|unit| (unit.id(), unit.text()))
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
