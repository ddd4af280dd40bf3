//! Passing over what is not to be translated.

use super::names::{Flow, flow, is_ended_by};
use super::tokens::Token;

/// An element that is passed over, up to its end tag.
#[derive(Debug)]
pub(super) struct Skip {
    pub name: String,
    pub flow: Flow,
    /// Where its start tag starts, and where that ends.
    pub start: usize,
    pub contents: usize,
    /// How many elements of the same name are open inside.
    depth: usize,
}

/// What a token does to an element that is passed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Inside,
    /// It is the element's end, which ends at the byte.
    EndsWith(usize),
    /// The element is over before it, at the byte.
    EndsBefore(usize),
}

impl Skip {
    pub fn new(name: String, flow: Flow, range: std::ops::Range<usize>) -> Skip {
        Skip { name, flow, start: range.start, contents: range.end, depth: 0 }
    }

    pub fn step(&mut self, token: &Token) -> Step {
        match token {
            Token::End { name, range } if *name == self.name => {
                if self.depth == 0 {
                    return Step::EndsWith(range.end);
                }
                self.depth -= 1;
            }
            Token::Start { name, range, .. } | Token::End { name, range } if self.is_cut_short_by(name) => {
                return Step::EndsBefore(range.start);
            }
            Token::Start { name, .. } if *name == self.name => self.depth += 1,
            _ => {}
        }
        Step::Inside
    }

    /// Whether a tag shows that the end tag was left out, or forgotten: part of a line ends with its block.
    fn is_cut_short_by(&self, tag: &str) -> bool {
        let ends_by_itself = self.name == "p" && is_ended_by("p", tag);
        let in_line = matches!(self.flow, Flow::Inline | Flow::Word) && flow(tag) == Flow::Block;
        ends_by_itself || in_line
    }
}
