use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::article::{ArticleFile, Format, say_encoding};
use super::connect::{Connection, Target};
use super::fail::Fail;
use super::input::{parse_language, parse_percent};
use super::output;
use crate::rpc::v1;
use crate::rpc::v1::article_service_client::ArticleServiceClient;
use crate::rpc::v1::suggest_service_client::SuggestServiceClient;

#[derive(Args)]
pub struct Translate {
    /// The language of the article
    #[arg(long, value_parser = parse_language)]
    from: String,
    /// The language to put it into
    #[arg(long, value_parser = parse_language)]
    to: String,
    /// A memory to search; all if none is named
    #[arg(long = "memory", value_name = "NAME")]
    memories: Vec<String>,
    /// Lowest score of a past translation to take; at 100 only exact matches and those in context are
    #[arg(long, default_value = "100", value_parser = parse_percent)]
    min_score: f64,
    /// What becomes of segments without a translation
    #[arg(long, value_enum, default_value_t)]
    untranslated: Untranslated,
    /// A kind of segments to leave as they are, as `hafez segment` names it: link, byline, "table cell"; code is left anyway
    #[arg(long = "skip", value_name = "KIND", value_parser = super::skip::parse_kind)]
    skip_kinds: Vec<v1::BlockKind>,
    /// How the article is marked up
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
    /// Where to write the article in the other language [default: standard output]
    #[arg(short, long)]
    output: Option<PathBuf>,
    /// The article, or - for standard input
    file: PathBuf,
}

/// What becomes of segments without a translation.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Untranslated {
    /// They are left between ⟦ and ⟧, in HTML in elements of the class hafez-untranslated
    #[default]
    Mark,
    /// They are left as they are
    Keep,
}

impl From<Untranslated> for v1::UntranslatedSegments {
    fn from(untranslated: Untranslated) -> v1::UntranslatedSegments {
        match untranslated {
            Untranslated::Mark => v1::UntranslatedSegments::Marked,
            Untranslated::Keep => v1::UntranslatedSegments::AsIs,
        }
    }
}

impl Translate {
    pub async fn run(self, target: Target) -> Result<(), Fail> {
        self.check_output()?;
        let article = ArticleFile::read(&self.file, self.format)?;
        let connection = target.connect().await?;
        let targets = self.targets(&connection, &article).await?;
        let answer = self.assemble(&connection, &article, targets).await?;
        say_encoding(&article.name, answer.encoding.as_ref());
        self.say_what_is_left(&article.name, &answer);
        self.write(&answer)?;
        connection.close()
    }

    /// Refuses to write over the article.
    fn check_output(&self) -> Result<(), Fail> {
        let same = |output: &PathBuf| {
            let paths = (std::fs::canonicalize(output), std::fs::canonicalize(&self.file));
            matches!(paths, (Ok(output), Ok(file)) if output == file)
        };
        match &self.output {
            Some(output) if same(output) => {
                let name = output.display();
                Err(Fail::Usage(format!("{name} is the article itself; name another file for --output")))
            }
            _ => Ok(()),
        }
    }

    /// The best past translation of each segment that has one good enough.
    async fn targets(&self, connection: &Connection, article: &ArticleFile) -> Result<Vec<v1::SegmentTarget>, Fail> {
        let request = v1::SuggestArticleRequest {
            article_bytes: article.bytes.clone(),
            format: article.format.into(),
            source_language: self.from.clone(),
            target_language: self.to.clone(),
            memories: self.memories.clone(),
            min_score: Some(self.min_score),
            limit: 1,
            max_phrases: Some(0),
            skip_kinds: self.skip_kinds(),
            ..Default::default()
        };
        let mut client = SuggestServiceClient::new(connection.channel.clone()).max_decoding_message_size(usize::MAX);
        let mut answers = client.suggest_article(request).await.map_err(|e| article.fail(e))?.into_inner();
        let mut targets = Vec::new();
        while let Some(answer) = answers.message().await.map_err(|e| article.fail(e))? {
            targets.extend(answer.segment.zip(answer.suggestions.into_iter().next()).map(chosen));
        }
        Ok(targets)
    }

    async fn assemble(
        &self,
        connection: &Connection,
        article: &ArticleFile,
        targets: Vec<v1::SegmentTarget>,
    ) -> Result<v1::AssembleArticleResponse, Fail> {
        let request = v1::AssembleArticleRequest {
            article_bytes: article.bytes.clone(),
            format: article.format.into(),
            source_language: self.from.clone(),
            target_language: self.to.clone(),
            targets,
            untranslated: v1::UntranslatedSegments::from(self.untranslated).into(),
            skip_kinds: self.skip_kinds(),
            ..Default::default()
        };
        let mut client = ArticleServiceClient::new(connection.channel.clone()).max_decoding_message_size(usize::MAX);
        Ok(client.assemble_article(request).await.map_err(|e| article.fail(e))?.into_inner())
    }

    fn skip_kinds(&self) -> Vec<i32> {
        self.skip_kinds.iter().map(|&kind| kind.into()).collect()
    }

    fn say_what_is_left(&self, name: &str, answer: &v1::AssembleArticleResponse) {
        for problem in &answer.problems {
            let what = match problem.kind() {
                v1::CodeProblemKind::LeftOut => "is not in the translation with its pair; its markup was left out",
                v1::CodeProblemKind::PutBack => "is not in the translation; it was put at its end or start",
                v1::CodeProblemKind::Repeated => "is in the translation more than once; the first was taken",
                v1::CodeProblemKind::Unknown | v1::CodeProblemKind::Unspecified => {
                    "is none of the segment; left as text"
                }
            };
            output::complain(&format!("{name}: segment {}: {} {what}", problem.index + 1, problem.code));
        }
        let left = answer.untranslated.len();
        if left > 0 {
            let marked = if let Untranslated::Mark = self.untranslated { ", and marked" } else { "" };
            output::complain(&format!(
                "{name}: {left} of {} segments have no translation; left{marked}",
                answer.segments
            ));
        }
        if answer.encoding.as_ref().is_some_and(|encoding| encoding.charset != answer.charset) {
            output::complain(&format!("{name}: the translation is written in {}", answer.charset));
        }
    }

    fn write(&self, answer: &v1::AssembleArticleResponse) -> Result<(), Fail> {
        match &self.output {
            _ if self.json => output::json(answer),
            Some(path) => std::fs::write(path, &answer.article_bytes)
                .map_err(|e| Fail::Failed(format!("{}: {e}", path.display()))),
            None => output::bytes(&answer.article_bytes),
        }
    }
}

/// A segment's translation: with its own numbers where those are known to differ.
fn chosen((segment, suggestion): (v1::Segment, v1::Suggestion)) -> v1::SegmentTarget {
    let target = suggestion.unit.and_then(|unit| unit.target).unwrap_or_default().text;
    let adapted = suggestion.adapted_target;
    v1::SegmentTarget {
        index: segment.index,
        text: if adapted.is_empty() { target } else { adapted },
        source_text: segment.text,
    }
}
