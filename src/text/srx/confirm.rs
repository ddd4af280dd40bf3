use std::ops::Range;

use fancy_regex::RegexInput;
use regex_automata::util::look::LookMatcher;
use regex_automata::{Anchored, Input};

use super::automata::{Side, SideCache};
use super::pattern::Check;
use super::search::{window_end, window_start};

/// An expression needs more steps than it may take.
#[derive(Debug)]
pub(super) struct TooSlow;

/// A match of a wide expression.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    pub pattern: usize,
    /// Where the match begins, and where it has to end or must not reach beyond.
    pub span: Range<usize>,
}

/// Where a match has to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// At the span's end.
    Exact,
    /// Anywhere in the span.
    Open,
}

impl Side {
    /// Whether the expression itself matches where its wide form does.
    pub fn confirms(&self, cache: &mut SideCache, text: &str, hit: Hit, end: End) -> Result<bool, TooSlow> {
        let wanted = hit.span.end;
        let longest = match &self.patterns[hit.pattern].check {
            Check::None => return Ok(true),
            Check::WordBoundary => return Ok(is_word_boundary(text, hit.span.start)),
            Check::Words(_) => self.longest(cache, text, hit),
            Check::Fancy(regex) => longest_fancy(regex, text, hit.span)?,
        };
        Ok(match end {
            End::Exact => longest == Some(wanted),
            End::Open => longest.is_some(),
        })
    }

    /// Where the longest match from the start of the span ends.
    fn longest(&self, cache: &mut SideCache, text: &str, hit: Hit) -> Option<usize> {
        let (vm, cache) = (self.words.as_ref()?, cache.words.as_mut()?);
        let id = *self.word_ids.get(&hit.pattern)?;
        let input = Input::new(text).span(hit.span).anchored(Anchored::Pattern(id));
        vm.find(cache, input).map(|found| found.end())
    }
}

fn is_word_boundary(text: &str, at: usize) -> bool {
    LookMatcher::new().is_word_unicode(text.as_bytes(), at).expect("the tables of word characters are compiled in")
}

/// As [`Side::longest`]; look-around sees a window beyond the span.
fn longest_fancy(regex: &fancy_regex::Regex, text: &str, span: Range<usize>) -> Result<Option<usize>, TooSlow> {
    let start = window_start(text, span.start);
    let end = window_end(text, span.end);
    let input = RegexInput::new(&text[start..end])
        .range(span.start - start..span.end - start)
        .from_pos(span.start - start)
        .anchored(true)
        .start_text(start == 0)
        .end_text(end == text.len());
    let found = regex.find_input(input).map_err(|_| TooSlow)?;
    Ok(found.map(|found| start + found.end()))
}
