//! The rules that decide at each mark whether a sentence ends.

use super::chars::{is_arabic_letter, is_dash, is_inner_mark, is_mark, is_right_mark};
use super::ending::Ending;
use super::enumeration;
use super::knowledge::knowledge;
use super::scan::{Place, Scan};
use super::word::{Previous, Stop};

/// Byte offsets at which a new sentence begins or the white space before it, in order, neither 0 nor the text's length.
pub(super) fn cuts(text: &str) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut start = 0;
    let points = enumeration::points(text);
    let mut scan = Scan::new(text);
    while let Some(place) = scan.next() {
        let cut = match place {
            Place::Cut(cut) => Some(cut),
            Place::Mark(mark) => {
                let ending = Ending::read(text, start, mark, scan.in_quotation());
                scan.go_behind(&ending);
                cut_behind(&ending)
            }
        };
        start = cut.unwrap_or(start);
        cuts.extend(cut);
    }
    enumeration::merge(cuts, &points)
}

/// Where to cut behind the ending, if a sentence ends there.
fn cut_behind(ending: &Ending) -> Option<usize> {
    if ending.rest.is_empty() || goes_on(ending) {
        return None;
    }
    if ending.glued {
        return ends_glued(ending).then_some(ending.end);
    }
    if ending.is_ellipsis() {
        return cut_at_ellipsis(ending);
    }
    let ends = match ending.is_full_stop() {
        true => ends_at_full_stop(ending),
        false => ends_at_question(ending),
    };
    ends.then_some(ending.end)
}

/// What shows for every mark that the sentence goes on.
fn goes_on(ending: &Ending) -> bool {
    let next = &ending.next;
    let inner = ending.rest.starts_with(|c| is_inner_mark(c) || is_right_mark(c)) || more_marks(ending.rest);
    let mark = ending.run.chars().next().unwrap_or('.');
    let quotation_goes_on = ending.closes() && knowledge().goes_on_behind_quotation(next.word, mark);
    inner
        || (ending.bracketed && ending.closes())
        || (next.is_small() && !ending.previous.is_arabic())
        || (quotation_goes_on && !next.opened)
        || (before_dash(ending.rest) && !ending.is_full_stop())
}

/// Whether marks stand alone at the start; one that opens a word (`.NET`) does not.
fn more_marks(rest: &str) -> bool {
    let behind = rest.trim_start_matches(is_mark);
    behind.len() < rest.len() && !behind.starts_with(char::is_alphanumeric)
}

fn before_dash(rest: &str) -> bool {
    rest.starts_with(is_dash) || rest.starts_with("- ")
}

fn ends_at_full_stop(ending: &Ending) -> bool {
    let next = &ending.next;
    if ending.previous.is_list_marker() && ending.closers.is_empty() {
        return false;
    }
    match ending.previous.stop() {
        None => true,
        Some(Stop::MoreFollows) => ending.closes(),
        Some(Stop::NumberFollows) => !next.is_number(),
        Some(Stop::DateFollows) => !next.is_part_of_date(),
        Some(Stop::Ambiguous) => next.is_starter() || (next.is_title() && ending.previous.is_time_that_closes()),
        Some(Stop::Initial) => !next.is_capital() || next.is_starter(),
    }
}

fn ends_at_question(ending: &Ending) -> bool {
    let word = ending.previous.word;
    let in_name = ending.run == "!" && ending.closers.is_empty() && knowledge().is_exclaimed_name(word);
    (!in_name || ending.next.is_starter()) && !speaker_follows(ending) && !is_part_of_clause(ending)
}

/// `"Why now?" Smith asked.`: a name of up to three words, then a verb of saying that ends its clause.
/// A colon behind the verb would announce another quotation, and so another sentence.
fn speaker_follows(ending: &Ending) -> bool {
    let next = &ending.next;
    if !ending.closes() || next.opened {
        return false;
    }
    let mut words = next.words().take(4);
    if next.is_arabic() {
        let directly = knowledge().is_reporting_verb(next.word) && !next.is_before(':');
        return directly || (!next.is_starter() && words.any(ends_clause_of_speaker));
    }
    next.is_capital() && words.skip(1).any(ends_clause_of_speaker)
}

