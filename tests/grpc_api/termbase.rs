//! The termbase as it is kept: where terms are from, what became of them, and what is one term.

use hafez::rpc::v1;
use hafez::rpc::v1::{TermOrigin, TermReviewState, TermStatus, TermType};
use tonic::{Code, Response, Status};

use crate::common::{Client, Refusal, Server, entry, mask, refused as refused_call, term};

async fn serving() -> (Server, Client) {
    let server = Server::start();
    let client = server.client().await;
    (server, client)
}

#[track_caller]
fn refused(outcome: Result<v1::Term, Status>) -> Refusal {
    refused_call(outcome.map(Response::new))
}

fn fa(text: &str, status: TermStatus) -> v1::TermEntry {
    v1::TermEntry { status: status.into(), ..entry("fa", text) }
}

fn title(english: &str, persian: &[(&str, TermStatus)]) -> v1::Term {
    let renderings = persian.iter().map(|&(text, status)| fa(text, status));
    v1::Term {
        entries: [entry("en", english)].into_iter().chain(renderings).collect(),
        ..term(TermType::Title, "", "")
    }
}

fn seen(count: u32, second: i64) -> Option<v1::TermEvidence> {
    let units = vec![format!("memories/news/units/{count}")];
    let last_seen = jiff::Timestamp::from_second(second).ok().map(Into::into);
    Some(v1::TermEvidence { count, units, last_seen })
}

fn mined(mut term: v1::Term, count: u32) -> v1::Term {
    term.set_origin(TermOrigin::Mined);
    term.set_review_state(TermReviewState::Candidate);
    v1::Term { evidence: seen(count, 1_700_000_000), ..term }
}

async fn create(client: &mut Client, term: v1::Term) -> Result<v1::Term, Status> {
    let request = v1::CreateTermRequest { term: Some(term), ..Default::default() };
    Ok(client.terms.create_term(request).await?.into_inner().term.unwrap())
}

async fn update(client: &mut Client, term: v1::Term, paths: &[&str]) -> Result<v1::Term, Status> {
    let request = v1::UpdateTermRequest { term: Some(term), update_mask: Some(mask(paths)), ..Default::default() };
    Ok(client.terms.update_term(request).await?.into_inner().term.unwrap())
}

async fn merge(client: &mut Client, kept: &v1::Term, others: &[&v1::Term]) -> Result<v1::Term, Status> {
    let others = others.iter().map(|term| term.name.clone()).collect();
    let request = v1::MergeTermsRequest { name: kept.name.clone(), others, ..Default::default() };
    Ok(client.terms.merge_terms(request).await?.into_inner().term.unwrap())
}

async fn history(client: &mut Client, name: &str) -> Vec<v1::Term> {
    let request = v1::ListTermRevisionsRequest { name: name.into() };
    client.terms.list_term_revisions(request).await.unwrap().into_inner().revisions
}

async fn count(client: &mut Client) -> usize {
    client.terms.list_terms(v1::ListTermsRequest::default()).await.unwrap().into_inner().terms.len()
}

fn names(term: &v1::Term) -> Vec<&str> {
    term.entries.iter().map(|entry| &*entry.text).collect()
}

#[tokio::test]
async fn a_term_tells_where_it_is_from() {
    let (_server, mut client) = serving().await;
    let told = v1::Term {
        source: "Style guide of 2024".into(),
        author: "Mina".into(),
        evidence: seen(7, 1_700_000_000),
        ..term(TermType::Place, "Yazd", "یزد")
    };
    let stored = create(&mut client, mined(told.clone(), 7)).await.unwrap();
    assert_eq!((&*stored.source, &*stored.author), ("Style guide of 2024", "Mina"));
    assert_eq!((stored.origin(), stored.review_state()), (TermOrigin::Mined, TermReviewState::Candidate));
    assert_eq!(stored.evidence, told.evidence);
    let plain = create(&mut client, term(TermType::Place, "Shiraz", "شیراز")).await.unwrap();
    assert_eq!((plain.origin(), plain.review_state()), (TermOrigin::Human, TermReviewState::Approved));
    assert_eq!(plain.evidence, None, "nobody has counted");
}

