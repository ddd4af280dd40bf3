//! Looks for misspelt names among those that sound like the words of a line.

use crate::model::{Percent, TermType};
use crate::text::TokenKind;

use super::casing::{Case, Setting};
use super::fit::{is_article, marks_agree, range, stand_apart_at_will};
use super::form::{Form, join};
use super::hit::{MatchReason, TermHit};
use super::letters::push_word;
use super::lexicon::{FormId, Lexicon};
use super::line::{Line, Reading};
use super::misspelling::{Company, edits};
use super::slip::is_slip;
use super::sound::Skeleton;

/// Names of more words are recognized only as they are spelt.
const MOST_WORDS: usize = 8;

/// The most names of one first name that are looked through.
const MOST_CANDIDATES: usize = 300;

/// A last name with a slip in it has no fewer letters.
const LEAST_SLIPPED: usize = 4;

/// The names that a line has misspelt. In a text all in capitals, names cannot be told from words: there are none.
pub(super) fn misspelt_names(lexicon: &Lexicon, line: &Line, serves: impl Fn(&&Form) -> bool) -> Vec<TermHit> {
    if line.is_in_capitals() {
        return Vec::new();
    }
    let search = Search { lexicon, line, serves };
    let starts = (0..line.words.len()).filter(|&first| search.may_start_a_name(first));
    starts.flat_map(|first| [search.from(first), search.with_slips(first)].concat()).collect()
}

struct Search<'a, F> {
    lexicon: &'a Lexicon,
    line: &'a Line<'a>,
    /// Which names may be found.
    serves: F,
}

impl<F: Fn(&&Form) -> bool> Search<'_, F> {
    fn from(&self, first: usize) -> Vec<TermHit> {
        let mut hits = Vec::new();
        let mut sound = Skeleton::default();
        for last in first..self.line.words.len().min(first + MOST_WORDS) {
            // Here's is here with an ending, and no name of six letters.
            let word = &self.line.words[last];
            let reading = word.owner().unwrap_or(&word.readings[0]);
            sound.push(&reading.letters);
            let found = self.lexicon.sounding_like(&sound);
            hits.extend(self.spelt_like(found.names, first, last, reading));
            if !found.goes_on {
                break;
            }
        }
        hits
    }

    /// The persons whose first names stand here as they are spelt, and whose last name has a slip in it.
    fn with_slips(&self, first: usize) -> Vec<TermHit> {
        let mut hits = Vec::new();
        let mut first_names = self.line.words[first].letters().to_owned();
        if first_names.chars().nth(2).is_none() || !self.lexicon.has_word(&first_names) {
            return hits;
        }
        for last in first + 1..self.line.words.len().min(first + MOST_WORDS) {
            let may_go_on = self.looks_like_a_name(last) || is_particle(self.line.words[last].letters());
            if !may_go_on || !self.lexicon.find(&first_names).goes_on {
                break;
            }
            hits.extend(self.slipped(&first_names, first, last));
            push_word(&mut first_names, self.line.words[last].letters());
        }
        hits
    }

    fn slipped(&self, first_names: &str, first: usize, last: usize) -> Vec<TermHit> {
        let word = &self.line.words[last];
        let reading = word.owner().unwrap_or(&word.readings[0]);
        let is_long_enough = reading.letters.chars().count() >= LEAST_SLIPPED;
        let Some(initial) = reading.letters.chars().next().filter(|c| is_long_enough && c.is_alphabetic()) else {
            return Vec::new();
        };
        let is_known = || word.readings.iter().any(|reading| self.lexicon.has_word(&reading.letters));
        if !self.looks_like_a_name(last) || is_known() || self.line.has_in_lower_case(&reading.letters) {
            return Vec::new();
        }
        let start = format!("{first_names}{initial}");
        let candidates = self.lexicon.starting_with(&start).take(MOST_CANDIDATES);
        let forms = candidates.filter_map(|id| self.lexicon.form(id)).filter(&self.serves);
        forms.filter_map(|form| self.slip_hit(form, first, last, &reading.letters)).collect()
    }

    fn slip_hit(&self, form: &Form, first: usize, last: usize, word: &str) -> Option<TermHit> {
        let letters = form.joined.chars().count();
        let is_it = form.kind == TermType::Person
            && form.words.len() == last - first + 1
            && (first..last).zip(&form.words).all(|(at, name)| self.line.words[at].letters() == name)
            && marks_agree(form, self.line, first, last)
            && form.words.last().is_some_and(|name| is_slip(name, word, letters));
        is_it.then(|| misspelt(form, self.line, (first, last), 1)).flatten()
    }

    /// Those of the candidates that the words from `first` to `last` misspell, with the last one read so.
    fn spelt_like(&self, candidates: &[FormId], first: usize, last: usize, reading: &Reading) -> Vec<TermHit> {
        if candidates.is_empty() {
            return Vec::new();
        }
        let before = self.line.words[first..last].iter().map(|word| word.letters());
        let words: Vec<_> = before.chain([reading.letters.as_str()]).collect();
        if self.lexicon.has_name(&join(&words)) {
            return Vec::new();
        }
        let forms = candidates.iter().filter_map(|&id| self.lexicon.form(id));
        forms.filter(&self.serves).filter_map(|form| self.hit(form, first, last, &words)).collect()
    }

    fn hit(&self, form: &Form, first: usize, last: usize, words: &[&str]) -> Option<TermHit> {
        let is_of_another = || form.kind != TermType::Person && is_of_arabic_name(self.line, first, last);
        if !marks_agree(form, self.line, first, last) || (form.words.len() == 1 && is_of_another()) {
            return None;
        }
        let edits = match form.words.len() == words.len() {
            true => self.edits_by_word(form, first, words)?,
            false => self.edits_joined(form, first, words)?,
        };
        misspelt(form, self.line, (first, last), edits)
    }

    fn edits_by_word(&self, form: &Form, first: usize, words: &[&str]) -> Option<usize> {
        let names = form.words.iter().filter(|word| !is_article(word)).count();
        let company = match names {
            2.. => Company::OtherWords,
            _ if form.is_family_name => Company::FullerName,
            _ => Company::Alone,
        };
        let mut sum = 0;
        for (at, (name, word)) in form.words.iter().zip(words).enumerate() {
            let edits = edits(name, word, company)?;
            if edits > 0 && !self.may_be_misspelt(form, first + at, word, company) {
                return None;
            }
            sum += edits;
        }
        Some(sum)
    }

    /// al-Assad in one word, or a name of one word with its article apart.
    fn edits_joined(&self, form: &Form, first: usize, words: &[&str]) -> Option<usize> {
        let joins = (0..words.len() - 1).all(|at| {
            let spaced = self.line.is_spaced_behind(first + at);
            !spaced || words.len() < form.words.len() || stand_apart_at_will(words[at], words[at + 1])
        });
        let may_be = joins
            && (0..words.len())
                .all(|at| is_article(words[at]) || self.may_be_misspelt(form, first + at, words[at], Company::Alone));
        may_be.then(|| edits(&form.joined, &join(words), Company::Alone)).flatten()
    }

    /// Whether a word may be a name spelt wrong: not if it is another name, or an ordinary word.
    fn may_be_misspelt(&self, form: &Form, at: usize, letters: &str, company: Company) -> bool {
        let is_known = self.line.words[at].readings.iter().any(|reading| match company {
            Company::Alone | Company::FullerName => {
                self.lexicon.has_word(&reading.letters) && !form.kin.contains(&reading.letters)
            }
            Company::OtherWords => self.lexicon.has_name(&reading.letters),
        });
        // The first word of a sentence has its capital anyway; a short one is a word more often than a name.
        let is_doubtful = company != Company::OtherWords
            && self.line.setting(at) == Setting::SentenceStart
            && Case::of(self.line.cased(at)) == Case::Title
            && letters.chars().count() < 6;
        !is_known && !is_doubtful && self.looks_like_a_name(at) && !self.line.has_in_lower_case(letters)
    }

    fn looks_like_a_name(&self, at: usize) -> bool {
        matches!(Case::of(self.line.cased(at)), Case::Title | Case::Without)
    }

    fn may_start_a_name(&self, at: usize) -> bool {
        let word = &self.line.words[at];
        let is_word = self.line.tokens[word.token].kind == TokenKind::Word;
        let is_acronym = Case::of(self.line.cased(at)) == Case::Upper;
        is_word && (self.looks_like_a_name(at) || is_acronym || is_particle(word.letters()))
    }
}

