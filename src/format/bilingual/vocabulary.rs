use std::collections::BTreeMap;
use std::fmt::Debug;

use super::Header;
use crate::format::Record;
use crate::format::problem::{Fault, Reason};
use crate::format::xml::{Attributes, Tag};

/// What the elements of a format are. Names are local ones, but for elements with another prefix than the root has: these
/// are given with it.
pub(in crate::format) trait Vocabulary: Debug {
    const ROOT: &'static str;
    /// What such a file is called, for example `an XLIFF`.
    const NAME: &'static str;
    const NOT_THIS: Reason;

    /// What an element within `parent` is, outside of texts.
    fn element(parent: &Element, name: &str, attributes: &Attributes) -> Element;

    /// What an element within a text is; `raw` is its tag without the angle brackets, `data` the native codes that are
    /// kept elsewhere in the unit, by their ids.
    fn inline(name: &str, raw: &str, attributes: &Attributes, data: &BTreeMap<String, String>) -> Inline;

    /// Takes over what the root, or what [`Element::File`] is, says about its units.
    fn describe_file(file: &mut Header, attributes: &Attributes);

    /// Whether the unit of this name has its source and target in itself, not in parts of it.
    fn is_flat(name: &str) -> bool;

    /// `block` is the id of the group around the unit.
    fn unit_id(attributes: &Attributes, block: Option<&str>) -> Option<String>;

    /// Under which name an attribute of `element` is kept, if it is.
    fn kept_as(element: &Element, attribute: &str) -> Option<String>;

    /// Fills in status, author and times from the attributes that were kept.
    fn describe(record: &mut Record);
}

/// Where in a document an open element stands, and so what becomes of its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::format) enum Element {
    Root,
    /// A document of its own.
    File,
    /// What may lie around units.
    Group,
    Unit,
    /// A source with its target within a unit.
    Part,
    Source,
    SegmentedSource,
    Target,
    /// Within a text; says what its end is the end of.
    Code,
    Segment,
    Clear,
    /// What has notes and the like in it, and nothing else.
    Wrap,
    Note,
    /// An attribute of this name.
    Property(String),
    /// What is said of the segment with the same id.
    Detail,
    /// The native code with this id.
    Data(String),
    /// Left out, with everything in it.
    Other,
}

/// What an element within a text is.
#[derive(Debug)]
pub(in crate::format) enum Inline {
    Code(Tag),
    /// Its content is text like that around it.
    Clear,
    /// A segment with this id.
    Segment(String),
    /// A character that XML has no way to write.
    Character(char),
    /// Its content is not part of the text.
    Gone,
    Refused(Fault),
}
