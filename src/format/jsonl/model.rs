//! The lines as they are written; [`Line`] defines the format.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::format::Options;
use crate::format::jsonl::parse_object;
use crate::format::problem::{Fault, Reason};
use crate::format::record::{Position, Record};
use crate::model::{Language, Occurrence, Origin, OriginKind, Percent, UnitStatus, UnitText};
use crate::text::nfc;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Line {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    source: Text,
    target: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    origin: Option<Provenance>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    document: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    occurrences: Vec<Place>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    older_occurrences: Vec<u32>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    author: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    note: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    attributes: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    created: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    updated: Option<Timestamp>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    language: Option<String>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Approved,
    Reviewed,
    Draft,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Provenance {
    kind: Kind,
    /// In percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    confidence: Option<f64>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Human,
    Import,
    Alignment,
    Machine,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Place {
    #[serde(default)]
    document: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    previous_source: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    next_source: Option<String>,
}

impl Line {
    pub fn parse(line: &str) -> Result<Line, Fault> {
        parse_object(line, "write one unit a line, with `source` and `target`")
    }

    pub fn of(record: &Record) -> Line {
        Line {
            id: record.unit_id.clone(),
            source: Text::of(&record.source),
            target: Text::of(&record.target),
            status: record.status.map(Status::of),
            origin: record.origin.as_ref().map(Provenance::of),
            document: record.document.clone(),
            occurrences: record.occurrences.iter().map(Place::of).collect(),
            older_occurrences: record.older_occurrences.clone(),
            author: record.author.clone(),
            note: record.note.clone(),
            attributes: record.attributes.clone(),
            created: record.created,
            updated: record.updated,
        }
    }

    pub fn into_record(self, options: &Options, position: Position) -> Result<Record, Fault> {
        let source = self.source.read("source", Reason::EmptySource, options.from.as_ref())?;
        let target = self.target.read("target", Reason::EmptyTarget, options.to.as_ref())?;
        Ok(Record {
            unit_id: self.id,
            status: self.status.map(Status::read),
            origin: self.origin.map(Provenance::read).transpose()?,
            document: self.document,
            occurrences: self.occurrences.into_iter().map(Place::read).collect(),
            older_occurrences: self.older_occurrences,
            author: self.author,
            note: self.note,
            attributes: self.attributes,
            created: self.created,
            updated: self.updated,
            ..Record::new(source, target, position)
        })
    }
}

impl Text {
    fn of(side: &UnitText) -> Text {
        Text { text: side.text.clone(), language: Some(side.language.to_string()) }
    }

    fn read(self, side: &str, empty: Reason, wanted: Option<&Language>) -> Result<UnitText, Fault> {
        if self.text.trim().is_empty() {
            return Err(Fault::new(empty, format!("the {side} is empty; fill it in, or take the line out")));
        }
        if self.text.contains('\0') {
            let message = format!("there is a NUL character in the {side}; take it out");
            return Err(Fault::new(Reason::NulCharacter, message));
        }
        let said = self.language.as_deref().map(Language::parse).transpose();
        let said =
            said.map_err(|error| Fault::new(Reason::UnknownLanguage, format!("the {side}'s language: {error}")))?;
        let language = match (said, wanted) {
            (Some(said), Some(wanted)) if !wanted.covers(&said) => {
                let message = format!("the {side} is in {said}, not in {wanted}");
                return Err(Fault::new(Reason::MissingLanguage, message));
            }
            (Some(said), _) => said,
            (None, Some(wanted)) => wanted.clone(),
            (None, None) => {
                let message = format!("nothing says the {side}'s language; add `language`, or say it with the request");
                return Err(Fault::new(Reason::MissingLanguage, message));
            }
        };
        Ok(UnitText { text: nfc(&self.text).into_owned(), language })
    }
}

impl Status {
    fn of(status: UnitStatus) -> Status {
        match status {
            UnitStatus::Approved => Status::Approved,
            UnitStatus::Reviewed => Status::Reviewed,
            UnitStatus::Draft => Status::Draft,
        }
    }

    fn read(self) -> UnitStatus {
        match self {
            Status::Approved => UnitStatus::Approved,
            Status::Reviewed => UnitStatus::Reviewed,
            Status::Draft => UnitStatus::Draft,
        }
    }
}

impl Provenance {
    fn of(origin: &Origin) -> Provenance {
        let kind = match origin.kind {
            OriginKind::Human => Kind::Human,
            OriginKind::Import => Kind::Import,
            OriginKind::Alignment => Kind::Alignment,
            OriginKind::Machine => Kind::Machine,
        };
        Provenance { kind, confidence: origin.confidence.map(Percent::as_f64) }
    }

    fn read(self) -> Result<Origin, Fault> {
        let kind = match self.kind {
            Kind::Human => OriginKind::Human,
            Kind::Import => OriginKind::Import,
            Kind::Alignment => OriginKind::Alignment,
            Kind::Machine => OriginKind::Machine,
        };
        let percent = |number: f64| {
            let hundredths = (number * 100.0).round();
            let is_percent = (0.0..=10_000.0).contains(&hundredths);
            let percent = is_percent.then(|| Percent::from_hundredths(hundredths as u16)).flatten();
            let message = || format!("`confidence` is {number}; write a number from 0 to 100");
            percent.ok_or_else(|| Fault::new(Reason::MalformedJson, message()))
        };
        Ok(Origin { kind, confidence: self.confidence.map(percent).transpose()? })
    }
}

impl Place {
    fn of(occurrence: &Occurrence) -> Place {
        let Occurrence { document, previous_source, next_source } = occurrence.clone();
        Place { document, previous_source, next_source }
    }

    fn read(self) -> Occurrence {
        let Place { document, previous_source, next_source } = self;
        Occurrence { document, previous_source, next_source }
    }
}
