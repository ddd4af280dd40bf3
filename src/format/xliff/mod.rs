//! XLIFF 1.0 to 1.2 and 2.0 to 2.2, with what SDL Trados (SDLXLIFF), memoQ (MQXLIFF), Phrase (MXLIFF), Wordfast (TXLF),
//! Okapi, Across and others add to it in namespaces of their own.
//!
//! # What becomes of a unit
//!
//! - Languages: `xml:lang` of `<source>` and `<target>`, else `source-language` and `target-language` of the `<file>`, else
//!   `srcLang` and `trgLang` of `<xliff>`, else what was asked for. A file has one direction: asked for another one, its
//!   units are problems.
//! - 1.2: a `<trans-unit>` is one record; where source (`<seg-source>`) and target are cut into `<mrk mtype="seg">`, each
//!   two with the same `mid` are one. If the target is not cut, or there is text outside of the segments, the unit is one
//!   record as a whole. 2.x: each `<segment>` of a `<unit>` is a record; `<ignorable>` is not.
//! - Without a target, or with one that has no text, it is a problem, since it is not translated. `translate="no"`, of the
//!   unit or of what is around it, says that nothing was to be translated: such a unit is left out without a word, unless
//!   its target says something else than its source.
//! - A `state` by itself refuses nothing. Status: approved for `approved="yes"`, `final`, `signed-off`, and what SDL or memoQ
//!   call approved or proofread; reviewed for `translated` and `reviewed`, and what was confirmed; draft for `new`, `initial`,
//!   `needs-…`, fuzzy and machine matches, `approved="no"` without a state, and what was rejected. What the file says stays
//!   in the attributes `state`, `state-qualifier`, `approved`, `subState`, `sdl:conf`, `mq:status` and so on.
//! - Text: as it stands, entities and CDATA resolved, white space kept whatever `xml:space` says, NFC. `<cp>` is its
//!   character. `<mrk>`, `<sm>` and `<em>` are seen through; what SDL marks as deleted is left out.
//! - Inline codes: `g`, `pc`, `bpt` with `ept`, `bx` with `ex`, `sc` with `ec`, and elements that XLIFF does not know,
//!   become `{1}`…`{/1}`; `x`, `ph`, `it`, and what has no other half in its segment, `{2/}`. They are numbered in the order
//!   of the source, and the target's alike by `id`, else by `rid`, native code or order. The native code (the content, with
//!   any `<sub>` as plain text; the `<data>` that is referred to; else the tag, if it says more than a number) is in the attributes `source.code.1` and so
//!   on, as in a TMX. Codes around a `<mrk mtype="seg">` belong to none of the segments.
//! - Id: that of the unit, with `#` and the segment's (its `mid` or `id`, else its place from 1) where it has several.
//! - The neighbours: the source texts before and behind, within the same `<file>`, translated or not. Those of a unit that
//!   could not be read are not known to the ones beside it, and what is empty or left out is no neighbour.
//! - `document`: `original` of the `<file>`. `<note>` and memoQ's comments as notes. As attributes: `resname`, `restype`,
//!   `extradata`, `name`, `type`, `phase-name`, `<context>`, `<prop>` and `<mda:meta>` by type, and what tools say in their own namespaces
//!   at unit, segment or target. Author and times as SDL and memoQ give them.
//! - What we write ourselves comes back as it was: `subState="hafez:draft"` and the like tell the status for as long as `state`
//!   is still the one that we wrote with it, metadata `x-hafez-…` the rest.
//! - Not kept: headers and skeletons, `<alt-trans>` and `<matches>` (these are suggestions, not translations: never a record),
//!   `<bin-unit>`, counts, and elements that XLIFF does not know, with all that is in them.
//!
//! A unit counts when it is whole: of a file that is cut off within a unit with several segments, none of these is read.
//!
//! # What is refused
//!
//! Entities that a DOCTYPE defines are never expanded and nothing external is fetched: their units are problems. The
//! encoding is that of the byte order mark, else of the XML declaration, else UTF-8.

mod inline;
mod status;
#[cfg(test)]
mod tests;
mod vocabulary;

use std::io::BufRead;

use super::bilingual;
use super::problem::ReadError;
use super::{Options, Record};
pub(super) use status::{SUB_STATE, state_of};
use vocabulary::Xliff;
pub(super) use vocabulary::is_reserved;

/// Reads one XLIFF.
#[derive(Debug)]
pub struct Reader<R>(bilingual::Reader<R, Xliff>);

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
