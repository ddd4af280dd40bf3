use proptest::prelude::*;

use crate::fuzzy::{Difference, DifferenceKind, MatchType, PenaltyReason, Profile, Score, difference, score};
use crate::model::{Language, Penalties};

const GOLDEN: &str = include_str!("../../../tests/golden/differences.tsv");

fn compare(query: &str, unit: &str, tag: &str) -> (Score, Vec<Difference>) {
    let profile = |text| Profile::new(text, &Language::parse(tag).unwrap());
    let (query, unit) = (profile(query), profile(unit));
    let score = score(&query, &unit, &Penalties::default());
    let difference = difference(&query, &unit, &score.alignment);
    (score, difference)
}

/// The stretches as a golden line has them, parted by bars.
fn describe(query: &str, unit: &str, stretches: &[Difference]) -> String {
    let describe = |d: &Difference| match (d.kind, &query[d.query.clone()], &unit[d.unit.clone()]) {
        (DifferenceKind::Equal, ours, theirs) if ours == theirs => ours.to_owned(),
        (DifferenceKind::Equal, ours, theirs) => format!("{theirs} = {ours}"),
        (DifferenceKind::Inserted, ours, _) => format!("{{+{ours}+}}"),
        (DifferenceKind::Deleted, _, theirs) => format!("[-{theirs}-]"),
        (DifferenceKind::Replaced, ours, theirs) => format!("[-{theirs}-]{{+{ours}+}}"),
    };
    stretches.iter().map(describe).collect::<Vec<_>>().join(" | ")
}

#[test]
fn every_golden_pair_differs_as_written() {
    let mut wrong = Vec::new();
    for line in GOLDEN.lines().filter(|line| !line.starts_with('#')) {
        let [tag, query, unit, expected] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let found = describe(query, unit, &compare(query, unit, tag).1);
        if found != expected {
            wrong.push(format!("{query}\n  is      {found}\n  must be {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a reader sees of a text: its words, numbers and marks, without the spaces between them.
fn visible(text: &str) -> String {
    text.split_whitespace().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn the_stretches_hold_all_of_both_texts_once_and_in_order(
        a in "(([a-e]{1,2}|[A-C]|rouhani|rohani|[0-9]{1,2}|[,.!-]|\\{1\\}|«|می شود|می‌شود) ?){0,14}",
        b in "(([a-e]{1,2}|[A-C]|rouhani|rohani|[0-9]{1,2}|[,.!-]|\\{1\\}|»|میشود|می‌شود) ?){0,14}",
        tag in "en|fa",
    ) {
        let (_, stretches) = compare(&a, &b, &tag);
        let joined = |text: &str, side: fn(&Difference) -> std::ops::Range<usize>| -> String {
            stretches.iter().map(|s| visible(&text[side(s)])).collect()
        };
        prop_assert_eq!(joined(&a, |s| s.query.clone()), visible(&a));
        prop_assert_eq!(joined(&b, |s| s.unit.clone()), visible(&b));
        let in_order = |side: fn(&Difference) -> std::ops::Range<usize>| {
            stretches.windows(2).all(|w| side(&w[0]).start <= side(&w[0]).end && side(&w[0]).end <= side(&w[1]).start)
        };
        prop_assert!(in_order(|s| s.query.clone()) && in_order(|s| s.unit.clone()));
        prop_assert!(stretches.iter().all(|s| s.kind != DifferenceKind::Equal || !s.query.is_empty()));
    }

    #[test]
    fn every_penalty_can_be_seen(a in "\\PC{0,30}", b in "\\PC{0,30}", tag in "en|fa|zh") {
        for (query, unit) in [(&a, &b), (&a, &a), (&a, &format!("{a}!")), (&a.to_uppercase(), &a)] {
            let (score, stretches) = compare(query, unit, &tag);
            let shows_none = stretches.iter().all(|s| s.kind == DifferenceKind::Equal);
            prop_assert!(!shows_none || score.match_type() == MatchType::Exact, "{} | {}", query, unit);
        }
    }

    /// Marks of different kinds may change places without a penalty; but for that an exact match shows no difference.
    #[test]
    fn an_exact_match_shows_no_difference(words in prop::collection::vec("[a-c]{1,2}|[0-9]|[,.!«]", 0..12)) {
        let query = words.join(" ");
        let (score, stretches) = compare(&query, &words.join("  "), "en");
        prop_assert_eq!(score.match_type(), MatchType::Exact);
        prop_assert!(stretches.len() <= 1, "{:?}", stretches);
    }
}

#[test]
fn what_the_score_takes_off_for_case_is_replaced() {
    let (score, stretches) = compare("Rain In SHIRAZ", "Rain in Shiraz", "en");
    assert!(score.penalties.iter().any(|p| p.reason == PenaltyReason::LetterCase));
    assert_eq!(stretches.last().unwrap().kind, DifferenceKind::Replaced);
}

#[test]
fn a_wall_of_marks_is_compared_in_bounded_time() {
    let (ours, theirs) = ("!?".repeat(5_000), "?!".repeat(4_999));
    let started = std::time::Instant::now();
    let (_, stretches) = compare(&ours, &theirs, "en");
    assert_eq!(stretches.iter().map(|s| s.query.len()).sum::<usize>(), ours.len());
    assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
}
