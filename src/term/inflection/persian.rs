use std::cmp::Ordering;

use super::{Inflection, Stem, persons};

/// An ending, and how many letters the word before it must have where the two are written together.
struct Ending {
    text: &'static str,
    inflection: Inflection,
    least: usize,
}

const fn ending(text: &'static str, inflection: Inflection, least: usize) -> Ending {
    Ending { text, inflection, least }
}

/// More letters than any word has: for endings that are never written together.
const APART_ONLY: usize = usize::MAX;

/// Endings of a noun.
const ENDINGS: [Ending; 35] = [
    ending("ها", Inflection::PersianPlural, 3),
    ending("های", Inflection::PersianPlural, 3),
    ending("هایی", Inflection::PersianPlural, 3),
    ending("هایم", Inflection::PersianPlural, 3),
    ending("هایت", Inflection::PersianPlural, 3),
    ending("هایش", Inflection::PersianPlural, 3),
    ending("هایمان", Inflection::PersianPlural, 3),
    ending("هایتان", Inflection::PersianPlural, 3),
    ending("هایشان", Inflection::PersianPlural, 3),
    ending("هارا", Inflection::PersianPlural, 3),
    ending("را", Inflection::Object, 4),
    ending("شان", Inflection::Pronoun, 5),
    ending("مان", Inflection::Pronoun, 5),
    ending("تان", Inflection::Pronoun, 5),
    ending("شان", Inflection::JoinedPronoun, 4),
    ending("مان", Inflection::JoinedPronoun, 4),
    ending("تان", Inflection::JoinedPronoun, 4),
    ending("اش", Inflection::Pronoun, APART_ONLY),
    ending("ام", Inflection::Pronoun, APART_ONLY),
    ending("ات", Inflection::Pronoun, APART_ONLY),
    ending("م", Inflection::SpokenPronoun, 4),
    ending("ت", Inflection::SpokenPronoun, 4),
    ending("ش", Inflection::JoinedPronoun, 4),
    ending("یم", Inflection::SpokenPronoun, 4),
    ending("یت", Inflection::SpokenPronoun, 4),
    ending("یش", Inflection::JoinedPronoun, 4),
    ending("یمان", Inflection::JoinedPronoun, 4),
    ending("یتان", Inflection::JoinedPronoun, 4),
    ending("یشان", Inflection::JoinedPronoun, 4),
    ending("ی", Inflection::Relative, 5),
    ending("ای", Inflection::Indefinite, APART_ONLY),
    ending("ی", Inflection::Adjective, 4),
    ending("ی", Inflection::ShortAdjective, 3),
    ending("یی", Inflection::Adjective, 4),
    ending("ای", Inflection::Adjective, 4),
];

/// Stems of a key by every ending that it may have. `written` is the token as it stands in the text.
pub(super) fn stems(key: &str, written: &str) -> Vec<Stem> {
    let single = ENDINGS.iter().filter_map(|ending| stem(key, written, ending));
    single.chain(of_people(key, written)).chain(persons::stems(key)).collect()
}

/// The least letters of a name that people are called by.
const LEAST_OF_PEOPLE: usize = 4;

/// The stems of names that people are called by: پرسپولیسی‌ها, ناتویی‌ها.
fn of_people<'a>(key: &'a str, written: &'a str) -> impl Iterator<Item = Stem> + 'a {
    let plurals = ENDINGS.iter().filter(|ending| ending.inflection == Inflection::PersianPlural);
    let adjectives = plurals.filter_map(move |ending| stem(key, written, ending));
    adjectives.filter_map(|adjective| {
        let name = adjective.key.strip_suffix("یی").filter(|name| name.ends_with(['ا', 'و']));
        let name = name.or_else(|| adjective.key.strip_suffix('ی'))?;
        let is_long = name.chars().nth(LEAST_OF_PEOPLE - 1).is_some();
        is_long.then(|| Stem { key: name.to_owned(), inflection: Inflection::People })
    })
}

fn stem(key: &str, written: &str, ending: &Ending) -> Option<Stem> {
    let stem = key.strip_suffix(ending.text)?;
    let joint = Joint::of(written, ending.text);
    let inflection = inflection_behind(stem, ending, joint)?;
    let is_adjective = matches!(inflection, Inflection::Adjective | Inflection::ShortAdjective);
    let is_sure = !is_adjective && joint == Joint::Apart;
    let least = if is_sure { 2 } else { ending.least };
    let has_letters = stem.chars().count() >= least;
    (has_letters && joint != Joint::Torn).then(|| Stem { key: stem.to_owned(), inflection })
}

