//! What a batch writes under which keys.

use std::collections::HashMap;

use super::identities::Identified;
use super::keys::{
    block_key, calibration_key, import_key, key, memory_key, number_key, review_key, revision_key, step_key,
    term_revision_key,
};
use super::record::encode;
use super::{Change, StoreError, TermIdentity};
use crate::model::UnitId;

/// What a batch comes to: key by key, `None` removing what is there, and what is kept together for all of it.
#[derive(Default)]
pub(super) struct Writes {
    records: HashMap<Vec<u8>, Option<Vec<u8>>>,
    /// The units that it changes.
    pub units: Vec<UnitId>,
    pub identified: Identified,
}

impl Writes {
    pub fn insert(&mut self, key: impl Into<Vec<u8>>, value: impl Into<Vec<u8>>) {
        self.records.insert(key.into(), Some(value.into()));
    }

    pub fn remove(&mut self, key: impl Into<Vec<u8>>) {
        self.records.insert(key.into(), None);
    }

    /// Removes the identity of the term `id`, unless another record has taken it over earlier in the batch.
    fn remove_identity(&mut self, key: Vec<u8>, id: u64) {
        let is_taken = matches!(self.records.get(&key), Some(Some(other)) if *other != id.to_be_bytes());
        if !is_taken {
            self.remove(key);
        }
    }

    pub fn into_batch(self) -> sled::Batch {
        let mut batch = sled::Batch::default();
        for (key, value) in self.records {
            match value {
                Some(value) => batch.insert(key, value),
                None => batch.remove(key),
            }
        }
        batch
    }

    pub fn write(&mut self, change: &Change) -> Result<(), StoreError> {
        self.units.extend(change.unit());
        match change {
            Change::PutMemory(memory) => self.insert(memory_key(&memory.id), encode(memory)?),
            Change::DeleteMemory(id) => self.remove(memory_key(id)),
            Change::PutUnit { unit, before } => {
                self.identified.put(unit, before.as_ref());
                if let Some(before) = before.as_ref().filter(|before| !before.says_what(unit)) {
                    self.insert(revision_key(before), encode(before)?);
                }
                self.insert(number_key(b'u', unit.id.0), encode(unit)?);
                if before.is_none() {
                    self.insert(block_key(&unit.memory, unit.id), []);
                }
            }
            Change::PutRevision(unit) => self.insert(revision_key(unit), encode(unit)?),
            Change::DeleteUnit(unit) => {
                self.remove(number_key(b'u', unit.id.0));
                self.identified.delete(unit);
            }
            Change::PutTerm { term, before } => {
                if let Some(before) = before {
                    self.remove_identity(key(b'j', &TermIdentity::of(before).0), before.id.0);
                }
                if let Some(before) = before.as_ref().filter(|before| !before.says_what(term)) {
                    self.insert(term_revision_key(before), encode(before)?);
                }
                self.insert(number_key(b't', term.id.0), encode(term)?);
                self.insert(key(b'j', &TermIdentity::of(term).0), term.id.0.to_be_bytes());
            }
            Change::DeleteTerm(term) => {
                self.remove(number_key(b't', term.id.0));
                self.remove_identity(key(b'j', &TermIdentity::of(term).0), term.id.0);
            }
            Change::PutTermRevision(term) => self.insert(term_revision_key(term), encode(term)?),
            Change::PutReceipt { request_id, receipt } => {
                self.insert(key(b'r', request_id.as_bytes()), encode(receipt)?)
            }
            Change::DeleteReceipt { request_id } => self.remove(key(b'r', request_id.as_bytes())),
            Change::PutImport(import) => self.insert(import_key(&import.id), encode(import)?),
            Change::DeleteImport(id) => self.remove(import_key(id)),
            Change::PutImportStep { import, number, step } => self.insert(step_key(import, *number), encode(step)?),
            Change::DeleteImportStep { import, number } => self.remove(step_key(import, *number)),
            Change::PutPosition { request_id, position } => {
                self.insert(key(b'p', request_id.as_bytes()), encode(position)?)
            }
            Change::DeletePosition { request_id } => self.remove(key(b'p', request_id.as_bytes())),
            Change::PutReview(review) => self.insert(review_key(&review.memory, review.id), encode(review)?),
            Change::DeleteReview(memory, id) => self.remove(review_key(memory, *id)),
            Change::PutCalibration(memory, calibration) => self.insert(calibration_key(memory), encode(calibration)?),
            Change::DeleteCalibration(memory) => self.remove(calibration_key(memory)),
            Change::NextIds(unit, term) => self.insert(b"n", encode(&(unit.0, term.0))?),
        }
        Ok(())
    }
}
