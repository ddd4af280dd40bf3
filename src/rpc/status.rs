//! The one table from errors to gRPC codes, with `google.rpc` details (AIP-193).

use std::collections::HashMap;

use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt};

use crate::memory::{EngineError, FieldViolation, StopReason};
use crate::store::StoreError;

/// The domain of every `ErrorInfo`.
const DOMAIN: &str = "hafez";

/// The code and the reason, for machines, of an engine's error.
fn classify(error: &EngineError) -> (Code, &'static str) {
    match error {
        EngineError::Invalid(_) => (Code::InvalidArgument, "INVALID_FIELD"),
        EngineError::NotFound { .. } => (Code::NotFound, "NOT_FOUND"),
        EngineError::AlreadyExists { .. } => (Code::AlreadyExists, "ALREADY_EXISTS"),
        EngineError::SameTerm { .. } => (Code::AlreadyExists, "ALREADY_EXISTS"),
        EngineError::Contradiction(_) => (Code::FailedPrecondition, "TERM_CONTRADICTION"),
        EngineError::OtherTarget { .. } => (Code::FailedPrecondition, "OTHER_TARGET"),
        EngineError::NotEmpty { .. } => (Code::FailedPrecondition, "MEMORY_NOT_EMPTY"),
        EngineError::RevisionMoved { .. } => (Code::Aborted, "REVISION_MOVED"),
        EngineError::InProgress(_) => (Code::Aborted, "REQUEST_IN_PROGRESS"),
        EngineError::RequestIdReused(_) => (Code::InvalidArgument, "REQUEST_ID_REUSED"),
        EngineError::Stopped(StopReason::DeadlineExceeded) => (Code::DeadlineExceeded, "DEADLINE_EXCEEDED"),
        EngineError::Stopped(StopReason::Cancelled) => (Code::Cancelled, "CANCELLED"),
        EngineError::WritesFailed => (Code::Unavailable, "WRITES_FAILED"),
        EngineError::Closed => (Code::Unavailable, "STOPPING"),
        EngineError::Store(StoreError::Corrupt { .. }) => (Code::DataLoss, "STORE_CORRUPT"),
        EngineError::Thread(_) => (Code::Internal, "NO_THREAD"),
        EngineError::Store(_) => (Code::Internal, "STORE_FAILED"),
    }
}

/// The status that answers an engine's error.
pub fn from_engine(error: EngineError) -> Status {
    let (code, reason) = classify(&error);
    if matches!(code, Code::Internal | Code::DataLoss) {
        tracing::error!(%error, "the store failed");
    }
    match error {
        EngineError::Invalid(violation) => invalid(violation),
        EngineError::RequestIdReused(_) => {
            let mut details = ErrorDetails::new();
            details.add_bad_request_violation("request_id", error.to_string());
            with_details(code, reason, error.to_string(), details)
        }
        error => with_details(code, reason, error.to_string(), ErrorDetails::new()),
    }
}

/// The error of a batch of one, for a caller who knows its only item as `single`, not as `numbered`.
pub fn as_single(error: EngineError, numbered: &str, single: &str) -> EngineError {
    match error {
        EngineError::Invalid(mut violation) => {
            violation.field = violation.field.replacen(numbered, single, 1);
            EngineError::Invalid(violation)
        }
        other => other,
    }
}

/// A field of the request breaks a rule.
pub fn invalid(violation: FieldViolation) -> Status {
    let message = format!("{}: {}", violation.field, violation.description);
    let mut details = ErrorDetails::new();
    details.add_bad_request_violation(violation.field, violation.description);
    with_details(Code::InvalidArgument, "INVALID_FIELD", message, details)
}

/// The same, for one who has the words apart.
pub fn invalid_field(field: impl Into<String>, description: impl Into<String>) -> Status {
    invalid(FieldViolation::new(field, description))
}

/// The file that is being imported breaks off or is not what it says.
pub fn broken_file(message: String) -> Status {
    with_details(Code::InvalidArgument, "FILE_BROKEN", message, ErrorDetails::new())
}

/// The message is not the one that the call takes; text fields have to be UTF-8.
pub fn undecodable(why: &str) -> Status {
    let message = format!("the message cannot be decoded (text has to be UTF-8): {why}");
    with_details(Code::InvalidArgument, "UNDECODABLE", message, ErrorDetails::new())
}

/// The message is larger than the server takes.
pub fn too_large(why: &str) -> Status {
    let message = format!(
        "the message is larger than this server takes; send it in parts, or have max_message_bytes raised: {why}"
    );
    with_details(Code::ResourceExhausted, "MESSAGE_TOO_LARGE", message, ErrorDetails::new())
}

/// The server is still reading its store.
pub fn loading() -> Status {
    let message = "the server is still loading its memories; try again in a moment".to_owned();
    with_details(Code::Unavailable, "LOADING", message, ErrorDetails::new())
}

/// So many calls of a kind are under way that the server takes no more.
pub fn too_many(calls: &str, most: usize) -> Status {
    let message = format!("{most} {calls} are under way, which is the most; try again in a moment");
    with_details(Code::ResourceExhausted, "TOO_MANY_CALLS", message, ErrorDetails::new())
}

/// A piece of work ended in a panic: a defect of this program.
pub fn defect(message: String) -> Status {
    tracing::error!(%message, "a request failed by a defect of this program");
    with_details(Code::Internal, "DEFECT", message, ErrorDetails::new())
}

fn with_details(code: Code, reason: &str, message: String, mut details: ErrorDetails) -> Status {
    details.set_error_info(reason, DOMAIN, HashMap::new());
    Status::with_error_details(code, message, details)
}
