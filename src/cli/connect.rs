//! Where the memories are: on a server, or in a store that this process opens itself.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use tonic::transport::{Channel, Endpoint};

use super::fail::Fail;
use crate::config::Config;
use crate::memory::{Engine, Limits};
use crate::rpc::v1::memory_service_client::MemoryServiceClient;
use crate::rpc::{Backend, ServerOptions, in_process, v1};
use crate::store::SledStore;
use crate::text::sentence::Segmentation;

const DEFAULT_SERVER: &str = "http://127.0.0.1:50051";

/// Which memories a command works on.
#[derive(Args, Clone, Debug)]
pub struct Target {
    /// A running server; if neither --server nor --store is given, the one that HAFEZ_SERVER names, or
    /// http://127.0.0.1:50051
    #[arg(long, global = true, value_name = "URL", conflicts_with = "store")]
    pub server: Option<String>,
    /// The directory of a store that no server has open, to work on it without one
    #[arg(long, global = true, value_name = "DIR")]
    pub store: Option<PathBuf>,
}

/// A connection, and what has to be closed behind it.
pub struct Connection {
    pub channel: Channel,
    engine: Option<Arc<Engine>>,
}

impl Connection {
    /// Waits until all that was written to a store of our own is on disk.
    pub fn close(self) -> Result<(), Fail> {
        drop(self.channel);
        self.engine.map_or(Ok(()), |engine| engine.close().map_err(Fail::from))
    }
}

impl Target {
    /// Connects to the server, or opens the store, which has to be there.
    pub async fn connect(&self) -> Result<Connection, Fail> {
        match &self.store {
            Some(directory) if SledStore::is_vacant(directory) => {
                let hint = "import, memory create, term add, serve and demo make one";
                Err(Fail::Failed(format!("there is no store at {}; {hint}", directory.display())))
            }
            _ => self.connect_or_create().await,
        }
    }

    /// The same for commands that may well be the first: they make the store if it is not there.
    pub async fn connect_or_create(&self) -> Result<Connection, Fail> {
        match &self.store {
            Some(directory) => {
                let directory = directory.clone();
                let open = move || open_engine(&directory, own_config());
                let engine = tokio::task::spawn_blocking(open).await.map_err(|e| Fail::Failed(e.to_string()))??;
                let (backend, engine) = (Backend::default(), Arc::new(engine));
                backend.provide(engine.clone());
                let channel = in_process(&backend, &own_config().server_options()).await?;
                Ok(Connection { channel, engine: Some(engine) })
            }
            None => {
                let from_environment = std::env::var("HAFEZ_SERVER").ok().filter(|url| !url.is_empty());
                let url = self.server.clone().or(from_environment).unwrap_or_else(|| DEFAULT_SERVER.into());
                Ok(Connection { channel: connect_to(&url).await?, engine: None })
            }
        }
    }

    /// For work that needs no memories: a server if one is named, else services within this process, which end sentences
    /// as they are told.
    pub async fn connect_without_store(&self, segmentation: Segmentation) -> Result<Connection, Fail> {
        if self.server.is_some() {
            return self.connect().await;
        }
        let options = ServerOptions { segmentation, ..own_config().server_options() };
        let channel = in_process(&Backend::default(), &options).await?;
        Ok(Connection { channel, engine: None })
    }
}

/// The configuration of services within this process, which nobody else has to share: articles may be large.
fn own_config() -> Config {
    let limits = Limits { max_article_bytes: 256 << 20, ..Limits::default() };
    Config { limits, max_message_bytes: 1 << 30, ..Config::default() }
}

/// Connects to a server.
pub async fn connect_to(url: &str) -> Result<Channel, Fail> {
    let with_scheme = if url.contains("://") { url.to_owned() } else { format!("http://{url}") };
    let endpoint = Endpoint::from_shared(with_scheme)
        .map_err(|_| Fail::Usage(format!("`{url}` is not the URL of a server, as http://127.0.0.1:50051 is")))?;
    endpoint.connect_timeout(Duration::from_secs(5)).connect().await.map_err(|_| {
        let hint = "start one with `hafez serve --store DIR`, or name a store with --store DIR";
        Fail::Failed(format!("no server answers at {url}; {hint}"))
    })
}

/// Waits for a server that this process has started.
pub async fn wait_until_ready(channel: Channel, patience: Duration) -> Result<(), Fail> {
    let (mut memories, started) = (MemoryServiceClient::new(channel), Instant::now());
    while started.elapsed() < patience {
        match memories.list_memories(v1::ListMemoriesRequest::default()).await {
            Ok(_) => return Ok(()),
            Err(status) if status.code() == tonic::Code::Unavailable => {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            Err(status) => return Err(status.into()),
        }
    }
    let seconds = patience.as_secs();
    Err(Fail::Failed(format!("the server did not become ready within {seconds} seconds; see its log above")))
}

/// Opens a store and builds its indexes; says so in the log if it takes long.
pub fn open_engine(directory: &std::path::Path, config: Config) -> Result<Engine, Fail> {
    let store = Arc::new(SledStore::open(directory)?);
    Ok(Engine::open(store, config.limits, |_| ())?
        .with_penalties(config.penalties)
        .with_segmentation(config.segmentation.loaded))
}
