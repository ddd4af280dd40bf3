//! Where the beads of an alignment go.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{AlignOptions, AlignedArticles, ArticleToAlign, BeadOutcome, PlacedBead, percent};
use crate::align::{Alignment, Bead, Verdict};
use crate::memory::catalog::{MemoryChange, new_memory};
use crate::memory::error::EngineError;
use crate::memory::import::Journal;
use crate::memory::merge::{ExistingPair, Outcome, WritePolicy};
use crate::memory::review::LOW_CONFIDENCE;
use crate::memory::units::{NewUnit, Written, checked};
use crate::memory::{Engine, now};
use crate::model::{
    BlockKind, Calibration, ImportCounts, Language, MemoryId, Occurrence, Origin, OriginKind, Percent, Review,
    ReviewId, ReviewState, UnitId, UnitText,
};
use crate::qa;
use crate::store::{Batch, Change};
use crate::text::{highest_placeholder, nfc, placeholders};

/// Below this confidence, in hundredths of a percent, a bead is not worth a look.
const HOPELESS: u16 = 500;

/// Beads on their way into a memory and its review queue, article by article.
pub(super) struct Placing<'a> {
    engine: &'a Engine,
    memory: &'a MemoryId,
    options: &'a AlignOptions,
    calibration: Calibration,
    journal: Option<Journal>,
    counts: ImportCounts,
}

/// A pair of articles.
#[derive(Clone, Copy)]
struct Articles<'a> {
    source: &'a ArticleToAlign,
    target: &'a ArticleToAlign,
}

/// What is to be written of one pair of articles; units with the bead that they are of.
#[derive(Default)]
struct Writes {
    units: Vec<(usize, NewUnit)>,
    reviews: Vec<Review>,
}

impl<'a> Placing<'a> {
    pub fn begin(engine: &'a Engine, memory: &'a MemoryId, options: &'a AlignOptions) -> Result<Self, EngineError> {
        let calibration = engine.store.calibration(memory)?.unwrap_or_default();
        Ok(Placing { engine, memory, options, calibration, journal: None, counts: ImportCounts::default() })
    }

    pub fn place(
        &mut self,
        (source, target): &(ArticleToAlign, ArticleToAlign),
        alignment: Alignment,
    ) -> Result<AlignedArticles, EngineError> {
        let mut writes = Writes::default();
        let mut beads = Vec::with_capacity(alignment.beads.len());
        for (at, bead) in alignment.beads.iter().enumerate() {
            let raw = percent(bead.confidence);
            let confidence = self.calibration.apply(raw);
            // Of articles that are doubtful nothing goes in unseen, whatever was decided about others.
            let is_sure = alignment.verdict == Verdict::Accepted && confidence >= self.options.gate;
            let outcome = match alignment.verdict {
                Verdict::Rejected(_) => BeadOutcome::Nowhere,
                _ => self.decide(Articles { source, target }, (at, bead), (raw, confidence, is_sure), &mut writes)?,
            };
            beads.push(PlacedBead { bead: bead.clone(), confidence, outcome });
        }
        let is_empty = writes.units.is_empty() && writes.reviews.is_empty();
        if !self.options.dry_run && !is_empty {
            self.write(&source.document, writes, &mut beads)?;
        }
        let import = self.journal.as_ref().map(|journal| journal.id().clone());
        Ok(AlignedArticles { alignment, beads, import })
    }

    /// Where a bead goes. What is doubtful about its texts is reason enough for somebody to look at it.
    fn decide(
        &self,
        articles: Articles<'_>,
        (at, bead): (usize, &Bead),
        (raw, confidence, is_sure): (Percent, Percent, bool),
        writes: &mut Writes,
    ) -> Result<BeadOutcome, EngineError> {
        let mut kinds = articles.source.segments[bead.source.clone()].iter().map(|(_, kind)| *kind);
        let is_code = kinds.any(|kind| kind == Some(BlockKind::Code));
        if !bead.is_pair() || is_code || confidence.hundredths() < HOPELESS {
            return Ok(BeadOutcome::Nowhere);
        }
        // What a memory cannot hold (too long, blank) is no pair.
        let unit = self.unit(articles, bead, confidence);
        let Ok(unit) = checked(&self.engine.limits, unit, "bead") else { return Ok(BeadOutcome::Nowhere) };
        let texts = (&unit.source, &unit.target);
        let id = ReviewId::of(self.memory, &articles.source.document, bead.source.start as u32, texts);
        let name = || if self.options.dry_run { String::new() } else { id.name_in(self.memory) };
        let earlier = self.engine.store.review(self.memory, id)?;
        if earlier.as_ref().is_some_and(|review| review.state != ReviewState::Pending) {
            return Ok(BeadOutcome::Decided(id.name_in(self.memory)));
        }
        let doubt = qa::check(&unit.source, &unit.target).first().map(|finding| finding.doubt.name());
        let reason = if is_sure { doubt } else { Some(LOW_CONFIDENCE) };
        // Somebody, or an earlier run, may have put the pair into the memory already.
        if reason.is_some()
            && let Some(there) = self.engine.stored(&unit.identity_in(self.memory))?
        {
            return Ok(BeadOutcome::Accepted(there.id.name_in(self.memory)));
        }
        Ok(match reason {
            Some(reason) => {
                let review = self.review(id, unit, articles, bead, (raw, reason));
                let created = earlier.map_or(review.created, |earlier| earlier.created);
                writes.reviews.push(Review { created, ..review });
                BeadOutcome::Review { name: name(), reason: reason.to_owned() }
            }
            None => {
                writes.units.push((at, unit));
                BeadOutcome::Accepted(String::new())
            }
        })
    }

