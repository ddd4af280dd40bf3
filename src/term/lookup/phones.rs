//! What names sound like, in signs that Latin and Arabic scripts share, and how far two of them are apart.
//!
//! Persian writes long vowels and leaves short ones out; Latin transliterations write all of them, in several ways. So a
//! vowel may be missing for little, and for less the more often it is unwritten; consonants that are written for each
//! other cost a part of a whole edit.

/// A sound. Consonants are small letters, `x` kh, `q` gh and ق, `$` sh, `c` ch, `Z` zh; vowels a, e, o, i, u, and `A` for ا;
/// `w` and `y` for و and ی, which are vowels or consonants.
pub type Phone = u8;

/// No name is compared beyond so many sounds.
pub const MOST_PHONES: usize = 64;

/// Puts the sounds of a word behind those of the words before it. Expects its letters as `letters` gives them.
pub fn push_word(phones: &mut Vec<Phone>, word: &str) {
    let letters: Vec<char> = word.chars().collect();
    let start = phones.len();
    let mut at = 0;
    while at < letters.len() {
        let (sounds, taken) = match letters[at].is_ascii() {
            true => latin(&letters, at),
            false => (other_script(&letters, at), 1),
        };
        for &sound in sounds {
            // A doubled letter is one sound; vowels of two syllables stay two, and so do letters with an unwritten vowel between.
            let is_double =
                letters[at].is_ascii() && phones.len() > start && phones.last() == Some(&sound) && !is_vowel(sound);
            if !is_double {
                phones.push(sound);
            }
        }
        at += taken;
    }
}

pub fn is_vowel(phone: Phone) -> bool {
    matches!(phone, b'a' | b'e' | b'i' | b'o' | b'u' | b'A')
}

/// The sounds of the Latin letters at a place, and how many letters they are.
fn latin(letters: &[char], at: usize) -> (&'static [Phone], usize) {
    let next = |step: usize| letters.get(at + step).copied().unwrap_or(' ');
    let two: &'static [Phone] = match (letters[at], next(1)) {
        ('t', 'c') if next(2) == 'h' => return (b"c", 3),
        ('s', 'c') if next(2) == 'h' => return (b"$", 3),
        ('s', 'h') => b"$",
        ('c', 'h') => b"c",
        ('z', 'h') => b"Z",
        ('k', 'h') => b"x",
        ('g', 'h') => b"q",
        ('p', 'h') => b"f",
        ('t', 'h') => b"t",
        ('d', 'h') => b"d",
        ('c', 'k') => b"k",
        ('o', 'o') | ('o', 'u') => b"u",
        ('e', 'e') => b"i",
        ('i', 'y') | ('y', 'i') => b"i",
        ('a', 'a') => b"A",
        ('e', 'h') | ('a', 'h') if at + 2 == letters.len() && at > 0 => b"e",
        ('a', 'y') | ('a', 'i') | ('e', 'y') | ('e', 'i') => b"ey",
        ('a', 'w') | ('a', 'u') | ('o', 'w') => b"ow",
        _ => return (one_latin(letters[at], next(1)), 1),
    };
    (two, 2)
}

fn one_latin(letter: char, next: char) -> &'static [Phone] {
    let is_soft = matches!(next, 'e' | 'i' | 'y');
    match letter {
        'a' => b"a",
        'b' => b"b",
        'c' if is_soft => b"s",
        'c' | 'k' => b"k",
        'd' => b"d",
        'e' => b"e",
        'f' => b"f",
        'g' => b"g",
        'h' => b"h",
        'i' => b"i",
        'j' => b"j",
        'l' => b"l",
        'm' => b"m",
        'n' => b"n",
        'o' => b"o",
        'p' => b"p",
        'q' => b"q",
        'r' => b"r",
        's' => b"s",
        't' => b"t",
        'u' => b"u",
        'v' => b"v",
        'w' => b"w",
        'x' => b"ks",
        'y' => b"y",
        'z' => b"z",
        _ => b"",
    }
}

fn other_script(letters: &[char], at: usize) -> &'static [Phone] {
    let is_last = at + 1 == letters.len();
    let follows_vowel = at > 0 && matches!(letters[at - 1], 'ا' | 'و' | 'ی');
    match letters[at] {
        'ا' => b"A",
        'ب' => b"b",
        'پ' => b"p",
        'ت' | 'ط' => b"t",
        'ث' | 'س' | 'ص' => b"s",
        'ج' => b"j",
        'چ' => b"c",
        'ه' | 'ة' if is_last && at > 0 && !follows_vowel => b"e",
        'ح' | 'ه' => b"h",
        'خ' => b"x",
        'د' => b"d",
        'ذ' | 'ز' | 'ض' | 'ظ' => b"z",
        'ر' => b"r",
        'ژ' => b"Z",
        'ش' => b"$",
        'غ' | 'ق' => b"q",
        'ف' => b"f",
        'ک' | 'ك' => b"k",
        'گ' => b"g",
        'ل' => b"l",
        'م' => b"m",
        'ن' => b"n",
        'و' => b"w",
        'ی' | 'ي' | 'ى' => b"y",
        'š' => b"$",
        'č' => b"c",
        'ž' => b"Z",
        _ => b"",
    }
}

