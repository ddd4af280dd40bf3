//! The sample memory, termbase and article, and what is shown with them.

mod sample;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;

use super::connect::{Target, connect_to, wait_until_ready};
use super::fail::Fail;
use super::output;
use super::serve::{bind, start_log, termination};
use super::suggest::print_article;
use crate::config::{Config, LogFormat};
use crate::memory::Engine;
use crate::rpc::v1::memory_service_client::MemoryServiceClient;
use crate::rpc::v1::suggest_service_client::SuggestServiceClient;
use crate::rpc::v1::term_service_client::TermServiceClient;
use crate::rpc::{self, v1};
use crate::store::SledStore;

/// How long loading may take; the store of the demo is small.
const LOADING: Duration = Duration::from_secs(5);

#[derive(Args)]
pub struct Demo {
    /// Where to listen; a free port if that one is taken
    #[arg(long, value_name = "ADDRESS", default_value_t = SocketAddr::from((Ipv4Addr::LOCALHOST, 50_051)))]
    listen: SocketAddr,
    /// Show it and end, rather than leave the server running
    #[arg(long)]
    exit: bool,
}

impl Demo {
    pub async fn run(self, target: Target) -> Result<(), Fail> {
        if target.server.is_some() {
            return Err(Fail::Usage("the demo runs its own server; leave --server out".into()));
        }
        let temporary = tempfile::tempdir()?;
        let directory = target.store.unwrap_or_else(|| temporary.path().join("store"));
        start_log(LogFormat::Text, "warn");
        let listener = match bind(self.listen).await {
            Ok(listener) => listener,
            Err(_) => bind(SocketAddr::new(self.listen.ip(), 0)).await?,
        };
        let address = listener.local_addr()?;
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let server = tokio::spawn(run_server(listener, directory.clone(), async { drop(stopped.await) }));
        let shown = show(&format!("http://{address}")).await;
        if shown.is_ok() && !self.exit {
            say_what_next(address, &directory)?;
            termination().await;
        }
        // The server may have ended by itself, which its own result tells.
        let _ = stop.send(());
        server.await.map_err(|e| Fail::Failed(e.to_string()))??;
        shown
    }
}

async fn run_server(
    listener: tokio::net::TcpListener,
    directory: PathBuf,
    stopped: impl Future<Output = ()>,
) -> Result<(), Fail> {
    let config = Config { drain_seconds: 2, ..Config::default() };
    let (limits, options) = (config.limits.clone(), config.server_options());
    let store = tokio::task::spawn_blocking(move || SledStore::open(&directory));
    let store = Arc::new(store.await.map_err(|e| Fail::Failed(e.to_string()))??);
    let load = move || Engine::open(store, limits, |_| ());
    rpc::serve(listener, load, options, stopped).await.map_err(|e| Fail::Failed(e.to_string()))
}

/// Fills the memory and matches the article, as any client would.
async fn show(url: &str) -> Result<(), Fail> {
    let channel = connect_to(url).await?;
    wait_until_ready(channel.clone(), LOADING).await?;
    let mut memories = MemoryServiceClient::new(channel.clone());
    let memory = v1::CreateMemoryRequest {
        memory_id: sample::MEMORY.into(),
        memory: Some(v1::Memory { display_name: "Demo newsroom".into(), ..Default::default() }),
        ..Default::default()
    };
    match memories.create_memory(memory).await {
        Err(status) if status.code() != tonic::Code::AlreadyExists => return Err(status.into()),
        _ => (),
    }
    let units = sample::units()?;
    let terms = sample::terms()?;
    output::line(&format!("A sample memory of {} units and {} terms.\n", units.len(), terms.len()))?;
    let parent = format!("memories/{}", sample::MEMORY);
    memories.batch_create_units(v1::BatchCreateUnitsRequest { parent, units, ..Default::default() }).await?;
    let terms = v1::BatchCreateTermsRequest { terms, ..Default::default() };
    TermServiceClient::new(channel.clone()).batch_create_terms(terms).await?;

    output::line("A new article, segment by segment, with what the memory and the termbase know:\n")?;
    let request = v1::SuggestArticleRequest {
        article: sample::ARTICLE.into(),
        source_language: sample::FROM.into(),
        target_language: sample::TO.into(),
        min_score: Some(60.0),
        limit: 2,
        ..Default::default()
    };
    print_article(&mut SuggestServiceClient::new(channel), ("the sample article", request), false).await
}

fn say_what_next(address: SocketAddr, directory: &std::path::Path) -> Result<(), Fail> {
    output::line(&format!(
        "\nThe server keeps running at {address}, on the store {}.\nIn another terminal, for example:\n\n  \
         hafez suggest --server http://{address} --from en --to fa --text \"Prices rose 2.1 percent in March.\"\n  \
         hafez unit list --server http://{address} --memory {}\n\nControl-C ends it.",
        directory.display(),
        sample::MEMORY
    ))
}
