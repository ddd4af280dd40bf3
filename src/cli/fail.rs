use std::process::ExitCode;

use tonic::Status;

use super::output::complain;
use crate::config::ConfigError;
use crate::memory::EngineError;
use crate::store::StoreError;

/// Why a command did not end well.
#[derive(Debug)]
pub enum Fail {
    /// Exit code 1.
    Failed(String),
    /// Exit code 2.
    Usage(String),
    /// Done, but some units were refused; it has been said which. Exit code 3.
    Refused,
    /// Whoever read the output has gone.
    OutputClosed,
}

impl Fail {
    /// Says it in one line and gives the exit code.
    pub fn report(self) -> ExitCode {
        match self {
            Fail::Failed(message) => {
                complain(&format!("hafez: {message}"));
                ExitCode::from(1)
            }
            Fail::Usage(message) => {
                complain(&format!("hafez: {message}; see --help"));
                ExitCode::from(2)
            }
            Fail::Refused => ExitCode::from(3),
            Fail::OutputClosed => ExitCode::SUCCESS,
        }
    }
}

impl From<Status> for Fail {
    fn from(status: Status) -> Fail {
        Fail::Failed(match status.message() {
            "" => format!("the server answered {:?} and gave no reason", status.code()),
            message => by_option(message),
        })
    }
}

/// A message that begins with a field of a request, with the option that sets it instead.
fn by_option(message: &str) -> String {
    let of_id = ["header.import: ", "options.import: "].iter().find_map(|field| message.strip_prefix(field));
    of_id.map_or_else(|| message.to_owned(), |rest| format!("--id: {rest}"))
}

impl From<csv::Error> for Fail {
    fn from(error: csv::Error) -> Fail {
        match error.into_kind() {
            csv::ErrorKind::Io(error) => error.into(),
            other => Fail::Failed(format!("{other:?}")),
        }
    }
}

impl From<std::io::Error> for Fail {
    fn from(error: std::io::Error) -> Fail {
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => Fail::OutputClosed,
            _ => Fail::Failed(error.to_string()),
        }
    }
}

macro_rules! failed {
    ($($error:ty),*) => {
        $(impl From<$error> for Fail {
            fn from(error: $error) -> Fail {
                Fail::Failed(error.to_string())
            }
        })*
    };
}

failed!(ConfigError, EngineError, StoreError, serde_json::Error, tonic::transport::Error);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_called_by_its_option() {
        let failed = |message: &str| match Fail::from(Status::invalid_argument(message)) {
            Fail::Failed(message) => message,
            other => panic!("{other:?}"),
        };
        assert_eq!(failed("options.import: it has been taken back"), "--id: it has been taken back");
        assert_eq!(failed("unit.source: it is empty"), "unit.source: it is empty");
    }
}
