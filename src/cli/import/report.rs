//! What is told of refused and doubtful units.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use indicatif::ProgressBar;

use crate::cli::fail::Fail;
use crate::cli::output;
use crate::rpc::v1;

/// How many problems are shown of a file; a report has all.
const PROBLEMS_SHOWN: usize = 20;

/// Where refused and doubtful units go.
pub struct Report {
    file: Option<BufWriter<File>>,
    /// How many were shown of the present file.
    shown: usize,
}

impl Report {
    /// Makes sure that a report can be written; one that is there stays until [`begin`](Report::begin).
    pub fn open(path: Option<&Path>) -> Result<Report, Fail> {
        let open = |path: &Path| {
            let unwritten = |e| Fail::Failed(format!("the report {} cannot be written: {e}", path.display()));
            let file = File::options().create(true).append(true).open(path);
            file.map(BufWriter::new).map_err(unwritten)
        };
        Ok(Report { file: path.map(open).transpose()?, shown: 0 })
    }

    /// Throws away what an earlier import has reported.
    pub fn begin(&self) -> Result<(), Fail> {
        Ok(self.file.as_ref().map_or(Ok(()), |file| file.get_ref().set_len(0))?)
    }

    /// The problems from now on are another file's.
    pub fn begin_file(&mut self) {
        self.shown = 0;
    }

    /// Adds problems to the report, one JSON object a line.
    pub fn write(&mut self, name: &str, problems: &[v1::ImportProblem]) -> Result<(), Fail> {
        let Some(file) = &mut self.file else { return Ok(()) };
        for problem in problems {
            let mut line = serde_json::to_value(problem)?;
            line["file"] = name.into();
            writeln!(file, "{line}")?;
        }
        Ok(file.flush()?)
    }

    /// Shows the first problems of a file. What has only become a draft is in the counts and in the report.
    pub fn show(&mut self, name: &str, problems: &[v1::ImportProblem], bar: &ProgressBar) {
        for problem in problems.iter().filter(|p| p.outcome() == v1::ImportOutcome::Refused) {
            let text = match self.shown {
                0..PROBLEMS_SHOWN => &*problem.message,
                PROBLEMS_SHOWN => "… more refused; --report FILE lists all",
                _ => return,
            };
            bar.suspend(|| output::complain(&format!("{name}: {text}")));
            self.shown += 1;
        }
    }
}
