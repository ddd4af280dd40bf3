//! Terms out of the pairs of a memory, kept as candidates until somebody approves them.
//!
//! `pairs` reads the memory, [`Miner`](crate::term::mining::Miner) finds what may be terms, and `keeping` writes these to
//! the termbase, where `sightings` holds apart what each memory says of one.

mod keeping;
mod pairs;
mod sightings;

use super::super::error::EngineError;
use super::super::suggest::check_direction;
use super::super::units::Written;
use super::super::{Course, Engine};
use crate::model::{Language, MemoryId, Percent, Term};

use keeping::percent;

/// What of the mining is reading and learning, the rest being looking for terms.
const READING: f32 = 0.3;
const LEARNING: f32 = 0.6;

/// What is to be mined.
#[derive(Clone, Debug)]
pub struct MineQuery {
    pub memory: MemoryId,
    pub languages: (Language, Language),
    /// A phrase has to be rendered the same way as often.
    pub least: u32,
    /// Less sure ones are not told.
    pub least_confidence: Percent,
    pub keeping: Keeping,
}

/// What becomes of the candidates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// They are written to the termbase as candidates.
    Candidates,
    /// They are only told.
    Nothing,
}

/// What was mined.
#[derive(Clone, Debug, Default)]
pub struct Mined {
    /// The surest first.
    pub terms: Vec<MinedTerm>,
    /// How many were left out, as somebody has rejected them.
    pub rejected: u32,
}

/// A candidate, and what is known of it.
#[derive(Clone, Debug)]
pub struct MinedTerm {
    /// As it is in the termbase, or would be.
    pub term: Term,
    /// Whether it is new there.
    pub written: Written,
    pub confidence: Percent,
    /// How often the phrase was seen, however it was rendered.
    pub seen: u32,
    /// Other renderings and how often each was seen, the most convincing first.
    pub alternatives: Vec<(String, u32)>,
}

impl Engine {
    /// The names, titles and fixed phrases of a memory with their renderings, the surest first. What is in the termbase
    /// already gets the evidence; what was rejected is not told again, only counted.
    pub fn mine_terms(&self, query: &MineQuery, course: Course) -> Result<Mined, EngineError> {
        check_direction(&query.languages.0, &query.languages.1)?;
        let Some(pairs) = self.pairs_to_mine(query, course)? else { return Ok(Mined::default()) };
        (course.told)(READING);
        let lexicon = self.lexicon(&query.memory, (&pairs.languages.0, &pairs.languages.1), course.stop)?;
        (course.told)(LEARNING);
        let looking = |share: f32| (course.told)(LEARNING + (1.0 - LEARNING) * share);
        let looking = Course { stop: course.stop, told: &looking };
        let mut found = looking.watched(|watch| pairs.miner.mine(&lexicon, query.least, watch))?;
        found.retain(|candidate| percent(candidate.confidence) >= query.least_confidence);
        self.keep(query, &pairs, &found, course.stop)
    }
}
