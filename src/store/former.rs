//! Taking over a store of an older format.
//!
//! Up to format 2 every unit had a key of its own in its memory's list, `l MEMORY 0 UNIT`, and one for its identity,
//! `i IDENTITY` with the id as its value.

use super::UnitIdentity;
use super::identities::Entry;
use super::keys::{block_key, id_from};
use super::sled::SledStore;
use super::writes::Writes;
use super::{StoreError, keys};
use crate::model::{MemoryId, UnitId};

/// How many keys are taken over at a time.
const CHUNK: usize = 10_000;
/// Bytes of the key of an identity.
const IDENTITY_KEY: usize = 17;

/// Whether an `i` key is one of the older formats.
pub(super) fn is_former(key: &[u8]) -> bool {
    key.len() == IDENTITY_KEY
}

impl SledStore {
    /// Writes what an older format kept unit by unit as it is kept now. If this is cut short, the next start goes on.
    pub(super) fn take_over(&self) -> Result<(), StoreError> {
        let is_former_store = self.keys(b'l').next().is_some();
        if is_former_store {
            tracing::info!("the store is taken over from an older format; this takes a while, once");
        }
        let former = |key: &Result<sled::IVec, StoreError>| key.as_ref().map_or(true, |key| is_former(key));
        self.in_chunks(|| self.keys(b'i').filter(former), Self::take_identity)?;
        self.in_chunks(
            || self.keys(b'l'),
            |_, writes, key| {
                let (memory, unit) = listed(key).ok_or_else(|| damaged(key))?;
                writes.insert(block_key(&memory, unit), []);
                Ok(())
            },
        )
    }

    /// Takes all keys over and removes them.
    fn in_chunks<I: Iterator<Item = Result<sled::IVec, StoreError>>>(
        &self,
        keys: impl Fn() -> I,
        take: impl Fn(&SledStore, &mut Writes, &[u8]) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        loop {
            let chunk = keys().take(CHUNK).collect::<Result<Vec<_>, _>>()?;
            if chunk.is_empty() {
                return Ok(());
            }
            let mut writes = Writes::default();
            for key in chunk {
                take(self, &mut writes, &key)?;
                writes.remove(key.to_vec());
            }
            self.apply_writes(writes)?;
        }
    }

    fn take_identity(&self, writes: &mut Writes, key: &[u8]) -> Result<(), StoreError> {
        let identity = key[1..].try_into().map_err(|_| damaged(key))?;
        let value = self.raw(key)?.ok_or_else(|| damaged(key))?;
        writes.identified.add(Entry::new(&UnitIdentity(identity), UnitId(id_from(&value, key)?)));
        Ok(())
    }
}

/// The memory and the unit of `l MEMORY 0 UNIT`.
fn listed(key: &[u8]) -> Option<(MemoryId, UnitId)> {
    let (memory, unit) = key.get(1..)?.split_last_chunk::<8>()?;
    let memory = std::str::from_utf8(memory.strip_suffix(&[0])?).ok()?;
    Some((MemoryId::parse(memory)?, UnitId(u64::from_be_bytes(*unit))))
}

fn damaged(key: &[u8]) -> StoreError {
    StoreError::Corrupt { what: keys::describe(key), reason: "its key is damaged".into() }
}
