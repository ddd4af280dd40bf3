//! What an import would do.

use std::collections::{HashMap, HashSet};

use crate::memory::Engine;
use crate::memory::error::EngineError;
use crate::memory::merge::{Outcome, WritePolicy};
use crate::memory::units::{NewUnit, Written};
use crate::model::{MemoryId, Unit, UnitId};
use crate::store::UnitIdentity;

/// How many units are kept as they would be. Of more only the identities are known, and what comes again counts as unchanged.
const KEPT: usize = 100_000;

/// A dry run: the units that would have been written by now.
#[derive(Default)]
pub struct Rehearsal {
    units: HashMap<UnitIdentity, Unit>,
    more: HashSet<UnitIdentity>,
}

impl Rehearsal {
    /// What writing would do with each unit, and how many others would make way.
    pub fn write(
        &mut self,
        engine: &Engine,
        (memory, policy): (&MemoryId, WritePolicy),
        units: Vec<NewUnit>,
    ) -> Result<(Vec<Outcome>, u64), EngineError> {
        let known: Vec<bool> = units.iter().map(|unit| self.more.contains(&unit.identity_in(memory))).collect();
        let fresh = units.into_iter().zip(&known).filter(|(_, known)| !**known).map(|(unit, _)| unit).collect();
        let there = |identity: &UnitIdentity| match self.units.get(identity) {
            Some(unit) => Ok(Some(unit.clone())),
            None => engine.stored(identity),
        };
        let merged = engine.merge(&mut UnitId(UnitId::LAST.0 / 2), (memory, policy), fresh, &there)?;
        let mut written = merged.outcomes();
        let unchanged = Outcome::Written(Written::Unchanged);
        let outcome = |known: &bool| if *known { unchanged } else { written.next().unwrap_or(unchanged) };
        let outcomes = known.iter().map(outcome).collect();
        let replaced = merged.replaced().count() as u64;
        for unit in merged.changed().map(|pending| &pending.unit) {
            let identity = UnitIdentity::of(unit);
            match self.units.len() < KEPT || self.units.contains_key(&identity) {
                true => drop(self.units.insert(identity, unit.clone())),
                false => drop(self.more.insert(identity)),
            }
        }
        Ok((outcomes, replaced))
    }
}
