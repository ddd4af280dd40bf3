//! The termbase: names, titles and fixed phrases with their established renderings.
//!
//! `rules` says what may be a term; `draft` puts new terms beside those that are there, `merging` into them, unless there is
//! a `contradiction`; `termbase` finds them in text and by name. `naming` looks up what a translator types, and `composing`
//! puts titles and names together.

mod composing;
mod consistency;
mod contradiction;
mod draft;
mod export;
mod history;
mod listing;
mod merging;
mod mining;
mod naming;
mod recognition;
mod rules;
mod termbase;

use std::collections::BTreeMap;

use jiff::Timestamp;

pub use self::consistency::{TermFinding, TermUsage, TermUsages, TermWarning, warnings};
pub use self::contradiction::Contradiction;
pub use self::listing::{TermFilter, TextPlace};
pub use self::mining::{Keeping, MineQuery, Mined, MinedTerm};
pub use self::naming::{NamePart, NameQuery, NameSuggestion, NamedBy};
pub use self::recognition::RecognizedTerm;
pub use self::termbase::{Termbase, TermsWanted};

pub use self::draft::ExistingTerm;
pub(super) use self::draft::{Draft, DraftChanges, Rewriting};
use super::catalog::check_revision;
use super::error::EngineError;
use super::limits::Limits;
use super::receipts::keep_answer;
use super::{Engine, RequestId, Writer, now, read, write};
use crate::model::{Evidence, Term, TermEntry, TermId, TermOrigin, TermReviewState, TermType};
use crate::store::Batch;

/// How many changes of the termbase are made findable at a time; look-ups wait for that long, some milliseconds.
const AT_A_TIME: usize = 250;

/// A term to be written.
#[derive(Clone, Debug, Default)]
pub struct NewTerm {
    pub kind: TermType,
    pub entries: Vec<TermEntry>,
    pub note: String,
    pub attributes: BTreeMap<String, String>,
    pub source: String,
    pub origin: TermOrigin,
    pub evidence: Evidence,
    pub review: TermReviewState,
    pub author: String,
    /// When it was first written, where that was before now.
    pub created: Option<Timestamp>,
    /// When it was last changed, where that was before now.
    pub updated: Option<Timestamp>,
}

/// New values for some of a term's fields.
#[derive(Clone, Debug, Default)]
pub struct TermChange {
    pub kind: Option<TermType>,
    pub entries: Option<Vec<TermEntry>>,
    pub note: Option<String>,
    pub attributes: Option<BTreeMap<String, String>>,
    pub source: Option<String>,
    pub origin: Option<TermOrigin>,
    pub evidence: Option<Evidence>,
    pub review: Option<TermReviewState>,
    pub author: Option<String>,
    /// The revision that the change was made to; `None` changes whatever is there.
    pub revision: Option<u64>,
}

impl Engine {
    /// Writes terms, all or none; gives each as stored. A term that is there gets the names, variants, evidence and details
    /// that it lacks; one that contradicts another is refused.
    pub fn write_terms(&self, terms: Vec<NewTerm>, request: &RequestId) -> Result<Vec<Term>, EngineError> {
        let mut writer = self.begin_write()?;
        if let Some(answer) = self.earlier_answer(request)? {
            return Ok(answer);
        }
        let numbered = terms.into_iter().enumerate();
        let checked = numbered.map(|(at, term)| rules::checked(&self.limits, term, &format!("terms[{at}]")));
        let terms = checked.collect::<Result<Vec<NewTerm>, _>>()?;
        self.write_draft(&mut writer, |draft, next| {
            let mut written = Vec::with_capacity(terms.len());
            for (at, term) in terms.into_iter().enumerate() {
                let path = |error| at_path(error, &format!("terms[{at}]"));
                written.push(draft.add(next, term, Rewriting::default()).map_err(path)?.0);
            }
            let answer: Vec<Term> = written.iter().filter_map(|&id| draft.get(id).cloned()).collect();
            let mut batch = Batch::default();
            keep_answer(&mut batch, request, &answer)?;
            Ok((batch, answer))
        })
    }

