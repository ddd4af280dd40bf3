//! Writing what is read of a file, batch by batch.

use std::io::Read;
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use super::journal::Journal;
use super::problem::{ImportOutcome, ImportProblem};
use super::reading::{End, Item, Message, Next, ReadUnit, Reading};
use super::rehearsal::Rehearsal;
use super::{BATCH, ImportHeader, ImportProgress, ImportReport, PROBLEMS_HELD};
use crate::format::{Position, Problem};
use crate::memory::catalog::{MemoryChange, new_memory};
use crate::memory::error::EngineError;
use crate::memory::merge::{Outcome, WritePolicy};
use crate::memory::stop::Stop;
use crate::memory::units::{NewUnit, Written};
use crate::memory::{Engine, RequestId};
use crate::model::{ImportCounts, ImportPosition};
use crate::store::{Batch, Change};

/// After how long without anything new what was read is written, though it makes no whole batch.
const IDLE: Duration = Duration::from_millis(200);
/// How many times that an import may wait for more of its file while the server is stopping.
const LAST_WAITS: u32 = 10;

/// An import under way.
pub(super) struct Import<'a, F> {
    engine: &'a Engine,
    header: &'a ImportHeader,
    request: &'a RequestId,
    report: F,
    progress: ImportProgress,
    pending: Vec<(ReadUnit, Position)>,
    /// The last item that was read. Where it ends its unit, what was read can be made durable: no unit is half in.
    current: Position,
    ends_unit: bool,
    /// Of all that was read, to know the file by when the import is gone on with.
    content: blake3::Hasher,
    /// The unit of the file that was refused last, by its ordinal; 0 for none.
    refused: u64,
    journal: Journal,
    rehearsal: Rehearsal,
    resumed: Option<ImportPosition>,
}

