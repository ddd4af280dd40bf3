//! A word-level comparison for display.

use std::ops::Range;

use super::alignment::{Alignment, Step};
use super::profile::{Profile, Word};

/// What happened to a stretch of words from the unit to the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DifferenceKind {
    Equal,
    /// In the query only.
    Inserted,
    /// In the unit only.
    Deleted,
    Replaced,
}

/// A stretch of words, with its bytes in both texts; a side without words has an empty range where they would stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub kind: DifferenceKind,
    pub query: Range<usize>,
    pub unit: Range<usize>,
}

/// The stretches of an alignment, in order; together they hold every word of both texts once.
pub fn difference(query: &Profile, unit: &Profile, alignment: &Alignment) -> Vec<Difference> {
    let mut stretches: Vec<Difference> = Vec::new();
    let (mut query_at, mut unit_at) = (0, 0);
    for step in &alignment.steps {
        let (kind, i, j) = classify(step, query, unit);
        let query_span = span(i.map(|i| &query.words[i]), query_at);
        let unit_span = span(j.map(|j| &unit.words[j]), unit_at);
        (query_at, unit_at) = (query_span.end, unit_span.end);
        match stretches.last_mut().filter(|last| last.kind == kind) {
            Some(last) => (last.query.end, last.unit.end) = (query_at, unit_at),
            None => stretches.push(Difference { kind, query: query_span, unit: unit_span }),
        }
    }
    stretches
}

fn classify(step: &Step, query: &Profile, unit: &Profile) -> (DifferenceKind, Option<usize>, Option<usize>) {
    match *step {
        // Numbers are one class to the distance; a reader wants to see that the value changed.
        Step::Equal { query: i, unit: j } if query.words[i].key != unit.words[j].key => {
            (DifferenceKind::Replaced, Some(i), Some(j))
        }
        Step::Equal { query: i, unit: j } => (DifferenceKind::Equal, Some(i), Some(j)),
        Step::Replaced { query: i, unit: j } => (DifferenceKind::Replaced, Some(i), Some(j)),
        Step::Inserted { query: i } => (DifferenceKind::Inserted, Some(i), None),
        Step::Deleted { unit: j } => (DifferenceKind::Deleted, None, Some(j)),
    }
}

fn span(word: Option<&Word>, otherwise: usize) -> Range<usize> {
    word.map_or(otherwise..otherwise, |w| w.start..w.end)
}
