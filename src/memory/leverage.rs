//! How much of an article the memory knows.

use super::suggest::Suggestion;
use crate::fuzzy::{MatchType, Profile};
use crate::model::{Language, Percent, Segment};

/// The bands of a leverage analysis, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// Of either kind.
    Context,
    Exact,
    /// A segment that already stood earlier in the article.
    Repetition,
    /// 95 to 99 percent.
    Fuzzy95,
    /// 85 to 94 percent.
    Fuzzy85,
    /// 75 to 84 percent.
    Fuzzy75,
    /// 50 to 74 percent.
    Fuzzy50,
    None,
}

impl Band {
    pub const ALL: [Band; 8] = [
        Band::Context,
        Band::Exact,
        Band::Repetition,
        Band::Fuzzy95,
        Band::Fuzzy85,
        Band::Fuzzy75,
        Band::Fuzzy50,
        Band::None,
    ];

    /// The first band that fits.
    fn of(segment: &Segment, best: Option<&Suggestion>) -> Band {
        let score = best.map_or(Percent::ZERO, |b| b.score).hundredths();
        match best.map(|b| b.match_type) {
            Some(MatchType::Context | MatchType::OneSidedContext) => Band::Context,
            Some(MatchType::Exact) if score == 10_000 => Band::Exact,
            _ if segment.repetition_of.is_some() => Band::Repetition,
            _ if score >= 9_500 => Band::Fuzzy95,
            _ if score >= 8_500 => Band::Fuzzy85,
            _ if score >= 7_500 => Band::Fuzzy75,
            _ if score >= 5_000 => Band::Fuzzy50,
            _ => Band::None,
        }
    }
}

/// How much falls into one band.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeverageCount {
    pub segments: usize,
    /// Words and numbers.
    pub words: usize,
    pub characters: usize,
}

/// How much of an article falls into each band.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leverage {
    counts: [LeverageCount; Band::ALL.len()],
}

impl Leverage {
    pub(super) fn add(&mut self, segment: &Segment, best: Option<&Suggestion>, language: &Language) {
        let count = &mut self.counts[Band::of(segment, best) as usize];
        count.segments += 1;
        count.words += Profile::new(&segment.text, language).words.len();
        count.characters += segment.text.chars().count();
    }

    pub fn bands(&self) -> impl Iterator<Item = (Band, LeverageCount)> {
        Band::ALL.into_iter().zip(self.counts)
    }

    pub fn total(&self) -> LeverageCount {
        self.counts.iter().fold(LeverageCount::default(), |sum, count| LeverageCount {
            segments: sum.segments + count.segments,
            words: sum.words + count.words,
            characters: sum.characters + count.characters,
        })
    }
}
