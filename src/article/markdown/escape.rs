//! Text into Markdown that says just that.

use crate::article::block::Context;

/// The text, written so that Markdown takes nothing in it for markup, wherever in a block it stands.
pub(in crate::article) fn escape(text: &str, context: Context) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = None;
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        match c {
            '\n' | '\r' => out.push(' '),
            _ => {
                if is_special(c, before, rest, context) {
                    out.push('\\');
                }
                out.push(c);
            }
        }
        before = Some(c);
    }
    out
}

/// The same for the beginning of a segment, which Markdown must not take for the mark of a block either.
pub(in crate::article) fn escape_start(text: &str, context: Context) -> String {
    let text = escape(text, context);
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let behind = &text[digits..];
    let is_number = (1..=9).contains(&digits) && behind.starts_with(['.', ')']);
    match text.chars().next() {
        Some('#' | '>' | '-' | '+' | '=' | ':') => format!("\\{text}"),
        _ if is_number => format!("{}\\{behind}", &text[..digits]),
        _ => text,
    }
}

fn is_special(c: char, before: Option<char>, rest: &str, context: Context) -> bool {
    let next = rest.chars().next();
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match c {
        '\\' => next.is_none_or(|next| next.is_ascii_punctuation()),
        '`' | '*' | '[' | ']' | '~' => true,
        '_' => !(is_word(before) && is_word(next)),
        '<' => next.is_none_or(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?')),
        '&' => next.is_none_or(|next| next.is_ascii_alphabetic() || next == '#'),
        // At the end of a heading, signs close it; before a picture's bracket, which may come as a code, a mark opens it.
        '#' => rest.trim_end_matches(['#', ' ']).is_empty(),
        '!' => next.is_none(),
        '|' => context == Context::MarkdownCell,
        _ => false,
    }
}
