//! Taking an import back.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::undo_terms::undo_terms;

use crate::memory::error::EngineError;
use crate::memory::lookup::prepare_all;
use crate::memory::receipts::{Answer, keep_answer};
use crate::memory::stop::Stop;
use crate::memory::terms::DraftChanges;
use crate::memory::{Engine, RequestId, now, read};
use crate::model::{Fingerprint, ImportId, ImportStep, OtherTarget, TermId, Unit, UnitId, UnitStep};
use crate::store::{Batch, Change, UnitIdentity};

/// How many units that were kept are named.
const NAMED: usize = 100;

/// Whether an import is taken back, or what that would do is only counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undo {
    Do,
    DryRun,
}

/// What taking an import back has done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoReport {
    /// Units or terms that the import had added.
    pub deleted: u64,
    /// Units or terms that it had changed, and that say again what they said before.
    pub restored: u64,
    /// Units that had made way for others, and are back.
    pub brought_back: u64,
    /// Units or terms that were changed since, and are as they were left.
    pub kept: u64,
    /// The first of those, if they are units.
    pub kept_units: Vec<UnitId>,
    /// Pairs that it had found, that nobody has decided about, and that nobody is asked about any more.
    pub reviews_dropped: u64,
    /// The first of those that were kept, if they are terms.
    pub kept_terms: Vec<TermId>,
}

/// What taking an import back said before there were any but of units.
#[derive(Deserialize)]
struct UndoReportV2 {
    deleted: u64,
    restored: u64,
    brought_back: u64,
    kept: u64,
    kept_units: Vec<UnitId>,
    reviews_dropped: u64,
}

impl From<UndoReportV2> for UndoReport {
    fn from(before: UndoReportV2) -> UndoReport {
        let UndoReportV2 { deleted, restored, brought_back, kept, kept_units, reviews_dropped } = before;
        UndoReport { deleted, restored, brought_back, kept, kept_units, reviews_dropped, kept_terms: Vec::new() }
    }
}

/// What taking an import back said before reviews were its own.
#[derive(Deserialize)]
struct UndoReportV1 {
    deleted: u64,
    restored: u64,
    brought_back: u64,
    kept: u64,
    kept_units: Vec<UnitId>,
}

impl From<UndoReportV1> for UndoReportV2 {
    fn from(before: UndoReportV1) -> UndoReportV2 {
        let UndoReportV1 { deleted, restored, brought_back, kept, kept_units } = before;
        UndoReportV2 { deleted, restored, brought_back, kept, kept_units, reviews_dropped: 0 }
    }
}

impl Answer for UndoReport {
    fn read(bytes: &[u8], version: u8) -> Result<UndoReport, postcard::Error> {
        match version {
            1..=3 => postcard::from_bytes::<UndoReportV1>(bytes).map(|report| UndoReportV2::from(report).into()),
            4 => postcard::from_bytes::<UndoReportV2>(bytes).map(UndoReport::from),
            _ => postcard::from_bytes(bytes),
        }
    }
}

/// What undoing one step comes to.
#[derive(Default)]
struct Undone {
    changes: Vec<Change>,
    gone: Vec<UnitId>,
    /// What could not be undone.
    left: UnitStep,
}

impl Engine {
    /// Takes back what an import has done, the latest first. Units and terms that were changed since stay as they are; when those
    /// changes are taken back, too, the rest can be by the same call. If it is stopped, the same call goes on.
    pub fn undo_import(
        &self,
        id: &ImportId,
        undo: Undo,
        (request, stop): (&RequestId, &Stop),
    ) -> Result<UndoReport, EngineError> {
        if let Some(answer) = self.earlier_answer(request)? {
            return Ok(answer);
        }
        let mut undoing = Undoing::new(self);
        let others = self.terms_of_later_imports(&self.import_of(id)?)?;
        let mut before = None;
        loop {
            stop.check()?;
            let mut writer = self.begin_write()?;
            let mut import = self.import_of(id)?;
            let step = self.store.import_step_before(id, before.unwrap_or(import.next_step))?;
            let is_last = step.is_none();
            let (mut batch, mut undone, mut terms) = (Batch::default(), Undone::default(), DraftChanges::default());
            if is_last {
                batch.0 = self.pending_reviews_of(&import)?;
                undoing.report.reviews_dropped = batch.0.len() as u64;
            }
            if let Some((number, step)) = step {
                before = Some(number);
                undone = undoing.undo(step.units)?;
                batch.0.append(&mut undone.changes);
                let earlier = std::mem::take(&mut undoing.terms);
                let termbase = (&*read(&self.termbase), earlier);
                let undone_terms = undo_terms(termbase, step.terms, &others, &mut undoing.report);
                batch.0.extend(undone_terms.batch.0);
                terms = undone_terms.changes;
                let left = ImportStep { units: std::mem::take(&mut undone.left), terms: undone_terms.left };
                let import = id.clone();
                batch.push(match left == ImportStep::default() {
                    true => Change::DeleteImportStep { import, number },
                    false => Change::PutImportStep { import, number, step: left },
                });
            }
            if undo == Undo::DryRun {
                undoing.overlay.extend(batch.0.iter().filter_map(as_it_would_be));
                undoing.terms = terms;
            } else {
                // From the first batch on, so that no file of the import that is under way adds to it.
                import.undone = import.undone.or_else(|| Some(now()));
                batch.push(Change::PutImport(import));
                if is_last {
                    keep_answer(&mut batch, request, &undoing.report)?;
                }
                let units = units_put(&batch.0);
                self.commit(&mut writer, batch)?;
                self.index(&undone.gone, &prepare_all(&units));
                self.apply_to_termbase(terms);
            }
            if is_last {
                return Ok(undoing.report);
            }
        }
    }
}

