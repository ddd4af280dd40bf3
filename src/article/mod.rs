//! Articles into blocks, and blocks into segments.
//!
//! An article is cut in four steps, each a room of its own: its lines (`lines`, with what Markdown says of them in
//! `markdown`), the blocks that they make up (`block`, `wrapping`), the part that each block plays (`kind`, with the
//! words it goes by in `newsroom`), and the sentences within a block (`text::sentence`, `emphasis`). Everything is
//! kept as byte ranges of the article, so that a translation can be put back in place.

mod block;
mod emphasis;
mod kind;
mod lines;
mod markdown;
mod newsroom;
mod wrapping;

use std::collections::HashMap;
use std::ops::Range;

use crate::model::{BlockKind, Language, Segment};
use crate::text::{match_key, sentence};
use block::Block;

/// How an article is marked up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ArticleFormat {
    /// Markdown if the article shows signs of it, otherwise plain text.
    #[default]
    Auto,
    /// Plain text: every character that is not white space is in some segment.
    Text,
    /// Light Markdown: headings, rules, lists, quotes, emphasis, links. Marks that only say what a block is (`## `,
    /// `- `, `> `, `---`), and marks around a whole block or segment (`**…**`, `[…](…)`), are in no segment.
    Markdown,
}

/// The segments of an article, in order and without overlap: one per sentence of running text, one per headline,
/// byline, dateline or link. Every segment's text is the article's bytes `start..end`; an empty article has none.
pub fn segment(article: &str, language: &Language, format: ArticleFormat) -> Vec<Segment> {
    let lines = lines::lines(article);
    let is_markdown = match format {
        ArticleFormat::Auto => markdown::shows_in(article, &lines),
        ArticleFormat::Text => false,
        ArticleFormat::Markdown => true,
    };
    let blocks = block::blocks(article, &lines, is_markdown);
    let kinds = kind::kinds(article, &blocks, language);
    let mut segments = Vec::new();
    for (number, (block, &kind)) in blocks.iter().zip(&kinds).enumerate() {
        let ranges = segment_ranges(article, block, kind, language, is_markdown);
        segments.extend(ranges.into_iter().map(|range| new_segment(article, range, kind, number)));
    }
    mark_repetitions(&mut segments, language);
    segments
}

fn new_segment(article: &str, range: Range<usize>, kind: BlockKind, block: usize) -> Segment {
    let (start, end) = (range.start, range.end);
    Segment { text: article[range].to_owned(), kind, start, end, block, repetition_of: None }
}

/// The ranges of a block's segments. Titles, names and dates stay whole: they are translated as one.
fn segment_ranges(
    article: &str,
    block: &Block,
    kind: BlockKind,
    language: &Language,
    is_markdown: bool,
) -> Vec<Range<usize>> {
    if !matches!(kind, BlockKind::Paragraph | BlockKind::Caption | BlockKind::ListItem) {
        return vec![block.range.clone()];
    }
    let sentences = sentence::split(&article[block.range.clone()], language);
    let sentences: Vec<_> =
        sentences.into_iter().map(|s| s.start + block.range.start..s.end + block.range.start).collect();
    if is_markdown { emphasis::balanced(article, sentences) } else { sentences }
}

fn mark_repetitions(segments: &mut [Segment], language: &Language) {
    let mut first_with_key = HashMap::new();
    for (position, segment) in segments.iter_mut().enumerate() {
        let first = *first_with_key.entry(match_key(&segment.text, language)).or_insert(position);
        segment.repetition_of = (first != position).then_some(first);
    }
}

#[cfg(test)]
mod tests;
