//! Writing what is read of a file, batch by batch.

use std::io::Read;
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use super::intake::digest_text;
use super::journal::Journal;
use super::problem::ImportProblem;
use super::reading::{End, Item, Message, Next, ReadItem, Reading};
use super::subject::{Done, Subject};
use super::telling::{Place, count, count_doubts, drafted, placed, refuse, told};
use super::{BATCH, ImportHeader, ImportProgress, ImportReport, PROBLEMS_HELD};
use crate::format::{Position, Problem};
use crate::memory::error::EngineError;
use crate::memory::stop::Stop;
use crate::memory::{Engine, RequestId};
use crate::model::ImportPosition;
use crate::store::Batch;

/// After how long without anything new what was read is written, though it makes no whole batch.
const IDLE: Duration = Duration::from_millis(200);
/// How many times that an import may wait for more of its file while the server is stopping.
const LAST_WAITS: u32 = 10;

/// An import under way.
pub(super) struct Import<'a, S: Subject, F> {
    engine: &'a Engine,
    header: &'a ImportHeader<S>,
    request: &'a RequestId,
    report: F,
    progress: ImportProgress,
    pending: Vec<(ReadItem<S::New>, Position)>,
    /// The last item that was read. Where it ends its unit, what was read can be made durable: no unit is half in.
    current: Position,
    ends_unit: bool,
    /// Of all that was read, to know the file by when the import is gone on with.
    content: blake3::Hasher,
    /// The unit of the file that was refused last, by its ordinal; 0 for none.
    refused: u64,
    journal: Journal,
    rehearsal: S::Rehearsal,
    resumed: Option<ImportPosition>,
}

