//! What every store keeps to. `contract!` runs all of it on one engine.

use std::{slice, thread};

use hafez::model::{Evidence, Memory, MemoryId, Term, TermId, Unit, UnitId, UnitStatus};
use hafez::store::{Batch, Change, Store, StoreError, TermIdentity, UnitIdentity};

use crate::records::{language, memory, memory_id, receipt, term, unit};

/// Where an engine keeps one store. It starts empty, and is gone when this is dropped.
pub trait Place {
    /// Opens the store that is there; what was opened before has been dropped.
    fn open(&self) -> Result<Box<dyn Store>, StoreError>;
}

/// All tests of the contract, on the engine whose places `$place` makes.
#[macro_export]
macro_rules! contract {
    ($engine:ident, $place:expr) => {
        mod $engine {
            use super::*;
            $crate::contract!(@tests $place,
                a_new_store_is_empty_and_counts_from_one
                records_come_back_as_they_were_put
                records_in_any_script_and_of_any_length_come_back
                what_is_put_again_is_replaced
                a_term_keeps_what_it_said_before_until_it_is_deleted
                a_unit_is_found_by_what_it_is
                a_unit_that_becomes_another_is_found_as_that_one_only
                a_term_that_becomes_another_is_found_as_that_one_only
                lists_are_in_order_and_start_behind_after
                units_are_listed_by_number_not_by_digits
                the_units_of_a_memory_are_those_of_no_other
                a_replaced_unit_is_listed_once
                what_is_deleted_is_gone_and_nothing_else
                a_deleted_memory_leaves_its_units_to_be_deleted
                the_changes_of_a_batch_are_done_in_order
                a_unit_may_take_the_place_of_a_deleted_one_in_one_batch
                an_empty_batch_changes_nothing
                what_many_write_at_once_is_all_there
                what_was_applied_is_there_after_opening_again
                what_was_deleted_is_not_there_after_opening_again
                what_has_changed_since_a_mark_is_known
                a_mark_of_another_history_is_not_known
            );

            #[test]
            fn two_units_may_change_places_in_one_batch() {
                $crate::contract::two_units_may_change_places_in_one_batch(&$place);
            }
        }
    };
    (@tests $place:expr, $($test:ident)*) => {
        $(#[test]
        fn $test() {
            $crate::contract::$test(&$place);
        })*
    };
}

fn open(place: &impl Place) -> Box<dyn Store> {
    place.open().unwrap()
}

/// A store with these changes made.
fn with(place: &impl Place, changes: impl IntoIterator<Item = Change>) -> Box<dyn Store> {
    let store = open(place);
    apply(&*store, changes);
    store
}

fn apply(store: &dyn Store, changes: impl IntoIterator<Item = Change>) {
    store.apply(Batch(changes.into_iter().collect())).unwrap();
}

fn put_unit(unit: &Unit) -> Change {
    Change::PutUnit { unit: unit.clone(), before: None }
}

fn replace_unit(before: &Unit, unit: &Unit) -> Change {
    Change::PutUnit { unit: unit.clone(), before: Some(before.clone()) }
}

fn put_term(term: &Term) -> Change {
    Change::PutTerm { term: term.clone(), before: None }
}

fn put_receipt(request_id: &str, answer: u8) -> Change {
    Change::PutReceipt { request_id: request_id.into(), receipt: receipt(answer) }
}

fn found(store: &dyn Store, unit: &Unit) -> Option<UnitId> {
    store.unit_by_identity(&UnitIdentity::of(unit)).unwrap()
}

fn found_term(store: &dyn Store, term: &Term) -> Option<TermId> {
    store.term_by_identity(&TermIdentity::of(term)).unwrap()
}

fn ids(units: &[Unit]) -> Vec<u64> {
    units.iter().map(|unit| unit.id.0).collect()
}

fn names(memories: &[Memory]) -> Vec<&str> {
    memories.iter().map(|memory| memory.id.as_str()).collect()
}

