//! Memories: named collections of units.

use std::collections::HashMap;
use std::sync::Arc;

use super::error::EngineError;
use super::receipts::keep_answer;
use super::{CHUNK, Engine, Limits, RequestId, now, read, write};
use crate::model::{Memory, MemoryId, OtherTarget, PenaltyOverrides, Points};
use crate::store::{Batch, Change, Store};

/// Jaro–Winkler similarity from which on another memory's name is offered for one that is not there.
const LIKELY_MEANT: f64 = 0.85;

/// New values for some of a memory's fields.
#[derive(Clone, Debug, Default)]
pub struct MemoryChange {
    pub display_name: Option<String>,
    pub description: Option<String>,
    pub penalty: Option<Points>,
    /// All of them; what is not set is left to the server.
    pub penalties: Option<PenaltyOverrides>,
    pub other_target: Option<OtherTarget>,
    /// The revision that the change was made to; `None` changes whatever is there.
    pub revision: Option<u64>,
}

impl MemoryChange {
    fn check(&self, limits: &Limits) -> Result<(), EngineError> {
        limits.check_detail("memory.display_name", self.display_name.as_deref().unwrap_or_default())?;
        limits.check_detail("memory.description", self.description.as_deref().unwrap_or_default())
    }

    fn apply(self, memory: &mut Memory) {
        memory.display_name = self.display_name.unwrap_or_else(|| std::mem::take(&mut memory.display_name));
        memory.description = self.description.unwrap_or_else(|| std::mem::take(&mut memory.description));
        memory.penalty = self.penalty.unwrap_or(memory.penalty);
        memory.penalties = self.penalties.unwrap_or(memory.penalties);
        memory.other_target = self.other_target.unwrap_or(memory.other_target);
    }
}

/// All memories by name: what the store has, kept at hand for look-ups.
pub(super) type Catalog = HashMap<MemoryId, Memory>;

pub(super) fn load(store: &dyn Store) -> Result<Catalog, EngineError> {
    let (mut catalog, mut after) = (Catalog::new(), None);
    loop {
        let memories = store.memories(after.as_ref(), CHUNK)?;
        let Some(last) = memories.last() else { return Ok(catalog) };
        after = Some(last.id.clone());
        catalog.extend(memories.into_iter().map(|memory| (memory.id.clone(), memory)));
    }
}

impl Engine {
    /// The memories as they are now.
    pub(super) fn catalog(&self) -> Arc<Catalog> {
        read(&self.catalog).clone()
    }

    /// Takes over what has been written of memories.
    pub(super) fn change_catalog(&self, changes: &[Change]) {
        if changes.is_empty() {
            return;
        }
        let mut catalog = write(&self.catalog);
        for change in changes {
            match change {
                Change::PutMemory(memory) => {
                    drop(Arc::make_mut(&mut catalog).insert(memory.id.clone(), memory.clone()))
                }
                Change::DeleteMemory(id) => drop(Arc::make_mut(&mut catalog).remove(id)),
                _ => (),
            }
        }
    }

    pub fn create_memory(
        &self,
        id: MemoryId,
        fields: MemoryChange,
        request: &RequestId,
    ) -> Result<Memory, EngineError> {
        fields.check(&self.limits)?;
        let mut writer = self.begin_write()?;
        if let Some(answer) = self.earlier_answer(request)? {
            return Ok(answer);
        }
        if self.store.memory(&id)?.is_some() {
            return Err(EngineError::AlreadyExists { name: id.name() });
        }
        let memory = new_memory(id, fields);
        let mut batch = Batch(vec![Change::PutMemory(memory.clone())]);
        keep_answer(&mut batch, request, &memory)?;
        self.commit(&mut writer, batch)?;
        Ok(memory)
    }

    pub fn memory(&self, id: &MemoryId) -> Result<Memory, EngineError> {
        match self.catalog().get(id) {
            Some(memory) => Ok(memory.clone()),
            None => Err(EngineError::NotFound { name: self.with_hint(id)? }),
        }
    }

