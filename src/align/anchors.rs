//! Where a long article pair surely goes through: words that are in one segment of either side only.

use rustc_hash::FxHashMap;

use super::batch::{Article, Prepared};
use super::likeness::Likeness;
use super::vocabulary::WordId;

/// Points (source segment, target segment) that rise on both sides, the most that can be had.
pub(super) fn anchors(article: &Article, likeness: &Likeness) -> Vec<(usize, usize)> {
    let (source, target) = (lonely(&article.source), lonely(&article.target));
    let mut points: Vec<(usize, usize)> = Vec::new();
    for (&word, &i) in &source {
        let like = likeness.of(word).iter().filter_map(|(like, _)| target.get(like));
        points.extend(like.map(|&j| (i, j)));
    }
    points.sort_unstable();
    points.dedup();
    longest_rising(&points)
}

/// The words that are in one segment only, and in which.
fn lonely(segments: &[Prepared]) -> FxHashMap<WordId, usize> {
    let mut places: FxHashMap<WordId, Option<usize>> = FxHashMap::default();
    for (at, segment) in segments.iter().enumerate() {
        for &word in &segment.words {
            let place = places.entry(word).or_insert(Some(at));
            *place = place.filter(|&place| place == at);
        }
    }
    places.into_iter().filter_map(|(word, place)| Some((word, place?))).collect()
}

/// The longest subsequence that rises strictly in both coordinates (patience sorting); expects sorted points.
fn longest_rising(points: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut piles: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; points.len()];
    // Of points with one source segment the later target comes first, so that no two of them are taken.
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by_key(|&at| (points[at].0, usize::MAX - points[at].1));
    for at in order {
        let pile = piles.partition_point(|&top| points[top].1 < points[at].1);
        before[at] = pile.checked_sub(1).map(|below| piles[below]);
        match piles.get_mut(pile) {
            Some(top) => *top = at,
            None => piles.push(at),
        }
    }
    let mut chain = Vec::new();
    let mut next = piles.last().copied();
    while let Some(at) = next {
        chain.push(points[at]);
        next = before[at];
    }
    chain.reverse();
    chain
}
