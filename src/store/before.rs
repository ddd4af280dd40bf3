//! Records as they were: never to be changed, only to be read.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::record::Receipt;
use crate::model::{
    Evidence, Import, ImportCounts, ImportId, ImportStep, Language, Memory, MemoryId, OtherTarget, PenaltyOverrides,
    Percent, Points, Review, ReviewId, ReviewState, Term, TermEntry, TermId, TermOrigin, TermReviewState, TermStatus,
    TermStep, TermType, UnitStep, UnitText,
};

/// A memory before it could set the points of single penalties.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MemoryV1 {
    id: MemoryId,
    display_name: String,
    description: String,
    /// 0 to 100.
    penalty: u16,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    created: Timestamp,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    updated: Timestamp,
    revision: u64,
}

impl From<MemoryV1> for MemoryV2 {
    fn from(before: MemoryV1) -> MemoryV2 {
        MemoryV2 {
            id: before.id,
            display_name: before.display_name,
            description: before.description,
            penalty: Points::new(before.penalty.into()).unwrap_or_default(),
            created: before.created,
            updated: before.updated,
            revision: before.revision,
            penalties: PenaltyOverrides::default(),
        }
    }
}

/// A memory before it could keep one target a source.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MemoryV2 {
    id: MemoryId,
    display_name: String,
    description: String,
    penalty: Points,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    created: Timestamp,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    updated: Timestamp,
    revision: u64,
    penalties: PenaltyOverrides,
}

impl From<MemoryV2> for Memory {
    fn from(before: MemoryV2) -> Memory {
        Memory {
            id: before.id,
            display_name: before.display_name,
            description: before.description,
            penalty: before.penalty,
            created: before.created,
            updated: before.updated,
            revision: before.revision,
            penalties: before.penalties,
            other_target: OtherTarget::default(),
        }
    }
}

/// A receipt before it said which types its answer holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReceiptV1 {
    request: [u8; 16],
    answer: Vec<u8>,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    at: Timestamp,
}

impl From<ReceiptV1> for Receipt {
    fn from(before: ReceiptV1) -> Receipt {
        Receipt { request: before.request, answer: before.answer, at: before.at, answer_version: 1 }
    }
}

/// A term before it was told where it is from, how often it was seen and what reviewers said.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TermV1 {
    id: TermId,
    kind: TermType,
    entries: Vec<TermEntryV1>,
    note: String,
    attributes: BTreeMap<String, String>,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    created: Timestamp,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    updated: Timestamp,
    revision: u64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct TermEntryV1 {
    language: Language,
    text: String,
    status: TermStatus,
    variants: Vec<String>,
}

impl From<TermEntryV1> for TermEntry {
    fn from(before: TermEntryV1) -> TermEntry {
        TermEntry {
            language: before.language,
            text: before.text,
            status: before.status,
            variants: before.variants,
            evidence: Evidence::default(),
        }
    }
}

impl From<TermV1> for Term {
    fn from(before: TermV1) -> Term {
        Term {
            id: before.id,
            kind: before.kind,
            entries: before.entries.into_iter().map(Into::into).collect(),
            note: before.note,
            attributes: before.attributes,
            created: before.created,
            updated: before.updated,
            revision: before.revision,
            source: String::new(),
            origin: TermOrigin::default(),
            evidence: Evidence::default(),
            review: TermReviewState::default(),
            author: String::new(),
        }
    }
}

/// A review before it said which import it came of, and what its decision has done.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReviewV1 {
    id: ReviewId,
    memory: MemoryId,
    source: UnitText,
    target: UnitText,
    document: String,
    target_document: String,
    source_segments: (u32, u32),
    target_segments: (u32, u32),
    previous_source: String,
    next_source: String,
    confidence: Percent,
    reason: String,
    state: ReviewState,
    author: String,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    created: Timestamp,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    updated: Timestamp,
}

impl From<ReviewV1> for Review {
    fn from(before: ReviewV1) -> Review {
        Review {
            id: before.id,
            memory: before.memory,
            source: before.source,
            target: before.target,
            document: before.document,
            target_document: before.target_document,
            source_segments: before.source_segments,
            target_segments: before.target_segments,
            previous_source: before.previous_source,
            next_source: before.next_source,
            confidence: before.confidence,
            reason: before.reason,
            state: before.state,
            author: before.author,
            created: before.created,
            updated: before.updated,
            import: None,
            done: UnitStep::default(),
        }
    }
}

/// An import before there were any but of units.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ImportV1 {
    id: ImportId,
    memory: MemoryId,
    document: String,
    files: u64,
    counts: ImportCounts,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    started: Timestamp,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    updated: Timestamp,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::optional")]
    undone: Option<Timestamp>,
    next_step: u64,
}

impl From<ImportV1> for Import {
    fn from(before: ImportV1) -> Import {
        Import {
            id: before.id,
            memory: Some(before.memory),
            document: before.document,
            files: before.files,
            counts: before.counts,
            started: before.started,
            updated: before.updated,
            undone: before.undone,
            next_step: before.next_step,
        }
    }
}

/// A step of an import before there were any but of units.
impl From<UnitStep> for ImportStep {
    fn from(units: UnitStep) -> ImportStep {
        ImportStep { units, terms: TermStep::default() }
    }
}