    fn unit(&self, Articles { source, target }: Articles<'_>, bead: &Bead, confidence: Percent) -> NewUnit {
        let text = |article: &ArticleToAlign, range: &Range<usize>, language: &Language| UnitText {
            text: nfc(&joined(&article.segments[range.clone()])).into_owned(),
            language: language.clone(),
        };
        let neighbour = |at: Option<usize>| {
            Some(at.and_then(|at| source.segments.get(at)).map_or(String::new(), |(text, _)| text.clone()))
        };
        NewUnit {
            source: text(source, &bead.source, &self.options.from),
            target: text(target, &bead.target, &self.options.to),
            status: self.options.status,
            origin: Origin { kind: OriginKind::Alignment, confidence: Some(confidence) },
            occurrences: vec![Occurrence {
                document: source.document.clone(),
                previous_source: neighbour(bead.source.start.checked_sub(1)),
                next_source: neighbour(Some(bead.source.end)),
            }],
            older_occurrences: Vec::new(),
            author: String::new(),
            note: String::new(),
            attributes: attributes(target, bead),
            created: None,
            updated: None,
        }
    }

    fn review(
        &self,
        id: ReviewId,
        unit: NewUnit,
        Articles { source, target }: Articles<'_>,
        bead: &Bead,
        (confidence, reason): (Percent, &str),
    ) -> Review {
        let range = |range: &Range<usize>| (range.start as u32, range.end as u32);
        let occurrence = unit.occurrences.into_iter().next().unwrap_or_default();
        let created = now();
        Review {
            id,
            memory: self.memory.clone(),
            source: unit.source,
            target: unit.target,
            document: source.document.clone(),
            target_document: target.document.clone(),
            source_segments: range(&bead.source),
            target_segments: range(&bead.target),
            previous_source: occurrence.previous_source.unwrap_or_default(),
            next_source: occurrence.next_source.unwrap_or_default(),
            confidence,
            reason: reason.to_owned(),
            state: ReviewState::Pending,
            author: String::new(),
            created,
            updated: created,
        }
    }

    /// Writes what comes of one pair of articles, all or nothing, and names the units.
    fn write(&mut self, document: &str, writes: Writes, beads: &mut [PlacedBead]) -> Result<(), EngineError> {
        let (engine, memory) = (self.engine, self.memory);
        let mut writer = engine.begin_write()?;
        let mut batch = Batch::default();
        for review in writes.reviews {
            // Somebody may have decided meanwhile.
            let there = engine.store.review(memory, review.id)?;
            if there.is_none_or(|there| there.state == ReviewState::Pending) {
                batch.push(Change::PutReview(review));
            }
        }
        let stored = engine.store.memory(memory)?;
        let other_target = stored.as_ref().map(|memory| memory.other_target).unwrap_or_default();
        if stored.is_none() {
            batch.push(Change::PutMemory(new_memory(memory.clone(), MemoryChange::default())));
        }
        let (places, units): (Vec<usize>, Vec<NewUnit>) = writes.units.into_iter().unzip();
        let journal = match self.journal.take() {
            Some(journal) => journal,
            None => Journal::begin(engine, (memory, document), self.options.import.as_ref(), None)?,
        };
        let journal = self.journal.insert(journal);
        let policy = WritePolicy { existing: ExistingPair::CountUse, other_target };
        let counts = &mut self.counts;
        counts.read += units.len() as u64;
        let written = engine.write_checked(&mut writer, (memory, policy), units, |merged| {
            merged.outcomes().for_each(|outcome| count(counts, outcome));
            batch.0.extend(journal.note(engine, merged, counts)?);
            Ok((batch, merged.units().collect::<Vec<UnitId>>()))
        })?;
        for (at, unit) in places.into_iter().zip(written) {
            beads[at].outcome = BeadOutcome::Accepted(unit.name_in(memory));
        }
        Ok(())
    }
}

fn count(counts: &mut ImportCounts, outcome: Outcome) {
    match outcome {
        Outcome::Written(Written::Added) => counts.added += 1,
        Outcome::Written(Written::Updated) => counts.updated += 1,
        Outcome::Written(Written::Unchanged) => counts.unchanged += 1,
        Outcome::Outranked(_) => counts.refused += 1,
    }
}

/// Which segments of which target document.
fn attributes(target: &ArticleToAlign, bead: &Bead) -> BTreeMap<String, String> {
    let segments = format!("{}-{}", bead.target.start + 1, bead.target.end);
    let attributes = [("target-document", target.document.clone()), ("target-segments", segments)];
    attributes
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// Segments as one text; the codes of each are numbered on from those before.
fn joined(segments: &[(String, Option<BlockKind>)]) -> String {
    let mut all = String::new();
    for (text, _) in segments {
        let first = highest_placeholder(&all);
        if !all.is_empty() {
            all.push(' ');
        }
        let mut from = 0;
        for code in placeholders(text) {
            let (start, code) = (code.start, &text[code]);
            let number = code.trim_matches(['{', '}', '/']);
            all.push_str(&text[from..start]);
            let numbered = number.parse().map(|at: usize| code.replacen(number, &(at + first).to_string(), 1));
            all.push_str(numbered.as_deref().unwrap_or(code));
            from = start + code.len();
        }
        all.push_str(&text[from..]);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_joined_segments_are_numbered_on() {
        let segments = ["{1}Anzali{/1} reopened.", "See {1/} and {2}more{/2}."].map(|text| (text.to_owned(), None));
        assert_eq!(joined(&segments), "{1}Anzali{/1} reopened. See {2/} and {3}more{/3}.");
        assert_eq!(joined(&segments[..1]), segments[0].0);
    }
}
