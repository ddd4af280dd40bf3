//! Whether an article is HTML, and what it says of its encoding.

use std::ops::Range;

use super::attributes;
use super::names::{self, Flow};
use super::tokens::{self, Attribute, Token};
use crate::article::assemble::Charset;

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

/// What to write where, so that an article in HTML declares the encoding: in place of what it declares, else at the start
/// of its head. A part of a page declares none.
pub(in crate::article) fn charset_edits(article: &str, charset: Charset) -> Vec<(Range<usize>, String)> {
    let (Charset::New(name) | Charset::Same(name)) = charset;
    let (mut found, mut head) = (Vec::new(), None);
    found.extend(xml_encoding(article));
    tokens::each(article, 0..article.len(), |token| match token {
        Token::Start { name, attributes, .. } if name == "meta" => found.extend(charset_of(article, &attributes)),
        Token::Start { name, range, .. } if name == "head" => head = head.or(Some(range.end)),
        _ => {}
    });
    if let (true, Some(at), Charset::New(_)) = (found.is_empty(), head, charset) {
        return vec![(at..at, format!("<meta charset=\"{name}\">"))];
    }
    found.retain(|range| !article[range.clone()].trim().eq_ignore_ascii_case(name));
    found.into_iter().map(|range| (range, name.to_owned())).collect()
}

/// Where a `<meta>` names the encoding.
fn charset_of(article: &str, attributes: &[Attribute]) -> Option<Range<usize>> {
    if let Some(charset) = attributes::find(attributes, "charset") {
        return Some(charset.range.clone());
    }
    attributes::value(attributes, "http-equiv").filter(|value| value.eq_ignore_ascii_case("content-type"))?;
    let content = attributes::find(attributes, "content")?.range.clone();
    let at = article[content.clone()].to_ascii_lowercase().find("charset=")?;
    Some(content.start + at + "charset=".len()..content.end)
}

/// Where an XML declaration names the encoding.
fn xml_encoding(article: &str) -> Option<Range<usize>> {
    let start = article.len() - article.trim_start_matches('\u{feff}').len();
    let declaration = article[start..].strip_prefix("<?xml")?.split_once("?>")?.0;
    let at = declaration.find("encoding=")? + "encoding=".len();
    let quote = declaration[at..].chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let length = declaration[at + 1..].find(quote)?;
    let from = start + "<?xml".len() + at + 1;
    Some(from..from + length)
}
