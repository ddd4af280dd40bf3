//! Numbers in digits: where they end, and the value that they are compared by.

use super::class::{KASHIDA, digit, is_removed};
use super::persian;

/// How a language writes its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NumberStyle {
    /// 1,234.5
    Point,
    /// 1.234,5; the other style is understood where this one makes no sense of a number.
    Comma,
    /// 1,234.5, and ۳۸/۷ with Persian digits.
    Slash,
}

/// Languages whose newspapers write 1.234,5. (CLDR; regions that differ, as Mexico does, are few.)
const DECIMAL_COMMA: [&str; 35] = [
    "az", "bg", "bs", "ca", "cs", "da", "de", "el", "es", "et", "fi", "fr", "gl", "hr", "hu", "id", "is", "it", "kk",
    "lt", "lv", "mk", "nb", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "tr", "uk",
];

impl NumberStyle {
    /// By the primary subtag of a language.
    pub fn of(primary: &str) -> NumberStyle {
        if persian::is_persian(primary) {
            NumberStyle::Slash
        } else if DECIMAL_COMMA.contains(&primary) {
            NumberStyle::Comma
        } else {
            NumberStyle::Point
        }
    }
}

/// A number, or a separator between two numbers that make no value together.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// The value in ASCII digits, without grouping and without zeros that change nothing.
    Number(String),
    Separator,
}

/// Reads the digits and separators that start at byte `start`, up to the last digit before something else.
///
/// Gives each piece with its byte range. `1,234.5` is one number; what makes no number as a whole (12.5.2024, 3,5 in
/// English) is taken apart at every separator, so that no half of a date is mistaken for a decimal.
pub(super) fn pieces(text: &str, start: usize, style: NumberStyle) -> Vec<(Piece, usize, usize)> {
    let run = digit_run(text, start, style);
    if let Some(reading) = read_run(&run, style) {
        return vec![(Piece::Number(reading.value()), start, end_of(&run))];
    }
    // A slash that is no decimal mark binds weaker than the other separators: ۱٬۰۰۰/۲٬۰۰۰ are two numbers.
    let by_slash = run.split_inclusive(|d| d.symbol == '/').flat_map(|part| {
        let (number, slash) = part.split_at(part.iter().take_while(|d| d.symbol != '/').count());
        simple_pieces(number, style).into_iter().chain(slash.iter().map(separator))
    });
    by_slash.collect()
}

/// How the digits and separators of one number are understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// ASCII digits, with the zeros that were written; at least one.
    pub whole: String,
    /// The digits behind the decimal mark; likewise, but perhaps none.
    pub fraction: String,
    /// As written.
    pub grouping: Option<char>,
    /// As written.
    pub decimal: Option<char>,
}

impl Reading {
    /// In ASCII digits, without grouping and without zeros that change nothing.
    fn value(&self) -> String {
        let whole = self.whole.trim_start_matches('0');
        let fraction = self.fraction.trim_end_matches('0');
        let whole = if whole.is_empty() { "0" } else { whole };
        if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
    }
}

/// Reads a text that is one number and nothing else.
pub(super) fn read(text: &str, style: NumberStyle) -> Option<Reading> {
    let run = digit_run(text, 0, style);
    let behind = &text[end_of(&run)..];
    read_run(&run, style).filter(|_| behind.chars().all(is_removed))
}

/// One character of a run: an ASCII digit or the separator as written, with its byte range.
#[derive(Clone, Copy, Debug)]
struct Digit {
    symbol: char,
    start: usize,
    end: usize,
}

fn digit_run(text: &str, start: usize, style: NumberStyle) -> Vec<Digit> {
    let mut run = Vec::new();
    // Bidi marks stand between digits and separators of right-to-left text. A kashida there is a dash.
    let is_seen = |&(_, c): &(usize, char)| c == KASHIDA || !is_removed(c);
    let mut chars = text[start..].char_indices().filter(is_seen).peekable();
    let mut previous = ' ';
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |&(_, next)| next);
        let symbol = match digit(c) {
            Some(value) => char::from(b'0' + value),
            None if is_separator(c, previous, next, style) => c,
            None => break,
        };
        run.push(Digit { symbol, start: start + at, end: start + at + c.len_utf8() });
        previous = c;
    }
    run
}

