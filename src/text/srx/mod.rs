//! Sentence boundaries by rules of the user's own: SRX, Segmentation Rules eXchange, 2.0 and 1.0.
//!
//! A rule has two regular expressions, for the text before a break and for the text after it. Between two characters
//! the rules of a language are tried in order, and the first whose expressions both match there decides: text is cut, or
//! it is not. Where no rule matches, it is not. Which rules are for a language is told by patterns of its code, the first
//! that matches or, with `cascade`, all that do, one after the other. The case of a code does not count, and `en_US` is
//! tried beside `en-US`.
//!
//! Expressions are of ICU's flavour (which is nearly Java's) and are translated to Rust's; `\s`, `\w`, `\d` and `\b` know
//! all of Unicode. No rule is left out: what cannot be compiled is an error with the line of the rule.
//!
//! # Limits
//!
//! - An expression sees 512 bytes to either side of a break.
//! - A repetition has a count of 1,000 at most, and one expression 4 MiB as an automaton.
//! - An assertion alone cannot be repeated, as in `(?:(?!a))*`; nor is `\G` known.
//! - Header fields other than `cascade` are about markup, which is not seen here, and are passed over. So is what belongs
//!   to other namespaces, such as Okapi's options.
//! - An expression that takes too many steps on some text is an error for that text.

mod automata;
mod confirm;
mod decode;
mod document;
mod elements;
mod error;
mod pattern;
mod reader;
mod rules;
mod search;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::model::Language;
use document::{Document, Expression, Group};
use pattern::Pattern;
use rules::Rule;

pub use error::SrxError;
pub use rules::Rules;

/// A file of segmentation rules. Cheap to clone; threads share one.
#[derive(Clone)]
pub struct Srx {
    file: Arc<File>,
}

struct File {
    cascade: bool,
    groups: Vec<Vec<Rule>>,
    maps: Vec<Map>,
    /// By the groups that a language has in turn. Compiling all languages of a file ahead takes longer than reading it.
    compiled: Mutex<FxHashMap<Vec<usize>, Rules>>,
}

/// Which languages a group is for.
struct Map {
    languages: fancy_regex::Regex,
    group: usize,
}

impl Srx {
    /// Reads rules from the bytes of an SRX file, in the encoding that it declares. Every expression is compiled, so
    /// that an error is found now.
    pub fn parse(bytes: &[u8]) -> Result<Srx, SrxError> {
        let document = reader::read(&decode::decode(bytes)?)?;
        let maps = maps(&document)?;
        let mut patterns = Patterns::default();
        let groups = document.groups.into_iter().map(|group| patterns.compile(group)).collect::<Result<_, _>>()?;
        Ok(Srx { file: Arc::new(File { cascade: document.cascade, groups, maps, compiled: Mutex::default() }) })
    }

    /// The rules for texts in `language`, compiled at the first call. None where no language map matches: what then
    /// becomes of a text is up to the caller.
    pub fn rules_for(&self, language: &Language) -> Result<Option<Rules>, SrxError> {
        let groups = self.file.groups_for(language);
        if groups.is_empty() {
            return Ok(None);
        }
        let mut compiled = self.file.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(rules) = compiled.get(&groups) {
            return Ok(Some(rules.clone()));
        }
        let rules = groups.iter().flat_map(|group| self.file.groups[*group].iter().cloned()).collect();
        let rules =
            Rules::new(rules).map_err(|reason| SrxError::TooLarge { language: language.to_string(), reason })?;
        compiled.insert(groups, rules.clone());
        Ok(Some(rules))
    }

    /// How many rules the file has, for all languages.
    pub fn rule_count(&self) -> usize {
        self.file.groups.iter().map(Vec::len).sum()
    }
}

impl fmt::Debug for Srx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Srx").field("cascade", &self.file.cascade).field("rules", &self.rule_count()).finish()
    }
}

impl File {
    /// The groups of rules for a language, in order.
    fn groups_for(&self, language: &Language) -> Vec<usize> {
        let code = language.as_str();
        let older = code.replace('-', "_");
        // A pattern that takes too many steps for a code of few characters matches none that is sensible.
        let matches = |map: &&Map| [code, &older].iter().any(|code| map.languages.is_match(*code).unwrap_or(false));
        let most = if self.cascade { usize::MAX } else { 1 };
        self.maps.iter().filter(matches).map(|map| map.group).take(most).collect()
    }
}

fn maps(document: &Document) -> Result<Vec<Map>, SrxError> {
    let number_of = |name: &str| document.groups.iter().position(|group| group.name == name);
    let compiled = document.maps.iter().map(|map| {
        let group = number_of(&map.group).ok_or_else(|| {
            let message = format!("there is no <languagerule> of the name `{}`; add it, or correct the map", map.group);
            SrxError::Rules { line: map.line, message }
        })?;
        let languages = pattern::whole(&map.pattern).map_err(|reason| SrxError::Regex {
            line: map.line,
            regex: map.pattern.clone(),
            reason,
        })?;
        Ok(Map { languages, group })
    });
    compiled.collect()
}

/// Expressions that are compiled. Files repeat them many times.
#[derive(Default)]
struct Patterns {
    by_text: FxHashMap<String, Arc<Pattern>>,
}

impl Patterns {
    fn compile(&mut self, group: Group) -> Result<Vec<Rule>, SrxError> {
        let compiled = group.rules.into_iter().map(|rule| {
            let (before, after) = (self.pattern(rule.before)?, self.pattern(rule.after)?);
            Ok(Rule { line: rule.line, breaks: rule.breaks, before, after })
        });
        compiled.collect()
    }

    fn pattern(&mut self, expression: Expression) -> Result<Arc<Pattern>, SrxError> {
        let Expression { line, text } = expression;
        if let Some(pattern) = self.by_text.get(&text) {
            return Ok(Arc::clone(pattern));
        }
        match Pattern::new(&text) {
            Ok(pattern) => Ok(Arc::clone(self.by_text.entry(text).or_insert(Arc::new(pattern)))),
            Err(reason) => Err(SrxError::Regex { line, regex: text, reason }),
        }
    }
}

#[cfg(test)]
mod tests;
