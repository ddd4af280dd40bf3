use std::sync::Arc;

use tokio::sync::Semaphore;
use tonic::{Request, Response, Status};

use super::answers::AnswerStream;
use super::backend::Backend;
use super::convert::{self, new_term, recognized_term, term_change};
use super::paging::Page;
use super::retry::Retryable;
use super::status::{as_single, invalid_field};
use super::v1::term_service_server::TermService;
use super::{names, v1};
use crate::memory::{Engine, NewTerm, Stop};
use crate::model::TermId;

pub struct TermRpc {
    pub backend: Backend,
    pub places: Arc<Semaphore>,
}

#[tonic::async_trait]
impl TermService for TermRpc {
    async fn create_term(
        &self,
        request: Request<v1::CreateTermRequest>,
    ) -> Result<Response<v1::CreateTermResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let retry = request.request();
        let term = new_term(request.term.ok_or_else(|| invalid_field("term", "it is missing"))?, "term")?;
        let work = move |engine: &Engine, _: &_| {
            engine.write_terms(vec![term], &retry).map_err(|e| as_single(e, "terms[0]", "term"))
        };
        let written = self.backend.run(&metadata, work).await?;
        Ok(Response::new(v1::CreateTermResponse { term: written.into_iter().next().map(convert::term) }))
    }

    async fn batch_create_terms(
        &self,
        request: Request<v1::BatchCreateTermsRequest>,
    ) -> Result<Response<v1::BatchCreateTermsResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let retry = request.request();
        let most = self.backend.engine()?.limits().max_batch;
        if request.terms.is_empty() || request.terms.len() > most {
            return Err(invalid_field("terms", format!("there are {}; send 1 to {most}", request.terms.len())));
        }
        let numbered = request.terms.into_iter().enumerate();
        let terms: Vec<NewTerm> =
            numbered.map(|(at, term)| new_term(term, &format!("terms[{at}]"))).collect::<Result<_, _>>()?;
        let written = self.backend.run(&metadata, move |engine, _| engine.write_terms(terms, &retry)).await?;
        let terms = written.into_iter().map(convert::term).collect();
        Ok(Response::new(v1::BatchCreateTermsResponse { terms }))
    }

    async fn get_term(&self, request: Request<v1::GetTermRequest>) -> Result<Response<v1::GetTermResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let id = names::term_id("name", &request.name)?;
        let term = self.backend.run(&metadata, move |engine, _| engine.term(id)).await?;
        Ok(Response::new(v1::GetTermResponse { term: Some(convert::term(term)) }))
    }

    async fn list_terms(
        &self,
        request: Request<v1::ListTermsRequest>,
    ) -> Result<Response<v1::ListTermsResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let filter = request.filter.unwrap_or_default();
        let page = Page::new(format!("terms {filter:?}"), request.page_size, &request.page_token)?;
        let filter = convert::term_filter(filter)?;
        let work = move |engine: &Engine, _: &_| {
            let after = page.after.as_deref().and_then(|id| id.parse().ok()).map(TermId);
            let terms = engine.terms(&filter, after, page.probe())?;
            let numbered = terms.into_iter().map(|term| (term.id.0.to_string(), convert::term(term)));
            let (terms, next_page_token) = page.finish(numbered);
            Ok(v1::ListTermsResponse { terms, next_page_token })
        };
        Ok(Response::new(self.backend.run(&metadata, work).await?))
    }

    async fn update_term(
        &self,
        request: Request<v1::UpdateTermRequest>,
    ) -> Result<Response<v1::UpdateTermResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let retry = request.request();
        let term = request.term.ok_or_else(|| invalid_field("term", "it is missing"))?;
        let id = names::term_id("term.name", &term.name)?;
        let change = term_change(term, request.update_mask.as_ref())?;
        let term = self.backend.run(&metadata, move |engine, _| engine.update_term(id, change, &retry)).await?;
        Ok(Response::new(v1::UpdateTermResponse { term: Some(convert::term(term)) }))
    }

    async fn delete_term(
        &self,
        request: Request<v1::DeleteTermRequest>,
    ) -> Result<Response<v1::DeleteTermResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let retry = request.request();
        let id = names::term_id("name", &request.name)?;
        self.backend.run(&metadata, move |engine, _| engine.delete_term(id, &retry)).await?;
        Ok(Response::new(v1::DeleteTermResponse {}))
    }

    async fn list_term_revisions(
        &self,
        request: Request<v1::ListTermRevisionsRequest>,
    ) -> Result<Response<v1::ListTermRevisionsResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let id = names::term_id("name", &request.name)?;
        let history = self.backend.run(&metadata, move |engine, _| engine.term_history(id)).await?;
        let revisions = history.into_iter().map(convert::term).collect();
        Ok(Response::new(v1::ListTermRevisionsResponse { revisions }))
    }

    async fn merge_terms(
        &self,
        request: Request<v1::MergeTermsRequest>,
    ) -> Result<Response<v1::MergeTermsResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let retry = request.request();
        let kept = names::term_id("name", &request.name)?;
        if request.others.is_empty() {
            return Err(invalid_field("others", "it is empty; name the terms to merge into the kept one"));
        }
        let numbered = request.others.iter().enumerate();
        let others: Vec<TermId> =
            numbered.map(|(at, name)| names::term_id(&format!("others[{at}]"), name)).collect::<Result<_, _>>()?;
        let work = move |engine: &Engine, _: &_| engine.merge_terms(kept, &others, &retry);
        let term = Some(convert::term(self.backend.run(&metadata, work).await?));
        Ok(Response::new(v1::MergeTermsResponse { term }))
    }

    async fn suggest_terms(
        &self,
        request: Request<v1::SuggestTermsRequest>,
    ) -> Result<Response<v1::SuggestTermsResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let query = convert::name_query(request)?;
        let found = self.backend.run(&metadata, move |engine, _| engine.suggest_names(&query)).await?;
        let suggestions = found.into_iter().map(convert::name_suggestion).collect();
        Ok(Response::new(v1::SuggestTermsResponse { suggestions }))
    }

    async fn recognize_terms(
        &self,
        request: Request<v1::RecognizeTermsRequest>,
    ) -> Result<Response<v1::RecognizeTermsResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let from = names::language("source_language", &request.source_language)?;
        let to = names::language("target_language", &request.target_language)?;
        let wanted = convert::terms_wanted(request.include_candidates);
        let work = move |engine: &Engine, stop: &Stop| engine.recognize(&request.text, (&from, &to), wanted, stop);
        let terms = self.backend.run(&metadata, work).await?;
        Ok(Response::new(v1::RecognizeTermsResponse { terms: terms.into_iter().map(recognized_term).collect() }))
    }

    type MineTermsStream = AnswerStream<v1::MineTermsResponse>;

    async fn mine_terms(
        &self,
        request: Request<v1::MineTermsRequest>,
    ) -> Result<Response<Self::MineTermsStream>, Status> {
        self.mine(request)
    }

    type CheckTermsStream = AnswerStream<v1::CheckTermsResponse>;

    async fn check_terms(
        &self,
        request: Request<v1::CheckTermsRequest>,
    ) -> Result<Response<Self::CheckTermsStream>, Status> {
        self.check(request)
    }
}
