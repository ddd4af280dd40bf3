//! Terms out of a memory, and whether translations keep to them.

use std::time::Duration;

use hafez::rpc::v1;
use hafez::rpc::v1::mine_terms_response::Message;
use hafez::rpc::v1::{TermOrigin, TermReviewState, TermStatus, TermType};
use tonic::{Code, Request, Status};

use crate::common::{Client, Server, entry, header, mask, query, refused, term, unit};

/// News of Laleh Karimi, the Foreign Minister, in Anzali and Tabriz.
const PAIRS: &str = include_str!("../golden/mined.tsv");

async fn serving() -> (Server, Client) {
    let server = Server::start();
    let mut client = server.client().await;
    assert!(client.import(header(), PAIRS.as_bytes()).await.error.is_none());
    (server, client)
}

fn request() -> v1::MineTermsRequest {
    v1::MineTermsRequest {
        parent: "memories/news".into(),
        source_language: "en".into(),
        target_language: "fa".into(),
        min_count: 2,
        min_confidence: Some(10.0),
        ..Default::default()
    }
}

async fn mine(client: &mut Client, request: v1::MineTermsRequest) -> Result<Vec<v1::MinedTerm>, Status> {
    let mut answers = client.terms.mine_terms(request).await?.into_inner();
    let (mut mined, mut shares) = (Vec::new(), vec![0.0]);
    while let Some(answer) = answers.message().await? {
        match answer.message.unwrap() {
            Message::Progress(progress) => shares.push(progress.share),
            Message::Mined(term) => mined.push(term),
            Message::Summary(summary) => {
                let told = summary.new + summary.known + summary.approved;
                assert_eq!(told as usize, mined.len(), "{summary:?}");
            }
        }
    }
    assert!(shares.is_sorted() && shares.iter().all(|share| (0.0..=1.0).contains(share)), "{shares:?}");
    Ok(mined)
}

fn of<'a>(mined: &'a [v1::MinedTerm], name: &str) -> &'a v1::Term {
    let terms = mined.iter().map(|mined| mined.term.as_ref().unwrap());
    terms
        .clone()
        .find(|term| term.entries.iter().any(|entry| entry.text == name))
        .unwrap_or_else(|| panic!("{mined:#?}"))
}

async fn decide(client: &mut Client, term: &v1::Term, state: TermReviewState) -> Result<v1::Term, Status> {
    let term = v1::Term { review_state: state.into(), ..term.clone() };
    let request =
        v1::UpdateTermRequest { term: Some(term), update_mask: Some(mask(&["review_state"])), ..Default::default() };
    Ok(client.terms.update_term(request).await?.into_inner().term.unwrap())
}

async fn matched(client: &mut Client, text: &str) -> Vec<String> {
    client.recognize(text, "en", "fa").await.into_iter().map(|term| term.matched_text).collect()
}

