use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status, Streaming};
use tracing::Span;

use super::backend::{Backend, deadline};
use super::convert::{self, export_request, import_header, term_export_request, term_import_header};
use super::paging::Page;
use super::retry::Retryable;
use super::status;
use super::v1::transfer_service_server::TransferService;
use super::{export, import, names, v1};
use crate::memory::{Engine, EngineError, Stop, Undo};
use crate::model::ImportId;

const ANSWERS_AHEAD: usize = 16;

/// How many imports run at a time; each holds a thread.
pub const IMPORTS_AT_A_TIME: usize = 16;

pub struct TransferRpc {
    pub backend: Backend,
    pub places: Arc<Semaphore>,
}

#[tonic::async_trait]
impl TransferService for TransferRpc {
    type ImportUnitsStream = ReceiverStream<Result<v1::ImportUnitsResponse, Status>>;

    async fn import_units(
        &self,
        request: Request<Streaming<v1::ImportUnitsRequest>>,
    ) -> Result<Response<Self::ImportUnitsStream>, Status> {
        let (engine, place) = (self.backend.engine()?, self.place()?);
        let stop = Stop::at(deadline(request.metadata()));
        let mut messages = request.into_inner();
        let header = import::header(&mut messages).await?;
        let (retry, header) = (header.request(), import_header(header)?);
        let work = move |file, tell: &dyn Fn(_) -> _| engine.import(&header, file, (&retry, &stop), tell);
        Ok(Response::new(import::run(messages, place, work)))
    }

    type ImportTermsStream = ReceiverStream<Result<v1::ImportTermsResponse, Status>>;

    async fn import_terms(
        &self,
        request: Request<Streaming<v1::ImportTermsRequest>>,
    ) -> Result<Response<Self::ImportTermsStream>, Status> {
        let (engine, place) = (self.backend.engine()?, self.place()?);
        let stop = Stop::at(deadline(request.metadata()));
        let mut messages = request.into_inner();
        let header = import::header(&mut messages).await?;
        let (retry, header) = (header.request(), term_import_header(header)?);
        let work = move |file, tell: &dyn Fn(_) -> _| engine.import_terms(&header, file, (&retry, &stop), tell);
        Ok(Response::new(import::run(messages, place, work)))
    }

    async fn list_imports(
        &self,
        request: Request<v1::ListImportsRequest>,
    ) -> Result<Response<v1::ListImportsResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let page = Page::new("imports".into(), request.page_size, &request.page_token)?;
        let work = move |engine: &Engine, _: &_| {
            let after = page.after.as_deref().and_then(ImportId::parse);
            let imports = engine.imports(after.as_ref(), page.probe())?.into_iter();
            let (imports, next_page_token) =
                page.finish(imports.map(|import| (import.id.as_str().to_owned(), convert::import(import))));
            Ok(v1::ListImportsResponse { imports, next_page_token })
        };
        Ok(Response::new(self.backend.run(&metadata, work).await?))
    }

    async fn get_import(
        &self,
        request: Request<v1::GetImportRequest>,
    ) -> Result<Response<v1::GetImportResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let id = names::import_id("name", &request.name)?;
        let import = self.backend.run(&metadata, move |engine, _| engine.import_of(&id)).await?;
        Ok(Response::new(v1::GetImportResponse { import: Some(convert::import(import)) }))
    }

    async fn undo_import(
        &self,
        request: Request<v1::UndoImportRequest>,
    ) -> Result<Response<v1::UndoImportResponse>, Status> {
        let (metadata, _, request) = request.into_parts();
        let retry = request.request();
        let id = names::import_id("name", &request.name)?;
        let undo = if request.dry_run { Undo::DryRun } else { Undo::Do };
        let work = move |engine: &Engine, stop: &_| {
            let memory = engine.import_of(&id)?.memory;
            Ok(convert::undo_report(engine.undo_import(&id, undo, (&retry, stop))?, memory.as_ref()))
        };
        Ok(Response::new(self.backend.run(&metadata, work).await?))
    }

    type ExportUnitsStream = ReceiverStream<Result<v1::ExportUnitsResponse, Status>>;

    async fn export_units(
        &self,
        request: Request<v1::ExportUnitsRequest>,
    ) -> Result<Response<Self::ExportUnitsStream>, Status> {
        let (engine, stop) = (self.backend.engine()?, Stop::at(deadline(request.metadata())));
        let export = export_request(request.into_inner())?;
        Ok(Response::new(sent(move |answers| export::send_units(&engine, &export, &stop, answers))))
    }

    type ExportTermsStream = ReceiverStream<Result<v1::ExportTermsResponse, Status>>;

    async fn export_terms(
        &self,
        request: Request<v1::ExportTermsRequest>,
    ) -> Result<Response<Self::ExportTermsStream>, Status> {
        let (engine, stop) = (self.backend.engine()?, Stop::at(deadline(request.metadata())));
        let export = term_export_request(request.into_inner())?;
        Ok(Response::new(sent(move |answers| export::send_terms(&engine, &export, &stop, answers))))
    }
}

impl TransferRpc {
    /// The right to import: each import holds a thread.
    fn place(&self) -> Result<OwnedSemaphorePermit, Status> {
        self.places.clone().try_acquire_owned().map_err(|_| status::too_many("imports", IMPORTS_AT_A_TIME))
    }
}

/// What `work` sends from a thread of its own, and last the error, if it ends with one.
fn sent<A: Send + 'static>(
    work: impl FnOnce(&mpsc::Sender<Result<A, Status>>) -> Result<(), EngineError> + Send + 'static,
) -> ReceiverStream<Result<A, Status>> {
    let (answers, stream) = mpsc::channel(ANSWERS_AHEAD);
    let span = Span::current();
    tokio::task::spawn_blocking(move || {
        span.in_scope(|| {
            if let Err(error) = work(&answers) {
                // Nobody is left to be told if this fails.
                let _ = answers.blocking_send(Err(status::from_engine(error)));
            }
        })
    });
    ReceiverStream::new(stream)
}
