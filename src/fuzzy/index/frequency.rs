//! In how many entries each word stands.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use crate::fuzzy::vocabulary::WordId;

const CHUNK: usize = 4_096;

/// Counts by word. Copies share their counts, so that a reader sees what has been written since.
#[derive(Clone, Default)]
pub struct Frequencies(Arc<Vec<Arc<[AtomicU32; CHUNK]>>>);

impl Frequencies {
    /// In how many entries the word stands.
    pub fn of(&self, word: WordId) -> u32 {
        self.0.get(word.0 as usize / CHUNK).map_or(0, |chunk| chunk[word.0 as usize % CHUNK].load(Relaxed))
    }

    /// Counts an entry with these words, each once.
    pub fn add(&mut self, words: &[u32]) {
        for word in classes(words) {
            self.make_room(word);
            self.0[word.0 as usize / CHUNK][word.0 as usize % CHUNK].fetch_add(1, Relaxed);
        }
    }

    /// Takes back what [`add`](Frequencies::add) has counted.
    pub fn remove(&mut self, words: &[u32]) {
        for word in classes(words) {
            self.0[word.0 as usize / CHUNK][word.0 as usize % CHUNK].fetch_sub(1, Relaxed);
        }
    }

    /// The counts of all words, by word, as they are now.
    pub fn to_vec(&self) -> Vec<u32> {
        self.0.iter().flat_map(|chunk| chunk.iter().map(|count| count.load(Relaxed))).collect()
    }

    fn make_room(&mut self, word: WordId) {
        let chunks = word.0 as usize / CHUNK + 1;
        if self.0.len() < chunks {
            Arc::make_mut(&mut self.0).resize_with(chunks, || Arc::new([const { AtomicU32::new(0) }; CHUNK]));
        }
    }
}

impl From<&[u32]> for Frequencies {
    /// The counts by word.
    fn from(counts: &[u32]) -> Frequencies {
        let of =
            |counts: &[u32]| Arc::new(std::array::from_fn(|at| AtomicU32::new(counts.get(at).copied().unwrap_or(0))));
        Frequencies(Arc::new(counts.chunks(CHUNK).map(of).collect()))
    }
}

fn classes(words: &[u32]) -> Vec<WordId> {
    let mut classes: Vec<WordId> = words.iter().map(|&word| WordId(word).class()).collect();
    classes.sort_unstable();
    classes.dedup();
    classes
}
