use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use super::connect::Target;
use super::fail::Fail;
use crate::config::{Config, LogFormat};
use crate::memory::{Engine, EngineError};
use crate::rpc;
use crate::store::SledStore;

#[derive(Args)]
pub struct Serve {
    /// Where to listen [default: 127.0.0.1:50051]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// A TOML file with everything that can be set; what is given here overrides it
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// How log lines are written to standard error
    #[arg(long, value_enum)]
    log: Option<LogFormat>,
}

impl Serve {
    pub async fn run(self, target: Target) -> Result<(), Fail> {
        let mut config = match &self.config {
            Some(path) => Config::read(path)?,
            None => Config::default(),
        };
        config.listen = self.listen.unwrap_or(config.listen);
        config.log = self.log.unwrap_or(config.log);
        config.store = target.store.or(config.store);
        start_log(config.log, "info");
        let Some(store) = config.store.clone() else {
            return Err(Fail::Usage("name the directory of the store with --store DIR".into()));
        };
        let listener = bind(config.listen).await?;
        // Opened before anything is answered: a store that is in use or damaged ends the program at once.
        let store = tokio::task::spawn_blocking(move || SledStore::open(&store));
        let store = Arc::new(store.await.map_err(|e| Fail::Failed(e.to_string()))??);
        serve(listener, store, &config).await
    }
}

/// Serves a store until the process is told to end.
pub async fn serve(listener: TcpListener, store: Arc<SledStore>, config: &Config) -> Result<(), Fail> {
    let address = listener.local_addr()?;
    tracing::info!(%address, "listening");
    let Config { limits, penalties, segmentation, .. } = config.clone();
    let load = move || Ok(load(store, limits)?.with_penalties(penalties).with_segmentation(segmentation.loaded));
    rpc::serve(listener, load, config.server_options(), termination()).await.map_err(|e| Fail::Failed(e.to_string()))
}

fn load(store: Arc<SledStore>, limits: crate::memory::Limits) -> Result<Engine, EngineError> {
    let (started, said) = (Instant::now(), std::cell::Cell::new(Instant::now()));
    let engine = Engine::open(store, limits, |units| {
        if said.get().elapsed() >= Duration::from_secs(1) {
            tracing::info!(units, "loading");
            said.set(Instant::now());
        }
    })?;
    let (units, terms) = engine.counts();
    tracing::info!(units, terms, seconds = started.elapsed().as_secs_f64(), "loaded");
    Ok(engine)
}

pub async fn bind(address: SocketAddr) -> Result<TcpListener, Fail> {
    let hint = "is another server running? --listen takes another address";
    TcpListener::bind(address).await.map_err(|e| Fail::Failed(format!("cannot listen on {address}: {e}; {hint}")))
}

/// Until the process is interrupted or told to end.
pub async fn termination() {
    let interrupt = tokio::signal::ctrl_c();
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = interrupt => (),
                _ = terminate.recv() => (),
            }
        }
        Err(_) => drop(interrupt.await),
    }
}

/// Log lines from `level` on go to standard error, unless `RUST_LOG` chooses others.
pub fn start_log(format: LogFormat, level: &str) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).init(),
        LogFormat::Json => log.json().init(),
    }
}
