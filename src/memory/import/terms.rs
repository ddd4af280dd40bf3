//! Importing terms.

use std::io::BufRead;

use super::problem::{ImportOutcome, ImportProblem};
use super::reading::{Item, ItemDoubt, ReadItem};
use super::subject::{Done, Fate, Records, Subject};
use super::treatment::Treatment;
use super::{ImportHeader, ImportProgress};
use crate::format::terms::{TermColumns, TermFormat, TermOptions, TermReader, TermRecord};
use crate::format::{Format, Options, Position, Problem, Reason};
use crate::memory::error::EngineError;
use crate::memory::limits::Limits;
use crate::memory::terms::{Draft, DraftChanges, ExistingTerm, NewTerm, Rewriting, checked_term};
use crate::memory::units::Written;
use crate::memory::{Engine, Writer, read};
use crate::model::{
    ImportStep, Language, MemoryId, TermEntry, TermId, TermOrigin, TermReviewState, TermStatus, TermType, UnitStep,
};
use crate::qa::{self, Doubt};
use crate::store::Batch;

/// The reason of a term that prefers another rendering than one that is there, or two at once.
const CONTRADICTION: &str = "CONTRADICTION";

/// The first of the ids that new terms have in a dry run: no term has them, and they are not given out.
const REHEARSED: TermId = TermId(u64::MAX / 2);

/// Terms, and what is said of them.
#[derive(Clone, Debug, Default)]
pub struct TermImport {
    /// `None` to find out.
    pub format: Option<TermFormat>,
    /// Which columns of a table to take; `None` for what its header says, or the first two.
    pub columns: Option<TermColumns>,
    /// For terms of which the file does not say it, as all below.
    pub kind: TermType,
    /// Empty for the file's name.
    pub source: String,
    pub author: String,
    pub review: TermReviewState,
    pub policy: TermPolicy,
}

/// What is done with terms that meet others, or are doubtful. As a draft, a term is a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermPolicy {
    pub existing: ExistingTerm,
    /// Of what contradicts another term; accepted, its renderings are admitted.
    pub contradiction: Treatment,
    /// Of a name with hardly a letter of the script that its language is written in.
    pub wrong_script: Treatment,
}

impl Default for TermPolicy {
    /// Whatever is doubtful becomes a candidate: it may be right all the same, and somebody can look at it.
    fn default() -> TermPolicy {
        let (contradiction, wrong_script) = (Treatment::Draft, Treatment::Draft);
        TermPolicy { existing: ExistingTerm::default(), contradiction, wrong_script }
    }
}

/// A term of a file.
#[derive(Debug)]
pub struct ReadTerm {
    term: NewTerm,
    how: Rewriting,
}

/// What a dry run of terms has come to so far.
#[derive(Default)]
pub struct TermRehearsal(DraftChanges);

impl Subject for TermImport {
    type Record = TermRecord;
    type New = ReadTerm;
    type Rehearsal = TermRehearsal;

    fn memory(&self) -> Option<&MemoryId> {
        None
    }

    fn check(&self, _: &Engine) -> Result<(), EngineError> {
        Ok(())
    }

    fn knows_format(&self) -> bool {
        self.format.is_some()
    }

