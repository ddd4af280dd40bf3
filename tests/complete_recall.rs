//! The index finds exactly what looking at everything finds.

#[path = "complete_recall/concordance.rs"]
mod concordance;
#[path = "complete_recall/phrases.rs"]
mod phrases;

use std::collections::BTreeMap;
use std::path::Path;

use hafez::fuzzy::{Deduction, Index, NewEntry, Profile, Search, TextualPoints, View, score};
use hafez::model::{Language, Penalties, Percent};
use proptest::prelude::*;

fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap()
}

type Texts = BTreeMap<u64, Profile>;

/// Keys and totals of all texts that reach the floor, by scoring every one.
fn brute_force(query: &Profile, texts: &Texts, floor: Percent) -> Vec<(u64, Percent)> {
    let scores = texts.iter().map(|(&key, text)| (key, score(query, text, &Penalties::default()).total()));
    scores.filter(|&(_, total)| total >= floor).collect()
}

/// The same through the index: candidates by their word scores, then the penalties; of which those that are among the
/// `most` best.
fn by_index(query: &Profile, texts: &Texts, view: &View, floor: Percent, most: usize) -> Vec<(u64, Percent)> {
    let textual = TextualPoints { number: 2, punctuation: 1, letter_case: 1, inline_code: 1 };
    let deduct = |_: u32| Some(Deduction { certain: 0, textual });
    let found = view.search(query, &Search { floor, most, deduct: &deduct, stop: &|| false });
    assert!(!found.stopped);
    let mut scored = Vec::new();
    for candidate in found.candidates {
        let score = score(query, &texts[&candidate.key], &Penalties::default());
        assert_eq!(candidate.base, score.base, "the index and the scorer disagree");
        assert!(candidate.best >= score.total(), "the index promises too little");
        if score.total() >= floor {
            scored.push((candidate.key, score.total()));
        }
    }
    scored.sort_unstable();
    scored
}

fn compare(query: &Profile, texts: &Texts, view: &View, floor: Percent) {
    let expected = brute_force(query, texts, floor);
    assert_eq!(by_index(query, texts, view, floor, usize::MAX), expected);
    for most in [1, 3] {
        let found = by_index(query, texts, view, floor, most);
        assert!(found.iter().all(|hit| expected.contains(hit)));
        assert_eq!(best(found, most), best(expected.clone(), most));
    }
}

/// The `most` best, and those as good as the last of them: ties are for the caller to rank.
fn best(mut hits: Vec<(u64, Percent)>, most: usize) -> Vec<(u64, Percent)> {
    hits.sort_unstable_by_key(|&(key, total)| (std::cmp::Reverse(total), key));
    let last = hits.get(most - 1).map_or(Percent::ZERO, |&(_, total)| total);
    hits.retain(|&(_, total)| total >= last);
    hits
}

fn entry(key: u64, profile: &Profile) -> NewEntry<'_> {
    NewEntry { key, label: 0, updated: 0, profile }
}

/// An index of these texts, in one part.
fn index_of(texts: &Texts) -> Index {
    let mut index = Index::with_small_parts(100);
    texts.iter().for_each(|(&key, profile)| index.gather(&entry(key, profile)));
    index.settle();
    index
}

/// How many random cases are tried; `PROPTEST_CASES` asks for more.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(400)
}

/// What happens to an index.
#[derive(Clone, Debug)]
enum Step {
    /// Several at once.
    Put(Vec<(u64, String)>),
    Remove(u64),
    Search(String, u16),
    /// Begin a merge, if one is due and none is under way; what it comes to is installed by a later `Install`.
    Merge,
    Install,
    /// Keep what readers see now, to be searched at the end.
    Keep,
}

