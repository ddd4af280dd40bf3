//! Articles into blocks, blocks into segments, and segments into an article again.
//!
//! Every format (`plain`, `markdown`, `html`) is read into the same thing (`block`): blocks, each a row of pieces of
//! the article, text or markup. From there on they are alike: what a block's text says (`content`), the part that it plays
//! (`kind`, with the words it goes by in `newsroom`), and its sentences (`segments`, by `text::sentence`). All is kept as
//! byte ranges of the article, so that `assemble` can put translations in place and leave every other byte as it was.

mod assemble;
mod block;
mod content;
mod encoding;
mod format;
mod html;
mod kind;
mod lines;
mod markdown;
mod newsroom;
mod plain;
mod segments;
mod wrapping;

use crate::model::{Language, Segment};
use crate::text::sentence::Segmentation;
use block::{Document, Mark};
use content::Content;
use segments::Written;

pub use assemble::{Assembled, Assembly, Charset, CodeProblem, CodeProblemKind, NoSuchSegment, Untranslated};
pub use encoding::{Decoded, EncodingSource, Places, UndecodableArticle, decode, encode};
pub use format::ArticleFormat;

/// How an article is to be read.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'r> {
    pub language: &'r Language,
    pub format: ArticleFormat,
    /// Where its sentences end.
    pub segmentation: &'r Segmentation,
}

/// An article cut into segments.
#[derive(Clone, Debug)]
pub struct Article<'a> {
    text: &'a str,
    format: ArticleFormat,
    language: Language,
    document: Document<'a>,
    written: Vec<Written>,
}

impl<'a> Article<'a> {
    /// Reads an article; every text is one, whatever its markup.
    pub fn read(text: &'a str, reading: &Reading) -> Article<'a> {
        let Reading { language, format, .. } = *reading;
        let document = format.read(text);
        let written = written(&document, reading);
        Article { text, format: format.of(text), language: language.clone(), document, written }
    }

    /// The segments, in the order in which they start: one per sentence of running text, one per headline, byline, dateline
    /// or link. They do not overlap, but that the text of a picture or an attribute may lie within a code of another. An
    /// article without text has none.
    pub fn segments(&self) -> impl ExactSizeIterator<Item = &Segment> {
        self.written.iter().map(|written| &written.segment)
    }

    /// How it is marked up; never `Auto`.
    pub fn format(&self) -> ArticleFormat {
        self.format
    }
}

/// The segments of an article.
pub fn segment(article: &str, reading: &Reading) -> Vec<Segment> {
    Article::read(article, reading).written.into_iter().map(|written| written.segment).collect()
}

fn written(document: &Document, reading: &Reading) -> Vec<Written> {
    let Reading { language, segmentation, .. } = *reading;
    let contents: Vec<(Mark, Content)> =
        document.blocks.iter().map(|block| (block.mark, Content::new(&block.pieces))).collect();
    let kinds = kind::kinds(&contents, language);
    let mut all = Vec::new();
    for (number, ((block, (_, content)), kind)) in document.blocks.iter().zip(&contents).zip(kinds).enumerate() {
        all.extend(segments::of_block(block, content, (kind, number), |text| segmentation.split(text, language)));
    }
    all.sort_by_key(|written| written.segment.start);
    segments::mark_repetitions(&mut all, language);
    all
}

#[cfg(test)]
mod tests;
