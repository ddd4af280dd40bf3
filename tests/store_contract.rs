//! Every store keeps the same contract; what is particular to the embedded one stands below it.

#[path = "support/contract.rs"]
#[macro_use]
mod contract;
#[path = "support/records.rs"]
mod records;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::slice;
use std::sync::Arc;
use std::time::Duration;

use data_encoding::HEXLOWER;
use hafez::memory::{Engine, Limits, MemoryChange, RequestId, TermChange};
use hafez::model::{
    Evidence, Import, ImportCounts, ImportId, ImportStep, Language, Memory, OtherTarget, PenaltyOverrides, Percent,
    Review, ReviewId, ReviewState, Term, TermId, TermOrigin, TermReviewState, TermStep, UnitId, UnitStep,
};
use hafez::store::{Batch, Change, Finding, Receipt, SledStore, Store, StoreError, TermIdentity, UnitIdentity};
use jiff::Timestamp;
use tempfile::TempDir;

use contract::Place;
use records::{memory, memory_id, receipt, term, unit};

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

/// The key and the value of each record, as they are on disk.
type Records = BTreeMap<Vec<u8>, Vec<u8>>;

fn refused(directory: &Path) -> StoreError {
    SledStore::open(directory).map(drop).expect_err("it was opened")
}

/// A closed store with one record of each kind.
fn store_of_samples() -> TempDir {
    let directory = TempDir::new().unwrap();
    let changes = vec![
        Change::PutMemory(memory("news")),
        Change::PutMemory(memory("newsdesk")),
        Change::PutUnit { unit: unit(258, "news", "Rain in Shiraz", "باران در شیراز"), before: None },
        Change::PutTerm { term: term(7, "Lake Urmia", "دریاچه ارومیه"), before: None },
        Change::PutReceipt { request_id: "import-1".into(), receipt: receipt(1) },
        Change::NextIds(UnitId(259), TermId(8)),
    ];
    SledStore::open(directory.path()).unwrap().apply(Batch(changes)).unwrap();
    directory
}

fn raw(directory: &Path) -> sled::Db {
    // sled's threads hold the lock for a moment after the store has been dropped.
    let mut tries = (0..100).map(|_| sled::open(directory.join("sled")));
    let opened = tries.find_map(|opened| opened.map_err(|_| std::thread::sleep(Duration::from_millis(20))).ok());
    opened.unwrap()
}

