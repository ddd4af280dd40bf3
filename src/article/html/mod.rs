//! HTML into blocks, by html5gum's tokenizer, which cuts as browsers do and tells where every token stands.

mod attributes;
mod blocks;
mod direction;
mod elements;
mod entities;
mod escape;
mod names;
mod signs;
mod skip;
mod tokens;

use std::ops::Range;

use super::block::{Block, Document, Mark};
use names::Flow;
use tokens::Token;

pub(super) use direction::{Turn, direction, redeclared, turns};
pub(super) use escape::escape;
pub(super) use signs::{charset_edits, shows_in};

/// The blocks of an article in HTML.
pub(super) fn read(article: &str) -> Document<'_> {
    let mut document = Document::default();
    read_into(article, 0..article.len(), &mut document);
    document.blocks.sort_by_key(Block::start);
    if document.blocks.iter().any(|block| matches!(block.mark, Mark::Heading(_))) {
        // A page that marks its headings has no others.
        let unmarked = document.blocks.iter_mut().filter(|block| block.mark == Mark::Text);
        unmarked.for_each(|block| block.mark = Mark::Prose);
    }
    document
}

/// Adds the blocks of a part of an article that is in HTML.
pub(super) fn read_into<'a>(article: &'a str, part: Range<usize>, document: &mut Document<'a>) {
    let mut reader = blocks::Reader::new(article, document);
    let mut start = part.start;
    // An element that is passed over and never ends is read again, as often as there may be such elements.
    for _ in 0..=names::OPAQUES.len() {
        tokens::each(article, start..part.end, |token| reader.take(token));
        match reader.finish() {
            Some(again) => start = again,
            None => return,
        }
    }
}

/// What a tag inside a line of Markdown is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum InlineTag {
    /// A line break.
    Break,
    /// Has no contents: a picture, a comment.
    Alone,
    Open {
        name: String,
        is_bold: bool,
    },
    Close {
        name: String,
    },
}

/// Reads one tag.
pub(super) fn inline_tag(tag: &str) -> InlineTag {
    let mut found = InlineTag::Alone;
    tokens::each(tag, 0..tag.len(), |token| match token {
        Token::Start { name, .. } if name == "br" => found = InlineTag::Break,
        Token::Start { name, .. } if names::flow(&name) != Flow::Void => {
            let is_bold = names::is_bold(&name);
            found = InlineTag::Open { name, is_bold };
        }
        Token::End { name, .. } => found = InlineTag::Close { name },
        _ => {}
    });
    found
}
