//! What a term has to be: names that can be found in text, and none twice.

use super::super::error::EngineError;
use super::super::limits::Limits;
use super::NewTerm;
use crate::model::{Language, TermEntry, TermStatus};
use crate::term::{Recognizer, is_of_stop_words};
use crate::text::{match_key, nfc};

/// The term with its names in NFC, if it keeps the rules; `path` leads to it in the request.
pub fn checked(limits: &Limits, mut term: NewTerm, path: &str) -> Result<NewTerm, EngineError> {
    check_entries(limits, &mut term.entries, path)?;
    check_details(limits, path, [("note", &term.note), ("source", &term.source), ("author", &term.author)])?;
    limits.check_attributes(path, &term.attributes)?;
    Ok(term)
}

pub fn check_details(limits: &Limits, path: &str, details: [(&str, &String); 3]) -> Result<(), EngineError> {
    details.into_iter().try_for_each(|(name, text)| limits.check_detail(format_args!("{path}.{name}"), text))
}

/// Brings the names into NFC, drops variants that say nothing new, and refuses what is no name.
pub fn check_entries(limits: &Limits, entries: &mut [TermEntry], path: &str) -> Result<(), EngineError> {
    if entries.is_empty() {
        return Err(EngineError::invalid(format!("{path}.entries"), "it is empty; give the term a name"));
    }
    limits.check_count(format_args!("{path}.entries"), entries.len())?;
    for (at, entry) in entries.iter_mut().enumerate() {
        let path = format!("{path}.entries[{at}]");
        limits.check_count(format_args!("{path}.variants"), entry.variants.len())?;
        check_name(limits, format!("{path}.text"), &mut entry.text, &entry.language)?;
        for (n, variant) in entry.variants.iter_mut().enumerate() {
            check_name(limits, format!("{path}.variants[{n}]"), variant, &entry.language)?;
        }
        drop_repeated(entry);
    }
    check_apart(entries, path)
}

fn drop_repeated(entry: &mut TermEntry) {
    let mut seen = vec![entry.text.clone()];
    entry.variants.retain(|variant| {
        let is_new = !seen.contains(variant);
        seen.extend(is_new.then(|| variant.clone()));
        is_new
    });
}

fn check_name(limits: &Limits, field: String, text: &mut String, language: &Language) -> Result<(), EngineError> {
    *text = nfc(text.trim()).into_owned();
    limits.check_text(&field, text)?;
    let fault = fault(text, language);
    fault.map_or(Ok(()), |fault| Err(EngineError::invalid(field, fault)))
}

/// Why a text is no name; what to do instead.
fn fault(text: &str, language: &Language) -> Option<String> {
    const MOST: usize = Recognizer::LONGEST_NAME;
    if text.len() > MOST {
        let has = text.len();
        return Some(format!(
            "it has {has} bytes, the most is {MOST}; a term is a name or a phrase, keep longer texts as units"
        ));
    }
    if let Some(control) = text.chars().find(|c| c.is_control()) {
        return Some(format!("it holds the control character {}; remove it", control.escape_unicode()));
    }
    let key = match_key(text, language);
    if !key.chars().any(char::is_alphabetic) {
        return Some("it holds no letter, so it can never be found in text".into());
    }
    let mut letters = key.chars().filter(|c| c.is_alphanumeric());
    if let (Some(only), None) = (letters.next(), letters.next())
        && !is_a_word_by_itself(only)
    {
        return Some("it is one letter, which would be found everywhere; give the name in full".into());
    }
    is_of_stop_words(text, language)
        .then(|| "it is nothing but stop-words, which would be found everywhere; give the name in full".into())
}

/// Chinese, Japanese and Korean characters.
fn is_a_word_by_itself(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Refuses a name that is there twice, and two preferred ones in one language.
fn check_apart(entries: &[TermEntry], path: &str) -> Result<(), EngineError> {
    for (at, entry) in entries.iter().enumerate() {
        let same_language = entries[..at].iter().filter(|other| other.language == entry.language);
        for other in same_language {
            if other.text == entry.text {
                let twice = format!("“{}” is there twice; give each name once", entry.text);
                return Err(EngineError::invalid(format!("{path}.entries[{at}].text"), twice));
            }
            if (other.status, entry.status) == (TermStatus::Preferred, TermStatus::Preferred) {
                let (text, other, language) = (&entry.text, &other.text, &entry.language);
                return Err(EngineError::invalid(
                    format!("{path}.entries[{at}].status"),
                    format!(
                        "“{text}” would be a second preferred name in {language}, beside “{other}”; make one of them admitted or forbidden"
                    ),
                ));
            }
        }
    }
    Ok(())
}
