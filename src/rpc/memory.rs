use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status};

use super::backend::{Backend, deadline};
use super::convert::{self, memory_change, new_unit, unit_change, unit_filter};
use super::paging::Page;
use super::retry::Retryable;
use super::status::{self, as_single, invalid_field};
use super::v1::memory_service_server::MemoryService;
use super::{names, similar, v1};
use crate::memory::{Engine, NewUnit, Prune, Stop, UnitsOnDelete};
use crate::model::{Memory, MemoryId, Review, ReviewId, UnitId};

/// How many answers of a stream wait to be read.
const ANSWERS_AHEAD: usize = 16;

pub struct MemoryRpc {
    pub backend: Backend,
}

/// A memory as it is answered, with its present number of units.
fn with_count(engine: &Engine, memory: Memory) -> v1::Memory {
    let units = engine.unit_count(&memory.id);
    convert::memory(memory, units)
}

/// The units that are to be merged into one of the memory.
fn others(memory: &MemoryId, names: &[String]) -> Result<Vec<UnitId>, Status> {
    if names.is_empty() {
        return Err(invalid_field("others", "it is empty; name the units to merge into the kept one"));
    }
    let id = |(at, name): (usize, &String)| {
        let field = format!("others[{at}]");
        let (of, id) = names::unit_id(&field, name)?;
        if of == *memory { Ok(id) } else { Err(invalid_field(field, "it is of another memory than the kept one")) }
    };
    names.iter().enumerate().map(id).collect()
}

