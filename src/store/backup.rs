//! A store as one stream of bytes, from which it can be made again.
//!
//! ```text
//! "hafez backup 2\n"            1 knew no imports, and is read
//! KIND LENGTH RECORD ...     KIND: 1 byte; LENGTH: 4 bytes, little-endian; RECORD as in the store
//!      m memory   u unit   h a unit as it was once   d (UNIT, 0), a unit that is gone   t term   g a term as it was once   n next ids
//!      r length of id: 4 bytes, id, receipt   a import   s length of id: 4 bytes, id, NUMBER: 8 bytes, big-endian, step of import
//!      w review   k length of memory's id: 4 bytes, id, calibration
//! e    0      DIGEST         the end: BLAKE3 of everything before it, 32 bytes
//! ```
//!
//! A record that comes again replaces the one before.

use std::io::{self, Read, Write};

use super::record::{Receipt, Record, decode, encode};
use super::{Batch, Change, Store, StoreError};
use crate::model::{Calibration, Import, ImportId, ImportStep, Memory, MemoryId, Review, Term, TermId, Unit, UnitId};

const BEGINNING: &[u8] = b"hafez backup 2\n";
const BEGINNING_ONCE: &[u8] = b"hafez backup 1\n";
const DIGEST: usize = 32;
/// No record is longer, in bytes: more is damage.
const LONGEST: u32 = 1 << 30;
/// How many records are put back at a time.
const BATCH: usize = 10_000;

/// A backup could not be read.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("this is no backup of hafez; name a file that `hafez backup` wrote")]
    NotABackup,
    #[error("the backup breaks off or is damaged at byte {byte}: {reason}; use another one")]
    Damaged { byte: u64, reason: String },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a backup holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BackupCounts {
    pub memories: u64,
    pub units: u64,
    pub terms: u64,
}

/// Writes a backup, record by record.
pub struct BackupWriter<W> {
    to: W,
    hasher: blake3::Hasher,
    pub counts: BackupCounts,
}

impl<W: Write> BackupWriter<W> {
    pub fn begin(to: W) -> io::Result<BackupWriter<W>> {
        let mut writer = BackupWriter { to, hasher: blake3::Hasher::new(), counts: BackupCounts::default() };
        writer.bytes(BEGINNING)?;
        Ok(writer)
    }

    pub fn memory(&mut self, memory: &Memory) -> io::Result<()> {
        self.counts.memories += 1;
        self.record(b'm', &[], memory)
    }

    pub fn unit(&mut self, unit: &Unit) -> io::Result<()> {
        self.counts.units += 1;
        self.record(b'u', &[], unit)
    }

    /// A unit as it was once.
    pub fn revision(&mut self, unit: &Unit) -> io::Result<()> {
        self.record(b'h', &[], unit)
    }

    /// A unit that may have been written before is gone.
    pub fn no_unit(&mut self, unit: UnitId) -> io::Result<()> {
        self.record(b'd', &[], &(unit.0, 0))
    }

    pub fn term(&mut self, term: &Term) -> io::Result<()> {
        self.counts.terms += 1;
        self.record(b't', &[], term)
    }

    /// A term as it was once.
    pub fn term_revision(&mut self, term: &Term) -> io::Result<()> {
        self.record(b'g', &[], term)
    }

    pub fn receipt(&mut self, request_id: &str, receipt: &Receipt) -> io::Result<()> {
        self.record(b'r', &named(request_id), receipt)
    }

    pub fn import(&mut self, import: &Import) -> io::Result<()> {
        self.record(b'a', &[], import)
    }

    pub fn import_step(&mut self, import: &ImportId, number: u64, step: &ImportStep) -> io::Result<()> {
        self.record(b's', &[&*named(import.as_str()), &number.to_be_bytes()].concat(), step)
    }

    pub fn review(&mut self, review: &Review) -> io::Result<()> {
        self.record(b'w', &[], review)
    }

    pub fn calibration(&mut self, memory: &MemoryId, calibration: &Calibration) -> io::Result<()> {
        self.record(b'k', &named(memory.as_str()), calibration)
    }

