//! Articles in, beads out.

use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status, Streaming};
use tracing::Span;

use super::article::ArticleRpc;
use super::backend::{CancelOnDrop, deadline};
use super::convert::{align_options, aligned, article_format, received};
use super::status::{self, invalid_field};
use super::v1;
use super::v1::batch_align_articles_request::Message;
use crate::article::Article;
use crate::memory::{AlignOptions, AlignedArticles, ArticleToAlign, Stop, align_alone};
use crate::model::Language;

/// How many pairs make the largest batch: its words are in memory.
const PAIRS_MOST: usize = 2_000;
/// How many answers wait to be read.
const ANSWERS_AHEAD: usize = 16;

pub type Answers = ReceiverStream<Result<v1::AlignArticlesResponse, Status>>;
type Pair = (ArticleToAlign, ArticleToAlign);

impl ArticleRpc {
    pub(super) async fn align_one(
        &self,
        request: Request<v1::AlignArticlesRequest>,
    ) -> Result<Response<v1::AlignArticlesResponse>, Status> {
        let stop = Stop::at(deadline(request.metadata()));
        let request = request.into_inner();
        let options = align_options(request.options)?;
        let pair = request.pair.ok_or_else(|| invalid_field("pair", "it is missing"))?;
        let mut aligned = self.align(options, vec![pair], stop).await?;
        aligned.pop().map(Response::new).ok_or_else(|| status::defect("a pair came to nothing".into()))
    }

    pub(super) async fn align_many(
        &self,
        request: Request<Streaming<v1::BatchAlignArticlesRequest>>,
    ) -> Result<Response<Answers>, Status> {
        let stop = Stop::at(deadline(request.metadata()));
        let mut messages = request.into_inner();
        let Some(Message::Options(options)) = messages.message().await?.and_then(|m| m.message) else {
            return Err(invalid_field("options", "it is missing; the first message of a batch is its header"));
        };
        let options = align_options(Some(options))?;
        let mut pairs = Vec::new();
        while let Some(message) = messages.message().await? {
            match message.message {
                Some(Message::Pair(pair)) if pairs.len() < PAIRS_MOST => pairs.push(pair),
                Some(Message::Pair(_)) => {
                    let most = format!("there are more than {PAIRS_MOST} pairs; send them in several batches");
                    return Err(invalid_field("pair", most));
                }
                _ => return Err(invalid_field("pair", "it is missing; behind the header come pairs")),
            }
        }
        let aligned = self.align(options, pairs, stop).await?;
        let (answers, stream) = mpsc::channel(ANSWERS_AHEAD);
        tokio::spawn(async move {
            for answer in aligned {
                if answers.send(Ok(answer)).await.is_err() {
                    return;
                }
            }
        });
        Ok(Response::new(ReceiverStream::new(stream)))
    }

    async fn align(
        &self,
        options: AlignOptions,
        pairs: Vec<v1::ArticlePair>,
        stop: Stop,
    ) -> Result<Vec<v1::AlignArticlesResponse>, Status> {
        let engine = options.memory.is_some().then(|| self.backend.engine()).transpose()?;
        let _cancelled_with_the_call = CancelOnDrop(stop.clone());
        let (service, span) = (self.clone(), Span::current());
        let work = move || {
            let ids: Vec<String> = pairs.iter().map(|pair| pair.id.clone()).collect();
            let pairs = pairs
                .into_iter()
                .enumerate()
                .map(|(at, pair)| service.pair(pair, at, (&options.from, &options.to)))
                .collect::<Result<Vec<Pair>, _>>()?;
            let found: Vec<AlignedArticles> = match engine {
                Some(engine) => engine.align(&pairs, &options, &stop),
                None => align_alone(&pairs, (&options.from, &options.to)),
            }
            .map_err(status::from_engine)?;
            Ok(ids.into_iter().zip(pairs).zip(found).map(|((id, pair), found)| aligned(id, pair, found)).collect())
        };
        let task = tokio::task::spawn_blocking(move || span.in_scope(work));
        task.await.map_err(|e| status::defect(e.to_string()))?
    }

    fn pair(&self, pair: v1::ArticlePair, at: usize, (from, to): (&Language, &Language)) -> Result<Pair, Status> {
        let side = |name: &str, article: Option<v1::AlignableArticle>, language: &Language| {
            let field = format!("pair[{at}].{name}");
            let article = article.ok_or_else(|| invalid_field(&*field, "it is missing"))?;
            self.article(article, &field, language)
        };
        Ok((side("source", pair.source, from)?, side("target", pair.target, to)?))
    }

    /// The article's segments: those that were sent, or those that are found.
    fn article(
        &self,
        article: v1::AlignableArticle,
        field: &str,
        language: &Language,
    ) -> Result<ArticleToAlign, Status> {
        let document = article.document;
        if !article.segments.is_empty() {
            if !article.article.is_empty() || !article.article_bytes.is_empty() {
                return Err(invalid_field(field, "it has segments and an article; send one of the two"));
            }
            let segments = article.segments.into_iter().map(|text| (text, None)).collect();
            return Ok(ArticleToAlign { document, segments });
        }
        if article.article.trim().is_empty() && article.article_bytes.is_empty() {
            return Ok(ArticleToAlign { document, segments: Vec::new() });
        }
        let format = article_format(article.format)?;
        let received = received(article.article, &article.article_bytes, &article.charset, &self.limits)?;
        let article = Article::read(&received.text, &self.reading(language, format));
        let segments = article.segments().map(|segment| (segment.text.clone(), Some(segment.kind))).collect();
        Ok(ArticleToAlign { document, segments })
    }
}