/// Few words, many of them near each other, so that most things match somehow.
fn segment() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "rouhani",
        "rohani",
        "rouhanis",
        "government",
        "governments",
        "goverment",
        "said",
        "the",
        "a",
        "of",
        "Tehran",
        "tehran",
        "12",
        "1,000",
        "۱۲",
        "3.5",
        "38.7",
        "،",
        ".",
        ",",
        "...",
        "«",
        "»",
        "!",
        "{1}",
        "{/1}",
        "می‌شود",
        "می شود",
        "میشود",
        "دولت",
        "دولت‌ها",
        "ایران",
        "ایرانی",
        "خامنه‌ای",
        "خامنه ای",
        "x",
        "internationalization",
        "internationalisation",
    ]);
    prop_oneof![
        8 => prop::collection::vec(word.clone(), 1..14).prop_map(|words| words.join(" ")),
        1 => word.prop_map(str::to_owned),
        1 => "[0-9۰-۹ ]{1,8}",
        1 => "[.,!؟«»… -]{1,6}",
        1 => "\\PC{0,40}",
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => prop::collection::vec((0u64..60, segment()), 1..4).prop_map(Step::Put),
        1 => (0u64..60).prop_map(Step::Remove),
        2 => Just(Step::Merge),
        2 => Just(Step::Install),
        1 => Just(Step::Keep),
        3 => (segment(), 0u16..=10_000).prop_map(|(text, floor)| Step::Search(text, floor)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn on_random_texts_added_replaced_and_removed(
        steps in prop::collection::vec(step(), 1..80),
        tag in "en|fa|zh",
        small in 0usize..12,
        last in (segment(), 0u16..=10_000),
    ) {
        let language = language(&tag);
        let (mut index, mut texts) = (Index::with_small_parts(small), Texts::new());
        let (mut merge, mut kept) = (None, Vec::new());
        for step in steps {
            match step {
                Step::Put(new) => {
                    let new: Texts = new.iter().map(|(key, text)| (*key, Profile::new(text, &language))).collect();
                    index.change(&[], &new.iter().map(|(&key, profile)| entry(key, profile)).collect::<Vec<_>>());
                    texts.extend(new);
                }
                Step::Remove(key) => {
                    index.change(&[key], &[]);
                    texts.remove(&key);
                }
                Step::Merge if merge.is_none() => merge = index.merge_due(),
                Step::Merge => (),
                Step::Install => merge.take().into_iter().for_each(|due| index.install(due.run())),
                Step::Keep => kept.push((index.view().clone(), texts.clone())),
                Step::Search(text, floor) => {
                    let query = Profile::new(&text, &language);
                    compare(&query, &texts, index.view(), Percent::from_hundredths(floor).unwrap());
                }
            }
            prop_assert_eq!(index.view().len(), texts.len());
        }
        let query = Profile::new(&last.0, &language);
        for (view, texts) in &kept {
            compare(&query, texts, view, Percent::from_hundredths(last.1).unwrap());
        }
    }
}

#[test]
fn many_removals_and_replacements_lose_nothing() {
    let english = language("en");
    let (mut index, mut texts) = (Index::with_small_parts(10), Texts::new());
    for round in 0..3_000u64 {
        let profile = Profile::new(&format!("report number {} about the {} meeting", round, round % 7), &english);
        index.change(&[], &[entry(round % 50, &profile)]);
        if let Some(merge) = index.merge_due() {
            index.install(merge.run());
        }
        texts.insert(round % 50, profile);
    }
    let query = Profile::new("report number 5 about the 3 meetings", &english);
    compare(&query, &texts, index.view(), Percent::threshold(50.0).unwrap());
}

#[test]
fn very_long_segments() {
    let english = language("en");
    let long = |seed: usize| (0..1_500).map(|n| format!("word{}", (n * seed) % 977)).collect::<Vec<_>>().join(" ");
    let text = |(key, seed)| (key, Profile::new(&format!("{} tail {key}", long(seed)), &english));
    let texts: Texts = [(1, 3), (2, 3), (3, 5), (4, 7)].into_iter().map(text).collect();
    compare(&Profile::new(&long(3), &english), &texts, index_of(&texts).view(), Percent::threshold(50.0).unwrap());
}

#[test]
fn on_real_text_in_both_languages() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/corpus/enfa.tsv");
    let Ok(corpus) = std::fs::read_to_string(&corpus) else {
        skip(&format!("SKIPPED: complete recall on real text needs {}", corpus.display()));
        return;
    };
    let pairs: Vec<(&str, &str)> = corpus.lines().step_by(60).filter_map(|line| line.split_once('\t')).collect();
    for (side, tag) in [(0, "en"), (1, "fa")] {
        let language = language(tag);
        let texts: Texts = (0..)
            .zip(&pairs)
            .map(|(key, (en, fa))| (key, Profile::new(if side == 0 { en } else { fa }, &language)))
            .collect();
        let index = index_of(&texts);
        for query in texts.values().step_by(texts.len() / 40) {
            compare(query, &texts, index.view(), Percent::threshold(50.0).unwrap());
            let mut edited = query.clone();
            edited.words.truncate(query.words.len().saturating_sub(1).max(1));
            compare(&edited, &texts, index.view(), Percent::threshold(60.0).unwrap());
        }
    }
}

/// Every so many of the texts of the sample corpus in one language; `None`, said loudly, where it is missing.
fn real_texts(side: usize, step: usize) -> Option<Vec<String>> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/corpus/enfa.tsv");
    let Ok(corpus) = std::fs::read_to_string(&corpus) else {
        skip(&format!("SKIPPED: looking through real text needs {}", corpus.display()));
        return None;
    };
    Some(corpus.lines().step_by(step).filter_map(|line| line.split('\t').nth(side).map(str::to_owned)).collect())
}

/// Says loudly that a test did nothing; the test runner hides what goes through `eprintln!`.
fn skip(why: &str) {
    use std::io::Write;
    std::io::stderr().write_all(format!("{why}\n").as_bytes()).unwrap();
}
