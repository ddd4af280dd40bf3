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
use serde::de::DeserializeOwned;

use super::Options;
use super::charset::Charset;
use super::lines::{Lines, broken};
use super::problem::{Fault, Problem, ReadError, Reason};
use super::record::{Position, Record};

/// Reads one file of units.
#[derive(Debug)]
pub struct Reader<R> {
    objects: Objects<R>,
    options: Options,
}

impl<R: BufRead> Reader<R> {
    pub fn new(input: R, options: Options) -> Reader<R> {
        Reader { objects: Objects::new(input, options.encoding.clone(), options.max_text_bytes), options }
    }

    /// The name of the file's encoding, once something was read.
    pub fn encoding(&self) -> Option<&'static str> {
        self.objects.encoding()
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.objects.next(|text, position| Json::parse(text)?.into_record(&self.options, position))
    }
}

/// Reads the objects of a file, one a line; blank lines are skipped.
#[derive(Debug)]
pub(super) struct Objects<R> {
    lines: Lines<R>,
    position: Position,
    is_done: bool,
}

impl<R: BufRead> Objects<R> {
    /// The encoding is the one named, or found out.
    pub fn new(input: R, encoding: Option<String>, max_bytes: usize) -> Objects<R> {
        let lines = Lines::new(input, Charset { named: encoding, is_po: false }, max_bytes);
        Objects { lines, position: Position::default(), is_done: false }
    }

    /// The name of the file's encoding, once something was read.
    pub fn encoding(&self) -> Option<&'static str> {
        self.lines.encoding()
    }

    /// What `parse` makes of the next object.
    pub fn next<T>(&mut self, parse: impl Fn(&str, Position) -> Result<T, Fault>) -> Option<Result<T, ReadError>> {
        if self.is_done {
            return None;
        }
        let next = self.advance(parse);
        self.is_done = !matches!(next, Ok(Some(_)) | Err(ReadError::Problem(_)));
        next.transpose()
    }

    fn advance<T>(&mut self, parse: impl Fn(&str, Position) -> Result<T, Fault>) -> Result<Option<T>, ReadError> {
        while let Some(line) = self.lines.next().map_err(|error| broken(error, self.position))? {
            if line.fault.is_none() && line.text.trim().is_empty() {
                continue;
            }
            let position = Position { line: line.number, unit: self.position.unit + 1, byte: line.end };
            self.position = position;
            let parsed = line.fault.map_or_else(|| parse(&line.text, position), Err);
            let refuse = |fault| ReadError::Problem(Problem::new(position, fault).quoting(&line.text));
            return parsed.map(Some).map_err(refuse);
        }
        Ok(None)
    }
}

/// Reads an object of a line; `advice` says what one should be.
pub(super) fn parse_object<T: DeserializeOwned>(line: &str, advice: &str) -> Result<T, Fault> {
    serde_json::from_str(line).map_err(|error| {
        // The library says a line, which is always the first here.
        let said = error.to_string().replace(" at line 1 column ", " at column ");
        let is_field = said.starts_with("unknown field");
        let reason = if is_field { Reason::UnknownField } else { Reason::MalformedJson };
        Fault::new(reason, format!("{said}; {advice}"))
    })
}

/// Writes a record as one line; reading it gives the same record again, but for its position.
pub fn write(record: &Record, output: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *output, &Json::of(record))?;
    output.write_all(b"\n")
}
