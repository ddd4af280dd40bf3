//! Follows the words of a line through the names of a lexicon.

use super::inflection::Inflection;
use super::letters::push_word;
use super::lexicon::{FormId, Lexicon};
use super::line::Line;

/// A stretch of words with the letters of a name. Whether it is the name is for `fit` to say.
#[derive(Clone, Debug)]
pub(super) struct Lead {
    pub form: FormId,
    /// Positions of the first and last word in the line.
    pub first: usize,
    pub last: usize,
    /// The least sure of the endings that were taken off.
    pub inflection: Option<Inflection>,
    /// Where the words meet: the position of the word before, and the byte offset into the name's letters.
    pub joints: Vec<(usize, usize)>,
    /// How many letters the last word has without its ending.
    pub last_letters: usize,
}

/// Every stretch of words, with or without their endings, whose letters are a name.
pub(super) fn leads(lexicon: &Lexicon, line: &Line) -> Vec<Lead> {
    let mut walk = Walk { lexicon, line, letters: String::new(), joints: Vec::new(), leads: Vec::new() };
    for first in 0..line.words.len() {
        walk.step(first, first, None);
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

impl Walk<'_> {
    /// Tries the word `at` behind the letters read so far. Ends because names end: no more words than the longest has.
    fn step(&mut self, first: usize, at: usize, inflection: Option<Inflection>) {
        let line = self.line;
        for reading in &line.words[at].readings {
            let length = self.letters.len();
            push_word(&mut self.letters, &reading.letters);
            let inflection = inflection.max(reading.inflection);
            let found = self.lexicon.find(&self.letters);
            for named in found.names {
                self.leads.push(Lead {
                    form: named.form,
                    first,
                    last: at,
                    inflection: inflection.max(named.inflection),
                    joints: self.joints.clone(),
                    last_letters: reading.letters.chars().count(),
                });
            }
            if found.goes_on && at + 1 < line.words.len() {
                self.joints.push((at, self.letters.len()));
                self.step(first, at + 1, inflection);
                self.joints.pop();
            }
            self.letters.truncate(length);
        }
    }
}
