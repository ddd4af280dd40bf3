use std::cmp::Reverse;

use tonic::Status;

use super::suggest::{chosen_memories, chosen_statuses};
use super::{count, known, unit};
use crate::fuzzy::Place;
use crate::memory::{ConcordanceHit, ConcordanceQuery, Side};
use crate::rpc::paging::Page;
use crate::rpc::{names, v1};

/// Names the list of hits with everything that chooses them.
pub fn concordance_list(request: &v1::SearchConcordanceRequest) -> String {
    let request = v1::SearchConcordanceRequest { page_size: 0, page_token: String::new(), ..request.clone() };
    format!("{request:?}")
}

pub fn concordance_query(request: v1::SearchConcordanceRequest, page: &Page) -> Result<ConcordanceQuery, Status> {
    let side = match known("side", request.side)? {
        v1::ConcordanceSide::Unspecified | v1::ConcordanceSide::Source => Side::Source,
        v1::ConcordanceSide::Target => Side::Target,
    };
    Ok(ConcordanceQuery {
        text: request.text,
        from: names::language("source_language", &request.source_language)?,
        to: names::language("target_language", &request.target_language)?,
        side,
        memories: chosen_memories(&request.memories)?,
        statuses: chosen_statuses("statuses", &request.statuses)?,
        limit: page.probe(),
        after: page.after.as_deref().and_then(place),
    })
}

/// A place as page tokens hold it.
pub fn place_id(place: &Place) -> String {
    format!("{}.{}.{}", place.length, place.updated.0, place.key)
}

fn place(id: &str) -> Option<Place> {
    let (length, rest) = id.split_once('.')?;
    let (updated, key) = rest.split_once('.')?;
    Some(Place { length: length.parse().ok()?, updated: Reverse(updated.parse().ok()?), key: key.parse().ok()? })
}

pub fn hit(hit: ConcordanceHit) -> v1::ConcordanceHit {
    let spans = hit.spans.into_iter().map(|span| v1::TextSpan { start: count(span.start), end: count(span.end) });
    v1::ConcordanceHit { unit: Some(unit(hit.unit)), reversed: hit.reversed, spans: spans.collect() }
}
