use tonic::Status;

use super::known;
use crate::memory::Resolution;
use crate::model::{Review, ReviewState, UnitId};
use crate::rpc::status::invalid_field;
use crate::rpc::v1;
use crate::rpc::v1::resolve_review_request;

pub fn review(review: Review) -> v1::Review {
    let (state, units) = match &review.state {
        ReviewState::Pending => (v1::ReviewState::Pending, &[][..]),
        ReviewState::Accepted(unit) => (v1::ReviewState::Accepted, std::slice::from_ref(unit)),
        ReviewState::Edited(units) => (v1::ReviewState::Edited, &units[..]),
        ReviewState::Rejected => (v1::ReviewState::Rejected, &[][..]),
    };
    let range = |(start, end): (u32, u32)| (start..end).collect();
    v1::Review {
        name: review.id.name_in(&review.memory),
        state: state.into(),
        units: units.iter().map(|unit: &UnitId| unit.name_in(&review.memory)).collect(),
        source: Some(review.source.into()),
        target: Some(review.target.into()),
        document: review.document,
        target_document: review.target_document,
        source_segments: range(review.source_segments),
        target_segments: range(review.target_segments),
        previous_source: review.previous_source,
        next_source: review.next_source,
        confidence: review.confidence.as_f64() / 100.0,
        reason: review.reason,
        author: review.author,
        create_time: Some(review.created.into()),
        update_time: Some(review.updated.into()),
    }
}

pub fn review_state(field: &str, state: i32) -> Result<v1::ReviewState, Status> {
    known(field, state)
}

/// Whether a review is in the state that was asked for.
pub fn is_in_state(review: &Review, state: v1::ReviewState) -> bool {
    match state {
        v1::ReviewState::Unspecified | v1::ReviewState::Pending => review.state == ReviewState::Pending,
        v1::ReviewState::Accepted => matches!(review.state, ReviewState::Accepted(_)),
        v1::ReviewState::Edited => matches!(review.state, ReviewState::Edited(_)),
        v1::ReviewState::Rejected => review.state == ReviewState::Rejected,
    }
}

pub fn resolution(resolution: Option<resolve_review_request::Resolution>) -> Result<Resolution, Status> {
    use resolve_review_request::Resolution as Wire;
    let pair = |pair: v1::TextPair| (pair.source, pair.target);
    match resolution {
        Some(Wire::Accept(true)) => Ok(Resolution::Accept),
        Some(Wire::Reject(true)) => Ok(Resolution::Reject),
        Some(Wire::Replace(pairs)) => Ok(Resolution::Replace(pairs.pairs.into_iter().map(pair).collect())),
        _ => Err(invalid_field("resolution", "it is missing; accept, reject or replace the pair")),
    }
}
