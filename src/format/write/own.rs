//! What is known of a unit beyond what exchange formats have places for, as properties that any tool carries along.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::format::record::Record;
use crate::model::{Occurrence, Origin, OriginKind, Percent, Unit, UnitStatus};

const STATUS: &str = "x-hafez-status";
const ORIGIN: &str = "x-hafez-origin";
const CREATED: &str = "x-hafez-created";
const UPDATED: &str = "x-hafez-updated";
/// Followed by a number, from 1: one for each occurrence.
const OCCURRENCE: &str = "x-hafez-occurrence-";

/// The properties of a unit, by name.
pub(super) fn properties(unit: &Unit) -> Vec<(String, String)> {
    let mut properties =
        vec![(STATUS.to_owned(), status(unit.status).to_owned()), (ORIGIN.to_owned(), origin(&unit.origin))];
    // Formats know times to the second.
    for (name, time) in [(CREATED, unit.created), (UPDATED, unit.updated)] {
        if time.subsec_nanosecond() != 0 {
            properties.push((name.to_owned(), time.to_string()));
        }
    }
    for (number, occurrence) in (1..).zip(&unit.occurrences) {
        let parts = (&occurrence.document, &occurrence.previous_source, &occurrence.next_source);
        let json = serde_json::to_string(&parts).unwrap_or_default();
        properties.push((format!("{OCCURRENCE}{number}"), json));
    }
    properties
}

/// Moves what `properties` wrote from a record's attributes to where it belongs. What is not as we write it stays.
pub(in crate::format) fn take_back(record: &mut Record) {
    let mut take = |name: &str, read: &mut dyn FnMut(&str) -> bool| {
        if record.attributes.get(name).is_some_and(|value| read(value)) {
            record.attributes.remove(name);
        }
    };
    let (mut found_status, mut found_origin) = (None, None);
    take(STATUS, &mut |value| set(&mut found_status, parse_status(value)));
    take(ORIGIN, &mut |value| set(&mut found_origin, parse_origin(value)));
    let (mut created, mut updated) = (None, None);
    take(CREATED, &mut |value| set(&mut created, value.parse::<Timestamp>().ok()));
    take(UPDATED, &mut |value| set(&mut updated, value.parse::<Timestamp>().ok()));
    record.status = found_status.or(record.status);
    record.origin = found_origin.or_else(|| record.origin.take());
    record.created = created.or(record.created);
    record.updated = updated.or(record.updated);
    take_occurrences(&mut record.attributes, &mut record.occurrences);
}

fn take_occurrences(attributes: &mut BTreeMap<String, String>, occurrences: &mut Vec<Occurrence>) {
    for number in 1.. {
        let name = format!("{OCCURRENCE}{number}");
        let parts = attributes.get(&name).and_then(|value| serde_json::from_str(value).ok());
        let Some((document, previous_source, next_source)) = parts else { return };
        occurrences.push(Occurrence { document, previous_source, next_source });
        attributes.remove(&name);
    }
}

fn set<T>(place: &mut Option<T>, value: Option<T>) -> bool {
    *place = value;
    place.is_some()
}

pub(super) fn status(status: UnitStatus) -> &'static str {
    match status {
        UnitStatus::Approved => "approved",
        UnitStatus::Reviewed => "reviewed",
        UnitStatus::Draft => "draft",
    }
}

fn parse_status(value: &str) -> Option<UnitStatus> {
    [UnitStatus::Approved, UnitStatus::Reviewed, UnitStatus::Draft].into_iter().find(|&known| status(known) == value)
}

/// `import`, or `machine 87.5`.
fn origin(origin: &Origin) -> String {
    let kind = kind(origin.kind);
    origin.confidence.map_or(kind.to_owned(), |confidence| format!("{kind} {}", confidence.as_f64()))
}

fn kind(kind: OriginKind) -> &'static str {
    match kind {
        OriginKind::Human => "human",
        OriginKind::Import => "import",
        OriginKind::Alignment => "alignment",
        OriginKind::Machine => "machine",
    }
}

fn parse_origin(value: &str) -> Option<Origin> {
    let (name, confidence) = value.split_once(' ').map_or((value, None), |(name, rest)| (name, Some(rest)));
    let kinds = [OriginKind::Human, OriginKind::Import, OriginKind::Alignment, OriginKind::Machine];
    let kind = kinds.into_iter().find(|&known| kind(known) == name)?;
    let confidence = match confidence {
        Some(number) => Some(Percent::threshold(number.parse().ok()?)?),
        None => None,
    };
    Some(Origin { kind, confidence })
}
