//! TXML, in which Wordfast Pro keeps a document with its translation.
//!
//! # What becomes of a `<segment>`
//!
//! - Languages: `locale` and `targetlocale` of `<txml>`, else what was asked for.
//! - Each `<segment>` is a record; without a target, or with one that has no text, it is a problem, since it is not
//!   translated. `<ws>`, the white space around it, is left out.
//! - Text, inline codes (`<ut>`, matched by `x`) and neighbours as in [`xliff`](super::xliff); the document is `file_name`.
//! - Id: `blockId` of the `<translatable>`, `#`, `segmentId`.
//! - Status: draft for `gtmt="true"` (machine translation) and `unconfirmed="true"`, else none. These, `modified`, `score` and
//!   what else is said of segment and target stay attributes; author and times are those of the target.
//! - Comments are notes. Revisions and whatever else there is are left out.

#[cfg(test)]
mod tests;
mod vocabulary;

use std::io::BufRead;

use super::bilingual;
use super::problem::ReadError;
use super::{Options, Record};
use vocabulary::Txml;

/// Reads one TXML.
#[derive(Debug)]
pub struct Reader<R>(bilingual::Reader<R, Txml>);

impl<R: BufRead> Reader<R> {
    pub fn new(input: R, options: Options) -> Reader<R> {
        Reader(bilingual::Reader::new(input, options))
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
}
