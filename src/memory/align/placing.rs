//! Where the beads of an alignment go.

use std::collections::HashSet;
use std::ops::Range;

use super::{AlignOptions, AlignedArticles, ArticleToAlign, BeadOutcome, PlacedBead, UnitCounts, percent};
use crate::align::{Alignment, Bead, Verdict};
use crate::memory::catalog::{MemoryChange, new_memory};
use crate::memory::error::EngineError;
use crate::memory::import::{Journal, unit_step};
use crate::memory::merge::{ExistingPair, Merged, Outcome, WritePolicy};
use crate::memory::review::{LOW_CONFIDENCE, NAMES_DISAGREE, target_attributes};
use crate::memory::units::{NewUnit, Written, checked};
use crate::memory::{Engine, now};
use crate::model::{
    BlockKind, Calibration, ImportCounts, Language, MemoryId, Occurrence, Origin, OriginKind, Percent, Review,
    ReviewId, ReviewState, UnitId, UnitStep, UnitText,
};
use crate::qa;
use crate::store::{Batch, Change, UnitIdentity};
use crate::text::{highest_placeholder, nfc, placeholders};

/// How many reviews are looked at together.
const REVIEWS_AT_A_TIME: usize = 256;

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
    /// In a dry run, the units that would be there by now.
    rehearsed: HashSet<UnitIdentity>,
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
    /// Reviews that nobody is to be asked about any more.
    dropped: Vec<ReviewId>,
}

impl Writes {
    fn is_empty(&self) -> bool {
        self.units.is_empty() && self.reviews.is_empty() && self.dropped.is_empty()
    }
}

impl<'a> Placing<'a> {
    pub fn begin(engine: &'a Engine, memory: &'a MemoryId, options: &'a AlignOptions) -> Result<Self, EngineError> {
        let calibration = engine.store.calibration(memory)?.unwrap_or_default();
        Ok(Placing {
            engine,
            memory,
            options,
            calibration,
            journal: None,
            counts: ImportCounts::default(),
            rehearsed: HashSet::new(),
        })
    }

    pub fn place(
        &mut self,
        (source, target): &(ArticleToAlign, ArticleToAlign),
        alignment: Alignment,
    ) -> Result<AlignedArticles, EngineError> {
        let articles = Articles { source, target };
        let mut writes = Writes::default();
        let mut beads = Vec::with_capacity(alignment.beads.len());
        for (at, bead) in alignment.beads.iter().enumerate() {
            let raw = percent(bead.confidence);
            let confidence = self.calibration.apply(raw);
            // Of articles that are doubtful nothing goes in unseen, whatever was decided about others.
            let is_sure = alignment.verdict == Verdict::Accepted && confidence >= self.options.gate;
            let outcome = match alignment.verdict {
                Verdict::Rejected(_) => BeadOutcome::Nowhere,
                _ => self.decide(articles, (at, bead), (raw, confidence, is_sure), &mut writes)?,
            };
            beads.push(PlacedBead { bead: bead.clone(), confidence, outcome });
        }
        let units = match self.options.dry_run {
            true => self.rehearse(&writes)?,
            false => {
                // Of articles that are rejected nothing is known, so what is known of them stays.
                if !matches!(alignment.verdict, Verdict::Rejected(_)) {
                    writes.dropped = self.outdated_reviews(articles, &writes.reviews)?;
                }
                self.write(&source.document, writes, &mut beads)?
            }
        };
        let import = self.journal.as_ref().map(|journal| journal.id().clone());
        Ok(AlignedArticles { alignment, beads, units, import })
    }

    /// What would become of the units, those of earlier articles considered.
    fn rehearse(&mut self, writes: &Writes) -> Result<UnitCounts, EngineError> {
        let mut counts = UnitCounts::default();
        for (_, unit) in &writes.units {
            let identity = unit.identity_in(self.memory);
            let is_new = self.engine.stored(&identity)?.is_none() && self.rehearsed.insert(identity);
            counts.added += u64::from(is_new);
        }
        Ok(counts)
    }

