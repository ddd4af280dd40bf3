use quick_xml::events::BytesStart;

use super::attributes::Attributes;
use super::segment::{SegmentBuilder, Tag};
use super::unit::{About, TransUnit, Variant};
use crate::format::problem::{Fault, Problem, Reason};
use crate::format::record::start_of;

/// Texts in one unit; with more, the product of sources and targets could keep a reader busy for hours.
const MAX_VARIANTS: usize = 1000;
/// How many of the longest texts a unit may hold together, and how much it may hold in any case, in bytes.
const MAX_UNIT_TEXTS: usize = 16;
const MIN_UNIT_BYTES: usize = 1 << 20;
/// What an element costs besides its text, in bytes; it bounds the number of empty ones.
const ELEMENT_BYTES: usize = 256;

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
    max_text_bytes: usize,
    /// What the unit holds already, in bytes.
    held: usize,
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
        UnitBuilder { unit, variant, segment, remark, max_text_bytes, held: 0 }
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
        let max = self.max_text_bytes;
        let message = format!("a text is longer than {max} bytes; split the unit, or raise the limit");
        self.refuse(Fault::new(Reason::TextTooLong, message).on_line(line));
    }

    /// Counts an element; of a unit that is too large nothing more is kept.
    pub fn has_room_for(&mut self, tag: &BytesStart<'_>) -> bool {
        self.hold(ELEMENT_BYTES.saturating_add(tag.len()))
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
        let name = tag.local_name().into_inner();
        if let Err(fault) = self.segment.start(Tag { name, x, i, raw: tag }) {
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
        if text.contains('\0') {
            let message = "there is a NUL character in the text; take it out";
            self.refuse(Fault::new(Reason::NulCharacter, message).on_line(line));
        }
        let length = match place {
            Place::Segment => self.segment.len(),
            Place::Remark => self.remark.len(),
        };
        let mut text = text;
        if length + text.len() > self.max_text_bytes {
            self.refuse_too_long(line);
            // Enough for the problem to quote.
            text = start_of(text, self.max_text_bytes.saturating_sub(length).min(Problem::EXCERPT_CHARS * 4));
        }
        match (self.hold(text.len()), place) {
            (false, _) => {}
            (true, Place::Segment) => self.segment.text(text),
            (true, Place::Remark) => self.remark.push_str(text),
        }
    }

    fn about(&mut self) -> &mut About {
        self.variant.as_mut().map_or(&mut self.unit.about, |variant| &mut variant.about)
    }

    /// Counts what the unit holds, and refuses it when that gets too much; whether there is room.
    fn hold(&mut self, bytes: usize) -> bool {
        let max = self.max_text_bytes.saturating_mul(MAX_UNIT_TEXTS).max(MIN_UNIT_BYTES);
        self.held = self.held.saturating_add(bytes);
        let has_room = self.held <= max;
        if !has_room && self.unit.fault.is_none() {
            let message = format!("the unit holds more than {max} bytes of texts and properties; split it");
            self.unit.fault = Some(Fault::new(Reason::UnitTooLarge, message));
        }
        has_room
    }
}