/// One of each, of the memory `news`.
fn one_of_each() -> Vec<Change> {
    vec![
        Change::PutMemory(memory("news")),
        put_unit(&unit(1, "news", "Rain", "باران")),
        put_term(&term(1, "Lake Urmia", "دریاچه ارومیه")),
        put_receipt("r-1", 1),
        Change::NextIds(UnitId(2), TermId(2)),
    ]
}

fn assert_one_of_each(store: &dyn Store) {
    let (unit, term) = (unit(1, "news", "Rain", "باران"), term(1, "Lake Urmia", "دریاچه ارومیه"));
    assert_eq!(store.memory(&memory_id("news")).unwrap(), Some(memory("news")));
    assert_eq!(store.unit(UnitId(1)).unwrap().as_ref(), Some(&unit));
    assert_eq!(store.units_of(&memory_id("news"), None, 9).unwrap(), slice::from_ref(&unit));
    assert_eq!(found(store, &unit), Some(UnitId(1)));
    assert_eq!(store.term(TermId(1)).unwrap().as_ref(), Some(&term));
    assert_eq!(found_term(store, &term), Some(TermId(1)));
    assert_eq!(store.receipt("r-1").unwrap(), Some(receipt(1)));
    assert_eq!(store.next_ids().unwrap(), (UnitId(2), TermId(2)));
}

fn assert_empty(store: &dyn Store) {
    assert_eq!(store.memories(None, 9).unwrap(), []);
    assert_eq!(store.units(None, 9).unwrap(), []);
    assert_eq!(store.units_of(&memory_id("news"), None, 9).unwrap(), []);
    assert_eq!(store.terms(None, 9).unwrap(), []);
    assert_eq!(store.receipts(None, 9).unwrap(), []);
    assert_eq!(store.memory(&memory_id("news")).unwrap(), None);
    assert_eq!(store.unit(UnitId(1)).unwrap(), None);
    assert_eq!(found(store, &unit(1, "news", "Rain", "باران")), None);
    assert_eq!(store.term(TermId(1)).unwrap(), None);
    assert_eq!(found_term(store, &term(1, "Lake Urmia", "دریاچه ارومیه")), None);
    assert_eq!(store.receipt("r-1").unwrap(), None);
}

pub fn what_has_changed_since_a_mark_is_known(place: &impl Place) {
    let changed = |store: &dyn Store, mark| {
        let changed = store.changed_since(mark).unwrap();
        changed.map(|mut units: Vec<UnitId>| {
            units.sort_unstable();
            units.iter().map(|unit| unit.0).collect::<Vec<_>>()
        })
    };
    let [first, second, third] = [1, 2, 3].map(|number| unit(number, "news", &format!("Report {number}"), "گزارش"));
    let store = open(place);
    let new = store.mark().unwrap();
    apply(&*store, [put_unit(&first), put_unit(&second)]);
    let one = store.mark().unwrap();
    apply(&*store, [Change::PutMemory(memory("news"))]);
    assert_eq!(store.mark().unwrap(), one, "no unit has changed");
    apply(&*store, [Change::DeleteUnit(first), put_unit(&third)]);
    let two = store.mark().unwrap();
    assert_eq!(changed(&*store, &new), Some(vec![1, 1, 2, 3]));
    assert_eq!(changed(&*store, &one), Some(vec![1, 3]));
    drop(store);
    let store = open(place);
    assert_eq!(store.mark().unwrap(), two);
    assert_eq!(changed(&*store, &two), Some(vec![]));
    store.forget_changes(&two).unwrap();
    assert_eq!((changed(&*store, &one), changed(&*store, &two)), (None, Some(vec![])));
    drop(store);
    assert_eq!(open(place).mark().unwrap(), two);
}

pub fn a_mark_of_another_history_is_not_known(place: &impl Place) {
    let store = with(place, [put_unit(&unit(1, "news", "One", "یک"))]);
    let mark = store.mark().unwrap();
    let other = mark.next(&[UnitId(1)]);
    apply(&*store, [put_unit(&unit(2, "news", "Two", "دو"))]);
    assert_eq!(store.changed_since(&other).unwrap(), None);
    assert!(store.changed_since(&mark).unwrap().is_some());
}

