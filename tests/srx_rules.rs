//! Segmentation rules of other makers, where they are at hand.

use std::fs;
use std::path::PathBuf;

use hafez::model::Language;
use hafez::text::srx::{Srx, SrxError};

/// The files of rules, or none and a loud word about it.
fn files() -> Vec<PathBuf> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/formats/srx"));
    let Ok(entries) = fs::read_dir(folder) else {
        skip("SKIPPED: there are no files of rules in ../shared/data/formats/srx");
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "srx"));
    files.sort();
    files
}

/// How many rules stand in a file, outside of comments.
fn rules_in(text: &str) -> usize {
    let without_comments = text.split("<!--").enumerate().map(|(i, part)| match i {
        0 => part,
        _ => part.split_once("-->").map_or("", |(_, rest)| rest),
    });
    without_comments.map(|part| part.matches("<rule ").count()).sum()
}

/// Past the test harness, which would hold it back.
fn skip(why: &str) {
    use std::io::Write;
    std::io::stderr().write_all(format!("{why}\n").as_bytes()).unwrap();
}

fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap()
}

fn segments<'a>(srx: &Srx, tag: &str, text: &'a str) -> Vec<&'a str> {
    let rules = srx.rules_for(&language(tag)).unwrap().unwrap();
    rules.split(text).unwrap().into_iter().map(|range| &text[range]).collect()
}

#[test]
fn every_rule_of_a_whole_file_is_compiled_and_a_broken_file_is_told_by_its_line() {
    for path in files() {
        let bytes = fs::read(&path).unwrap();
        let written = rules_in(&String::from_utf8_lossy(&bytes));
        match Srx::parse(&bytes) {
            Ok(srx) => {
                assert_eq!(srx.rule_count(), written, "{}", path.display());
                let text = "Mr. Smith left. He will return.";
                assert_eq!(segments(&srx, "en", text), ["Mr. Smith left.", "He will return."], "{}", path.display());
            }
            Err(error) => {
                let is_broken = matches!(error, SrxError::Xml { .. } | SrxError::NotSrx { .. });
                assert!(is_broken && error.to_string().contains("line "), "{}: {error}", path.display());
            }
        }
    }
}

#[test]
fn the_rules_of_every_language_run() {
    let text = "One. Two! 3 apples? «Да.» \"Oui.\" 你好。再见。 آمد. رفت؟ A. B. Smith, p. 5.\n\nEnd…";
    let tags =
        "en fa de fr pl sk ru uk ja zh ta ro nl is it es pt ca sl da eo el be br gl ga sr ar sv lt bg cs hu hr fi";
    for srx in files().into_iter().filter_map(|path| Srx::parse(&fs::read(path).unwrap()).ok()) {
        for tag in tags.split(' ') {
            let Some(rules) = srx.rules_for(&language(tag)).unwrap() else { continue };
            let cuts = rules.cuts(text).unwrap();
            assert!(cuts.is_sorted() && cuts.iter().all(|cut| text.is_char_boundary(*cut)), "{tag}");
        }
    }
}
