use std::marker::PhantomData;

use quick_xml::events::BytesStart;

use super::builder::UnitBuilder;
use super::unit::{Header, Unit};
use super::vocabulary::{Element, Inline, Vocabulary};
use crate::format::problem::{Fault, Reason};
use crate::format::record::start_of;
use crate::format::xml::{Attributes, Content, values};

/// An open element.
#[derive(Debug)]
struct Open {
    element: Element,
    /// As much of it as a message needs.
    name: String,
    /// Whether what is in it is to be translated, unless it says otherwise.
    translates: bool,
    /// `blockId`, by which units are told apart that count anew in each block.
    block: Option<String>,
}

/// Makes units of the elements of a document.
#[derive(Debug)]
pub(super) struct Document<V> {
    max_text_bytes: usize,
    path: Vec<Open>,
    /// The namespace prefix of the root, with its colon.
    prefix: String,
    /// What the root says.
    root: Header,
    file: Header,
    has_file_ended: bool,
    /// How many units have begun.
    units: u64,
    /// The unit that is open, which one of `path` is then.
    unit: Option<UnitBuilder>,
    complete: Option<Unit>,
    vocabulary: PhantomData<V>,
}

impl<V: Vocabulary> Document<V> {
    pub fn new(max_text_bytes: usize) -> Document<V> {
        Document {
            max_text_bytes,
            path: Vec::new(),
            prefix: String::new(),
            root: Header::default(),
            file: Header::default(),
            has_file_ended: false,
            units: 0,
            unit: None,
            complete: None,
            vocabulary: PhantomData,
        }
    }

    /// The unit, once it is complete.
    pub fn take_unit(&mut self) -> Option<Unit> {
        self.complete.take()
    }

    /// Whether a document of the file has ended since the last call.
    pub fn take_end_of_file(&mut self) -> bool {
        std::mem::take(&mut self.has_file_ended)
    }

    /// What an element is, and what follows from its tag.
    fn open(&mut self, tag: &BytesStart<'_>, line: u64) -> Result<Open, Fault> {
        let full = tag.name().0;
        let name = full.strip_prefix(self.prefix.as_str()).unwrap_or(full);
        let label = start_of(full, 40).to_owned();
        let parent = self.path.last();
        let translates = parent.is_none_or(|parent| parent.translates);
        if parent.is_some_and(|parent| parent.element == Element::Other) || !self.has_room_for(tag) {
            // What is left out has to be XML nevertheless.
            values(tag).try_for_each(|value| value.map(drop))?;
            return Ok(Open { element: Element::Other, name: label, translates, block: None });
        }
        let mut attributes = Attributes::of(tag)?;
        let fault = attributes.fault.take();
        let translates = attributes.get("translate").map_or(translates, |value| value != "no");
        let element = match self.path.last().map(|parent| parent.element.clone()) {
            None => self.open_root(tag, &attributes),
            Some(parent) if is_in_text(&parent) => self.open_inline(name, tag, &attributes, line),
            Some(Element::Data(_)) => self.open_in_data(name, tag, &attributes, line),
            Some(parent) => self.open_element(&parent, name, &attributes, translates, line)?,
        };
        fault.into_iter().for_each(|fault| self.refuse(fault.on_line(line)));
        Ok(Open { element, name: label, translates, block: attributes.owned("blockId") })
    }

    fn open_root(&mut self, tag: &BytesStart<'_>, attributes: &Attributes) -> Element {
        self.prefix = tag.name().0.strip_suffix(V::ROOT).unwrap_or_default().to_owned();
        V::describe_file(&mut self.root, attributes);
        self.file = self.root.clone();
        Element::Root
    }

    fn open_element(
        &mut self,
        parent: &Element,
        name: &str,
        attributes: &Attributes,
        translates: bool,
        line: u64,
    ) -> Result<Element, Fault> {
        let element = V::element(parent, name, attributes);
        match (&element, &mut self.unit) {
            (Element::File, _) => {
                self.file = self.root.clone();
                V::describe_file(&mut self.file, attributes);
            }
            (Element::Unit, None) => self.begin_unit(name, attributes, translates, line),
            (Element::Part, Some(unit)) => unit.start_part(attributes.owned("id")),
            (Element::Source | Element::SegmentedSource | Element::Target, Some(unit)) => {
                unit.start_side(&element, attributes.owned("xml:lang"));
            }
            (Element::Detail, Some(unit)) => unit.start_detail(attributes.owned("id").unwrap_or_default()),
            (Element::Other, unit) if is_misplaced(parent, name) => match unit {
                Some(unit) => unit.refuse(misplaced(name).on_line(line)),
                None => return Err(misplaced(name)),
            },
            _ => {}
        }
        if let Some(unit) = &mut self.unit {
            let kept = attributes.iter().filter_map(|(name, value)| Some((V::kept_as(&element, name)?, value)));
            kept.for_each(|(name, value)| unit.keep_attribute(name, value));
        }
        Ok(element)
    }

