//! Which words of a pair explain each other, by the lexicon and by their sound.

use crate::align::Lexicon;

use super::corpus::{Side, Spelling, Word};

/// What a lexicon knows a spelling by: one word, or several for the parts of a joined one.
pub(super) struct Known(Vec<Vec<u32>>);

impl Known {
    pub fn sources(lexicon: &Lexicon, side: &Side) -> Known {
        Known::of(side, |text| lexicon.source_words(text, &side.language))
    }

    pub fn targets(lexicon: &Lexicon, side: &Side) -> Known {
        Known::of(side, |text| lexicon.target_words(text, &side.language))
    }

    fn of(side: &Side, words: impl Fn(&str) -> Vec<u32>) -> Known {
        Known(side.spellings().iter().map(|spelling| words(&spelling.text)).collect())
    }

    fn words(&self, word: Word) -> &[u32] {
        &self.0[word.spelling as usize]
    }
}

/// Both sides of a corpus with a lexicon between them.
pub(super) struct Bitext<'a> {
    pub lexicon: &'a Lexicon,
    pub sides: [&'a Side; 2],
    pub known: [&'a Known; 2],
}

/// Names that sound so much alike are taken for one another.
const ALIKE: f32 = 0.75;
/// The translation probability that sounding entirely alike is worth, and being spelt the same.
const SOUND: f32 = 0.4;
const IDENTICAL: f32 = 0.9;
/// The share of words that nothing explains (as the lexicon is trained).
const NULL_SHARE: f32 = 0.1;

/// How far each word of a target text is explained by each of the source, and the reverse; rows of targets.
pub(super) struct Links {
    targets: usize,
    /// Share of the target word that the source word explains.
    forward: Vec<f32>,
    /// Share of the source word that the target word explains.
    backward: Vec<f32>,
}

impl Links {
    pub fn new(bitext: &Bitext, source: &[Word], target: &[Word]) -> Links {
        let cells = source.len() * target.len();
        let (mut forward, mut backward) = (Vec::with_capacity(cells), Vec::with_capacity(cells));
        for &one in source {
            for &other in target {
                let (f, b) = bitext.probabilities(one, other);
                forward.push(f);
                backward.push(b);
            }
        }
        let mut links = Links { targets: target.len(), forward, backward };
        links.share(bitext, source, target);
        links
    }

    /// Makes probabilities shares: of a target word among the source words, of a source word among the target words, and
    /// in either case of nothing.
    fn share(&mut self, bitext: &Bitext, source: &[Word], target: &[Word]) {
        let null = |words: usize| NULL_SHARE / (1.0 - NULL_SHARE) * words as f32;
        for (at, &word) in target.iter().enumerate() {
            let frequency = bitext.frequency(1, word);
            let sum: f32 = (0..source.len()).map(|row| self.forward[row * target.len() + at]).sum();
            let whole = (sum + null(source.len()) * frequency).max(f32::MIN_POSITIVE);
            (0..source.len()).for_each(|row| self.forward[row * target.len() + at] /= whole);
        }
        for (row, &word) in source.iter().enumerate() {
            let cells = &mut self.backward[row * target.len()..(row + 1) * target.len()];
            let whole = cells.iter().sum::<f32>() + null(target.len()) * bitext.frequency(0, word);
            cells.iter_mut().for_each(|cell| *cell /= whole.max(f32::MIN_POSITIVE));
        }
    }

    pub fn forward(&self, source: usize, target: usize) -> f32 {
        self.forward[source * self.targets + target]
    }

    pub fn backward(&self, source: usize, target: usize) -> f32 {
        self.backward[source * self.targets + target]
    }
}

impl Bitext<'_> {
    /// How likely a target word is where the source word stands, and the reverse.
    fn probabilities(&self, source: Word, target: Word) -> (f32, f32) {
        let (ones, others) = (self.known[0].words(source), self.known[1].words(target));
        let best = |probability: &dyn Fn(u32, u32) -> f32| {
            let pairs = ones.iter().flat_map(|&one| others.iter().map(move |&other| (one, other)));
            pairs.map(|(one, other)| probability(one, other)).fold(0.0, f32::max)
        };
        let forward = best(&|one, other| self.lexicon.forward(one, other));
        let backward = best(&|one, other| self.lexicon.backward(other, one));
        let like = alike(self.sides[0].of(source), self.sides[1].of(target));
        (forward.max(like), backward.max(like))
    }

    fn frequency(&self, side: usize, word: Word) -> f32 {
        let words = self.known[side].words(word).iter();
        let frequency = |&word: &u32| {
            if side == 0 { self.lexicon.source_frequency(word) } else { self.lexicon.target_frequency(word) }
        };
        words.map(frequency).fold(f32::INFINITY, f32::min).min(1.0)
    }
}

/// What sound and spelling say by themselves.
fn alike(source: &Spelling, target: &Spelling) -> f32 {
    if source.text == target.text {
        return IDENTICAL;
    }
    if !source.is_capital && !target.is_capital {
        return 0.0;
    }
    match (&source.sound, &target.sound) {
        (Some(one), Some(other)) if one.ends() == other.ends() => {
            let likeness = one.likeness(other);
            if likeness >= ALIKE { SOUND * likeness } else { 0.0 }
        }
        _ => 0.0,
    }
}
