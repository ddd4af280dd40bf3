use crate::format::{Position, Problem};

/// What has become of a unit or term of a file that is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportOutcome {
    Refused,
    /// Written as a draft; a term as a candidate.
    Draft,
}

/// A unit or term of a file that was refused, or is doubtful.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportProblem {
    pub position: Position,
    /// What the file calls the unit, if it does.
    pub unit_id: Option<String>,
    pub outcome: ImportOutcome,
    /// Why, for machines, for example `NUMBERS_DISAGREE`.
    pub reason: &'static str,
    /// Starts with the line; says what is wrong and what to do about it.
    pub message: String,
    /// The beginning of its source text, as far as it was read.
    pub text: String,
}

impl ImportProblem {
    /// About a unit that begins with `text`; `message` is what comes behind the line.
    pub(super) fn about(
        text: &str,
        (position, unit_id): (Position, &Option<String>),
        outcome: ImportOutcome,
        (reason, message): (&'static str, &str),
    ) -> ImportProblem {
        ImportProblem {
            position,
            unit_id: unit_id.clone(),
            outcome,
            reason,
            message: format!("line {}: {message}", position.line),
            text: text.chars().take(Problem::EXCERPT_CHARS).collect(),
        }
    }
}

impl From<Problem> for ImportProblem {
    fn from(problem: Problem) -> ImportProblem {
        ImportProblem {
            position: problem.position,
            unit_id: problem.unit_id,
            outcome: ImportOutcome::Refused,
            reason: problem.reason.name(),
            message: problem.message,
            text: problem.text,
        }
    }
}
