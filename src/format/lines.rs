use std::io::BufRead;

use super::charset::Charset;
use super::decode::{Declaration, DecodeError, Decoded};
use super::problem::{Fault, Problem, ReadError, Reason};
use super::record::{Position, start_of};

/// One line of a text, without its end.
#[derive(Debug)]
pub(super) struct Line {
    pub text: String,
    /// From 1.
    pub number: u64,
    /// The byte of the stream just behind the line end.
    pub end: u64,
    /// Why the text must not be used.
    pub fault: Option<Fault>,
}

/// Splits a stream into lines, holding `max_bytes` of a line at most.
#[derive(Debug)]
pub(super) struct Lines<R> {
    input: Decoded<R>,
    max_bytes: usize,
}

impl<R: BufRead> Lines<R> {
    pub fn new(input: R, charset: Charset, max_bytes: usize) -> Lines<R> {
        Lines { input: Decoded::new(input, Declaration::Text(charset)), max_bytes }
    }

    /// The name of the encoding, once a line was read.
    pub fn encoding(&self) -> Option<&'static str> {
        self.input.encoding()
    }

    /// `None` at the end.
    pub fn next(&mut self) -> Result<Option<Line>, DecodeError> {
        let number = self.input.line();
        let mut text = String::new();
        let mut is_cut = false;
        loop {
            let piece = self.input.fill()?;
            if piece.is_empty() && text.is_empty() {
                return Ok(None);
            }
            let end = piece.find('\n');
            let taken = &piece[..end.unwrap_or(piece.len())];
            // One byte more than allowed, for the CR of a CRLF.
            let room = if is_cut { 0 } else { self.max_bytes + 1 - text.len() };
            let kept = start_of(taken, room).len();
            is_cut |= kept < taken.len();
            text.push_str(&taken[..kept]);
            let (taken, is_end) = (taken.len(), end.is_some() || piece.is_empty());
            self.input.consume(taken + usize::from(end.is_some()));
            if is_end {
                return Ok(Some(self.line(number, text, is_cut)));
            }
        }
    }

    fn line(&mut self, number: u64, mut text: String, is_cut: bool) -> Line {
        let undecodable = self.input.take_bad_bytes();
        if text.ends_with('\r') && !is_cut {
            text.pop();
        }
        let is_too_long = is_cut || text.len() > self.max_bytes;
        let fault = is_too_long.then(|| too_long(self.max_bytes)).or(undecodable).or_else(|| nul(&text));
        Line { text, number, end: self.input.offset(), fault }
    }
}

/// What ends the reading of a text; `position` is that of the last unit.
pub(super) fn broken(error: DecodeError, position: Position) -> ReadError {
    match error {
        DecodeError::Io(error) => ReadError::Io(error),
        DecodeError::Fault(fault) => {
            let line = position.line.max(1);
            ReadError::Broken(Problem::new(Position { line, ..position }, fault))
        }
    }
}

pub(super) fn too_long(max_bytes: usize) -> Fault {
    let message = format!("the line is longer than {max_bytes} bytes; split the text, or check that lines end in LF");
    Fault::new(Reason::TextTooLong, message)
}

pub(super) fn nul(text: &str) -> Option<Fault> {
    let message = "there is a NUL character in the line; save the file as UTF-8 text";
    text.contains('\0').then(|| Fault::new(Reason::NulCharacter, message))
}
