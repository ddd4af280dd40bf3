//! An article's blocks: what stands apart from the rest, still without a role.

use std::ops::Range;

use super::markdown::{self, Mark};
use super::wrapping;

/// One block: a heading, a list item, a paragraph of one or several lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// The text, without marks and white space around it; never empty.
    pub range: Range<usize>,
    pub mark: Mark,
}

/// The blocks of an article. Without Markdown nothing is taken off, and a list item is only known for one.
pub(super) fn blocks(article: &str, lines: &[Range<usize>], is_markdown: bool) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Vec<(Mark, Range<usize>)> = Vec::new();
    for line in lines {
        let (mark, range) = read(article, line.clone(), is_markdown);
        let joins = match open.last() {
            Some((last, _)) => !line.is_empty() && may_join(*last, mark),
            None => false,
        };
        if !joins {
            close(article, &mut open, &mut blocks);
        }
        match mark {
            Mark::Rule => {}
            Mark::Underline => underline(&mut blocks),
            _ if range.is_empty() => {}
            _ => open.push((mark, range)),
        }
    }
    close(article, &mut open, &mut blocks);
    blocks
}

fn read(article: &str, line: Range<usize>, is_markdown: bool) -> (Mark, Range<usize>) {
    if is_markdown {
        return markdown::read(article, line);
    }
    let is_item = markdown::item_mark(&article[line.clone()]).is_some();
    (if is_item { Mark::Item } else { Mark::Text }, line)
}

/// Whether a line with mark `next` may go on with a block whose last line has `mark`.
fn may_join(mark: Mark, next: Mark) -> bool {
    matches!((mark, next), (Mark::Text | Mark::Item, Mark::Text) | (Mark::Quote, Mark::Quote | Mark::Text))
}

/// Makes blocks of the lines collected, joining those that go on.
fn close(article: &str, open: &mut Vec<(Mark, Range<usize>)>, blocks: &mut Vec<Block>) {
    let ranges: Vec<Range<usize>> = open.iter().map(|(_, range)| range.clone()).collect();
    let continues = wrapping::continuations(article, &ranges);
    for ((mark, range), continues) in open.drain(..).zip(continues) {
        match blocks.last_mut() {
            Some(last) if continues => last.range.end = range.end,
            _ => blocks.push(Block { range, mark }),
        }
    }
}

/// A line of `=` makes a heading of the line above it.
fn underline(blocks: &mut [Block]) {
    if let Some(last) = blocks.last_mut().filter(|block| block.mark == Mark::Text) {
        last.mark = Mark::Heading(1);
    }
}
