//! Units that say the same in other spelling, and units that contradict each other.

use std::collections::{BTreeMap, HashSet};
use std::hash::{BuildHasher, BuildHasherDefault, Hasher};

use rayon::prelude::*;
use rustc_hash::FxHasher;

use super::error::EngineError;
use super::stop::Stop;
use super::{CHUNK, Engine};
use crate::model::{MemoryId, Unit, UnitId, UnitText};
use crate::text::match_key;

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Similar {
    /// Same source and same target but for spelling: case, spacing, letters that look alike.
    Duplicates,
    /// Same source but for spelling, and different targets.
    Conflicts,
}

/// The keys of a unit's texts with their languages.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Keys {
    source: (String, String),
    target: (String, String),
}

impl Keys {
    fn of(unit: &Unit) -> Keys {
        let key = |side: &UnitText| {
            let key = match_key(&side.text, &side.language);
            // What is nothing but codes is told apart by them.
            (side.language.as_str().to_owned(), if key.is_empty() { side.text.clone() } else { key })
        };
        Keys { source: key(&unit.source), target: key(&unit.target) }
    }

    /// Equal for units that may belong together.
    fn digest(&self, similar: Similar) -> u64 {
        let mut hasher = BuildHasherDefault::<FxHasher>::default().build_hasher();
        let parts = [&self.source.0, &self.source.1, &self.target.0, &self.target.1];
        let parts = if similar == Similar::Duplicates { &parts[..] } else { &parts[..3] };
        for part in parts {
            hasher.write(part.as_bytes());
            hasher.write_u8(0xFF);
        }
        hasher.finish()
    }
}

impl Engine {
    /// Gives each group of units of a memory that belong together to `report`, which may break off with an error. Holds
    /// 16 bytes a unit meanwhile.
    pub fn find_similar(
        &self,
        memory: &MemoryId,
        similar: Similar,
        stop: &Stop,
        mut report: impl FnMut(Vec<Unit>) -> Result<(), EngineError>,
    ) -> Result<(), EngineError> {
        self.memory(memory)?;
        let mut digests = self.digests(memory, similar, stop)?;
        digests.sort_unstable();
        for run in digests.chunk_by(|one, other| one.0 == other.0).filter(|run| run.len() > 1) {
            stop.check()?;
            for group in self.groups(memory, similar, run)? {
                report(group)?;
            }
        }
        Ok(())
    }

    fn digests(&self, memory: &MemoryId, similar: Similar, stop: &Stop) -> Result<Vec<(u64, UnitId)>, EngineError> {
        let (mut digests, mut after) = (Vec::new(), None);
        loop {
            stop.check()?;
            let units = self.store.units_of(memory, after, CHUNK)?;
            let Some(last) = units.last() else { return Ok(digests) };
            after = Some(last.id);
            digests.par_extend(units.par_iter().map(|unit| (Keys::of(unit).digest(similar), unit.id)));
        }
    }

    /// The groups among units with one digest, which others may share by chance.
    fn groups(
        &self,
        memory: &MemoryId,
        similar: Similar,
        run: &[(u64, UnitId)],
    ) -> Result<Vec<Vec<Unit>>, EngineError> {
        let mut groups: BTreeMap<Keys, (Vec<Unit>, HashSet<String>)> = BTreeMap::new();
        for &(_, id) in run {
            // It may have been deleted or changed meanwhile.
            let Some(unit) = self.store.unit(id)?.filter(|unit| unit.memory == *memory) else { continue };
            let mut keys = Keys::of(&unit);
            let target = keys.target.1.clone();
            if similar == Similar::Conflicts {
                keys.target.1.clear();
            }
            let (units, targets) = groups.entry(keys).or_default();
            units.push(unit);
            targets.insert(target);
        }
        let is_group = |(units, targets): &(Vec<Unit>, HashSet<String>)| match similar {
            Similar::Duplicates => units.len() > 1,
            Similar::Conflicts => targets.len() > 1,
        };
        Ok(groups.into_values().filter(is_group).map(|(units, _)| units).collect())
    }
}
