//! The one place where a percentage is made.
//!
//! ```text
//! D     = least total cost of edits; insert = delete = 1; substitute a by b = 1 − sim(a, b)
//! sim   = 1 if equal; else s = 1 − lev(a, b)/max(|a|, |b|), if both have ≥ 4 letters and s ≥ 0.75; else 0
//! base  = 100 · (1 − D / max(n, m)), over words and numbers; all numbers are equal
//! score = base − named penalties
//! ```
//!
//! Texts without any word are as alike as their marks: 100 if those are equal, else 0.

use super::alignment::{Alignment, Step, align};
use super::letters::{COST_UNIT, LetterPattern};
use super::profile::{Mark, Profile};
use crate::model::{Penalties, Percent, Points};

/// Why points were taken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PenaltyReason {
    /// A number has another value, or another currency, percent or minus sign.
    Number,
    Punctuation,
    LetterCase,
    InlineCode,
    /// The unit is in another variant of the language.
    LanguageVariant,
    /// The memory carries a penalty.
    Memory,
    /// Units of that origin carry a penalty.
    Origin,
}

impl PenaltyReason {
    /// Whether it speaks of the texts, rather than of where the unit comes from.
    pub fn is_textual(self) -> bool {
        use PenaltyReason::*;
        matches!(self, Number | Punctuation | LetterCase | InlineCode)
    }
}

/// Points taken off, by name. A difference that costs nothing is named all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Penalty {
    pub reason: PenaltyReason,
    pub points: Points,
}

/// How a unit matches, best first. Context is for the engine to see; two texts alone are at best exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchType {
    /// The same text between the same neighbours.
    Context,
    /// The same text with the same neighbour on one side.
    OneSidedContext,
    /// The same text.
    Exact,
    /// The same words.
    NearExact,
    Fuzzy,
}

/// Which of the query's neighbours a unit was used between. The greater, the better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Agreement {
    #[default]
    None,
    /// The segment behind it.
    Next,
    /// The segment before it, which a text leans on more than on the one behind it.
    Previous,
    Both,
}

impl MatchType {
    /// The match type of a unit that was used between such neighbours: context is for exact matches only.
    pub fn within(self, agreement: Agreement) -> MatchType {
        match (self, agreement) {
            (MatchType::Exact, Agreement::Both) => MatchType::Context,
            (MatchType::Exact, Agreement::Previous | Agreement::Next) => MatchType::OneSidedContext,
            _ => self,
        }
    }
}

/// How alike two texts are, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// The word score: before any penalty.
    pub base: Percent,
    /// What is taken off, each reason at most once, in the order of [`PenaltyReason`].
    pub penalties: Vec<Penalty>,
    pub alignment: Alignment,
}

impl Score {
    /// The base less all penalties; never below 0.
    pub fn total(&self) -> Percent {
        self.penalties.iter().fold(self.base, |score, penalty| score.minus_points(penalty.points.get()))
    }

    /// The match type as far as the texts tell it.
    pub fn match_type(&self) -> MatchType {
        let differs = self.penalties.iter().any(|p| p.reason.is_textual());
        match self.base == Percent::FULL {
            true if !differs => MatchType::Exact,
            true => MatchType::NearExact,
            false => MatchType::Fuzzy,
        }
    }
}

/// Compares a query with a unit's text, at the points that hold for the unit's memory.
pub fn score(query: &Profile, unit: &Profile, points: &Penalties) -> Score {
    let alignment = align(&query.words, &unit.words);
    let base = match query.words.len().max(unit.words.len()) {
        0 if !same_marks(query, unit) => Percent::ZERO,
        longer => base(alignment.cost, longer),
    };
    let penalties = textual_penalties(query, unit, &alignment, points);
    Score { base, penalties, alignment }
}

/// The word score of texts the longer of which has `longer` words, at a distance of `cost` [`COST_UNIT`]s.
pub fn base(cost: u64, longer: usize) -> Percent {
    let whole = longer as u64 * COST_UNIT;
    Percent::share(whole.saturating_sub(cost), whole)
}

/// The greatest cost at which the word score still reaches `floor`: the inverse of [`base`].
pub fn cost_limit(floor: Percent, longer: usize) -> u64 {
    let (whole, floor) = (longer as u128 * u128::from(COST_UNIT), u128::from(floor.hundredths()));
    (whole - (whole * floor).div_ceil(10_000)) as u64
}

/// Likeness of the letters of two match keys, in percent; for information only.
pub fn character_score(query_key: &str, unit_key: &str) -> Percent {
    let other: Vec<char> = unit_key.chars().collect();
    let pattern = LetterPattern::new(query_key);
    let longer = pattern.letters().len().max(other.len()) as u64;
    Percent::share(longer - pattern.distance(&other) as u64, longer)
}

fn textual_penalties(query: &Profile, unit: &Profile, alignment: &Alignment, points: &Penalties) -> Vec<Penalty> {
    use PenaltyReason::*;
    let same_words = alignment.cost == 0;
    let (numbers, case) = aligned_differences(query, unit, &alignment.steps);
    [
        (numbers || marks_differ(&query.signs, &unit.signs, same_words), Number, points.number),
        (marks_differ(&query.punctuation, &unit.punctuation, same_words), Punctuation, points.punctuation),
        (case, LetterCase, points.letter_case),
        (marks_differ(&query.codes, &unit.codes, same_words), InlineCode, points.inline_code),
    ]
    .into_iter()
    .filter_map(|(differs, reason, points)| differs.then_some(Penalty { reason, points }))
    .collect()
}

/// Whether, among the words taken for equal, a number has another value, and whether a word is cased otherwise.
fn aligned_differences(query: &Profile, unit: &Profile, steps: &[Step]) -> (bool, bool) {
    let (mut numbers, mut case) = (false, false);
    for step in steps {
        if let Step::Equal { query: i, unit: j } = *step {
            let (a, b) = (&query.words[i], &unit.words[j]);
            numbers |= a.is_number && a.key != b.key;
            case |= !a.is_number && a.cased() != b.cased();
        }
    }
    (numbers, case)
}

fn same_marks(query: &Profile, unit: &Profile) -> bool {
    let same = Mark::same_order;
    same(&query.punctuation, &unit.punctuation) && same(&query.signs, &unit.signs) && same(&query.codes, &unit.codes)
}

/// Whether two texts have other marks, or, where all words are the same, the same marks at other places.
fn marks_differ(query: &[Mark], unit: &[Mark], same_words: bool) -> bool {
    if same_words { !Mark::same_places(query, unit) } else { !Mark::same_order(query, unit) }
}
