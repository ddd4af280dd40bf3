//! AssembleArticle and AnalyzeArticles, and articles that are sent as bytes.

use hafez::rpc::v1;
use hafez::rpc::v1::analyze_articles_request::Part;
use hafez::rpc::v1::{BlockKind, EncodingSource};

use crate::common::{Client, Server, refused};

const PAGE: &str =
    "<html><body><h1>Storm</h1><p>The <b>ports</b> are <a href=x>shut</a>. Nobody left.</p></body></html>";

fn assembly(targets: &[(u32, &str)]) -> v1::AssembleArticleRequest {
    let target = |&(index, text): &(u32, &str)| v1::SegmentTarget { index, text: text.into(), ..Default::default() };
    v1::AssembleArticleRequest {
        article: PAGE.into(),
        source_language: "en".into(),
        target_language: "fa".into(),
        targets: targets.iter().map(target).collect(),
        ..Default::default()
    }
}

async fn client() -> (Server, Client) {
    let server = Server::start();
    let client = server.client().await;
    (server, client)
}

#[tokio::test]
async fn an_article_is_put_together_from_the_targets_of_its_segments() {
    let (_server, mut client) = client().await;
    let targets = [(0, "طوفان"), (1, "{2}بسته{/2} است {1}بندرها{/1}.")];
    let answer = client.articles.assemble_article(assembly(&targets)).await.unwrap().into_inner();
    assert_eq!(
        answer.article,
        "<html lang=\"fa\" dir=\"rtl\"><body><h1>طوفان</h1><p><a href=x>بسته</a> است <b>بندرها</b>. \
         <mark class=\"hafez-untranslated\" lang=\"en\" dir=\"ltr\">Nobody left.</mark></p></body></html>"
    );
    assert_eq!((answer.segments, answer.untranslated, answer.problems), (3, vec![2], vec![]));
}

#[tokio::test]
async fn an_article_with_its_own_texts_for_targets_is_the_article() {
    let (_server, mut client) = client().await;
    let request = v1::SegmentArticleRequest { article: PAGE.into(), language: "en".into(), ..Default::default() };
    let segments = client.articles.segment_article(request).await.unwrap().into_inner().segments;
    assert_eq!(segments[1].codes.iter().map(|c| &*c.text).collect::<Vec<_>>(), ["{1}", "{/1}", "{2}", "{/2}"]);
    let code = &segments[1].codes[2];
    assert_eq!(&PAGE[code.start as usize..code.end as usize], "<a href=x>");
    let same: Vec<_> = segments.iter().map(|segment| (segment.index, &*segment.text)).collect();
    let answer = client.articles.assemble_article(assembly(&same)).await.unwrap().into_inner();
    assert_eq!(answer.article, PAGE);
}

#[tokio::test]
async fn wrong_targets_are_refused_by_name() {
    let (_server, mut client) = client().await;
    let twice = assembly(&[(0, "a"), (0, "b")]);
    let mut changed = assembly(&[(0, "a")]);
    changed.targets[0].source_text = "Snow".into();
    let both = v1::AssembleArticleRequest { article_bytes: b"x".to_vec(), ..assembly(&[]) };
    let kind = v1::AssembleArticleRequest { skip_kinds: vec![0], ..assembly(&[]) };
    for (request, field) in [
        (assembly(&[(3, "a")]), "targets[0].index"),
        (twice, "targets[1].index"),
        (changed, "targets[0].source_text"),
        (both, "article_bytes"),
        (kind, "skip_kinds"),
    ] {
        refused(client.articles.assemble_article(request).await).blames(field);
    }
}

#[tokio::test]
async fn bytes_come_back_as_bytes() {
    let (_server, mut client) = client().await;
    let text = "بندرها بسته شد. کسي نرفت.";
    let bytes = encoding_rs::WINDOWS_1256.encode(text).0.into_owned();
    let request = v1::SegmentArticleRequest {
        article_bytes: bytes.clone(),
        charset: "windows-1256".into(),
        language: "fa".into(),
        ..Default::default()
    };
    let answer = client.articles.segment_article(request).await.unwrap().into_inner();
    let encoding = answer.encoding.unwrap();
    assert_eq!((&*encoding.charset, encoding.source()), ("windows-1256", EncodingSource::Declared));
    assert_eq!((answer.segments[1].start, answer.segments[1].end), (16, 25));

    let request = v1::AssembleArticleRequest {
        article: String::new(),
        article_bytes: bytes,
        charset: "windows-1256".into(),
        source_language: "fa".into(),
        target_language: "en".into(),
        ..assembly(&[(0, "The ports are shut."), (1, "Nobody left.")])
    };
    let answer = client.articles.assemble_article(request).await.unwrap().into_inner();
    assert_eq!((&*answer.article_bytes, &*answer.charset), (&b"The ports are shut. Nobody left."[..], "windows-1256"));
    assert_eq!(answer.article, "");
}

fn article(name: &str, text: &str) -> v1::AnalyzeArticlesRequest {
    let article = v1::AnalysisArticle { name: name.into(), article: text.into(), ..Default::default() };
    v1::AnalyzeArticlesRequest { part: Some(Part::Article(article)) }
}

fn header(skip_kinds: &[BlockKind]) -> v1::AnalyzeArticlesRequest {
    let header = v1::AnalysisHeader {
        source_language: "en".into(),
        target_language: "fa".into(),
        skip_kinds: skip_kinds.iter().map(|&kind| kind.into()).collect(),
        ..Default::default()
    };
    v1::AnalyzeArticlesRequest { part: Some(Part::Header(header)) }
}

#[tokio::test]
async fn articles_are_counted_one_by_one_and_together() {
    let (_server, mut client) = client().await;
    let requests =
        [header(&[BlockKind::Headline]), article("a", "# Storm\n\nPorts are shut."), article("b", "Ports are shut.")];
    let mut answers = client.suggest.analyze_articles(tokio_stream::iter(requests)).await.unwrap().into_inner();
    let mut counts = Vec::new();
    while let Some(answer) = answers.message().await.unwrap() {
        let statistics = answer.statistics.as_ref().or(answer.total.as_ref()).unwrap();
        let across = statistics.repeated_across_articles.unwrap().segments;
        counts.push((answer.name.clone(), statistics.segments, statistics.words, across));
    }
    assert_eq!(counts, [("a".into(), 1, 3, 0), ("b".into(), 1, 3, 1), (String::new(), 2, 6, 1)]);
}

#[tokio::test]
async fn an_analysis_without_its_header_is_refused() {
    let (_server, mut client) = client().await;
    refused(client.suggest.analyze_articles(tokio_stream::iter([article("a", "x")])).await).blames("header");
    let twice = tokio_stream::iter([header(&[]), header(&[])]);
    let mut answers = client.suggest.analyze_articles(twice).await.unwrap().into_inner();
    refused(answers.message().await.map(tonic::Response::new)).blames("article");
}
