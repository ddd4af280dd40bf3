//! Letter case as evidence: WHO is not who, and Rice is not rice.

/// How a word uses capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// A script without case, or no letters.
    Without,
    Lower,
    /// A capital first, something lower behind: Iran, McDonald.
    Title,
    /// Capitals only: WHO, X.
    Upper,
    /// Lower first, a capital behind: iPhone.
    Mixed,
}

impl Case {
    pub fn of(word: &str) -> Case {
        let mut cased = word.chars().filter(|c| c.is_uppercase() || c.is_lowercase());
        let Some(first) = cased.next() else {
            return Case::Without;
        };
        let (lower, upper) =
            cased.fold((false, false), |(lower, upper), c| (lower || c.is_lowercase(), upper || c.is_uppercase()));
        match (first.is_uppercase(), lower, upper) {
            (true, false, _) => Case::Upper,
            (true, true, _) => Case::Title,
            (false, _, true) => Case::Mixed,
            (false, _, false) => Case::Lower,
        }
    }
}

/// Where a word stands, as far as that explains its capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    /// Among lower-case words.
    Running,
    SentenceStart,
    /// In a text all in capitals.
    Capitals,
}

/// Whether a lower-case plural may be of a one-word title that the termbase has with a capital: the ayatollahs.
pub(super) fn is_lower_plural(term: &str, word: &str) -> bool {
    (Case::of(term), Case::of(word)) == (Case::Title, Case::Lower)
}

/// Whether a word of the text may be the one-word term of the same letters.
pub(super) fn case_fits(term: &str, word: &str, setting: Setting) -> bool {
    let letters = term.chars().filter(|c| c.is_alphabetic()).count();
    match (Case::of(term), Case::of(word)) {
        (Case::Upper, Case::Upper) => setting != Setting::Capitals || !is_function_word(term),
        // Nato, Opec, as British papers write them; but at a sentence start, Start is no START.
        (Case::Upper, Case::Title) => letters >= 4 && (setting == Setting::Running || !may_be_ordinary(term)),
        (Case::Upper, Case::Lower | Case::Mixed) => false,
        (Case::Title, Case::Lower) => false,
        (Case::Title, Case::Upper) => setting == Setting::Capitals || letters >= 4,
        (Case::Lower, Case::Upper) => setting == Setting::Capitals || letters >= 6,
        _ => true,
    }
}

/// Whether an acronym in lower case may be an English word. These do not end in most vowels, nor in c without k.
fn may_be_ordinary(acronym: &str) -> bool {
    const LOANS: [&str; 20] = [
        "ALSO", "AREA", "AUTO", "CAMERA", "DATA", "DEMO", "DISC", "DRAMA", "EPIC", "EURO", "HERO", "IDEA", "INTO",
        "MEDIA", "MENU", "MUSIC", "ONTO", "PUBLIC", "ZERO", "ZINC",
    ];
    !acronym.ends_with(['A', 'C', 'I', 'O', 'U']) || LOANS.contains(&acronym)
}

/// Whether an acronym that is a pronoun too (US, WHO) stands in capitals where the pronoun cannot: behind an article, and
/// US where a clause starts. `before` is the key of the token before it.
pub(super) fn is_no_pronoun(acronym: &str, before: Option<&str>) -> bool {
    match before {
        Some("the") => ["HE", "IT", "US", "WE", "WHO"].contains(&acronym),
        None | Some("," | "-" | "–" | "—" | ":" | ";" | "/" | "." | "?" | "!" | "'" | "\"") => acronym == "US",
        Some(_) => false,
    }
}

/// Words that an all-capitals headline writes like the acronyms WHO, US, IT.
fn is_function_word(acronym: &str) -> bool {
    const WORDS: [&str; 20] = [
        "ALL", "AM", "AN", "ARE", "AS", "AT", "CAN", "HE", "IN", "IS", "IT", "MAY", "NO", "ON", "OR", "SO", "US", "WE",
        "WHO", "WILL",
    ];
    WORDS.contains(&acronym)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_is_read_off_the_letters() {
        let cases = [
            ("iran", Case::Lower),
            ("Iran", Case::Title),
            ("McDonald", Case::Title),
            ("WHO", Case::Upper),
            ("F16", Case::Upper),
            ("iPhone", Case::Mixed),
            ("ایران", Case::Without),
            ("19", Case::Without),
        ];
        for (word, expected) in cases {
            assert_eq!(Case::of(word), expected, "{word}");
        }
    }

    #[test]
    fn capitals_decide_between_a_name_and_a_word() {
        use Setting::*;
        let fits = [
            ("WHO", "WHO", Running),
            ("NATO", "Nato", Running),
            ("NATO", "Nato", SentenceStart),
            ("Iran", "IRAN", Running),
            ("Rice", "Rice", SentenceStart),
            ("inflation", "INFLATION", Running),
            ("turkey", "Turkey", SentenceStart),
            ("Mao", "MAO", Capitals),
        ];
        let does_not_fit = [
            ("WHO", "who", Running),
            ("WHO", "Who", SentenceStart),
            ("WHO", "WHO", Capitals),
            ("START", "Start", SentenceStart),
            ("Rice", "rice", Running),
            ("Us", "US", Running),
            ("aids", "AIDS", Running),
        ];
        for (term, word, setting) in fits {
            assert!(case_fits(term, word, setting), "{term} in {word}");
        }
        for (term, word, setting) in does_not_fit {
            assert!(!case_fits(term, word, setting), "{term} in {word}");
        }
    }
}
