use std::path::PathBuf;

use clap::Args;
use tonic::transport::Channel;

use super::{Client, nothing};
use crate::cli::align::read_article;
use crate::cli::article::Format;
use crate::cli::fail::Fail;
use crate::cli::input::parse_language;
use crate::cli::output;
use crate::rpc::v1;
use crate::rpc::v1::article_service_client::ArticleServiceClient;
use crate::rpc::v1::check_terms_response::Message;

#[derive(Args)]
pub struct Check {
    /// The memory to look through
    #[arg(long, value_name = "NAME", required_unless_present = "files", conflicts_with = "files", default_value = "")]
    memory: String,
    /// The language of the sources
    #[arg(long, value_parser = parse_language)]
    from: String,
    /// The language of the targets
    #[arg(long, value_parser = parse_language)]
    to: String,
    /// Only forbidden renderings and numbers, not those that are merely admitted or unknown
    #[arg(long)]
    strict: bool,
    /// The files have one segment a line
    #[arg(long, requires = "files")]
    segmented: bool,
    /// How the articles are marked up
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Print findings, then how each term is rendered, one JSON object a line
    #[arg(long)]
    json: bool,
    /// An article and its translation
    #[arg(num_args = 2, value_names = ["SOURCE", "TARGET"])]
    files: Vec<PathBuf>,
}

impl Check {
    pub async fn call(self, client: &mut Client, channel: &Channel) -> Result<(), Fail> {
        let request = v1::CheckTermsRequest {
            parent: self.memory.clone(),
            pairs: if self.files.is_empty() { Vec::new() } else { self.aligned(channel).await? },
            source_language: self.from.clone(),
            target_language: self.to.clone(),
        };
        let mut answers = client.check_terms(request).await?.into_inner();
        let (mut found, mut usages) = (0, Vec::new());
        while let Some(answer) = answers.message().await? {
            match answer.message {
                Some(Message::Finding(mut finding)) => {
                    if self.strict {
                        finding.warnings.retain(is_forbidden);
                    }
                    if finding.warnings.is_empty() && finding.numbers.is_empty() {
                        continue;
                    }
                    found += 1;
                    if self.json { output::json(&finding)? } else { show(&finding)? }
                }
                Some(Message::Usage(usage)) if self.json => output::json(&usage)?,
                Some(Message::Usage(usage)) => usages.push(usage),
                None => (),
            }
        }
        if !self.json {
            if usages.is_empty() {
                nothing::checked(client).await?;
            }
            summarize(usages, found)?;
        }
        if found > 0 { Err(Fail::Refused) } else { Ok(()) }
    }

    /// The articles' segments that belong together.
    async fn aligned(&self, channel: &Channel) -> Result<Vec<v1::TermCheckPair>, Fail> {
        let read = |path: &PathBuf| read_article(path, self.segmented, self.format);
        let pair = v1::ArticlePair {
            source: Some(read(&self.files[0])?),
            target: Some(read(&self.files[1])?),
            ..Default::default()
        };
        let options = v1::AlignmentOptions {
            source_language: self.from.clone(),
            target_language: self.to.clone(),
            ..Default::default()
        };
        let mut articles = ArticleServiceClient::new(channel.clone()).max_decoding_message_size(usize::MAX);
        let request = v1::AlignArticlesRequest { options: Some(options), pair: Some(pair) };
        let aligned = articles.align_articles(request).await?.into_inner();
        let reason = || output::plain(&aligned.reason, "");
        match aligned.verdict() {
            v1::AlignmentVerdict::Rejected => {
                return Err(Fail::Failed(format!("the articles are no translations of each other: {}", reason())));
            }
            v1::AlignmentVerdict::Doubtful => {
                output::complain(&format!("the articles are hardly translations of each other: {}", reason()));
            }
            _ => (),
        }
        let text = |segments: &[String], places: &[u32]| {
            let texts: Vec<&str> =
                places.iter().filter_map(|&at| segments.get(at as usize)).map(String::as_str).collect();
            texts.join(" ")
        };
        let pairs = aligned.beads.iter().filter(|bead| !bead.source.is_empty() && !bead.target.is_empty());
        let pairs = pairs.map(|bead| v1::TermCheckPair {
            source: text(&aligned.source_segments, &bead.source),
            target: text(&aligned.target_segments, &bead.target),
        });
        let pairs: Vec<v1::TermCheckPair> = pairs.collect();
        let alone = aligned.beads.iter().filter(|bead| bead.source.is_empty() || bead.target.is_empty());
        match (pairs.len(), alone.map(|bead| bead.source.len() + bead.target.len()).sum::<usize>()) {
            (0, _) => return Err(Fail::Failed("no segment of the article has a translation".into())),
            (_, 0) => (),
            (_, alone) => output::complain(&format!("not checked: {alone} segments that the other article lacks")),
        }
        Ok(pairs)
    }
}

fn is_forbidden(warning: &v1::TermWarning) -> bool {
    warning.found.as_ref().is_some_and(|found| found.status() == v1::TermStatus::Forbidden)
}

fn show(finding: &v1::TermFinding) -> Result<(), Fail> {
    let place = if finding.unit.is_empty() { format!("pair {}", finding.pair + 1) } else { finding.unit.clone() };
    output::line(&place)?;
    output::line(&format!("  > {}", output::harmless(&finding.source)))?;
    output::line(&format!("  < {}", output::harmless(&finding.target)))?;
    for warning in &finding.warnings {
        let found = match &warning.found {
            None => "otherwise than known".to_owned(),
            Some(found) => {
                format!("as {}, which is {}", found.text, output::plain(found.status().as_str_name(), "TERM_STATUS"))
            }
        };
        let text = format!("  {} is rendered {found}; preferred is {}", warning.source_text, warning.preferred);
        output::line(&output::harmless(&text))?;
    }
    if finding.numbers.is_empty() { Ok(()) } else { output::line(&format!("  {}", output::harmless(&finding.numbers))) }
}

fn summarize(usages: Vec<v1::TermUsage>, found: usize) -> Result<(), Fail> {
    let row = |usage: v1::TermUsage| {
        let rendering = |r: &v1::TermRenderingCount| {
            let status = output::plain(r.status().as_str_name(), "TERM_STATUS");
            output::harmless(&format!("{} ({status}): {}", r.text, r.count))
        };
        let renderings: Vec<String> = usage.renderings.iter().map(rendering).collect();
        vec![usage.term, output::harmless(&usage.text), renderings.join("\n"), usage.otherwise.to_string()]
    };
    if !usages.is_empty() {
        output::table(&["term", "name", "rendered as", "otherwise"], usages.into_iter().map(row))?;
    }
    output::line(&format!("{found} pairs to look at"))
}
