//! What users know better than the scanner: strings behind which a sentence never ends, or always does.

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;

use super::chars::{is_closer, is_invisible};
use super::endings::{Endings, parts_words};
use crate::model::Language;

/// The key under which exceptions stand that hold in every language.
pub(super) const ALL_LANGUAGES: &str = "*";

/// The most closing marks that are taken into the sentence behind a string that ends it.
const MOST_CLOSERS: usize = 8;

/// Exceptions to where sentences end, in one language. Strings are matched exactly as written, as whole words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Exceptions {
    /// No sentence ends right behind these, such as `approx.` or `بند الف.`, their full stop with them.
    pub no_break_after: Vec<String>,
    /// A sentence ends right behind these and the closing marks that follow, where white space comes next.
    pub break_after: Vec<String>,
}

/// Exceptions that cannot be meant. `key` names the list or language as a configuration file writes it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExceptionsError {
    #[error("{key}: `{tag}` is no primary language; write for example en or fa, or \"*\" for all languages")]
    Language { key: String, tag: String },
    #[error("{key}: an entry is blank; remove it or write what stands before the boundary")]
    Blank { key: String },
    #[error("{key}: remove the white space at the ends of `{text}`")]
    Spaced { key: String, text: String },
    #[error("{key}: `{text}` is listed twice")]
    Twice { key: String, text: String },
    #[error("{key}: `{text}` stands in no_break_after and in break_after (of \"*\", too, if there is one); keep one")]
    Contradiction { key: String, text: String },
}

/// The exceptions of one language, those of all languages among them, ready for use.
#[derive(Clone, Debug, Default)]
pub(super) struct Rules {
    no_break_after: Endings,
    break_after: Vec<Box<str>>,
}

/// The rules by primary language, under `*` those of every language that is not named.
pub(super) fn rules(by_language: &BTreeMap<String, Exceptions>) -> Result<BTreeMap<String, Rules>, ExceptionsError> {
    for (tag, exceptions) in by_language {
        check(tag, exceptions)?;
    }
    let none = Exceptions::default();
    let everywhere = by_language.get(ALL_LANGUAGES).unwrap_or(&none);
    let own = by_language.iter().map(|(tag, exceptions)| match tag.as_str() {
        ALL_LANGUAGES => Ok((tag.clone(), Rules::of(tag, [everywhere, &none])?)),
        _ => Ok((tag.clone(), Rules::of(tag, [everywhere, exceptions])?)),
    });
    own.collect()
}

fn check(tag: &str, exceptions: &Exceptions) -> Result<(), ExceptionsError> {
    let key = key_of(tag);
    let is_primary = Language::parse(tag).is_ok_and(|language| language.as_str() == tag && language.primary() == tag);
    if !is_primary && tag != ALL_LANGUAGES {
        return Err(ExceptionsError::Language { key, tag: tag.to_owned() });
    }
    check_list(format!("{key}.no_break_after"), &exceptions.no_break_after)?;
    check_list(format!("{key}.break_after"), &exceptions.break_after)
}

fn key_of(tag: &str) -> String {
    let quoted = if tag == ALL_LANGUAGES { "\"*\"" } else { tag };
    format!("segmentation.exceptions.{quoted}")
}

fn check_list(key: String, list: &[String]) -> Result<(), ExceptionsError> {
    let mut seen = HashSet::new();
    for text in list {
        let visible = text.trim_matches(is_invisible);
        if visible.is_empty() {
            return Err(ExceptionsError::Blank { key });
        }
        if visible != text.as_str() {
            return Err(ExceptionsError::Spaced { key, text: text.clone() });
        }
        if !seen.insert(text) {
            return Err(ExceptionsError::Twice { key, text: text.clone() });
        }
    }
    Ok(())
}

impl Rules {
    fn of(tag: &str, sources: [&Exceptions; 2]) -> Result<Rules, ExceptionsError> {
        let no_break_after: HashSet<&str> =
            sources.iter().flat_map(|source| &source.no_break_after).map(String::as_str).collect();
        let mut break_after: Vec<&str> =
            sources.iter().flat_map(|source| &source.break_after).map(String::as_str).collect();
        break_after.sort_unstable();
        break_after.dedup();
        if let Some(text) = break_after.iter().find(|text| no_break_after.contains(*text)) {
            return Err(ExceptionsError::Contradiction { key: key_of(tag), text: (*text).to_owned() });
        }
        let break_after = break_after.into_iter().map(Box::from).collect();
        Ok(Rules { no_break_after: Endings::new(no_break_after), break_after })
    }

    /// Takes cuts out and puts others in. Of two strings that end at one place the longer decides.
    pub fn apply(&self, text: &str, cuts: &mut Vec<usize>) {
        cuts.retain(|&cut| {
            let (before, after) = text.split_at(cut);
            !self.no_break_after.forbid(before.trim_end_matches(is_invisible), after.trim_start())
        });
        cuts.extend(self.break_after.iter().flat_map(|string| self.cuts_behind(text, string)));
        cuts.sort_unstable();
        cuts.dedup();
    }

    fn cuts_behind(&self, text: &str, string: &str) -> impl Iterator<Item = usize> {
        text.match_indices(string).filter_map(move |(start, _)| {
            let end = start + string.len();
            let counts =
                parts_words(&text[..start], string) && self.no_break_after.longest(&text[..end]) < string.len();
            counts.then(|| cut_at(text, end)).flatten()
        })
    }
}

/// Behind the closing marks at `end`, where white space follows them.
fn cut_at(text: &str, end: usize) -> Option<usize> {
    let closers = text[end..].chars().take(MOST_CLOSERS).take_while(|&c| is_closer(c));
    let cut = end + closers.map(char::len_utf8).sum::<usize>();
    text[cut..].starts_with(char::is_whitespace).then_some(cut)
}
