//! Sets of slots, as ascending lists and as bits.

use std::ops::Range;

use super::postings::Occurrences;

/// Slots of a range, one bit each.
pub struct SlotBits {
    first: u32,
    bits: Vec<u64>,
}

impl SlotBits {
    /// Those in which some of the words stand; the occurrences have to be within `range`.
    pub fn new(lists: &[Occurrences], range: &Range<u32>) -> SlotBits {
        let mut bits = vec![0; range.len().div_ceil(64)];
        for &slot in lists.iter().flat_map(|list| list.slots) {
            let at = slot - range.start;
            bits[at as usize / 64] |= 1 << (at % 64);
        }
        SlotBits { first: range.start, bits }
    }

    pub fn contains(&self, slot: u32) -> bool {
        let at = slot - self.first;
        self.bits[at as usize / 64] & (1 << (at % 64)) != 0
    }

    /// The slots, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        let words = (self.first..).step_by(64).zip(&self.bits).filter(|&(_, &bits)| bits != 0);
        words.flat_map(|(first, &bits)| (0..64).filter(move |bit| bits & (1 << bit) != 0).map(move |bit| first + bit))
    }
}

/// The slots in which some of the words stand, ascending, each once; the occurrences have to be within `range`.
pub fn union(lists: &[Occurrences], range: &Range<u32>) -> Vec<u32> {
    let occurrences: usize = lists.iter().map(Occurrences::len).sum();
    if lists.len() > 1 && occurrences > range.len() / 64 {
        return SlotBits::new(lists, range).iter().collect();
    }
    let mut slots: Vec<u32> = lists.iter().flat_map(|list| list.slots).copied().collect();
    if lists.len() > 1 {
        slots.sort_unstable();
    }
    slots.dedup();
    slots
}

/// Keeps the slots that stand in an ascending list too.
pub fn keep_common(slots: &mut Vec<u32>, list: &[u32]) {
    let mut rest = list;
    slots.retain(|&slot| {
        rest = &rest[gallop(rest, slot)..];
        rest.first() == Some(&slot)
    });
}

/// How many of an ascending list's first numbers are below `bound`, in time logarithmic in the answer.
pub fn gallop(list: &[u32], bound: u32) -> usize {
    let mut end = 1;
    while end < list.len() && list[end] < bound {
        end *= 2;
    }
    let begin = end / 2;
    begin + list[begin..list.len().min(end + 1)].partition_point(|&slot| slot < bound)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn occurrences(slots: &[u32]) -> Occurrences<'_> {
        Occurrences { slots, positions: &[] }
    }

    #[test]
    fn galloping_counts_what_is_below() {
        let list: Vec<u32> = (0..200).map(|n| n * 3).collect();
        for (len, bound) in
            [0, 1, 2, 3, 63, 64, 65, 199, 200].into_iter().flat_map(|len| (0..620).map(move |b| (len, b)))
        {
            let expected = list[..len].iter().filter(|&&slot| slot < bound).count();
            assert_eq!(gallop(&list[..len], bound), expected, "{bound} in {len}");
        }
    }

    #[test]
    fn slots_of_few_and_of_many_occurrences_are_united() {
        let few: [&[u32]; 3] = [&[70, 70, 900], &[64, 70], &[]];
        assert_eq!(union(&few.map(occurrences), &(64..1_000)), [64, 70, 900]);
        let many: Vec<u32> = (64..500).collect();
        let mut expected = many.clone();
        expected.push(999);
        assert_eq!(union(&[occurrences(&many), occurrences(&[66, 999])], &(64..1_000)), expected);
        assert_eq!(union(&[occurrences(&[5, 5, 6])], &(0..10)), [5, 6]);
    }
}