#[tokio::test]
async fn candidates_are_recognized_only_for_those_who_ask() {
    let (_server, mut client) = serving().await;
    create(&mut client, term(TermType::Place, "Yazd", "یزد")).await.unwrap();
    let candidate =
        create(&mut client, mined(title("Governor of Yazd", &[("استاندار یزد", TermStatus::Preferred)]), 9))
            .await
            .unwrap();
    let mut rejected = mined(term(TermType::Place, "Governor", "حاکم"), 3);
    rejected.set_review_state(TermReviewState::Rejected);
    create(&mut client, rejected).await.unwrap();
    let text = "The Governor of Yazd resigned.";
    let plain = client.recognize(text, "en", "fa").await;
    assert_eq!(plain.iter().map(|t| &*t.matched_text).collect::<Vec<_>>(), ["Yazd"]);
    let request = v1::RecognizeTermsRequest {
        text: text.into(),
        source_language: "en".into(),
        target_language: "fa".into(),
        include_candidates: true,
    };
    let all = client.terms.recognize_terms(request).await.unwrap().into_inner().terms;
    let found: Vec<_> = all.iter().map(|t| (&*t.matched_text, t.review_state())).collect();
    assert_eq!(found, [("Governor of Yazd", TermReviewState::Candidate)], "the longest wins");
    let approved = v1::Term { review_state: TermReviewState::Approved.into(), author: "Mina".into(), ..candidate };
    update(&mut client, approved, &["review_state", "author"]).await.unwrap();
    assert_eq!(client.recognize(text, "en", "fa").await[0].matched_text, "Governor of Yazd");
}

#[tokio::test]
async fn renderings_of_one_status_come_by_how_often_and_how_lately_they_were_seen() {
    let (_server, mut client) = serving().await;
    let counted =
        |text: &str, status, count, second| v1::TermEntry { evidence: seen(count, second), ..fa(text, status) };
    let entries = vec![
        entry("en", "Interior Ministry"),
        counted("وزارت داخله", TermStatus::Forbidden, 99, 9),
        counted("کشور", TermStatus::Admitted, 4, 1),
        counted("وزارت کشور ایران", TermStatus::Admitted, 4, 2),
        counted("وزارتخانه کشور", TermStatus::Admitted, 7, 0),
        fa("وزارت کشور", TermStatus::Preferred),
    ];
    create(&mut client, v1::Term { entries, ..term(TermType::Organization, "", "") }).await.unwrap();
    let found = client.recognize("The Interior Ministry denied it.", "en", "fa").await;
    let renderings: Vec<_> = found[0].renderings.iter().map(|entry| &*entry.text).collect();
    assert_eq!(renderings, ["وزارت کشور", "وزارتخانه کشور", "وزارت کشور ایران", "کشور", "وزارت داخله"]);
}

#[tokio::test]
async fn terms_of_one_name_come_by_how_often_they_were_seen() {
    let (_server, mut client) = serving().await;
    let admitted = |persian: &str, count| v1::Term {
        evidence: seen(count, 0),
        ..title("Georgia", &[(persian, TermStatus::Admitted)])
    };
    for (persian, count) in [("جورجیا", 3), ("گرجستان", 30)] {
        create(&mut client, admitted(persian, count)).await.unwrap();
    }
    let found = client.recognize("Voters in Georgia", "en", "fa").await;
    let renderings: Vec<_> = found.iter().map(|t| &*t.renderings[0].text).collect();
    assert_eq!(renderings, ["گرجستان", "جورجیا"]);
}

#[tokio::test]
async fn a_term_keeps_what_it_said_before() {
    let (_server, mut client) = serving().await;
    let first =
        create(&mut client, v1::Term { author: "Mina".into(), ..term(TermType::Place, "Yazd", "یزد") }).await.unwrap();
    let noted = v1::Term { note: "A city".into(), author: "Sara".into(), ..first.clone() };
    let noted = update(&mut client, noted, &["note", "author"]).await.unwrap();
    create(&mut client, v1::Term { evidence: seen(5, 0), ..first.clone() }).await.unwrap();
    let past = history(&mut client, &first.name).await;
    assert_eq!(
        past.iter().map(|t| (t.revision, &*t.author, &*t.note)).collect::<Vec<_>>(),
        [(1, "Mina", ""), (3, "Sara", "A city")]
    );
    assert_eq!(past[0], first);
    assert_eq!(past[1].evidence, seen(5, 0), "being seen is no revision, though it counts");
    assert!(past[1].update_time.unwrap().seconds >= noted.update_time.unwrap().seconds);
    let delete = v1::DeleteTermRequest { name: first.name.clone(), ..Default::default() };
    client.terms.delete_term(delete).await.unwrap();
    let request = v1::ListTermRevisionsRequest { name: first.name };
    refused_call(client.terms.list_term_revisions(request).await).is(Code::NotFound, "NOT_FOUND");
}

