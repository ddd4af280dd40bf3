//! First names as initials: M. J. Zarif, G. W. Bush, م. ج. ظریف.

use super::casing::Case;
use super::form::{Form, join};
use super::line::Line;
use super::seam::first_part;
use super::walk::Lead;

/// The letters of a person's name with initials for its first names, in every way that is usual: mjzarif, mjavadzarif
/// and mzarif for Mohammad Javad Zarif.
pub(super) fn with_initials(words: &[String]) -> Vec<String> {
    let Some((last, first)) = words.split_last().filter(|(last, _)| last.chars().nth(2).is_some()) else {
        return Vec::new();
    };
    let mut spellings = Vec::new();
    for given in 1..=first.len() {
        for initials in initials(&first[..given]) {
            spellings.push(initials.clone() + &join(&words[given..]));
            spellings.push(initials + last);
        }
    }
    spellings.sort();
    spellings.dedup();
    spellings
}

/// The first letters of some names; two of a name that is written together, محمدجواد.
fn initials(names: &[String]) -> Vec<String> {
    let of_each: String = names.iter().filter_map(|name| name.chars().next()).collect();
    let behind_first = names[0].chars().next().zip(second_part(&names[0]));
    let of_parts = behind_first.map(|(one, two)| {
        [one, two].into_iter().chain(names[1..].iter().filter_map(|name| name.chars().next())).collect()
    });
    std::iter::once(of_each).chain(of_parts).collect()
}

fn second_part(name: &str) -> Option<char> {
    let behind = &name[first_part(name)?.len()..];
    behind.chars().next().filter(|_| behind.chars().nth(2).is_some())
}

/// Whether the words of a lead to a name with initials are initials with dots and, behind them, words of the name.
pub(super) fn are_initials(form: &Form, line: &Line, lead: &Lead) -> bool {
    let is_initial = |at: &usize| {
        let is_capital = matches!(Case::of(line.cased(*at)), Case::Upper | Case::Without);
        is_capital && line.words[*at].letters().chars().nth(1).is_none() && line.key_behind(*at) == Some(".")
    };
    let names = lead.first + (lead.first..lead.last).take_while(is_initial).count();
    let is_capital = matches!(Case::of(line.cased(lead.last)), Case::Title | Case::Upper | Case::Without);
    let is_last_name = form.words.last().is_some_and(|last| last.chars().count() == lead.last_letters);
    let are_names = (names..lead.last).all(|at| form.words.iter().any(|word| word == line.words[at].letters()));
    names > lead.first && is_capital && is_last_name && are_names
}
