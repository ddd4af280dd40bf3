use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::*;
use crate::memory::{
    AlignOptions, ArticleToAlign, Limits, MemoryChange, NewUnit, RequestId, UnitChange, UnitsOnDelete,
};
use crate::model::{Origin, Percent, Unit, UnitStatus, UnitText};
use crate::store::SledStore;

fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap()
}

fn memory() -> MemoryId {
    MemoryId::parse("news").unwrap()
}

fn open(directory: &Path) -> Engine {
    let store = SledStore::open(&directory.join("store")).unwrap();
    Engine::open(Arc::new(store), Limits::default(), |_| ()).unwrap()
}

/// An engine with an empty memory.
fn begun() -> (TempDir, Engine) {
    let directory = TempDir::new().unwrap();
    let engine = open(directory.path());
    engine.create_memory(memory(), MemoryChange::default(), &RequestId::default()).unwrap();
    (directory, engine)
}

fn write(engine: &Engine, pairs: &[(&str, &str)], status: UnitStatus) -> Vec<Unit> {
    let text = |text: &str, tag| UnitText { text: text.to_owned(), language: language(tag) };
    let unit = |(source, target): &(&str, &str)| NewUnit {
        source: text(source, "en-GB"),
        target: text(target, "fa"),
        status,
        origin: Origin::default(),
        occurrences: Vec::new(),
        older_occurrences: Vec::new(),
        author: String::new(),
        note: String::new(),
        attributes: Default::default(),
        created: None,
        updated: None,
    };
    let written = engine.write_units(&memory(), pairs.iter().map(unit).collect(), &RequestId::default()).unwrap();
    written.into_iter().map(|(unit, _)| unit).collect()
}

/// Pairs of words that come together in all of them.
fn lessons(word: (&str, &str), count: usize) -> Vec<(String, String)> {
    let fillers = [("rain", "باران"), ("snow", "برف"), ("wind", "باد"), ("hail", "تگرگ"), ("dust", "غبار")];
    let lesson = |at: usize| {
        let ((english, persian), (more, again)) = (fillers[at % 5], fillers[at / 5 % 5]);
        (format!("{english} {} {more} {at}", word.0), format!("{persian} {} {again} {at}", word.1))
    };
    (0..count).map(lesson).collect()
}

fn teach(engine: &Engine, word: (&str, &str), count: usize) -> Vec<Unit> {
    let lessons = lessons(word, count);
    let pairs: Vec<(&str, &str)> = lessons.iter().map(|(one, other)| (one.as_str(), other.as_str())).collect();
    write(engine, &pairs, UnitStatus::Approved)
}

fn lexicon(engine: &Engine) -> Arc<Lexicon> {
    engine.lexicon(&memory(), (&language("en"), &language("fa")), &Stop::never()).unwrap()
}

fn best(engine: &Engine, word: &str) -> Option<String> {
    lexicon(engine).translations(word, 1).first().map(|(word, _)| (*word).to_owned())
}

fn subject() -> Subject {
    Subject::new(&memory(), (&language("en"), &language("fa")))
}

/// The lexicon at hand as it was learned.
fn at_hand(engine: &Engine) -> Learned {
    engine.lexicons.place(&subject()).take(&Stop::never()).unwrap().clone().unwrap()
}

fn file(directory: &Path) -> PathBuf {
    directory.join("store/LEXICONS/news/en-fa")
}

/// Puts a lexicon beside the store that the memory has not taught, so that it shows whether it is used.
fn put_another(engine: &Engine) {
    let mut learned = at_hand(engine);
    let languages = (&language("en"), &language("fa"));
    let pairs = [("zeppelin", "زپلین"), ("zeppelin zeppelin", "زپلین زپلین")];
    learned.lexicon = Arc::new(Lexicon::train(pairs, languages, &crate::align::to_the_end).unwrap());
    super::file::write(&*engine.store, &subject(), &learned);
}

#[test]
fn the_next_process_takes_what_the_one_before_has_learned() {
    let (directory, engine) = begun();
    teach(&engine, ("harbour", "بندر"), 50);
    assert_eq!(best(&engine, "harbour").as_deref(), Some("بندر"));
    put_another(&engine);
    drop(engine);
    let engine = open(directory.path());
    assert_eq!(best(&engine, "zeppelin").as_deref(), Some("زپلین"));
}

