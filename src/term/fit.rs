//! Whether words with the letters of a term are the term.

use crate::model::{Percent, TermType};
use crate::text::nfc;

use super::casing::{Case, case_fits, is_lower_plural, is_no_pronoun};
use super::form::Form;
use super::glued::Glued;
use super::hit::{MatchReason, TermHit};
use super::inflection::Inflection;
use super::initials::are_initials;
use super::lexicon::Spelt;
use super::line::Line;
use super::link::is_link;
use super::month::is_month;
use super::namesake::{is_followed_by_name, is_of_longer_name};
use super::seam::is_seam;
use super::stop_words::is_stop_word;
use super::walk::Lead;

/// The hit that a lead comes to; `None` where its words only share the letters of the term.
pub(super) fn fit(form: &Form, line: &Line, lead: &Lead) -> Option<TermHit> {
    let fits = lead.inflection.is_none_or(|inflection| takes(form, line, lead, inflection))
        && may_be_glued(form, lead.glued)
        && is_spelt_so(form, line, lead)
        && marks_agree(form, line, lead.first, lead.last)
        && case_agrees(form, line, lead)
        && madda_agrees(form, line, lead)
        && !is_common(form, line, lead)
        && !is_of_longer_name(form, line, lead.first, lead.last)
        && !(lead.inflection.is_none() && is_month(form, line, lead.first, lead.last));
    if !fits {
        return None;
    }
    let (start, end) = range(form, line, lead.first, lead.last);
    let (start, end) = (start + lead.glued.before, end - lead.glued.behind);
    let (reason, points) = grade(form, line, lead, start, end);
    let score = Percent::FULL.minus_points(points);
    Some(TermHit { term: form.term, entry_text: form.text.clone(), start, end, score, reason })
}

/// Whether the term may have the ending here.
fn takes(form: &Form, line: &Line, lead: &Lead, inflection: Inflection) -> bool {
    let is_borne_out = || is_family(form, line, lead) || is_kind_of_place(form, line, lead);
    let is_ruled_out = match inflection {
        Inflection::ShortAdjective => !is_behind_a_noun(form, line, lead),
        // قالیبافی که is the Ghalibaf that; but محمدی is another name than محمد.
        Inflection::Relative => !form.is_family_name && form.words.len() == 1,
        Inflection::Adjective => lead.has_plural_head && form.kind != TermType::Title,
        _ => false,
    };
    !is_ruled_out && inflection.fits(form.kind) || (inflection == Inflection::EnglishPlural && is_borne_out())
}

/// An adjective has its noun before it: دیپلمات قطری. Elsewhere a word of three letters with ی is rather another word.
fn is_behind_a_noun(form: &Form, line: &Line, lead: &Lead) -> bool {
    line.previous_beside(lead.first).is_some_and(|at| {
        let key = &line.tokens[line.words[at].token].key;
        key.chars().nth(2).is_some() && !is_stop_word(key, &form.language)
    })
}

/// The Obamas. Roberts is no plural of Robert, nor are the Roberts: only of a family's name. Sullivans Island is a place.
fn is_family(form: &Form, line: &Line, lead: &Lead) -> bool {
    form.is_family_name && line.key_before(lead.first) == Some("the") && !is_followed_by_name(line, lead.last)
}

/// The Straits of Hormuz: the plural is of the common noun before "of", and the place itself stands as it is.
fn is_kind_of_place(form: &Form, line: &Line, lead: &Lead) -> bool {
    let words = lead.first..=lead.last;
    let is_as_it_is = |(at, word): (usize, &String)| {
        let is_of_behind = form.words.get(at + 1).is_some_and(|next| next == "of");
        is_of_behind || line.words[lead.first + at].letters() == word
    };
    form.kind == TermType::Place
        && words.count() == form.words.len()
        && lead.last_inflection.is_none()
        && form.words.iter().enumerate().all(is_as_it_is)
}

/// و is glued to names more often than to other words, and ورامین is no Ramin.
fn may_be_glued(form: &Form, glued: Glued) -> bool {
    let is_place = matches!(form.kind, TermType::Place | TermType::Organization);
    glued.before == 0 || glued.prefix || is_place || form.words.len() > 1
}

/// "A white house" is any such house, and so is "the red crescent of the moon": a name all in lower case has an indefinite
/// article before it, or says behind it whose it is.
fn is_common(form: &Form, line: &Line, lead: &Lead) -> bool {
    let is_name = !matches!(form.kind, TermType::Title | TermType::Other);
    let is_lower = |at| Case::of(line.cased(at)) == Case::Lower;
    let is_any = || matches!(line.key_before(lead.first), Some("a" | "an"));
    let is_of_something = || line.key_behind(lead.last) == Some("of");
    is_name
        && is_capital(form.cased.last())
        && (lead.first..=lead.last).all(is_lower)
        && (is_any() || is_of_something())
}

/// Whether the words are the name in the spelling that they led to it by.
fn is_spelt_so(form: &Form, line: &Line, lead: &Lead) -> bool {
    match lead.spelt {
        Spelt::AsItIs | Spelt::Singular(_) => words_meet_where_they_may(form, line, lead),
        Spelt::WithInitials => are_initials(form, line, lead),
        Spelt::WithoutLinks => {
            let words = (lead.first..=lead.last).filter(|&at| !is_link(line, at)).count();
            words == form.words.len() - form.links
        }
    }
}

