//! Units: written, read, changed and deleted.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::catalog::check_revision;
use super::error::EngineError;
use super::lookup::{Prepared, prepare_all};
use super::receipts::keep_answer;
use super::{Engine, RequestId, Writer, now};
use crate::model::{MemoryId, Occurrence, Origin, OriginKind, Unit, UnitId, UnitStatus, UnitText};
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
    pub author: String,
    pub note: String,
    pub attributes: BTreeMap<String, String>,
    /// When it was first written, where that was before now.
    pub created: Option<Timestamp>,
    /// When it was last changed, where that was before now.
    pub updated: Option<Timestamp>,
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

/// A unit about to be written.
struct Pending {
    unit: Unit,
    before: Option<Unit>,
    written: Written,
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
        self.memory(memory)?;
        self.write_units_with(&mut writer, memory, units, Batch::default(), request)
    }

    /// The same by one who has the right to write; what is in `batch` is written with it.
    pub(super) fn write_units_with(
        &self,
        writer: &mut Writer,
        memory: &MemoryId,
        units: Vec<NewUnit>,
        mut batch: Batch,
        request: &RequestId,
    ) -> Result<Vec<(Unit, Written)>, EngineError> {
        let first_id = writer.next_unit;
        let (pending, order) = self.merge(writer, memory, units).inspect_err(|_| writer.next_unit = first_id)?;
        let answer: Vec<(Unit, Written)> = order.iter().map(|&(at, w)| (pending[at].unit.clone(), w)).collect();
        keep_answer(&mut batch, request, &answer)?;
        let changed: Vec<Pending> = pending.into_iter().filter(|p| p.written != Written::Unchanged).collect();
        batch.0.extend(changed.iter().map(|p| Change::PutUnit { unit: p.unit.clone(), before: p.before.clone() }));
        self.commit(writer, batch)?;
        let replaced: Vec<UnitId> = changed.iter().filter_map(|p| p.before.as_ref()).map(|before| before.id).collect();
        let units: Vec<Unit> = changed.into_iter().map(|p| p.unit).collect();
        self.index(&replaced, &prepare_all(&units));
        Ok(answer)
    }

    /// Finds for each new unit the one that is there, or makes one. Gives the units concerned, each once, and for each new
    /// unit which of them it is and what was done.
    #[allow(clippy::type_complexity)]
    fn merge(
        &self,
        writer: &mut Writer,
        memory: &MemoryId,
        units: Vec<NewUnit>,
    ) -> Result<(Vec<Pending>, Vec<(usize, Written)>), EngineError> {
        let (mut pending, mut order) = (Vec::<Pending>::new(), Vec::new());
        let mut by_identity: HashMap<UnitIdentity, usize> = HashMap::new();
        for (at, unit) in units.into_iter().enumerate() {
            let unit = self.checked(unit, || format!("units[{at}]"))?;
            let (source, target) =
                ((&*unit.source.text, &unit.source.language), (&*unit.target.text, &unit.target.language));
            let identity = UnitIdentity::new(memory, source, target);
            let found = match by_identity.get(&identity) {
                Some(&found) => Some(found),
                None => self.stored(&identity)?.map(|before| {
                    pending.push(Pending { unit: before.clone(), before: Some(before), written: Written::Unchanged });
                    pending.len() - 1
                }),
            };
            let (found, written) = match found {
                Some(found) => (found, pending[found].absorb(unit)),
                None => {
                    let unit = new_unit(writer.next_unit, memory, unit);
                    writer.next_unit.0 += 1;
                    pending.push(Pending { unit, before: None, written: Written::Added });
                    (pending.len() - 1, Written::Added)
                }
            };
            by_identity.insert(identity, found);
            order.push((found, written));
        }
        Ok((pending, order))
    }

    fn stored(&self, identity: &UnitIdentity) -> Result<Option<Unit>, EngineError> {
        match self.store.unit_by_identity(identity)? {
            Some(id) => Ok(self.store.unit(id)?),
            None => Ok(None),
        }
    }

    /// The unit with its texts in NFC, if it keeps the rules.
    pub(super) fn checked(&self, mut unit: NewUnit, path: impl Fn() -> String) -> Result<NewUnit, EngineError> {
        for (side, text) in [("source", &mut unit.source), ("target", &mut unit.target)] {
            let normalized = nfc(&text.text).into_owned();
            text.text = normalized;
            self.limits.check_text(&format!("{}.{side}.text", path()), &text.text)?;
        }
        check_languages(&unit.source, &unit.target, &path)?;
        self.check_details(&unit, &path())?;
        Ok(unit)
    }

    fn check_details(&self, unit: &NewUnit, path: &str) -> Result<(), EngineError> {
        let limits = &self.limits;
        limits.check_detail(&format!("{path}.author"), &unit.author)?;
        limits.check_detail(&format!("{path}.note"), &unit.note)?;
        limits.check_attributes(path, &unit.attributes)?;
        limits.check_count(&format!("{path}.occurrences"), unit.occurrences.len())?;
        for (at, occurrence) in unit.occurrences.iter().enumerate() {
            let field = |name: &str| format!("{path}.occurrences[{at}].{name}");
            limits.check_detail(&field("document"), &occurrence.document)?;
            for (name, text) in
                [("previous_source", &occurrence.previous_source), ("next_source", &occurrence.next_source)]
            {
                limits.check_length(&field(name), text.as_deref().unwrap_or_default())?;
            }
        }
        Ok(())
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
                self.limits.check_text(&format!("unit.{side}.text"), &text.text)?;
            }
        }
        check_languages(&unit.source, &unit.target, || "unit".into())?;
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

