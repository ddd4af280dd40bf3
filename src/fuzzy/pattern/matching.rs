//! Finding a pattern's words in a text.

use std::ops::Range;

use super::{Pattern, PatternWord};

/// A search for a pattern's words in a text of `len` words.
pub struct Matching<'a, F> {
    words: &'a [PatternWord],
    is_loose: bool,
    len: usize,
    is: F,
}

/// No place.
const NOWHERE: usize = usize::MAX;

impl<'a, F: Fn(usize, usize, usize) -> bool> Matching<'a, F> {
    /// `is(word, nth, at)` tells whether the text's word `at` is the `nth` spelling of the pattern's `word`.
    pub fn new(pattern: &'a Pattern, len: usize, is: F) -> Matching<'a, F> {
        Matching { words: &pattern.words, is_loose: pattern.is_loose, len, is }
    }

    /// Goes along the text from its word `at` and the pattern's `word` until a word of the pattern may stand anywhere:
    /// which one, and behind which word of the text.
    fn run(&self, mut word: usize, mut at: usize) -> Option<(usize, usize)> {
        loop {
            let spellings = if at < self.len { self.words[word].spellings.len() } else { 0 };
            // At most one fits, as they differ in length or in what they begin with.
            word += (0..spellings).find(|&nth| (self.is)(word, nth, at))? + 1;
            at += 1;
            if self.words.get(word).is_none_or(|word| !word.is_joined) {
                return Some((word, at));
            }
        }
    }

    /// For each number of the pattern's words, behind which word of the text they can stand at the earliest, from `from`
    /// on, or [`NOWHERE`]; `None` if the whole pattern does not stand there.
    pub fn earliest_ends(&self, from: usize) -> Option<Vec<usize>> {
        let mut ends = vec![NOWHERE; self.words.len() + 1];
        ends[0] = from;
        for word in (0..self.words.len()).filter(|&word| !self.words[word].is_joined) {
            for at in ends[word]..self.len {
                let Some((next, end)) = self.run(word, at) else { continue };
                ends[next] = ends[next].min(end);
                if !self.is_loose {
                    break;
                }
            }
        }
        (ends[self.words.len()] != NOWHERE).then_some(ends)
    }

    /// The place that ends first, from `from` on; of those, the one whose last stretch begins last, and so on.
    pub fn stretches(&self, from: usize) -> Option<Vec<Range<usize>>> {
        let ends = self.earliest_ends(from)?;
        let (mut stretches, mut word, mut end) = (Vec::new(), self.words.len(), ends[self.words.len()]);
        while word > 0 {
            let (first, stretch) = self.last_stretch(word, end, &ends)?;
            (word, end) = (first, stretch.start);
            stretches.push(stretch);
        }
        stretches.reverse();
        Some(stretches)
    }

    /// The last stretch within the text's first `end` words that ends before the pattern's `word`, with the words before
    /// it in front of it: its first word, and where it stands.
    fn last_stretch(&self, word: usize, end: usize, ends: &[usize]) -> Option<(usize, Range<usize>)> {
        let begins = |first: usize, at: usize| !self.words[first].is_joined && ends[first] <= at;
        let reaches = |first: usize, at: usize| self.run(first, at).filter(|&(next, stop)| next == word && stop <= end);
        (0..end).rev().find_map(|at| {
            let stretch = |first| reaches(first, at).map(|(_, stop)| (first, at..stop));
            (0..word).rev().filter(|&first| begins(first, at)).find_map(stretch)
        })
    }
}
