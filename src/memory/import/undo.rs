//! Taking an import back.

use crate::memory::error::EngineError;
use crate::memory::lookup::prepare_all;
use crate::memory::receipts::{Answer, keep_answer};
use crate::memory::stop::Stop;
use crate::memory::{Engine, RequestId, now};
use crate::model::{Fingerprint, ImportId, ImportStep, Unit, UnitId};
use crate::store::{Batch, Change, UnitIdentity};
use serde::{Deserialize, Serialize};

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
    /// Units that the import had added.
    pub deleted: u64,
    /// Units that it had changed, and that say again what they said before.
    pub restored: u64,
    /// Units that had made way for others, and are back.
    pub brought_back: u64,
    /// Units that were changed since, and are as they were left.
    pub kept: u64,
    /// The first of those.
    pub kept_units: Vec<UnitId>,
}

impl Answer for UndoReport {}

/// What undoing one step comes to.
#[derive(Default)]
struct Undone {
    changes: Vec<Change>,
    gone: Vec<UnitId>,
    /// What could not be undone.
    left: ImportStep,
}

impl Engine {
    /// Takes back what an import has done, the latest first. Units that were changed since stay as they are; when those
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
        let mut report = UndoReport::default();
        let mut before = self.import_of(id)?.next_step;
        loop {
            stop.check()?;
            let mut writer = self.begin_write()?;
            let step = self.store.import_step_before(id, before)?;
            let is_last = step.is_none();
            let mut batch = Batch::default();
            let mut undone = Undone::default();
            if let Some((number, step)) = step {
                before = number;
                undone = self.undo_step(step, &mut report)?;
                batch.0.append(&mut undone.changes);
                let (import, left) = (id.clone(), std::mem::take(&mut undone.left));
                batch.push(match left == ImportStep::default() {
                    true => Change::DeleteImportStep { import, number },
                    false => Change::PutImportStep { import, number, step: left },
                });
            }
            if undo == Undo::Do {
                if is_last {
                    batch.push(Change::PutImport(crate::model::Import { undone: Some(now()), ..self.import_of(id)? }));
                    keep_answer(&mut batch, request, &report)?;
                }
                let units: Vec<Unit> = batch.0.iter().filter_map(put).cloned().collect();
                self.commit(&mut writer, batch)?;
                self.index(&undone.gone, &prepare_all(&units));
            }
            if is_last {
                return Ok(report);
            }
        }
    }

    fn undo_step(&self, step: ImportStep, report: &mut UndoReport) -> Result<Undone, EngineError> {
        let mut undone = Undone::default();
        for (id, fingerprint) in step.added {
            match self.as_left(id, fingerprint)? {
                AsLeft::Yes(unit) => {
                    report.deleted += 1;
                    undone.gone.push(id);
                    undone.changes.push(Change::DeleteUnit(*unit));
                }
                AsLeft::Gone => (),
                AsLeft::No => {
                    report.keep(id);
                    undone.left.added.push((id, fingerprint));
                }
            }
        }
        for (before, fingerprint) in step.updated {
            match self.as_left(before.id, fingerprint)? {
                AsLeft::Yes(unit) => {
                    report.restored += 1;
                    undone.gone.push(unit.id);
                    let restored = Unit { revision: unit.revision + 1, ..before };
                    undone.changes.push(Change::PutUnit { unit: restored, before: Some(*unit) });
                }
                AsLeft::Gone => (),
                AsLeft::No => {
                    report.keep(before.id);
                    undone.left.updated.push((before, fingerprint));
                }
            }
        }
        for unit in step.replaced {
            if self.store.unit_by_identity(&UnitIdentity::of(&unit))?.is_none() {
                report.brought_back += 1;
                undone.changes.push(Change::PutUnit { unit, before: None });
            }
        }
        Ok(undone)
    }

    /// Whether a unit still is as the import left it.
    fn as_left(&self, id: UnitId, fingerprint: Fingerprint) -> Result<AsLeft, EngineError> {
        Ok(match self.store.unit(id)? {
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
}

fn put(change: &Change) -> Option<&Unit> {
    match change {
        Change::PutUnit { unit, .. } => Some(unit),
        _ => None,
    }
}
