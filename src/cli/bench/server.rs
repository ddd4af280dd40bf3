//! A server like any other, within this process but over TCP, and clients of it.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::task::{JoinError, JoinHandle};
use tonic::transport::Channel;

use super::progress::Progress;
use crate::cli::connect::{connect_to, wait_until_ready};
use crate::cli::fail::Fail;
use crate::cli::serve::bind;
use crate::config::Config;
use crate::memory::Engine;
use crate::rpc;
use crate::store::SledStore;

/// How long a server may take to load the largest store.
const LOADING: Duration = Duration::from_secs(3_600);

/// A server on a free port of the loopback address.
pub struct Server {
    url: String,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<Result<(), Fail>>,
}

impl Server {
    /// Opens the store as `hafez serve` does, and serves it.
    pub async fn start(store: PathBuf) -> Result<Server, Fail> {
        let _progress = Progress::of("starting a server");
        let listener = bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = async { drop(stopped.await) };
        let config = Config::default();
        let (options, limits) = (config.server_options(), config.limits);
        let load = move || Engine::open(Arc::new(SledStore::open(&store)?), limits, |_| ());
        let serving = tokio::spawn(async {
            let served = rpc::serve(listener, load, options, stopped).await;
            served.map_err(|error| Fail::Failed(error.to_string()))
        });
        let mut server = Server { url, stop, serving };
        let channel = server.connect().await?;
        tokio::select! {
            ready = wait_until_ready(channel, LOADING) => ready.map(|()| server),
            ended = &mut server.serving => Err(ended_early(ended)),
        }
    }

    /// A connection of its own for each client.
    pub async fn connect(&self) -> Result<Channel, Fail> {
        connect_to(&self.url).await
    }

    /// Finishes what is under way and closes the store.
    pub async fn end(self) -> Result<(), Fail> {
        // The server may have ended by itself, which its own result tells.
        let _ = self.stop.send(());
        self.serving.await.map_err(|error| Fail::Failed(error.to_string()))?
    }
}

/// Why a server ended that was still to become ready.
fn ended_early(ended: Result<Result<(), Fail>, JoinError>) -> Fail {
    match ended {
        Ok(Err(fail)) => fail,
        Ok(Ok(())) => Fail::Failed("the server ended before it was ready".into()),
        Err(error) => Fail::Failed(error.to_string()),
    }
}
