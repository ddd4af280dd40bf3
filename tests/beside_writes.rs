//! Look-ups find what is there at every moment, whatever is being written, replaced and deleted meanwhile.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use hafez::memory::{Engine, Limits, MemoryChange, NewUnit, RequestId, Stop, SuggestQuery, UnitChange, UnitsOnDelete};
use hafez::model::{Language, MemoryId, Origin, Percent, UnitId, UnitStatus, UnitText};
use hafez::store::SledStore;

const SOURCE: &str = "The ferry to Qeshm sails at seven every morning.";
/// 87.5 % of it.
const LIKE_IT: &str = "The ferry to Hormuz sails at seven every morning.";

fn memory(name: &str) -> MemoryId {
    MemoryId::parse(name).unwrap()
}

fn text(text: &str, tag: &str) -> UnitText {
    UnitText { text: text.into(), language: Language::parse(tag).unwrap() }
}

fn unit(source: &str, target: &str) -> NewUnit {
    NewUnit {
        source: text(source, "en"),
        target: text(target, "fa"),
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

fn write(engine: &Engine, to: &str, units: Vec<NewUnit>) -> UnitId {
    engine.write_units(&memory(to), units, &RequestId::default()).unwrap()[0].0.id
}

fn query(limit: usize) -> SuggestQuery {
    SuggestQuery {
        text: SOURCE.into(),
        previous: None,
        next: None,
        from: Language::parse("en").unwrap(),
        to: Language::parse("fa").unwrap(),
        memories: Vec::new(),
        statuses: Vec::new(),
        min_score: Percent::threshold(70.0).unwrap(),
        limit,
        max_phrases: 3,
    }
}

fn engine(directory: &tempfile::TempDir) -> Engine {
    let store = SledStore::open(&directory.path().join("store")).unwrap();
    Engine::open(Arc::new(store), Limits::default(), |_| ()).unwrap()
}

/// Looks up for as long as `work` goes on, and `check`s what was found.
fn meanwhile(engine: &Engine, limit: usize, check: impl Fn(&[String]) + Sync, work: impl FnOnce()) {
    let is_done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !is_done.load(Ordering::Relaxed) {
                let found = engine.suggest(&query(limit), &Stop::never()).unwrap();
                assert_eq!(found.cut, None);
                let sources = found.suggestions.into_iter().map(|s| s.unit.source.text).collect::<Vec<_>>();
                check(&sources);
            }
        });
        work();
        is_done.store(true, Ordering::Relaxed);
    });
}

#[test]
fn a_memory_that_is_being_deleted_hides_nothing_of_others() {
    let directory = tempfile::tempdir().unwrap();
    let engine = engine(&directory);
    for name in ["small", "big"] {
        engine.create_memory(memory(name), MemoryChange::default(), &RequestId::default()).unwrap();
    }
    write(&engine, "small", vec![unit(LIKE_IT, "کشتی هرمز")]);
    for batch in 0..10 {
        let others = (0..1_000).map(|n| unit(&format!("Report {batch} of {n} pages"), "گزارش"));
        write(&engine, "big", others.chain([unit(SOURCE, &format!("کشتی {batch}"))]).collect());
    }
    let check = |found: &[String]| assert_eq!(found.len(), 1, "something is always there: {found:?}");
    meanwhile(&engine, 1, check, || {
        engine.delete_memory(&memory("big"), UnitsOnDelete::Delete, &RequestId::default()).unwrap();
    });
    assert_eq!(engine.suggest(&query(1), &Stop::never()).unwrap().suggestions[0].unit.source.text, LIKE_IT);
}

#[test]
fn a_unit_that_is_changed_over_and_over_is_always_found() {
    let directory = tempfile::tempdir().unwrap();
    let engine = engine(&directory);
    engine.create_memory(memory("news"), MemoryChange::default(), &RequestId::default()).unwrap();
    let id = write(&engine, "news", vec![unit(SOURCE, "کشتی قشم")]);
    let check = |found: &[String]| assert_eq!(found[0], SOURCE);
    meanwhile(&engine, 5, check, || {
        for n in 0..150 {
            let change = UnitChange { note: Some(format!("change {n}")), ..UnitChange::default() };
            engine.update_unit(&memory("news"), id, change, &RequestId::default()).unwrap();
            let added = write(&engine, "news", vec![unit(LIKE_IT, &format!("کشتی {n}"))]);
            engine.delete_unit(&memory("news"), added, &RequestId::default()).unwrap();
        }
    });
}
