//! The copy of the indexes beside the store spares reading every unit, and is never trusted over the store.

use std::cell::Cell;
use std::path::Path;
use std::sync::Arc;

use hafez::memory::{
    Engine, ImportHeader, Limits, RequestId, Stop, SuggestQuery, UnitChange, UnitImport, UnitsOnDelete,
};
use hafez::model::{Language, MemoryId, Percent, UnitId, UnitStatus};
use hafez::store::SledStore;

/// More than a start catches up with without a copy.
const UNITS: usize = 12_000;

fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap()
}

fn memory() -> MemoryId {
    MemoryId::parse("news").unwrap()
}

/// Opens a store; gives the engine and how many units were read for it.
fn open(directory: &Path) -> (Engine, usize) {
    let read = Cell::new(0);
    let store = SledStore::open(&directory.join("store")).unwrap();
    let engine = Engine::open(Arc::new(store), Limits::default(), |units| read.set(units)).unwrap();
    (engine, read.get())
}

fn import(engine: &Engine, units: impl Iterator<Item = usize>) {
    let header = ImportHeader::new(UnitImport::into(memory()), (language("en"), language("fa")), "reports.tsv");
    let table: String = units.map(|n| format!("{}\tگزارش شمارهٔ {n}\n", source(n))).collect();
    engine.import(&header, std::io::Cursor::new(table), (&RequestId::default(), &Stop::never()), |_| Ok(())).unwrap();
}

/// A text that no other number has.
fn source(n: usize) -> String {
    let word = |n: usize| format!("w{}", ["abel", "olin", "urud", "emit", "isag"][n % 5].repeat(1 + n / 5 % 4));
    format!("Report {} {} {} v{n}x", word(n), word(n / 7), word(n / 49))
}

fn targets(engine: &Engine, text: &str) -> Vec<String> {
    let query = SuggestQuery {
        text: text.to_owned(),
        previous: None,
        next: None,
        from: language("en"),
        to: language("fa"),
        memories: Vec::new(),
        statuses: Vec::new(),
        min_score: Percent::FULL,
        limit: 5,
        max_phrases: 3,
    };
    let found = engine.suggest(&query, &Stop::never()).unwrap();
    assert_eq!(found.cut, None);
    found.suggestions.into_iter().map(|suggestion| suggestion.unit.target.text).collect()
}

/// Every so many units are found, the others in `gone` are not.
fn check(engine: &Engine, gone: &[usize]) {
    for n in (0..UNITS).step_by(97).chain(gone.iter().copied()) {
        let expected = if gone.contains(&n) { Vec::new() } else { vec![format!("گزارش شمارهٔ {n}")] };
        assert_eq!(targets(engine, &source(n)), expected, "unit {n}");
    }
}

/// A store with a copy beside it.
fn filled() -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    let (engine, _) = open(directory.path());
    import(&engine, 0..UNITS);
    engine.close().unwrap();
    directory
}

fn copy_of(directory: &Path) -> std::path::PathBuf {
    directory.join("store/INDEX")
}

#[test]
fn a_start_with_a_copy_reads_only_what_has_changed_since() {
    let directory = filled();
    let (engine, read) = open(directory.path());
    assert_eq!((read, engine.counts().0), (0, UNITS));
    check(&engine, &[]);

    // Never closed, as if it had been killed.
    let id = |n: usize| UnitId(n as u64 + 1);
    engine.delete_unit(&memory(), id(3), &RequestId::default()).unwrap();
    let new = UnitChange { note: Some("checked".into()), status: Some(UnitStatus::Draft), ..UnitChange::default() };
    engine.update_unit(&memory(), id(97), new, &RequestId::default()).unwrap();
    import(&engine, UNITS..UNITS + 5);
    drop(engine);

    let (engine, read) = open(directory.path());
    assert_eq!((read, engine.counts().0), (7, UNITS + 4));
    check(&engine, &[3]);
    assert_eq!(targets(&engine, &source(UNITS + 4)).len(), 1);
}

#[test]
fn a_damaged_copy_is_not_used() {
    let directory = filled();
    let copy = copy_of(directory.path());
    let whole = std::fs::read(&copy).unwrap();
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 1;
    for damaged in [&whole[..whole.len() / 2], &whole[..10], &[], &flipped] {
        std::fs::write(&copy, damaged).unwrap();
        let (engine, read) = open(directory.path());
        assert_eq!(read, UNITS);
        check(&engine, &[]);
    }
}

#[test]
fn the_copy_of_another_store_is_not_used() {
    let (directory, other) = (filled(), filled());
    std::fs::copy(copy_of(other.path()), copy_of(directory.path())).unwrap();
    let (engine, read) = open(directory.path());
    assert_eq!(read, UNITS);
    check(&engine, &[]);
}

#[test]
fn a_memory_deleted_behind_the_copys_back_stays_deleted() {
    let directory = filled();
    let (engine, _) = open(directory.path());
    engine.delete_memory(&memory(), UnitsOnDelete::Delete, &RequestId::default()).unwrap();
    drop(engine);
    let (engine, _) = open(directory.path());
    assert_eq!(engine.counts().0, 0);
    assert!(targets(&engine, &source(5)).is_empty());
}
