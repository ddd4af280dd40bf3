use std::sync::Arc;

use tokio::sync::{Semaphore, mpsc};
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status, Streaming};
use tracing::Span;

use super::backend::{Backend, deadline};
use super::convert::{
    Received, article_format, block_kinds, concordance_list, concordance_query, hit, leverage, phrase, place_id,
    received, recognized_term, segment_with_places, suggest_query, suggestion,
};
use super::paging::Page;
use super::v1::suggest_service_server::SuggestService;
use super::{analysis, status, v1};
use crate::article::Places;
use crate::memory::{ArticleQuery, Engine, EngineError, Limits, SegmentAnswer, Stop, StopReason, TermsWanted};

/// How many segments' answers wait for a slow reader before the work does.
const ANSWERS_AHEAD: usize = 16;

/// How many articles are answered at a time; each holds a thread until its reader has taken the answers.
pub const ARTICLES_AT_A_TIME: usize = 128;

pub struct SuggestRpc {
    pub backend: Backend,
    pub places: Arc<Semaphore>,
}

type Answers = mpsc::Sender<Result<v1::SuggestArticleResponse, Status>>;

#[tonic::async_trait]
impl SuggestService for SuggestRpc {
    async fn suggest(&self, request: Request<v1::SuggestRequest>) -> Result<Response<v1::SuggestResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let query = suggest_query(request, self.backend.engine()?.limits())?;
        let work = move |engine: &Engine, stop: &Stop| {
            let found = engine.suggest(&query, stop)?;
            let terms = engine.recognize(&query.text, (&query.from, &query.to), TermsWanted::Approved, stop)?;
            Ok(v1::SuggestResponse {
                suggestions: found.suggestions.into_iter().map(|found| suggestion(found, &terms)).collect(),
                terms: terms.into_iter().map(recognized_term).collect(),
                incomplete: found.cut.map(Into::into),
                phrases: found.parts.phrases.into_iter().map(|part| phrase(part, &query.text)).collect(),
                phrases_incomplete: found.parts.incomplete,
            })
        };
        Ok(Response::new(self.backend.run(&metadata, work).await?))
    }

    type SuggestArticleStream = ReceiverStream<Result<v1::SuggestArticleResponse, Status>>;

    async fn suggest_article(
        &self,
        request: Request<v1::SuggestArticleRequest>,
    ) -> Result<Response<Self::SuggestArticleStream>, Status> {
        let stop = Stop::at(deadline(request.metadata()));
        let engine = self.backend.engine()?;
        let (query, sent) = article_query(request.into_inner(), engine.limits())?;
        let place =
            self.places.clone().try_acquire_owned().map_err(|_| status::too_many("articles", ARTICLES_AT_A_TIME))?;
        let (answers, stream) = mpsc::channel(ANSWERS_AHEAD);
        let span = Span::current();
        tokio::task::spawn_blocking(move || {
            let _place = place;
            span.in_scope(|| {
                if let Err(error) = answer_article(&engine, &query, &sent, (&stop, &answers)) {
                    // Nobody is left to be told if this fails.
                    let _ = answers.blocking_send(Err(status::from_engine(error)));
                }
            })
        });
        Ok(Response::new(ReceiverStream::new(stream)))
    }

    type AnalyzeArticlesStream = ReceiverStream<Result<v1::AnalyzeArticlesResponse, Status>>;

    async fn analyze_articles(
        &self,
        request: Request<Streaming<v1::AnalyzeArticlesRequest>>,
    ) -> Result<Response<Self::AnalyzeArticlesStream>, Status> {
        let stop = Stop::at(deadline(request.metadata()));
        let engine = self.backend.engine()?;
        let place =
            self.places.clone().try_acquire_owned().map_err(|_| status::too_many("articles", ARTICLES_AT_A_TIME))?;
        let mut messages = request.into_inner();
        let header = analysis::header(&mut messages, engine.limits()).await?;
        let (answers, stream) = mpsc::channel(ANSWERS_AHEAD);
        let span = Span::current();
        tokio::task::spawn_blocking(move || {
            let _place = place;
            span.in_scope(|| analysis::answer(&engine, &header, messages, (&stop, &answers)))
        });
        Ok(Response::new(ReceiverStream::new(stream)))
    }

    async fn search_concordance(
        &self,
        request: Request<v1::SearchConcordanceRequest>,
    ) -> Result<Response<v1::SearchConcordanceResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let page = Page::new(concordance_list(&request), request.page_size, &request.page_token)?;
        let query = concordance_query(request, &page)?;
        let work = move |engine: &Engine, stop: &Stop| {
            let found = engine.search_concordance(&query, stop)?;
            let hits = found.hits.into_iter().map(|found| (place_id(&found.place), hit(found)));
            let (hits, next_page_token) = if found.cut.is_some() { page.break_off(hits) } else { page.finish(hits) };
            Ok(v1::SearchConcordanceResponse { hits, next_page_token, incomplete: found.cut.map(Into::into) })
        };
        Ok(Response::new(self.backend.run(&metadata, work).await?))
    }
}

/// How an article came in: where its text is in what was sent, and how that was read.
struct Sent {
    places: Places,
    encoding: Option<v1::ArticleEncoding>,
}

fn article_query(request: v1::SuggestArticleRequest, limits: &Limits) -> Result<(ArticleQuery, Sent), Status> {
    let Received { text: article, places, encoding } =
        received(request.article, &request.article_bytes, &request.charset, limits)?;
    let skip_kinds = block_kinds("skip_kinds", &request.skip_kinds)?;
    let format = article_format(request.format)?;
    let options = v1::SuggestRequest {
        source_language: request.source_language,
        target_language: request.target_language,
        memories: request.memories,
        statuses: request.statuses,
        min_score: request.min_score,
        limit: request.limit,
        max_phrases: request.max_phrases,
        ..v1::SuggestRequest::default()
    };
    let options = suggest_query(options, limits)?;
    Ok((ArticleQuery { article, format, options, skip_kinds }, Sent { places, encoding }))
}

fn answer_article(
    engine: &Engine,
    query: &ArticleQuery,
    sent: &Sent,
    (stop, answers): (&Stop, &Answers),
) -> Result<(), EngineError> {
    let mut index = 0;
    let send = |message| {
        let gone = |_| EngineError::Stopped(StopReason::Cancelled);
        answers.blocking_send(Ok(message)).map_err(gone)
    };
    let statistics = engine.suggest_article(query, stop, |answer: SegmentAnswer| {
        let parts = answer.found.parts;
        let message = v1::SuggestArticleResponse {
            phrases: parts.phrases.into_iter().map(|part| phrase(part, &answer.segment.text)).collect(),
            phrases_incomplete: parts.incomplete,
            segment: Some(segment_with_places(index, answer.segment, &sent.places)),
            suggestions: answer.found.suggestions.into_iter().map(|found| suggestion(found, &answer.terms)).collect(),
            terms: answer.terms.into_iter().map(recognized_term).collect(),
            statistics: None,
            incomplete: answer.found.cut.map(Into::into),
            encoding: None,
        };
        index += 1;
        send(message)
    })?;
    let (statistics, encoding) = (Some(leverage(&statistics)), sent.encoding.clone());
    send(v1::SuggestArticleResponse { statistics, encoding, ..Default::default() })
}
