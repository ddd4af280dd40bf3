use clap::Args;

use super::shown::{HEADER, row};
use super::{Client, ReviewState, Status, Type};
use crate::cli::fail::Fail;
use crate::cli::input::parse_language;
use crate::cli::output;
use crate::rpc::v1;

#[derive(Args)]
pub struct List {
    /// With this in a name, whatever its case, diacritics and spacing
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    text: Option<String>,
    /// The same at the start of a name
    #[arg(long, value_name = "TEXT", conflicts_with = "text", allow_hyphen_values = true)]
    prefix: Option<String>,
    /// With a name in this language
    #[arg(long, value_parser = parse_language)]
    language: Option<String>,
    /// Of this type; may be given several times
    #[arg(long = "type", value_enum)]
    kinds: Vec<Type>,
    /// With a name of this status; may be given several times
    #[arg(long = "status", value_enum)]
    statuses: Vec<Status>,
    /// In this state; may be given several times
    #[arg(long = "review", value_enum, value_name = "STATE")]
    reviews: Vec<ReviewState>,
    /// From just this source
    #[arg(long, default_value = "", value_name = "TEXT", hide_default_value = true)]
    source: String,
    /// How many at the most
    #[arg(long, default_value_t = 50)]
    limit: usize,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

impl List {
    pub async fn call(self, client: &mut Client) -> Result<(), Fail> {
        let filter = self.filter();
        let (mut terms, mut page_token, mut left) = (Vec::new(), String::new(), self.limit);
        while left > 0 {
            let (page_size, filter) = (left.min(1_000) as i32, Some(filter.clone()));
            let request = v1::ListTermsRequest { page_size, page_token, filter };
            let page = client.list_terms(request).await?.into_inner();
            (page_token, left) = (page.next_page_token, left.saturating_sub(page.terms.len()));
            terms.extend(page.terms);
            if page_token.is_empty() {
                break;
            }
        }
        if self.json {
            return terms.iter().try_for_each(output::json);
        }
        output::table(HEADER, terms.into_iter().map(row))?;
        output::say_more(&page_token)
    }

    fn filter(&self) -> v1::TermFilter {
        let place = if self.prefix.is_some() { v1::TextPlace::Start } else { v1::TextPlace::Unspecified };
        v1::TermFilter {
            text: self.prefix.clone().or(self.text.clone()).unwrap_or_default(),
            place: place.into(),
            language: self.language.clone().unwrap_or_default(),
            statuses: self.statuses.iter().map(|&status| v1::TermStatus::from(status).into()).collect(),
            types: self.kinds.iter().map(|&kind| v1::TermType::from(kind).into()).collect(),
            review_states: self.reviews.iter().map(|&state| v1::TermReviewState::from(state).into()).collect(),
            source: self.source.clone(),
        }
    }
}
