//! Taking back what an import has done to terms.

use super::undo::UndoReport;
use crate::memory::terms::{Draft, DraftChanges, Termbase};
use crate::model::{Fingerprint, Term, TermEntry, TermStep};
use crate::store::Batch;

/// What undoing the terms of one step comes to.
#[derive(Default)]
pub(super) struct UndoneTerms {
    pub changes: DraftChanges,
    pub batch: Batch,
    /// What could not be undone.
    pub left: TermStep,
}

/// Undoes a step in a termbase with `earlier` changes. Terms that say something else since stay as they are.
pub(super) fn undo_terms(
    (termbase, earlier): (&Termbase, DraftChanges),
    step: TermStep,
    report: &mut UndoReport,
) -> UndoneTerms {
    let (mut draft, mut left) = (Draft::with(termbase, earlier), TermStep::default());
    for (id, fingerprint) in step.added {
        match draft.get(id) {
            Some(term) if is_as_left(term, fingerprint) => {
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
    for (before, fingerprint) in step.updated {
        let Some(now) = draft.get(before.id) else { continue };
        let restored = restored(&before, now);
        if is_as_left(now, fingerprint) && draft.check_is_alone(&restored).is_ok() {
            report.restored += 1;
            draft.put(restored);
        } else {
            report.keep_term(before.id);
            left.updated.push((before, fingerprint));
        }
    }
    UndoneTerms { batch: draft.batch(), changes: draft.into_changes(), left }
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
