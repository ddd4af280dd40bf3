use std::time::Duration;

use indicatif::ProgressBar;

use crate::cli::output;

const KNOWN: &str = "{prefix} {wide_bar} {human_pos}/{human_len}, {eta} left";
const UNKNOWN: &str = "{prefix} {spinner} {human_pos}";
const TIMED: &str = "{prefix} {spinner} {elapsed}";

/// How far a piece of work is, on a terminal's standard error; gone when the work ends, however it ends.
pub struct Progress(ProgressBar);

impl Progress {
    /// Over so many things; `None` where nobody knows how many.
    pub fn over(things: Option<u64>, what: &str) -> Progress {
        Progress(output::progress_bar(if things.is_some() { KNOWN } else { UNKNOWN }, things, what))
    }

    /// Work that takes as long as it takes.
    pub fn of(what: &str) -> Progress {
        let bar = output::progress_bar(TIMED, None, what);
        bar.enable_steady_tick(Duration::from_millis(200));
        Progress(bar)
    }

    pub fn advance(&self, things: u64) {
        self.0.inc(things);
    }

    pub fn reach(&self, things: u64) {
        self.0.set_position(things);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
