//! How often each memory has a term: so the evidence of one can be counted anew without losing that of another.

use std::collections::BTreeMap;

use crate::model::{Evidence, MemoryId, Term, TermOrigin, UnitId};

/// The attribute of a term that holds them, where there are several memories: `news 12 of 15, sport 3 of 3`.
const ATTRIBUTE: &str = "sightings";
/// The attribute that says how often the phrase was seen in all memories, however it was rendered.
pub const SEEN: &str = "seen";

/// How often one memory has a term.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count {
    /// The phrase with this rendering.
    pub rendered: u32,
    /// The phrase, however it is rendered.
    pub seen: u32,
}

/// How often each memory has a term.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sightings(BTreeMap<MemoryId, Count>);

impl Sightings {
    /// What a mined term says of itself. Where it names no memories, all is from the one that it was mined from first.
    pub fn of(term: &Term) -> Sightings {
        match term.attributes.get(ATTRIBUTE) {
            Some(written) => Sightings(written.split(", ").filter_map(parse).collect()),
            None => Sightings(source(term).map(|memory| (memory, count(term))).into_iter().collect()),
        }
    }

    /// Replaces the count of a memory.
    pub fn set(&mut self, memory: &MemoryId, count: Count) {
        self.0.insert(memory.clone(), count);
    }

    /// The memory that has the term most often.
    pub fn leader(&self) -> Option<&MemoryId> {
        self.0.iter().max_by_key(|(_, count)| **count).map(|(memory, _)| memory)
    }

    fn total(&self, of: fn(&Count) -> u32) -> u32 {
        self.0.values().map(of).fold(0, u32::saturating_add)
    }

    /// Makes the term say so.
    pub fn write(&self, term: &mut Term) {
        term.evidence.count = self.total(|count| count.rendered);
        term.attributes.insert(SEEN.to_owned(), self.total(|count| count.seen).to_string());
        if self.0.len() == 1 && self.leader() == source(term).as_ref() {
            term.attributes.remove(ATTRIBUTE);
        } else {
            term.attributes.insert(ATTRIBUTE.to_owned(), self.to_string());
        }
    }
}

impl std::fmt::Display for Sightings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, (memory, count)) in self.0.iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(f, "{comma}{} {} of {}", memory.as_str(), count.rendered, count.seen)?;
        }
        Ok(())
    }
}

fn parse(written: &str) -> Option<(MemoryId, Count)> {
    let (memory, counts) = written.split_once(' ')?;
    let (rendered, seen) = counts.split_once(" of ")?;
    Some((MemoryId::parse(memory)?, Count { rendered: rendered.parse().ok()?, seen: seen.parse().ok()? }))
}

/// The memory that a term was mined from first.
fn source(term: &Term) -> Option<MemoryId> {
    let id = term.source.strip_prefix("memories/").filter(|_| term.origin == TermOrigin::Mined)?;
    MemoryId::parse(id)
}

fn count(term: &Term) -> Count {
    let seen = term.attributes.get(SEEN).and_then(|seen| seen.parse().ok());
    Count { rendered: term.evidence.count, seen: seen.unwrap_or(term.evidence.count) }
}

/// Puts the units and the time of a memory's evidence in the place of what the term had of that memory. Every memory has
/// its share of the units that are kept, in the order of their names; the units of each stay in their order.
pub fn replace_units(evidence: &mut Evidence, memory: &MemoryId, new: &Evidence) {
    let (own, others): (Vec<_>, Vec<_>) = evidence.units.drain(..).partition(|(of, _)| of == memory);
    drop(own);
    let mut by_memory: BTreeMap<MemoryId, Vec<UnitId>> = BTreeMap::new();
    for (memory, unit) in others.into_iter().chain(new.units.iter().cloned()) {
        by_memory.entry(memory).or_default().push(unit);
    }
    let is_alone = by_memory.keys().all(|of| of == memory);
    evidence.last_seen = if is_alone { new.last_seen } else { evidence.last_seen.max(new.last_seen) };
    for rank in 0..Evidence::UNITS_KEPT {
        let of_rank = by_memory.iter().filter_map(|(memory, units)| Some((memory.clone(), *units.get(rank)?)));
        evidence.units.extend(of_rank);
    }
    evidence.units.truncate(Evidence::UNITS_KEPT);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memory(id: &str) -> MemoryId {
        MemoryId::parse(id).unwrap()
    }

    fn count(rendered: u32, seen: u32) -> Count {
        Count { rendered, seen }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mut sightings = Sightings::default();
        sightings.set(&memory("news"), count(12, 15));
        sightings.set(&memory("a-b.c_d"), count(3, 3));
        assert_eq!(sightings.to_string(), "a-b.c_d 3 of 3, news 12 of 15");
        let again = Sightings(sightings.to_string().split(", ").filter_map(parse).collect());
        assert_eq!(again, sightings);
        assert_eq!((again.leader(), again.total(|count| count.seen)), (Some(&memory("news")), 18));
    }

    #[test]
    fn every_memory_has_its_share_of_the_units_whatever_the_order_in_which_they_are_mined() {
        let evidence = |id: &str, units: std::ops::Range<u64>| Evidence {
            units: units.map(|unit| (memory(id), UnitId(unit))).collect(),
            ..Evidence::default()
        };
        let (news, sport) = (evidence("news", 0..5), evidence("sport", 10..15));
        let mut both = Evidence::default();
        replace_units(&mut both, &memory("news"), &news);
        assert_eq!(both.units, news.units);
        replace_units(&mut both, &memory("sport"), &sport);
        let ids = |evidence: &Evidence| evidence.units.iter().map(|(_, unit)| unit.0).collect::<Vec<_>>();
        assert_eq!(ids(&both), [0, 10, 1, 11, 2]);
        for (id, again) in [("news", &news), ("sport", &sport), ("news", &news)] {
            replace_units(&mut both, &memory(id), again);
            assert_eq!(ids(&both), [0, 10, 1, 11, 2]);
        }
    }
}