fn is_separator(c: char, previous: char, next: char, style: NumberStyle) -> bool {
    let between_digits = digit(previous).is_some() && digit(next).is_some();
    between_digits
        && match c {
            '.' | ',' | '٫' | '٬' | '،' => true,
            '/' => style == NumberStyle::Slash && persian::is_digit(previous) && persian::is_digit(next),
            _ => false,
        }
}

fn end_of(run: &[Digit]) -> usize {
    run.last().map_or(0, |digit| digit.end)
}

fn separator(digit: &Digit) -> (Piece, usize, usize) {
    (Piece::Separator, digit.start, digit.end)
}

/// The pieces of a run without slashes.
fn simple_pieces(run: &[Digit], style: NumberStyle) -> Vec<(Piece, usize, usize)> {
    if let (Some(reading), Some(first)) = (read_run(run, style), run.first()) {
        return vec![(Piece::Number(reading.value()), first.start, end_of(run))];
    }
    let same_kind = |a: &Digit, b: &Digit| a.symbol.is_ascii_digit() && b.symbol.is_ascii_digit();
    let piece = |part: &[Digit]| match part.iter().all(|d| d.symbol.is_ascii_digit()) {
        true => (Piece::Number(reading(part, &[], None).value()), part[0].start, end_of(part)),
        false => separator(&part[0]),
    };
    run.chunk_by(same_kind).map(piece).collect()
}

/// Reads a run that is one number as a whole.
fn read_run(run: &[Digit], style: NumberStyle) -> Option<Reading> {
    match style {
        NumberStyle::Point => read_with(run, &['.', '٫'], &[',', '٬', '،']),
        NumberStyle::Comma => {
            read_with(run, &[',', '٫'], &['.', '٬']).or_else(|| read_with(run, &['.', '٫'], &[',', '٬']))
        }
        // The thousands mark is put for the decimal mark, ۲٬۵۲, as often as where it belongs.
        NumberStyle::Slash => read_with(run, &['.', '٫', '/'], &[',', '٬', '،'])
            .filter(|reading| !is_span_of_years(reading))
            .or_else(|| read_with(run, &['٬'], &[])),
    }
}

fn read_with(run: &[Digit], decimal_marks: &[char], group_marks: &[char]) -> Option<Reading> {
    let mark = run.iter().position(|d| decimal_marks.contains(&d.symbol));
    let (whole, fraction) = match mark {
        Some(at) => (&run[..at], &run[at + 1..]),
        None => (run, &run[..0]),
    };
    let fraction_is_digits = fraction.iter().all(|d| d.symbol.is_ascii_digit());
    let decimal = mark.map(|at| run[at].symbol);
    (fraction_is_digits && is_whole_number(whole, group_marks)).then(|| reading(whole, fraction, decimal))
}

fn reading(whole: &[Digit], fraction: &[Digit], decimal: Option<char>) -> Reading {
    let digits = |run: &[Digit]| run.iter().map(|d| d.symbol).filter(char::is_ascii_digit).collect();
    let grouping = whole.iter().map(|d| d.symbol).find(|c| !c.is_ascii_digit());
    Reading { whole: digits(whole), fraction: digits(fraction), grouping, decimal }
}

/// Digits only, or groups of exactly three behind a first one of up to three, all by the same mark.
fn is_whole_number(run: &[Digit], group_marks: &[char]) -> bool {
    let Some(mark) = run.iter().map(|d| d.symbol).find(|c| !c.is_ascii_digit()) else {
        return !run.is_empty();
    };
    let mut groups = run.split(|d| d.symbol == mark);
    let first_fits = groups.next().is_some_and(|first| first.len() <= 3 && first[0].symbol != '0');
    let all_digits = |group: &[Digit]| group.iter().all(|d| d.symbol.is_ascii_digit());
    group_marks.contains(&mark) && first_fits && groups.all(|group| group.len() == 3 && all_digits(group))
}

