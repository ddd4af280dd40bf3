//! The same services without a network: for commands that work on a store alone.

use std::io;

use hyper_util::rt::TokioIo;
use tonic::transport::{Channel, Endpoint, Server};
use tower::service_fn;

use super::backend::Backend;
use super::decoding::explain;
use super::server::{ServerOptions, routes};

/// How much may be under way between client and services, in bytes.
const PIPE_BYTES: usize = 1 << 20;

/// A channel to services that run within this process, for as long as the channel lives.
pub async fn in_process(backend: &Backend, options: &ServerOptions) -> Result<Channel, tonic::transport::Error> {
    let (client, server) = tokio::io::duplex(PIPE_BYTES);
    let layer = tower::ServiceBuilder::new().map_response(explain);
    let services = Server::builder().layer(layer).add_routes(routes(backend, options));
    tokio::spawn(services.serve_with_incoming(tokio_stream::once(Ok::<_, io::Error>(server))));
    let mut client = Some(client);
    let connector = service_fn(move |_| {
        let client = client.take().map(TokioIo::new).ok_or_else(|| io::Error::other("the services have ended"));
        async move { client }
    });
    // The address is never looked up; it only has to be one.
    Endpoint::from_static("http://in-process.invalid").connect_with_connector(connector).await
}
