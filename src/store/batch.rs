use super::record::Receipt;
use crate::model::{
    Calibration, Import, ImportId, ImportPosition, ImportStep, Memory, MemoryId, Review, ReviewId, Term, TermId, Unit,
    UnitId,
};

/// One change to a store. Large, but batches hold them in vectors and most are units.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug)]
pub enum Change {
    PutMemory(Memory),
    /// Its units have to be deleted separately.
    DeleteMemory(MemoryId),
    /// Writes a unit; `before` is what was stored under its id.
    PutUnit {
        unit: Unit,
        before: Option<Unit>,
    },
    /// Its past revisions go with it.
    DeleteUnit(Unit),
    /// A unit as it was once; putting a unit that says something else keeps what it said before by itself.
    PutRevision(Unit),
    /// Writes a term; `before` is what was stored under its id.
    PutTerm {
        term: Term,
        before: Option<Term>,
    },
    /// Its past revisions go with it.
    DeleteTerm(Term),
    /// A term as it was once; putting a term that says something else keeps what it said before by itself.
    PutTermRevision(Term),
    PutReceipt {
        request_id: String,
        receipt: Receipt,
    },
    DeleteReceipt {
        request_id: String,
    },
    PutImport(Import),
    /// Its steps have to be deleted separately.
    DeleteImport(ImportId),
    PutImportStep {
        import: ImportId,
        number: u64,
        step: ImportStep,
    },
    DeleteImportStep {
        import: ImportId,
        number: u64,
    },
    PutPosition {
        request_id: String,
        position: ImportPosition,
    },
    DeletePosition {
        request_id: String,
    },
    PutReview(Review),
    DeleteReview(MemoryId, ReviewId),
    PutCalibration(MemoryId, Calibration),
    DeleteCalibration(MemoryId),
    /// Ids below these are taken.
    NextIds(UnitId, TermId),
}

impl Change {
    pub fn is_of_memory(&self) -> bool {
        matches!(self, Change::PutMemory(_) | Change::DeleteMemory(_))
    }

    /// The unit that is put or deleted, if it is one.
    pub fn unit(&self) -> Option<UnitId> {
        match self {
            Change::PutUnit { unit, .. } | Change::DeleteUnit(unit) => Some(unit.id),
            _ => None,
        }
    }
}

/// Changes that are done together or not at all, in order.
#[derive(Clone, Debug, Default)]
pub struct Batch(pub Vec<Change>);

impl Batch {
    pub fn push(&mut self, change: Change) {
        self.0.push(change);
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
