//! Names that are part of a longer one that is not known: the Guardian in the Guardian Council, Jordan in Jordan Henderson,
//! Guinea in Papua New Guinea.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::model::TermType;

use super::casing::{Case, Setting};
use super::form::Form;
use super::knowledge::{ENGLISH, WordLists};
use super::line::Line;

/// English words; other languages have no capitals, or nothing is known of their names.
static WORDS: LazyLock<Words> = LazyLock::new(|| Words::of(&ENGLISH));

struct Words {
    first_names: HashSet<&'static str>,
    places_as_first_names: HashSet<&'static str>,
    behind_places: HashSet<&'static str>,
    days: HashSet<&'static str>,
}

impl Words {
    fn of(lists: &'static WordLists) -> Words {
        let set = |words: &'static [String]| words.iter().map(String::as_str).collect();
        Words {
            first_names: lists.names.get("person").map_or_else(HashSet::new, |names| set(names)),
            places_as_first_names: set(&lists.namesakes.first_names),
            behind_places: set(&lists.namesakes.behind_places),
            days: set(&lists.namesakes.days),
        }
    }
}

/// Whether the words from `first` to `last` are only a part of a name.
pub(super) fn is_of_longer_name(form: &Form, line: &Line, first: usize, last: usize) -> bool {
    match form.kind {
        TermType::Place if form.words.len() == 1 => {
            is_surname(line, first) || is_first_name(form, line, last) || is_new(line, first)
        }
        TermType::Work | TermType::Organization => begins_with_article(form) && is_followed_by_name(line, last),
        _ => false,
    }
}

/// Whether a word in capitals stands behind another, in a text where capitals say something.
pub(super) fn is_followed_by_name(line: &Line, last: usize) -> bool {
    let is_name = |at| Case::of(line.cased(at)) == Case::Title && !WORDS.days.contains(line.words[at].letters());
    !line.is_headline() && line.next_beside(last).is_some_and(is_name)
}

fn begins_with_article(form: &Form) -> bool {
    form.words.len() == 2 && matches!(form.words[0].as_str(), "the" | "a" | "an")
}

fn is_surname(line: &Line, first: usize) -> bool {
    line.previous_beside(first).is_some_and(|at| {
        WORDS.first_names.contains(line.words[at].letters()) && Case::of(line.cased(at)) == Case::Title
    })
}

fn is_first_name(form: &Form, line: &Line, last: usize) -> bool {
    let is_surname = |at: usize| {
        let word = line.words[at].owner().map_or(line.words[at].letters(), |owner| &owner.letters);
        !WORDS.behind_places.contains(word)
    };
    WORDS.places_as_first_names.contains(form.joined.as_str())
        && line.words[last].letters() == form.joined
        && is_followed_by_name(line, last)
        && line.next_beside(last).is_some_and(is_surname)
}

/// New Guinea is not Guinea; but a sentence may start with "New Jordan rules".
fn is_new(line: &Line, first: usize) -> bool {
    line.previous_beside(first).is_some_and(|at| {
        line.words[at].letters() == "new"
            && Case::of(line.cased(at)) == Case::Title
            && line.setting(at) == Setting::Running
            && !line.is_headline()
    })
}
