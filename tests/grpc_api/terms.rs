//! Terms: kept, and recognized in text.

use hafez::rpc::v1;
use hafez::rpc::v1::{TermMatchReason, TermStatus, TermType};
use tonic::Code;

use crate::common::{Client, Server, entry, mask, refused, term};

async fn serving(terms: impl IntoIterator<Item = v1::Term>) -> (Server, Client) {
    let server = Server::start();
    let mut client = server.client().await;
    for term in terms {
        client.create_term(term).await;
    }
    (server, client)
}

fn places() -> Vec<v1::Term> {
    [("Iran", "ایران"), ("Iraq", "عراق"), ("Persian Gulf", "خلیج فارس"), ("Gulf", "خلیج")]
        .map(|(english, persian)| term(TermType::Place, english, persian))
        .into()
}

fn rendering(text: &str, status: TermStatus) -> v1::TermEntry {
    v1::TermEntry { status: status.into(), ..entry("fa", text) }
}

/// What was found, with why, after checking that the places are bytes of the text.
fn found<'a>(text: &str, terms: &'a [v1::RecognizedTerm]) -> Vec<(&'a str, &'a str, TermMatchReason)> {
    assert!(terms.is_sorted_by_key(|term| term.source_start));
    let found = |term: &'a v1::RecognizedTerm| {
        assert_eq!(&text[term.source_start as usize..term.source_end as usize], term.matched_text);
        assert!((0.0..=100.0).contains(&term.score), "{}", term.score);
        (&*term.matched_text, &*term.entry_text, term.reason())
    };
    terms.iter().map(found).collect()
}

