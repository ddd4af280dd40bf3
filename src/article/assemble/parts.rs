//! A target taken apart into text and the codes of its segment.

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

/// The parts of a target, with the codes that must not be missing, and without those that would leave markup half open.
pub(super) fn of(target: &str, segment: &Segment) -> (Vec<Part>, Problems) {
    let mut problems = Problems::new();
    let found = Found::read(target, segment, &mut problems);
    let mut kept = vec![false; segment.codes.len()];
    for (at, code) in segment.codes.iter().enumerate() {
        kept[at] = match partner(&segment.codes, at) {
            None => true,
            Some(partner) => found.in_order(at, partner, Side::of(&code.text)),
        };
        match (found.place(at), kept[at]) {
            (_, false) => problems.push((code.text.clone(), CodeProblemKind::LeftOut)),
            (None, true) => problems.push((code.text.clone(), CodeProblemKind::PutBack)),
            (Some(_), true) => {}
        }
    }
    (found.parts(segment, &kept), problems)
}

/// The other code of a pair in the same segment.
fn partner(codes: &[InlineCode], at: usize) -> Option<usize> {
    let number = |code: &InlineCode| code.text.trim_matches(['{', '}', '/']).to_owned();
    let own = number(&codes[at]);
    codes.iter().enumerate().position(|(other, code)| other != at && number(code) == own)
}

/// A target's text with the first place of every code of its segment, in order.
struct Found<'t> {
    target: &'t str,
    /// Which code, and where in the target.
    codes: Vec<(usize, Range<usize>)>,
    /// Codes that were there before: they are no text.
    repeated: Vec<Range<usize>>,
}

impl<'t> Found<'t> {
    fn read(target: &'t str, segment: &Segment, problems: &mut Problems) -> Found<'t> {
        let mut found = Found { target, codes: Vec::new(), repeated: Vec::new() };
        for range in placeholders(target) {
            let text = &target[range.clone()];
            match segment.codes.iter().position(|code| code.text == text) {
                Some(code) if found.place(code).is_none() => found.codes.push((code, range)),
                Some(_) => {
                    problems.push((text.to_owned(), CodeProblemKind::Repeated));
                    found.repeated.push(range);
                }
                None if segment.text.contains(text) => {}
                None => problems.push((text.to_owned(), CodeProblemKind::Unknown)),
            }
        }
        found
    }

    fn place(&self, code: usize) -> Option<usize> {
        self.codes.iter().position(|(found, _)| *found == code)
    }

    /// Whether both codes of a pair are there, the opening one first.
    fn in_order(&self, code: usize, partner: usize, side: Side) -> bool {
        let (open, close) = if side == Side::Opens { (code, partner) } else { (partner, code) };
        self.place(open).zip(self.place(close)).is_some_and(|(open, close)| open < close)
    }

    fn parts(&self, segment: &Segment, kept: &[bool]) -> Vec<Part> {
        let part = |code: usize| {
            let InlineCode { text, start, end } = &segment.codes[code];
            Part::Code { range: *start..*end, side: Side::of(text) }
        };
        let missing = |closes: bool| {
            let is_missing = move |&code: &usize| kept[code] && self.place(code).is_none();
            let at_edge = move |&code: &usize| (Side::of(&segment.codes[code].text) == Side::Closes) == closes;
            (0..kept.len()).filter(is_missing).filter(at_edge).map(part).collect::<Vec<_>>()
        };
        let mut marks: Vec<(Range<usize>, Option<usize>)> =
            self.codes.iter().map(|(code, range)| (range.clone(), kept[*code].then_some(*code))).collect();
        marks.extend(self.repeated.iter().map(|range| (range.clone(), None)));
        marks.sort_by_key(|(range, _)| range.start);
        let mut parts = missing(true);
        let mut at = 0;
        for (range, code) in marks {
            push_text(&mut parts, &self.target[at..range.start]);
            parts.extend(code.map(part));
            at = range.end;
        }
        push_text(&mut parts, &self.target[at..]);
        parts.extend(missing(false));
        parts
    }
}

fn push_text(parts: &mut Vec<Part>, text: &str) {
    if let Some(Part::Text(last)) = parts.last_mut() {
        last.push_str(text);
    } else if !text.is_empty() {
        parts.push(Part::Text(text.to_owned()));
    }
}
