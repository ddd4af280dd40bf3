//! Looks for misspelt names among those that sound like the words of a line.

use crate::model::Percent;
use crate::text::TokenKind;

use super::casing::{Case, Setting};
use super::fit::{is_article, marks_agree, range, stand_apart_at_will};
use super::form::{Form, join};
use super::hit::{MatchReason, TermHit};
use super::lexicon::{FormId, Lexicon};
use super::line::{Line, Reading};
use super::misspelling::{Company, edits};
use super::sound::Skeleton;

/// Names of more words are recognized only as they are spelt.
const MOST_WORDS: usize = 8;

/// The names that a line has misspelt. In a text all in capitals, names cannot be told from words: there are none.
pub(super) fn misspelt_names(lexicon: &Lexicon, line: &Line, serves: impl Fn(&&Form) -> bool) -> Vec<TermHit> {
    if line.is_in_capitals() {
        return Vec::new();
    }
    let search = Search { lexicon, line, serves };
    let starts = (0..line.words.len()).filter(|&first| search.may_start_a_name(first));
    starts.flat_map(|first| search.from(first)).collect()
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
        if !marks_agree(form, self.line, first, last) {
            return None;
        }
        let edits = match form.words.len() == words.len() {
            true => self.edits_by_word(form, first, words)?,
            false => self.edits_joined(form, first, words)?,
        };
        let (start, end) = range(form, self.line, first, last);
        let score = score(edits, form.joined.chars().count())?;
        let reason = MatchReason::Misspelling;
        Some(TermHit { term: form.term, entry_text: form.text.clone(), start, end, score, reason })
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
            if edits > 0 && !self.may_be_misspelt(first + at, word, company) {
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
                .all(|at| is_article(words[at]) || self.may_be_misspelt(first + at, words[at], Company::Alone));
        may_be.then(|| edits(&form.joined, &join(words), Company::Alone)).flatten()
    }

    /// Whether a word may be a name spelt wrong: not if it is another name, or an ordinary word.
    fn may_be_misspelt(&self, at: usize, letters: &str, company: Company) -> bool {
        let is_known = self.line.words[at].readings.iter().any(|reading| match company {
            Company::Alone | Company::FullerName => self.lexicon.has_word(&reading.letters),
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
        is_word && (self.looks_like_a_name(at) || is_particle(word.letters()))
    }
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