#[tokio::test]
async fn what_was_mined_is_a_candidate_until_somebody_approves_it() {
    let (_server, mut client) = serving().await;
    let mined = mine(&mut client, request()).await.unwrap();
    assert!(mined.is_sorted_by(|a, b| a.confidence >= b.confidence) && mined.iter().all(|mined| mined.is_new));
    let minister = of(&mined, "Foreign Minister").clone();
    assert_eq!((minister.entries[0].language.as_str(), minister.entries[1].text.as_str()), ("en", "وزیر امور خارجه"));
    assert_eq!((minister.r#type(), minister.origin()), (TermType::Title, TermOrigin::Mined));
    assert_eq!(minister.review_state(), TermReviewState::Candidate);
    let evidence = minister.evidence.clone().unwrap();
    assert!(evidence.count >= 3 && evidence.units[0].starts_with("memories/news/units/"), "{evidence:?}");
    assert!(minister.attributes["confidence"].parse::<f64>().unwrap() > 10.0);
    let text = "The Foreign Minister is in Anzali.";
    assert_eq!(matched(&mut client, text).await, [""; 0]);
    decide(&mut client, &minister, TermReviewState::Approved).await.unwrap();
    assert_eq!(matched(&mut client, text).await, ["Foreign Minister"]);
}

#[tokio::test]
async fn mining_again_adds_what_is_new_and_a_rejection_is_remembered() {
    let (_server, mut client) = serving().await;
    let first = mine(&mut client, request()).await.unwrap();
    decide(&mut client, of(&first, "Anzali"), TermReviewState::Rejected).await.unwrap();
    let again = mine(&mut client, request()).await.unwrap();
    assert_eq!(again.len(), first.len() - 1);
    assert!(again.iter().all(|mined| !mined.is_new));
    let more = [
        ("Farmers in Tabriz waited for rain.", "کشاورزان در تبریز منتظر باران ماندند."),
        ("Ferries left Tabriz.", "قایق‌ها تبریز را ترک کردند."),
    ];
    for (english, persian) in more {
        client.add("news", unit(english, persian)).await;
    }
    let count = |mined: &[v1::MinedTerm]| of(mined, "Tabriz").evidence.as_ref().unwrap().count;
    let grown = mine(&mut client, request()).await.unwrap();
    assert!(count(&grown) > count(&first), "{} {}", count(&grown), count(&first));
    assert_eq!(of(&grown, "Tabriz").name, of(&first, "Tabriz").name);
}

#[tokio::test]
async fn a_dry_run_writes_nothing_and_the_direction_is_the_callers() {
    let (_server, mut client) = serving().await;
    let (source_language, target_language) = ("fa".into(), "en".into());
    let dry = v1::MineTermsRequest { dry_run: true, source_language, target_language, ..request() };
    let mined = mine(&mut client, dry).await.unwrap();
    let anzali = of(&mined, "Anzali");
    assert_eq!((anzali.name.as_str(), anzali.entries[0].text.as_str()), ("", "انزلی"));
    assert_eq!(client.terms.list_terms(v1::ListTermsRequest::default()).await.unwrap().into_inner().terms, []);
}

#[tokio::test]
async fn mining_says_what_is_wrong_with_its_request() {
    let (_server, mut client) = serving().await;
    let nowhere = v1::MineTermsRequest { parent: "memories/nowhere".into(), ..request() };
    assert_eq!(mine(&mut client, nowhere).await.unwrap_err().code(), Code::NotFound);
    let unsure = v1::MineTermsRequest { min_confidence: Some(101.0), ..request() };
    refused(client.terms.mine_terms(unsure).await).blames("min_confidence");
    let none = v1::MineTermsRequest { target_language: "de".into(), ..request() };
    assert_eq!(mine(&mut client, none).await.unwrap(), []);
}

#[tokio::test]
async fn what_approved_terms_say_of_a_part_tells_the_type_of_a_name() {
    let (_server, mut client) = serving().await;
    let pairs = [
        ("Rain delayed Nilu Barzin.", "باران نیلو برزین را معطل کرد."),
        ("Snow delayed Nilu Barzin at night.", "برف شب نیلو برزین را معطل کرد."),
        ("Farmers like Nilu Barzin.", "کشاورزان نیلو برزین را دوست دارند."),
        ("Schools invited Nilu Barzin.", "مدرسه‌ها نیلو برزین را دعوت کردند."),
        ("Ships carried Nilu Barzin on Monday.", "کشتی‌ها روز دوشنبه نیلو برزین را بردند."),
        ("The library thanked Nilu Barzin.", "کتابخانه از نیلو برزین سپاسگزاری کرد."),
    ];
    for (english, persian) in pairs {
        client.add("news", unit(english, persian)).await;
    }
    let dry = v1::MineTermsRequest { dry_run: true, ..request() };
    assert_eq!(of(&mine(&mut client, dry).await.unwrap(), "Nilu Barzin").r#type(), TermType::Other);
    client.create_term(term(TermType::Person, "Barzin", "برزین")).await;
    assert_eq!(of(&mine(&mut client, request()).await.unwrap(), "Nilu Barzin").r#type(), TermType::Person);
}

async fn mine_in(client: &mut Client, memory: &str) -> Vec<v1::MinedTerm> {
    mine(client, v1::MineTermsRequest { parent: format!("memories/{memory}"), ..request() }).await.unwrap()
}

fn counts(term: &v1::Term) -> (u32, &str) {
    (term.evidence.as_ref().unwrap().count, &term.attributes["seen"])
}

#[tokio::test]
async fn the_evidence_of_several_memories_is_held_together_and_mining_again_writes_nothing() {
    let (_server, mut client) = serving().await;
    let sport = v1::ImportHeader { memory: "memories/sport".into(), ..header() };
    assert!(client.import(sport, PAIRS.as_bytes()).await.error.is_none());
    let news = mine_in(&mut client, "news").await;
    let (alone, seen) = counts(of(&news, "Tabriz"));
    let both = mine_in(&mut client, "sport").await;
    let term = of(&both, "Tabriz").clone();
    assert_eq!(counts(&term), (2 * alone, &*(2 * seen.parse::<u32>().unwrap()).to_string()));
    let units = &term.evidence.as_ref().unwrap().units;
    for memory in ["news", "sport"] {
        assert!(units.iter().any(|unit| unit.starts_with(&format!("memories/{memory}/"))), "{units:?}");
    }
    for memory in ["sport", "news", "sport"] {
        let again = mine_in(&mut client, memory).await;
        for (one, other) in both.iter().zip(&again) {
            assert_eq!(one.term, other.term, "mined again in {memory}");
        }
    }
    client.add("sport", unit("Farmers in Tabriz waited for rain.", "کشاورزان در تبریز منتظر باران ماندند.")).await;
    let grown = mine_in(&mut client, "sport").await;
    assert_eq!(counts(of(&grown, "Tabriz")).0, 2 * alone + 1);
    let tabriz = of(&mine_in(&mut client, "news").await, "Tabriz").clone();
    assert_eq!(tabriz, *of(&grown, "Tabriz"), "what is known of the other memory stays");
}

fn gulf() -> v1::Term {
    let rendering = |text: &str, status: TermStatus| v1::TermEntry { status: status.into(), ..entry("fa", text) };
    let renderings = [
        rendering("خلیج فارس", TermStatus::Preferred),
        rendering("شاخاب پارس", TermStatus::Admitted),
        rendering("خلیج", TermStatus::Forbidden),
    ];
    let entries = [entry("en", "Persian Gulf")].into_iter().chain(renderings).collect();
    v1::Term { entries, ..term(TermType::Place, "", "") }
}

async fn check(client: &mut Client, request: v1::CheckTermsRequest) -> (Vec<v1::TermFinding>, Vec<v1::TermUsage>) {
    use v1::check_terms_response::Message;
    let (mut findings, mut usages) = (Vec::new(), Vec::new());
    let mut answers = client.terms.check_terms(request).await.unwrap().into_inner();
    while let Some(answer) = answers.message().await.unwrap() {
        match answer.message.unwrap() {
            Message::Finding(finding) => findings.push(finding),
            Message::Usage(usage) => usages.push(usage),
        }
    }
    (findings, usages)
}

const GULF: [(&str, &str); 5] = [
    ("Ships in the Persian Gulf waited.", "کشتی‌ها در خلیج فارس منتظر ماندند."),
    ("The Persian Gulf is shallow.", "شاخاب پارس کم‌ژرفا است."),
    ("Fog hid the Persian Gulf.", "مه خلیج را پوشاند."),
    ("He left the Persian Gulf.", "او دریا را ترک کرد."),
    ("In 2020 he came back.", "او در سال ۲۰۲۱ بازگشت."),
];

#[tokio::test]
async fn pairs_that_render_a_term_otherwise_than_preferred_are_told_and_counted() {
    let (_server, mut client) = serving().await;
    client.create_term(gulf()).await;
    for (english, persian) in GULF {
        client.add("news", unit(english, persian)).await;
    }
    let languages =
        |request| v1::CheckTermsRequest { source_language: "en".into(), target_language: "fa".into(), ..request };
    let (parent, pair) = ("memories/news".into(), |(source, target): (&str, &str)| v1::TermCheckPair {
        source: source.into(),
        target: target.into(),
    });
    let of_memory = languages(v1::CheckTermsRequest { parent, ..Default::default() });
    let of_pairs = languages(v1::CheckTermsRequest { pairs: GULF.map(pair).into(), ..Default::default() });
    for request in [of_memory, of_pairs] {
        let (findings, usages) = check(&mut client, request).await;
        let found =
            |at: usize| findings[at].warnings[0].found.as_ref().map(|found| (found.text.as_str(), found.status()));
        assert_eq!(findings.len(), 4, "{findings:#?}");
        assert_eq!(found(0), Some(("شاخاب پارس", TermStatus::Admitted)));
        assert_eq!(found(1), Some(("خلیج", TermStatus::Forbidden)));
        assert_eq!(found(2), None);
        assert_eq!(findings[0].warnings[0].preferred, "خلیج فارس");
        assert!(findings[3].warnings.is_empty() && findings[3].numbers.contains("2020"), "{:?}", findings[3]);
        let counts: Vec<_> = usages[0].renderings.iter().map(|r| (r.text.as_str(), r.count)).collect();
        assert_eq!((usages.len(), usages[0].text.as_str(), usages[0].otherwise), (1, "Persian Gulf", 1));
        assert_eq!(counts, [("خلیج فارس", 1), ("شاخاب پارس", 1), ("خلیج", 1)]);
    }
    let neither = languages(v1::CheckTermsRequest::default());
    refused(client.terms.check_terms(neither).await).blames("parent");
}

const TWICE: &str = "The Persian Gulf is calm; ships left the Persian Gulf.";

fn gulf_pairs(targets: &[&str]) -> v1::CheckTermsRequest {
    let pair = |target: &&str| v1::TermCheckPair { source: TWICE.into(), target: (*target).into() };
    let pairs = targets.iter().map(pair).collect();
    v1::CheckTermsRequest { pairs, source_language: "en".into(), target_language: "fa".into(), ..Default::default() }
}

#[tokio::test]
async fn each_mention_of_a_term_is_looked_at_and_one_that_is_left_out_is_no_finding() {
    let (_server, mut client) = serving().await;
    client.create_term(gulf()).await;
    let cases = [
        ("خلیج فارس آرام است؛ کشتی‌ها خلیج را ترک کردند.", &[("خلیج فارس", 1), ("خلیج", 1)][..], &["خلیج"][..]),
        (
            "خلیج فارس آرام است؛ کشتی‌ها شاخاب پارس را ترک کردند.",
            &[("خلیج فارس", 1), ("شاخاب پارس", 1)],
            &["شاخاب پارس"],
        ),
        ("خلیج فارس آرام است؛ کشتی‌ها آن را ترک کردند.", &[("خلیج فارس", 1)], &[]),
        ("خلیج فارس آرام است؛ کشتی‌ها خلیج فارس را ترک کردند.", &[("خلیج فارس", 2)], &[]),
        ("خلیج آرام است؛ کشتی‌ها خلیج را ترک کردند.", &[("خلیج", 2)], &["خلیج"]),
        ("شاخاب پارس آرام است؛ کشتی‌ها آن را ترک کردند.", &[("شاخاب پارس", 1)], &["شاخاب پارس"]),
    ];
    for (target, rendered, warned) in cases {
        let (findings, usages) = check(&mut client, gulf_pairs(&[target])).await;
        let counts: Vec<_> = usages[0].renderings.iter().map(|r| (r.text.as_str(), r.count)).collect();
        let warnings = findings.iter().flat_map(|finding| &finding.warnings);
        let found: Vec<_> = warnings.map(|warning| warning.found.as_ref().unwrap().text.as_str()).collect();
        assert_eq!((&counts[..], &found[..], usages[0].otherwise), (rendered, warned, 0), "{target}");
    }
    let (findings, usages) = check(&mut client, gulf_pairs(&["دریا آرام است؛ کشتی‌ها رفتند."])).await;
    assert_eq!((findings[0].warnings.len(), usages[0].otherwise), (1, 1), "the second mention may well be left out");
}

fn with_deadline<T>(message: T, within: Duration) -> Request<T> {
    let mut request = Request::new(message);
    request.set_timeout(within);
    request
}

#[tokio::test]
async fn who_does_not_read_keeps_no_thread_beyond_the_deadline() {
    let (server, mut client) = serving().await;
    client.create_term(gulf()).await;
    let target = format!("{}.", "کشتی‌ها خلیج را ترک کردند؛ ".repeat(20));
    let many = gulf_pairs(&[target.as_str(); 2_000]);
    let mut unread = Vec::new();
    let within = Duration::from_secs(2);
    for _ in 0..4 {
        // Each on a connection of its own, as an unread one holds back all on it.
        let mut client = Client::connect(&server.url()).await;
        unread.push(client.terms.check_terms(with_deadline(many.clone(), within)).await.unwrap().into_inner());
    }
    let fifth = client.terms.check_terms(gulf_pairs(&["خلیج"])).await.unwrap_err();
    assert_eq!(fifth.code(), Code::ResourceExhausted);
    tokio::time::sleep(within + Duration::from_secs(1)).await;
    check(&mut client, gulf_pairs(&["خلیج"])).await;
    for mut answers in unread {
        let end = loop {
            match answers.message().await {
                Ok(Some(_)) => (),
                Ok(None) => panic!("half an answer is told as a whole one"),
                Err(status) => break status,
            }
        };
        assert_eq!(end.code(), Code::DeadlineExceeded, "{end:?}");
    }
}

#[tokio::test]
async fn a_suggestion_says_that_it_renders_a_term_otherwise() {
    let (_server, mut client) = serving().await;
    client.create_term(gulf()).await;
    client.add("news", unit("Fog hid the Persian Gulf.", "مه خلیج را پوشاند.")).await;
    client.add("news", unit("Fog hid the Caspian Sea.", "مه دریای خزر را پوشاند.")).await;
    let suggestions =
        client.suggest(v1::SuggestRequest { min_score: Some(50.0), ..query("Fog hid the Persian Gulf.") }).await;
    let [exact, other] = &suggestions[..] else { panic!("{suggestions:#?}") };
    let warning = &exact.warnings[0];
    assert_eq!((warning.source_text.as_str(), warning.preferred.as_str()), ("Persian Gulf", "خلیج فارس"));
    assert_eq!(warning.found.as_ref().unwrap().status(), TermStatus::Forbidden);
    assert_eq!(other.warnings, [], "the term is not in its source");
}
