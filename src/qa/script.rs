//! Whether a text is in the script of its language.

use unicode_script::Script;

use super::{script, without_codes, words};
use crate::model::{Language, UnitText};

/// Fewer letters than these may be a name or an abbreviation.
const FEW: usize = 4;
/// One letter in so many has to be of the right script.
const SHARE: usize = 8;

pub fn check(source: &UnitText, target: &UnitText) -> Option<String> {
    let said = |name, side: &UnitText| {
        let script = wrong(&side.text, &side.language)?;
        Some(format!("the {name} is hardly in {script} letters, as {} is written", side.language))
    };
    said("source", source).or_else(|| said("target", target))
}

/// The name of the script that a text should be in and hardly is.
pub fn wrong(text: &str, language: &Language) -> Option<&'static str> {
    let scripts = scripts(language)?;
    is_wrong(text, scripts).then(|| scripts[0].full_name())
}

fn is_wrong(text: &str, scripts: &[Script]) -> bool {
    let plain = without_codes(text);
    let (mut right, mut other) = (0, 0);
    // What begins with a capital may be a name, which many languages take over as it is.
    let is_name = |word: &&str| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    let is_right = |c: char| scripts.contains(&script(c));
    let counted = words(&plain).filter(|word| !is_name(word) || word.chars().any(is_right));
    for letter in counted.flat_map(str::chars) {
        match script(letter) {
            Script::Common | Script::Inherited => (),
            script if scripts.contains(&script) => right += 1,
            _ if letter.is_alphabetic() => other += 1,
            _ => (),
        }
    }
    other >= FEW && right * SHARE < right + other
}

/// The scripts that a language is written in (CLDR, likely subtags); `None` where that is not known or not one.
fn scripts(language: &Language) -> Option<&'static [Script]> {
    use Script::*;
    match language.script().unwrap_or_default() {
        "" => (),
        "Arab" => return Some(&[Arabic]),
        "Latn" => return Some(&[Latin]),
        "Cyrl" => return Some(&[Cyrillic]),
        "Hans" | "Hant" => return Some(&[Han]),
        _ => return None,
    }
    Some(match language.primary() {
        "ar" | "ckb" | "fa" | "prs" | "ps" | "sd" | "ug" | "ur" => &[Arabic],
        "he" | "yi" => &[Hebrew],
        "be" | "bg" | "ky" | "mk" | "mn" | "ru" | "tg" | "uk" => &[Cyrillic],
        "el" => &[Greek],
        "hy" => &[Armenian],
        "ka" => &[Georgian],
        "hi" | "mr" | "ne" => &[Devanagari],
        "bn" => &[Bengali],
        "gu" => &[Gujarati],
        "ta" => &[Tamil],
        "te" => &[Telugu],
        "th" => &[Thai],
        "am" | "ti" => &[Ethiopic],
        "zh" => &[Han],
        "ja" => &[Han, Hiragana, Katakana],
        "ko" => &[Hangul, Han],
        "af" | "ca" | "cs" | "cy" | "da" | "de" | "en" | "es" | "et" | "eu" | "fi" | "fr" | "ga" | "gl" | "hr"
        | "hu" | "id" | "is" | "it" | "lt" | "lv" | "ms" | "mt" | "nb" | "nl" | "nn" | "no" | "pl" | "pt" | "ro"
        | "sk" | "sl" | "so" | "sq" | "sv" | "sw" | "tl" | "tr" | "vi" => &[Latin],
        _ => return None,
    })
}