impl Pending {
    /// Adds to the unit what writing the same pair again brings: occurrences, a better status, details that it lacked.
    /// Nothing is overwritten, so that the same again changes nothing.
    fn absorb(&mut self, new: NewUnit) -> Written {
        let before = self.unit.clone();
        let unit = &mut self.unit;
        let mut is_new_use = false;
        for occurrence in occurrences_of(new.occurrences) {
            is_new_use |= unit.record(occurrence);
        }
        // A person who writes the pair confirms it, and so does another file; the same file again says nothing new about
        // what may have been demoted since.
        let is_human = new.origin.kind == OriginKind::Human;
        if is_human || is_new_use {
            unit.status = unit.status.min(new.status);
        }
        if is_human && unit.origin.kind == OriginKind::Machine {
            unit.origin = new.origin;
        }
        fill(&mut unit.author, new.author);
        fill(&mut unit.note, new.note);
        for (name, value) in new.attributes {
            unit.attributes.entry(name).or_insert(value);
        }
        if *unit == before {
            return Written::Unchanged;
        }
        if self.written == Written::Unchanged {
            self.written = Written::Updated;
            (unit.updated, unit.revision) = (now(), unit.revision + 1);
        }
        Written::Updated
    }
}

pub(super) fn fill(field: &mut String, value: String) {
    if field.is_empty() {
        *field = value;
    }
}

/// A unit without a named place was used once, somewhere.
fn occurrences_of(occurrences: Vec<Occurrence>) -> Vec<Occurrence> {
    if occurrences.is_empty() { vec![Occurrence::default()] } else { occurrences }
}

fn new_unit(id: UnitId, memory: &MemoryId, new: NewUnit) -> Unit {
    let created = new.created.or(new.updated).unwrap_or_else(now);
    let mut unit = Unit {
        id,
        memory: memory.clone(),
        source: new.source,
        target: new.target,
        status: new.status,
        origin: new.origin,
        occurrences: Vec::new(),
        older_occurrences: Vec::new(),
        author: new.author,
        note: new.note,
        attributes: new.attributes,
        created,
        updated: new.updated.unwrap_or(created),
        revision: 1,
    };
    for occurrence in occurrences_of(new.occurrences) {
        unit.record(occurrence);
    }
    unit
}

fn check_languages(source: &UnitText, target: &UnitText, path: impl Fn() -> String) -> Result<(), EngineError> {
    if source.language != target.language {
        return Ok(());
    }
    let both = &source.language;
    Err(EngineError::invalid(
        format!("{}.target.language", path()),
        format!("it is {both}, as the source's; a unit has two languages"),
    ))
}
