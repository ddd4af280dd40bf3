//! How much of an article the memory knows.

use std::collections::HashSet;

use super::suggest::Suggestion;
use crate::fuzzy::{MatchType, Profile};
use crate::model::{Language, Percent, Segment};
use crate::text::match_key;

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
    fn of(is_repetition: bool, best: Option<&Suggestion>) -> Band {
        let score = best.map_or(Percent::ZERO, |b| b.score).hundredths();
        match best.map(|b| b.match_type) {
            Some(MatchType::Context | MatchType::OneSidedContext) => Band::Context,
            Some(MatchType::Exact) if score == 10_000 => Band::Exact,
            _ if is_repetition => Band::Repetition,
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
    /// Of the repetitions, those that stood first in an earlier article of a batch.
    pub repeated_across_articles: LeverageCount,
}

/// The segments of a batch of articles so far, by what they say.
#[derive(Clone, Debug, Default)]
pub struct SeenSegments(HashSet<[u8; 16]>);

impl SeenSegments {
    fn digest(segment: &Segment, language: &Language) -> [u8; 16] {
        let key = match_key(&segment.without_codes(), language);
        let mut digest = [0; 16];
        digest.copy_from_slice(&blake3::hash(key.as_bytes()).as_bytes()[..16]);
        digest
    }
}

impl LeverageCount {
    fn of(segment: &Segment, language: &Language) -> LeverageCount {
        let text = segment.without_codes();
        let words = Profile::new(&text, language).words.len();
        LeverageCount { segments: 1, words, characters: text.chars().count() }
    }

    fn add(&mut self, other: LeverageCount) {
        self.segments += other.segments;
        self.words += other.words;
        self.characters += other.characters;
    }
}

impl Leverage {
    pub(super) fn add(&mut self, segment: &Segment, best: Option<&Suggestion>, language: &Language) {
        let band = Band::of(segment.repetition_of.is_some(), best);
        self.counts[band as usize].add(LeverageCount::of(segment, language));
    }

    /// Counts a segment of one article of a batch.
    pub(super) fn add_in_batch(
        &mut self,
        segment: &Segment,
        best: Option<&Suggestion>,
        language: &Language,
        seen: &mut SeenSegments,
    ) {
        // Within the article, the first one counts as what it is; across articles, each is a repetition.
        let is_new = seen.0.insert(SeenSegments::digest(segment, language));
        let band = Band::of(!is_new, best);
        let count = LeverageCount::of(segment, language);
        self.counts[band as usize].add(count);
        if band == Band::Repetition && segment.repetition_of.is_none() {
            self.repeated_across_articles.add(count);
        }
    }

    /// Adds the counts of another article.
    pub(super) fn add_all(&mut self, other: &Leverage) {
        self.counts.iter_mut().zip(other.counts).for_each(|(count, more)| count.add(more));
        self.repeated_across_articles.add(other.repeated_across_articles);
    }

    pub fn bands(&self) -> impl Iterator<Item = (Band, LeverageCount)> {
        Band::ALL.into_iter().zip(self.counts)
    }

    pub fn total(&self) -> LeverageCount {
        let mut total = LeverageCount::default();
        self.counts.into_iter().for_each(|count| total.add(count));
        total
    }
}
