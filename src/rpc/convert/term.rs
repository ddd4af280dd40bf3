use jiff::Unit;
use pbjson_types::FieldMask;
use tonic::Status;

use super::export::time;
use super::{Mask, count, expected_revision, known};
use crate::memory::{NewTerm, RecognizedTerm, TermChange, TermUsage, TermWarning};
use crate::model::{Evidence, Term, TermEntry, TermId, TermOrigin, TermReviewState, TermStatus, TermType};
use crate::rpc::status::invalid_field;
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
        source: term.source,
        origin: v1::TermOrigin::from(term.origin).into(),
        evidence: evidence(term.evidence),
        review_state: v1::TermReviewState::from(term.review).into(),
        author: term.author,
    }
}

/// Nothing where nobody has counted.
pub fn evidence(evidence: Evidence) -> Option<v1::TermEvidence> {
    (evidence != Evidence::default()).then(|| v1::TermEvidence {
        count: evidence.count,
        units: evidence.units.iter().map(|(memory, unit)| unit.name_in(memory)).collect(),
        last_seen: evidence.last_seen.map(Into::into),
    })
}

/// `path` is the term's place in the request, for error messages.
pub fn new_term(term: v1::Term, path: &str) -> Result<NewTerm, Status> {
    Ok(NewTerm {
        kind: term_type(term.r#type, path)?,
        entries: entries(term.entries, path)?,
        note: term.note,
        attributes: term.attributes,
        source: term.source,
        origin: term_origin(term.origin, path)?,
        evidence: new_evidence(term.evidence.unwrap_or_default(), path)?,
        review: term_review_state(&format!("{path}.review_state"), term.review_state)?.unwrap_or_default(),
        author: term.author,
        created: None,
        updated: None,
    })
}

pub fn term_change(term: v1::Term, mask: Option<&FieldMask>) -> Result<TermChange, Status> {
    let fields = ["type", "entries", "note", "attributes", "source", "origin", "evidence", "review_state", "author"];
    let mask = Mask::new(mask, &fields)?;
    let kind = mask.pick("type", term.r#type, |kind| *kind != 0);
    let new_entries = mask.pick("entries", term.entries, |entries| !entries.is_empty());
    let origin = mask.pick("origin", term.origin, |origin| *origin != 0);
    let evidence = mask.pick("evidence", term.evidence, Option::is_some);
    let review = mask.pick("review_state", term.review_state, |state| *state != 0);
    Ok(TermChange {
        kind: kind.map(|kind| term_type(kind, "term")).transpose()?,
        entries: new_entries.map(|e| entries(e, "term")).transpose()?,
        note: mask.pick("note", term.note, |note| !note.is_empty()),
        attributes: mask.pick("attributes", term.attributes, |attributes| !attributes.is_empty()),
        source: mask.pick("source", term.source, |source| !source.is_empty()),
        origin: origin.map(|origin| term_origin(origin, "term")).transpose()?,
        evidence: evidence.map(|e| new_evidence(e.unwrap_or_default(), "term")).transpose()?,
        review: review.map(|r| term_review_state("term.review_state", r)).transpose()?.map(Option::unwrap_or_default),
        author: mask.pick("author", term.author, |author| !author.is_empty()),
        revision: expected_revision(term.revision),
    })
}

pub fn recognized_term(recognized: RecognizedTerm) -> v1::RecognizedTerm {
    let RecognizedTerm { hit, matched_text, kind, note, review, evidence: seen, renderings } = recognized;
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
        review_state: v1::TermReviewState::from(review).into(),
        evidence: evidence(seen),
    }
}

pub fn term_warning(warning: TermWarning) -> v1::TermWarning {
    let TermWarning { term, source_text, found, preferred } = warning;
    v1::TermWarning { term: term.name(), source_text, found: found.map(Into::into), preferred }
}

pub fn term_usage(term: TermId, usage: TermUsage) -> v1::TermUsage {
    let rendering = |((status, text), count): ((TermStatus, String), u32)| v1::TermRenderingCount {
        text,
        status: v1::TermStatus::from(status).into(),
        count,
    };
    v1::TermUsage {
        term: term.name(),
        text: usage.name,
        renderings: usage.renderings.into_iter().map(rendering).collect(),
        otherwise: usage.otherwise,
    }
}

fn entries(entries: Vec<v1::TermEntry>, path: &str) -> Result<Vec<TermEntry>, Status> {
    let mut read: Vec<TermEntry> = Vec::with_capacity(entries.len());
    for (at, entry) in entries.into_iter().enumerate() {
        let path = format!("{path}.entries[{at}]");
        let is_unsaid = entry.status == v1::TermStatus::Unspecified as i32;
        let mut entry = term_entry(entry, &path)?;
        let is_settled = |other: &TermEntry| other.language == entry.language && other.status == TermStatus::Preferred;
        if is_unsaid && read.iter().any(is_settled) {
            entry.status = TermStatus::Admitted;
        }
        read.push(entry);
    }
    Ok(read)
}

fn term_entry(entry: v1::TermEntry, path: &str) -> Result<TermEntry, Status> {
    Ok(TermEntry {
        language: names::language(&format!("{path}.language"), &entry.language)?,
        text: entry.text,
        status: term_status(&format!("{path}.status"), entry.status)?.unwrap_or_default(),
        variants: entry.variants,
        evidence: new_evidence(entry.evidence.unwrap_or_default(), path)?,
    })
}

fn new_evidence(evidence: v1::TermEvidence, path: &str) -> Result<Evidence, Status> {
    let most = Evidence::UNITS_KEPT;
    if evidence.units.len() > most {
        return Err(invalid_field(format!("{path}.evidence.units"), format!("there are more than {most}; name fewer")));
    }
    let unit = |(at, name): (usize, &String)| names::unit_id(&format!("{path}.evidence.units[{at}]"), name);
    let last_seen = time(&format!("{path}.evidence.last_seen"), evidence.last_seen)?;
    // As exactly as the store keeps it.
    let last_seen = last_seen.map(|time| time.round(Unit::Microsecond).unwrap_or(time));
    let units = evidence.units.iter().enumerate().map(unit).collect::<Result<_, _>>()?;
    Ok(Evidence { count: evidence.count, units, last_seen })
}

/// `None` for unspecified.
pub fn term_status(field: &str, value: i32) -> Result<Option<TermStatus>, Status> {
    Ok(match known(field, value)? {
        v1::TermStatus::Unspecified => None,
        v1::TermStatus::Preferred => Some(TermStatus::Preferred),
        v1::TermStatus::Admitted => Some(TermStatus::Admitted),
        v1::TermStatus::Forbidden => Some(TermStatus::Forbidden),
    })
}

fn term_origin(value: i32, path: &str) -> Result<TermOrigin, Status> {
    Ok(match known(&format!("{path}.origin"), value)? {
        v1::TermOrigin::Unspecified | v1::TermOrigin::Human => TermOrigin::Human,
        v1::TermOrigin::Import => TermOrigin::Import,
        v1::TermOrigin::Mined => TermOrigin::Mined,
    })
}

/// `None` for unspecified.
pub fn term_review_state(field: &str, value: i32) -> Result<Option<TermReviewState>, Status> {
    Ok(match known(field, value)? {
        v1::TermReviewState::Unspecified => None,
        v1::TermReviewState::Approved => Some(TermReviewState::Approved),
        v1::TermReviewState::Candidate => Some(TermReviewState::Candidate),
        v1::TermReviewState::Rejected => Some(TermReviewState::Rejected),
    })
}

pub fn term_type(value: i32, path: &str) -> Result<TermType, Status> {
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

impl From<TermStatus> for v1::TermStatus {
    fn from(status: TermStatus) -> v1::TermStatus {
        match status {
            TermStatus::Preferred => v1::TermStatus::Preferred,
            TermStatus::Admitted => v1::TermStatus::Admitted,
            TermStatus::Forbidden => v1::TermStatus::Forbidden,
        }
    }
}

impl From<TermOrigin> for v1::TermOrigin {
    fn from(origin: TermOrigin) -> v1::TermOrigin {
        match origin {
            TermOrigin::Human => v1::TermOrigin::Human,
            TermOrigin::Import => v1::TermOrigin::Import,
            TermOrigin::Mined => v1::TermOrigin::Mined,
        }
    }
}

impl From<TermReviewState> for v1::TermReviewState {
    fn from(state: TermReviewState) -> v1::TermReviewState {
        match state {
            TermReviewState::Approved => v1::TermReviewState::Approved,
            TermReviewState::Candidate => v1::TermReviewState::Candidate,
            TermReviewState::Rejected => v1::TermReviewState::Rejected,
        }
    }
}

impl From<TermEntry> for v1::TermEntry {
    fn from(entry: TermEntry) -> v1::TermEntry {
        v1::TermEntry {
            language: entry.language.to_string(),
            text: entry.text,
            status: v1::TermStatus::from(entry.status).into(),
            variants: entry.variants,
            evidence: evidence(entry.evidence),
        }
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
