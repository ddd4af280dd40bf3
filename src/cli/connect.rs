//! Where the memories are: on a server, or in a store that this process opens itself.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use tonic::transport::{Channel, Endpoint};

use super::fail::Fail;
use crate::config::Config;
use crate::memory::Engine;
use crate::rpc::{Backend, in_process};
use crate::store::SledStore;

const DEFAULT_SERVER: &str = "http://127.0.0.1:50051";

/// Which memories a command works on.
#[derive(Args, Clone, Debug)]
pub struct Target {
    /// A running server, for example http://127.0.0.1:50051 (which is taken if neither --server nor --store is given)
    #[arg(long, global = true, value_name = "URL", env = "HAFEZ_SERVER", conflicts_with = "store", hide_env = true)]
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
    pub async fn connect(&self) -> Result<Connection, Fail> {
        match &self.store {
            Some(directory) => {
                let directory = directory.clone();
                let open = move || open_engine(&directory, Config::default());
                let engine = tokio::task::spawn_blocking(open).await.map_err(|e| Fail::Failed(e.to_string()))??;
                let (backend, engine) = (Backend::default(), Arc::new(engine));
                backend.provide(engine.clone());
                let channel = in_process(&backend, &Config::default().server_options()).await?;
                Ok(Connection { channel, engine: Some(engine) })
            }
            None => {
                let url = self.server.as_deref().unwrap_or(DEFAULT_SERVER);
                Ok(Connection { channel: connect_to(url).await?, engine: None })
            }
        }
    }

    /// For work that needs no memories: a server if one is named, else services within this process.
    pub async fn connect_without_store(&self) -> Result<Connection, Fail> {
        if self.server.is_some() {
            return self.connect().await;
        }
        let channel = in_process(&Backend::default(), &Config::default().server_options()).await?;
        Ok(Connection { channel, engine: None })
    }
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

/// Opens a store and builds its indexes; says so in the log if it takes long.
pub fn open_engine(directory: &std::path::Path, config: Config) -> Result<Engine, Fail> {
    let store = Arc::new(SledStore::open(directory)?);
    Ok(Engine::open(store, config.limits, |_| ())?)
}
