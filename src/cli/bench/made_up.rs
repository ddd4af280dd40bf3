//! Pairs that nobody wrote, as many as are wanted, the same for the same seed: for benches on any machine.
//!
//! Words are made of syllables and drawn by Zipf's law, rare ones more rarely than by that, as in real text; some are
//! another word with an ending, so that words have near words. Lengths, numbers, punctuation and repetitions are about
//! those of a newsroom's memory. A pair is a function of the seed and of its number alone.

use std::fmt::Write;

use super::random::{Random, mix};

/// How many words there are.
const VOCABULARY: usize = 400_000;
/// The words before this one are too common to make a title of.
const FUNCTION_WORDS: usize = 150;
/// From about this word on they become rarer than by Zipf's law.
const COMMON_WORDS: f64 = 5_000.0;
/// From this word on they are names.
const NAMES: usize = 8_000;

/// A word as either language spells it.
struct Word {
    source: String,
    target: String,
}

/// What a text is made of.
#[derive(Clone)]
enum Piece {
    Word(usize),
    Number(usize),
}

/// The letters that a language makes words of.
struct Letters {
    onsets: &'static [&'static str],
    vowels: &'static [&'static str],
    codas: &'static [&'static str],
    endings: &'static [&'static str],
}

const SOURCE: Letters = Letters {
    onsets: &["b", "br", "c", "d", "f", "g", "h", "k", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "tr", "v", "w"],
    vowels: &["a", "e", "i", "o", "u", "ea", "ou"],
    codas: &["", "", "", "n", "r", "s", "t", "l", "m", "nd", "ck"],
    endings: &["s", "ed", "ing", "er"],
};

const TARGET: Letters = Letters {
    onsets: &["ب", "پ", "ت", "ج", "چ", "خ", "د", "ر", "ز", "س", "ش", "ف", "ک", "گ", "ل", "م", "ن", "ه"],
    vowels: &["ا", "ی", "و", "", ""],
    codas: &["", "", "", "ن", "ر", "د", "ست", "م"],
    endings: &["ها", "ی", "\u{200C}های", "تر"],
};

/// Makes pairs up.
pub struct MadeUp {
    seed: u64,
    words: Vec<Word>,
    /// For each word, how often it and all before it are drawn, against how often all are.
    cumulative: Vec<f64>,
}

impl MadeUp {
    pub fn new(seed: u64) -> MadeUp {
        let mut words: Vec<Word> = Vec::with_capacity(VOCABULARY);
        let mut cumulative = Vec::with_capacity(VOCABULARY);
        let mut total = 0.0;
        for rank in 0..VOCABULARY {
            words.push(word(rank, &words));
            total += 1.0 / ((rank + 2) as f64 * (1.0 + rank as f64 / COMMON_WORDS));
            cumulative.push(total);
        }
        MadeUp { seed, words, cumulative }
    }

    /// A pair as a line of a table, without its end.
    pub fn line(&self, number: u64) -> String {
        let pieces = self.pieces(number);
        let mut line = self.render(&pieces, |word| &word.source, |number| number.to_string());
        line.push('\t');
        line += &self.render(&pieces, |word| &word.target, persian_digits);
        line
    }

    /// One pair in nine is nearly another one: some other words, or another number.
    fn pieces(&self, number: u64) -> Vec<Piece> {
        let mut random = Random::new(self.seed, [0, number]);
        let earlier = random.below(number as usize) as u64;
        if number == 0 || !random.is_one_in(9) {
            return self.fresh(&mut random);
        }
        let mut pieces = self.pieces(earlier);
        for _ in 0..random.within(1..=3) {
            let at = random.below(pieces.len());
            pieces[at] = match pieces[at] {
                Piece::Word(_) => Piece::Word(self.draw(&mut random)),
                Piece::Number(_) => Piece::Number(made_up_number(&mut random)),
            };
        }
        pieces
    }

    fn fresh(&self, random: &mut Random) -> Vec<Piece> {
        let length = match random.below(100) {
            0..20 => return (0..random.within(1..=3)).map(|_| Piece::Word(self.draw_rare(random))).collect(),
            20..40 => random.within(4..=9),
            // Two dice: most sentences are of middling length.
            _ => 6 + random.below(19) + random.below(19),
        };
        let piece = |_| match random.is_one_in(40) {
            true => Piece::Number(made_up_number(random)),
            false => Piece::Word(self.draw(random)),
        };
        (0..length).map(piece).collect()
    }

