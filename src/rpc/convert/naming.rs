//! Which terms are asked for, and what is said of a name.

use tonic::Status;

use super::term::{evidence, term_review_state, term_status, term_type};
use super::{count, known};
use crate::memory::{NamePart, NameQuery, NameSuggestion, NamedBy, TermFilter, TermsWanted, TextPlace};
use crate::model::Percent;
use crate::rpc::status::invalid_field;
use crate::rpc::{names, v1};
use crate::term::lookup::FoundBy;

const DEFAULT_LIMIT: usize = 10;
const DEFAULT_MIN_SCORE: f64 = 50.0;

pub fn terms_wanted(include_candidates: bool) -> TermsWanted {
    if include_candidates { TermsWanted::WithCandidates } else { TermsWanted::Approved }
}

pub fn term_filter(filter: v1::TermFilter) -> Result<TermFilter, Status> {
    let place = match known("filter.place", filter.place)? {
        v1::TextPlace::Unspecified | v1::TextPlace::Anywhere => TextPlace::Anywhere,
        v1::TextPlace::Start => TextPlace::AtTheStart,
    };
    let language = (!filter.language.is_empty()).then(|| names::language("filter.language", &filter.language));
    Ok(TermFilter {
        text: filter.text,
        place,
        language: language.transpose()?,
        statuses: chosen("filter.statuses", &filter.statuses, term_status)?,
        kinds: chosen("filter.types", &filter.types, |_, kind| match kind {
            0 => Ok(None),
            kind => term_type(kind, "filter").map(Some),
        })?,
        reviews: chosen("filter.review_states", &filter.review_states, term_review_state)?,
        source: filter.source,
    })
}

/// The values of a list, none of which may be the unspecified one.
fn chosen<T>(
    field: &str,
    values: &[i32],
    value: impl Fn(&str, i32) -> Result<Option<T>, Status>,
) -> Result<Vec<T>, Status> {
    let unspecified = || invalid_field(field, "the unspecified value chooses nothing; leave the list empty for all");
    values.iter().map(|&number| value(field, number)?.ok_or_else(unspecified)).collect()
}

pub fn name_query(request: v1::SuggestTermsRequest) -> Result<NameQuery, Status> {
    let min_score = request.min_score.unwrap_or(DEFAULT_MIN_SCORE);
    let limit = request.limit as usize;
    Ok(NameQuery {
        text: request.text,
        from: names::language("source_language", &request.source_language)?,
        to: names::language("target_language", &request.target_language)?,
        wanted: terms_wanted(request.include_candidates),
        min_score: Percent::threshold(min_score)
            .ok_or_else(|| invalid_field("min_score", format!("it is {min_score}, not from 0 to 100")))?,
        limit: if limit == 0 { DEFAULT_LIMIT } else { limit },
    })
}

pub fn name_suggestion(suggestion: NameSuggestion) -> v1::TermSuggestion {
    let mut answer = v1::TermSuggestion {
        entry_text: suggestion.text,
        entry_language: suggestion.language.to_string(),
        found_by: v1::TermLookUp::from(suggestion.by).into(),
        score: suggestion.score.as_f64(),
        renderings: suggestion.renderings.into_iter().map(Into::into).collect(),
        parts: suggestion.parts.into_iter().map(Into::into).collect(),
        ..Default::default()
    };
    if let Some(term) = suggestion.term {
        answer.term = term.id.name();
        answer.set_type(term.kind.into());
        answer.set_review_state(term.review.into());
        (answer.note, answer.evidence) = (term.note, evidence(term.evidence));
    }
    answer
}

impl From<NamedBy> for v1::TermLookUp {
    fn from(by: NamedBy) -> v1::TermLookUp {
        match by {
            NamedBy::Found(FoundBy::Exact) => v1::TermLookUp::Exact,
            NamedBy::Found(FoundBy::Prefix) => v1::TermLookUp::Prefix,
            NamedBy::Found(FoundBy::Part) => v1::TermLookUp::Part,
            NamedBy::Found(FoundBy::Spelling) => v1::TermLookUp::Spelling,
            NamedBy::Found(FoundBy::Sound) => v1::TermLookUp::Sound,
            NamedBy::Composed => v1::TermLookUp::Composed,
        }
    }
}

impl From<NamePart> for v1::TermPart {
    fn from(part: NamePart) -> v1::TermPart {
        v1::TermPart {
            term: part.term.name(),
            r#type: v1::TermType::from(part.kind).into(),
            source_start: count(part.start),
            source_end: count(part.end),
            rendering: part.rendering,
            score: part.score.as_f64(),
        }
    }
}
