//! Terms listed by what they are, and looked up as they are typed.

use hafez::rpc::v1;
use hafez::rpc::v1::{TermLookUp, TermReviewState, TermStatus, TermType, TextPlace};
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

fn desk() -> Vec<v1::Term> {
    let admitted = v1::TermEntry { status: TermStatus::Admitted.into(), ..entry("fa", "وزیر خارجه") };
    let mut minister = term(TermType::Title, "Foreign Minister", "وزیر امور خارجه");
    minister.entries.push(admitted);
    let mut candidate = term(TermType::Person, "Masoud Rezaei", "مسعود رضایی");
    candidate.set_review_state(TermReviewState::Candidate);
    vec![
        minister,
        term(TermType::Person, "Amir-Abdollahian", "امیرعبداللهیان"),
        term(TermType::Person, "Masoud Pezeshkian", "مسعود پزشکیان"),
        v1::Term { source: "atlas".into(), ..term(TermType::Place, "Tehran", "تهران") },
        term(TermType::Place, "Iran", "ایران"),
        term(TermType::Person, "Ali Khamenei", "علی خامنه‌ای"),
        candidate,
        v1::Term { entries: vec![entry("fa", "اصفهان")], ..term(TermType::Place, "", "") },
    ]
}

async fn listed(client: &mut Client, filter: v1::TermFilter) -> Vec<String> {
    let (mut names, mut page_token) = (Vec::new(), String::new());
    loop {
        let request = v1::ListTermsRequest { page_size: 2, page_token, filter: Some(filter.clone()) };
        let page = client.terms.list_terms(request).await.unwrap().into_inner();
        names.extend(page.terms.into_iter().map(|term| term.entries[0].text.clone()));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return names;
        }
    }
}

async fn suggested(client: &mut Client, text: &str, from: &str, to: &str) -> Vec<v1::TermSuggestion> {
    let request = v1::SuggestTermsRequest {
        text: text.into(),
        source_language: from.into(),
        target_language: to.into(),
        ..Default::default()
    };
    client.terms.suggest_terms(request).await.unwrap().into_inner().suggestions
}

/// The best suggestion: its best rendering, the name it was found by, and how.
async fn best(client: &mut Client, text: &str, from: &str, to: &str) -> (String, String, TermLookUp) {
    let suggestions = suggested(client, text, from, to).await;
    let best = suggestions.first().unwrap_or_else(|| panic!("nothing for {text}"));
    assert!(suggestions.is_sorted_by(|one, other| one.score >= other.score), "{suggestions:?}");
    (best.renderings[0].text.clone(), best.entry_text.clone(), best.found_by())
}

#[tokio::test]
async fn terms_are_listed_by_what_they_are() {
    let (_server, mut client) = serving(desk()).await;
    let all = listed(&mut client, v1::TermFilter::default()).await;
    assert_eq!(all.len(), 8);
    let text = |text: &str| v1::TermFilter { text: text.into(), ..Default::default() };
    assert_eq!(listed(&mut client, text("MASOUD")).await, ["Masoud Pezeshkian", "Masoud Rezaei"]);
    assert_eq!(listed(&mut client, text("خامنه اي")).await, ["Ali Khamenei"], "as it is compared, not as it is spelt");
    let start = v1::TermFilter { place: TextPlace::Start.into(), ..text("ir") };
    assert_eq!(listed(&mut client, start).await, ["Iran"]);
    assert_eq!(listed(&mut client, text("ir")).await, ["Amir-Abdollahian", "Iran"]);
    let places = v1::TermFilter { types: vec![TermType::Place.into()], language: "en".into(), ..Default::default() };
    assert_eq!(listed(&mut client, places).await, ["Tehran", "Iran"]);
    let admitted = v1::TermFilter { statuses: vec![TermStatus::Admitted.into()], ..Default::default() };
    assert_eq!(listed(&mut client, admitted.clone()).await, ["Foreign Minister"]);
    let elsewhere = v1::TermFilter { language: "en".into(), ..admitted };
    assert_eq!(listed(&mut client, elsewhere).await, [""; 0], "the admitted name is no English one");
    let candidates = v1::TermFilter { review_states: vec![TermReviewState::Candidate.into()], ..Default::default() };
    assert_eq!(listed(&mut client, candidates).await, ["Masoud Rezaei"]);
    let source = v1::TermFilter { source: "atlas".into(), ..Default::default() };
    assert_eq!(listed(&mut client, source).await, ["Tehran"]);
    assert_eq!(listed(&mut client, text("Zanzibar")).await, [""; 0]);
}

