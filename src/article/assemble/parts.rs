//! A target taken apart into text and the codes of its segment.

use std::collections::HashMap;
use std::ops::Range;

use super::CodeProblemKind;
use crate::model::{InlineCode, Segment};
use crate::text::placeholders;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Text(String),
    /// Markup: a stretch of the article.
    Code {
        range: Range<usize>,
        side: Side,
        /// Which code of the segment it is.
        code: usize,
    },
}

/// What a code does, by how its text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Opens,
    Closes,
    Alone,
}

impl Side {
    fn of(code: &str) -> Side {
        match code {
            _ if code.starts_with("{/") => Side::Closes,
            _ if code.ends_with("/}") => Side::Alone,
            _ => Side::Opens,
        }
    }
}

type Problems = Vec<(String, CodeProblemKind)>;

/// How many open codes a closing one is compared with, from the innermost.
const DEEPEST: usize = 64;

/// The parts of a target, with the codes that must not be missing, and without those that would leave markup half open or
/// crossed. `may_go` tells of a code without a counterpart whether it can be left out.
pub(super) fn of(target: &str, segment: &Segment, may_go: impl Fn(&InlineCode) -> bool) -> (Vec<Part>, Problems) {
    let mut problems = Problems::new();
    let partners = partners(&segment.codes);
    let found = Found::read(target, segment, &mut problems);
    let mut kept: Vec<bool> = (0..segment.codes.len()).map(|code| found.is_usable(code, partners[code])).collect();
    for crossed in found.crossed(&partners, &kept) {
        kept[crossed] = false;
    }
    for (at, code) in segment.codes.iter().enumerate() {
        let is_there = found.places[at].is_some();
        if !is_there && partners[at].is_none() && may_go(code) {
            kept[at] = false;
        }
        match (is_there, kept[at]) {
            (_, false) => problems.push((code.text.clone(), CodeProblemKind::LeftOut)),
            (false, true) => problems.push((code.text.clone(), CodeProblemKind::PutBack)),
            (true, true) => {}
        }
    }
    (found.parts(segment, &kept), problems)
}

/// For each code the other one of its pair, if that is in the same segment.
pub(super) fn partners(codes: &[InlineCode]) -> Vec<Option<usize>> {
    let mut partners = vec![None; codes.len()];
    let mut first = HashMap::new();
    for (at, code) in codes.iter().enumerate() {
        match first.get(code.text.trim_matches(['{', '}', '/'])) {
            Some(&other) => (partners[at], partners[other]) = (Some(other), Some(at)),
            None => drop(first.insert(code.text.trim_matches(['{', '}', '/']), at)),
        }
    }
    partners
}

/// A target's text with the first place of every code of its segment.
struct Found<'t> {
    target: &'t str,
    sides: Vec<Side>,
    /// Which code, and where in the target; in the order of the target. What was there before is no code, and no text either.
    codes: Vec<(Option<usize>, Range<usize>)>,
    /// For each code of the segment, where among these it is.
    places: Vec<Option<usize>>,
}

impl<'t> Found<'t> {
    fn read(target: &'t str, segment: &Segment, problems: &mut Problems) -> Found<'t> {
        let known: HashMap<&str, usize> = segment.codes.iter().map(|code| &*code.text).zip(0..).collect();
        let sides = segment.codes.iter().map(|code| Side::of(&code.text)).collect();
        let mut found = Found { target, sides, codes: Vec::new(), places: vec![None; segment.codes.len()] };
        for range in placeholders(target) {
            let text = &target[range.clone()];
            match known.get(text) {
                Some(&code) if found.places[code].is_none() => {
                    found.places[code] = Some(found.codes.len());
                    found.codes.push((Some(code), range));
                }
                Some(_) => {
                    problems.push((text.to_owned(), CodeProblemKind::Repeated));
                    found.codes.push((None, range));
                }
                None if segment.text.contains(text) => {}
                None => problems.push((text.to_owned(), CodeProblemKind::Unknown)),
            }
        }
        found
    }

    /// Whether a code needs no other one, or both are there, the opening one first.
    fn is_usable(&self, code: usize, partner: Option<usize>) -> bool {
        let Some(partner) = partner else { return true };
        let (open, close) = if self.sides[code] == Side::Opens { (code, partner) } else { (partner, code) };
        self.places[open].zip(self.places[close]).is_some_and(|(open, close)| open < close)
    }

    /// The codes of pairs that cross others, unless they do so in the segment itself.
    fn crossed(&self, partners: &[Option<usize>], kept: &[bool]) -> Vec<usize> {
        let (mut open, mut crossed): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
        for code in self.codes.iter().filter_map(|(code, _)| *code).filter(|&code| kept[code]) {
            match (self.sides[code], partners[code]) {
                (Side::Opens, Some(_)) => open.push(code),
                (Side::Closes, Some(opening)) => {
                    let Some(depth) = open.iter().rev().take(DEEPEST).position(|&other| other == opening) else {
                        continue;
                    };
                    let at = open.len() - 1 - depth;
                    // Codes are counted in the order of the segment: what opens within it closes behind it there, too.
                    let cross_anyway = |other: &usize| {
                        partners[*other].is_some_and(|end| opening < *other && *other < code && code < end)
                    };
                    let inner = open.split_off(at + 1);
                    let (stay, go): (Vec<usize>, Vec<usize>) = inner.into_iter().partition(cross_anyway);
                    open.truncate(at);
                    open.extend(stay);
                    crossed.extend(go.iter().copied().chain(go.iter().filter_map(|&code| partners[code])));
                }
                _ => {}
            }
        }
        crossed
    }

    fn parts(&self, segment: &Segment, kept: &[bool]) -> Vec<Part> {
        let part = |code: usize| {
            let InlineCode { start, end, .. } = segment.codes[code];
            Part::Code { range: start..end, side: self.sides[code], code }
        };
        let missing = |closes: bool| {
            let is_missing = move |&code: &usize| kept[code] && self.places[code].is_none();
            let at_edge = move |&code: &usize| (self.sides[code] == Side::Closes) == closes;
            (0..kept.len()).filter(is_missing).filter(at_edge).map(part).collect::<Vec<_>>()
        };
        let mut parts = missing(true);
        let mut at = 0;
        for (code, range) in &self.codes {
            push_text(&mut parts, &self.target[at..range.start]);
            parts.extend(code.filter(|&code| kept[code]).map(part));
            at = range.end;
        }
        push_text(&mut parts, &self.target[at..]);
        parts.extend(missing(false));
        parts
    }
}

pub(super) fn push_text(parts: &mut Vec<Part>, text: &str) {
    if let Some(Part::Text(last)) = parts.last_mut() {
        last.push_str(text);
    } else if !text.is_empty() {
        parts.push(Part::Text(text.to_owned()));
    }
}
