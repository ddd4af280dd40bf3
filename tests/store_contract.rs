//! Every store keeps the same contract; what is particular to the embedded one stands below it.

#[path = "support/contract.rs"]
#[macro_use]
mod contract;
#[path = "support/on_disk.rs"]
mod on_disk;
#[path = "support/records.rs"]
mod records;

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use hafez::model::{TermId, UnitId};
use hafez::store::{Batch, Change, Finding, SledStore, Store, StoreError};
use tempfile::TempDir;

use contract::Place;
use on_disk::{raw, store_of_samples};
use records::{memory, memory_id, term};

struct Directory(TempDir);

impl Directory {
    fn new() -> Directory {
        Directory(TempDir::new().unwrap())
    }
}

impl Place for Directory {
    fn open(&self) -> Result<Box<dyn Store>, StoreError> {
        Ok(Box::new(SledStore::open(self.0.path())?))
    }
}

contract!(on_sled, Directory::new());

fn refused(directory: &Path) -> StoreError {
    SledStore::open(directory).map(drop).expect_err("it was opened")
}

/// The record that `key` is of, with its bytes changed.
fn damage(directory: &Path, key: &[u8], change: impl Fn(&mut Vec<u8>)) {
    let db = raw(directory);
    let mut value = db.get(key).unwrap().expect("there is such a record").to_vec();
    change(&mut value);
    db.insert(key, value).unwrap();
    db.flush().unwrap();
}

/// Every file under a directory, with its bytes.
fn files(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(directory).unwrap().map(Result::unwrap) {
        match entry.path() {
            path if path.is_dir() => files.extend(self::files(&path)),
            path => drop(files.insert(path.display().to_string(), fs::read(&path).unwrap())),
        }
    }
    files
}

#[test]
fn a_store_that_is_open_cannot_be_opened_again() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().display().to_string();
    let open = SledStore::open(directory.path()).unwrap();
    let error = refused(directory.path());
    assert!(matches!(&error, StoreError::InUse { path: named } if *named == path), "{error:?}");
    drop(open);
    SledStore::open(directory.path()).unwrap();
}

#[test]
fn a_store_of_a_newer_version_is_refused_and_left_as_it_is() {
    let directory = store_of_samples();
    fs::write(directory.path().join("FORMAT"), "6\n").unwrap();
    let before = files(directory.path());
    let error = refused(directory.path());
    assert!(matches!(error, StoreError::Newer { found: 6, known: 5, .. }), "{error:?}");
    assert!(files(directory.path()) == before, "a file has changed");
}

#[test]
fn a_directory_of_something_else_is_refused_and_left_as_it_is() {
    for (name, text) in [("notes.txt", "milk"), ("FORMAT", "PDF"), ("FORMAT", ""), ("FORMAT", "-1")] {
        let directory = TempDir::new().unwrap();
        fs::write(directory.path().join(name), text).unwrap();
        let before = files(directory.path());
        let error = refused(directory.path());
        assert!(matches!(error, StoreError::NotAStore { .. }), "{name} {text}: {error:?}");
        assert_eq!(files(directory.path()), before);
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1, "a directory was made");
    }
}

#[test]
fn a_file_is_not_a_store() {
    let directory = TempDir::new().unwrap();
    let file = directory.path().join("store");
    fs::write(&file, "text").unwrap();
    let error = refused(&file);
    assert!(matches!(error, StoreError::NotAStore { .. }), "{error:?}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "text");
}

#[test]
fn a_directory_that_is_not_there_is_made_with_its_parents() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("var/hafez");
    drop(SledStore::open(&path).unwrap());
    assert_eq!(fs::read_to_string(path.join("FORMAT")).unwrap(), "5\n");
}

#[test]
fn a_store_that_was_being_made_when_the_program_was_killed_is_made_anew() {
    let directory = TempDir::new().unwrap();
    fs::write(directory.path().join("new"), "").unwrap();
    assert_eq!(SledStore::open(directory.path()).unwrap().next_ids().unwrap(), (UnitId(1), TermId(1)));
}

/// What reading a record says when its bytes have been changed.
fn corruption<T: std::fmt::Debug>(
    key: &[u8],
    change: impl Fn(&mut Vec<u8>),
    read: impl Fn(&SledStore) -> Result<T, StoreError>,
) -> (String, String) {
    let directory = store_of_samples();
    damage(directory.path(), key, change);
    match read(&SledStore::open(directory.path()).unwrap()) {
        Err(StoreError::Corrupt { what, reason }) => (what, reason),
        other => panic!("it is not taken for corrupt: {other:?}"),
    }
}

/// Leaves the record's first half.
fn cut(value: &mut Vec<u8>) {
    value.truncate(value.len() / 2);
}

const UNIT_258: &[u8] = b"u\0\0\0\0\0\0\x01\x02";

