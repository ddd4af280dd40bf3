//! Cutting one text.
//!
//! Places where a rule that breaks may match come from one run over the text for each of two automata. At each of them
//! one automaton runs back and one runs on, each a window at most, and tell which rules match there; the first decides.

use regex_automata::hybrid::dfa::{self, DFA, OverlappingState};
use regex_automata::{Anchored, Input, PatternID, PatternSet};

use super::SrxError;
use super::automata::{Automata, Caches, RuleIds, Side};
use super::confirm::{End, Hit, TooSlow};
use super::pattern::Check;

/// How far from a break a rule sees, in bytes to either side.
const WINDOW: usize = 512;
/// What a text may cost, in steps: so much in any case, and so much for each byte.
const STEPS: u64 = 50_000_000;
const STEPS_PER_BYTE: u64 = 500;
/// What one look at an expression with look-around counts for.
const FANCY_STEPS: u64 = 1000;

const INFALLIBLE: &str = "the automata neither quit nor give up, and run as they were built";

pub(super) struct Search<'a> {
    automata: &'a Automata,
    caches: &'a mut Caches,
    text: &'a str,
    steps_left: u64,
    /// Matches that end at the place in question: expressions and where they begin.
    hits: Vec<(usize, usize)>,
    /// For each expression, the last place that it was found before.
    seen: Vec<usize>,
    /// Expressions that match from the place on.
    afters: PatternSet,
    /// Rules that may match there.
    rules: Vec<usize>,
}

/// A place where one rule that breaks may match, by one of its expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    place: usize,
    rule: usize,
}

