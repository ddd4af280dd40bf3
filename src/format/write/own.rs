//! What is known of a unit beyond what exchange formats have places for, as properties that any tool carries along.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::codes::Codes;
use crate::format::record::Record;
use crate::model::{Occurrence, Origin, OriginKind, Percent, Unit, UnitStatus};

const STATUS: &str = "x-hafez-status";
const ORIGIN: &str = "x-hafez-origin";
const CREATED: &str = "x-hafez-created";
const UPDATED: &str = "x-hafez-updated";
const AUTHOR: &str = "x-hafez-author";
const OLDER_OCCURRENCES: &str = "x-hafez-older-occurrences";
/// Followed by a number, from 1: one for each occurrence.
const OCCURRENCE: &str = "x-hafez-occurrence-";
/// Followed by the name of an attribute that would be taken for something else under its own.
const ATTRIBUTE: &str = "x-hafez-attribute-";
const OURS: &str = "x-hafez-";

/// Names and values.
pub(super) type Properties = Vec<(String, String)>;

/// The attributes of a unit, but for native codes that are written in their places. `is_reserved` says which names mean
/// something to the reader of the format.
pub(super) fn attributes(unit: &Unit, codes: &Codes, is_reserved: impl Fn(&str) -> bool) -> Properties {
    let attributes = unit.attributes.iter().filter(|(name, value)| !codes.are_said_by(name, value));
    let named = attributes.map(|(name, value)| match name.starts_with(OURS) || is_reserved(name) {
        true => (format!("{ATTRIBUTE}{name}"), value.clone()),
        false => (name.clone(), value.clone()),
    });
    named.collect()
}

/// A time as TMX has it, to the second; `None` outside of the years that it can say.
pub(super) fn tmx_time(time: Timestamp) -> Option<String> {
    let year = time.strftime("%Y").to_string();
    (year.len() == 4 && !year.starts_with('-')).then(|| time.strftime("%Y%m%dT%H%M%SZ").to_string())
}

/// What TMX has no places for.
pub(super) fn of_tmx(unit: &Unit) -> Properties {
    let mut properties = vec![(STATUS.to_owned(), status(unit.status).to_owned())];
    let times = [(CREATED, unit.created), (UPDATED, unit.updated)];
    let is_said = |time: &Timestamp| time.subsec_nanosecond() == 0 && tmx_time(*time).is_some();
    let fine = times.into_iter().filter(|(_, time)| !is_said(time));
    properties.extend(fine.map(|(name, time)| (name.to_owned(), time.to_string())));
    properties.extend(of_any(unit));
    properties
}

/// What XLIFF has no places for.
pub(super) fn of_xliff(unit: &Unit) -> Properties {
    let mut properties = Properties::new();
    properties.extend((!unit.author.is_empty()).then(|| (AUTHOR.to_owned(), unit.author.clone())));
    let times = [(CREATED, unit.created), (UPDATED, unit.updated)];
    properties.extend(times.map(|(name, time)| (name.to_owned(), time.to_string())));
    properties.extend(of_any(unit));
    properties
}

fn of_any(unit: &Unit) -> Properties {
    let mut properties = vec![(ORIGIN.to_owned(), origin(&unit.origin))];
    for (number, occurrence) in (1..).zip(&unit.occurrences) {
        let parts = (&occurrence.document, &occurrence.previous_source, &occurrence.next_source);
        let json = serde_json::to_string(&parts).unwrap_or_default();
        properties.push((format!("{OCCURRENCE}{number}"), json));
    }
    if !unit.older_occurrences.is_empty() {
        let digests: Vec<String> = unit.older_occurrences.iter().map(|digest| format!("{digest:08x}")).collect();
        properties.push((OLDER_OCCURRENCES.to_owned(), digests.join(" ")));
    }
    properties
}

/// Moves what we wrote from a record's attributes to where it belongs. What is not as we write it stays.
pub(in crate::format) fn take_back(record: &mut Record) {
    let mut take = |name: &str, read: &mut dyn FnMut(&str) -> bool| {
        if record.attributes.get(name).is_some_and(|value| read(value)) {
            record.attributes.remove(name);
        }
    };
    let (mut found_status, mut found_origin) = (None, None);
    take(STATUS, &mut |value| set(&mut found_status, parse_status(value)));
    take(ORIGIN, &mut |value| set(&mut found_origin, parse_origin(value)));
    let (mut created, mut updated, mut author, mut older) = (None, None, None, None);
    take(CREATED, &mut |value| set(&mut created, value.parse::<Timestamp>().ok()));
    take(UPDATED, &mut |value| set(&mut updated, value.parse::<Timestamp>().ok()));
    take(AUTHOR, &mut |value| set(&mut author, Some(value.to_owned())));
    take(OLDER_OCCURRENCES, &mut |value| set(&mut older, parse_digests(value)));
    record.author = author.unwrap_or_else(|| std::mem::take(&mut record.author));
    record.older_occurrences = older.unwrap_or_default();
    record.status = found_status.or(record.status);
    record.origin = found_origin.or_else(|| record.origin.take());
    record.created = created.or(record.created);
    record.updated = updated.or(record.updated);
    take_occurrences(&mut record.attributes, &mut record.occurrences);
    take_attributes(&mut record.attributes);
}

/// Gives attributes their own names again.
fn take_attributes(attributes: &mut BTreeMap<String, String>) {
    let renamed: Vec<String> = attributes.keys().filter(|name| name.starts_with(ATTRIBUTE)).cloned().collect();
    for name in renamed {
        if let Some(value) = attributes.remove(&name) {
            attributes.insert(name[ATTRIBUTE.len()..].to_owned(), value);
        }
    }
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

pub(in crate::format) fn parse_status(value: &str) -> Option<UnitStatus> {
    [UnitStatus::Approved, UnitStatus::Reviewed, UnitStatus::Draft].into_iter().find(|&known| status(known) == value)
}

fn parse_digests(value: &str) -> Option<Vec<u32>> {
    value.split(' ').map(|digest| u32::from_str_radix(digest, 16).ok()).collect()
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
