use std::fmt;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::Arc;

use regex_automata::hybrid::dfa::{self, DFA};
use regex_automata::nfa::thompson::{self, NFA, WhichCaptures, pikevm};
use regex_automata::util::pool::{Pool, PoolGuard};
use regex_automata::util::syntax;
use regex_automata::{MatchKind, PatternID};
use rustc_hash::FxHashMap;

use super::pattern::{Check, Pattern, automaton_config};
use super::rules::Rule;

/// The most memory that the expressions of one language may take as one automaton, in bytes.
const MAX_AUTOMATON: usize = 512 << 20;
/// How much of a lazy automaton is kept, in bytes, for each of four and each thread that cuts text at the same time.
const CACHE: usize = 8 << 20;

/// The rules of a language as automata that look at all of them at once.
pub(super) struct Automata {
    pub rules: Vec<RuleIds>,
    pub before: Side,
    pub after: Side,
    /// For each expression before a break, its rules.
    pub rules_before: Vec<Vec<usize>>,
    /// Finds where a text before a break ends, for rules that break and have one.
    pub ends: Option<Scanner>,
    /// Finds where a text after a break begins, for the other rules that break.
    pub starts: Option<Scanner>,
    /// The rules that break and may have neither: they can match between any two characters.
    pub anywhere: Vec<usize>,
    caches: Pool<Caches, NewCaches>,
}

type NewCaches = Box<dyn Fn() -> Caches + Send + Sync + UnwindSafe + RefUnwindSafe>;

/// A rule whose expressions are known by their numbers on their [`Side`].
#[derive(Debug)]
pub(super) struct RuleIds {
    pub line: u64,
    pub breaks: bool,
    pub before: usize,
    pub after: usize,
}

/// What one thread needs to search.
pub(super) struct Caches {
    pub before: SideCache,
    pub after: SideCache,
    pub ends: Option<dfa::Cache>,
    pub starts: Option<dfa::Cache>,
}

impl Automata {
    pub fn new(rules: Vec<Rule>) -> Result<Automata, String> {
        let (mut before, mut after) = (Numbers::default(), Numbers::default());
        let ids: Vec<RuleIds> = rules
            .iter()
            .map(|rule| {
                let (before, after) = (before.number(&rule.before), after.number(&rule.after));
                RuleIds { line: rule.line, breaks: rule.breaks, before, after }
            })
            .collect();
        let mut rules_before = vec![Vec::new(); before.patterns.len()];
        ids.iter().enumerate().for_each(|(i, rule)| rules_before[rule.before].push(i));
        let breaks = (0..rules.len()).filter(|i| rules[*i].breaks);
        let (others, by_end): (Vec<usize>, Vec<usize>) = breaks.partition(|i| rules[*i].before.can_be_empty());
        let (anywhere, by_start): (Vec<usize>, Vec<usize>) =
            others.into_iter().partition(|i| rules[*i].after.can_be_empty());
        let ends = Scanner::new(by_end, |i| &rules[i].before.wide, Direction::Forward)?;
        let starts = Scanner::new(by_start, |i| &rules[i].after.wide, Direction::Backward)?;
        let before = Side::new(before.patterns, Direction::Backward)?;
        let after = Side::new(after.patterns, Direction::Forward)?;
        let caches = Pool::new(new_caches(&before, &after, &ends, &starts));
        Ok(Automata { rules: ids, before, after, rules_before, ends, starts, anywhere, caches })
    }

    pub fn caches(&self) -> PoolGuard<'_, Caches, NewCaches> {
        self.caches.get()
    }
}

impl fmt::Debug for Automata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Automata").field("rules", &self.rules.len()).finish_non_exhaustive()
    }
}

/// The automata are cheap to clone; what they share is counted.
fn new_caches(before: &Side, after: &Side, ends: &Option<Scanner>, starts: &Option<Scanner>) -> NewCaches {
    let (before, after, ends, starts) = (before.clone(), after.clone(), ends.clone(), starts.clone());
    Box::new(move || Caches {
        before: before.cache(),
        after: after.cache(),
        ends: ends.as_ref().map(|scanner| scanner.automaton.create_cache()),
        starts: starts.as_ref().map(|scanner| scanner.automaton.create_cache()),
    })
}

