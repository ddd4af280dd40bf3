//! From a token's text to the key that it is compared by.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::arabic;
use super::class::{ZWJ, ZWNJ, digit, is_removed};
use super::fold::{fold_mark, is_variation_selector};
use super::persian;
use super::rules::Rules;

/// The key of a word before case folding; empty where nothing of the text counts.
pub(super) fn cased_word_key(text: &str, rules: Rules) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    if text.chars().all(arabic::is_letter) && rules.folds_letters {
        return text.chars().map(arabic::fold_letter).collect();
    }
    let spelled_out = text.chars().filter_map(keep).flat_map(arabic::expand_presentation_form);
    let composed = compose(spelled_out.collect());
    let mut key: String = composed.chars().filter_map(|c| fold(c, rules)).collect();
    if rules.persian {
        persian::drop_written_ezafe(&mut key);
    }
    if key.contains(ZWNJ) {
        key.retain(|c| c != ZWNJ);
    }
    compose(key)
}

/// The key of a mark or symbol; empty where nothing of the text counts.
pub(super) fn mark_key(text: &str, rules: Rules) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    // The joiner stays inside an emoji that is made of several.
    let kept = text.chars().filter(|&c| c == ZWJ || !is_removed(c));
    let key: String = compose(kept.collect()).chars().filter_map(|c| fold(c, rules)).collect();
    compose(key.trim_matches(ZWJ).to_owned())
}

/// Lower case by the full Unicode mapping, whatever the language: Turkish ı and German ß stay letters of their own.
pub(super) fn fold_case(key: &str) -> String {
    if key.is_ascii() {
        return key.to_ascii_lowercase();
    }
    compose(key.to_lowercase())
}

/// Drops what is removed, but keeps the zero-width non-joiner while the Persian rules still need to see it.
fn keep(c: char) -> Option<char> {
    match c {
        ZWNJ => Some(ZWNJ),
        // What old Persian software wrote for the zero-width non-joiner; the tokenizer lets it into no other word.
        '¬' => Some(ZWNJ),
        _ => (!is_removed(c)).then_some(c),
    }
}

fn fold(c: char, rules: Rules) -> Option<char> {
    if c.is_ascii() {
        return Some(c);
    }
    if arabic::is_unwritten_mark(c) || is_variation_selector(c) {
        return None;
    }
    if rules.folds_letters && arabic::is_letter(c) {
        return Some(arabic::fold_letter(c));
    }
    let folded = digit(c).map(|value| char::from(b'0' + value)).or_else(|| fold_mark(c));
    Some(folded.unwrap_or(c))
}

/// Normalization form C; spends time only where a mark is seen.
fn compose(text: String) -> String {
    let composed = text.chars().all(is_composed_letter) || is_nfc_quick(text.chars()) == IsNormalized::Yes;
    if composed { text } else { text.nfc().collect() }
}

/// Latin without combining marks, and Arabic letters: all of these are composed as they stand.
fn is_composed_letter(c: char) -> bool {
    c < '\u{0300}' || arabic::is_letter(c) || c == ZWNJ
}
