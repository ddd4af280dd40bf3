use clap::Args;

use super::Client;
use crate::cli::fail::Fail;
use crate::cli::input::{parse_language, parse_percent};
use crate::cli::output;
use crate::rpc::v1;
use crate::rpc::v1::mine_terms_response::Message;

#[derive(Args)]
pub struct Mine {
    /// The memory
    #[arg(long, value_name = "NAME")]
    memory: String,
    /// The language of the phrases
    #[arg(long, value_parser = parse_language)]
    from: String,
    /// The language of the renderings
    #[arg(long, value_parser = parse_language)]
    to: String,
    /// How often a phrase has to be rendered the same way
    #[arg(long, value_name = "TIMES", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    min_count: u32,
    /// How sure a rendering has to be, in percent
    #[arg(long, value_name = "PERCENT", default_value_t = 80.0, value_parser = parse_percent)]
    min_confidence: f64,
    /// Show the candidates, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// How many candidates to show; all are kept
    #[arg(long, default_value_t = 50)]
    limit: usize,
    /// Print every candidate, one JSON object a line
    #[arg(long)]
    json: bool,
}

impl Mine {
    pub async fn call(self, client: &mut Client) -> Result<(), Fail> {
        let request = v1::MineTermsRequest {
            parent: self.memory.clone(),
            source_language: self.from.clone(),
            target_language: self.to.clone(),
            min_count: self.min_count,
            min_confidence: Some(self.min_confidence),
            dry_run: self.dry_run,
        };
        let bar = output::progress_bar("{prefix} {wide_bar} {percent} %, {eta} left", Some(1_000), &self.memory);
        let mut answers = client.mine_terms(request).await?.into_inner();
        let (mut shown, mut summary) = (Vec::new(), v1::MiningSummary::default());
        while let Some(answer) = answers.message().await? {
            match answer.message {
                Some(Message::Progress(progress)) => bar.set_position((progress.share * 1_000.0) as u64),
                Some(Message::Mined(mined)) => {
                    bar.finish_and_clear();
                    if self.json {
                        output::json(&mined)?;
                    } else if shown.len() < self.limit {
                        shown.push(mined);
                    }
                }
                Some(Message::Summary(counts)) => summary = counts,
                None => (),
            }
        }
        bar.finish_and_clear();
        if self.json { Ok(()) } else { self.summarize(shown, &summary) }
    }

    fn summarize(&self, shown: Vec<v1::MinedTerm>, summary: &v1::MiningSummary) -> Result<(), Fail> {
        let (all, is_shown) = ((summary.new + summary.known + summary.approved) as usize, shown.len());
        if all > 0 {
            output::table(&["sure", "type", "phrase", "rendering", "seen", "otherwise"], shown.into_iter().map(row))?;
        } else {
            self.advise();
        }
        if all > is_shown {
            output::line(&format!("… and more; --limit {all} shows all {all}"))?;
        }
        output::line(&self.counts(summary))
    }

    /// Says what may help where nothing was found.
    fn advise(&self) {
        let (times, sure) = (self.min_count, self.min_confidence);
        output::complain(&format!(
            "nothing was found that is rendered the same way {times} times and {sure}% sure; --min-count and \
             --min-confidence ask for less, and the larger the memory the more is found"
        ));
    }

    fn counts(&self, summary: &v1::MiningSummary) -> String {
        let v1::MiningSummary { new, known, approved, rejected } = summary;
        let more = [(approved, "approved already"), (rejected, "rejected before")];
        let more = more.iter().filter(|(count, _)| **count > 0).map(|(count, what)| format!(", {count} {what}"));
        let next = match (self.dry_run, new + known) {
            (true, _) => "; nothing was written",
            (false, 0) => "",
            (false, _) => "; hafez term review goes through them",
        };
        format!("{new} new candidates, {known} known{}{next}", more.collect::<String>())
    }
}

fn row(mined: v1::MinedTerm) -> Vec<String> {
    let term = mined.term.unwrap_or_default();
    let kind = output::plain(term.r#type().as_str_name(), "TERM_TYPE");
    let name = |at: usize| term.entries.get(at).map_or(String::new(), |entry| output::harmless(&entry.text));
    let count = term.evidence.as_ref().map_or(0, |evidence| evidence.count);
    let others =
        mined.alternatives.iter().take(2).map(|other| output::harmless(&format!("{} ({})", other.text, other.count)));
    let seen = format!("{count} of {}", mined.seen);
    vec![output::percent(mined.confidence), kind, name(0), name(1), seen, others.collect::<Vec<_>>().join(", ")]
}
