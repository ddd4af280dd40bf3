//! The import journey: file → records → checked → stored durably → indexed → acknowledged, batch by batch.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read};
use std::rc::Rc;
use std::sync::PoisonError;

use serde::{Deserialize, Serialize};

use super::catalog::{MemoryChange, new_memory};
use super::error::EngineError;
use super::intake::{Taken, Watched, broken_off};
use super::receipts::keep_answer;
use super::stop::Stop;
use super::units::{NewUnit, Written};
use super::{Engine, RequestId};
use crate::format::gzip::{BadContainer, GZIP_MARK, Gunzip};
use crate::format::{Columns, Format, Options, Position, Problem, ReadError, Reader, Reason, Record};
use crate::model::{Language, MemoryId, Occurrence, Origin, OriginKind, UnitStatus};
use crate::store::{Batch, Change, UnitIdentity};

/// How many units are made durable at a time. Larger batches cost fewer flushes, smaller ones lose less to a crash.
const BATCH: usize = 2_000;
/// How many problems are held back at the most before they are reported.
const PROBLEMS_HELD: usize = 500;

/// What is to be imported, and how.
#[derive(Clone, Debug)]
pub struct ImportHeader {
    pub memory: MemoryId,
    /// Creates the memory with the first units, if it is not there.
    pub create_memory: bool,
    /// `None` to find out.
    pub format: Option<Format>,
    pub from: Option<Language>,
    pub to: Option<Language>,
    /// The file's name.
    pub document: String,
    /// For units of which the file does not say it.
    pub status: UnitStatus,
    pub dry_run: bool,
    /// Which columns of a table to take; `None` for what its header says, or the first two.
    pub columns: Option<Columns>,
    /// The encoding of a file that is nothing but text; `None` to find out.
    pub encoding: Option<String>,
    /// How many bytes the file has, where that is known.
    pub size: Option<u64>,
}

/// What an import has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportCounts {
    /// Units read from the file, refused ones included.
    pub read: u64,
    pub added: u64,
    pub updated: u64,
    pub unchanged: u64,
    pub refused: u64,
}

impl ImportCounts {
    fn count(&mut self, written: Written) {
        match written {
            Written::Added => self.added += 1,
            Written::Updated => self.updated += 1,
            Written::Unchanged => self.unchanged += 1,
        }
    }
}

/// How far an import has come.
#[derive(Clone, Debug, Default)]
pub struct ImportProgress {
    /// Everything before this byte of the file is durable and findable, or was reported as a problem. In a file that
    /// came compressed, bytes are counted as they are unpacked.
    pub durable_position: u64,
    pub counts: ImportCounts,
    /// What was refused since the report before.
    pub problems: Vec<Problem>,
    pub memory_created: bool,
    /// The name of the encoding that the file was read in, if it is one that files can be in that say nothing of it.
    pub encoding: Option<&'static str>,
}

/// How an import has ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    pub durable_position: u64,
    pub counts: ImportCounts,
    pub memory_created: bool,
    /// Why the rest of the file could not be read, if so; everything before is in.
    pub broken: Option<String>,
    /// Digest of the file, to tell a retry from another file under the same request id.
    content: [u8; 16],
}

/// An import under way.
struct Import<'a, F> {
    engine: &'a Engine,
    header: &'a ImportHeader,
    progress: ImportProgress,
    pending: Vec<NewUnit>,
    /// The unit of the file that was read last; it may have more to come (other targets, other problems).
    current: Position,
    /// The unit of the file that was refused last, by its ordinal; 0 for none.
    refused: u64,
    /// What a dry run would have written by now.
    pretended: HashSet<UnitIdentity>,
    report: F,
}

impl Engine {
    /// Imports one file; `report` is told after each batch, and may stop the import with an error. Importing the same file
    /// again changes nothing.
    pub fn import(
        &self,
        header: &ImportHeader,
        input: impl Read,
        request: &RequestId,
        stop: &Stop,
        report: impl FnMut(ImportProgress) -> Result<(), EngineError>,
    ) -> Result<ImportReport, EngineError> {
        let _under_way = UnderWay::begin(self, &request.id)?;
        let taken = RefCell::new(Taken::default());
        let mut input = Watched { input, taken: &taken, size: header.size };
        if let Some(answer) = self.earlier_answer::<ImportReport>(request)? {
            std::io::copy(&mut input, &mut std::io::sink()).map_err(broken_off)?;
            return match answer.content == taken.borrow().digest() {
                true => Ok(answer),
                false => Err(EngineError::RequestIdReused(request.id.clone())),
            };
        }
        if !header.create_memory {
            self.memory(&header.memory)?;
        }
        let Unpacked { mut input, bytes: unpacked } = unpack(BufReader::with_capacity(1 << 20, input))?;
        let format = detect(header, &mut input)?;
        let options = self.options(header);
        let mut import = Import {
            engine: self,
            header,
            progress: ImportProgress::default(),
            pending: Vec::with_capacity(BATCH),
            current: Position::default(),
            refused: 0,
            pretended: HashSet::new(),
            report,
        };
        let broken = import.run(Reader::new(format, input, options), stop)?;
        let taken = taken.borrow();
        let read = unpacked.map_or(taken.bytes, |bytes| bytes.get());
        import.finish(broken, read, taken.digest(), request)
    }

