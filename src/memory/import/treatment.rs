//! What is done with what is doubtful about a pair.

use crate::memory::units::NewUnit;
use crate::model::UnitStatus;
use crate::qa::{self, Doubt, Finding};

/// What is done with a doubtful pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Treatment {
    /// It is written as any other, and counted.
    Accept,
    /// It is written as a draft, and reported.
    Draft,
    /// It is not written, and reported.
    Refuse,
}

/// The treatment of each doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Treatments([Treatment; Doubt::ALL.len()]);

impl Default for Treatments {
    /// Whatever is doubtful becomes a draft: it may be right all the same, and somebody can look at it.
    fn default() -> Treatments {
        Treatments([Treatment::Draft; Doubt::ALL.len()])
    }
}

impl Treatments {
    pub fn of(&self, doubt: Doubt) -> Treatment {
        self.0[doubt as usize]
    }

    pub fn set(&mut self, doubt: Doubt, treatment: Treatment) {
        self.0[doubt as usize] = treatment;
    }

    /// Looks at a pair, makes a draft of it if it is to be one, and gives what is doubtful about it with the strictest
    /// treatment of all that is.
    pub(super) fn apply(&self, unit: &mut NewUnit) -> (Treatment, Vec<Finding>) {
        let findings = qa::check(&unit.source, &unit.target);
        let strictest = findings.iter().map(|finding| self.of(finding.doubt)).max().unwrap_or(Treatment::Accept);
        if strictest == Treatment::Draft {
            unit.status = UnitStatus::Draft;
        }
        (strictest, findings)
    }
}
