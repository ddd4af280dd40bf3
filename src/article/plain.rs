//! Plain text into blocks: every character that is not white space is in one.

use std::ops::Range;

use super::block::{Block, Document, Mark};
use super::{lines, wrapping};

/// The blocks of plain text: paragraphs stand apart by blank lines, or fill a line each.
pub(super) fn read(article: &str) -> Document<'_> {
    let mut document = Document::default();
    let lines = lines::lines(article);
    for paragraph in lines.split(|line| line.is_empty()) {
        let mut rest = paragraph;
        while !rest.is_empty() {
            let length = 1 + rest[1..].iter().take_while(|line| !is_item(article, line)).count();
            join(article, &rest[..length], &mut document.blocks);
            rest = &rest[length..];
        }
    }
    document
}

fn is_item(article: &str, line: &Range<usize>) -> bool {
    item_mark(&article[line.clone()]).is_some()
}

/// Makes blocks of lines, of which the first may be an item, joining those that go on.
fn join<'a>(article: &'a str, lines: &[Range<usize>], blocks: &mut Vec<Block<'a>>) {
    let texts: Vec<&str> = lines.iter().map(|line| &article[line.clone()]).collect();
    let mut mark = if is_item(article, &lines[0]) { Mark::Item } else { Mark::Text };
    let mut joined = lines[0].clone();
    for (line, goes_on) in lines.iter().zip(wrapping::continuations(&texts)).skip(1) {
        if goes_on {
            joined.end = line.end;
        } else {
            blocks.push(Block::plain(article, joined, mark));
            (joined, mark) = (line.clone(), Mark::Text);
        }
    }
    blocks.push(Block::plain(article, joined, mark));
}

/// Length in bytes of the mark before a list item: `- `, `* `, `• `, `1. `, `۲) `, `۳- `.
pub(super) fn item_mark(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let digits = text.len() - text.trim_start_matches(char::is_numeric).len();
    let mark = match first {
        '-' | '*' | '+' | '•' | '▪' | '◦' | '‣' | '●' => first.len_utf8(),
        // A year is longer than the number of a point.
        _ if (1..=3).contains(&text[..digits].chars().count()) && text[digits..].starts_with(['.', ')', '-']) => {
            digits + 1
        }
        _ => return None,
    };
    text[mark..].starts_with([' ', '\t', '\u{a0}']).then_some(mark)
}
