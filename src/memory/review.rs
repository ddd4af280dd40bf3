//! The queue of pairs that somebody has to look at.

use super::error::EngineError;
use super::merge::{ExistingPair, WritePolicy};
use super::receipts::keep_answer;
use super::units::{NewUnit, checked};
use super::{CHUNK, Engine, RequestId, now};
use crate::model::{
    MemoryId, Occurrence, Origin, OriginKind, Review, ReviewId, ReviewState, UnitId, UnitStatus, UnitText,
};
use crate::store::{Batch, Change};

/// The reason of a review where nothing but the confidence is too low.
pub(super) const LOW_CONFIDENCE: &str = "LOW_CONFIDENCE";

/// What somebody has decided about a doubtful pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// It is right.
    Accept,
    /// It is not, and nothing comes into the memory.
    Reject,
    /// These pairs are right instead: edited texts, or the pair taken apart, or put together with its neighbours.
    Replace(Vec<(String, String)>),
}

impl Engine {
    /// The reviews of a memory that admit, by document and position, from behind `after` on.
    pub fn reviews(
        &self,
        memory: &MemoryId,
        after: Option<ReviewId>,
        limit: usize,
        admit: impl Fn(&Review) -> bool,
    ) -> Result<Vec<Review>, EngineError> {
        self.memory(memory)?;
        let (mut found, mut after) = (Vec::new(), after);
        while found.len() < limit {
            let reviews = self.store.reviews(memory, after, CHUNK)?;
            let Some(last) = reviews.last() else { break };
            after = Some(last.id);
            found.extend(reviews.into_iter().filter(&admit));
        }
        found.truncate(limit);
        Ok(found)
    }

    /// Puts into the memory, as approved, what somebody has decided; gives the review as it is now. What was decided before
    /// is decided anew, but units that came of it stay.
    pub fn resolve_review(
        &self,
        (memory, id): (&MemoryId, ReviewId),
        resolution: Resolution,
        author: &str,
        request: &RequestId,
    ) -> Result<Review, EngineError> {
        self.limits.check_detail("author", author)?;
        let mut writer = self.begin_write()?;
        if let Some(answer) = self.earlier_answer(request)? {
            return Ok(answer);
        }
        let before =
            self.store.review(memory, id)?.ok_or_else(|| EngineError::NotFound { name: id.name_in(memory) })?;
        let units = self.decided_units(&before, &resolution, author)?;
        let policy = WritePolicy { existing: ExistingPair::CountUse, other_target: self.memory(memory)?.other_target };
        let mut calibration = self.store.calibration(memory)?.unwrap_or_default();
        // Texts that are put right were found right; what is doubtful for another reason says nothing of the confidence.
        if before.state == ReviewState::Pending && before.reason == LOW_CONFIDENCE {
            let was_right = match &resolution {
                Resolution::Accept => true,
                Resolution::Reject => false,
                Resolution::Replace(pairs) => pairs.len() == 1,
            };
            calibration.note(before.confidence, was_right);
        }
        self.write_checked(&mut writer, (memory, policy), units, |merged| {
            let written: Vec<UnitId> = merged.answer()?.into_iter().map(|(unit, _)| unit.id).collect();
            let state = match (&resolution, written.first()) {
                (Resolution::Accept, Some(&unit)) => ReviewState::Accepted(unit),
                (Resolution::Replace(_), _) => ReviewState::Edited(written),
                _ => ReviewState::Rejected,
            };
            let review = Review { state, author: author.to_owned(), updated: now(), ..before };
            let mut batch =
                Batch(vec![Change::PutReview(review.clone()), Change::PutCalibration(memory.clone(), calibration)]);
            keep_answer(&mut batch, request, &review)?;
            Ok((batch, review))
        })
    }

    fn decided_units(
        &self,
        review: &Review,
        resolution: &Resolution,
        author: &str,
    ) -> Result<Vec<NewUnit>, EngineError> {
        let kept = [(review.source.text.clone(), review.target.text.clone())];
        let (pairs, kind) = match resolution {
            Resolution::Accept => (&kept[..], OriginKind::Alignment),
            Resolution::Reject => (&[][..], OriginKind::Alignment),
            Resolution::Replace(pairs) if pairs.is_empty() => {
                return Err(EngineError::invalid("pairs", "there are none; give the right ones, or reject the review"));
            }
            Resolution::Replace(pairs) => (&pairs[..], OriginKind::Human),
        };
        let text = |text: &str, side: &UnitText| UnitText { text: text.to_owned(), language: side.language.clone() };
        let unit = |(at, (source, target)): (usize, &(String, String))| {
            let unit = NewUnit {
                source: text(source, &review.source),
                target: text(target, &review.target),
                status: UnitStatus::Approved,
                origin: Origin { kind, confidence: None },
                occurrences: vec![occurrence(review, (at, pairs))],
                older_occurrences: Vec::new(),
                author: author.to_owned(),
                note: String::new(),
                attributes: Default::default(),
                created: None,
                updated: None,
            };
            checked(&self.limits, unit, format_args!("pairs[{at}]"))
        };
        pairs.iter().enumerate().map(unit).collect()
    }

    /// Forgets the reviews of a memory, as it is deleted.
    pub(super) fn forget_reviews(&self, memory: &MemoryId) -> Result<Vec<Change>, EngineError> {
        let (mut changes, mut after) = (vec![Change::DeleteCalibration(memory.clone())], None);
        loop {
            let reviews = self.store.reviews(memory, after, CHUNK)?;
            let Some(last) = reviews.last() else { return Ok(changes) };
            after = Some(last.id);
            changes.extend(reviews.into_iter().map(|review| Change::DeleteReview(memory.clone(), review.id)));
        }
    }
}

/// Where the pair at a position stands: between the pairs beside it, or what is beside all.
fn occurrence(review: &Review, (at, pairs): (usize, &[(String, String)])) -> Occurrence {
    let before = at.checked_sub(1).map_or(&review.previous_source, |before| &pairs[before].0);
    let behind = pairs.get(at + 1).map_or(&review.next_source, |(source, _)| source);
    Occurrence {
        document: review.document.clone(),
        previous_source: Some(before.clone()),
        next_source: Some(behind.clone()),
    }
}
