//! Keeping versions of one article apart.

use std::collections::{HashMap, HashSet};

use super::PairToAlign;

/// Two articles are versions of one if they share one in so many of the segments of the shorter one, on either side.
const SHARED: usize = 5;
/// Segments that so many articles have (bylines, section names) tell nothing.
const COMMON: usize = 20;
/// Shorter segments tell nothing either, in bytes.
const LONG: usize = 25;

/// The positions of the pairs, in layers none of which holds two versions of one article: what an article has taught must
/// not come back to it by another name.
pub(super) fn layers(pairs: &[PairToAlign]) -> Vec<Vec<usize>> {
    let telling: Vec<HashSet<&str>> = pairs.iter().map(telling).collect();
    let mut holders: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, segments) in telling.iter().enumerate() {
        segments.iter().for_each(|segment| holders.entry(segment).or_default().push(at));
    }
    let (mut layer_of, mut layers) = (vec![0; pairs.len()], Vec::<Vec<usize>>::new());
    for at in 0..pairs.len() {
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for holders in telling[at].iter().map(|segment| &holders[segment]).filter(|holders| holders.len() <= COMMON) {
            holders.iter().filter(|&&other| other < at).for_each(|&other| *shared.entry(other).or_default() += 1);
        }
        let is_version =
            |(other, count): &(&usize, &usize)| **count * SHARED >= telling[at].len().min(telling[**other].len());
        let taken: HashSet<usize> = shared.iter().filter(is_version).map(|(&other, _)| layer_of[other]).collect();
        layer_of[at] = (0..).find(|layer| !taken.contains(layer)).unwrap_or_default();
        if layers.len() <= layer_of[at] {
            layers.push(Vec::new());
        }
        layers[layer_of[at]].push(at);
    }
    layers
}

/// What tells an article from others, of both sides.
fn telling((source, target): &PairToAlign) -> HashSet<&str> {
    let texts = source.segments.iter().chain(&target.segments).map(|(text, _)| text.as_str());
    texts.filter(|text| text.len() >= LONG).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::ArticleToAlign;

    fn article(segments: &[&str]) -> ArticleToAlign {
        let segments = segments.iter().map(|text| ((*text).to_owned(), None)).collect();
        ArticleToAlign { document: String::new(), segments }
    }

    #[test]
    fn versions_of_one_article_are_in_different_layers() {
        let storm = ["The storm closed the port of Anzali.", "Three ferries waited outside for days."];
        let edited = ["The storm closed the port of Anzali.", "Four ferries waited outside for days."];
        let other = ["The archive in Tabriz holds letters.", "Nobody had ever delivered any of them."];
        let pairs = [storm, other, edited, storm].map(|source| (article(&source), article(&[])));
        assert_eq!(layers(&pairs), [vec![0, 1], vec![2], vec![3]]);
        assert_eq!(layers(&[]), Vec::<Vec<usize>>::new());
    }

    #[test]
    fn what_many_articles_have_makes_no_versions_of_them() {
        let own = |number: usize| format!("Sentence {number} of its own article");
        let pairs: Vec<_> = (0..30)
            .map(|number| (article(&["More news from the Caspian coast", &own(number)]), article(&[])))
            .collect();
        assert_eq!(layers(&pairs).len(), 1);
    }
}
