//! The phrases of a text are those that looking at every part of it and every entry finds.

use std::collections::BTreeSet;

use hafez::fuzzy::{Phrase, PhraseSearch, Word};

use super::*;

/// Which entries are looked at, and in which order, by their labels.
fn rank(label: u32) -> Option<u32> {
    (label != 1).then_some(label)
}

fn same(a: &[Word], b: &[Word]) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|(a, b)| if a.is_number { b.is_number } else { !b.is_number && a.key == b.key })
}

fn label(key: u64) -> u32 {
    key as u32 % 3
}

fn holds(entry: &Profile, words: &[Word]) -> bool {
    entry.words.windows(words.len()).any(|window| same(window, words))
}

/// As the module documentation defines it: in more than one of a hundred entries, and ten.
fn is_common(word: &Word, texts: &Texts) -> bool {
    texts.values().filter(|text| holds(text, std::slice::from_ref(word))).count() > texts.len() / 100 + 10
}

/// The entries of a phrase, if these words are one.
fn entries_of(words: &[Word], texts: &Texts) -> Vec<u64> {
    let is_held = |text: &Profile| match words.len() {
        0..3 => same(&text.words, words),
        _ => holds(text, words),
    };
    texts.iter().filter(|&(&key, text)| rank(label(key)).is_some() && is_held(text)).map(|(&key, _)| key).collect()
}

/// Start, end and entries of all phrases that lie in no longer one.
fn brute_force(query: &Profile, texts: &Texts) -> BTreeSet<(usize, usize, Vec<u64>)> {
    let words = &query.words;
    let common: Vec<bool> = words.iter().map(|word| is_common(word, texts)).collect();
    let parts = (0..words.len()).flat_map(|start| (start + 1..=words.len()).map(move |end| (start, end)));
    let telling = parts.filter(|&(start, end)| common[start..end].contains(&false));
    let phrases = telling.map(|(start, end)| (start, end, entries_of(&words[start..end], texts)));
    let phrases: Vec<_> = phrases.filter(|(.., entries)| !entries.is_empty()).collect();
    let lies_in = |(start, end, _): &(usize, usize, Vec<u64>), (from, to, _): &(usize, usize, Vec<u64>)| {
        from <= start && end <= to && (from, to) != (start, end)
    };
    phrases.iter().filter(|one| !phrases.iter().any(|other| lies_in(one, other))).cloned().collect()
}

fn compare(query: &Profile, texts: &Texts, view: &View) {
    let search = |most| view.phrases(&PhraseSearch { profile: query, most, rank: &rank, stop: &|| false });
    let found = search(usize::MAX);
    assert!(!found.incomplete);
    for most in 0..5 {
        assert_eq!(
            search(most).phrases,
            found.phrases[..found.phrases.len().min(most)],
            "the {most} first of {query:?}"
        );
    }
    for Phrase { start, words, entries, .. } in &found.phrases {
        let order = |at: usize| (!entries[at].is_whole, entries[at].rank, entries[at].key);
        assert!((1..entries.len()).all(|at| order(at - 1) < order(at)), "{entries:?}");
        for entry in entries {
            let held = &texts[&entry.key].words;
            assert!(same(&held[entry.start..entry.start + words], &query.words[*start..start + words]));
            assert_eq!((entry.is_whole, entry.rank), (held.len() == *words, label(entry.key)));
        }
    }
    assert!(found.phrases.is_sorted_by_key(|phrase| (std::cmp::Reverse((phrase.words, phrase.weight)), phrase.start)));
    let best = |(start, end, mut keys): (usize, usize, Vec<u64>)| {
        keys.sort_by_key(|key| (texts[key].words.len() != end - start, label(*key), *key));
        keys.truncate(16);
        (start, end, keys)
    };
    let expected: BTreeSet<_> = brute_force(query, texts).into_iter().map(best).collect();
    let keys = |phrase: &Phrase| phrase.entries.iter().map(|entry| entry.key).collect();
    let seen = found.phrases.iter().map(|phrase| (phrase.start, phrase.start + phrase.words, keys(phrase)));
    assert_eq!(seen.collect::<BTreeSet<_>>(), expected, "{query:?}");
}

