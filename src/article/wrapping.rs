//! Whether a line goes on with the paragraph of the line before it.
//!
//! Some systems break lines at a fixed width, others put one paragraph on each line; the text itself has to tell. A
//! line broken for its width is one that the next line's first word would have made too long, for every line of its
//! paragraph; besides, a sentence that has not ended and a small letter or a comma tell that it goes on.

use crate::text::sentence::{ends_with_mark, is_invisible};

/// Widths, in columns, at which text is broken.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=120;

/// The most lines that one sentence is wrapped over. What goes on for longer without a full stop is a list or a poem.
const LONGEST_SENTENCE: usize = 40;

/// For lines that follow each other without a blank line or a mark between: whether each goes on with the one before
/// (the first never does).
pub(super) fn continuations(texts: &[&str]) -> Vec<bool> {
    let columns: Vec<usize> = texts.iter().map(|text| columns(text)).collect();
    let width = columns.iter().copied().max().unwrap_or(0);
    let fills: Vec<bool> = texts
        .iter()
        .skip(1)
        .zip(&columns)
        .map(|(next, &filled)| filled + 1 + first_word_columns(next) > width)
        .collect();
    let wrapped = WIDTHS.contains(&width) && is_wrapped(texts, &fills);
    let goes_on = |i: usize| sentence_goes_on(texts[i - 1], texts[i]) || (wrapped && fills[i - 1]);
    (0..texts.len()).map(|i| i > 0 && goes_on(i)).collect()
}

/// Whether the lines are broken for their width: each is filled or ends a sentence, and some sentence is broken.
fn is_wrapped(texts: &[&str], fills: &[bool]) -> bool {
    let Some((last, before)) = texts.split_last() else {
        return false;
    };
    let is_list = texts.split(|text| ends_with_mark(text)).any(|sentence| sentence.len() > LONGEST_SENTENCE);
    let in_order = !is_list && before.iter().zip(fills).all(|(text, &fills)| fills || ends_with_mark(text));
    let breaks_sentence = before.iter().any(|text| !ends_with_mark(text));
    // Two or three titles below each other may look filled; running text ends in a full stop.
    in_order && breaks_sentence && (ends_with_mark(last) || texts.len() > 3)
}

fn sentence_goes_on(line: &str, next: &str) -> bool {
    let comma = line.ends_with([',', '،', ';', '؛']);
    comma || (!ends_with_mark(line) && !line.ends_with(':') && next.starts_with(char::is_lowercase))
}

/// How wide the text is on a page: joiners, direction marks and vowel signs take no room.
fn columns(text: &str) -> usize {
    let no_room = |c: char| (c != ' ' && is_invisible(c)) || ('\u{64b}'..='\u{655}').contains(&c);
    text.chars().filter(|&c| !no_room(c)).count()
}

fn first_word_columns(text: &str) -> usize {
    columns(text.split(char::is_whitespace).next().unwrap_or_default())
}
