use std::sync::Arc;

use tokio::sync::Semaphore;
use tonic::{Request, Response, Status, Streaming};

use super::backend::Backend;
use super::convert::{article_format, assembled, block_kinds, received, segment_with_places, targets, untranslated};
use super::status::invalid_field;
use super::v1::article_service_server::ArticleService;
use super::{align, names, status, v1};
use crate::article::{Article, ArticleFormat, Assembly, Charset, Reading, encode};
use crate::memory::Limits;
use crate::model::{Language, Segment};
use crate::text::sentence::Segmentation;

/// Works on articles alone, so it serves before the memories are loaded; but for alignment with a memory.
#[derive(Clone)]
pub struct ArticleRpc {
    pub backend: Backend,
    /// For alignments.
    pub places: Arc<Semaphore>,
    pub limits: Limits,
    pub segmentation: Segmentation,
}

#[tonic::async_trait]
impl ArticleService for ArticleRpc {
    async fn segment_article(
        &self,
        request: Request<v1::SegmentArticleRequest>,
    ) -> Result<Response<v1::SegmentArticleResponse>, Status> {
        let (request, service) = (request.into_inner(), self.clone());
        off_the_async_threads(move || service.segment(request)).await
    }

    async fn assemble_article(
        &self,
        request: Request<v1::AssembleArticleRequest>,
    ) -> Result<Response<v1::AssembleArticleResponse>, Status> {
        let (request, service) = (request.into_inner(), self.clone());
        off_the_async_threads(move || service.assemble(request)).await
    }

    async fn align_articles(
        &self,
        request: Request<v1::AlignArticlesRequest>,
    ) -> Result<Response<v1::AlignArticlesResponse>, Status> {
        self.align_one(request).await
    }

    type BatchAlignArticlesStream = align::Answers;

    async fn batch_align_articles(
        &self,
        request: Request<Streaming<v1::BatchAlignArticlesRequest>>,
    ) -> Result<Response<Self::BatchAlignArticlesStream>, Status> {
        self.align_many(request).await
    }

    async fn pair_articles(
        &self,
        request: Request<Streaming<v1::PairArticlesRequest>>,
    ) -> Result<Response<v1::PairArticlesResponse>, Status> {
        self.pair_many(request).await
    }
}

async fn off_the_async_threads<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Status> + Send + 'static,
) -> Result<Response<T>, Status> {
    tokio::task::spawn_blocking(work).await.map_err(|e| status::defect(e.to_string()))?.map(Response::new)
}

impl ArticleRpc {
    fn segment(&self, request: v1::SegmentArticleRequest) -> Result<v1::SegmentArticleResponse, Status> {
        let language = names::language("language", &request.language)?;
        let format = article_format(request.format)?;
        let received = received(request.article, &request.article_bytes, &request.charset, &self.limits)?;
        let article = Article::read(&received.text, &self.reading(&language, format));
        let segments = article.segments().cloned().enumerate();
        Ok(v1::SegmentArticleResponse {
            segments: segments.map(|(index, segment)| segment_with_places(index, segment, &received.places)).collect(),
            format: v1::ArticleFormat::from(article.format()).into(),
            encoding: received.encoding,
        })
    }

    fn assemble(&self, request: v1::AssembleArticleRequest) -> Result<v1::AssembleArticleResponse, Status> {
        let from = names::language("source_language", &request.source_language)?;
        let to = names::language("target_language", &request.target_language)?;
        let format = article_format(request.format)?;
        let left_kinds = block_kinds("skip_kinds", &request.skip_kinds)?;
        let received = received(request.article, &request.article_bytes, &request.charset, &self.limits)?;
        let article = Article::read(&received.text, &self.reading(&from, format));
        let segments: Vec<Segment> = article.segments().cloned().collect();
        let assembly = Assembly {
            to: &to,
            targets: &targets(request.targets, &segments)?,
            untranslated: untranslated(request.untranslated)?,
            left_kinds: &left_kinds,
            charset: None,
        };
        let whole = |assembly: &Assembly| {
            let whole = article.assemble(assembly).map_err(|e| invalid_field("targets", e.to_string()))?;
            Ok::<_, Status>(assembled(whole, segments.len()))
        };
        let answer = whole(&assembly)?;
        let Some(encoding) = received.encoding else { return Ok(answer) };
        let is_utf_8 = encoding.charset == "UTF-8";
        if let Some(bytes) = encode(&answer.article, &encoding.charset).filter(|_| !is_utf_8) {
            let charset = encoding.charset.clone();
            return Ok(as_bytes(answer, bytes, charset, encoding));
        }
        let charset = match is_utf_8 {
            // What was ASCII may have been declared to be anything.
            true => Charset::Same("utf-8"),
            // Not all of it can be said in the article's encoding.
            false => Charset::New("utf-8"),
        };
        let is_changed = answer.article != received.text && !answer.article.is_ascii();
        let answer = if is_changed { whole(&Assembly { charset: Some(charset), ..assembly })? } else { answer };
        let bytes = answer.article.clone().into_bytes();
        Ok(as_bytes(answer, bytes, "UTF-8".into(), encoding))
    }

    pub(super) fn reading<'r>(&'r self, language: &'r Language, format: ArticleFormat) -> Reading<'r> {
        Reading { language, format, segmentation: &self.segmentation }
    }
}

fn as_bytes(
    answer: v1::AssembleArticleResponse,
    bytes: Vec<u8>,
    charset: String,
    encoding: v1::ArticleEncoding,
) -> v1::AssembleArticleResponse {
    let (article, article_bytes, encoding) = (String::new(), bytes, Some(encoding));
    v1::AssembleArticleResponse { article, article_bytes, charset, encoding, ..answer }
}
