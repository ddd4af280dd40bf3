//! An index of texts in one language, with complete recall, whose readers never wait for its writer.
//!
//! An index is a list of immutable [parts](part::Part). New entries come as a small part of their own; small parts are
//! merged as they come, large ones by someone who has the time ([`Index::merge_due`]), so that there are never more than
//! a logarithm of them. What is removed is only marked. Readers hold a [`View`]: the parts as they were at one moment.

mod concordance;
mod dead;
mod entry;
mod frequency;
mod hits;
mod image;
mod lists;
mod part;
mod phrases;
mod postings;
mod search;
mod slots;

pub use self::concordance::{ConcordanceSearch, Place, Places};
pub use self::entry::{NewEntry, TextualPoints, signature};
pub use self::phrases::{Phrase, PhraseEntry, PhraseSearch, Phrases};
pub use self::search::{Candidate, Deduction, Found, Search};

use self::entry::{Surface, encode, encode_known};
use self::frequency::Frequencies;
use self::part::{Columns, Facts, LivePart, Part, merge};
use self::search::Searching;
use super::candidates::Query;
use super::profile::Profile;
use super::vocabulary::{Vocabulary, VocabularyView, WordId};

/// Up to so many entries, looking at all of the right length is as fast as looking words up.
const SCANNED_MOST: usize = 16_384;

/// The writer's side of an index.
pub struct Index {
    vocabulary: Vocabulary,
    view: View,
    /// Entries to come, for [`Index::gather`].
    gathered: Columns,
    /// Up to how many entries a part is small: all of the right length are looked at, and it is merged at once.
    scanned_most: usize,
}

impl Default for Index {
    fn default() -> Self {
        Index::with_small_parts(SCANNED_MOST)
    }
}

/// An index as it was at one moment.
#[derive(Clone, Default)]
pub struct View {
    /// The largest first.
    parts: Vec<LivePart>,
    vocabulary: VocabularyView,
    frequencies: Frequencies,
}

/// Parts to be merged, which may take a while and needs no lock.
pub struct Merge {
    parts: Vec<LivePart>,
    vocabulary: usize,
    scanned_most: usize,
}

/// The outcome of a [`Merge`].
pub struct Merged {
    from: Vec<LivePart>,
    part: Part,
}

impl Merge {
    pub fn run(self) -> Merged {
        let part = merge(&self.parts, self.vocabulary, self.scanned_most);
        Merged { from: self.parts, part }
    }
}

impl Index {
    /// An empty index whose parts of up to `scanned_most` entries are looked through as a whole. The default is fast; tests
    /// choose fewer, to see large parts.
    pub fn with_small_parts(scanned_most: usize) -> Index {
        Index { vocabulary: Vocabulary::default(), view: View::default(), gathered: Columns::default(), scanned_most }
    }

    pub fn view(&self) -> &View {
        &self.view
    }

    /// Removes and adds entries. An entry whose key is there already takes its place. Gives the labels of what was removed.
    pub fn change(&mut self, removed: &[u64], added: &[NewEntry]) -> Vec<u32> {
        let keys = removed.iter().chain(added.iter().map(|entry| &entry.key));
        let labels = keys.filter_map(|&key| self.remove(key)).collect();
        let mut columns = Columns::default();
        added.iter().for_each(|entry| self.encode_into(&mut columns, entry));
        self.add(columns);
        labels
    }

    /// Takes an entry that is not there; it is found after [`Index::settle`]. For filling an index: faster than
    /// [`Index::change`].
    pub fn gather(&mut self, entry: &NewEntry) {
        let mut gathered = std::mem::take(&mut self.gathered);
        self.encode_into(&mut gathered, entry);
        self.gathered = gathered;
    }

    /// Makes everything gathered one part.
    pub fn settle(&mut self) {
        let gathered = std::mem::take(&mut self.gathered);
        self.add(gathered);
    }

    fn encode_into(&mut self, columns: &mut Columns, entry: &NewEntry) {
        let words = encode(entry.profile, &mut self.vocabulary);
        self.view.frequencies.add(&words);
        let (key, label, updated) = (entry.key, entry.label, entry.updated);
        columns.push(Facts { key, label, updated, surface: Surface::new(entry.profile).0 }, &words);
    }

    fn add(&mut self, columns: Columns) {
        self.view.vocabulary = self.vocabulary.view();
        if columns.len() > 0 {
            self.view.parts.push(LivePart::new(Part::new(columns, self.view.vocabulary.len(), self.scanned_most)));
            self.merge_small();
        }
    }

    /// Removes an entry; gives its label, if it was there.
    fn remove(&mut self, key: u64) -> Option<u32> {
        let (live, slot) = self.view.parts.iter_mut().find_map(|live| live.find(key).map(|slot| (live, slot)))?;
        self.view.frequencies.remove(live.part.words(slot));
        live.dead.insert(slot);
        Some(live.part.facts(slot).label)
    }

    fn merge_small(&mut self) {
        // A large part may be being merged; it is left to that.
        let small = self.scanned_most;
        self.view.parts.retain(|part| part.live() > 0 || part.part.len() > small);
        self.view.sort();
        let first_small = self.large();
        let from = first_small + merge_from(&self.view.parts[first_small..]);
        if from + 1 < self.view.parts.len() {
            let merged = merge(&self.view.parts[from..], self.view.vocabulary.len(), small);
            self.view.parts.truncate(from);
            self.view.parts.push(LivePart::new(merged));
            self.view.sort();
        }
    }

