//! The numbered codes of a unit, for formats that have elements for them.

use std::ops::Range;

use crate::format::xml::MAX_CODES;
use crate::model::Unit;
use crate::text::placeholders;

/// A unit's codes, if they are written as elements. They are if reading gives the same numbers again: pairs are whole, the
/// source's are counted from 1 in the order of the text, and the target has no others. Placeholders that are counted
/// otherwise are text, as those of programs are.
#[derive(Debug, Default)]
pub(super) struct Codes {
    /// In the order of the text; none if they are text.
    pub source: Vec<Code>,
    pub target: Vec<Code>,
}

/// A placeholder in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Code {
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    pub number: usize,
    pub kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Open,
    Close,
    Alone,
}

impl Codes {
    pub fn of(unit: &Unit) -> Codes {
        let (source, target) = (codes(&unit.source.text), codes(&unit.target.text));
        match (source, target) {
            (Some(source), Some(target)) if are_read_again(&source, &target) => Codes { source, target },
            _ => Codes::default(),
        }
    }

    /// Whether the attribute is the native code of one of these, and so is written in its place.
    pub fn are_said_by(&self, name: &str, value: &str) -> bool {
        let is_native_of = |side, codes: &[Code]| codes.iter().any(|code| code.native_name(side) == name);
        let is_named_so = name.starts_with("source.code.") || name.starts_with("target.code.");
        is_named_so
            && !value.is_empty()
            && (is_native_of("source", &self.source) || is_native_of("target", &self.target))
    }
}

impl Code {
    /// The attribute that its native code is kept in.
    fn native_name(&self, side: &str) -> String {
        let slash = if self.kind == Kind::Close { "/" } else { "" };
        format!("{side}.code.{slash}{}", self.number)
    }

    /// The native code, empty if none is known.
    pub fn native<'u>(&self, side: &str, unit: &'u Unit) -> &'u str {
        unit.attributes.get(&self.native_name(side)).map_or("", String::as_str)
    }
}

fn are_read_again(source: &[Code], target: &[Code]) -> bool {
    let shapes = |codes: &[Code]| {
        let first = codes.iter().filter(|code| code.kind != Kind::Close);
        first.map(|code| (code.number, code.kind)).collect::<Vec<_>>()
    };
    let (source, target) = (shapes(source), shapes(target));
    let is_in_order = source.iter().zip(1..).all(|(code, place)| code.0 == place);
    is_in_order && source.len() <= MAX_CODES && target.iter().all(|code| source.contains(code))
}

/// A text's codes; nothing if a number comes twice or is written in another way than ours, or a pair is not whole.
fn codes(text: &str) -> Option<Vec<Code>> {
    let mut found: Vec<Code> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for range in placeholders(text) {
        let code = Code::parse(text, range)?;
        let is_known = found.iter().any(|other| other.number == code.number);
        match code.kind {
            Kind::Close => {
                let at = open.iter().position(|&number| number == code.number)?;
                open.remove(at);
            }
            _ if is_known => return None,
            Kind::Open => open.push(code.number),
            Kind::Alone => {}
        }
        found.push(code);
    }
    open.is_empty().then_some(found)
}

impl Code {
    fn parse(text: &str, range: Range<usize>) -> Option<Code> {
        let code = &text[range.clone()];
        let digits = code.trim_matches(['{', '}', '/']);
        let number: usize = digits.parse().ok()?;
        let kind = match (code.starts_with("{/"), code.ends_with("/}")) {
            (true, _) => Kind::Close,
            (_, true) => Kind::Alone,
            _ => Kind::Open,
        };
        (number.to_string() == digits).then_some(Code { range, number, kind })
    }
}
