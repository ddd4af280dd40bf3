//! What records look like on disk, and that those of every older version are read.

#[path = "support/on_disk.rs"]
mod on_disk;
#[path = "support/records.rs"]
mod records;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::slice;
use std::sync::Arc;

use data_encoding::HEXLOWER;
use hafez::memory::{Engine, Limits, MemoryChange, RequestId, TermChange};
use hafez::model::{
    Evidence, Import, ImportCounts, ImportId, ImportStep, Language, Memory, OtherTarget, PenaltyOverrides, Percent,
    Review, ReviewId, ReviewState, Term, TermId, TermOrigin, TermReviewState, TermStep, UnitId, UnitStep,
};
use hafez::store::{Batch, Change, Receipt, SledStore, Store, TermIdentity, UnitIdentity};
use jiff::Timestamp;
use tempfile::TempDir;

use on_disk::{TERM_7, raw, store_of_samples};
use records::{memory, memory_id, receipt, term, unit};

/// The key and the value of each record, as they are on disk.
type Records = BTreeMap<Vec<u8>, Vec<u8>>;

fn dump(directory: &Path) -> Records {
    raw(directory).iter().map(|entry| entry.map(|(key, value)| (key.to_vec(), value.to_vec())).unwrap()).collect()
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
    let (added, updated) = (vec![(TermId(6), [6; 8])], vec![(lake(), lake().fingerprint())]);
    let terms = TermStep { added, updated, met: vec![TermId(5)] };
    (import, ImportStep { units: UnitStep::default(), terms })
}
