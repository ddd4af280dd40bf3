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

    /// Words around one, the rarest such, of which each three words in a row that hold it hold another.
    fn guards(&self, word: usize) -> Vec<usize> {
        let pair = |before: usize| {
            let behind = Some(word + WORDS_LEAST - before).filter(|&behind| behind < self.places.len());
            word.checked_sub(before).into_iter().chain(behind).collect::<Vec<_>>()
        };
        let places = |guards: &Vec<usize>| guards.iter().map(|&guard| self.places[guard].len()).sum::<usize>();
        (1..WORDS_LEAST).map(pair).min_by_key(places).unwrap_or_default()
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
        let (mut cursors, guards) = (Cursors(anchors.places.clone()), anchors.guards(word));
        let mut looked_at = None;
        anchors.places[word].iter().all(|(slot, position)| {
            let at = usize::from(position);
            // Positions up to `FAR` tell where the words around are, without a look at the entry.
            if at + self.query.len() > usize::from(FAR) {
                return looked_at.replace(slot) == Some(slot) || self.look_at_entry(anchors, slot, word);
            }
            let is_there = |&guard: &usize| at + guard >= word && cursors.is_there(guard, slot, at + guard - word);
            if !guards.iter().any(is_there) {
                return true;
            }
            let run = cursors.run_around(word, slot, at);
            let is_known = || anchors.done[run.start..run.start + run.words].contains(&true);
            if run.words < WORDS_LEAST || run.words < self.longest[run.start].words || is_known() {
                return self.spend(run.words);
            }
            let length = anchors.live.part.words(slot).len();
            self.note(anchors.live, slot, run, length);
            self.spend(run.words + COMPARING)
        })
    }

    /// Sees all places of a word in an entry.
    fn look_at_entry(&mut self, anchors: &Anchors, slot: u32, word: usize) -> bool {
        let (entry, wanted) = (anchors.live.part.words(slot), self.query[word]);
        let is_wanted = |&at: &usize| wanted == Some(WordId(entry[at]).class());
        self.spend(entry.len())
            && (0..entry.len()).filter(is_wanted).all(|at| {
                let run = self.run_around(word, entry, at);
                self.note(anchors.live, slot, run, entry.len());
                self.spend(run.words + COMPARING)
            })
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

/// Where the words of a query stand, less the slots that have been passed: they have to be asked for ascending.
struct Cursors<'a>(Vec<Occurrences<'a>>);

impl Cursors<'_> {
    fn is_there(&mut self, word: usize, slot: u32, at: usize) -> bool {
        let places = &mut self.0[word];
        *places = places.from(gallop(places.slots, slot));
        places.iter().take_while(|place| place.0 == slot).any(|place| usize::from(place.1) == at)
    }

    /// How far query and entry are the same around a word that is there.
    fn run_around(&mut self, word: usize, slot: u32, at: usize) -> Run {
        let before = (1..=word.min(at)).take_while(|n| self.is_there(word - n, slot, at - n)).count();
        let behind = (1..self.0.len() - word).take_while(|n| self.is_there(word + n, slot, at + n)).count();
        Run { start: word - before, words: before + 1 + behind, at: at - before }
    }
}
