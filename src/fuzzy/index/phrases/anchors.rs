//! Phrases of a part with postings: the places of a few of the query's words are looked at.

use super::{COMPARING, Run, Searching, WORDS_LEAST};
use crate::fuzzy::index::part::LivePart;
use crate::fuzzy::index::postings::{FAR, Occurrences};
use crate::fuzzy::index::slots::gallop;
use crate::fuzzy::vocabulary::WordId;

/// The words of a query in a large part.
pub struct Anchors<'a> {
    live: &'a LivePart,
    /// Where each of them stands.
    places: Vec<Occurrences<'a>>,
    /// Those all of whose places have been looked at, or are about to.
    chosen: Vec<bool>,
    /// Those of whose places all have been looked at.
    done: Vec<bool>,
}

impl<'a> Anchors<'a> {
    pub fn new(live: &'a LivePart, query: &[Option<WordId>]) -> Option<Anchors<'a>> {
        let postings = live.part.postings.as_ref()?;
        let places = query.iter().map(|word| word.map_or(Occurrences::default(), |word| postings.of(word))).collect();
        Some(Anchors { live, places, chosen: vec![false; query.len()], done: vec![false; query.len()] })
    }

    /// Chooses more, so that each telling `least` words in a row have one; the new ones, the rarest first.
    fn choose(&mut self, searching: &Searching, least: usize) -> Vec<usize> {
        let mut new = Vec::new();
        for start in searching.telling_windows(least) {
            let window = start..start + least;
            let is_served = self.chosen[window.clone()].contains(&true);
            let telling = window.filter(|&word| searching.telling[word] && !is_served);
            if let Some(rarest) = telling.min_by_key(|&word| self.places[word].len()) {
                self.chosen[rarest] = true;
                new.push(rarest);
            }
        }
        new.sort_by_key(|&word| self.places[word].len());
        new
    }
}

impl Searching<'_> {
    /// Looks at as many words of a part as phrases of `least` words need; whether nothing was left out.
    pub fn look_around(&mut self, anchors: &mut Anchors, least: usize) -> bool {
        for word in anchors.choose(self, least) {
            if !self.spend(anchors.places[word].len()) || !self.look_around_one(anchors, word) {
                return false;
            }
            anchors.done[word] = true;
        }
        true
    }

    fn look_around_one(&mut self, anchors: &Anchors, word: usize) -> bool {
        let mut neighbours = anchors.places.clone();
        anchors.places[word].iter().all(|(slot, position)| {
            let at = usize::from(position);
            // Positions up to `FAR` tell where the words around are, without a look at the entry.
            if at + self.query.len() > usize::from(FAR) {
                return self.look_at_entry(anchors, slot, word);
            }
            let run = run_by_places(&mut neighbours, word, slot, at);
            let is_known = || anchors.done[run.start..run.start + run.words].contains(&true);
            if run.words < WORDS_LEAST || run.words < self.longest[run.start].words || is_known() {
                return true;
            }
            let length = anchors.live.part.words(slot).len();
            self.note(anchors.live, slot, run, length);
            self.spend(COMPARING)
        })
    }

    /// Sees all places of a word in an entry.
    fn look_at_entry(&mut self, anchors: &Anchors, slot: u32, word: usize) -> bool {
        let entry = anchors.live.part.words(slot);
        for (at, &held) in entry.iter().enumerate() {
            if self.query[word] == Some(WordId(held).class()) {
                let run = self.run_around(word, entry, at);
                self.note(anchors.live, slot, run, entry.len());
            }
        }
        self.spend(COMPARING)
    }

    /// Looks for entries of `length` words, fewer than a phrase otherwise has; whether nothing was left out.
    pub fn look_for_short_entries(&mut self, anchors: &Anchors, length: usize) -> bool {
        let Some(group) = anchors.live.part.group(length as u32) else { return true };
        self.telling_windows(length).into_iter().all(|start| {
            let places = anchors.places[start..start + length].iter().map(|places| places.within(&group.slots()));
            let rarest = places.min_by_key(Occurrences::len).unwrap_or_default();
            rarest.slots.iter().all(|&slot| {
                let run = self.run_around(start, anchors.live.part.words_in(group, slot), 0);
                self.note(anchors.live, slot, run, length);
                self.spend(COMPARING)
            })
        })
    }
}

/// How far query and entry are the same around a word at a place. Slots have to come ascending.
fn run_by_places(words: &mut [Occurrences], word: usize, slot: u32, at: usize) -> Run {
    let end = words.len();
    let mut is_there = |word: usize, at: usize| {
        let places = &mut words[word];
        *places = places.from(gallop(places.slots, slot));
        places.iter().take_while(|place| place.0 == slot).any(|place| usize::from(place.1) == at)
    };
    let before = (1..=word.min(at)).take_while(|n| is_there(word - n, at - n)).count();
    let behind = (word + 1..end).take_while(|&next| is_there(next, at + next - word)).count();
    Run { start: word - before, words: before + 1 + behind, at: at - before }
}
