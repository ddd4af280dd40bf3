use pbjson_types::FieldMask;
use tonic::Status;

use super::{Mask, count, expected_revision, known};
use crate::memory::{NewTerm, RecognizedTerm, TermChange};
use crate::model::{Term, TermEntry, TermStatus, TermType};
use crate::rpc::{names, v1};
use crate::term::MatchReason;

pub fn term(term: Term) -> v1::Term {
    v1::Term {
        name: term.id.name(),
        r#type: v1::TermType::from(term.kind).into(),
        entries: term.entries.into_iter().map(Into::into).collect(),
        note: term.note,
        attributes: term.attributes,
        create_time: Some(term.created.into()),
        update_time: Some(term.updated.into()),
        revision: count(term.revision as usize),
    }
}

/// `path` is the term's place in the request, for error messages.
pub fn new_term(term: v1::Term, path: &str) -> Result<NewTerm, Status> {
    Ok(NewTerm {
        kind: term_type(term.r#type, path)?,
        entries: entries(term.entries, path)?,
        note: term.note,
        attributes: term.attributes,
    })
}

pub fn term_change(term: v1::Term, mask: Option<&FieldMask>) -> Result<TermChange, Status> {
    let mask = Mask::new(mask, &["type", "entries", "note", "attributes"])?;
    let kind = mask.pick("type", term.r#type, |kind| *kind != 0);
    let new_entries = mask.pick("entries", term.entries, |entries| !entries.is_empty());
    Ok(TermChange {
        kind: kind.map(|kind| term_type(kind, "term")).transpose()?,
        entries: new_entries.map(|e| entries(e, "term")).transpose()?,
        note: mask.pick("note", term.note, |note| !note.is_empty()),
        attributes: mask.pick("attributes", term.attributes, |attributes| !attributes.is_empty()),
        revision: expected_revision(term.revision),
    })
}

pub fn recognized_term(recognized: RecognizedTerm) -> v1::RecognizedTerm {
    let RecognizedTerm { hit, matched_text, kind, note, renderings } = recognized;
    v1::RecognizedTerm {
        term: hit.term.name(),
        r#type: v1::TermType::from(kind).into(),
        source_start: count(hit.start),
        source_end: count(hit.end),
        matched_text,
        entry_text: hit.entry_text,
        score: hit.score.as_f64(),
        reason: v1::TermMatchReason::from(hit.reason).into(),
        renderings: renderings.into_iter().map(Into::into).collect(),
        note,
    }
}

fn entries(entries: Vec<v1::TermEntry>, path: &str) -> Result<Vec<TermEntry>, Status> {
    entries.into_iter().enumerate().map(|(at, entry)| term_entry(entry, &format!("{path}.entries[{at}]"))).collect()
}

fn term_entry(entry: v1::TermEntry, path: &str) -> Result<TermEntry, Status> {
    let status = match known(&format!("{path}.status"), entry.status)? {
        v1::TermStatus::Unspecified | v1::TermStatus::Preferred => TermStatus::Preferred,
        v1::TermStatus::Admitted => TermStatus::Admitted,
        v1::TermStatus::Forbidden => TermStatus::Forbidden,
    };
    let language = names::language(&format!("{path}.language"), &entry.language)?;
    Ok(TermEntry { language, text: entry.text, status, variants: entry.variants })
}

fn term_type(value: i32, path: &str) -> Result<TermType, Status> {
    Ok(match known(&format!("{path}.type"), value)? {
        v1::TermType::Person => TermType::Person,
        v1::TermType::Organization => TermType::Organization,
        v1::TermType::Place => TermType::Place,
        v1::TermType::Title => TermType::Title,
        v1::TermType::Event => TermType::Event,
        v1::TermType::Work => TermType::Work,
        v1::TermType::Unspecified | v1::TermType::Other => TermType::Other,
    })
}

impl From<TermType> for v1::TermType {
    fn from(kind: TermType) -> v1::TermType {
        match kind {
            TermType::Person => v1::TermType::Person,
            TermType::Organization => v1::TermType::Organization,
            TermType::Place => v1::TermType::Place,
            TermType::Title => v1::TermType::Title,
            TermType::Event => v1::TermType::Event,
            TermType::Work => v1::TermType::Work,
            TermType::Other => v1::TermType::Other,
        }
    }
}

impl From<TermEntry> for v1::TermEntry {
    fn from(entry: TermEntry) -> v1::TermEntry {
        let status = match entry.status {
            TermStatus::Preferred => v1::TermStatus::Preferred,
            TermStatus::Admitted => v1::TermStatus::Admitted,
            TermStatus::Forbidden => v1::TermStatus::Forbidden,
        };
        let language = entry.language.to_string();
        v1::TermEntry { language, text: entry.text, status: status.into(), variants: entry.variants }
    }
}

impl From<MatchReason> for v1::TermMatchReason {
    fn from(reason: MatchReason) -> v1::TermMatchReason {
        match reason {
            MatchReason::Exact => v1::TermMatchReason::Exact,
            MatchReason::Spelling => v1::TermMatchReason::Spelling,
            MatchReason::Inflection => v1::TermMatchReason::Inflection,
            MatchReason::Misspelling => v1::TermMatchReason::Misspelling,
        }
    }
}
