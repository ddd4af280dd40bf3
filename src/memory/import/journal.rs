//! What an import has done, kept so that it can be gone on with and taken back.

use jiff::Timestamp;

use super::{ImportProgress, ImportReport};
use crate::format::Position;
use crate::memory::error::EngineError;
use crate::memory::merge::Merged;
use crate::memory::receipts::keep_answer;
use crate::memory::{CHUNK, Engine, RequestId, now};
use crate::model::{Import, ImportCounts, ImportId, ImportPosition, ImportStep, MemoryId, UnitStep};
use crate::store::{Batch, Change};

/// The journal of one file of an import.
pub(in crate::memory) struct Journal {
    /// The import as it begins, if this is its first file.
    fresh: Import,
    /// The field of the request that names the import.
    field: &'static str,
    /// What of the file is in the stored import's counts already.
    noted: ImportCounts,
    /// Whether the file is counted in the stored import.
    is_counted: bool,
}

impl Journal {
    /// Of an import of units into `memory`, or of terms, that is to be called `import`, as the request says in a field, or
    /// that is gone on with.
    pub fn begin(
        engine: &Engine,
        (memory, document): (Option<&MemoryId>, &str),
        (import, field): (Option<&ImportId>, &'static str),
        resumed: Option<&ImportPosition>,
    ) -> Result<Journal, EngineError> {
        let id = resumed.map(|position| &position.import).or(import).cloned();
        let started = now();
        let fresh = Import {
            id: id.unwrap_or_else(|| fresh_id(document)),
            memory: memory.cloned(),
            document: document.to_owned(),
            files: 0,
            counts: ImportCounts::default(),
            started,
            updated: started,
            undone: None,
            next_step: 1,
        };
        let noted = resumed.map(|position| position.counts.clone()).unwrap_or_default();
        let journal = Journal { fresh, field, noted, is_counted: resumed.is_some() };
        journal.stored(engine)?;
        Ok(journal)
    }

    /// The import as it is stored, or as it begins; other files of it may be under way.
    fn stored(&self, engine: &Engine) -> Result<Import, EngineError> {
        let Some(import) = engine.store.import(self.id())? else { return Ok(self.fresh.clone()) };
        let other = |what: String| Err(EngineError::invalid(self.field, format!("{what}; use another id")));
        match () {
            _ if import.memory != self.fresh.memory => other(match &import.memory {
                Some(memory) => format!("it is one into {}", memory.name()),
                None => "it is one of terms".into(),
            }),
            _ if import.undone.is_some() => other("it has been taken back".into()),
            _ => Ok(import),
        }
    }

    pub fn id(&self) -> &ImportId {
        &self.fresh.id
    }

    /// Notes what a batch does, to be written with it. The caller has the right to write.
    pub fn note(
        &mut self,
        engine: &Engine,
        step: ImportStep,
        counts: &ImportCounts,
    ) -> Result<Vec<Change>, EngineError> {
        let mut import = self.stored(engine)?;
        import.files += u64::from(!std::mem::replace(&mut self.is_counted, true));
        import.counts.add_difference(counts, &self.noted);
        import.updated = now();
        self.noted.clone_from(counts);
        let mut changes = Vec::new();
        if step != ImportStep::default() {
            changes.push(Change::PutImportStep { import: import.id.clone(), number: import.next_step, step });
            import.next_step += 1;
        }
        changes.push(Change::PutImport(import));
        Ok(changes)
    }

    /// Where a request under the same id goes on.
    pub fn position(
        &self,
        request: &RequestId,
        (current, content): (Position, [u8; 16]),
        progress: &ImportProgress,
    ) -> Change {
        let position = ImportPosition {
            request: request.digest,
            import: self.id().clone(),
            unit: current.unit,
            byte: current.byte,
            content,
            counts: progress.counts.clone(),
            memory_created: progress.memory_created,
            at: now(),
        };
        Change::PutPosition { request_id: request.id.clone(), position }
    }
}

/// What writing units has done.
pub(in crate::memory) fn unit_step(merged: &Merged) -> UnitStep {
    let mut step = UnitStep { replaced: merged.replaced().cloned().collect(), ..UnitStep::default() };
    for pending in merged.changed() {
        let fingerprint = pending.unit.fingerprint();
        match &pending.before {
            Some(before) => step.updated.push((before.clone(), fingerprint)),
            None => step.added.push((pending.unit.id, fingerprint)),
        }
    }
    step
}

/// An id by the time, with something that no other import of that second has.
fn fresh_id(document: &str) -> ImportId {
    let time = Timestamp::now();
    let digest = blake3::hash(format!("{} {document}", time.as_nanosecond()).as_bytes());
    let id = format!("{}-{}", time.strftime("%Y%m%d-%H%M%S"), &digest.to_hex()[..6]);
    ImportId::parse(&id).expect("digits, letters and hyphens make an id")
}

impl Engine {
    /// Where the import with this request id goes on, if it was begun.
    pub(super) fn resumed(&self, request: &RequestId) -> Result<Option<ImportPosition>, EngineError> {
        if request.id.is_empty() {
            return Ok(None);
        }
        match self.store.position(&request.id)?.filter(|position| self.stands(Some(&position.import))) {
            Some(position) if position.request != request.digest => {
                Err(EngineError::RequestIdReused(request.id.clone()))
            }
            position => Ok(position),
        }
    }

    /// Whether what an import has done is still there: not if it was taken back, or its memory deleted.
    pub(super) fn stands(&self, import: Option<&ImportId>) -> bool {
        let Some(id) = import else { return true };
        self.store.import(id).is_ok_and(|import| import.is_some_and(|import| import.undone.is_none()))
    }

    /// Remembers how an import has ended.
    pub(super) fn complete(&self, request: &RequestId, report: &ImportReport) -> Result<(), EngineError> {
        if request.id.is_empty() {
            return Ok(());
        }
        let mut batch = Batch(vec![Change::DeletePosition { request_id: request.id.clone() }]);
        keep_answer(&mut batch, request, report)?;
        let mut writer = self.begin_write()?;
        self.commit(&mut writer, batch)
    }

    /// The imports by id, from behind `after` on.
    pub fn imports(&self, after: Option<&ImportId>, limit: usize) -> Result<Vec<Import>, EngineError> {
        Ok(self.store.imports(after, limit)?)
    }

    pub fn import_of(&self, id: &ImportId) -> Result<Import, EngineError> {
        self.store.import(id)?.ok_or_else(|| EngineError::NotFound { name: id.name() })
    }

    /// Forgets what the imports into a memory have done, as it is deleted.
    pub(in crate::memory) fn forget_imports(&self, memory: &MemoryId) -> Result<Vec<Change>, EngineError> {
        let (mut changes, mut after) = (Vec::new(), None);
        loop {
            let imports = self.store.imports(after.as_ref(), CHUNK)?;
            let Some(last) = imports.last() else { return Ok(changes) };
            after = Some(last.id.clone());
            for import in imports.into_iter().filter(|import| import.memory.as_ref() == Some(memory)) {
                let steps = (1..import.next_step).rev();
                let delete = |number| Change::DeleteImportStep { import: import.id.clone(), number };
                changes.extend(steps.map(delete));
                changes.push(Change::DeleteImport(import.id));
            }
        }
    }
}
