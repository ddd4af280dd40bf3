use std::collections::BTreeMap;

use jiff::Timestamp;

use super::words::{ORIGINS, REVIEW_STATES, TYPES, named};
use crate::format::Position;
use crate::format::record::add_line;
use crate::model::{Evidence, Language, TermEntry, TermOrigin, TermReviewState, TermStatus, TermType};

/// One concept as a file has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TermRecord {
    /// At least one, in the order of the file.
    pub entries: Vec<TermEntry>,
    /// `None` unless the file says so.
    pub kind: Option<TermType>,
    /// May be empty, as `author` may.
    pub note: String,
    /// `None` unless the file has a place where it would say so.
    pub source: Option<String>,
    pub author: String,
    /// `None` unless the file says so.
    pub review: Option<TermReviewState>,
    /// `None` unless the file says so.
    pub origin: Option<TermOrigin>,
    /// How often it was seen; units of another store are not known here.
    pub evidence: Evidence,
    pub created: Option<Timestamp>,
    pub updated: Option<Timestamp>,
    /// Whatever else the file says, under the file's own names.
    pub attributes: BTreeMap<String, String>,
    /// What the file calls the concept.
    pub unit_id: Option<String>,
    /// Which names the file has places for; `None` where it has one for all.
    pub places: Option<Vec<NamePlace>>,
    pub position: Position,
}

/// A place that a file has for names of one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamePlace {
    pub language: Language,
    pub holds: NamesHeld,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamesHeld {
    Of(TermStatus),
    Variants,
}

impl TermRecord {
    pub(in crate::format) fn new(unit_id: Option<String>, position: Position) -> TermRecord {
        TermRecord { unit_id, position, ..TermRecord::default() }
    }

    /// Adds to what the file said under the same name, line by line.
    pub(in crate::format) fn add_attribute(&mut self, name: String, said: &str) {
        add_line(self.attributes.entry(name).or_default(), said);
    }

    /// Adds names of one language, but those that are there. Of those that say nothing the first is preferred, unless
    /// another one of the language is, and the rest admitted.
    pub(in crate::format) fn add_names(&mut self, language: &Language, names: Vec<SaidName>) {
        let is_preferred = |status: Option<TermStatus>| status == Some(TermStatus::Preferred);
        let of_language = |entry: &&TermEntry| entry.language == *language;
        let is_settled = names.iter().any(|name| is_preferred(name.status))
            || self.entries.iter().filter(of_language).any(|entry| entry.status == TermStatus::Preferred);
        let mut unsaid = if is_settled { TermStatus::Admitted } else { TermStatus::Preferred };
        for SaidName { text, status, variants } in names {
            if self.entries.iter().filter(of_language).any(|entry| entry.text == text) {
                continue;
            }
            let status = status.unwrap_or_else(|| std::mem::replace(&mut unsaid, TermStatus::Admitted));
            let language = language.clone();
            self.entries.push(TermEntry { language, text, status, variants, evidence: Evidence::default() });
        }
    }

    /// Takes the word for a type; whether it is one.
    pub(in crate::format) fn take_type(&mut self, word: &str) -> bool {
        self.kind = named(&TYPES, word).or(self.kind);
        named(&TYPES, word).is_some()
    }

    /// Takes the word for a review state; whether it is one.
    pub(in crate::format) fn take_review(&mut self, word: &str) -> bool {
        self.review = named(&REVIEW_STATES, word).or(self.review);
        named(&REVIEW_STATES, word).is_some()
    }

    /// Takes the word for an origin; whether it is one.
    pub(in crate::format) fn take_origin(&mut self, word: &str) -> bool {
        self.origin = named(&ORIGINS, word).or(self.origin);
        named(&ORIGINS, word).is_some()
    }
}

/// A name of a concept in a language, with the status that the file gives it, if it does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::format) struct SaidName {
    /// NFC.
    pub text: String,
    pub status: Option<TermStatus>,
    /// NFC.
    pub variants: Vec<String>,
}