fn labelled<'a>((&key, profile): (&u64, &'a Profile)) -> NewEntry<'a> {
    NewEntry { key, label: label(key), updated: 0, profile }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn on_random_texts_added_replaced_and_removed(
        steps in prop::collection::vec(step(), 1..80),
        queries in prop::collection::vec(segment(), 1..6),
        tag in "en|fa|zh",
        small in 0usize..12,
    ) {
        let language = language(&tag);
        let (mut index, mut texts, mut merge) = (Index::with_small_parts(small), Texts::new(), None);
        for step in steps {
            match step {
                Step::Put(new) => {
                    let new: Texts = new.iter().map(|(key, text)| (*key, Profile::new(text, &language))).collect();
                    index.change(&[], &new.iter().map(labelled).collect::<Vec<_>>());
                    texts.extend(new);
                }
                Step::Remove(key) => {
                    index.change(&[key], &[]);
                    texts.remove(&key);
                }
                Step::Merge if merge.is_none() => merge = index.merge_due(),
                Step::Install => merge.take().into_iter().for_each(|due| index.install(due.run())),
                Step::Search(text, _) => compare(&Profile::new(&text, &language), &texts, index.view()),
                Step::Merge | Step::Keep => (),
            }
        }
        for text in queries {
            compare(&Profile::new(&text, &language), &texts, index.view());
        }
    }
}

#[test]
fn on_real_text_in_both_languages() {
    for (side, tag) in [(0, "en"), (1, "fa")] {
        let Some(all) = real_texts(side, 200) else { return };
        let language = language(tag);
        let (queries, held) = all.split_at(12);
        let texts: Texts = (0..).zip(held).map(|(key, text)| (key, Profile::new(text, &language))).collect();
        for scanned in [100, 100_000] {
            let mut index = Index::with_small_parts(scanned);
            let entries: Vec<NewEntry> = texts.iter().map(labelled).collect();
            entries.chunks(entries.len() / 2).for_each(|chunk| drop(index.change(&[], chunk)));
            for query in queries.iter().chain(held.iter().step_by(held.len() / 5)) {
                compare(&Profile::new(query, &language), &texts, index.view());
            }
        }
    }
}

#[test]
fn words_far_into_long_texts_are_found() {
    let english = language("en");
    let filler = |from: usize| (from..from + 300).map(|n| format!("word{n}")).collect::<Vec<_>>().join(" ");
    let texts = [format!("{} the old grey harbour wall", filler(0)), filler(1_000), filler(2_000)];
    let texts: Texts = (0..).step_by(3).zip(&texts).map(|(key, text)| (key, Profile::new(text, &english))).collect();
    for scanned in [0, 100] {
        let mut index = Index::with_small_parts(scanned);
        index.change(&[], &texts.iter().map(labelled).collect::<Vec<_>>());
        compare(&Profile::new("behind the old grey harbour", &english), &texts, index.view());
    }
}

#[test]
fn too_much_work_is_cut_short_and_said() {
    let english = language("en");
    let words =
        |from: usize, count: usize| (from..from + count).map(|n| format!("word{n}")).collect::<Vec<_>>().join(" ");
    // Each word is in one of a hundred entries, so it is just not common.
    let texts: Texts =
        (0..20_000).map(|key| (key, Profile::new(&words(20 * (key as usize % 100), 20), &english))).collect();
    let mut index = Index::with_small_parts(100);
    index.change(&[], &texts.iter().map(labelled).collect::<Vec<_>>());
    let search = |text: &str| {
        let profile = &Profile::new(text, &english);
        index.view().phrases(&PhraseSearch { profile, most: 1_000, rank: &rank, stop: &|| false })
    };
    let one = search(&words(0, 20));
    assert!(!one.incomplete && one.phrases[0].words == 20);
    let all = search(&words(0, 2_000));
    assert!(all.incomplete && !all.phrases.is_empty());
    let profile = &Profile::new("word1 word2 word3", &english);
    let stopped = index.view().phrases(&PhraseSearch { profile, most: 3, rank: &rank, stop: &|| true });
    assert!(stopped.incomplete);
}

#[test]
fn words_that_repeat_are_compared_in_bounded_time() {
    let english = language("en");
    let text = |words: usize| format!("{} end", "again ".repeat(words));
    let texts: Texts = (0..10).map(|key| (key, Profile::new(&text(4_000 + key as usize), &english))).collect();
    for scanned in [0, 100] {
        let mut index = Index::with_small_parts(scanned);
        index.change(&[], &texts.iter().map(labelled).collect::<Vec<_>>());
        let profile = &Profile::new(&format!("start {}", text(3_000)), &english);
        let started = std::time::Instant::now();
        let found = index.view().phrases(&PhraseSearch { profile, most: 3, rank: &rank, stop: &|| false });
        assert!(found.incomplete && started.elapsed() < std::time::Duration::from_secs(5));
    }
}