#[tokio::test]
async fn a_page_token_is_of_its_filter() {
    let (_server, mut client) = serving(desk()).await;
    let of = |text: &str| Some(v1::TermFilter { text: text.into(), ..Default::default() });
    let request = v1::ListTermsRequest { page_size: 1, filter: of("masoud"), ..Default::default() };
    let page_token = client.terms.list_terms(request).await.unwrap().into_inner().next_page_token;
    assert!(!page_token.is_empty());
    let request = v1::ListTermsRequest { page_size: 1, filter: of("iran"), page_token };
    refused(client.terms.list_terms(request).await).blames("page_token");
    let asked = |filter| v1::ListTermsRequest { filter: Some(filter), ..Default::default() };
    for (filter, field) in [
        (v1::TermFilter { language: "?".into(), ..Default::default() }, "filter.language"),
        (v1::TermFilter { statuses: vec![0], ..Default::default() }, "filter.statuses"),
        (v1::TermFilter { types: vec![77], ..Default::default() }, "filter.type"),
        (v1::TermFilter { place: 9, ..Default::default() }, "filter.place"),
        (v1::TermFilter { text: "x".repeat(10_001), ..Default::default() }, "filter.text"),
    ] {
        refused(client.terms.list_terms(asked(filter)).await).blames(field);
    }
}

#[tokio::test]
async fn a_name_is_suggested_however_it_is_typed() {
    let (_server, mut client) = serving(desk()).await;
    let cases = [
        ("Tehran", "en", "fa", "تهران", "Tehran", TermLookUp::Exact),
        ("teh", "en", "fa", "تهران", "Tehran", TermLookUp::Prefix),
        ("Tehrab", "en", "fa", "تهران", "Tehran", TermLookUp::Spelling),
        ("Pezeshkian", "en", "fa", "مسعود پزشکیان", "Masoud Pezeshkian", TermLookUp::Part),
        ("Pezeshkyan", "en", "fa", "مسعود پزشکیان", "Masoud Pezeshkian", TermLookUp::Spelling),
        ("پزشکیان", "en", "fa", "مسعود پزشکیان", "مسعود پزشکیان", TermLookUp::Part),
        ("Tehran", "fa", "en", "Tehran", "Tehran", TermLookUp::Exact),
        ("علي خامنه‌اي", "fa", "en", "Ali Khamenei", "علی خامنه‌ای", TermLookUp::Exact),
        ("Esfahan", "en", "fa", "اصفهان", "اصفهان", TermLookUp::Sound),
    ];
    for (text, from, to, rendering, name, by) in cases {
        let found = best(&mut client, text, from, to).await;
        assert_eq!(found, (rendering.to_owned(), name.to_owned(), by), "{text} from {from}");
    }
    assert_eq!(suggested(&mut client, "Zanzibar", "en", "fa").await, []);
    assert_eq!(suggested(&mut client, "اصفهان", "fa", "en").await, [], "it has no English name");
}

