//! What writing units comes to: which are new, which are there already, which make way for others.

use std::collections::HashMap;

use super::error::EngineError;
use super::lookup::prepare_all;
use super::rivals::{self, Source};
use super::units::{NewUnit, Written, fill};
use super::{Engine, Writer, now};
use crate::model::{MemoryId, Occurrence, OriginKind, OtherTarget, Unit, UnitId};
use crate::store::{Batch, Change, UnitIdentity};

/// What is done with a pair that is there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExistingPair {
    /// It gets another occurrence, the better status, and details that it lacks.
    #[default]
    CountUse,
    /// The same, and what is said of it replaces what was said.
    Update,
    /// It stays as it is.
    Skip,
}

/// What is done with units that meet others in the memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct WritePolicy {
    pub existing: ExistingPair,
    pub other_target: OtherTarget,
}

/// What has become of a unit that was to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Written(Written),
    /// Another target for its source is kept.
    Outranked(UnitId),
}

/// A unit about to be written.
pub(super) struct Pending {
    pub unit: Unit,
    pub before: Option<Unit>,
    pub written: Written,
    /// The unit that it makes way for.
    pub beaten_by: Option<UnitId>,
}

/// What a batch of units comes to.
#[derive(Default)]
pub(super) struct Merged {
    /// The units concerned, each once.
    pub pending: Vec<Pending>,
    /// For each unit that was to be written, which of those it is and what was done.
    order: Vec<(usize, Written)>,
    by_identity: HashMap<UnitIdentity, usize>,
    /// The units concerned by source; only kept where one makes way for another.
    by_source: HashMap<Source, Vec<usize>>,
}

impl Merged {
    pub fn outcomes(&self) -> impl Iterator<Item = Outcome> {
        self.order.iter().map(|&(at, written)| match self.pending[at].beaten_by {
            Some(winner) => Outcome::Outranked(winner),
            None => Outcome::Written(written),
        })
    }

    /// For each unit that was to be written, which one it is.
    pub fn units(&self) -> impl Iterator<Item = UnitId> {
        self.order.iter().map(|&(at, _)| self.pending[at].unit.id)
    }

    /// The units as stored and what was done with each; an error if one was not to be written.
    pub fn answer(&self) -> Result<Vec<(Unit, Written)>, EngineError> {
        let answers = self.order.iter().map(|&(at, written)| match self.pending[at].beaten_by {
            Some(winner) => Err(EngineError::OtherTarget { name: winner.name_in(&self.pending[at].unit.memory) }),
            None => Ok((self.pending[at].unit.clone(), written)),
        });
        answers.collect()
    }

    /// The units that are new or say something else than before.
    pub fn changed(&self) -> impl Iterator<Item = &Pending> {
        self.pending.iter().filter(|p| p.beaten_by.is_none() && p.written != Written::Unchanged)
    }

    /// The units that were there and make way for others.
    pub fn replaced(&self) -> impl Iterator<Item = &Unit> {
        self.pending.iter().filter(|p| p.beaten_by.is_some()).filter_map(|p| p.before.as_ref())
    }

    fn push(&mut self, pending: Pending, policy: WritePolicy) -> usize {
        let at = self.pending.len();
        self.by_identity.insert(UnitIdentity::of(&pending.unit), at);
        if policy.other_target != OtherTarget::KeepBoth {
            self.by_source.entry(Source::of(&pending.unit.source, &pending.unit.target)).or_default().push(at);
        }
        self.pending.push(pending);
        at
    }
}

impl Engine {
    /// Writes units that keep the rules, all or none, as one who has the right to write. What `also` makes of the outcome is
    /// written with them.
    pub(super) fn write_checked<T>(
        &self,
        writer: &mut Writer,
        (memory, policy): (&MemoryId, WritePolicy),
        units: Vec<NewUnit>,
        also: impl FnOnce(&Merged) -> Result<(Batch, T), EngineError>,
    ) -> Result<T, EngineError> {
        let first_id = writer.next_unit;
        let there = |identity: &UnitIdentity| self.stored(identity);
        let merged = self
            .merge(&mut writer.next_unit, (memory, policy), units, &there)
            .and_then(|merged| also(&merged).map(|b| (merged, b)));
        let (merged, (mut batch, answer)) = merged.inspect_err(|_| writer.next_unit = first_id)?;
        batch.0.extend(merged.replaced().cloned().map(Change::DeleteUnit));
        let put = |p: &Pending| Change::PutUnit { unit: p.unit.clone(), before: p.before.clone() };
        batch.0.extend(merged.changed().map(put));
        let units: Vec<&Unit> = merged.changed().map(|p| &p.unit).collect();
        // Making texts ready for the index takes as long as making them durable.
        let mut prepared = Vec::new();
        rayon::in_place_scope(|scope| {
            scope.spawn(|_| prepared = prepare_all(&units));
            self.commit(writer, batch)
        })?;
        let before = merged.changed().filter_map(|p| p.before.as_ref());
        let gone: Vec<UnitId> = before.chain(merged.replaced()).map(|unit| unit.id).collect();
        self.index(&gone, &prepared);
        Ok(answer)
    }

    /// Finds for each new unit the one that is there, or makes one.
    pub(super) fn merge(
        &self,
        next: &mut UnitId,
        (memory, policy): (&MemoryId, WritePolicy),
        units: Vec<NewUnit>,
        there: &dyn Fn(&UnitIdentity) -> Result<Option<Unit>, EngineError>,
    ) -> Result<Merged, EngineError> {
        let mut merged = Merged::default();
        for unit in units {
            let identity = unit.identity_in(memory);
            let found = match merged.by_identity.get(&identity) {
                Some(&found) => Some(found),
                None => there(&identity)?.map(|before| merged.push(Pending::stored(before), policy)),
            };
            let (at, written) = match found {
                Some(at) if policy.other_target == OtherTarget::KeepBoth => {
                    (at, merged.pending[at].absorb(unit, policy.existing))
                }
                found => self.among_rivals(next, &mut merged, (memory, policy), unit, found)?,
            };
            merged.order.push((at, written));
        }
        Ok(merged)
    }

