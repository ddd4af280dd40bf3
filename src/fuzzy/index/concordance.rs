//! Where words stand, in order, across an index.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::View;
use super::entry::signature;
use super::part::{Group, LivePart};
use super::postings::{Occurrences, Postings};
use crate::fuzzy::pattern::{Pattern, PatternWord};
use crate::fuzzy::vocabulary::WordId;

/// How many entries are looked at between two questions whether to stop.
const ENTRIES_BETWEEN_STOPS: usize = 1_024;

/// Where a page of hits ended. Hits are ordered by how much of the text the words are, so the shortest texts come first;
/// of those the latest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// How many words the text has.
    pub length: u32,
    /// When it was last changed, in microseconds since 1970.
    pub updated: Reverse<u64>,
    pub key: u64,
}

/// A page of a concordance.
pub struct ConcordanceSearch<'a> {
    pub pattern: &'a Pattern,
    /// The last place of the page before.
    pub after: Option<Place>,
    /// How many hits are wanted.
    pub most: usize,
    /// Which entries to look at, by their labels.
    pub admit: &'a dyn Fn(u32) -> bool,
    /// Asked now and then whether to give up.
    pub stop: &'a dyn Fn() -> bool,
}

/// Hits in their order.
#[derive(Debug, Default)]
pub struct Places {
    pub places: Vec<Place>,
    /// The search was told to stop; there may be more hits.
    pub stopped: bool,
}

impl View {
    /// The entries in which a pattern stands.
    pub fn concordance(&self, search: &ConcordanceSearch) -> Places {
        let words: Vec<Vec<WordId>> = search.pattern.words.iter().map(|word| self.alternatives(word)).collect();
        let mut found = Places::default();
        if words.iter().any(Vec::is_empty) {
            return found;
        }
        let least = search.after.map_or(0, |after| after.length).max(words.len() as u32);
        let lengths: BTreeSet<u32> =
            self.parts.iter().flat_map(|live| live.part.groups.iter().map(|g| g.length)).collect();
        for &length in lengths.range(least..) {
            let mut hits = Vec::new();
            for live in &self.parts {
                let Some(group) = live.part.group(length) else { continue };
                found.stopped |= look_through(live, group, &words, search, &mut hits);
            }
            hits.retain(|hit| search.after.is_none_or(|after| *hit > after));
            hits.sort_unstable();
            found.places.extend(hits);
            if found.stopped || found.places.len() >= search.most {
                break;
            }
        }
        found.places.truncate(search.most);
        found
    }

    /// The ids of the words that fit a word of a pattern, ascending.
    fn alternatives(&self, word: &PatternWord) -> Vec<WordId> {
        match word {
            PatternWord { is_number: true, key, .. } => vec![WordId::of_value(key)],
            PatternWord { is_prefix: true, key, .. } => self.vocabulary.with_prefix(key),
            PatternWord { key, .. } => self.vocabulary.id(key).into_iter().collect(),
        }
    }
}

/// Adds the hits of one group; whether it was told to stop.
fn look_through(
    live: &LivePart,
    group: &Group,
    words: &[Vec<WordId>],
    search: &ConcordanceSearch,
    hits: &mut Vec<Place>,
) -> bool {
    let slots: Vec<u32> = match &live.part.postings {
        Some(postings) => candidates(postings, group, words),
        None => {
            let single = words.iter().filter_map(|ids| if let [id] = ids[..] { Some(id.class()) } else { None });
            let signature = signature(single);
            group.slots().filter(|&slot| live.part.may_hold(slot, signature)).collect()
        }
    };
    for (looked_at, slot) in slots.into_iter().enumerate() {
        if looked_at % ENTRIES_BETWEEN_STOPS == ENTRIES_BETWEEN_STOPS - 1 && (search.stop)() {
            return true;
        }
        let text = live.part.words_in(group, slot);
        let fits = |word: usize, at: usize| words[word].binary_search(&WordId(text[at])).is_ok();
        if live.dead.contains(slot) || search.pattern.find(0, text.len(), &fits).is_none() {
            continue;
        }
        let facts = live.part.facts(slot);
        if (search.admit)(facts.label) {
            hits.push(Place { length: group.length, updated: Reverse(facts.updated), key: facts.key });
        }
    }
    false
}

/// The slots of a group that hold the two rarest words.
fn candidates(postings: &Postings, group: &Group, words: &[Vec<WordId>]) -> Vec<u32> {
    let lists = |ids: &Vec<WordId>| -> Vec<Occurrences> {
        let lists = ids.iter().map(|&id| postings.of(id).within(&group.slots()));
        lists.filter(|list| !list.is_empty()).collect()
    };
    let mut lists: Vec<Vec<Occurrences>> = words.iter().map(lists).collect();
    lists.sort_by_key(|lists| lists.iter().map(Occurrences::len).sum::<usize>());
    let mut slots = union(&lists[0]);
    if let Some([single]) = lists.get(1).map(Vec::as_slice) {
        keep_common(&mut slots, single.slots);
    }
    slots
}

/// The slots of several lists, ascending, each once.
fn union(lists: &[Occurrences]) -> Vec<u32> {
    let mut slots: Vec<u32> = lists.iter().flat_map(|list| list.slots).copied().collect();
    if lists.len() > 1 {
        slots.sort_unstable();
    }
    slots.dedup();
    slots
}

/// Keeps the slots that stand in an ascending list too.
fn keep_common(slots: &mut Vec<u32>, list: &[u32]) {
    let mut rest = list;
    slots.retain(|&slot| {
        rest = &rest[gallop(rest, slot)..];
        rest.first() == Some(&slot)
    });
}

/// How many of an ascending list's first numbers are below `bound`, in time logarithmic in the answer.
pub(super) fn gallop(list: &[u32], bound: u32) -> usize {
    let mut end = 1;
    while end < list.len() && list[end] < bound {
        end *= 2;
    }
    let begin = end / 2;
    begin + list[begin..list.len().min(end + 1)].partition_point(|&slot| slot < bound)
}
