//! The embedded store: one directory, one process.
//!
//! ```text
//! DIR/FORMAT   the format's number, in decimal
//! DIR/IDS      next UNIT, next TERM as they were some time ago: a store that knows less has lost records
//! DIR/INDEX    a copy of what is derived from the store, made by the engine; may be missing
//! DIR/sled/    one sled tree, so that a batch over all kinds of records is atomic:
//!              m MEMORY             memory
//!              u UNIT               unit                      UNIT, TERM: 8 bytes, big-endian
//!              l MEMORY 0 UNIT      (nothing)                 the units of a memory
//!              i IDENTITY           UNIT                      IDENTITY: 16 bytes
//!              h UNIT REVISION      unit as it was once        REVISION: 8 bytes, big-endian
//!              t TERM               term
//!              j IDENTITY           TERM
//!              r REQUEST-ID         receipt
//!              c SEQUENCE           mark, UNITs               the units that a batch changed; SEQUENCE: 8 bytes, big-endian
//!              n                    next UNIT, next TERM
//!              f                    the format's number: a store without it has lost its records
//! ```

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use std::{fs, io};

use super::directory::{COPY, FORMAT, SLED, check_format, ids_once, note_ids, write_format};
use super::keys::{
    behind, changed_key, describe, id_from, key, memory_key, number_key, revision_key, unit_of_key, units_of_key,
};
use super::record::{Changed, Receipt, Record, decode, encode};
use super::{Batch, Change, Finding, Mark, Store, StoreError, TermIdentity, UnitIdentity};
use crate::model::{Memory, MemoryId, Term, TermId, Unit, UnitId};

/// The key of a record that every store has.
const MARKER: &str = "f";

/// How long a lock may be held by a process that is just ending: sled's threads let go of it a moment after the store.
const LOCK_PATIENCE: Duration = Duration::from_secs(1);

/// How many units may be written between two notes of the ids.
const IDS_APART: u64 = 1_000;

/// sled's own cache; the rest of the memory belongs to the index.
const CACHE_BYTES: u64 = 128 << 20;

/// A store in a directory.
pub struct SledStore {
    db: sled::Db,
    directory: PathBuf,
    /// At which multiple of [`IDS_APART`] the ids were noted last.
    noted: AtomicU64,
    /// The last batch that changed units. Held while a batch is applied, so that batches are in the order of their marks.
    mark: Mutex<Mark>,
}

impl SledStore {
    /// Whether `directory` is not there or empty, so that opening it would begin a new store.
    pub fn is_vacant(directory: &Path) -> bool {
        fs::read_dir(directory)
            .map_or_else(|e| e.kind() == io::ErrorKind::NotFound, |mut entries| entries.next().is_none())
    }

    /// Opens the store in `directory`, made if it is not there or empty.
    pub fn open(directory: &Path) -> Result<SledStore, StoreError> {
        let is_new = check_format(directory)?;
        let corrupt =
            |reason: &str| StoreError::Corrupt { what: directory.display().to_string(), reason: reason.into() };
        // sled panics on some kinds of damage.
        let opened = std::panic::catch_unwind(|| open_sled(directory));
        let db = opened.map_err(|_| corrupt("sled finds its files damaged"))??;
        match db.contains_key(MARKER).map_err(engine)? {
            true => (),
            false if is_new && db.is_empty() => {
                db.insert(MARKER, &FORMAT.to_be_bytes()).map_err(engine)?;
                db.flush().map_err(engine)?;
            }
            false => return Err(corrupt("its records are gone")),
        }
        // A store of an older format is taken over: from now on its batches say which units they change.
        write_format(directory)?;
        let mark = Mutex::new(last_mark(&db)?);
        let store = SledStore { db, directory: directory.to_owned(), noted: AtomicU64::default(), mark };
        let (now, once) = (store.ids()?, ids_once(directory));
        if now.0 < once.0 || now.1 < once.1 {
            return Err(corrupt("records are missing that were there before"));
        }
        store.flush()?;
        Ok(store)
    }

    fn get<R: Record>(&self, key: &[u8]) -> Result<Option<R>, StoreError> {
        self.db.get(key).map_err(engine)?.map(|bytes| decode(&bytes, || describe(key))).transpose()
    }