    fn begin_unit(&mut self, name: &str, attributes: &Attributes, is_translatable: bool, line: u64) {
        self.units += 1;
        let unit = Unit {
            line,
            ordinal: self.units,
            id: V::unit_id(attributes, self.path.last().and_then(|parent| parent.block.as_deref())),
            is_translatable,
            file: self.file.clone(),
            about: Default::default(),
            details: Vec::new(),
            parts: Vec::new(),
            fault: None,
        };
        let unit = self.unit.insert(UnitBuilder::new(unit, self.max_text_bytes));
        if V::is_flat(name) {
            unit.start_part(None);
        }
    }

    fn open_inline(&mut self, name: &str, tag: &BytesStart<'_>, attributes: &Attributes, line: u64) -> Element {
        let Some(unit) = &mut self.unit else { return Element::Other };
        match V::inline(name, tag, attributes, unit.data()) {
            Inline::Code(tag) => unit.start_code(&tag),
            Inline::Clear => return Element::Clear,
            Inline::Segment(id) => return unit.start_segment(id),
            Inline::Character(character) => {
                unit.text(character.encode_utf8(&mut [0; 4]), line);
                return Element::Clear;
            }
            Inline::Gone => return Element::Other,
            Inline::Refused(fault) => {
                unit.refuse(fault.on_line(line));
                return Element::Clear;
            }
        }
        Element::Code
    }

    /// In a native code, only characters that XML has no way to write are elements.
    fn open_in_data(&mut self, name: &str, tag: &BytesStart<'_>, attributes: &Attributes, line: u64) -> Element {
        let Some(unit) = &mut self.unit else { return Element::Other };
        match V::inline(name, tag, attributes, unit.data()) {
            Inline::Character(character) => unit.remark(character.encode_utf8(&mut [0; 4]), line),
            Inline::Refused(fault) => unit.refuse(fault.on_line(line)),
            _ => {}
        }
        Element::Other
    }

    /// Counts an element of a unit; of a unit that is too large nothing more is kept.
    fn has_room_for(&mut self, tag: &BytesStart<'_>) -> bool {
        self.unit.as_mut().is_none_or(|unit| unit.has_room_for(tag))
    }
}

impl<V: Vocabulary> Content for Document<V> {
    const ROOT: &'static str = V::ROOT;
    const NAME: &'static str = V::NAME;
    const NOT_THIS: Reason = V::NOT_THIS;

    fn start(&mut self, tag: &BytesStart<'_>, line: u64) -> Result<(), Fault> {
        let open = self.open(tag, line)?;
        self.path.push(open);
        Ok(())
    }

    fn end(&mut self) {
        match (self.path.pop().map(|open| open.element), &mut self.unit) {
            (Some(Element::Root | Element::File), _) => self.has_file_ended = true,
            (Some(Element::Unit), unit) => self.complete = unit.take().map(UnitBuilder::finish),
            (Some(element), Some(unit)) => unit.end(element),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, line: u64) -> Result<(), Fault> {
        let (Some(Open { element, .. }), Some(unit)) = (self.path.last(), &mut self.unit) else { return Ok(()) };
        match element {
            Element::Unit | Element::Part if !text.trim().is_empty() => {
                let message = "there is text outside of any <source> or <target>; put it into one";
                unit.refuse(Fault::new(Reason::MisplacedText, message).on_line(line));
            }
            Element::Note | Element::Property(_) | Element::Data(_) => unit.remark(text, line),
            element if is_in_text(element) => unit.text(text, line),
            _ => {}
        }
        Ok(())
    }

    fn innermost(&self) -> Option<&str> {
        self.path.last().map(|open| open.name.as_str())
    }

    fn refuse(&mut self, fault: Fault) {
        // What is left out does not matter, as long as it is XML.
        let is_left_out = self.path.last().is_some_and(|open| open.element == Element::Other);
        self.unit.iter_mut().filter(|_| !is_left_out).for_each(|unit| unit.refuse(fault.clone()));
    }

    fn refuse_too_long(&mut self, line: u64) {
        let is_left_out = self.path.last().is_some_and(|open| open.element == Element::Other);
        self.unit.iter_mut().filter(|_| !is_left_out).for_each(|unit| unit.refuse_too_long(line));
    }

    fn ordinal(&self) -> u64 {
        self.units
    }

    fn open_unit(&self) -> Option<(Option<&str>, &str)> {
        self.unit.as_ref().map(|unit| (unit.id(), unit.excerpt()))
    }
}

fn is_in_text(element: &Element) -> bool {
    use Element::{Clear, Code, Segment, SegmentedSource, Source, Target};
    matches!(element, Source | SegmentedSource | Target | Code | Segment | Clear)
}

/// Whether an element that has no place here would have one elsewhere, so that leaving it out would lose a text.
fn is_misplaced(parent: &Element, name: &str) -> bool {
    let around = matches!(parent, Element::Root | Element::File | Element::Group | Element::Unit | Element::Part);
    around && matches!(name, "trans-unit" | "unit" | "segment" | "source" | "target" | "seg-source")
}

fn misplaced(name: &str) -> Fault {
    let message = format!("there is a <{name}> where the format has no place for it; repair the structure of the file");
    Fault::new(Reason::MisplacedText, message)
}