impl<'a> Search<'a> {
    pub fn new(automata: &'a Automata, caches: &'a mut Caches, text: &'a str) -> Search<'a> {
        Search {
            automata,
            caches,
            text,
            steps_left: STEPS + STEPS_PER_BYTE * text.len() as u64,
            hits: Vec::new(),
            seen: vec![0; automata.before.patterns.len()],
            afters: PatternSet::new(automata.after.patterns.len()),
            rules: Vec::new(),
        }
    }

    pub fn cuts(&mut self) -> Result<Vec<usize>, SrxError> {
        let mut cuts = Vec::new();
        for breaks in self.candidates().chunk_by(|a, b| a.place == b.place) {
            if self.is_cut(breaks)? {
                cuts.push(breaks[0].place);
            }
        }
        Ok(cuts)
    }

    /// In order of places, and then of rules.
    fn candidates(&mut self) -> Vec<Candidate> {
        let (text, automata) = (self.text, self.automata);
        let mut found = Vec::new();
        if let (Some(ends), Some(cache)) = (&automata.ends, &mut self.caches.ends) {
            forwards(&ends.automaton, cache, &Input::new(text), |pattern, place| {
                found.push(Candidate { place, rule: ends.rules[pattern] });
            });
        }
        if let (Some(starts), Some(cache)) = (&automata.starts, &mut self.caches.starts) {
            backwards(&starts.automaton, cache, &Input::new(text), |pattern, place| {
                found.push(Candidate { place, rule: starts.rules[pattern] });
            });
        }
        for &rule in &automata.anywhere {
            found.extend(text.char_indices().map(|(place, _)| Candidate { place, rule }));
        }
        found.retain(|candidate| candidate.place > 0 && candidate.place < text.len());
        found.sort_unstable();
        found
    }

    /// What the first rule that matches says. `breaks` are all at one place.
    fn is_cut(&mut self, breaks: &[Candidate]) -> Result<bool, SrxError> {
        let place = breaks[0].place;
        self.look_on(place);
        if !breaks.iter().any(|candidate| self.may_follow(candidate.rule)) {
            return Ok(false);
        }
        self.look_back(place);
        self.collect_rules();
        for i in 0..self.rules.len() {
            let rule = &self.automata.rules[self.rules[i]];
            if self.matches(rule, place).map_err(|_| SrxError::TooSlow { line: rule.line })? {
                return Ok(rule.breaks);
            }
        }
        Ok(false)
    }

    fn may_follow(&self, rule: usize) -> bool {
        self.afters.contains(PatternID::must(self.automata.rules[rule].after))
    }

    /// Fills `rules` from `hits` and `afters`.
    fn collect_rules(&mut self) {
        self.rules.clear();
        let mut last = None;
        for &(pattern, _) in &self.hits {
            if last.replace(pattern) != Some(pattern) {
                let rules = self.automata.rules_before[pattern].iter().copied();
                let follow =
                    rules.filter(|rule| self.afters.contains(PatternID::must(self.automata.rules[*rule].after)));
                self.rules.extend(follow);
            }
        }
        self.rules.sort_unstable();
    }

    /// Fills `hits`, the matches of one expression beside each other.
    fn look_back(&mut self, place: usize) {
        let start = window_start(self.text, place);
        let input = Input::new(self.text).span(start..place).anchored(Anchored::Yes);
        let (automaton, cache) = (&self.automata.before.wide, &mut self.caches.before.wide);
        let (hits, seen, patterns) = (&mut self.hits, &mut self.seen, &self.automata.before.patterns);
        hits.clear();
        backwards(automaton, cache, &input, |pattern, at| {
            // Where the expression is exact, one match is as good as many.
            let is_enough = matches!(patterns[pattern].check, Check::None) && seen[pattern] == place;
            if !is_enough {
                seen[pattern] = place;
                hits.push((pattern, at));
            }
        });
        hits.sort_unstable();
    }

    fn look_on(&mut self, place: usize) {
        let input = Input::new(self.text).span(place..window_end(self.text, place)).anchored(Anchored::Yes);
        let (automaton, cache) = (&self.automata.after.wide, &mut self.caches.after.wide);
        self.afters.clear();
        automaton.try_which_overlapping_matches(cache, &input, &mut self.afters).expect(INFALLIBLE);
    }

    fn matches(&mut self, rule: &RuleIds, place: usize) -> Result<bool, TooSlow> {
        Ok(self.precedes(rule.before, place)? && self.follows(rule.after, place)?)
    }

    fn precedes(&mut self, pattern: usize, place: usize) -> Result<bool, TooSlow> {
        let first = self.hits.partition_point(|(hit, _)| *hit < pattern);
        let count = self.hits[first..].partition_point(|(hit, _)| *hit == pattern);
        for i in first..first + count {
            let hit = Hit { pattern, span: self.hits[i].1..place };
            self.pay(&self.automata.before, &hit)?;
            if self.automata.before.confirms(&mut self.caches.before, self.text, hit, End::Exact)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn follows(&mut self, pattern: usize, place: usize) -> Result<bool, TooSlow> {
        let hit = Hit { pattern, span: place..window_end(self.text, place) };
        self.pay(&self.automata.after, &hit)?;
        self.automata.after.confirms(&mut self.caches.after, self.text, hit, End::Open)
    }

    fn pay(&mut self, side: &Side, hit: &Hit) -> Result<(), TooSlow> {
        let steps = match side.patterns[hit.pattern].check {
            Check::None | Check::WordBoundary => 1,
            Check::Words(_) => hit.span.len() as u64,
            Check::Fancy(_) => FANCY_STEPS,
        };
        self.steps_left = self.steps_left.checked_sub(steps).ok_or(TooSlow)?;
        Ok(())
    }
}

/// How far back a rule sees from `place`.
pub(super) fn window_start(text: &str, place: usize) -> usize {
    let nearest = place.saturating_sub(WINDOW);
    (nearest..=place).find(|at| text.is_char_boundary(*at)).unwrap_or(place)
}

/// How far on a rule sees from `place`.
pub(super) fn window_end(text: &str, place: usize) -> usize {
    let farthest = (place + WINDOW).min(text.len());
    (place..=farthest).rfind(|at| text.is_char_boundary(*at)).unwrap_or(place)
}

/// Calls `found` for each match, overlapping ones too, with the expression's number and where the match ends.
fn forwards(automaton: &DFA, cache: &mut dfa::Cache, input: &Input<'_>, mut found: impl FnMut(usize, usize)) {
    let mut state = OverlappingState::start();
    loop {
        automaton.try_search_overlapping_fwd(cache, input, &mut state).expect(INFALLIBLE);
        match state.get_match() {
            Some(at) => found(at.pattern().as_usize(), at.offset()),
            None => return,
        }
    }
}

/// As [`forwards`], from the end, with where the match begins. The automaton's own search tells another place for all
/// but the first of several expressions that match in one (regex-automata 0.4.19), so its states are walked here.
fn backwards(automaton: &DFA, cache: &mut dfa::Cache, input: &Input<'_>, mut found: impl FnMut(usize, usize)) {
    let mut state = automaton.start_state_reverse(cache, input).expect(INFALLIBLE);
    // A state tells a match one byte late.
    for at in (input.start()..=input.end()).rev() {
        state = match at.checked_sub(1).map(|before| input.haystack()[before]) {
            Some(byte) => automaton.next_state(cache, state, byte).expect(INFALLIBLE),
            None => automaton.next_eoi_state(cache, state).expect(INFALLIBLE),
        };
        if state.is_match() {
            for i in 0..automaton.match_len(cache, state) {
                found(automaton.match_pattern(cache, state, i).as_usize(), at);
            }
        } else if state.is_dead() {
            return;
        }
    }
}
