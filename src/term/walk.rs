//! Follows the words of a line through the names of a lexicon.

use super::glued::Glued;
use super::inflection::Inflection;
use super::letters::push_word;
use super::lexicon::{FormId, Lexicon, Named, Spelt};
use super::line::Line;
use super::link::is_link;

/// A stretch of words with the letters of a name. Whether it is the name is for `fit` to say.
#[derive(Clone, Debug)]
pub(super) struct Lead {
    pub form: FormId,
    pub spelt: Spelt,
    /// Positions of the first and last word in the line.
    pub first: usize,
    pub last: usize,
    /// The least sure of the endings that were taken off.
    pub inflection: Option<Inflection>,
    /// The ending that was taken off the last word.
    pub last_inflection: Option<Inflection>,
    /// Whether a word before the last one is in the plural.
    pub has_plural_head: bool,
    /// What is written together with the first and the last word.
    pub glued: Glued,
    /// Where the words meet: the position of the word before, and the byte offset into the name's letters.
    pub joints: Vec<(usize, usize)>,
    /// How many letters the last word has without its ending.
    pub last_letters: usize,
}

/// Every stretch of words, with or without their endings, whose letters are a name.
pub(super) fn leads(lexicon: &Lexicon, line: &Line) -> Vec<Lead> {
    let mut walk = Walk { lexicon, line, letters: String::new(), joints: Vec::new(), leads: Vec::new() };
    for first in 0..line.words.len() {
        walk.step(first, first, So::default());
    }
    walk.leads
}

struct Walk<'a> {
    lexicon: &'a Lexicon,
    line: &'a Line<'a>,
    letters: String,
    joints: Vec<(usize, usize)>,
    leads: Vec<Lead>,
}

/// How the words so far were read.
#[derive(Clone, Copy, Default)]
struct So {
    inflection: Option<Inflection>,
    has_plural_head: bool,
    glued: Glued,
}

impl Walk<'_> {
    /// Tries the word `at` behind the letters read so far. Ends because names end: no more words than the longest has.
    fn step(&mut self, first: usize, at: usize, so: So) {
        let line = self.line;
        if at > first && is_link(line, at) {
            self.joints.push((at, self.letters.len()));
            self.step(first, at + 1, so);
            self.joints.pop();
        }
        for reading in &line.words[at].readings {
            // A word that is of some name as it stands is not taken apart.
            let is_glued = reading.glued != Glued::default();
            let starts = first == at || reading.glued.before == 0;
            if is_glued && (!starts || self.lexicon.has_word(line.words[at].letters())) {
                continue;
            }
            let length = self.letters.len();
            push_word(&mut self.letters, &reading.letters);
            let inflection = so.inflection.max(reading.inflection);
            let glued = so.glued.then(reading.glued);
            let found = self.lexicon.find(&self.letters);
            // جمهوری‌خواهی is of جمهوری‌خواه, and hardly of جمهوری‌خواهان.
            let is_twice_off = |named: &Named| {
                named.spelt == Spelt::Singular(Inflection::PersianPlural) && reading.inflection.is_some()
            };
            for named in found.names.iter().filter(|named| !is_twice_off(named)) {
                self.leads.push(Lead {
                    form: named.form,
                    spelt: named.spelt,
                    first,
                    last: at,
                    inflection: inflection.max(named.spelt.inflection()),
                    last_inflection: reading.inflection,
                    has_plural_head: so.has_plural_head,
                    glued,
                    joints: self.joints.clone(),
                    last_letters: reading.letters.chars().count(),
                });
            }
            if found.goes_on && glued.behind == 0 && at + 1 < line.words.len() {
                self.joints.push((at, self.letters.len()));
                let has_plural_head = so.has_plural_head || reading.inflection.is_some_and(Inflection::is_plural);
                self.step(first, at + 1, So { inflection, has_plural_head, glued });
                self.joints.pop();
            }
            self.letters.truncate(length);
        }
    }
}