#[tokio::test]
async fn what_terms_are_survives_a_restart() {
    let (server, mut client) = serving().await;
    let stored = create(&mut client, mined(term(TermType::Place, "Yazd", "یزد"), 4)).await.unwrap();
    let changed = update(&mut client, v1::Term { note: "A city".into(), ..stored.clone() }, &["note"]).await.unwrap();
    let server = server.restart().await;
    let mut client = server.client().await;
    assert_eq!(history(&mut client, &stored.name).await, [stored, changed]);
}

#[tokio::test]
async fn the_same_term_again_gets_what_it_lacked() {
    let (_server, mut client) = serving().await;
    let first =
        create(&mut client, v1::Term { evidence: seen(4, 1), ..term(TermType::Place, "Yazd", "یزد") }).await.unwrap();
    let again = v1::Term {
        evidence: seen(9, 2),
        note: "A city".into(),
        source: "atlas".into(),
        attributes: [("desk".to_owned(), "home".to_owned())].into(),
        entries: vec![v1::TermEntry { variants: vec!["Yezd".into()], ..entry("en", "Yazd") }, entry("fa", "يزد")],
        ..first.clone()
    };
    let stored = create(&mut client, again.clone()).await.unwrap();
    assert_eq!((&stored.name, stored.revision, &*stored.note, &*stored.source), (&first.name, 2, "A city", "atlas"));
    assert_eq!(stored.entries[0].variants, ["Yezd"]);
    assert_eq!((names(&stored), &*stored.entries[1].variants), (vec!["Yazd", "یزد"], &["يزد".to_owned()][..]));
    let evidence = stored.evidence.clone().unwrap();
    assert_eq!((evidence.count, evidence.units.len()), (9, 2));
    assert_eq!(create(&mut client, again).await.unwrap(), stored, "a second time nothing is new");
    assert_eq!(count(&mut client).await, 1);
}

#[tokio::test]
async fn a_term_that_shares_names_in_two_languages_brings_the_others() {
    let (_server, mut client) = serving().await;
    let ministry = [("وزیر امور خارجه", TermStatus::Preferred)];
    let first =
        create(&mut client, v1::Term { evidence: seen(30, 5), ..title("Foreign Minister", &ministry) }).await.unwrap();
    let both = [("وزیر امور خارجه", TermStatus::Preferred), ("وزیر خارجه", TermStatus::Admitted)];
    let stored =
        create(&mut client, v1::Term { evidence: seen(12, 4), ..title("foreign minister", &both) }).await.unwrap();
    assert_eq!(
        (&stored.name, names(&stored)),
        (&first.name, vec!["Foreign Minister", "وزیر امور خارجه", "وزیر خارجه"])
    );
    let counts: Vec<_> = stored.entries.iter().map(|e| e.evidence.as_ref().map_or(0, |seen| seen.count)).collect();
    assert_eq!(counts, [30, 30, 12], "each name keeps how often it was seen");
    let other_type = create(&mut client, term(TermType::Other, "Foreign Minister", "وزیر امور خارجه")).await.unwrap();
    assert_ne!(other_type.name, first.name);
    let synonym = create(&mut client, title("Minister of Foreign Affairs", &ministry)).await.unwrap();
    assert_ne!(synonym.name, first.name, "one name in common is not enough");
}

