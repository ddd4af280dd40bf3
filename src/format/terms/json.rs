//! The lines of JSON Lines as they are written; [`Line`] defines the format.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::record::TermRecord;
use super::words::{ORIGINS, REVIEW_STATES, STATUSES, TYPES, choice, named, word};
use crate::format::Position;
use crate::format::jsonl::parse_object;
use crate::format::problem::{Fault, Reason};
use crate::model::{Evidence, Language, Term, TermEntry, TermStatus};
use crate::text::nfc;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", expecting = "a term as an object")]
pub(super) struct Line {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    entries: Vec<Name>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    note: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    source: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    author: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    review_state: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    origin: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    evidence: Option<Seen>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    attributes: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    created: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    updated: Option<Timestamp>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Name {
    language: String,
    text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    variants: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    evidence: Option<Seen>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Seen {
    count: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last_seen: Option<Timestamp>,
}

impl Line {
    pub fn parse(line: &str) -> Result<Line, Fault> {
        parse_object(line, "write one term a line, with `entries` of `language` and `text`")
    }

    pub fn of(term: &Term) -> Line {
        Line {
            id: Some(term.tag()),
            kind: Some(word(&TYPES, &term.kind).to_owned()),
            entries: term.entries.iter().map(Name::of).collect(),
            note: term.note.clone(),
            source: term.source.clone(),
            author: term.author.clone(),
            review_state: Some(word(&REVIEW_STATES, &term.review).to_owned()),
            origin: Some(word(&ORIGINS, &term.origin).to_owned()),
            evidence: Seen::of(&term.evidence),
            attributes: term.attributes.clone(),
            created: Some(term.created),
            updated: Some(term.updated),
        }
    }

    pub fn into_record(self, position: Position) -> Result<TermRecord, Fault> {
        let mut record = TermRecord::new(self.id, position);
        for name in self.entries {
            let has_preferred =
                |entry: &TermEntry, tag: &Language| entry.language == *tag && entry.status == TermStatus::Preferred;
            let entry = name.read(|tag| record.entries.iter().any(|entry| has_preferred(entry, tag)))?;
            let is_same = |there: &TermEntry| (&there.language, &there.text) == (&entry.language, &entry.text);
            if !record.entries.iter().any(is_same) {
                record.entries.push(entry);
            }
        }
        if record.entries.is_empty() {
            return Err(Fault::new(Reason::EmptySource, "the term has no names; give it `entries`"));
        }
        taken("type", self.kind, &choice(&TYPES), |word| record.take_type(word))?;
        taken("reviewState", self.review_state, &choice(&REVIEW_STATES), |word| record.take_review(word))?;
        taken("origin", self.origin, &choice(&ORIGINS), |word| record.take_origin(word))?;
        Ok(TermRecord {
            note: self.note,
            source: Some(self.source),
            author: self.author,
            evidence: self.evidence.map(Seen::read).unwrap_or_default(),
            attributes: self.attributes,
            created: self.created,
            updated: self.updated,
            ..record
        })
    }
}

fn taken(field: &str, word: Option<String>, choice: &str, mut take: impl FnMut(&str) -> bool) -> Result<(), Fault> {
    match word {
        Some(word) if !take(&word) => Err(unknown(field, &word, choice)),
        _ => Ok(()),
    }
}

fn unknown(field: &str, word: &str, choice: &str) -> Fault {
    let word: String = word.chars().take(40).collect();
    Fault::new(Reason::InvalidValue, format!("`{field}` is `{word}`; write {choice}, or leave it out"))
}

impl Name {
    fn of(entry: &TermEntry) -> Name {
        Name {
            language: entry.language.to_string(),
            text: entry.text.clone(),
            status: Some(word(&STATUSES, &entry.status).to_owned()),
            variants: entry.variants.clone(),
            evidence: Seen::of(&entry.evidence),
        }
    }

    /// `is_settled` says whether the language has a preferred name already.
    fn read(self, is_settled: impl Fn(&Language) -> bool) -> Result<TermEntry, Fault> {
        let language = Language::parse(&self.language).map_err(|error| {
            Fault::new(Reason::UnknownLanguage, format!("the language of “{}”: {error}", self.text))
        })?;
        let status = match &self.status {
            Some(word) => named(&STATUSES, word).ok_or_else(|| unknown("status", word, &choice(&STATUSES)))?,
            None if is_settled(&language) => TermStatus::Admitted,
            None => TermStatus::Preferred,
        };
        let nfc = |text: &String| nfc(text.trim()).into_owned();
        Ok(TermEntry {
            text: nfc(&self.text),
            status,
            variants: self.variants.iter().map(nfc).collect(),
            evidence: self.evidence.map(Seen::read).unwrap_or_default(),
            language,
        })
    }
}

impl Seen {
    /// `None` where nobody has counted.
    fn of(evidence: &Evidence) -> Option<Seen> {
        let seen = Seen { count: evidence.count, last_seen: evidence.last_seen };
        (seen.count > 0 || seen.last_seen.is_some()).then_some(seen)
    }

    fn read(self) -> Evidence {
        Evidence { count: self.count, units: Vec::new(), last_seen: self.last_seen }
    }
}
