//! What becomes of reviews when alignments are taken back or repeated, and decisions made anew.

use hafez::rpc::v1;
use hafez::rpc::v1::resolve_review_request::Resolution;
use tonic::Code;

use super::aligning::{PAIRS, align, article, articles, options, outcomes, resolve, reviews, serving};
use crate::common::{Client, header, refused};

/// Nothing is that sure, so all of it goes to review.
fn cautious(import: &str) -> v1::AlignmentOptions {
    v1::AlignmentOptions { min_confidence: 1.0, import: format!("imports/{import}"), ..options() }
}

async fn pending(client: &mut Client) -> Vec<v1::Review> {
    reviews(client, v1::ReviewState::Pending).await
}

async fn undo(client: &mut Client, import: &str, dry_run: bool) -> v1::UndoImportResponse {
    let request = v1::UndoImportRequest { name: format!("imports/{import}"), dry_run, ..Default::default() };
    client.transfer.undo_import(request).await.unwrap().into_inner()
}

/// Teaches the memory the words of the articles, in pairs that are none of theirs.
async fn teach(client: &mut Client) {
    let lessons = (0..6).flat_map(|at| PAIRS.iter().map(move |(one, other)| format!("{one} {at}\t{other} {at}\n")));
    client.import(header(), lessons.collect::<String>().as_bytes()).await.done();
}

fn accept() -> Option<Resolution> {
    Some(Resolution::Accept(true))
}

fn reject() -> Option<Resolution> {
    Some(Resolution::Reject(true))
}

fn replace(pairs: &[(&str, &str)]) -> Option<Resolution> {
    let pair = |(source, target): &(&str, &str)| v1::TextPair { source: (*source).into(), target: (*target).into() };
    Some(Resolution::Replace(v1::TextPairs { pairs: pairs.iter().map(pair).collect() }))
}

#[tokio::test]
async fn an_alignment_that_is_taken_back_asks_no_more_but_what_was_decided_stays() {
    let (_server, mut client) = serving().await;
    align(&mut client, cautious("first"), articles()[..12].to_vec()).await.unwrap();
    let of_first = pending(&mut client).await;
    align(&mut client, cautious("second"), articles()).await.unwrap();
    let all = pending(&mut client).await;
    assert!(of_first.len() > 4 && all.len() > of_first.len());
    resolve(&mut client, &of_first[0].name, accept()).await.unwrap();
    resolve(&mut client, &of_first[1].name, reject()).await.unwrap();
    let expected = of_first.len() as u64 - 2;
    assert_eq!(undo(&mut client, "first", true).await.reviews_dropped, expected);
    assert_eq!(pending(&mut client).await.len(), all.len() - 2, "it was a dry run");
    assert_eq!(undo(&mut client, "first", false).await.reviews_dropped, expected);
    assert_eq!(pending(&mut client).await.len(), all.len() - of_first.len());
    assert_eq!(client.units("news").await.len(), 1);
    assert_eq!(reviews(&mut client, v1::ReviewState::Rejected).await.len(), 1);
    undo(&mut client, "second", false).await;
    assert_eq!(pending(&mut client).await, []);
}

#[tokio::test]
async fn a_pair_that_arises_no_more_is_not_asked_about_and_others_are() {
    let (_server, mut client) = serving().await;
    align(&mut client, cautious("first"), articles()).await.unwrap();
    let before = pending(&mut client).await;
    let mut edited = articles();
    let mend = |text: &mut String| *text = text.replace("هیچ مسافری آسیب ندید.", "به هیچ مسافری آسیبی نرسید.");
    edited.iter_mut().for_each(|pair| pair.target.iter_mut().for_each(|side| side.segments.iter_mut().for_each(mend)));
    let target = |review: &v1::Review| review.target.clone().unwrap().text;
    let is_former = |review: &&v1::Review| target(review).contains("آسیب ندید");
    assert!(before.iter().filter(is_former).count() > 3);
    let dry = v1::AlignmentOptions { dry_run: true, ..cautious("second") };
    align(&mut client, dry, edited.clone()).await.unwrap();
    assert_eq!(pending(&mut client).await, before);
    align(&mut client, cautious("second"), edited).await.unwrap();
    let after = pending(&mut client).await;
    assert_eq!(after.iter().filter(is_former).count(), 0);
    assert!(after.iter().filter(|review| target(review).contains("آسیبی نرسید")).count() > 3);
    // Other articles under the same names say nothing of these.
    let shifted: Vec<_> = (0..24).map(|number| article(number, [])).collect();
    let mut others = shifted;
    for (number, pair) in others.iter_mut().enumerate() {
        let texts = [("Snow fell on", "برف بارید در"), ("Bread is dear in", "نان گران است در")];
        let fill = |side: &mut Option<v1::AlignableArticle>, of: fn(&(&str, &str)) -> String| {
            side.as_mut().unwrap().segments = texts.iter().map(|text| format!("{} {number}", of(text))).collect();
        };
        fill(&mut pair.source, |text| text.0.into());
        fill(&mut pair.target, |text| text.1.into());
    }
    align(&mut client, cautious("third"), others).await.unwrap();
    let names: Vec<_> = pending(&mut client).await.into_iter().map(|review| review.name).collect();
    assert!(after.iter().all(|review| names.contains(&review.name)));
}

