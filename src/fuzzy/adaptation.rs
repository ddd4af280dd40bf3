//! Puts the query's numbers into a near-exact match's target.
//!
//! A number of the target stands for the number of the source that has the same value, whatever digits and separators either
//! is written in. That is certain only where the target has each value that changes in digits, just as often as the source,
//! and no number that the source has not: those may be miles made kilometres or a year of another calendar, and would have
//! to change too.

use std::collections::BTreeMap;

use super::profile::{Mark, Profile, Word};
use super::writing::{Writing, Zeros};
use crate::model::Language;
use crate::text::{Numeral, joined_suffix};

/// A text with what is compared of it.
#[derive(Clone, Copy, Debug)]
pub struct Written<'a> {
    pub text: &'a str,
    pub language: &'a Language,
    pub profile: &'a Profile,
}

impl<'a> Written<'a> {
    pub(super) fn numbers(self) -> impl Iterator<Item = &'a Word> {
        self.profile.words.iter().filter(|word| word.is_number)
    }

    pub(super) fn numeral(self, number: &Word) -> Option<Numeral> {
        Numeral::read(&self.text[number.start..number.end], self.language)
    }

    /// Whether a mark joins a number to another one, as in 05/12/2024 and 10:30.
    fn is_compound(self, number: &Word) -> bool {
        let joins = |mark: Option<char>, other: Option<char>| {
            mark.is_some_and(|c| "/:.-–".contains(c)) && other.is_some_and(char::is_numeric)
        };
        let (mut before, mut behind) = (self.text[..number.start].chars().rev(), self.text[number.end..].chars());
        joins(before.next(), before.next()) || joins(behind.next(), behind.next())
    }

    /// How often each value stands in it.
    fn values(self) -> BTreeMap<&'a str, usize> {
        self.numbers().fold(BTreeMap::new(), |mut values, number| {
            *values.entry(&*number.key).or_default() += 1;
            values
        })
    }
}

/// Why it is not certain what the target is with the query's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Uncertain {
    #[error("the words differ")]
    Words,
    #[error("a currency, percent or minus sign differs")]
    Sign,
    #[error("no number differs")]
    NothingToAdapt,
    #[error("one number becomes two")]
    Split,
    #[error("the target does not have the number in digits")]
    Missing,
    #[error("the target does not have the number as often as the source")]
    Count,
    #[error("the target has a number that the source has not")]
    Foreign,
    #[error("letters are joined to the number")]
    Joined,
    #[error("the target would read otherwise")]
    Reading,
}

/// The target with the query's numbers in the places of the source's, in the digits and with the separators that the target
/// uses. `query` and `source` are to have the same words; their marks and letter cases may differ, signs of numbers may not.
pub fn adapt_numbers(query: Written, source: Written, target: Written) -> Result<String, Uncertain> {
    let changes = changes(query, source)?;
    let (theirs, found) = (source.values(), target.values());
    for old in changes.keys() {
        match found.get(old) {
            None => return Err(Uncertain::Missing),
            times if times != theirs.get(old) => return Err(Uncertain::Count),
            _ => (),
        }
    }
    if found.keys().any(|value| !theirs.contains_key(value)) {
        return Err(Uncertain::Foreign);
    }
    let adapted = rewrite(source, target, &changes)?;
    match reads_as(&adapted, target, &changes) {
        true => Ok(adapted),
        false => Err(Uncertain::Reading),
    }
}

/// What becomes of a value.
struct Change<'a> {
    /// What it becomes.
    value: &'a str,
    /// How the query writes that.
    written: Numeral,
    /// Whether it stands in a date or time there.
    is_compound: bool,
}

/// By old value.
type Changes<'a> = BTreeMap<&'a str, Change<'a>>;

/// The values of the source that the query does not have at the same place.
fn changes<'a>(query: Written<'a>, source: Written<'a>) -> Result<Changes<'a>, Uncertain> {
    if query.profile.words.len() != source.profile.words.len() {
        return Err(Uncertain::Words);
    }
    if !Mark::same_places(&query.profile.signs, &source.profile.signs) {
        return Err(Uncertain::Sign);
    }
    let mut changes = Changes::new();
    for (new, old) in query.profile.words.iter().zip(&source.profile.words) {
        match (new.is_number, old.is_number) {
            (true, true) => (),
            (false, false) if new.key == old.key => continue,
            _ => return Err(Uncertain::Words),
        }
        let written = query.numeral(new).ok_or(Uncertain::Reading)?;
        let is_compound = query.is_compound(new);
        let change = changes.entry(&*old.key).or_insert(Change { value: &new.key, written, is_compound });
        if *change.value != *new.key {
            return Err(Uncertain::Split);
        }
    }
    changes.retain(|old, change| *old != change.value);
    if changes.is_empty() { Err(Uncertain::NothingToAdapt) } else { Ok(changes) }
}

fn rewrite(source: Written, target: Written, changes: &Changes) -> Result<String, Uncertain> {
    let writing = Writing::of(source, target);
    let words = &target.profile.words;
    let (mut adapted, mut at) = (String::with_capacity(target.text.len()), 0);
    for (position, number) in words.iter().enumerate().filter(|(_, word)| word.is_number) {
        let Some(change) = changes.get(&*number.key) else { continue };
        let before = &target.text[at..number.start];
        let old = target.numeral(number).ok_or(Uncertain::Reading)?;
        let zeros = match before.ends_with(':') {
            // 10:05
            true => Zeros::Kept,
            // 05/12 may be ۵ دسامبر, but 021 is ۰۲۱.
            false if change.is_compound && !target.is_compound(number) => Zeros::Dropped,
            false => writing.zeros(),
        };
        let new = writing.adapt(&change.written, &old, zeros);
        adapted.extend([before, &new.written()]);
        at = number.end;
        if let Some(joined) = words.get(position + 1).filter(|next| next.start == number.end) {
            let suffix = joined_suffix(&target.text[joined.start..joined.end], &new.whole, target.language);
            adapted.push_str(&suffix.ok_or(Uncertain::Joined)?);
            at = joined.end;
        }
    }
    adapted.push_str(&target.text[at..]);
    Ok(adapted)
}

/// Whether the numbers of the adapted text are those of the target, with the new values in the places of the old.
fn reads_as(adapted: &str, target: Written, changes: &Changes) -> bool {
    let read = Profile::new(adapted, target.language);
    let expected = target.numbers().map(|number| changes.get(&*number.key).map_or(&*number.key, |change| change.value));
    read.words.len() == target.profile.words.len()
        && read.words.iter().filter(|word| word.is_number).map(|word| &*word.key).eq(expected)
}