impl Engine {
    /// What a step has done, taken back: the changes to be made, and the units to be removed from the indexes. What was
    /// changed since stays as it is.
    pub(in crate::memory) fn undone_step(&self, step: UnitStep) -> Result<(Vec<Change>, Vec<UnitId>), EngineError> {
        Undoing::new(self).undo(step).map(|undone| (undone.changes, undone.gone))
    }
}

/// The units that changes put.
pub(in crate::memory) fn units_put(changes: &[Change]) -> Vec<Unit> {
    changes.iter().filter_map(put).cloned().collect()
}

/// An import that is being taken back.
struct Undoing<'a> {
    engine: &'a Engine,
    report: UndoReport,
    /// In a dry run, units as they would be by now.
    overlay: HashMap<UnitId, Option<Unit>>,
    /// In a dry run, what would have been done to terms by now.
    terms: DraftChanges,
}

impl<'a> Undoing<'a> {
    fn new(engine: &'a Engine) -> Undoing<'a> {
        let (report, overlay, terms) = (UndoReport::default(), HashMap::new(), DraftChanges::default());
        Undoing { engine, report, overlay, terms }
    }

    fn undo(&mut self, step: UnitStep) -> Result<Undone, EngineError> {
        let mut undone = Undone::default();
        for (id, fingerprint) in step.added {
            match self.as_left(id, fingerprint)? {
                AsLeft::Yes(unit) => {
                    self.report.deleted += 1;
                    undone.gone.push(id);
                    undone.changes.push(Change::DeleteUnit(*unit));
                }
                // Another import may have it in its place, and bring it back.
                AsLeft::Gone => undone.left.added.push((id, fingerprint)),
                AsLeft::No => {
                    self.report.keep(id);
                    undone.left.added.push((id, fingerprint));
                }
            }
        }
        for (before, fingerprint) in step.updated {
            match self.as_left(before.id, fingerprint)? {
                AsLeft::Yes(unit) => {
                    self.report.restored += 1;
                    undone.gone.push(unit.id);
                    let restored = Unit { revision: unit.revision + 1, ..before };
                    undone.changes.push(Change::PutUnit { unit: restored, before: Some(*unit) });
                }
                AsLeft::Gone => undone.left.updated.push((before, fingerprint)),
                AsLeft::No => {
                    self.report.keep(before.id);
                    undone.left.updated.push((before, fingerprint));
                }
            }
        }
        for unit in step.replaced {
            match self.has_place(&unit, &undone.gone)? {
                true => {
                    self.report.brought_back += 1;
                    undone.changes.push(Change::PutUnit { unit, before: None });
                }
                false => undone.left.replaced.push(unit),
            }
        }
        Ok(undone)
    }

    /// Whether a unit can be there again: its pair is not, nor, where one target a source is kept, another one that stays.
    fn has_place(&self, unit: &Unit, gone: &[UnitId]) -> Result<bool, EngineError> {
        let engine = self.engine;
        if engine.store.unit_by_identity(&UnitIdentity::of(unit))?.is_some() {
            return Ok(false);
        }
        let keeps_one = engine.memory(&unit.memory)?.other_target != OtherTarget::KeepBoth;
        let rivals =
            if keeps_one { engine.stored_rivals(&unit.memory, &unit.source, &unit.target)? } else { Vec::new() };
        Ok(rivals.iter().all(|rival| gone.contains(&rival.id)))
    }

    /// Whether a unit still is as the import left it.
    fn as_left(&self, id: UnitId, fingerprint: Fingerprint) -> Result<AsLeft, EngineError> {
        let now = match self.overlay.get(&id) {
            Some(unit) => unit.clone(),
            None => self.engine.store.unit(id)?,
        };
        Ok(match now {
            Some(unit) if unit.fingerprint() == fingerprint => AsLeft::Yes(Box::new(unit)),
            Some(_) => AsLeft::No,
            None => AsLeft::Gone,
        })
    }
}

enum AsLeft {
    Yes(Box<Unit>),
    No,
    Gone,
}

impl UndoReport {
    fn keep(&mut self, unit: UnitId) {
        self.kept += 1;
        if self.kept_units.len() < NAMED {
            self.kept_units.push(unit);
        }
    }

    pub(super) fn keep_term(&mut self, term: TermId) {
        self.kept += 1;
        if self.kept_terms.len() < NAMED {
            self.kept_terms.push(term);
        }
    }
}

fn put(change: &Change) -> Option<&Unit> {
    match change {
        Change::PutUnit { unit, .. } => Some(unit),
        _ => None,
    }
}

/// What a change would make of a unit.
fn as_it_would_be(change: &Change) -> Option<(UnitId, Option<Unit>)> {
    match change {
        Change::PutUnit { unit, .. } => Some((unit.id, Some(unit.clone()))),
        Change::DeleteUnit(unit) => Some((unit.id, None)),
        _ => None,
    }
}
