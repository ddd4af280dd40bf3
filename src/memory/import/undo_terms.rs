//! Taking back what an import has done to terms.

use std::collections::HashSet;

use super::undo::UndoReport;
use crate::memory::error::EngineError;
use crate::memory::terms::{Draft, DraftChanges, Termbase};
use crate::memory::{CHUNK, Engine};
use crate::model::{Fingerprint, Import, Term, TermEntry, TermId, TermStep};
use crate::store::Batch;

/// What undoing the terms of one step comes to.
#[derive(Default)]
pub(super) struct UndoneTerms {
    pub changes: DraftChanges,
    pub batch: Batch,
    /// What could not be undone.
    pub left: TermStep,
}

/// Undoes a step in a termbase with `earlier` changes. Terms that say something else since stay as they are, as do those of
/// `others`, and what would contradict another term by now.
pub(super) fn undo_terms(
    (termbase, earlier): (&Termbase, DraftChanges),
    step: TermStep,
    others: &HashSet<TermId>,
    report: &mut UndoReport,
) -> UndoneTerms {
    let mut draft = Draft::with(termbase, earlier, usize::MAX);
    let mut left = TermStep { met: step.met, ..TermStep::default() };
    for (id, fingerprint) in step.added {
        match draft.get(id) {
            Some(term) if is_as_left(term, fingerprint) && !others.contains(&id) => {
                report.deleted += 1;
                draft.delete(id);
            }
            Some(_) => {
                report.keep_term(id);
                left.added.push((id, fingerprint));
            }
            None => (),
        }
    }
    let mut restored_terms = Vec::new();
    for (before, fingerprint) in step.updated {
        let Some(now) = draft.get(before.id).cloned() else { continue };
        match is_as_left(&now, fingerprint) && !others.contains(&before.id) {
            true => {
                draft.put(restored(&before, &now));
                restored_terms.push((before, now, fingerprint));
            }
            false => {
                report.keep_term(before.id);
                left.updated.push((before, fingerprint));
            }
        }
    }
    // Beside the others as they are again, not as they were in between.
    for (before, now, fingerprint) in restored_terms {
        if draft.check(&restored(&before, &now)).is_ok() {
            report.restored += 1;
        } else {
            draft.put(now);
            report.keep_term(before.id);
            left.updated.push((before, fingerprint));
        }
    }
    // Of a step that is undone it is of no use which terms it met.
    if left.added.is_empty() && left.updated.is_empty() {
        left.met.clear();
    }
    UndoneTerms { batch: draft.batch(), changes: draft.into_changes(), left }
}

impl Engine {
    /// The terms that imports begun after this one, and not taken back, have brought, changed or found there.
    pub(super) fn terms_of_later_imports(&self, import: &Import) -> Result<HashSet<TermId>, EngineError> {
        let (mut terms, mut after) = (HashSet::new(), None);
        loop {
            let imports = self.store.imports(after.as_ref(), CHUNK)?;
            let Some(last) = imports.last() else { return Ok(terms) };
            after = Some(last.id.clone());
            // What has done nothing but meet what was there is no import to be minded.
            let has_done_something = |other: &Import| other.counts.added + other.counts.updated > 0;
            let is_later = |other: &&Import| {
                let stands = other.memory.is_none() && other.undone.is_none() && has_done_something(other);
                stands && other.id != import.id && other.started > import.started
            };
            for other in imports.iter().filter(is_later) {
                let mut before = other.next_step;
                while let Some((number, step)) = self.store.import_step_before(&other.id, before)? {
                    terms.extend(step.terms.met);
                    terms.extend(step.terms.added.iter().map(|(id, _)| *id));
                    terms.extend(step.terms.updated.iter().map(|(term, _)| term.id));
                    before = number;
                }
            }
        }
    }
}

fn is_as_left(term: &Term, fingerprint: Fingerprint) -> bool {
    term.fingerprint() == fingerprint
}

/// The term as it was, seen as often as it has been by now.
fn restored(before: &Term, now: &Term) -> Term {
    let mut term = Term { revision: now.revision + 1, ..before.clone() };
    term.evidence.unite(&now.evidence);
    for entry in &mut term.entries {
        let is_same = |other: &&TermEntry| (&other.language, &other.text) == (&entry.language, &entry.text);
        if let Some(seen) = now.entries.iter().find(is_same) {
            entry.evidence.unite(&seen.evidence);
        }
    }
    term
}
