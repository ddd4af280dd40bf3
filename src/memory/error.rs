use super::terms::Contradiction;
use crate::store::StoreError;

/// A field of a request that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldViolation {
    /// The field's path in the request: `unit.source.language`.
    pub field: String,
    /// What is wrong with it and what to do.
    pub description: String,
}

impl FieldViolation {
    pub fn new(field: impl Into<String>, description: impl Into<String>) -> FieldViolation {
        FieldViolation { field: field.into(), description: description.into() }
    }
}

/// Why a piece of work was given up before it was complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopReason {
    DeadlineExceeded,
    Cancelled,
}

/// The engine could not do what it was asked. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    #[error("{}: {}", .0.field, .0.description)]
    Invalid(FieldViolation),
    #[error("there is no {name}")]
    NotFound { name: String },
    #[error("{name} is there already")]
    AlreadyExists { name: String },
    #[error("{name} has these names already; change that one, or merge the two")]
    SameTerm { name: String },
    #[error("{0}")]
    Contradiction(Box<Contradiction>),
    #[error("its memory keeps one target a source, and {name} is newer or better checked; change that one")]
    OtherTarget { name: String },
    #[error("{name} holds {units} units; delete them first, or force it")]
    NotEmpty { name: String, units: usize },
    #[error("{name} is at revision {found}, not {expected}; read it again and repeat the change")]
    RevisionMoved { name: String, found: u64, expected: u64 },
    #[error("request id `{0}` has been used for another request; use a new one for each request")]
    RequestIdReused(String),
    #[error("request `{0}` is under way already; wait for its answer, or repeat it when that has come")]
    InProgress(String),
    #[error("the work was stopped before it was complete: {}", match .0 {
        StopReason::DeadlineExceeded => "the deadline has passed",
        StopReason::Cancelled => "the caller has gone",
    })]
    Stopped(StopReason),
    #[error("an earlier write failed, so no more are taken; see the log, mend the cause and restart the server")]
    WritesFailed,
    #[error("the server is stopping and takes no more writes; send this one again when it is back")]
    Closed,
    #[error("a thread could not be started: {0}")]
    Thread(std::io::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl EngineError {
    pub fn invalid(field: impl Into<String>, description: impl Into<String>) -> EngineError {
        EngineError::Invalid(FieldViolation::new(field, description))
    }
}