#[tokio::test]
async fn a_term_is_kept_as_it_was_given() {
    let (_server, mut client) = serving([]).await;
    let given = v1::Term {
        note: "In full at first mention".into(),
        attributes: [("desk".to_owned(), "politics".to_owned())].into(),
        entries: vec![
            v1::TermEntry { variants: vec!["IAEA".into()], ..entry("en", "International Atomic Energy Agency") },
            rendering("آژانس بین‌المللی انرژی اتمی", TermStatus::Preferred),
            rendering("آژانس", TermStatus::Admitted),
        ],
        ..term(TermType::Organization, "", "")
    };
    let stored = client.create_term(given.clone()).await;
    assert!(stored.name.starts_with("terms/"), "{}", stored.name);
    assert_eq!((stored.revision, stored.r#type(), &stored.note), (1, TermType::Organization, &given.note));
    assert_eq!((stored.entries.len(), &stored.entries[2]), (3, &given.entries[2]));
    assert_eq!(stored.entries[0].status(), TermStatus::Preferred, "that is the default");
    assert_eq!(stored.attributes, given.attributes);
    let request = v1::GetTermRequest { name: stored.name.clone() };
    assert_eq!(client.terms.get_term(request).await.unwrap().into_inner().term.unwrap(), stored);
}

#[tokio::test]
async fn the_same_term_twice_is_one() {
    let (_server, mut client) = serving([]).await;
    let first = client.create_term(term(TermType::Place, "Yazd", "یزد")).await;
    assert_eq!(client.create_term(term(TermType::Place, "Yazd", "یزد")).await, first);
    let all = client.terms.list_terms(v1::ListTermsRequest::default()).await.unwrap().into_inner().terms;
    assert_eq!(all, [first]);
}

#[tokio::test]
async fn a_batch_of_terms_is_all_or_nothing_and_answered_in_order() {
    let (_server, mut client) = serving([]).await;
    let batch = |terms| v1::BatchCreateTermsRequest { terms, ..Default::default() };
    let mut bad = places();
    bad[2].entries[1].text = "؟!".into();
    refused(client.terms.batch_create_terms(batch(bad)).await).blames("terms[2].entries[1].text");
    let answer = client.terms.list_terms(v1::ListTermsRequest::default()).await.unwrap().into_inner();
    assert_eq!(answer.terms, []);
    let stored = client.terms.batch_create_terms(batch(places())).await.unwrap().into_inner().terms;
    let names: Vec<_> = stored.iter().map(|term| &*term.entries[0].text).collect();
    assert_eq!(names, ["Iran", "Iraq", "Persian Gulf", "Gulf"]);
}

#[tokio::test]
async fn terms_are_listed_page_by_page() {
    let (_server, mut client) = serving(places()).await;
    let (mut seen, mut page_token) = (Vec::new(), String::new());
    loop {
        let request = v1::ListTermsRequest { page_size: 3, page_token, ..Default::default() };
        let page = client.terms.list_terms(request).await.unwrap().into_inner();
        seen.extend(page.terms.into_iter().map(|term| term.entries[0].text.clone()));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    assert_eq!(seen, ["Iran", "Iraq", "Persian Gulf", "Gulf"]);
}

#[tokio::test]
async fn a_changed_term_is_recognized_by_its_new_name_only() {
    let (_server, mut client) = serving([]).await;
    let created = client.create_term(term(TermType::Place, "Mashhad", "مشهد")).await;
    let renamed = v1::Term { entries: vec![entry("en", "Tabriz"), entry("fa", "تبریز")], ..created.clone() };
    let request =
        |term| v1::UpdateTermRequest { term: Some(term), update_mask: Some(mask(&["entries"])), ..Default::default() };
    let updated = client.terms.update_term(request(renamed.clone())).await.unwrap().into_inner().term.unwrap();
    assert_eq!((updated.revision, updated.r#type()), (2, TermType::Place));
    assert_eq!(client.recognize("From Mashhad to Tabriz", "en", "fa").await[0].matched_text, "Tabriz");
    assert_eq!(client.recognize("From Mashhad to Tabriz", "en", "fa").await.len(), 1);
    refused(client.terms.update_term(request(renamed)).await).is(Code::Aborted, "REVISION_MOVED");
}

#[tokio::test]
async fn a_deleted_term_is_recognized_no_more() {
    let (_server, mut client) = serving([]).await;
    let name = client.create_term(term(TermType::Place, "Mashhad", "مشهد")).await.name;
    let delete = v1::DeleteTermRequest { name: name.clone(), ..Default::default() };
    client.terms.delete_term(delete.clone()).await.unwrap();
    assert_eq!(client.recognize("Mashhad", "en", "fa").await, []);
    refused(client.terms.delete_term(delete).await).is(Code::NotFound, "NOT_FOUND");
    refused(client.terms.get_term(v1::GetTermRequest { name }).await).is(Code::NotFound, "NOT_FOUND");
}

#[tokio::test]
async fn the_longest_name_wins() {
    let (_server, mut client) = serving(places()).await;
    let text = "Iran patrols the Persian Gulf and the Gulf of Oman.";
    let terms = client.recognize(text, "en", "fa").await;
    let expected = [
        ("Iran", "Iran", TermMatchReason::Exact),
        ("Persian Gulf", "Persian Gulf", TermMatchReason::Exact),
        ("Gulf", "Gulf", TermMatchReason::Exact),
    ];
    assert_eq!(found(text, &terms), expected);
    assert_eq!(terms[1].renderings, [rendering("خلیج فارس", TermStatus::Preferred)]);
}

#[tokio::test]
async fn possessives_and_capitals_do_not_hide_a_name() {
    let (_server, mut client) = serving(places()).await;
    for (text, matched, reason) in [
        ("Iran’s parliament", "Iran’s", TermMatchReason::Inflection),
        ("Iran's parliament", "Iran's", TermMatchReason::Inflection),
        ("IRAN AND ITS NEIGHBOURS", "IRAN", TermMatchReason::Spelling),
    ] {
        let terms = client.recognize(text, "en", "fa").await;
        assert_eq!(found(text, &terms), [(matched, "Iran", reason)]);
        assert!(terms[0].score < 100.0);
    }
}

#[tokio::test]
async fn a_misspelt_name_is_found_and_another_name_is_not() {
    let rouhani = term(TermType::Person, "Hassan Rouhani", "حسن روحانی");
    let (_server, mut client) = serving(places().into_iter().chain([rouhani])).await;
    let text = "Hassan Rohani flew to Baghdad.";
    let terms = client.recognize(text, "en", "fa").await;
    assert_eq!(found(text, &terms), [("Hassan Rohani", "Hassan Rouhani", TermMatchReason::Misspelling)]);
    assert!(terms[0].score < 100.0);
    let text = "Iraq is not Iran.";
    let terms = client.recognize(text, "en", "fa").await;
    let renderings: Vec<_> = terms.iter().map(|t| (&*t.matched_text, &*t.renderings[0].text)).collect();
    assert_eq!(renderings, [("Iraq", "عراق"), ("Iran", "ایران")]);
    assert_eq!(client.recognize("Irak and Ira are neither.", "en", "fa").await, []);
}

#[tokio::test]
async fn persian_names_are_found_in_every_spelling() {
    let agency = term(TermType::Organization, "International Agency", "آژانس بین‌المللی");
    let khamenei = term(TermType::Person, "Ali Khamenei", "علی خامنه‌ای");
    let (_server, mut client) = serving([agency, khamenei]).await;
    for (text, matched) in [
        ("گزارش آژانس بین‌المللی منتشر شد", "آژانس بین‌المللی"),
        ("گزارش آژانس بین المللی منتشر شد", "آژانس بین المللی"),
        ("گزارش آژانس بینالمللی منتشر شد", "آژانس بینالمللی"),
        ("گزارش آژانس بين‌المللي منتشر شد", "آژانس بين‌المللي"),
        ("سخنان علي خامنه‌اي", "علي خامنه‌اي"),
        ("سخنان علی خامنه ای", "علی خامنه ای"),
    ] {
        let terms = client.recognize(text, "fa", "en").await;
        assert_eq!(terms.len(), 1, "{text}");
        assert_eq!(found(text, &terms)[0].0, matched);
    }
}

#[tokio::test]
async fn persian_endings_do_not_hide_a_name() {
    let (_server, mut client) =
        serving([term(TermType::Place, "embassy", "سفارتخانه"), term(TermType::Place, "Iran", "ایران")]).await;
    let text = "سفارتخانه‌های ایران";
    let terms = client.recognize(text, "fa", "en").await;
    let names: Vec<_> = terms.iter().map(|t| &*t.entry_text).collect();
    assert_eq!(names, ["سفارتخانه", "ایران"]);
    assert_eq!(terms[0].renderings[0].text, "embassy");
    found(text, &terms);
}

#[tokio::test]
async fn renderings_come_preferred_first_and_forbidden_last() {
    let ministry = v1::Term {
        entries: vec![
            entry("en", "Interior Ministry"),
            rendering("وزارت داخله", TermStatus::Forbidden),
            rendering("کشور", TermStatus::Admitted),
            rendering("وزارت کشور", TermStatus::Preferred),
        ],
        note: "Of Iran".into(),
        ..term(TermType::Organization, "", "")
    };
    let (_server, mut client) = serving([ministry]).await;
    let terms = client.recognize("The Interior Ministry denied it.", "en", "fa").await;
    let expected = [
        rendering("وزارت کشور", TermStatus::Preferred),
        rendering("کشور", TermStatus::Admitted),
        rendering("وزارت داخله", TermStatus::Forbidden),
    ];
    assert_eq!(terms[0].renderings, expected);
    assert_eq!((terms[0].r#type(), &*terms[0].note), (TermType::Organization, "Of Iran"));
}

#[tokio::test]
async fn a_variant_is_found_and_named() {
    let agency = v1::Term {
        entries: vec![
            v1::TermEntry { variants: vec!["IAEA".into()], ..entry("en", "International Atomic Energy Agency") },
            entry("fa", "آژانس بین‌المللی انرژی اتمی"),
        ],
        ..term(TermType::Organization, "", "")
    };
    let (_server, mut client) = serving([agency]).await;
    let terms = client.recognize("The IAEA agreed.", "en", "fa").await;
    assert_eq!((&*terms[0].matched_text, &*terms[0].entry_text), ("IAEA", "IAEA"));
}

#[tokio::test]
async fn a_term_without_a_name_in_the_other_language_is_not_given() {
    let (_server, mut client) = serving([v1::Term { entries: vec![entry("en", "Kish")], ..Default::default() }]).await;
    assert_eq!(client.recognize("The island of Kish", "en", "fa").await, []);
    assert_eq!(client.recognize("The island of Kish", "de", "fa").await, []);
}

#[tokio::test]
async fn terms_of_one_name_share_its_place() {
    let country = term(TermType::Place, "Georgia", "گرجستان");
    let entries = vec![entry("en", "Georgia"), rendering("جورجیا", TermStatus::Admitted)];
    let state = v1::Term { entries, ..country.clone() };
    let (_server, mut client) = serving([country, state]).await;
    let terms = client.recognize("Voters in Georgia", "en", "fa").await;
    let renderings: Vec<_> = terms.iter().map(|t| &*t.renderings[0].text).collect();
    assert_eq!(renderings, ["گرجستان", "جورجیا"]);
    assert_eq!((terms[0].source_start, terms[0].source_end), (terms[1].source_start, terms[1].source_end));
}

#[tokio::test]
async fn places_are_bytes_behind_text_of_any_script() {
    let (_server, mut client) = serving(places()).await;
    let text = "«آری» — 🙂 “Cafe\u{301}” in Iran, then Iraq.";
    let terms = client.recognize(text, "en", "fa").await;
    let names: Vec<_> = found(text, &terms).into_iter().map(|(matched, ..)| matched).collect();
    assert_eq!(names, ["Iran", "Iraq"]);
}
