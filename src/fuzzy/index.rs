//! An incremental index of texts in one language, with complete recall.

use rustc_hash::FxHashMap;

use super::candidates::{Query, signature};
use super::profile::{Mark, Profile};
use super::vocabulary::{Vocabulary, WordId};
use crate::model::Percent;

/// How many entries are looked at between two questions whether to stop.
const ENTRIES_BETWEEN_STOPS: usize = 256;

/// An entry that reaches the floor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate<K> {
    pub key: K,
    /// Its word score.
    pub base: Percent,
}

/// The search was told to stop before it had looked at everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the search was stopped before it was complete")]
pub struct Stopped;

/// Texts by the words in them. Entries have a key, by which they are replaced and removed, and a label, by which a search
/// leaves some out.
pub struct Index<K, L> {
    vocabulary: Vocabulary,
    /// For each word, the slots of the entries that hold it, ascending; those of removed entries stay until the next rebuild.
    postings: Vec<Vec<u32>>,
    /// Entries in the order in which they came; `None` where one was removed.
    slots: Vec<Option<Entry<K, L>>>,
    /// Slots of entries without words.
    wordless: Vec<u32>,
    by_key: FxHashMap<K, u32>,
}

struct Entry<K, L> {
    key: K,
    label: L,
    words: Box<[WordId]>,
    signature: u64,
    marks: u64,
}

impl<K, L> Default for Index<K, L> {
    fn default() -> Self {
        Index {
            vocabulary: Vocabulary::default(),
            postings: Vec::new(),
            slots: Vec::new(),
            wordless: Vec::new(),
            by_key: FxHashMap::default(),
        }
    }
}

impl<K: Copy + Eq + std::hash::Hash, L> Index<K, L> {
    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.by_key.len()
    }

    pub fn is_empty(&self) -> bool {
        self.by_key.is_empty()
    }

    /// Adds an entry, in place of the one with the same key if there is one.
    pub fn insert(&mut self, key: K, profile: &Profile, label: L) {
        self.remove(key);
        let words: Box<[WordId]> = profile
            .words
            .iter()
            .map(|word| if word.is_number { WordId::NUMBER } else { self.vocabulary.insert(&word.key) })
            .collect();
        let signature = signature(words.iter().copied());
        self.push(Entry { key, label, words, signature, marks: digest_marks(profile) });
    }

    /// Removes an entry; whether there was one.
    pub fn remove(&mut self, key: K) -> bool {
        let Some(slot) = self.by_key.remove(&key) else { return false };
        self.slots[slot as usize] = None;
        if self.slots.len() > 1_000 && self.slots.len() > 2 * self.by_key.len() {
            self.rebuild();
        }
        true
    }

    fn push(&mut self, entry: Entry<K, L>) {
        let slot = self.slots.len() as u32;
        self.postings.resize_with(self.vocabulary.len(), Vec::new);
        for word in &entry.words {
            let posting = &mut self.postings[word.0 as usize];
            if posting.last() != Some(&slot) {
                posting.push(slot);
            }
        }
        if entry.words.is_empty() {
            self.wordless.push(slot);
        }
        self.by_key.insert(entry.key, slot);
        self.slots.push(Some(entry));
    }

    /// Forgets the places of removed entries.
    fn rebuild(&mut self) {
        self.postings.iter_mut().for_each(Vec::clear);
        self.wordless.clear();
        for entry in std::mem::take(&mut self.slots).into_iter().flatten() {
            self.push(entry);
        }
    }

    /// Every entry that `accept` takes by its key and label and whose word score is at least `floor`, in no particular order.
    ///
    /// `stop` is asked now and then whether to give up.
    pub fn search(
        &self,
        query: &Profile,
        floor: Percent,
        accept: impl Fn(&K, &L) -> bool,
        stop: &dyn Fn() -> bool,
    ) -> Result<Vec<Candidate<K>>, Stopped> {
        let prepared = Query::new(query, floor, &self.vocabulary);
        self.look_at(self.slots_to_look_at(query, floor, &prepared), query, floor, &prepared, accept, stop)
    }

    /// The same by looking at every entry: what benches measure [`search`](Index::search) against.
    pub fn scan(&self, query: &Profile, floor: Percent) -> Vec<Candidate<K>> {
        let prepared = Query::new(query, floor, &self.vocabulary);
        let all = (0..self.slots.len() as u32).collect();
        self.look_at(all, query, floor, &prepared, |_, _| true, &|| false).unwrap_or_default()
    }

    fn look_at(
        &self,
        slots: Vec<u32>,
        query: &Profile,
        floor: Percent,
        prepared: &Query,
        accept: impl Fn(&K, &L) -> bool,
        stop: &dyn Fn() -> bool,
    ) -> Result<Vec<Candidate<K>>, Stopped> {
        let (marks, mut found) = (digest_marks(query), Vec::new());
        for (looked_at, slot) in slots.into_iter().enumerate() {
            if looked_at % ENTRIES_BETWEEN_STOPS == ENTRIES_BETWEEN_STOPS - 1 && stop() {
                return Err(Stopped);
            }
            let Some(entry) = &self.slots[slot as usize] else { continue };
            let len = entry.words.len();
            let admitted = prepared.admits_length(len) && prepared.admits_signature(entry.signature, len);
            if !admitted || !accept(&entry.key, &entry.label) {
                continue;
            }
            let base = match query.words.is_empty() && entry.words.is_empty() {
                true => Some(if entry.marks == marks { Percent::FULL } else { Percent::ZERO }).filter(|b| *b >= floor),
                false => prepared.score(&entry.words),
            };
            found.extend(base.map(|base| Candidate { key: entry.key, base }));
        }
        Ok(found)
    }

    fn slots_to_look_at(&self, query: &Profile, floor: Percent, prepared: &Query) -> Vec<u32> {
        if floor == Percent::ZERO {
            return (0..self.slots.len() as u32).collect();
        }
        if query.words.is_empty() {
            return self.wordless.clone();
        }
        let postings: Vec<&[u32]> =
            prepared.prefix(|word| self.posting(word).len()).into_iter().map(|word| self.posting(word)).collect();
        union(&postings, self.slots.len())
    }

    fn posting(&self, word: WordId) -> &[u32] {
        self.postings.get(word.0 as usize).map_or(&[], Vec::as_slice)
    }
}

/// The slots that stand in any of the postings, each once.
fn union(postings: &[&[u32]], slots: usize) -> Vec<u32> {
    if let [single] = postings {
        return single.to_vec();
    }
    let (mut seen, mut union) = (vec![0u64; slots.div_ceil(64)], Vec::new());
    for &slot in postings.iter().copied().flatten() {
        let (word, bit) = (&mut seen[slot as usize / 64], 1u64 << (slot % 64));
        if *word & bit == 0 {
            *word |= bit;
            union.push(slot);
        }
    }
    union
}

/// Tells texts without words apart, as far as 64 bits can.
fn digest_marks(profile: &Profile) -> u64 {
    use std::hash::{Hash, Hasher};
    let mut hasher = rustc_hash::FxHasher::default();
    let hash = |marks: &[Mark], hasher: &mut rustc_hash::FxHasher| {
        marks.iter().for_each(|mark| mark.key.hash(hasher));
        hasher.write_usize(marks.len());
    };
    hash(&profile.punctuation, &mut hasher);
    hash(&profile.signs, &mut hasher);
    hash(&profile.codes, &mut hasher);
    hasher.finish()
}
