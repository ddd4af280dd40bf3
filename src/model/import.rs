use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{MemoryId, Term, TermId, Unit, UnitId};

/// Identifies an import within the store: the `2026-11-22-a` of `imports/2026-11-22-a`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ImportId(String);

impl ImportId {
    /// As ids of memories are; see [`MemoryId::parse`].
    pub fn parse(id: &str) -> Option<ImportId> {
        MemoryId::parse(id).map(|id| ImportId(id.as_str().to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its resource name: `imports/{import}`.
    pub fn name(&self) -> String {
        format!("imports/{}", self.0)
    }
}

/// What an import has done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportCounts {
    /// Units, or terms, read, refused ones included. All counts are of the same.
    pub read: u64,
    pub added: u64,
    /// Units that were there and got another occurrence, a better status or other details.
    pub updated: u64,
    pub unchanged: u64,
    pub refused: u64,
    /// Of those not refused, how many are drafts, or candidates, because something about them is doubtful.
    pub draft: u64,
    /// Units that were there and made way for one with another target.
    pub replaced: u64,
    /// How many were refused, by the reason given first.
    pub refused_by_reason: BTreeMap<String, u64>,
    /// How many were not refused though doubtful, by doubt; one may have several.
    pub doubtful_by_reason: BTreeMap<String, u64>,
}

impl ImportCounts {
    /// Adds what was done since `before`, an earlier state of `now`.
    pub fn add_difference(&mut self, now: &ImportCounts, before: &ImportCounts) {
        self.read += now.read - before.read;
        self.added += now.added - before.added;
        self.updated += now.updated - before.updated;
        self.unchanged += now.unchanged - before.unchanged;
        self.refused += now.refused - before.refused;
        self.draft += now.draft - before.draft;
        self.replaced += now.replaced - before.replaced;
        add_difference(&mut self.refused_by_reason, &now.refused_by_reason, &before.refused_by_reason);
        add_difference(&mut self.doubtful_by_reason, &now.doubtful_by_reason, &before.doubtful_by_reason);
    }
}

fn add_difference(to: &mut BTreeMap<String, u64>, now: &BTreeMap<String, u64>, before: &BTreeMap<String, u64>) {
    for (reason, count) in now {
        *to.entry(reason.clone()).or_default() += count - before.get(reason).copied().unwrap_or(0);
    }
}

/// What is known of an import: one or several files under one id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    pub id: ImportId,
    /// The memory that units go into; `None` for an import of terms.
    pub memory: Option<MemoryId>,
    /// The first file's name.
    pub document: String,
    /// How many files have been begun.
    pub files: u64,
    pub counts: ImportCounts,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub started: Timestamp,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub updated: Timestamp,
    /// When it was taken back.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::optional")]
    pub undone: Option<Timestamp>,
    /// The number of the next step.
    pub next_step: u64,
}

/// Tells whether a unit or term still is as an import left it; see [`Unit::fingerprint`] and [`Term::fingerprint`].
pub type Fingerprint = [u8; 8];

/// What one batch of an import has done, so that it can be taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportStep {
    pub units: UnitStep,
    pub terms: TermStep,
}

/// What has been done to terms.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermStep {
    pub added: Vec<(TermId, Fingerprint)>,
    /// Terms as they were before.
    pub updated: Vec<(Term, Fingerprint)>,
    /// Terms that were there just so, or were not to be changed.
    pub met: Vec<TermId>,
}

/// What has been done to units.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitStep {
    pub added: Vec<(UnitId, Fingerprint)>,
    /// Units as they were before.
    pub updated: Vec<(Unit, Fingerprint)>,
    /// Units that were deleted.
    pub replaced: Vec<Unit>,
}

/// How far an import of one file has come that has not ended: where a request under the same id goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPosition {
    /// Digest of the request, to tell a retry from another one under the same id.
    pub request: [u8; 16],
    pub import: ImportId,
    /// Everything up to this unit of the file is durable, or was refused.
    pub unit: u64,
    /// Where that unit ends, in bytes.
    pub byte: u64,
    /// Digest of what was read up to there, to tell the file from another one.
    pub content: [u8; 16],
    pub counts: ImportCounts,
    pub memory_created: bool,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub at: Timestamp,
}
