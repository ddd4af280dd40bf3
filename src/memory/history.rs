//! What units said before, and several units made one.

use super::error::EngineError;
use super::lookup::Prepared;
use super::receipts::keep_answer;
use super::units::fill;
use super::{CHUNK, Engine, RequestId, now};
use crate::model::{MemoryId, Unit, UnitId};
use crate::store::{Batch, Change};

impl Engine {
    /// A unit as it was before each change of what it says, oldest first, and as it is. Uses are no changes.
    pub fn unit_history(&self, memory: &MemoryId, id: UnitId) -> Result<Vec<Unit>, EngineError> {
        let now = self.unit(memory, id)?;
        let mut history: Vec<Unit> = Vec::new();
        loop {
            let after = (id, history.last().map_or(0, |unit| unit.revision));
            let past = self.store.revisions(after, CHUNK)?;
            let is_last = past.len() < CHUNK || past.last().is_some_and(|unit| unit.id != id);
            history.extend(past.into_iter().take_while(|unit| unit.id == id));
            if is_last {
                history.push(now);
                return Ok(history);
            }
        }
    }

    /// Makes one unit of several of a memory, in the same languages: the kept one, which gets the uses of the others, the
    /// best of their statuses, and details that it lacks. The others are deleted.
    pub fn merge_units(
        &self,
        memory: &MemoryId,
        kept: UnitId,
        others: &[UnitId],
        request: &RequestId,
    ) -> Result<Unit, EngineError> {
        let mut writer = self.begin_write()?;
        if let Some(answer) = self.earlier_answer(request)? {
            return Ok(answer);
        }
        let before = self.unit(memory, kept)?;
        let mut merged = before.clone();
        let mut batch = Batch::default();
        for (at, &id) in others.iter().enumerate() {
            if id == kept || others[..at].contains(&id) {
                let twice = "it is named twice; name each unit once";
                return Err(EngineError::invalid(format!("others[{at}]"), twice));
            }
            let other = self.unit(memory, id)?;
            take_over(&mut merged, &other).map_err(|why| EngineError::invalid(format!("others[{at}]"), why))?;
            batch.push(Change::DeleteUnit(other));
        }
        (merged.updated, merged.revision) = (now(), before.revision + 1);
        batch.push(Change::PutUnit { unit: merged.clone(), before: Some(before) });
        keep_answer(&mut batch, request, &merged)?;
        self.commit(&mut writer, batch)?;
        let gone: Vec<UnitId> = others.iter().copied().chain([kept]).collect();
        self.index(&gone, &[Prepared::new(&merged)]);
        Ok(merged)
    }
}

/// Adds to a unit what another one has, if they are in the same languages.
fn take_over(unit: &mut Unit, other: &Unit) -> Result<(), String> {
    let languages = |unit: &Unit| (unit.source.language.clone(), unit.target.language.clone());
    if languages(unit) != languages(other) {
        let (from, to) = languages(other);
        return Err(format!("it is from {from} to {to}, not as the kept one; units of one direction can be merged"));
    }
    for &digest in &other.older_occurrences {
        unit.record_older(digest);
    }
    for occurrence in &other.occurrences {
        unit.record(occurrence.clone());
    }
    unit.status = unit.status.min(other.status);
    unit.created = unit.created.min(other.created);
    fill(&mut unit.author, other.author.clone());
    fill(&mut unit.note, other.note.clone());
    for (name, value) in &other.attributes {
        unit.attributes.entry(name.clone()).or_insert_with(|| value.clone());
    }
    Ok(())
}
