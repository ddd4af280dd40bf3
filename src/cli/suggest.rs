use clap::Args;

use super::analyze::print_statistics;
use super::article::{ArticleFile, Format, say_encoding};
use super::connect::Target;
use super::fail::Fail;
use super::input::{TextOrFile, parse_language, parse_percent};
use super::output;
use super::segment::{describe, one_line};
use crate::rpc::v1;
use crate::rpc::v1::suggest_service_client::SuggestServiceClient;

type Client = SuggestServiceClient<tonic::transport::Channel>;

#[derive(Args)]
pub struct Suggest {
    /// The language of the text; en finds en-US
    #[arg(long, value_parser = parse_language)]
    from: String,
    /// The language of the translations wanted
    #[arg(long, value_parser = parse_language)]
    to: String,
    /// A memory to search; all if none is named
    #[arg(long = "memory", value_name = "NAME")]
    memories: Vec<String>,
    /// Lowest score wanted, 0 to 100
    #[arg(long, default_value = "70", value_parser = parse_percent)]
    min_score: f64,
    /// How many suggestions a segment at the most [default: 5]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,
    /// How the article is marked up
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Print one message a line as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    input: TextOrFile,
}

impl Suggest {
    pub async fn run(self, target: Target) -> Result<(), Fail> {
        // What is to be looked up is read first: a store need not be opened for a file that is not there.
        let article = self.input.file.as_deref().map(|path| ArticleFile::read(path, self.format)).transpose()?;
        let connection = target.connect().await?;
        let client = SuggestServiceClient::new(connection.channel.clone()).max_decoding_message_size(usize::MAX);
        match article {
            Some(article) => self.article(client, article).await?,
            None => self.segment(client).await?,
        }
        connection.close()
    }

    async fn segment(self, mut client: Client) -> Result<(), Fail> {
        let request = v1::SuggestRequest {
            text: self.input.text.clone().unwrap_or_default(),
            source_language: self.from,
            target_language: self.to,
            memories: self.memories,
            min_score: Some(self.min_score),
            limit: self.limit.unwrap_or_default(),
            ..Default::default()
        };
        let text = request.text.clone();
        let answer = client.suggest(request).await?.into_inner();
        if self.json {
            return output::json(&answer);
        }
        if answer.suggestions.is_empty() {
            output::line(&format!("nothing at {} or above", output::percent(self.min_score)))?;
        }
        print_phrases(&answer.phrases)?;
        print_known(&text, &answer.suggestions, &answer.terms)
    }

    async fn article(self, mut client: Client, article: ArticleFile) -> Result<(), Fail> {
        let request = v1::SuggestArticleRequest {
            article_bytes: article.bytes.clone(),
            format: article.format.into(),
            source_language: self.from,
            target_language: self.to,
            memories: self.memories,
            min_score: Some(self.min_score),
            limit: self.limit.unwrap_or_default(),
            ..Default::default()
        };
        print_article(&mut client, (&article.name, request), self.json).await
    }
}

/// Streams an article's answers to standard output.
pub async fn print_article(
    client: &mut Client,
    (name, request): (&str, v1::SuggestArticleRequest),
    json: bool,
) -> Result<(), Fail> {
    let mut answers = client.suggest_article(request).await?.into_inner();
    while let Some(answer) = answers.message().await? {
        say_encoding(name, answer.encoding.as_ref());
        if json {
            output::json(&answer)?;
            continue;
        }
        if let Some(segment) = &answer.segment {
            output::line(&describe(segment))?;
            print_phrases(&answer.phrases)?;
            print_known(&segment.text, &answer.suggestions, &answer.terms)?;
        }
        if let Some(statistics) = answer.statistics {
            print_statistics(&statistics)?;
        }
    }
    Ok(())
}

fn print_known(text: &str, suggestions: &[v1::Suggestion], terms: &[v1::RecognizedTerm]) -> Result<(), Fail> {
    for suggestion in suggestions {
        print_suggestion(text, suggestion)?;
    }
    for term in terms {
        let renderings: Vec<String> = term.renderings.iter().map(rendering).collect();
        let reason = output::plain(term.reason().as_str_name(), "TERM_MATCH_REASON");
        output::line(&format!("      term  {} → {}  ({reason})", term.matched_text, renderings.join(" | ")))?;
    }
    Ok(())
}

