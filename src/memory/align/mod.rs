//! Articles that nobody aligned: beads of them into the memory, doubtful ones into the review queue.

mod bounds;
mod course;
mod layers;
mod learning;
mod placing;

pub use self::course::Course;
pub use self::learning::Shelf;

use self::layers::layers;
use self::placing::Placing;
use super::Engine;
use super::error::EngineError;
use super::limits::Limits;
use super::stop::Stop;
use super::suggest::check_direction;
use crate::align::{Aligner, Alignment, ArticleMatch, ArticlePair, Bead, Piece, Reason};
use crate::model::{BlockKind, ImportId, Language, MemoryId, Percent, UnitStatus};

/// An article as its segments.
#[derive(Clone, Debug, Default)]
pub struct ArticleToAlign {
    /// Its name.
    pub document: String,
    /// What each segment says, and in what block it stands, where that is known.
    pub segments: Vec<(String, Option<BlockKind>)>,
}

/// How articles are aligned, and where beads go.
#[derive(Clone, Debug)]
pub struct AlignOptions {
    pub from: Language,
    pub to: Language,
    /// The memory whose pairs teach, and into which beads go; `None` to align only.
    pub memory: Option<MemoryId>,
    /// Creates the memory if it is not there.
    pub create_memory: bool,
    /// Says where beads would go, and writes nothing.
    pub dry_run: bool,
    /// The confidence from which a bead goes into the memory unseen.
    pub gate: Percent,
    /// Of units that nobody has looked at.
    pub status: UnitStatus,
    /// The import that the units are part of; `None` for one of its own.
    pub import: Option<ImportId>,
}

/// Where a bead has gone, or would go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BeadOutcome {
    /// Nowhere: there is no memory, the articles are no translations, or a side is empty.
    Nowhere,
    /// Into the memory; the unit's name, empty in a dry run.
    Accepted(String),
    /// Into the review queue, for that reason; the review's name, empty in a dry run.
    Review { name: String, reason: String },
    /// Somebody has decided about it before; the review's name.
    Decided(String),
}

/// A bead, how far it can be believed in the light of what reviewers decided, and where it went.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedBead {
    pub bead: Bead,
    pub confidence: Percent,
    pub outcome: BeadOutcome,
}

/// What has become of a pair of articles.
#[derive(Clone, Debug, PartialEq)]
pub struct AlignedArticles {
    pub alignment: Alignment,
    /// Those of the alignment, in their order.
    pub beads: Vec<PlacedBead>,
    /// What has become of the units of the beads that were accepted.
    pub units: UnitCounts,
    /// What its units and reviews can be taken back by.
    pub import: Option<ImportId>,
}

/// Units that accepted beads came to. Several beads may be one unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnitCounts {
    pub added: u64,
    /// Units that were there and got another occurrence, a better status or details.
    pub updated: u64,
}

/// An article and what is taken for its translation.
pub type PairToAlign = (ArticleToAlign, ArticleToAlign);

/// Aligns articles without a memory.
pub fn align_alone(
    pairs: &[PairToAlign],
    (from, to): (&Language, &Language),
    limits: &Limits,
    course: Course<'_>,
) -> Result<Vec<AlignedArticles>, EngineError> {
    check_direction(from, to)?;
    let alone = |alignment: Alignment| {
        let beads = alignment.beads.iter().map(|bead| PlacedBead {
            confidence: percent(bead.confidence),
            bead: bead.clone(),
            outcome: BeadOutcome::Nowhere,
        });
        AlignedArticles { beads: beads.collect(), alignment, import: None, units: UnitCounts::default() }
    };
    Ok(alignments(pairs, &Aligner::new(from, to), limits, course)?.into_iter().map(alone).collect())
}

/// Finds which articles translate each other without a memory.
pub fn pair_alone(
    articles: (&[ArticleToAlign], &[ArticleToAlign]),
    (from, to): (&Language, &Language),
    limits: &Limits,
    stop: &Stop,
) -> Result<Vec<ArticleMatch>, EngineError> {
    check_direction(from, to)?;
    matches(articles, &Aligner::new(from, to), limits, stop)
}

fn matches(
    (sources, targets): (&[ArticleToAlign], &[ArticleToAlign]),
    aligner: &Aligner<'_>,
    limits: &Limits,
    stop: &Stop,
) -> Result<Vec<ArticleMatch>, EngineError> {
    let named = |side: &'static str, articles| {
        let numbered = <[ArticleToAlign]>::iter(articles).enumerate();
        numbered.map(move |(at, article)| (format!("{side}[{at}]"), article))
    };
    limits.check_segments_of_call(named("source", sources).chain(named("target", targets)))?;
    let (sources, targets) = (texts(sources), texts(targets));
    Course::silent(stop).watched(|watch| aligner.pair_articles(&sources, &targets, watch))
}

