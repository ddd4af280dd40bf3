use std::collections::BTreeMap;

use quick_xml::events::BytesStart;

use super::unit::{About, Part, Side, Unit};
use super::vocabulary::Element;
use crate::format::problem::{Fault, Reason};
use crate::format::xml::{Budget, SegmentBuilder, Tag, clip, nul_fault, too_long};

/// Sources with a target in one unit; what is said about the unit is told with each.
const MAX_SEGMENTS: usize = 5_000;

/// Collects a unit, within bounds.
#[derive(Debug)]
pub(super) struct UnitBuilder {
    unit: Unit,
    /// The open part; in a unit that has no such elements, the one that is the whole unit.
    part: Option<Part>,
    /// The open text.
    side: Option<SideBuilder>,
    /// The open detail, with the id of its segment.
    detail: Option<(String, About)>,
    /// Of the open note, property or native code.
    remark: String,
    /// Native codes by their ids.
    data: BTreeMap<String, String>,
    segments: usize,
    budget: Budget,
}

/// Collects a text, as a whole and segment by segment.
#[derive(Debug, Default)]
struct SideBuilder {
    side: Side,
    whole: SegmentBuilder,
    segment: Option<(String, SegmentBuilder)>,
}

impl UnitBuilder {
    pub fn new(unit: Unit, max_text_bytes: usize) -> UnitBuilder {
        UnitBuilder {
            unit,
            part: None,
            side: None,
            detail: None,
            remark: String::new(),
            data: BTreeMap::new(),
            segments: 0,
            budget: Budget::new(max_text_bytes),
        }
    }

    pub fn finish(mut self) -> Unit {
        self.unit.parts.extend(self.part);
        self.unit
    }

    pub fn id(&self) -> Option<&str> {
        self.unit.id.as_deref()
    }

    pub fn data(&self) -> &BTreeMap<String, String> {
        &self.data
    }

    /// What to quote when the unit breaks off.
    pub fn excerpt(&self) -> &str {
        match (&self.side, &self.part) {
            (Some(side), _) => side.whole.plain_text(),
            (None, Some(part)) => &part.source.whole.text,
            (None, None) => self.unit.parts.first().map_or("", |part| &part.source.whole.text),
        }
    }

    /// Notes the first thing that is wrong with the open part, else with the unit.
    pub fn refuse(&mut self, fault: Fault) {
        let place = self.part.as_mut().map_or(&mut self.unit.fault, |part| &mut part.fault);
        place.get_or_insert(fault);
    }

    pub fn refuse_too_long(&mut self, line: u64) {
        self.refuse(too_long(self.budget.max_text_bytes(), line));
    }

    /// Counts an element; of a unit that is too large nothing more is kept.
    pub fn has_room_for(&mut self, tag: &BytesStart<'_>) -> bool {
        let held = self.budget.hold_element(tag);
        self.has_room(held)
    }

    pub fn start_part(&mut self, id: Option<String>) {
        self.count_segment();
        self.unit.parts.extend(self.part.take());
        self.part = Some(Part { id, ..Part::default() });
    }

    pub fn start_side(&mut self, element: &Element, language: Option<String>) {
        let part = self.part.get_or_insert_default();
        let known = match element {
            Element::Source => &part.source,
            Element::Target => &part.target,
            _ => &part.segmented,
        };
        if known.is_there {
            let message = "a unit has a second source or target; give each pair a unit of its own";
            self.refuse(Fault::new(Reason::MisplacedText, message));
        }
        let side = Side { is_there: true, language, ..Side::default() };
        self.side = Some(SideBuilder { side, ..SideBuilder::default() });
    }

    pub fn start_detail(&mut self, id: String) {
        self.detail = Some((id, About::default()));
    }

    pub fn start_code(&mut self, tag: &Tag) {
        let Some(side) = &mut self.side else { return };
        let inner = side.segment.as_mut().map_or(Ok(()), |(_, segment)| segment.start(tag));
        if let Err(fault) = side.whole.start(tag).and(inner) {
            self.refuse(fault);
        }
    }

