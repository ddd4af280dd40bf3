//! Reading a file on a thread of its own: bytes → records → checked units, while those before are being written.

use std::cell::{Cell, RefCell};
use std::io::{BufRead, BufReader, Read};
use std::rc::Rc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::{self, JoinHandle};

use super::ImportHeader;
use super::intake::{Taken, Watched, broken_off};
use super::outbox::{Gone, Outbox, Slow};
use super::problem::{ImportOutcome, ImportProblem};
use super::treatment::Treatment;
use crate::format::gzip::{BadContainer, GZIP_MARK, Gunzip};
use crate::format::{Format, Options, Position, Problem, ReadError, Reader, Reason, Record};
use crate::memory::error::EngineError;
use crate::memory::limits::Limits;
use crate::memory::units::{NewUnit, checked};
use crate::model::{Occurrence, Origin, OriginKind};
use crate::qa::Finding;

/// How many messages are read ahead of what is being written.
const AHEAD: usize = 16;

/// A unit of the file that may be written.
pub(super) struct ReadUnit {
    pub unit: NewUnit,
    pub unit_id: Option<String>,
    pub is_draft: bool,
    pub doubts: Vec<Finding>,
}

/// Something of the file.
pub(super) enum Item {
    Unit(Box<ReadUnit>),
    Problem(ImportProblem),
}

/// The next item of a file.
pub(super) struct Next {
    pub item: Item,
    pub position: Position,
    /// Whether nothing more comes of the same unit of the file.
    pub ends_unit: bool,
    pub encoding: Option<&'static str>,
}

/// How reading has ended.
pub(super) struct End {
    /// What the file breaks on, if it does; or why it could not be read.
    pub outcome: Result<Option<Problem>, EngineError>,
    /// How many bytes have been read, unpacked ones of a compressed file.
    pub bytes: u64,
    /// Digest of the file as it came.
    pub content: [u8; 16],
}

pub(super) enum Message {
    Next(Vec<Next>),
    End(End),
}

/// A file that is being read.
pub(super) struct Reading {
    pub messages: Receiver<Message>,
    thread: JoinHandle<()>,
}

impl Reading {
    /// Starts to read. If the one who asked goes away, the thread ends with the next unit or with the input.
    pub fn start(
        header: &ImportHeader,
        limits: &Limits,
        input: impl Read + Send + 'static,
    ) -> Result<Reading, EngineError> {
        let (to, messages) = sync_channel(AHEAD);
        let (header, limits) = (header.clone(), limits.clone());
        let read = move || {
            let outbox = Rc::new(RefCell::new(Outbox::new(to)));
            let file = File { header: &header, limits: &limits, outbox: outbox.clone() };
            let end = file.read(Slow { input, outbox: outbox.clone() });
            // Nobody is left to be told if this fails.
            let _ = outbox.borrow_mut().finish(Message::End(end));
        };
        let thread = thread::Builder::new().name("import".into()).spawn(read).map_err(EngineError::Thread)?;
        Ok(Reading { messages, thread })
    }

    /// Passes on the panic that has ended the thread before its time.
    pub fn fail(self) -> ! {
        match self.thread.join() {
            Err(panic) => std::panic::resume_unwind(panic),
            Ok(()) => unreachable!("the thread says how it ends"),
        }
    }
}

struct File<'a> {
    header: &'a ImportHeader,
    limits: &'a Limits,
    outbox: Rc<RefCell<Outbox>>,
}

impl File<'_> {
    fn read(&self, input: impl Read) -> End {
        let taken = RefCell::new(Taken::default());
        let input = Watched { input, taken: &taken, size: self.header.size };
        let mut unpacked = None;
        let outcome = unpack(BufReader::with_capacity(1 << 20, input)).and_then(|Unpacked { mut input, bytes }| {
            unpacked = bytes;
            let format = detect(self.header, &mut input)?;
            self.read_all(Reader::new(format, input, self.options()))
        });
        let taken = taken.borrow();
        let bytes = unpacked.map_or(taken.bytes, |bytes| bytes.get());
        End { outcome, bytes, content: taken.digest() }
    }

    fn options(&self) -> Options {
        Options {
            from: self.header.from.clone(),
            to: self.header.to.clone(),
            max_text_bytes: self.limits.max_segment_characters.saturating_mul(8).max(1 << 16),
            encoding: self.header.encoding.clone(),
            columns: self.header.columns.clone(),
        }
    }

    /// Reads to the end, or to where the file breaks.
    fn read_all<R: BufRead>(&self, mut reader: Reader<R>) -> Result<Option<Problem>, EngineError> {
        let mut last = Position::default();
        while let Some(item) = reader.next() {
            let (position, item) = match item {
                Ok(record) => (record.position, self.item(record)),
                Err(ReadError::Problem(problem)) => (problem.position, Item::Problem(problem.into())),
                Err(ReadError::Broken(problem)) => return Ok(Some(problem)),
                Err(ReadError::Io(error)) => {
                    let broken = BadContainer::problem(&error, last);
                    return broken.map_or_else(|| Err(broken_off(error)), |problem| Ok(Some(problem)));
                }
            };
            last = position;
            let next = Next { item, position, ends_unit: false, encoding: reader.encoding() };
            if let Err(Gone) = self.outbox.borrow_mut().put(next) {
                return Ok(None);
            }
        }
        Ok(None)
    }

    /// A unit to be written, if it keeps the rules and no doubt about it is too strong.
    fn item(&self, record: Record) -> Item {
        let (position, unit_id) = (record.position, record.unit_id.clone());
        let excerpt = record.source.text.chars().take(Problem::EXCERPT_CHARS).collect();
        let mut unit = match checked(self.limits, self.unit_of(record), "unit") {
            Ok(unit) => unit,
            Err(error) => {
                let message = format!("line {}: {error}", position.line);
                let problem = Problem { position, unit_id, reason: Reason::NotAllowed, message, text: excerpt };
                return Item::Problem(problem.into());
            }
        };
        let (treatment, doubts) = self.header.policy.treatments.apply(&mut unit);
        if treatment == Treatment::Refuse {
            let strongest = doubts.iter().find(|finding| self.header.policy.treatments.of(finding.doubt) == treatment);
            let why = strongest.map_or(("", ""), |finding| (finding.doubt.name(), finding.message.as_str()));
            let about = (position, &unit_id);
            return Item::Problem(ImportProblem::about(&unit, about, ImportOutcome::Refused, why));
        }
        Item::Unit(Box::new(ReadUnit { unit, unit_id, is_draft: treatment == Treatment::Draft, doubts }))
    }

    fn unit_of(&self, record: Record) -> NewUnit {
        let document = if record.document.is_empty() { self.header.document.clone() } else { record.document };
        // A neighbour that is too long to be kept is no reason to refuse the pair.
        let kept = |text: Option<String>| text.filter(|text| self.limits.check_length("neighbour", text).is_ok());
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
            older_occurrences: record.older_occurrences,
            author: record.author,
            note: record.note,
            attributes: record.attributes,
            created: record.created,
            updated: record.updated,
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
            if start.is_empty() {
                return Err(EngineError::invalid("chunk", "the file is empty"));
            }
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