/// The parts of a segment that the memory holds, each with the best of its units.
fn print_phrases(phrases: &[v1::Phrase]) -> Result<(), Fail> {
    for phrase in phrases {
        let Some(best) = phrase.units.first() else { continue };
        let unit = best.unit.clone().unwrap_or_default();
        let more = phrase.units.len() - 1;
        let others = if more > 0 { format!(" and {more} more") } else { String::new() };
        output::line(&format!("    parts: {}  {}{others}", one_line(&output::harmless(&phrase.text)), unit.name))?;
        let range = best.start as usize..best.end as usize;
        output::line(&format!("           {}", output::marked(&unit.source.unwrap_or_default(), &[range])))?;
        output::line(&format!("           {}", output::marked(&unit.target.unwrap_or_default(), &[])))?;
    }
    Ok(())
}

/// A rendering as people read it, with whether to use it.
pub fn rendering(entry: &v1::TermEntry) -> String {
    match entry.status() {
        v1::TermStatus::Forbidden => format!("not: {}", entry.text),
        v1::TermStatus::Admitted => format!("also: {}", entry.text),
        _ => entry.text.clone(),
    }
}

fn print_suggestion(text: &str, suggestion: &v1::Suggestion) -> Result<(), Fail> {
    let unit = suggestion.unit.clone().unwrap_or_default();
    let match_type = match_type(suggestion);
    let penalties: Vec<String> = suggestion.penalties.iter().map(penalty).collect();
    let taken_off = if penalties.is_empty() { String::new() } else { format!("  [{}]", penalties.join(", ")) };
    let reversed = if suggestion.reversed { "  (turned round)" } else { "" };
    let score = output::percent(suggestion.score);
    let used = if unit.use_count == 1 { "used once".into() } else { format!("used {} times", unit.use_count) };
    output::line(&format!("     {score:>5} {match_type}{taken_off}{reversed}  {used}  {}", unit.name))?;
    let source = unit.source.unwrap_or_default().text;
    output::line(&format!("           {}", one_line(&coloured(text, &source, &suggestion.difference))))?;
    output::line(&format!("           {}", one_line(&output::harmless(&unit.target.unwrap_or_default().text))))?;
    if !suggestion.adapted_target.is_empty() {
        output::line(&format!("           {}  (numbers adapted)", one_line(&suggestion.adapted_target)))?;
    }
    Ok(())
}

fn match_type(suggestion: &v1::Suggestion) -> String {
    let side = match suggestion.context() {
        v1::ContextMatch::Previous => " (previous)",
        v1::ContextMatch::Next => " (next)",
        v1::ContextMatch::Both | v1::ContextMatch::Unspecified => "",
    };
    output::plain(suggestion.match_type().as_str_name(), "MATCH_TYPE") + side
}

fn penalty(penalty: &v1::Penalty) -> String {
    let reason = output::plain(penalty.reason().as_str_name(), "PENALTY_REASON");
    if penalty.points > 0.0 { format!("{reason} −{}", penalty.points) } else { reason }
}

/// The unit's source with what the segment has otherwise, as wdiff writes it: `[-only the unit-]{+only the segment+}`.
fn coloured(text: &str, source: &str, difference: &[v1::Difference]) -> String {
    let (red, green) = (anstyle::AnsiColor::Red.on_default(), anstyle::AnsiColor::Green.on_default());
    let of = |text: &str, start, end| output::harmless(text.get(start as usize..end as usize).unwrap_or_default());
    let (mut shown, mut before) = (String::new(), v1::Difference::default());
    for &stretch in difference {
        let (old, new) =
            (of(source, stretch.unit_start, stretch.unit_end), of(text, stretch.query_start, stretch.query_end));
        // What is not in the unit has its spaces from the segment.
        let spaces = match [before.kind(), stretch.kind()].contains(&v1::DifferenceKind::Inserted) {
            true => of(text, before.query_end, stretch.query_start),
            false => of(source, before.unit_end, stretch.unit_start),
        };
        shown.push_str(&spaces);
        match stretch.kind() {
            v1::DifferenceKind::Equal => shown.push_str(&old),
            _ if new.is_empty() => shown.push_str(&format!("{red}[-{old}-]{red:#}")),
            _ if old.is_empty() => shown.push_str(&format!("{green}{{+{new}+}}{green:#}")),
            _ => shown.push_str(&format!("{red}[-{old}-]{red:#}{green}{{+{new}+}}{green:#}")),
        }
        before = stretch;
    }
    // Nothing is compared of a text without a word or mark.
    if difference.is_empty() { output::harmless(source) } else { shown }
}