impl<'a, S: Subject, F: FnMut(ImportProgress) -> Result<(), EngineError>> Import<'a, S, F> {
    /// Begins, or goes on where an earlier import under the same request id was.
    pub fn begin(
        engine: &'a Engine,
        header: &'a ImportHeader<S>,
        request: &'a RequestId,
        report: F,
    ) -> Result<Import<'a, S, F>, EngineError> {
        let resumed = engine.resumed(request)?;
        let journal = Journal::begin(
            engine,
            (header.subject.memory(), &header.document),
            (header.import.as_ref(), "header.import"),
            resumed.as_ref(),
        )?;
        let mut progress =
            ImportProgress { import: (!header.dry_run).then(|| journal.id().clone()), ..ImportProgress::default() };
        if let Some(position) = &resumed {
            progress.durable_position = position.byte;
            progress.counts.clone_from(&position.counts);
            progress.memory_created = position.memory_created;
        }
        // Nothing was read the last time.
        let resumed = resumed.filter(|position| position.unit > 0);
        Ok(Import {
            engine,
            header,
            request,
            report,
            progress,
            pending: Vec::with_capacity(BATCH),
            current: Position::default(),
            ends_unit: true,
            content: blake3::Hasher::new(),
            refused: 0,
            journal,
            rehearsal: S::Rehearsal::default(),
            resumed,
        })
    }

    pub fn run(mut self, input: impl Read + Send + 'static, stop: &Stop) -> Result<ImportReport, EngineError> {
        let reading = Reading::start::<S>(self.header, &self.engine.limits, input)?;
        if self.resumed.is_some() {
            self.tell()?;
        }
        let mut waits = 0;
        loop {
            stop.check()?;
            match reading.messages.recv_timeout(IDLE) {
                Ok(Message::Next(next)) => {
                    waits = 0;
                    next.into_iter().try_for_each(|next| self.take(next))?;
                }
                Ok(Message::End(end)) => return self.finish(end),
                Err(RecvTimeoutError::Timeout) => {
                    waits += 1;
                    self.write_if(|import| !import.is_empty())?;
                    if waits > LAST_WAITS {
                        self.engine.check_open()?;
                    }
                }
                Err(RecvTimeoutError::Disconnected) => reading.fail(),
            }
        }
    }

    fn is_empty(&self) -> bool {
        self.pending.is_empty() && self.progress.problems.is_empty()
    }

    fn is_full(&self) -> bool {
        self.pending.len() >= BATCH || self.progress.problems.len() >= PROBLEMS_HELD
    }

    fn take(&mut self, next: Next<S::New>) -> Result<(), EngineError> {
        let Next { item, position, ends_unit, encoding } = next;
        (self.current, self.ends_unit, self.progress.encoding) = (position, ends_unit, encoding);
        if !self.request.id.is_empty() {
            digest::<S>(&item, &mut self.content);
        }
        let is_known = self.is_passed_over()?;
        match item {
            Item::Problem(problem) => {
                if !is_known {
                    self.count_refused(&problem);
                }
                self.progress.problems.push(problem);
            }
            Item::Read(read) => {
                self.progress.problems.extend(drafted::<S>(&read, position));
                if !is_known {
                    self.progress.counts.read += 1;
                    count_doubts(&read, &mut self.progress.counts);
                    self.pending.push((*read, position));
                }
            }
        }
        self.write_if(Self::is_full)
    }

    /// Whether the present unit is known from an earlier import that is gone on with.
    fn is_passed_over(&mut self) -> Result<bool, EngineError> {
        let Some(before) = &self.resumed else { return Ok(false) };
        let unit = self.current.unit;
        let is_last = unit == before.unit && self.ends_unit;
        if unit > before.unit || (is_last && short(&self.content) != before.content) {
            return Err(EngineError::RequestIdReused(self.request.id.clone()));
        }
        if is_last {
            self.resumed = None;
        }
        Ok(true)
    }

    /// A unit with several problems counts once.
    fn count_refused(&mut self, problem: &ImportProblem) {
        if self.refused == problem.position.unit && self.refused != 0 {
            return;
        }
        self.refused = problem.position.unit;
        self.progress.counts.read += 1;
        refuse(&mut self.progress.counts, problem.reason);
    }

    fn write_if(&mut self, is_due: impl Fn(&Self) -> bool) -> Result<(), EngineError> {
        if self.ends_unit && is_due(self) {
            self.write()?;
        }
        Ok(())
    }

    /// Makes durable what has been read, and tells.
    fn write(&mut self) -> Result<(), EngineError> {
        let pending = std::mem::take(&mut self.pending);
        // While known units are passed over, nothing is to be written.
        if self.resumed.is_none() {
            let (new, places): (Vec<S::New>, Vec<Place>) =
                pending.into_iter().map(|(read, position)| placed::<S>(read, position)).unzip();
            let done = if self.header.dry_run { self.rehearse(new)? } else { self.write_durably(new)? };
            let told = done.fates.into_iter().zip(places).filter_map(|(fate, place)| told(fate, place));
            self.progress.problems.extend(told);
            self.progress.durable_position = self.current.byte;
        }
        self.tell()
    }

    fn tell(&mut self) -> Result<(), EngineError> {
        let problems = std::mem::take(&mut self.progress.problems);
        (self.report)(ImportProgress { problems, ..self.progress.clone() })
    }

    fn write_durably(&mut self, new: Vec<S::New>) -> Result<Done, EngineError> {
        let (engine, request) = (self.engine, self.request);
        let mut writer = engine.begin_write()?;
        let read = (self.current, short(&self.content));
        let (mut progress, journal) = (self.progress.clone(), &mut self.journal);
        let done = self.header.subject.write((engine, &mut writer), &self.progress, new, |done| {
            count(done, &mut progress);
            let mut batch = Batch(journal.note(engine, done.step.clone(), &progress.counts)?);
            if !request.id.is_empty() {
                batch.push(journal.position(request, read, &progress));
            }
            Ok(batch)
        })?;
        self.progress = progress;
        Ok(done)
    }

    /// Counts what writing would do, as far as that can be told without writing.
    fn rehearse(&mut self, new: Vec<S::New>) -> Result<Done, EngineError> {
        let so_far = (&self.progress, &mut self.rehearsal);
        let done = self.header.subject.rehearse(self.engine, so_far, new)?;
        count(&done, &mut self.progress);
        Ok(done)
    }

    /// Writes what is left, and remembers how it ended.
    fn finish(mut self, end: End) -> Result<ImportReport, EngineError> {
        self.ends_unit = true;
        let broken = match end.outcome {
            Ok(broken) => broken,
            Err(error) => {
                if !self.is_empty() {
                    self.write()?;
                }
                return Err(error);
            }
        };
        if self.resumed.is_some() && broken.is_none() {
            return Err(EngineError::RequestIdReused(self.request.id.clone()));
        }
        if broken.is_none() {
            // What stands behind the last unit (blank lines, closing tags) is done with, too.
            self.current.byte = end.bytes;
        }
        let broken = broken.map(|problem: Problem| {
            let message = problem.message.clone();
            self.progress.problems.push(problem.into());
            message
        });
        self.write()?;
        let ImportProgress { import, durable_position, counts, memory_created, .. } = self.progress;
        let report = ImportReport { import, durable_position, counts, memory_created, broken, content: end.content };
        // A file that broke off may come in whole the next time, so its end is not remembered.
        if report.broken.is_none() && !self.header.dry_run {
            self.engine.complete(self.request, &report)?;
        }
        Ok(report)
    }
}

fn digest<S: Subject>(item: &Item<S::New>, hasher: &mut blake3::Hasher) {
    match item {
        Item::Read(read) => S::digest(&read.new, hasher),
        Item::Problem(problem) => {
            [&problem.message, &problem.text].into_iter().for_each(|text| digest_text(text, hasher));
        }
    }
}

fn short(hasher: &blake3::Hasher) -> [u8; 16] {
    let mut digest = [0; 16];
    hasher.finalize_xof().fill(&mut digest);
    digest
}
