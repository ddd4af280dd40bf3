//! Whether a unit was used between the neighbours that the query has.

use crate::model::{Language, Occurrence};
use crate::text::match_key;

/// The match keys of the segments around a query; `None` where not known, empty at an article's ends.
#[derive(Clone, Debug, Default)]
pub(super) struct Neighbours {
    pub previous: Option<String>,
    pub next: Option<String>,
}

impl Neighbours {
    pub fn new(previous: Option<&str>, next: Option<&str>, language: &Language) -> Neighbours {
        let key = |text: &str| match_key(text, language);
        Neighbours { previous: previous.map(key), next: next.map(key) }
    }

    /// Whether there is anything to agree with.
    pub fn are_known(&self) -> bool {
        self.previous.is_some() || self.next.is_some()
    }

    /// Whether both neighbours are known and some occurrence had the same.
    pub fn agree_with(&self, occurrences: &[Occurrence], language: &Language) -> bool {
        let same = |ours: &Option<String>, theirs: &Option<String>| match (ours, theirs) {
            (Some(ours), Some(theirs)) => *ours == match_key(theirs, language),
            _ => false,
        };
        occurrences.iter().any(|o| same(&self.previous, &o.previous_source) && same(&self.next, &o.next_source))
    }
}
