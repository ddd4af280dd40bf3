//! Sentences that end without a mark: the full stop was forgotten, or lost with the line break behind a headline.
//!
//! Only what can hardly be anything else is cut: a boundary that is missed costs less than one that parts a sentence.

use super::knowledge::knowledge;
use super::word::{Next, Previous};

/// Whether the capital at `at` opens a sentence behind one without a mark: `… altering them in the lab They can then …`.
/// A word in small letters, a bracket or a quotation stands before it, and words in small letters behind it.
pub(super) fn opens_sentence(text: &str, at: usize) -> bool {
    let Some(before) = text[..at].strip_suffix(' ') else { return false };
    may_end_sentence(before) && {
        let next = Next::of(&text[at..]);
        knowledge().opens_without_stop(next.word) && small_words_follow(&next) && !leads_to_name(before)
    }
}

/// A first look, as cheap as can be: it is taken at every capital.
fn may_end_sentence(before: &str) -> bool {
    let mut last = before.bytes().rev();
    match last.next() {
        Some(b'a'..=b'z') => true,
        Some(b')' | b'"') => last.next().is_some_and(|byte| byte.is_ascii_alphabetic()),
        _ => before.strip_suffix('”').is_some_and(|quoted| quoted.ends_with(char::is_alphabetic)),
    }
}

/// `They can then …`, `Another said: …`: an opener, a small word, and a second one or a mark.
fn small_words_follow(next: &Next) -> bool {
    let mut words = next.words();
    let small = |word: &str| word.starts_with(char::is_lowercase);
    match (words.next(), words.next(), words.next()) {
        (Some((_, false)), Some((first, true)), _) => small(first),
        (Some((_, false)), Some((first, false)), second) => small(first) && second.is_none_or(|(word, _)| small(word)),
        _ => false,
    }
}

/// Whether the last word of `before` is a name itself, no whole word, or one that a name, a title or what somebody said follows.
fn leads_to_name(before: &str) -> bool {
    if !before.ends_with(|c: char| c.is_ascii_lowercase()) {
        return false;
    }
    let word = Previous::of(before).word;
    let is_small_word = word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    !is_small_word || knowledge().is_before_names(word) || knowledge().is_reporting_verb(word)
}

/// Whether a quotation that a colon announced ends a sentence though no mark stands in it: `گفت: «نه» او رفت`. What stands
/// before its closing mark and behind it is given.
pub(super) fn ends_quotation(before: &str, behind: &str) -> bool {
    let Some(rest) = behind.strip_prefix(' ') else { return false };
    let next = Next::of(rest);
    before.ends_with(char::is_alphanumeric) && !next.opened && next.is_arabic() && next.is_starter()
}
