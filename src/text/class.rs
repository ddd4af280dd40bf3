//! What a character is to the tokenizer.

use unicode_normalization::char::is_combining_mark;

use super::arabic;

/// What a character is to the tokenizer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// White space and control characters: never part of a token.
    Space,
    /// Invisible, or without meaning in comparison: skipped, inside words too.
    Removed,
    Letter,
    /// A letter of a script that puts no spaces between words.
    Unspaced,
    /// A combining mark; it stays with what stands before it.
    Mark,
    Digit,
    /// Everything else: punctuation, symbols, emoji.
    Other,
}

pub(super) fn class(c: char) -> Class {
    match c {
        'a'..='z' | 'A'..='Z' => Class::Letter,
        '0'..='9' => Class::Digit,
        ' '..='~' if c != ' ' => Class::Other,
        _ if arabic::is_letter(c) => Class::Letter,
        _ if is_removed(c) => Class::Removed,
        _ if c.is_whitespace() || c.is_control() => Class::Space,
        _ if digit(c).is_some() => Class::Digit,
        _ if is_apostrophe(c) => Class::Other,
        // Before letters: the vowel signs of Indic scripts are both.
        _ if is_combining_mark(c) => Class::Mark,
        _ if is_unspaced(c) => Class::Unspaced,
        _ if c.is_alphabetic() || is_spelled_out_symbol(c) => Class::Letter,
        _ => Class::Other,
    }
}

pub(super) const KASHIDA: char = '\u{0640}';
pub(super) const ZWNJ: char = '\u{200C}';
pub(super) const ZWJ: char = '\u{200D}';

/// Zero-width non-joiner and joiner, soft hyphen, kashida, byte order mark, zero-width and bidi controls; and the
/// presentation forms of kashida and vowel signs, which Unicode takes for letters.
pub(super) fn is_removed(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}' | KASHIDA | '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'
            | '\u{2066}'..='\u{2069}' | '\u{FC5E}'..='\u{FC63}' | '\u{FCF2}'..='\u{FCF4}' | '\u{FE70}'..='\u{FE7F}'
            | '\u{FEFF}'
    )
}

/// What writers and transliterators put where an apostrophe belongs.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '‘' | '’' | '‛' | 'ʻ' | 'ʼ' | 'ʾ' | 'ʿ' | '′' | '\u{FF07}')
}

/// The presentation form ﷼ is a symbol to Unicode, but stands for the word ریال.
fn is_spelled_out_symbol(c: char) -> bool {
    c == '\u{FDFC}'
}

/// Han, Kana, and the South-East Asian scripts without word spaces. Marks among them are caught before.
fn is_unspaced(c: char) -> bool {
    matches!(
        c,
        '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3005}'..='\u{3007}'
            | '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9F}' | '\u{20000}'..='\u{3FFFD}'
    ) && c.is_alphabetic()
}

/// The value of a decimal digit of any common living script.
pub(super) fn digit(c: char) -> Option<u8> {
    // The zeros of scripts whose digits follow in order, as Unicode guarantees for general category Nd.
    const ZEROS: [u32; 19] = [
        0x0030, 0x0660, 0x06F0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0E50, 0x0ED0,
        0x0F20, 0x1040, 0x17E0, 0x1810, 0xFF10,
    ];
    if c.is_ascii() {
        return c.is_ascii_digit().then(|| c as u8 - b'0');
    }
    if !c.is_numeric() {
        return None;
    }
    let code = u32::from(c);
    let zero = ZEROS[..ZEROS.partition_point(|&zero| zero <= code)].last()?;
    u8::try_from(code - zero).ok().filter(|&value| value < 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_what_writers_take_them_for() {
        let cases = [
            (Class::Letter, "aZéßØЖکیﻻ﷼آﷲ"),
            (Class::Unspaced, "語ひカไ〇"),
            (Class::Mark, "\u{301}\u{64E}\u{93E}"),
            (Class::Digit, "0٣۹५０"),
            (Class::Removed, "\u{200C}\u{200D}\u{AD}\u{FEFF}ـ\u{200F}\u{2067}"),
            (Class::Space, " \u{A0}\u{202F}\u{2009}\n\u{0}"),
            (Class::Other, "-.’'ʼ«،٪½²™€🙂¬"),
        ];
        for (expected, characters) in cases {
            for c in characters.chars() {
                assert_eq!(class(c), expected, "{c:?}");
            }
        }
    }

    #[test]
    fn digits_have_the_value_of_their_script() {
        let values: Vec<_> = "07۴٤९９²Ⅷ½".chars().map(digit).collect();
        assert_eq!(values, [Some(0), Some(7), Some(4), Some(4), Some(9), Some(9), None, None, None]);
    }
}
