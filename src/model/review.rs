use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{ImportId, MemoryId, Percent, UnitId, UnitStep, UnitText};

/// Identifies a review within the store, and orders the reviews of a memory: those of one document stand together, in the
/// document's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ReviewId(pub [u8; 16]);

impl ReviewId {
    /// Of a pair of texts at a position of a document; the same again has the same id.
    pub fn of(memory: &MemoryId, document: &str, position: u32, (source, target): (&UnitText, &UnitText)) -> ReviewId {
        let mut hasher = blake3::Hasher::new();
        let languages = [source.language.as_str(), target.language.as_str()];
        for part in [memory.as_str(), languages[0], languages[1], &source.text, &target.text] {
            hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
        }
        let ReviewId(mut id) = ReviewId::before(document);
        id[4..8].copy_from_slice(&position.to_be_bytes());
        id[8..].copy_from_slice(&hasher.finalize().as_bytes()[..8]);
        ReviewId(id)
    }

    /// Stands before all of a document.
    pub fn before(document: &str) -> ReviewId {
        let mut id = [0; 16];
        id[..4].copy_from_slice(&blake3::hash(document.as_bytes()).as_bytes()[..4]);
        ReviewId(id)
    }

    /// Whether it may be of a document: all of one stand together, with those of few others among them.
    pub fn may_be_of(self, document: &str) -> bool {
        self.0[..4] == ReviewId::before(document).0[..4]
    }

    /// 32 hexadecimal digits; anything else is `None`.
    pub fn parse(id: &str) -> Option<ReviewId> {
        let bytes = data_encoding::HEXLOWER.decode(id.as_bytes()).ok()?;
        bytes.try_into().ok().map(ReviewId)
    }

    pub fn digits(self) -> String {
        data_encoding::HEXLOWER.encode(&self.0)
    }

    /// Its resource name: `memories/{memory}/reviews/{review}`.
    pub fn name_in(self, memory: &MemoryId) -> String {
        format!("{}/reviews/{}", memory.name(), self.digits())
    }
}

/// What has become of a doubtful pair.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReviewState {
    #[default]
    Pending,
    /// The pair is in the memory as it was.
    Accepted(UnitId),
    /// Other pairs are in the memory instead.
    Edited(Vec<UnitId>),
    Rejected,
}

impl ReviewState {
    /// Whether the pair was found to be right; nothing if nobody has decided. Texts that are put right were found right.
    pub fn was_right(&self) -> Option<bool> {
        match self {
            ReviewState::Pending => None,
            ReviewState::Accepted(_) => Some(true),
            ReviewState::Edited(units) => Some(units.len() == 1),
            ReviewState::Rejected => Some(false),
        }
    }
}

/// A pair that an alignment found and that somebody has to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    pub id: ReviewId,
    pub memory: MemoryId,
    pub source: UnitText,
    pub target: UnitText,
    pub document: String,
    pub target_document: String,
    /// The first segment of the source document that is in it, from 0, and the one behind the last.
    pub source_segments: (u32, u32),
    /// The same of the target document.
    pub target_segments: (u32, u32),
    /// The segment before it in the source document; empty at the start.
    pub previous_source: String,
    /// The segment behind it in the source document; empty at the end.
    pub next_source: String,
    /// How likely the aligner said it was right.
    pub confidence: Percent,
    /// Why it is doubtful, for machines: `LOW_CONFIDENCE`, `NAMES_DISAGREE`, or what else speaks against the pair.
    pub reason: String,
    pub state: ReviewState,
    /// Who decided.
    pub author: String,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub created: Timestamp,
    /// When it was decided; when it was made, before that.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub updated: Timestamp,
    /// The import that found it first; none if that was before this was known.
    pub import: Option<ImportId>,
    /// What the decision has done, so that it can be taken back.
    pub done: UnitStep,
}

/// What reviewers have decided about pairs of some confidence: how often they were right, how often not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calibration {
    counts: [(u32, u32); Calibration::EDGES.len()],
}

impl Calibration {
    /// Where the ranges of confidence begin, in hundredths of a percent.
    const EDGES: [u16; 10] = [0, 2_000, 4_000, 6_000, 8_000, 9_000, 9_500, 9_800, 9_900, 9_950];
    /// As many decisions weigh as much as what the aligner says: a few must neither open nor close the way into a memory.
    const WEIGHT: f64 = 300.0;

    pub fn note(&mut self, confidence: Percent, was_right: bool) {
        *self.count(confidence, was_right) += 1;
    }

    /// Takes back what was noted.
    pub fn take_back(&mut self, confidence: Percent, was_right: bool) {
        let count = self.count(confidence, was_right);
        *count = count.saturating_sub(1);
    }

    fn count(&mut self, confidence: Percent, was_right: bool) -> &mut u32 {
        let (right, wrong) = &mut self.counts[Calibration::range(confidence)];
        if was_right { right } else { wrong }
    }

    /// The confidence in the light of what was decided. The highest range stays as it is: hardly any of it is looked at.
    pub fn apply(&self, confidence: Percent) -> Percent {
        let range = Calibration::range(confidence);
        let (right, wrong) = self.counts[range];
        if right + wrong == 0 || range == Calibration::EDGES.len() - 1 {
            return confidence;
        }
        let said = confidence.as_f64() / 100.0;
        let share = (f64::from(right) + Calibration::WEIGHT * said) / (f64::from(right + wrong) + Calibration::WEIGHT);
        Percent::from_hundredths((share * 10_000.0) as u16).unwrap_or(confidence)
    }

    fn range(confidence: Percent) -> usize {
        Calibration::EDGES.partition_point(|&edge| edge <= confidence.hundredths()) - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent(percent: f64) -> Percent {
        Percent::threshold(percent).unwrap()
    }

    #[test]
    fn decisions_move_the_confidence_of_their_range_only() {
        let mut calibration = Calibration::default();
        (0..300).for_each(|_| calibration.note(percent(92.0), false));
        assert!(calibration.apply(percent(93.0)) < percent(50.0));
        assert_eq!(calibration.apply(percent(97.0)), percent(97.0));
        (0..900).for_each(|_| calibration.note(percent(99.2), true));
        assert!(calibration.apply(percent(99.0)) > percent(99.7));
        (0..9).for_each(|_| calibration.note(percent(99.8), false));
        assert_eq!(calibration.apply(percent(99.9)), percent(99.9));
    }

    #[test]
    fn what_is_taken_back_was_never_noted() {
        let mut calibration = Calibration::default();
        calibration.note(percent(92.0), true);
        let before = calibration.clone();
        calibration.note(percent(92.0), false);
        calibration.take_back(percent(92.0), false);
        calibration.take_back(percent(50.0), true);
        assert_eq!(calibration, before);
    }

    #[test]
    fn the_ids_of_a_document_stand_together_behind_its_first() {
        let memory = MemoryId::parse("news").unwrap();
        let text =
            |text: &str, tag| UnitText { text: text.into(), language: crate::model::Language::parse(tag).unwrap() };
        let id = |at| ReviewId::of(&memory, "a.md", at, (&text("Rain", "en"), &text("باران", "fa")));
        assert!(ReviewId::before("a.md") < id(0) && id(0) < id(1));
        assert!(id(1).may_be_of("a.md") && !id(1).may_be_of("b.md"));
    }

    #[test]
    fn an_id_comes_back_from_its_digits() {
        let id = ReviewId([7; 16]);
        assert_eq!(ReviewId::parse(&id.digits()), Some(id));
        assert_eq!(ReviewId::parse("07"), None);
    }
}
