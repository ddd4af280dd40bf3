//! The index finds exactly what scoring everything finds.

use std::collections::BTreeMap;
use std::path::Path;

use hafez::fuzzy::{Index, Profile, score};
use hafez::model::{Language, Percent};
use proptest::prelude::*;

fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap()
}

/// Keys and totals of all texts that reach the floor, by scoring every one.
fn brute_force(query: &Profile, texts: &BTreeMap<u32, Profile>, floor: Percent) -> Vec<(u32, Percent)> {
    let scores = texts.iter().map(|(&key, text)| (key, score(query, text).total()));
    scores.filter(|&(_, total)| total >= floor).collect()
}

/// The same through the index: candidates by their word scores, then the penalties.
fn by_index(
    query: &Profile,
    texts: &BTreeMap<u32, Profile>,
    index: &Index<u32, ()>,
    floor: Percent,
) -> Vec<(u32, Percent)> {
    let candidates = index.search(query, floor, |_, ()| true, &|| false).unwrap();
    let mut found = Vec::new();
    for candidate in candidates {
        let score = score(query, &texts[&candidate.key]);
        assert_eq!(candidate.base, score.base, "the index and the scorer disagree");
        if score.total() >= floor {
            found.push((candidate.key, score.total()));
        }
    }
    found.sort_unstable();
    found
}

fn compare(query: &Profile, texts: &BTreeMap<u32, Profile>, index: &Index<u32, ()>, floor: Percent) {
    assert_eq!(by_index(query, texts, index, floor), brute_force(query, texts, floor));
}

/// What happens to an index.
#[derive(Clone, Debug)]
enum Step {
    Put(u32, String),
    Remove(u32),
    Search(String, u16),
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
        5 => (0u32..40, segment()).prop_map(|(key, text)| Step::Put(key, text)),
        1 => (0u32..40).prop_map(Step::Remove),
        3 => (segment(), 0u16..=10_000).prop_map(|(text, floor)| Step::Search(text, floor)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn on_random_texts_added_replaced_and_removed(steps in prop::collection::vec(step(), 1..80), tag in "en|fa|zh") {
        let language = language(&tag);
        let (mut index, mut texts) = (Index::<u32, ()>::default(), BTreeMap::new());
        for step in steps {
            match step {
                Step::Put(key, text) => {
                    let profile = Profile::new(&text, &language);
                    index.insert(key, &profile, ());
                    texts.insert(key, profile);
                }
                Step::Remove(key) => prop_assert_eq!(index.remove(key), texts.remove(&key).is_some()),
                Step::Search(text, floor) => {
                    let query = Profile::new(&text, &language);
                    compare(&query, &texts, &index, Percent::from_hundredths(floor).unwrap());
                }
            }
        }
        prop_assert_eq!(index.len(), texts.len());
    }
}

#[test]
fn many_removals_and_replacements_lose_nothing() {
    let english = language("en");
    let (mut index, mut texts) = (Index::<u32, ()>::default(), BTreeMap::new());
    for round in 0..3_000u32 {
        let profile = Profile::new(&format!("report number {} about the {} meeting", round, round % 7), &english);
        index.insert(round % 50, &profile, ());
        texts.insert(round % 50, profile);
    }
    let query = Profile::new("report number 5 about the 3 meetings", &english);
    compare(&query, &texts, &index, Percent::threshold(50.0).unwrap());
}

#[test]
fn very_long_segments() {
    let english = language("en");
    let long = |seed: usize| (0..1_500).map(|n| format!("word{}", (n * seed) % 977)).collect::<Vec<_>>().join(" ");
    let (mut index, mut texts) = (Index::<u32, ()>::default(), BTreeMap::new());
    for (key, seed) in [(1, 3), (2, 3), (3, 5), (4, 7)] {
        let profile = Profile::new(&format!("{} tail {key}", long(seed)), &english);
        index.insert(key, &profile, ());
        texts.insert(key, profile);
    }
    compare(&Profile::new(&long(3), &english), &texts, &index, Percent::threshold(50.0).unwrap());
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
        let texts: BTreeMap<u32, Profile> = (0..)
            .zip(&pairs)
            .map(|(key, (en, fa))| (key, Profile::new(if side == 0 { en } else { fa }, &language)))
            .collect();
        let mut index = Index::<u32, ()>::default();
        texts.iter().for_each(|(&key, profile)| index.insert(key, profile, ()));
        for query in texts.values().step_by(texts.len() / 40) {
            compare(query, &texts, &index, Percent::threshold(50.0).unwrap());
            let mut edited = query.clone();
            edited.words.truncate(query.words.len().saturating_sub(1).max(1));
            compare(&edited, &texts, &index, Percent::threshold(60.0).unwrap());
        }
    }
}

/// Says loudly that a test did nothing; the test runner hides what goes through `eprintln!`.
fn skip(why: &str) {
    use std::io::Write;
    std::io::stderr().write_all(format!("{why}\n").as_bytes()).unwrap();
}
