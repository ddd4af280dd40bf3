//! From the flavour of regular expression that ICU and Java share to that of Rust.
//!
//! Each expression comes out twice: exactly, and as a wider one that a finite automaton can run. The wider one matches
//! wherever the exact one does: assertions are left out of it, atomic groups are plain ones, and a back-reference is
//! anything at all. Only whether and where an expression matches counts, not what its groups catch, so lazy quantifiers
//! become greedy ones.

use super::class::class;
use super::cursor::Cursor;
use super::escape::{Escape, escape, literal};

/// Groups within groups, beyond which an expression is refused.
const MAX_NESTING: usize = 50;
/// The largest count of a repetition.
const MAX_COUNT: u32 = 1000;

const LINE_ENDS: &str = r"\n\r\x{85}\x{2028}\x{2029}";
const EMPTY: &str = "(?:)";
const ANYTHING: &str = "(?:(?s:.)*)";

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Translated {
    pub exact: String,
    pub wide: String,
    /// As large as `exact`, or larger, and of nothing that an automaton cannot run.
    pub sized: String,
    /// Whether `exact` needs look-around, back-references or atomic groups.
    pub is_fancy: bool,
    /// How many assertions of a word boundary there are, or of none.
    pub word_assertions: usize,
    /// Whether the expression is `\b` and something without alternatives outside of groups.
    pub begins_at_word_boundary: bool,
}

pub(super) fn translate(regex: &str) -> Result<Translated, String> {
    let mut translator = Translator {
        input: Cursor::new(regex),
        out: Translated::default(),
        groups: Vec::new(),
        flags: Flags::default(),
    };
    while let Some(c) = translator.input.next() {
        translator.token(c)?;
    }
    match translator.groups.is_empty() {
        true => Ok(translator.out),
        false => Err("a `(` is not closed".into()),
    }
}

/// The flags that are translated away; `i` alone is left to the engine.
#[derive(Clone, Copy, Debug, Default)]
struct Flags {
    dot_matches_line_end: bool,
    is_multi_line: bool,
    has_comments: bool,
}

/// A group that is open.
struct Group {
    /// As they were outside.
    flags: Flags,
    /// Of look-around: how long the wide expression was before it.
    look_around: Option<usize>,
}

struct Translator<'a> {
    input: Cursor<'a>,
    out: Translated,
    groups: Vec<Group>,
    flags: Flags,
}

