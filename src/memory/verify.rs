//! Whether the store can be read, record by record, and the index is what it should be.

use std::ops::ControlFlow;

use super::error::EngineError;
use super::lookup::prepare_all;
use super::stop::Stop;
use super::{CHUNK, Engine};
use crate::store::{Finding, StoreError};

/// How many faults are told one by one.
const FAULTS_MOST: usize = 1_000;

/// How far a check has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// Records of all kinds that have been read.
    pub records: u64,
    /// Units that have been looked for in the index.
    pub indexed: u64,
    pub faults: u64,
    /// The faults since the last report, in words; of very many only the first are told.
    pub found: Vec<String>,
}

impl Engine {
    /// Reads every record, then looks for every unit in the index; `report` hears of it now and then, and at the end.
    pub fn verify(
        &self,
        stop: &Stop,
        mut report: impl FnMut(Verification) -> Result<(), EngineError>,
    ) -> Result<(), EngineError> {
        let mut so_far = Verification::default();
        let mut outcome = Ok(());
        self.store.check(&mut |finding| {
            so_far.records += 1;
            so_far.add(finding);
            let due = so_far.records.is_multiple_of(CHUNK as u64);
            outcome = stop.check().and_then(|()| if due { report(so_far.told()) } else { Ok(()) });
            if outcome.is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        outcome?;
        report(so_far.told())?;
        self.verify_index(&mut so_far, stop, &mut report)?;
        report(so_far.told())
    }

    fn verify_index(
        &self,
        so_far: &mut Verification,
        stop: &Stop,
        report: &mut impl FnMut(Verification) -> Result<(), EngineError>,
    ) -> Result<(), EngineError> {
        let mut after = None;
        loop {
            stop.check()?;
            // No unit changes between reading it and looking for it.
            let writer = self.begin_write()?;
            let units = match self.store.units(after, CHUNK) {
                Err(StoreError::Corrupt { what, .. }) => {
                    let fault = format!("from {what} on, units are not looked for in the index, as it cannot be read");
                    so_far.add(Finding::Fault(fault));
                    return Ok(());
                }
                units => units?,
            };
            let view = self.lookups.view();
            let Some(last) = units.last() else {
                if view.len() as u64 != so_far.indexed {
                    let fault = format!("the index holds {} units, the store {}", view.len(), so_far.indexed);
                    so_far.add(Finding::Fault(fault));
                }
                return Ok(());
            };
            after = Some(last.id);
            drop(writer);
            for prepared in prepare_all(&units) {
                so_far.indexed += 1;
                if !view.holds(&prepared) {
                    let name = prepared.unit().id.name_in(&prepared.unit().memory);
                    so_far.add(Finding::Fault(format!("{name} is not in the index as it is in the store")));
                }
            }
            report(so_far.told())?;
        }
    }
}

impl Verification {
    fn add(&mut self, finding: Finding) {
        if let Finding::Fault(fault) = finding {
            self.faults += 1;
            if self.faults <= FAULTS_MOST as u64 {
                self.found.push(fault);
            }
        }
    }

    /// What is to be reported, which is then no longer held.
    fn told(&mut self) -> Verification {
        let found = std::mem::take(&mut self.found);
        Verification { found, ..self.clone() }
    }
}