/// The costs are in hundredths of an edit.
const WHOLE: u16 = 100;

/// What it costs if a sound is not written.
fn missing(phone: Phone, is_first: bool) -> u16 {
    match phone {
        // A name that begins with a vowel has ا or another sign for it.
        b'a' | b'e' | b'o' | b'A' if is_first => 40,
        b'e' | b'o' => 10,
        b'a' => 15,
        b'h' => 25,
        b'A' | b'i' | b'u' | b'y' | b'w' => 40,
        _ => WHOLE,
    }
}

/// What it costs if one sound is written for the other.
fn instead(one: Phone, other: Phone) -> u16 {
    if one == other {
        return 0;
    }
    let pair = if one < other { (one, other) } else { (other, one) };
    match pair {
        (b'A', b'a') | (b'i', b'y') | (b'o', b'w') | (b'u', b'w') | (b'v', b'w') => 0,
        (b'A', b'o') | (b'e', b'i') | (b'e', b'y') | (b'o', b'u') | (b'Z', b'j') | (b'a', b'e') => 10,
        (b'A', b'e') | (b'a', b'o') | (b'e', b'o') => 25,
        (b'g', b'q') | (b'k', b'q') | (b'c', b'k') | (b'$', b'c') | (b'g', b'j') => 30,
        (b's', b'z') | (b'f', b'v') | (b'h', b'x') | (b'k', b'x') | (b'Z', b'z') | (b'g', b'k') => 40,
        (b'd', b't') | (b'b', b'p') | (b'b', b'v') | (b'$', b's') | (b'j', b'y') => 60,
        _ if (is_vowel(one) || matches!(one, b'y' | b'w')) && (is_vowel(other) || matches!(other, b'y' | b'w')) => 45,
        _ => 100,
    }
}

/// How far two names are apart, in hundredths of an edit; `None` if that is more than `most`.
pub fn distance(one: &[Phone], other: &[Phone], most: u16) -> Option<u16> {
    if one.len() > MOST_PHONES || other.len() > MOST_PHONES {
        return None;
    }
    let mut row = [0u16; MOST_PHONES + 1];
    for (j, &phone) in other.iter().enumerate() {
        row[j + 1] = row[j] + missing(phone, j == 0);
    }
    for (i, &x) in one.iter().enumerate() {
        let mut corner = row[0];
        let gap = missing(x, i == 0);
        row[0] += gap;
        let mut least = row[0];
        for (j, &y) in other.iter().enumerate() {
            let change = corner + instead(x, y);
            corner = row[j + 1];
            row[j + 1] = change.min(corner + gap).min(row[j] + missing(y, j == 0));
            least = least.min(row[j + 1]);
        }
        if least > most {
            return None;
        }
    }
    Some(row[other.len()]).filter(|&distance| distance <= most)
}

/// How many sounds count when names are compared: consonants whole, vowels a half. In hundredths.
pub fn weight(phones: &[Phone]) -> u16 {
    phones.iter().take(MOST_PHONES).map(|&phone| if is_vowel(phone) { 50 } else { 100 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phones(name: &str) -> Vec<Phone> {
        let mut phones = Vec::new();
        name.split(' ').for_each(|word| push_word(&mut phones, word));
        phones
    }

    #[test]
    fn a_name_sounds_alike_in_two_scripts() {
        let names = [
            ("tehran", "تهران"),
            ("shiraz", "شیراز"),
            ("pezeshkian", "پزشکیان"),
            ("khorramabad", "خرماباد"),
            ("qom", "قم"),
            ("kermanshah", "کرمانشاه"),
            ("sanandaj", "سنندج"),
            ("zahedan", "زاهدان"),
            ("gorgan", "گرگان"),
            ("yazd", "یزد"),
        ];
        for (latin, persian) in names {
            let distance = distance(&phones(latin), &phones(persian), 500);
            assert!(distance.is_some_and(|distance| distance <= 90), "{latin} {persian}: {distance:?}");
        }
    }

    #[test]
    fn other_names_sound_otherwise() {
        for (one, other) in [("tehran", "تبریز"), ("iran", "عراق"), ("shiraz", "شیروان"), ("qom", "قشم")]
        {
            let distance = distance(&phones(one), &phones(other), 500);
            assert!(distance.is_none_or(|distance| distance >= 95), "{one} {other}: {distance:?}");
        }
    }

    #[test]
    fn the_distance_is_the_same_both_ways() {
        let names = ["tehran", "تهران", "pezeshkian", "گرگان", "ghorbani", "خامنهای", ""];
        for one in names {
            for other in names {
                assert_eq!(
                    distance(&phones(one), &phones(other), 5_000),
                    distance(&phones(other), &phones(one), 5_000),
                    "{one} {other}"
                );
            }
        }
    }
}
