//! Phrases of a part without postings: every entry is looked at.

use std::ops::Range;

use super::{COMPARING, SIGNATURES_A_PLACE, Searching, WORDS_LEAST};
use crate::fuzzy::index::entry::signature;
use crate::fuzzy::index::part::{Group, LivePart};
use crate::fuzzy::vocabulary::WordId;

/// Where some words of the query begin that are telling together, and their signature.
type Window = (usize, u64);

impl Searching<'_> {
    /// Looks through a part; whether nothing was left out.
    pub fn scan(&mut self, live: &LivePart) -> bool {
        let windows: Vec<Vec<Window>> = (0..=WORDS_LEAST).map(|length| self.windows(length)).collect();
        live.part.groups.iter().all(|group| {
            let length = (group.length as usize).min(WORDS_LEAST);
            self.scan_group(live, group, length, &windows[length])
        })
    }

    /// Every `length` words in a row that are telling together.
    fn windows(&self, length: usize) -> Vec<Window> {
        let signature = |start: usize| signature(self.query[start..start + length].iter().copied().flatten());
        self.telling_windows(length).into_iter().map(|start| (start, signature(start))).collect()
    }

    fn scan_group(&mut self, live: &LivePart, group: &Group, length: usize, windows: &[Window]) -> bool {
        if !self.spend(group.entries as usize * windows.len() / SIGNATURES_A_PLACE) {
            return false;
        }
        for slot in group.slots() {
            for &(start, signature) in windows {
                if live.part.may_hold(slot, signature) && !self.compare(live, group, slot, start..start + length) {
                    return false;
                }
            }
        }
        true
    }

    /// Looks for a window everywhere in an entry; whether there was time for it.
    fn compare(&mut self, live: &LivePart, group: &Group, slot: u32, window: Range<usize>) -> bool {
        let entry = live.part.words_in(group, slot);
        let wanted: Vec<Option<WordId>> = self.query[window.clone()].to_vec();
        let is_there =
            |at: &usize| wanted.iter().zip(&entry[*at..]).all(|(word, held)| *word == Some(WordId(*held).class()));
        let starts = 0..(entry.len() + 1).saturating_sub(window.len());
        self.spend(entry.len() / SIGNATURES_A_PLACE)
            && starts.filter(is_there).all(|at| {
                let run = self.run_around(window.start, entry, at);
                self.note(live, slot, run, entry.len());
                self.spend(run.words + COMPARING)
            })
    }
}
