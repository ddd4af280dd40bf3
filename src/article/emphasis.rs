//! Emphasis marks at the seams between sentences.

use std::ops::Range;

use super::markdown::unwrap;
use crate::text::sentence::trimmed;

const BOLD: &str = "**";

/// The sentences of a block with their bold marks in balance, so that none shows half a pair.
///
/// A bold run over whole sentences loses its marks, as one around a single sentence does. Sentences that a bold run
/// begins or ends in the middle of are joined.
pub(super) fn balanced(article: &str, sentences: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let marks = |range: &Range<usize>| article[range.clone()].matches(BOLD).count();
    if sentences.iter().map(marks).sum::<usize>() % 2 == 1 {
        // Some mark is none, and which one nobody knows.
        return sentences;
    }
    let mut out = Vec::with_capacity(sentences.len());
    let mut inside = false;
    for group in sentences.chunk_by(|sentence, _| {
        inside ^= marks(sentence) % 2 == 1;
        inside
    }) {
        out.extend(seamless(article, group));
    }
    out.into_iter().map(|range| unwrap(article, range)).filter(|range| !range.is_empty()).collect()
}

/// Sentences that bold runs hold together: apart again if it is one run around all of them, otherwise joined.
fn seamless(article: &str, group: &[Range<usize>]) -> Vec<Range<usize>> {
    let [first, .., last] = group else {
        return group.to_vec();
    };
    let whole = first.start..last.end;
    let text = &article[whole.clone()];
    let one_run = text.starts_with(BOLD) && text.ends_with(BOLD) && text.matches(BOLD).count() == 2;
    if !one_run {
        return vec![whole];
    }
    let mut apart = group.to_vec();
    apart[0] = trimmed(article, first.start + BOLD.len()..first.end);
    apart[group.len() - 1] = trimmed(article, last.start..last.end - BOLD.len());
    apart
}
