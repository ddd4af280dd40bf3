//! Whether a unit was used between the neighbours that the query has.

use crate::fuzzy::Agreement;
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

    /// The best agreement with any one of a unit's uses; `language` is that of its source.
    pub fn agreement(&self, occurrences: &[Occurrence], language: &Language) -> Agreement {
        if !self.are_known() {
            return Agreement::None;
        }
        let with = |o: &Occurrence| {
            let previous = Side::compare(self.previous.as_deref(), o.previous_source.as_deref(), language);
            agreement(previous, Side::compare(self.next.as_deref(), o.next_source.as_deref(), language))
        };
        occurrences.iter().map(with).max().unwrap_or_default()
    }
}

/// What one side of the query has in common with that side of a use.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    /// The same segment.
    Same,
    /// Both stand at that end of their article.
    End,
    /// Something else, or not known.
    Other,
}

impl Side {
    /// `ours` is a match key, `theirs` a text.
    fn compare(ours: Option<&str>, theirs: Option<&str>, language: &Language) -> Side {
        match ours.zip(theirs.map(|text| match_key(text, language))) {
            Some(("", theirs)) if theirs.is_empty() => Side::End,
            Some((ours, theirs)) if *ours == *theirs => Side::Same,
            _ => Side::Other,
        }
    }
}

/// Standing at the same end of an article says little, as every article has two ends: it counts beside a segment that is the
/// same on the other side, not by itself.
fn agreement(previous: Side, next: Side) -> Agreement {
    match (previous, next) {
        (Side::Same, Side::Same | Side::End) | (Side::End, Side::Same) => Agreement::Both,
        (Side::Same, Side::Other) => Agreement::Previous,
        (Side::Other, Side::Same) => Agreement::Next,
        (Side::End | Side::Other, Side::End | Side::Other) => Agreement::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Option<&str> = Some("");
    const END: Option<&str> = Some("");

    fn use_between(previous: Option<&str>, next: Option<&str>) -> Occurrence {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Occurrence { document: String::new(), previous_source: owned(previous), next_source: owned(next) }
    }

    fn found(ours: (Option<&str>, Option<&str>), uses: &[(Option<&str>, Option<&str>)]) -> Agreement {
        let english = Language::parse("en").unwrap();
        let uses: Vec<Occurrence> = uses.iter().map(|&(previous, next)| use_between(previous, next)).collect();
        Neighbours::new(ours.0, ours.1, &english).agreement(&uses, &english)
    }

    #[test]
    fn both_neighbours_agree_or_one_or_none() {
        let (a, b, c) = (Some("He came."), Some("He left."), Some("He spoke."));
        let cases = [
            ((a, b), (a, b), Agreement::Both),
            ((a, b), (a, c), Agreement::Previous),
            ((a, b), (c, b), Agreement::Next),
            ((a, b), (b, a), Agreement::None),
            ((a, b), (a, None), Agreement::Previous),
            ((None, b), (a, b), Agreement::Next),
            ((None, None), (a, b), Agreement::None),
            ((a, b), (None, None), Agreement::None),
        ];
        for (ours, theirs, expected) in cases {
            assert_eq!(found(ours, &[theirs]), expected, "{ours:?} {theirs:?}");
        }
    }

    #[test]
    fn an_end_of_an_article_counts_only_beside_a_segment_that_is_the_same() {
        let (a, b) = (Some("He came."), Some("He left."));
        let cases = [
            ((START, a), (START, a), Agreement::Both),
            ((a, END), (a, END), Agreement::Both),
            ((START, a), (START, b), Agreement::None),
            ((a, END), (b, END), Agreement::None),
            ((START, END), (START, END), Agreement::None),
            ((START, a), (b, a), Agreement::Next),
            ((START, a), (None, a), Agreement::Next),
            ((START, None), (START, None), Agreement::None),
        ];
        for (ours, theirs, expected) in cases {
            assert_eq!(found(ours, &[theirs]), expected, "{ours:?} {theirs:?}");
        }
    }

    #[test]
    fn the_best_single_use_counts_and_two_halves_are_no_whole() {
        let (a, b, c) = (Some("He came."), Some("He left."), Some("He spoke."));
        assert_eq!(found((a, b), &[(a, c), (c, b)]), Agreement::Previous);
        assert_eq!(found((a, b), &[(c, b), (a, b), (c, c)]), Agreement::Both);
        assert_eq!(found((a, b), &[]), Agreement::None);
    }

    #[test]
    fn neighbours_are_the_same_however_they_are_spelt() {
        let (ours, theirs) = (Some("“He” came"), Some("\"he\" came"));
        assert_eq!(found((ours, END), &[(theirs, END)]), Agreement::Both);
    }
}
