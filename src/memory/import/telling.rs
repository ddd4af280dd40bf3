//! What is counted and told of what comes of units and terms.

use super::ImportProgress;
use super::problem::{ImportOutcome, ImportProblem};
use super::reading::{ItemDoubt, ReadItem};
use super::subject::{Done, Fate, Subject};
use crate::format::{Position, Problem};
use crate::memory::units::Written;
use crate::model::ImportCounts;

/// What a unit or term that is being written is known by.
pub(super) struct Place {
    position: Position,
    unit_id: Option<String>,
    /// How it begins.
    text: String,
}

pub(super) fn placed<S: Subject>(read: ReadItem<S::New>, position: Position) -> (S::New, Place) {
    let text = S::excerpt(&read.new).chars().take(Problem::EXCERPT_CHARS).collect();
    (read.new, Place { position, unit_id: read.unit_id, text })
}

/// What is to be told of what has become of one.
pub(super) fn told(fate: Fate, place: Place) -> Option<ImportProblem> {
    let (outcome, reason, message) = match fate {
        Fate::Doubtful { is_draft: true, reason, message, .. } => (ImportOutcome::Draft, reason, message),
        Fate::Refused { reason, message } => (ImportOutcome::Refused, reason, message),
        Fate::Written(_) | Fate::Doubtful { .. } => return None,
    };
    Some(ImportProblem::about(&place.text, (place.position, &place.unit_id), outcome, (reason, &message)))
}

/// Counts what has become of a batch.
pub(super) fn count(done: &Done, progress: &mut ImportProgress) {
    let counts = &mut progress.counts;
    for fate in &done.fates {
        match fate {
            Fate::Written(written) => count_written(*written, counts),
            Fate::Doubtful { written, is_draft, reason, .. } => {
                count_written(*written, counts);
                counts.draft += u64::from(*is_draft);
                *counts.doubtful_by_reason.entry((*reason).to_owned()).or_default() += 1;
            }
            Fate::Refused { reason, .. } => refuse(counts, reason),
        }
    }
    counts.replaced += done.replaced;
    progress.memory_created = done.memory_created;
}

fn count_written(written: Written, counts: &mut ImportCounts) {
    match written {
        Written::Added => counts.added += 1,
        Written::Updated => counts.updated += 1,
        Written::Unchanged => counts.unchanged += 1,
    }
}

pub(super) fn refuse(counts: &mut ImportCounts, reason: &str) {
    counts.refused += 1;
    *counts.refused_by_reason.entry(reason.to_owned()).or_default() += 1;
}

pub(super) fn count_doubts<T>(read: &ReadItem<T>, counts: &mut ImportCounts) {
    counts.draft += u64::from(read.is_draft);
    for doubt in &read.doubts {
        *counts.doubtful_by_reason.entry(doubt.reason.to_owned()).or_default() += 1;
    }
}

/// What is reported of one that is a draft for being doubtful.
pub(super) fn drafted<S: Subject>(read: &ReadItem<S::New>, position: Position) -> Vec<ImportProblem> {
    let text = S::excerpt(&read.new);
    let doubts = read.doubts.iter().filter(|_| read.is_draft);
    let about = |doubt: &ItemDoubt| {
        let why = (doubt.reason, doubt.message.as_str());
        ImportProblem::about(text, (position, &read.unit_id), ImportOutcome::Draft, why)
    };
    doubts.map(about).collect()
}
