//! The keys under which the embedded store keeps its records: a letter for the kind, then what tells one from the others.

use super::{Mark, StoreError};
use crate::model::{ImportId, MemoryId, ReviewId, Term, Unit, UnitId};

pub(super) fn key(prefix: u8, rest: &[u8]) -> Vec<u8> {
    let mut key = Vec::with_capacity(1 + rest.len());
    key.push(prefix);
    key.extend_from_slice(rest);
    key
}

pub(super) fn number_key(prefix: u8, number: u64) -> Vec<u8> {
    key(prefix, &number.to_be_bytes())
}

pub(super) fn memory_key(id: &MemoryId) -> Vec<u8> {
    key(b'm', id.as_str().as_bytes())
}

/// How many ids make a block: one entry says that a memory has units among them.
pub(super) const BLOCK: u64 = 256;

/// Begins the keys of the blocks of a memory.
pub(super) fn blocks_key(memory: &MemoryId) -> Vec<u8> {
    let mut key = key(b'b', memory.as_str().as_bytes());
    key.push(0);
    key
}

/// The block of a memory in which a unit is.
pub(super) fn block_key(memory: &MemoryId, unit: UnitId) -> Vec<u8> {
    let mut key = blocks_key(memory);
    key.extend((unit.0 / BLOCK).to_be_bytes());
    key
}

pub(super) fn changed_key(mark: &Mark) -> Vec<u8> {
    number_key(b'c', mark.sequence)
}

/// Begins the keys of the reviews of a memory.
pub(super) fn reviews_key(memory: &MemoryId) -> Vec<u8> {
    let mut key = key(b'w', memory.as_str().as_bytes());
    key.push(0);
    key
}

pub(super) fn review_key(memory: &MemoryId, id: ReviewId) -> Vec<u8> {
    let mut key = reviews_key(memory);
    key.extend(id.0);
    key
}

pub(super) fn calibration_key(memory: &MemoryId) -> Vec<u8> {
    key(b'k', memory.as_str().as_bytes())
}

pub(super) fn import_key(id: &ImportId) -> Vec<u8> {
    key(b'a', id.as_str().as_bytes())
}

/// Begins the keys of the steps of an import.
pub(super) fn steps_key(id: &ImportId) -> Vec<u8> {
    let mut key = key(b's', id.as_str().as_bytes());
    key.push(0);
    key
}

pub(super) fn step_key(id: &ImportId, number: u64) -> Vec<u8> {
    let mut key = steps_key(id);
    key.extend(number.to_be_bytes());
    key
}

pub(super) fn identities_key(mark: &Mark) -> Vec<u8> {
    number_key(b'i', mark.sequence)
}

pub(super) fn revision_key(unit: &Unit) -> Vec<u8> {
    let mut key = number_key(b'h', unit.id.0);
    key.extend(unit.revision.to_be_bytes());
    key
}

pub(super) fn term_revision_key(term: &Term) -> Vec<u8> {
    let mut key = number_key(b'g', term.id.0);
    key.extend(term.revision.to_be_bytes());
    key
}

/// The least key that is greater than `prefix` and `after` together; just `prefix` without `after`.
pub(super) fn behind(prefix: &[u8], after: Option<&[u8]>) -> Vec<u8> {
    let mut key = prefix.to_vec();
    if let Some(after) = after {
        key.extend_from_slice(after);
        key.push(0);
    }
    key
}

pub(super) fn id_from(bytes: &[u8], key: &[u8]) -> Result<u64, StoreError> {
    let array = bytes
        .try_into()
        .map_err(|_| StoreError::Corrupt { what: describe(key), reason: "an id has 8 bytes".into() })?;
    Ok(u64::from_be_bytes(array))
}

pub(super) fn describe(key: &[u8]) -> String {
    let kind = match key.first() {
        Some(b'm') => "memory",
        Some(b'u') => "unit",
        Some(b'b') => "block of units",
        Some(b'i') => "identities of batch",
        Some(b'h') => "past revision of a unit",
        Some(b't' | b'j') => "term",
        Some(b'g') => "past revision of a term",
        Some(b'r') => "receipt",
        Some(b'w') => "review",
        Some(b'k') => "calibration",
        Some(b'a') => "import",
        Some(b's') => "step of import",
        Some(b'p') => "position of import",
        _ => "record",
    };
    let rest = key.get(1..).unwrap_or_default();
    match (key.first(), rest.last_chunk()) {
        (Some(b'u' | b'i' | b't'), Some(number)) => format!("{kind} {}", u64::from_be_bytes(*number)),
        (Some(b'j'), _) => format!("{kind} with the identity {}", data_encoding::HEXLOWER.encode(rest)),
        _ => format!("{kind} {}", String::from_utf8_lossy(rest)),
    }
}