    /// Makes changes to the termbase, all or none: those of the draft, and what `work` gives to be stored with them.
    pub(super) fn write_draft<T>(
        &self,
        writer: &mut Writer,
        work: impl FnOnce(&mut Draft, &mut TermId) -> Result<(Batch, T), EngineError>,
    ) -> Result<T, EngineError> {
        let mut next = writer.next_term;
        let (batch, changes, answer) = {
            let termbase = read(&self.termbase);
            let mut draft = Draft::new(&termbase, self.limits.max_details);
            let (also, answer) = work(&mut draft, &mut next)?;
            let mut batch = draft.batch();
            batch.0.extend(also.0);
            (batch, draft.into_changes(), answer)
        };
        writer.next_term = next;
        self.commit(writer, batch)?;
        self.apply_to_termbase(changes);
        Ok(answer)
    }

    /// Makes changes findable that are durable, some at a time, so that no look-up waits for long.
    pub(super) fn apply_to_termbase(&self, changes: DraftChanges) {
        let mut changes = changes.into_terms().into_iter().peekable();
        while changes.peek().is_some() {
            let mut termbase = write(&self.termbase);
            for (id, term) in changes.by_ref().take(AT_A_TIME) {
                match term {
                    Some(term) => termbase.put(term),
                    None => termbase.remove(id),
                }
            }
        }
    }

    pub fn term(&self, id: TermId) -> Result<Term, EngineError> {
        read(&self.termbase).get(id).cloned().ok_or_else(|| EngineError::NotFound { name: id.name() })
    }

    pub fn update_term(&self, id: TermId, change: TermChange, request: &RequestId) -> Result<Term, EngineError> {
        let mut writer = self.begin_write()?;
        if let Some(answer) = self.earlier_answer(request)? {
            return Ok(answer);
        }
        let before = self.term(id)?;
        check_revision(|| id.name(), before.revision, change.revision)?;
        let mut term = self.changed_term(&before, change)?;
        self.write_draft(&mut writer, |draft, _| {
            if term != before {
                (term.updated, term.revision) = (now(), before.revision + 1);
                if names_change(&before, &term) {
                    draft.check_is_alone(&term)?;
                    contradiction::check(draft, &term)?;
                }
                draft.put(term.clone());
            }
            let mut batch = Batch::default();
            keep_answer(&mut batch, request, &term)?;
            Ok((batch, term))
        })
    }

    fn changed_term(&self, before: &Term, change: TermChange) -> Result<Term, EngineError> {
        let mut term = before.clone();
        term.kind = change.kind.unwrap_or(term.kind);
        term.entries = change.entries.unwrap_or(term.entries);
        term.note = change.note.unwrap_or(term.note);
        term.attributes = change.attributes.unwrap_or(term.attributes);
        term.source = change.source.unwrap_or(term.source);
        term.origin = change.origin.unwrap_or(term.origin);
        term.evidence = change.evidence.unwrap_or(term.evidence);
        term.review = change.review.unwrap_or(term.review);
        term.author = change.author.unwrap_or(term.author);
        if names_change(before, &term) {
            rules::check_entries(&self.limits, &mut term.entries, "term")?;
        }
        let details = [("note", &term.note), ("source", &term.source), ("author", &term.author)];
        rules::check_details(&self.limits, "term", details)?;
        self.limits.check_attributes("term", &term.attributes)?;
        Ok(term)
    }

    pub fn delete_term(&self, id: TermId, request: &RequestId) -> Result<(), EngineError> {
        let mut writer = self.begin_write()?;
        if self.earlier_answer::<()>(request)?.is_some() {
            return Ok(());
        }
        self.term(id)?;
        self.write_draft(&mut writer, |draft, _| {
            draft.delete(id);
            let mut batch = Batch::default();
            keep_answer(&mut batch, request, &())?;
            Ok((batch, ()))
        })
    }
}

/// The term with its names in NFC, if it keeps the rules.
pub(super) fn checked_term(limits: &Limits, term: NewTerm) -> Result<NewTerm, EngineError> {
    rules::checked(limits, term, "term")
}

/// Whether a change has to do with what terms are found by. Terms that older versions wrote may break newer rules; they
/// can be changed all the same as long as their names stay.
fn names_change(before: &Term, after: &Term) -> bool {
    (before.kind, before.review, &before.entries) != (after.kind, after.review, &after.entries)
}

/// The error of one term, for the caller who sent it in a batch.
fn at_path(error: EngineError, path: &str) -> EngineError {
    match error {
        EngineError::Invalid(mut violation) => {
            violation.field = violation.field.replacen("term", path, 1);
            EngineError::Invalid(violation)
        }
        other => other,
    }
}