/// Gives equal expressions one number.
#[derive(Default)]
struct Numbers {
    patterns: Vec<Arc<Pattern>>,
    numbers: FxHashMap<*const Pattern, usize>,
}

impl Numbers {
    fn number(&mut self, pattern: &Arc<Pattern>) -> usize {
        *self.numbers.entry(Arc::as_ptr(pattern)).or_insert_with(|| {
            self.patterns.push(Arc::clone(pattern));
            self.patterns.len() - 1
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Forward,
    Backward,
}

/// One expression of each of some rules, searched for in all of a text.
#[derive(Clone)]
pub(super) struct Scanner {
    pub automaton: DFA,
    /// For each expression, its rule.
    pub rules: Vec<usize>,
}

impl Scanner {
    /// None without rules.
    fn new<'a>(
        rules: Vec<usize>,
        expression: impl Fn(usize) -> &'a String,
        direction: Direction,
    ) -> Result<Option<Scanner>, String> {
        if rules.is_empty() {
            return Ok(None);
        }
        let expressions: Vec<&str> = rules.iter().map(|rule| expression(*rule).as_str()).collect();
        Ok(Some(Scanner { automaton: lazy(&expressions, direction)?, rules }))
    }
}

/// All expressions on one side of a break: an automaton of the wide ones that runs away from the break, and what makes
/// sure of those that are not exact.
#[derive(Clone)]
pub(super) struct Side {
    pub patterns: Vec<Arc<Pattern>>,
    pub wide: DFA,
    /// The expressions with word boundaries, and the number that each has in there.
    pub words: Option<pikevm::PikeVM>,
    pub word_ids: FxHashMap<usize, PatternID>,
}

pub(super) struct SideCache {
    pub wide: dfa::Cache,
    pub words: Option<pikevm::Cache>,
}

impl Side {
    fn new(patterns: Vec<Arc<Pattern>>, direction: Direction) -> Result<Side, String> {
        let wide: Vec<&str> = patterns.iter().map(|pattern| pattern.wide.as_str()).collect();
        let wide = lazy(&wide, direction)?;
        let words = patterns.iter().enumerate().filter_map(|(i, pattern)| match &pattern.check {
            Check::Words(exact) => Some((i, exact.as_str())),
            _ => None,
        });
        let (numbers, exact): (Vec<usize>, Vec<&str>) = words.unzip();
        let word_ids = numbers.into_iter().enumerate().map(|(id, number)| (number, PatternID::must(id))).collect();
        let words = if exact.is_empty() { None } else { Some(simulation(&exact)?) };
        Ok(Side { patterns, wide, words, word_ids })
    }

    fn cache(&self) -> SideCache {
        SideCache { wide: self.wide.create_cache(), words: self.words.as_ref().map(pikevm::PikeVM::create_cache) }
    }
}

/// An automaton that reports every match, overlapping ones too.
fn lazy(patterns: &[&str], direction: Direction) -> Result<DFA, String> {
    let config = automaton_config().reverse(direction == Direction::Backward);
    let nfa = automaton(patterns, config)?;
    let config = DFA::config().match_kind(MatchKind::All).cache_capacity(CACHE).skip_cache_capacity_check(true);
    DFA::builder().configure(config).build_from_nfa(nfa).map_err(|error| error.to_string())
}

/// What knows word boundaries in any script, and finds the longest match.
fn simulation(patterns: &[&str]) -> Result<pikevm::PikeVM, String> {
    let nfa = automaton(patterns, automaton_config().which_captures(WhichCaptures::Implicit))?;
    let config = pikevm::Config::new().match_kind(MatchKind::All);
    pikevm::PikeVM::builder().configure(config).build_from_nfa(nfa).map_err(|error| error.to_string())
}

fn automaton(patterns: &[&str], config: thompson::Config) -> Result<NFA, String> {
    let parsed = patterns.iter().map(|pattern| syntax::parse(pattern).map_err(|error| error.to_string()));
    let trees = parsed.collect::<Result<Vec<_>, _>>()?;
    let config = config.nfa_size_limit(Some(MAX_AUTOMATON));
    thompson::Compiler::new().configure(config).build_many_from_hir(&trees).map_err(|error| error.to_string())
}