pub fn a_new_store_is_empty_and_counts_from_one(place: &impl Place) {
    let store = open(place);
    assert_empty(&*store);
    assert_eq!(store.next_ids().unwrap(), (UnitId(1), TermId(1)));
}

pub fn records_come_back_as_they_were_put(place: &impl Place) {
    assert_one_of_each(&*with(place, one_of_each()));
}

pub fn records_in_any_script_and_of_any_length_come_back(place: &impl Place) {
    let long = "می‌روم ".repeat(20_000);
    let unit = unit(1, "news", &long, "\u{202b}日本語 🚢\u{202c}\t\n");
    let term = term(1, "São Tomé", "سائوتومه");
    let store = with(place, [put_unit(&unit), put_term(&term), put_receipt("درخواست ۱", 9)]);
    assert_eq!(store.unit(unit.id).unwrap().as_ref(), Some(&unit));
    assert_eq!(found(&*store, &unit), Some(unit.id));
    assert_eq!(store.term(term.id).unwrap().as_ref(), Some(&term));
    assert_eq!(store.receipts(None, 9).unwrap(), [("درخواست ۱".to_owned(), receipt(9))]);
}

pub fn what_is_put_again_is_replaced(place: &impl Place) {
    let store = with(place, one_of_each());
    let (before, term_before) = (unit(1, "news", "Rain", "باران"), term(1, "Lake Urmia", "دریاچه ارومیه"));
    let draft = Unit { status: UnitStatus::Draft, ..before.clone() };
    let noted = Term { note: "shrinking".into(), ..term_before.clone() };
    let renamed = Memory { display_name: "News".into(), ..memory("news") };
    apply(
        &*store,
        [
            Change::PutMemory(renamed.clone()),
            replace_unit(&before, &draft),
            Change::PutTerm { term: noted.clone(), before: Some(term_before) },
            put_receipt("r-1", 2),
        ],
    );
    assert_eq!(store.memories(None, 9).unwrap(), [renamed]);
    assert_eq!(store.units(None, 9).unwrap(), slice::from_ref(&draft));
    assert_eq!(found(&*store, &draft), Some(UnitId(1)));
    assert_eq!(store.terms(None, 9).unwrap(), slice::from_ref(&noted));
    assert_eq!(found_term(&*store, &noted), Some(TermId(1)));
    assert_eq!(store.receipts(None, 9).unwrap(), [("r-1".to_owned(), receipt(2))]);
}

pub fn a_term_keeps_what_it_said_before_until_it_is_deleted(place: &impl Place) {
    let (first, other) = (term(1, "Lake Urmia", "دریاچه ارومیه"), term(2, "Lake Van", "دریاچه وان"));
    let store = with(place, [put_term(&first), put_term(&other)]);
    let revision = |number, note: &str| Term { revision: number, note: note.into(), ..first.clone() };
    let (second, third) = (revision(2, "shrinking"), revision(3, "shrinking"));
    let put = |before: &Term, term: &Term| Change::PutTerm { term: term.clone(), before: Some(before.clone()) };
    apply(&*store, [put(&first, &second), put(&other, &Term { revision: 2, note: String::new(), ..other.clone() })]);
    let seen_again = Term { evidence: Evidence::default(), ..third.clone() };
    apply(&*store, [put(&second, &seen_again)]);
    let past = |after, limit| store.term_revisions(after, limit).unwrap();
    assert_eq!(past((TermId(1), 0), 9), [first.clone(), other.clone()], "being seen is no other revision");
    assert_eq!(past((TermId(1), 1), 9), slice::from_ref(&other));
    apply(&*store, [Change::PutTermRevision(second.clone())]);
    assert_eq!(past((TermId(1), 0), 2), [first, second]);
    apply(&*store, [Change::DeleteTerm(seen_again)]);
    assert_eq!(past((TermId(0), 0), 9), [other]);
}

