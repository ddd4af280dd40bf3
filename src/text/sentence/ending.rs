//! Everything around a possible end of a sentence, taken apart.

use super::chars::{is_bidi_mark, is_closer, is_mark, is_right_mark};
use super::word::{Next, Previous};

/// How far back an opening mark is looked for, in characters.
const LONGEST_ASIDE: usize = 300;

/// A run of marks with its surroundings: `previous` `run` `closers` (white space) `next`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ending<'a> {
    pub previous: Previous<'a>,
    /// The sentence up to the marks.
    sentence: &'a str,
    /// The marks: `.`, `?!`, `...`, `. . .`.
    pub run: &'a str,
    /// Quotation marks, brackets, emphasis marks and note numbers behind the run.
    pub closers: &'a str,
    /// What stands behind the white space.
    pub next: Next<'a>,
    /// Everything behind the closers and the white space.
    pub rest: &'a str,
    /// Whether no white space separates the run and its closers from the rest.
    pub glued: bool,
    /// Whether white space stands before the run.
    pub spaced: bool,
    /// Whether an opening bracket stands right before the run, as in `(!)`.
    pub bracketed: bool,
    /// Byte offset behind the run and its closers.
    pub end: usize,
}

impl<'a> Ending<'a> {
    /// Reads the ending whose first mark is at `at`, in a sentence that starts at `start`.
    ///
    /// `in_quotation`: whether an odd number of straight quotation marks stands before, so that the next one closes.
    pub fn read(text: &'a str, start: usize, at: usize, in_quotation: bool) -> Ending<'a> {
        let sentence = &text[start..at];
        let run_end = at + run_length(&text[at..]);
        let run = &text[at..run_end];
        let end = run_end + closers_length(&text[run_end..], in_quotation);
        let rest = text[end..].trim_start();
        Ending {
            previous: Previous::of(sentence.trim_end_matches([' ', '\u{a0}'])),
            sentence,
            run,
            closers: &text[run_end..end],
            next: Next::of(rest),
            rest,
            glued: !rest.is_empty() && rest.len() == text.len() - end,
            spaced: sentence.ends_with(char::is_whitespace),
            bracketed: sentence.trim_end_matches([' ', '\u{a0}']).ends_with(['(', '[']),
            end,
        }
    }

    /// Whether the run is `…`, `...` or `. . .` and nothing more decided.
    pub fn is_ellipsis(&self) -> bool {
        let only_dots = self.run.chars().all(|c| matches!(c, '.' | '…' | ' ' | '\u{a0}'));
        only_dots && (self.run.contains('…') || self.run.len() > 1)
    }

    /// Where a full stop ends before an ellipsis that opens the next sentence: `words. . . . The`.
    pub fn full_stop_before_ellipsis(&self) -> Option<usize> {
        let four_spaced = self.run.starts_with(". .") && self.run.matches('.').count() == 4;
        let behind_word = self.previous.word.ends_with(char::is_alphanumeric) && !self.spaced;
        (four_spaced && behind_word).then(|| self.end - self.closers.len() - self.run.len() + 1)
    }

    /// What stands in the sentence before the bracket or quotation mark that the closers close; `None` if it opened in an
    /// earlier sentence, too far back to look, or is straight and so could be either.
    pub fn before_opener(&self) -> Option<&'a str> {
        let opener = match self.closers.chars().next()? {
            '»' => '«',
            '”' => '“',
            ')' => '(',
            _ => return None,
        };
        // The look is bounded, so that scanning stays linear.
        let (at, _) = self.sentence.char_indices().rev().take(LONGEST_ASIDE).find(|&(_, c)| c == opener)?;
        Some(self.sentence[..at].trim_end())
    }

    pub fn is_full_stop(&self) -> bool {
        self.run == "."
    }

    /// Whether the closers close a quotation or a bracket (and not only emphasis or a note).
    pub fn closes(&self) -> bool {
        self.closers.contains(|c: char| is_right_mark(c) || matches!(c, '"' | '\'' | '’'))
    }
}

