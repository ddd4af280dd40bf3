//! Sentence boundaries within one block of text.
//!
//! English and Persian share one scanner and one policy, so that a text and its translation are cut alike: quotations
//! are split inside, and what is ambiguous (`U.S.`, `a.m.`, `ه.ش.`) ends a sentence only before a word that is known to
//! open one. Every other language is cut by the sentences of Unicode Standard Annex #29.

mod boundary;
mod chars;
mod ending;
mod english;
mod enumeration;
mod persian;
mod word;

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::model::Language;
pub(crate) use chars::is_invisible;

/// The sentences of one block (headline, paragraph, list item …): byte ranges into `text`, in order, without white space
/// at their ends, together covering every character that is not white space. A line break inside a block is a space.
pub fn split(text: &str, language: &Language) -> Vec<Range<usize>> {
    let cuts = match language.primary() {
        "en" | "fa" | "prs" => boundary::cuts(text),
        _ => cuts_by_annex_29(text),
    };
    pieces(text, &cuts)
}

/// Annex 29 ends a sentence at every line break, which a block does not: line breaks are shown to it as spaces.
fn cuts_by_annex_29(text: &str) -> Vec<usize> {
    let has_breaks = text.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']);
    let unbroken = if has_breaks { Cow::Owned(without_line_breaks(text)) } else { Cow::Borrowed(text) };
    unbroken.split_sentence_bound_indices().map(|(start, _)| start).skip(1).collect()
}

/// `text` with every line break replaced by as many spaces as it has bytes.
fn without_line_breaks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' => out.push(' '),
            '\u{85}' => out.push_str("  "),
            '\u{2028}' | '\u{2029}' => out.push_str("   "),
            _ => out.push(c),
        }
    }
    out
}

/// The text between the cuts, trimmed. A piece in which nothing is visible joins the sentence before it.
fn pieces(text: &str, cuts: &[usize]) -> Vec<Range<usize>> {
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
