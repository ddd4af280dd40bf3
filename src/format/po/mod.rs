//! Catalogues of gettext, translated (PO) and not (POT).
//!
//! # What becomes of an entry
//!
//! - `msgid` with `msgstr` is one record. With plurals, `msgid` with `msgstr[0]` is one, and `msgid_plural` with each
//!   different `msgstr[1]`, `msgstr[2]` … one more, all of one ordinal; where there is a `msgstr[0]` only, as for
//!   languages without a plural, it stands for both.
//! - Text: strings joined, escapes resolved, otherwise as it stands, NFC.
//! - `fuzzy` makes it a draft. Obsolete entries (`#~`) were good translations once and are read like the others, with
//!   the attribute `obsolete`.
//! - The comments `#` and `#.` are the note; `#:` is the attribute `references`, flags other than `fuzzy` are `flags`,
//!   `msgctxt` is `msgctxt` and a `domain` before it `domain`. Not kept: `#|`, the source as it was before a change.
//! - An entry without a translation is a problem, as all of a POT are.
//!
//! The header is the entry of an empty `msgid` in the first place, and no unit. It gives the target language
//! (`Language`), and some tools' the source language (`X-Source-Language`); the options go before, and are needed for
//! what it does not say. The encoding is that of the byte order mark, of the options, UTF-8 or UTF-16 where the bytes
//! are that, the header's `charset`, or the one that the bytes look like.

mod entry;
mod header;
mod pairs;
mod piece;
mod text;

#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::io::BufRead;

use entry::{Entry, Limits};
use header::Languages;
use piece::Piece;

use super::Options;
use super::charset::Charset;
use super::lines::{Line, Lines, broken};
use super::problem::{Problem, ReadError};
use super::record::{Position, Record};

/// Reads one catalogue.
#[derive(Debug)]
pub struct Reader<R> {
    lines: Lines<R>,
    options: Options,
    entry: Entry,
    /// The `domain` that the entries belong to; empty for none.
    domain: String,
    /// Known from the first entry on.
    languages: Option<Languages>,
    position: Position,
    ready: VecDeque<Result<Record, ReadError>>,
    is_done: bool,
}

impl<R: BufRead> Reader<R> {
    pub fn new(input: R, options: Options) -> Reader<R> {
        let charset = Charset { named: options.encoding.clone(), is_po: true };
        Reader {
            lines: Lines::new(input, charset, options.max_text_bytes),
            entry: Entry::default(),
            domain: String::new(),
            languages: None,
            position: Position::default(),
            ready: VecDeque::new(),
            is_done: false,
            options,
        }
    }

    /// The name of the file's encoding, once something was read.
    pub fn encoding(&self) -> Option<&'static str> {
        self.lines.encoding()
    }

    fn advance(&mut self) -> Result<(), ReadError> {
        match self.lines.next().map_err(|error| broken(error, self.position))? {
            Some(line) => self.read_line(line),
            None => {
                self.is_done = true;
                self.finish_entry()
            }
        }
    }

    fn read_line(&mut self, line: Line) -> Result<(), ReadError> {
        let (is_obsolete, piece) = Piece::of_line(&line.text);
        if self.entry.ends_before(&piece) {
            self.finish_entry()?;
        }
        if let (Piece::Domain(name), None) = (&piece, &line.fault) {
            self.domain = (*name).to_owned();
            return Ok(());
        }
        let limits = Limits { max_text_bytes: self.options.max_text_bytes };
        self.entry.add(&line, piece, is_obsolete, limits);
        Ok(())
    }

    /// Gives out the entry that has ended, if there is one.
    fn finish_entry(&mut self) -> Result<(), ReadError> {
        let entry = std::mem::take(&mut self.entry);
        if !entry.is_begun() {
            return Ok(());
        }
        let is_first = self.languages.is_none();
        let here = Position { line: entry.line, unit: self.position.unit, byte: self.position.byte };
        let header = entry.header().filter(|_| is_first);
        if is_first {
            let languages = Languages::of(header.unwrap_or_default(), &self.options);
            self.languages = Some(languages.map_err(|fault| ReadError::Broken(Problem::new(here, fault)))?);
        }
        if header.is_some() {
            let refuse = |fault| ReadError::Problem(Problem::new(here, fault));
            self.ready.extend(entry.fault.map(|fault| Err(refuse(fault))));
            return Ok(());
        }
        self.position = Position { line: entry.line, unit: here.unit + 1, byte: entry.end };
        if let Some(languages) = &self.languages {
            self.ready.extend(pairs::of(entry, languages, &self.domain, self.position));
        }
        Ok(())
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(item);
            }
            if self.is_done {
                return None;
            }
            if let Err(error) = self.advance() {
                self.is_done = true;
                return Some(Err(error));
            }
        }
    }
}