    fn draw(&self, random: &mut Random) -> usize {
        let all = self.cumulative.last().copied().unwrap_or_default();
        let at = random.share() * all;
        self.cumulative.partition_point(|sum| *sum <= at).min(VOCABULARY - 1)
    }

    fn draw_rare(&self, random: &mut Random) -> usize {
        loop {
            let word = self.draw(random);
            if word >= FUNCTION_WORDS {
                return word;
            }
        }
    }

    fn render(&self, pieces: &[Piece], spell: fn(&Word) -> &str, digits: fn(usize) -> String) -> String {
        let is_title = pieces.len() <= 3;
        let mut text = String::new();
        for (at, piece) in pieces.iter().enumerate() {
            if at > 0 {
                text.push(' ');
            }
            match piece {
                Piece::Number(number) => text += &digits(*number),
                Piece::Word(rank) => {
                    push_word(&mut text, spell(&self.words[*rank]), is_title || at == 0 || *rank >= NAMES);
                    if rank % 19 == 12 && (4..pieces.len() - 1).contains(&at) {
                        text.push(',');
                    }
                }
            }
        }
        if pieces.len() > 9 {
            text.push('.');
        }
        text
    }
}

/// A word of the vocabulary; common ones are short, and one of the rarer ones in three is another one with an ending.
fn word(rank: usize, before: &[Word]) -> Word {
    let mut random = Random::new(mix(rank as u64), [1, 1]);
    if rank > FUNCTION_WORDS && random.is_one_in(3) {
        let (stem, ending) = (&before[random.below(before.len())], random.below(SOURCE.endings.len()));
        return Word {
            source: format!("{}{}", stem.source, SOURCE.endings[ending]),
            target: format!("{}{}", stem.target, TARGET.endings[ending]),
        };
    }
    let syllables = match rank {
        0..FUNCTION_WORDS => 1,
        FUNCTION_WORDS..3_000 => random.within(1..=2),
        _ => random.within(2..=3),
    };
    Word { source: spelt(&SOURCE, syllables, &mut random), target: spelt(&TARGET, syllables + 1, &mut random) }
}

fn spelt(letters: &Letters, syllables: usize, random: &mut Random) -> String {
    let mut word = String::new();
    for _ in 0..syllables {
        for part in [letters.onsets, letters.vowels, letters.codas] {
            word += random.pick(part).copied().unwrap_or_default();
        }
    }
    word
}

fn made_up_number(random: &mut Random) -> usize {
    match random.below(3) {
        0 => random.within(2..=31),
        1 => random.within(1_990..=2_029),
        _ => random.below(100_000),
    }
}

fn persian_digits(number: usize) -> String {
    let digit = |c: char| char::from_u32(c as u32 - '0' as u32 + '۰' as u32).unwrap_or(c);
    number.to_string().chars().map(digit).collect()
}

fn push_word(text: &mut String, word: &str, is_capitalized: bool) {
    let mut letters = word.chars();
    if let Some(first) = letters.next() {
        let first = if is_capitalized { first.to_ascii_uppercase() } else { first };
        // Writing to a string cannot fail.
        let _ = write!(text, "{first}{}", letters.as_str());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_pairs_and_another_makes_others() {
        let lines = |seed| {
            let made_up = MadeUp::new(seed);
            (0..50).map(|number| made_up.line(number)).collect::<Vec<_>>()
        };
        assert_eq!(lines(7), lines(7));
        assert_ne!(lines(7), lines(8));
    }

    #[test]
    fn every_line_is_a_pair_of_texts_of_the_lengths_that_memories_have() {
        let made_up = MadeUp::new(1);
        let mut lengths: Vec<usize> = Vec::new();
        for line in (0..2_000).map(|n| made_up.line(n)) {
            let (source, target) = line.split_once('\t').unwrap();
            assert!(!target.is_empty() && !target.contains('\t'), "{line}");
            lengths.push(source.split_whitespace().count());
        }
        lengths.sort_unstable();
        assert!((1..=3).contains(&lengths[100]) && (10..=30).contains(&lengths[1_000]) && lengths[1_999] <= 42);
    }
}
