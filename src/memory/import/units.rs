//! Importing units into a memory.

use std::io::BufRead;

use super::intake::digest_text;
use super::journal::unit_step;
use super::problem::{ImportOutcome, ImportProblem};
use super::reading::{Item, ItemDoubt, ReadItem};
use super::rehearsal::Rehearsal;
use super::subject::{Done, Fate, Records, Subject};
use super::treatment::{Treatment, Treatments};
use super::{ImportHeader, ImportProgress};
use crate::format::terms::TermFormat;
use crate::format::{Columns, Format, Options, Position, Problem, Reader, Reason, Record};
use crate::memory::catalog::{MemoryChange, new_memory};
use crate::memory::error::EngineError;
use crate::memory::limits::Limits;
use crate::memory::merge::{ExistingPair, Outcome, WritePolicy};
use crate::memory::units::{NewUnit, checked};
use crate::memory::{Engine, Writer};
use crate::model::{ImportStep, Memory, MemoryId, Occurrence, Origin, OriginKind, OtherTarget, UnitStatus};
use crate::store::{Batch, Change};

/// The reason of a unit that is refused because another target for its source is kept.
const OTHER_TARGET: &str = "OTHER_TARGET";

/// Units, and where they go.
#[derive(Clone, Debug)]
pub struct UnitImport {
    pub memory: MemoryId,
    /// Creates the memory with the first units, if it is not there.
    pub create_memory: bool,
    /// `None` to find out.
    pub format: Option<Format>,
    /// For units of which the file does not say it.
    pub status: UnitStatus,
    pub policy: ImportPolicy,
    /// Which columns of a table to take; `None` for what its header says, or the first two.
    pub columns: Option<Columns>,
}

impl UnitImport {
    /// Into a memory, which is created if it is not there; the rest as it is by default.
    pub fn into(memory: MemoryId) -> UnitImport {
        let (status, policy) = (UnitStatus::default(), ImportPolicy::default());
        UnitImport { memory, create_memory: true, format: None, status, policy, columns: None }
    }
}

/// What is done with units that meet others, or are doubtful.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportPolicy {
    pub existing: ExistingPair,
    /// `None` for what the memory says.
    pub other_target: Option<OtherTarget>,
    pub treatments: Treatments,
}

impl Subject for UnitImport {
    type Record = Record;
    type New = NewUnit;
    type Rehearsal = Rehearsal;

    fn memory(&self) -> Option<&MemoryId> {
        Some(&self.memory)
    }

    fn check(&self, engine: &Engine) -> Result<(), EngineError> {
        if self.create_memory { Ok(()) } else { engine.memory(&self.memory).map(drop) }
    }

    fn knows_format(&self) -> bool {
        self.format.is_some()
    }