    /// A segment within a segment, or within a native code, is none of its own.
    pub fn start_segment(&mut self, id: String) -> Element {
        match &mut self.side {
            Some(side) if side.segment.is_none() && !side.whole.is_in_code() => {
                side.segment = Some((id, SegmentBuilder::default()));
                self.count_segment();
                Element::Segment
            }
            _ => Element::Clear,
        }
    }

    /// Ends an element other than the unit.
    pub fn end(&mut self, element: Element) {
        match element {
            Element::Part => self.unit.parts.extend(self.part.take()),
            Element::Source | Element::SegmentedSource | Element::Target => self.end_side(&element),
            Element::Code => self.side.iter_mut().for_each(SideBuilder::end_code),
            Element::Segment => self.side.iter_mut().for_each(SideBuilder::end_segment),
            Element::Note => {
                let note = std::mem::take(&mut self.remark);
                self.about().notes.push(note);
            }
            Element::Property(name) => {
                let value = std::mem::take(&mut self.remark);
                self.about().attributes.push((name, value));
            }
            Element::Data(id) => drop(self.data.insert(id, std::mem::take(&mut self.remark))),
            Element::Detail => self.unit.details.extend(self.detail.take()),
            _ => {}
        }
    }

    pub fn keep_attribute(&mut self, name: String, value: &str) {
        self.about().attributes.push((name, value.to_owned()));
    }

    /// Takes text of the open source or target.
    pub fn text(&mut self, text: &str, line: u64) {
        let length = self.side.as_ref().map_or(0, |side| side.whole.len());
        let text = self.bounded(text, length, line);
        if let (Some(text), Some(side)) = (text, &mut self.side) {
            side.text(text);
        }
    }

    /// Takes text of the open note, property or native code.
    pub fn remark(&mut self, text: &str, line: u64) {
        if let Some(text) = self.bounded(text, self.remark.len(), line) {
            self.remark.push_str(text);
        }
    }

    /// As much of the text as there is room for behind `length` bytes of the same.
    fn bounded<'a>(&mut self, text: &'a str, length: usize, line: u64) -> Option<&'a str> {
        nul_fault(text, line).into_iter().for_each(|fault| self.refuse(fault));
        let max = self.budget.max_text_bytes();
        let mut text = text;
        if length + text.len() > max {
            self.refuse_too_long(line);
            text = clip(text, length, max);
        }
        let held = self.budget.hold(text.len());
        self.has_room(held).then_some(text)
    }

    fn end_side(&mut self, element: &Element) {
        let (Some(side), Some(part)) = (self.side.take(), &mut self.part) else { return };
        let place = match element {
            Element::Source => &mut part.source,
            Element::Target => &mut part.target,
            _ => &mut part.segmented,
        };
        *place = Side { whole: side.whole.finish(), ..side.side };
    }

    fn about(&mut self) -> &mut About {
        match (&mut self.detail, &mut self.part) {
            (Some((_, about)), _) => about,
            (None, Some(part)) => &mut part.about,
            (None, None) => &mut self.unit.about,
        }
    }

    fn count_segment(&mut self) {
        self.segments += 1;
        if self.segments > 3 * MAX_SEGMENTS {
            let message = format!("the unit has more than {MAX_SEGMENTS} segments; split it");
            self.unit.fault.get_or_insert(Fault::new(Reason::UnitTooLarge, message));
        }
    }

    /// Whether there is room; else the unit is refused.
    fn has_room(&mut self, held: Result<(), Fault>) -> bool {
        held.map_err(|fault| self.unit.fault.get_or_insert(fault)).is_ok()
    }
}

impl SideBuilder {
    fn text(&mut self, text: &str) {
        match &mut self.segment {
            Some((_, segment)) => segment.text(text),
            None if self.whole.is_in_code() => {}
            None => self.side.has_stray_text |= !text.trim().is_empty(),
        }
        self.whole.text(text);
    }

    fn end_code(&mut self) {
        self.whole.end();
        self.segment.iter_mut().for_each(|(_, segment)| segment.end());
    }

    fn end_segment(&mut self) {
        let segment = self.segment.take();
        self.side.segments.extend(segment.map(|(id, segment)| (id, segment.finish())));
    }
}
