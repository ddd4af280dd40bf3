use proptest::strategy::Strategy;

use super::*;

fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap()
}

fn sentences<'a>(text: &'a str, tag: &str) -> Vec<&'a str> {
    split(text, &language(tag)).into_iter().map(|range| &text[range]).collect()
}

/// Runs the cases of a golden file, of which there must be `least` or more: see the head of that file.
fn check(golden: &str, tag: &str, least: usize) {
    let cases: Vec<_> = golden.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).collect();
    let failures: Vec<_> = cases.iter().filter_map(|case| failure(case, tag)).collect();
    println!("{tag}: {} of {} cases", cases.len() - failures.len(), cases.len());
    assert!(failures.is_empty(), "{} of {} cases failed:\n{}", failures.len(), cases.len(), failures.join("\n"));
    assert!(cases.len() >= least, "only {} cases", cases.len());
    let distinct: std::collections::HashSet<_> = cases.iter().collect();
    assert_eq!(distinct.len(), cases.len(), "a case stands twice");
}

fn failure(case: &str, tag: &str) -> Option<String> {
    let expected: Vec<&str> = case.split(" | ").flat_map(|part| part.split(" || ")).collect();
    let text = case.replace(" || ", "").replace(" | ", " ");
    let found = sentences(&text, tag);
    (found != expected).then(|| format!("expected {}\nfound    {}", expected.join(" | "), found.join(" | ")))
}

#[test]
fn english_news_is_split_as_the_golden_file_says() {
    check(include_str!("../../../tests/golden/sentences.en.txt"), "en", 150);
}

#[test]
fn persian_news_is_split_as_the_golden_file_says() {
    check(include_str!("../../../tests/golden/sentences.fa.txt"), "fa", 150);
}

#[test]
fn a_line_break_within_a_block_is_a_space() {
    assert_eq!(sentences("The talks\nfailed. They\r\nleft.", "en"), ["The talks\nfailed.", "They\r\nleft."]);
    assert_eq!(
        sentences("Die Gespräche\nscheiterten. Sie\ngingen.", "de"),
        ["Die Gespräche\nscheiterten.", "Sie\ngingen."]
    );
}

#[test]
fn what_shows_nothing_is_no_sentence() {
    assert!(sentences(" \n\t\u{a0} ", "en").is_empty());
    assert_eq!(sentences("رفت. \u{200f}", "fa"), ["رفت. \u{200f}"]);
    assert_eq!(sentences("Hola. \u{200b} ¿Qué?", "es").len(), 2);
}

#[test]
fn long_lines_of_nothing_but_marks_are_scanned_in_linear_time() {
    let units = [
        ".",
        ". ",
        "\"",
        ". \"",
        "((",
        ".(",
        "1. ",
        "a.b ",
        "؟» ",
        "\0",
        "\u{200f}. ",
        "*.*",
        " . .",
        ".[1",
        "سی. ",
        "a The b c ",
        "(!) ",
        ": «نه» او ",
        "،» «",
        ",” “",
        "said.He",
        "The",
    ];
    for unit in units {
        let text = unit.repeat(200_000 / unit.len());
        let ranges = split(&text, &language("fa"));
        assert!(ranges.len() <= text.len(), "{unit:?}");
    }
}

proptest::proptest! {
    #[test]
    fn sentences_are_in_order_and_cover_what_is_visible(text in news_like(), tag in "en|fa|de") {
        let ranges = split(&text, &language(&tag));
        let mut end = 0;
        for range in ranges {
            assert!(range.start >= end && range.start < range.end);
            assert!(text[end..range.start].chars().all(char::is_whitespace));
            assert_eq!(text[range.clone()].trim(), &text[range.clone()]);
            end = range.end;
        }
        assert!(text[end..].chars().all(char::is_whitespace));
    }
}

/// Strings thick with what the scanner reacts to.
fn news_like() -> impl proptest::strategy::Strategy<Value = String> {
    let pieces = proptest::sample::select(vec![
        ".", "!", "?", "؟", "…", " ", " ", "\n", "\"", "'", "«", "»", "(", ")", "[1]", "{/1}", "*", "**", "Mr", "U.S",
        "a.m", "The", "said", "he", "وی", "گفت", "ق.م", "جی", "1", "۲", "•", "a)", "b)", "\u{200f}", "\u{200c}", "\0",
        "\u{feff}", "é", "🙂", "-", "–", ",", "،",
    ]);
    let arbitrary = proptest::prelude::any::<String>();
    proptest::prop_oneof![proptest::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat()), arbitrary]
}
