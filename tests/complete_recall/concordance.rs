//! A concordance, page by page, is the list of all entries in which the pattern stands.

use std::cmp::Reverse;

use hafez::fuzzy::{ConcordanceSearch, Pattern, PatternWord, Place, Sought, Word};

use super::*;

/// A text with its label and time.
type Entries = BTreeMap<u64, (Profile, u32, u64)>;

/// Which labels are looked at.
fn admit(label: u32) -> bool {
    label != 1
}

fn fits(sought: &Sought, word: &Word) -> bool {
    match sought {
        Sought::Word(key) => !word.is_number && word.key == *key,
        Sought::Beginning(key) => !word.is_number && word.key.starts_with(&**key),
        Sought::Number(value) => word.is_number && word.key == *value,
    }
}

/// Whether the pattern stands in a text, by trying every way.
fn stands(pattern: &[PatternWord], text: &[Word]) -> bool {
    let Some(first) = pattern.first() else { return true };
    let starts = if first.is_joined { text.len().min(1) } else { text.len() };
    (0..starts).any(|at| {
        let spellings = (1..).zip(&first.spellings);
        spellings
            .filter(|(_, sought)| fits(sought, &text[at]))
            .any(|(words, _)| stands(&pattern[words..], &text[at + 1..]))
    })
}

fn brute_force(pattern: &Pattern, entries: &Entries) -> Vec<Place> {
    let hits = entries.iter().filter(|(_, (text, label, _))| admit(*label) && stands(pattern.words(), &text.words));
    let place = |(&key, (text, _, updated)): (&u64, &(Profile, u32, u64))| Place {
        length: text.words.len() as u32,
        updated: Reverse(*updated),
        key,
    };
    let mut places: Vec<Place> = hits.map(place).collect();
    places.sort_unstable();
    places
}

fn page(pattern: &Pattern, view: &View, after: Option<Place>, most: usize) -> Vec<Place> {
    let found = view.concordance(&ConcordanceSearch { pattern, after, most, admit: &admit, stop: &|| false });
    assert!(!found.stopped && found.places.len() <= most);
    found.places
}

/// All pages, one behind the other.
fn pages(pattern: &Pattern, view: &View, most: usize) -> Vec<Place> {
    let mut all: Vec<Place> = Vec::new();
    loop {
        let next = page(pattern, view, all.last().copied(), most);
        let is_last = next.len() < most;
        all.extend(next);
        if is_last {
            return all;
        }
    }
}

#[track_caller]
fn compare(pattern: &Pattern, entries: &Entries, view: &View, most: usize) {
    let expected = brute_force(pattern, entries);
    assert_eq!(page(pattern, view, None, usize::MAX), expected, "{pattern:?}");
    assert_eq!(pages(pattern, view, most), expected, "{pattern:?} by {most}");
    for &Place { key, .. } in &expected {
        let (text, ..) = &entries[&key];
        let places = pattern.find_all(&text.words);
        assert!(!places.is_empty(), "the index and the pattern disagree: {pattern:?} in {text:?}");
        let stretches: Vec<_> = places.into_iter().flatten().collect();
        assert!(stretches.is_sorted_by(|a, b| a.end <= b.start) && stretches.iter().all(|s| !s.is_empty()));
    }
}

/// The text of a pattern: words, phrases, beginnings, as people type them.
fn pattern_text() -> impl Strategy<Value = String> {
    let beginning = |(text, letters): (String, usize)| {
        let word: String = text.chars().filter(|c| c.is_alphanumeric()).take(letters).collect();
        format!("{word}*")
    };
    let piece = prop_oneof![
        4 => segment().prop_map(|text| text.split_whitespace().take(1).collect::<String>()),
        2 => segment().prop_map(|text| format!("\"{}\"", text.split_whitespace().take(3).collect::<Vec<_>>().join(" "))),
        2 => (segment(), 2usize..6).prop_map(beginning),
    ];
    prop::collection::vec(piece, 1..4).prop_map(|pieces| pieces.join(" "))
}

fn new_entries<'a>(entries: &'a [(u64, (Profile, u32, u64))]) -> Vec<NewEntry<'a>> {
    let entry = |(key, (profile, label, updated)): &'a (u64, (Profile, u32, u64))| NewEntry {
        key: *key,
        label: *label,
        updated: *updated,
        profile,
    };
    entries.iter().map(entry).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn on_random_texts_added_replaced_and_removed(
        steps in prop::collection::vec(step(), 1..60),
        patterns in prop::collection::vec(pattern_text(), 1..8),
        tag in "en|fa|zh",
        small in 0usize..12,
        most in 1usize..6,
    ) {
        let language = language(&tag);
        let (mut index, mut entries, mut merge, mut kept) = (Index::with_small_parts(small), Entries::new(), None, Vec::new());
        for (now, step) in (0u64..).zip(steps) {
            match step {
                Step::Put(new) => {
                    // Some have the same time, some another label.
                    let entry = |(key, text): (u64, String)| (key, (Profile::new(&text, &language), key as u32 % 3, now / 4));
                    let new: Entries = new.into_iter().map(entry).collect();
                    let new: Vec<_> = new.into_iter().collect();
                    index.change(&[], &new_entries(&new));
                    entries.extend(new);
                }
                Step::Remove(key) => {
                    index.change(&[key], &[]);
                    entries.remove(&key);
                }
                Step::Merge if merge.is_none() => merge = index.merge_due(),
                Step::Install => merge.take().into_iter().for_each(|due| index.install(due.run())),
                Step::Keep => kept.push((index.view().clone(), entries.clone())),
                Step::Merge | Step::Search(..) => (),
            }
        }
        kept.push((index.view().clone(), entries));
        for pattern in patterns.iter().filter_map(|text| Pattern::parse(text, &language).ok()) {
            kept.iter().for_each(|(view, entries)| compare(&pattern, entries, view, most));
        }
    }
}

