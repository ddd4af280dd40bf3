//! Tokens into blocks.

use std::ops::Range;

use super::attributes;
use super::elements::Elements;
use super::entities::{self, Spaces};
use super::names::{self, Flow};
use super::skip::{Skip, Step};
use super::tokens::{Attribute, Token};
use crate::article::block::{Block, Code, Context, Document, Mark, Piece, Role, StandIn};
use crate::article::content::Content;

/// How many open elements of a line an end tag is looked for in, from the innermost: deeper ones are taken for broken.
const DEEPEST: usize = 64;

/// An element of a line.
struct Open {
    name: String,
    /// The number of its pair of codes.
    pair: usize,
    /// Where what it declares is noted, if it declares anything.
    declares: Option<usize>,
}

pub(super) struct Reader<'a, 'd> {
    article: &'a str,
    document: &'d mut Document<'a>,
    elements: Elements,
    /// The pieces of the block that is being read.
    pieces: Vec<Piece<'a>>,
    /// The elements of the line that are open.
    inline: Vec<Open>,
    pairs: usize,
    /// What is being passed over.
    skip: Option<Skip>,
    /// Elements to pass over that turned out to have no end.
    never_ended: Vec<String>,
}

impl<'a, 'd> Reader<'a, 'd> {
    pub fn new(article: &'a str, document: &'d mut Document<'a>) -> Reader<'a, 'd> {
        let (pieces, inline) = (Vec::new(), Vec::new());
        let never_ended = Vec::new();
        Reader { article, document, elements: Elements::default(), pieces, inline, pairs: 0, skip: None, never_ended }
    }

    pub fn take(&mut self, token: Token) {
        if let Some(mut skip) = self.skip.take() {
            match skip.step(&token) {
                Step::Inside => {
                    self.skip = Some(skip);
                    return;
                }
                Step::EndsWith(end) => return self.end_skip(skip, end),
                Step::EndsBefore(end) => self.end_skip(skip, end),
            }
        }
        match token {
            Token::Start { name, attributes, self_closing, range } => {
                let is_empty = self_closing && names::is_foreign(&name);
                self.start(name, &attributes, (range, is_empty));
            }
            Token::End { name, range } => self.end(&name, range),
            Token::Text { range } => self.text(range),
            Token::Other { range } if !self.pieces.is_empty() => {
                self.code(range, Role::Alone, StandIn::Nothing);
            }
            Token::Other { .. } => {}
        }
    }

    /// Ends the reading. If an element is still being passed over, gives where its contents start: without its end tag, it
    /// is none to pass over, and the reading goes on from there.
    pub fn finish(&mut self) -> Option<usize> {
        let Some(skip) = self.skip.take().filter(|skip| names::is_read_without_end(&skip.name, skip.flow)) else {
            self.close();
            return None;
        };
        self.never_ended.push(skip.name.clone());
        self.code(skip.start..skip.contents, Role::Alone, StandIn::Nothing);
        Some(skip.contents)
    }

    fn is_never_ended(&self, name: &str, flow: Flow) -> bool {
        matches!(flow, Flow::Word | Flow::Opaque) && self.never_ended.iter().any(|other| other == name)
    }

    fn start(&mut self, name: String, attributes: &[Attribute], (range, is_empty): (Range<usize>, bool)) {
        let flow = self.flow(&name);
        if attributes::forbids_translation(attributes) {
            return self.start_skip(name, flow, range);
        }
        if is_empty || self.is_never_ended(&name, flow) {
            return self.code(range, Role::Alone, StandIn::Nothing);
        }
        if matches!(flow, Flow::Word | Flow::Opaque) {
            let element = self.elements.innermost();
            self.document.blocks.extend(attributes::blocks(self.article, &name, attributes, element));
            return self.start_skip(name, flow, range);
        }
        if flow == Flow::Block {
            self.close();
            self.elements.enter(&name, attributes, &range, &mut self.document.elements);
        }
        let element = self.elements.innermost();
        let shown = attributes::blocks(self.article, &name, attributes, element);
        self.document.blocks.extend(shown);
        match flow {
            Flow::Block => {}
            _ if name == "br" => self.line_break(range),
            Flow::Void => self.code(range, Role::Alone, StandIn::Nothing),
            _ => self.open(name, attributes, range),
        }
    }

    /// Program text is a block of its own where its lines are kept, and part of a sentence elsewhere.
    fn flow(&self, name: &str) -> Flow {
        match names::flow(name) {
            Flow::Word if self.elements.spaces() == Spaces::Kept => Flow::Inline,
            flow => flow,
        }
    }

