//! Tells a retry of a write from another request under the same id.

use prost::Message;

use super::v1;
use crate::memory::RequestId;

/// A request that carries a `request_id`.
pub trait Retryable: Message + Clone {
    /// The message's name.
    const NAME: &str;

    /// Takes the id out, which leaves what was asked.
    fn take_request_id(&mut self) -> String;

    /// The id, with a digest of the operation and what was asked.
    fn request(&self) -> RequestId {
        let mut asked = self.clone();
        let id = asked.take_request_id();
        if id.is_empty() {
            return RequestId::default();
        }
        let mut hasher = blake3::Hasher::new_derive_key(Self::NAME);
        hasher.update(&asked.encode_to_vec());
        let mut digest = [0; 16];
        digest.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        RequestId { id, digest }
    }
}

macro_rules! retryable {
    ($($message:ident),*) => {
        $(impl Retryable for v1::$message {
            const NAME: &str = stringify!($message);

            fn take_request_id(&mut self) -> String {
                std::mem::take(&mut self.request_id)
            }
        })*
    };
}

retryable!(
    CreateMemoryRequest,
    UpdateMemoryRequest,
    DeleteMemoryRequest,
    CreateUnitRequest,
    BatchCreateUnitsRequest,
    UpdateUnitRequest,
    DeleteUnitRequest,
    MergeUnitsRequest,
    ResolveReviewRequest,
    PruneUnitsRequest,
    CreateTermRequest,
    BatchCreateTermsRequest,
    UpdateTermRequest,
    DeleteTermRequest,
    MergeTermsRequest,
    UndoImportRequest
);

macro_rules! retryable_files {
    ($($header:ident),*) => {
        $(impl Retryable for v1::$header {
            const NAME: &str = stringify!($header);

            /// A file that broke off may be whole, and larger, when it comes again.
            fn take_request_id(&mut self) -> String {
                self.size_bytes = 0;
                std::mem::take(&mut self.request_id)
            }
        })*
    };
}

retryable_files!(ImportHeader, TermImportHeader);