#[tokio::test]
async fn a_second_preferred_rendering_is_a_contradiction() {
    let (_server, mut client) = serving().await;
    let first =
        create(&mut client, title("Foreign Minister", &[("وزیر امور خارجه", TermStatus::Preferred)])).await.unwrap();
    let other = |status| title("Foreign minister", &[("وزیر خارجه", status)]);
    let refusal = refused(create(&mut client, other(TermStatus::Preferred)).await);
    refusal.is(Code::FailedPrecondition, "TERM_CONTRADICTION");
    for said in ["وزیر خارجه", "وزیر امور خارجه", &*first.name, "admitted or forbidden"] {
        assert!(refusal.message.contains(said), "{said}: {}", refusal.message);
    }
    let batch =
        vec![title("Ghee", &[("روغن", TermStatus::Preferred)]), title("Ghee", &[("کره", TermStatus::Preferred)])];
    let request = v1::BatchCreateTermsRequest { terms: batch, ..Default::default() };
    refused_call(client.terms.batch_create_terms(request).await).is(Code::FailedPrecondition, "TERM_CONTRADICTION");
    assert_eq!(count(&mut client).await, 1, "all or none");
    let admitted = create(&mut client, other(TermStatus::Admitted)).await.unwrap();
    create(&mut client, mined(title("Foreign Minister", &[("وزیر برون‌مرزی", TermStatus::Preferred)]), 2))
        .await
        .unwrap();
    let mut preferred = admitted.clone();
    preferred.entries[1].set_status(TermStatus::Preferred);
    refused(update(&mut client, preferred, &["entries"]).await).is(Code::FailedPrecondition, "TERM_CONTRADICTION");
    let mut twice = first.clone();
    twice.entries.push(fa("وزیر خارجه", TermStatus::Preferred));
    refused(update(&mut client, twice, &["entries"]).await).blames("term.entries[2].status");
    create(&mut client, title("Iran", &[("ایران", TermStatus::Preferred)])).await.unwrap();
    create(&mut client, term(TermType::Place, "Iran", "ایران زمین")).await.unwrap();
}

#[tokio::test]
async fn a_candidate_that_contradicts_is_refused_when_it_is_approved() {
    let (_server, mut client) = serving().await;
    create(&mut client, title("Governor", &[("استاندار", TermStatus::Preferred)])).await.unwrap();
    let candidate = create(&mut client, mined(title("Governor", &[("والی", TermStatus::Preferred)]), 2)).await.unwrap();
    let approved = v1::Term { review_state: TermReviewState::Approved.into(), ..candidate };
    refused(update(&mut client, approved, &["review_state"]).await).is(Code::FailedPrecondition, "TERM_CONTRADICTION");
}

#[tokio::test]
async fn what_was_decided_is_not_mined_again() {
    let (_server, mut client) = serving().await;
    let candidate = mined(title("Governor", &[("والی", TermStatus::Preferred)]), 2);
    let first = create(&mut client, candidate.clone()).await.unwrap();
    let rejected = v1::Term { review_state: TermReviewState::Rejected.into(), ..first.clone() };
    update(&mut client, rejected, &["review_state"]).await.unwrap();
    let more = v1::Term { evidence: seen(5, 0), ..candidate.clone() };
    let again = create(&mut client, more).await.unwrap();
    assert_eq!((&again.name, again.review_state()), (&first.name, TermReviewState::Rejected));
    assert_eq!(again.evidence.unwrap().count, 5);
    let written = create(&mut client, title("Governor", &[("والی", TermStatus::Admitted)])).await.unwrap();
    assert_eq!(
        (&written.name, written.review_state()),
        (&first.name, TermReviewState::Approved),
        "a person decides anew"
    );
    assert_eq!((written.origin(), written.entries[1].status()), (TermOrigin::Human, TermStatus::Admitted));
    let wider = title("Governor", &[("والی", TermStatus::Preferred), ("حاکم", TermStatus::Admitted)]);
    let other = create(&mut client, mined(wider, 3)).await.unwrap();
    assert_ne!(other.name, first.name, "what nobody has approved adds nothing to what somebody has");
    assert_eq!(create(&mut client, candidate).await.unwrap().review_state(), TermReviewState::Approved);
}

