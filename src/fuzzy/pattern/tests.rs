use super::*;

fn found(pattern: &str, text: &str, tag: &str) -> Vec<Vec<String>> {
    let language = Language::parse(tag).unwrap();
    let words = Profile::new(text, &language).words;
    let shown = |stretch: &Range<usize>| text[words[stretch.start].start..words[stretch.end - 1].end].to_owned();
    let places = Pattern::parse(pattern, &language).unwrap().find_all(&words);
    places.iter().map(|stretches| stretches.iter().map(shown).collect()).collect()
}

#[test]
fn words_stand_in_order_with_anything_between() {
    let text = "The prime minister met the prime suspect, said the minister.";
    assert_eq!(found("prime minister", text, "en"), [["prime", "minister"], ["prime", "minister"]]);
    assert_eq!(found("\"prime minister\"", text, "en"), [["prime minister"]]);
    assert_eq!(found("minister prime", text, "en"), [["minister", "prime"]]);
    assert_eq!(found("\"the prime\" “the minister”", text, "en"), [["the prime", "the minister"]]);
    assert!(found("suspect prime", text, "en").is_empty());
    assert!(found("\"prime met\"", text, "en").is_empty());
}

#[test]
fn a_place_begins_as_late_as_it_can() {
    let language = Language::parse("en").unwrap();
    let words = Profile::new("a b a c a b c", &language).words;
    let places = |pattern: &str| Pattern::parse(pattern, &language).unwrap().find_all(&words);
    assert_eq!(places("a c"), [[2..3, 3..4], [4..5, 6..7]]);
    assert_eq!(places("a b c"), [[0..1, 1..2, 3..4], [4..5, 5..6, 6..7]]);
    assert_eq!(places("\"a b\" c"), [[0..2, 3..4], [4..6, 6..7]]);
    assert_eq!(places("b c"), [[1..2, 3..4], [5..6, 6..7]]);
}

#[test]
fn a_word_may_be_given_by_its_beginning() {
    assert_eq!(found("minist*", "Ministers and a ministry", "en"), [["Ministers"], ["ministry"]]);
    assert!(found("minist", "Ministers", "en").is_empty());
    let persian = "آقای خامنه‌ای و خامنه اى";
    for pattern in ["خامنه*", "خامنه\u{200C}*", "خامنهـ*", "خامنه\u{200F}*", "خامنه‌ا*", "خامنه ای*"]
    {
        assert_eq!(found(pattern, persian, "fa"), [["خامنه‌ای"], ["خامنه اى"]], "{pattern}");
    }
    assert!(found("12*", "In 125 towns", "en").is_empty(), "numbers have no beginnings");
}

#[test]
fn what_is_written_without_a_space_is_a_phrase() {
    assert_eq!(found("Ben-Gurion", "Ben met Ben Gurion", "en"), [["Ben Gurion"]]);
    assert_eq!(found("U.S. troops", "US troops, and U.S. and other troops", "en"), [["U.S", "troops"]]);
    assert_eq!(found("12/5/2024", "on 12 May 5 of 2024 or 12.5.2024", "en"), [["12.5.2024"]]);
    assert_eq!(found("北京", "京北京", "zh"), [["北京"]]);
}

#[test]
fn persian_words_are_found_apart_with_a_joint_and_as_one() {
    let text = "رئیس جمهور، رئیس‌جمهور و رییسجمهور و رئیس‌جمهوری";
    let written = [["رئیس جمهور"], ["رئیس‌جمهور"], ["رییسجمهور"]];
    for pattern in ["\"رئیس جمهور\"", "رئیس‌جمهور", "رئيس\u{AC}جمهور"] {
        assert_eq!(found(pattern, text, "fa"), written, "{pattern}");
    }
    let apart = found("رئیس جمهور", text, "fa");
    assert_eq!(apart, [vec!["رئیس", "جمهور"], vec!["رئیس‌جمهور"], vec!["رییسجمهور"]]);
    assert_eq!(found("\"رئیس جمه*\"", text, "fa").len(), 4);
    assert_eq!(found("به رئیس جمهور", "به تازگی رئیس‌جمهور", "fa"), [["به", "رئیس‌جمهور"]]);
    assert_eq!(found("به نخست وزیر گفت", "به آن نخست‌وزیر که گفت", "fa"), [["به", "نخست‌وزیر", "گفت"]]);
    assert!(found("cease fire", "A ceasefire", "en").is_empty());
}

#[test]
fn numbers_are_found_by_value() {
    assert_eq!(found("1000", "۱٬۰۰۰ نفر", "fa"), [["۱٬۰۰۰"]]);
    assert_eq!(found("۱۰۰۰ people", "1,000 people", "en"), [["1,000", "people"]]);
    assert!(found("1000", "۱٬۰۰۱ نفر", "fa").is_empty());
}

#[test]
fn what_cannot_be_looked_for_is_told() {
    let english = Language::parse("en").unwrap();
    let error = |text: &str| Pattern::parse(text, &english).unwrap_err();
    assert_eq!(error("?!"), PatternError::NoWords);
    assert_eq!(error("\"\""), PatternError::NoWords);
    assert_eq!(error("minister k*"), PatternError::ShortBeginning("k".into()));
    assert_eq!(error(&"word ".repeat(101)), PatternError::TooManyWords(101));
}
