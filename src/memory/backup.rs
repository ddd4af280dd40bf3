//! A backup while everything goes on.

use std::io::{self, Write};

use super::error::EngineError;
use super::stop::Stop;
use super::{CHUNK, Engine};
use crate::model::{MemoryId, TermId, UnitId};
use crate::store::{BackupCounts, BackupWriter, StoreError};

impl Engine {
    /// Writes the store as it is at one moment, which is the end of this call. Writes wait only while what was changed
    /// meanwhile is copied again.
    pub fn back_up(&self, to: impl Write, stop: &Stop) -> Result<BackupCounts, EngineError> {
        let mut backup = BackupWriter::begin(to).map_err(unwritten)?;
        let mark = self.store.mark()?;
        let copied = self.back_up_units(&mut backup, None, stop)?;
        let _writer = self.begin_write()?;
        match self.store.changed_since(&mark)? {
            Some(mut changed) => {
                changed.sort_unstable();
                changed.dedup();
                changed.into_iter().try_for_each(|id| self.back_up_again(&mut backup, id))?;
            }
            // What was changed is forgotten, so any unit may have been, or be gone.
            None => {
                copied.iter().try_for_each(|&id| self.back_up_again(&mut backup, id))?;
                self.back_up_units(&mut backup, copied.last().copied(), stop)?;
            }
        }
        self.back_up_the_rest(&mut backup, stop)?;
        backup.next_ids(self.store.next_ids()?).map_err(unwritten)?;
        let mut counts = backup.counts;
        counts.units = self.lookups.view().len() as u64;
        backup.finish().map_err(unwritten)?;
        Ok(counts)
    }

    /// Copies the units behind `after`; gives their ids, in order.
    fn back_up_units<W: Write>(
        &self,
        backup: &mut BackupWriter<W>,
        mut after: Option<UnitId>,
        stop: &Stop,
    ) -> Result<Vec<UnitId>, EngineError> {
        let mut copied = Vec::new();
        loop {
            stop.check()?;
            let units = self.store.units(after, CHUNK)?;
            let Some(last) = units.last() else { return Ok(copied) };
            after = Some(last.id);
            copied.extend(units.iter().map(|unit| unit.id));
            units.iter().try_for_each(|unit| backup.unit(unit)).map_err(unwritten)?;
        }
    }

    fn back_up_again<W: Write>(&self, backup: &mut BackupWriter<W>, id: UnitId) -> Result<(), EngineError> {
        match self.store.unit(id)? {
            Some(unit) => backup.unit(&unit),
            None => backup.no_unit(id),
        }
        .map_err(unwritten)
    }

    /// Memories with their reviews, what units were before, terms, receipts and imports.
    fn back_up_the_rest<W: Write>(&self, backup: &mut BackupWriter<W>, stop: &Stop) -> Result<(), EngineError> {
        let mut after = None;
        while let Some(memories) = some(self.store.memories(after.as_ref(), CHUNK)?) {
            for memory in &memories {
                backup.memory(memory).map_err(unwritten)?;
                self.back_up_reviews(backup, &memory.id, stop)?;
            }
            after = memories.last().map(|memory| memory.id.clone());
        }
        let mut after = (UnitId(0), 0);
        while let Some(past) = some(self.store.revisions(after, CHUNK)?) {
            stop.check()?;
            past.iter().try_for_each(|unit| backup.revision(unit)).map_err(unwritten)?;
            after = past.last().map_or(after, |unit| (unit.id, unit.revision));
        }
        let mut after = None;
        while let Some(terms) = some(self.store.terms(after, CHUNK)?) {
            stop.check()?;
            terms.iter().try_for_each(|term| backup.term(term)).map_err(unwritten)?;
            after = terms.last().map(|term| term.id);
        }
        let mut after = (TermId(0), 0);
        while let Some(past) = some(self.store.term_revisions(after, CHUNK)?) {
            stop.check()?;
            past.iter().try_for_each(|term| backup.term_revision(term)).map_err(unwritten)?;
            after = past.last().map_or(after, |term| (term.id, term.revision));
        }
        let mut after: Option<String> = None;
        while let Some(receipts) = some(self.store.receipts(after.as_deref(), CHUNK)?) {
            receipts.iter().try_for_each(|(id, receipt)| backup.receipt(id, receipt)).map_err(unwritten)?;
            after = receipts.last().map(|(id, _)| id.clone());
        }
        self.back_up_imports(backup, stop)
    }

    fn back_up_reviews<W: Write>(
        &self,
        backup: &mut BackupWriter<W>,
        memory: &MemoryId,
        stop: &Stop,
    ) -> Result<(), EngineError> {
        if let Some(calibration) = self.store.calibration(memory)? {
            backup.calibration(memory, &calibration).map_err(unwritten)?;
        }
        let mut after = None;
        while let Some(reviews) = some(self.store.reviews(memory, after, CHUNK)?) {
            stop.check()?;
            reviews.iter().try_for_each(|review| backup.review(review)).map_err(unwritten)?;
            after = reviews.last().map(|review| review.id);
        }
        Ok(())
    }

    fn back_up_imports<W: Write>(&self, backup: &mut BackupWriter<W>, stop: &Stop) -> Result<(), EngineError> {
        let mut after = None;
        while let Some(imports) = some(self.store.imports(after.as_ref(), CHUNK)?) {
            for import in &imports {
                backup.import(import).map_err(unwritten)?;
                let mut before = import.next_step;
                while let Some((number, step)) = self.store.import_step_before(&import.id, before)? {
                    stop.check()?;
                    backup.import_step(&import.id, number, &step).map_err(unwritten)?;
                    before = number;
                }
            }
            after = imports.last().map(|import| import.id.clone());
        }
        Ok(())
    }
}

fn some<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}

fn unwritten(error: io::Error) -> EngineError {
    EngineError::Store(StoreError::Engine(format!("the backup cannot be written: {error}")))
}
