//! How far the work is, on a terminal.

use indicatif::ProgressBar;

use crate::cli::fail::Fail;
use crate::cli::output;

/// In how many steps a pair is done, as far as is shown.
const STEPS: f64 = 100.0;

/// A bar that also moves while a batch is being aligned.
pub struct Bar {
    bar: ProgressBar,
    pairs: usize,
}

impl Bar {
    pub fn new(pairs: usize) -> Bar {
        let steps = (pairs as f64 * STEPS) as u64;
        Bar { bar: output::progress_bar("{wide_bar} {percent} % of {msg}, {eta} left", Some(steps), ""), pairs }
    }

    /// So many pairs are done, and of a batch of so many that is under way a share.
    pub fn tell(&self, done: u64, batch: usize, share: f64) {
        self.bar.set_message(format!("{} pairs", self.pairs));
        self.bar.set_position((STEPS * (done as f64 + share * batch as f64)) as u64);
    }

    /// Does something on the terminal beside it.
    pub fn suspend(&self, work: impl FnOnce() -> Result<(), Fail>) -> Result<(), Fail> {
        self.bar.suspend(work)
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
