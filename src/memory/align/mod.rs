//! Articles that nobody aligned: beads of them into the memory, doubtful ones into the review queue.

mod layers;
mod lexicons;
mod placing;

pub use self::lexicons::Lexicons;

use self::layers::layers;
use self::placing::Placing;
use super::Engine;
use super::error::EngineError;
use super::stop::Stop;
use super::suggest::check_direction;
use crate::align::{Aligner, Alignment, ArticleMatch, ArticlePair, Bead, Piece};
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
    /// What its units can be taken back by.
    pub import: Option<ImportId>,
}

/// Aligns articles without a memory.
pub fn align_alone(
    pairs: &[(ArticleToAlign, ArticleToAlign)],
    (from, to): (&Language, &Language),
) -> Result<Vec<AlignedArticles>, EngineError> {
    check_direction(from, to)?;
    let alone = |alignment: Alignment| {
        let beads = alignment.beads.iter().map(|bead| PlacedBead {
            confidence: percent(bead.confidence),
            bead: bead.clone(),
            outcome: BeadOutcome::Nowhere,
        });
        AlignedArticles { beads: beads.collect(), alignment, import: None }
    };
    Ok(alignments(pairs, &Aligner::new(from, to)).into_iter().map(alone).collect())
}

/// Finds which articles translate each other without a memory.
pub fn pair_alone(
    (sources, targets): (&[ArticleToAlign], &[ArticleToAlign]),
    (from, to): (&Language, &Language),
) -> Result<Vec<ArticleMatch>, EngineError> {
    check_direction(from, to)?;
    Ok(Aligner::new(from, to).pair_articles(&texts(sources), &texts(targets)))
}

fn texts(articles: &[ArticleToAlign]) -> Vec<Vec<&str>> {
    articles.iter().map(|article| article.segments.iter().map(|(text, _)| text.as_str()).collect()).collect()
}

impl Engine {
    /// Finds which articles translate each other, with what a memory teaches.
    pub fn pair_articles(
        &self,
        memory: &MemoryId,
        (sources, targets): (&[ArticleToAlign], &[ArticleToAlign]),
        (from, to): (&Language, &Language),
        stop: &Stop,
    ) -> Result<Vec<ArticleMatch>, EngineError> {
        check_direction(from, to)?;
        let lexicon = self.lexicon(memory, (from, to), stop)?;
        match lexicon.is_empty() {
            true => pair_alone((sources, targets), (from, to)),
            false => Ok(Aligner::new(from, to).with_lexicon(&lexicon).pair_articles(&texts(sources), &texts(targets))),
        }
    }

    /// Aligns pairs of articles together, each learning from the others and from the memory, and puts the beads where they
    /// belong. The same again changes nothing.
    pub fn align(
        &self,
        pairs: &[(ArticleToAlign, ArticleToAlign)],
        options: &AlignOptions,
        stop: &Stop,
    ) -> Result<Vec<AlignedArticles>, EngineError> {
        let languages = (&options.from, &options.to);
        let Some(memory) = &options.memory else { return align_alone(pairs, languages) };
        check_direction(&options.from, &options.to)?;
        if !options.create_memory {
            self.memory(memory)?;
        }
        let lexicon = self.lexicon(memory, languages, stop)?;
        let aligner = Aligner::new(&options.from, &options.to);
        let alignments = match lexicon.is_empty() {
            true => alignments(pairs, &aligner),
            false => alignments(pairs, &aligner.with_lexicon(&lexicon)),
        };
        let mut placing = Placing::begin(self, memory, options)?;
        let mut aligned = Vec::with_capacity(pairs.len());
        for (pair, alignment) in pairs.iter().zip(alignments) {
            stop.check()?;
            aligned.push(placing.place(pair, alignment)?);
        }
        Ok(aligned)
    }
}

/// Aligns the pairs in layers, so that no article learns from another version of itself.
fn alignments(pairs: &[(ArticleToAlign, ArticleToAlign)], aligner: &Aligner<'_>) -> Vec<Alignment> {
    let mut alignments: Vec<Option<Alignment>> = pairs.iter().map(|_| None).collect();
    for layer in layers(pairs) {
        let pair = |&at: &usize| ArticlePair { source: pairs[at].0.pieces(), target: pairs[at].1.pieces() };
        let batch: Vec<ArticlePair<'_>> = layer.iter().map(pair).collect();
        for (at, alignment) in layer.into_iter().zip(aligner.align_batch(&batch)) {
            alignments[at] = Some(alignment);
        }
    }
    alignments.into_iter().flatten().collect()
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
