//! A comparison for display: which words, numbers, marks and codes two texts share, and which not.
//!
//! It follows the alignment that the score was made from. Words that the alignment pairs, and that are equal, near, numbers or
//! cased otherwise, belong together; whatever stands between two such pairs is compared mark by mark, and what is left of it on
//! either side is one change. So every point of a penalty can be seen: a text without any change is an exact match.

use std::ops::Range;

use super::alignment::{Alignment, Step};
use super::letters::LetterPattern;
use super::profile::{Mark, Profile, Word};

/// What happened to a stretch from the unit to the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DifferenceKind {
    Equal,
    /// In the query only.
    Inserted,
    /// In the unit only.
    Deleted,
    Replaced,
}

/// A stretch of both texts, in bytes; a side that has nothing there has an empty range where it would stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub kind: DifferenceKind,
    pub query: Range<usize>,
    pub unit: Range<usize>,
}

/// Most pairs of marks between two pairs of words that are compared; beyond that the marks count as changed. Nobody reads a
/// comparison of 250 marks in a row.
const MOST_MARK_PAIRS: usize = 1 << 16;

/// The stretches of an alignment, in order; together they hold every word, number, mark and code of both texts once.
pub fn difference(query: &Profile, unit: &Profile, alignment: &Alignment) -> Vec<Difference> {
    let (ours, theirs) = (Parts::of(query), Parts::of(unit));
    let mut stretches = Stretches::default();
    let (mut i, mut j) = (0, 0);
    for (word, other) in pairs(query, unit, alignment) {
        let (p, q) = (ours.words[word], theirs.words[other]);
        stretches.push_between(&ours.parts[i..p], &theirs.parts[j..q]);
        let same = query.words[word].cased() == unit.words[other].cased();
        let relation = if same { Relation::Equal } else { Relation::Altered };
        stretches.push(relation, Some(&ours.parts[p]), Some(&theirs.parts[q]));
        (i, j) = (p + 1, q + 1);
    }
    stretches.push_between(&ours.parts[i..], &theirs.parts[j..]);
    stretches.done
}

/// The words that belong together: not those that merely stand at the same place.
fn pairs<'a>(
    query: &'a Profile,
    unit: &'a Profile,
    alignment: &'a Alignment,
) -> impl Iterator<Item = (usize, usize)> + 'a {
    alignment.steps.iter().filter_map(|step| match *step {
        Step::Equal { query: i, unit: j } => Some((i, j)),
        Step::Replaced { query: i, unit: j } => are_near(&query.words[i], &unit.words[j]).then_some((i, j)),
        Step::Inserted { .. } | Step::Deleted { .. } => None,
    })
}

fn are_near(word: &Word, other: &Word) -> bool {
    let letters: Vec<char> = other.key.chars().collect();
    word.is_number == other.is_number && LetterPattern::new(&word.key).near_cost(&letters).is_some()
}

/// A word, mark or code of a text.
struct Part<'a> {
    /// What it can be equal to, if it is no word: those are paired by the alignment.
    mark: Option<(MarkKind, &'a str)>,
    span: Range<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum MarkKind {
    Punctuation,
    Sign,
    Code,
}

/// All of a text in its order.
struct Parts<'a> {
    parts: Vec<Part<'a>>,
    /// For each word, at which position it stands.
    words: Vec<usize>,
}

impl<'a> Parts<'a> {
    fn of(profile: &'a Profile) -> Parts<'a> {
        let marks = |kind, marks: &'a [Mark]| {
            marks.iter().map(move |m| Part { mark: Some((kind, &m.key)), span: m.start..m.end })
        };
        let words = profile.words.iter().map(|w| Part { mark: None, span: w.start..w.end });
        let mut parts: Vec<Part> = words
            .chain(marks(MarkKind::Punctuation, &profile.punctuation))
            .chain(marks(MarkKind::Sign, &profile.signs))
            .chain(marks(MarkKind::Code, &profile.codes))
            .collect();
        parts.sort_by_key(|part| part.span.start);
        let words = (0..parts.len()).filter(|&at| parts[at].mark.is_none()).collect();
        Parts { parts, words }
    }
}

