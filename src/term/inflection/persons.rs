//! Persian plurals that only words for persons have: پزشکان, سخنگویان, نمایندگان, معاونین, وزرا.

use super::{Inflection, Stem};

/// What a plural may have behind it: my, your, his, our, your, their, and "some".
const BEHIND: [&str; 7] = ["م", "ت", "ش", "مان", "تان", "شان", "ی"];

/// The least letters of a word before a plural that is written together with it.
const LEAST: usize = 4;

/// The same before ین, which many other words end in.
const LEAST_BEFORE_IN: usize = 5;

/// Plurals that Arabic makes inside the word, of titles in the news, as match keys have them.
const BROKEN: [(&str, &str); 25] = [
    ("وزرا", "وزیر"),
    ("سفرا", "سفیر"),
    ("روسا", "رییس"),
    ("نواب", "نایب"),
    ("امرا", "امیر"),
    ("وکلا", "وکیل"),
    ("علما", "عالم"),
    ("فقها", "فقیه"),
    ("خلفا", "خلیفه"),
    ("حکما", "حکیم"),
    ("ادبا", "ادیب"),
    ("شعرا", "شاعر"),
    ("اطبا", "طبیب"),
    ("امنا", "امین"),
    ("اعضا", "عضو"),
    ("قضات", "قاضی"),
    ("ولات", "والی"),
    ("حکام", "حاکم"),
    ("تجار", "تاجر"),
    ("شیوخ", "شیخ"),
    ("ملوک", "ملک"),
    ("سلاطین", "سلطان"),
    ("اساتید", "استاد"),
    ("مراجع", "مرجع"),
    ("ایمه", "امام"),
];

/// The singulars that a key may be a plural of.
pub(super) fn stems(key: &str) -> impl Iterator<Item = Stem> {
    let plurals = std::iter::once(key).chain(BEHIND.iter().filter_map(|ending| key.strip_suffix(ending)));
    plurals
        .flat_map(|plural| regular(plural).chain(broken(plural)))
        .map(|key| Stem { key, inflection: Inflection::PersonPlural })
}

fn regular(plural: &str) -> impl Iterator<Item = String> {
    let strip =
        |ending: &str, least: usize| plural.strip_suffix(ending).filter(|stem| stem.chars().nth(least - 1).is_some());
    let behind_vowel = strip("یان", LEAST).filter(|stem| stem.ends_with(['ا', 'و']));
    let behind_heh = strip("گان", LEAST).map(|stem| format!("{stem}ه"));
    let stems = [strip("ان", LEAST), behind_vowel, strip("ین", LEAST_BEFORE_IN)];
    stems.into_iter().flatten().map(str::to_owned).chain(behind_heh)
}

fn broken(plural: &str) -> impl Iterator<Item = String> {
    let bare = plural.strip_suffix('ی').filter(|bare| bare.ends_with('ا')).unwrap_or(plural);
    BROKEN.iter().filter(move |(plural, _)| *plural == bare).map(|(_, singular)| (*singular).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_of_persons_have_a_singular() {
        let cases = [
            ("پزشکان", "پزشک"),
            ("سفیرانش", "سفیر"),
            ("سفیرانی", "سفیر"),
            ("سخنگویان", "سخنگو"),
            ("نمایندگان", "نماینده"),
            ("نمایندگانش", "نماینده"),
            ("معاونین", "معاون"),
            ("وزرای", "وزیر"),
            ("وزرایش", "وزیر"),
            ("روسایی", "رییس"),
            ("قضات", "قاضی"),
        ];
        for (key, singular) in cases {
            assert!(stems(key).any(|stem| stem.key == singular), "{key}");
        }
    }

    #[test]
    fn short_words_are_no_plurals() {
        for key in ["نان", "زمان", "چنین", "امین", "وزرایند"] {
            assert_eq!(stems(key).count(), 0, "{key}");
        }
    }
}
