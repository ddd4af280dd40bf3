//! What the import of units and that of terms do each in its own way.

use std::io::BufRead;

use super::reading::Item;
use super::{ImportHeader, ImportProgress};
use crate::format::terms::{TermReader, TermRecord};
use crate::format::{Position, ReadError, Reader, Record};
use crate::memory::error::EngineError;
use crate::memory::limits::Limits;
use crate::memory::units::Written;
use crate::memory::{Engine, Writer};
use crate::model::{ImportStep, MemoryId};
use crate::store::Batch;

/// What the files of an import hold.
pub(in crate::memory) trait Subject: Clone + Send + 'static {
    /// One as the file has it.
    type Record;
    /// One that keeps the rules and may be written.
    type New: Send + 'static;
    /// What a dry run has come to so far.
    type Rehearsal: Default;

    /// The memory that it goes into, if it goes into one.
    fn memory(&self) -> Option<&MemoryId>;

    /// Refuses an import that cannot begin.
    fn check(&self, engine: &Engine) -> Result<(), EngineError>;

    /// Whether the format need not be found out.
    fn knows_format(&self) -> bool;

    /// Reads a file that begins with `start`.
    fn open<'a>(
        &self,
        header: &ImportHeader<Self>,
        limits: &Limits,
        start: &[u8],
        input: Box<dyn BufRead + 'a>,
    ) -> Result<Box<dyn Records<Self::Record> + 'a>, EngineError>;

    /// What comes of a record, and where it is.
    fn item(&self, header: &ImportHeader<Self>, limits: &Limits, record: Self::Record) -> (Position, Item<Self::New>);

    /// How one is called, or begins.
    fn excerpt(new: &Self::New) -> &str;

    /// Adds what one says to a digest, to know the file by.
    fn digest(new: &Self::New, hasher: &mut blake3::Hasher);

    /// Writes a batch, in which may be none, behind what has been done `so_far`. What `note` makes of it is written with it.
    fn write(
        &self,
        place: (&Engine, &mut Writer),
        so_far: &ImportProgress,
        new: Vec<Self::New>,
        note: impl FnOnce(&Done) -> Result<Batch, EngineError>,
    ) -> Result<Done, EngineError>;

    /// What writing a batch would do.
    fn rehearse(
        &self,
        engine: &Engine,
        so_far: (&ImportProgress, &mut Self::Rehearsal),
        new: Vec<Self::New>,
    ) -> Result<Done, EngineError>;
}

/// What writing a batch has done.
#[derive(Default)]
pub(in crate::memory) struct Done {
    /// What has become of each, in order.
    pub fates: Vec<Fate>,
    /// How many were there and made way.
    pub replaced: u64,
    pub step: ImportStep,
    /// Whether the memory was created by it or before.
    pub memory_created: bool,
}

/// What has become of one that was to be written.
#[derive(Clone, Debug)]
pub(in crate::memory) enum Fate {
    Written(Written),
    /// It was written, but not as it was to be, as it does not go with what is there; if as a draft or candidate, it is told.
    Doubtful {
        written: Written,
        is_draft: bool,
        reason: &'static str,
        message: String,
    },
    Refused {
        reason: &'static str,
        message: String,
    },
}

/// The records of a file, one after the other.
pub(in crate::memory) trait Records<T>: Iterator<Item = Result<T, ReadError>> {
    /// The name of the encoding of a format that is nothing but text, once something was read.
    fn encoding(&self) -> Option<&'static str>;
}

impl<R: BufRead> Records<Record> for Reader<R> {
    fn encoding(&self) -> Option<&'static str> {
        Reader::encoding(self)
    }
}

impl<R: BufRead> Records<TermRecord> for TermReader<R> {
    fn encoding(&self) -> Option<&'static str> {
        TermReader::encoding(self)
    }
}
