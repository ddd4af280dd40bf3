//! The pairs of a memory, made ready to be mined.

use jiff::Timestamp;

use super::super::super::error::EngineError;
use super::super::super::{CHUNK, Course, Engine};
use super::{MineQuery, READING};
use crate::model::{Language, Unit, UnitId};
use crate::term::mining::{Miner, has_capitals};

/// What is mined, and where it is from.
pub struct PairsToMine {
    pub miner: Miner,
    /// The source of the miner, which is the side with capitals, and its target.
    pub languages: (Language, Language),
    /// The units and their last changes, in the order of the miner's pairs.
    pub units: Vec<(UnitId, Timestamp)>,
}

impl Engine {
    /// All pairs of a memory that can teach something; nothing if there is none.
    pub(super) fn pairs_to_mine(&self, query: &MineQuery, course: Course) -> Result<Option<PairsToMine>, EngineError> {
        let (memory, (from, to)) = (self.memory(&query.memory)?, &query.languages);
        let all = self.unit_count(&memory.id).max(1) as f32;
        let (mut ready, mut after, mut read) = (None, None, 0);
        loop {
            course.stop.check()?;
            let units = self.store.units_of(&query.memory, after, CHUNK)?;
            let Some(last) = units.last() else { return Ok(ready) };
            (after, read) = (Some(last.id), read + units.len());
            (course.told)(READING * (read as f32 / all).min(1.0));
            let pairs: Vec<_> = units.iter().filter_map(|unit| Some((unit, unit.taught_pair(from, to)?))).collect();
            if !pairs.is_empty() {
                ready.get_or_insert_with(|| PairsToMine::like(&pairs, (from, to))).push(&pairs, from);
            }
        }
    }
}

/// A unit with its texts in the languages of the query.
type UnitPair<'a> = (&'a Unit, (&'a str, &'a str));

impl PairsToMine {
    /// Nothing yet, from the side that has capitals in the first pairs; if both have, or neither, from the one asked for.
    fn like(pairs: &[UnitPair], (from, to): (&Language, &Language)) -> PairsToMine {
        let sources_have = has_capitals(pairs.iter().map(|(_, texts)| texts.0));
        let is_reversed = !sources_have && has_capitals(pairs.iter().map(|(_, texts)| texts.1));
        let (source, target) = if is_reversed { (to, from) } else { (from, to) };
        let languages = (source.clone(), target.clone());
        PairsToMine { miner: Miner::new(source, target), languages, units: Vec::new() }
    }

    fn push(&mut self, pairs: &[UnitPair], from: &Language) {
        let is_reversed = self.languages.0 != *from;
        let texts: Vec<(&str, &str)> =
            pairs.iter().map(|&(_, (one, other))| if is_reversed { (other, one) } else { (one, other) }).collect();
        self.miner.push(&texts);
        self.units.extend(pairs.iter().map(|(unit, _)| (unit.id, unit.updated)));
    }
}