#[test]
fn a_file_that_is_damaged_or_foreign_is_learned_anew() {
    let (directory, engine) = begun();
    teach(&engine, ("harbour", "بندر"), 50);
    lexicon(&engine);
    put_another(&engine);
    drop(engine);
    let path = file(directory.path());
    let whole = fs::read(&path).unwrap();
    let damaged = |at: usize| {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        bytes
    };
    let foreign = [b"hafez lexicon 0000000000000000\n".as_slice(), &whole[31..]].concat();
    let cut = whole[..whole.len() / 2].to_vec();
    for bytes in [damaged(whole.len() / 2), damaged(whole.len() - 1), damaged(3), foreign, cut, Vec::new()] {
        fs::write(&path, &bytes).unwrap();
        let engine = open(directory.path());
        assert_eq!((best(&engine, "zeppelin"), best(&engine, "harbour").as_deref()), (None, Some("بندر")));
        drop(engine);
        assert!(fs::read(&path).unwrap() != bytes, "a good file has taken its place");
    }
    fs::write(&path, &whole).unwrap();
    fs::create_dir(directory.path().join("store/LEXICONS/other")).unwrap();
    fs::rename(&path, directory.path().join("store/LEXICONS/other/en-fa")).unwrap();
    let engine = open(directory.path());
    let other = MemoryId::parse("other").unwrap();
    let of_other = engine.lexicon(&other, (&language("en"), &language("fa")), &Stop::never()).unwrap();
    assert!(of_other.is_empty(), "it is another memory's");
}

#[test]
fn newer_units_are_taught_on_top_and_too_many_of_them_with_all_others() {
    let (_directory, engine) = begun();
    teach(&engine, ("harbour", "بندر"), 100);
    lexicon(&engine);
    teach(&engine, ("zeppelin", "زپلین"), 8);
    assert_eq!(best(&engine, "zeppelin").as_deref(), Some("زپلین"));
    let learned = at_hand(&engine);
    assert!(learned.lessons.is_of(100, 8, 0), "{:?}", learned.lessons);
    teach(&engine, ("caravan", "شتر"), 8);
    assert_eq!(best(&engine, "caravan").as_deref(), Some("شتر"));
    assert!(at_hand(&engine).lessons.is_of(116, 0, 0), "{:?}", at_hand(&engine).lessons);
}

#[test]
fn units_that_are_used_again_drafts_and_other_memories_teach_nothing() {
    let (_directory, engine) = begun();
    teach(&engine, ("harbour", "بندر"), 100);
    let before = lexicon(&engine);
    teach(&engine, ("harbour", "بندر"), 100);
    write(&engine, &[("zeppelin", "زپلین")], UnitStatus::Draft);
    assert!(Arc::ptr_eq(&before, &lexicon(&engine)));
    assert!(at_hand(&engine).lessons.is_of(100, 0, 0), "{:?}", at_hand(&engine).lessons);
}

#[test]
fn what_was_changed_or_deleted_is_not_taught_again_and_unlearned_when_it_is_much() {
    let (_directory, engine) = begun();
    let zeppelins = teach(&engine, ("zeppelin", "زپلین"), 6);
    teach(&engine, ("harbour", "بندر"), 100);
    lexicon(&engine);
    let text = |text: &str| Some(UnitText { text: text.to_owned(), language: language("en-GB") });
    let change = UnitChange { source: text("The zeppelin rose."), ..UnitChange::default() };
    engine.update_unit(&memory(), zeppelins[0].id, change, &RequestId::default()).unwrap();
    let delete = |unit: &Unit| engine.delete_unit(&memory(), unit.id, &RequestId::default()).unwrap();
    zeppelins[1..].iter().for_each(delete);
    assert_eq!(best(&engine, "zeppelin").as_deref(), Some("زپلین"));
    assert!(at_hand(&engine).lessons.is_of(106, 0, 6), "{:?}", at_hand(&engine).lessons);
    delete(&zeppelins[0]);
    teach(&engine, ("caravan", "شتر"), 8);
    assert_eq!(best(&engine, "zeppelin"), None);
    assert!(at_hand(&engine).lessons.is_of(108, 0, 0), "{:?}", at_hand(&engine).lessons);
}

#[test]
fn what_the_store_has_forgotten_is_found_by_looking_through_all_units() {
    let (directory, engine) = begun();
    let harbours = teach(&engine, ("harbour", "بندر"), 200);
    lexicon(&engine);
    put_another(&engine);
    engine.delete_unit(&memory(), harbours[0].id, &RequestId::default()).unwrap();
    teach(&engine, ("caravan", "شتر"), 8);
    engine.store.forget_changes(&engine.store.mark().unwrap()).unwrap();
    drop(engine);
    let engine = open(directory.path());
    assert_eq!(best(&engine, "zeppelin").as_deref(), Some("زپلین"), "the file is used");
    assert_eq!(best(&engine, "caravan").as_deref(), Some("شتر"));
    assert!(at_hand(&engine).lessons.is_of(200, 8, 1), "{:?}", at_hand(&engine).lessons);
}