fn misspelt(form: &Form, line: &Line, (first, last): (usize, usize), edits: usize) -> Option<TermHit> {
    let (start, end) = range(form, line, first, last);
    let score = score(edits, form.joined.chars().count())?;
    let reason = MatchReason::Misspelling;
    Some(TermHit { term: form.term, entry_text: form.text.clone(), start, end, score, reason })
}

/// Whether the words are between the parts of the name of a person: Abdel Fattah al-Sisi.
fn is_of_arabic_name(line: &Line, first: usize, last: usize) -> bool {
    const BEFORE: [&str; 8] = ["abd", "abdel", "abdul", "abdol", "abu", "bin", "ibn", "bint"];
    let is_before = |at: usize| BEFORE.contains(&line.words[at].letters());
    line.previous_beside(first).is_some_and(is_before)
        || line.next_beside(last).is_some_and(|at| is_article(line.words[at].letters()))
}

/// Words of names that are often written in lower case.
fn is_particle(word: &str) -> bool {
    is_article(word)
        || matches!(
            word,
            "abu" | "bin" | "ibn" | "da" | "de" | "del" | "der" | "di" | "du" | "la" | "van" | "von" | "the"
        )
}

/// 75 to 90 points by the share of letters that are right; `None` without an edit, as then the words differ by more
/// than spelling.
fn score(edits: usize, letters: usize) -> Option<Percent> {
    let right = letters.saturating_sub(edits) * 10_000 / letters.max(1);
    let hundredths = u16::try_from(right.saturating_sub(500).clamp(7_500, 9_000)).ok()?;
    Percent::from_hundredths(hundredths).filter(|_| edits > 0)
}