#[tonic::async_trait]
impl MemoryService for MemoryRpc {
    async fn create_memory(
        &self,
        request: Request<v1::CreateMemoryRequest>,
    ) -> Result<Response<v1::CreateMemoryResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let retry = request.request();
        let id = names::memory_id("memory_id", &request.memory_id)?;
        let change = memory_change(request.memory.unwrap_or_default(), None)?;
        let work = move |engine: &Engine, _: &_| Ok(convert::memory(engine.create_memory(id, change, &retry)?, 0));
        let memory = Some(self.backend.run(&metadata, work).await?);
        Ok(Response::new(v1::CreateMemoryResponse { memory }))
    }

    async fn get_memory(
        &self,
        request: Request<v1::GetMemoryRequest>,
    ) -> Result<Response<v1::GetMemoryResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let id = names::memory_id("name", &request.name)?;
        let work = move |engine: &Engine, _: &_| Ok(with_count(engine, engine.memory(&id)?));
        let memory = Some(self.backend.run(&metadata, work).await?);
        Ok(Response::new(v1::GetMemoryResponse { memory }))
    }

    async fn list_memories(
        &self,
        request: Request<v1::ListMemoriesRequest>,
    ) -> Result<Response<v1::ListMemoriesResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let page = Page::new("memories".into(), request.page_size, &request.page_token)?;
        let work = move |engine: &Engine, _: &_| {
            let after = page.after.as_deref().and_then(MemoryId::parse);
            let memories = engine.memories(after.as_ref(), page.probe())?;
            let named = memories.into_iter().map(|m| (m.id.as_str().to_owned(), with_count(engine, m)));
            let (memories, next_page_token) = page.finish(named);
            Ok(v1::ListMemoriesResponse { memories, next_page_token })
        };
        Ok(Response::new(self.backend.run(&metadata, work).await?))
    }

    async fn update_memory(
        &self,
        request: Request<v1::UpdateMemoryRequest>,
    ) -> Result<Response<v1::UpdateMemoryResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let retry = request.request();
        let memory = request.memory.ok_or_else(|| invalid_field("memory", "it is missing"))?;
        let id = names::memory_id("memory.name", &memory.name)?;
        let change = memory_change(memory, request.update_mask.as_ref())?;
        let work = move |engine: &Engine, _: &_| engine.update_memory(&id, change, &retry);
        let (memory, units) = self.backend.run(&metadata, work).await?;
        let memory = Some(convert::memory(memory, units));
        Ok(Response::new(v1::UpdateMemoryResponse { memory }))
    }

    async fn delete_memory(
        &self,
        request: Request<v1::DeleteMemoryRequest>,
    ) -> Result<Response<v1::DeleteMemoryResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let retry = request.request();
        let id = names::memory_id("name", &request.name)?;
        let units = if request.force { UnitsOnDelete::Delete } else { UnitsOnDelete::Refuse };
        self.backend.run(&metadata, move |engine, _| engine.delete_memory(&id, units, &retry)).await?;
        Ok(Response::new(v1::DeleteMemoryResponse {}))
    }

    async fn create_unit(
        &self,
        request: Request<v1::CreateUnitRequest>,
    ) -> Result<Response<v1::CreateUnitResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let retry = request.request();
        let memory = names::memory_id("parent", &request.parent)?;
        let unit = new_unit(request.unit.ok_or_else(|| invalid_field("unit", "it is missing"))?, "unit")?;
        let work = move |engine: &Engine, _: &_| {
            let written =
                engine.write_units(&memory, vec![unit], &retry).map_err(|e| as_single(e, "units[0]", "unit"))?;
            Ok(written.into_iter().next().map(|(unit, _)| convert::unit(unit)))
        };
        Ok(Response::new(v1::CreateUnitResponse { unit: self.backend.run(&metadata, work).await? }))
    }

    async fn batch_create_units(
        &self,
        request: Request<v1::BatchCreateUnitsRequest>,
    ) -> Result<Response<v1::BatchCreateUnitsResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let retry = request.request();
        let memory = names::memory_id("parent", &request.parent)?;
        let most = self.backend.engine()?.limits().max_batch;
        if request.units.is_empty() || request.units.len() > most {
            return Err(invalid_field("units", format!("there are {}; send 1 to {most}", request.units.len())));
        }
        let numbered = request.units.into_iter().enumerate();
        let units: Vec<NewUnit> =
            numbered.map(|(at, unit)| new_unit(unit, &format!("units[{at}]"))).collect::<Result<_, _>>()?;
        let work = move |engine: &Engine, _: &_| engine.write_units(&memory, units, &retry);
        let written = self.backend.run(&metadata, work).await?;
        let units = written.into_iter().map(|(unit, _)| convert::unit(unit)).collect();
        Ok(Response::new(v1::BatchCreateUnitsResponse { units }))
    }

    async fn get_unit(&self, request: Request<v1::GetUnitRequest>) -> Result<Response<v1::GetUnitResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let (memory, id) = names::unit_id("name", &request.name)?;
        let unit = self.backend.run(&metadata, move |engine, _| engine.unit(&memory, id)).await?;
        Ok(Response::new(v1::GetUnitResponse { unit: Some(convert::unit(unit)) }))
    }

    async fn list_units(
        &self,
        request: Request<v1::ListUnitsRequest>,
    ) -> Result<Response<v1::ListUnitsResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let memory = names::memory_id("parent", &request.parent)?;
        let list = format!("units of {}", memory.as_str());
        let page = Page::new(list, request.page_size, &request.page_token)?;
        let work = move |engine: &Engine, _: &_| {
            let after = page.after.as_deref().and_then(|id| id.parse().ok()).map(UnitId);
            let units = engine.units(&memory, after, page.probe())?;
            let numbered = units.into_iter().map(|unit| (unit.id.0.to_string(), convert::unit(unit)));
            let (units, next_page_token) = page.finish(numbered);
            Ok(v1::ListUnitsResponse { units, next_page_token })
        };
        Ok(Response::new(self.backend.run(&metadata, work).await?))
    }

    async fn update_unit(
        &self,
        request: Request<v1::UpdateUnitRequest>,
    ) -> Result<Response<v1::UpdateUnitResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let retry = request.request();
        let unit = request.unit.ok_or_else(|| invalid_field("unit", "it is missing"))?;
        let (memory, id) = names::unit_id("unit.name", &unit.name)?;
        let change = unit_change(unit, request.update_mask.as_ref())?;
        let unit =
            self.backend.run(&metadata, move |engine, _| engine.update_unit(&memory, id, change, &retry)).await?;
        Ok(Response::new(v1::UpdateUnitResponse { unit: Some(convert::unit(unit)) }))
    }

    async fn delete_unit(
        &self,
        request: Request<v1::DeleteUnitRequest>,
    ) -> Result<Response<v1::DeleteUnitResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let retry = request.request();
        let (memory, id) = names::unit_id("name", &request.name)?;
        self.backend.run(&metadata, move |engine, _| engine.delete_unit(&memory, id, &retry)).await?;
        Ok(Response::new(v1::DeleteUnitResponse {}))
    }

    async fn prune_units(
        &self,
        request: Request<v1::PruneUnitsRequest>,
    ) -> Result<Response<v1::PruneUnitsResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let retry = request.request();
        let memory = names::memory_id("parent", &request.parent)?;
        let filter = unit_filter(request.filter.unwrap_or_default())?;
        let prune = if request.dry_run { Prune::DryRun } else { Prune::Delete };
        let work = move |engine: &Engine, stop: &Stop| engine.prune(&memory, &filter, prune, (&retry, stop));
        Ok(Response::new(v1::PruneUnitsResponse { units: self.backend.run(&metadata, work).await? }))
    }

    type FindSimilarUnitsStream = ReceiverStream<Result<v1::FindSimilarUnitsResponse, Status>>;

    async fn find_similar_units(
        &self,
        request: Request<v1::FindSimilarUnitsRequest>,
    ) -> Result<Response<Self::FindSimilarUnitsStream>, Status> {
        let (engine, stop) = (self.backend.engine()?, Stop::at(deadline(request.metadata())));
        let request = request.into_inner();
        let memory = names::memory_id("parent", &request.parent)?;
        let similar = convert::similarity("similarity", request.similarity)?;
        let (answers, stream) = mpsc::channel(ANSWERS_AHEAD);
        tokio::task::spawn_blocking(move || {
            if let Err(error) = similar::send(&engine, (&memory, similar), &stop, &answers) {
                // Nobody is left to be told if this fails.
                let _ = answers.blocking_send(Err(status::from_engine(error)));
            }
        });
        Ok(Response::new(ReceiverStream::new(stream)))
    }

    async fn list_reviews(
        &self,
        request: Request<v1::ListReviewsRequest>,
    ) -> Result<Response<v1::ListReviewsResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let memory = names::memory_id("parent", &request.parent)?;
        let list = format!("reviews {} {} {}", memory.as_str(), request.state, request.document);
        let state = convert::review_state("state", request.state)?;
        let page = Page::new(list, request.page_size, &request.page_token)?;
        let work = move |engine: &Engine, _: &_| {
            let after = page.after.as_deref().and_then(ReviewId::parse);
            let of_document = |review: &Review| request.document.is_empty() || review.document == request.document;
            let admit = |review: &Review| convert::is_in_state(review, state) && of_document(review);
            let reviews = engine.reviews(&memory, after, page.probe(), admit)?.into_iter();
            let (reviews, next_page_token) =
                page.finish(reviews.map(|review| (review.id.digits(), convert::review(review))));
            Ok(v1::ListReviewsResponse { reviews, next_page_token })
        };
        Ok(Response::new(self.backend.run(&metadata, work).await?))
    }

    async fn resolve_review(
        &self,
        request: Request<v1::ResolveReviewRequest>,
    ) -> Result<Response<v1::ResolveReviewResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let retry = request.request();
        let (memory, id) = names::review_id("name", &request.name)?;
        let resolution = convert::resolution(request.resolution)?;
        let work =
            move |engine: &Engine, _: &_| engine.resolve_review((&memory, id), resolution, &request.author, &retry);
        let review = Some(convert::review(self.backend.run(&metadata, work).await?));
        Ok(Response::new(v1::ResolveReviewResponse { review }))
    }

    async fn list_unit_revisions(
        &self,
        request: Request<v1::ListUnitRevisionsRequest>,
    ) -> Result<Response<v1::ListUnitRevisionsResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let (memory, id) = names::unit_id("name", &request.name)?;
        let history = self.backend.run(&metadata, move |engine, _| engine.unit_history(&memory, id)).await?;
        let revisions = history.into_iter().map(convert::unit).collect();
        Ok(Response::new(v1::ListUnitRevisionsResponse { revisions }))
    }

    async fn merge_units(
        &self,
        request: Request<v1::MergeUnitsRequest>,
    ) -> Result<Response<v1::MergeUnitsResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let retry = request.request();
        let (memory, kept) = names::unit_id("name", &request.name)?;
        let others = others(&memory, &request.others)?;
        let work = move |engine: &Engine, _: &_| engine.merge_units(&memory, kept, &others, &retry);
        let unit = Some(convert::unit(self.backend.run(&metadata, work).await?));
        Ok(Response::new(v1::MergeUnitsResponse { unit }))
    }
}