/// ۱۹۷۷/۱۹۷۸ are two years, ۵/۱۴۰۳ a month and its year: four digits behind a slash are decimals in ۰/۰۰۰۵ only.
fn is_span_of_years(reading: &Reading) -> bool {
    reading.decimal == Some('/') && reading.fraction.len() == 4 && reading.whole.bytes().any(|digit| digit != b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str, language: &str) -> String {
        let pieces = pieces(text, 0, NumberStyle::of(language));
        let key = |(piece, start, end): &(Piece, usize, usize)| match piece {
            Piece::Number(value) => value.clone(),
            Piece::Separator => text[*start..*end].to_owned(),
        };
        pieces.iter().map(key).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_number_is_compared_by_its_value() {
        let cases = [
            ("en", "1,000", "1000"),
            ("en", "1,234,567.89", "1234567.89"),
            ("en", "38.7", "38.7"),
            ("en", "02", "2"),
            ("en", "0", "0"),
            ("en", "000", "0"),
            ("en", "0.50", "0.5"),
            ("en", "5.0", "5"),
            ("fa", "۱٬۲۳۴٫۵", "1234.5"),
            ("fa", "۱،۰۰۰", "1000"),
            ("fa", "۳۸/۷", "38.7"),
            ("fa", "٣٨/٧", "38.7"),
            ("fa", "۰/۱۴", "0.14"),
            ("fa", "۰/۰۰۰۵", "0.0005"),
            ("fa", "۳/۱۴۱۵۹", "3.14159"),
            ("fa", "۲٬۵۲", "2.52"),
            ("fa", "۶٬۴", "6.4"),
            ("fa", "۱۰٬۰۰۰", "10000"),
            ("fa", "۳۸\u{200F}/\u{200F}۷\u{200F}", "38.7"),
            ("de", "1.234,5", "1234.5"),
            ("de", "38.7", "38.7"),
            ("de", "1.000", "1000"),
        ];
        for (language, text, expected) in cases {
            assert_eq!(keys(text, language), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_single_number_is_taken_apart() {
        let cases = [
            ("en", "02/05/2024", "2"),
            ("en", "3,5", "3 , 5"),
            ("en", "1,2,3", "1 , 2 , 3"),
            ("en", "10,00,000", "10 , 0 , 0"),
            ("en", "0,123", "0 , 123"),
            ("en", "12.5.2024", "12 . 5 . 2024"),
            ("en", "192.168.100.200", "192 . 168 . 100 . 200"),
            ("fa", "۱۲/۵/۱۴۰۳", "12 / 5 / 1403"),
            ("fa", "۱۹۷۷/۱۹۷۸", "1977 / 1978"),
            ("fa", "۵/۱۴۰۳", "5 / 1403"),
            ("fa", "۱٬۰۰۰/۲٬۰۰۰", "1000 / 2000"),
            ("fa", "24/7", "24"),
            ("fa", "۲٬۵۲٬۳", "2 ٬ 52 ٬ 3"),
            ("fa", "۳,۵", "3 , 5"),
            ("fa", "۱۴۰۰ـ۱۴۰۱", "1400"),
            ("en", "۳۸/۷", "38"),
        ];
        for (language, text, expected) in cases {
            assert_eq!(keys(text, language), expected, "{text}");
        }
    }

    #[test]
    fn a_separator_behind_the_last_digit_is_not_part_of_it() {
        for text in ["1,000.", "1,000,", "1,000, 5", "1,000-5", "1,000..5"] {
            assert_eq!(keys(text, "en"), "1000", "{text}");
        }
    }
}
