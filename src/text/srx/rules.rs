use std::ops::Range;
use std::sync::Arc;

use super::SrxError;
use super::automata::Automata;
use super::pattern::Pattern;
use super::search::Search;
use crate::text::sentence;

/// One rule: whether text is cut where its two expressions meet.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub line: u64,
    pub breaks: bool,
    pub before: Arc<Pattern>,
    pub after: Arc<Pattern>,
}

/// The rules for one language, compiled. Cheap to clone; threads share one.
#[derive(Clone, Debug)]
pub struct Rules {
    automata: Arc<Automata>,
}

impl Rules {
    pub(super) fn new(rules: Vec<Rule>) -> Result<Rules, String> {
        Ok(Rules { automata: Arc::new(Automata::new(rules)?) })
    }

    /// Where new segments begin: byte offsets into `text` in order, neither its start nor its end.
    pub fn cuts(&self, text: &str) -> Result<Vec<usize>, SrxError> {
        let mut caches = self.automata.caches();
        Search::new(&self.automata, &mut caches, text).cuts()
    }

    /// The segments as [`sentence::split`] gives them: byte ranges in order, without white space at their ends, together
    /// covering every character that is not white space.
    pub fn split(&self, text: &str) -> Result<Vec<Range<usize>>, SrxError> {
        Ok(sentence::pieces(text, &self.cuts(text)?))
    }
}
