//! The little of Markdown that news systems hand over: what a line is, and what is wrapped around a block.

use std::ops::Range;

use crate::text::sentence::trimmed;

/// What a line is by its marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// No mark.
    Text,
    /// A heading of the level, 1 to 6.
    Heading(u8),
    /// One point of a list.
    Item,
    /// Quoted text (`> `).
    Quote,
    /// A line that is emphasized or linked as a whole.
    Whole,
    /// A picture; its text is the description.
    Picture,
    /// A line across the page; it has no text.
    Rule,
    /// A line of `=` under a heading.
    Underline,
}

/// Whether the article is more likely Markdown than plain text. One heading, bold phrase, link, quote or rule tells;
/// a dash at the start of a line does not (dialogue begins so), but two do.
pub(super) fn shows_in(article: &str, lines: &[Range<usize>]) -> bool {
    let marks = lines.iter().map(|line| read(article, line.clone()).0);
    let items = marks.clone().filter(|mark| *mark == Mark::Item).count();
    let tells = |mark: Mark| !matches!(mark, Mark::Text | Mark::Item | Mark::Whole);
    items > 1 || marks.clone().any(tells) || lines.iter().any(|line| has_inline_signs(&article[line.clone()]))
}

fn has_inline_signs(line: &str) -> bool {
    let bold = |mark: &str| line.split_once(mark).is_some_and(|(_, rest)| rest.find(mark).is_some_and(|at| at > 0));
    bold("**") || line.contains("](http") || line.contains("](/")
}

/// What the line is, and the range of its text without the marks.
pub(super) fn read(article: &str, line: Range<usize>) -> (Mark, Range<usize>) {
    let text = &article[line.clone()];
    if is_rule(text) {
        return (Mark::Rule, line.end..line.end);
    }
    if text.len() > 2 && text.bytes().all(|b| b == b'=') {
        return (Mark::Underline, line.end..line.end);
    }
    if let Some((level, range)) = heading(article, &line) {
        return (Mark::Heading(level), unwrap(article, range));
    }
    let marked = |length: usize| trimmed(article, line.start + length..line.end);
    if let Some(length) = item_mark(text) {
        return (Mark::Item, unwrap(article, marked(length)));
    }
    if text.starts_with('>') {
        return (Mark::Quote, marked(text.len() - text.trim_start_matches(['>', ' ']).len()));
    }
    if let Some(inside) = link(article, &line, "![") {
        return (Mark::Picture, inside);
    }
    let inside = unwrap(article, line.clone());
    if inside == line { (Mark::Text, line) } else { (Mark::Whole, inside) }
}

/// `---`, `***`, `* * *`, `___`.
fn is_rule(text: &str) -> bool {
    let mark = text.chars().next().filter(|c| matches!(c, '-' | '*' | '_'));
    mark.is_some_and(|mark| text.chars().all(|c| c == mark || c == ' ') && text.matches(mark).count() > 2)
}

fn heading(article: &str, line: &Range<usize>) -> Option<(u8, Range<usize>)> {
    let text = &article[line.clone()];
    let level = text.len() - text.trim_start_matches('#').len();
    let is_heading = (1..=6).contains(&level) && (text.len() == level || text[level..].starts_with([' ', '\t']));
    // Closing signs (`## Title ##`) are no text either.
    let end = line.start + text.trim_end_matches('#').len();
    is_heading.then(|| (level as u8, trimmed(article, line.start + level..end.max(line.start + level))))
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

/// The range without emphasis marks and links that wrap it as a whole.
pub(super) fn unwrap(article: &str, range: Range<usize>) -> Range<usize> {
    let mut range = range;
    loop {
        let inside = ["***", "**", "__", "*", "_"]
            .iter()
            .find_map(|mark| emphasized(article, &range, mark))
            .or_else(|| link(article, &range, "["));
        match inside {
            Some(inside) => range = inside,
            None => return range,
        }
    }
}

/// What stands between two `mark`s at the ends of the range, if it holds no such mark itself.
fn emphasized(article: &str, range: &Range<usize>, mark: &str) -> Option<Range<usize>> {
    let inside = article[range.clone()].strip_prefix(mark)?.strip_suffix(mark)?;
    let whole = !inside.is_empty() && !inside.contains(mark) && inside.trim() == inside;
    whole.then(|| range.start + mark.len()..range.end - mark.len())
}

/// The text of `[text](address)`, or of a picture with `open` as `![`, if that is all there is in the range.
fn link(article: &str, range: &Range<usize>, open: &str) -> Option<Range<usize>> {
    let inside = article[range.clone()].strip_prefix(open)?.strip_suffix(')')?;
    let (text, address) = inside.split_once("](")?;
    let plain_address = !address.contains([')', '(', ' ', '\n', '\r']) || address.contains('"');
    let plain_text = !text.contains(['[', ']']);
    let start = range.start + open.len();
    (plain_text && plain_address && (!text.trim().is_empty() || open == "!["))
        .then(|| trimmed(article, start..start + text.len()))
}
