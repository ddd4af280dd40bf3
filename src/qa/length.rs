//! Whether one text is suspiciously long for the other.

use unicode_script::Script;

use super::{script, without_codes};
use crate::model::UnitText;

/// Between any two languages hardly a translation is more than three times as long, in letters.
const FACTOR: usize = 3;
/// Letters by which short texts may differ besides: abbreviations that are written out.
const SLACK: usize = 24;
/// A character of a script without letters says as much as so many letters.
const LETTERS_A_SIGN: usize = 3;

pub fn check(source: &UnitText, target: &UnitText) -> Option<String> {
    let [source, target] = [source, target].map(|side| letters(&side.text));
    let is_much = |long: usize, short: usize| long > FACTOR * short + SLACK;
    let which = match () {
        _ if is_much(source, target) => "short",
        _ if is_much(target, source) => "long",
        _ => return None,
    };
    Some(format!("the target is suspiciously {which}: {target} letters for {source}"))
}

fn letters(text: &str) -> usize {
    let weight = |c: char| match script(c) {
        Script::Latin | Script::Arabic => 1,
        Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul => LETTERS_A_SIGN,
        _ => usize::from(c.is_alphanumeric()),
    };
    without_codes(text).chars().map(weight).sum()
}