pub fn a_unit_is_found_by_what_it_is(place: &impl Place) {
    let stored = unit(1, "news", "ab", "c");
    let store = with(place, [put_unit(&stored)]);
    let mut other_language = stored.clone();
    other_language.source.language = language("en");
    let others = [unit(1, "news", "a", "bc"), unit(1, "news", "c", "ab"), unit(1, "sport", "ab", "c"), other_language];
    for other in &others {
        assert_eq!(found(&*store, other), None, "{other:?}");
    }
    let elsewhere = Unit { id: UnitId(9), author: String::new(), status: UnitStatus::Draft, ..stored };
    assert_eq!(found(&*store, &elsewhere), Some(UnitId(1)), "the rest of a unit does not make it another");
}

pub fn a_unit_that_becomes_another_is_found_as_that_one_only(place: &impl Place) {
    let (before, after) = (unit(1, "news", "Rain", "باران"), unit(1, "news", "Snow", "برف"));
    let store = with(place, [put_unit(&before)]);
    apply(&*store, [replace_unit(&before, &after)]);
    assert_eq!(found(&*store, &before), None);
    assert_eq!(found(&*store, &after), Some(UnitId(1)));
    assert_eq!(store.units(None, 9).unwrap(), [after]);
}

pub fn a_term_that_becomes_another_is_found_as_that_one_only(place: &impl Place) {
    let (before, after) = (term(1, "Lake Urmia", "دریاچه ارومیه"), term(1, "Lake Van", "دریاچه وان"));
    let store = with(place, [put_term(&before)]);
    apply(&*store, [Change::PutTerm { term: after.clone(), before: Some(before.clone()) }]);
    assert_eq!(found_term(&*store, &before), None);
    assert_eq!(found_term(&*store, &after), Some(TermId(1)));
    assert_eq!(store.terms(None, 9).unwrap(), [after]);
}

pub fn lists_are_in_order_and_start_behind_after(place: &impl Place) {
    let in_order = ["A", "a", "a-b", "a.b", "a0", "ab", "b"];
    let puts = in_order.iter().rev().map(|id| Change::PutMemory(memory(id)));
    let receipts = in_order.iter().rev().map(|id| put_receipt(id, 1));
    let store = with(place, puts.chain(receipts));
    let memories = |after: Option<&str>, limit| store.memories(after.map(memory_id).as_ref(), limit).unwrap();
    assert_eq!(names(&memories(None, 99)), in_order);
    assert_eq!(names(&memories(None, 2)), ["A", "a"]);
    assert_eq!(names(&memories(Some("a"), 3)), ["a-b", "a.b", "a0"]);
    assert_eq!(names(&memories(Some("a1"), 99)), ["ab", "b"], "behind one that is not there");
    assert_eq!((memories(Some("b"), 9), memories(None, 0)), (vec![], vec![]));
    let requests =
        |after, limit| -> Vec<String> { store.receipts(after, limit).unwrap().into_iter().map(|(id, _)| id).collect() };
    assert_eq!(requests(None, 99), in_order);
    assert_eq!(requests(Some("a"), 2), ["a-b", "a.b"]);
}

pub fn units_are_listed_by_number_not_by_digits(place: &impl Place) {
    let in_order = [1, 2, 10, 255, 256, 65_536, u64::from(u32::MAX) + 1, UnitId::LAST.0];
    let units = in_order.iter().rev().map(|&id| put_unit(&unit(id, "news", &format!("unit {id}"), "x")));
    let terms = in_order.iter().rev().map(|&id| put_term(&term(id, &format!("term {id}"), "x")));
    let store = with(place, units.chain(terms));
    let lists: [&dyn Fn(Option<u64>, usize) -> Vec<u64>; 3] = [
        &|after, limit| ids(&store.units(after.map(UnitId), limit).unwrap()),
        &|after, limit| ids(&store.units_of(&memory_id("news"), after.map(UnitId), limit).unwrap()),
        &|after, limit| store.terms(after.map(TermId), limit).unwrap().iter().map(|term| term.id.0).collect(),
    ];
    for list in lists {
        assert_eq!(list(None, 99), in_order);
        assert_eq!(list(None, 3), in_order[..3]);
        assert_eq!(list(Some(10), 2), in_order[3..5]);
        assert_eq!(list(Some(11), 1), in_order[3..4], "behind one that is not there");
        assert_eq!((list(Some(UnitId::LAST.0), 9), list(None, 0)), (vec![], vec![]));
    }
}