#[tokio::test]
async fn a_title_and_a_name_are_put_together() {
    let (_server, mut client) = serving(desk()).await;
    let text = "Foreign Minister Amir-Abdollahian";
    let suggestions = suggested(&mut client, text, "en", "fa").await;
    let composed = &suggestions[0];
    assert_eq!((composed.found_by(), &*composed.term), (TermLookUp::Composed, ""));
    assert_eq!(composed.renderings[0].text, "وزیر امور خارجه امیرعبداللهیان");
    let parts: Vec<_> = composed.parts.iter().map(|p| &text[p.source_start as usize..p.source_end as usize]).collect();
    assert_eq!(parts, ["Foreign Minister", "Amir-Abdollahian"]);
    let of_parts: Vec<_> = suggestions[1..].iter().map(|s| (s.found_by(), &*s.entry_text)).collect();
    assert!(of_parts.contains(&(TermLookUp::Part, "Foreign Minister")), "{of_parts:?}");
    for (text, from, to, expected) in [
        ("Amir-Abdollahian, the foreign minister", "en", "fa", "وزیر امور خارجه امیرعبداللهیان"),
        ("Iran's Foreign Minister Amir Abdollahian", "en", "fa", "وزیر امور خارجه ایران امیرعبداللهیان"),
        ("Foreign Minister Amirabdolahian", "en", "fa", "وزیر امور خارجه امیرعبداللهیان"),
        ("وزیر امور خارجه ایران امیرعبداللهیان", "fa", "en", "Iran Foreign Minister Amir-Abdollahian"),
    ] {
        let (rendering, _, by) = best(&mut client, text, from, to).await;
        assert_eq!((&*rendering, by), (expected, TermLookUp::Composed), "{text}");
    }
    let unknown = suggested(&mut client, "Foreign Minister Smith", "en", "fa").await;
    assert!(unknown.iter().all(|suggestion| suggestion.found_by() != TermLookUp::Composed), "{unknown:?}");
    assert_eq!(unknown[0].found_by(), TermLookUp::Part);
}

#[tokio::test]
async fn candidates_are_suggested_only_to_those_who_ask() {
    let (_server, mut client) = serving(desk()).await;
    assert_eq!(suggested(&mut client, "Rezaei", "en", "fa").await, []);
    let request = v1::SuggestTermsRequest {
        text: "Rezaei".into(),
        source_language: "en".into(),
        target_language: "fa".into(),
        include_candidates: true,
        ..Default::default()
    };
    let found = client.terms.suggest_terms(request).await.unwrap().into_inner().suggestions;
    assert_eq!(found[0].review_state(), TermReviewState::Candidate);
}

#[tokio::test]
async fn what_is_suggested_follows_every_write() {
    let (_server, mut client) = serving(desk()).await;
    let tehran = suggested(&mut client, "Tehran", "en", "fa").await.remove(0).term;
    let renamed =
        v1::Term { name: tehran.clone(), entries: vec![entry("en", "Rey"), entry("fa", "ری")], ..Default::default() };
    let request =
        v1::UpdateTermRequest { term: Some(renamed), update_mask: Some(mask(&["entries"])), ..Default::default() };
    client.terms.update_term(request).await.unwrap();
    let still = suggested(&mut client, "Tehran", "en", "fa").await;
    assert!(still.iter().all(|suggestion| suggestion.term != tehran), "{still:?}");
    assert_eq!(best(&mut client, "Rey", "en", "fa").await.2, TermLookUp::Exact);
    client.terms.delete_term(v1::DeleteTermRequest { name: tehran, ..Default::default() }).await.unwrap();
    let still = suggested(&mut client, "Rey", "en", "fa").await;
    assert!(still.iter().all(|suggestion| suggestion.found_by() != TermLookUp::Exact), "{still:?}");
}

#[tokio::test]
async fn look_ups_keep_the_rules() {
    let (_server, mut client) = serving([]).await;
    let asked = |text: &str, limit, min_score| v1::SuggestTermsRequest {
        text: text.into(),
        source_language: "en".into(),
        target_language: "fa".into(),
        limit,
        min_score,
        ..Default::default()
    };
    let same = v1::SuggestTermsRequest { target_language: "en".into(), ..asked("x", 0, None) };
    for (request, field) in [
        (asked("", 0, None), "text"),
        (asked(&"name ".repeat(300), 0, None), "text"),
        (asked("Iran", 101, None), "limit"),
        (asked("Iran", 0, Some(101.0)), "min_score"),
        (same, "target_language"),
    ] {
        let refusal = refused(client.terms.suggest_terms(request).await);
        assert_eq!((refusal.code, refusal.fields), (Code::InvalidArgument, vec![field.to_owned()]));
    }
}
