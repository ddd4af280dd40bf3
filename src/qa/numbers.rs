//! Whether both texts speak of the same numbers.

use std::collections::BTreeSet;

use crate::model::UnitText;
use crate::text::{TokenKind, tokenize};

/// By how many years calendars differ: Gregorian and Solar Hijri, Gregorian and Lunar Hijri of our time.
const YEARS_APART: [i64; 5] = [621, 622, 579, 580, 578];
/// By how many zeros a number differs from itself with a word for thousand, million and so on, or 万 and 亿.
const ZEROS: [i32; 6] = [3, 4, 6, 8, 9, 12];
/// The highest day of a month.
const LAST_DAY: i64 = 31;

/// A number that one text lacks may be a word there (two, دو), so only numbers that are lacking on both sides disagree.
pub fn check(source: &UnitText, target: &UnitText) -> Option<String> {
    if [source, target].iter().any(|side| !side.text.contains(char::is_numeric)) {
        return None;
    }
    let has_hours = [source, target].iter().any(|side| speaks_of_hours(&side.text));
    let [source, target] = [source, target].map(numbers);
    let mut lacking: Vec<&String> = source.difference(&target).collect();
    let mut instead: Vec<&String> = target.difference(&source).collect();
    remove_pairs(&mut lacking, &mut instead, is_scaled);
    remove_pairs(&mut lacking, &mut instead, is_short_year);
    if has_hours {
        remove_clock_times(&mut lacking, &mut instead, &target);
        remove_clock_times(&mut instead, &mut lacking, &source);
        remove_pairs(&mut lacking, &mut instead, are_hours);
    }
    if remove_pairs(&mut lacking, &mut instead, are_years) {
        // The days of another calendar are others.
        let is_day = |number: &&String| number.parse().is_ok_and(|day: i64| (1..=LAST_DAY).contains(&day));
        lacking.retain(|number| !is_day(number));
        instead.retain(|number| !is_day(number));
    }
    let list = |numbers: Vec<&String>| numbers.iter().map(|number| number.as_str()).collect::<Vec<_>>().join(", ");
    match lacking.is_empty() || instead.is_empty() {
        true => None,
        false => Some(format!("the source has {}, the target {}", list(lacking), list(instead))),
    }
}

/// The values of a text's numbers; of equal ones, one.
fn numbers(side: &UnitText) -> BTreeSet<String> {
    let tokens = tokenize(&side.text, &side.language).into_iter().filter(|token| token.kind == TokenKind::Number);
    tokens.map(|token| token.key).collect()
}

/// Removes what agrees from both sides; whether there was any such.
fn remove_pairs<'a>(
    lacking: &mut Vec<&'a String>,
    instead: &mut Vec<&'a String>,
    agree: impl Fn(&str, &str) -> bool,
) -> bool {
    let before = lacking.len();
    lacking.retain(|number| match instead.iter().position(|other| agree(number, other)) {
        Some(at) => {
            instead.remove(at);
            false
        }
        None => true,
    });
    lacking.len() < before
}

/// 1.5 (million) and 1500000.
fn is_scaled(one: &str, other: &str) -> bool {
    let ((digits, zeros), (other_digits, other_zeros)) = (scientific(one), scientific(other));
    digits == other_digits && ZEROS.contains(&(zeros - other_zeros).abs())
}

/// The digits without zeros at either end, and the power of ten of the last one.
fn scientific(number: &str) -> (String, i32) {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_end_matches('0');
    let zeros = (digits.len() - significant.len()) as i32 - fraction.len() as i32;
    (significant.trim_start_matches('0').to_owned(), zeros)
}

/// 45 and 1945.
fn is_short_year(one: &str, other: &str) -> bool {
    let is = |short: &str, year: &str| short.len() == 2 && year.len() == 4 && year.ends_with(short);
    is(one, other) || is(other, one)
}

fn speaks_of_hours(text: &str) -> bool {
    let text = text.to_lowercase();
    text.contains(':')
        || ["a.m", "p.m", "am ", "pm ", "pm.", "pm,"].iter().any(|mark| text.contains(mark))
        || text.ends_with("pm")
}

/// Removes 4.40 (p.m.) where the other text, with `all` its numbers, says 4 or 16 and 40.
fn remove_clock_times(times: &mut Vec<&String>, others: &mut Vec<&String>, all: &BTreeSet<String>) {
    times.retain(|time| {
        let Some((hour, minutes)) = clock_time(time) else { return true };
        let parts = [hour, hour + 12].map(|hour| hour.to_string());
        let is_told = parts.iter().any(|hour| all.contains(hour)) && all.contains(&minutes.to_string());
        if is_told {
            others.retain(|other| **other != minutes.to_string() && !parts.contains(other));
        }
        !is_told
    });
}

/// The hour and minutes of 4.40, whose key has lost its last zero.
fn clock_time(number: &str) -> Option<(u8, u8)> {
    let (hour, minutes) = number.split_once('.').filter(|(_, minutes)| minutes.len() <= 2)?;
    let (hour, minutes) = (hour.parse().ok()?, format!("{minutes:0<2}").parse().ok()?);
    (hour < 24 && minutes < 60).then_some((hour, minutes))
}

/// 3 (p.m.) and 15.
fn are_hours(one: &str, other: &str) -> bool {
    let hour = |number: &str| number.parse().ok().filter(|hour: &i64| (0..=24).contains(hour));
    hour(one).zip(hour(other)).is_some_and(|(one, other)| (one - other).abs() == 12)
}

fn are_years(one: &str, other: &str) -> bool {
    let year = |number: &str| number.parse().ok().filter(|year: &i64| (1000..2200).contains(year));
    year(one).zip(year(other)).is_some_and(|(one, other)| YEARS_APART.contains(&(one - other).abs()))
}
