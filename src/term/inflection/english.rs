use super::{Inflection, Stem};

/// The possessive and the regular plurals.
pub(super) fn stems(key: &str, cased: Option<&str>) -> Vec<Stem> {
    if let Some(owner) = key.strip_suffix("'s") {
        let possessive = Stem { key: owner.to_owned(), inflection: Inflection::Possessive };
        return vec![possessive];
    }
    let plural = |key: String| Stem { key, inflection: Inflection::EnglishPlural };
    let stem = match cased.and_then(acronym) {
        Some(acronym) => Some(acronym.to_lowercase()),
        None => singular(key),
    };
    stem.map(plural).into_iter().collect()
}

/// A lower-case s behind capitals is nothing but a plural, however short the word: MPs.
fn acronym(cased: &str) -> Option<&str> {
    let acronym = cased.strip_suffix('s')?;
    (acronym.len() > 1 && acronym.chars().all(char::is_uppercase)).then_some(acronym)
}

fn singular(key: &str) -> Option<String> {
    if key.len() < 4 {
        return None;
    }
    // Spokesmen, but no omen.
    if let Some(stem) = key.strip_suffix("men").filter(|stem| stem.len() >= 4) {
        return Some(format!("{stem}man"));
    }
    if let Some(stem) = key.strip_suffix("ies") {
        return Some(format!("{stem}y"));
    }
    let sibilant = ["ses", "xes", "zes", "ches", "shes"].iter().any(|ending| key.ends_with(ending));
    if sibilant {
        return key.strip_suffix("es").map(str::to_owned);
    }
    // Campus and congress are no plurals.
    let plural = !["ss", "us"].iter().any(|ending| key.ends_with(ending));
    key.strip_suffix('s').filter(|_| plural).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn possessives_and_plurals_have_a_stem() {
        let cases = [
            ("iran's", "iran"),
            ("ministers", "minister"),
            ("parties", "party"),
            ("churches", "church"),
            ("taxes", "tax"),
            ("ngos", "ngo"),
            ("houthis", "houthi"),
            ("spokesmen", "spokesman"),
        ];
        for (key, stem) in cases {
            assert_eq!(stems(key, None)[0].key, stem);
        }
        assert_eq!(stems("mps", Some("MPs"))[0].key, "mp");
        assert!(stems("mps", Some("MPS")).is_empty());
    }

    #[test]
    fn words_that_end_in_s_by_nature_have_none() {
        for key in ["congress", "virus", "gas", "iran"] {
            assert!(stems(key, None).is_empty(), "{key}");
        }
    }
}
