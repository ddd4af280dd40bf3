//! Sentence boundaries within one block of text.
//!
//! English and Persian share one scanner and one policy, so that a text and its translation are cut alike: quotations
//! are split inside, and what is ambiguous (`U.S.`, `a.m.`, `ه.ش.`) ends a sentence only before a word that is known to
//! open one. What it knows of words stands in `knowledge/*.toml`, for linguists to read and extend. Every other language
//! is cut by the sentences of Unicode Standard Annex #29, less those that end in an abbreviation CLDR lists for it
//! (`annex_29`). What the users of a server know better goes before both: exceptions, or SRX rules instead (`Segmentation`).

mod annex_29;
mod boundary;
mod chars;
mod ending;
mod endings;
mod enumeration;
mod exceptions;
mod knowledge;
mod scan;
mod segmentation;
mod unstopped;
mod word;

use std::ops::Range;

use crate::model::Language;
pub(crate) use chars::is_invisible;
pub use exceptions::{Exceptions, ExceptionsError};
pub use segmentation::Segmentation;

/// The sentences of one block (headline, paragraph, list item …): byte ranges into `text`, in order, without white space
/// at their ends, together covering every character that is not white space. A line break inside a block is a space.
pub fn split(text: &str, language: &Language) -> Vec<Range<usize>> {
    pieces(text, &cuts(text, language))
}

/// Byte offsets at which a new sentence begins or the white space before it, in order.
fn cuts(text: &str, language: &Language) -> Vec<usize> {
    match language.primary() {
        "en" | "fa" | "prs" => boundary::cuts(text),
        other => annex_29::cuts(text, other),
    }
}

/// The text between the cuts, trimmed. A piece in which nothing is visible joins the sentence before it.
pub(crate) fn pieces(text: &str, cuts: &[usize]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::with_capacity(cuts.len() + 1);
    let mut start = 0;
    for &cut in cuts.iter().chain([&text.len()]) {
        let piece = trimmed(text, start..cut);
        start = cut;
        match out.last_mut() {
            _ if piece.is_empty() => {}
            Some(last) if text[piece.clone()].chars().all(chars::is_invisible) => last.end = piece.end,
            _ => out.push(piece),
        }
    }
    out
}

/// `range` without the white space at its ends; empty where there is nothing else.
pub(crate) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let slice = &text[range.clone()];
    let start = range.start + (slice.len() - slice.trim_start().len());
    start..start + slice.trim().len()
}

/// Whether the text ends in a mark that may end a sentence, behind it at most closing marks.
pub(crate) fn ends_with_mark(text: &str) -> bool {
    let closing = |c: char| chars::is_closer(c) || chars::is_invisible(c);
    text.trim_end_matches(closing).ends_with(chars::is_mark)
}

#[cfg(test)]
mod tests;