    fn open<'a>(
        &self,
        header: &ImportHeader<TermImport>,
        limits: &Limits,
        start: &[u8],
        input: Box<dyn BufRead + 'a>,
    ) -> Result<Box<dyn Records<TermRecord> + 'a>, EngineError> {
        let format = self.format_of(start, &header.document)?;
        if header.from.is_some() && header.from == header.to {
            let message = "it is the source language, too; a rendering is in another language";
            return Err(EngineError::invalid("header.target_language", message));
        }
        let options = TermOptions {
            from: header.from.clone(),
            to: header.to.clone(),
            max_text_bytes: limits.max_text_bytes().max(Options::DEFAULT_MAX_TEXT_BYTES),
            encoding: header.encoding.clone(),
            columns: self.columns.clone(),
        };
        Ok(Box::new(TermReader::new(format, input, options)))
    }

    fn item(
        &self,
        header: &ImportHeader<TermImport>,
        limits: &Limits,
        record: TermRecord,
    ) -> (Position, Item<ReadTerm>) {
        let (position, unit_id) = (record.position, record.unit_id.clone());
        let mut how = self.rewriting(&record);
        let mut term = self.new_term(record, &header.document);
        let mut doubts = self.settle_preferred(&mut term);
        let names: Vec<String> = term.entries.iter().map(|entry| entry.text.clone()).collect();
        let excerpt = names.first().cloned().unwrap_or_default();
        let mut term = match checked_term(limits, term) {
            Ok(term) => term,
            Err(error) => {
                let message = format!("line {}: {}", position.line, in_words_of_the_file(error, &names));
                let text = excerpt.chars().take(Problem::EXCERPT_CHARS).collect();
                let problem = Problem { position, unit_id, reason: Reason::NotAllowed, message, text };
                return (position, Item::Problem(problem.into()));
            }
        };
        doubts.extend(self.wrong_scripts(&term.entries));
        let strictest = doubts.iter().max_by_key(|(treatment, _)| *treatment);
        if let Some((Treatment::Refuse, doubt)) = strictest {
            let why = (doubt.reason, doubt.message.as_str());
            let problem = ImportProblem::about(&excerpt, (position, &unit_id), ImportOutcome::Refused, why);
            return (position, Item::Problem(problem));
        }
        let is_draft = matches!(strictest, Some((Treatment::Draft, _)));
        if is_draft {
            make_candidate(&mut term);
            // What is doubtful does not take the place of what was not.
            how.tag = None;
        }
        let doubts = doubts.into_iter().map(|(_, doubt)| doubt).collect();
        (position, Item::Read(Box::new(ReadItem { new: ReadTerm { term, how }, unit_id, is_draft, doubts })))
    }

    fn excerpt(new: &ReadTerm) -> &str {
        new.term.entries.first().map_or("", |entry| &entry.text)
    }

    fn digest(new: &ReadTerm, hasher: &mut blake3::Hasher) {
        hasher.update(format!("{new:?}").as_bytes());
    }

    fn write(
        &self,
        (engine, writer): (&Engine, &mut Writer),
        _: &ImportProgress,
        new: Vec<ReadTerm>,
        note: impl FnOnce(&Done) -> Result<Batch, EngineError>,
    ) -> Result<Done, EngineError> {
        engine.write_draft(writer, |draft, next| {
            let fates = new.into_iter().map(|term| self.write_one(draft, next, term)).collect::<Result<_, _>>()?;
            let step = ImportStep { units: UnitStep::default(), terms: draft.step() };
            let done = Done { fates, step, ..Done::default() };
            Ok((note(&done)?, done))
        })
    }

    fn rehearse(
        &self,
        engine: &Engine,
        (_, rehearsal): (&ImportProgress, &mut TermRehearsal),
        new: Vec<ReadTerm>,
    ) -> Result<Done, EngineError> {
        let termbase = read(&engine.termbase);
        let most_names = engine.limits.max_details;
        let mut draft = Draft::with(&termbase, std::mem::take(&mut rehearsal.0), most_names);
        let mut next = TermId(REHEARSED.0 + draft.len() as u64);
        let fates =
            new.into_iter().map(|term| self.write_one(&mut draft, &mut next, term)).collect::<Result<_, _>>()?;
        rehearsal.0 = draft.into_changes();
        Ok(Done { fates, ..Done::default() })
    }
}

impl TermImport {
    fn format_of(&self, start: &[u8], document: &str) -> Result<TermFormat, EngineError> {
        let unknown = || match Format::detect(start, document) {
            Some(_) => {
                "it is of a format that holds units, not terms; import it into a memory (ImportUnits, hafez import)"
            }
            None => "it cannot be told from the file; name the format",
        };
        let found = self.format.or_else(|| TermFormat::detect(start, document));
        found.ok_or_else(|| EngineError::invalid("header.format", unknown()))
    }

    fn rewriting(&self, record: &TermRecord) -> Rewriting {
        Rewriting {
            existing: self.policy.existing,
            // In a TBX it stands behind a letter, as ids of XML have to.
            tag: record.unit_id.as_ref().map(|id| id.trim_start_matches('c').to_owned()),
            places: record.places.clone(),
            has_assumed_type: record.kind.is_none(),
            has_assumed_review: record.review.is_none(),
            has_assumed_source: record.source.as_ref().is_none_or(String::is_empty) && self.source.is_empty(),
        }
    }

    fn new_term(&self, record: TermRecord, document: &str) -> NewTerm {
        let or = |said: String, default: &str| if said.is_empty() { default.to_owned() } else { said };
        // A file that has a place for it says that it is not known.
        let of_file = if record.source.is_some() { "" } else { document };
        let of_file = if self.source.is_empty() { of_file } else { &self.source };
        NewTerm {
            kind: record.kind.unwrap_or(self.kind),
            entries: record.entries,
            note: record.note,
            attributes: record.attributes,
            source: or(record.source.unwrap_or_default(), of_file),
            origin: record.origin.unwrap_or(TermOrigin::Import),
            evidence: record.evidence,
            review: record.review.unwrap_or(self.review),
            author: or(record.author, &self.author),
            created: record.created,
            updated: record.updated,
        }
    }