fn ends_clause_of_speaker((word, before_mark): (&str, bool)) -> bool {
    before_mark && knowledge().is_reporting_verb(word)
}

/// Whether a Persian clause goes on around what was closed: a quotation that a noun names (`شعار «نان!» سر دادند`), or an
/// aside in brackets. English tells it by the small letter that follows.
fn is_part_of_clause(ending: &Ending) -> bool {
    let Some(before) = ending.before_opener().filter(|_| ending.next.is_arabic()) else { return false };
    match ending.closers.starts_with(')') {
        true => !before.is_empty() && !ending.next.is_starter(),
        false => knowledge().names_quotation(Previous::of(before).word),
    }
}

/// `Well… maybe` goes on; `Well… The` does not. Persian has no capitals to tell by, so there a bare ellipsis goes on.
fn cut_at_ellipsis(ending: &Ending) -> Option<usize> {
    let next = &ending.next;
    if next.is_arabic() {
        return ending.closes().then_some(ending.end);
    }
    if next.is_capital() && !next.opened {
        // I is a capital anywhere, so it tells nothing.
        let cut = ending.full_stop_before_ellipsis().unwrap_or(ending.end);
        return (!next.is_first_person()).then_some(cut);
    }
    next.opened.then_some(ending.end)
}

/// Sentences without a space between them, as they slip into copy: `گفت.وی`, `said.The`.
fn ends_glued(ending: &Ending) -> bool {
    let reopened = ending.next.opened && !ending.closers.is_empty();
    if ending.is_ellipsis() || ending.next.word.is_empty() || reopened {
        return false;
    }
    if ending.next.is_arabic() { ends_glued_to_arabic(ending) } else { ends_glued_to_latin(ending) }
}

fn ends_glued_to_arabic(ending: &Ending) -> bool {
    let last = ending.previous.word.chars().next_back();
    let behind_sentence = last.is_some_and(|c| is_arabic_letter(c) || c.is_numeric()) || !ending.closers.is_empty();
    let in_initials = ending.is_full_stop() && is_in_initials(ending);
    behind_sentence && !in_initials && !ending.previous.is_list_marker()
}

/// A word that is known to open a sentence tells it from a file name, a domain or an address, and so does any word with a
/// capital behind which a space shows that it is whole: `five days.Early signs are …`
fn ends_glued_to_latin(ending: &Ending) -> bool {
    let (word, next) = (ending.previous.word, &ending.next);
    let ends_plain = word.chars().rev().take(2).all(|c| c.is_lowercase() || c.is_numeric());
    let opens_sentence = next.word.len() > 1 && (next.is_starter() || next.is_title());
    let opens_plain = opens_sentence || (next.is_capitalized() && next.is_before_space() && follows_plain_word(ending));
    ends_plain && opens_plain && !word.is_empty() && !word.contains(['.', '@', ':'])
}

/// Whether the word before the mark is no name (`React.Component`), no abbreviation (`approx.Value`), and no number too
/// short for a year, which counts rules or moves (`7.Be4`).
fn follows_plain_word(ending: &Ending) -> bool {
    let word = ending.previous.word;
    let is_year = word.chars().count() > 2 && word.chars().all(char::is_numeric);
    (word.starts_with(char::is_lowercase) || is_year) && !ending.spaced && ending.previous.stop().is_none()
}

/// `جی.دی`, `ق.م`: the dot stands between spelled or single letters.
fn is_in_initials(ending: &Ending) -> bool {
    let word = ending.previous.word;
    word.chars().count() == 1
        || ending.previous.stop().is_some()
        || word.contains('.')
        || (knowledge().may_be_spelled_letter(word) && knowledge().may_be_spelled_letter(ending.next.word))
}
