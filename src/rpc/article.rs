use tonic::{Request, Response, Status};

use super::convert::article_format;
use super::v1::article_service_server::ArticleService;
use super::{names, status, v1};
use crate::article;
use crate::memory::Limits;

/// Works on articles alone, so it serves before the memories are loaded.
pub struct ArticleRpc {
    pub limits: Limits,
}

#[tonic::async_trait]
impl ArticleService for ArticleRpc {
    async fn segment_article(
        &self,
        request: Request<v1::SegmentArticleRequest>,
    ) -> Result<Response<v1::SegmentArticleResponse>, Status> {
        let request = request.into_inner();
        let language = names::language("language", &request.language)?;
        let format = article_format(request.format)?;
        self.limits.check_article("article", &request.article).map_err(status::from_engine)?;
        let work = move || article::segment(&request.article, &language, format);
        let segments = tokio::task::spawn_blocking(work).await.map_err(|e| status::defect(e.to_string()))?;
        let segments = segments.into_iter().enumerate().map(Into::into).collect();
        Ok(Response::new(v1::SegmentArticleResponse { segments }))
    }
}