    /// The pending reviews of the same two documents whose beads do not arise any more. Other articles may be called the
    /// same: what says nothing of these articles stays, and so does what this import has found itself.
    fn outdated_reviews(
        &self,
        Articles { source, target }: Articles<'_>,
        found: &[Review],
    ) -> Result<Vec<ReviewId>, EngineError> {
        let (mut outdated, mut after) = (Vec::new(), ReviewId::before(&source.document));
        if source.document.is_empty() {
            return Ok(outdated);
        }
        let import = self.journal.as_ref().map(Journal::id).or(self.options.import.as_ref());
        let texts = (nfc(&joined(&source.segments)).into_owned(), nfc(&joined(&target.segments)).into_owned());
        let is_outdated = |review: &Review| {
            let documents = (&review.document, &review.target_document) == (&source.document, &target.document);
            let languages = (&review.source.language, &review.target.language);
            let is_of_these = documents && languages == (&self.options.from, &self.options.to);
            let is_there = || texts.0.contains(&review.source.text) || texts.1.contains(&review.target.text);
            let is_own = review.import.is_some() && review.import.as_ref() == import;
            let is_pending = review.state == ReviewState::Pending;
            is_pending && is_of_these && !is_own && found.iter().all(|found| found.id != review.id) && is_there()
        };
        loop {
            let reviews = self.engine.store.reviews(self.memory, Some(after), REVIEWS_AT_A_TIME)?;
            let of_document = reviews.iter().take_while(|review| review.id.may_be_of(&source.document));
            outdated.extend(of_document.filter(|review| is_outdated(review)).map(|review| review.id));
            match reviews.last().filter(|last| last.id.may_be_of(&source.document)) {
                Some(last) => after = last.id,
                None => return Ok(outdated),
            }
        }
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
        let doubt = doubt.or(bead.names_disagree.then_some(NAMES_DISAGREE));
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
                writes.reviews.push(match earlier {
                    Some(earlier) => Review { created: earlier.created, import: earlier.import, ..review },
                    None => review,
                });
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
            attributes: target_attributes(&target.document, range(&bead.target)),
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
            import: None,
            done: UnitStep::default(),
        }
    }

    /// Writes what comes of one pair of articles, all or nothing, and names the units.
    fn write(&mut self, document: &str, writes: Writes, beads: &mut [PlacedBead]) -> Result<UnitCounts, EngineError> {
        if writes.is_empty() {
            return Ok(UnitCounts::default());
        }
        let (engine, memory) = (self.engine, self.memory);
        let mut writer = engine.begin_write()?;
        let journal = match self.journal.take() {
            Some(journal) => journal,
            None => Journal::begin(
                engine,
                (Some(memory), document),
                (self.options.import.as_ref(), "options.import"),
                None,
            )?,
        };
        let journal = self.journal.insert(journal);
        let mut batch = Batch::default();
        for review in writes.reviews {
            if engine.is_undecided(memory, review.id)? {
                let import = review.import.clone().or_else(|| Some(journal.id().clone()));
                batch.push(Change::PutReview(Review { import, ..review }));
            }
        }
        for outdated in writes.dropped {
            if engine.is_undecided(memory, outdated)? {
                batch.push(Change::DeleteReview(memory.clone(), outdated));
            }
        }
        let stored = engine.store.memory(memory)?;
        let other_target = stored.as_ref().map(|memory| memory.other_target).unwrap_or_default();
        if stored.is_none() {
            batch.push(Change::PutMemory(new_memory(memory.clone(), MemoryChange::default())));
        }
        let (places, units): (Vec<usize>, Vec<NewUnit>) = writes.units.into_iter().unzip();
        let policy = WritePolicy { existing: ExistingPair::CountUse, other_target };
        let counts = &mut self.counts;
        counts.read += units.len() as u64;
        let (written, done) = engine.write_checked(&mut writer, (memory, policy), units, |merged| {
            merged.outcomes().for_each(|outcome| count(counts, outcome));
            batch.0.extend(journal.note(engine, unit_step(merged).into(), counts)?);
            Ok((batch, (merged.units().collect::<Vec<UnitId>>(), UnitCounts::of(merged))))
        })?;
        for (at, unit) in places.into_iter().zip(written) {
            beads[at].outcome = BeadOutcome::Accepted(unit.name_in(memory));
        }
        Ok(done)
    }
}

impl Engine {
    /// Whether nobody has decided about a review; somebody may have meanwhile.
    fn is_undecided(&self, memory: &MemoryId, id: ReviewId) -> Result<bool, EngineError> {
        Ok(self.store.review(memory, id)?.is_none_or(|there| there.state == ReviewState::Pending))
    }
}

impl UnitCounts {
    fn of(merged: &Merged) -> UnitCounts {
        let count = |what| merged.changed().filter(|pending| pending.written == what).count() as u64;
        UnitCounts { added: count(Written::Added), updated: count(Written::Updated) }
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

fn range(range: &Range<usize>) -> (u32, u32) {
    (range.start as u32, range.end as u32)
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