#[tokio::test]
async fn a_pair_that_has_become_sure_is_not_asked_about() {
    let (_server, mut client) = serving().await;
    teach(&mut client).await;
    align(&mut client, cautious("first"), articles()).await.unwrap();
    let before = pending(&mut client).await.len();
    let bold = v1::AlignmentOptions { min_confidence: 0.1, ..cautious("second") };
    let accepted = outcomes(&align(&mut client, bold, articles()).await.unwrap(), v1::BeadOutcome::Accepted).len();
    assert!(accepted > 10, "{accepted}");
    let left = pending(&mut client).await;
    assert!(left.len() < before, "{} of {before}", left.len());
    let units = client.units("news").await;
    let is_unit =
        |review: &v1::Review| units.iter().any(|unit| (&unit.source, &unit.target) == (&review.source, &review.target));
    assert!(!left.iter().any(is_unit));
}

#[tokio::test]
async fn a_decision_that_is_made_anew_takes_the_place_of_the_one_before() {
    let (_server, mut client) = serving().await;
    align(&mut client, cautious("first"), articles()).await.unwrap();
    let name = pending(&mut client).await[0].name.clone();
    let accepted = resolve(&mut client, &name, accept()).await.unwrap();
    assert_eq!(resolve(&mut client, &name, accept()).await.unwrap(), accepted, "the same again changes nothing");
    let edited = resolve(&mut client, &name, replace(&[("The port is open.", "بندر باز است.")])).await.unwrap();
    assert_eq!((edited.state(), edited.units.len()), (v1::ReviewState::Edited, 1));
    let units = client.units("news").await;
    assert_eq!(units.iter().map(|unit| &unit.name).collect::<Vec<_>>(), [&edited.units[0]]);
    let again = resolve(&mut client, &name, replace(&[("The port is open.", "بندر باز است.")])).await.unwrap();
    assert_eq!(again, edited);
    resolve(&mut client, &name, reject()).await.unwrap();
    assert_eq!(client.units("news").await, []);
    let accepted = resolve(&mut client, &name, accept()).await.unwrap();
    assert_eq!(client.units("news").await.len(), 1);
    // What somebody has changed since stays.
    let mut unit = client.unit(&accepted.units[0]).await;
    unit.note = "Seen by Ali.".into();
    client.update(unit, &["note"]).await;
    resolve(&mut client, &name, reject()).await.unwrap();
    assert_eq!(client.units("news").await.len(), 1);
}

#[tokio::test]
async fn a_pair_that_was_there_before_is_there_when_its_review_is_rejected_after_all() {
    let (_server, mut client) = serving().await;
    align(&mut client, cautious("first"), articles()).await.unwrap();
    let review = pending(&mut client).await[0].clone();
    let texts = (review.source.unwrap().text, review.target.unwrap().text);
    client.import(header(), format!("{}\t{}\n", texts.0, texts.1).as_bytes()).await.done();
    let before = client.units("news").await;
    resolve(&mut client, &review.name, accept()).await.unwrap();
    assert_eq!(client.units("news").await[0].use_count, 2);
    resolve(&mut client, &review.name, reject()).await.unwrap();
    let after = client.units("news").await;
    assert_eq!((after.len(), after[0].use_count, &after[0].name), (1, 1, &before[0].name));
}