type Compound = Vec<(&'static str, &'static str)>;

/// Persian words, each with what stands behind it.
fn compound(separators: &'static [&'static str], most: usize) -> impl Strategy<Value = Compound> {
    let word = prop::sample::select(vec!["رئیس", "جمهور", "نخست", "وزیر"]);
    prop::collection::vec((word, prop::sample::select(separators)), 1..=most)
}

fn written(words: &Compound) -> String {
    words.iter().flat_map(|(word, behind)| [*word, *behind]).collect()
}

/// Whether a text holds the same words one behind the other, however they are set apart, up to three written as one, and
/// none of them as one with other words.
fn holds(text: &Compound, words: &Compound) -> bool {
    let is_apart = |at: usize| at == 0 || at == text.len() || text[at - 1].1 == " ";
    (0..(text.len() + 1).saturating_sub(words.len())).any(|at| {
        let part = &text[at..at + words.len()];
        let same = part.iter().zip(words).all(|(a, b)| a.0 == b.0);
        let runs = || part.split_inclusive(|(_, behind)| *behind == " ");
        same && is_apart(at) && is_apart(at + words.len()) && runs().all(|run| run.len() <= 3)
    })
}

proptest! {
    #[test]
    fn persian_compounds_are_found_however_they_are_written(
        texts in prop::collection::vec(compound(&[" ", "\u{200C}", ""], 7), 1..40),
        words in compound(&[" ", "\u{200C}"], 3),
        small in prop::sample::select(vec![0usize, 100]),
    ) {
        let persian = language("fa");
        let entry = |(key, text): (u64, &Compound)| (key, (Profile::new(&written(text), &persian), 0, 0));
        let entries: Vec<_> = (0..).zip(&texts).map(entry).collect();
        let mut index = Index::with_small_parts(small);
        index.change(&[], &new_entries(&entries));
        let pattern = Pattern::parse(&format!("«{}»", written(&words)), &persian).unwrap();
        let mut found: Vec<u64> = pages(&pattern, index.view(), 3).iter().map(|place| place.key).collect();
        found.sort_unstable();
        let expected: Vec<u64> = (0..).zip(&texts).filter(|(_, text)| holds(text, &words)).map(|(key, _)| key).collect();
        prop_assert_eq!(found, expected, "{}", written(&words));
    }
}

#[test]
fn on_real_text_in_both_languages() {
    let patterns = [
        [
            "the",
            "said unto",
            "\"of the Lord\"",
            "chil* of",
            "\"click on the\" but*",
            "plugin-settings",
            "10",
            "the the the",
        ],
        ["را", "حساب کاربر*", "«می‌شود که»", "پیش فرض", "پیش‌فرض", "بنی اسرائیل", "پسر* بود", "۱۰"],
    ];
    for (side, tag) in [(0, "en"), (1, "fa")] {
        let Some(texts) = real_texts(side, 20) else { return };
        let language = language(tag);
        let entry = |(key, text): (u64, &String)| (key, (Profile::new(text, &language), key as u32 % 5, key % 7));
        let entries: Entries = (0..).zip(&texts).map(entry).collect();
        let all: Vec<_> = entries.clone().into_iter().collect();
        // One large part and several smaller ones.
        let mut index = Index::with_small_parts(100);
        all.chunks(all.len() / 3).for_each(|chunk| drop(index.change(&[], &new_entries(chunk))));
        for text in patterns[side] {
            let pattern = Pattern::parse(text, &language).unwrap();
            assert!(!brute_force(&pattern, &entries).is_empty(), "{text} is not there");
            compare(&pattern, &entries, index.view(), 97);
        }
    }
}

#[test]
fn one_that_is_told_to_stop_leaves_no_gaps() {
    let english = language("en");
    let text = |key: u64| format!("{} report", "very ".repeat(key as usize % 9));
    let entries: Entries = (0..20_000).map(|key| (key, (Profile::new(&text(key), &english), 0, key))).collect();
    let all: Vec<_> = entries.clone().into_iter().collect();
    let mut index = Index::with_small_parts(100);
    index.change(&[], &new_entries(&all));
    let pattern = Pattern::parse("report", &english).unwrap();
    let expected = brute_force(&pattern, &entries);
    for patience in [0, 1, 2, 3, 4] {
        let asked = std::cell::Cell::new(0);
        let stop = || {
            asked.set(asked.get() + 1);
            asked.get() > patience
        };
        let search = ConcordanceSearch { pattern: &pattern, after: None, most: usize::MAX, admit: &admit, stop: &stop };
        let found = index.view().concordance(&search);
        assert!(found.stopped && found.places.len() < expected.len());
        assert_eq!(found.places, expected[..found.places.len()], "patience for {patience}");
    }
}
