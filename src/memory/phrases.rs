//! Sub-segment help: the longest phrases of a segment that the memory holds, for segments that it does not know.

use std::ops::Range;

use super::Engine;
use super::concordance::text_of;
use super::error::EngineError;
use super::lookup::{EntryKey, Scope, Side};
use super::stop::Stop;
use super::suggest::{SuggestQuery, turn_round, without_neighbours};
use crate::fuzzy::{Phrase, PhraseEntry, Profile, Word};
use crate::model::Unit;

/// How many units are given for one phrase at the most.
const UNITS_MOST: usize = 3;

/// A part of a segment that units hold: three words or more, or all that a unit has.
#[derive(Clone, Debug)]
pub struct PhraseMatch {
    /// Where it stands in the segment, in bytes.
    pub range: Range<usize>,
    /// Whole units first, then by status, the latest, by id.
    pub units: Vec<PhraseUnit>,
}

/// A unit that holds a phrase.
#[derive(Clone, Debug)]
pub struct PhraseUnit {
    /// Its source is in the language of the segment.
    pub unit: Unit,
    /// Whether the unit was turned round for that.
    pub reversed: bool,
    /// Where the phrase stands in its source, in bytes.
    pub range: Range<usize>,
    /// Whether the phrase is all that its source has.
    pub is_whole: bool,
}

/// The phrases of a segment, the longest first.
#[derive(Clone, Debug, Default)]
pub struct PhraseMatches {
    pub phrases: Vec<PhraseMatch>,
    /// Longer ones may be missing: some words stand in too many units, or the time was up.
    pub incomplete: bool,
}

impl Engine {
    /// The longest phrases of a segment with the units that hold them, as many as the query wants.
    pub(super) fn phrases(
        &self,
        query: &SuggestQuery,
        profile: &Profile,
        stop: &Stop,
    ) -> Result<PhraseMatches, EngineError> {
        if query.max_phrases == 0 {
            return Ok(PhraseMatches::default());
        }
        let scope = query.scope();
        let found = self.lookups.view().phrases(profile, &scope, query.max_phrases, stop);
        let mut matches = PhraseMatches { phrases: Vec::new(), incomplete: found.incomplete };
        for Phrase { start, words, entries, .. } in &found.phrases {
            let words = &profile.words[*start..start + words];
            let units = self.units_of_phrase(words, entries, &scope, stop)?;
            if !units.is_empty() {
                matches.phrases.push(PhraseMatch { range: bytes(words), units });
            }
        }
        Ok(matches)
    }

    fn units_of_phrase(
        &self,
        words: &[Word],
        entries: &[PhraseEntry],
        scope: &Scope,
        stop: &Stop,
    ) -> Result<Vec<PhraseUnit>, EngineError> {
        let mut units = Vec::new();
        for entry in entries {
            if units.len() == UNITS_MOST {
                break;
            }
            stop.check()?;
            let key = EntryKey::unpack(entry.key);
            let Some(unit) = self.unit_within(scope, key)? else { continue };
            units.extend(holding(unit, key.side, words, entry));
        }
        Ok(units)
    }
}

/// The unit with the place of a phrase in it; `None` if it has changed and does not hold it any more.
fn holding(unit: Unit, side: Side, words: &[Word], entry: &PhraseEntry) -> Option<PhraseUnit> {
    let text = text_of(&unit, side);
    let held = Profile::new(&text.text, &text.language).words;
    let is_there = |&at: &usize| held.get(at..at + words.len()).is_some_and(|held| are_same(held, words));
    let at = [entry.start].into_iter().chain(0..held.len()).find(is_there)?;
    let is_whole = held.len() == words.len();
    let range = bytes(&held[at..at + words.len()]);
    let reversed = side == Side::Target;
    let unit = without_neighbours(if reversed { turn_round(unit) } else { unit });
    // One or two words count only as a whole unit, which may have grown since.
    (is_whole || !entry.is_whole).then_some(PhraseUnit { unit, reversed, range, is_whole })
}

/// Whether words are the same as far as phrases go: all numbers are.
fn are_same(some: &[Word], others: &[Word]) -> bool {
    let same = |(a, b): (&Word, &Word)| a.is_number == b.is_number && (a.is_number || a.key == b.key);
    some.iter().zip(others).all(same)
}

/// From the first of some words to behind the last, in bytes.
fn bytes(words: &[Word]) -> Range<usize> {
    words.first().map_or(0, |word| word.start)..words.last().map_or(0, |word| word.end)
}