    /// Writes a unit beside, or in the place of, those with another target for its source; `found` is what is there of it.
    fn among_rivals(
        &self,
        next: &mut UnitId,
        merged: &mut Merged,
        (memory, policy): (&MemoryId, WritePolicy),
        unit: NewUnit,
        found: Option<usize>,
    ) -> Result<(usize, Written), EngineError> {
        let mut rivals = Vec::new();
        if policy.other_target != OtherTarget::KeepBoth {
            for rival in self.stored_rivals(memory, &unit.source, &unit.target)? {
                if !merged.by_identity.contains_key(&UnitIdentity::of(&rival)) {
                    merged.push(Pending::stored(rival), policy);
                }
            }
            let same_source = merged.by_source.get(&Source::of(&unit.source, &unit.target));
            let is_rival = |&at: &usize| Some(at) != found && merged.pending[at].beaten_by.is_none();
            rivals.extend(same_source.into_iter().flatten().copied().filter(is_rival));
        }
        let rank = rivals::Rank::of(&unit, found.map(|at| &merged.pending[at].unit));
        let winner = rivals.iter().find(|&&at| rank.is_beaten_by(&merged.pending[at].unit, policy.other_target));
        let winner = winner.map(|&at| merged.pending[at].unit.id);
        let (at, written) = match found {
            Some(at) if winner.is_none() => (at, merged.pending[at].absorb(unit, policy.existing)),
            // Beaten, it stays as it is where it was.
            Some(at) => (at, Written::Unchanged),
            None => {
                let unit = new_unit(*next, memory, unit);
                next.0 += 1;
                let pending = Pending { unit, before: None, written: Written::Added, beaten_by: None };
                (merged.push(pending, policy), Written::Added)
            }
        };
        match winner {
            Some(_) if found.is_some() => (),
            Some(winner) => merged.pending[at].beaten_by = Some(winner),
            None => {
                let id = merged.pending[at].unit.id;
                merged.pending[at].beaten_by = None;
                rivals.iter().for_each(|&rival| merged.pending[rival].beaten_by = Some(id));
            }
        }
        Ok((at, written))
    }

    pub(super) fn stored(&self, identity: &UnitIdentity) -> Result<Option<Unit>, EngineError> {
        match self.store.unit_by_identity(identity)? {
            Some(id) => Ok(self.store.unit(id)?),
            None => Ok(None),
        }
    }
}

impl Pending {
    fn stored(before: Unit) -> Pending {
        Pending { unit: before.clone(), before: Some(before), written: Written::Unchanged, beaten_by: None }
    }

    /// Adds to the unit what writing the same pair again brings.
    fn absorb(&mut self, new: NewUnit, how: ExistingPair) -> Written {
        if how == ExistingPair::Skip {
            return Written::Unchanged;
        }
        let before = self.unit.clone();
        let unit = &mut self.unit;
        let mut is_new_use = false;
        for digest in new.older_occurrences {
            is_new_use |= unit.record_older(digest);
        }
        for occurrence in occurrences_of(new.occurrences) {
            is_new_use |= unit.record(occurrence);
        }
        // A person who writes the pair confirms it, and so does another file; the same file again says nothing new about
        // what may have been demoted since.
        let is_human = new.origin.kind == OriginKind::Human;
        if is_human || is_new_use {
            unit.status = unit.status.min(new.status);
        }
        if is_human && unit.origin.kind == OriginKind::Machine {
            unit.origin = new.origin;
        }
        if how == ExistingPair::Update {
            unit.status = new.status;
            replace(&mut unit.author, &new.author);
            replace(&mut unit.note, &new.note);
            unit.attributes.extend(new.attributes.clone());
        }
        fill(&mut unit.author, new.author);
        fill(&mut unit.note, new.note);
        for (name, value) in new.attributes {
            unit.attributes.entry(name).or_insert(value);
        }
        // A file may say when it was changed; that is what the newest is chosen by.
        unit.updated = new.updated.map_or(unit.updated, |given| given.max(unit.updated));
        if *unit == before {
            return Written::Unchanged;
        }
        if self.written == Written::Unchanged {
            self.written = Written::Updated;
            unit.revision += 1;
            unit.updated = new.updated.map_or_else(now, |_| unit.updated);
        }
        Written::Updated
    }
}

fn replace(field: &mut String, value: &str) {
    if !value.is_empty() {
        value.clone_into(field);
    }
}

/// A unit without a named place was used once, somewhere.
fn occurrences_of(occurrences: Vec<Occurrence>) -> Vec<Occurrence> {
    if occurrences.is_empty() { vec![Occurrence::default()] } else { occurrences }
}

fn new_unit(id: UnitId, memory: &MemoryId, new: NewUnit) -> Unit {
    let created = new.created.or(new.updated).unwrap_or_else(now);
    let mut unit = Unit {
        id,
        memory: memory.clone(),
        source: new.source,
        target: new.target,
        status: new.status,
        origin: new.origin,
        occurrences: Vec::new(),
        older_occurrences: Vec::new(),
        author: new.author,
        note: new.note,
        attributes: new.attributes,
        created,
        updated: new.updated.unwrap_or(created),
        revision: 1,
    };
    for digest in new.older_occurrences {
        unit.record_older(digest);
    }
    for occurrence in occurrences_of(new.occurrences) {
        unit.record(occurrence);
    }
    unit
}
