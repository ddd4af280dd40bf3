//! Articles into blocks and segments.
use crate::model::{Language, Segment};
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ArticleFormat { #[default] Auto, Text, Markdown }
pub fn segment(_article: &str, _language: &Language, _format: ArticleFormat) -> Vec<Segment> { todo!() }
