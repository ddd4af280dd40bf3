//! What goes in and what comes out.

use std::ops::Range;

use crate::model::BlockKind;

/// A segment of an article, as the caller has cut it.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    pub text: &'a str,
    /// What block it stands in, where that is known.
    pub kind: Option<BlockKind>,
}

/// An article and what is taken for its translation.
#[derive(Clone, Debug, Default)]
pub struct ArticlePair<'a> {
    pub source: Vec<Piece<'a>>,
    pub target: Vec<Piece<'a>>,
}

/// How the segments of an article pair belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Alignment {
    /// In the order of both texts; every segment of either side is in exactly one.
    pub beads: Vec<Bead>,
    /// Segments that look like translations but stand in another order, so that no bead can have them: positions in the
    /// source and in the target.
    pub moved: Vec<(usize, usize)>,
    pub verdict: Verdict,
}

impl Alignment {
    /// Of articles with so many segments that are not to be used: no segment has a counterpart.
    pub fn rejected((source, target): (usize, usize), reason: Reason) -> Alignment {
        let bead = |source, target| Bead {
            source,
            target,
            confidence: 0.0,
            evidence: Evidence::default(),
            names_disagree: false,
        };
        let left_out = (0..source).map(|at| bead(at..at + 1, 0..0));
        let put_in = (0..target).map(|at| bead(source..source, at..at + 1));
        Alignment { beads: left_out.chain(put_in).collect(), moved: Vec::new(), verdict: Verdict::Rejected(reason) }
    }
}

/// Neighbouring segments that are translations of each other; an empty side says that these were left out, or put in.
#[derive(Clone, Debug, PartialEq)]
pub struct Bead {
    /// Positions of segments, from 0.
    pub source: Range<usize>,
    pub target: Range<usize>,
    /// The probability that exactly these segments belong together, from 0 to 1.
    pub confidence: f32,
    pub evidence: Evidence,
    /// Each side has a name that the lexicon knows well, and of which the other has no trace. Says nothing of confidence.
    pub names_disagree: bool,
}

impl Bead {
    /// Whether both sides have a segment.
    pub fn is_pair(&self) -> bool {
        !self.source.is_empty() && !self.target.is_empty()
    }
}

/// What speaks for a bead (above 0) and against it (below), in natural logarithms of likelihood ratios.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evidence {
    /// How well the lengths fit.
    pub length: f32,
    /// Words that translate each other.
    pub lexicon: f32,
    /// Equal numbers.
    pub numbers: f32,
    /// Equal words, and names that sound alike.
    pub names: f32,
    /// The kinds of block, and marks: a question is translated by a question.
    pub kind: f32,
}

/// Whether an article pair is what it is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A translation: each bead is as good as its confidence.
    Accepted,
    /// Perhaps: no bead is confident.
    Doubtful(Reason),
    /// Not to be used.
    Rejected(Reason),
}

/// Why an article pair is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A side has no words.
    Empty,
    /// A side has more segments than are aligned.
    TooLong,
    /// A side has one segment: there is nothing to compare it with.
    TooShort,
    /// Both sides are the same text, or in the same language.
    SameLanguage,
    /// The source is in the target language, and the other way round.
    SidesSwapped,
    /// One side is several times as long as the other.
    LengthsDiffer,
    /// The words do not fit.
    NotATranslation,
    /// Nothing is known about the words: neither the batch nor the memory teaches enough.
    LittleEvidence,
    /// Many segments stand in another order.
    Reordered,
}