    fn options(&self, header: &ImportHeader) -> Options {
        Options {
            from: header.from.clone(),
            to: header.to.clone(),
            max_text_bytes: self.limits.max_segment_characters.saturating_mul(8).max(1 << 16),
            encoding: header.encoding.clone(),
            columns: header.columns.clone(),
        }
    }
}

/// A file as it is read, whether it came compressed or not.
struct Unpacked<'a> {
    input: Box<dyn BufRead + 'a>,
    /// How many bytes have come out, if it came compressed.
    bytes: Option<Rc<Cell<u64>>>,
}

/// Unpacks the file if it is compressed with gzip.
fn unpack<'a>(mut input: impl BufRead + 'a) -> Result<Unpacked<'a>, EngineError> {
    if !input.fill_buf().map_err(broken_off)?.starts_with(&GZIP_MARK) {
        return Ok(Unpacked { input: Box::new(input), bytes: None });
    }
    let gunzip = Gunzip::new(input);
    let bytes = Some(gunzip.unpacked());
    Ok(Unpacked { input: Box::new(BufReader::with_capacity(1 << 18, gunzip)), bytes })
}

/// The request id of an import, for as long as it is under way; the same id again is refused meanwhile.
struct UnderWay<'a> {
    engine: &'a Engine,
    id: &'a str,
}

impl<'a> UnderWay<'a> {
    fn begin(engine: &'a Engine, id: &'a str) -> Result<UnderWay<'a>, EngineError> {
        let mut importing = engine.importing.lock().unwrap_or_else(PoisonError::into_inner);
        match id.is_empty() || importing.insert(id.to_owned()) {
            true => Ok(UnderWay { engine, id }),
            false => Err(EngineError::InProgress(id.to_owned())),
        }
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.engine.importing.lock().unwrap_or_else(PoisonError::into_inner).remove(self.id);
    }
}

fn damaged_or_broken_off(error: std::io::Error) -> EngineError {
    match BadContainer::problem(&error, Position::default()) {
        Some(problem) => EngineError::invalid("chunk", problem.message),
        None => broken_off(error),
    }
}

/// The file's format, as the header or the file itself says.
fn detect(header: &ImportHeader, input: &mut impl BufRead) -> Result<Format, EngineError> {
    let format = match header.format {
        Some(format) => format,
        None => {
            let start = input.fill_buf().map_err(damaged_or_broken_off)?;
            let unknown = || EngineError::invalid("header.format", "it cannot be told from the file; name the format");
            Format::detect(start, &header.document).ok_or_else(unknown)?
        }
    };
    if header.from.is_some() && header.from == header.to {
        return Err(EngineError::invalid(
            "header.target_language",
            "it is the source language, too; a unit has two languages",
        ));
    }
    // With columns chosen, a header row may say the languages.
    let needs_languages = matches!(format, Format::Tsv | Format::Csv | Format::Xlsx) && header.columns.is_none();
    if (needs_languages || format == Format::Moses) && (header.from.is_none() || header.to.is_none()) {
        let field = if header.from.is_none() { "header.source_language" } else { "header.target_language" };
        return Err(EngineError::invalid(field, "a table does not say its languages; name both"));
    }
    Ok(format)
}

