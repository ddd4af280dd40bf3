use std::path::PathBuf;

use clap::Args;

use super::article::{ArticleFile, Format, say_encoding};
use super::connect::Target;
use super::fail::Fail;
use super::input::parse_language;
use super::output;
use crate::rpc::v1;
use crate::rpc::v1::analyze_articles_request::Part;
use crate::rpc::v1::suggest_service_client::SuggestServiceClient;

#[derive(Args)]
pub struct Analyze {
    /// The language of the articles
    #[arg(long, value_parser = parse_language)]
    from: String,
    /// The language of the translations wanted
    #[arg(long, value_parser = parse_language)]
    to: String,
    /// A memory to search; all if none is named
    #[arg(long = "memory", value_name = "NAME")]
    memories: Vec<String>,
    /// A kind of segments that is not counted, as `hafez segment` names it: link, byline, "table cell"; code never is
    #[arg(long = "skip", value_name = "KIND", value_parser = super::skip::parse_kind)]
    skip_kinds: Vec<v1::BlockKind>,
    /// How the articles are marked up
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Print one message a line as JSON
    #[arg(long)]
    json: bool,
    /// Print a table as CSV: article, match, segments, words, characters
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    /// The articles, or - for standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

impl Analyze {
    pub async fn run(self, target: Target) -> Result<(), Fail> {
        let files = self.files.iter().filter_map(|path| ArticleFile::read_unless_blank(path, self.format).transpose());
        let files = files.collect::<Result<Vec<_>, _>>()?;
        let names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
        let connection = target.connect().await?;
        let mut client = SuggestServiceClient::new(connection.channel.clone()).max_decoding_message_size(usize::MAX);
        let requests = std::iter::once(self.header()).chain(files.into_iter().map(article));
        let mut answers = client.analyze_articles(tokio_stream::iter(requests)).await?.into_inner();
        let mut report = Report::new(self.json, self.csv)?;
        let mut done = 0;
        loop {
            let message = answers.message().await.map_err(|status| match names.get(done) {
                Some(name) => Fail::Failed(format!("{name}: {}", status.message())),
                None => status.into(),
            })?;
            let Some(answer) = message else { break };
            report.add(answer, names.len())?;
            done += 1;
        }
        report.finish()?;
        connection.close()
    }

    fn header(&self) -> v1::AnalyzeArticlesRequest {
        let header = v1::AnalysisHeader {
            source_language: self.from.clone(),
            target_language: self.to.clone(),
            memories: self.memories.clone(),
            statuses: Vec::new(),
            skip_kinds: self.skip_kinds.iter().map(|&kind| kind.into()).collect(),
        };
        v1::AnalyzeArticlesRequest { part: Some(Part::Header(header)) }
    }
}

fn article(file: ArticleFile) -> v1::AnalyzeArticlesRequest {
    let article = v1::AnalysisArticle {
        name: file.name,
        article_bytes: file.bytes,
        format: file.format.into(),
        ..Default::default()
    };
    v1::AnalyzeArticlesRequest { part: Some(Part::Article(article)) }
}

/// Prints what comes in.
enum Report {
    Json,
    Csv(Box<csv::Writer<std::io::Stdout>>),
    Tables,
}

impl Report {
    fn new(json: bool, csv: bool) -> Result<Report, Fail> {
        if !csv {
            return Ok(if json { Report::Json } else { Report::Tables });
        }
        let mut writer = csv::Writer::from_writer(std::io::stdout());
        writer.write_record(["article", "match", "segments", "words", "characters"])?;
        Ok(Report::Csv(Box::new(writer)))
    }

    fn add(&mut self, answer: v1::AnalyzeArticlesResponse, articles: usize) -> Result<(), Fail> {
        say_encoding(&answer.name, answer.encoding.as_ref());
        if answer.incomplete > 0 {
            let note = "segments were looked up only in part, as time was up; they may belong in better bands";
            output::complain(&format!("{}: {} {note}", answer.name, answer.incomplete));
        }
        if let Report::Json = self {
            return output::json(&answer);
        }
        let (name, statistics) = match (&answer.statistics, &answer.total) {
            (Some(statistics), _) => (answer.name.as_str(), statistics),
            // The total of one article is that article.
            (None, Some(total)) if articles > 1 || matches!(self, Report::Csv(_)) => ("total", total),
            _ => return Ok(()),
        };
        match self {
            Report::Csv(writer) => {
                for row in rows(statistics) {
                    writer.write_record(std::iter::once(name.to_owned()).chain(row))?;
                }
                Ok(())
            }
            _ => {
                output::line(&output::harmless(name))?;
                print_statistics(statistics)
            }
        }
    }

    fn finish(self) -> Result<(), Fail> {
        match self {
            Report::Csv(mut writer) => Ok(writer.flush()?),
            _ => Ok(()),
        }
    }
}

/// A table of how much of an article, or of several, the memory knows.
pub fn print_statistics(statistics: &v1::LeverageStatistics) -> Result<(), Fail> {
    output::table(&["match", "segments", "words", "characters"], rows(statistics))
}

fn rows(statistics: &v1::LeverageStatistics) -> Vec<Vec<String>> {
    let row = |name: String, counts: [u32; 3]| std::iter::once(name).chain(counts.map(|n| n.to_string())).collect();
    let mut rows = Vec::new();
    for band in &statistics.bands {
        let across = statistics.repeated_across_articles.filter(|_| band.band() == v1::LeverageBand::Repetition);
        let across = across.unwrap_or_default();
        let [segments, words, characters] =
            [(band.segments, across.segments), (band.words, across.words), (band.characters, across.characters)]
                .map(|(all, across)| all.saturating_sub(across));
        rows.push(row(band_name(band.band()), [segments, words, characters]));
        if band.band() == v1::LeverageBand::Repetition {
            rows.push(row("repetition across".into(), [across.segments, across.words, across.characters]));
        }
    }
    rows.push(row("total".into(), [statistics.segments, statistics.words, statistics.characters]));
    rows
}

/// A band as desks name it.
fn band_name(band: v1::LeverageBand) -> String {
    match band {
        v1::LeverageBand::Fuzzy95 => "95-99%".into(),
        v1::LeverageBand::Fuzzy85 => "85-94%".into(),
        v1::LeverageBand::Fuzzy75 => "75-84%".into(),
        v1::LeverageBand::Fuzzy50 => "50-74%".into(),
        other => output::plain(other.as_str_name(), "LEVERAGE_BAND"),
    }
}
