//! Articles one after the other, counted as one batch.

use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tonic::{Status, Streaming};

use super::convert::{Received, article_format, block_kinds, leverage, received, suggest_query};
use super::status::{self, invalid_field};
use super::v1;
use super::v1::analyze_articles_request::Part;
use crate::memory::{Analysis, ArticleQuery, Engine, EngineError, Limits, Stop, StopReason, SuggestQuery};
use crate::model::BlockKind;

type Answers = mpsc::Sender<Result<v1::AnalyzeArticlesResponse, Status>>;

/// What holds for all articles.
#[derive(Clone)]
pub struct Header {
    options: SuggestQuery,
    skip_kinds: Vec<BlockKind>,
}

/// Reads the first message.
pub async fn header(messages: &mut Streaming<v1::AnalyzeArticlesRequest>, limits: &Limits) -> Result<Header, Status> {
    let Some(Part::Header(header)) = messages.message().await?.and_then(|message| message.part) else {
        return Err(invalid_field("header", "it is missing; the first message of an analysis is its header"));
    };
    let request = v1::SuggestRequest {
        source_language: header.source_language,
        target_language: header.target_language,
        memories: header.memories,
        statuses: header.statuses,
        // The lowest of the bands, and only the best match counts.
        min_score: Some(50.0),
        limit: 1,
        max_phrases: Some(0),
        ..v1::SuggestRequest::default()
    };
    let skip_kinds = block_kinds("header.skip_kinds", &header.skip_kinds)?;
    Ok(Header { options: suggest_query(request, limits)?, skip_kinds })
}

/// Answers article by article, then with the batch; ends at the first error. Blocks its thread.
pub fn answer(
    engine: &Engine,
    header: &Header,
    messages: Streaming<v1::AnalyzeArticlesRequest>,
    (stop, answers): (&Stop, &Answers),
) {
    let last = answer_articles(engine, header, messages, (stop, answers));
    // Nobody is left to be told if this fails.
    let _ = answers.blocking_send(last);
}

fn answer_articles(
    engine: &Engine,
    header: &Header,
    mut messages: Streaming<v1::AnalyzeArticlesRequest>,
    (stop, answers): (&Stop, &Answers),
) -> Result<v1::AnalyzeArticlesResponse, Status> {
    let (runtime, mut analysis) = (Handle::current(), Analysis::default());
    while let Some(message) = runtime.block_on(messages.message())? {
        let Some(Part::Article(article)) = message.part else {
            return Err(invalid_field("article", "it is missing; every message but the first holds one"));
        };
        let answer = analyze(engine, &mut analysis, article, header, stop)?;
        let gone = |_| status::from_engine(EngineError::Stopped(StopReason::Cancelled));
        answers.blocking_send(Ok(answer)).map_err(gone)?;
    }
    Ok(v1::AnalyzeArticlesResponse { total: Some(leverage(analysis.total())), ..Default::default() })
}

fn analyze(
    engine: &Engine,
    analysis: &mut Analysis,
    article: v1::AnalysisArticle,
    header: &Header,
    stop: &Stop,
) -> Result<v1::AnalyzeArticlesResponse, Status> {
    let format = article_format(article.format)?;
    let Received { text, encoding, .. } =
        received(article.article, &article.article_bytes, &article.charset, engine.limits())?;
    let Header { options, skip_kinds } = header.clone();
    let query = ArticleQuery { article: text, format, options, skip_kinds };
    let counted = engine.analyze(analysis, &query, stop).map_err(status::from_engine)?;
    Ok(v1::AnalyzeArticlesResponse {
        name: article.name,
        statistics: Some(leverage(&counted.leverage)),
        total: None,
        encoding,
        incomplete: u32::try_from(counted.incomplete).unwrap_or(u32::MAX),
    })
}
