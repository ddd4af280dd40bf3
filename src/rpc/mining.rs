//! MineTerms: progress, then candidates, then how many there are.

use std::cell::Cell;

use tokio::sync::OwnedSemaphorePermit;
use tonic::{Request, Response, Status};
use tracing::Span;

use super::answers::{AnswerStream, Answers};
use super::backend::deadline;
use super::convert::{count, term};
use super::status::{self, invalid_field};
use super::term::TermRpc;
use super::v1::mine_terms_response::Message;
use super::{names, v1};
use crate::memory::{Course, EngineError, Keeping, MineQuery, Mined, MinedTerm, Stop, Written};
use crate::model::{Percent, TermReviewState};

/// How often a phrase has to be rendered the same way where nobody says.
const LEAST_COUNT: u32 = 3;
/// How sure a rendering has to be where nobody says: what is less sure is wrong one time in four.
const LEAST_CONFIDENCE: f64 = 80.0;
/// How many minings and checks run at a time.
pub const MININGS_AT_A_TIME: usize = 4;
/// By what share the mining has to be further before that is told.
const PROGRESS_STEP: f32 = 0.01;

impl TermRpc {
    /// The right to look through a memory: each holds a thread, and a mining the words of the memory.
    pub(super) fn place(&self) -> Result<OwnedSemaphorePermit, Status> {
        self.places.clone().try_acquire_owned().map_err(|_| status::too_many("minings and checks", MININGS_AT_A_TIME))
    }

    pub(super) fn mine(
        &self,
        request: Request<v1::MineTermsRequest>,
    ) -> Result<Response<AnswerStream<v1::MineTermsResponse>>, Status> {
        let stop = Stop::at(deadline(request.metadata()));
        let (engine, query) = (self.backend.engine()?, query(request.into_inner())?);
        let place = self.place()?;
        let (answers, stream) = Answers::new(stop.deadline())?;
        let (span, gone, cancelled) = (Span::current(), answers.closed(), stop.clone());
        let work = move || {
            let _place = place;
            let told = in_steps(|share| {
                let message = Message::Progress(v1::MiningProgress { share: share.into() });
                answers.mention(v1::MineTermsResponse { message: Some(message) });
            });
            let mined = engine.mine_terms(&query, Course { stop: &stop, told: &told });
            if let Err(error) = mined.and_then(|mined| tell(mined, query.keeping, &answers)) {
                drop(told);
                answers.fail(error);
            }
        };
        let mining = tokio::task::spawn_blocking(move || span.in_scope(work));
        tokio::spawn(async move {
            tokio::select! {
                _ = mining => (),
                () = gone => cancelled.cancel(),
            }
        });
        Ok(Response::new(stream))
    }
}

/// Tells how far the mining is, step by step.
fn in_steps(tell: impl Fn(f32)) -> impl Fn(f32) {
    let last = Cell::new(0.0);
    move |share: f32| {
        if share >= last.get() + PROGRESS_STEP {
            last.set(share);
            tell(share);
        }
    }
}

/// Tells the candidates, then how many there are.
fn tell(mined: Mined, keeping: Keeping, answers: &Answers<v1::MineTermsResponse>) -> Result<(), EngineError> {
    let summary = summary(&mined);
    let messages = mined.terms.into_iter().map(|term| Message::Mined(candidate(term, keeping)));
    for message in messages.chain([Message::Summary(summary)]) {
        answers.send(v1::MineTermsResponse { message: Some(message) })?;
    }
    Ok(())
}

fn summary(mined: &Mined) -> v1::MiningSummary {
    let of = |is: fn(&MinedTerm) -> bool| count(mined.terms.iter().filter(|term| is(term)).count());
    v1::MiningSummary {
        new: of(is_new),
        known: of(|term| !is_new(term) && term.term.review == TermReviewState::Candidate),
        approved: of(|term| !is_new(term) && term.term.review == TermReviewState::Approved),
        rejected: mined.rejected,
    }
}

fn is_new(mined: &MinedTerm) -> bool {
    mined.written == Written::Added
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

fn candidate(mined: MinedTerm, keeping: Keeping) -> v1::MinedTerm {
    let is_new = is_new(&mined);
    let mut term = term(mined.term);
    if is_new && keeping == Keeping::Nothing {
        term.name.clear();
    }
    let alternatives = mined.alternatives.into_iter().map(|(text, count)| v1::TermAlternative { text, count });
    v1::MinedTerm {
        term: Some(term),
        is_new,
        confidence: mined.confidence.as_f64(),
        seen: mined.seen,
        alternatives: alternatives.collect(),
    }
}
