//! Reading a file on a thread of its own: bytes → records → checked units, while those before are being written.

use std::cell::{Cell, RefCell};
use std::io::{BufRead, BufReader, Read};
use std::rc::Rc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::{self, JoinHandle};

use super::ImportHeader;
use super::intake::{Taken, Watched, broken_off};
use super::outbox::{Gone, Outbox, Slow};
use super::problem::ImportProblem;
use super::subject::{Records, Subject};
use crate::format::gzip::{BadContainer, GZIP_MARK, Gunzip};
use crate::format::{Position, Problem, ReadError};
use crate::memory::error::EngineError;
use crate::memory::limits::Limits;

/// How many bytes a format is known by.
const START: usize = 4096;
/// How many messages are read ahead of what is being written.
const AHEAD: usize = 16;

/// Something of the file.
pub(super) enum Item<T> {
    Read(Box<ReadItem<T>>),
    Problem(ImportProblem),
}

/// A unit or term of the file that may be written.
pub(super) struct ReadItem<T> {
    pub new: T,
    pub unit_id: Option<String>,
    /// Whether it is a draft, or a candidate, because of a doubt.
    pub is_draft: bool,
    pub doubts: Vec<ItemDoubt>,
}

/// What is doubtful about what was read.
pub(super) struct ItemDoubt {
    /// For machines, for example `NUMBERS_DISAGREE`.
    pub reason: &'static str,
    pub message: String,
}

impl ItemDoubt {
    pub fn new(reason: &'static str, message: impl Into<String>) -> ItemDoubt {
        ItemDoubt { reason, message: message.into() }
    }
}

/// The next item of a file.
pub(super) struct Next<T> {
    pub item: Item<T>,
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

pub(super) enum Message<T> {
    Next(Vec<Next<T>>),
    End(End),
}

/// A file that is being read.
pub(super) struct Reading<T> {
    pub messages: Receiver<Message<T>>,
    thread: JoinHandle<()>,
}

impl<T: Send + 'static> Reading<T> {
    /// Starts to read. If the one who asked goes away, the thread ends with the next unit or with the input.
    pub fn start<S: Subject<New = T>>(
        header: &ImportHeader<S>,
        limits: &Limits,
        input: impl Read + Send + 'static,
    ) -> Result<Reading<T>, EngineError> {
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

struct File<'a, S: Subject> {
    header: &'a ImportHeader<S>,
    limits: &'a Limits,
    outbox: Rc<RefCell<Outbox<S::New>>>,
}

impl<S: Subject> File<'_, S> {
    fn read(&self, input: impl Read) -> End {
        let taken = RefCell::new(Taken::default());
        let input = Watched { input, taken: &taken, size: self.header.size };
        let mut unpacked = None;
        let outcome = unpack(BufReader::with_capacity(1 << 20, input)).and_then(|Unpacked { mut input, bytes }| {
            unpacked = bytes;
            let start = self.start_of(&mut input)?;
            let records = self.header.subject.open(self.header, self.limits, &start, input)?;
            self.read_all(records)
        });
        let taken = taken.borrow();
        let bytes = unpacked.map_or(taken.bytes, |bytes| bytes.get());
        End { outcome, bytes, content: taken.digest() }
    }

    /// The first bytes, to know the format by; nothing where somebody has said it.
    fn start_of(&self, input: &mut impl BufRead) -> Result<Vec<u8>, EngineError> {
        if self.header.subject.knows_format() {
            return Ok(Vec::new());
        }
        let start = input.fill_buf().map_err(damaged_or_broken_off)?;
        match start.is_empty() {
            true => Err(EngineError::invalid("chunk", "the file is empty")),
            false => Ok(start[..start.len().min(START)].to_vec()),
        }
    }

    /// Reads to the end, or to where the file breaks.
    fn read_all(&self, mut records: Box<dyn Records<S::Record> + '_>) -> Result<Option<Problem>, EngineError> {
        let mut last = Position::default();
        while let Some(item) = records.next() {
            let (position, item) = match item {
                Ok(record) => self.header.subject.item(self.header, self.limits, record),
                Err(ReadError::Problem(problem)) => (problem.position, Item::Problem(problem.into())),
                Err(ReadError::Broken(problem)) => return Ok(Some(problem)),
                Err(ReadError::Io(error)) => {
                    let broken = BadContainer::problem(&error, last);
                    return broken.map_or_else(|| Err(broken_off(error)), |problem| Ok(Some(problem)));
                }
            };
            last = position;
            let next = Next { item, position, ends_unit: false, encoding: records.encoding() };
            if let Err(Gone) = self.outbox.borrow_mut().put(next) {
                return Ok(None);
            }
        }
        Ok(None)
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
