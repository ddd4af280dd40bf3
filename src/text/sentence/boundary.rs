//! The scan for sentence ends, and the rules that decide at each mark.

use super::chars::{is_arabic_letter, is_dash, is_inner_mark, is_mark, is_opener, is_right_mark};
use super::ending::Ending;
use super::word::Stop;
use super::{english, enumeration, persian};

/// Byte offsets at which a new sentence begins or the white space before it, in order, neither 0 nor the text's length.
pub(super) fn cuts(text: &str) -> Vec<usize> {
    let mut cuts = Vec::new();
    let (mut start, mut at, mut in_quotation) = (0, 0, false);
    let points = enumeration::points(text);
    while let Some(mark) = next_mark(text, at, &mut in_quotation) {
        let ending = Ending::read(text, start, mark, in_quotation);
        if let Some(cut) = cut_behind(&ending) {
            cuts.push(cut);
            start = cut;
        }
        in_quotation ^= ending.closers.matches('"').count() % 2 == 1;
        at = ending.end;
    }
    cuts.extend(seams_of_quotations(text));
    enumeration::merge(cuts, &points)
}

/// Cuts between two quotations of which the first ends in a comma (`،» «`): its speaker stands before it or is understood,
/// and what follows is another utterance.
fn seams_of_quotations(text: &str) -> impl Iterator<Item = usize> {
    let seams = ["،» «", ",» «", ",” “"];
    seams
        .into_iter()
        .flat_map(|seam| text.match_indices(seam))
        .map(|(at, seam)| at + seam.trim_end_matches(is_opener).len())
}

/// The offset of the first mark from `at` on; turns `in_quotation` at every straight quotation mark on the way.
fn next_mark(text: &str, at: usize, in_quotation: &mut bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut i = at;
    while let Some(&byte) = bytes.get(i) {
        match byte {
            b'"' => *in_quotation = !*in_quotation,
            b'.' | b'!' | b'?' => return Some(i),
            // The first bytes of the marks that are not ASCII.
            0xd8 | 0xdb | 0xe2 | 0xe3 | 0xef if text[i..].starts_with(is_mark) => return Some(i),
            _ => {}
        }
        i += 1;
    }
    None
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
    let quotation_goes_on = ending.closes() && persian::goes_on_behind_quotation(next.word, mark);
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
    let in_name = ending.run == "!" && ending.closers.is_empty() && english::is_exclaimed_name(ending.previous.word);
    (!in_name || ending.next.is_starter()) && !speaker_follows(ending)
}

/// `"Why now?" Smith asked.`: a name of up to three words, then a verb of saying that ends its clause.
/// A colon behind the verb would announce another quotation, and so another sentence.
fn speaker_follows(ending: &Ending) -> bool {
    let next = &ending.next;
    if !ending.closes() || next.opened {
        return false;
    }
    if next.is_arabic() {
        return persian::is_reporting_verb(next.word) && !next.is_before(':');
    }
    let mut words = next.words().take(4).skip(1);
    next.is_capital() && words.any(|(word, before_mark)| before_mark && english::is_reporting_verb(word))
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

/// Only words that are known to open a sentence tell it from a file name, a domain or an address.
fn ends_glued_to_latin(ending: &Ending) -> bool {
    let (word, next) = (ending.previous.word, &ending.next);
    let ends_plain = word.chars().rev().take(2).all(|c| c.is_lowercase() || c.is_numeric());
    let opens_sentence = next.word.len() > 1 && (next.is_starter() || next.is_title());
    ends_plain && opens_sentence && !word.is_empty() && !word.contains(['.', '@', ':'])
}

/// `جی.دی`, `ق.م`: the dot stands between spelled or single letters.
fn is_in_initials(ending: &Ending) -> bool {
    let word = ending.previous.word;
    word.chars().count() == 1
        || ending.previous.stop().is_some()
        || word.contains('.')
        || (persian::may_be_spelled_letter(word) && persian::may_be_spelled_letter(ending.next.word))
}
