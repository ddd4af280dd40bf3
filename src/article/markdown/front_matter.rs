//! Front matter: the title and the description of an article among the data at its head.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::MetadataBlockKind;

use crate::article::block::{Block, Context, Mark, Piece, push_text};
use crate::model::BlockKind;

/// Keys whose values readers see.
const TITLES: &[&str] = &["title", "headline"];
const DESCRIPTIONS: &[&str] = &["description", "summary", "subtitle", "excerpt", "lead", "caption"];

/// Adds blocks for the values that are text, where they stand on one line. What they cannot say without their escapes
/// is left as it is.
pub(super) fn read_into<'a>(
    article: &'a str,
    range: Range<usize>,
    kind: MetadataBlockKind,
    blocks: &mut Vec<Block<'a>>,
) {
    let sign = if kind == MetadataBlockKind::YamlStyle { ':' } else { '=' };
    let mut start = range.start;
    let mut lines = article[range].split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        if sign == '=' && line.starts_with('[') {
            // The tables of TOML are about something else.
            return;
        }
        let goes_on = lines.peek().is_some_and(|next| next.starts_with([' ', '\t']) && !next.trim().is_empty());
        blocks.extend(value(article, start, line, sign).filter(|_| !goes_on));
        start += line.len();
    }
}

fn value<'a>(article: &'a str, start: usize, line: &str, sign: char) -> Option<Block<'a>> {
    let (key, value) = line.split_once(sign)?;
    let kind = match key.trim_end() {
        key if TITLES.contains(&key) => BlockKind::Headline,
        key if DESCRIPTIONS.contains(&key) => BlockKind::Metadata,
        _ => return None,
    };
    let written = value.trim();
    let at = start + line.len() - value.len() + (value.len() - value.trim_start().len());
    // TOML has no way to write an apostrophe between apostrophes.
    let quote = written.chars().next().filter(|c| *c == '"' || (*c == '\'' && sign == ':'));
    let inside = match quote {
        Some(quote) => written[1..].strip_suffix(quote)?,
        None => plain_scalar(written).filter(|_| sign == ':')?,
    };
    let from = at + quote.map_or(0, char::len_utf8);
    let pieces = pieces(article, from..from + inside.len(), quote)?;
    Some(Block { mark: Mark::Known(kind), context: Context::FrontMatter(quote), pieces, element: None })
}

/// The pieces of a value between two of the quotation marks; nothing if it has escapes other than those of quotation
/// marks and backslashes.
fn pieces(article: &str, range: Range<usize>, quote: Option<char>) -> Option<Vec<Piece<'_>>> {
    let escape = match quote {
        Some('"') => '\\',
        Some(quote) => quote,
        None => '\0',
    };
    let mut pieces = Vec::new();
    let mut at = range.start;
    while let Some(found) = article[at..range.end].find(escape) {
        push_text(article, &mut pieces, at..at + found, Cow::Borrowed(&article[at..at + found]));
        let start = at + found;
        let escaped = article[start + 1..range.end].chars().next().filter(|&c| c == escape || Some(c) == quote)?;
        at = start + 1 + escaped.len_utf8();
        push_text(article, &mut pieces, start..at, Cow::Owned(escaped.to_string()));
    }
    push_text(article, &mut pieces, at..range.end, Cow::Borrowed(&article[at..range.end]));
    pieces.retain(|piece| !piece.range().is_empty());
    Some(pieces)
}

/// A YAML value without quotation marks, unless it is no text.
fn plain_scalar(value: &str) -> Option<&str> {
    let is_text = value.contains(char::is_alphabetic)
        && !value.starts_with(['[', '{', '|', '>', '&', '*', '!', '%', '@', '`', '#', '"', '\'', '-', '?', ':', ','])
        && !value.contains(" #")
        && !value.contains(": ")
        && !value.ends_with(':')
        && !is_other_type(value);
    is_text.then_some(value)
}

/// Whether YAML takes a bare word for a truth value, nothing, a number or a time.
fn is_other_type(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let is_number = value.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'))
        && !value.contains(' ')
        && value.contains(|c: char| c.is_ascii_digit() || c == '.');
    is_number || matches!(lower.as_str(), "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n" | "null" | "~")
}

/// A value that goes between two of the quotation marks, or gets double ones if there are none and it needs them.
pub(in crate::article) fn quote(text: &str, mark: Option<char>) -> String {
    let text = text.replace(['\n', '\r'], " ");
    match mark {
        Some('\'') => text.replace('\'', "''"),
        Some(_) => escaped(&text),
        None if plain_scalar(&text) == Some(text.trim()) => text,
        None => format!("\"{}\"", escaped(&text)),
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
