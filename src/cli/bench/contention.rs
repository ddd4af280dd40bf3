//! Whether the machine had anything else to do, where the system tells: times taken while cores are short say little.

use std::fs::read_to_string;
use std::time::Instant;

/// How many processes wanted to run on average over the last minute.
pub fn load_average() -> Option<f64> {
    read_to_string("/proc/loadavg").ok()?.split(' ').next()?.parse().ok()
}

/// The cores since some moment.
pub struct Cores {
    since: Instant,
    stalled_before: Option<u64>,
}

impl Cores {
    pub fn watch() -> Cores {
        Cores { since: Instant::now(), stalled_before: stalled_microseconds() }
    }

    /// The share of the time since then in which something was ready to run and waited for a core.
    pub fn short(&self) -> Option<f64> {
        let stalled = stalled_microseconds()?.checked_sub(self.stalled_before?)?;
        Some(stalled as f64 / self.since.elapsed().as_micros().max(1) as f64)
    }
}

/// Since the machine started, from Linux's pressure stall information: the total of the line `some`.
fn stalled_microseconds() -> Option<u64> {
    let pressure = read_to_string("/proc/pressure/cpu").ok()?;
    pressure.lines().find(|line| line.starts_with("some"))?.rsplit_once("total=")?.1.parse().ok()
}
