use std::collections::BTreeMap;

use tonic::Status;

use super::{count, known};
use crate::article::{
    ArticleFormat, Assembled, CodeProblem, CodeProblemKind, Decoded, EncodingSource, Places, Untranslated, decode,
};
use crate::memory::Limits;
use crate::model::{BlockKind, Segment};
use crate::rpc::status::{self, invalid_field};
use crate::rpc::v1;

/// An article as it was sent.
pub struct Received {
    pub text: String,
    /// Where its text is in what was sent.
    pub places: Places,
    /// How its bytes were read; none if it was sent as text.
    pub encoding: Option<v1::ArticleEncoding>,
}

/// The article of a request, from its three fields; it must not be blank.
pub fn received(article: String, bytes: &[u8], charset: &str, limits: &Limits) -> Result<Received, Status> {
    let field = if bytes.is_empty() { "article" } else { "article_bytes" };
    let received = received_or_blank(article, bytes, charset, (limits, ""))?;
    limits.check_article(field, &received.text).map_err(status::from_engine)?;
    Ok(received)
}

/// The same of an article that may be blank, with the path that leads to its fields, dot included.
pub fn received_or_blank(
    article: String,
    bytes: &[u8],
    charset: &str,
    (limits, path): (&Limits, &str),
) -> Result<Received, Status> {
    let field = |name: &str| format!("{path}{name}");
    let check_size = |name, size| limits.check_article_size(field(name), size).map_err(status::from_engine);
    match (article.is_empty(), bytes.is_empty()) {
        (_, true) => {
            check_size("article", article.len())?;
            Ok(Received { text: article, places: Places::default(), encoding: None })
        }
        (false, false) => Err(invalid_field(field("article_bytes"), "there is an article, too; send one of the two")),
        (true, false) => {
            check_size("article_bytes", bytes.len())?;
            let declared = Some(charset).filter(|charset| !charset.is_empty());
            let decoded = decode(bytes, declared).map_err(|e| invalid_field(field("article_bytes"), e.to_string()))?;
            check_size("article_bytes", decoded.text.len())?;
            Ok(Received {
                places: decoded.places(bytes),
                encoding: Some(encoding(&decoded)),
                text: decoded.text.into_owned(),
            })
        }
    }
}

pub fn segment_with_places(index: usize, segment: Segment, places: &Places) -> v1::Segment {
    let place = |offset| count(places.of(offset));
    let code = |code: crate::model::InlineCode| v1::InlineCode {
        start: place(code.start),
        end: place(code.end),
        text: code.text,
    };
    v1::Segment {
        kind: v1::BlockKind::from(segment.kind).into(),
        start: place(segment.start),
        end: place(segment.end),
        index: count(index),
        block: count(segment.block),
        repetition_of: segment.repetition_of.map(count),
        codes: segment.codes.into_iter().map(code).collect(),
        text: segment.text,
    }
}

pub fn article_format(value: i32) -> Result<ArticleFormat, Status> {
    Ok(match known("format", value)? {
        v1::ArticleFormat::Unspecified => ArticleFormat::Auto,
        v1::ArticleFormat::Text => ArticleFormat::Text,
        v1::ArticleFormat::Markdown => ArticleFormat::Markdown,
        v1::ArticleFormat::Html => ArticleFormat::Html,
    })
}

pub fn block_kinds(field: &str, values: &[i32]) -> Result<Vec<BlockKind>, Status> {
    let kind = |&value| {
        Ok(match known(field, value)? {
            v1::BlockKind::Unspecified => return Err(invalid_field(field, "BLOCK_KIND_UNSPECIFIED names no kind")),
            v1::BlockKind::Headline => BlockKind::Headline,
            v1::BlockKind::Subheading => BlockKind::Subheading,
            v1::BlockKind::Byline => BlockKind::Byline,
            v1::BlockKind::Dateline => BlockKind::Dateline,
            v1::BlockKind::Caption => BlockKind::Caption,
            v1::BlockKind::Paragraph => BlockKind::Paragraph,
            v1::BlockKind::LeadIn => BlockKind::LeadIn,
            v1::BlockKind::ListItem => BlockKind::ListItem,
            v1::BlockKind::Quotation => BlockKind::Quotation,
            v1::BlockKind::TableCell => BlockKind::TableCell,
            v1::BlockKind::Code => BlockKind::Code,
            v1::BlockKind::Link => BlockKind::Link,
            v1::BlockKind::Metadata => BlockKind::Metadata,
        })
    };
    values.iter().map(kind).collect()
}

