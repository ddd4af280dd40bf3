use crate::format::problem::Fault;
use crate::format::xml::Segment;

/// What a file says about all its units.
#[derive(Clone, Debug, Default)]
pub(in crate::format) struct Header {
    pub source_language: Option<String>,
    pub target_language: Option<String>,
    /// The name of the document that was translated.
    pub document: String,
}

/// A unit as the file has it.
#[derive(Debug)]
pub(super) struct Unit {
    /// The line of its tag, from 1.
    pub line: u64,
    pub ordinal: u64,
    pub id: Option<String>,
    /// Whether it is to be translated at all.
    pub is_translatable: bool,
    pub file: Header,
    pub about: About,
    /// What is said of a segment elsewhere in the unit, by the segment's id.
    pub details: Vec<(String, About)>,
    pub parts: Vec<Part>,
    /// Why the unit cannot be used at all: the first thing that was wrong outside of its parts.
    pub fault: Option<Fault>,
}

/// A source with its target. A unit may have several, each with an id or none.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub id: Option<String>,
    pub source: Side,
    /// The source once more, cut into segments.
    pub segmented: Side,
    pub target: Side,
    pub about: About,
    /// Why the part cannot be used: the first thing that was wrong in it.
    pub fault: Option<Fault>,
}

/// A text in one language.
#[derive(Debug, Default)]
pub(super) struct Side {
    pub is_there: bool,
    pub language: Option<String>,
    /// All of it.
    pub whole: Segment,
    /// The segments that are marked in it, with their ids.
    pub segments: Vec<(String, Segment)>,
    /// Whether there is text outside of the marked segments.
    pub has_stray_text: bool,
}

/// What is said about a translation.
#[derive(Debug, Default)]
pub(super) struct About {
    pub notes: Vec<String>,
    /// Name and value.
    pub attributes: Vec<(String, String)>,
}