    /// How many of the parts are large.
    fn large(&self) -> usize {
        self.view.parts.partition_point(|part| part.part.len() > self.scanned_most)
    }

    /// What should be merged next, if anything. Only one merge may be under way at a time.
    pub fn merge_due(&self) -> Option<Merge> {
        let large = self.large();
        let parts = &self.view.parts[..large];
        let from = merge_from(parts);
        let worn = || parts.iter().position(|part| part.dead.len() > part.part.len() / 3);
        let chosen = match from + 1 < large {
            true => &parts[from..],
            false => worn().map(|at| &parts[at..=at])?,
        };
        let (vocabulary, scanned_most) = (self.view.vocabulary.len(), self.scanned_most);
        Some(Merge { parts: chosen.to_vec(), vocabulary, scanned_most })
    }

    /// Puts a merged part in the place of those that it was made of, less what has been removed meanwhile.
    pub fn install(&mut self, merged: Merged) {
        let Merged { from, part } = merged;
        let mut live = LivePart::new(part);
        let is_old = |part: &LivePart| from.iter().position(|old| std::sync::Arc::ptr_eq(&old.part, &part.part));
        for part in &self.view.parts {
            let Some(old) = is_old(part) else { continue };
            for slot in part.dead.iter().filter(|&slot| !from[old].dead.contains(slot)) {
                if let Some(slot) = live.find(part.part.facts(slot).key) {
                    live.dead.insert(slot);
                }
            }
        }
        self.view.parts.retain(|part| is_old(part).is_none());
        self.view.parts.push(live);
        self.view.sort();
    }
}

/// From which part on, in parts by falling size, merging is worth it: the largest that is merged is then at most twice
/// the rest, so that an entry is copied a logarithmic number of times.
fn merge_from(parts: &[LivePart]) -> usize {
    let (mut from, mut rest) = (parts.len(), 0);
    for (at, part) in parts.iter().enumerate().rev() {
        if part.live() <= 2 * rest {
            from = at;
        }
        rest += part.live();
    }
    from
}

impl View {
    fn sort(&mut self) {
        self.parts.sort_by_key(|part| std::cmp::Reverse(part.part.len()));
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.parts.iter().map(LivePart::live).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The same with counts of its own, which no later writing changes.
    pub fn frozen(&self) -> View {
        View { frequencies: Frequencies::from(&self.frequencies.to_vec()[..]), ..self.clone() }
    }

    /// The label of the entry of a key, if it was last changed then and has the words and the surface of the profile.
    pub fn label_of(&self, key: u64, updated: u64, profile: &Profile) -> Option<u32> {
        let (live, slot) = self.parts.iter().find_map(|live| Some((live, live.find(key)?)))?;
        let facts = live.part.facts(slot);
        let words = encode_known(profile, &self.vocabulary);
        let has_words =
            words.iter().map(|word| word.map(|word| word.0)).eq(live.part.words(slot).iter().copied().map(Some));
        let is_so = has_words && facts.surface == Surface::new(profile).0 && facts.updated == updated;
        is_so.then_some(facts.label)
    }

    /// Bytes of the entries and of where their words stand; the vocabulary comes on top.
    pub fn bytes(&self) -> usize {
        self.parts.iter().map(|live| live.part.bytes()).sum()
    }

    /// The entries that may be among the best for a query.
    pub fn search(&self, profile: &Profile, search: &Search) -> Found {
        let Some(query) = Query::new(profile, &self.vocabulary, search.stop) else {
            return Found { stopped: true, ..Found::default() };
        };
        let words = encode_known(profile, &self.vocabulary);
        let mut searching = Searching::new(search, &query, (Surface::new(profile), &words));
        for (number, part) in (0..).zip(&self.parts) {
            searching.look_through(number, part);
        }
        searching.finish()
    }

    /// Tells how much of a query's information candidates have.
    pub fn shared_weights(&self, profile: &Profile) -> SharedWeights<'_> {
        let words = encode_known(profile, &self.vocabulary).into_iter().flatten();
        SharedWeights { view: self, words: words.map(|word| (word.0, self.weight(word))).collect() }
    }

    fn weight(&self, word: WordId) -> u32 {
        let (entries, frequency) = (self.len() as f64 + 1.0, self.frequencies.of(word.class()).max(1));
        (1_000.0 * (entries / f64::from(frequency)).ln()).max(0.0) as u32
    }
}

/// The words of a query with their weights. A word weighs ln((N + 1) / n), N being the number of entries and n in how many
/// of them it stands (Bloodgood & Strauss 2014 weigh n-grams so); in thousandths.
pub struct SharedWeights<'a> {
    view: &'a View,
    words: Vec<(u32, u32)>,
}

impl SharedWeights<'_> {
    /// The sum of the weights of the words that a candidate has too, each as often as both have it.
    pub fn of(&self, candidate: &Candidate) -> u32 {
        let mut left = self.view.parts[candidate.part as usize].part.words(candidate.slot).to_vec();
        let mut sum = 0;
        for &(word, weight) in &self.words {
            if let Some(at) = left.iter().position(|&other| other == word) {
                left.swap_remove(at);
                sum += weight;
            }
        }
        sum
    }
}
