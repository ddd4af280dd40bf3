//! SegmentArticle and SuggestArticle.

use std::time::Duration;

use hafez::rpc::v1;
use hafez::rpc::v1::{BlockKind, LeverageBand, MatchType};
use tonic::{Code, Request};

use crate::common::{Client, Server, occurrence, query, refused, term, unit};

const ARTICLE: &str = "\
## Storm Closes Three Ports On The Caspian Coast

Tuesday, 03/12/2024

A storm closed three ports on Tuesday. Ferries stayed in harbour, officials said.

* Anzali and Nowshahr stay shut until Friday.

Schools were not affected. Ferries stayed in harbour, officials said.

## More News

**Farmers Welcome Late Snow In Kurdistan**
";

const PERSIAN: &str = "\
طوفان سه بندر را بست

طوفان روز سه‌شنبه سه بندر را بست. کشتی‌ها در بندر ماندند.
";

fn article(text: &str) -> v1::SuggestArticleRequest {
    v1::SuggestArticleRequest {
        article: text.into(),
        source_language: "en".into(),
        target_language: "fa".into(),
        ..Default::default()
    }
}

async fn answers(client: &mut Client, request: v1::SuggestArticleRequest) -> Vec<v1::SuggestArticleResponse> {
    let mut stream = client.suggest.suggest_article(request).await.unwrap().into_inner();
    let mut answers = Vec::new();
    while let Some(answer) = stream.message().await.unwrap() {
        answers.push(answer);
    }
    answers
}

async fn segments(client: &mut Client, text: &str, language: &str) -> Vec<v1::Segment> {
    let request = v1::SegmentArticleRequest { article: text.into(), language: language.into(), ..Default::default() };
    client.articles.segment_article(request).await.unwrap().into_inner().segments
}

/// A server that knows two of the article's sentences, one of them in its context.
async fn serving() -> (Server, Client) {
    let server = Server::start();
    let mut client = server.client().await;
    client.create_memory("news").await;
    let in_context = v1::Unit {
        occurrences: vec![occurrence(
            "storm",
            "A storm closed three ports on Tuesday.",
            "Anzali and Nowshahr stay shut until Friday.",
        )],
        ..unit("Ferries stayed in harbour, officials said.", "به گفته مسئولان، کشتی‌ها در بندر ماندند.")
    };
    client.add("news", in_context).await;
    client.add("news", unit("Schools were not affected.", "مدارس آسیبی ندیدند.")).await;
    client.add("news", unit("A storm closed four ports on Tuesday.", "طوفان روز سه‌شنبه چهار بندر را بست.")).await;
    client.create_term(term(v1::TermType::Place, "Caspian", "خزر")).await;
    (server, client)
}

/// What the texts and places of segments must be, whatever the article.
fn check_places(article: &str, segments: &[v1::Segment]) {
    let mut end = 0;
    for (at, segment) in segments.iter().enumerate() {
        assert_eq!(segment.index as usize, at);
        assert!(segment.start >= end && segment.end > segment.start, "{segment:?}");
        assert_eq!(&article[segment.start as usize..segment.end as usize], segment.text);
        assert_eq!(segment.text, segment.text.trim());
        end = segment.end;
    }
}

#[tokio::test]
async fn segments_are_the_bytes_of_the_article_in_its_order() {
    let server = Server::start();
    let mut client = server.client().await;
    for (text, language) in [(ARTICLE, "en"), (PERSIAN, "fa"), ("  \r\nOne line only \r\n", "en")] {
        let segments = segments(&mut client, text, language).await;
        check_places(text, &segments);
        assert!(segments.is_sorted_by_key(|segment| segment.block));
    }
}

#[tokio::test]
async fn segments_have_the_kind_of_their_block() {
    let server = Server::start();
    let segments = segments(&mut server.client().await, ARTICLE, "en").await;
    let seen: Vec<_> = segments.iter().map(|s| (s.kind(), &*s.text)).collect();
    let expected = [
        (BlockKind::Headline, "Storm Closes Three Ports On The Caspian Coast"),
        (BlockKind::Dateline, "Tuesday, 03/12/2024"),
        (BlockKind::Paragraph, "A storm closed three ports on Tuesday."),
        (BlockKind::Paragraph, "Ferries stayed in harbour, officials said."),
        (BlockKind::ListItem, "Anzali and Nowshahr stay shut until Friday."),
        (BlockKind::Paragraph, "Schools were not affected."),
        (BlockKind::Paragraph, "Ferries stayed in harbour, officials said."),
        (BlockKind::Subheading, "More News"),
        (BlockKind::Link, "Farmers Welcome Late Snow In Kurdistan"),
    ];
    assert_eq!(seen, expected);
    let repeated: Vec<_> = segments.iter().filter_map(|s| Some((s.index, s.repetition_of?))).collect();
    assert_eq!(repeated, [(6, 3)]);
}

