//! A check of the index against the store, and a backup while the store forgets what was changed.

use std::io::Write;
use std::sync::Arc;

use hafez::memory::{Engine, Limits, MemoryChange, NewUnit, RequestId, Stop, Verification};
use hafez::model::{Language, MemoryId, Origin, Unit, UnitId, UnitStatus, UnitText};
use hafez::store::{Batch, Change, SledStore, Store, restore};

fn text(text: &str, language: &str) -> UnitText {
    UnitText { text: text.into(), language: Language::parse(language).unwrap() }
}

fn new_unit(source: &str) -> NewUnit {
    NewUnit {
        source: text(source, "en"),
        target: text("باران بارید.", "fa"),
        status: UnitStatus::Approved,
        origin: Origin::default(),
        occurrences: Vec::new(),
        older_occurrences: Vec::new(),
        author: String::new(),
        note: String::new(),
        attributes: Default::default(),
        created: None,
        updated: None,
    }
}

/// An engine with three units, and its store.
fn engine(directory: &std::path::Path) -> (Engine, Arc<SledStore>, Vec<Unit>) {
    let store = Arc::new(SledStore::open(directory).unwrap());
    let engine = Engine::open(store.clone(), Limits::default(), |_| ()).unwrap();
    let memory = MemoryId::parse("news").unwrap();
    engine.create_memory(memory.clone(), MemoryChange::default(), &RequestId::default()).unwrap();
    let units = ["It rained.", "It snowed.", "It hailed 3 times."].map(new_unit).to_vec();
    let written = engine.write_units(&memory, units, &RequestId::default()).unwrap();
    (engine, store, written.into_iter().map(|(unit, _)| unit).collect())
}

fn verified(engine: &Engine) -> Vec<String> {
    let (mut found, mut last) = (Vec::new(), Verification::default());
    let report = |mut so_far: Verification| {
        found.append(&mut so_far.found);
        last = so_far;
        Ok(())
    };
    engine.verify(&Stop::at(None), report).unwrap();
    assert_eq!(last.faults, found.len() as u64);
    found
}

#[test]
fn an_index_that_is_as_the_store_has_no_fault() {
    let directory = tempfile::tempdir().unwrap();
    assert_eq!(verified(&engine(directory.path()).0), Vec::<String>::new());
}

#[test]
fn whatever_of_a_unit_the_index_has_otherwise_is_found() {
    let changes: [fn(&mut Unit); 6] = [
        |unit| unit.source.text = "It poured.".into(),
        |unit| unit.source.text = "It rained!".into(),
        |unit| unit.target.text = "برف بارید.".into(),
        |unit| unit.status = UnitStatus::Draft,
        |unit| unit.target.language = Language::parse("fa-AF").unwrap(),
        |unit| unit.updated += jiff::SignedDuration::from_secs(1),
    ];
    for change in changes {
        let directory = tempfile::tempdir().unwrap();
        let (engine, store, units) = engine(directory.path());
        let before = units[0].clone();
        let mut unit = before.clone();
        change(&mut unit);
        // Past the engine, so that its index does not hear of it.
        store.apply(Batch(vec![Change::PutUnit { unit, before: Some(before) }])).unwrap();
        assert_eq!(verified(&engine), ["memories/news/units/1 is not in the index as it is in the store"]);
    }
}

#[test]
fn a_unit_too_many_or_too_few_is_found() {
    let directory = tempfile::tempdir().unwrap();
    let (engine, store, units) = engine(directory.path());
    store.apply(Batch(vec![Change::DeleteUnit(units[1].clone())])).unwrap();
    assert_eq!(verified(&engine), ["the index holds 3 units, the store 2"]);
    let mut unit = units[0].clone();
    (unit.id, unit.source.text) = (UnitId(77), "It drizzled.".into());
    store.apply(Batch(vec![Change::PutUnit { unit, before: None }])).unwrap();
    assert_eq!(verified(&engine), ["memories/news/units/77 is not in the index as it is in the store"]);
}

/// Deletes a unit in the middle of a backup, and has the store forget that it did.
struct Meddling<'e> {
    engine: &'e Engine,
    store: &'e SledStore,
    written: Vec<u8>,
    has_meddled: bool,
}

impl Write for Meddling<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.written.extend_from_slice(bytes);
        if self.written.len() > 100 && !self.has_meddled {
            self.has_meddled = true;
            let memory = MemoryId::parse("news").unwrap();
            self.engine.delete_unit(&memory, UnitId(1), &RequestId::default()).unwrap();
            self.engine.write_units(&memory, vec![new_unit("It thawed.")], &RequestId::default()).unwrap();
            self.store.forget_changes(&self.store.mark().unwrap()).unwrap();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_unit_that_is_deleted_during_a_backup_does_not_come_back() {
    let (directory, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (engine, store, _) = engine(directory.path());
    let mut backup = Meddling { engine: &engine, store: &store, written: Vec::new(), has_meddled: false };
    engine.back_up(&mut backup, &Stop::at(None)).unwrap();
    assert!(backup.has_meddled);
    let again = SledStore::open(other.path()).unwrap();
    restore(&backup.written[..], &again).unwrap();
    assert_eq!(again.units(None, 10).unwrap(), store.units(None, 10).unwrap());
    assert_eq!(again.units(None, 10).unwrap().len(), 3);
}