/// What the ending is behind this stem: the sounds where they meet rule some readings out.
fn inflection_behind(stem: &str, ending: &Ending, joint: Joint) -> Option<Inflection> {
    let ends_in_vowel = stem.ends_with(['ا', 'و']);
    match ending.text {
        "ی" if ending.inflection == Inflection::ShortAdjective => {
            (!ends_in_vowel && stem.chars().count() == ending.least).then_some(Inflection::ShortAdjective)
        }
        "ی" if ends_in_vowel => (ending.inflection == Inflection::Adjective).then_some(Inflection::Ezafe),
        "یی" | "یم" | "یت" | "یش" | "یمان" | "یتان" | "یشان" if !ends_in_vowel => None,
        "م" | "ت" | "ش" if ends_in_vowel || stem.ends_with(['ه', 'ی']) => None,
        // Behind these two letters it is written so, and never together.
        "ای" if ending.inflection == Inflection::Indefinite => {
            stem.ends_with(['ه', 'ی']).then_some(Inflection::Indefinite)
        }
        // Written together it is the rest of های.
        "ای" if !stem.ends_with('ه') || joint != Joint::Apart => None,
        _ => Some(ending.inflection),
    }
}

/// How an ending is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joint {
    /// Behind a zero-width joint or a space.
    Apart,
    Together,
    /// With a joint in its middle, so that it is no ending: پایه‌ای has no های.
    Torn,
}

impl Joint {
    fn of(written: &str, ending: &str) -> Joint {
        let tail = written.rsplit(|c: char| c == '\u{200C}' || c.is_whitespace()).next().unwrap_or(written);
        let is_whole_word = tail.len() == written.len();
        match tail.chars().count().cmp(&ending.chars().count()) {
            _ if is_whole_word => Joint::Together,
            Ordering::Less => Joint::Torn,
            Ordering::Equal => Joint::Apart,
            Ordering::Greater => Joint::Together,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(key: &str, written: &str) -> Vec<String> {
        stems(key, written).into_iter().map(|stem| stem.key).collect()
    }

    #[test]
    fn an_ending_written_together_needs_a_longer_word() {
        assert_eq!(keys("تنها", "تنها"), [""; 0]);
        assert_eq!(keys("تنها", "تن‌ها"), ["تن"]);
        assert_eq!(keys("کتابها", "کتابها"), ["کتاب"]);
        assert_eq!(keys("کتابهای", "کتاب های"), ["کتاب", "کتابها"]);
        assert!(!keys("پایهای", "پایه‌ای").contains(&"پای".to_owned()));
        assert!(keys("پایهای", "پایه‌ای").contains(&"پایه".to_owned()));
        assert_eq!(keys("ایرانرا", "ایران‌را"), ["ایران"]);
    }

    #[test]
    fn a_possessive_ending_of_two_letters_stands_apart() {
        assert_eq!(keys("کابینهاش", "کابینه‌اش"), ["کابینه"]);
        assert_eq!(keys("نقاش", "نقاش"), [""; 0]);
    }

    #[test]
    fn an_owner_is_written_together_behind_a_consonant_and_after_yeh_behind_a_vowel() {
        assert_eq!(keys("سفیرش", "سفیرش"), ["سفیر"]);
        assert_eq!(keys("سفیرش", "سفیر‌ش"), ["سفیر"]);
        assert!(keys("سخنگویش", "سخنگویش").contains(&"سخنگو".to_owned()));
        assert_eq!(keys("ورزش", "ورزش"), [""; 0]);
        assert_eq!(keys("ایتالیاش", "ایتالیاش"), [""; 0]);
    }

    #[test]
    fn people_are_called_by_names() {
        for (written, name) in [("پرسپولیسی‌ها", "پرسپولیس"), ("ناتویی‌های", "ناتو"), ("استقلالیها", "استقلال")]
        {
            let key = written.replace('\u{200C}', "");
            assert!(keys(&key, written).contains(&name.to_owned()), "{written}");
        }
        assert!(!keys("بازیها", "بازی‌ها").contains(&"باز".to_owned()));
    }

    #[test]
    fn an_owner_of_three_letters_is_written_together_with_four() {
        assert!(keys("سفیرمان", "سفیرمان").contains(&"سفیر".to_owned()));
        assert!(!keys("سازمان", "سازمان").contains(&"ساز".to_owned()));
    }

    #[test]
    fn sounds_decide_what_yeh_is() {
        let inflections = |key: &str| stems(key, key).into_iter().map(|stem| stem.inflection).collect::<Vec<_>>();
        assert_eq!(inflections("ایرانی"), [Inflection::Relative, Inflection::Adjective]);
        assert_eq!(inflections("نتانیاهوی"), [Inflection::Ezafe]);
        assert_eq!(inflections("امریکایی"), [Inflection::Relative, Inflection::Adjective, Inflection::Adjective]);
        assert_eq!(inflections("قطری"), [Inflection::ShortAdjective]);
        assert_eq!(inflections("قمی"), []);
        assert_eq!(inflections("سخنگویان"), [Inflection::PersonPlural, Inflection::PersonPlural]);
    }
}
