//! Recognition of known names and titles.
use crate::model::*;
#[derive(Clone, Debug)]
pub enum MatchReason {
    Exact,
    Spelling,
    Inflection,
    Misspelling,
}
#[derive(Clone, Debug)]
pub struct TermHit {
    pub term: TermId,
    pub entry_text: String,
    pub start: usize,
    pub end: usize,
    pub score: Percent,
    pub reason: MatchReason,
}
#[derive(Default)]
pub struct Recognizer;
impl Recognizer {
    pub fn insert(&mut self, _t: &Term) {}
    pub fn remove(&mut self, _t: TermId) {}
    pub fn recognize(&self, _x: &str, _f: &Language, _t: &Language) -> Vec<TermHit> {
        vec![]
    }
}
