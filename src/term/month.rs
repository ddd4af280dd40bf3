//! Names that are months too: Theresa May, and the May of 1979.

use crate::model::TermType;

use super::form::Form;
use super::line::Line;

/// Months that are names of persons or places.
const MONTHS: [&str; 6] = ["april", "august", "january", "june", "march", "may"];

/// What stands before a month, and seldom before a name.
const BEFORE: [&str; 13] =
    ["during", "early", "every", "in", "last", "late", "mid", "next", "on", "past", "since", "this", "until"];

/// Whether a one-word name is the month here: behind a preposition of time, or beside the number of a day or year.
pub(super) fn is_month(form: &Form, line: &Line, first: usize, last: usize) -> bool {
    let is_number =
        |key: Option<&str>| key.is_some_and(|key| key.len() <= 4 && key.starts_with(|c: char| c.is_ascii_digit()));
    let is_beside = || {
        let before = line.key_before(first);
        before.is_some_and(|key| BEFORE.contains(&key)) || is_number(before) || is_number(line.key_behind(last))
    };
    let is_name = matches!(form.kind, TermType::Person | TermType::Place | TermType::Organization);
    is_name && MONTHS.contains(&form.joined.as_str()) && is_beside()
}
