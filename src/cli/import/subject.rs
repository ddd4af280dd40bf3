use tokio_stream::wrappers::ReceiverStream;
use tonic::transport::Channel;
use tonic::{Status, Streaming};

use super::sources::Source;
use crate::rpc::v1;
use crate::rpc::v1::transfer_service_client::TransferServiceClient;

/// What files hold that are imported, and the call that imports them.
pub trait Subject: 'static {
    /// A message to the server: the header, or a chunk.
    type Part: Send + 'static;
    type Answer: Send + 'static;

    /// As counts name it: `units`.
    const MANY: &'static str;
    const ONE: &'static str;
    /// What something doubtful becomes.
    const DRAFT: &'static str;

    /// Whether a file of this name, or this beginning and name, may hold it.
    fn may_be(name: &str) -> bool;
    fn is(start: &[u8], name: &str) -> bool;

    fn header(&self, name: FileName, source: &Source) -> Self::Part;
    fn chunk(bytes: Vec<u8>) -> Self::Part;

    fn call(
        client: &mut TransferServiceClient<Channel>,
        parts: ReceiverStream<Self::Part>,
    ) -> impl Future<Output = Result<Streaming<Self::Answer>, Status>>;

    /// Imports of all subjects are answered alike.
    fn answer(answer: Self::Answer) -> v1::ImportUnitsResponse;

    /// Says that something was created on the way, if so.
    fn created(&self, _answer: &v1::ImportUnitsResponse) -> Option<&str> {
        None
    }
}

/// What a file is called in the API.
pub struct FileName {
    pub import: String,
    /// Of each file of the import its own, and the same when the same command comes again.
    pub request_id: String,
}
