//! All services together, and their life: loading, serving, draining.

use std::error::Error;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::{Semaphore, oneshot};
use tonic::body::Body;
use tonic::codegen::http;
use tonic::service::Routes;
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tonic_health::ServingStatus;
use tonic_health::server::HealthReporter;
use tower_http::ServiceBuilderExt;
use tower_http::classify::{GrpcCode, GrpcErrorsAsFailures, SharedClassifier};
use tower_http::request_id::{MakeRequestUuid, RequestId};
use tower_http::trace::{DefaultOnEos, DefaultOnResponse, TraceLayer};
use tracing::Level;

use super::align::ALIGNMENTS_AT_A_TIME;
use super::article::ArticleRpc;
use super::backend::Backend;
use super::decoding::explain;
use super::memory::MemoryRpc;
use super::mining::MININGS_AT_A_TIME;
use super::store::StoreRpc;
use super::suggest::{ARTICLES_AT_A_TIME, SuggestRpc};
use super::term::TermRpc;
use super::transfer::{IMPORTS_AT_A_TIME, TransferRpc};
use super::v1;
use super::v1::article_service_server::{ArticleServiceServer, SERVICE_NAME as ARTICLE};
use super::v1::memory_service_server::{MemoryServiceServer, SERVICE_NAME as MEMORY};
use super::v1::store_service_server::{SERVICE_NAME as STORE, StoreServiceServer};
use super::v1::suggest_service_server::{SERVICE_NAME as SUGGEST, SuggestServiceServer};
use super::v1::term_service_server::{SERVICE_NAME as TERM, TermServiceServer};
use super::v1::transfer_service_server::{SERVICE_NAME as TRANSFER, TransferServiceServer};
use crate::memory::{Engine, EngineError, Limits};
use crate::text::sentence::Segmentation;

/// The services that need the memories; the empty name stands for the server as a whole.
const SERVICES_OF_THE_ENGINE: [&str; 6] = ["", SUGGEST, MEMORY, TERM, TRANSFER, STORE];

type AnyError = Box<dyn Error + Send + Sync>;

/// How a server behaves towards its clients.
#[derive(Clone, Debug)]
pub struct ServerOptions {
    pub limits: Limits,
    /// Where sentences end.
    pub segmentation: Segmentation,
    /// Largest message taken from a client, in bytes.
    pub max_message_bytes: usize,
    /// How long calls under way may go on after the server was told to stop.
    pub drain: Duration,
}

/// Every service but health and reflection.
pub fn routes(backend: &Backend, options: &ServerOptions) -> Routes {
    let most = options.max_message_bytes;
    let backend = || backend.clone();
    let places = |most| Arc::new(Semaphore::new(most));
    let article = ArticleRpc {
        backend: backend(),
        places: places(ALIGNMENTS_AT_A_TIME),
        limits: options.limits.clone(),
        segmentation: options.segmentation.clone(),
    };
    Routes::new(ArticleServiceServer::new(article).max_decoding_message_size(most))
        .add_service(
            SuggestServiceServer::new(SuggestRpc { backend: backend(), places: places(ARTICLES_AT_A_TIME) })
                .max_decoding_message_size(most),
        )
        .add_service(MemoryServiceServer::new(MemoryRpc { backend: backend() }).max_decoding_message_size(most))
        .add_service(
            TermServiceServer::new(TermRpc { backend: backend(), places: places(MININGS_AT_A_TIME) })
                .max_decoding_message_size(most),
        )
        .add_service(StoreServiceServer::new(StoreRpc { backend: backend() }).max_decoding_message_size(most))
        .add_service(
            TransferServiceServer::new(TransferRpc { backend: backend(), places: places(IMPORTS_AT_A_TIME) })
                .max_decoding_message_size(most),
        )
}