pub fn the_units_of_a_memory_are_those_of_no_other(place: &impl Place) {
    let memories = ["a", "a-b", "a.", "a_", "a0", "aa", "A", "b"];
    let in_turn = (1..=40).map(|id| unit(id, memories[id as usize % memories.len()], "Rain", &format!("باران {id}")));
    let store = with(place, in_turn.clone().map(|unit| put_unit(&unit)));
    for name in memories {
        let own: Vec<Unit> = in_turn.clone().filter(|unit| unit.memory.as_str() == name).collect();
        let of = |after, limit| store.units_of(&memory_id(name), after, limit).unwrap();
        assert_eq!(of(None, 99), own, "{name}");
        assert_eq!(of(Some(own[1].id), 2), own[2..4], "{name}");
    }
    assert_eq!(store.units_of(&MemoryId::parse("ab").unwrap(), None, 99).unwrap(), []);
}

pub fn a_replaced_unit_is_listed_once(place: &impl Place) {
    let (before, after) = (unit(1, "news", "Rain", "باران"), unit(1, "news", "Snow", "برف"));
    let store = with(place, [put_unit(&before), put_unit(&unit(2, "news", "Wind", "باد"))]);
    apply(&*store, [replace_unit(&before, &after)]);
    assert_eq!(ids(&store.units_of(&memory_id("news"), None, 9).unwrap()), [1, 2]);
}

pub fn what_is_deleted_is_gone_and_nothing_else(place: &impl Place) {
    let store = with(place, one_of_each());
    let (other_unit, other_term) = (unit(2, "sport", "Rain", "باران"), term(2, "Lake Van", "دریاچه وان"));
    let others = [Change::PutMemory(memory("sport")), put_unit(&other_unit), put_term(&other_term)];
    apply(&*store, others.into_iter().chain([put_receipt("r-2", 2)]));
    apply(&*store, deletions());
    assert_eq!(names(&store.memories(None, 9).unwrap()), ["sport"]);
    assert_eq!(store.units(None, 9).unwrap(), slice::from_ref(&other_unit));
    assert_eq!(store.units_of(&memory_id("news"), None, 9).unwrap(), []);
    assert_eq!(found(&*store, &unit(1, "news", "Rain", "باران")), None);
    assert_eq!(found(&*store, &other_unit), Some(UnitId(2)));
    assert_eq!(store.terms(None, 9).unwrap(), slice::from_ref(&other_term));
    assert_eq!(found_term(&*store, &term(1, "Lake Urmia", "دریاچه ارومیه")), None);
    assert_eq!(found_term(&*store, &other_term), Some(TermId(2)));
    assert_eq!(store.receipts(None, 9).unwrap(), [("r-2".to_owned(), receipt(2))]);
    apply(&*store, deletions());
    assert_eq!(store.next_ids().unwrap(), (UnitId(2), TermId(2)), "ids are not given out again");
}

/// Deletes what `one_of_each` puts.
fn deletions() -> [Change; 4] {
    [
        Change::DeleteMemory(memory_id("news")),
        Change::DeleteUnit(unit(1, "news", "Rain", "باران")),
        Change::DeleteTerm(term(1, "Lake Urmia", "دریاچه ارومیه")),
        Change::DeleteReceipt { request_id: "r-1".into() },
    ]
}

