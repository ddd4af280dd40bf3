//! Units: written, read, changed and deleted.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Display;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::catalog::check_revision;
use super::error::EngineError;
use super::limits::Limits;
use super::lookup::Prepared;
use super::merge::{ExistingPair, WritePolicy};
use super::receipts::keep_answer;
use super::{Engine, RequestId, now};
use crate::model::{MemoryId, Occurrence, Origin, Unit, UnitId, UnitStatus, UnitText};
use crate::store::{Batch, Change, UnitIdentity};
use crate::text::nfc;

/// A unit to be written.
#[derive(Clone, Debug)]
pub struct NewUnit {
    pub source: UnitText,
    pub target: UnitText,
    pub status: UnitStatus,
    pub origin: Origin,
    pub occurrences: Vec<Occurrence>,
    /// Digests of occurrences before those, as another store remembers them.
    pub older_occurrences: Vec<u32>,
    pub author: String,
    pub note: String,
    pub attributes: BTreeMap<String, String>,
    /// When it was first written, where that was before now.
    pub created: Option<Timestamp>,
    /// When it was last changed, where that was before now.
    pub updated: Option<Timestamp>,
}

impl NewUnit {
    pub(super) fn identity_in(&self, memory: &MemoryId) -> UnitIdentity {
        UnitIdentity::new(
            memory,
            (&self.source.text, &self.source.language),
            (&self.target.text, &self.target.language),
        )
    }
}

/// What writing a unit has done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Written {
    Added,
    /// The pair was there and got another occurrence, a better status or details that it lacked.
    Updated,
    Unchanged,
}

/// New values for some of a unit's fields.
#[derive(Clone, Debug, Default)]
pub struct UnitChange {
    pub source: Option<UnitText>,
    pub target: Option<UnitText>,
    pub status: Option<UnitStatus>,
    pub origin: Option<Origin>,
    pub author: Option<String>,
    pub note: Option<String>,
    pub attributes: Option<BTreeMap<String, String>>,
    /// The revision that the change was made to; `None` changes whatever is there.
    pub revision: Option<u64>,
}

impl Engine {
    /// Writes units, all or none; gives each as stored.
    pub fn write_units(
        &self,
        memory: &MemoryId,
        units: Vec<NewUnit>,
        request: &RequestId,
    ) -> Result<Vec<(Unit, Written)>, EngineError> {
        let mut writer = self.begin_write()?;
        if let Some(answer) = self.earlier_answer(request)? {
            return Ok(answer);
        }
        let other_target = self.memory(memory)?.other_target;
        let checked = |(at, unit)| checked(&self.limits, unit, format_args!("units[{at}]"));
        let units = units.into_iter().enumerate().map(checked).collect::<Result<Vec<NewUnit>, _>>()?;
        let policy = WritePolicy { existing: ExistingPair::CountUse, other_target };
        self.write_checked(&mut writer, (memory, policy), units, |merged| {
            let answer = merged.answer()?;
            let mut batch = Batch::default();
            keep_answer(&mut batch, request, &answer)?;
            Ok((batch, answer))
        })
    }

    /// A unit by its name.
    pub fn unit(&self, memory: &MemoryId, id: UnitId) -> Result<Unit, EngineError> {
        let unit = self.store.unit(id)?.filter(|unit| unit.memory == *memory);
        unit.ok_or_else(|| EngineError::NotFound { name: id.name_in(memory) })
    }

    /// The units of a memory in the order in which they were first written, from behind `after` on.
    pub fn units(&self, memory: &MemoryId, after: Option<UnitId>, limit: usize) -> Result<Vec<Unit>, EngineError> {
        self.memory(memory)?;
        Ok(self.store.units_of(memory, after, limit)?)
    }

    pub fn update_unit(
        &self,
        memory: &MemoryId,
        id: UnitId,
        change: UnitChange,
        request: &RequestId,
    ) -> Result<Unit, EngineError> {
        let mut writer = self.begin_write()?;
        if let Some(answer) = self.earlier_answer(request)? {
            return Ok(answer);
        }
        let before = self.unit(memory, id)?;
        check_revision(|| id.name_in(memory), before.revision, change.revision)?;
        let mut unit = self.changed(&before, change)?;
        let mut batch = Batch::default();
        if unit != before {
            (unit.updated, unit.revision) = (now(), before.revision + 1);
            batch.push(Change::PutUnit { unit: unit.clone(), before: Some(before.clone()) });
        }
        keep_answer(&mut batch, request, &unit)?;
        self.commit(&mut writer, batch)?;
        if unit != before {
            self.index(&[before.id], &[Prepared::new(&unit)]);
        }
        Ok(unit)
    }

