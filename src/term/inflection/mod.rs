//! Endings that a term may have in running text.

mod english;
mod persian;
mod persons;

use crate::model::{Language, TermType};
use crate::text::Token;

/// What an ending does to a word. The order is from the surest to the least sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Inflection {
    /// Iran's.
    Possessive,
    /// را behind a zero-width joint, or joined.
    Object,
    /// The ی that links a word in ا or و to the next.
    Ezafe,
    /// ها and its kin.
    PersianPlural,
    /// ان: پزشکان; with an ending of its own: سفیرانش; made inside the word: وزرا.
    PersonPlural,
    /// شان, مان, تان; اش, ام, ات.
    Pronoun,
    /// ش written together with its word: سفیرش, سخنگویش.
    JoinedPronoun,
    /// So م and ت, which the news has in quotations only: سفیرم.
    SpokenPronoun,
    /// Ministers.
    EnglishPlural,
    /// "A", behind a vowel and a joint: غزه‌ای.
    Indefinite,
    /// The ی of قالیبافی که, "the Ghalibaf that".
    Relative,
    /// ایرانی, آمریکایی: of the country, or "a".
    Adjective,
    /// The same behind a name of three letters: قطری.
    ShortAdjective,
    /// The people of it: پرسپولیسی‌ها.
    People,
}

impl Inflection {
    /// Whether a term of this type takes the ending. Roberts is no plural of Robert, and محمدی no adjective of محمد.
    pub fn fits(self, kind: TermType) -> bool {
        match self {
            Inflection::EnglishPlural => !matches!(kind, TermType::Person | TermType::Place | TermType::Work),
            Inflection::Adjective => !matches!(kind, TermType::Person | TermType::Work),
            Inflection::ShortAdjective => kind == TermType::Place,
            // ایرانی‌ها are Iranians.
            Inflection::People => kind == TermType::Organization,
            // پزشکیان is a name, and no plural of پزشکی.
            Inflection::PersonPlural => kind == TermType::Title,
            Inflection::JoinedPronoun => !matches!(kind, TermType::Person | TermType::Place),
            // مایلم and معرفت are words.
            Inflection::SpokenPronoun => kind == TermType::Title,
            Inflection::Relative => kind == TermType::Person,
            _ => true,
        }
    }

    pub fn is_plural(self) -> bool {
        matches!(self, Inflection::PersianPlural | Inflection::PersonPlural | Inflection::EnglishPlural)
    }

    /// The points that a match loses by the ending.
    pub fn points(self) -> u16 {
        match self {
            Inflection::Possessive | Inflection::Object | Inflection::Ezafe => 8,
            Inflection::PersianPlural | Inflection::PersonPlural | Inflection::Pronoun | Inflection::EnglishPlural => {
                10
            }
            Inflection::JoinedPronoun | Inflection::SpokenPronoun => 12,
            Inflection::Indefinite | Inflection::Relative => 15,
            Inflection::Adjective | Inflection::ShortAdjective | Inflection::People => 15,
        }
    }
}

/// A word as it would be without one of its endings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stem {
    /// A token key.
    pub key: String,
    pub inflection: Inflection,
}

/// The stems that a word token may have; none in languages whose endings are not known here.
pub(super) fn stems(token: &Token, text: &str, language: &Language) -> Vec<Stem> {
    match language.primary() {
        "en" => english::stems(&token.key, token.cased.as_deref()),
        "fa" | "prs" | "pes" => persian::stems(&token.key, &text[token.start..token.end]),
        _ => Vec::new(),
    }
}
