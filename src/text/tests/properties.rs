use proptest::prelude::*;

use super::*;
use crate::text::{match_key, nfc};

const TAGS: &[&str] = &["en", "fa", "de", "ar", "ur", "zh", "tr"];

/// Any text, and texts of the characters that the rules look at.
fn any_text() -> impl Strategy<Value = String> {
    let trap = "[ a-cA-C0-9{}/*_'’.,…\\-–«»یيىئءأآاكکههۀةمنتردشوـ۰-۹٠-٩٫٬،؟٪\u{654}\u{653}\u{64E}\u{200C}\u{200D}\u{200F}\
                \u{AD}\u{A0}¬\u{301}\u{FE0F}ﻻﷺ﷼语かไ❤👨🇮ßİΣς]{0,24}";
    prop_oneof![any::<String>(), "\\PC*", trap]
}

/// Persian words, affixes and marks with spaces: what the joining rules look at.
fn persian_line() -> impl Strategy<Value = String> {
    const WORDS: &[&str] = &[
        "می",
        "نمی",
        "شود",
        "رفت",
        "رفته",
        "کن",
        "کتاب",
        "خانه",
        "خانهٔ",
        "که",
        "ها",
        "های",
        "هایشان",
        "تر",
        "ترین",
        "ام",
        "اند",
        "ای",
        "ی",
        "ه",
        "و",
        "سیاهی",
        "رئیس",
        "PDF",
        "۱۲",
        "۳۸/۷",
        "،",
        ".",
        "«",
        "آن",
        "ده",
        "خواه",
        "ش",
    ];
    prop::collection::vec(prop::sample::select(WORDS), 0..10).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn ranges_are_in_order_apart_and_on_character_boundaries(text in any_text(), tag in prop::sample::select(TAGS)) {
        let mut end = 0;
        for token in tokenize(&text, &language(tag)) {
            prop_assert!(token.start >= end && token.end > token.start && !token.key.is_empty(), "{token:?}");
            prop_assert!(text.get(token.start..token.end).is_some(), "{token:?}");
            prop_assert!(!token.key.contains(char::is_whitespace), "{token:?}");
            end = token.end;
        }
    }

    #[test]
    fn every_letter_and_digit_is_in_a_token(text in any_text(), tag in prop::sample::select(TAGS)) {
        let tokens = tokenize(&text, &language(tag));
        for (at, c) in text.char_indices().filter(|(_, c)| c.is_ascii_alphanumeric() || ('آ'..='غ').contains(c)) {
            prop_assert!(tokens.iter().any(|token| (token.start..token.end).contains(&at)), "{c} at {at}");
        }
    }

    #[test]
    fn a_match_key_is_its_own_match_key(line in persian_line(), text in any_text()) {
        let fa = language("fa");
        let once = match_key(&line, &fa);
        prop_assert_eq!(match_key(&once, &fa), once);
        for tag in ["en", "zh", "ur"] {
            let once = match_key(&text, &language(tag));
            prop_assert_eq!(match_key(&once, &language(tag)), once);
        }
    }

    #[test]
    fn the_stored_form_has_the_match_key_of_what_was_typed(text in any_text(), tag in prop::sample::select(TAGS)) {
        let language = language(tag);
        prop_assert_eq!(match_key(&nfc(&text), &language), match_key(&text, &language));
    }

    #[test]
    fn persian_keys_do_not_see_keyboards_stretching_and_vowel_signs(
        line in persian_line(),
        choices in prop::collection::vec(0..8_u8, 64),
    ) {
        let fa = language("fa");
        prop_assert_eq!(match_key(&retyped(&line, &choices), &fa), match_key(&line, &fa));
    }
}

/// The same line from another keyboard: Arabic letters, kashida, vowel signs and invisible marks by the choices given.
fn retyped(line: &str, choices: &[u8]) -> String {
    let mut typed = String::new();
    for (c, choice) in line.chars().zip(choices.iter().cycle()) {
        typed.push(match (c, choice) {
            ('ی', 0 | 4) => 'ي',
            ('ی', 1) => 'ى',
            ('ک', 0 | 5) => 'ك',
            ('ه', 2) => 'ہ',
            (' ', 3) => '\u{A0}',
            _ => c,
        });
        let is_letter = ('آ'..='ی').contains(&c);
        match choice {
            4 if is_letter => typed.push('ـ'),
            5 if is_letter => typed.push('\u{64E}'),
            6 => typed.push('\u{200F}'),
            7 if is_letter => typed.push('\u{200B}'),
            _ => {}
        }
    }
    typed
}