pub fn a_deleted_memory_leaves_its_units_to_be_deleted(place: &impl Place) {
    let store = with(place, one_of_each());
    apply(&*store, [Change::DeleteMemory(memory_id("news"))]);
    assert_eq!(ids(&store.units_of(&memory_id("news"), None, 9).unwrap()), [1]);
}

pub fn the_changes_of_a_batch_are_done_in_order(place: &impl Place) {
    let (first, second) = (unit(1, "news", "Rain", "باران"), unit(1, "news", "Snow", "برف"));
    let short_lived = unit(2, "news", "Wind", "باد");
    let store = with(
        place,
        [
            put_unit(&first),
            replace_unit(&first, &second),
            put_unit(&short_lived),
            Change::DeleteUnit(short_lived.clone()),
            Change::NextIds(UnitId(2), TermId(1)),
            Change::NextIds(UnitId(3), TermId(1)),
            put_receipt("r-1", 1),
            put_receipt("r-1", 2),
        ],
    );
    assert_eq!(store.units(None, 9).unwrap(), slice::from_ref(&second));
    let found = [&first, &second, &short_lived].map(|unit| found(&*store, unit));
    assert_eq!(found, [None, Some(UnitId(1)), None]);
    assert_eq!(store.next_ids().unwrap(), (UnitId(3), TermId(1)));
    assert_eq!(store.receipt("r-1").unwrap(), Some(receipt(2)));
}

pub fn a_unit_may_take_the_place_of_a_deleted_one_in_one_batch(place: &impl Place) {
    let (old, new) = (unit(1, "news", "Rain", "باران"), unit(2, "news", "Rain", "باران"));
    let store = with(place, [put_unit(&old)]);
    apply(&*store, [Change::DeleteUnit(old), put_unit(&new)]);
    assert_eq!(found(&*store, &new), Some(UnitId(2)));
    assert_eq!(ids(&store.units_of(&memory_id("news"), None, 9).unwrap()), [2]);
}

pub fn two_units_may_change_places_in_one_batch(place: &impl Place) {
    let (rain, snow) = (unit(1, "news", "Rain", "باران"), unit(2, "news", "Snow", "برف"));
    let (snow_now, rain_now) = (unit(1, "news", "Snow", "برف"), unit(2, "news", "Rain", "باران"));
    let store = with(place, [put_unit(&rain), put_unit(&snow)]);
    apply(&*store, [replace_unit(&rain, &snow_now), replace_unit(&snow, &rain_now)]);
    assert_eq!((found(&*store, &snow_now), found(&*store, &rain_now)), (Some(UnitId(1)), Some(UnitId(2))));
}

pub fn an_empty_batch_changes_nothing(place: &impl Place) {
    let store = with(place, one_of_each());
    apply(&*store, []);
    store.flush().unwrap();
    assert_one_of_each(&*store);
}

pub fn what_many_write_at_once_is_all_there(place: &impl Place) {
    const THREADS: u64 = 4;
    const EACH: u64 = 25;
    let store = open(place);
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let store = &*store;
            scope.spawn(move || {
                let own = thread * EACH + 1..=(thread + 1) * EACH;
                own.for_each(|id| apply(store, [put_unit(&unit(id, "news", &format!("unit {id}"), "x"))]));
            });
        }
    });
    let units = store.units_of(&memory_id("news"), None, 999).unwrap();
    assert_eq!(ids(&units), (1..=THREADS * EACH).collect::<Vec<_>>());
    units.iter().for_each(|unit| assert_eq!(found(&*store, unit), Some(unit.id)));
}

pub fn what_was_applied_is_there_after_opening_again(place: &impl Place) {
    drop(with(place, one_of_each()));
    assert_one_of_each(&*open(place));
}

pub fn what_was_deleted_is_not_there_after_opening_again(place: &impl Place) {
    let store = with(place, one_of_each());
    apply(&*store, deletions());
    drop(store);
    let store = open(place);
    assert_empty(&*store);
    assert_eq!(store.next_ids().unwrap(), (UnitId(2), TermId(2)));
}
