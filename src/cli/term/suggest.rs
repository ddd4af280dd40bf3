use clap::Args;

use super::{Client, nothing};
use crate::cli::fail::Fail;
use crate::cli::input::parse_language;
use crate::cli::output;
use crate::cli::suggest::rendering;
use crate::rpc::v1;

#[derive(Args)]
pub struct Suggest {
    /// The language that is translated from; the name may be typed in the other one's script, too
    #[arg(long, value_parser = parse_language)]
    from: String,
    /// The language of the renderings wanted
    #[arg(long, value_parser = parse_language)]
    to: String,
    /// How many at the most
    #[arg(long, default_value_t = 10)]
    limit: u32,
    /// The least score, 0 to 100
    #[arg(long, default_value_t = 50.0, value_name = "PERCENT")]
    min_score: f64,
    /// Suggest mined terms, too, that nobody has approved yet
    #[arg(long)]
    candidates: bool,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
    /// The name or title, or its beginning
    #[arg(allow_hyphen_values = true)]
    text: String,
}

impl Suggest {
    pub async fn call(self, client: &mut Client) -> Result<(), Fail> {
        let mut request = v1::SuggestTermsRequest {
            text: self.text,
            source_language: self.from,
            target_language: self.to,
            limit: self.limit,
            min_score: Some(self.min_score),
            include_candidates: self.candidates,
        };
        let answer = client.suggest_terms(request.clone()).await?.into_inner();
        if self.json {
            return output::json(&answer);
        }
        if answer.suggestions.is_empty() {
            request.include_candidates = true;
            let candidates = client.suggest_terms(request).await?.into_inner().suggestions.len();
            return nothing::found(client, candidates, "a lower --min-score asks for less").await;
        }
        output::table(&["renderings", "name", "found by", "score", "term"], answer.suggestions.iter().map(row))
    }
}

fn row(suggestion: &v1::TermSuggestion) -> Vec<String> {
    let renderings: Vec<String> = suggestion.renderings.iter().map(rendering).collect();
    let mut found_by = output::plain(suggestion.found_by().as_str_name(), "TERM_LOOK_UP");
    if suggestion.review_state() == v1::TermReviewState::Candidate {
        found_by.push_str(", candidate");
    }
    let parts: Vec<&str> = suggestion.parts.iter().map(|part| &*part.term).collect();
    let terms = if suggestion.term.is_empty() { parts.join(" + ") } else { suggestion.term.clone() };
    let texts = [renderings.join(" | "), suggestion.entry_text.clone()].map(|text| output::harmless(&text));
    let [renderings, name] = texts;
    vec![renderings, name, found_by, output::percent(suggestion.score), terms]
}
