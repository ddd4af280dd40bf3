//! Whether one last name is another one with a single slip in it, where the first names agree letter for letter.
//!
//! Peyman Moaadi is Peyman Maadi, as nobody else of that name is in the news; a Moaadi alone would be anybody. Between names
//! that many people share (کریمی, کرمی) a slip is no proof, so a short name needs a slip that leaves the sound alike.

use super::misspelling::are_near_vowels;
use super::sound::{is_vowel, sound_alike};

/// The least letters of a name, first names and all, in which one letter does not matter.
const LEAST_IN_ALL: usize = 10;
const LEAST_OF_LAST: usize = 5;

/// From so many letters on any consonant may be another one, and any vowel.
const LONG: usize = 7;

/// Consonants that are taken for each other by ear, beyond those that are written for one sound.
const BY_EAR: [&str; 8] = ["شسژز", "تد", "بپ", "کگ", "جچ", "td", "bp", "kg"];

/// Expects letters of the last name, of the word in its place, and how many letters the whole name has.
pub(super) fn is_slip(name: &str, word: &str, letters_in_all: usize) -> bool {
    let (name, word): (Vec<char>, Vec<char>) = (name.chars().collect(), word.chars().collect());
    if letters_in_all < LEAST_IN_ALL || name.len() < LEAST_OF_LAST || name.len().abs_diff(word.len()) > 1 {
        return false;
    }
    let before = name.iter().zip(&word).take_while(|(a, b)| a == b).count();
    let rests = (&name[before..], &word[before..]);
    let behind = rests.0.iter().rev().zip(rests.1.iter().rev()).take_while(|(a, b)| a == b).count();
    let inside = |rest: &[char]| rest[..rest.len() - behind].to_vec();
    let slip = Slip { shorter: name.len().min(word.len()), at_end: behind == 0 };
    before > 0 && slip.may_be(&inside(rests.0), &inside(rests.1))
}

struct Slip {
    /// Letters of the shorter word.
    shorter: usize,
    at_end: bool,
}

impl Slip {
    fn may_be(&self, a: &[char], b: &[char]) -> bool {
        match (a, b) {
            ([a], [b]) => self.may_replace(*a, *b),
            ([c], []) | ([], [c]) => self.may_be_missing(*c),
            ([a, b], [c, d]) => a == d && b == c && self.shorter >= LEAST_OF_LAST && !self.at_end,
            _ => false,
        }
    }

    fn may_replace(&self, a: char, b: char) -> bool {
        let is_long = self.shorter >= LONG && !self.at_end;
        match (is_vowel(a), is_vowel(b)) {
            (true, true) => are_near_vowels(a, b) || is_long,
            (false, false) => {
                is_long || sound_alike(a, b) || BY_EAR.iter().any(|set| set.contains(a) && set.contains(b))
            }
            _ => false,
        }
    }

    /// A letter more at the end makes another name: محمد, محمدی; Robert, Roberts.
    fn may_be_missing(&self, c: char) -> bool {
        let least = match c {
            // Foreign names have them where they are not spoken long.
            'و' | 'ا' => 4,
            _ if is_vowel(c) => 5,
            _ => 6,
        };
        self.shorter >= least && !self.at_end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_does_not_matter_in_a_long_name() {
        let slips = [
            ("kiarostami", "kiarotami"),
            ("sarafraz", "sarafaz"),
            ("medvedev", "medvedov"),
            ("هریسون", "هریسن"),
            ("کامرون", "کامرن"),
            ("برلوسکونی", "برلوسکنی"),
            ("زاپاترو", "زاباترو"),
        ];
        for (name, word) in slips {
            assert!(is_slip(name, word, 12) && is_slip(word, name, 12), "{name}, {word}");
        }
    }

    #[test]
    fn another_name_is_no_slip() {
        let pairs = [
            ("karimi", "karami"),
            ("کریمی", "کرمی"),
            ("محمد", "محمدی"),
            ("roberts", "robert"),
            ("hansen", "jansen"),
            ("نادری", "ناظری"),
            ("ناصری", "ناظری"),
            ("rouhani", "rahmani"),
            ("هاشمی", "هاشم"),
        ];
        for (name, word) in pairs {
            assert!(!is_slip(name, word, 12) && !is_slip(word, name, 12), "{name}, {word}");
        }
        assert!(!is_slip("moussa", "mussa", 9));
    }
}
