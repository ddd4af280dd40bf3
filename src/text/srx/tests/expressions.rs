//! The flavour of ICU and Java, in the flavour of Rust.

use super::*;

/// Where a text is cut by one rule.
fn cuts(before: &str, after: &str, text: &str) -> Vec<usize> {
    rules(&[(true, before, after)]).cuts(text).unwrap()
}

#[test]
fn characters_by_number_are_known() {
    for written in [r"\u0041", r"\x41", r"\x{41}", r"\0101", r"\U00000041", r"\QA\E", "[\\u0041]", "[@-B&&[^@B]]"] {
        assert_eq!(cuts(written, "", "bAb"), [2], "{written}");
    }
    assert_eq!(cuts(r"\uD83D\uDE00", "", "a\u{1F600}b"), [5]);
    assert_eq!(cuts(r"\t\cA\e", "", "\t\u{1}\u{1B}b"), [3]);
}

#[test]
fn what_is_quoted_is_itself() {
    assert_eq!(cuts(r"\Q.*[\E", "", "a.*[b"), [4]);
    assert_eq!(cuts(r"\.\-\#\ظ", "", "a.-#ظb"), [6]);
}

#[test]
fn classes_nest_intersect_and_subtract() {
    assert_eq!(cuts(r"[a-c[x-z]]", "", "ambmx "), [1, 3, 5]);
    assert_eq!(cuts(r"[\p{L}&&[^rw]]\.", "", "r.a.w."), [4]);
    assert_eq!(cuts(r"[[a-e]--[b-d]]", "", "abcdef"), [1, 5]);
    assert_eq!(cuts(r"[[:Lu:]_]", "", "aBc_d"), [2, 4]);
    assert_eq!(cuts(r"[^\h\v]", "", "a\u{3000}b\u{85}"), [1, 5]);
    assert_eq!(cuts(r"[.\-–+*/ -]", "", "a-b c"), [2, 4]);
    assert_eq!(cuts(r#"["([{]"#, "", "a[b{c"), [2, 4], "brackets that are never closed are themselves");
    assert_eq!(cuts("[]x]", "", "a]x "), [2, 3]);
}

#[test]
fn properties_go_by_their_names_in_java_and_icu() {
    for (name, is, is_not) in [
        ("L", "ب", "1"),
        ("Lu", "B", "b"),
        ("IsHan", "漢", "ب"),
        ("IsAlphabetic", "ب", "."),
        ("InArabic", "ب", "b"),
        ("InGreekAndCoptic", "λ", "b"),
        ("script=Latin", "é", "λ"),
        ("block=Cyrillic", "д", "d"),
        ("javaLowerCase", "ß", "B"),
        ("Alnum", "٣", "-"),
        ("Punct", "،", "a"),
        ("^Ll", "B", "b"),
    ] {
        let text = format!("{is_not}{is}{is_not}");
        assert_eq!(cuts(&format!("\\p{{{name}}}"), "", &text), [is_not.len() + is.len()], "{name}");
        assert_eq!(cuts(&format!("^\\P{{{name}}}"), "", &text), [is_not.len()], "{name}");
    }
    assert_eq!(cuts(r"\pN\PN", "", "1a "), [2]);
}

#[test]
fn look_around_and_word_boundaries_see_over_the_break() {
    assert_eq!(cuts(r"\.(?!\s)", "", "a. b.c"), [5]);
    assert_eq!(cuts(r"(?:St\b|Dr)\.?", "", "St. Stx Dr"), [2, 3]);
    assert_eq!(cuts("", r"(?<=\.)\s", "a. b c"), [2]);
    assert_eq!(cuts(r"(?<!\d\s{0,2})\bم\.", "", "۱ م. و م. "), [13]);
    assert_eq!(cuts(r"\b", r"\B|\b", "او رفت"), [4, 5]);
}

#[test]
fn possessive_and_atomic_matching_gives_nothing_back() {
    assert_eq!(cuts("a++ab", "", "aab aab"), Vec::<usize>::new());
    assert_eq!(cuts("(?>a|ab)c", "", "abc ac "), [6]);
    assert_eq!(cuts("a{1,2}+b", "", "aab "), [3]);
}

#[test]
fn what_a_group_caught_can_be_asked_for_again() {
    assert_eq!(cuts(r"(\p{L})\1", "", "balloon"), [4, 6]);
    assert_eq!(cuts(r"(?<x>[ab])\k<x>", "", "abba "), [3]);
}

#[test]
fn lines_end_at_any_line_end() {
    assert_eq!(cuts("^..", "", "abcd\nefgh"), [2]);
    assert_eq!(cuts("(?m)^..", "", "abcd\nefgh"), [2, 7]);
    assert_eq!(cuts("", "(?m)$", "ab\u{2028}c"), [2]);
    assert_eq!(cuts("", "$", "a\nb\n"), [3]);
    assert_eq!(cuts("", r"\z", "a\nb\n"), Vec::<usize>::new());
    assert_eq!(cuts("a.", "b", "a\u{85}b ab"), Vec::<usize>::new());
    assert_eq!(cuts("(?s)a.", "b", "a\u{85}b"), [3]);
    assert_eq!(cuts(r"\R", "b", "a\r\nb"), [3]);
}

#[test]
fn flags_hold_to_the_end_of_their_group() {
    assert_eq!(cuts("(?:(?i)a)b", "", "Ab AB "), [2]);
    assert_eq!(cuts("(?iu:д)в", "", "Дв ДВ "), [4]);
    assert_eq!(cuts("(?x) a b # and no more\n c", "", "abc a b"), [3]);
    assert_eq!(cuts("a(?#not this)b", "", "ab "), [2]);
}

#[test]
fn what_cannot_be_used_is_told_with_its_line() {
    for (wrong, reason) in [
        ("(a", "not closed"),
        ("a)", "closes nothing"),
        ("[a", "not closed"),
        (r"\p{Nonsense}", "Nonsense"),
        (r"\y", "not supported"),
        ("[z-a]", "backwards"),
        ("a\\", "backslash"),
        ("*a", ""),
        (r"\uD83D", ""),
        (r"(?<x>a)\k<y>", ""),
    ] {
        let text = file(&[(true, r"\.", ""), (false, "b", wrong)]);
        let error = Srx::parse(text.as_bytes()).unwrap_err();
        assert!(matches!(&error, SrxError::Regex { line: 4, regex, .. } if regex == wrong), "{error:?}");
        assert!(error.to_string().contains(reason) && error.to_string().contains("line 4"), "{error}");
    }
}
