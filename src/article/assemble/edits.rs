//! Changes to an article, some of them within others.

use std::ops::Range;

use super::parts::Part;

/// A change to the bytes `range` of an article.
#[derive(Clone, Debug)]
pub(super) struct Edit {
    pub range: Range<usize>,
    pub change: Change,
}

#[derive(Clone, Debug)]
pub(super) enum Change {
    Text(String),
    /// Text, and stretches of the article with the edits in them.
    Parts(Vec<Part>),
    /// What is there, with the edits in it, between two texts.
    Between(String, String),
}

impl Edit {
    pub fn text(range: Range<usize>, text: String) -> Edit {
        Edit { range, change: Change::Text(text) }
    }
}

/// The article with the edits made. Of two edits, either one lies in the other or they do not overlap; what lies in a text,
/// or between the stretches of parts, is gone with what was there.
pub(super) fn apply(article: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| (edit.range.start, std::cmp::Reverse(edit.range.end)));
    let mut out = String::with_capacity(article.len() + article.len() / 8);
    write(article, 0..article.len(), &edits, &mut out);
    out
}

fn write(article: &str, range: Range<usize>, edits: &[Edit], out: &mut String) {
    let mut at = range.start;
    let mut rest = within(edits, &range);
    while let Some((edit, behind)) = rest.split_first() {
        let inside = &behind[..behind.partition_point(|inner| inner.range.start < edit.range.end)];
        rest = &behind[inside.len()..];
        if edit.range.start < at {
            continue;
        }
        out.push_str(&article[at..edit.range.start]);
        at = edit.range.end;
        match &edit.change {
            Change::Text(text) => out.push_str(text),
            Change::Between(before, after) => {
                out.push_str(before);
                write(article, edit.range.clone(), inside, out);
                out.push_str(after);
            }
            Change::Parts(parts) => parts.iter().for_each(|part| match part {
                Part::Text(text) => out.push_str(text),
                Part::Code { range, .. } => write(article, range.clone(), inside, out),
            }),
        }
    }
    out.push_str(&article[at..range.end]);
}

/// The edits that start in a range.
fn within<'e>(edits: &'e [Edit], range: &Range<usize>) -> &'e [Edit] {
    let start = edits.partition_point(|edit| edit.range.start < range.start);
    let end = edits.partition_point(|edit| edit.range.start < range.end);
    &edits[start..end.max(start)]
}
