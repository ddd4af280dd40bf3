//! Documents of units with one source and one target each: what XLIFF and TXML have in common.
//!
//! A [`Vocabulary`] says what the elements of a format are; the rest is the same for all: [`document`] follows the
//! elements, [`builder`] collects a unit within bounds, [`pieces`] makes pairs of it, and [`context`] tells each pair its
//! neighbours.

mod builder;
mod context;
mod document;
mod pieces;
mod unit;
mod vocabulary;

use std::io::BufRead;

use context::Context;
use document::Document;
use pieces::Pieces;
pub(super) use unit::Header;
pub(super) use vocabulary::{Element, Inline, Vocabulary};

use super::Options;
use super::problem::ReadError;
use super::record::Record;
use super::xml::{Parser, State};

/// Reads one document.
#[derive(Debug)]
pub(super) struct Reader<R, V> {
    parser: Parser<R, Document<V>>,
    options: Options,
    /// The unit that is being given out.
    pieces: Option<Pieces>,
    context: Context,
    is_done: bool,
}

impl<R: BufRead, V: Vocabulary> Reader<R, V> {
    pub fn new(input: R, options: Options) -> Reader<R, V> {
        let parser = Parser::new(input, options.max_text_bytes, Document::new(options.max_text_bytes));
        Reader { parser, options, pieces: None, context: Context::default(), is_done: false }
    }

    /// Reads on by one event of the XML.
    fn advance(&mut self) -> Result<(), ReadError> {
        self.is_done = self.parser.advance()? == State::Ended;
        if let Some(unit) = self.parser.content.take_unit() {
            let byte = self.parser.end_unit();
            self.pieces = Some(Pieces::new(unit, byte, &self.options));
        }
        if self.parser.content.take_end_of_file() {
            self.context.end_document();
        }
        Ok(())
    }

    /// Goes on by one piece of the unit, or by one event; an error ends the reading.
    fn step(&mut self) {
        if self.pieces.as_mut().is_some_and(|pieces| pieces.give::<V>(&mut self.context)) {
            return;
        }
        self.pieces = None;
        if let Err(error) = self.advance() {
            self.is_done = true;
            self.context.break_off(error);
        }
    }
}

impl<R: BufRead, V: Vocabulary> Iterator for Reader<R, V> {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.context.pop() {
                return Some(item);
            }
            if self.is_done {
                return None;
            }
            self.step();
        }
    }
}
