//! Files of terms: [TBX](super::tbx), tables (TSV, CSV, XLSX), JSON Lines.
//!
//! # Tables
//!
//! A row is a concept. A first row that names two columns of names, or one and a detail, is a header; without one, a row is a
//! term and its rendering, in the languages of the [`TermOptions`]; a third column is a remark, of more all behind the second
//! become attributes, `column 3` and so on. A row of one cell that starts with `#` is passed over. A header, or who chooses [columns](TermColumns), may name:
//!
//! - `en`, `fa`, any language tag; also `source` (or `term`) and `target` (or `translation`), and in a header `English`,
//!   `Persian` and the like: names in that language, separated by `|`. The first is preferred, the others are admitted. The
//!   first such column says what the term is called. What could be a tag of three letters and is none of a few, or is written
//!   as `No` is, is no language in a header.
//! - `fa preferred`, `fa admitted`, `fa forbidden`: names of that status; `fa variants`: other spellings of the first name in
//!   the language.
//! - `status`: the status of all names in the row but those of the first language (preferred, admitted, forbidden).
//! - `id`, `type`, `note` (or `comment`), `provenance` (where it is from), `author`, `review` (approved, candidate, rejected),
//!   `first language` (a tag: what the term is called, where that is not the first column).
//!
//! Any other becomes an attribute of that name. How often terms were seen, what made them and when, and their attributes no
//! table that is written says.
//!
//! # JSON Lines
//!
//! Everything but the units in which terms were seen:
//!
//! ```json
//! {"type": "person", "entries": [{"language": "en", "text": "Parvin E'tesami", "variants": ["Parvin Etesami"]},
//!  {"language": "fa", "text": "پروین اعتصامی", "status": "preferred", "evidence": {"count": 7}}], "source": "style guide",
//!  "note": "…", "author": "Sara", "reviewState": "approved", "origin": "human", "attributes": {"desk": "Culture"},
//!  "created": "2024-02-05T10:00:00Z", "updated": "2024-02-06T10:00:00Z"}
//! ```
//!
//! (On one line in a file.) Only `entries` with `language` and `text` are needed.

mod columns;
mod json;
mod layout;
mod record;
#[cfg(test)]
mod tests;
pub(super) mod words;
mod write;

use std::io::BufRead;

pub use columns::TermColumns;
pub(super) use record::SaidName;
pub use record::{NamePlace, NamesHeld, TermRecord};
pub use write::{TableShape, TermOutputFormat, TermWriter};

use json::Line;
use layout::TermLayout;

use super::csv::QuotedRows;
use super::detect::{Content, by_root, content_of, extension_of};
use super::jsonl::Objects;
use super::problem::ReadError;
use super::table::Table;
use super::tbx::TbxReader;
use super::tsv::TabbedRows;
use super::xlsx::SheetRows;
use crate::model::Language;

/// A format that terms can be read in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TermFormat {
    /// TermBase eXchange, versions 2 and 3.
    Tbx,
    /// A table with cells separated by tabs.
    Tsv,
    /// A table with cells in quotation marks, separated by commas, semicolons or tabs.
    Csv,
    /// A workbook of Excel.
    Xlsx,
    /// One JSON object a line.
    Jsonl,
}

impl TermFormat {
    /// By content where that is unmistakable, else by the file name's extension (without `.gz`), else by the first line.
    /// A few kilobytes of `first_bytes` are enough; `file_name` may be empty.
    pub fn detect(first_bytes: &[u8], file_name: &str) -> Option<TermFormat> {
        let by_name = TermFormat::of_name(file_name);
        match content_of(first_bytes) {
            Content::Xml(root) if matches!(&*root, "martif" | "tbx") => Some(TermFormat::Tbx),
            // Whoever reads it as a TBX says that it is none.
            Content::Xml(root) => by_name.filter(|format| *format == TermFormat::Tbx && by_root(&root).is_none()),
            Content::Archive => by_name.filter(|format| *format == TermFormat::Xlsx),
            Content::Workbook => Some(TermFormat::Xlsx),
            Content::Text(text) => by_name.or_else(|| by_first_line(&text)),
        }
    }