fn texts(articles: &[ArticleToAlign]) -> Vec<Vec<&str>> {
    articles.iter().map(|article| article.segments.iter().map(|(text, _)| text.as_str()).collect()).collect()
}

impl Engine {
    /// Finds which articles translate each other, with what a memory teaches.
    pub fn pair_articles(
        &self,
        memory: &MemoryId,
        articles: (&[ArticleToAlign], &[ArticleToAlign]),
        (from, to): (&Language, &Language),
        stop: &Stop,
    ) -> Result<Vec<ArticleMatch>, EngineError> {
        check_direction(from, to)?;
        let lexicon = self.lexicon(memory, (from, to), stop)?;
        matches(articles, &Aligner::new(from, to).with_lexicon(&lexicon), &self.limits, stop)
    }

    /// Aligns pairs of articles together, each learning from the others and from the memory, and puts the beads where they
    /// belong. The same again changes nothing. Stopped while articles are placed, those before are.
    pub fn align(
        &self,
        pairs: &[PairToAlign],
        options: &AlignOptions,
        course: Course<'_>,
    ) -> Result<Vec<AlignedArticles>, EngineError> {
        let languages = (&options.from, &options.to);
        let Some(memory) = &options.memory else { return align_alone(pairs, languages, &self.limits, course) };
        check_direction(&options.from, &options.to)?;
        if !options.create_memory {
            self.memory(memory)?;
        }
        let lexicon = self.lexicon(memory, languages, course.stop)?;
        let aligner = Aligner::new(&options.from, &options.to).with_lexicon(&lexicon);
        let told = |share: f32| (course.told)(share * ALIGNING);
        let alignments = alignments(pairs, &aligner, &self.limits, Course { told: &told, ..course })?;
        let mut placing = Placing::begin(self, memory, options)?;
        let mut aligned = Vec::with_capacity(pairs.len());
        for (at, (pair, alignment)) in pairs.iter().zip(alignments).enumerate() {
            course.stop.check()?;
            aligned.push(placing.place(pair, alignment)?);
            (course.told)(ALIGNING + (1.0 - ALIGNING) * (at + 1) as f32 / pairs.len() as f32);
        }
        Ok(aligned)
    }
}

/// Which share of the work on a batch is aligning it; the rest is putting beads where they belong.
const ALIGNING: f32 = 0.7;

/// Aligns the pairs in layers, so that no article learns from another version of itself. Articles that are too long are
/// rejected as they are.
fn alignments(
    pairs: &[PairToAlign],
    aligner: &Aligner<'_>,
    limits: &Limits,
    course: Course<'_>,
) -> Result<Vec<Alignment>, EngineError> {
    let articles = |(at, (source, target))| {
        let name = |side: &str| format!("pair[{at}].{side}");
        [(name("source"), source), (name("target"), target)]
    };
    limits.check_segments_of_call(pairs.iter().map(|(s, t)| (s, t)).enumerate().flat_map(articles))?;
    let is_too_long =
        |(source, target): &PairToAlign| limits.is_too_long_to_align(source) || limits.is_too_long_to_align(target);
    let rejected = |pair: &PairToAlign| {
        let lengths = (pair.0.segments.len(), pair.1.segments.len());
        is_too_long(pair).then(|| Alignment::rejected(lengths, Reason::TooLong))
    };
    let mut alignments: Vec<Option<Alignment>> = pairs.iter().map(rejected).collect();
    let mut done = 0;
    for layer in layers(pairs) {
        let layer: Vec<usize> = layer.into_iter().filter(|&at| alignments[at].is_none()).collect();
        let batch: Vec<ArticlePair<'_>> = layer.iter().map(|&at| pieces(&pairs[at])).collect();
        let told = |share: f32| (course.told)((done as f32 + share * layer.len() as f32) / pairs.len() as f32);
        let aligned = Course { told: &told, ..course }.watched(|watch| aligner.align_batch(&batch, watch))?;
        layer.iter().zip(aligned).for_each(|(&at, alignment)| alignments[at] = Some(alignment));
        done += layer.len();
    }
    Ok(alignments.into_iter().flatten().collect())
}

fn pieces((source, target): &PairToAlign) -> ArticlePair<'_> {
    ArticlePair { source: source.pieces(), target: target.pieces() }
}

impl ArticleToAlign {
    fn pieces(&self) -> Vec<Piece<'_>> {
        self.segments.iter().map(|(text, kind)| Piece { text, kind: *kind }).collect()
    }
}

/// A probability in hundredths of a percent, rounded down.
fn percent(probability: f32) -> Percent {
    Percent::from_hundredths((f64::from(probability).clamp(0.0, 1.0) * 10_000.0) as u16).unwrap_or(Percent::ZERO)
}
