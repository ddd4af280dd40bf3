use std::collections::HashSet;

use super::*;

/// The tables of a file under their names, or what is wrong with the file.
fn tables(file: &str) -> Vec<(String, Vec<String>)> {
    let known: Result<Tables, _> = toml::from_str(file);
    known.unwrap_or_else(|error| panic!("{error}"));
    let all: std::collections::BTreeMap<String, Vec<String>> = toml::from_str(file).unwrap();
    all.into_iter().collect()
}

fn is_abbreviations(table: &str) -> bool {
    ["titles", "inside", "before_number", "dates", "anywhere"].contains(&table)
}

#[test]
fn every_table_of_the_files_is_known_and_filled() {
    for file in FILES {
        let tables = tables(file);
        assert!(tables.iter().all(|(name, words)| !words.is_empty() && !name.is_empty()));
    }
    assert!(toml::from_str::<Tables>("title = [\"Mr\"]").is_err(), "a misspelt table is refused");
}

#[test]
fn no_table_lists_a_word_twice_and_no_abbreviation_is_of_two_kinds() {
    for file in FILES {
        let mut kinds = HashSet::new();
        for (name, words) in tables(file) {
            let mut seen = HashSet::new();
            for word in words {
                assert!(seen.insert(word.clone()), "{name} lists {word} twice");
                assert!(
                    !is_abbreviations(&name) || kinds.insert(word.clone()),
                    "{word} is an abbreviation of two kinds"
                );
            }
        }
    }
}

#[test]
fn words_stand_without_their_full_stop_and_without_white_space() {
    for file in FILES {
        for (name, words) in tables(file) {
            for word in words {
                let wrong = word.is_empty() || word.ends_with('.') || word.contains(char::is_whitespace);
                assert!(!wrong, "{name} lists {word:?}");
            }
        }
    }
}

#[test]
fn openers_begin_with_a_capital_of_ascii() {
    for word in &knowledge().openers_without_stop {
        assert!(word.starts_with(|c: char| c.is_ascii_uppercase()), "{word}");
    }
}

#[test]
fn the_answer_no_is_told_from_the_number() {
    assert_eq!(knowledge().stop("No"), Some(Stop::NumberFollows));
    assert_eq!(knowledge().stop("GEN"), Some(Stop::Ambiguous));
    assert_eq!(knowledge().stop("general"), None);
}

#[test]
fn a_letter_that_is_also_a_pronoun_is_no_initial_by_itself() {
    let words = knowledge();
    assert!(!words.is_spelled_letter("وی") && words.may_be_spelled_letter("وی"));
    assert!(words.is_spelled_letter("دبلیو"));
}

#[test]
fn the_word_and_goes_on_behind_a_question_only() {
    assert!(knowledge().goes_on_behind_quotation("و", '؟'));
    assert!(!knowledge().goes_on_behind_quotation("و", '.'));
}
