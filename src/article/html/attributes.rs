//! Attributes that readers see, and those that say how the text is to be taken.

use super::entities;
use super::tokens::Attribute;
use crate::article::block::{Block, Context, Declarations, Mark};
use crate::model::BlockKind;

/// Attributes of any element whose values are shown or read out.
const SHOWN: &[(&str, BlockKind)] = &[
    ("alt", BlockKind::Caption),
    ("title", BlockKind::Metadata),
    ("aria-label", BlockKind::Metadata),
    ("placeholder", BlockKind::Metadata),
];

/// What `<meta>` says of the page that is text, by its `name` or `property`.
const META: &[(&str, BlockKind)] = &[
    ("description", BlockKind::Metadata),
    ("og:title", BlockKind::Headline),
    ("og:description", BlockKind::Metadata),
    ("og:image:alt", BlockKind::Caption),
    ("twitter:title", BlockKind::Headline),
    ("twitter:description", BlockKind::Metadata),
    ("twitter:image:alt", BlockKind::Caption),
];

/// The blocks that the attributes of a start tag make.
pub(super) fn blocks<'a>(
    article: &'a str,
    name: &str,
    attributes: &[Attribute],
    element: Option<usize>,
) -> Vec<Block<'a>> {
    let shown = attributes.iter().filter_map(|attribute| Some((attribute, kind(name, attribute, attributes)?)));
    let block = |(attribute, kind): (&Attribute, BlockKind)| Block {
        mark: Mark::Known(kind),
        context: Context::HtmlAttribute(quotation_mark(article, attribute)),
        pieces: entities::value_pieces(article, attribute.range.clone()),
        element,
    };
    shown.filter(|(attribute, _)| attribute.value.contains(char::is_alphabetic)).map(block).collect()
}

fn kind(name: &str, attribute: &Attribute, all: &[Attribute]) -> Option<BlockKind> {
    let of = |table: &[(&str, BlockKind)], key: &str| table.iter().find(|(known, _)| *known == key).map(|row| row.1);
    let is_input = |kinds: &[&str]| name == "input" && value(all, "type").is_some_and(|kind| kinds.contains(&kind));
    if is_input(&["hidden"]) {
        return None;
    }
    if attribute.name == "value" && is_input(&["submit", "button", "reset"]) {
        return Some(BlockKind::Metadata);
    }
    if name != "meta" {
        return of(SHOWN, &attribute.name);
    }
    let says = value(all, "name").or_else(|| value(all, "property"))?;
    if attribute.name == "content" { of(META, &says.to_ascii_lowercase()) } else { None }
}

pub(super) fn value<'t>(attributes: &'t [Attribute], name: &str) -> Option<&'t str> {
    find(attributes, name).map(|attribute| attribute.value.as_str())
}

pub(super) fn find<'t>(attributes: &'t [Attribute], name: &str) -> Option<&'t Attribute> {
    attributes.iter().find(|attribute| attribute.name == name)
}

/// What an element declares of its text.
pub(super) fn declarations(attributes: &[Attribute]) -> Declarations {
    let said = |name: &str| find(attributes, name).map(|a| (a.value.clone(), a.range.clone()));
    Declarations { languages: ["lang", "xml:lang"].into_iter().filter_map(said).collect(), direction: said("dir") }
}

/// Whether the element says that it is not to be translated.
pub(super) fn forbids_translation(attributes: &[Attribute]) -> bool {
    let is_no = value(attributes, "translate").is_some_and(|value| value.eq_ignore_ascii_case("no"));
    is_no || classes(attributes).any(|class| class == "notranslate")
}

pub(super) fn classes(attributes: &[Attribute]) -> impl Iterator<Item = &str> {
    value(attributes, "class").unwrap_or_default().split_ascii_whitespace()
}

pub(super) fn quotation_mark(article: &str, attribute: &Attribute) -> Option<char> {
    article[..attribute.range.start].chars().next_back().filter(|c| matches!(c, '"' | '\''))
}
