//! JSON Lines: our own format, complete and lossless, one unit a line.
//!
//! ```json
//! {"id": "a1-7", "source": {"text": "Rain in Shiraz", "language": "en"}, "target": {"text": "باران در شیراز", "language": "fa"},
//!  "status": "reviewed", "origin": {"kind": "alignment", "confidence": 98.5}, "document": "a1.html",
//!  "occurrences": [{"document": "a1.html", "previousSource": "Weather", "nextSource": "Roads shut"}],
//!  "author": "Sara", "note": "…", "attributes": {"desk": "World"},
//!  "created": "2024-02-05T10:00:00Z", "updated": "2024-02-06T10:00:00Z"}
//! ```
//!
//! (On one line in a file.) Only `source` and `target` are needed, and their `language` only where nobody asks for one.
//! `status` is `approved`, `reviewed` or `draft`; `kind` is `human`, `import`, `alignment` or `machine`, and `confidence` is
//! in percent, to hundredths. `olderOccurrences` are digests of occurrences before those, as numbers. `document` is for units of one document of which no more is known; `occurrences` go before
//! it. A field that is not here is a problem that names it, so that a misspelt one is not lost. Blank lines are skipped.
//! The encoding is UTF-8, as JSON has to be, or what the bytes or the options say.

mod model;
#[cfg(test)]
mod tests;

use std::io::{self, BufRead, Write};

use model::Line as Json;

use super::Options;
use super::charset::Charset;
use super::lines::{Line, Lines, broken};
use super::problem::{Fault, Problem, ReadError};
use super::record::{Position, Record};

/// Reads one file.
#[derive(Debug)]
pub struct Reader<R> {
    lines: Lines<R>,
    options: Options,
    position: Position,
    is_done: bool,
}

impl<R: BufRead> Reader<R> {
    pub fn new(input: R, options: Options) -> Reader<R> {
        let charset = Charset { named: options.encoding.clone(), is_po: false };
        let lines = Lines::new(input, charset, options.max_text_bytes);
        Reader { lines, options, position: Position::default(), is_done: false }
    }

    /// The name of the file's encoding, once something was read.
    pub fn encoding(&self) -> Option<&'static str> {
        self.lines.encoding()
    }

    fn advance(&mut self) -> Result<Option<Record>, ReadError> {
        while let Some(line) = self.lines.next().map_err(|error| broken(error, self.position))? {
            if line.fault.is_some() || !line.text.trim().is_empty() {
                return self.read_line(line).map(Some);
            }
        }
        Ok(None)
    }

    fn read_line(&mut self, line: Line) -> Result<Record, ReadError> {
        self.position = Position { line: line.number, unit: self.position.unit + 1, byte: line.end };
        let record = match line.fault {
            Some(fault) => Err(fault),
            None => self.record(&line.text),
        };
        record.map_err(|fault| ReadError::Problem(Problem::new(self.position, fault).quoting(&line.text)))
    }

    fn record(&self, text: &str) -> Result<Record, Fault> {
        Json::parse(text)?.into_record(&self.options, self.position)
    }
}

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

/// Writes a record as one line; reading it gives the same record again, but for its position.
pub fn write(record: &Record, output: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *output, &Json::of(record))?;
    output.write_all(b"\n")
}
