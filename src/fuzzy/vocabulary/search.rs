//! Finding the words near one in lexicon after lexicon.

use super::lexicon::Lexicon;
use super::near_query::NearQuery;
use super::{Near, WordId};

/// How many words are fetched before any is compared, so that memory is waited for once for many of them.
const FETCHED: usize = 64;

pub struct Search {
    query: NearQuery,
    found: Vec<Near>,
    /// Room to work in.
    candidates: Vec<u32>,
    letters: Vec<char>,
}

impl Search {
    pub fn new(word: &str) -> Search {
        Search { query: NearQuery::new(word), found: Vec::new(), candidates: Vec::new(), letters: Vec::new() }
    }

    /// Looks at the words of a lexicon that have ids from `first` on.
    pub fn look_in(&mut self, lexicon: &Lexicon, first: u32) {
        let ids = lexicon.ids();
        if first >= ids.end {
            return;
        }
        for at in 0..self.query.lengths.len() {
            let (length, first) = (&self.query.lengths[at], first.saturating_sub(ids.start));
            self.candidates.clear();
            lexicon.near_index().candidates(&self.query, length, first, &mut self.candidates);
            self.compare(lexicon, length.letters);
        }
    }

    /// Compares with all candidates that have so many letters; others are candidates for another length.
    fn compare(&mut self, lexicon: &Lexicon, letters: usize) {
        let first = lexicon.ids().start;
        for places in self.candidates.chunks(FETCHED) {
            let mut words = [""; FETCHED];
            words.iter_mut().zip(places).for_each(|(word, &at)| *word = lexicon.texts().get(at));
            for (word, at) in words.iter().zip(places) {
                self.letters.clear();
                self.letters.extend(word.chars());
                if self.letters.len() == letters {
                    let cost = self.query.pattern.near_cost(&self.letters);
                    self.found.extend(cost.map(|cost| Near { word: WordId(first + at), cost: cost as u32 }));
                }
            }
        }
    }

    /// What was found, ascending by id.
    pub fn finish(mut self) -> Vec<Near> {
        // It comes in ascending runs, one for each lexicon and length: a stable sort makes use of that.
        self.found.sort_by_key(|near| near.word);
        self.found
    }
}
