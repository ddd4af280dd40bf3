use proptest::prelude::*;

use crate::fuzzy::{Agreement, MatchType, Penalty, PenaltyReason, Profile, Score, score};
use crate::model::{Language, Penalties, Percent, Points};

const GOLDEN: &str = include_str!("../../../tests/golden/scores.tsv");

fn profile(text: &str, tag: &str) -> Profile {
    Profile::new(text, &Language::parse(tag).unwrap())
}

/// At the points that hold by default.
fn scored(query: &Profile, unit: &Profile) -> Score {
    score(query, unit, &Penalties::default())
}

/// A score as a golden line has it.
fn describe(score: &Score) -> String {
    let match_type = match score.match_type() {
        MatchType::Context | MatchType::OneSidedContext => "context",
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
        assert_eq!(describe(&scored(&profile(query, tag), &profile(unit, tag))), expected, "{query} | {unit}");
        seen += 1;
    }
    assert!(seen > 20);
}

fn points(points: u32) -> Points {
    Points::new(points).unwrap()
}

#[test]
fn a_difference_costs_what_is_set_for_it() {
    let set = Penalties {
        number: points(10),
        punctuation: points(0),
        letter_case: points(30),
        inline_code: points(7),
        ..Penalties::default()
    };
    let (query, unit) = (profile("Rise Of 3, in {1}May{/1}!", "en"), profile("rise of 4 in May.", "en"));
    let found = score(&query, &unit, &set);
    let taken = found.penalties.iter().map(|p| (p.reason, p.points.get())).collect::<Vec<_>>();
    use PenaltyReason::*;
    assert_eq!(taken, [(Number, 10), (Punctuation, 0), (LetterCase, 30), (InlineCode, 7)]);
    assert_eq!((found.base, found.total().as_f64()), (Percent::FULL, 53.0));
}

#[test]
fn what_differs_at_no_cost_is_named_and_no_exact_match() {
    let set = Penalties { punctuation: points(0), ..Penalties::default() };
    let found = score(&profile("Rain.", "en"), &profile("Rain!", "en"), &set);
    assert_eq!(found.penalties, [Penalty { reason: PenaltyReason::Punctuation, points: Points::ZERO }]);
    assert_eq!((found.total(), found.match_type()), (Percent::FULL, MatchType::NearExact));
}

#[test]
fn nothing_is_taken_off_below_zero() {
    let set = Penalties { number: points(100), punctuation: points(100), ..Penalties::default() };
    let found = score(&profile("12 May, 2024", "en"), &profile("14 May 2024", "en"), &set);
    assert_eq!((found.total(), found.match_type()), (Percent::ZERO, MatchType::NearExact));
}

#[test]
fn only_an_exact_match_is_one_in_context() {
    use MatchType::*;
    assert!(Context < OneSidedContext && OneSidedContext < Exact && Exact < NearExact && NearExact < Fuzzy);
    let one_sided = [Agreement::Previous, Agreement::Next];
    assert_eq!(one_sided.map(|agreement| Exact.within(agreement)), [OneSidedContext; 2]);
    assert_eq!((Exact.within(Agreement::Both), Exact.within(Agreement::None)), (Context, Exact));
    assert_eq!([NearExact, Fuzzy].map(|it| it.within(Agreement::Both)), [NearExact, Fuzzy]);
    assert!(Agreement::Both > Agreement::Previous && Agreement::Next > Agreement::None);
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
        let (found, expected) = (scored(&query, &unit).base.as_f64(), oracle(&query, &unit));
        prop_assert!(found <= expected + 1e-6 && found > expected - 0.0101, "{found} {expected}");
    }

    #[test]
    fn likeness_goes_both_ways_and_is_full_only_with_oneself(a in "\\PC{0,40}", b in "\\PC{0,40}") {
        let (query, unit) = (profile(&a, "fa"), profile(&b, "fa"));
        prop_assert_eq!(scored(&query, &unit).total(), scored(&unit, &query).total());
        prop_assert_eq!(scored(&query, &query).total().as_f64(), 100.0);
    }

    #[test]
    fn penalties_only_take_off_and_within_their_bounds(
        a in "(([a-c]{1,2}|[A-C]|[0-9]{1,2}|[,.!$]|\\{1\\}) ?){0,8}",
        b in "(([a-c]{1,2}|[A-C]|[0-9]{1,2}|[,.!$]|\\{1\\}) ?){0,8}",
        four in prop::array::uniform4(0u32..=100),
    ) {
        let [number, punctuation, letter_case, inline_code] = four.map(points);
        let set = Penalties { number, punctuation, letter_case, inline_code, ..Penalties::default() };
        let (query, unit) = (profile(&a, "en"), profile(&b, "en"));
        let (found, usual) = (score(&query, &unit, &set), scored(&query, &unit));
        prop_assert_eq!(found.base, usual.base, "points say nothing about the words");
        prop_assert!(found.total() <= found.base);
        prop_assert!(found.total() >= found.base.minus_points(set.most_textual()));
        if found.match_type() == MatchType::NearExact {
            prop_assert!(found.total() <= found.base.minus_points(set.least_textual()));
        }
    }
}
