//! Units with different targets for one source, where a memory keeps one of them.

use jiff::Timestamp;

use super::error::EngineError;
use super::lookup::{EntryKey, Labelled, Scope, Side};
use super::stop::Stop;
use super::units::NewUnit;
use super::{Engine, now};
use crate::fuzzy::{Deduction, Profile, TextualPoints};
use crate::model::{Language, MemoryId, OtherTarget, Percent, Unit, UnitStatus, UnitText};

/// How many units with the same source are looked at.
const MOST: usize = 10_000;

/// What a target is for: a source text, its language and the target's.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Source(String, Language, Language);

impl Source {
    pub fn of(source: &UnitText, target: &UnitText) -> Source {
        Source(source.text.clone(), source.language.clone(), target.language.clone())
    }
}

/// What decides which of several targets stays.
pub struct Rank {
    status: UnitStatus,
    updated: Timestamp,
}

impl Rank {
    /// Of a unit to be written, given what is there of it already.
    pub fn of(unit: &NewUnit, there: Option<&Unit>) -> Rank {
        let status = there.map_or(unit.status, |there| there.status.min(unit.status));
        let given = unit.updated.or(unit.created);
        let updated = match (given, there) {
            (Some(given), Some(there)) => given.max(there.updated),
            (given, _) => given.unwrap_or_else(now),
        };
        Rank { status, updated }
    }

    /// Of equals the one that comes last wins.
    pub fn is_beaten_by(&self, other: &Unit, policy: OtherTarget) -> bool {
        match policy {
            OtherTarget::KeepBoth => false,
            OtherTarget::NewestWins => other.updated > self.updated,
            OtherTarget::ApprovedWins => {
                other.status < self.status || (other.status == self.status && other.updated > self.updated)
            }
        }
    }
}

impl Engine {
    /// The stored units of a memory with a source text and targets in a language.
    pub(super) fn stored_rivals(
        &self,
        memory: &MemoryId,
        source: &UnitText,
        target: &UnitText,
    ) -> Result<Vec<Unit>, EngineError> {
        let profile = Profile::new(&source.text, &source.language);
        let scope = Scope {
            from: &source.language,
            to: &target.language,
            side: Side::Source,
            memories: std::slice::from_ref(memory),
            statuses: &[],
        };
        let nothing = TextualPoints { number: 0, punctuation: 0, letter_case: 0, inline_code: 0 };
        let deduct = |_: &Labelled<'_>| Some(Deduction { certain: 0, textual: nothing });
        let found = self.lookups.view().search(&profile, &scope, (Percent::FULL, MOST), deduct, &Stop::never());
        let mut rivals = Vec::new();
        // Texts that differ in numbers only are found, too, and there may be thousands.
        for candidate in found.candidates.iter().filter(|candidate| candidate.same_surface) {
            let EntryKey { unit: id, side } = EntryKey::unpack(candidate.key);
            let is_rival = |rival: &Unit| {
                side == Side::Source && rival.source == *source && rival.target.language == target.language
            };
            rivals.extend(self.store.unit(id)?.filter(is_rival));
        }
        // In the order in which they were written, so that the same is done every time.
        rivals.sort_unstable_by_key(|rival| rival.id);
        Ok(rivals)
    }
}
