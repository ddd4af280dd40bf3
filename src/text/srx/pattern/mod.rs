//! Regular expressions of rules.

mod class;
mod cursor;
mod escape;
mod property;
mod translate;

use regex_automata::nfa::thompson::{self, WhichCaptures};
use regex_automata::util::syntax;

use translate::{Translated, translate};

/// The most memory that one expression may take as an automaton, in bytes.
const MAX_AUTOMATON: usize = 4 << 20;
/// The most steps back at one place, where an expression needs look-around.
const MAX_BACKTRACKS: usize = 20_000;
/// The largest program of an expression that needs look-around, in instructions.
const MAX_PROGRAM: usize = 20_000;

/// One expression of a rule: what an automaton runs, and how to make sure of what that has found.
#[derive(Debug)]
pub(super) struct Pattern {
    /// Matches wherever the expression does, and perhaps elsewhere; an automaton can run it.
    pub wide: String,
    pub check: Check,
}

/// What has to be looked at where the wide expression has matched.
#[derive(Debug)]
pub(super) enum Check {
    /// Nothing: it is the expression itself.
    None,
    /// That the match begins at a word boundary.
    WordBoundary,
    /// That this expression matches there. It has word boundaries in it.
    Words(String),
    /// That this one does, which has look-around.
    Fancy(Box<fancy_regex::Regex>),
}

impl Pattern {
    /// Compiles an expression as ICU or Java write it. The error tells the reason.
    pub fn new(regex: &str) -> Result<Pattern, String> {
        let translated = translate(regex)?;
        compiles(&translated.wide)?;
        Ok(Pattern { check: check(&translated)?, wide: translated.wide })
    }

    /// Whether the expression can match the empty text.
    pub fn can_be_empty(&self) -> bool {
        syntax::parse(&self.wide).is_ok_and(|hir| hir.properties().minimum_len() == Some(0))
    }
}

/// An expression that matches whole texts, for the codes of languages; the case of letters does not count.
pub(super) fn whole(regex: &str) -> Result<fancy_regex::Regex, String> {
    let translated = translate(regex)?;
    let exact = format!(r"(?i)\A(?:{})\z", translated.exact);
    fancy(&Translated { exact, ..translated }, Longest::No)
}

/// As automata of rules are built, of one expression or of many.
///
/// A search that keeps empty matches out of the middle of characters ends at the first that it meets there, whatever
/// else may match. No such place is ever searched from here, so it need not.
pub(super) fn automaton_config() -> thompson::Config {
    thompson::Config::new().which_captures(WhichCaptures::None).utf8(false)
}

fn compiles(wide: &str) -> Result<(), String> {
    let hir = syntax::parse(wide).map_err(|error| last_line(&error.to_string()))?;
    let config = automaton_config().nfa_size_limit(Some(MAX_AUTOMATON));
    let built = thompson::Compiler::new().configure(config).build_from_hir(&hir);
    built.map(|_| ()).map_err(|error| last_line(&error.to_string()))
}

fn check(translated: &Translated) -> Result<Check, String> {
    Ok(match translated {
        Translated { is_fancy: true, .. } => Check::Fancy(Box::new(fancy(translated, Longest::Yes)?)),
        Translated { word_assertions: 0, .. } => Check::None,
        Translated { word_assertions: 1, begins_at_word_boundary: true, .. } => Check::WordBoundary,
        Translated { exact, .. } => Check::Words(exact.clone()),
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Longest {
    Yes,
    No,
}

fn fancy(translated: &Translated, longest: Longest) -> Result<fancy_regex::Regex, String> {
    compiles(&translated.sized)?;
    // What the optimizer makes of a look-ahead at the end may match beyond the end that a search is given.
    let mut builder = fancy_regex::RegexOptionsBuilder::new();
    builder.optimize(false);
    builder.backtrack_limit(MAX_BACKTRACKS).delegate_size_limit(MAX_AUTOMATON).max_prog_size(MAX_PROGRAM);
    builder.allow_input_assertion_overrides(true).build_delegate_prefilter(false);
    builder.leftmost_longest(longest == Longest::Yes);
    builder.build(translated.exact.clone()).map_err(|error| last_line(&error.to_string()))
}

/// The engines draw the whole expression first, as they got it, and then say what is wrong.
fn last_line(message: &str) -> String {
    let last = message.lines().next_back().unwrap_or(message);
    last.trim_start_matches("error: ").to_owned()
}
