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

/// A word made ready to be compared with many others by Myers' bit-parallel Levenshtein distance (J. ACM 46, 1999, in the
/// form of Hyyrö 2003): one step for each [`BLOCK`] of its letters and each letter of the other.
pub struct LetterPattern {
    letters: Vec<char>,
    blocks: Vec<Block>,
}

impl LetterPattern {
    pub fn new(word: &str) -> LetterPattern {
        let letters: Vec<char> = word.chars().collect();
        let blocks = letters.chunks(BLOCK).map(Block::new).collect();
        LetterPattern { letters, blocks }
    }

    pub fn letters(&self) -> &[char] {
        &self.letters
    }

    /// The Levenshtein distance to `other`, in letters.
    pub fn distance(&self, other: &[char]) -> usize {
        match &self.blocks[..] {
            [block] => block.distance(&self.letters, other),
            blocks => distance_by_blocks(blocks, self.letters.len(), other),
        }
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

/// How many letters one step compares.
const BLOCK: usize = 64;

/// Where the letters of a part of a word are, one bit for each place.
struct Block {
    /// A letter and its places in the slot of that letter, if no other had come there first. Free slots have no places.
    slots: [(char, u64); Block::SLOTS],
    /// The other letters.
    others: Vec<(char, u64)>,
    /// The place of the last letter.
    last: u32,
}

impl Block {
    const SLOTS: usize = 64;

    /// Of at least one letter, and at most [`BLOCK`].
    fn new(letters: &[char]) -> Block {
        let slots = [('\0', 0); Block::SLOTS];
        let mut block = Block { slots, others: Vec::new(), last: letters.len() as u32 - 1 };
        letters.iter().enumerate().for_each(|(place, &letter)| block.put(letter, 1 << place));
        block
    }

    fn put(&mut self, letter: char, place: u64) {
        let slot = &mut self.slots[letter as usize % Block::SLOTS];
        if slot.1 == 0 || slot.0 == letter {
            *slot = (letter, slot.1 | place);
        } else if let Some((_, places)) = self.others.iter_mut().find(|(l, _)| *l == letter) {
            *places |= place;
        } else {
            self.others.push((letter, place));
        }
    }

    /// The distance of `letters`, those of this block, to `other`: what both start and end with adds nothing.
    fn distance(&self, letters: &[char], other: &[char]) -> usize {
        let start = letters.iter().zip(other).take_while(|(a, b)| a == b).count();
        let (letters, other) = (&letters[start..], &other[start..]);
        let end = letters.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
        let (letters, other) = (letters.len() - end, &other[..other.len() - end]);
        let Some(last) = letters.checked_sub(1) else { return other.len() };
        let mut column = Column::FIRST;
        let change = |&letter| column.step(self.places(letter) >> start, last as u32, 1);
        (letters as i64 + other.iter().map(change).sum::<i64>()) as usize
    }

    fn places(&self, letter: char) -> u64 {
        match self.slots[letter as usize % Block::SLOTS] {
            (l, places) if l == letter => places,
            _ => self.others.iter().find(|(l, _)| *l == letter).map_or(0, |(_, places)| *places),
        }
    }
}

/// For each letter of a block, whether the distance up to it is one more or one less than up to the letter before, the
/// other word being compared up to some letter.
#[derive(Clone, Copy)]
struct Column {
    more: u64,
    less: u64,
}

impl Column {
    /// Nothing of the other word is compared yet: every letter adds one.
    const FIRST: Column = Column { more: !0, less: 0 };

    /// Goes on by one letter of the other word, which is at these places of the block. `change` is by how much that changes
    /// the distance up to the letter before the block, and what comes back is the same for the letter at the place `last`:
    /// −1, 0 or 1.
    fn step(&mut self, places: u64, last: u32, change: i64) -> i64 {
        let Column { more, less } = *self;
        let equal = places | u64::from(change < 0);
        let diagonal = ((equal & more).wrapping_add(more) ^ more) | equal | less;
        let (rise, fall) = (less | !(diagonal | more), more & diagonal);
        let (risen, fallen) = (rise << 1 | u64::from(change > 0), fall << 1 | u64::from(change < 0));
        self.more = fallen | !(places | less | risen);
        self.less = risen & (places | less);
        (rise >> last & 1) as i64 - (fall >> last & 1) as i64
    }
}

fn distance_by_blocks(blocks: &[Block], letters: usize, other: &[char]) -> usize {
    let mut columns = vec![Column::FIRST; blocks.len()];
    let change = |&letter| {
        let blocks = blocks.iter().zip(&mut columns);
        blocks.fold(1, |change, (block, column)| column.step(block.places(letter), block.last, change))
    };
    (letters as i64 + other.iter().map(change).sum::<i64>()) as usize
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
        fn the_distance_is_levenshtein(a in "[abcآبپ𐎠نچ]{0,200}", b in "[abcآبپ𐎠نچ]{0,200}") {
            let letters: Vec<char> = b.chars().collect();
            prop_assert_eq!(LetterPattern::new(&a).distance(&letters), strsim::levenshtein(&a, &b));
        }
    }
}
