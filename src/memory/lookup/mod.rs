//! The fuzzy indexes: one for each language, over the texts of either side of every unit.
//!
//! There is one writer at a time. Look-ups work on the view that was published last and wait for nobody; a view is
//! published before a write is acknowledged.

mod label;
mod load;
mod snapshot;
mod view;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

pub use self::label::Side;
pub(super) use self::load::{Loaded, load, prepare_all};
pub(super) use self::snapshot::save;
pub use self::view::{EntryKey, Labelled, LookupView, Scope};

use self::label::Label;
use crate::fuzzy::{Index, Merge, Merged, NewEntry, Profile};
use crate::model::{Unit, UnitId, UnitText};

/// The writer's side of the indexes.
#[derive(Default)]
pub struct Lookup {
    indexes: BTreeMap<String, Index>,
    /// What is published next, but for the indexes.
    view: LookupView,
}

/// The texts of a unit made ready for the index. Making them takes most of the time, and no lock.
pub struct Prepared<'a> {
    unit: &'a Unit,
    source: Profile,
    target: Profile,
}

impl<'a> Prepared<'a> {
    pub fn new(unit: &'a Unit) -> Prepared<'a> {
        let profile = |text: &UnitText| Profile::new(&text.text, &text.language);
        Prepared { unit, source: profile(&unit.source), target: profile(&unit.target) }
    }

    pub fn unit(&self) -> &Unit {
        self.unit
    }

    fn sides(&self) -> [(Side, &UnitText, &UnitText, &Profile); 2] {
        let (source, target) = (&self.unit.source, &self.unit.target);
        [(Side::Source, source, target, &self.source), (Side::Target, target, source, &self.target)]
    }
}

impl Lookup {
    /// Removes units and adds others. A unit that is in both is replaced.
    fn change(&mut self, removed: &[UnitId], added: &[Prepared]) {
        let sides = |&unit: &UnitId| [Side::Source, Side::Target].map(|side| EntryKey { unit, side }.pack());
        let removed: Vec<u64> = removed.iter().flat_map(sides).collect();
        let mut entries: BTreeMap<&str, Vec<NewEntry>> = BTreeMap::new();
        for prepared in added {
            for (language, entry) in self.entries(prepared) {
                entries.entry(language).or_default().push(entry);
            }
        }
        for language in entries.keys() {
            if !self.indexes.contains_key(*language) {
                self.indexes.insert((*language).to_owned(), Index::default());
            }
        }
        for (language, index) in &mut self.indexes {
            let labels = index.change(&removed, &entries.remove(&**language).unwrap_or_default());
            let units = labels.iter().map(|&label| self.view.labels.items()[label as usize]);
            for label in units.filter(|label| label.side == Side::Source) {
                self.view.counts[label.memory as usize] -= 1;
            }
        }
    }

    /// The entries of a unit with their languages; counts the unit.
    fn entries<'a>(&mut self, prepared: &'a Prepared) -> [(&'a str, NewEntry<'a>); 2] {
        let unit = prepared.unit;
        let memory = self.view.memories.number(&unit.memory);
        self.view.counts.resize(self.view.memories.items().len(), 0);
        self.view.counts[memory as usize] += 1;
        prepared.sides().map(|(side, own, other, profile)| {
            let label = Label {
                memory,
                side,
                own_language: self.view.languages.number(&own.language),
                other_language: self.view.languages.number(&other.language),
                status: unit.status,
                origin: unit.origin.kind,
            };
            let entry = NewEntry {
                key: EntryKey { unit: unit.id, side }.pack(),
                label: self.view.labels.number(&label),
                updated: unit.updated.as_microsecond().max(0) as u64,
                profile,
            };
            (own.language.primary(), entry)
        })
    }

    fn view(&self) -> LookupView {
        let indexes = self.indexes.iter().map(|(language, index)| (language.clone(), index.view().clone())).collect();
        LookupView { indexes, ..self.view.clone() }
    }

    fn merge_due(&self) -> Option<(String, Merge)> {
        self.indexes.iter().find_map(|(language, index)| Some((language.clone(), index.merge_due()?)))
    }

    fn install(&mut self, language: &str, merged: Merged) {
        if let Some(index) = self.indexes.get_mut(language) {
            index.install(merged);
        }
    }
}

/// The indexes as writers and look-ups share them.
pub struct Lookups {
    writer: Mutex<Lookup>,
    published: RwLock<Arc<LookupView>>,
}

impl Lookups {
    pub fn new(lookup: Lookup) -> Lookups {
        let published = RwLock::new(Arc::new(lookup.view()));
        Lookups { writer: Mutex::new(lookup), published }
    }

    /// The indexes with everything that has been acknowledged.
    pub fn view(&self) -> Arc<LookupView> {
        self.published.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Removes units and adds others, a unit in both being replaced; all at once, as look-ups see it.
    pub fn change(&self, removed: &[UnitId], added: &[Prepared]) {
        let mut lookup = self.lock();
        lookup.change(removed, added);
        self.publish(&lookup);
    }

    /// Merges parts of the indexes until there is nothing to merge. Look-ups and writers go on meanwhile.
    pub fn merge(&self) {
        loop {
            // The lock is let go of before the merge runs.
            let due = self.lock().merge_due();
            let Some((language, merge)) = due else { return };
            let merged = merge.run();
            let mut lookup = self.lock();
            lookup.install(&language, merged);
            self.publish(&lookup);
        }
    }

    fn publish(&self, lookup: &Lookup) {
        let view = Arc::new(lookup.view());
        let before = {
            let mut published = self.published.write().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *published, view)
        };
        // Freeing what nobody looks at any more takes a while, and no lock.
        drop(before);
    }

    /// A lock is poisoned by a panic under it, which is a defect of this program. The indexes may then lack what was
    /// being written, not more; look-ups go on, and a restart rebuilds them from the store.
    fn lock(&self) -> MutexGuard<'_, Lookup> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
