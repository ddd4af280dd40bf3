use std::collections::BTreeMap;

use crate::format::bilingual::{Element, Header, Inline, Vocabulary};
use crate::format::problem::Reason;
use crate::format::record::Record;
use crate::format::xml::{Attributes, Native, Shape, Tag};
use crate::model::UnitStatus;

#[derive(Debug)]
pub(super) struct Txml;

impl Vocabulary for Txml {
    const ROOT: &'static str = "txml";
    const NAME: &'static str = "a TXML";
    const NOT_THIS: Reason = Reason::NotTxml;

    fn element(parent: &Element, name: &str, _: &Attributes) -> Element {
        use Element::{Group, Root, Source, Target, Unit, Wrap};
        match (parent, name) {
            (Root, "translatable") => Group,
            (Root | Group, "segment") => Unit,
            (Unit, "source") => Source,
            (Unit, "target") => Target,
            (Unit, "comments") => Wrap,
            (Unit | Wrap, "comment") => Element::Note,
            _ => Element::Other,
        }
    }

    fn inline(name: &str, raw: &str, attributes: &Attributes, _: &BTreeMap<String, String>) -> Inline {
        let x = attributes.owned("x");
        let (shape, native) = match name {
            "ut" | "ph" => (Shape::Alone, Native::Content),
            _ => (Shape::Around, Native::Tag(raw.to_owned())),
        };
        Inline::Code(Tag { shape, i: None, x, native })
    }

    fn describe_file(file: &mut Header, attributes: &Attributes) {
        file.source_language = attributes.owned("locale");
        file.target_language = attributes.owned("targetlocale");
        file.document = attributes.owned("file_name").unwrap_or_default();
    }

    fn is_flat(_: &str) -> bool {
        true
    }

    fn unit_id(attributes: &Attributes, block: Option<&str>) -> Option<String> {
        let id = attributes.get("segmentId")?;
        Some(block.map_or_else(|| id.to_owned(), |block| format!("{block}#{id}")))
    }

    fn kept_as(element: &Element, attribute: &str) -> Option<String> {
        let is_kept = matches!(element, Element::Unit | Element::Target) && attribute != "segmentId";
        (is_kept && !attribute.starts_with("xml")).then(|| attribute.to_owned())
    }

    fn describe(record: &mut Record) {
        let is = |name: &str| record.attributes.get(name).is_some_and(|value| value == "true");
        record.status = (is("gtmt") || is("unconfirmed")).then_some(UnitStatus::Draft);
        let people = ["changeid", "creationid"].into_iter().filter_map(|name| record.attributes.remove(name));
        record.author = people.reduce(|changed, _| changed).unwrap_or_default();
        record.created = take_time(record, "creationdate");
        record.updated = take_time(record, "changedate");
    }
}

/// As in a TMX, `20161208T211055Z`; what is no time stays an attribute.
fn take_time(record: &mut Record, name: &str) -> Option<jiff::Timestamp> {
    let time = record.attributes.get(name)?.trim().parse().ok()?;
    record.attributes.remove(name);
    Some(time)
}
