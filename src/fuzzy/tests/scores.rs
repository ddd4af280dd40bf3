use proptest::prelude::*;

use crate::fuzzy::{DifferenceKind, MatchType, PenaltyReason, Profile, Score, difference, score};
use crate::model::Language;

const GOLDEN: &str = include_str!("../../../tests/golden/scores.tsv");

fn profile(text: &str, tag: &str) -> Profile {
    Profile::new(text, &Language::parse(tag).unwrap())
}

/// A score as a golden line has it.
fn describe(score: &Score) -> String {
    let match_type = match score.match_type() {
        MatchType::Context => "context",
        MatchType::Exact => "exact",
        MatchType::NearExact => "near exact",
        MatchType::Fuzzy => "fuzzy",
    };
    let reasons = score.penalties.iter().map(|penalty| match penalty.reason {
        PenaltyReason::Number => "number",
        PenaltyReason::Punctuation => "punctuation",
        PenaltyReason::LetterCase => "letter case",
        PenaltyReason::InlineCode => "inline code",
        other => panic!("{other:?} is not of two texts"),
    });
    format!("{}\t{}\t{match_type}\t{}", score.base, score.total(), reasons.collect::<Vec<_>>().join(" "))
}

#[test]
fn every_golden_pair_scores_as_written() {
    let mut seen = 0;
    for line in GOLDEN.lines().filter(|line| !line.starts_with('#')) {
        let [tag, query, unit, expected] = line.splitn(4, '\t').collect::<Vec<_>>().try_into().unwrap();
        assert_eq!(describe(&score(&profile(query, tag), &profile(unit, tag))), expected, "{query} | {unit}");
        seen += 1;
    }
    assert!(seen > 20);
}

/// The distance by the plain recurrence, in floating point, word by word.
fn oracle(query: &Profile, unit: &Profile) -> f64 {
    let similarity = |i: usize, j: usize| {
        let (a, b) = (&query.words[i], &unit.words[j]);
        if a.is_number || b.is_number {
            return f64::from(a.is_number && b.is_number);
        }
        let (short, long) = {
            let (a, b) = (a.key.chars().count(), b.key.chars().count());
            (a.min(b), a.max(b))
        };
        let likeness = 1.0 - strsim::levenshtein(&a.key, &b.key) as f64 / long as f64;
        if a.key == b.key {
            1.0
        } else if short >= 4 && likeness >= 0.75 {
            likeness
        } else {
            0.0
        }
    };
    let (n, m) = (query.words.len(), unit.words.len());
    let mut costs = vec![vec![0.0; m + 1]; n + 1];
    for i in 0..=n {
        for j in 0..=m {
            costs[i][j] = match (i, j) {
                (0, _) => j as f64,
                (_, 0) => i as f64,
                _ => {
                    f64::min(costs[i - 1][j], costs[i][j - 1])
                        .min(costs[i - 1][j - 1] - similarity(i - 1, j - 1))
                        .min(f64::MAX)
                        + 1.0
                }
            };
        }
    }
    100.0 * (1.0 - costs[n][m] / n.max(m).max(1) as f64)
}

proptest! {
    #[test]
    fn the_word_score_is_the_formula(
        a in "([a-d]{1,6}|rouhani|rohani|[0-9]{1,3})( ([a-d]{1,6}|rouhani|rohanis|[0-9]{1,3})){0,9}",
        b in "([a-d]{1,6}|rouhani|rohani|[0-9]{1,3})( ([a-d]{1,6}|rouhani|rohanis|[0-9]{1,3})){0,9}",
    ) {
        let (query, unit) = (profile(&a, "en"), profile(&b, "en"));
        let (found, expected) = (score(&query, &unit).base.as_f64(), oracle(&query, &unit));
        prop_assert!(found <= expected + 1e-6 && found > expected - 0.0101, "{found} {expected}");
    }

    #[test]
    fn likeness_goes_both_ways_and_is_full_only_with_oneself(a in "\\PC{0,40}", b in "\\PC{0,40}") {
        let (query, unit) = (profile(&a, "fa"), profile(&b, "fa"));
        prop_assert_eq!(score(&query, &unit).total(), score(&unit, &query).total());
        prop_assert_eq!(score(&query, &query).total().as_f64(), 100.0);
    }

    #[test]
    fn the_difference_holds_every_word_once_and_in_order(a in "([a-e]{1,2} ?){0,12}", b in "([a-e]{1,2} ?){0,12}") {
        let (query, unit) = (profile(&a, "en"), profile(&b, "en"));
        let stretches = difference(&query, &unit, &score(&query, &unit).alignment);
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let joined = |side: fn(&crate::fuzzy::Difference) -> std::ops::Range<usize>, text: &str| {
            let parts: Vec<&str> = stretches.iter().map(|s| &text[side(s)]).filter(|part| !part.is_empty()).collect();
            words(&parts.join(" "))
        };
        prop_assert_eq!(joined(|s| s.query.clone(), &a), words(&a));
        prop_assert_eq!(joined(|s| s.unit.clone(), &b), words(&b));
        for equal in stretches.iter().filter(|s| s.kind == DifferenceKind::Equal) {
            prop_assert_eq!(words(&a[equal.query.clone()]), words(&b[equal.unit.clone()]));
        }
    }
}
