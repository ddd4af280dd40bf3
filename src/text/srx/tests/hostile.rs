//! Rules and texts that are made to take all time or memory.

use std::time::{Duration, Instant};

use super::*;

/// Far more than any of these takes, even where many tests run at once.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn expressions_too_large_are_refused() {
    let nested = format!("{}a{}", "(".repeat(100_000), ")".repeat(100_000));
    let classes = format!("{}a{}", "[".repeat(100_000), "]".repeat(100_000));
    let products = ["a", "(?!a)", "(?:)(?=a)", r"\b(?!b)", "(|(?!a))"]
        .map(|one| format!("(?:(?:(?:{one}){{1000}}){{1000}}){{1000}}"));
    let mut hostile = vec!["a{1,100000000}", "a{99999999999}", r"\w{1000}\w{1000}", nested.as_str(), classes.as_str()];
    hostile.extend(products.iter().map(String::as_str));
    let start = Instant::now();
    for regex in hostile {
        let result = Srx::parse(file(&[(true, regex, "")]).as_bytes());
        assert!(matches!(result, Err(SrxError::Regex { line: 3, .. })), "{:.40}", regex);
    }
    assert!(start.elapsed() < PATIENCE);
}

#[test]
fn nested_repetitions_take_no_time_without_look_around() {
    let rules = rules(&[(true, "(a+)+b", ""), (true, "(a|aa)+c", r"(\s+)+x")]);
    let start = Instant::now();
    assert!(rules.cuts(&"a".repeat(200_000)).unwrap().is_empty());
    assert!(start.elapsed() < PATIENCE);
}

#[test]
fn nested_repetitions_with_look_around_are_cut_short() {
    let start = Instant::now();
    for regex in [r"(?=(a+)+$)a", r"(a+)+(?<!a)", r"(?:(a|b|ab)+)\1c"] {
        let rules = rules(&[(true, "x", ""), (true, regex, "")]);
        match rules.cuts(&format!("{} {}", "a".repeat(5_000), "ab".repeat(5_000))) {
            Ok(_) => {}
            Err(error) => assert_eq!(error, SrxError::TooSlow { line: 4 }),
        }
    }
    assert!(start.elapsed() < PATIENCE);
}

#[test]
fn one_line_of_two_megabytes_is_cut_in_seconds() {
    let srx = Srx::parse(NEWSROOM.as_bytes()).unwrap();
    let start = Instant::now();
    for (text, sentences) in [("Dr. Who left. ", 142_857), ("....", 1), ("A", 1), (". ", 1_000_000)] {
        let text = text.repeat(2_000_000 / text.len());
        assert_eq!(segments(&srx, "en", &text).len(), sentences, "{:.20}", text);
    }
    assert!(start.elapsed() < PATIENCE);
}
