//! Text of HTML into pieces: entities resolved, white space collapsed.

use std::borrow::Cow;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use crate::article::block::{Piece, push_text};

/// Whether white space is kept as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spaces {
    Collapsed,
    Kept,
}

/// Where entities stand. In attributes, one that lacks its semicolon is none if the word goes on or a sign of equality
/// follows: `?a=1&copy=2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Entities {
    InText,
    InAttribute,
}

/// No entity's name is longer; the numbers of characters could be, with zeros before them.
const LONGEST: usize = 40;

/// Adds the pieces of a stretch of text.
pub(super) fn push_pieces<'a>(article: &'a str, range: Range<usize>, spaces: Spaces, pieces: &mut Vec<Piece<'a>>) {
    push_all(article, range, (spaces, Entities::InText), pieces);
}

fn push_all<'a>(
    article: &'a str,
    range: Range<usize>,
    (spaces, entities): (Spaces, Entities),
    pieces: &mut Vec<Piece<'a>>,
) {
    let mut at = range.start;
    while at < range.end {
        let rest = &article[at..range.end];
        let length = match rest.as_bytes()[0] {
            b'&' => push_entity(article, at..range.end, entities, pieces),
            b if spaces == Spaces::Collapsed && b.is_ascii_whitespace() => {
                let length = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_whitespace()).len();
                push_text(article, pieces, at..at + length, Cow::Borrowed(" "));
                length
            }
            _ => {
                let is_special = |b: u8| b == b'&' || (spaces == Spaces::Collapsed && b.is_ascii_whitespace());
                let length = 1 + rest.bytes().skip(1).position(is_special).unwrap_or(rest.len() - 1);
                push_text(article, pieces, at..at + length, Cow::Borrowed(&rest[..length]));
                length
            }
        };
        at += length;
    }
}

/// The pieces of an attribute's value.
pub(super) fn value_pieces(article: &str, range: Range<usize>) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    push_all(article, range, (Spaces::Collapsed, Entities::InAttribute), &mut pieces);
    pieces
}

/// Adds the entity at the start of the range, or its first character if it is none; its length in the article.
fn push_entity<'a>(article: &'a str, range: Range<usize>, entities: Entities, pieces: &mut Vec<Piece<'a>>) -> usize {
    let rest = &article[range.clone()];
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || *b == b'#';
    let name = rest.bytes().skip(1).take(LONGEST).take_while(is_name).count();
    let length = 1 + name + usize::from(rest[1 + name..].starts_with(';'));
    let said = resolved(&rest[..length]);
    // No name without a semicolon stands for more than one character.
    let goes_on = said.chars().count() > 1 || rest[length..].starts_with('=');
    let is_none = entities == Entities::InAttribute && goes_on && !rest[..length].ends_with(';');
    if is_none || said == rest[..length] {
        push_text(article, pieces, range.start..range.start + 1, Cow::Borrowed("&"));
        return 1;
    }
    push_text(article, pieces, range.start..range.start + length, Cow::Owned(said));
    length
}

fn resolved(entity: &str) -> String {
    let on_event = |event: CallbackEvent<'_>, _: Span<()>| match event {
        CallbackEvent::String { value } => Some(String::from_utf8_lossy(value).into_owned()),
        _ => None,
    };
    let Ok(texts) = Tokenizer::new_with_emitter(entity, CallbackEmitter::new(on_event)).collect::<Result<Vec<_>, _>>();
    texts.concat()
}
