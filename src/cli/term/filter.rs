use clap::Args;

use super::{ReviewState, Status, Type};
use crate::cli::input::parse_language;
use crate::rpc::v1;

/// Which terms.
#[derive(Args)]
pub struct Filter {
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
}

impl From<&Filter> for v1::TermFilter {
    fn from(filter: &Filter) -> v1::TermFilter {
        let place = if filter.prefix.is_some() { v1::TextPlace::Start } else { v1::TextPlace::Unspecified };
        v1::TermFilter {
            text: filter.prefix.clone().or(filter.text.clone()).unwrap_or_default(),
            place: place.into(),
            language: filter.language.clone().unwrap_or_default(),
            statuses: filter.statuses.iter().map(|&status| v1::TermStatus::from(status).into()).collect(),
            types: filter.kinds.iter().map(|&kind| v1::TermType::from(kind).into()).collect(),
            review_states: filter.reviews.iter().map(|&state| v1::TermReviewState::from(state).into()).collect(),
            source: filter.source.clone(),
        }
    }
}
