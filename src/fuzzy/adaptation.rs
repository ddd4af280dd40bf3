//! Puts the query's numbers into a near-exact match's target.

use std::collections::BTreeMap;

use super::profile::{Profile, Word};

/// The target with the query's numbers in the places of the unit's, in the digits that the target uses.
///
/// `query` and `source` have the same words and differ in number values. `None` where it is not certain which number
/// goes where: a value that became two different ones, or that the target has more or less often than the source, or a
/// currency, percent or minus sign that changed.
pub fn adapt_numbers(query: (&str, &Profile), source: &Profile, target: (&str, &Profile)) -> Option<String> {
    if query.1.signs != source.signs {
        return None;
    }
    let replacements = replacements(query.1, source)?;
    let numbers = || target.1.words.iter().filter(|w| w.is_number);
    for (old, replacement) in &replacements {
        if numbers().filter(|w| &*w.key == *old).count() != replacement.times {
            return None;
        }
    }
    let (mut adapted, mut at) = (String::with_capacity(target.0.len()), 0);
    for number in numbers() {
        if let Some(replacement) = replacements.get(&*number.key) {
            adapted.push_str(&target.0[at..number.start]);
            let written = &target.0[number.start..number.end];
            adapted.push_str(&in_style_of(&query.0[replacement.by.start..replacement.by.end], written));
            at = number.end;
        }
    }
    adapted.push_str(&target.0[at..]);
    Some(adapted)
}

struct Replacement<'a> {
    by: &'a Word,
    /// How often the old value stands in the source.
    times: usize,
}

/// For each value of the source that changes, what it becomes; `None` if one value would become two.
fn replacements<'a>(query: &'a Profile, source: &'a Profile) -> Option<BTreeMap<&'a str, Replacement<'a>>> {
    let mut by_value: BTreeMap<&str, Replacement> = BTreeMap::new();
    for (new, old) in query.words.iter().zip(&source.words).filter(|(new, _)| new.is_number) {
        let entry = by_value.entry(&old.key).or_insert(Replacement { by: new, times: 0 });
        if entry.by.key != new.key {
            return None;
        }
        entry.times += 1;
    }
    by_value.retain(|old, replacement| *old != &*replacement.by.key);
    Some(by_value)
}

/// Rewrites the digits and separators of `number` as `model` has them.
fn in_style_of(number: &str, model: &str) -> String {
    let zero = model.chars().find_map(zero_of).unwrap_or('0');
    let (decimal, grouping) = match zero {
        '0' => ('.', ','),
        _ => (model.chars().find(|c| matches!(c, '٫' | '/')).unwrap_or('٫'), '٬'),
    };
    let rewrite = |c: char| match digit_value(c) {
        Some(digit) => char::from_u32(zero as u32 + digit).unwrap_or(c),
        // Within one number a slash is a decimal point: a date is several numbers.
        None if matches!(c, '.' | '٫' | '/') => decimal,
        None if matches!(c, ',' | '٬' | '،') => grouping,
        None => c,
    };
    number.chars().map(rewrite).collect()
}

fn zero_of(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some('0'),
        '۰'..='۹' => Some('۰'),
        '٠'..='٩' => Some('٠'),
        _ => None,
    }
}

fn digit_value(c: char) -> Option<u32> {
    zero_of(c).map(|zero| c as u32 - zero as u32)
}
