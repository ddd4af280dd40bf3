//! The embedded store: one directory, one process.
//!
//! ```text
//! DIR/FORMAT   the format's number, in decimal
//! DIR/IDS      next UNIT, next TERM as they were some time ago: a store that knows less has lost records
//! DIR/INDEX    a copy of what is derived from the store, made by the engine; may be missing
//! DIR/LEXICONS/MEMORY/FROM-TO  what the memory's pairs teach about words, made by the engine; may be missing
//! DIR/sled/    one sled tree, so that a batch over all kinds of records is atomic:
//!              m MEMORY             memory
//!              u UNIT               unit                      UNIT, TERM: 8 bytes, big-endian
//!              b MEMORY 0 BLOCK     (nothing)                 a memory has, or once had, units among these 256
//!              i SEQUENCE           identities                that a batch gave and took
//!              h UNIT REVISION      unit as it was once        REVISION: 8 bytes, big-endian
//!              t TERM               term
//!              g TERM REVISION      term as it was once
//!              j IDENTITY           TERM                      IDENTITY: 16 bytes
//!              r REQUEST-ID         receipt
//!              a IMPORT             import
//!              s IMPORT 0 NUMBER    step of an import         NUMBER: 8 bytes, big-endian
//!              p REQUEST-ID         position of an import
//!              w MEMORY 0 REVIEW    review                    REVIEW: 16 bytes
//!              k MEMORY             calibration
//!              c SEQUENCE           mark, UNITs               the units that a batch changed; SEQUENCE: 8 bytes, big-endian
//!              n                    next UNIT, next TERM
//!              f                    the format's number: a store without it has lost its records
//! ```

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};
use std::{fs, io};

use super::database::{Database, engine};
use super::directory::{COPY, FORMAT, LEXICONS, check_format, ids_once, note_ids, write_format};
use super::former::is_former;
use super::identities::Identities;
use super::keys::{
    BLOCK, behind, block_key, blocks_key, calibration_key, changed_key, describe, id_from, identities_key, import_key,
    key, memory_key, number_key, review_key, reviews_key, step_key, steps_key,
};
use super::opening::open_sled;
use super::record::{Changed, Receipt, Record, decode, encode};
use super::writes::Writes;
use super::{Batch, Change, Finding, Mark, Store, StoreError, TermIdentity, UnitIdentity};
use crate::model::{
    Calibration, Import, ImportId, ImportPosition, ImportStep, Memory, MemoryId, Review, ReviewId, Term, TermId, Unit,
    UnitId,
};

/// The key of a record that every store has.
const MARKER: &str = "f";

/// How many units may be written between two notes of the ids.
const IDS_APART: u64 = 1_000;

/// A store in a directory.
pub struct SledStore {
    db: Database,
    directory: PathBuf,
    /// At which multiple of [`IDS_APART`] the ids were noted last.
    noted: AtomicU64,
    /// The last batch that changed units. Held while a batch is applied, so that batches are in the order of their marks.
    mark: Mutex<Mark>,
    identities: RwLock<Identities>,
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
        let identities = RwLock::new(read_identities(&db)?);
        let db = Database::new(db);
        let store = SledStore { db, directory: directory.to_owned(), noted: AtomicU64::default(), mark, identities };
        store.take_over()?;
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

    /// Applies writes; those that change units are marked.
    pub(super) fn apply_writes(&self, mut writes: Writes) -> Result<(), StoreError> {
        let mut mark = self.lock_mark();
        let mut next = *mark;
        let (units, identified) = (std::mem::take(&mut writes.units), std::mem::take(&mut writes.identified));
        if !units.is_empty() || !identified.is_empty() {
            next = mark.next(&units);
            writes.insert(changed_key(&next), encode(&(next, units))?);
        }
        if !identified.is_empty() {
            writes.insert(identities_key(&next), encode(&identified)?);
        }
        self.db.write(|db| db.apply_batch(writes.into_batch()))?;
        self.identities.write().unwrap_or_else(PoisonError::into_inner).apply(&identified);
        *mark = next;
        Ok(())
    }