    pub fn next_ids(&mut self, (unit, term): (UnitId, TermId)) -> io::Result<()> {
        self.record(b'n', &[], &(unit.0, term.0))
    }

    /// Writes the end, without which a backup is not whole.
    pub fn finish(mut self) -> io::Result<W> {
        let digest = *self.hasher.finalize().as_bytes();
        self.to.write_all(&[b'e', 0, 0, 0, 0])?;
        self.to.write_all(&digest)?;
        self.to.flush()?;
        Ok(self.to)
    }

    fn record<R: Record>(&mut self, kind: u8, before: &[u8], record: &R) -> io::Result<()> {
        let record = encode(record).map_err(io::Error::other)?;
        let length = u32::try_from(before.len() + record.len()).map_err(io::Error::other)?;
        self.bytes(&[kind])?;
        self.bytes(&length.to_le_bytes())?;
        self.bytes(before)?;
        self.bytes(&record)
    }

    fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hasher.update(bytes);
        self.to.write_all(bytes)
    }
}

/// An id with its length before it.
fn named(id: &str) -> Vec<u8> {
    [&(id.len() as u32).to_le_bytes()[..], id.as_bytes()].concat()
}

/// Puts the records of a backup into an empty store. The store is whole only if this ends well.
pub fn restore(from: impl Read, store: &dyn Store) -> Result<BackupCounts, BackupError> {
    let mut reader = Reader { from, hasher: blake3::Hasher::new(), byte: 0 };
    reader.begin()?;
    let (mut batch, mut counts, mut last_unit) = (Batch::default(), BackupCounts::default(), None);
    while let Some((kind, record)) = reader.next()? {
        let byte = reader.byte;
        let damaged = |error: StoreError| BackupError::Damaged { byte, reason: error.to_string() };
        if kind == b'u' || kind == b'd' {
            // A unit that comes again may have become another: what is there must be seen.
            let id =
                if kind == b'u' { unit(&record).map_err(damaged)?.id } else { number(&record).map_err(damaged)? };
            if last_unit.is_some_and(|last| id <= last) {
                store.apply(std::mem::take(&mut batch))?;
            }
            last_unit = last_unit.max(Some(id));
        }
        batch.0.extend(change(kind, &record, store, &mut counts).map_err(damaged)?);
        if batch.0.len() >= BATCH {
            store.apply(std::mem::take(&mut batch))?;
        }
    }
    store.apply(batch)?;
    store.flush()?;
    Ok(counts)
}

/// Reads a backup to its end without putting it anywhere.
pub fn check_backup(from: impl Read) -> Result<u64, BackupError> {
    let mut reader = Reader { from, hasher: blake3::Hasher::new(), byte: 0 };
    reader.begin()?;
    let mut records = 0;
    while reader.next()?.is_some() {
        records += 1;
    }
    Ok(records)
}

fn unit(record: &[u8]) -> Result<Unit, StoreError> {
    decode(record, || "a unit".into())
}

fn number(record: &[u8]) -> Result<UnitId, StoreError> {
    decode::<(u64, u64)>(record, || "the id of a unit".into()).map(|(id, _)| UnitId(id))
}

fn change(kind: u8, record: &[u8], store: &dyn Store, counts: &mut BackupCounts) -> Result<Option<Change>, StoreError> {
    Ok(Some(match kind {
        b'm' => {
            counts.memories += 1;
            Change::PutMemory(decode(record, || "a memory".into())?)
        }
        b'u' => {
            let unit = unit(record)?;
            let before = store.unit(unit.id)?;
            counts.units += u64::from(before.is_none());
            Change::PutUnit { unit, before }
        }
        b'd' => match store.unit(number(record)?)? {
            Some(unit) => {
                counts.units -= 1;
                Change::DeleteUnit(unit)
            }
            None => return Ok(None),
        },
        b'h' => Change::PutRevision(unit(record)?),
        b't' => {
            counts.terms += 1;
            Change::PutTerm { term: decode(record, || "a term".into())?, before: None }
        }
        b'g' => Change::PutTermRevision(decode(record, || "a past revision of a term".into())?),
        b'r' => receipt(record)?,
        b'a' => Change::PutImport(decode(record, || "an import".into())?),
        b's' => import_step(record)?,
        b'w' => Change::PutReview(decode(record, || "a review".into())?),
        b'k' => {
            let (id, calibration) = id_of(record)?;
            let memory = MemoryId::parse(&id).ok_or_else(|| corrupt(format!("`{id}` is no id of a memory")))?;
            Change::PutCalibration(memory, decode(calibration, || "a calibration".into())?)
        }
        b'n' => {
            let (unit, term) = decode::<(u64, u64)>(record, || "the next ids".into())?;
            Change::NextIds(UnitId(unit), TermId(term))
        }
        other => return Err(corrupt(format!("kind {other} of record is not known"))),
    }))
}

