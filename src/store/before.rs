//! Records as they were: never to be changed, only to be read.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::record::Receipt;
use crate::model::{Memory, MemoryId, OtherTarget, PenaltyOverrides, Points};

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
