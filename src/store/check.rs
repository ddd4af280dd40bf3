//! Reading an embedded store record by record, to find what is wrong with it.

use std::ops::ControlFlow;

use super::identities::{Entry, Identified};
use super::keys::{block_key, describe, id_from, key, memory_key, number_key};
use super::record::{Changed, Receipt, Record, decode};
use super::sled::SledStore;
use super::{StoreError, TermIdentity};
use crate::model::{Calibration, Import, ImportPosition, ImportStep, Memory, Review, Term, Unit};

/// What a check of a store comes upon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// A record that is as it should be.
    Sound,
    /// Something that is not, in words.
    Fault(String),
}

impl SledStore {
    /// Looks at every key of the store in turn, until `take` breaks off.
    pub(super) fn check_all(&self, take: &mut dyn FnMut(Finding) -> ControlFlow<()>) -> Result<(), StoreError> {
        for entry in self.entries() {
            let (key, value) = entry?;
            let finding = match self.fault(&key, &value)? {
                // Something may have been written while it was looked at.
                Some(_) => self.confirmed(&key, &value)?,
                None => Finding::Sound,
            };
            if take(finding).is_break() {
                return Ok(());
            }
        }
        Ok(())
    }

    /// What is still wrong while nobody writes.
    fn confirmed(&self, key: &[u8], value: &[u8]) -> Result<Finding, StoreError> {
        let _nobody_writes = self.lock_mark();
        let is_there = self.raw(key)?.as_deref() == Some(value);
        let fault = if is_there { self.fault(key, value)? } else { None };
        Ok(fault.map_or(Finding::Sound, Finding::Fault))
    }

    fn fault(&self, key: &[u8], value: &[u8]) -> Result<Option<String>, StoreError> {
        let what = describe(key);
        match key.first() {
            Some(b'm') => Ok(unreadable::<Memory>(key, value)),
            Some(b'u') => self.fault_of_unit(key, value),
            Some(b'h') => Ok(unreadable::<Unit>(key, value)),
            Some(b't') => self.fault_of_term(key, value),
            Some(b'g') => Ok(unreadable::<Term>(key, value)),
            Some(b'r') => Ok(unreadable::<Receipt>(key, value)),
            Some(b'c') => Ok(unreadable::<Changed>(key, value)),
            Some(b'a') => Ok(unreadable::<Import>(key, value)),
            Some(b's') => Ok(unreadable::<ImportStep>(key, value)),
            Some(b'p') => Ok(unreadable::<ImportPosition>(key, value)),
            Some(b'w') => Ok(unreadable::<Review>(key, value)),
            Some(b'k') => Ok(unreadable::<Calibration>(key, value)),
            Some(b'n') => Ok(unreadable::<(u64, u64)>(key, value)),
            Some(b'b') => Ok(None),
            Some(b'i') => self.fault_of_identities(key, value),
            Some(b'j') => self.missing(b't', value, &what),
            Some(b'f') => Ok(None),
            _ => Ok(Some(format!("{what} is of no known kind"))),
        }
    }

    fn fault_of_unit(&self, of: &[u8], value: &[u8]) -> Result<Option<String>, StoreError> {
        let unit: Unit = match decode(value, || describe(of)) {
            Ok(unit) => unit,
            Err(error) => return Ok(Some(error.to_string())),
        };
        let what = describe(of);
        if number_key(b'u', unit.id.0) != of {
            return Ok(Some(format!("{what} calls itself {}", unit.id.0)));
        }
        Ok(match () {
            _ if self.raw(&memory_key(&unit.memory))?.is_none() => {
                Some(format!("{what} is of {}, which is not there", unit.memory.name()))
            }
            _ if self.raw(&block_key(&unit.memory, unit.id))?.is_none() => {
                Some(format!("{what} is not listed in its memory"))
            }
            _ if !self.identities().holds(Entry::of(&unit)) => Some(format!("{what} is not found by its texts")),
            _ => None,
        })
    }

    /// What is wrong if a batch has given an identity to a unit that still has it, but is not there.
    fn fault_of_identities(&self, of: &[u8], value: &[u8]) -> Result<Option<String>, StoreError> {
        let identified: Identified = match decode(value, || describe(of)) {
            Ok(identified) => identified,
            Err(error) => return Ok(Some(error.to_string())),
        };
        for entry in identified.new_ones() {
            if self.raw(&number_key(b'u', entry.id().0))?.is_none() && self.identities().holds(entry) {
                return Ok(Some(format!("unit {} is listed, but not there", entry.id().0)));
            }
        }
        Ok(None)
    }

    fn fault_of_term(&self, of: &[u8], value: &[u8]) -> Result<Option<String>, StoreError> {
        let term: Term = match decode(value, || describe(of)) {
            Ok(term) => term,
            Err(error) => return Ok(Some(error.to_string())),
        };
        let identity = self.raw(&key(b'j', &TermIdentity::of(&term).0))?;
        let is_found = identity.as_deref() == Some(&term.id.0.to_be_bytes());
        Ok((!is_found).then(|| format!("{} is not found by its entries", describe(of))))
    }

    /// What is wrong if a record is not there that another one speaks of.
    fn missing(&self, kind: u8, id: &[u8], what: &str) -> Result<Option<String>, StoreError> {
        let is_there = match id_from(id, &[kind]) {
            Ok(number) => self.raw(&number_key(kind, number))?.is_some(),
            Err(_) => false,
        };
        Ok((!is_there).then(|| format!("{what} is listed, but not there")))
    }
}

fn unreadable<R: Record>(key: &[u8], value: &[u8]) -> Option<String> {
    decode::<R>(value, || describe(key)).err().map(|error| error.to_string())
}
