use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::connect::Target;
use super::fail::Fail;
use super::input::{guess_language, parse_language, read_text};
use super::output;
use crate::rpc::v1;
use crate::rpc::v1::article_service_client::ArticleServiceClient;

/// How an article is marked up.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Format {
    #[default]
    Auto,
    Text,
    Markdown,
}

impl From<Format> for v1::ArticleFormat {
    fn from(format: Format) -> v1::ArticleFormat {
        match format {
            Format::Auto => v1::ArticleFormat::Unspecified,
            Format::Text => v1::ArticleFormat::Text,
            Format::Markdown => v1::ArticleFormat::Markdown,
        }
    }
}

#[derive(Args)]
pub struct Segment {
    /// The article's language; told from its letters (fa or en) if not given
    #[arg(long, value_parser = parse_language)]
    language: Option<String>,
    /// How the article is marked up
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Print one segment a line and nothing else
    #[arg(long, conflicts_with = "json")]
    plain: bool,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
    /// The article, or - for standard input
    file: PathBuf,
}

impl Segment {
    pub async fn run(self, target: Target) -> Result<(), Fail> {
        let article = read_text(&self.file)?;
        let language = self.language.clone().unwrap_or_else(|| guess_language(&article).into());
        let connection = target.connect_without_store().await?;
        let request =
            v1::SegmentArticleRequest { article, language, format: v1::ArticleFormat::from(self.format).into() };
        let mut client = ArticleServiceClient::new(connection.channel.clone()).max_decoding_message_size(usize::MAX);
        let answer = client.segment_article(request).await?.into_inner();
        if self.json {
            return output::json(&answer);
        }
        answer.segments.iter().try_for_each(|segment| match self.plain {
            true => output::line(&one_line(&segment.text)),
            false => output::line(&describe(segment)),
        })
    }
}

/// A segment with its kind, as people read it.
pub fn describe(segment: &v1::Segment) -> String {
    let kind = output::plain(segment.kind().as_str_name(), "BLOCK_KIND");
    let again = segment.repetition_of.map(|first| format!(" (as {})", first + 1)).unwrap_or_default();
    let text = output::harmless(&one_line(&segment.text));
    format!("{:>3} {kind:<10} {text}{again}", segment.index + 1)
}

/// A segment of several wrapped lines on one.
pub fn one_line(text: &str) -> String {
    text.split(['\r', '\n']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
