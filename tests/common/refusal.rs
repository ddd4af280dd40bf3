use std::fmt::Debug;

use tonic::{Code, Response, Status};
use tonic_types::StatusExt;

/// What a server said when it refused a call.
#[derive(Debug)]
pub struct Refusal {
    pub code: Code,
    /// Of the `ErrorInfo`.
    pub reason: String,
    /// The fields of the violations.
    pub fields: Vec<String>,
    pub message: String,
}

impl Refusal {
    /// Checks what every refusal has: a message, and one `ErrorInfo` of our domain with an UPPER_SNAKE reason.
    pub fn of(status: &Status) -> Refusal {
        let details = status.get_error_details();
        let info = details.error_info().unwrap_or_else(|| panic!("no ErrorInfo with {status:?}"));
        assert_eq!(info.domain, "hafez");
        assert!(info.reason.chars().all(|c| c.is_ascii_uppercase() || c == '_'), "{}", info.reason);
        assert!(!status.message().is_empty() && !status.message().contains('\n'), "{:?}", status.message());
        let violations = details.bad_request().map(|bad| bad.field_violations.clone()).unwrap_or_default();
        assert!(violations.iter().all(|v| !v.description.is_empty()), "{violations:?}");
        Refusal {
            code: status.code(),
            reason: info.reason.clone(),
            fields: violations.into_iter().map(|v| v.field).collect(),
            message: status.message().to_owned(),
        }
    }

    /// That the request was wrong in just this field.
    #[track_caller]
    pub fn blames(&self, field: &str) {
        assert_eq!((self.code, &*self.reason), (Code::InvalidArgument, "INVALID_FIELD"), "{self:?}");
        assert_eq!(self.fields, [field], "{self:?}");
        assert!(self.message.contains(field), "{self:?}");
    }

    #[track_caller]
    pub fn is(&self, code: Code, reason: &str) {
        assert_eq!((self.code, &*self.reason), (code, reason), "{self:?}");
    }
}

/// The refusal of a call that must not succeed.
#[track_caller]
pub fn refused<T: Debug>(outcome: Result<Response<T>, Status>) -> Refusal {
    match outcome {
        Ok(answer) => panic!("this was not refused: {:?}", answer.into_inner()),
        Err(status) => Refusal::of(&status),
    }
}