/// How what stands on both sides of a stretch hangs together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    Equal,
    /// Pairs of words that are nearly the same.
    Altered,
    /// Nothing on one side is anything on the other.
    Changed,
}

#[derive(Default)]
struct Stretches {
    done: Vec<Difference>,
    /// Of the last stretch.
    relation: Option<Relation>,
    /// Where the last part of the query ends, and of the unit.
    ends: (usize, usize),
}

impl Stretches {
    /// What stands between two pairs of words: its equal marks, and all else as changed.
    fn push_between(&mut self, ours: &[Part], theirs: &[Part]) {
        let (mut i, mut j) = (0, 0);
        for (p, q) in equal_marks(ours, theirs).into_iter().chain([(ours.len(), theirs.len())]) {
            ours[i..p].iter().for_each(|part| self.push(Relation::Changed, Some(part), None));
            theirs[j..q].iter().for_each(|part| self.push(Relation::Changed, None, Some(part)));
            if let (Some(mark), Some(same)) = (ours.get(p), theirs.get(q)) {
                self.push(Relation::Equal, Some(mark), Some(same));
            }
            (i, j) = (p + 1, q + 1);
        }
    }

    fn push(&mut self, relation: Relation, ours: Option<&Part>, theirs: Option<&Part>) {
        if self.relation.replace(relation) != Some(relation) {
            let (query, unit) = (self.ends.0..self.ends.0, self.ends.1..self.ends.1);
            self.done.push(Difference { kind: DifferenceKind::Equal, query, unit });
        }
        let Some(stretch) = self.done.last_mut() else { return };
        for (range, part) in [(&mut stretch.query, ours), (&mut stretch.unit, theirs)] {
            if let Some(Part { span, .. }) = part {
                *range = if Range::is_empty(range) { span.clone() } else { range.start..span.end };
            }
        }
        stretch.kind = match (relation, stretch.query.is_empty(), stretch.unit.is_empty()) {
            (Relation::Equal, ..) => DifferenceKind::Equal,
            (Relation::Changed, false, true) => DifferenceKind::Inserted,
            (Relation::Changed, true, false) => DifferenceKind::Deleted,
            _ => DifferenceKind::Replaced,
        };
        self.ends = (stretch.query.end, stretch.unit.end);
    }
}

/// The positions of as many equal marks as both sides have in the same order; the first ones, where there is a choice.
fn equal_marks(ours: &[Part], theirs: &[Part]) -> Vec<(usize, usize)> {
    let marks = |parts: &[Part]| (0..parts.len()).filter(|&at| parts[at].mark.is_some()).collect::<Vec<_>>();
    let (a, b) = (marks(ours), marks(theirs));
    let is_equal = |i: usize, j: usize| ours[a[i]].mark == theirs[b[j]].mark;
    let common = (0..a.len().min(b.len())).take_while(|&at| is_equal(at, at)).count();
    let longest = longest_common(a.len() - common, b.len() - common, |i, j| is_equal(common + i, common + j));
    let behind = longest.into_iter().map(|(i, j)| (common + i, common + j));
    (0..common).map(|at| (at, at)).chain(behind).map(|(i, j)| (a[i], b[j])).collect()
}

/// A longest common subsequence of two sequences; nothing where there are too many pairs to look at.
fn longest_common(n: usize, m: usize, is_equal: impl Fn(usize, usize) -> bool) -> Vec<(usize, usize)> {
    if n == 0 || m == 0 || n * m > MOST_MARK_PAIRS {
        return Vec::new();
    }
    // How long it is from two positions on.
    let mut lengths = vec![vec![0u32; m + 1]; n + 1];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            lengths[i][j] = match is_equal(i, j) {
                true => lengths[i + 1][j + 1] + 1,
                false => lengths[i + 1][j].max(lengths[i][j + 1]),
            };
        }
    }
    let (mut i, mut j, mut found) = (0, 0, Vec::new());
    while i < n && j < m {
        if is_equal(i, j) {
            found.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if lengths[i + 1][j] >= lengths[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    found
}
