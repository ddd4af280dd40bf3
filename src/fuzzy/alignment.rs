//! The least-cost alignment of the words of two texts.

use super::letters::{COST_UNIT, LetterPattern};
use super::profile::Word;

/// One step of an alignment; positions count words from 0, `query` in the first text, `unit` in the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Equal words, or two numbers.
    Equal { query: usize, unit: usize },
    /// One word for another.
    Replaced { query: usize, unit: usize },
    /// A word of the query alone.
    Inserted { query: usize },
    /// A word of the unit alone.
    Deleted { unit: usize },
}

/// The total cost of a least-cost alignment, and its steps in order. Of several with the least cost it is one
/// that changes the fewest numbers, and of those the one that, read from the end, pairs words first and drops a word of
/// the unit next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alignment {
    /// In [`COST_UNIT`]s to a word.
    pub cost: u64,
    pub steps: Vec<Step>,
}

/// Costs in an alignment are shifted by this, to make room below for how many numbers changed their values: of two
/// alignments that cost the same, the one that changes fewer is meant. No text has a million words.
const VALUE_BITS: u32 = 20;
const OTHER_VALUE: u64 = 1;

/// What it costs to substitute a word of the unit by each of the query's words: numbers are one class and cost nothing
/// (but for [`OTHER_VALUE`]), equal words nothing, near words their share of edits, all others a whole [`COST_UNIT`].
fn substitution_costs(unit: &Word, query: &[QueryWord], costs: &mut [u64]) {
    let pattern = LetterPattern::new(&unit.key);
    for (other, cost) in query.iter().zip(costs) {
        *cost = match (unit.is_number, other.is_number) {
            (true, true) if *unit.key != *other.key => OTHER_VALUE,
            (true, true) => 0,
            (false, false) => pattern.near_cost(&other.letters).unwrap_or(COST_UNIT) << VALUE_BITS,
            _ => COST_UNIT << VALUE_BITS,
        };
    }
}

/// A word of the query with its letters spelled out.
struct QueryWord<'a> {
    key: &'a str,
    letters: Vec<char>,
    is_number: bool,
}

impl QueryWord<'_> {
    fn all(words: &[Word]) -> Vec<QueryWord<'_>> {
        words
            .iter()
            .map(|w| QueryWord { key: &w.key, letters: w.key.chars().collect(), is_number: w.is_number })
            .collect()
    }
}

/// The least total cost, if it is at most `limit`. `row(j, costs)` writes the costs of substituting the unit's word `j`
/// by each of the query's words. Linear in the shorter side's band: an insertion or deletion costs [`COST_UNIT`], so no
/// path within `limit` leaves the diagonal by more than `limit / COST_UNIT` words.
pub fn least_cost(query: usize, unit: usize, limit: u64, mut row: impl FnMut(usize, &mut [u64])) -> Option<u64> {
    let band = (limit / COST_UNIT) as usize;
    if query.abs_diff(unit) > band {
        return None;
    }
    let mut substitution = vec![0; query];
    let mut costs: Vec<u64> =
        (0..=query).map(|i| if i <= band { i as u64 * COST_UNIT } else { u64::MAX / 2 }).collect();
    for j in 0..unit {
        row(j, &mut substitution);
        let (from, to) = ((j + 1).saturating_sub(band), (j + 1 + band).min(query));
        if fill_row(&mut costs, &substitution, j, from, to) > limit {
            return None;
        }
    }
    Some(costs[query]).filter(|&cost| cost <= limit)
}

/// Turns the costs of the row before into those of row `j + 1`, within columns `from..=to`; gives the least of them.
fn fill_row(costs: &mut [u64], substitution: &[u64], j: usize, from: usize, to: usize) -> u64 {
    const OUTSIDE: u64 = u64::MAX / 2;
    let mut diagonal = if from == 0 { costs[0] } else { costs[from - 1] };
    let mut left = OUTSIDE;
    if from == 0 {
        left = (j as u64 + 1) * COST_UNIT;
        costs[0] = left;
    } else {
        costs[from - 1] = OUTSIDE;
    }
    let mut least = left;
    for i in from.max(1)..=to {
        let above = costs[i];
        left = (diagonal + substitution[i - 1]).min(above + COST_UNIT).min(left + COST_UNIT);
        diagonal = above;
        costs[i] = left;
        least = least.min(left);
    }
    least
}

/// Which step led to a cell of the recurrence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Move {
    PairEqual,
    Pair,
    Delete,
    Insert,
}

/// The least-cost alignment of two texts. Takes time and one byte for each pair of their words.
pub fn align(query: &[Word], unit: &[Word]) -> Alignment {
    let (width, query_words) = (query.len() + 1, QueryWord::all(query));
    let mut moves = vec![Move::Insert; width];
    let mut costs: Vec<u64> = (0..width as u64).map(|i| (i * COST_UNIT) << VALUE_BITS).collect();
    let mut substitution = vec![0; query.len()];
    for word in unit {
        substitution_costs(word, &query_words, &mut substitution);
        moves.push(Move::Delete);
        let mut diagonal = std::mem::replace(&mut costs[0], 0);
        costs[0] = diagonal + (COST_UNIT << VALUE_BITS);
        for i in 1..width {
            let (cost, step) = cheapest(diagonal, costs[i], costs[i - 1], substitution[i - 1]);
            diagonal = std::mem::replace(&mut costs[i], cost);
            moves.push(step);
        }
    }
    Alignment { cost: costs[query.len()] >> VALUE_BITS, steps: trace(query.len(), unit.len(), &moves) }
}

fn cheapest(diagonal: u64, above: u64, left: u64, substitution: u64) -> (u64, Move) {
    let (paired, deleted, inserted) =
        (diagonal + substitution, above + (COST_UNIT << VALUE_BITS), left + (COST_UNIT << VALUE_BITS));
    if paired <= deleted && paired <= inserted {
        (paired, if substitution <= OTHER_VALUE { Move::PairEqual } else { Move::Pair })
    } else if deleted <= inserted {
        (deleted, Move::Delete)
    } else {
        (inserted, Move::Insert)
    }
}

fn trace(query: usize, unit: usize, moves: &[Move]) -> Vec<Step> {
    let (width, mut i, mut j) = (query + 1, query, unit);
    let mut steps = Vec::with_capacity(query.max(unit));
    while i > 0 || j > 0 {
        steps.push(match moves[j * width + i] {
            Move::Insert => {
                i -= 1;
                Step::Inserted { query: i }
            }
            Move::Delete => {
                j -= 1;
                Step::Deleted { unit: j }
            }
            equal_or_not => {
                (i, j) = (i - 1, j - 1);
                match equal_or_not {
                    Move::PairEqual => Step::Equal { query: i, unit: j },
                    _ => Step::Replaced { query: i, unit: j },
                }
            }
        });
    }
    steps.reverse();
    steps
}