#[tokio::test]
async fn persian_articles_are_cut_at_persian_sentence_ends() {
    let server = Server::start();
    let segments = segments(&mut server.client().await, PERSIAN, "fa").await;
    let seen: Vec<_> = segments.iter().map(|s| (s.kind(), &*s.text)).collect();
    let expected = [
        (BlockKind::Headline, "طوفان سه بندر را بست"),
        (BlockKind::Paragraph, "طوفان روز سه‌شنبه سه بندر را بست."),
        (BlockKind::Paragraph, "کشتی‌ها در بندر ماندند."),
    ];
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn markup_is_text_where_the_format_says_so() {
    let server = Server::start();
    let mut client = server.client().await;
    let request = |format: v1::ArticleFormat| v1::SegmentArticleRequest {
        article: "## A heading\n\nA sentence.".into(),
        language: "en".into(),
        format: format.into(),
        ..Default::default()
    };
    let text = client.articles.segment_article(request(v1::ArticleFormat::Text)).await.unwrap().into_inner();
    assert_eq!(text.segments[0].text, "## A heading");
    let markdown = client.articles.segment_article(request(v1::ArticleFormat::Markdown)).await.unwrap().into_inner();
    assert_eq!(markdown.segments[0].text, "A heading");
}

#[tokio::test]
async fn every_segment_is_answered_in_order_and_statistics_come_last() {
    let (_server, mut client) = serving().await;
    let answers = answers(&mut client, article(ARTICLE)).await;
    let (last, before) = answers.split_last().unwrap();
    assert!(before.iter().all(|answer| answer.segment.is_some() && answer.statistics.is_none()));
    assert!(last.segment.is_none() && last.suggestions.is_empty() && last.terms.is_empty());
    assert!(last.statistics.is_some());
    let streamed: Vec<_> = before.iter().map(|answer| answer.segment.clone().unwrap()).collect();
    assert_eq!(streamed, segments(&mut client, ARTICLE, "en").await, "as SegmentArticle cuts it");
}

#[tokio::test]
async fn each_segment_gets_its_own_suggestions_and_terms() {
    let (_server, mut client) = serving().await;
    let answers = answers(&mut client, article(ARTICLE)).await;
    let best = |at: usize| answers[at].suggestions.first().map(|s| (s.match_type(), s.score));
    assert_eq!(best(3), Some((MatchType::Context, 100.0)), "its neighbours are those of the past article");
    assert_eq!(best(6), Some((MatchType::Exact, 100.0)), "the same words elsewhere");
    assert_eq!(best(5), Some((MatchType::Exact, 100.0)));
    assert_eq!(best(2).map(|(kind, _)| kind), Some(MatchType::Fuzzy));
    assert_eq!(best(8), None);
    let terms: Vec<_> = answers.iter().flat_map(|a| &a.terms).map(|t| &*t.matched_text).collect();
    assert_eq!(terms, ["Caspian"]);
    let text = &answers[0].segment.as_ref().unwrap().text;
    let term = &answers[0].terms[0];
    assert_eq!(&text[term.source_start as usize..term.source_end as usize], "Caspian");
}

#[tokio::test]
async fn statistics_add_up() {
    let (_server, mut client) = serving().await;
    let answers = answers(&mut client, article(ARTICLE)).await;
    let statistics = answers.last().unwrap().statistics.clone().unwrap();
    let sum = |count: fn(&v1::LeverageCount) -> u32| statistics.bands.iter().map(count).sum::<u32>();
    assert_eq!(statistics.segments as usize, answers.len() - 1);
    assert_eq!(sum(|b| b.segments), statistics.segments);
    assert_eq!(sum(|b| b.words), statistics.words);
    assert_eq!(sum(|b| b.characters), statistics.characters);
    let texts = answers.iter().filter_map(|answer| answer.segment.as_ref());
    assert_eq!(texts.map(|s| s.text.chars().count()).sum::<usize>(), statistics.characters as usize);
    let bands: Vec<_> = statistics.bands.iter().map(|b| (b.band(), b.segments)).collect();
    let expected = [
        (LeverageBand::Context, 1),
        (LeverageBand::Exact, 2),
        (LeverageBand::Repetition, 0),
        (LeverageBand::Fuzzy95, 0),
        (LeverageBand::Fuzzy85, 1),
        (LeverageBand::Fuzzy75, 0),
        (LeverageBand::Fuzzy50, 0),
        (LeverageBand::None, 5),
    ];
    assert_eq!(bands, expected);
}

#[tokio::test]
async fn a_segment_that_stood_before_counts_as_a_repetition() {
    let server = Server::start();
    let text = "Nobody was hurt in the fire.\n\nThe cause is not known yet.\n\nNobody was hurt in the fire.";
    let answers = answers(&mut server.client().await, article(text)).await;
    let statistics = answers.last().unwrap().statistics.clone().unwrap();
    let count = |band| statistics.bands.iter().find(|b| b.band() == band).unwrap().segments;
    assert_eq!((count(LeverageBand::None), count(LeverageBand::Repetition)), (2, 1));
}

#[tokio::test]
async fn a_persian_article_is_matched_against_the_units_turned_round() {
    let (_server, mut client) = serving().await;
    let request = v1::SuggestArticleRequest {
        source_language: "fa".into(),
        target_language: "en".into(),
        ..article("مدارس آسیبی ندیدند.")
    };
    let answers = answers(&mut client, request).await;
    assert!(answers[0].suggestions[0].reversed && answers[0].suggestions[0].score == 100.0);
}

#[tokio::test]
async fn a_segment_too_long_for_any_memory_is_answered_without_suggestions() {
    let (_server, mut client) = serving().await;
    let text = format!("{}.\n\nSchools were not affected.", "word ".repeat(3_000).trim());
    let answers = answers(&mut client, article(&text)).await;
    assert_eq!((answers.len(), answers[0].suggestions.len(), answers[1].suggestions.len()), (3, 0, 1));
}

/// Many different sentences, so that the work takes a while.
fn long_article(sentences: usize) -> String {
    (0..sentences).map(|n| format!("Report {n} says that ferry {} stayed in harbour {}.\n\n", n % 97, n % 89)).collect()
}

#[tokio::test]
async fn a_client_that_goes_away_midway_leaves_the_server_at_work() {
    let (mut server, mut client) = serving().await;
    for _ in 0..8 {
        let mut stream = client.suggest.suggest_article(article(&long_article(20_000))).await.unwrap().into_inner();
        assert!(stream.message().await.unwrap().unwrap().segment.is_some());
    }
    let found = client.suggest(query("Schools were not affected.")).await;
    assert_eq!(found.len(), 1);
    drop(client);
    let stopping = std::time::Instant::now();
    assert!(server.stop().await.success());
    assert!(stopping.elapsed() < Duration::from_secs(10), "nothing is left that would keep it from ending");
}

#[tokio::test]
async fn a_slow_reader_gets_every_segment_all_the_same() {
    let (_server, mut client) = serving().await;
    let mut stream = client.suggest.suggest_article(article(&long_article(200))).await.unwrap().into_inner();
    let mut count = 0;
    while let Some(answer) = stream.message().await.unwrap() {
        count += usize::from(answer.segment.is_some());
        if count % 50 == 0 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    assert_eq!(count, 200);
}

#[tokio::test]
async fn a_deadline_ends_the_work() {
    let (_server, mut client) = serving().await;
    let mut request = Request::new(article(&long_article(20_000)));
    request.set_timeout(Duration::from_millis(40));
    let ended = match client.suggest.suggest_article(request).await {
        Err(status) => status,
        Ok(stream) => {
            let mut stream = stream.into_inner();
            loop {
                match stream.message().await {
                    Ok(Some(_)) => (),
                    Ok(None) => panic!("twenty thousand segments cannot be done in 40 ms"),
                    Err(status) => break status,
                }
            }
        }
    };
    assert!(matches!(ended.code(), Code::DeadlineExceeded | Code::Cancelled), "{ended:?}");
    assert_eq!(client.suggest(query("Schools were not affected.")).await.len(), 1);
}

#[tokio::test]
async fn a_deadline_of_a_nanosecond_is_refused_and_does_no_harm() {
    let (_server, mut client) = serving().await;
    for _ in 0..20 {
        let mut request = Request::new(query("Schools were not affected."));
        request.metadata_mut().insert("grpc-timeout", "1n".parse().unwrap());
        let status = client.suggest.suggest(request).await.unwrap_err();
        assert!(matches!(status.code(), Code::DeadlineExceeded | Code::Cancelled), "{status:?}");
    }
    assert_eq!(client.suggest(query("Schools were not affected.")).await.len(), 1);
}

#[tokio::test]
async fn a_write_whose_deadline_has_passed_is_whole_or_not_there() {
    let (_server, mut client) = serving().await;
    let units: Vec<_> = (0..1_000).map(|n| unit(&format!("Late item {n}"), &format!("مورد دیرآمده {n}"))).collect();
    let mut request =
        Request::new(v1::BatchCreateUnitsRequest { parent: "memories/news".into(), units, ..Default::default() });
    request.set_timeout(Duration::from_millis(15));
    let outcome = client.memories.batch_create_units(request).await;
    // Whoever writes next waits for the one before.
    client.add("news", unit("Then this", "سپس این")).await;
    let count = client.memory("news").await.unit_count;
    assert!(count == 1_004 || (count == 4 && outcome.is_err()), "{count}, {:?}", outcome.map(drop));
}

#[tokio::test]
async fn articles_are_refused_that_are_no_articles() {
    let server = Server::start();
    let mut client = server.client().await;
    let segment = |article: &str, language: &str, format| v1::SegmentArticleRequest {
        article: article.into(),
        language: language.into(),
        format,
        ..Default::default()
    };
    for (request, field) in [
        (segment("", "en", 0), "article"),
        (segment(" \n ", "en", 0), "article"),
        (segment(&"a".repeat((3 << 20) + 1), "en", 0), "article"),
        (segment("Text", "", 0), "language"),
        (segment("Text", "no language", 0), "language"),
        (segment("Text", "en", 77), "format"),
    ] {
        refused(client.articles.segment_article(request).await).blames(field);
    }
}
