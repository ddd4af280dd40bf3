//! The import journey: file → records → checked → stored durably → indexed → acknowledged, batch by batch.

mod intake;
mod journal;
mod outbox;
mod problem;
mod reading;
mod rehearsal;
mod subject;
mod telling;
mod terms;
mod treatment;
mod under_way;
mod undo;
mod undo_terms;
mod units;
mod writing;

use std::io::Read;

use serde::{Deserialize, Serialize};

pub use self::problem::{ImportOutcome, ImportProblem};
pub use self::terms::{TermImport, TermPolicy};
pub use self::treatment::{Treatment, Treatments};
pub(super) use self::undo::units_put;
pub use self::undo::{Undo, UndoReport};
pub use self::units::{ImportPolicy, UnitImport};

pub(super) use self::journal::{Journal, unit_step};

use self::intake::digest;
use self::subject::Subject;
use self::under_way::UnderWay;
use self::writing::Import;
use super::error::EngineError;
use super::receipts::Answer;
use super::stop::Stop;
use super::{Engine, RequestId};
use crate::model::{ImportCounts, ImportId, Language};

/// How many units or terms are made durable at a time. Larger batches cost fewer flushes, smaller ones lose less to a crash.
const BATCH: usize = 2_000;
/// How many problems are held back at the most before they are reported.
const PROBLEMS_HELD: usize = 500;

/// One file that is to be imported.
#[derive(Clone, Debug)]
pub struct ImportHeader<S> {
    /// What it holds, and what becomes of that.
    pub subject: S,
    /// The import that the file is part of; `None` for one of its own.
    pub import: Option<ImportId>,
    pub from: Option<Language>,
    pub to: Option<Language>,
    /// The file's name.
    pub document: String,
    pub dry_run: bool,
    /// The encoding of a file that is nothing but text; `None` to find out.
    pub encoding: Option<String>,
    /// How many bytes the file has, where that is known.
    pub size: Option<u64>,
}

impl<S> ImportHeader<S> {
    /// A whole file of which nothing more is known; an import of its own.
    pub fn new(subject: S, (from, to): (Language, Language), document: impl Into<String>) -> ImportHeader<S> {
        ImportHeader {
            subject,
            import: None,
            from: Some(from),
            to: Some(to),
            document: document.into(),
            dry_run: false,
            encoding: None,
            size: None,
        }
    }
}

/// How far an import has come.
#[derive(Clone, Debug, Default)]
pub struct ImportProgress {
    /// `None` in a dry run.
    pub import: Option<ImportId>,
    /// Everything before this byte of the file is durable and findable, or was reported as a problem. In a file that
    /// came compressed, bytes are counted as they are unpacked.
    pub durable_position: u64,
    pub counts: ImportCounts,
    /// What was refused or is doubtful since the report before.
    pub problems: Vec<ImportProblem>,
    pub memory_created: bool,
    /// The name of the encoding that the file was read in, if it is one that files can be in that say nothing of it.
    pub encoding: Option<&'static str>,
}

/// How an import has ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// `None` in a dry run.
    pub import: Option<ImportId>,
    pub durable_position: u64,
    pub counts: ImportCounts,
    pub memory_created: bool,
    /// Why the rest of the file could not be read, if so; everything before is in.
    pub broken: Option<String>,
    /// Digest of the file, to tell a retry from another file under the same request id.
    content: [u8; 16],
}

/// A report before it said more than five counts.
#[derive(Deserialize)]
struct ImportReportV2 {
    durable_position: u64,
    /// Read, added, updated, unchanged, refused.
    counts: [u64; 5],
    memory_created: bool,
    broken: Option<String>,
    content: [u8; 16],
}

impl From<ImportReportV2> for ImportReport {
    fn from(before: ImportReportV2) -> ImportReport {
        let [read, added, updated, unchanged, refused] = before.counts;
        ImportReport {
            import: None,
            durable_position: before.durable_position,
            counts: ImportCounts { read, added, updated, unchanged, refused, ..ImportCounts::default() },
            memory_created: before.memory_created,
            broken: before.broken,
            content: before.content,
        }
    }
}

impl Answer for ImportReport {
    fn read(bytes: &[u8], version: u8) -> Result<ImportReport, postcard::Error> {
        match version {
            1 | 2 => postcard::from_bytes::<ImportReportV2>(bytes).map(Into::into),
            _ => postcard::from_bytes(bytes),
        }
    }
}

impl Engine {
    /// Imports one file of units; `report` is told after each batch, and may stop the import with an error. Importing the same file
    /// again changes nothing. An import that broke off goes on where it was when the same file comes under the same
    /// request id; problems of what is passed over are told again, but for units that another target outranked.
    pub fn import(
        &self,
        header: &ImportHeader<UnitImport>,
        input: impl Read + Send + 'static,
        (request, stop): (&RequestId, &Stop),
        report: impl FnMut(ImportProgress) -> Result<(), EngineError>,
    ) -> Result<ImportReport, EngineError> {
        self.import_file(header, input, (request, stop), report)
    }

    /// The same with a file of terms.
    pub fn import_terms(
        &self,
        header: &ImportHeader<TermImport>,
        input: impl Read + Send + 'static,
        (request, stop): (&RequestId, &Stop),
        report: impl FnMut(ImportProgress) -> Result<(), EngineError>,
    ) -> Result<ImportReport, EngineError> {
        self.import_file(header, input, (request, stop), report)
    }

    fn import_file<S: Subject>(
        &self,
        header: &ImportHeader<S>,
        mut input: impl Read + Send + 'static,
        (request, stop): (&RequestId, &Stop),
        report: impl FnMut(ImportProgress) -> Result<(), EngineError>,
    ) -> Result<ImportReport, EngineError> {
        let _under_way = UnderWay::begin(self, &request.id)?;
        let answer = self.earlier_answer::<ImportReport>(request)?;
        if let Some(answer) = answer.filter(|answer| self.stands(answer.import.as_ref())) {
            return match answer.content == digest(&mut input, header.size)? {
                true => Ok(answer),
                false => Err(EngineError::RequestIdReused(request.id.clone())),
            };
        }
        header.subject.check(self)?;
        Import::begin(self, header, request, report)?.run(input, stop)
    }
}
