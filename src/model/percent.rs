use std::fmt;

use serde::{Deserialize, Serialize};

/// A score or threshold in hundredths of a percent, 0 to 10 000, so that comparing with a threshold is exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Percent(u16);

impl Percent {
    pub const ZERO: Percent = Percent(0);
    pub const FULL: Percent = Percent(10_000);

    /// The share `part / whole`, rounded down; a full score when `whole` is 0. `part` must not exceed `whole`.
    pub fn share(part: u64, whole: u64) -> Percent {
        if whole == 0 {
            return Percent::FULL;
        }
        Percent((u128::from(part) * 10_000 / u128::from(whole)).min(10_000) as u16)
    }

    pub const fn from_hundredths(hundredths: u16) -> Option<Percent> {
        if hundredths <= 10_000 { Some(Percent(hundredths)) } else { None }
    }

    /// A threshold given by a caller, 0 to 100, rounded up to the next hundredth; `None` outside of that or not a number.
    pub fn threshold(percent: f64) -> Option<Percent> {
        // The subtraction forgives what decimal fractions lose in binary: 70.1 must not become 70.11.
        (0.0..=100.0).contains(&percent).then(|| Percent((percent * 100.0 - 1e-6).ceil().max(0.0) as u16))
    }

    pub fn hundredths(self) -> u16 {
        self.0
    }

    /// As a number from 0 to 100.
    pub fn as_f64(self) -> f64 {
        f64::from(self.0) / 100.0
    }

    /// Takes whole points off; never below zero.
    pub fn minus_points(self, points: u16) -> Percent {
        Percent(self.0.saturating_sub(points.saturating_mul(100)))
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.as_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_never_overstated() {
        assert_eq!(Percent::share(2, 3).hundredths(), 6_666);
        assert_eq!(Percent::share(7, 10), Percent::threshold(70.0).unwrap());
    }

    #[test]
    fn a_threshold_outside_the_scale_is_none() {
        for wrong in [-0.1, 100.1, f64::NAN, f64::INFINITY] {
            assert_eq!(Percent::threshold(wrong), None, "{wrong}");
        }
        assert_eq!(Percent::threshold(70.1).unwrap().hundredths(), 7_010);
        assert_eq!(Percent::threshold(-0.0), Some(Percent::ZERO));
    }
}
