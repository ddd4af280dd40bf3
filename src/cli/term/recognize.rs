use clap::Args;

use super::{Client, nothing};
use crate::cli::fail::Fail;
use crate::cli::input::{TextOrFile, parse_language, read_text};
use crate::cli::output;
use crate::cli::suggest::rendering;
use crate::rpc::v1;

#[derive(Args)]
pub struct Recognize {
    /// The language of the text
    #[arg(long, value_parser = parse_language)]
    from: String,
    /// The language of the renderings wanted
    #[arg(long, value_parser = parse_language)]
    to: String,
    /// Show mined terms, too, that nobody has approved yet
    #[arg(long)]
    candidates: bool,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    input: TextOrFile,
}

impl Recognize {
    pub async fn call(self, client: &mut Client) -> Result<(), Fail> {
        let text = match (self.input.text, self.input.file) {
            (Some(text), _) => text,
            (None, file) => read_text(&file.unwrap_or_default())?,
        };
        let (source_language, target_language, include_candidates) = (self.from, self.to, self.candidates);
        let mut request = v1::RecognizeTermsRequest { text, source_language, target_language, include_candidates };
        let answer = client.recognize_terms(request.clone()).await?.into_inner();
        if self.json {
            return output::json(&answer);
        }
        if answer.terms.is_empty() {
            request.include_candidates = true;
            let candidates = client.recognize_terms(request).await?.into_inner().terms.len();
            return nothing::found(client, candidates, "hafez term list shows the terms that are known").await;
        }
        output::table(&["bytes", "text", "renderings", "why", "score"], answer.terms.iter().map(row))
    }
}

fn row(term: &v1::RecognizedTerm) -> Vec<String> {
    let renderings: Vec<String> = term.renderings.iter().map(rendering).collect();
    let mut reason = output::plain(term.reason().as_str_name(), "TERM_MATCH_REASON");
    if term.review_state() == v1::TermReviewState::Candidate {
        reason.push_str(", candidate");
    }
    let place = format!("{}–{}", term.source_start, term.source_end);
    vec![place, term.matched_text.clone(), renderings.join(" | "), reason, output::percent(term.score)]
}