impl Translator<'_> {
    fn token(&mut self, c: char) -> Result<(), String> {
        match c {
            '\\' => self.escape()?,
            '[' => {
                let class = class(&mut self.input)?;
                self.both(&class);
            }
            '(' => self.open()?,
            ')' => self.close()?,
            '|' => {
                self.out.begins_at_word_boundary &= !self.groups.is_empty();
                self.both("|");
            }
            '.' if self.flags.dot_matches_line_end => self.both("(?s:.)"),
            '.' => self.both(&format!("[^{LINE_ENDS}]")),
            '^' if self.flags.is_multi_line => self.fancy(&format!(r"(?:\A|(?<=[{LINE_ENDS}]))"), EMPTY),
            '^' => self.both(r"\A"),
            '$' if self.flags.is_multi_line => self.fancy(&format!(r"(?:(?=[{LINE_ENDS}])|\z)"), EMPTY),
            '$' => self.end_of_text(),
            '*' | '+' | '?' => self.quantifier(&c.to_string()),
            '{' => self.count()?,
            '#' if self.flags.has_comments => {
                self.input.take_while(usize::MAX, |c| c != '\n');
            }
            c if self.flags.has_comments && c.is_whitespace() => {}
            c => self.both(&literal(c)),
        }
        Ok(())
    }

    fn both(&mut self, text: &str) {
        self.emit(text, text);
        self.out.sized.push_str(text);
    }

    fn emit(&mut self, exact: &str, wide: &str) {
        self.out.exact.push_str(exact);
        self.out.wide.push_str(wide);
    }

    fn begin_group(&mut self, exact: &str, wide: &str) {
        self.emit(exact, wide);
        self.out.sized.push_str("(?:a");
    }

    /// What an automaton cannot run.
    fn fancy(&mut self, exact: &str, wide: &str) {
        self.out.is_fancy = true;
        self.emit(exact, wide);
        self.out.sized.push('a');
    }

    /// The end, or what is before a line end there.
    fn end_of_text(&mut self) {
        self.fancy(&format!(r"(?=(?:\r\n|[{LINE_ENDS}])?\z)"), EMPTY);
    }

    fn escape(&mut self) -> Result<(), String> {
        if self.input.eat("Q") {
            let (quoted, rest) = self.input.rest().split_once("\\E").unwrap_or((self.input.rest(), ""));
            self.input = Cursor::new(rest);
            quoted.chars().for_each(|c| self.both(&literal(c)));
            return Ok(());
        }
        match escape(&mut self.input)? {
            Escape::Char(c) => self.both(&literal(c)),
            Escape::Set(content) => self.both(&format!("[{content}]")),
            Escape::Other => self.special()?,
        }
        Ok(())
    }

    fn special(&mut self) -> Result<(), String> {
        let letter = self.input.next().unwrap_or_default();
        match letter {
            'b' | 'B' => self.word_assertion(letter),
            'A' | 'z' => self.both(&format!("\\{letter}")),
            'Z' => self.end_of_text(),
            'R' => self.both(r"(?:\r\n|[\n-\r\x{85}\x{2028}\x{2029}])"),
            // A grapheme nearly enough: a character and the marks on it.
            'X' => self.both(r"(?:\r\n|\P{M}\p{M}*|\p{M}+)"),
            'E' => {}
            '1'..='9' => self.fancy(&format!("\\{letter}"), ANYTHING),
            'k' if self.input.eat("<") => {
                let name = self.input.until('>').ok_or("a `\\k<` is not closed")?;
                self.fancy(&format!("\\k<{name}>"), ANYTHING);
            }
            _ => return Err(format!("`\\{letter}` is not supported")),
        }
        Ok(())
    }

    fn word_assertion(&mut self, letter: char) {
        let is_repeated = matches!(self.input.peek(), Some('*' | '+' | '?' | '{'));
        let is_first = self.out.exact.is_empty();
        self.out.begins_at_word_boundary |= is_first && letter == 'b' && !is_repeated;
        self.out.word_assertions += 1;
        self.emit(&format!("\\{letter}"), EMPTY);
        self.out.sized.push('a');
    }

    fn open(&mut self) -> Result<(), String> {
        if self.groups.len() == MAX_NESTING {
            return Err(format!("groups lie more than {MAX_NESTING} deep in each other"));
        }
        if self.input.eat("?#") {
            return self.input.until(')').map(|_| ()).ok_or_else(|| "a comment is not closed".into());
        }
        let outside = self.flags;
        let look_around = ["?=", "?!", "?<=", "?<!"].into_iter().find(|start| self.input.eat(start));
        match look_around {
            Some(start) => {
                self.groups.push(Group { flags: outside, look_around: Some(self.out.wide.len()) });
                self.out.is_fancy = true;
                let start = format!("({start}");
                self.begin_group(&start, &start);
            }
            None if self.open_plain()? => self.groups.push(Group { flags: outside, look_around: None }),
            None => {}
        }
        Ok(())
    }

    /// Whether a group was opened, and no flags just set.
    fn open_plain(&mut self) -> Result<bool, String> {
        if self.input.eat("?>") {
            self.out.is_fancy = true;
            self.begin_group("(?>", "(?:");
        } else if self.input.eat("?<") {
            let name = self.input.until('>').ok_or("a `(?<` is not closed")?;
            let start = format!("(?<{name}>");
            self.begin_group(&start, &start);
        } else if self.input.eat("?") {
            return self.set_flags();
        } else {
            self.begin_group("(", "(");
        }
        Ok(true)
    }

    fn set_flags(&mut self) -> Result<bool, String> {
        let mut is_on = true;
        let mut flags = String::from("(?");
        loop {
            match self.input.next() {
                Some('-') => is_on = false,
                Some('i') if is_on => flags.push('i'),
                Some('i') => flags.push_str("-i"),
                Some('s') => self.flags.dot_matches_line_end = is_on,
                Some('m') => self.flags.is_multi_line = is_on,
                Some('x') => self.flags.has_comments = is_on,
                // Unicode is always on, and so is every line end.
                Some('u' | 'U' | 'w' | 'd') => {}
                Some(')') => {
                    let text = if flags.len() > 2 { flags + ")" } else { EMPTY.into() };
                    self.both(&text);
                    return Ok(false);
                }
                Some(':') => {
                    flags.push(':');
                    self.begin_group(&flags, &flags);
                    return Ok(true);
                }
                _ => return Err("a group begins with `(?` and something unknown".into()),
            }
        }
    }

    fn close(&mut self) -> Result<(), String> {
        let group = self.groups.pop().ok_or("a `)` closes nothing; write `\\)`")?;
        self.flags = group.flags;
        self.both(")");
        if let Some(start) = group.look_around {
            self.out.wide.truncate(start);
            self.out.wide.push_str(EMPTY);
        }
        Ok(())
    }

    fn count(&mut self) -> Result<(), String> {
        let mut ahead = self.input;
        let counts = ahead.until('}').unwrap_or_default();
        let (least, most) = counts.split_once(',').unwrap_or((counts, counts));
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !is_number(least) || !(is_number(most) || most.is_empty()) {
            self.both(&literal('{'));
            return Ok(());
        }
        let is_too_large = |text: &str| !text.is_empty() && text.parse::<u32>().map_or(true, |n| n > MAX_COUNT);
        if is_too_large(least) || is_too_large(most) {
            return Err(format!("it repeats something {{{counts}}} times, and {MAX_COUNT} is the most"));
        }
        self.input = ahead;
        self.quantifier(&format!("{{{counts}}}"));
        Ok(())
    }

    fn quantifier(&mut self, quantifier: &str) {
        self.both(quantifier);
        if self.input.eat("+") {
            self.out.is_fancy = true;
            self.out.exact.push('+');
        } else {
            self.input.eat("?");
        }
    }
}
