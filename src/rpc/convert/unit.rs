use pbjson_types::FieldMask;
use tonic::Status;

use super::{Mask, count, expected_revision, known};
use crate::memory::{NewUnit, Similar, UnitChange};
use crate::model::{Occurrence, Origin, OriginKind, Percent, Unit, UnitStatus, UnitText};
use crate::rpc::status::invalid_field;
use crate::rpc::{names, v1};

pub fn unit(unit: Unit) -> v1::Unit {
    v1::Unit {
        name: unit.id.name_in(&unit.memory),
        use_count: count(unit.use_count()),
        source: Some(unit.source.into()),
        target: Some(unit.target.into()),
        status: v1::UnitStatus::from(unit.status).into(),
        origin: Some(unit.origin.into()),
        occurrences: unit.occurrences.into_iter().map(Into::into).collect(),
        author: unit.author,
        note: unit.note,
        attributes: unit.attributes,
        create_time: Some(unit.created.into()),
        update_time: Some(unit.updated.into()),
        revision: count(unit.revision as usize),
    }
}

/// `path` is the unit's place in the request, for error messages.
pub fn new_unit(unit: v1::Unit, path: &str) -> Result<NewUnit, Status> {
    Ok(NewUnit {
        source: text(unit.source, &format!("{path}.source"))?,
        target: text(unit.target, &format!("{path}.target"))?,
        status: unit_status(&format!("{path}.status"), unit.status)?.unwrap_or_default(),
        origin: origin(unit.origin.unwrap_or_default(), path)?,
        occurrences: unit.occurrences.into_iter().map(Into::into).collect(),
        older_occurrences: Vec::new(),
        author: unit.author,
        note: unit.note,
        attributes: unit.attributes,
        created: None,
        updated: None,
    })
}

pub fn unit_change(unit: v1::Unit, mask: Option<&FieldMask>) -> Result<UnitChange, Status> {
    let mask = Mask::new(mask, &["source", "target", "status", "origin", "author", "note", "attributes"])?;
    let source = mask.pick("source", unit.source, Option::is_some);
    let target = mask.pick("target", unit.target, Option::is_some);
    let status = mask.pick("status", unit.status, |status| *status != 0);
    let new_origin = mask.pick("origin", unit.origin, Option::is_some);
    Ok(UnitChange {
        source: source.map(|source| text(source, "unit.source")).transpose()?,
        target: target.map(|target| text(target, "unit.target")).transpose()?,
        status: status.map(|s| unit_status("unit.status", s)).transpose()?.map(Option::unwrap_or_default),
        origin: new_origin.map(|o| origin(o.unwrap_or_default(), "unit")).transpose()?,
        author: mask.pick("author", unit.author, |author| !author.is_empty()),
        note: mask.pick("note", unit.note, |note| !note.is_empty()),
        attributes: mask.pick("attributes", unit.attributes, |attributes| !attributes.is_empty()),
        revision: expected_revision(unit.revision),
    })
}

fn text(text: Option<v1::UnitText>, path: &str) -> Result<UnitText, Status> {
    let text = text.ok_or_else(|| invalid_field(path, "it is missing; a unit has a text on both sides"))?;
    Ok(UnitText { language: names::language(&format!("{path}.language"), &text.language)?, text: text.text })
}

/// `None` for unspecified.
pub fn unit_status(field: &str, value: i32) -> Result<Option<UnitStatus>, Status> {
    Ok(match known(field, value)? {
        v1::UnitStatus::Unspecified => None,
        v1::UnitStatus::Approved => Some(UnitStatus::Approved),
        v1::UnitStatus::Reviewed => Some(UnitStatus::Reviewed),
        v1::UnitStatus::Draft => Some(UnitStatus::Draft),
    })
}

fn origin(origin: v1::Origin, path: &str) -> Result<Origin, Status> {
    let kind = match known(&format!("{path}.origin.kind"), origin.kind)? {
        v1::OriginKind::Unspecified | v1::OriginKind::Human => OriginKind::Human,
        v1::OriginKind::Import => OriginKind::Import,
        v1::OriginKind::Alignment => OriginKind::Alignment,
        v1::OriginKind::Machine => OriginKind::Machine,
    };
    let percent = |value: f64| {
        Percent::threshold(value)
            .ok_or_else(|| invalid_field(format!("{path}.origin.confidence"), "it is not from 0 to 100"))
    };
    Ok(Origin { kind, confidence: origin.confidence.map(percent).transpose()? })
}

impl From<UnitText> for v1::UnitText {
    fn from(text: UnitText) -> v1::UnitText {
        v1::UnitText { text: text.text, language: text.language.to_string() }
    }
}

impl From<UnitStatus> for v1::UnitStatus {
    fn from(status: UnitStatus) -> v1::UnitStatus {
        match status {
            UnitStatus::Approved => v1::UnitStatus::Approved,
            UnitStatus::Reviewed => v1::UnitStatus::Reviewed,
            UnitStatus::Draft => v1::UnitStatus::Draft,
        }
    }
}

impl From<Origin> for v1::Origin {
    fn from(origin: Origin) -> v1::Origin {
        let kind = match origin.kind {
            OriginKind::Human => v1::OriginKind::Human,
            OriginKind::Import => v1::OriginKind::Import,
            OriginKind::Alignment => v1::OriginKind::Alignment,
            OriginKind::Machine => v1::OriginKind::Machine,
        };
        v1::Origin { kind: kind.into(), confidence: origin.confidence.map(Percent::as_f64) }
    }
}

impl From<Occurrence> for v1::Occurrence {
    fn from(o: Occurrence) -> v1::Occurrence {
        v1::Occurrence { document: o.document, previous_source: o.previous_source, next_source: o.next_source }
    }
}

impl From<v1::Occurrence> for Occurrence {
    fn from(o: v1::Occurrence) -> Occurrence {
        Occurrence { document: o.document, previous_source: o.previous_source, next_source: o.next_source }
    }
}

pub fn similarity(field: &str, value: i32) -> Result<Similar, Status> {
    match known(field, value)? {
        v1::Similarity::Unspecified => Err(invalid_field(field, "it is missing; say what to look for")),
        v1::Similarity::Duplicates => Ok(Similar::Duplicates),
        v1::Similarity::Conflicts => Ok(Similar::Conflicts),
    }
}
