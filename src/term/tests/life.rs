use super::*;
use crate::model::Percent;
use crate::term::{MatchReason, Recognizer, TermHit};

fn recognizer(terms: &[Term]) -> Recognizer {
    let mut recognizer = Recognizer::new();
    terms.iter().for_each(|term| recognizer.insert(term));
    recognizer
}

fn found(recognizer: &Recognizer, text: &str, from: &str, to: &str) -> Vec<TermHit> {
    recognizer.recognize(text, &language(from), &language(to))
}

#[test]
fn a_hit_says_what_was_found_where_and_why() {
    let recognizer = recognizer(&[term(7, TermType::Place, &["en=Tehran|Teheran", "fa=تهران"])]);
    let hits = found(&recognizer, "In Teheran.", "en", "fa");
    let expected = TermHit {
        term: TermId(7),
        entry_text: "Teheran".into(),
        start: 3,
        end: 10,
        score: Percent::FULL,
        reason: MatchReason::Exact,
    };
    assert_eq!(hits, [expected]);
}

#[test]
fn surer_reasons_have_higher_scores() {
    let recognizer = recognizer(&[term(1, TermType::Person, &["en=Hassan Rouhani", "fa=حسن روحانی"])]);
    let text = "Hassan Rouhani, Hassan-Rouhani, HASSAN ROUHANI's, Hassan Rohani";
    let hits = found(&recognizer, text, "en", "fa");
    let scores: Vec<_> = hits.iter().map(|hit| (hit.reason, hit.score.hundredths() / 100)).collect();
    let expected = [
        (MatchReason::Exact, 100),
        (MatchReason::Spelling, 99),
        (MatchReason::Inflection, 92),
        (MatchReason::Misspelling, 87),
    ];
    assert_eq!(scores, expected);
}

#[test]
fn a_term_without_a_rendering_is_not_found() {
    let recognizer = recognizer(&[term(1, TermType::Place, &["en=Iran", "de=Iran"])]);
    assert!(found(&recognizer, "Iran", "en", "fa").is_empty());
    assert_eq!(found(&recognizer, "Iran", "en", "de").len(), 1);
    assert_eq!(found(&recognizer, "Iran", "de-AT", "en-GB").len(), 1);
}

#[test]
fn variants_of_a_language_serve_each_other_but_scripts_do_not() {
    let recognizer = recognizer(&[
        term(1, TermType::Other, &["en-GB=lorry", "fa-AF=لاری"]),
        term(2, TermType::Other, &["zh-Hant=臺灣", "en=Taiwan"]),
    ]);
    assert_eq!(found(&recognizer, "a lorry", "en-US", "fa").len(), 1);
    assert_eq!(found(&recognizer, "a lorry", "en", "fa-IR").len(), 1);
    assert_eq!(found(&recognizer, "在臺灣的", "zh-Hant-TW", "en").len(), 1);
    assert!(found(&recognizer, "在臺灣的", "zh-Hans", "en").is_empty());
}

#[test]
fn a_changed_term_is_found_by_its_new_names_only() {
    let mut recognizer = recognizer(&[term(1, TermType::Place, &["en=Persia|Parthia", "fa=پارس"])]);
    recognizer.insert(&term(1, TermType::Place, &["en=Iran", "fa=ایران"]));
    assert!(found(&recognizer, "Persia, Persya, Parthia", "en", "fa").is_empty());
    assert_eq!(found(&recognizer, "Iran", "en", "fa").len(), 1);
}

#[test]
fn a_removed_term_leaves_nothing_behind() {
    let mut recognizer = recognizer(&[
        term(1, TermType::Person, &["en=Rohani", "fa=روحانی"]),
        term(2, TermType::Person, &["en=Rouhani", "fa=روحانی"]),
    ]);
    assert_eq!(found(&recognizer, "Rohani", "en", "fa")[0].term, TermId(1));
    recognizer.remove(TermId(1));
    recognizer.remove(TermId(99));
    let hits = found(&recognizer, "Rohani", "en", "fa");
    assert_eq!((hits[0].term, hits[0].reason), (TermId(2), MatchReason::Misspelling));
}

#[test]
fn names_without_words_are_passed_over() {
    let names = ["en=|…|{1}|**|24", "fa=؟"];
    let recognizer = recognizer(&[term(1, TermType::Other, &names), term(2, TermType::Other, &["en=word", "fa="])]);
    for text in ["", "…", "{1}", "**", "24 …?"] {
        assert!(found(&recognizer, text, "en", "fa").is_empty(), "{text}");
    }
}

#[test]
fn names_of_any_length_do_no_harm() {
    let long = format!("en={}|{}", "word ".repeat(100_000), "Rouhani".repeat(20_000));
    let recognizer = recognizer(&[term(1, TermType::Person, &[&long, "fa=x"])]);
    assert!(found(&recognizer, &format!("word word {}e", "Rouhani".repeat(20_000)), "en", "fa").is_empty());
}

#[test]
fn two_terms_with_one_name_share_their_place() {
    let recognizer = recognizer(&[
        term(5, TermType::Place, &["en=Georgia", "fa=جورجیا"]),
        term(3, TermType::Place, &["en=Georgia", "fa=گرجستان"]),
    ]);
    let hits = found(&recognizer, "Georgia", "en", "fa");
    assert_eq!(hits.iter().map(|hit| hit.term).collect::<Vec<_>>(), [TermId(3), TermId(5)]);
    assert!(hits.iter().all(|hit| (hit.start, hit.end) == (0, 7)));
}

#[test]
fn other_things_than_names_are_not_recognized_misspelt() {
    let recognizer = recognizer(&[term(1, TermType::Other, &["en=Parliament", "fa=مجلس"])]);
    assert!(found(&recognizer, "the Parliement", "en", "fa").is_empty());
}
