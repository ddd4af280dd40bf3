//! How the parts of a target are written where the segment stood.

use super::edits::{Change, Edit};
use super::emphasis;
use super::parts::{Part, partners};
use crate::article::block::Context;
use crate::article::html;
use crate::article::html::direction;
use crate::article::markdown;
use crate::article::segments::Written;
use crate::model::{InlineCode, Language};

/// The parts of a segment as the format has text written there.
pub(super) fn in_context(article: &str, mut parts: Vec<Part>, written: &Written) -> Vec<Part> {
    let (context, segment) = (written.context, &written.segment);
    let is_markdown = matches!(context, Context::Markdown | Context::MarkdownCell);
    if is_markdown {
        parts = emphasis::spaces_outside(parts);
    }
    let mut is_first = true;
    for part in &mut parts {
        if let Part::Text(text) = part {
            *text = text_in_context(text, context, is_first);
        }
        is_first = false;
    }
    if is_markdown {
        let around = (article[..segment.start].chars().next_back(), article[segment.end..].chars().next());
        parts = emphasis::written_out(article, parts, around, &partners(&segment.codes));
    }
    if context == Context::HtmlAttribute(None) {
        parts.insert(0, Part::Text("\"".into()));
        parts.push(Part::Text("\"".into()));
    }
    parts
}

/// Whether a code is a line break, which a translation can do without.
pub(super) fn is_line_break(article: &str, code: &InlineCode) -> bool {
    let written = article[code.start..code.end].trim_start_matches('\\').trim_start_matches(['>', ' ', '\n', '\r']);
    written.is_empty() || written.get(..3).is_some_and(|tag| tag.eq_ignore_ascii_case("<br"))
}

fn text_in_context(text: &str, context: Context, is_first: bool) -> String {
    match context {
        Context::Plain => text.to_owned(),
        Context::Markdown | Context::MarkdownCell if is_first => markdown::escape_start(text.trim_start(), context),
        Context::Markdown | Context::MarkdownCell => markdown::escape(text, context),
        Context::Html | Context::HtmlTitle => html::escape(text, None),
        Context::HtmlAttribute(mark) => html::escape(text, mark.or(Some('"'))),
        Context::FrontMatter(mark) => markdown::quote(text, mark),
    }
}

/// The segment, marked as not translated.
pub(super) fn marked(written: &Written, from: &Language, to: &Language) -> Edit {
    let range = written.segment.start..written.segment.end;
    // An element around half of another would break the page.
    let codes = &written.segment.codes;
    let is_whole =
        codes.iter().zip(partners(codes)).all(|(code, partner)| partner.is_some() || code.text.ends_with("/}"));
    let (before, after) = match written.context {
        Context::Html if is_whole => {
            let dir = match direction(from) {
                own if own != direction(to) => format!(" dir=\"{own}\""),
                _ => String::new(),
            };
            (format!("<mark class=\"hafez-untranslated\" lang=\"{from}\"{dir}>"), "</mark>".to_owned())
        }
        _ => ("⟦".to_owned(), "⟧".to_owned()),
    };
    Edit { range, change: Change::Between(before, after) }
}
