//! What is written is read again as it was.

mod moses;
mod random;
mod round_trip;
mod xliff;

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{OutputFormat, WriteError, Writer};
use crate::format::{Format, Options, Reader, Record};
use crate::model::{Language, MemoryId, Occurrence, Origin, Unit, UnitId, UnitStatus, UnitText};

pub(super) fn unit(source: &str, target: &str) -> Unit {
    let text = |text: &str, tag| UnitText { text: text.into(), language: Language::parse(tag).unwrap() };
    Unit {
        id: UnitId(17),
        memory: MemoryId::parse("news").unwrap(),
        source: text(source, "en"),
        target: text(target, "fa"),
        status: UnitStatus::Approved,
        origin: Origin::default(),
        occurrences: vec![Occurrence::default()],
        older_occurrences: Vec::new(),
        author: String::new(),
        note: String::new(),
        attributes: BTreeMap::new(),
        created: Timestamp::UNIX_EPOCH,
        updated: Timestamp::UNIX_EPOCH,
        revision: 1,
    }
}

pub(super) fn write(format: OutputFormat, units: &[Unit]) -> Result<String, WriteError> {
    let mut writer = Writer::new(Vec::new(), format);
    units.iter().try_for_each(|unit| writer.unit(unit))?;
    Ok(String::from_utf8(writer.finish()?).unwrap())
}

/// What is read of a file, without where it stands in it.
#[track_caller]
pub(super) fn read(format: Format, file: &str) -> Vec<Record> {
    let read: Result<Vec<Record>, _> = Reader::new(format, file.as_bytes(), Options::default()).collect();
    let mut records = read.unwrap_or_else(|error| panic!("{error}: {file}"));
    for record in &mut records {
        (record.position, record.unit_id) = Default::default();
        // Occurrences go before them.
        (record.document, record.previous_source, record.next_source) = Default::default();
    }
    records
}