#[test]
fn few_new_units_wait_for_others() {
    let (_directory, engine) = begun();
    teach(&engine, ("harbour", "بندر"), 3_000);
    let before = lexicon(&engine);
    write(&engine, &[("zeppelin", "زپلین"), ("a zeppelin", "یک زپلین")], UnitStatus::Approved);
    assert!(Arc::ptr_eq(&before, &lexicon(&engine)));
    write(&engine, &[("the zeppelin rose", "زپلین برخاست"), ("zeppelins", "زپلین")], UnitStatus::Approved);
    assert_eq!(best(&engine, "zeppelin").as_deref(), Some("زپلین"));
    assert!(at_hand(&engine).lessons.is_of(3_000, 4, 0));
}

#[test]
fn who_asks_meanwhile_waits_and_nothing_is_learned_twice() {
    let (_directory, engine) = begun();
    teach(&engine, ("harbour", "بندر"), 500);
    let (one, other) = std::thread::scope(|scope| {
        let other = scope.spawn(|| engine.lexicon(&memory(), (&language("en-US"), &language("fa-AF")), &Stop::never()));
        (lexicon(&engine), other.join().unwrap().unwrap())
    });
    assert!(Arc::ptr_eq(&one, &other), "regions have no lexicons of their own");
}

#[test]
fn who_has_gone_is_not_learned_for() {
    let (directory, engine) = begun();
    teach(&engine, ("harbour", "بندر"), 50);
    let stop = Stop::never();
    stop.cancel();
    let stopped = engine.lexicon(&memory(), (&language("en"), &language("fa")), &stop);
    assert!(matches!(stopped, Err(EngineError::Stopped(_))));
    assert!(!file(directory.path()).exists());
    assert!(!lexicon(&engine).is_empty());
}

#[test]
fn a_deleted_memory_leaves_no_words_behind() {
    let (directory, engine) = begun();
    teach(&engine, ("harbour", "بندر"), 50);
    lexicon(&engine);
    assert!(file(directory.path()).exists());
    engine.delete_memory(&memory(), UnitsOnDelete::Delete, &RequestId::default()).unwrap();
    assert!(!file(directory.path()).exists());
    assert!(lexicon(&engine).is_empty());
}

#[test]
fn the_files_written_last_stay() {
    let (directory, engine) = begun();
    teach(&engine, ("harbour", "بندر"), 50);
    lexicon(&engine);
    let learned = at_hand(&engine);
    let old = |number: usize| Subject { memory: MemoryId::parse(&format!("m{number}")).unwrap(), ..subject() };
    (0..20).for_each(|number| super::file::write(&*engine.store, &old(number), &learned));
    let names = fs::read_dir(directory.path().join("store/LEXICONS")).unwrap();
    let count = names.map(|memory| fs::read_dir(memory.unwrap().path()).unwrap().count()).sum::<usize>();
    assert_eq!(count, 16);
    assert!(super::file::read(&*engine.store, &old(19)).is_some());
    assert!(super::file::read(&*engine.store, &old(0)).is_none());
}

#[test]
fn an_alignment_ends_when_its_caller_goes_and_writes_nothing() {
    let (_directory, engine) = begun();
    let options = AlignOptions {
        from: language("en"),
        to: language("fa"),
        memory: Some(memory()),
        create_memory: false,
        dry_run: false,
        gate: Percent::ZERO,
        status: UnitStatus::Draft,
        import: None,
    };
    let side = |texts: [&str; 3]| ArticleToAlign {
        document: "a.txt".into(),
        segments: texts.map(|text| (text.to_owned(), None)).to_vec(),
    };
    let pair = || {
        (side(["Rain fell.", "Snow fell.", "7 ferries sank."]), side(["باران بارید.", "برف بارید.", "۷ کشتی غرق شد."]))
    };
    let (pairs, stop) = ([pair(), pair(), pair()], Stop::never());
    let leaves = |share: f32| {
        if share > 0.3 {
            stop.cancel()
        }
    };
    let stopped = engine.align(&pairs, &options, Course { stop: &stop, told: &leaves });
    assert!(matches!(stopped, Err(EngineError::Stopped(_))), "{stopped:?}");
    assert_eq!((engine.unit_count(&memory()), engine.imports(None, 9).unwrap().len()), (0, 0));
    engine.align(&pairs, &options, Course::silent(&Stop::never())).unwrap();
    assert!(!engine.imports(None, 9).unwrap().is_empty());
}