    /// Applies writes that change these units.
    fn apply_marked(&self, mut writes: Writes, units: Vec<UnitId>) -> Result<(), StoreError> {
        let mut mark = self.lock_mark();
        let mut next = *mark;
        if !units.is_empty() {
            next = mark.next(&units);
            writes.insert(changed_key(&next), encode(&(next, units))?);
        }
        self.db.apply_batch(writes.into_batch()).map_err(engine)?;
        *mark = next;
        Ok(())
    }

    fn lock_mark(&self) -> MutexGuard<'_, Mark> {
        self.mark.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next ids of a unit and a term.
    fn ids(&self) -> Result<(u64, u64), StoreError> {
        Ok(self.get(b"n")?.unwrap_or((1, 1)))
    }

    fn get_id(&self, key: &[u8]) -> Result<Option<u64>, StoreError> {
        self.db.get(key).map_err(engine)?.map(|bytes| id_from(&bytes, key)).transpose()
    }

    /// Every key with its value, in order.
    pub(super) fn entries(&self) -> impl Iterator<Item = Result<(sled::IVec, sled::IVec), StoreError>> {
        self.db.iter().map(|entry| entry.map_err(engine))
    }

    pub(super) fn raw(&self, key: &[u8]) -> Result<Option<sled::IVec>, StoreError> {
        self.db.get(key).map_err(engine)
    }

    /// The records under `prefix`, from behind `after` on.
    fn list<R: Record>(&self, prefix: u8, after: Option<&[u8]>, limit: usize) -> Result<Vec<R>, StoreError> {
        let entries = self.db.range(behind(&[prefix], after)..vec![prefix + 1]).take(limit);
        entries.map(|entry| entry.map_err(engine).and_then(|(k, v)| decode(&v, || describe(&k)))).collect()
    }
}

impl Store for SledStore {
    fn memory(&self, id: &MemoryId) -> Result<Option<Memory>, StoreError> {
        self.get(&memory_key(id))
    }

    fn memories(&self, after: Option<&MemoryId>, limit: usize) -> Result<Vec<Memory>, StoreError> {
        self.list(b'm', after.map(|id| id.as_str().as_bytes()), limit)
    }

    fn unit(&self, id: UnitId) -> Result<Option<Unit>, StoreError> {
        self.get(&number_key(b'u', id.0))
    }

    fn unit_by_identity(&self, identity: &UnitIdentity) -> Result<Option<UnitId>, StoreError> {
        Ok(self.get_id(&key(b'i', &identity.0))?.map(UnitId))
    }

    fn units(&self, after: Option<UnitId>, limit: usize) -> Result<Vec<Unit>, StoreError> {
        self.list(b'u', after.map(|id| id.0.to_be_bytes()).as_ref().map(|id| id.as_slice()), limit)
    }

    fn units_of(&self, memory: &MemoryId, after: Option<UnitId>, limit: usize) -> Result<Vec<Unit>, StoreError> {
        let prefix = units_of_key(memory);
        let from = behind(&prefix, after.map(|id| id.0.to_be_bytes()).as_ref().map(|id| id.as_slice()));
        let mut end = prefix.clone();
        end.extend([0xFF; 9]);
        let listed = self.db.range(from..end).keys().map(|key| {
            let key = key.map_err(engine)?;
            let unit = self.unit(UnitId(id_from(&key[prefix.len()..], &key)?))?;
            // Deleted since it was listed, unless it still is.
            match unit.is_none() && self.db.contains_key(&key).map_err(engine)? {
                true => Err(StoreError::Corrupt { what: describe(&key), reason: "it is not there".into() }),
                false => Ok(unit),
            }
        });
        listed.filter_map(Result::transpose).take(limit).collect()
    }

    fn revisions(&self, after: (UnitId, u64), limit: usize) -> Result<Vec<Unit>, StoreError> {
        let (UnitId(unit), revision) = after;
        self.list(b'h', Some(&[unit.to_be_bytes(), revision.to_be_bytes()].concat()), limit)
    }

    fn term(&self, id: TermId) -> Result<Option<Term>, StoreError> {
        self.get(&number_key(b't', id.0))
    }

    fn term_by_identity(&self, identity: &TermIdentity) -> Result<Option<TermId>, StoreError> {
        Ok(self.get_id(&key(b'j', &identity.0))?.map(TermId))
    }