    /// By the file name's extension alone, without `.gz`.
    pub fn of_name(file_name: &str) -> Option<TermFormat> {
        match &*extension_of(file_name)? {
            "tbx" => Some(TermFormat::Tbx),
            // Glossaries of OmegaT are called so.
            "tsv" | "tab" | "txt" | "utf8" => Some(TermFormat::Tsv),
            "csv" => Some(TermFormat::Csv),
            "xlsx" => Some(TermFormat::Xlsx),
            "jsonl" | "ndjson" => Some(TermFormat::Jsonl),
            _ => None,
        }
    }

    /// Whether files of the format do not say their languages by themselves.
    pub fn is_table(self) -> bool {
        matches!(self, TermFormat::Tsv | TermFormat::Csv | TermFormat::Xlsx)
    }
}

fn by_first_line(text: &str) -> Option<TermFormat> {
    let line = text.trim_start().lines().find(|line| !line.starts_with('#'))?;
    match () {
        _ if line.starts_with('{') => Some(TermFormat::Jsonl),
        _ if line.contains('\t') => Some(TermFormat::Tsv),
        _ => None,
    }
}

/// What a reader is to take from a file of terms.
#[derive(Clone, Debug)]
pub struct TermOptions {
    /// The language of the terms of a table that does not say it.
    pub from: Option<Language>,
    /// The language of the renderings of a table that does not say it.
    pub to: Option<Language>,
    /// The longest text that is read, in bytes of UTF-8. A term with a longer one is a problem.
    pub max_text_bytes: usize,
    /// The encoding of a format that is nothing but text, by its name; `None` to find out.
    pub encoding: Option<String>,
    /// Which columns of a table to take; `None` for what its header says, or the first two.
    pub columns: Option<TermColumns>,
}

impl TermOptions {
    /// The languages that somebody asks for.
    fn wanted(&self) -> [Option<&Language>; 2] {
        [self.from.as_ref(), self.to.as_ref()]
    }
}

/// Reads one file of terms, concept by concept.
///
/// Behind a [`ReadError::Problem`] the next item follows; a [`ReadError::Broken`] or [`ReadError::Io`] is the last item.
#[derive(Debug)]
pub struct TermReader<R>(Kind<R>);

#[derive(Debug)]
enum Kind<R> {
    Tbx(Box<TbxReader<R>>),
    Tsv(Box<Table<TabbedRows<R>, TermLayout>>),
    Csv(Box<Table<QuotedRows<R>, TermLayout>>),
    Xlsx(Box<Table<SheetRows<R>, TermLayout>>),
    Jsonl(Box<Objects<R>>),
}

impl<R: BufRead> TermReader<R> {
    /// Reads nothing yet: all errors come out of the iterator.
    pub fn new(format: TermFormat, input: R, options: TermOptions) -> TermReader<R> {
        let (encoding, max_bytes) = (options.encoding.clone(), options.max_text_bytes);
        TermReader(match format {
            TermFormat::Tbx => Kind::Tbx(Box::new(TbxReader::new(input, max_bytes))),
            TermFormat::Tsv => Kind::Tsv(Box::new(Table::new(TabbedRows::new(input, encoding, max_bytes), options))),
            TermFormat::Csv => Kind::Csv(Box::new(Table::new(QuotedRows::new(input, encoding, max_bytes), options))),
            TermFormat::Xlsx => Kind::Xlsx(Box::new(Table::new(SheetRows::new(input, max_bytes), options))),
            TermFormat::Jsonl => Kind::Jsonl(Box::new(Objects::new(input, encoding, max_bytes))),
        })
    }

    /// The name of the encoding of a format that is nothing but text, once something was read.
    pub fn encoding(&self) -> Option<&'static str> {
        match &self.0 {
            Kind::Tsv(reader) => reader.encoding(),
            Kind::Csv(reader) => reader.encoding(),
            Kind::Jsonl(reader) => reader.encoding(),
            Kind::Tbx(_) | Kind::Xlsx(_) => None,
        }
    }
}

impl<R: BufRead> Iterator for TermReader<R> {
    type Item = Result<TermRecord, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            Kind::Tbx(reader) => reader.next(),
            Kind::Tsv(reader) => reader.next(),
            Kind::Csv(reader) => reader.next(),
            Kind::Xlsx(reader) => reader.next(),
            Kind::Jsonl(reader) => reader.next(|text, position| Line::parse(text)?.into_record(position)),
        }
    }
}
