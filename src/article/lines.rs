//! An article's lines.

use std::ops::Range;

use crate::text::sentence::trimmed;

/// The byte ranges of the article's lines, trimmed; blank lines are empty ranges. A byte order mark belongs to none.
///
/// Lines end at `\n`, `\r\n`, a lone `\r` (old Macintosh files), and Unicode's line and paragraph separators, which
/// word processors leave behind.
pub(super) fn lines(article: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = article.len() - article.trim_start_matches('\u{feff}').len();
    let mut previous_return = None;
    for (at, end) in article.match_indices(['\n', '\r', '\u{2028}', '\u{2029}']) {
        if !(end == "\n" && previous_return == Some(at)) {
            lines.push(trimmed(article, start..at));
        }
        start = at + end.len();
        previous_return = (end == "\r").then_some(start);
    }
    lines.push(trimmed(article, start..article.len()));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(article: &str) -> Vec<&str> {
        lines(article).into_iter().map(|line| &article[line]).collect()
    }

    #[test]
    fn every_kind_of_line_end_ends_one_line() {
        assert_eq!(texts("a\r\n\r\nb\rc\n\nd"), ["a", "", "b", "c", "", "d"]);
        assert_eq!(texts("\u{feff}a\u{2029}b"), ["a", "b"]);
        assert_eq!(texts(""), [""]);
    }
}