    fn terms(&self, after: Option<TermId>, limit: usize) -> Result<Vec<Term>, StoreError> {
        self.list(b't', after.map(|id| id.0.to_be_bytes()).as_ref().map(|id| id.as_slice()), limit)
    }

    fn receipt(&self, request_id: &str) -> Result<Option<Receipt>, StoreError> {
        self.get(&key(b'r', request_id.as_bytes()))
    }

    fn receipts(&self, after: Option<&str>, limit: usize) -> Result<Vec<(String, Receipt)>, StoreError> {
        let entries = self.db.range(behind(b"r", after.map(str::as_bytes))..vec![b's']).take(limit);
        let named = |(key, value): (sled::IVec, sled::IVec)| {
            Ok((String::from_utf8_lossy(&key[1..]).into_owned(), decode(&value, || describe(&key))?))
        };
        entries.map(|entry| entry.map_err(engine).and_then(named)).collect()
    }

    fn mark(&self) -> Result<Mark, StoreError> {
        Ok(*self.lock_mark())
    }

    fn changed_since(&self, mark: &Mark) -> Result<Option<Vec<UnitId>>, StoreError> {
        if mark.sequence > 0 && self.get::<Changed>(&changed_key(mark))?.is_none_or(|(known, _)| known != *mark) {
            return Ok(None);
        }
        let mut units = Vec::new();
        for (expected, entry) in
            (mark.sequence + 1..).zip(self.db.range(behind(&changed_key(mark), Some(&[]))..vec![b'd']))
        {
            let (key, value) = entry.map_err(engine)?;
            let (mark, changed): Changed = decode(&value, || describe(&key))?;
            if mark.sequence != expected {
                return Ok(None);
            }
            units.extend(changed);
        }
        Ok(Some(units))
    }

    fn forget_changes(&self, before: &Mark) -> Result<(), StoreError> {
        for key in self.db.range(vec![b'c']..changed_key(before)).keys() {
            self.db.remove(key.map_err(engine)?).map_err(engine)?;
        }
        Ok(())
    }

    fn copy_path(&self) -> Option<PathBuf> {
        Some(self.directory.join(COPY))
    }

    fn next_ids(&self) -> Result<(UnitId, TermId), StoreError> {
        let (unit, term) = self.ids()?;
        Ok((UnitId(unit), TermId(term)))
    }

    fn apply(&self, batch: Batch) -> Result<(), StoreError> {
        let mut writes = Writes::default();
        for change in &batch.0 {
            write(&mut writes, change)?;
            if let Change::DeleteUnit(unit) = change {
                let mut past = self.db.scan_prefix(number_key(b'h', unit.id.0)).keys();
                past.try_for_each(|key| key.map(|key| writes.remove(key.to_vec())).map_err(engine))?;
            }
        }
        self.apply_marked(writes, batch.0.iter().filter_map(Change::unit).collect())?;
        let next_unit = batch.0.iter().find_map(|change| match change {
            Change::NextIds(unit, _) => Some(unit.0),
            _ => None,
        });
        match next_unit.map(|unit| unit / IDS_APART) {
            // Now and then the ids are noted, so that a loss is seen even if the store is never closed.
            Some(stretch) if self.noted.swap(stretch, Ordering::Relaxed) != stretch => self.flush(),
            _ => self.db.flush().map(drop).map_err(engine),
        }
    }

    fn check(&self, take: &mut dyn FnMut(Finding) -> ControlFlow<()>) -> Result<(), StoreError> {
        self.check_all(take)
    }

    fn flush(&self) -> Result<(), StoreError> {
        self.db.flush().map_err(engine)?;
        note_ids(&self.directory, self.ids()?)
    }
}

/// The mark of the last batch. There always is one once there was any: changes are forgotten only before a mark.
fn last_mark(db: &sled::Db) -> Result<Mark, StoreError> {
    match db.range(vec![b'c']..vec![b'd']).next_back().transpose().map_err(engine)? {
        Some((key, value)) => decode::<Changed>(&value, || describe(&key)).map(|(mark, _)| mark),
        None => Ok(Mark::default()),
    }
}