    /// The name of a memory that is not there, with the one that was probably meant.
    fn with_hint(&self, id: &MemoryId) -> Result<String, EngineError> {
        let likeness = |other: &Memory| strsim::jaro_winkler(other.id.as_str(), id.as_str());
        let memories = self.store.memories(None, CHUNK)?;
        let nearest = memories.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
        Ok(match nearest.filter(|other| likeness(other) >= LIKELY_MEANT) {
            Some(other) => format!("{} (did you mean {}?)", id.name(), other.id.name()),
            None => id.name(),
        })
    }

    /// Memories by name, from behind `after` on.
    pub fn memories(&self, after: Option<&MemoryId>, limit: usize) -> Result<Vec<Memory>, EngineError> {
        Ok(self.store.memories(after, limit)?)
    }

    /// How many units a memory holds.
    pub fn unit_count(&self, id: &MemoryId) -> usize {
        self.lookups.view().count(id)
    }

    /// Gives the memory and how many units it holds.
    pub fn update_memory(
        &self,
        id: &MemoryId,
        change: MemoryChange,
        request: &RequestId,
    ) -> Result<(Memory, usize), EngineError> {
        change.check(&self.limits)?;
        let mut writer = self.begin_write()?;
        if let Some(answer) = self.earlier_answer(request)? {
            return Ok(answer);
        }
        let before = self.memory(id)?;
        check_revision(|| id.name(), before.revision, change.revision)?;
        let mut memory = before.clone();
        change.apply(&mut memory);
        let mut batch = Batch::default();
        if memory != before {
            (memory.updated, memory.revision) = (now(), before.revision + 1);
            batch.push(Change::PutMemory(memory.clone()));
        }
        let answer = (memory, self.unit_count(id));
        keep_answer(&mut batch, request, &answer)?;
        self.commit(&mut writer, batch)?;
        Ok(answer)
    }

    /// Deletes a memory and, if `units` says so, what it holds. A crash in between is made good at the next start.
    pub fn delete_memory(&self, id: &MemoryId, units: UnitsOnDelete, request: &RequestId) -> Result<(), EngineError> {
        let mut writer = self.begin_write()?;
        if self.earlier_answer::<()>(request)?.is_some() {
            return Ok(());
        }
        self.memory(id)?;
        let count = self.unit_count(id);
        if count > 0 && units == UnitsOnDelete::Refuse {
            return Err(EngineError::NotEmpty { name: id.name(), units: count });
        }
        let mut batch = Batch(vec![Change::DeleteMemory(id.clone())]);
        batch.0.extend(self.forget_imports(id)?);
        batch.0.extend(self.forget_reviews(id)?);
        keep_answer(&mut batch, request, &())?;
        self.commit(&mut writer, batch)?;
        self.forget_lexicons(id);
        loop {
            let units = self.store.units_of(id, None, CHUNK)?;
            if units.is_empty() {
                return Ok(());
            }
            self.index(&units.iter().map(|unit| unit.id).collect::<Vec<_>>(), &[]);
            self.commit(&mut writer, Batch(units.into_iter().map(Change::DeleteUnit).collect()))?;
        }
    }
}

/// What becomes of a memory that still holds units when it is to be deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitsOnDelete {
    Refuse,
    Delete,
}

pub(super) fn new_memory(id: MemoryId, fields: MemoryChange) -> Memory {
    let now = now();
    let mut memory = Memory {
        display_name: id.as_str().to_owned(),
        id,
        description: String::new(),
        penalty: Points::ZERO,
        created: now,
        updated: now,
        revision: 1,
        penalties: PenaltyOverrides::default(),
        other_target: OtherTarget::default(),
    };
    fields.apply(&mut memory);
    memory
}

/// Refuses a change that was made to another revision than the present one.
pub(super) fn check_revision(name: impl Fn() -> String, found: u64, expected: Option<u64>) -> Result<(), EngineError> {
    match expected.filter(|&expected| expected != found) {
        Some(expected) => Err(EngineError::RevisionMoved { name: name(), found, expected }),
        None => Ok(()),
    }
}
