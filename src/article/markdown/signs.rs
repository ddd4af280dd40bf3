//! Whether an article is Markdown, told from its text.

use std::ops::Range;

use crate::article::lines::lines;
use crate::article::plain::item_mark;

/// Whether the article is more likely Markdown than plain text. One heading, bold phrase, link, quotation, rule or fence
/// tells; a dash at the start of a line does not (dialogue begins so), but two do.
pub(in crate::article) fn shows_in(article: &str) -> bool {
    let lines = lines(article);
    let text = |line: &Range<usize>| &article[line.clone()];
    let items = lines.iter().filter(|line| item_mark(text(line)).is_some()).count();
    items > 1 || lines.iter().any(|line| tells(text(line)))
}

fn tells(line: &str) -> bool {
    is_rule(line) || is_heading(line) || line.starts_with('>') || line.starts_with("```") || has_inline_signs(line)
}

fn has_inline_signs(line: &str) -> bool {
    let bold = |mark: &str| line.split_once(mark).is_some_and(|(_, rest)| rest.find(mark).is_some_and(|at| at > 0));
    bold("**") || line.contains("](http") || line.contains("](/") || line.starts_with("![")
}

/// `---`, `***`, `* * *`, `___`, or a line of `=` under a heading.
fn is_rule(line: &str) -> bool {
    let mark = line.chars().next().filter(|c| matches!(c, '-' | '*' | '_' | '='));
    mark.is_some_and(|mark| line.chars().all(|c| c == mark || c == ' ') && line.matches(mark).count() > 2)
}

fn is_heading(line: &str) -> bool {
    let level = line.len() - line.trim_start_matches('#').len();
    (1..=6).contains(&level) && (line.len() == level || line[level..].starts_with([' ', '\t']))
}
