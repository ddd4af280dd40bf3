//! Inline codes: numbered on the source side in the order of the text, and alike on both sides.

use super::segment::Segment;
use crate::format::Record;

/// An inline element, or an opening one with its closing one.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::format) struct Code {
    /// What codes of source and target are matched by: `x` in TMX and TXML, `id` in XLIFF.
    pub x: Option<String>,
    /// What pairs the opening and the closing code: `i` in TMX, `rid` or `id` in XLIFF.
    pub i: Option<String>,
    pub is_opener: bool,
    /// Whether it is around text; else it stands alone.
    pub is_closed: bool,
    /// The native code, for example `<b>`. Text in a `<sub>` is part of it.
    pub open: String,
    /// The native code at the end, for example `</b>`.
    pub close: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::format) enum Side {
    Open,
    Close,
}

/// A place in a segment where a code opens or closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::format) struct Mark {
    /// Byte offset into the segment's text.
    pub at: usize,
    /// Index of the code in the segment.
    pub code: usize,
    pub side: Side,
}

impl Code {
    pub fn native(&mut self, side: Side) -> &mut String {
        match side {
            Side::Open => &mut self.open,
            Side::Close => &mut self.close,
        }
    }
}

/// Whether a source code and a target code are the same one.
type Rule = fn(&Code, &Code) -> bool;

fn same_shape(a: &Code, b: &Code) -> bool {
    a.is_closed == b.is_closed
}

/// Gives each target code the number, from 1, of the source code that it stands for: the one with the same `x`; else the
/// same `i`; else the same native code; else the next one of its shape. What is left over gets numbers behind the source's.
pub(in crate::format) fn target_numbers(source: &[Code], target: &[Code]) -> Vec<usize> {
    let rules: [Rule; 4] = [
        |a, b| a.x.is_some() && a.x == b.x,
        |a, b| a.i.is_some() && a.i == b.i && same_shape(a, b),
        |a, b| a.open == b.open && a.close == b.close && same_shape(a, b),
        same_shape,
    ];
    let mut numbers = vec![0; target.len()];
    let mut is_free = vec![true; source.len()];
    for is_match in rules {
        for (code, number) in target.iter().zip(&mut numbers).filter(|(_, number)| **number == 0) {
            if let Some(found) = (0..source.len()).find(|s| is_free[*s] && is_match(&source[*s], code)) {
                is_free[found] = false;
                *number = found + 1;
            }
        }
    }
    let unmatched = numbers.iter_mut().filter(|number| **number == 0);
    unmatched.zip(source.len() + 1..).for_each(|(number, next)| *number = next);
    numbers
}

/// The segment's text with its codes written in: `{1}`, `{/1}`, `{2/}`.
pub(in crate::format) fn render(segment: &Segment, numbers: &[usize]) -> String {
    let mut text = String::with_capacity(segment.text.len() + segment.marks.len() * 4);
    let mut done = 0;
    for mark in &segment.marks {
        text.push_str(&segment.text[done..mark.at]);
        done = mark.at;
        let number = numbers[mark.code];
        text.push_str(&match mark.side {
            Side::Close => format!("{{/{number}}}"),
            Side::Open if segment.codes[mark.code].is_closed => format!("{{{number}}}"),
            Side::Open => format!("{{{number}/}}"),
        });
    }
    text.push_str(&segment.text[done..]);
    text
}

/// As attributes `source.code.1`, `source.code./1` and so on: what the numbered codes stand for.
pub(in crate::format) fn keep_native_codes(record: &mut Record, side: &str, codes: &[Code], numbers: &[usize]) {
    for (code, number) in codes.iter().zip(numbers) {
        for (slash, native) in [("", &code.open), ("/", &code.close)] {
            if !native.is_empty() {
                record.add_attribute(&format!("{side}.code.{slash}{number}"), native);
            }
        }
    }
}
