//! Sentences of Unicode Standard Annex #29, without those that end in an abbreviation.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use unicode_segmentation::UnicodeSegmentation;

use super::endings::Endings;

const SUPPRESSIONS: &str = include_str!("knowledge/cldr.toml");

/// The abbreviations of each language, with their full stops.
static ABBREVIATIONS: LazyLock<BTreeMap<String, Endings>> = LazyLock::new(|| {
    // A test reads the file, so that a mistake in it is not met here.
    let tables = tables(SUPPRESSIONS).expect("the built-in tables are well-formed");
    tables.into_iter().map(|(tag, list)| (tag, endings(list))).collect()
});

/// The abbreviations as listed, and as they begin a sentence: with a capital.
fn endings(mut list: Vec<String>) -> Endings {
    let capitalized: Vec<_> = list.iter().filter_map(|word| capitalized(word)).collect();
    list.extend(capitalized);
    Endings::new(list.iter().map(String::as_str))
}

/// `word` with a capital, if it has none and is more than a letter.
fn capitalized(word: &str) -> Option<String> {
    let mut letters = word.chars();
    let first = letters.next().filter(|c| c.is_lowercase())?;
    let rest = letters.as_str();
    (rest.len() > 1).then(|| first.to_uppercase().chain(rest.chars()).collect())
}

fn tables(file: &str) -> Result<BTreeMap<String, Vec<String>>, toml::de::Error> {
    toml::from_str(file)
}

/// Byte offsets at which a sentence begins, in order, neither 0 nor the text's length. `language`: a primary language.
pub(super) fn cuts(text: &str, language: &str) -> Vec<usize> {
    let shown = as_annex_29_needs_it(text, language);
    let starts = shown.split_sentence_bound_indices().map(|(start, _)| start).skip(1);
    match ABBREVIATIONS.get(language) {
        Some(abbreviations) => {
            starts.filter(|&cut| !abbreviations.forbid(shown[..cut].trim_end(), &shown[cut..])).collect()
        }
        None => starts.collect(),
    }
}

/// Annex 29 ends a sentence at every line break, which a block does not: line breaks are shown to it as spaces. The mark
/// of a Greek question, which it takes for a semicolon, is shown to it as a question mark. All offsets stay.
fn as_annex_29_needs_it<'t>(text: &'t str, language: &str) -> Cow<'t, str> {
    let is_greek = language == "el";
    let replaced = |c: char| match c {
        '\n' | '\r' => Some(" "),
        '\u{85}' => Some("  "),
        '\u{2028}' | '\u{2029}' => Some("   "),
        ';' if is_greek => Some("?"),
        '\u{37e}' if is_greek => Some("??"),
        _ => None,
    };
    if !text.contains(|c| replaced(c).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match replaced(c) {
            Some(replacement) => out.push_str(replacement),
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Language;

    #[test]
    fn the_file_of_abbreviations_is_sound() {
        for (tag, list) in tables(SUPPRESSIONS).unwrap() {
            assert_eq!(Language::parse(&tag).unwrap().primary(), tag, "a table stands under a primary language");
            let mut seen = std::collections::HashSet::new();
            for word in list {
                assert!(word.len() > 1 && word.ends_with('.') && word.trim() == word, "{tag}: {word:?}");
                assert!(seen.insert(word.clone()), "{tag} lists {word} twice");
            }
        }
    }

    /// The sentences of `text`.
    fn sentences<'t>(text: &'t str, tag: &str) -> Vec<&'t str> {
        let ranges = super::super::split(text, &Language::parse(tag).unwrap());
        ranges.into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn no_sentence_ends_in_an_abbreviation_of_its_language() {
        let one = [
            ("de", "Die Firma z.B. Siemens und Dr. Weber schweigen."),
            ("de-AT", "Cäsar starb 44 v. Chr. Seine Mörder flohen."),
            ("fr", "M. Dupont a rencontré MM. Leroy et Blanc."),
            ("es", "El Sr. García y la Dra. Ruiz no acudieron."),
            ("it", "Il dott. Rossi lavora per la Fiat S.p.A. Torino."),
            ("pt", "O Dr. Silva mora na Av. Paulista."),
            ("ru", "Он живёт на ул. Ленина, тел. Иванова занят."),
        ];
        for (tag, text) in one {
            assert_eq!(sentences(text, tag), [text], "{tag}");
        }
    }

    #[test]
    fn other_sentences_of_these_languages_end_where_annex_29_says() {
        let two = [
            ("de", "Der Zug fiel aus.", "Niemand wusste es."),
            ("fr", "Il habite près de la mer.", "Elle vit à Paris."),
            ("es", "Nadie vino.", "¿Por qué?"),
            ("it", "Nessuno parla.", "Dott. Rossi tace."),
            ("pt", "Ele saiu.", "Ela ficou."),
            ("ru", "Он ушёл.", "Она осталась."),
            ("sv", "Han gick.", "Hon stannade."),
            ("el", "Ποιος το είπε;", "Κανείς δεν ξέρει."),
            ("el", "Ποιος το είπε\u{37e}", "Κανείς δεν ξέρει."),
            ("hi", "वह गया।", "वह रुकी।"),
        ];
        for (tag, first, second) in two {
            assert_eq!(sentences(&format!("{first} {second}"), tag), [first, second], "{tag}");
        }
    }

    #[test]
    fn a_word_that_ends_like_an_abbreviation_is_none() {
        assert_eq!(sentences("Er fährt per Anhänger.\nBis Freitag.", "de").len(), 2);
        assert_eq!(sentences("Sie knüpfen ein Netz. Es hält.", "de").len(), 2);
    }
}
