//! Which entries of a part have been removed.

use std::sync::Arc;

const SLOTS: usize = 32_768;
type Chunk = [u64; SLOTS / 64];

/// A set of slots. Cloning it costs a pointer for each 32 768 slots, changing it a copy of the chunk that changes.
#[derive(Clone, Default)]
pub struct DeadSet {
    chunks: Vec<Option<Arc<Chunk>>>,
    count: usize,
}

impl DeadSet {
    pub fn len(&self) -> usize {
        self.count
    }

    pub fn contains(&self, slot: u32) -> bool {
        let slot = slot as usize;
        match self.chunks.get(slot / SLOTS) {
            Some(Some(chunk)) => chunk[slot % SLOTS / 64] & (1 << (slot % 64)) != 0,
            _ => false,
        }
    }

    /// Adds a slot; whether it was not there.
    pub fn insert(&mut self, slot: u32) -> bool {
        if self.contains(slot) {
            return false;
        }
        let slot = slot as usize;
        if self.chunks.len() <= slot / SLOTS {
            self.chunks.resize(slot / SLOTS + 1, None);
        }
        let chunk = self.chunks[slot / SLOTS].get_or_insert_with(|| Arc::new([0; SLOTS / 64]));
        Arc::make_mut(chunk)[slot % SLOTS / 64] |= 1 << (slot % 64);
        self.count += 1;
        true
    }

    /// The slots, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        let held = self.chunks.iter().enumerate().filter_map(|(n, chunk)| Some((n, chunk.as_ref()?)));
        let words =
            held.flat_map(|(n, chunk)| chunk.iter().enumerate().map(move |(at, &bits)| (n * SLOTS + at * 64, bits)));
        words.flat_map(|(first, bits)| {
            (0..64).filter(move |bit| bits & (1 << bit) != 0).map(move |bit| (first + bit) as u32)
        })
    }
}