    /// Leaves one preferred name a language; the others are admitted. That is doubtful only of what is to be used.
    fn settle_preferred(&self, term: &mut NewTerm) -> Vec<(Treatment, ItemDoubt)> {
        let mut doubts = Vec::new();
        for at in 1..term.entries.len() {
            let (before, [entry, ..]) = term.entries.split_at_mut(at) else { break };
            let is_preferred = |entry: &TermEntry| entry.status == TermStatus::Preferred;
            let rival = before.iter().find(|other| is_preferred(other) && other.language == entry.language);
            if let Some(rival) = rival.filter(|_| is_preferred(entry)) {
                let message = format!("“{}” and “{}” are both preferred in {}", rival.text, entry.text, entry.language);
                doubts.push((self.policy.contradiction, ItemDoubt::new(CONTRADICTION, message)));
                entry.status = TermStatus::Admitted;
            }
        }
        let is_doubtful = term.review == TermReviewState::Approved;
        doubts.truncate(usize::from(is_doubtful));
        doubts
    }

    fn wrong_scripts(&self, entries: &[TermEntry]) -> Option<(Treatment, ItemDoubt)> {
        let wrong = |entry: &TermEntry| qa::wrong_script(&entry.text, &entry.language);
        let message = entries.iter().find_map(wrong)?;
        Some((self.policy.wrong_script, ItemDoubt::new(Doubt::WrongScript.name(), message)))
    }

    fn write_one(&self, draft: &mut Draft, next: &mut TermId, read: ReadTerm) -> Result<Fate, EngineError> {
        let ReadTerm { mut term, how } = read;
        let mut clash = match draft.add(next, term.clone(), how.clone()) {
            Ok((_, written)) => return Ok(Fate::Written(written)),
            Err(EngineError::Contradiction(clash)) => clash,
            Err(error) => return refused(error),
        };
        if clash.other.strip_prefix("terms/").and_then(|id| id.parse().ok()).is_some_and(|id| TermId(id) >= REHEARSED) {
            clash.other = "a term further up".into();
        }
        // An edited term stays as it is rather than half edited.
        let treatment = if draft.is_edit(&term, &how) { Treatment::Refuse } else { self.policy.contradiction };
        match treatment {
            Treatment::Draft => make_candidate(&mut term),
            Treatment::Accept => admit_renderings(&mut term.entries),
            Treatment::Refuse => return refused(EngineError::Contradiction(clash)),
        }
        let is_draft = treatment == Treatment::Draft;
        let message = if is_draft { format!("{clash}; it is a candidate till then") } else { clash.to_string() };
        match draft.add(next, term, how) {
            Ok((_, Written::Unchanged)) => Ok(Fate::Written(Written::Unchanged)),
            Ok((_, written)) => Ok(Fate::Doubtful { written, is_draft, reason: CONTRADICTION, message }),
            Err(error) => refused(error),
        }
    }
}

/// What is wrong with a term, with the name that it is wrong with instead of its place in the API.
fn in_words_of_the_file(error: EngineError, names: &[String]) -> String {
    let EngineError::Invalid(violation) = error else { return error.to_string() };
    let place = violation.field.strip_prefix("term.entries[").and_then(|rest| rest.split_once(']'));
    let name = place.and_then(|(at, _)| names.get(at.parse::<usize>().ok()?));
    match name {
        Some(name) => format!("“{}”: {}", name.replace(char::is_control, " "), violation.description),
        None => format!("{}: {}", violation.field.trim_start_matches("term."), violation.description),
    }
}

fn refused(error: EngineError) -> Result<Fate, EngineError> {
    let reason = match error {
        EngineError::Contradiction(_) => CONTRADICTION,
        EngineError::Invalid(_) | EngineError::SameTerm { .. } => Reason::NotAllowed.name(),
        other => return Err(other),
    };
    Ok(Fate::Refused { reason, message: error.to_string() })
}

/// Nobody uses it before somebody has looked at it.
fn make_candidate(term: &mut NewTerm) {
    if term.review == TermReviewState::Approved {
        term.review = TermReviewState::Candidate;
    }
}

fn admit_renderings(entries: &mut [TermEntry]) {
    let own: Option<Language> = entries.first().map(|entry| entry.language.clone());
    let is_rendering =
        |entry: &&mut TermEntry| own.as_ref().is_some_and(|own| own.primary() != entry.language.primary());
    for entry in entries.iter_mut().filter(is_rendering) {
        entry.status = entry.status.max(TermStatus::Admitted);
    }
}
