//! Whether an article is HTML, and what it says of its encoding.

use std::ops::Range;

use super::attributes;
use super::names::{self, Flow};
use super::tokens::{self, Token};

/// How much of an article is looked at for a declaration, as browsers do.
const HEAD: usize = 1024;

/// Whether the article is HTML rather than Markdown with some of it: it declares to be, or both begins and ends with a
/// tag and has no line of Markdown.
pub(in crate::article) fn shows_in(article: &str) -> bool {
    let text = article.trim_start_matches('\u{feff}').trim();
    let head: String = text.chars().take(HEAD).collect::<String>().to_ascii_lowercase();
    if !head.starts_with('<') {
        return false;
    }
    head.contains("<!doctype html") || head.contains("<html") || (is_fragment(text) && !has_markdown(text))
}

fn is_fragment(text: &str) -> bool {
    let mut first = None;
    tokens::each(text, 0..text.len().min(text.find('>').map_or(0, |end| end + 1)), |token| {
        first.get_or_insert(token);
    });
    let opens = match first {
        Some(Token::Start { name, .. }) => names::flow(&name) != Flow::Inline || text.contains("</"),
        Some(Token::Other { .. }) => true,
        _ => false,
    };
    opens && text.ends_with('>')
}

fn has_markdown(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("## ") || line.starts_with("# ") || line.starts_with("```"))
}

/// Where an article in HTML names its encoding, with what is written there: the values of `<meta charset>` and the like.
pub(in crate::article) fn charset_edits(article: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    tokens::each(article, 0..article.len(), |token| {
        let Token::Start { name, attributes, .. } = token else { return };
        if name != "meta" {
            return;
        }
        if let Some(charset) = attributes::find(&attributes, "charset") {
            found.push(charset.range.clone());
        } else if attributes::value(&attributes, "http-equiv").is_some_and(|v| v.eq_ignore_ascii_case("content-type"))
            && let Some(content) = attributes::find(&attributes, "content")
            && let Some(at) = article[content.range.clone()].to_ascii_lowercase().find("charset=")
        {
            found.push(content.range.start + at + "charset=".len()..content.range.end);
        }
    });
    found
}
