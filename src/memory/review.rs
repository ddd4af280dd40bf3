//! The queue of pairs that somebody has to look at.

use std::collections::BTreeMap;

use super::error::EngineError;
use super::import::{unit_step, units_put};
use super::lookup::prepare_all;
use super::merge::{ExistingPair, WritePolicy};
use super::receipts::keep_answer;
use super::units::{NewUnit, checked};
use super::{CHUNK, Engine, RequestId, Writer, now};
use crate::model::{
    Calibration, Import, MemoryId, Occurrence, Origin, OriginKind, Percent, Review, ReviewId, ReviewState, UnitId,
    UnitStatus, UnitStep, UnitText,
};
use crate::store::{Batch, Change};

/// The reason of a review where nothing but the confidence is too low.
pub(super) const LOW_CONFIDENCE: &str = "LOW_CONFIDENCE";

/// The reason of a review where each side has a well-known name that the other lacks.
pub(super) const NAMES_DISAGREE: &str = "NAMES_DISAGREE";

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
    /// is taken back first, in a batch of its own; only what was changed since stays of it. The same decision again changes
    /// nothing.
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
        if self.says_already(&before, &resolution, &units)? {
            let mut batch = Batch::default();
            keep_answer(&mut batch, request, &before)?;
            self.commit(&mut writer, batch)?;
            return Ok(before);
        }
        let before = self.taken_back(&mut writer, before)?;
        let policy = WritePolicy { existing: ExistingPair::CountUse, other_target: self.memory(memory)?.other_target };
        self.write_checked(&mut writer, (memory, policy), units, |merged| {
            let written: Vec<UnitId> = merged.answer()?.into_iter().map(|(unit, _)| unit.id).collect();
            let state = match (&resolution, written.first()) {
                (Resolution::Accept, Some(&unit)) => ReviewState::Accepted(unit),
                (Resolution::Replace(_), _) => ReviewState::Edited(written),
                _ => ReviewState::Rejected,
            };
            let review = Review { state, author: author.to_owned(), updated: now(), done: unit_step(merged), ..before };
            let mut batch = Batch(vec![Change::PutReview(review.clone())]);
            batch.0.extend(self.calibrated(&review, Calibration::note)?);
            keep_answer(&mut batch, request, &review)?;
            Ok((batch, review))
        })
    }

    /// Whether the same was decided before, and what came of it is there.
    fn says_already(&self, review: &Review, resolution: &Resolution, units: &[NewUnit]) -> Result<bool, EngineError> {
        let there = match (&review.state, resolution) {
            (ReviewState::Rejected, Resolution::Reject) => &[][..],
            (ReviewState::Accepted(unit), Resolution::Accept) => std::slice::from_ref(unit),
            (ReviewState::Edited(units), Resolution::Replace(_)) => &units[..],
            _ => return Ok(false),
        };
        let stored = |unit: &NewUnit| self.stored(&unit.identity_in(&review.memory));
        let stored = units.iter().map(stored).collect::<Result<Vec<_>, _>>()?;
        Ok(stored.iter().map(|unit| unit.as_ref().map(|unit| unit.id)).eq(there.iter().copied().map(Some)))
    }

    /// The review as nobody has decided about it, with what the decision has done taken back.
    fn taken_back(&self, writer: &mut Writer, review: Review) -> Result<Review, EngineError> {
        if review.state == ReviewState::Pending {
            return Ok(review);
        }
        let (mut changes, gone) = self.undone_step(review.done.clone())?;
        changes.extend(self.calibrated(&review, Calibration::take_back)?);
        let units = units_put(&changes);
        let review = Review { state: ReviewState::Pending, done: UnitStep::default(), ..review };
        changes.push(Change::PutReview(review.clone()));
        self.commit(writer, Batch(changes))?;
        self.index(&gone, &prepare_all(&units));
        Ok(review)
    }

    /// What a decision says about the confidence; nothing, if the pair was doubtful for another reason.
    fn calibrated(
        &self,
        review: &Review,
        note: impl Fn(&mut Calibration, Percent, bool),
    ) -> Result<Option<Change>, EngineError> {
        let Some(was_right) = review.state.was_right().filter(|_| review.reason == LOW_CONFIDENCE) else {
            return Ok(None);
        };
        let mut calibration = self.store.calibration(&review.memory)?.unwrap_or_default();
        note(&mut calibration, review.confidence, was_right);
        Ok(Some(Change::PutCalibration(review.memory.clone(), calibration)))
    }

    fn decided_units(
        &self,
        review: &Review,
        resolution: &Resolution,
        author: &str,
    ) -> Result<Vec<NewUnit>, EngineError> {
        let kept = [(review.source.text.clone(), review.target.text.clone())];
        let by_human = Origin { kind: OriginKind::Human, confidence: None };
        let (pairs, origin) = match resolution {
            Resolution::Accept => (&kept[..], self.origin_of_accepted(review)?),
            Resolution::Reject => (&[][..], by_human),
            Resolution::Replace(pairs) if pairs.is_empty() => {
                return Err(EngineError::invalid("pairs", "there are none; give the right ones, or reject the review"));
            }
            Resolution::Replace(pairs) => (&pairs[..], by_human),
        };
        let text = |text: &str, side: &UnitText| UnitText { text: text.to_owned(), language: side.language.clone() };
        let unit = |(at, (source, target)): (usize, &(String, String))| {
            let unit = NewUnit {
                source: text(source, &review.source),
                target: text(target, &review.target),
                status: UnitStatus::Approved,
                origin: origin.clone(),
                occurrences: vec![occurrence(review, (at, pairs))],
                older_occurrences: Vec::new(),
                author: author.to_owned(),
                note: String::new(),
                attributes: target_attributes(&review.target_document, review.target_segments),
                created: None,
                updated: None,
            };
            checked(&self.limits, unit, format_args!("pairs[{at}]"))
        };
        pairs.iter().enumerate().map(unit).collect()
    }

    /// As of a bead that was accepted unseen.
    fn origin_of_accepted(&self, review: &Review) -> Result<Origin, EngineError> {
        let calibration = self.store.calibration(&review.memory)?.unwrap_or_default();
        Ok(Origin { kind: OriginKind::Alignment, confidence: Some(calibration.apply(review.confidence)) })
    }

    /// Drops the reviews that an import has made and nobody has decided about.
    pub(super) fn pending_reviews_of(&self, import: &Import) -> Result<Vec<Change>, EngineError> {
        let (mut changes, mut after) = (Vec::new(), None);
        let Some(memory) = &import.memory else { return Ok(changes) };
        loop {
            let reviews = self.store.reviews(memory, after, CHUNK)?;
            let Some(last) = reviews.last() else { return Ok(changes) };
            after = Some(last.id);
            let is_of =
                |review: &Review| review.state == ReviewState::Pending && review.import.as_ref() == Some(&import.id);
            let dropped = reviews.into_iter().filter(is_of);
            changes.extend(dropped.map(|review| Change::DeleteReview(memory.clone(), review.id)));
        }
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

/// Which segments of which target document a pair comes from: the first one, from 0, and the one behind the last.
pub(super) fn target_attributes(document: &str, (first, end): (u32, u32)) -> BTreeMap<String, String> {
    let attributes = [("target-document", document.to_owned()), ("target-segments", format!("{}-{end}", first + 1))];
    let given = attributes.into_iter().filter(|(_, value)| !value.is_empty());
    given.map(|(name, value)| (name.to_owned(), value)).collect()
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