/// What a batch comes to, key by key; `None` removes.
#[derive(Default)]
struct Writes(HashMap<Vec<u8>, Option<Vec<u8>>>);

impl Writes {
    fn insert(&mut self, key: impl Into<Vec<u8>>, value: impl Into<Vec<u8>>) {
        self.0.insert(key.into(), Some(value.into()));
    }

    fn remove(&mut self, key: impl Into<Vec<u8>>) {
        self.0.insert(key.into(), None);
    }

    /// Removes the identity of `id`, unless another record has taken it over earlier in the batch.
    fn remove_identity(&mut self, key: Vec<u8>, id: u64) {
        let is_taken = matches!(self.0.get(&key), Some(Some(other)) if *other != id.to_be_bytes());
        if !is_taken {
            self.remove(key);
        }
    }

    fn into_batch(self) -> sled::Batch {
        let mut batch = sled::Batch::default();
        for (key, value) in self.0 {
            match value {
                Some(value) => batch.insert(key, value),
                None => batch.remove(key),
            }
        }
        batch
    }
}

fn write(writes: &mut Writes, change: &Change) -> Result<(), StoreError> {
    match change {
        Change::PutMemory(memory) => writes.insert(memory_key(&memory.id), encode(memory)?),
        Change::DeleteMemory(id) => writes.remove(memory_key(id)),
        Change::PutUnit { unit, before } => {
            if let Some(before) = before.as_ref().filter(|b| UnitIdentity::of(b) != UnitIdentity::of(unit)) {
                writes.remove_identity(key(b'i', &UnitIdentity::of(before).0), before.id.0);
            }
            if let Some(before) = before.as_ref().filter(|before| !before.says_what(unit)) {
                writes.insert(revision_key(before), encode(before)?);
            }
            writes.insert(number_key(b'u', unit.id.0), encode(unit)?);
            if before.is_none() {
                writes.insert(unit_of_key(unit), []);
            }
            writes.insert(key(b'i', &UnitIdentity::of(unit).0), unit.id.0.to_be_bytes());
        }
        Change::PutRevision(unit) => writes.insert(revision_key(unit), encode(unit)?),
        Change::DeleteUnit(unit) => {
            writes.remove(number_key(b'u', unit.id.0));
            writes.remove(unit_of_key(unit));
            writes.remove_identity(key(b'i', &UnitIdentity::of(unit).0), unit.id.0);
        }
        Change::PutTerm { term, before } => {
            if let Some(before) = before {
                writes.remove_identity(key(b'j', &TermIdentity::of(before).0), before.id.0);
            }
            writes.insert(number_key(b't', term.id.0), encode(term)?);
            writes.insert(key(b'j', &TermIdentity::of(term).0), term.id.0.to_be_bytes());
        }
        Change::DeleteTerm(term) => {
            writes.remove(number_key(b't', term.id.0));
            writes.remove_identity(key(b'j', &TermIdentity::of(term).0), term.id.0);
        }
        Change::PutReceipt { request_id, receipt } => writes.insert(key(b'r', request_id.as_bytes()), encode(receipt)?),
        Change::DeleteReceipt { request_id } => writes.remove(key(b'r', request_id.as_bytes())),
        Change::NextIds(unit, term) => writes.insert(b"n", encode(&(unit.0, term.0))?),
    }
    Ok(())
}

fn open_sled(directory: &Path) -> Result<sled::Db, StoreError> {
    let config = sled::Config::new()
        .path(directory.join(SLED))
        .cache_capacity(CACHE_BYTES)
        .mode(sled::Mode::HighThroughput)
        // Every batch is flushed before it is acknowledged.
        .flush_every_ms(None);
    let started = Instant::now();
    loop {
        match config.open() {
            Err(sled::Error::Io(io)) if is_lock_conflict(&io) => {
                if started.elapsed() >= LOCK_PATIENCE {
                    return Err(StoreError::InUse { path: directory.display().to_string() });
                }
                std::thread::sleep(LOCK_PATIENCE / 20);
            }
            opened => return opened.map_err(engine),
        }
    }
}

/// sled locks its directory and says so only in words.
fn is_lock_conflict(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::WouldBlock || error.to_string().contains("could not acquire lock")
}

fn engine(error: sled::Error) -> StoreError {
    StoreError::Engine(error.to_string())
}