    fn end(&mut self, name: &str, range: Range<usize>) {
        match self.flow(name) {
            Flow::Block => {
                self.close();
                self.elements.leave(name);
            }
            Flow::Void => {}
            _ if self.pieces.is_empty() => {}
            _ => {
                let pair = self.closing_pair(name, range.end);
                self.code(range, Role::Close(pair), StandIn::Nothing);
            }
        }
    }

    fn text(&mut self, range: Range<usize>) {
        let spaces = self.elements.spaces();
        if self.pieces.is_empty() && spaces == Spaces::Collapsed && self.article[range.clone()].trim().is_empty() {
            return;
        }
        entities::push_pieces(self.article, range, spaces, &mut self.pieces);
    }

    /// Two line breaks in a row end a paragraph.
    fn line_break(&mut self, range: Range<usize>) {
        let is_blank = |piece: &&Piece| matches!(piece, Piece::Text { text, .. } if text.trim().is_empty());
        let before = self.pieces.iter().rev().find(|piece| !is_blank(piece));
        if matches!(before, Some(Piece::Code(Code { stands_for: StandIn::Space, .. }))) {
            self.close();
        } else if before.is_some() {
            self.code(range, Role::Alone, StandIn::Space);
        }
    }

    fn open(&mut self, name: String, attributes: &[Attribute], range: Range<usize>) {
        self.pairs += 1;
        let is_bold = names::is_bold(&name);
        let declarations = attributes::declarations(attributes);
        let is_any = !declarations.languages.is_empty() || declarations.direction.is_some();
        let declares = is_any.then_some(self.document.inline_declarations.len());
        if is_any {
            self.document.inline_declarations.push((range.start..range.end, declarations));
        }
        self.inline.push(Open { name, pair: self.pairs, declares });
        let (role, stands_for) = (Role::Open(self.pairs), StandIn::Nothing);
        self.pieces.push(Piece::Code(Code { range, role, stands_for, is_bold }));
    }

    /// The number of the element's pair; a number of its own if it is not open here.
    fn closing_pair(&mut self, name: &str, end: usize) -> usize {
        let nearest = self.inline.iter().rev().take(DEEPEST).position(|open| open.name == name);
        match nearest {
            Some(depth) => {
                let open = self.inline.remove(self.inline.len() - 1 - depth);
                self.end_declarations(&open, end);
                open.pair
            }
            None => {
                self.pairs += 1;
                self.pairs
            }
        }
    }

    fn code(&mut self, range: Range<usize>, role: Role, stands_for: StandIn) {
        self.pieces.push(Piece::Code(Code { range, role, stands_for, is_bold: false }));
    }

    fn start_skip(&mut self, name: String, flow: Flow, range: Range<usize>) {
        if flow == Flow::Block {
            self.close();
        }
        if names::has_contents(&name) {
            self.skip = Some(Skip::new(name, flow, range));
        } else if flow == Flow::Void {
            self.code(range, Role::Alone, StandIn::Nothing);
        }
    }

    fn end_skip(&mut self, skip: Skip, end: usize) {
        let stands_for = if skip.flow == Flow::Opaque { StandIn::Nothing } else { StandIn::Word };
        if skip.flow != Flow::Block {
            self.code(skip.start..end, Role::Alone, stands_for);
        }
    }

    fn end_declarations(&mut self, open: &Open, end: usize) {
        if let Some(declares) = open.declares {
            self.document.inline_declarations[declares].0.end = end;
        }
    }

    /// Ends the block that is being read.
    fn close(&mut self) {
        let pieces = std::mem::take(&mut self.pieces);
        let end = pieces.last().map_or(0, |piece| piece.range().end);
        for open in std::mem::take(&mut self.inline) {
            self.end_declarations(&open, end);
        }
        let says_anything =
            |piece: &Piece| matches!(piece, Piece::Text { text, .. } if text.contains(char::is_alphanumeric));
        if !pieces.iter().any(says_anything) {
            return;
        }
        let mut mark = self.elements.mark();
        if matches!(mark, Mark::Text | Mark::Prose) && Content::new(&pieces).is_wrapped() {
            mark = Mark::Whole;
        }
        let context = self.elements.context();
        self.document.blocks.push(Block { mark, context, pieces, element: self.elements.innermost() });
    }
}

impl Elements {
    fn context(&self) -> Context {
        if self.is_in_title() { Context::HtmlTitle } else { Context::Html }
    }
}