pub fn untranslated(value: i32) -> Result<Untranslated, Status> {
    Ok(match known("untranslated", value)? {
        v1::UntranslatedSegments::Unspecified | v1::UntranslatedSegments::Marked => Untranslated::Marked,
        v1::UntranslatedSegments::AsIs => Untranslated::AsIs,
    })
}

/// The targets by the positions of their segments; refuses two for one, and those whose segments say something else now.
pub fn targets(targets: Vec<v1::SegmentTarget>, segments: &[Segment]) -> Result<BTreeMap<usize, String>, Status> {
    let mut by_position = BTreeMap::new();
    for (at, target) in targets.into_iter().enumerate() {
        let field = |name: &str| format!("targets[{at}].{name}");
        let position = target.index as usize;
        let Some(segment) = segments.get(position) else {
            let has = format!("there is no segment {position}: the article has {}, counted from 0", segments.len());
            return Err(invalid_field(field("index"), has));
        };
        if !target.source_text.is_empty() && target.source_text != segment.text {
            let changed = format!("segment {position} is not that any more; segment the article again");
            return Err(invalid_field(field("source_text"), changed));
        }
        if by_position.insert(position, target.text).is_some() {
            return Err(invalid_field(field("index"), format!("segment {position} has a target already; send one")));
        }
    }
    Ok(by_position)
}

pub fn assembled(assembled: Assembled, segments: usize) -> v1::AssembleArticleResponse {
    v1::AssembleArticleResponse {
        article: assembled.article,
        segments: count(segments),
        untranslated: assembled.untranslated.into_iter().map(count).collect(),
        problems: assembled.problems.into_iter().map(Into::into).collect(),
        ..v1::AssembleArticleResponse::default()
    }
}

fn encoding(decoded: &Decoded) -> v1::ArticleEncoding {
    let source = match decoded.source {
        EncodingSource::Mark => v1::EncodingSource::Mark,
        EncodingSource::Utf8 => v1::EncodingSource::Utf8,
        EncodingSource::Declared => v1::EncodingSource::Declared,
        EncodingSource::Detected => v1::EncodingSource::Detected,
    };
    v1::ArticleEncoding {
        charset: decoded.encoding.name().to_owned(),
        source: source.into(),
        wrongly_declared: decoded.wrongly_declared.clone().unwrap_or_default(),
    }
}

impl From<ArticleFormat> for v1::ArticleFormat {
    fn from(format: ArticleFormat) -> v1::ArticleFormat {
        match format {
            ArticleFormat::Auto => v1::ArticleFormat::Unspecified,
            ArticleFormat::Text => v1::ArticleFormat::Text,
            ArticleFormat::Markdown => v1::ArticleFormat::Markdown,
            ArticleFormat::Html => v1::ArticleFormat::Html,
        }
    }
}

impl From<CodeProblem> for v1::CodeProblem {
    fn from(problem: CodeProblem) -> v1::CodeProblem {
        let kind = match problem.kind {
            CodeProblemKind::LeftOut => v1::CodeProblemKind::LeftOut,
            CodeProblemKind::PutBack => v1::CodeProblemKind::PutBack,
            CodeProblemKind::Unknown => v1::CodeProblemKind::Unknown,
            CodeProblemKind::Repeated => v1::CodeProblemKind::Repeated,
        };
        v1::CodeProblem { index: count(problem.segment), code: problem.code, kind: kind.into() }
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
            BlockKind::LeadIn => v1::BlockKind::LeadIn,
            BlockKind::ListItem => v1::BlockKind::ListItem,
            BlockKind::Quotation => v1::BlockKind::Quotation,
            BlockKind::TableCell => v1::BlockKind::TableCell,
            BlockKind::Code => v1::BlockKind::Code,
            BlockKind::Link => v1::BlockKind::Link,
            BlockKind::Metadata => v1::BlockKind::Metadata,
        }
    }
}
