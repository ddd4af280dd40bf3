//! Inline codes: placeholders of markup, and Markdown emphasis.

use std::ops::Range;

use super::class::{Class, class};
use super::fold::fold_mark;

/// The byte length of the code that starts at byte `at`, if one does.
pub(super) fn code_length(text: &str, at: usize) -> Option<usize> {
    match text.as_bytes()[at] {
        b'{' => placeholder_length(&text[at..]),
        b'*' | b'_' => emphasis_length(text, at),
        _ => None,
    }
}

/// `{1}`, `{/1}` or `{2/}`, with up to four digits.
fn placeholder_length(text: &str) -> Option<usize> {
    let inner = &text[1..=text.bytes().take(8).position(|b| b == b'}')?];
    let inner = inner.strip_suffix('}').unwrap_or(inner);
    let number = inner.strip_prefix('/').or_else(|| inner.strip_suffix('/')).unwrap_or(inner);
    let is_number = (1..=4).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    is_number.then_some(inner.len() + 2)
}

/// The byte ranges of the placeholders in the text, in order.
pub fn placeholders(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices('{').filter_map(|(at, _)| placeholder_length(&text[at..]).map(|length| at..at + length))
}

/// The highest number of a placeholder in the text; 0 if it has none.
pub fn highest_placeholder(text: &str) -> usize {
    let number = |range: Range<usize>| text[range].trim_matches(['{', '}', '/']).parse().ok();
    placeholders(text).filter_map(number).max().unwrap_or(0)
}

/// A run of one to three `*` or `_` that opens or closes emphasis: it touches text on one side and no word on the other.
///
/// So the stars of `f**k`, the underscores of `snake_case`, a list bullet and a multiplication sign are no codes.
fn emphasis_length(text: &str, at: usize) -> Option<usize> {
    let mark = text.as_bytes()[at];
    let length = text.as_bytes()[at..].iter().take(4).take_while(|&&b| b == mark).count();
    let before = text[..at].chars().rev().find(|&c| class(c) != Class::Mark);
    let behind = text[at + length..].chars().next();
    let starts_the_run = before != Some(char::from(mark));
    let opens = behind.is_some_and(|c| opens_text(c, length)) && !before.is_some_and(is_word);
    let closes = before.is_some_and(|c| closes_text(c, length)) && !behind.is_some_and(is_word);
    // A mark that combines with the run makes a symbol of it.
    let is_bare = !behind.is_some_and(|c| class(c) == Class::Mark);
    (length <= 3 && starts_the_run && is_bare && (opens || closes)).then_some(length)
}

fn is_word(c: char) -> bool {
    matches!(class(c), Class::Letter | Class::Unspaced | Class::Mark | Class::Digit)
}

/// A single mark is often a footnote or a bullet, so it must touch more than any character.
fn opens_text(c: char, length: usize) -> bool {
    class(c) != Class::Space && (length > 1 || is_letter_or_quote(c) || matches!(c, '(' | '[' | '{' | '*' | '_'))
}

fn closes_text(c: char, length: usize) -> bool {
    let is_closer = || matches!(c, ')' | ']' | '}' | '*' | '_' | '.' | ',' | '!' | '?' | '…' | '،' | '؟');
    class(c) != Class::Space && (length > 1 || is_letter_or_quote(c) || is_closer())
}

fn is_letter_or_quote(c: char) -> bool {
    let is_quote = matches!(fold_mark(c).unwrap_or(c), '"' | '\'');
    is_quote || (is_word(c) && class(c) != Class::Digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_have_one_to_four_digits_and_at_most_one_slash() {
        for code in ["{1}", "{/1}", "{2/}", "{0}", "{1234}", "{/1234}"] {
            assert_eq!(code_length(code, 0), Some(code.len()), "{code}");
        }
        for text in ["{}", "{/}", "{/1/}", "{12345}", "{a}", "{1", "{", "{۱}", "{1 }", "{نه}"] {
            assert_eq!(code_length(text, 0), None, "{text}");
        }
    }

    #[test]
    fn the_highest_number_counts_whatever_the_placeholder_does() {
        assert_eq!(highest_placeholder("{2}a{/2} {7/} {12 {x} {/3}"), 7);
        assert_eq!(highest_placeholder("none {a}"), 0);
    }

    #[test]
    fn emphasis_touches_text_on_one_side_only() {
        let cases = [
            ("**bold**", 0, Some(2)),
            ("**bold**", 6, Some(2)),
            ("***both*** ", 7, Some(3)),
            ("*em*", 0, Some(1)),
            ("_«نقل»_", 0, Some(1)),
            ("a *em*, b", 5, Some(1)),
            ("end.* Next", 4, Some(1)),
            ("__init", 0, Some(2)),
            ("snake_case", 5, None),
            ("f**k", 1, None),
            ("2*3", 1, None),
            ("* item", 0, None),
            ("a * b", 2, None),
            ("****", 0, None),
            ("5*", 1, None),
            ("(*)", 1, None),
        ];
        for (text, at, expected) in cases {
            assert_eq!(code_length(text, at), expected, "{text} at {at}");
        }
    }
}
