//! Says what is wrong with a message that never reached a service: tonic refuses it with another code and no details.

use tonic::body::Body;
use tonic::codegen::http::Response;
use tonic::{Code, Status};

use super::status;

/// Replaces the two refusals by statuses as all others are; leaves every other response as it is.
pub fn explain(response: Response<Body>) -> Response<Body> {
    let Some(refusal) = Status::from_header_map(response.headers()) else { return response };
    match (refusal.code(), refusal.message()) {
        (Code::Internal, message) if message.starts_with("failed to decode Protobuf message") => {
            status::undecodable(message).into_http()
        }
        (Code::OutOfRange, message) if message.contains("message length too large") => {
            status::too_large(message).into_http()
        }
        _ => response,
    }
}
