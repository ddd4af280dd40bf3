//! The aligner: article pairs in, alignments out.

use crate::model::Language;

use super::article::{Alignment, ArticlePair, Bead, Verdict};
use super::batch::Batch;
use super::confidence::{MOST_IF_DOUBTFUL, Surroundings, confidence};
use super::lexicon::Lexicon;
use super::moved::moved;
use super::names::Names;
use super::rounds::{Finished, Rounds};
use super::verdict::{at_first_sight, of_alignment};
use super::watch::{BrokenOff, Stretch, Watch};

/// The confidence of a bead in an article pair that is rejected is at most this.
const MOST_IF_REJECTED: f32 = 0.05;

/// Aligns articles of one pair of languages.
#[derive(Clone, Debug)]
pub struct Aligner<'a> {
    source: &'a Language,
    target: &'a Language,
    lexicon: Option<&'a Lexicon>,
}

impl<'a> Aligner<'a> {
    pub fn new(source: &'a Language, target: &'a Language) -> Aligner<'a> {
        Aligner { source, target, lexicon: None }
    }

    /// With what the memory's approved pairs teach.
    #[must_use]
    pub fn with_lexicon(self, lexicon: &'a Lexicon) -> Aligner<'a> {
        Aligner { lexicon: Some(lexicon), ..self }
    }

    pub(super) fn languages(&self) -> (&Language, &Language) {
        (self.source, self.target)
    }

    pub(super) fn lexicon(&self) -> Option<&Lexicon> {
        self.lexicon
    }

    /// Aligns article pairs together, in their order: each learns from all the others, but not from itself.
    ///
    /// The more articles, the better, up to some thousand; memory grows with the words of the batch. The answer depends
    /// on nothing but the pairs, the lexicon and the languages. A pair alone with an empty lexicon has nothing to learn words
    /// from, so expect little confidence.
    pub fn align_batch(&self, pairs: &[ArticlePair<'_>], watch: &Watch<'_>) -> Result<Vec<Alignment>, BrokenOff> {
        let languages = (self.source, self.target);
        let mut batch = Batch::new(pairs, self.source, self.target);
        let first_sight: Vec<Option<Verdict>> = pairs
            .iter()
            .zip(&batch.articles)
            .map(|(pair, article)| at_first_sight(pair, article, &batch, languages))
            .collect();
        for (article, verdict) in batch.articles.iter_mut().zip(&first_sight) {
            article.teaches = !matches!(verdict, Some(Verdict::Rejected(_)));
        }
        let nothing = Lexicon::default();
        let mut alignments = Vec::with_capacity(pairs.len());
        let lexicon = self.lexicon.unwrap_or(&nothing);
        let names = Names::new(&batch, lexicon);
        let mut rounds = Rounds::new(&batch, lexicon);
        rounds.run(&Stretch::whole(watch), |finished| {
            alignments.push(alignment(&finished, first_sight[finished.at], &names));
        })?;
        Ok(alignments)
    }
}

fn alignment(finished: &Finished<'_>, first_sight: Option<Verdict>, names: &Names<'_>) -> Alignment {
    let Finished { lattice, steps, .. } = finished;
    let around = Surroundings::of(lattice, steps, finished.known);
    let moved = moved(lattice, steps);
    let pairs = steps.iter().filter(|step| step.is_pair()).count();
    let seen = || of_alignment(lattice.article, &around, moved.len(), pairs, lattice.beliefs.lengths.ratio);
    let verdict = first_sight.unwrap_or_else(seen);
    let most = match verdict {
        Verdict::Accepted => 1.0,
        Verdict::Doubtful(_) => MOST_IF_DOUBTFUL,
        Verdict::Rejected(_) => MOST_IF_REJECTED,
    };
    let bead = |at: usize| Bead {
        source: steps[at].source(),
        target: steps[at].target(),
        confidence: confidence(lattice, steps, at, &around).min(most),
        evidence: lattice.evidence(&steps[at]),
        names_disagree: steps[at].is_pair() && {
            let (source, target) =
                (&lattice.article.source[steps[at].source()], &lattice.article.target[steps[at].target()]);
            names.disagree(source, target, lattice.words.forward)
        },
    };
    Alignment { beads: (0..steps.len()).map(bead).collect(), moved, verdict }
}
