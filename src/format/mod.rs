//! Streaming readers of exchange formats: bytes in, [`Record`]s and [`Problem`]s out.
//!
//! A [`Reader`] takes any [`BufRead`], opens nothing itself, and holds one or two units at a time, however large the file is.
//! What is wrong with one unit is a [`Problem`] about that unit and reading goes on; what makes the rest unreadable is
//! reported last, behind everything that came before it. Nothing is left out without saying so, except what
//! the formats say about themselves: [`tmx`], [`tsv`], [`txml`], [`xliff`], [`po`], [`table`].
//!
//! ```
//! use hafez::format::{Format, Options, Reader};
//! use hafez::model::Language;
//!
//! let options = Options { from: Language::parse("en").ok(), to: Language::parse("fa").ok(), ..Options::default() };
//! let table = "Good morning\tصبح بخیر\nno translation\n".as_bytes();
//! let read: Vec<_> = Reader::new(Format::Tsv, table, options).collect();
//! assert_eq!(read[0].as_ref().unwrap().target.text, "صبح بخیر");
//! assert!(read[1].as_ref().unwrap_err().to_string().starts_with("line 2: 1 column"));
//! ```

mod bilingual;
mod charset;
pub mod csv;
mod decode;
mod detect;
pub mod gzip;
pub mod jsonl;
mod lines;
pub mod moses;
pub mod po;
mod problem;
mod record;
pub mod table;
pub mod tbx;
pub mod terms;
#[cfg(test)]
mod testing;
pub mod tmx;
pub mod tsv;
pub mod txml;
mod write;
pub mod xliff;
pub mod xlsx;
mod xml;

use std::io::BufRead;

pub use charset::is_known_encoding;
pub use detect::Format;
pub use problem::{Problem, ReadError, Reason};
pub use record::{Position, Record};
pub use table::{ColumnName, Columns};
pub use write::{OutputFormat, WriteError, Writer};

use crate::model::Language;
use csv::QuotedRows;
use table::Table;
use tsv::TabbedRows;
use xlsx::SheetRows;

/// What a reader is to take from a file.
#[derive(Clone, Debug)]
pub struct Options {
    /// The source language as a range: `en` takes `en-US` too, and the record keeps the file's own tag.
    /// `None` leaves it to the file.
    pub from: Option<Language>,
    /// The target language as a range. `None` leaves it to the file, which may mean several targets a source.
    pub to: Option<Language>,
    /// The longest text that is read, in bytes of UTF-8: a line of a table, a segment, note or property in XML.
    /// A unit with a longer one is a problem; memory stays within a small multiple of this.
    pub max_text_bytes: usize,
    /// The encoding of a format that is nothing but text, by its name; `None` to find out. XML says its own.
    pub encoding: Option<String>,
    /// Which columns of a table to take; `None` for what its header says, or the first two.
    pub columns: Option<Columns>,
}

impl Options {
    pub const DEFAULT_MAX_TEXT_BYTES: usize = 1 << 20;
}

impl Default for Options {
    fn default() -> Options {
        Options { from: None, to: None, max_text_bytes: Options::DEFAULT_MAX_TEXT_BYTES, encoding: None, columns: None }
    }
}

/// Reads one file of units of any format, record by record.
///
/// Behind a [`ReadError::Problem`] the next item follows; a [`ReadError::Broken`] or [`ReadError::Io`] is the last item.
#[derive(Debug)]
pub struct Reader<R>(Kind<R>);

#[derive(Debug)]
enum Kind<R> {
    Tsv(Box<tsv::Reader<R>>),
    Tmx(Box<tmx::Reader<R>>),
    Xliff(Box<xliff::Reader<R>>),
    Txml(Box<txml::Reader<R>>),
    Po(Box<po::Reader<R>>),
    Csv(Box<csv::Reader<R>>),
    Xlsx(Box<xlsx::Reader<R>>),
    Jsonl(Box<jsonl::Reader<R>>),
    Moses(Box<moses::Reader<R>>),
}

impl<R: BufRead> Reader<R> {
    /// Reads nothing yet: all errors come out of the iterator.
    pub fn new(format: Format, input: R, options: Options) -> Reader<R> {
        let (encoding, max_bytes) = (options.encoding.clone(), options.max_text_bytes);
        Reader(match format {
            Format::Tsv => Kind::Tsv(Box::new(Table::new(TabbedRows::new(input, encoding, max_bytes), options))),
            Format::Csv => Kind::Csv(Box::new(Table::new(QuotedRows::new(input, encoding, max_bytes), options))),
            Format::Xlsx => Kind::Xlsx(Box::new(Table::new(SheetRows::new(input, max_bytes), options))),
            Format::Tmx => Kind::Tmx(Box::new(tmx::Reader::new(input, options))),
            Format::Xliff => Kind::Xliff(Box::new(xliff::Reader::new(input, options))),
            Format::Txml => Kind::Txml(Box::new(txml::Reader::new(input, options))),
            Format::Po => Kind::Po(Box::new(po::Reader::new(input, options))),
            Format::Jsonl => Kind::Jsonl(Box::new(jsonl::Reader::new(input, options))),
            Format::Moses => Kind::Moses(Box::new(moses::Reader::new(input, options))),
        })
    }

    /// The name of the encoding of a format that is nothing but text, once something was read.
    pub fn encoding(&self) -> Option<&'static str> {
        match &self.0 {
            Kind::Tsv(reader) => reader.encoding(),
            Kind::Po(reader) => reader.encoding(),
            Kind::Csv(reader) => reader.encoding(),
            Kind::Jsonl(reader) => reader.encoding(),
            Kind::Moses(reader) => reader.encoding(),
            _ => None,
        }
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut item = match &mut self.0 {
            Kind::Tsv(reader) => reader.next(),
            Kind::Tmx(reader) => reader.next(),
            Kind::Xliff(reader) => reader.next(),
            Kind::Txml(reader) => reader.next(),
            Kind::Po(reader) => reader.next(),
            Kind::Csv(reader) => reader.next(),
            Kind::Xlsx(reader) => reader.next(),
            Kind::Jsonl(reader) => reader.next(),
            Kind::Moses(reader) => reader.next(),
        }?;
        if let (Ok(record), Kind::Tmx(_) | Kind::Xliff(_)) = (&mut item, &self.0) {
            write::take_back(record);
        }
        Some(item)
    }
}
