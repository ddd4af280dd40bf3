use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::model::UnitId;

/// Tells a batch that changed units from all others: the history of a store that holds it begins with the same batches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Counts the batches, from 1; 0 stands before the first.
    pub sequence: u64,
    digest: [u8; 16],
}

impl Mark {
    /// The mark of the next batch, which changes these units. Two stores that go apart get different ones: the time at
    /// which they are made is part of them.
    pub fn next(&self, units: &[UnitId]) -> Mark {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.digest);
        hasher.update(&Timestamp::now().as_nanosecond().to_le_bytes());
        for unit in units {
            hasher.update(&unit.0.to_le_bytes());
        }
        let mut digest = [0; 16];
        hasher.finalize_xof().fill(&mut digest);
        Mark { sequence: self.sequence + 1, digest }
    }
}
