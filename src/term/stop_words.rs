//! Words that say nothing by themselves, so that no name is made of them alone.

use crate::model::Language;
use crate::text::{TokenKind, tokenize};

/// Articles, prepositions, conjunctions, pronouns, auxiliaries.
const ENGLISH: [&str; 91] = [
    "a", "about", "after", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "been", "before", "being",
    "between", "both", "but", "by", "could", "did", "do", "does", "for", "from", "had", "has", "have", "he", "her",
    "here", "him", "his", "how", "i", "if", "in", "into", "is", "it", "its", "me", "might", "most", "must", "my", "no",
    "nor", "not", "of", "on", "or", "our", "out", "over", "shall", "she", "should", "so", "some", "such", "than",
    "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "to", "too", "under", "up",
    "us", "very", "was", "we", "were", "what", "when", "which", "while", "who", "whose", "with", "would", "you",
];

/// The same of Persian, as match keys have them.
const PERSIAN: [&str; 68] = [
    "آن",
    "آنان",
    "آنها",
    "آیا",
    "از",
    "است",
    "اش",
    "اما",
    "اند",
    "او",
    "ای",
    "این",
    "اینکه",
    "ایشان",
    "با",
    "باید",
    "بر",
    "برای",
    "بود",
    "بودن",
    "بودند",
    "به",
    "بی",
    "بین",
    "تا",
    "ترین",
    "توسط",
    "چه",
    "چون",
    "خود",
    "دارد",
    "دارند",
    "داشت",
    "در",
    "درباره",
    "را",
    "سپس",
    "شد",
    "شده",
    "شود",
    "شما",
    "طی",
    "علیه",
    "کرد",
    "کرده",
    "که",
    "گفت",
    "ما",
    "مگر",
    "من",
    "می",
    "نه",
    "نیز",
    "نیست",
    "ها",
    "هر",
    "هم",
    "همان",
    "همه",
    "همین",
    "هیچ",
    "و",
    "ولی",
    "وی",
    "یا",
    "یک",
    "یکی",
    "های",
];

/// Whether a word, as its match key, is a stop-word of the language. None is known but in English and Persian.
pub fn is_stop_word(key: &str, language: &Language) -> bool {
    match language.primary() {
        "en" => ENGLISH.contains(&key),
        "fa" | "prs" => PERSIAN.contains(&key),
        _ => false,
    }
}

/// Whether a text has words, and all of them are stop-words. Who, all in capitals as WHO, is an acronym.
pub fn is_of_stop_words(text: &str, language: &Language) -> bool {
    let tokens = tokenize(text, language);
    let mut words = tokens.iter().filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::Number)).peekable();
    let is_acronym = |cased: &str| cased.chars().count() > 1 && cased.chars().all(char::is_uppercase);
    words.peek().is_some()
        && words.all(|word| {
            let cased = word.cased.as_deref().unwrap_or(&word.key);
            is_stop_word(&word.key, language) && !is_acronym(cased)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_alone_are_no_name() {
        let cases = [
            ("en-GB", "the", true),
            ("en", "of The", true),
            ("en", "The Who", true),
            ("en", "WHO", false),
            ("en", "US", false),
            ("en", "The Hague", false),
            ("en", "the 9", false),
            ("en", "…", false),
            ("fa", "از", true),
            ("fa", "اين", true),
            ("fa", "به او", true),
            ("fa", "ایران", false),
            ("fa", "the", false),
        ];
        for (language, text, expected) in cases {
            assert_eq!(is_of_stop_words(text, &Language::parse(language).unwrap()), expected, "{text} in {language}");
        }
    }
}
