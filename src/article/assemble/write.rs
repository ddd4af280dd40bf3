//! How the parts of a target are written where the segment stood.

use super::edits::{Change, Edit};
use super::parts::{Part, Side};
use crate::article::block::Context;
use crate::article::html;
use crate::article::html::direction;
use crate::article::markdown;
use crate::article::segments::Written;
use crate::model::Language;

/// The parts as the format has text written there.
pub(super) fn in_context(mut parts: Vec<Part>, context: Context) -> Vec<Part> {
    if let Context::Markdown | Context::MarkdownCell = context {
        parts = spaces_outside(parts);
    }
    let mut is_first = true;
    for part in &mut parts {
        if let Part::Text(text) = part {
            *text = written(text, context, is_first);
        }
        is_first = false;
    }
    if context == Context::HtmlAttribute(None) {
        parts.insert(0, Part::Text("\"".into()));
        parts.push(Part::Text("\"".into()));
    }
    parts
}

fn written(text: &str, context: Context, is_first: bool) -> String {
    match context {
        Context::Plain => text.to_owned(),
        Context::Markdown | Context::MarkdownCell if is_first => markdown::escape_start(text.trim_start(), context),
        Context::Markdown | Context::MarkdownCell => markdown::escape(text, context),
        Context::Html | Context::HtmlTitle => html::escape(text, None),
        Context::HtmlAttribute(mark) => html::escape(text, mark.or(Some('"'))),
        Context::FrontMatter(mark) => markdown::quote(text, mark),
    }
}

/// The parts with white space at the inner side of codes moved out: `** a**` is no emphasis in Markdown.
fn spaces_outside(mut parts: Vec<Part>) -> Vec<Part> {
    for at in 1..parts.len() {
        let (before, behind) = parts.split_at_mut(at);
        match (&mut before[at - 1], &mut behind[0]) {
            (code @ Part::Code { side: Side::Opens, .. }, text @ Part::Text(_)) => {
                let Part::Text(said) = &*text else { continue };
                let inner = said.trim_start().to_owned();
                let spaces = said[..said.len() - inner.len()].to_owned();
                if !spaces.is_empty() {
                    *text = Part::Text(inner);
                    let code_part = std::mem::replace(code, Part::Text(spaces));
                    parts.insert(at, code_part);
                    return spaces_outside(parts);
                }
            }
            (Part::Text(said), code @ Part::Code { side: Side::Closes, .. }) => {
                let spaces = said[said.trim_end().len()..].to_owned();
                if !spaces.is_empty() {
                    said.truncate(said.trim_end().len());
                    let code_part = std::mem::replace(code, Part::Text(spaces));
                    parts.insert(at, code_part);
                    return spaces_outside(parts);
                }
            }
            _ => {}
        }
    }
    parts
}

/// The segment, marked as not translated.
pub(super) fn marked(written: &Written, from: &Language, to: &Language) -> Edit {
    let range = written.segment.start..written.segment.end;
    // An element around half of another would break the page.
    let is_whole = written.segment.codes.iter().all(|code| has_partner(written, &code.text));
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

fn has_partner(written: &Written, code: &str) -> bool {
    let partner = match code.strip_prefix("{/") {
        Some(rest) => format!("{{{rest}"),
        None => format!("{{/{}", &code[1..]),
    };
    code.ends_with("/}") || written.segment.codes.iter().any(|other| other.text == partner)
}
