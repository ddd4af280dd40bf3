//! A block's contents into blocks: news copy puts on lines of their own what Markdown takes for one paragraph.

use std::ops::Range;

use super::inline::Inline;
use crate::article::block::{Block, Context, Document, Mark, Piece};
use crate::article::content::Content;
use crate::article::{plain, wrapping};
use crate::model::BlockKind;

/// Adds the blocks that a block's contents make up.
pub(super) fn finish<'a>(
    article: &'a str,
    inline: Inline<'a>,
    (mark, context): (Mark, Context),
    document: &mut Document<'a>,
) {
    let Inline { pieces, images, breaks, references, .. } = inline;
    document.references.extend(references);
    let blocks = &mut document.blocks;
    let shows = |piece: &Piece| matches!(piece, Piece::Text { text, .. } if !text.trim().is_empty());
    // A picture is a block of its own where nothing else is, and has a text of its own inside a sentence.
    let is_picture = !pieces.iter().any(shows);
    for image in images {
        let mark = if is_picture { Mark::Picture } else { Mark::Known(BlockKind::Caption) };
        blocks.push(Block { mark, context, pieces: image.alt, element: None });
    }
    if is_picture {
        return;
    }
    for line in lines(&pieces, &breaks) {
        blocks.push(line_block(article, pieces[line].to_vec(), (mark, context)));
    }
}

/// The pieces of each line, or of lines that go on.
fn lines(pieces: &[Piece], breaks: &[usize]) -> Vec<Range<usize>> {
    let starts = std::iter::once(0).chain(breaks.iter().map(|at| at + 1));
    let ends = breaks.iter().copied().chain([pieces.len()]);
    let lines: Vec<Range<usize>> = starts.zip(ends).map(|(start, end)| start..end).collect();
    let texts: Vec<String> = lines.iter().map(|line| Content::new(&pieces[line.clone()]).text).collect();
    let texts: Vec<&str> = texts.iter().map(|text| text.trim()).collect();
    let mut joined: Vec<Range<usize>> = Vec::new();
    for (at, (line, goes_on)) in lines.into_iter().zip(wrapping::continuations(&texts)).enumerate() {
        match joined.last_mut() {
            Some(last) if goes_on && plain::item_mark(texts[at]).is_none() => last.end = line.end,
            _ => joined.push(line),
        }
    }
    joined
}

fn line_block<'a>(article: &'a str, mut pieces: Vec<Piece<'a>>, (mark, context): (Mark, Context)) -> Block<'a> {
    let mut mark = mark;
    if mark == Mark::Text && take_item_mark(article, &mut pieces) {
        mark = Mark::Item;
    }
    if mark == Mark::Text && Content::new(&pieces).is_wrapped() {
        mark = Mark::Whole;
    }
    Block { mark, context, pieces, element: None }
}

/// Takes off the mark of an item that Markdown does not know for one: `• `, `۱. `.
fn take_item_mark<'a>(article: &'a str, pieces: &mut [Piece<'a>]) -> bool {
    let Some(Piece::Text { range, text }) = pieces.first_mut() else { return false };
    let Some(length) = plain::item_mark(text).filter(|_| range.len() == text.len()) else { return false };
    let rest = &article[range.start + length..range.end];
    range.start = range.end - rest.trim_start().len();
    *text = article[range.clone()].into();
    true
}