/// Length in bytes of the marks at the start of `text`, with single spaces between them: `. . .`, `? ...`.
fn run_length(text: &str) -> usize {
    let mut end = 0;
    loop {
        let rest = &text[end..];
        let space = rest.chars().next().filter(|c| matches!(c, ' ' | '\u{a0}'));
        let marks = &rest[space.map_or(0, char::len_utf8)..];
        let behind_marks = marks.trim_start_matches(is_mark);
        // A mark behind a space may open a word: `.NET`.
        let opens_word = space.is_some() && behind_marks.starts_with(char::is_alphanumeric);
        if behind_marks.len() == marks.len() || opens_word {
            return end;
        }
        end = text.len() - behind_marks.len();
    }
}

/// Length in bytes of the closing marks at the start of `text`. Marks that only close may stand behind a space.
fn closers_length(text: &str, mut in_quotation: bool) -> usize {
    let mut end = 0;
    loop {
        let rest = &text[end..];
        let Some(first) = rest.chars().next() else { return end };
        end += match first {
            '"' if !in_quotation && opens_quotation(rest) => return end,
            '"' => {
                in_quotation = !in_quotation;
                1
            }
            _ if is_closer(first) => first.len_utf8(),
            '[' | '{' | '<' => match note_length(rest) {
                0 => return end,
                length => length,
            },
            _ if first.is_whitespace() || is_bidi_mark(first) => match spaced_closer(rest, in_quotation) {
                0 => return end + trailing_bidi_marks(rest),
                length => length,
            },
            _ => return end,
        };
    }
}

/// A straight quotation mark glued to a letter opens, when none is open.
fn opens_quotation(rest: &str) -> bool {
    rest[1..].starts_with(char::is_alphanumeric)
}

/// `[12]`, `{/1}` or `</b>`: a note or a closing code that belongs to the sentence before it. Its length, or 0.
fn note_length(rest: &str) -> usize {
    let close = match rest.as_bytes()[0] {
        b'[' => ']',
        b'{' => '}',
        _ => '>',
    };
    let Some((end, _)) = rest.char_indices().take(12).find(|&(_, c)| c == close) else {
        return 0;
    };
    let inside = &rest[1..end];
    let is_note = match close {
        ']' => !inside.is_empty() && inside.chars().all(char::is_numeric),
        _ => inside.starts_with('/'),
    };
    if is_note { end + 1 } else { 0 }
}

/// Direction marks that cling to the sentence before them, a space behind them: their length, or 0.
fn trailing_bidi_marks(rest: &str) -> usize {
    let behind = rest.trim_start_matches(is_bidi_mark);
    let clings = behind.is_empty() || behind.starts_with(char::is_whitespace);
    if clings { rest.len() - behind.len() } else { 0 }
}

/// A closing mark behind one white space character or direction marks, as in `. »`: its length with what is before it, or 0.
fn spaced_closer(rest: &str, in_quotation: bool) -> usize {
    let mut spaces = 0;
    for (at, c) in rest.char_indices().take(6) {
        match c {
            '"' | '\'' if spaces == 1 && (in_quotation || c == '\'') => {
                let stands_alone = rest[at + 1..].chars().next().is_none_or(|c| !c.is_alphanumeric());
                let behind_is_space = rest[at + 1..].trim_start_matches(' ').chars().next();
                let opens = c == '\'' && behind_is_space.is_some_and(char::is_alphanumeric);
                return if stands_alone && !opens { at + 1 } else { 0 };
            }
            _ if is_right_mark(c) => return at + c.len_utf8(),
            _ if c.is_whitespace() => spaces += 1,
            _ if is_bidi_mark(c) => {}
            _ => return note_behind(rest, at),
        }
    }
    0
}

/// `a gas. [1][2]`: note numbers behind a space.
fn note_behind(rest: &str, at: usize) -> usize {
    match &rest[at..] {
        note if note.starts_with('[') && note_length(note) > 0 => at + note_length(note),
        _ => 0,
    }
}
