//! Articles in, beads out.

use std::cell::Cell;

use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio::task::{JoinError, JoinHandle};
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status, Streaming};
use tracing::Span;

use super::article::ArticleRpc;
use super::backend::{CancelOnDrop, deadline};
use super::convert::{align_options, aligned, article_format, article_match, received_or_blank};
use super::status::{self, invalid_field};
use super::v1;
use super::v1::batch_align_articles_request::Message;
use crate::article::Article;
use crate::memory::{
    AlignOptions, AlignedArticles, ArticleToAlign, Course, PairToAlign, Stop, align_alone, pair_alone,
};
use crate::model::Language;

/// How many pairs make the largest batch: its words are in memory.
const PAIRS_MOST: usize = 2_000;
/// How many alignments run at a time.
pub const ALIGNMENTS_AT_A_TIME: usize = 4;
/// How many answers wait to be read.
const ANSWERS_AHEAD: usize = 16;
/// By what share a batch has to be further before that is told.
const PROGRESS_STEP: f32 = 0.01;

pub type Answers = ReceiverStream<Result<v1::AlignArticlesResponse, Status>>;
/// A batch that is being aligned.
type Aligning = JoinHandle<Result<Vec<v1::AlignArticlesResponse>, Status>>;

impl ArticleRpc {
    pub(super) async fn align_one(
        &self,
        request: Request<v1::AlignArticlesRequest>,
    ) -> Result<Response<v1::AlignArticlesResponse>, Status> {
        let stop = Stop::at(deadline(request.metadata()));
        let request = request.into_inner();
        let options = align_options(request.options)?;
        let pair = request.pair.ok_or_else(|| invalid_field("pair", "it is missing"))?;
        let _cancelled_with_the_call = CancelOnDrop(stop.clone());
        let mut aligned = joined(self.align(options, vec![pair], stop, None)?.await)?;
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
        let reports_progress = options.report_progress;
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
        let (answers, stream) = mpsc::channel(ANSWERS_AHEAD);
        let told = reports_progress.then(|| answers.clone());
        let work = self.align(options, pairs, stop.clone(), told)?;
        tokio::spawn(async move {
            let aligned = tokio::select! {
                aligned = work => joined(aligned),
                () = answers.closed() => return stop.cancel(),
            };
            let aligned = aligned.map_or_else(|status| vec![Err(status)], |all| all.into_iter().map(Ok).collect());
            for answer in aligned {
                if answers.send(answer).await.is_err() {
                    return;
                }
            }
        });
        Ok(Response::new(ReceiverStream::new(stream)))
    }

    pub(super) async fn pair_many(
        &self,
        request: Request<Streaming<v1::PairArticlesRequest>>,
    ) -> Result<Response<v1::PairArticlesResponse>, Status> {
        use super::v1::pair_articles_request::Message;
        let stop = Stop::at(deadline(request.metadata()));
        let mut messages = request.into_inner();
        let Some(Message::Options(options)) = messages.message().await?.and_then(|m| m.message) else {
            return Err(invalid_field("options", "it is missing; the first message is the header"));
        };
        let options = align_options(Some(options))?;
        let (mut sources, mut targets) = (Vec::new(), Vec::new());
        while let Some(message) = messages.message().await? {
            let (list, article, field) = match message.message {
                Some(Message::Source(article)) => (&mut sources, article, "source"),
                Some(Message::Target(article)) => (&mut targets, article, "target"),
                _ => return Err(invalid_field("source", "it is missing; behind the header come articles")),
            };
            if list.len() >= PAIRS_MOST {
                return Err(invalid_field(
                    field,
                    format!("there are more than {PAIRS_MOST}; send them in several parts"),
                ));
            }
            list.push(article);
        }
        let place = self.place()?;
        let engine = options.memory.is_some().then(|| self.backend.engine()).transpose()?;
        let (service, span) = (self.clone(), Span::current());
        let _cancelled_with_the_call = CancelOnDrop(stop.clone());
        let work = move || {
            let _place = place;
            let read = |list: Vec<v1::AlignableArticle>, side: &str, language: &Language| {
                let numbered = list.into_iter().enumerate();
                let read = |(at, article)| service.article(article, &format!("{side}[{at}]"), language);
                numbered.map(read).collect::<Result<Vec<ArticleToAlign>, _>>()
            };
            let lists = (read(sources, "source", &options.from)?, read(targets, "target", &options.to)?);
            let (lists, languages) = ((&lists.0[..], &lists.1[..]), (&options.from, &options.to));
            let matches = match (engine, &options.memory) {
                (Some(engine), Some(memory)) => engine.pair_articles(memory, lists, languages, &stop),
                _ => pair_alone(lists, languages, &service.limits, &stop),
            };
            Ok(v1::PairArticlesResponse {
                matches: matches.map_err(status::from_engine)?.into_iter().map(article_match).collect(),
            })
        };
        let task = tokio::task::spawn_blocking(move || span.in_scope(work));
        task.await.map_err(|e| status::defect(e.to_string()))?.map(Response::new)
    }

