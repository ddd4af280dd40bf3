//! MineTerms: progress, then candidates.

use std::cell::Cell;

use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status};
use tracing::Span;

use super::backend::deadline;
use super::convert::term;
use super::status::{self, invalid_field};
use super::term::TermRpc;
use super::v1::mine_terms_response::Message;
use super::{names, v1};
use crate::memory::{Course, Keeping, MineQuery, MinedTerm, Stop, Written};
use crate::model::Percent;

/// How often a phrase has to be rendered the same way where nobody says.
const LEAST_COUNT: u32 = 3;
/// How sure a rendering has to be where nobody says: what is less sure is wrong one time in four.
const LEAST_CONFIDENCE: f64 = 80.0;
/// How many answers wait to be read.
const ANSWERS_AHEAD: usize = 64;
/// How many minings and checks run at a time.
pub const MININGS_AT_A_TIME: usize = 4;
/// By what share the mining has to be further before that is told.
const PROGRESS_STEP: f32 = 0.01;

pub type Answers = ReceiverStream<Result<v1::MineTermsResponse, Status>>;

impl TermRpc {
    /// The right to look through a memory: each holds a thread, and a mining the words of the memory.
    pub(super) fn place(&self) -> Result<OwnedSemaphorePermit, Status> {
        self.places.clone().try_acquire_owned().map_err(|_| status::too_many("minings and checks", MININGS_AT_A_TIME))
    }

    pub(super) fn mine(&self, request: Request<v1::MineTermsRequest>) -> Result<Response<Answers>, Status> {
        let stop = Stop::at(deadline(request.metadata()));
        let (engine, query) = (self.backend.engine()?, query(request.into_inner())?);
        let place = self.place()?;
        let (answers, stream) = mpsc::channel(ANSWERS_AHEAD);
        let (span, gone, cancelled) = (Span::current(), answers.clone(), stop.clone());
        let work = move || {
            let _place = place;
            let last = Cell::new(0.0);
            let told = |share: f32| {
                if share >= last.get() + PROGRESS_STEP {
                    last.set(share);
                    let message = Message::Progress(v1::MiningProgress { share: share.into() });
                    // Who has gone is seen by `closed`.
                    let _ = answers.blocking_send(Ok(v1::MineTermsResponse { message: Some(message) }));
                }
            };
            match engine.mine_terms(&query, Course { stop: &stop, told: &told }) {
                Ok(found) => {
                    let mut messages = found.into_iter().map(|mined| Ok(candidate(mined, query.keeping)));
                    let _ = messages.try_for_each(|message| answers.blocking_send(message).map_err(drop));
                }
                Err(error) => drop(answers.blocking_send(Err(status::from_engine(error)))),
            }
        };
        let mining = tokio::task::spawn_blocking(move || span.in_scope(work));
        tokio::spawn(async move {
            tokio::select! {
                _ = mining => (),
                () = gone.closed() => cancelled.cancel(),
            }
        });
        Ok(Response::new(ReceiverStream::new(stream)))
    }
}

fn query(request: v1::MineTermsRequest) -> Result<MineQuery, Status> {
    let confidence = request.min_confidence.unwrap_or(LEAST_CONFIDENCE);
    let is_no_percentage = || invalid_field("min_confidence", format!("it is {confidence}; write 0 to 100"));
    Ok(MineQuery {
        memory: names::memory_id("parent", &request.parent)?,
        languages: (
            names::language("source_language", &request.source_language)?,
            names::language("target_language", &request.target_language)?,
        ),
        least: if request.min_count == 0 { LEAST_COUNT } else { request.min_count },
        least_confidence: Percent::threshold(confidence).ok_or_else(is_no_percentage)?,
        keeping: if request.dry_run { Keeping::Nothing } else { Keeping::Candidates },
    })
}

fn candidate(mined: MinedTerm, keeping: Keeping) -> v1::MineTermsResponse {
    let is_new = mined.written == Written::Added;
    let mut term = term(mined.term);
    if is_new && keeping == Keeping::Nothing {
        term.name.clear();
    }
    let alternatives = mined.alternatives.into_iter().map(|(text, count)| v1::TermAlternative { text, count });
    let message = Message::Mined(v1::MinedTerm {
        term: Some(term),
        is_new,
        confidence: mined.confidence.as_f64(),
        seen: mined.seen,
        alternatives: alternatives.collect(),
    });
    v1::MineTermsResponse { message: Some(message) }
}