/// Serves on `listener` until `shutdown`: loads the engine meanwhile, then answers; at the end stops accepting, finishes
/// the calls under way for as long as the options allow, and closes the engine.
pub async fn serve(
    listener: TcpListener,
    load: impl FnOnce() -> Result<Engine, EngineError> + Send + 'static,
    options: ServerOptions,
    shutdown: impl Future<Output = ()>,
) -> Result<(), AnyError> {
    let backend = Backend::default();
    let (health, health_service) = tonic_health::server::health_reporter();
    health.set_service_status(ARTICLE, ServingStatus::Serving).await;
    set_health(&health, ServingStatus::NotServing).await;
    let all = routes(&backend, &options)
        .add_service(health_service)
        .add_service(reflection_v1()?)
        .add_service(reflection_v1alpha()?);

    let (drain, drained) = oneshot::channel::<()>();
    let mut server = tokio::spawn(serve_routes(all, listener, drained));
    let loading = tokio::task::spawn_blocking(load);
    let serving = async {
        let engine = Arc::new(loading.await??);
        backend.provide(engine);
        set_health(&health, ServingStatus::Serving).await;
        tracing::info!("serving");
        Ok::<(), AnyError>(())
    };
    let outcome = tokio::select! {
        outcome = until(serving, shutdown) => outcome,
        ended = &mut server => return ended?,
    };
    tracing::info!("stopping: finishing the calls under way");
    set_health(&health, ServingStatus::NotServing).await;
    // The server may have ended by itself; then there is nothing to tell it.
    let _ = drain.send(());
    if let Ok(engine) = backend.engine() {
        engine.begin_closing();
    }
    let finished = async { tokio::join!(&mut server, end_watches(health)) };
    if tokio::time::timeout(options.drain, finished).await.is_err() {
        tracing::warn!(seconds = options.drain.as_secs(), "some calls did not finish in time and are cut off");
        server.abort();
    }
    if let Ok(engine) = backend.engine() {
        tokio::task::spawn_blocking(move || engine.close()).await??;
    }
    tracing::info!("stopped");
    outcome
}

/// Loads, then waits for the end; or gives up loading when the end comes first, or when loading fails.
async fn until(
    serving: impl Future<Output = Result<(), AnyError>>,
    shutdown: impl Future<Output = ()>,
) -> Result<(), AnyError> {
    let mut shutdown = std::pin::pin!(shutdown);
    tokio::select! {
        loaded = serving => loaded?,
        () = &mut shutdown => return Ok(()),
    }
    shutdown.await;
    Ok(())
}

async fn serve_routes(routes: Routes, listener: TcpListener, drained: oneshot::Receiver<()>) -> Result<(), AnyError> {
    let layers = tower::ServiceBuilder::new()
        .set_x_request_id(MakeRequestUuid)
        .layer(
            TraceLayer::new(SharedClassifier::new(failures()))
                .make_span_with(call_span)
                .on_response(DefaultOnResponse::new().level(Level::INFO))
                .on_eos(DefaultOnEos::new().level(Level::INFO)),
        )
        .propagate_x_request_id()
        .map_response(explain);
    // Else an answer of several packets waits for the client's delayed acknowledgement: 40 ms a call.
    let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
    let signal = async { drop(drained.await) };
    let mut server = Server::builder().http2_keepalive_interval(Some(Duration::from_secs(60))).layer(layers);
    Ok(server.add_routes(routes).serve_with_incoming_shutdown(incoming, signal).await?)
}

/// What counts as a failure of the server. What the caller asked wrongly, or stopped waiting for, does not.
fn failures() -> GrpcErrorsAsFailures {
    use GrpcCode::*;
    let answers = [
        InvalidArgument,
        NotFound,
        AlreadyExists,
        FailedPrecondition,
        Aborted,
        Cancelled,
        DeadlineExceeded,
        ResourceExhausted,
        Unavailable,
    ];
    answers.into_iter().fold(GrpcErrorsAsFailures::new(), GrpcErrorsAsFailures::with_success)
}

/// Every line that is logged during a call names the call and its request id.
fn call_span(request: &http::Request<Body>) -> tracing::Span {
    let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok()).unwrap_or("");
    tracing::info_span!("call", method = %request.uri().path(), request_id = %id)
}

async fn set_health(health: &HealthReporter, status: ServingStatus) {
    for service in SERVICES_OF_THE_ENGINE {
        health.set_service_status(service, status).await;
    }
}

/// Ends the health service's watches, which would keep the server from ending, once they have heard that it does.
async fn end_watches(mut health: HealthReporter) {
    tokio::time::sleep(Duration::from_millis(200)).await;
    for service in SERVICES_OF_THE_ENGINE.into_iter().chain([ARTICLE]) {
        health.clear_service_status(service).await;
    }
}

fn reflection() -> tonic_reflection::server::Builder<'static> {
    tonic_reflection::server::Builder::configure()
        .register_encoded_file_descriptor_set(v1::DESCRIPTORS)
        .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
}

fn reflection_v1() -> Result<
    tonic_reflection::server::v1::ServerReflectionServer<impl tonic_reflection::server::v1::ServerReflection>,
    AnyError,
> {
    Ok(reflection().build_v1()?)
}

/// Older tools (grpcurl before 1.8.8) ask for this version.
fn reflection_v1alpha() -> Result<
    tonic_reflection::server::v1alpha::ServerReflectionServer<impl tonic_reflection::server::v1alpha::ServerReflection>,
    AnyError,
> {
    Ok(reflection().build_v1alpha()?)
}