fn dump(directory: &Path) -> Records {
    raw(directory).iter().map(|entry| entry.map(|(key, value)| (key.to_vec(), value.to_vec())).unwrap()).collect()
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
fn a_review_of_the_first_version_is_read() {
    let directory = store_of_samples();
    let (news, id) = (memory_id("news"), ReviewId([7; 16]));
    let text = |text: &str, tag| (text.to_owned(), Language::parse(tag).unwrap());
    let texts = (text("Rain in Shiraz", "en"), text("باران در شیراز", "fa"));
    let documents = ("a.en.md", "a.fa.md", (3u32, 4u32), (5u32, 7u32), "before", "behind");
    let rest = (Percent::threshold(91.25).unwrap(), "LOW_CONFIDENCE", ReviewState::Accepted(UnitId(258)), "Sara");
    let times = (1_700_000_000_000_000_i64, 1_700_000_000_000_001_i64);
    let record = postcard::to_extend(&(id, &news, texts, documents, rest, times), vec![1]).unwrap();
    let key = [b"wnews\0".as_slice(), &id.0].concat();
    let db = raw(directory.path());
    db.insert(key, record).unwrap();
    db.flush().unwrap();
    drop(db);
    let store = SledStore::open(directory.path()).unwrap();
    let review = store.review(&news, id).unwrap().unwrap();
    assert_eq!((review.source.text.as_str(), review.target_segments), ("Rain in Shiraz", (5, 7)));
    assert_eq!((&review.state, &*review.author), (&ReviewState::Accepted(UnitId(258)), "Sara"));
    assert_eq!(review.updated.as_microsecond(), times.1);
    assert_eq!((&review.import, &review.done), (&None, &UnitStep::default()));
    let now = Review { import: ImportId::parse("years"), ..review };
    store.apply(Batch(vec![Change::PutReview(now.clone())])).unwrap();
    assert_eq!(store.review(&news, id).unwrap(), Some(now));
}

#[test]
fn imports_of_the_first_version_are_read() {
    let directory = store_of_samples();
    let time = 1_700_000_000_000_000_i64;
    let counts = ImportCounts { read: 3, added: 1, ..ImportCounts::default() };
    let import = ("years", "news", "a.tmx", 1u64, &counts, (time, time, None::<i64>), 2u64);
    let units = UnitStep { added: vec![(UnitId(258), [7; 8])], ..UnitStep::default() };
    let db = raw(directory.path());
    db.insert(b"ayears", postcard::to_extend(&import, vec![1]).unwrap()).unwrap();
    let step = [b"syears\0".as_slice(), &1u64.to_be_bytes()].concat();
    db.insert(step, postcard::to_extend(&units, vec![1]).unwrap()).unwrap();
    db.flush().unwrap();
    drop(db);
    let store = SledStore::open(directory.path()).unwrap();
    let id = ImportId::parse("years").unwrap();
    let read = store.import(&id).unwrap().unwrap();
    assert_eq!((read.memory, read.counts, read.started.as_microsecond()), (Some(memory_id("news")), counts, time));
    let expected = ImportStep { units, terms: TermStep::default() };
    assert_eq!(store.import_step_before(&id, read.next_step).unwrap(), Some((1, expected)));
}

/// An import of terms, and what its one batch has done.
fn import_of_terms() -> (Import, ImportStep) {
    let import = Import {
        id: ImportId::parse("names").unwrap(),
        memory: None,
        document: "names.tbx".into(),
        files: 1,
        counts: ImportCounts { read: 2, added: 1, updated: 1, ..ImportCounts::default() },
        started: Timestamp::from_second(1_700_000_000).unwrap(),
        updated: Timestamp::from_second(1_700_000_001).unwrap(),
        undone: None,
        next_step: 2,
    };
    let terms = TermStep { added: vec![(TermId(6), [6; 8])], updated: vec![(lake(), lake().fingerprint())] };
    (import, ImportStep { units: UnitStep::default(), terms })
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
const TERM_7: &[u8] = b"t\0\0\0\0\0\0\0\x07";

#[test]
fn a_record_that_cannot_be_read_is_named() {
    let named = |key, read: &dyn Fn(&SledStore) -> Result<(), StoreError>| corruption(key, cut, read).0;
    assert_eq!(named(b"mnews", &|store| store.memory(&memory_id("news")).map(drop)), "memory news");
    assert_eq!(named(b"mnews", &|store| store.memories(None, 9).map(drop)), "memory news");
    assert_eq!(named(UNIT_258, &|store| store.unit(UnitId(258)).map(drop)), "unit 258");
    assert_eq!(named(UNIT_258, &|store| store.units(None, 9).map(drop)), "unit 258");
    assert_eq!(named(UNIT_258, &|store| store.units_of(&memory_id("news"), None, 9).map(drop)), "unit 258");
    assert_eq!(named(TERM_7, &|store| store.term(TermId(7)).map(drop)), "term 7");
    assert_eq!(named(TERM_7, &|store| store.terms(None, 9).map(drop)), "term 7");
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

/// What the records look like on disk: `v1` as they first were, `v2` since memories set points of their own and receipts say
/// which types they hold, `v3` since the identities of a batch are one record, `v4` since terms tell
/// where they are from, `v5` since terms are imported. Never to be changed: stores with these bytes are out there.
fn pinned(version: &str) -> Records {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/records.{version}.txt"));
    let text = fs::read_to_string(path).unwrap();
    let mut records = Records::new();
    let mut key = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let hex = line.split('|').next().unwrap().replace(' ', "");
        match hex.strip_prefix("key") {
            Some(hex) => {
                key = HEXLOWER.decode(hex.as_bytes()).unwrap();
                records.insert(key.clone(), Vec::new());
            }
            None => records.get_mut(&key).unwrap().extend(HEXLOWER.decode(hex.as_bytes()).unwrap()),
        }
    }
    records
}

/// The records as the golden file has them, with their letters beside them.
fn readable(records: &Records) -> String {
    let mut text = String::new();
    for (key, value) in records {
        writeln!(text, "\nkey {}  | {}", spaced(key), letters(key)).unwrap();
        value.chunks(20).for_each(|line| writeln!(text, "    {:59}  | {}", spaced(line), letters(line)).unwrap());
    }
    text
}

fn spaced(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ")
}

fn letters(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| if byte.is_ascii_graphic() { char::from(byte) } else { '.' }).collect()
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

#[test]
fn records_are_written_as_version_5() {
    let directory = store_of_samples();
    let (import, step) = import_of_terms();
    let changes = vec![Change::PutImportStep { import: import.id.clone(), number: 1, step }, Change::PutImport(import)];
    SledStore::open(directory.path()).unwrap().apply(Batch(changes)).unwrap();
    let mut written = dump(directory.path());
    // What a batch has changed stands under a mark that is never the same.
    written.retain(|key, _| key[0] != b'c');
    let readable = readable(&written);
    assert!(written == pinned("v5"), "these bytes are not what tests/golden/records.v5.txt says:\n{readable}");
}

/// A store whose records are those of a golden file.
fn store_of(records: Records) -> TempDir {
    let directory = TempDir::new().unwrap();
    fs::write(directory.path().join("FORMAT"), "1\n").unwrap();
    let db = raw(directory.path());
    records.into_iter().for_each(|(key, value)| drop(db.insert(key, value).unwrap()));
    drop(db);
    directory
}

/// Reads a golden file's records, whose memories, receipt and term are to be these.
fn reads(version: &str, memories: [Memory; 2], receipt: Receipt, term: Term) {
    let directory = store_of(pinned(version));
    let store = SledStore::open(directory.path()).unwrap();
    let unit = unit(258, "news", "Rain in Shiraz", "باران در شیراز");
    assert_eq!(store.memories(None, 9).unwrap(), memories);
    assert_eq!(store.units(None, 9).unwrap(), slice::from_ref(&unit));
    assert_eq!(store.units_of(&memory_id("news"), None, 9).unwrap(), slice::from_ref(&unit));
    assert_eq!(store.terms(None, 9).unwrap(), slice::from_ref(&term));
    assert_eq!(store.term_by_identity(&TermIdentity::of(&term)).unwrap(), Some(term.id));
    assert_eq!(store.receipts(None, 9).unwrap(), [("import-1".to_owned(), receipt)]);
    assert_eq!(store.next_ids().unwrap(), (UnitId(259), TermId(8)));
    assert_eq!(store.unit_by_identity(&UnitIdentity::of(&unit)).unwrap(), Some(unit.id));
    drop(store);
    let kept = dump(directory.path());
    assert!(!kept.keys().any(|key| key[0] == b'l'), "a list of the older format is still there");
    let again = SledStore::open(directory.path()).unwrap();
    assert_eq!(again.unit_by_identity(&UnitIdentity::of(&unit)).unwrap(), Some(unit.id));
}

#[test]
fn records_of_version_1_are_read() {
    let plain = |id| Memory { penalties: PenaltyOverrides::default(), ..of_version_2(id) };
    reads("v1", [plain("news"), plain("newsdesk")], Receipt { answer_version: 1, ..receipt(1) }, term_of_version_1());
}

#[test]
fn records_of_version_2_are_read() {
    reads("v2", [of_version_2("news"), of_version_2("newsdesk")], receipt(1), term_of_version_1());
}

#[test]
fn records_of_version_3_are_read() {
    reads("v3", [memory("news"), memory("newsdesk")], receipt(1), term_of_version_1());
}

#[test]
fn records_of_version_4_are_read() {
    reads("v4", [memory("news"), memory("newsdesk")], receipt(1), lake());
}

#[test]
fn records_of_version_5_are_read() {
    reads("v5", [memory("news"), memory("newsdesk")], receipt(1), lake());
    let store = SledStore::open(store_of(pinned("v5")).path()).unwrap();
    let (import, step) = import_of_terms();
    assert_eq!(store.import(&import.id).unwrap(), Some(import.clone()));
    assert_eq!(store.import_step_before(&import.id, 2).unwrap(), Some((1, step)));
}

fn lake() -> Term {
    term(7, "Lake Urmia", "دریاچه ارومیه")
}

/// A term that cannot say where it is from, how often it was seen and who approved it.
fn term_of_version_1() -> Term {
    let mut term = Term {
        source: String::new(),
        origin: TermOrigin::Human,
        evidence: Evidence::default(),
        review: TermReviewState::Approved,
        author: String::new(),
        ..lake()
    };
    term.entries.iter_mut().for_each(|entry| entry.evidence = Evidence::default());
    term
}

/// A memory that cannot say what becomes of other targets.
fn of_version_2(id: &str) -> Memory {
    Memory { other_target: OtherTarget::default(), ..memory(id) }
}

#[test]
fn a_record_of_an_old_version_is_written_anew_as_the_newest() {
    let directory = store_of(pinned("v1"));
    let store = SledStore::open(directory.path()).unwrap();
    let old = store.memory(&memory_id("news")).unwrap().unwrap();
    store.apply(Batch(vec![Change::PutMemory(old.clone())])).unwrap();
    assert_eq!(store.memory(&memory_id("news")).unwrap(), Some(old));
    drop(store);
    let records = dump(directory.path());
    assert_eq!((records[&b"mnews"[..]][0], records[&b"mnewsdesk"[..]][0]), (3, 1));
}

/// A retry that comes after the program has been replaced by a newer one gets the answer of the older one.
#[test]
fn an_answer_that_was_kept_by_version_1_is_given_again() {
    let directory = store_of(pinned("v1"));
    let news = || dump(directory.path())[&b"mnews"[..]][1..].to_vec();
    let requests = [("create", news()), ("update", [news(), vec![7]].concat())];
    let db = raw(directory.path());
    for (id, answer) in requests {
        // The record's version, the request's digest, the answer with its length, the time as in every golden record.
        let at = Timestamp::now().as_microsecond();
        let parts = (1u8, [9u8; 16], answer, at);
        db.insert([b"r", id.as_bytes()].concat(), postcard::to_stdvec(&parts).unwrap()).unwrap();
    }
    drop(db);

    let store = Arc::new(SledStore::open(directory.path()).unwrap());
    let engine = Engine::open(store, Limits::default(), |_| ()).unwrap();
    let request = |id: &str| RequestId { id: id.into(), digest: [9; 16] };
    let expected = Memory { penalties: PenaltyOverrides::default(), ..of_version_2("news") };
    let created = engine.create_memory(memory_id("news"), MemoryChange::default(), &request("create")).unwrap();
    assert_eq!(created, expected);
    let updated = engine.update_memory(&memory_id("news"), MemoryChange::default(), &request("update")).unwrap();
    assert_eq!(updated, (expected, 7));
}

/// The same of a term.
#[test]
fn a_term_that_was_answered_by_version_3_is_given_again() {
    let directory = store_of(pinned("v3"));
    let answer = dump(directory.path())[TERM_7][1..].to_vec();
    let db = raw(directory.path());
    for (id, answer) in [("update", answer.clone()), ("create", [vec![1], answer].concat())] {
        let at = Timestamp::now().as_microsecond();
        // The record's version, the request's digest, the answer with its length, the time, the answer's version.
        let parts = (2u8, [9u8; 16], answer, at, 3u8);
        db.insert([b"r", id.as_bytes()].concat(), postcard::to_stdvec(&parts).unwrap()).unwrap();
    }
    drop(db);
    let store = Arc::new(SledStore::open(directory.path()).unwrap());
    let engine = Engine::open(store, Limits::default(), |_| ()).unwrap();
    let request = |id: &str| RequestId { id: id.into(), digest: [9; 16] };
    let updated = engine.update_term(TermId(7), TermChange::default(), &request("update")).unwrap();
    assert_eq!(updated, term_of_version_1());
    assert_eq!(engine.write_terms(Vec::new(), &request("create")).unwrap(), [term_of_version_1()]);
}

/// Records hold a variant by its place in the list of its type, so the lists may only grow at their ends.
#[test]
fn variants_keep_their_numbers() {
    fn numbers<T: serde::Serialize>(variants: &[T]) -> Vec<u8> {
        variants.iter().flat_map(|variant| postcard::to_stdvec(variant).unwrap()).collect()
    }
    use hafez::model::{OriginKind, TermStatus, TermType, UnitStatus};
    assert_eq!(numbers(&[UnitStatus::Approved, UnitStatus::Reviewed, UnitStatus::Draft]), [0, 1, 2]);
    let origins = [OriginKind::Human, OriginKind::Import, OriginKind::Alignment, OriginKind::Machine];
    assert_eq!(numbers(&origins), [0, 1, 2, 3]);
    assert_eq!(numbers(&[TermStatus::Preferred, TermStatus::Admitted, TermStatus::Forbidden]), [0, 1, 2]);
    let people_to_titles = [TermType::Person, TermType::Organization, TermType::Place, TermType::Title];
    assert_eq!(numbers(&people_to_titles), [0, 1, 2, 3]);
    assert_eq!(numbers(&[TermType::Event, TermType::Work, TermType::Other]), [4, 5, 6]);
    assert_eq!(numbers(&[TermOrigin::Human, TermOrigin::Import, TermOrigin::Mined]), [0, 1, 2]);
    let states = [TermReviewState::Approved, TermReviewState::Candidate, TermReviewState::Rejected];
    assert_eq!(numbers(&states), [0, 1, 2]);
}