fn receipt(record: &[u8]) -> Result<Change, StoreError> {
    let (request_id, receipt) = id_of(record)?;
    Ok(Change::PutReceipt { request_id, receipt: decode(receipt, || "a receipt".into())? })
}

fn import_step(record: &[u8]) -> Result<Change, StoreError> {
    let (id, rest) = id_of(record)?;
    let import = ImportId::parse(&id).ok_or_else(|| corrupt(format!("`{id}` is no id of an import")))?;
    let (number, step) =
        rest.split_first_chunk::<8>().ok_or_else(|| corrupt("a step of an import has no number".into()))?;
    let number = u64::from_be_bytes(*number);
    Ok(Change::PutImportStep { import, number, step: decode(step, || "a step of an import".into())? })
}

/// The id before a record, and the record.
fn id_of(record: &[u8]) -> Result<(String, &[u8]), StoreError> {
    let parts = record
        .split_first_chunk::<4>()
        .and_then(|(length, rest)| rest.split_at_checked(u32::from_le_bytes(*length) as usize));
    let (id, record) = parts.ok_or_else(|| corrupt("a record has no id".into()))?;
    Ok((String::from_utf8(id.to_vec()).map_err(|e| corrupt(e.to_string()))?, record))
}

fn corrupt(reason: String) -> StoreError {
    StoreError::Corrupt { what: "a record of the backup".into(), reason }
}

struct Reader<R> {
    from: R,
    hasher: blake3::Hasher,
    byte: u64,
}

impl<R: Read> Reader<R> {
    fn begin(&mut self) -> Result<(), BackupError> {
        match self.bytes(BEGINNING.len()) {
            Ok(beginning) if beginning == BEGINNING || beginning == BEGINNING_ONCE => Ok(()),
            _ => Err(BackupError::NotABackup),
        }
    }

    /// The next record and its kind; nothing at the end, once the digest is found right.
    fn next(&mut self) -> Result<Option<(u8, Vec<u8>)>, BackupError> {
        let digest = *self.hasher.finalize().as_bytes();
        let head = self.bytes(5)?;
        let (kind, length) = (head[0], u32::from_le_bytes([head[1], head[2], head[3], head[4]]));
        if kind == b'e' {
            return match self.bytes(DIGEST)? == digest {
                true => Ok(None),
                false => Err(self.damaged("its digest is not that of its contents")),
            };
        }
        if length > LONGEST {
            return Err(self.damaged("a record is too long"));
        }
        Ok(Some((kind, self.bytes(length as usize)?)))
    }

    fn bytes(&mut self, length: usize) -> Result<Vec<u8>, BackupError> {
        let mut bytes = Vec::new();
        let read = self.from.by_ref().take(length as u64).read_to_end(&mut bytes);
        self.byte += bytes.len() as u64;
        match read {
            Ok(read) if read == length => {
                self.hasher.update(&bytes);
                Ok(bytes)
            }
            Ok(_) => Err(self.damaged("it ends too early")),
            Err(error) => Err(self.damaged(&error.to_string())),
        }
    }

    fn damaged(&self, reason: &str) -> BackupError {
        BackupError::Damaged { byte: self.byte, reason: reason.to_owned() }
    }
}
