//! Which words of a query to look up in a part.

use std::ops::Range;

use super::part::Group;
use super::postings::{Occurrences, Postings};
use crate::fuzzy::candidates::Query;
use crate::fuzzy::vocabulary::Near;

/// What it costs to compare an entry, in places of a list that are gone through in the same time.
const COMPARING: usize = 32;
/// Of how many entries that hold a word, about one has it where it may be.
const FITTING: usize = 3;
/// How much fewer entries have one more of the words.
const FEWER: usize = 4;

/// For each position of a query, where the words near its word stand; the rarest position first.
pub struct Lists<'a>(Vec<(usize, Vec<Occurrences<'a>>)>);

/// Some of the lists, within a group.
pub struct Chosen<'a> {
    /// Positions with the occurrences of the words near theirs.
    pub chosen: Vec<(usize, Vec<Occurrences<'a>>)>,
    /// How many of them an entry has to be in.
    pub least_hits: u8,
}

impl<'a> Lists<'a> {
    pub fn new(query: &Query, postings: &'a Postings, groups: &[Group]) -> Lists<'a> {
        let first = groups.iter().map(|group| group.first).min().unwrap_or_default();
        let end = groups.iter().map(|group| group.slots().end).max().unwrap_or_default();
        let of =
            |near: &[Near]| within(&near.iter().map(|near| postings.of(near.word)).collect::<Vec<_>>(), &(first..end));
        let mut lists: Vec<_> = query.near().iter().map(|near| of(near)).enumerate().collect();
        lists.sort_by_key(|(_, occurrences)| length(occurrences));
        Lists(lists)
    }

    /// The lists of the first `prefix` positions and, as long as going through one more costs less than the comparisons
    /// that it spares, of more: an entry has to be in one more list then.
    pub fn within(&self, group: &Group, prefix: usize) -> Chosen<'a> {
        let in_group = |(position, lists): &(usize, Vec<Occurrences<'a>>)| (*position, within(lists, &group.slots()));
        let mut chosen: Vec<_> = self.0[..prefix].iter().map(in_group).collect();
        let mut expected = chosen.iter().map(|(_, lists)| length(lists)).sum::<usize>() / FITTING;
        let mut least_hits = 1;
        for more in self.0[prefix..].iter().map(in_group) {
            if length(&more.1) >= expected * COMPARING || least_hits == u8::MAX {
                break;
            }
            expected /= FEWER;
            least_hits += 1;
            chosen.push(more);
        }
        Chosen { chosen, least_hits }
    }
}

fn within<'a>(lists: &[Occurrences<'a>], slots: &Range<u32>) -> Vec<Occurrences<'a>> {
    lists.iter().map(|list| list.within(slots)).filter(|list| !list.is_empty()).collect()
}

fn length(lists: &[Occurrences]) -> usize {
    lists.iter().map(Occurrences::len).sum()
}
