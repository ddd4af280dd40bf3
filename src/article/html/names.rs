//! What the elements of HTML are to an article. Tables of names, all in small letters.

use crate::article::block::Mark;
use crate::model::BlockKind;

/// How an element stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// Ends the block before it and is one itself, or holds some.
    Block,
    /// Part of a line. So is every element that is not known, as browsers have it.
    Inline,
    /// Part of a line, without contents.
    Void,
    /// What is inside is not to be translated, but it is part of the sentence.
    Word,
    /// What is inside is not text.
    Opaque,
}

#[rustfmt::skip]
const BLOCKS: &[&str] = &[
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "col", "colgroup", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3",
    "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "label", "legend", "li", "link", "main", "menu", "meta", "nav",
    "ol", "optgroup", "option", "p", "pre", "search", "section", "select", "summary", "table",
    "tbody", "td", "textarea", "tfoot", "th", "thead", "title", "tr", "ul",
];

#[rustfmt::skip]
const VOIDS: &[&str] = &[
    "area", "base", "basefont", "bgsound", "br", "embed", "frame", "image", "img", "input", "keygen", "param", "source", "track",
    "wbr",
];

/// Blocks without contents.
const VOID_BLOCKS: &[&str] = &["col", "hr", "link", "meta"];

const WORDS: &[&str] = &["code", "kbd", "samp", "tt"];

#[rustfmt::skip]
pub(super) const OPAQUES: &[&str] = &[
    "audio", "canvas", "iframe", "math", "object", "script", "style", "svg", "template", "video", "xmp", "noembed",
    "noframes", "noscript",
];

pub(super) fn flow(name: &str) -> Flow {
    match name {
        _ if BLOCKS.contains(&name) => Flow::Block,
        _ if VOIDS.contains(&name) => Flow::Void,
        _ if WORDS.contains(&name) => Flow::Word,
        _ if OPAQUES.contains(&name) => Flow::Opaque,
        _ => Flow::Inline,
    }
}

/// Elements of other languages, which `/>` ends.
pub(super) fn is_foreign(name: &str) -> bool {
    matches!(name, "svg" | "math")
}

/// Whether what stands behind the start tag of an element that is to be passed over is text after all, if its end tag never
/// comes. Not so where the tokenizer itself knows no markup, and where a block is not to be translated.
pub(super) fn is_read_without_end(name: &str, flow: Flow) -> bool {
    let is_raw = matches!(name, "script" | "style" | "xmp" | "iframe" | "noembed" | "noframes" | "noscript");
    flow != Flow::Block && !is_raw
}

pub(super) fn has_contents(name: &str) -> bool {
    !VOIDS.contains(&name) && !VOID_BLOCKS.contains(&name)
}

pub(super) fn is_bold(name: &str) -> bool {
    matches!(name, "b" | "strong")
}

/// Whether the open element ends by itself where `next` begins: its end tag may be left out.
pub(super) fn is_ended_by(open: &str, next: &str) -> bool {
    match open {
        "p" => flow(next) == Flow::Block && !matches!(next, "button" | "link" | "meta" | "select" | "option"),
        "li" => next == "li",
        "dt" | "dd" => matches!(next, "dt" | "dd"),
        "td" | "th" => matches!(next, "td" | "th" | "tr" | "tbody" | "tfoot"),
        "tr" => matches!(next, "tr" | "tbody" | "tfoot"),
        "option" => matches!(next, "option" | "optgroup"),
        "head" => next == "body",
        _ => false,
    }
}

/// What the text in an element is, if its name says it.
pub(super) fn mark(name: &str) -> Option<Mark> {
    Some(match name {
        "h1" => Mark::Heading(1),
        "h2" => Mark::Heading(2),
        "h3" => Mark::Heading(3),
        "h4" => Mark::Heading(4),
        "h5" => Mark::Heading(5),
        "h6" => Mark::Heading(6),
        "title" => Mark::Known(BlockKind::Headline),
        "li" => Mark::Item,
        "blockquote" => Mark::Quote,
        "td" | "th" => Mark::Cell,
        "pre" => Mark::Code,
        "figcaption" | "caption" => Mark::Known(BlockKind::Caption),
        "nav" => Mark::Known(BlockKind::Link),
        "address" => Mark::Known(BlockKind::Byline),
        "p" => Mark::Prose,
        "dt" | "dd" => Mark::Item,
        "button" | "label" | "legend" | "option" | "summary" | "textarea" => Mark::Known(BlockKind::Metadata),
        _ => return None,
    })
}

/// What the text in an element of the class is, by the names that content management systems give.
#[rustfmt::skip]
pub(super) fn mark_of_class(class: &str) -> Option<Mark> {
    Some(Mark::Known(match class {
        "byline" | "author" | "authors" | "article-author" | "article__author" | "entry-author" | "post-author" | "story-byline"
        | "article-byline" => BlockKind::Byline,
        "dateline" | "date" | "timestamp" | "pubdate" | "published" | "publish-date" | "article-date" | "entry-date"
        | "post-date" | "article__date" => BlockKind::Dateline,
        "caption" | "wp-caption-text" | "image-caption" | "photo-caption" | "photo-credit" | "media-caption" => BlockKind::Caption,
        "related" | "related-articles" | "related-links" | "related-news" | "related-posts" | "more-news" | "more-stories"
        | "read-more" | "recommended" | "most-read" | "breadcrumb" | "breadcrumbs" => BlockKind::Link,
        _ => return None,
    }))
}
