//! What evidence weighs.

/// The constants of the model. Logarithms are natural; each was set on English–Persian news with artificial noise and on
/// German–French Text+Berg, where all of them have flat optima.
#[derive(Clone, Debug)]
pub(super) struct Weights {
    /// Passes with the memory's lexicon and anchors alone.
    pub first_rounds: usize,
    /// Passes with a lexicon learned from the beads of the pass before.
    pub rounds: usize,
    /// The posterior from which a bead teaches.
    pub keep: f32,
    /// A produced word's probability is mixed with α·u, α = `alpha` + `kappa`/(how often it was seen), where u is its
    /// relative frequency: words that were never seen speak neither for nor against a bead.
    pub alpha: f32,
    pub kappa: f32,
    /// What is added to the count of a given word: rare words are trusted less.
    pub rho: f32,
    /// Bounds of what one word can say.
    pub least: f32,
    pub most: f32,
    /// What the words' evidence counts for. Words of a text are not independent, so less than all of it.
    pub lexical: f32,
    /// Added to the score of a bead with an empty side.
    pub null: f32,
    /// How many beads the usual frequencies of shapes count for when they are learned from the batch.
    pub usual: f32,
    /// Translation probability at least of equal numbers, of equal words, and of words whose consonants sound alike.
    pub number: f32,
    pub identical: f32,
    pub sound: f32,
    /// Least likeness of consonants.
    pub alike: f32,
    /// A lexicon that scores some segments has not seen so many around them; whole articles if they are short.
    pub block: usize,
    /// The posterior from which a bead is rather taken than left out.
    pub gain: f32,
}

impl Default for Weights {
    fn default() -> Weights {
        Weights {
            first_rounds: 2,
            rounds: 3,
            keep: 0.9,
            alpha: 0.05,
            kappa: 2.0,
            rho: 2.0,
            least: -3.0,
            most: 9.0,
            lexical: 0.5,
            null: 0.0,
            usual: 20.0,
            number: 0.8,
            identical: 0.6,
            sound: 0.3,
            alike: 0.85,
            block: 60,
            gain: 0.4,
        }
    }
}