#[test]
fn a_record_that_cannot_be_read_is_named() {
    let named = |key, read: &dyn Fn(&SledStore) -> Result<(), StoreError>| corruption(key, cut, read).0;
    assert_eq!(named(b"mnews", &|store| store.memory(&memory_id("news")).map(drop)), "memory news");
    assert_eq!(named(b"mnews", &|store| store.memories(None, 9).map(drop)), "memory news");
    assert_eq!(named(UNIT_258, &|store| store.unit(UnitId(258)).map(drop)), "unit 258");
    assert_eq!(named(UNIT_258, &|store| store.units(None, 9).map(drop)), "unit 258");
    assert_eq!(named(UNIT_258, &|store| store.units_of(&memory_id("news"), None, 9).map(drop)), "unit 258");
    assert_eq!(named(on_disk::TERM_7, &|store| store.term(TermId(7)).map(drop)), "term 7");
    assert_eq!(named(on_disk::TERM_7, &|store| store.terms(None, 9).map(drop)), "term 7");
}

#[test]
fn a_record_with_a_name_of_eight_letters_is_named_by_it() {
    let named = |key, read: &dyn Fn(&SledStore) -> Result<(), StoreError>| corruption(key, cut, read).0;
    assert_eq!(named(b"mnewsdesk", &|store| store.memory(&memory_id("newsdesk")).map(drop)), "memory newsdesk");
    assert_eq!(named(b"rimport-1", &|store| store.receipt("import-1").map(drop)), "receipt import-1");
}

#[test]
fn the_other_records_of_a_store_with_a_corrupt_one_can_be_read() {
    let directory = store_of_samples();
    damage(directory.path(), UNIT_258, cut);
    let store = SledStore::open(directory.path()).unwrap();
    assert_eq!(store.memory(&memory_id("news")).unwrap(), Some(memory("news")));
    assert_eq!(store.term(TermId(7)).unwrap(), Some(term(7, "Lake Urmia", "دریاچه ارومیه")));
}

#[test]
fn a_record_of_a_newer_version_is_refused() {
    let (what, reason) = corruption(UNIT_258, |value| value[0] = 2, |store| store.unit(UnitId(258)));
    assert_eq!((what.as_str(), reason.as_str()), ("unit 258", "record version 2 is newer than 1"));
}

#[test]
fn an_empty_record_is_refused() {
    let (what, reason) = corruption(UNIT_258, Vec::clear, |store| store.unit(UnitId(258)));
    assert_eq!((what.as_str(), reason.as_str()), ("unit 258", "it is empty"));
}

#[test]
fn a_record_with_bytes_behind_it_is_refused() {
    corruption(UNIT_258, |value| value.push(0), |store| store.unit(UnitId(258)));
}

#[test]
fn a_unit_whose_record_is_gone_is_missed() {
    let directory = store_of_samples();
    raw(directory.path()).remove(UNIT_258).unwrap();
    let mut faults = Vec::new();
    let take = &mut |finding| {
        faults.extend(match finding {
            Finding::Fault(fault) => Some(fault),
            Finding::Sound => None,
        });
        ControlFlow::Continue(())
    };
    SledStore::open(directory.path()).unwrap().check(take).unwrap();
    assert_eq!(faults, ["unit 258 is listed, but not there"]);
}

#[test]
fn a_store_that_has_lost_its_records_is_not_taken_for_an_empty_one() {
    let directory = store_of_samples();
    fs::remove_dir_all(directory.path().join("sled")).unwrap();
    let error = SledStore::open(directory.path()).err().unwrap();
    assert!(matches!(&error, StoreError::Corrupt { .. }), "{error}");
    assert!(error.to_string().contains("records are gone"), "{error}");
}

#[test]
fn a_store_that_knows_less_than_when_it_was_closed_is_refused() {
    let (directory, older) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    drop(SledStore::open(directory.path()).unwrap());
    let status =
        std::process::Command::new("cp").arg("-r").arg(directory.path().join("sled")).arg(older.path()).status();
    assert!(status.unwrap().success());
    let store = SledStore::open(directory.path()).unwrap();
    store.apply(Batch(vec![Change::NextIds(UnitId(7), TermId(1))])).unwrap();
    store.flush().unwrap();
    drop(store);
    fs::remove_dir_all(directory.path().join("sled")).unwrap();
    fs::rename(older.path().join("sled"), directory.path().join("sled")).unwrap();
    let error = SledStore::open(directory.path()).err().unwrap();
    assert!(error.to_string().contains("records are missing"), "{error}");
}

/// What sled leaves behind when the disk is full while it opens.
#[test]
fn an_unfinished_snapshot_is_not_taken_for_the_store() {
    let directory = store_of_samples();
    fs::write(directory.path().join("sled/snap.0000000000000000.generating"), "").unwrap();
    for snapshot in fs::read_dir(directory.path().join("sled")).unwrap().map(|entry| entry.unwrap().path()) {
        let name = snapshot.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with("snap.") && !name.ends_with("generating") {
            fs::remove_file(snapshot).unwrap();
        }
    }
    assert_eq!(SledStore::open(directory.path()).unwrap().units(None, 9).unwrap().len(), 1);
}

#[test]
fn a_beginning_that_was_cut_short_is_gone_on_with() {
    let directory = store_of_samples();
    fs::remove_file(directory.path().join("FORMAT")).unwrap();
    fs::remove_file(directory.path().join("IDS")).unwrap();
    fs::write(directory.path().join("new"), "").unwrap();
    assert!(!SledStore::open(directory.path()).unwrap().memories(None, 9).unwrap().is_empty());
}
