//! Looking up in the indexes as they were at one moment.

use std::collections::BTreeMap;

use super::Prepared;
use super::label::{Label, Numbering, Side};
use crate::fuzzy::{
    ConcordanceSearch, Deduction, Found, Pattern, PhraseSearch, Phrases, Place, Places, Profile, Search, SharedWeights,
    View,
};
use crate::memory::stop::Stop;
use crate::model::{Language, MemoryId, Percent, Unit, UnitId, UnitStatus};

/// One text of an index: a side of a unit, packed into a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EntryKey {
    pub unit: UnitId,
    pub side: Side,
}

impl EntryKey {
    pub fn pack(self) -> u64 {
        self.unit.0 << 1 | u64::from(self.side == Side::Target)
    }

    pub fn unpack(key: u64) -> EntryKey {
        EntryKey { unit: UnitId(key >> 1), side: if key & 1 == 1 { Side::Target } else { Side::Source } }
    }
}

/// What to search.
pub struct Scope<'a> {
    pub from: &'a Language,
    pub to: &'a Language,
    /// Which texts are looked at: those in the language `from`, or those in the language `to`.
    pub side: Side,
    /// Empty for all.
    pub memories: &'a [MemoryId],
    /// Empty for all.
    pub statuses: &'a [UnitStatus],
}

impl Scope<'_> {
    fn has_memory(&self, memory: &MemoryId) -> bool {
        self.memories.is_empty() || self.memories.contains(memory)
    }

    fn has_status(&self, status: UnitStatus) -> bool {
        self.statuses.is_empty() || self.statuses.contains(&status)
    }

    /// The language of the texts that are looked at, and that of the others.
    fn languages(&self) -> (&Language, &Language) {
        match self.side {
            Side::Source => (self.from, self.to),
            Side::Target => (self.to, self.from),
        }
    }

    /// Whether a side of a unit in these languages is looked at. Between variants of one language a unit fits both ways;
    /// it is found once, the way that fits better.
    fn has_direction(&self, own: &Language, other: &Language, side: Side) -> bool {
        let (asked, asked_other) = self.languages();
        let way = |own, other| fit(asked, own).zip(fit(asked_other, other));
        let (this_way, turned_round) = (way(own, other), way(other, own));
        this_way.is_some() && (this_way > turned_round || (this_way == turned_round && side == self.side))
    }

    /// Whether a unit, as it is now, is looked at by that side.
    pub fn admits(&self, unit: &Unit, side: Side) -> bool {
        let (own, other) = match side {
            Side::Source => (&unit.source.language, &unit.target.language),
            Side::Target => (&unit.target.language, &unit.source.language),
        };
        self.has_memory(&unit.memory) && self.has_status(unit.status) && self.has_direction(own, other, side)
    }
}

/// How well a language answers to the one asked for; `None` not at all.
fn fit(asked: &Language, language: &Language) -> Option<Fit> {
    asked.is_variant_of(language).then(|| if asked.covers(language) { Fit::Covered } else { Fit::Sibling })
}

/// The better one is the greater.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Sibling,
    Covered,
}

/// What a label stands for.
pub struct Labelled<'a> {
    pub label: Label,
    pub memory: &'a MemoryId,
    pub own: &'a Language,
    pub other: &'a Language,
}

/// The indexes as they were at one moment.
#[derive(Clone, Default)]
pub struct LookupView {
    /// By primary language, so that `en` and `en-GB` are searched together.
    pub(super) indexes: BTreeMap<String, View>,
    pub(super) labels: Numbering<Label>,
    pub(super) languages: Numbering<Language>,
    pub(super) memories: Numbering<MemoryId>,
    /// How many units each memory holds, by its number.
    pub(super) counts: Vec<usize>,
}

impl LookupView {
    /// How many units there are.
    pub fn len(&self) -> usize {
        self.counts.iter().sum()
    }

    /// How many units a memory holds.
    pub fn count(&self, memory: &MemoryId) -> usize {
        self.memories.find(memory).and_then(|number| self.counts.get(number as usize)).copied().unwrap_or(0)
    }

