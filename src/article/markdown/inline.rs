//! The contents of one block: text and the markup in it.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use crate::article::block::{Code, Piece, Reference, Role, StandIn, push_text};
use crate::article::html::{InlineTag, inline_tag};

/// A picture, which is read as a code with a text of its own.
#[derive(Debug)]
pub(super) struct Image<'a> {
    pub alt: Vec<Piece<'a>>,
}

/// The pieces of a block as they come in.
#[derive(Debug)]
pub(super) struct Inline<'a> {
    article: &'a str,
    pub pieces: Vec<Piece<'a>>,
    pub images: Vec<Image<'a>>,
    pub references: Vec<Reference>,
    /// Which pieces are line breaks that the reader of the article does not see.
    pub breaks: Vec<usize>,
    /// The codes that are open.
    open: Vec<Opened>,
    /// The HTML elements that are open.
    elements: Vec<(String, usize)>,
    pairs: usize,
}

#[derive(Debug)]
struct Opened {
    pair: usize,
    /// Which piece opens it.
    piece: usize,
    /// Whether its text is the label of its address.
    is_label: bool,
}

impl<'a> Inline<'a> {
    pub fn new(article: &'a str) -> Inline<'a> {
        Inline {
            article,
            pieces: Vec::new(),
            images: Vec::new(),
            references: Vec::new(),
            breaks: Vec::new(),
            open: Vec::new(),
            elements: Vec::new(),
            pairs: 0,
        }
    }

    pub fn take(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Text(text) => self.text(text.into(), range),
            Event::SoftBreak => {
                self.breaks.push(self.pieces.len());
                self.push_text(range, Cow::Borrowed(" "));
            }
            Event::HardBreak => self.push_code(range, Role::Alone, StandIn::Space),
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
                self.push_code(range, Role::Alone, StandIn::Word);
            }
            Event::InlineHtml(tag) => self.tag(&tag, range),
            _ => self.push_code(range, Role::Alone, StandIn::Nothing),
        }
    }

    pub fn start(&mut self, tag: &Tag, range: Range<usize>) {
        if is_autolink(tag) {
            return self.open_at(range.start..range.start, false);
        }
        let length = match tag {
            Tag::Strong | Tag::Image { .. } => 2,
            Tag::Strikethrough => marks(self.article, &range, '~'),
            _ => 1,
        };
        self.open_at(range.start..range.start + length, is_label(tag));
        if let (Tag::Strong, Some(Piece::Code(code))) = (tag, self.pieces.last_mut()) {
            code.is_bold = true;
        }
    }

    pub fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        let Some(Opened { pair, piece, is_label }) = self.open.pop() else { return };
        let said_until = self.pieces.last().map_or(range.start, |last| last.range().end);
        if is_label {
            let label = &self.article[self.pieces[piece].range().end..said_until];
            let with_label = format!("][{label}]");
            self.references.push(Reference { range: range.clone(), end: said_until..range.end, with_label });
        }
        if self.pieces[piece].range().is_empty() || tag == TagEnd::Image {
            return self.end_whole(tag, piece, range);
        }
        let start = match tag {
            TagEnd::Strong => range.end - 2,
            TagEnd::Strikethrough => range.end - marks(self.article, &range, '~'),
            TagEnd::Link => said_until,
            _ => range.end - 1,
        };
        self.push_code(start..range.end, Role::Close(pair), StandIn::Nothing);
    }

    /// Ends what is one code as a whole: a picture, which keeps its text apart, or an address, which is its own text.
    fn end_whole(&mut self, tag: TagEnd, piece: usize, range: Range<usize>) {
        let inside = self.pieces.split_off(piece);
        self.breaks.retain(|at| *at < piece);
        let stands_for = if tag == TagEnd::Image { StandIn::Nothing } else { StandIn::Word };
        if tag == TagEnd::Image {
            self.images.push(Image { alt: inside });
        }
        self.push_code(range, Role::Alone, stands_for);
    }

    fn open_at(&mut self, range: Range<usize>, is_label: bool) {
        let pair = self.next_pair();
        self.open.push(Opened { pair, piece: self.pieces.len(), is_label });
        self.push_code(range, Role::Open(pair), StandIn::Nothing);
    }

    fn next_pair(&mut self) -> usize {
        self.pairs += 1;
        self.pairs
    }

    /// Text as the parser gives it; a backslash before it belongs to its first character.
    fn text(&mut self, text: Cow<'a, str>, range: Range<usize>) {
        let free = self.pieces.last().map_or(0, |last| last.range().end);
        let is_escaped = range.start > free
            && self.article.as_bytes()[range.start - 1] == b'\\'
            && text.starts_with(|c: char| c.is_ascii_punctuation())
            && self.article[range.clone()] == *text;
        if !is_escaped {
            return self.push_text(range, text);
        }
        self.push_text(range.start - 1..range.start + 1, Cow::Borrowed(&self.article[range.start..range.start + 1]));
        if range.len() > 1 {
            let rest = range.start + 1..range.end;
            self.push_text(rest.clone(), Cow::Borrowed(&self.article[rest]));
        }
    }

    fn tag(&mut self, tag: &str, range: Range<usize>) {
        match inline_tag(tag) {
            InlineTag::Break => self.push_code(range, Role::Alone, StandIn::Space),
            InlineTag::Alone => self.push_code(range, Role::Alone, StandIn::Nothing),
            InlineTag::Open { name, is_bold } => {
                let pair = self.next_pair();
                self.elements.push((name, pair));
                self.push_code(range, Role::Open(pair), StandIn::Nothing);
                if let Some(Piece::Code(code)) = self.pieces.last_mut() {
                    code.is_bold = is_bold;
                }
            }
            InlineTag::Close { name } => {
                let open = self.elements.iter().rposition(|(open, _)| *open == name);
                let pair = open.map(|at| self.elements.remove(at).1).unwrap_or_else(|| self.next_pair());
                self.push_code(range, Role::Close(pair), StandIn::Nothing);
            }
        }
    }

    fn push_text(&mut self, range: Range<usize>, text: Cow<'a, str>) {
        self.extend_break(range.start);
        push_text(self.article, &mut self.pieces, range, text);
    }

    fn push_code(&mut self, range: Range<usize>, role: Role, stands_for: StandIn) {
        self.extend_break(range.start);
        self.pieces.push(Piece::Code(Code { range, role, stands_for, is_bold: false }));
    }

    /// What stands at the beginning of the line behind a line break, as the mark of a quotation, is part of the break.
    fn extend_break(&mut self, next: usize) {
        if let Some(Piece::Code(Code { range, stands_for: StandIn::Space, .. })) = self.pieces.last_mut() {
            let is_margin = |text: &str| text.chars().all(|c| c.is_whitespace() || c == '>');
            if self.article.get(range.end..next).is_some_and(is_margin) {
                range.end = next;
            }
        }
    }
}

fn is_autolink(tag: &Tag) -> bool {
    matches!(tag, Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. })
}

fn is_label(tag: &Tag) -> bool {
    match tag {
        Tag::Link { link_type, .. } | Tag::Image { link_type, .. } => {
            matches!(link_type, LinkType::Shortcut | LinkType::Collapsed)
        }
        _ => false,
    }
}

/// How many of the mark the range begins with, two at the most.
fn marks(article: &str, range: &Range<usize>, mark: char) -> usize {
    article[range.clone()].chars().take(2).take_while(|&c| c == mark).count()
}
