//! TermBase eXchange: version 2 (`martif`, ISO 30042:2008) and version 3 (`tbx`, ISO 30042:2019), in the styles DCA
//! (`<termNote type="partOfSpeech">`) and DCT (`<min:partOfSpeech>`), whatever the dialect.
//!
//! # What becomes of a concept
//!
//! - Names: every `<term>` of a `tig`, `ntig` or `termSec`, in the language of its `langSet` or `langSec` (`xml:lang`, or just
//!   `lang`). Empty ones are passed over, as are those that come twice.
//! - Status: `administrativeStatus`, or `normativeAuthorization`: preferred; admitted, and what is only legal, regulated or
//!   standardized; deprecated or superseded, which is forbidden. Of names of one language that say nothing the first is
//!   preferred, unless another one is, and the rest admitted.
//! - `note` and `source` of the concept as they are. All other categories become attributes: of the concept under their own
//!   names (`definition`), of a language as `definition (en)`, of a name as `partOfSpeech (en: ferry)`.
//! - What hafez writes that TBX has no category for, as `x-hafez-…`, comes back as it was.
//! - Not kept: the header, transactions with their dates, and references to other concepts and files.
//!
//! A concept without a name, or with a language that is no BCP 47 tag, is refused.

mod concept;
mod document;
#[cfg(test)]
mod tests;
mod words;
mod write;

use std::io::BufRead;

pub(super) use write::TbxWriter;

use document::Document;

use super::problem::{Problem, ReadError};
use super::record::Position;
use super::terms::TermRecord;
use super::xml::{Parser, State};

/// Reads one TBX, concept by concept.
#[derive(Debug)]
pub(super) struct TbxReader<R> {
    parser: Parser<R, Document>,
    is_done: bool,
}

impl<R: BufRead> TbxReader<R> {
    /// Texts of more than `max_text_bytes` bytes make their concept a problem.
    pub fn new(input: R, max_text_bytes: usize) -> TbxReader<R> {
        TbxReader { parser: Parser::new(input, max_text_bytes, Document::new(max_text_bytes)), is_done: false }
    }
}

impl<R: BufRead> Iterator for TbxReader<R> {
    type Item = Result<TermRecord, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_done {
            match self.parser.advance() {
                Ok(state) => self.is_done = state == State::Ended,
                Err(error) => {
                    self.is_done = true;
                    return Some(Err(error));
                }
            }
            let Some(concept) = self.parser.content.take_concept() else { continue };
            let position = Position { line: concept.line, unit: concept.ordinal, byte: self.parser.end_unit() };
            let (id, excerpt) = (concept.id.clone(), concept.excerpt().to_owned());
            let read = concept.finish(position);
            return Some(
                read.map_err(|fault| ReadError::Problem(Problem::new(position, fault).of_unit(id).quoting(&excerpt))),
            );
        }
        None
    }
}
