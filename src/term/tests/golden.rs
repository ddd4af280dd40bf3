use super::*;
use crate::term::{MatchReason, Recognizer};

const GOLDEN: &str = include_str!("../../../tests/golden/recognition.tsv");

/// The lines of some kinds in a file of golden lines, as their columns.
fn lines(file: &'static str, kinds: &[&str]) -> Vec<Vec<&'static str>> {
    let lines = file.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let columns = lines.map(|line| line.split('\t').collect::<Vec<_>>());
    columns.filter(|columns| kinds.contains(&columns[0])).collect()
}

fn kind(name: &str) -> TermType {
    match name {
        "person" => TermType::Person,
        "organization" => TermType::Organization,
        "place" => TermType::Place,
        "title" => TermType::Title,
        "event" => TermType::Event,
        "work" => TermType::Work,
        "other" => TermType::Other,
        _ => panic!("no term type: {name}"),
    }
}

/// Knows the terms of a file of golden lines.
pub(super) fn recognizer(file: &'static str) -> Recognizer {
    let mut recognizer = Recognizer::new();
    for (id, columns) in lines(file, &["term"]).iter().enumerate() {
        recognizer.insert(&term(id as u64, kind(columns[1]), &columns[2..]));
    }
    recognizer
}

/// The hits in a text, written as the column of a golden line.
pub(super) fn found(recognizer: &Recognizer, tag: &str, text: &str) -> String {
    let from = language(tag);
    let to = language(if from.primary() == "en" { "fa" } else { "en" });
    let hits = recognizer.recognize(text, &from, &to).into_iter().map(|hit| {
        let reason = match hit.reason {
            MatchReason::Exact => "exact",
            MatchReason::Spelling => "spelling",
            MatchReason::Inflection => "inflection",
            MatchReason::Misspelling => "misspelling",
        };
        format!("{} → {}, {reason}", &text[hit.start..hit.end], hit.entry_text)
    });
    hits.collect::<Vec<_>>().join(" | ")
}

#[test]
fn every_golden_line_is_recognized_as_written() {
    let recognizer = recognizer(GOLDEN);
    let mut wrong = Vec::new();
    for columns in lines(GOLDEN, &["find", "none"]) {
        let expected = columns.get(3).copied().unwrap_or_default();
        let found = found(&recognizer, columns[1], columns[2]);
        if found != expected {
            wrong.push(format!("{}\n  expected: {expected}\n  found:    {found}", columns[2]));
        }
    }
    assert!(wrong.is_empty(), "{} lines:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_golden_file_has_lines_of_both_languages() {
    let count =
        |tag: &str| lines(GOLDEN, &["find", "none"]).iter().filter(|columns| columns[1].starts_with(tag)).count();
    assert!(count("en") >= 40 && count("fa") >= 20);
}