/// The name's text may be joined where the term is not (Whitehouse). A space where the term has none is another matter: "I
/// ran" is not Iran. Articles, initials and digits stand apart as they like (al Assad, J. K., F 16), and so do the parts of
/// compound names (امیر عبداللهیان).
fn words_meet_where_they_may(form: &Form, line: &Line, lead: &Lead) -> bool {
    lead.joints.iter().all(|&(word, offset)| {
        let (before, behind) = (line.words[word].letters(), line.words[word + 1].letters());
        form.joints.contains(&offset)
            || !line.is_spaced_behind(word)
            || stand_apart_at_will(before, behind)
            || is_seam(form, before, behind)
    })
}

pub(super) fn stand_apart_at_will(before: &str, behind: &str) -> bool {
    let is_initial = |word: &str| word.chars().count() == 1;
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let letters_meet_digits = digit(before.chars().next_back()) != digit(behind.chars().next());
    is_article(before) || letters_meet_digits || (is_initial(before) && is_initial(behind))
}

/// The Arabic article, in Latin letters.
pub(super) fn is_article(word: &str) -> bool {
    matches!(word, "al" | "el" | "ul")
}

/// Marks that part names (a comma, a bracket) may be missing in the text, but not be there without being in the term.
pub(super) fn marks_agree(form: &Form, line: &Line, first: usize, last: usize) -> bool {
    let mut marks = line.parting_marks(first, last).peekable();
    marks.peek().is_none() || marks.eq(form.marks.iter().map(String::as_str))
}

fn case_agrees(form: &Form, line: &Line, lead: &Lead) -> bool {
    let words: Vec<_> = (lead.first..=lead.last).map(|at| line.cased(at)).collect();
    let is_plural = lead.inflection == Some(Inflection::EnglishPlural);
    match one_word(form) {
        Some(name) => {
            let mut word: String = words.iter().copied().filter(|word| !is_determiner(word)).collect();
            if lead.inflection.is_some() && lead.first == lead.last {
                word = word.chars().take(lead.last_letters).collect();
            }
            case_fits(&name, &word, line.setting(lead.first))
                || (is_plural && form.kind == TermType::Title && is_lower_plural(&name, &word))
                || (line.is_in_capitals() && name == word && is_no_pronoun(&name, line.key_before(lead.first)))
        }
        None if is_plural && form.kind == TermType::Title => true,
        // "the times" are not The Times of old: what may be a plural of another word needs its capital.
        None if is_plural => is_capital(form.cased.last()) == is_capital(words.last()) || line.is_in_capitals(),
        None => true,
    }
}

/// آمریکا is written امریکا too; but in short words آ and ا are two letters (آلمان is Germany, المان an element).
fn madda_agrees(form: &Form, line: &Line, lead: &Lead) -> bool {
    let key = &line.tokens[line.words[lead.first].token].key;
    let is_short = form.words.len() == 1 && form.joined.chars().count() < 6;
    !is_short || form.keys.contains('آ') == key.contains('آ')
}

/// The name's letters with their case, if it is one word but for determiners, or an acronym with dots.
fn one_word(form: &Form) -> Option<String> {
    let words: Vec<_> = form.cased.iter().filter(|word| !is_determiner(word)).collect();
    let is_dotted = words.iter().all(|word| word.chars().count() == 1);
    (words.len() == 1 || is_dotted).then(|| words.into_iter().map(String::as_str).collect())
}

fn is_determiner(word: &str) -> bool {
    ["the", "a", "an"].iter().any(|determiner| word.eq_ignore_ascii_case(determiner))
}

fn is_capital<S: AsRef<str>>(word: Option<S>) -> bool {
    word.is_some_and(|word| matches!(Case::of(word.as_ref()), Case::Title | Case::Upper))
}

/// The bytes of the words, with the marks around them that the term has too (Yahoo!, U.S.).
pub(super) fn range(form: &Form, line: &Line, first: usize, last: usize) -> (usize, usize) {
    let (first, last) = (line.words[first].token, line.words[last].token);
    let (opening, closing) = &form.edges;
    let before = line.tokens[..first].iter().rev().zip(opening.iter().rev());
    let behind = line.tokens[last + 1..].iter().zip(closing);
    let opened = before.take_while(|(token, key)| token.key == **key).count() == opening.len();
    let closed = behind.take_while(|(token, key)| token.key == **key).count() == closing.len();
    let first = if opened { first - opening.len() } else { first };
    let last = match closed {
        true if closing.is_empty() && is_dotted(line, last) => last + 1,
        true => last + closing.len(),
        false => last,
    };
    (line.tokens[first].start, line.tokens[last].end)
}

/// Whether the last word is an initial with a dot, behind another such: the U.N. of UN takes its last dot with it.
fn is_dotted(line: &Line, last: usize) -> bool {
    let is_dot = |at: usize| line.tokens.get(at).is_some_and(|token| token.key == ".");
    let is_initial = line.tokens[last].key.chars().count() == 1;
    is_initial
        && last > 0
        && is_dot(last - 1)
        && is_dot(last + 1)
        && line.tokens[last].end == line.tokens[last + 1].start
}

/// The reason, and the points that it takes off.
fn grade(form: &Form, line: &Line, lead: &Lead, start: usize, end: usize) -> (MatchReason, u16) {
    if let Some(inflection) = lead.inflection {
        return (MatchReason::Inflection, inflection.points());
    }
    if nfc(&line.text[start..end]) == form.text {
        return (MatchReason::Exact, 0);
    }
    let words = &line.words[lead.first..=lead.last];
    let keys: Vec<_> = words.iter().map(|word| line.tokens[word.token].key.as_str()).collect();
    let points = match () {
        _ if keys.join(" ") == form.keys => 1,
        // Parted or joined elsewhere.
        _ if keys.concat() == form.keys.replace(' ', "") => 3,
        // Accents or apostrophes differ.
        _ => 5,
    };
    (MatchReason::Spelling, points)
}
