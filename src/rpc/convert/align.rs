use tonic::Status;

use super::unit_status;
use crate::align::{ArticleMatch, DEFAULT_GATE, Evidence, Reason, Verdict};
use crate::memory::{AlignOptions, AlignedArticles, ArticleToAlign, BeadOutcome, PlacedBead};
use crate::model::{Percent, UnitStatus};
use crate::rpc::status::invalid_field;
use crate::rpc::{names, v1};

pub fn align_options(options: Option<v1::AlignmentOptions>) -> Result<AlignOptions, Status> {
    let options = options.ok_or_else(|| invalid_field("options", "it is missing"))?;
    let gate = match options.min_confidence {
        0.0 => f64::from(DEFAULT_GATE),
        confidence if (0.0..=1.0).contains(&confidence) => confidence,
        _ => return Err(invalid_field("options.min_confidence", "it is not from 0 to 1")),
    };
    Ok(AlignOptions {
        from: names::language("options.source_language", &options.source_language)?,
        to: names::language("options.target_language", &options.target_language)?,
        memory: given(&options.memory, |name| names::memory_id("options.memory", name))?,
        create_memory: options.create_memory,
        dry_run: options.dry_run,
        gate: Percent::threshold(gate * 100.0).unwrap_or(Percent::FULL),
        status: unit_status("options.status", options.status)?.unwrap_or(UnitStatus::Draft),
        import: given(&options.import, |name| names::import_id("options.import", name))?,
    })
}

/// `None` for a field that is empty.
fn given<T>(text: &str, read: impl Fn(&str) -> Result<T, Status>) -> Result<Option<T>, Status> {
    (!text.is_empty()).then(|| read(text)).transpose()
}

pub fn aligned(
    id: String,
    (source, target): (ArticleToAlign, ArticleToAlign),
    aligned: AlignedArticles,
) -> v1::AlignArticlesResponse {
    let texts = |article: ArticleToAlign| article.segments.into_iter().map(|(text, _)| text).collect();
    let (verdict, reason) = match aligned.alignment.verdict {
        Verdict::Accepted => (v1::AlignmentVerdict::Accepted, ""),
        Verdict::Doubtful(why) => (v1::AlignmentVerdict::Doubtful, name(why)),
        Verdict::Rejected(why) => (v1::AlignmentVerdict::Rejected, name(why)),
    };
    let moved = |(source, target): &(usize, usize)| v1::MovedSegment { source: *source as u32, target: *target as u32 };
    v1::AlignArticlesResponse {
        id,
        beads: aligned.beads.into_iter().map(bead).collect(),
        verdict: verdict.into(),
        reason: reason.to_owned(),
        moved: aligned.alignment.moved.iter().map(moved).collect(),
        source_segments: texts(source),
        target_segments: texts(target),
        import: aligned.import.map(|import| import.name()).unwrap_or_default(),
        units_added: aligned.units.added as u32,
        units_updated: aligned.units.updated as u32,
        progress: 0.0,
    }
}

pub fn article_match(found: ArticleMatch) -> v1::ArticleMatch {
    let confidence = rounded(found.confidence);
    v1::ArticleMatch { source: found.source as u32, target: found.target as u32, confidence }
}

fn bead(PlacedBead { bead, confidence, outcome }: PlacedBead) -> v1::Bead {
    let (outcome, name, reason) = match outcome {
        BeadOutcome::Nowhere => (v1::BeadOutcome::Unspecified, String::new(), String::new()),
        BeadOutcome::Accepted(name) => (v1::BeadOutcome::Accepted, name, String::new()),
        BeadOutcome::Review { name, reason } => (v1::BeadOutcome::Review, name, reason),
        BeadOutcome::Decided(name) => (v1::BeadOutcome::Decided, name, String::new()),
    };
    let Evidence { length, lexicon, numbers, names, kind } = bead.evidence;
    let [length, lexicon, numbers, names, kind] = [length, lexicon, numbers, names, kind].map(rounded);
    v1::Bead {
        source: bead.source.map(|at| at as u32).collect(),
        target: bead.target.map(|at| at as u32).collect(),
        confidence: confidence.as_f64() / 100.0,
        evidence: Some(v1::BeadEvidence { length, lexicon, numbers, names, kind }),
        outcome: outcome.into(),
        name,
        reason,
    }
}

/// To hundredths: more would only look exact.
fn rounded(number: f32) -> f64 {
    (f64::from(number) * 100.0).round() / 100.0
}

fn name(reason: Reason) -> &'static str {
    match reason {
        Reason::Empty => "EMPTY",
        Reason::TooLong => "TOO_LONG",
        Reason::TooShort => "TOO_SHORT",
        Reason::SameLanguage => "SAME_LANGUAGE",
        Reason::SidesSwapped => "SIDES_SWAPPED",
        Reason::LengthsDiffer => "LENGTHS_DIFFER",
        Reason::NotATranslation => "NOT_A_TRANSLATION",
        Reason::LittleEvidence => "LITTLE_EVIDENCE",
        Reason::Reordered => "REORDERED",
    }
}
