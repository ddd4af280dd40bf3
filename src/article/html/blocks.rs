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

pub(super) struct Reader<'a, 'd> {
    article: &'a str,
    document: &'d mut Document<'a>,
    elements: Elements,
    /// The pieces of the block that is being read.
    pieces: Vec<Piece<'a>>,
    /// The elements of the line that are open, each with the number of its pair of codes.
    inline: Vec<(String, usize)>,
    pairs: usize,
    /// What is being passed over.
    skip: Option<Skip>,
}

impl<'a, 'd> Reader<'a, 'd> {
    pub fn new(article: &'a str, document: &'d mut Document<'a>) -> Reader<'a, 'd> {
        let (pieces, inline) = (Vec::new(), Vec::new());
        Reader { article, document, elements: Elements::default(), pieces, inline, pairs: 0, skip: None }
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
            Token::Start { name, attributes, range } => self.start(name, &attributes, range),
            Token::End { name, range } => self.end(&name, range),
            Token::Text { range } => self.text(range),
            Token::Other { range } if !self.pieces.is_empty() => {
                self.code(range, Role::Alone, StandIn::Nothing);
            }
            Token::Other { .. } => {}
        }
    }

    pub fn finish(mut self) {
        self.close();
    }

    fn start(&mut self, name: String, attributes: &[Attribute], range: Range<usize>) {
        let flow = self.flow(&name);
        if attributes::forbids_translation(attributes) || matches!(flow, Flow::Word | Flow::Opaque) {
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
            _ => self.open(name, range),
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
                let pair = self.closing_pair(name);
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

    fn open(&mut self, name: String, range: Range<usize>) {
        self.pairs += 1;
        let is_bold = names::is_bold(&name);
        self.inline.push((name, self.pairs));
        let (role, stands_for) = (Role::Open(self.pairs), StandIn::Nothing);
        self.pieces.push(Piece::Code(Code { range, role, stands_for, is_bold }));
    }

    /// The number of the element's pair; a number of its own if it is not open here.
    fn closing_pair(&mut self, name: &str) -> usize {
        let nearest = self.inline.iter().rev().take(DEEPEST).position(|(open, _)| open == name);
        match nearest {
            Some(depth) => self.inline.remove(self.inline.len() - 1 - depth).1,
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

    /// Ends the block that is being read.
    fn close(&mut self) {
        self.inline.clear();
        let pieces = std::mem::take(&mut self.pieces);
        let says_anything =
            |piece: &Piece| matches!(piece, Piece::Text { text, .. } if text.contains(char::is_alphanumeric));
        if !pieces.iter().any(says_anything) {
            return;
        }
        let mut mark = self.elements.mark();
        if mark == Mark::Text && Content::new(&pieces).is_wrapped() {
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
