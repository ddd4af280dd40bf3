use jiff::Timestamp;

use crate::format::problem::{Fault, Reason};
use crate::format::xml::Segment;
use crate::model::Language;

/// A `<tu>` as the file has it.
#[derive(Debug)]
pub(super) struct TransUnit {
    /// The line of its tag, from 1.
    pub line: u64,
    pub ordinal: u64,
    pub id: Option<String>,
    pub source_language: Option<String>,
    pub about: About,
    pub variants: Vec<Variant>,
    /// Why the unit cannot be used at all: the first thing that was wrong outside of its variants.
    pub fault: Option<Fault>,
}

/// A `<tuv>`: the text in one language.
#[derive(Debug)]
pub(super) struct Variant {
    pub language: Result<Language, Fault>,
    pub about: About,
    /// `None` where there is no `<seg>`.
    pub segment: Option<Segment>,
    /// Why the variant cannot be used: the first thing that was wrong in it.
    pub fault: Option<Fault>,
}

/// What `<tu>` and `<tuv>` both may say about a translation.
#[derive(Debug, Default)]
pub(super) struct About {
    pub created_by: Option<String>,
    pub changed_by: Option<String>,
    pub created: Option<Moment>,
    pub changed: Option<Moment>,
    pub notes: Vec<String>,
    /// Type and value.
    pub properties: Vec<(String, String)>,
}

/// A time as TMX writes it, `20161208T211055Z`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    Known(Timestamp),
    /// Kept as it stands: no reason to refuse a translation.
    Unreadable(String),
}

impl Moment {
    pub fn parse(text: String) -> Moment {
        match text.trim().parse() {
            Ok(time) => Moment::Known(time),
            Err(_) => Moment::Unreadable(text),
        }
    }
}

impl Variant {
    pub fn new(language: Option<&str>, about: About) -> Variant {
        Variant { language: parse_language(language), about, segment: None, fault: None }
    }

    pub fn text(&self) -> &str {
        self.segment.as_ref().map_or("", |segment| &segment.text)
    }
}

fn parse_language(tag: Option<&str>) -> Result<Language, Fault> {
    let missing = "a <tuv> has no xml:lang; say which language its text is in";
    let tag = tag.ok_or_else(|| Fault::new(Reason::UnknownLanguage, missing))?;
    Language::parse(tag).map_err(|error| Fault::new(Reason::UnknownLanguage, error.to_string()))
}