#[tokio::test]
async fn a_variant_is_no_other_concept() {
    let (_server, mut client) = serving().await;
    let agency = create(&mut client, term(TermType::Organization, "IAEA", "آژانس")).await.unwrap();
    let with_variant = v1::Term {
        entries: vec![
            v1::TermEntry {
                variants: vec!["Atomic Agency".into(), "iaea".into()],
                ..entry("en", "Atomic Energy Agency")
            },
            entry("fa", "سازمان انرژی اتمی"),
        ],
        ..term(TermType::Organization, "", "")
    };
    let refusal = refused(create(&mut client, with_variant).await);
    // “IAEA” is what the other one is called, so the renderings contradict each other too, or the variant leads there.
    assert!(refusal.message.contains(&agency.name), "{}", refusal.message);
    let only_english = v1::Term {
        entries: vec![v1::TermEntry { variants: vec!["iaea".into()], ..entry("en", "Atomic Energy Agency") }],
        ..term(TermType::Organization, "", "")
    };
    let refusal = refused(create(&mut client, only_english.clone()).await);
    refusal.blames("term.entries[0].variants[0]");
    assert!(refusal.message.contains(&agency.name), "{}", refusal.message);
    let elsewhere = v1::Term { r#type: TermType::Work.into(), ..only_english };
    create(&mut client, elsewhere).await.unwrap();
}

#[tokio::test]
async fn a_letter_may_be_a_name_where_letters_are_words() {
    let (_server, mut client) = serving().await;
    let entries = vec![entry("zh", "京"), entry("en", "Beijing")];
    create(&mut client, v1::Term { entries, ..term(TermType::Place, "", "") }).await.unwrap();
    create(&mut client, term(TermType::Work, "F1", "فرمول یک")).await.unwrap();
}

#[tokio::test]
async fn concepts_can_be_made_one() {
    let (_server, mut client) = serving().await;
    let kept = create(
        &mut client,
        v1::Term { evidence: seen(3, 1), ..term(TermType::Organization, "Foreign Ministry", "وزارت خارجه") },
    )
    .await
    .unwrap();
    let other = v1::Term {
        note: "In full".into(),
        evidence: seen(4, 2),
        ..term(TermType::Organization, "Ministry of Foreign Affairs", "وزارت امور خارجه")
    };
    let other = create(&mut client, other).await.unwrap();
    let place = create(&mut client, term(TermType::Place, "Yazd", "یزد")).await.unwrap();
    refused(merge(&mut client, &kept, &[&kept]).await).blames("others[0]");
    refused(merge(&mut client, &kept, &[&other, &other]).await).blames("others[1]");
    refused(merge(&mut client, &kept, &[&place]).await).blames("others[0]");
    refused(merge(&mut client, &kept, &[]).await).blames("others");
    let merged = merge(&mut client, &kept, &[&other]).await.unwrap();
    let said: Vec<_> = merged.entries.iter().map(|e| (&*e.text, e.status())).collect();
    assert_eq!(
        said,
        [
            ("Foreign Ministry", TermStatus::Preferred),
            ("وزارت خارجه", TermStatus::Preferred),
            ("Ministry of Foreign Affairs", TermStatus::Admitted),
            ("وزارت امور خارجه", TermStatus::Admitted),
        ]
    );
    assert_eq!((&merged.name, merged.revision, &*merged.note), (&kept.name, 2, "In full"));
    assert_eq!(merged.evidence.unwrap().count, 7);
    refused(merge(&mut client, &kept, &[&other]).await).is(Code::NotFound, "NOT_FOUND");
    let found = client.recognize("the Ministry of Foreign Affairs", "en", "fa").await;
    assert_eq!(found.iter().map(|t| &*t.term).collect::<Vec<_>>(), [&*kept.name]);
    assert_eq!(history(&mut client, &kept.name).await.len(), 2);
}

#[tokio::test]
async fn a_term_cannot_become_what_another_one_is() {
    let (_server, mut client) = serving().await;
    let yazd = create(&mut client, term(TermType::Place, "Yazd", "یزد")).await.unwrap();
    let other = create(&mut client, term(TermType::Place, "Meybod", "میبد")).await.unwrap();
    let renamed = v1::Term { entries: vec![entry("en", "yazd"), entry("fa", "یزد"), entry("de", "Jasd")], ..other };
    let refusal = refused(update(&mut client, renamed, &["entries"]).await);
    refusal.is(Code::AlreadyExists, "ALREADY_EXISTS");
    assert!(refusal.message.contains(&yazd.name) && refusal.message.contains("merge"), "{}", refusal.message);
}
