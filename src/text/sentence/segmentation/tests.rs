use super::*;

#[derive(serde::Deserialize)]
struct Lists {
    exceptions: BTreeMap<String, Exceptions>,
}

fn segmentation(toml: &str) -> Result<Segmentation, String> {
    let lists: Lists = toml::from_str(toml).map_err(|error| error.message().to_owned())?;
    Segmentation::new(lists.exceptions).map_err(|error| error.to_string())
}

fn sentences<'t>(segmentation: &Segmentation, text: &'t str, tag: &str) -> Vec<&'t str> {
    let ranges = segmentation.split(text, &Language::parse(tag).unwrap());
    ranges.into_iter().map(|range| &text[range]).collect()
}

#[test]
fn without_exceptions_the_built_in_knowledge_decides() {
    let text = "The talks failed. The delegations left.";
    let english = Language::parse("en").unwrap();
    assert_eq!(Segmentation::default().split(text, &english), super::super::split(text, &english));
}

#[test]
fn no_sentence_ends_behind_what_no_break_comes_after() {
    let set = segmentation("[exceptions.en]\nno_break_after = [\"Reuters.\"]\n").unwrap();
    let text = "He told Reuters. The agency agreed. They left.";
    assert_eq!(sentences(&set, text, "en-GB"), ["He told Reuters. The agency agreed.", "They left."]);
    assert_eq!(sentences(&set, "It beat Thomson-Reuters. Then it fell.", "en").len(), 1);
    assert_eq!(sentences(&set, "It beat DeReuters. Then it fell.", "en").len(), 2, "only whole words count");
    assert_eq!(sentences(&set, text, "fa").len(), 3, "another language has not the exception");
}

#[test]
fn a_persian_phrase_is_an_exception_too() {
    let set = segmentation("[exceptions.fa]\nno_break_after = [\"ماده واحده.\"]\n").unwrap();
    assert_eq!(sentences(&set, "متن ماده واحده. این قانون لازم‌الاجراست. تمام.", "fa").len(), 2);
}

#[test]
fn a_sentence_ends_behind_what_a_break_comes_after_and_its_closing_marks() {
    let set = segmentation("[exceptions.en]\nbreak_after = [\"Inc.\", \"ENDS\"]\n").unwrap();
    assert_eq!(sentences(&set, "She runs Dena Inc. Alborz is a rival.", "en").len(), 2);
    assert_eq!(sentences(&set, "(She runs Dena Inc.) Alborz is a rival.", "en")[0], "(She runs Dena Inc.)");
    assert_eq!(sentences(&set, "He left ENDS Contact the desk", "en"), ["He left ENDS", "Contact the desk"]);
    assert_eq!(sentences(&set, "Dena Inc., a rival, LENDS Inc.com cash", "en").len(), 1);
}

#[test]
fn exceptions_of_all_languages_hold_beside_those_of_one() {
    let all = "[exceptions.\"*\"]\nbreak_after = [\"***\"]\n";
    let set = segmentation(&format!("{all}[exceptions.fa]\nno_break_after = [\"رفت.\"]\n")).unwrap();
    assert_eq!(sentences(&set, "او رفت. وی ماند *** ما ماندیم", "fa"), ["او رفت. وی ماند ***", "ما ماندیم"]);
    assert_eq!(sentences(&set, "Er ging *** Sie blieb", "de"), ["Er ging ***", "Sie blieb"]);
}

#[test]
fn of_two_strings_at_one_place_the_longer_decides() {
    let lists = "no_break_after = [\"Inc.\", \"big Co.\"]\nbreak_after = [\"Dena Inc.\", \"Co.\"]\n";
    let set = segmentation(&format!("[exceptions.en]\n{lists}")).unwrap();
    assert_eq!(sentences(&set, "She runs Dena Inc. Alborz is a rival.", "en").len(), 2);
    assert_eq!(sentences(&set, "She runs Karun Inc. The rest is known.", "en").len(), 1);
    assert_eq!(sentences(&set, "She runs a Co. Alborz is a rival.", "en").len(), 2);
    assert_eq!(sentences(&set, "She runs a big Co. The rest is known.", "en").len(), 1);
}

#[test]
fn what_cannot_be_meant_is_refused_with_its_key() {
    let wrong = [
        ("[exceptions.en-GB]\n", "segmentation.exceptions.en-GB: `en-GB` is no primary language"),
        ("[exceptions.english-words]\n", "is no primary language"),
        ("[exceptions.en]\nno_break_after = [\" \"]\n", "segmentation.exceptions.en.no_break_after: an entry is blank"),
        ("[exceptions.en]\nbreak_after = [\"\"]\n", "segmentation.exceptions.en.break_after: an entry is blank"),
        (
            "[exceptions.fa]\nbreak_after = [\"تمام \"]\n",
            "segmentation.exceptions.fa.break_after: remove the white space",
        ),
        (
            "[exceptions.en]\nbreak_after = [\"a.\", \"a.\"]\n",
            "segmentation.exceptions.en.break_after: `a.` is listed twice",
        ),
        (
            "[exceptions.en]\nbreak_after = [\"a.\"]\nno_break_after = [\"a.\"]\n",
            "segmentation.exceptions.en: `a.` stands in",
        ),
        (
            "[exceptions.\"*\"]\nbreak_after = [\"a.\"]\n[exceptions.en]\nno_break_after = [\"a.\"]\n",
            "segmentation.exceptions.en: `a.` stands in",
        ),
        ("[exceptions.en]\nno_break = [\"a.\"]\n", "no_break"),
        ("[exception.en]\n", "exception"),
    ];
    for (toml, message) in wrong {
        let error = segmentation(toml).unwrap_err();
        assert!(error.contains(message), "{toml}: {error}");
    }
}

#[test]
fn exceptions_are_applied_in_linear_time() {
    let lists = "no_break_after = [\"a.\", \". .\"]\nbreak_after = [\"\\\"\", \"a\"]\n";
    let set = segmentation(&format!("[exceptions.en]\n{lists}")).unwrap();
    for unit in ["\"", "a", "a. ", "a\" ", ". ", "\u{200f}. "] {
        let text = unit.repeat(200_000 / unit.len());
        assert!(set.split(&text, &Language::parse("en").unwrap()).len() <= text.len());
    }
}
