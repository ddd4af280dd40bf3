use std::collections::BTreeMap;

use crate::format::bilingual::Inline;
use crate::format::problem::{Fault, Reason};
use crate::format::xml::{Attributes, Native, Shape, Tag};

/// What an element within a source or target is.
pub(super) fn inline(name: &str, raw: &str, attributes: &Attributes, data: &BTreeMap<String, String>) -> Inline {
    let shape = match name {
        "mrk" => return mark(attributes),
        "sm" | "em" => return Inline::Clear,
        "cp" => return character(attributes.get("hex").unwrap_or_default()),
        "ec" if attributes.get("isolated") == Some("yes") => Shape::Alone,
        "bpt" | "bx" | "sc" => Shape::Open,
        "ept" | "ex" | "ec" => Shape::Close,
        "x" | "ph" | "it" => Shape::Alone,
        _ => Shape::Around,
    };
    let of = |names: [&str; 2]| names.into_iter().find_map(|name| attributes.owned(name));
    Inline::Code(Tag {
        shape,
        x: of(["id", "startRef"]),
        i: pairing(name, attributes),
        native: native(name, raw, attributes, data),
    })
}

/// What opening and closing codes have in common: in 1.2 `rid`, where that is missing `id`; in 2.x the `id` of the opening one.
fn pairing(name: &str, attributes: &Attributes) -> Option<String> {
    let key = match name {
        "ec" => "startRef",
        "sc" => "id",
        _ => "rid",
    };
    attributes.owned(key).or_else(|| attributes.owned("id"))
}

fn native(name: &str, raw: &str, attributes: &Attributes, data: &BTreeMap<String, String>) -> Native {
    let of = |name: &str| attributes.get(name).and_then(|id| data.get(id)).cloned();
    if let Some(code) = of("dataRef") {
        return Native::Codes(code.clone(), code);
    }
    match (of("dataRefStart"), of("dataRefEnd")) {
        (None, None) if is_number_only(name, attributes) => Native::Codes(String::new(), String::new()),
        (None, None) => Native::Tag(raw.to_owned()),
        (open, close) => Native::Codes(open.unwrap_or_default(), close.unwrap_or_default()),
    }
}

/// Whether a code of XLIFF 2 tells no more than its number, which stands for nothing native.
fn is_number_only(name: &str, attributes: &Attributes) -> bool {
    matches!(name, "pc" | "ph" | "sc" | "ec")
        && attributes.iter().all(|(name, _)| matches!(name, "id" | "startRef" | "isolated"))
}

fn mark(attributes: &Attributes) -> Inline {
    match attributes.get("mtype") {
        Some("seg") => Inline::Segment(attributes.owned("mid").unwrap_or_default()),
        // A change that was tracked: the text is no longer there.
        Some("x-sdl-deleted") => Inline::Gone,
        _ => Inline::Clear,
    }
}

fn character(hex: &str) -> Inline {
    let code = u32::from_str_radix(hex, 16).ok().and_then(char::from_u32).filter(|character| *character != '\0');
    code.map_or_else(
        || {
            let hex: String = hex.chars().take(20).collect();
            let message = format!("<cp hex=\"{hex}\"> is no character that a text can have; take it out");
            Inline::Refused(Fault::new(Reason::UnknownEntity, message))
        },
        Inline::Character,
    )
}
