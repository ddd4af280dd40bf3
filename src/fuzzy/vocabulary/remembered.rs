//! What was found near words that were asked for before.

use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxHashMap;

use super::{Near, WordId};

/// How many [`Near`]s are remembered in all: 32 MB.
const ENTRIES_MOST: usize = 4_000_000;

/// What it takes to remember a list besides what is in it, in [`Near`]s.
const LIST_ENTRIES: usize = 8;

const SHARDS: usize = 16;

/// A list with more entries than this, bookkeeping included, is not remembered: 125,000.
const SHARE: usize = ENTRIES_MOST / SHARDS / 2;

/// The words near another among those with ids below `below`; later ones have to be looked at still.
#[derive(Clone)]
pub struct Found {
    /// Ascending.
    pub near: Arc<[Near]>,
    pub below: u32,
}

/// Lists of near words, by known word. What was not asked for in a long time is forgotten. Locks are held to get or to
/// put one list only.
#[derive(Default)]
pub struct Remembered {
    shards: [RwLock<Shard>; SHARDS],
}

/// When the young lists reach their share, they become the old ones, and what was old is forgotten. An old list that is
/// asked for becomes young again.
#[derive(Default)]
struct Shard {
    young: Lists,
    old: Lists,
}

#[derive(Default)]
struct Lists {
    by_word: FxHashMap<WordId, Found>,
    /// In all lists, bookkeeping included.
    entries: usize,
}

impl Remembered {
    pub fn get(&self, word: WordId) -> Option<Found> {
        let (found, is_young) = {
            let shard = self.shard(word).read().unwrap_or_else(PoisonError::into_inner);
            let young = shard.young.by_word.get(&word);
            (young.or_else(|| shard.old.by_word.get(&word)).cloned()?, young.is_some())
        };
        if !is_young {
            self.put(word, found.clone());
        }
        Some(found)
    }

    /// Remembers a list, unless one that reaches further is remembered.
    pub fn put(&self, word: WordId, found: Found) {
        if found.entries() > SHARE {
            return;
        }
        let forgotten = {
            let mut shard = self.shard(word).write().unwrap_or_else(PoisonError::into_inner);
            let forgotten = shard.make_room(found.entries());
            shard.young.put(word, found);
            forgotten
        };
        // May take a while; nobody has to wait for it.
        drop(forgotten);
    }

    fn shard(&self, word: WordId) -> &RwLock<Shard> {
        &self.shards[word.0 as usize % SHARDS]
    }
}

impl Shard {
    /// Gives back what is forgotten for it.
    fn make_room(&mut self, entries: usize) -> Option<Lists> {
        (self.young.entries + entries > SHARE)
            .then(|| std::mem::replace(&mut self.old, std::mem::take(&mut self.young)))
    }
}

impl Lists {
    fn put(&mut self, word: WordId, found: Found) {
        let earlier = self.by_word.get(&word);
        if earlier.is_some_and(|earlier| earlier.below >= found.below) {
            return;
        }
        self.entries += found.entries();
        self.entries -= earlier.map_or(0, Found::entries);
        self.by_word.insert(word, found);
    }
}

impl Found {
    fn entries(&self) -> usize {
        self.near.len() + LIST_ENTRIES
    }
}
