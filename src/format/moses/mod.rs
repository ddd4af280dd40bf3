//! Parallel text as Moses has it: two files, line *n* of the one beside line *n* of the other.
//!
//! A [`Reader`] takes one stream, so the two come [`Interleaved`]: `S` and a line of the source, `T` and the line of the
//! target beside it, and so on; when one file has ended, the rest of the other alone. [`Separated`] makes files of it again. In positions, lines are those of the
//! two files, and bytes are those of the interleaved stream.
//!
//! Lines are taken as they are, but for the line end. A pair of nothing but white space is skipped, one that is empty on
//! one side is a problem. Files of different lengths are broken where the shorter one ends: from some line before that on,
//! they may not belong together. Both are in one encoding; UTF-16 is not read.

mod interleaved;
mod separated;
#[cfg(test)]
mod tests;

use std::io::BufRead;

pub use interleaved::Interleaved;
pub use separated::Separated;

use super::Options;
use super::charset::Charset;
use super::lines::{Line, Lines, broken};
use super::problem::{Fault, Problem, ReadError, Reason};
use super::record::{Position, Record};
use crate::model::{Language, UnitText};
use crate::text::nfc;

/// Reads one pair of files.
#[derive(Debug)]
pub struct Reader<R> {
    lines: Lines<R>,
    options: Options,
    position: Position,
    /// How many lines of both files were read.
    pairs: u64,
    is_done: bool,
}

/// Which file a line is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Source,
    Target,
}

impl<R: BufRead> Reader<R> {
    /// `input` is interleaved.
    pub fn new(input: R, options: Options) -> Reader<R> {
        let charset = Charset { named: options.encoding.clone(), is_po: false };
        let lines = Lines::new(input, charset, options.max_text_bytes.saturating_add(1));
        Reader { lines, options, position: Position::default(), pairs: 0, is_done: false }
    }

    /// The name of the files' encoding, once something was read.
    pub fn encoding(&self) -> Option<&'static str> {
        self.lines.encoding()
    }

    fn advance(&mut self) -> Result<Option<Record>, ReadError> {
        loop {
            let (source, target) = match (self.line()?, self.line()?) {
                (None, _) => return Ok(None),
                (Some((Side::Source, source)), Some((Side::Target, target))) => (source, target),
                (Some((side, _)), Some((other, _))) if side != other => {
                    return Err(self.broken(NOT_INTERLEAVED.to_owned()));
                }
                (Some((side, _)), second) => return Err(self.unequal(side, second.is_some())?),
            };
            self.pairs += 1;
            let is_blank = |line: &Line| line.fault.is_none() && line.text.trim().is_empty();
            if !(is_blank(&source) && is_blank(&target)) {
                self.position = Position { line: self.pairs, unit: self.position.unit + 1, byte: target.end };
                let refuse = |fault| ReadError::Problem(Problem::new(self.position, fault).quoting(&source.text));
                return self.record(&source, &target).map(Some).map_err(refuse);
            }
        }
    }

    /// The next line, without its mark and a byte order mark of its file.
    fn line(&mut self) -> Result<Option<(Side, Line)>, ReadError> {
        let Some(mut line) = self.lines.next().map_err(|error| broken(error, self.position))? else {
            return Ok(None);
        };
        let side = match line.text.chars().next() {
            Some('S') => Side::Source,
            Some('T') => Side::Target,
            _ => return Err(self.broken(NOT_INTERLEAVED.to_owned())),
        };
        line.text.remove(0);
        if self.pairs == 0 && line.text.starts_with('\u{feff}') {
            line.text.remove(0);
        }
        Ok(Some((side, line)))
    }

    fn record(&self, source: &Line, target: &Line) -> Result<Record, Fault> {
        let text = |line: &Line, wanted: Option<&Language>, side: &str, empty: Reason| {
            if let Some(fault) = &line.fault {
                return Err(Fault { message: format!("the {side}: {}", fault.message), ..fault.clone() });
            }
            if line.text.trim().is_empty() {
                let message = format!("the {side} is empty; fill it in, or take the line out of both files");
                return Err(Fault::new(empty, message));
            }
            let language = wanted.cloned().ok_or_else(|| {
                let message = format!("the files do not say their languages; say the {side} language");
                Fault::new(Reason::MissingLanguage, message)
            })?;
            Ok(UnitText { text: nfc(&line.text).into_owned(), language })
        };
        let source = text(source, self.options.from.as_ref(), "source", Reason::EmptySource)?;
        let target = text(target, self.options.to.as_ref(), "target", Reason::EmptyTarget)?;
        Ok(Record::new(source, target, self.position))
    }

    /// Reads the rest of the longer file, of which two lines or one were read beyond the other's end, for its number of
    /// lines.
    fn unequal(&mut self, side: Side, are_two: bool) -> Result<ReadError, ReadError> {
        let mut rest = 1 + u64::from(are_two);
        while let Some((other, _)) = self.line()? {
            if other != side {
                return Ok(self.broken(NOT_INTERLEAVED.to_owned()));
            }
            rest += 1;
        }
        let (longer, shorter) = (self.pairs + rest, self.pairs);
        let (source, target) = if side == Side::Source { (longer, shorter) } else { (shorter, longer) };
        Ok(self.broken(format!(
            "the source has {source} lines, the target {target}; from some line before on they do not belong together"
        )))
    }

    fn broken(&self, message: String) -> ReadError {
        let position = Position { line: self.pairs + 1, ..self.position };
        ReadError::Broken(Problem::new(position, Fault::new(Reason::UnequalLines, message)))
    }
}

const NOT_INTERLEAVED: &str = "the stream is not two files of parallel text, interleaved; send `S` and a source line, \
                               then `T` and the target line beside it";

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        let next = self.advance();
        self.is_done = !matches!(next, Ok(Some(_)) | Err(ReadError::Problem(_)));
        next.transpose()
    }
}
