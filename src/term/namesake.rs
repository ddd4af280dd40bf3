//! Names that are part of a longer one that is not known: the Guardian in the Guardian Council, Jordan in Jordan Henderson,
//! Guinea in Papua New Guinea.

use crate::model::TermType;

use super::casing::{Case, Setting};
use super::form::Form;
use super::line::Line;

/// First names that stand before surnames that are places too: Michael Jordan.
const FIRST_NAMES: [&str; 70] = [
    "adam",
    "alan",
    "alex",
    "alice",
    "andrew",
    "anna",
    "anne",
    "anthony",
    "arthur",
    "barbara",
    "ben",
    "bill",
    "bob",
    "brian",
    "charles",
    "chris",
    "daniel",
    "david",
    "donald",
    "edward",
    "elizabeth",
    "emily",
    "emma",
    "eric",
    "frank",
    "gary",
    "george",
    "harry",
    "helen",
    "henry",
    "jack",
    "james",
    "jane",
    "jason",
    "jennifer",
    "jeremy",
    "jessica",
    "jim",
    "joe",
    "john",
    "jonathan",
    "joseph",
    "karen",
    "kate",
    "kathy",
    "kevin",
    "laura",
    "linda",
    "lisa",
    "margaret",
    "mark",
    "martin",
    "mary",
    "matthew",
    "michael",
    "mike",
    "nancy",
    "neil",
    "nick",
    "patrick",
    "paul",
    "peter",
    "richard",
    "robert",
    "ryan",
    "sarah",
    "steven",
    "susan",
    "thomas",
    "william",
];

/// Places that are first names too: Jordan Henderson.
const PLACES_AS_FIRST_NAMES: [&str; 22] = [
    "adelaide",
    "austin",
    "brooklyn",
    "chad",
    "charlotte",
    "chelsea",
    "cheyenne",
    "dallas",
    "devon",
    "florence",
    "georgia",
    "jackson",
    "jordan",
    "lincoln",
    "lourdes",
    "madison",
    "savannah",
    "sydney",
    "troy",
    "tyrone",
    "victoria",
    "virginia",
];

/// What stands behind a place in capitals and is no surname: its parts, its institutions, its people in office.
const BEHIND_PLACES: [&str; 58] = [
    "airlines",
    "airport",
    "airways",
    "ambassador",
    "army",
    "avenue",
    "bank",
    "basin",
    "bay",
    "beach",
    "bridge",
    "city",
    "college",
    "council",
    "county",
    "court",
    "crown",
    "embassy",
    "falls",
    "foreign",
    "governor",
    "harbour",
    "heights",
    "herald",
    "hills",
    "hospital",
    "house",
    "international",
    "island",
    "islands",
    "king",
    "lake",
    "mayor",
    "minister",
    "national",
    "opera",
    "parliament",
    "police",
    "port",
    "post",
    "president",
    "press",
    "prime",
    "prince",
    "queen",
    "river",
    "road",
    "senate",
    "senator",
    "square",
    "state",
    "station",
    "street",
    "tech",
    "times",
    "tower",
    "university",
    "valley",
];

const DAYS: [&str; 7] = ["friday", "monday", "saturday", "sunday", "thursday", "tuesday", "wednesday"];

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
    let is_name = |at| Case::of(line.cased(at)) == Case::Title && !DAYS.contains(&line.words[at].letters());
    !line.is_headline() && line.next_beside(last).is_some_and(is_name)
}

fn begins_with_article(form: &Form) -> bool {
    form.words.len() == 2 && matches!(form.words[0].as_str(), "the" | "a" | "an")
}

fn is_surname(line: &Line, first: usize) -> bool {
    line.previous_beside(first)
        .is_some_and(|at| FIRST_NAMES.contains(&line.words[at].letters()) && Case::of(line.cased(at)) == Case::Title)
}

fn is_first_name(form: &Form, line: &Line, last: usize) -> bool {
    let is_surname = |at: usize| {
        let word = line.words[at].owner().map_or(line.words[at].letters(), |owner| &owner.letters);
        !BEHIND_PLACES.contains(&word)
    };
    PLACES_AS_FIRST_NAMES.contains(&form.joined.as_str())
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