impl<'a, F: FnMut(ImportProgress) -> Result<(), EngineError>> Import<'a, F> {
    /// Begins, or goes on where an earlier import under the same request id was.
    pub fn begin(
        engine: &'a Engine,
        header: &'a ImportHeader,
        request: &'a RequestId,
        report: F,
    ) -> Result<Import<'a, F>, EngineError> {
        let resumed = engine.resumed(request)?;
        let journal = Journal::begin(
            engine,
            (&header.memory, &header.document),
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
            rehearsal: Rehearsal::default(),
            resumed,
        })
    }

    pub fn run(mut self, input: impl Read + Send + 'static, stop: &Stop) -> Result<ImportReport, EngineError> {
        let reading = Reading::start(self.header, &self.engine.limits, input)?;
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

    fn take(&mut self, next: Next) -> Result<(), EngineError> {
        let Next { item, position, ends_unit, encoding } = next;
        (self.current, self.ends_unit, self.progress.encoding) = (position, ends_unit, encoding);
        if !self.request.id.is_empty() {
            digest(&item, &mut self.content);
        }
        let is_known = self.is_passed_over()?;
        match item {
            Item::Problem(problem) => {
                if !is_known {
                    self.count_refused(&problem);
                }
                self.progress.problems.push(problem);
            }
            Item::Unit(unit) => {
                self.progress.problems.extend(drafted(&unit, position));
                if !is_known {
                    self.progress.counts.read += 1;
                    count_doubts(&unit, &mut self.progress.counts);
                    self.pending.push((*unit, position));
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
        let (units, places): (Vec<NewUnit>, Vec<_>) =
            self.pending.drain(..).map(|(read, position)| (read.unit, (position, read.unit_id))).unzip();
        // While known units are passed over, nothing is to be written.
        if self.resumed.is_none() {
            let texts: Vec<String> = units.iter().map(|unit| excerpt(&unit.source.text)).collect();
            let outcomes = match self.header.dry_run {
                true => self.rehearse(units)?,
                false => self.write_units(units)?,
            };
            for ((outcome, (position, unit_id)), text) in outcomes.into_iter().zip(places).zip(texts) {
                if let Outcome::Outranked(winner) = outcome {
                    let winner = winner.name_in(&self.header.memory);
                    self.progress.problems.push(outranked(position, unit_id, text, &winner));
                }
            }
            self.progress.durable_position = self.current.byte;
        }
        self.tell()
    }

    fn tell(&mut self) -> Result<(), EngineError> {
        let problems = std::mem::take(&mut self.progress.problems);
        (self.report)(ImportProgress { problems, ..self.progress.clone() })
    }

    fn write_units(&mut self, units: Vec<NewUnit>) -> Result<Vec<Outcome>, EngineError> {
        let (engine, memory) = (self.engine, &self.header.memory);
        let mut writer = engine.begin_write()?;
        let mut batch = Batch::default();
        let stored = engine.store.memory(memory)?;
        let other_target = self.header.policy.other_target.or(stored.as_ref().map(|memory| memory.other_target));
        if stored.is_none() && !units.is_empty() {
            if !self.header.create_memory || self.progress.memory_created {
                return Err(EngineError::NotFound { name: memory.name() });
            }
            batch.push(Change::PutMemory(new_memory(memory.clone(), MemoryChange::default())));
            self.progress.memory_created = true;
        }
        let policy =
            WritePolicy { existing: self.header.policy.existing, other_target: other_target.unwrap_or_default() };
        let (progress, journal) = (&mut self.progress, &mut self.journal);
        let (request, read) = (self.request, (self.current, short(&self.content)));
        engine.write_checked(&mut writer, (memory, policy), units, |merged| {
            let outcomes: Vec<Outcome> = merged.outcomes().collect();
            count(&outcomes, merged.replaced().count() as u64, &mut progress.counts);
            batch.0.extend(journal.note(engine, merged, &progress.counts)?);
            if !request.id.is_empty() {
                batch.push(journal.position(request, read, progress));
            }
            Ok((batch, outcomes))
        })
    }

    /// Counts what writing would do, as far as that can be told without writing.
    fn rehearse(&mut self, units: Vec<NewUnit>) -> Result<Vec<Outcome>, EngineError> {
        let memory = self.engine.store.memory(&self.header.memory)?;
        self.progress.memory_created = memory.is_none() && (self.progress.memory_created || !units.is_empty());
        let of_memory = memory.map(|memory| memory.other_target).unwrap_or_default();
        let policy = WritePolicy {
            existing: self.header.policy.existing,
            other_target: self.header.policy.other_target.unwrap_or(of_memory),
        };
        let (outcomes, replaced) = self.rehearsal.write(self.engine, (&self.header.memory, policy), units)?;
        count(&outcomes, replaced, &mut self.progress.counts);
        Ok(outcomes)
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

fn digest(item: &Item, hasher: &mut blake3::Hasher) {
    let texts = match item {
        Item::Unit(read) => [&read.unit.source.text, &read.unit.target.text],
        Item::Problem(problem) => [&problem.message, &problem.text],
    };
    for text in texts {
        hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
    }
}

fn short(hasher: &blake3::Hasher) -> [u8; 16] {
    let mut digest = [0; 16];
    hasher.finalize_xof().fill(&mut digest);
    digest
}

/// Counts what has become of the units.
fn count(outcomes: &[Outcome], replaced: u64, counts: &mut ImportCounts) {
    for outcome in outcomes {
        match outcome {
            Outcome::Written(Written::Added) => counts.added += 1,
            Outcome::Written(Written::Updated) => counts.updated += 1,
            Outcome::Written(Written::Unchanged) => counts.unchanged += 1,
            Outcome::Outranked(_) => refuse(counts, OTHER_TARGET),
        }
    }
    counts.replaced += replaced;
}

fn refuse(counts: &mut ImportCounts, reason: &str) {
    counts.refused += 1;
    *counts.refused_by_reason.entry(reason.to_owned()).or_default() += 1;
}

fn count_doubts(unit: &ReadUnit, counts: &mut ImportCounts) {
    counts.draft += u64::from(unit.is_draft);
    for doubt in &unit.doubts {
        *counts.doubtful_by_reason.entry(doubt.doubt.name().to_owned()).or_default() += 1;
    }
}

/// What is reported of a unit that is a draft for being doubtful.
fn drafted(unit: &ReadUnit, position: Position) -> Vec<ImportProblem> {
    let doubts = unit.doubts.iter().filter(|_| unit.is_draft);
    let about = (position, &unit.unit_id);
    doubts
        .map(|doubt| {
            let why = (doubt.doubt.name(), doubt.message.as_str());
            ImportProblem::about(&unit.unit, about, ImportOutcome::Draft, why)
        })
        .collect()
}

/// The reason of a unit that is refused because another target for its source is kept.
const OTHER_TARGET: &str = "OTHER_TARGET";

fn outranked(position: Position, unit_id: Option<String>, text: String, winner: &str) -> ImportProblem {
    ImportProblem {
        position,
        unit_id,
        outcome: ImportOutcome::Refused,
        reason: OTHER_TARGET,
        message: format!(
            "line {}: one target a source is kept, and {winner} is newer or better checked",
            position.line
        ),
        text,
    }
}

fn excerpt(text: &str) -> String {
    text.chars().take(Problem::EXCERPT_CHARS).collect()
}