    fn open<'a>(
        &self,
        header: &ImportHeader<UnitImport>,
        limits: &Limits,
        start: &[u8],
        input: Box<dyn BufRead + 'a>,
    ) -> Result<Box<dyn Records<Record> + 'a>, EngineError> {
        let format = self.format_of(start, &header.document)?;
        check_languages(header, format)?;
        let options = Options {
            from: header.from.clone(),
            to: header.to.clone(),
            max_text_bytes: limits.max_text_bytes(),
            encoding: header.encoding.clone(),
            columns: self.columns.clone(),
        };
        Ok(Box::new(Reader::new(format, input, options)))
    }

    /// A unit to be written, if it keeps the rules and no doubt about it is too strong.
    fn item(&self, header: &ImportHeader<UnitImport>, limits: &Limits, record: Record) -> (Position, Item<NewUnit>) {
        let (position, unit_id) = (record.position, record.unit_id.clone());
        let excerpt = record.source.text.chars().take(Problem::EXCERPT_CHARS).collect();
        let mut unit = match checked(limits, unit_of(header, limits, record), "unit") {
            Ok(unit) => unit,
            Err(error) => {
                let message = format!("line {}: {error}", position.line);
                let problem = Problem { position, unit_id, reason: Reason::NotAllowed, message, text: excerpt };
                return (position, Item::Problem(problem.into()));
            }
        };
        let (treatment, findings) = self.policy.treatments.apply(&mut unit);
        if treatment == Treatment::Refuse {
            let strongest = findings.iter().find(|finding| self.policy.treatments.of(finding.doubt) == treatment);
            let why = strongest.map_or(("", ""), |finding| (finding.doubt.name(), finding.message.as_str()));
            let about = (position, &unit_id);
            let problem = ImportProblem::about(&unit.source.text, about, ImportOutcome::Refused, why);
            return (position, Item::Problem(problem));
        }
        let doubts = findings.into_iter().map(|finding| ItemDoubt::new(finding.doubt.name(), finding.message));
        let is_draft = treatment == Treatment::Draft;
        (position, Item::Read(Box::new(ReadItem { new: unit, unit_id, is_draft, doubts: doubts.collect() })))
    }

    fn excerpt(new: &NewUnit) -> &str {
        &new.source.text
    }

    fn digest(new: &NewUnit, hasher: &mut blake3::Hasher) {
        [&new.source.text, &new.target.text].into_iter().for_each(|text| digest_text(text, hasher));
    }

    fn write(
        &self,
        (engine, writer): (&Engine, &mut Writer),
        so_far: &ImportProgress,
        new: Vec<NewUnit>,
        note: impl FnOnce(&Done) -> Result<Batch, EngineError>,
    ) -> Result<Done, EngineError> {
        let stored = engine.store.memory(&self.memory)?;
        let is_created = stored.is_none() && !new.is_empty();
        if is_created && (!self.create_memory || so_far.memory_created) {
            return Err(EngineError::NotFound { name: self.memory.name() });
        }
        let created = is_created.then(|| new_memory(self.memory.clone(), MemoryChange::default()));
        engine.write_checked(writer, (&self.memory, self.write_policy(stored.as_ref())), new, |merged| {
            let done = Done {
                fates: merged.outcomes().map(|outcome| self.fate(outcome)).collect(),
                replaced: merged.replaced().count() as u64,
                step: ImportStep::from(unit_step(merged)),
                memory_created: is_created || so_far.memory_created,
            };
            let mut batch = Batch(created.into_iter().map(Change::PutMemory).collect());
            batch.0.extend(note(&done)?.0);
            Ok((batch, done))
        })
    }

    fn rehearse(
        &self,
        engine: &Engine,
        (so_far, rehearsal): (&ImportProgress, &mut Rehearsal),
        new: Vec<NewUnit>,
    ) -> Result<Done, EngineError> {
        let stored = engine.store.memory(&self.memory)?;
        let memory_created = stored.is_none() && (so_far.memory_created || !new.is_empty());
        let policy = self.write_policy(stored.as_ref());
        let (outcomes, replaced) = rehearsal.write(engine, (&self.memory, policy), new)?;
        let fates = outcomes.into_iter().map(|outcome| self.fate(outcome)).collect();
        Ok(Done { fates, replaced, memory_created, ..Done::default() })
    }
}

impl UnitImport {
    fn format_of(&self, start: &[u8], document: &str) -> Result<Format, EngineError> {
        let unknown = || match TermFormat::detect(start, document) {
            Some(TermFormat::Tbx) => {
                "it is a TBX, which holds terms; import it as terms (ImportTerms, hafez term import)"
            }
            _ => "it cannot be told from the file; name the format",
        };
        let found = self.format.or_else(|| Format::detect(start, document));
        found.ok_or_else(|| EngineError::invalid("header.format", unknown()))
    }

    fn write_policy(&self, memory: Option<&Memory>) -> WritePolicy {
        let of_memory = memory.map(|memory| memory.other_target).unwrap_or_default();
        WritePolicy { existing: self.policy.existing, other_target: self.policy.other_target.unwrap_or(of_memory) }
    }

    fn fate(&self, outcome: Outcome) -> Fate {
        match outcome {
            Outcome::Written(written) => Fate::Written(written),
            Outcome::Outranked(winner) => {
                let winner = winner.name_in(&self.memory);
                let message = format!("one target a source is kept, and {winner} is newer or better checked");
                Fate::Refused { reason: OTHER_TARGET, message }
            }
        }
    }
}

fn check_languages(header: &ImportHeader<UnitImport>, format: Format) -> Result<(), EngineError> {
    if header.from.is_some() && header.from == header.to {
        return Err(EngineError::invalid(
            "header.target_language",
            "it is the source language, too; a unit has two languages",
        ));
    }
    // With columns chosen, a header row may say the languages.
    let is_table = matches!(format, Format::Tsv | Format::Csv | Format::Xlsx);
    let needs_languages = (is_table && header.subject.columns.is_none()) || format == Format::Moses;
    if needs_languages && (header.from.is_none() || header.to.is_none()) {
        let field = if header.from.is_none() { "header.source_language" } else { "header.target_language" };
        return Err(EngineError::invalid(field, "a table does not say its languages; name both"));
    }
    Ok(())
}

fn unit_of(header: &ImportHeader<UnitImport>, limits: &Limits, record: Record) -> NewUnit {
    let document = if record.document.is_empty() { header.document.clone() } else { record.document };
    // A neighbour that is too long to be kept is no reason to refuse the pair.
    let kept = |text: Option<String>| text.filter(|text| limits.check_length("neighbour", text).is_ok());
    let [previous_source, next_source] = [record.previous_source, record.next_source].map(kept);
    let occurrences = match record.occurrences.is_empty() {
        true => vec![Occurrence { document, previous_source, next_source }],
        false => record.occurrences,
    };
    NewUnit {
        source: record.source,
        target: record.target,
        status: record.status.unwrap_or(header.subject.status),
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