    pub(super) fn identities(&self) -> RwLockReadGuard<'_, Identities> {
        self.identities.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// While it is held, nobody writes.
    pub(super) fn lock_mark(&self) -> MutexGuard<'_, Mark> {
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

    /// The keys with this prefix, in order.
    pub(super) fn keys(&self, prefix: u8) -> impl Iterator<Item = Result<sled::IVec, StoreError>> {
        self.db.scan_prefix([prefix]).keys().map(|key| key.map_err(engine))
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

impl SledStore {
    /// The records under `prefix` with the rest of their keys, from behind `after` on.
    fn named<R: Record>(&self, prefix: u8, after: Option<&str>, limit: usize) -> Result<Vec<(String, R)>, StoreError> {
        let entries = self.db.range(behind(&[prefix], after.map(str::as_bytes))..vec![prefix + 1]).take(limit);
        let named = |(key, value): (sled::IVec, sled::IVec)| {
            Ok((String::from_utf8_lossy(&key[1..]).into_owned(), decode(&value, || describe(&key))?))
        };
        entries.map(|entry| entry.map_err(engine).and_then(named)).collect()
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
        for id in self.identities().candidates(identity) {
            if self.unit(id)?.is_some_and(|unit| UnitIdentity::of(&unit) == *identity) {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    fn units(&self, after: Option<UnitId>, limit: usize) -> Result<Vec<Unit>, StoreError> {
        self.list(b'u', after.map(|id| id.0.to_be_bytes()).as_ref().map(|id| id.as_slice()), limit)
    }

    fn units_of(&self, memory: &MemoryId, after: Option<UnitId>, limit: usize) -> Result<Vec<Unit>, StoreError> {
        let first = after.map_or(UnitId(0), |after| UnitId(after.0.saturating_add(1)));
        let mut end = blocks_key(memory);
        end.extend([0xFF; 9]);
        let mut units = Vec::new();
        for block in self.db.range(block_key(memory, first)..end).keys() {
            let start = id_from(block.map_err(engine)?.last_chunk::<8>().map_or(&[][..], |block| block), b"b")? * BLOCK;
            let ids = number_key(b'u', start.max(first.0))..number_key(b'u', start + BLOCK);
            for entry in self.db.range(ids) {
                let (key, value) = entry.map_err(engine)?;
                if units.len() == limit {
                    return Ok(units);
                }
                let unit: Unit = decode(&value, || describe(&key))?;
                units.extend((unit.memory == *memory).then_some(unit));
            }
        }
        Ok(units)
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

    fn term_revisions(&self, after: (TermId, u64), limit: usize) -> Result<Vec<Term>, StoreError> {
        let (TermId(term), revision) = after;
        self.list(b'g', Some(&[term.to_be_bytes(), revision.to_be_bytes()].concat()), limit)
    }

    fn receipt(&self, request_id: &str) -> Result<Option<Receipt>, StoreError> {
        self.get(&key(b'r', request_id.as_bytes()))
    }

    fn receipts(&self, after: Option<&str>, limit: usize) -> Result<Vec<(String, Receipt)>, StoreError> {
        self.named(b'r', after, limit)
    }

    fn import(&self, id: &ImportId) -> Result<Option<Import>, StoreError> {
        self.get(&import_key(id))
    }

    fn imports(&self, after: Option<&ImportId>, limit: usize) -> Result<Vec<Import>, StoreError> {
        self.list(b'a', after.map(|id| id.as_str().as_bytes()), limit)
    }

    fn import_step_before(&self, import: &ImportId, number: u64) -> Result<Option<(u64, ImportStep)>, StoreError> {
        let last = self.db.range(steps_key(import)..step_key(import, number)).next_back();
        let Some((key, value)) = last.transpose().map_err(engine)? else { return Ok(None) };
        let number = id_from(key.last_chunk::<8>().map_or(&[][..], |number| number), &key)?;
        Ok(Some((number, decode(&value, || describe(&key))?)))
    }

    fn position(&self, request_id: &str) -> Result<Option<ImportPosition>, StoreError> {
        self.get(&key(b'p', request_id.as_bytes()))
    }

    fn positions(&self, after: Option<&str>, limit: usize) -> Result<Vec<(String, ImportPosition)>, StoreError> {
        self.named(b'p', after, limit)
    }

    fn review(&self, memory: &MemoryId, id: ReviewId) -> Result<Option<Review>, StoreError> {
        self.get(&review_key(memory, id))
    }

    fn reviews(&self, memory: &MemoryId, after: Option<ReviewId>, limit: usize) -> Result<Vec<Review>, StoreError> {
        let prefix = reviews_key(memory);
        let mut end = prefix.clone();
        end.extend([0xFF; 17]);
        let from = behind(&prefix, after.as_ref().map(|id| &id.0[..]));
        let entries = self.db.range(from..end).take(limit);
        entries.map(|entry| entry.map_err(engine).and_then(|(k, v)| decode(&v, || describe(&k)))).collect()
    }

    fn calibration(&self, memory: &MemoryId) -> Result<Option<Calibration>, StoreError> {
        self.get(&calibration_key(memory))
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
            let key = key.map_err(engine)?;
            self.db.write(|db| db.remove(key))?;
        }
        Ok(())
    }

    fn copy_path(&self) -> Option<PathBuf> {
        Some(self.directory.join(COPY))
    }

    fn lexicons_path(&self) -> Option<PathBuf> {
        Some(self.directory.join(LEXICONS))
    }

    fn next_ids(&self) -> Result<(UnitId, TermId), StoreError> {
        let (unit, term) = self.ids()?;
        Ok((UnitId(unit), TermId(term)))
    }

    fn apply(&self, batch: Batch) -> Result<(), StoreError> {
        let mut writes = Writes::default();
        for change in &batch.0 {
            writes.write(change)?;
            let past = match change {
                Change::DeleteUnit(unit) => number_key(b'h', unit.id.0),
                Change::DeleteTerm(term) => number_key(b'g', term.id.0),
                _ => continue,
            };
            let mut past = self.db.scan_prefix(past).keys();
            past.try_for_each(|key| key.map(|key| writes.remove(key.to_vec())).map_err(engine))?;
        }
        self.apply_writes(writes)?;
        let next_unit = batch.0.iter().find_map(|change| match change {
            Change::NextIds(unit, _) => Some(unit.0),
            _ => None,
        });
        match next_unit.map(|unit| unit / IDS_APART) {
            // Now and then the ids are noted, so that a loss is seen even if the store is never closed.
            Some(stretch) if self.noted.swap(stretch, Ordering::Relaxed) != stretch => self.flush(),
            _ => self.db.write(|db| db.flush()).map(drop),
        }
    }

    fn check(&self, take: &mut dyn FnMut(Finding) -> ControlFlow<()>) -> Result<(), StoreError> {
        self.check_all(take)
    }

    fn flush(&self) -> Result<(), StoreError> {
        self.db.write(|db| db.flush())?;
        note_ids(&self.directory, self.ids()?)
    }
}

/// What the batches wrote of identities, one after the other.
fn read_identities(db: &sled::Db) -> Result<Identities, StoreError> {
    let mut identities = Identities::default();
    for entry in db.range(vec![b'i']..vec![b'j']) {
        let (key, value) = entry.map_err(engine)?;
        if !is_former(&key) {
            identities.apply(&decode(&value, || describe(&key))?);
        }
    }
    Ok(identities)
}

/// The mark of the last batch. There always is one once there was any: changes are forgotten only before a mark.
fn last_mark(db: &sled::Db) -> Result<Mark, StoreError> {
    match db.range(vec![b'c']..vec![b'd']).next_back().transpose().map_err(engine)? {
        Some((key, value)) => decode::<Changed>(&value, || describe(&key)).map(|(mark, _)| mark),
        None => Ok(Mark::default()),
    }
}
