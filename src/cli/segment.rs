use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;

use super::article::{ArticleFile, Format, say_encoding};
use super::connect::Target;
use super::fail::Fail;
use super::input::parse_language;
use super::output;
use crate::config::read_srx;
use crate::rpc::v1;
use crate::rpc::v1::article_service_client::ArticleServiceClient;
use crate::text::sentence::Segmentation;

#[derive(Args)]
pub struct Segment {
    /// The article's language; told from its letters (fa or en) if not given
    #[arg(long, value_parser = parse_language)]
    language: Option<String>,
    /// How the article is marked up
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Cut by the rules of an SRX file instead; a server has its own in its configuration
    #[arg(long, value_name = "FILE", conflicts_with = "server")]
    srx: Option<PathBuf>,
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
        let article = ArticleFile::read(&self.file, self.format)?;
        let connection = target.connect_without_store(self.segmentation()?).await?;
        let request = v1::SegmentArticleRequest {
            language: self.language.clone().unwrap_or_else(|| article.guess_language().into()),
            format: article.format.into(),
            article_bytes: article.bytes.clone(),
            ..Default::default()
        };
        let mut client = ArticleServiceClient::new(connection.channel.clone()).max_decoding_message_size(usize::MAX);
        let answer = client.segment_article(request).await.map_err(|e| article.fail(e))?.into_inner();
        say_encoding(&article.name, answer.encoding.as_ref());
        if self.json {
            return output::json(&answer);
        }
        answer.segments.iter().try_for_each(|segment| match self.plain {
            true => output::line(&one_line(&segment.text)),
            false => output::line(&describe(segment)),
        })
    }

    fn segmentation(&self) -> Result<Segmentation, Fail> {
        let Some(path) = &self.srx else { return Ok(Segmentation::default()) };
        let rules = read_srx(path).map_err(|e| Fail::Failed(format!("{}: {e}", path.display())))?;
        Ok(Segmentation::default().with_srx(BTreeMap::from([("*".to_owned(), rules)])))
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
