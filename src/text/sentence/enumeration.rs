//! Blocks that are lists in running text: `1. First point 2. Second point`, `a) one thing b) another`, `• this • that`.

use std::ops::Range;

/// The mark of a point: its place in the count, and the character that tells how it is dressed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marker {
    Number(u32, char),
    Letter(u8, char),
    Bullet(char),
}

impl Marker {
    /// The marker that the word `word` is.
    fn of(word: &str) -> Option<Marker> {
        let bullet = word.chars().next().filter(|c| matches!(c, '•' | '⁃' | '▪' | '●'));
        if let Some(bullet) = bullet {
            return Some(Marker::Bullet(bullet));
        }
        let (body, dress) = undressed(word)?;
        let letter = letter(body).map(|letter| Marker::Letter(letter, dress));
        letter.or_else(|| number(body).map(|number| Marker::Number(number, dress)))
    }

    fn next(self) -> Marker {
        match self {
            Marker::Number(number, dress) => Marker::Number(number + 1, dress),
            Marker::Letter(letter, dress) => Marker::Letter(letter + 1, dress),
            Marker::Bullet(bullet) => Marker::Bullet(bullet),
        }
    }
}

/// The markers of the points, if the block opens with one and at least a second continues its count. A number counts
/// only as the next of its row, so that years and quantities are left alone.
pub(super) fn points(text: &str) -> Vec<Range<usize>> {
    let mut at = text.len() - text.trim_start().len();
    let first_word = text[at..].split(char::is_whitespace).next().unwrap_or_default();
    let Some(mut marker) = Marker::of(first_word) else {
        return Vec::new();
    };
    let mut points = Vec::new();
    points.push(at..at + first_word.len());
    at += first_word.len();
    for word in text[at..].split_inclusive(char::is_whitespace) {
        let body = word.trim_end();
        match (marker, Marker::of(body)) {
            (_, found) if found == Some(marker.next()) => {
                points.push(at..at + body.len());
                marker = marker.next();
            }
            // A numbered bullet: `• 9. This • 10. That`.
            (Marker::Bullet(_), Some(Marker::Number(..))) => number_last(text, &mut points, at..at + body.len()),
            _ => {}
        }
        at += word.len();
    }
    if points.len() > 1 { points } else { Vec::new() }
}

/// Makes the number part of the last point's marker, if it stands right behind it.
fn number_last(text: &str, points: &mut [Range<usize>], number: Range<usize>) {
    if let Some(last) = points.last_mut().filter(|last| text[last.end..number.start].trim().is_empty()) {
        last.end = number.end;
    }
}

/// The cuts in order, with those before every point but the first, and without those that part a marker from its point.
pub(super) fn merge(mut cuts: Vec<usize>, points: &[Range<usize>]) -> Vec<usize> {
    cuts.retain(|cut| points.binary_search_by_key(cut, |point| point.end).is_err());
    cuts.extend(points.iter().skip(1).map(|point| point.start));
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

/// The count of a marker without its dots and brackets, and a character for these: `1.`, `1)`, `1.)`, `(1)`.
fn undressed(word: &str) -> Option<(&str, char)> {
    if let Some(body) = word.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        return Some((body, '('));
    }
    let body = word.trim_end_matches(['.', ')']);
    let last = word[body.len()..].chars().next_back()?;
    Some((body, last))
}

/// The place of a letter that counts: Latin, or Persian in the order of the abjad or of the alphabet.
fn letter(body: &str) -> Option<u8> {
    let rows: [&[&str]; 3] = [
        &["a", "b", "c", "d", "e", "f", "g", "h"],
        &["الف", "ب", "ج", "د", "ه", "و", "ز", "ح"],
        &["الف", "ب", "پ", "ت", "ث"],
    ];
    let place = rows.iter().find_map(|row| row.iter().position(|letter| *letter == body))?;
    u8::try_from(place).ok()
}

/// A number of one or two digits, ASCII or Persian.
fn number(body: &str) -> Option<u32> {
    let digit = |c: char| c.to_digit(10).or_else(|| ('۰'..='۹').contains(&c).then(|| c as u32 - '۰' as u32));
    let short = !body.is_empty() && body.len() <= 4 && body.chars().count() <= 2;
    short.then(|| body.chars().try_fold(0, |number, c| Some(number * 10 + digit(c)?)))?
}
