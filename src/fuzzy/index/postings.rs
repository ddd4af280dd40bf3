//! For each word of a part, where it stands.

use std::ops::Range;

use crate::fuzzy::vocabulary::WordId;

/// Positions from here on are not told apart.
pub const FAR: u8 = u8::MAX;

/// The occurrences of a word, by slot, then position.
#[derive(Clone, Copy, Default)]
pub struct Occurrences<'a> {
    pub slots: &'a [u32],
    /// Where in its entry the word stands, from 0; [`FAR`] for all positions from there on.
    pub positions: &'a [u8],
}

impl<'a> Occurrences<'a> {
    /// Those in a range of slots.
    pub fn within(&self, slots: &Range<u32>) -> Occurrences<'a> {
        let from = self.slots.partition_point(|&slot| slot < slots.start);
        let to = from + self.slots[from..].partition_point(|&slot| slot < slots.end);
        Occurrences { slots: &self.slots[from..to], positions: &self.positions[from..to] }
    }

    /// Those from the `n`th on.
    pub fn from(&self, n: usize) -> Occurrences<'a> {
        Occurrences { slots: &self.slots[n..], positions: &self.positions[n..] }
    }

    pub fn len(&self) -> usize {
        self.slots.len()
    }

    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (u32, u8)> + 'a {
        self.slots.iter().copied().zip(self.positions.iter().copied())
    }
}

/// Occurrences by list. First there is a list for each word (that of [`WordId::NUMBER`] holds all numbers), then buckets
/// for the values of numbers; several values share a bucket.
#[derive(Default)]
pub struct Postings {
    /// Where each list begins, and where the last one ends.
    pub(super) offsets: Vec<u32>,
    pub(super) slots: Vec<u32>,
    pub(super) positions: Vec<u8>,
    /// How many of the lists are buckets.
    pub(super) buckets: u32,
}

impl Postings {
    /// Of entries given twice over, in the same order, as slots and words. Words are below `vocabulary`.
    pub fn new<'a, I: Iterator<Item = (u32, &'a [u32])>>(
        entries: impl Fn() -> I,
        vocabulary: usize,
        numbers: usize,
    ) -> Postings {
        let buckets = (numbers / 4).next_power_of_two().clamp(1, 1 << 16) as u32;
        let mut postings =
            Postings { offsets: vec![0; vocabulary + buckets as usize + 1], buckets, ..Postings::default() };
        for (_, words) in entries() {
            postings.lists_of(words, |list, _, offsets| offsets[list + 1] += 1);
        }
        let mut total = 0;
        for offset in &mut postings.offsets {
            total += *offset;
            *offset = total;
        }
        postings.fill(entries(), total as usize);
        postings
    }

    fn lists_of(&mut self, words: &[u32], mut visit: impl FnMut(usize, usize, &mut [u32])) {
        let words_end = self.offsets.len() - 1 - self.buckets as usize;
        for (position, &word) in words.iter().enumerate() {
            let word = WordId(word);
            visit(word.class().0 as usize, position, &mut self.offsets);
            if word.is_value() {
                visit(words_end + (word.0 % self.buckets) as usize, position, &mut self.offsets);
            }
        }
    }

    /// Each list's offset serves as its cursor; when all are full, every offset stands where the next list begins.
    fn fill<'a>(&mut self, entries: impl Iterator<Item = (u32, &'a [u32])>, total: usize) {
        let (mut slots, mut positions) = (vec![0; total], vec![0; total]);
        for (slot, words) in entries {
            self.lists_of(words, |list, position, cursors| {
                let at = cursors[list] as usize;
                (slots[at], positions[at]) = (slot, position.min(usize::from(FAR)) as u8);
                cursors[list] += 1;
            });
        }
        self.offsets.rotate_right(1);
        self.offsets[0] = 0;
        (self.slots, self.positions) = (slots, positions);
    }

    /// Where a word stands; of a number's value, where it or another value of its bucket does.
    pub fn of(&self, word: WordId) -> Occurrences<'_> {
        let words = self.offsets.len().saturating_sub(1 + self.buckets as usize);
        let list = match word.is_value() {
            true => words + (word.0 % self.buckets.max(1)) as usize,
            false if (word.0 as usize) < words => word.0 as usize,
            false => return Occurrences::default(),
        };
        let range = self.offsets[list] as usize..self.offsets[list + 1] as usize;
        Occurrences { slots: &self.slots[range.clone()], positions: &self.positions[range] }
    }

    pub fn bytes(&self) -> usize {
        4 * (self.offsets.len() + self.slots.len()) + self.positions.len()
    }
}
