use std::time::Duration;

use serde::Serialize;

/// How long look-ups took, in milliseconds. A percentile is the least time in which that share of them was answered.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Latency {
    pub mean_ms: f64,
    pub p50_ms: f64,
    pub p95_ms: f64,
    pub p99_ms: f64,
    pub max_ms: f64,
}

impl Latency {
    /// All zero where there was none.
    pub fn of(mut times: Vec<Duration>) -> Latency {
        times.sort_unstable();
        let at = |percent: usize| {
            let rank = (times.len() * percent).div_ceil(100).max(1);
            times.get(rank - 1).copied().map_or(0.0, milliseconds)
        };
        let total: Duration = times.iter().sum();
        Latency {
            mean_ms: milliseconds(total) / times.len().max(1) as f64,
            p50_ms: at(50),
            p95_ms: at(95),
            p99_ms: at(99),
            max_ms: at(100),
        }
    }

    /// As they stand in a table.
    pub fn cells(&self) -> [String; 5] {
        [self.p50_ms, self.p95_ms, self.p99_ms, self.max_ms, self.mean_ms].map(|ms| format!("{ms:.3}"))
    }

    pub const HEADER: [&str; 5] = ["p50 ms", "p95 ms", "p99 ms", "max ms", "mean ms"];
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_a_time_that_was_measured() {
        let latency = Latency::of((1..=200).rev().map(Duration::from_millis).collect());
        let Latency { mean_ms, p50_ms, p95_ms, p99_ms, max_ms } = latency;
        assert_eq!([mean_ms, p50_ms, p95_ms, p99_ms, max_ms], [100.5, 100.0, 190.0, 198.0, 200.0]);
        assert_eq!(Latency::of(vec![Duration::from_millis(3)]).p50_ms, 3.0);
        assert_eq!(Latency::of(Vec::new()).max_ms, 0.0);
    }
}
