//! Likeness of two words by their letters.

/// The cost of one insertion or deletion of a word. A multiple of 1 to 16, so that the cost of substituting words of up
/// to 16 letters is exact and sums of costs do not depend on their order.
pub const COST_UNIT: u64 = 720_720;

/// Fewest letters that both words need before they can count as near.
pub const NEAR_MIN_LETTERS: usize = 4;

/// The most letter edits at which words are near, if the longer one has `letters` letters: s = 1 − edits/letters ≥ 0.75.
pub fn near_edits(letters: usize) -> usize {
    letters / 4
}

/// A word made ready to be compared with many others: Myers' bit-parallel Levenshtein distance (J. ACM 46, 1999, in the
/// form of Hyyrö 2003) for up to 64 letters, rows of the plain recurrence beyond.
pub struct LetterPattern {
    letters: Vec<char>,
    /// For each letter of the pattern, the positions where it stands, as bits.
    positions: Vec<(char, u64)>,
}

impl LetterPattern {
    pub fn new(word: &str) -> LetterPattern {
        let letters: Vec<char> = word.chars().collect();
        let mut positions: Vec<(char, u64)> = Vec::new();
        for (at, &letter) in letters.iter().take(64).enumerate() {
            match positions.iter_mut().find(|(l, _)| *l == letter) {
                Some((_, bits)) => *bits |= 1 << at,
                None => positions.push((letter, 1 << at)),
            }
        }
        LetterPattern { letters, positions }
    }

    pub fn letters(&self) -> &[char] {
        &self.letters
    }

    /// The Levenshtein distance to `other`, in letters.
    pub fn distance(&self, other: &[char]) -> usize {
        match self.letters.len() {
            0 => other.len(),
            1..=64 => self.distance_in_one_word(other),
            _ => distance_by_rows(&self.letters, other),
        }
    }

    fn distance_in_one_word(&self, other: &[char]) -> usize {
        let last = 1u64 << (self.letters.len() - 1);
        let (mut up, mut down, mut distance) = (!0u64, 0u64, self.letters.len());
        for letter in other {
            let equal = self.positions.iter().find(|(l, _)| l == letter).map_or(0, |&(_, bits)| bits);
            let diagonal = (((equal & up).wrapping_add(up)) ^ up) | equal | down;
            let mut rise = down | !(diagonal | up);
            let mut fall = up & diagonal;
            distance += usize::from(rise & last != 0);
            distance -= usize::from(fall & last != 0);
            rise = (rise << 1) | 1;
            fall <<= 1;
            up = fall | !(diagonal | rise);
            down = rise & diagonal;
        }
        distance
    }

    /// What it costs to substitute this word by `other`, if they are equal or near; `None` if they have nothing in common.
    pub fn near_cost(&self, other: &[char]) -> Option<u64> {
        if self.letters == other {
            return Some(0);
        }
        let (shorter, longer) = (self.letters.len().min(other.len()), self.letters.len().max(other.len()));
        if shorter < NEAR_MIN_LETTERS || longer - shorter > near_edits(longer) {
            return None;
        }
        let edits = self.distance(other);
        (edits <= near_edits(longer)).then(|| edits as u64 * COST_UNIT / longer as u64)
    }
}

fn distance_by_rows(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cost(a: &str, b: &str) -> Option<u64> {
        LetterPattern::new(a).near_cost(&b.chars().collect::<Vec<_>>())
    }

    #[test]
    fn words_are_near_from_four_letters_and_three_quarters_on() {
        assert_eq!(cost("rouhani", "rohani"), Some(COST_UNIT / 7));
        assert_eq!(cost("iran", "iraq"), Some(COST_UNIT / 4));
        assert_eq!(cost("war", "ward"), None, "three letters are too few");
        assert_eq!(cost("war", "war"), Some(0));
        assert_eq!(cost("troops", "tropes"), None, "two edits in six letters are too many");
    }

    proptest! {
        #[test]
        fn the_distance_is_levenshtein(a in "[abcآبپ]{0,90}", b in "[abcآبپ]{0,90}") {
            let letters: Vec<char> = b.chars().collect();
            prop_assert_eq!(LetterPattern::new(&a).distance(&letters), strsim::levenshtein(&a, &b));
        }
    }
}