#[tokio::test]
async fn a_unit_of_an_accepted_review_says_what_one_of_a_sure_bead_does() {
    let (_server, mut client) = serving().await;
    align(&mut client, cautious("first"), articles()).await.unwrap();
    let review = pending(&mut client).await[0].clone();
    let accepted = resolve(&mut client, &review.name, accept()).await.unwrap();
    let unit = client.unit(&accepted.units[0]).await;
    let origin = unit.origin.unwrap();
    assert_eq!(origin.kind(), v1::OriginKind::Alignment);
    assert!((origin.confidence.unwrap() - review.confidence * 100.0).abs() < 0.02, "{origin:?} {}", review.confidence);
    assert_eq!(unit.attributes["target-document"], review.target_document);
    let (first, last) = (review.target_segments[0] + 1, review.target_segments.last().unwrap() + 1);
    assert_eq!(unit.attributes["target-segments"], format!("{first}-{last}"));
}

#[tokio::test]
async fn an_import_of_another_memory_is_refused_by_the_field_that_names_it() {
    let (_server, mut client) = serving().await;
    align(&mut client, cautious("first"), articles()).await.unwrap();
    let other = v1::AlignmentOptions { memory: "memories/other".into(), ..cautious("first") };
    let request = v1::AlignArticlesRequest { options: Some(other), pair: articles().pop() };
    refused(client.articles.align_articles(request).await).blames("options.import");
    undo(&mut client, "first", false).await;
    let request = v1::AlignArticlesRequest { options: Some(cautious("first")), pair: articles().pop() };
    refused(client.articles.align_articles(request).await).blames("options.import");
}

#[tokio::test]
async fn beads_that_are_one_unit_are_counted_as_one() {
    let (_server, mut client) = serving().await;
    teach(&mut client).await;
    let lessons = client.units("news").await.len();
    let bold = v1::AlignmentOptions { min_confidence: 0.1, ..options() };
    let dry = v1::AlignmentOptions { dry_run: true, ..bold.clone() };
    let rehearsed = align(&mut client, dry, articles()).await.unwrap();
    let answers = align(&mut client, bold, articles()).await.unwrap();
    let added = |answers: &[v1::AlignArticlesResponse]| answers.iter().map(|answer| answer.units_added).sum::<u32>();
    let beads = outcomes(&answers, v1::BeadOutcome::Accepted).len();
    let units = client.units("news").await.len() - lessons;
    assert_eq!((added(&answers) as usize, added(&rehearsed) as usize), (units, units));
    assert!(units < beads && answers.iter().any(|answer| answer.units_updated > 0), "{units} {beads}");
}

#[tokio::test]
async fn names_that_disagree_send_a_bead_to_review() {
    let (_server, mut client) = serving().await;
    let towns = [("Tehran", "تهران"), ("Isfahan", "اصفهان"), ("Shiraz", "شیراز"), ("Tabriz", "تبریز")];
    let mut lessons = String::new();
    for (english, persian) in towns {
        for (at, (one, other)) in PAIRS.iter().enumerate() {
            lessons.push_str(&format!("In {english}, {one} {at}\tدر {persian} {other} {at}\n"));
        }
    }
    client.import(header(), lessons.as_bytes()).await.done();
    let mut pairs = articles();
    for pair in &mut pairs {
        let append = |side: &mut Option<v1::AlignableArticle>, text: &str| {
            side.as_mut().unwrap().segments.push(text.to_owned());
        };
        append(&mut pair.source, "In Tehran, the mayor said the port needs a new wall.");
        append(&mut pair.target, "در اصفهان شهردار گفت بندر دیواری تازه می‌خواهد.");
    }
    let bold = v1::AlignmentOptions { min_confidence: 0.1, ..options() };
    let answers = align(&mut client, bold, pairs).await.unwrap();
    let in_review = outcomes(&answers, v1::BeadOutcome::Review);
    let of_names = in_review.iter().filter(|bead| bead.reason == "NAMES_DISAGREE");
    assert!(of_names.clone().count() > 10 && of_names.clone().all(|bead| bead.source == [7]), "{in_review:?}");
    let request = v1::ListReviewsRequest { parent: "memories/none".into(), ..Default::default() };
    assert_eq!(client.memories.list_reviews(request).await.unwrap_err().code(), Code::NotFound);
}
