//! Building the indexes from the store.

use std::borrow::Borrow;

use rayon::prelude::*;

use super::{Lookup, Prepared, snapshot};
use crate::memory::CHUNK;
use crate::memory::catalog::Catalog;
use crate::memory::error::EngineError;
use crate::model::{Unit, UnitId};
use crate::store::{Batch, Change, Mark, Store};

/// The indexes of a store.
pub struct Loaded {
    pub lookup: Lookup,
    /// How many units the copy beside the store lacks.
    pub not_copied: u64,
}

/// The indexes of a store: by the copy beside it and what has been changed since, or by reading every unit. `progress` is
/// told how many units have been read so far. Units of a memory that is not in the catalog were left by a crash while it
/// was being deleted; their deletion is completed.
pub fn load(store: &dyn Store, catalog: &Catalog, progress: impl Fn(usize)) -> Result<Loaded, EngineError> {
    if let Some((mark, mut lookup)) = copy_of(store) {
        let mut holders = lookup.view.memories.items().iter().zip(&lookup.view.counts).filter(|(_, count)| **count > 0);
        let is_of_memories = holders.all(|(memory, _)| catalog.contains_key(memory));
        match store.changed_since(&mark)? {
            Some(units) if is_of_memories && units.len() <= lookup.view.len() / 2 => {
                let not_copied = units.len() as u64;
                catch_up(&mut lookup, store, catalog, units, &progress)?;
                return Ok(Loaded { lookup, not_copied });
            }
            _ => tracing::info!("the copy of the index is of another time; every unit is read"),
        }
    }
    let lookup = read_all(store, catalog, progress)?;
    Ok(Loaded { not_copied: lookup.view.len() as u64, lookup })
}

fn copy_of(store: &dyn Store) -> Option<(Mark, Lookup)> {
    match snapshot::read(&store.copy_path()?) {
        Ok(copy) => copy,
        Err(error) => {
            tracing::warn!(%error, "the copy of the index cannot be used; every unit is read");
            None
        }
    }
}

/// Takes over what has become of these units.
fn catch_up(
    lookup: &mut Lookup,
    store: &dyn Store,
    catalog: &Catalog,
    mut changed: Vec<UnitId>,
    progress: &impl Fn(usize),
) -> Result<(), EngineError> {
    changed.sort_unstable();
    changed.dedup();
    let mut count = 0;
    for chunk in changed.chunks(CHUNK) {
        let units = chunk.iter().filter_map(|&id| store.unit(id).transpose()).collect::<Result<Vec<Unit>, _>>()?;
        let units = without_orphans(store, catalog, units)?;
        lookup.change(chunk, &prepare_all(&units));
        count += chunk.len();
        progress(count);
    }
    Ok(())
}

fn read_all(store: &dyn Store, catalog: &Catalog, progress: impl Fn(usize)) -> Result<Lookup, EngineError> {
    let (mut lookup, mut after, mut count) = (Lookup::default(), None, 0);
    loop {
        let units = store.units(after, CHUNK)?;
        let Some(last) = units.last() else {
            lookup.settle();
            return Ok(lookup);
        };
        after = Some(last.id);
        count += units.len();
        lookup.gather(&prepare_all(&without_orphans(store, catalog, units)?));
        progress(count);
    }
}

/// Deletes the units whose memory is gone; gives the others.
fn without_orphans(store: &dyn Store, catalog: &Catalog, mut units: Vec<Unit>) -> Result<Vec<Unit>, EngineError> {
    let orphans: Vec<Unit> = units.extract_if(.., |unit| !catalog.contains_key(&unit.memory)).collect();
    if !orphans.is_empty() {
        store.apply(Batch(orphans.into_iter().map(Change::DeleteUnit).collect()))?;
    }
    Ok(units)
}

impl Lookup {
    fn gather(&mut self, units: &[Prepared]) {
        for prepared in units {
            for (language, entry) in self.entries(prepared) {
                match self.indexes.get_mut(language) {
                    Some(index) => index.gather(&entry),
                    None => self.indexes.entry(language.to_owned()).or_default().gather(&entry),
                }
            }
        }
    }

    fn settle(&mut self) {
        self.indexes.values_mut().for_each(|index| index.settle());
    }
}

/// Makes many units ready, on all cores.
pub fn prepare_all<U: Borrow<Unit> + Sync>(units: &[U]) -> Vec<Prepared<'_>> {
    units.par_iter().with_min_len(64).map(|unit| Prepared::new(unit.borrow())).collect()
}