    /// The right to align: each holds a thread, and the words of its batch.
    fn place(&self) -> Result<OwnedSemaphorePermit, Status> {
        self.places.clone().try_acquire_owned().map_err(|_| status::too_many("alignments", ALIGNMENTS_AT_A_TIME))
    }

    /// Begins to align; how far it is goes to `told`, if there is one, as answers that say nothing else.
    fn align(
        &self,
        options: AlignOptions,
        pairs: Vec<v1::ArticlePair>,
        stop: Stop,
        told: Option<mpsc::Sender<Result<v1::AlignArticlesResponse, Status>>>,
    ) -> Result<Aligning, Status> {
        let place = self.place()?;
        let engine = options.memory.is_some().then(|| self.backend.engine()).transpose()?;
        let (service, span) = (self.clone(), Span::current());
        let work = move || {
            let _place = place;
            let ids: Vec<String> = pairs.iter().map(|pair| pair.id.clone()).collect();
            let pairs = pairs
                .into_iter()
                .enumerate()
                .map(|(at, pair)| service.pair(pair, at, (&options.from, &options.to)))
                .collect::<Result<Vec<PairToAlign>, _>>()?;
            let told = in_steps(told);
            let course = Course { stop: &stop, told: &told };
            let found: Vec<AlignedArticles> = match engine {
                Some(engine) => engine.align(&pairs, &options, course),
                None => align_alone(&pairs, (&options.from, &options.to), &service.limits, course),
            }
            .map_err(status::from_engine)?;
            Ok(ids.into_iter().zip(pairs).zip(found).map(|((id, pair), found)| aligned(id, pair, found)).collect())
        };
        Ok(tokio::task::spawn_blocking(move || span.in_scope(work)))
    }

    fn pair(
        &self,
        pair: v1::ArticlePair,
        at: usize,
        (from, to): (&Language, &Language),
    ) -> Result<PairToAlign, Status> {
        let side = |name: &str, article: Option<v1::AlignableArticle>, language: &Language| {
            let field = format!("pair[{at}].{name}");
            let article = article.ok_or_else(|| invalid_field(&*field, "it is missing"))?;
            self.article(article, &field, language)
        };
        Ok((side("source", pair.source, from)?, side("target", pair.target, to)?))
    }

    /// The article's segments: those that were sent, or those that are found; none if it is blank.
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
        let format = article_format(article.format)?;
        let (bytes, charset) = (&article.article_bytes, &article.charset);
        let received = received_or_blank(article.article, bytes, charset, (&self.limits, &format!("{field}.")))?;
        let article = Article::read(&received.text, &self.reading(language, format));
        let segments = article.segments().map(|segment| (segment.text.clone(), Some(segment.kind))).collect();
        Ok(ArticleToAlign { document, segments })
    }
}

/// What has come of a piece of work; a panic in it is a defect of this program.
fn joined<T>(done: Result<Result<T, Status>, JoinError>) -> Result<T, Status> {
    done.map_err(|e| status::defect(e.to_string()))?
}

/// Tells how far a batch is, step by step. When there is no room for it, nobody is waiting to hear it.
fn in_steps(told: Option<mpsc::Sender<Result<v1::AlignArticlesResponse, Status>>>) -> impl Fn(f32) {
    let last = Cell::new(0.0);
    move |share: f32| {
        if let Some(told) = told.as_ref().filter(|_| share >= last.get() + PROGRESS_STEP) {
            last.set(share);
            let answer = v1::AlignArticlesResponse { progress: share.into(), ..Default::default() };
            let _ = told.try_send(Ok(answer));
        }
    }
}
