use clap::ValueEnum;

use crate::rpc::v1;

/// What is done with several targets for one source.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum OtherTarget {
    /// All are kept
    KeepBoth,
    /// The one that was changed last is kept
    NewestWins,
    /// The one with the better status is kept; of equals the one that was changed last
    ApprovedWins,
}

impl From<OtherTarget> for v1::OtherTarget {
    fn from(other_target: OtherTarget) -> v1::OtherTarget {
        match other_target {
            OtherTarget::KeepBoth => v1::OtherTarget::KeepBoth,
            OtherTarget::NewestWins => v1::OtherTarget::NewestWins,
            OtherTarget::ApprovedWins => v1::OtherTarget::ApprovedWins,
        }
    }
}
