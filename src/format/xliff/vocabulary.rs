use std::collections::BTreeMap;

use super::{inline, status};
use crate::format::bilingual::{Element, Header, Inline, Vocabulary};
use crate::format::problem::Reason;
use crate::format::record::Record;
use crate::format::xml::Attributes;

/// XLIFF of any version, and what well-known tools add to it.
#[derive(Debug)]
pub(super) struct Xliff;

/// Attributes of XLIFF itself that describe a translation.
const KEPT: [&str; 11] = [
    "approved",
    "translate",
    "resname",
    "restype",
    "extradata",
    "name",
    "type",
    "phase-name",
    "state",
    "state-qualifier",
    "subState",
];
/// What SDL says of a segment, without a prefix.
const KEPT_OF_DETAIL: [&str; 5] = ["conf", "origin", "origin-system", "percent", "locked"];
/// What SDL says of a segment in elements; the rest are digests.
const KEPT_VALUES: [&str; 4] = ["created_by", "created_on", "last_modified_by", "modified_on"];

impl Vocabulary for Xliff {
    const ROOT: &'static str = "xliff";
    const NAME: &'static str = "an XLIFF";
    const NOT_THIS: Reason = Reason::NotXliff;

    fn element(parent: &Element, name: &str, attributes: &Attributes) -> Element {
        use Element::{Detail, File, Group, Part, Property, Root, SegmentedSource, Source, Target, Unit, Wrap};
        match (parent, name) {
            (Root, "file") => File,
            (File | Group, "body" | "group") => Group,
            (File | Group, "trans-unit" | "unit") => Unit,
            (Unit, "segment") => Part,
            (Unit | Part, "source") => Source,
            (Unit | Part, "target") => Target,
            (Unit, "seg-source") => SegmentedSource,
            (Unit | Wrap, "note" | "mq:comment") => Element::Note,
            (Unit, _) if is_wrap(name) => Wrap,
            (Wrap, "prop-group" | "commitinfo" | "mq:commitinfo") => Wrap,
            (Wrap, _) if local(name) == "metaGroup" => Wrap,
            (Wrap, "context") => Property(named("context.", attributes.get("context-type"), name)),
            (Wrap, "prop") => Property(named("", attributes.get("prop-type"), name)),
            (Wrap, _) if local(name) == "meta" => Property(named("", attributes.get("type"), name)),
            (Wrap, "data") => Element::Data(attributes.owned("id").unwrap_or_default()),
            (Wrap, "sdl:seg") => Detail,
            (Detail, "sdl:value") => match attributes.get("key").filter(|key| KEPT_VALUES.contains(key)) {
                Some(key) => Property(format!("sdl:{key}")),
                None => Element::Other,
            },
            _ => Element::Other,
        }
    }

    fn inline(name: &str, raw: &str, attributes: &Attributes, data: &BTreeMap<String, String>) -> Inline {
        inline::inline(name, raw, attributes, data)
    }

    fn describe_file(file: &mut Header, attributes: &Attributes) {
        for (place, names) in [
            (&mut file.source_language, ["source-language", "srcLang"]),
            (&mut file.target_language, ["target-language", "trgLang"]),
        ] {
            let said = names.iter().find_map(|name| attributes.get(name)).filter(|tag| !tag.is_empty());
            said.into_iter().for_each(|tag| *place = Some(tag.to_owned()));
        }
        file.document = attributes.owned("original").unwrap_or_default();
    }

    fn is_flat(name: &str) -> bool {
        name == "trans-unit"
    }

    fn unit_id(attributes: &Attributes, _block: Option<&str>) -> Option<String> {
        attributes.owned("id")
    }

    fn kept_as(element: &Element, attribute: &str) -> Option<String> {
        match element {
            Element::Unit | Element::Part | Element::Target => {
                let is_of_tool = attribute.contains(':') && !attribute.starts_with("xml");
                let is_kept = KEPT.contains(&attribute) || (is_of_tool && attribute != "mq:segmentguid");
                is_kept.then(|| attribute.to_owned())
            }
            Element::Detail if KEPT_OF_DETAIL.contains(&attribute) => Some(format!("sdl:{attribute}")),
            // memoQ's commitinfo is the only one that says these.
            Element::Wrap if matches!(attribute, "username" | "timestamp") => Some(format!("mq:{attribute}")),
            _ => None,
        }
    }

    fn describe(record: &mut Record) {
        status::describe(record);
    }
}

/// Whether an attribute of this name would be taken for something that XLIFF or a tool says.
pub(in crate::format) fn is_reserved(name: &str) -> bool {
    KEPT.contains(&name) || ["sdl:", "mq:", "m:"].iter().any(|prefix| name.starts_with(prefix))
}

/// Elements that hold notes, contexts, native codes or what tools say about segments.
fn is_wrap(name: &str) -> bool {
    let standard = matches!(name, "notes" | "originalData" | "context-group" | "prop-group");
    standard || matches!(name, "sdl:seg-defs" | "mq:comments" | "mq:commitinfos") || local(name) == "metadata"
}

/// Without its prefix: that of the metadata module is `mda` by custom only.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn named(prefix: &str, kind: Option<&str>, element: &str) -> String {
    kind.map_or_else(|| element.to_owned(), |kind| format!("{prefix}{kind}"))
}
