//! How articles are marked up.

use super::block::Document;
use super::markdown::Indented;
use super::{html, markdown, plain};

/// How an article is marked up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ArticleFormat {
    /// HTML or Markdown if the article shows signs of it, otherwise plain text.
    #[default]
    Auto,
    /// Plain text: every character that is not white space is in some segment.
    Text,
    /// CommonMark with GitHub's tables, strikethrough, footnotes and alerts, and front matter. Marks that only say what a
    /// block is (`## `, `- `, `> `, `---`), and marks around a whole block or segment (`**…**`, `[…](…)`), are in no
    /// segment; those within a segment are codes.
    Markdown,
    /// A page or a part of one. Its text, titles, descriptions, and the texts that stand for pictures are in segments.
    Html,
}

impl ArticleFormat {
    /// The format that the article is in, as far as its text tells.
    pub fn of(self, article: &str) -> ArticleFormat {
        match self {
            ArticleFormat::Auto if html::shows_in(article) => ArticleFormat::Html,
            ArticleFormat::Auto if markdown::shows_in(article) => ArticleFormat::Markdown,
            ArticleFormat::Auto => ArticleFormat::Text,
            told => told,
        }
    }

    pub(super) fn read(self, article: &str) -> Document<'_> {
        let indented = if self == ArticleFormat::Auto { Indented::IsText } else { Indented::IsCode };
        match self.of(article) {
            ArticleFormat::Html => html::read(article),
            ArticleFormat::Markdown => markdown::read(article, indented),
            ArticleFormat::Text | ArticleFormat::Auto => plain::read(article),
        }
    }
}