    /// The unit with the change made, if it keeps the rules and does not become another unit.
    fn changed(&self, before: &Unit, change: UnitChange) -> Result<Unit, EngineError> {
        let mut unit = before.clone();
        for (side, text, new) in
            [("source", &mut unit.source, change.source), ("target", &mut unit.target, change.target)]
        {
            if let Some(new) = new {
                *text = UnitText { text: nfc(&new.text).into_owned(), language: new.language };
                self.limits.check_text(format_args!("unit.{side}.text"), &text.text)?;
            }
        }
        check_languages(&unit.source, &unit.target, "unit")?;
        unit.status = change.status.unwrap_or(unit.status);
        unit.origin = change.origin.unwrap_or(unit.origin);
        unit.author = change.author.unwrap_or(unit.author);
        unit.note = change.note.unwrap_or(unit.note);
        unit.attributes = change.attributes.unwrap_or(unit.attributes);
        self.limits.check_detail("unit.author", &unit.author)?;
        self.limits.check_detail("unit.note", &unit.note)?;
        self.limits.check_attributes("unit", &unit.attributes)?;
        match self.store.unit_by_identity(&UnitIdentity::of(&unit))?.filter(|&other| other != unit.id) {
            Some(other) => Err(EngineError::AlreadyExists { name: other.name_in(&unit.memory) }),
            None => Ok(unit),
        }
    }

    pub fn delete_unit(&self, memory: &MemoryId, id: UnitId, request: &RequestId) -> Result<(), EngineError> {
        let mut writer = self.begin_write()?;
        if self.earlier_answer::<()>(request)?.is_some() {
            return Ok(());
        }
        let unit = self.unit(memory, id)?;
        let mut batch = Batch(vec![Change::DeleteUnit(unit.clone())]);
        keep_answer(&mut batch, request, &())?;
        self.commit(&mut writer, batch)?;
        self.index(&[unit.id], &[]);
        Ok(())
    }
}

/// The unit with its texts in NFC, if it keeps the rules; `path` leads to it in the request.
pub(super) fn checked(limits: &Limits, mut unit: NewUnit, path: impl Display) -> Result<NewUnit, EngineError> {
    for (side, text) in [("source", &mut unit.source), ("target", &mut unit.target)] {
        if let Cow::Owned(normalized) = nfc(&text.text) {
            text.text = normalized;
        }
        limits.check_text(format_args!("{path}.{side}.text"), &text.text)?;
    }
    check_languages(&unit.source, &unit.target, &path)?;
    check_details(limits, &unit, &path)?;
    Ok(unit)
}

fn check_details(limits: &Limits, unit: &NewUnit, path: impl Display) -> Result<(), EngineError> {
    limits.check_detail(format_args!("{path}.author"), &unit.author)?;
    limits.check_detail(format_args!("{path}.note"), &unit.note)?;
    limits.check_attributes(&path, &unit.attributes)?;
    limits.check_count(format_args!("{path}.occurrences"), unit.occurrences.len())?;
    for (at, occurrence) in unit.occurrences.iter().enumerate() {
        limits.check_detail(format_args!("{path}.occurrences[{at}].document"), &occurrence.document)?;
        for (name, text) in [("previous_source", &occurrence.previous_source), ("next_source", &occurrence.next_source)]
        {
            limits
                .check_length(format_args!("{path}.occurrences[{at}].{name}"), text.as_deref().unwrap_or_default())?;
        }
    }
    Ok(())
}

pub(super) fn fill(field: &mut String, value: String) {
    if field.is_empty() {
        *field = value;
    }
}

fn check_languages(source: &UnitText, target: &UnitText, path: impl Display) -> Result<(), EngineError> {
    if source.language != target.language {
        return Ok(());
    }
    let both = &source.language;
    Err(EngineError::invalid(
        format!("{path}.target.language"),
        format!("it is {both}, as the source's; a unit has two languages"),
    ))
}