impl<F: FnMut(ImportProgress) -> Result<(), EngineError>> Import<'_, F> {
    /// Reads to the end, or to where the file breaks; then says how.
    fn run<R: BufRead>(&mut self, mut reader: Reader<R>, stop: &Stop) -> Result<Option<Problem>, EngineError> {
        while let Some(item) = reader.next() {
            stop.check()?;
            self.progress.encoding = reader.encoding();
            match item {
                Ok(record) => self.take(record)?,
                Err(ReadError::Problem(problem)) => self.refuse(problem)?,
                Err(ReadError::Broken(problem)) => return Ok(Some(problem)),
                Err(ReadError::Io(error)) => {
                    if let Some(problem) = BadContainer::problem(&error, self.current) {
                        return Ok(Some(problem));
                    }
                    self.write_pending()?;
                    return Err(broken_off(error));
                }
            }
        }
        Ok(None)
    }

    fn take(&mut self, record: Record) -> Result<(), EngineError> {
        self.advance(record.position)?;
        let (position, unit_id) = (record.position, record.unit_id.clone());
        let excerpt = record.source.text.chars().take(Problem::EXCERPT_CHARS).collect();
        match self.engine.checked(self.unit_of(record), || "unit".into()) {
            Ok(unit) => {
                self.progress.counts.read += 1;
                self.pending.push(unit);
                Ok(())
            }
            Err(EngineError::Invalid(violation)) => {
                let message = format!("line {}: {}: {}", position.line, violation.field, violation.description);
                self.refuse(Problem { position, unit_id, reason: Reason::NotAllowed, message, text: excerpt })
            }
            Err(error) => Err(error),
        }
    }

    /// Goes on to the unit at `position`. When that is another than before, what has been read can be made durable: then
    /// no unit of the file is half in.
    fn advance(&mut self, position: Position) -> Result<(), EngineError> {
        let full = self.pending.len() >= BATCH || self.progress.problems.len() >= PROBLEMS_HELD;
        if position.unit != self.current.unit && full {
            self.write_pending()?;
        }
        self.current = position;
        Ok(())
    }

    fn unit_of(&self, record: Record) -> NewUnit {
        let document = if record.document.is_empty() { self.header.document.clone() } else { record.document };
        // A neighbour that is too long to be kept is no reason to refuse the pair.
        let kept =
            |text: Option<String>| text.filter(|text| self.engine.limits.check_length("neighbour", text).is_ok());
        let [previous_source, next_source] = [record.previous_source, record.next_source].map(kept);
        let occurrences = match record.occurrences.is_empty() {
            true => vec![Occurrence { document, previous_source, next_source }],
            false => record.occurrences,
        };
        NewUnit {
            source: record.source,
            target: record.target,
            status: record.status.unwrap_or(self.header.status),
            origin: record.origin.unwrap_or(Origin { kind: OriginKind::Import, confidence: None }),
            occurrences,
            author: record.author,
            note: record.note,
            attributes: record.attributes,
            created: record.created,
            updated: record.updated,
        }
    }

    /// Keeps a problem for the report. A unit with several counts once.
    fn refuse(&mut self, problem: Problem) -> Result<(), EngineError> {
        self.advance(problem.position)?;
        if self.refused != problem.position.unit {
            self.refused = problem.position.unit;
            self.progress.counts.read += 1;
            self.progress.counts.refused += 1;
        }
        self.progress.problems.push(problem);
        Ok(())
    }

    /// Makes durable what has been read, and reports.
    fn write_pending(&mut self) -> Result<(), EngineError> {
        let units = std::mem::replace(&mut self.pending, Vec::with_capacity(BATCH));
        match self.header.dry_run {
            true => self.pretend(units)?,
            false => self.write(units)?,
        }
        self.progress.durable_position = self.current.byte;
        let problems = std::mem::take(&mut self.progress.problems);
        (self.report)(ImportProgress { problems, ..self.progress.clone() })
    }

    fn write(&mut self, units: Vec<NewUnit>) -> Result<(), EngineError> {
        if units.is_empty() {
            return Ok(());
        }
        let (engine, memory) = (self.engine, &self.header.memory);
        let mut writer = engine.begin_write()?;
        let mut batch = Batch::default();
        if engine.store.memory(memory)?.is_none() {
            if !self.header.create_memory || self.progress.memory_created {
                return Err(EngineError::NotFound { name: memory.name() });
            }
            batch.push(Change::PutMemory(new_memory(memory.clone(), MemoryChange::default())));
            self.progress.memory_created = true;
        }
        let written = engine.write_units_with(&mut writer, memory, units, batch, &RequestId::default())?;
        written.iter().for_each(|(_, written)| self.progress.counts.count(*written));
        Ok(())
    }

    /// Counts what writing would do, as far as that can be told without writing.
    fn pretend(&mut self, units: Vec<NewUnit>) -> Result<(), EngineError> {
        let memory = &self.header.memory;
        for unit in units {
            let (source, target) = (&unit.source, &unit.target);
            let identity =
                UnitIdentity::new(memory, (&source.text, &source.language), (&target.text, &target.language));
            let there = self.engine.store.unit_by_identity(&identity)?.is_some() || !self.pretended.insert(identity);
            self.progress.counts.count(if there { Written::Unchanged } else { Written::Added });
        }
        self.progress.memory_created = self.engine.store.memory(memory)?.is_none();
        Ok(())
    }

    /// Writes what is left; `read` bytes have been read of the file whose digest is `content`.
    fn finish(
        mut self,
        broken: Option<Problem>,
        read: u64,
        content: [u8; 16],
        request: &RequestId,
    ) -> Result<ImportReport, EngineError> {
        if broken.is_none() {
            // What stands behind the last unit (blank lines, closing tags) is done with, too.
            self.current.byte = read;
        }
        let broken = broken.map(|problem| {
            let message = problem.message.clone();
            self.progress.problems.push(problem);
            message
        });
        self.write_pending()?;
        let ImportProgress { durable_position, counts, memory_created, .. } = self.progress;
        let report = ImportReport { durable_position, counts, memory_created, broken, content };
        // A file that broke off may come in whole the next time, so its end is not remembered.
        if report.broken.is_none() && !self.header.dry_run {
            let mut batch = Batch::default();
            keep_answer(&mut batch, request, &report)?;
            let mut writer = self.engine.begin_write()?;
            self.engine.commit(&mut writer, batch)?;
        }
        Ok(report)
    }
}
