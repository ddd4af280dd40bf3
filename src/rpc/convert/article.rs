use tonic::Status;

use super::{count, known};
use crate::article::ArticleFormat;
use crate::model::{BlockKind, Segment};
use crate::rpc::v1;

pub fn article_format(value: i32) -> Result<ArticleFormat, Status> {
    Ok(match known("format", value)? {
        v1::ArticleFormat::Unspecified => ArticleFormat::Auto,
        v1::ArticleFormat::Text => ArticleFormat::Text,
        v1::ArticleFormat::Markdown => ArticleFormat::Markdown,
    })
}

/// A segment at a position in its article, from 0.
impl From<(usize, Segment)> for v1::Segment {
    fn from((index, segment): (usize, Segment)) -> v1::Segment {
        v1::Segment {
            text: segment.text,
            kind: v1::BlockKind::from(segment.kind).into(),
            start: count(segment.start),
            end: count(segment.end),
            index: count(index),
            block: count(segment.block),
            repetition_of: segment.repetition_of.map(count),
        }
    }
}

impl From<BlockKind> for v1::BlockKind {
    fn from(kind: BlockKind) -> v1::BlockKind {
        match kind {
            BlockKind::Headline => v1::BlockKind::Headline,
            BlockKind::Subheading => v1::BlockKind::Subheading,
            BlockKind::Byline => v1::BlockKind::Byline,
            BlockKind::Dateline => v1::BlockKind::Dateline,
            BlockKind::Caption => v1::BlockKind::Caption,
            BlockKind::Paragraph => v1::BlockKind::Paragraph,
            BlockKind::ListItem => v1::BlockKind::ListItem,
            BlockKind::Link => v1::BlockKind::Link,
        }
    }
}
