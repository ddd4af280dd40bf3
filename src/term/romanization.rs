//! Whether a name in one script may be a name in another: by its consonants.
//!
//! Latin and Arabic-script spellings of a name share consonants and disagree about vowels, so words are compared by
//! [`Consonants`]: one sign for all letters that may stand for a sound, vowels and h and w inside the word left out.

use super::sound::sounds;

/// The consonants of a word in either script, in signs that both scripts share.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Consonants(Vec<u8>);

/// Words with fewer consonants are too much like others.
const LEAST: usize = 3;

impl Consonants {
    /// Expects a word's match key. `None` for a word that is too short to be told from others by its consonants.
    pub fn of(key: &str) -> Option<Consonants> {
        let letters = super::letters::letters(key);
        let mut signs = Vec::with_capacity(letters.len());
        let all = sounds(&letters);
        for (at, &sound) in all.iter().enumerate() {
            let next = all.get(at + 1).copied();
            for &sign in signs_of(sound, next, at == 0) {
                if signs.last() != Some(&sign) {
                    signs.push(sign);
                }
            }
        }
        (signs.len() >= LEAST).then_some(Consonants(signs))
    }

    /// Words that are alike agree in this: the classes of the first and the last consonant.
    pub fn ends(&self) -> (u8, u8) {
        let ends = (self.0.first(), self.0.last());
        (ends.0.map_or(0, |&sign| wide(sign)), ends.1.map_or(0, |&sign| wide(sign)))
    }

    /// From 0 to 1: the share of consonants that are the same, a half for such as are confused (g, j; k, q).
    pub fn likeness(&self, other: &Consonants) -> f32 {
        let most = self.0.len().max(other.0.len()) as f32;
        if self.0.len().abs_diff(other.0.len()) > 1 {
            return 0.0;
        }
        (1.0 - edits(&self.0, &other.0) / most).max(0.0)
    }
}

fn edits(a: &[u8], b: &[u8]) -> f32 {
    let mut row: Vec<f32> = (0..=b.len()).map(|at| at as f32).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i as f32 + 1.0;
        for (j, &y) in b.iter().enumerate() {
            let change = corner
                + if x == y {
                    0.0
                } else if wide(x) == wide(y) {
                    0.3
                } else {
                    1.0
                };
            corner = row[j + 1];
            row[j + 1] = change.min(row[j] + 1.0).min(corner + 1.0);
        }
    }
    row[b.len()]
}

/// Signs that are confused have one class.
fn wide(sign: u8) -> u8 {
    match sign {
        b'k' | b'q' | b'x' | b'g' | b'j' | b'c' | b'$' => b'k',
        b's' | b'z' => b's',
        b'f' | b'v' => b'f',
        _ => sign,
    }
}

fn signs_of(sound: char, next: Option<char>, starts: bool) -> &'static [u8] {
    let is_soft = matches!(next, Some('e' | 'i' | 'y'));
    match sound {
        'b' | 'ب' => b"b",
        'p' | 'پ' => b"p",
        't' | 'ت' | 'ط' => b"t",
        's' | 'س' | 'ص' | 'ث' => b"s",
        'c' if is_soft => b"s",
        'c' | 'k' | 'ک' => b"k",
        'q' | 'ق' | 'غ' => b"q",
        // Also the sign for kh; a Latin x (Texas, تگزاس) differs from ks by one confusion.
        'x' | 'خ' => b"x",
        'g' if is_soft => b"j",
        'g' | 'گ' => b"g",
        'j' | 'ج' | 'ž' | 'ژ' => b"j",
        'č' | 'چ' => b"c",
        'š' | 'ش' => b"$",
        'z' | 'ز' | 'ذ' | 'ض' | 'ظ' => b"z",
        'd' | 'د' => b"d",
        'r' | 'ر' => b"r",
        'l' | 'ل' => b"l",
        'm' | 'م' => b"m",
        'n' | 'ن' => b"n",
        'f' | 'ف' => b"f",
        'v' => b"v",
        'w' | 'و' if starts => b"v",
        'h' | 'ه' | 'ح' if starts => b"h",
        _ => b"",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(one: &str, other: &str) -> f32 {
        Consonants::of(one).unwrap().likeness(&Consonants::of(other).unwrap())
    }

    #[test]
    fn a_name_in_two_scripts_is_one_name() {
        let names = [
            ("shirazi", "شیرازی"),
            ("karimi", "کریمی"),
            ("khorasan", "خراسان"),
            ("montgomery", "مونتگومری"),
            ("rostami", "رستمی"),
            ("berlin", "برلین"),
            ("zahedan", "زاهدان"),
        ];
        for (latin, persian) in names {
            assert!(likeness(latin, persian) >= 0.85, "{latin} {persian}: {}", likeness(latin, persian));
        }
    }

    #[test]
    fn other_names_are_others() {
        let names = [("karimi", "رستمی"), ("berlin", "تهران"), ("shirazi", "کرمانی"), ("rostami", "مونتگومری")];
        for (latin, persian) in names {
            assert!(likeness(latin, persian) < 0.7, "{latin} {persian}");
        }
    }

    #[test]
    fn short_words_have_too_few_consonants_to_compare() {
        assert_eq!(Consonants::of("iran"), None);
        assert_eq!(Consonants::of("او"), None);
    }

    #[test]
    fn words_that_are_alike_have_the_same_ends() {
        for (latin, persian) in [("shirazi", "شیرازی"), ("georgian", "جورجیان"), ("qashqai", "قشقایی")]
        {
            let (one, other) = (Consonants::of(latin).unwrap(), Consonants::of(persian).unwrap());
            assert_eq!(one.ends(), other.ends(), "{latin} {persian}");
        }
    }
}
