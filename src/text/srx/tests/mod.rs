mod expressions;
mod hostile;
mod oracle;
mod reading;

use super::*;
use crate::model::Language;

const NEWSROOM: &str = include_str!("../../../../tests/golden/srx/newsroom.srx");

fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap()
}

/// A file of one group of rules for all languages: whether a rule breaks, the text before, the text after.
fn file(rules: &[(bool, &str, &str)]) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('\n', "&#10;");
    let rules: String = rules
        .iter()
        .map(|(breaks, before, after)| {
            let (breaks, before, after) = (if *breaks { "yes" } else { "no" }, escaped(before), escaped(after));
            format!(
                "<rule break=\"{breaks}\"><beforebreak>{before}</beforebreak><afterbreak>{after}</afterbreak></rule>\n"
            )
        })
        .collect();
    format!(
        "<srx version=\"2.0\"><header cascade=\"no\"/><body>\n<languagerules><languagerule languagerulename=\"all\">\n\
         {rules}</languagerule></languagerules>\n<maprules><languagemap languagepattern=\".*\" \
         languagerulename=\"all\"/></maprules></body></srx>"
    )
}

fn rules(rules: &[(bool, &str, &str)]) -> Rules {
    Srx::parse(file(rules).as_bytes()).unwrap().rules_for(&language("en")).unwrap().unwrap()
}

fn segments<'a>(srx: &Srx, tag: &str, text: &'a str) -> Vec<&'a str> {
    let rules = srx.rules_for(&language(tag)).unwrap().unwrap();
    rules.split(text).unwrap().into_iter().map(|range| &text[range]).collect()
}

#[test]
fn rules_of_our_own_cut_as_the_golden_file_says() {
    let srx = Srx::parse(NEWSROOM.as_bytes()).unwrap();
    let cases = include_str!("../../../../tests/golden/srx/newsroom.txt");
    for case in cases.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        let (tag, case) = case.split_once('\t').unwrap();
        let expected: Vec<&str> = case.split(" | ").flat_map(|part| part.split(" || ")).collect();
        let text = case.replace(" || ", "").replace(" | ", " ");
        assert_eq!(segments(&srx, tag, &text), expected, "{tag}");
    }
}

#[test]
fn the_first_rule_that_matches_decides() {
    let exception_first = [(false, r"\bMr\.", r"\s"), (true, r"\.", r"\s")];
    let exception_last = [exception_first[1], exception_first[0]];
    assert_eq!(rules(&exception_first).cuts("Mr. Low. Ho").unwrap(), [8]);
    assert_eq!(rules(&exception_last).cuts("Mr. Low. Ho").unwrap(), [3, 8]);
}

#[test]
fn cascading_adds_the_rules_of_every_map_in_order() {
    let cascading = Srx::parse(NEWSROOM.as_bytes()).unwrap();
    let alone = Srx::parse(NEWSROOM.replace("cascade=\"yes\"", "cascade=\"no\"").as_bytes()).unwrap();
    let text = "It rained. It poured.";
    assert_eq!(segments(&cascading, "en", text), ["It rained.", "It poured."]);
    assert_eq!(segments(&alone, "en", text), [text], "the first map has no rule that breaks");
}

#[test]
fn a_language_that_no_map_is_for_has_no_rules() {
    let only_english = file(&[(true, r"\.", r"\s")]).replace("=\".*\"", "=\"[Ee][Nn].*\"");
    let srx = Srx::parse(only_english.as_bytes()).unwrap();
    assert!(srx.rules_for(&language("fa")).unwrap().is_none());
    assert!(srx.rules_for(&language("en-US")).unwrap().is_some());
}

#[test]
fn the_case_of_a_code_and_its_hyphen_do_not_count() {
    for pattern in ["EN-US", "en_us", "(EN|FR).*", "[a-z]{2}-[a-z]{2}"] {
        let text = file(&[(true, r"\.", "")]).replace("=\".*\"", &format!("=\"{pattern}\""));
        let srx = Srx::parse(text.as_bytes()).unwrap();
        assert!(srx.rules_for(&language("en-US")).unwrap().is_some(), "{pattern}");
        assert!(srx.rules_for(&language("enm")).unwrap().is_none() || pattern.contains('|'), "{pattern}");
    }
}

#[test]
fn segments_are_trimmed_and_cuts_are_inside() {
    let rules = rules(&[(true, r"\.\s*", "")]);
    let text = " One.  Two. ";
    let found: Vec<&str> = rules.split(text).unwrap().into_iter().map(|range| &text[range]).collect();
    assert_eq!(found, ["One.", "Two."]);
    assert!(rules.cuts("").unwrap().is_empty());
    assert!(rules.cuts("End.").unwrap().is_empty());
}

#[test]
fn rules_with_two_empty_expressions_cut_everywhere() {
    assert_eq!(rules(&[(true, "", "")]).cuts("aé\u{1F600}b").unwrap(), [1, 3, 7]);
}

#[test]
fn matches_that_overlap_hide_no_cut() {
    assert_eq!(rules(&[(true, "aba", "")]).cuts("abababa").unwrap(), [3, 5]);
    assert_eq!(rules(&[(true, "", "aba")]).cuts("abababa").unwrap(), [2, 4]);
}

#[test]
fn rules_are_shared_between_threads() {
    let srx = Srx::parse(NEWSROOM.as_bytes()).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            let srx = srx.clone();
            scope.spawn(move || assert_eq!(segments(&srx, "en", "A dog. A cat."), ["A dog.", "A cat."]));
        }
    });
}
