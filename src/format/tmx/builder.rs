use quick_xml::events::BytesStart;

use super::attributes::Attributes;
use super::unit::{About, TransUnit, Variant};
use crate::format::problem::{Fault, Reason};
use crate::format::xml::{Budget, Native, SegmentBuilder, Shape, Tag, clip, nul_fault, too_long};

/// Texts in one unit; with more, the product of sources and targets could keep a reader busy for hours.
const MAX_VARIANTS: usize = 1000;
/// Collects a `<tu>`, within bounds.
#[derive(Debug)]
pub(super) struct UnitBuilder {
    unit: TransUnit,
    /// The open `<tuv>`.
    variant: Option<Variant>,
    /// The open `<seg>`.
    segment: SegmentBuilder,
    /// Of the open note or property.
    remark: String,
    budget: Budget,
}

/// What a piece of text belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Segment,
    /// A note or property.
    Remark,
}

impl UnitBuilder {
    pub fn new(line: u64, ordinal: u64, attributes: Attributes, max_text_bytes: usize) -> UnitBuilder {
        let unit = TransUnit {
            line,
            ordinal,
            id: attributes.id,
            source_language: attributes.source_language,
            about: attributes.about,
            variants: Vec::new(),
            fault: None,
        };
        let (variant, segment, remark) = (None, SegmentBuilder::default(), String::new());
        UnitBuilder { unit, variant, segment, remark, budget: Budget::new(max_text_bytes) }
    }

    pub fn finish(self) -> TransUnit {
        self.unit
    }

    pub fn id(&self) -> Option<&str> {
        self.unit.id.as_deref()
    }

    /// What to quote when the unit breaks off.
    pub fn text(&self) -> &str {
        match self.variant {
            Some(_) => self.segment.plain_text(),
            None => self.unit.variants.first().map_or("", Variant::text),
        }
    }

    /// Notes the first thing that is wrong with the open variant, else with the unit.
    pub fn refuse(&mut self, fault: Fault) {
        let place = self.variant.as_mut().map_or(&mut self.unit.fault, |variant| &mut variant.fault);
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

    pub fn start_variant(&mut self, attributes: Attributes) {
        self.segment = SegmentBuilder::default();
        if self.unit.variants.len() == MAX_VARIANTS {
            let message = format!("the unit has more than {MAX_VARIANTS} texts; split it");
            self.refuse(Fault::new(Reason::UnitTooLarge, message));
        }
        self.variant = Some(Variant::new(attributes.language.as_deref(), attributes.about));
    }

    pub fn end_variant(&mut self) {
        let variant = self.variant.take().filter(|_| self.unit.variants.len() < MAX_VARIANTS);
        self.unit.variants.extend(variant);
    }

    pub fn start_segment(&mut self) {
        if self.variant.as_ref().is_some_and(|variant| variant.segment.is_some()) {
            let message = "a <tuv> has a second <seg>; give each text a <tuv> of its own";
            self.refuse(Fault::new(Reason::MisplacedText, message));
        }
        self.segment = SegmentBuilder::default();
    }

    pub fn end_segment(&mut self) {
        let segment = std::mem::take(&mut self.segment).finish();
        if let Some(variant) = &mut self.variant {
            variant.segment.get_or_insert(segment);
        }
    }

    pub fn start_inline(&mut self, tag: &BytesStart<'_>, attributes: Attributes) {
        let Attributes { x, i, .. } = attributes;
        let (shape, native) = match tag.local_name().into_inner() {
            "bpt" => (Shape::Open, Native::Content),
            "ept" => (Shape::Close, Native::Content),
            "ph" | "it" | "ut" => (Shape::Alone, Native::Content),
            "hi" => (Shape::Around, Native::Content),
            _ => (Shape::Around, Native::Tag(tag.to_string())),
        };
        if let Err(fault) = self.segment.start(&Tag { shape, x, i, native }) {
            self.refuse(fault);
        }
    }

    pub fn end_inline(&mut self) {
        self.segment.end();
    }

    pub fn end_note(&mut self) {
        let note = std::mem::take(&mut self.remark);
        self.about().notes.push(note);
    }

    pub fn end_property(&mut self, kind: String) {
        let value = std::mem::take(&mut self.remark);
        self.about().properties.push((kind, value));
    }

    pub fn keep(&mut self, place: Place, text: &str, line: u64) {
        nul_fault(text, line).into_iter().for_each(|fault| self.refuse(fault));
        let length = match place {
            Place::Segment => self.segment.len(),
            Place::Remark => self.remark.len(),
        };
        let max = self.budget.max_text_bytes();
        let mut text = text;
        if length + text.len() > max {
            self.refuse_too_long(line);
            text = clip(text, length, max);
        }
        let held = self.budget.hold(text.len());
        match (self.has_room(held), place) {
            (false, _) => {}
            (true, Place::Segment) => self.segment.text(text),
            (true, Place::Remark) => self.remark.push_str(text),
        }
    }

    fn about(&mut self) -> &mut About {
        self.variant.as_mut().map_or(&mut self.unit.about, |variant| &mut variant.about)
    }

    /// Whether there is room; else the unit is refused.
    fn has_room(&mut self, held: Result<(), Fault>) -> bool {
        held.map_err(|fault| self.unit.fault.get_or_insert(fault)).is_ok()
    }
}