    /// Whether both sides of a unit are there just as they are in the unit.
    pub fn holds(&self, prepared: &Prepared) -> bool {
        let unit = prepared.unit();
        prepared.sides().into_iter().all(|(side, own, other, profile)| {
            let key = EntryKey { unit: unit.id, side }.pack();
            let updated = unit.updated.as_microsecond().max(0) as u64;
            let index = self.indexes.get(own.language.primary());
            let label = index.and_then(|index| index.label_of(key, updated, profile));
            label.map(|label| self.labelled(label)).is_some_and(|found| {
                let Label { side: found_side, status, origin, .. } = found.label;
                *found.memory == unit.memory
                    && (found.own, found.other) == (&own.language, &other.language)
                    && (found_side, status, origin) == (side, unit.status, unit.origin.kind)
            })
        })
    }

    /// The same with counts of its own, which no later writing changes: what a copy is made of.
    pub fn frozen(&self) -> LookupView {
        let indexes = self.indexes.iter().map(|(language, index)| (language.clone(), index.frozen())).collect();
        LookupView { indexes, ..self.clone() }
    }

    /// Bytes of all indexes; every unit is in two of them.
    pub fn bytes(&self) -> usize {
        self.indexes.values().map(View::bytes).sum()
    }

    pub fn labelled(&self, label: u32) -> Labelled<'_> {
        let label = self.labels.items()[label as usize];
        Labelled {
            label,
            memory: &self.memories.items()[label.memory as usize],
            own: &self.languages.items()[label.own_language as usize],
            other: &self.languages.items()[label.other_language as usize],
        }
    }

    /// The texts within `scope` that may be among the `most` best with a score of `floor` or more. `deduct` tells what is
    /// taken off the texts of a label. `stop` is asked now and then.
    pub fn search(
        &self,
        query: &Profile,
        scope: &Scope,
        (floor, most): (Percent, usize),
        deduct: impl Fn(&Labelled) -> Option<Deduction>,
        stop: &Stop,
    ) -> Found {
        let Some(index) = self.index(scope) else { return Found::default() };
        let deduct = |label: u32| self.admitted(label, scope).and_then(|labelled| deduct(&labelled));
        index.search(query, &Search { floor, most, deduct: &deduct, stop: &|| stop.is_early() })
    }

    /// The first `most` texts within `scope` behind `after` in which a pattern stands. `stop` is asked now and then.
    pub fn concordance(
        &self,
        pattern: &Pattern,
        scope: &Scope,
        (after, most): (Option<Place>, usize),
        stop: &Stop,
    ) -> Places {
        let Some(index) = self.index(scope) else { return Places::default() };
        let ranks = self.ranks(scope);
        let admit = |label: u32| ranks[label as usize].is_some();
        index.concordance(&ConcordanceSearch { pattern, after, most, admit: &admit, stop: &|| stop.is_early() })
    }

    /// The `most` longest phrases of a query that texts within `scope` hold, those of approved units first. `stop` is asked
    /// now and then.
    pub fn phrases(&self, query: &Profile, scope: &Scope, most: usize, stop: &Stop) -> Phrases {
        let Some(index) = self.index(scope) else { return Phrases::default() };
        let ranks = self.ranks(scope);
        let rank = |label: u32| ranks[label as usize];
        index.phrases(&PhraseSearch { profile: query, most, rank: &rank, stop: &|| stop.is_early() })
    }

    fn index(&self, scope: &Scope) -> Option<&View> {
        self.indexes.get(scope.languages().0.primary())
    }

    /// What a label stands for, if it is within `scope`.
    fn admitted(&self, label: u32, scope: &Scope) -> Option<Labelled<'_>> {
        let labelled = self.labelled(label);
        let is_admitted = scope.has_memory(labelled.memory)
            && scope.has_status(labelled.label.status)
            && scope.has_direction(labelled.own, labelled.other, labelled.label.side);
        is_admitted.then_some(labelled)
    }

    /// For each label, its status as a number if it is within `scope`.
    fn ranks(&self, scope: &Scope) -> Vec<Option<u32>> {
        let labels = 0..self.labels.items().len() as u32;
        labels.map(|label| Some(self.admitted(label, scope)?.label.status as u32)).collect()
    }

    /// See [`View::shared_weights`]; `None` if there is no text in the language.
    pub fn shared_weights(&self, query: &Profile, from: &Language) -> Option<SharedWeights<'_>> {
        self.indexes.get(from.primary()).map(|index| index.shared_weights(query))
    }
}
