//! How much is aligned at a time, how far it is, and what is not worth aligning.

use hafez::rpc::v1;
use hafez::rpc::v1::batch_align_articles_request::Message;
use tonic::Code;

use super::aligning::{align, articles, options, outcomes, serving};
use crate::common::{Refusal, Server};

fn alone() -> v1::AlignmentOptions {
    v1::AlignmentOptions { memory: String::new(), ..options() }
}

#[tokio::test]
async fn an_article_that_is_too_long_is_rejected_and_the_others_are_aligned() {
    let server = Server::start_configured("[limits]\nmax_aligned_segments = 7\n");
    let mut client = server.client().await;
    for options in [options(), alone()] {
        let mut pairs = articles();
        pairs[3].target.as_mut().unwrap().segments.push("یک جملهٔ دیگر.".into());
        let answers = align(&mut client, options, pairs).await.unwrap();
        let (long, others): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.id == "article 3");
        assert_eq!((long[0].verdict(), &*long[0].reason), (v1::AlignmentVerdict::Rejected, "TOO_LONG"));
        let covered: Vec<u32> = long[0].beads.iter().flat_map(|bead| bead.target.clone()).collect();
        assert_eq!(covered, (0..8).collect::<Vec<u32>>());
        assert!(others.len() == 23 && others.iter().all(|answer| answer.reason != "TOO_LONG"));
    }
}

#[tokio::test]
async fn a_call_with_too_many_segments_is_refused_by_the_article_that_is_too_much() {
    let server = Server::start_configured("[limits]\nmax_aligned_segments_per_call = 20\n");
    let mut client = server.client().await;
    for options in [options(), alone()] {
        let refusal = Refusal::of(&align(&mut client, options, articles()).await.unwrap_err());
        refusal.is(Code::InvalidArgument, "INVALID_FIELD");
        refusal.blames("pair[1].source");
    }
    assert_eq!(client.memory_names().await, Vec::<String>::new());
}

#[tokio::test]
async fn articles_without_words_are_rejected_and_the_others_are_aligned() {
    let (_server, mut client) = serving().await;
    let of_bytes = |bytes: &str| Some(v1::AlignableArticle { article_bytes: bytes.into(), ..Default::default() });
    let of_segments = |segments: &[&str]| {
        let segments = segments.iter().map(|text| (*text).to_owned()).collect();
        Some(v1::AlignableArticle { segments, ..Default::default() })
    };
    let mut pairs = articles();
    pairs[1].source = of_bytes("\n \n\n");
    pairs[2].target = of_segments(&["", " ", ""]);
    pairs[3].source = of_segments(&["—", "…"]);
    pairs[4].target = of_bytes("* * *\n");
    let answers = align(&mut client, options(), pairs).await.unwrap();
    for (at, answer) in answers.iter().enumerate() {
        let is_empty = (answer.verdict(), &*answer.reason) == (v1::AlignmentVerdict::Rejected, "EMPTY");
        assert_eq!(is_empty, (1..=4).contains(&at), "{at}: {} {}", answer.verdict().as_str_name(), answer.reason);
    }
    assert!(outcomes(&answers[5..], v1::BeadOutcome::Review).len() > 10);
}

#[tokio::test]
async fn how_far_a_batch_is_is_told_to_those_who_ask() {
    let (_server, mut client) = serving().await;
    for report_progress in [false, true] {
        let header = Message::Options(v1::AlignmentOptions { report_progress, ..options() });
        let messages = std::iter::once(header).chain(articles().into_iter().map(Message::Pair));
        let messages: Vec<_> = messages.map(|m| v1::BatchAlignArticlesRequest { message: Some(m) }).collect();
        let mut stream = client.articles.batch_align_articles(tokio_stream::iter(messages)).await.unwrap().into_inner();
        let (mut shares, mut answers) = (Vec::new(), 0);
        while let Some(answer) = stream.message().await.unwrap() {
            match answer.progress > 0.0 {
                true => shares.push(answer.progress),
                false => answers += 1,
            }
        }
        assert_eq!(answers, 24);
        assert_eq!(shares.is_empty(), !report_progress);
        assert!(shares.is_sorted() && shares.iter().all(|share| *share <= 1.0), "{shares:?}");
    }
}
