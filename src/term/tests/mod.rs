//! What the recognizer promises: golden lines to read, a set to be measured by, and the life of a term.

mod golden;
mod life;
mod measured;
mod properties;

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::model::{Evidence, Language, Term, TermEntry, TermId, TermOrigin, TermReviewState, TermStatus, TermType};

fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap()
}

/// A term by its names in each language: `en=Ali Khamenei|Khamenei`.
pub fn term(id: u64, kind: TermType, names: &[&str]) -> Term {
    Term {
        id: TermId(id),
        kind,
        entries: names.iter().map(|names| entry(names)).collect(),
        note: String::new(),
        attributes: BTreeMap::new(),
        created: Timestamp::UNIX_EPOCH,
        updated: Timestamp::UNIX_EPOCH,
        revision: 1,
        source: String::new(),
        origin: TermOrigin::default(),
        evidence: Evidence::default(),
        review: TermReviewState::default(),
        author: String::new(),
    }
}

fn entry(names: &str) -> TermEntry {
    let (tag, names) = names.split_once('=').unwrap();
    let mut names = names.split('|').map(str::to_owned);
    TermEntry {
        language: language(tag),
        text: names.next().unwrap(),
        status: TermStatus::Preferred,
        variants: names.collect(),
        evidence: Evidence::default(),
    }
}
