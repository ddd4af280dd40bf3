//! What letters sound like, as far as spellings of a name vary by it.

use std::borrow::Cow;

use crate::model::TermType;

use super::form::Form;

/// The letters of a word with the digraphs of Latin transliteration as one sign each: q for gh, x for kh, š, č, ž, f, t.
pub(super) fn sounds(letters: &str) -> Vec<char> {
    let mut sounds = Vec::with_capacity(letters.len());
    let mut chars = letters.chars().peekable();
    while let Some(c) = chars.next() {
        let pair = chars.peek().and_then(|&next| digraph(c, next));
        if pair.is_some() {
            chars.next();
        }
        sounds.push(pair.unwrap_or(c));
    }
    sounds
}

/// What British words end in, and American ones for it.
const BRITISH_ENDINGS: [(&str, &str); 4] = [("gramme", "gram"), ("ntre", "nter"), ("atre", "ater"), ("fence", "fense")];

/// The word with one spelling of an ending that has several: خامنه‌ای, خامنه‌یی, خامنئی (as letters خامنهای, خامنهیی, خامنیی);
/// programme, program.
pub(super) fn one_ending(letters: &str) -> Cow<'_, str> {
    if letters.is_ascii() {
        let american = BRITISH_ENDINGS.iter().find_map(|(british, american)| {
            letters.strip_suffix(british).map(|stem| Cow::Owned(format!("{stem}{american}")))
        });
        return american.unwrap_or(Cow::Borrowed(letters));
    }
    let stem = letters.strip_suffix("یی").map(|stem| stem.strip_suffix('ه').unwrap_or(stem));
    let is_spelling_of_it =
        |stem: &&str| stem.chars().nth(2).is_some() && stem.chars().next_back().is_some_and(|c| !is_vowel(c));
    match stem.filter(is_spelling_of_it) {
        Some(stem) => Cow::Owned(format!("{stem}های")),
        None => Cow::Borrowed(letters),
    }
}

fn digraph(c: char, next: char) -> Option<char> {
    Some(match (c, next) {
        ('s', 'h') => 'š',
        ('c', 'h') => 'č',
        ('z', 'h') => 'ž',
        ('g', 'h') => 'q',
        ('k', 'h') => 'x',
        ('p', 'h') => 'f',
        ('t', 'h') => 't',
        ('c', 'k') => 'k',
        _ => return None,
    })
}

/// Persian writes its long vowels with these.
pub(super) fn is_persian_vowel(c: char) -> bool {
    matches!(c, 'ا' | 'و' | 'ی')
}

pub(super) fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'а' | 'е' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я')
        || is_persian_vowel(c)
}

/// Letters that are often left out or put in without another sound: vowels, and h and w in Latin letters.
pub(super) fn is_soft(c: char) -> bool {
    is_vowel(c) || matches!(c, 'h' | 'w')
}

/// One letter for all that are written for the same sound: the class of a consonant, and of a vowel at a name's start.
pub(super) fn class(sound: char) -> char {
    match sound {
        'c' | 'q' | 'g' | 'x' | 'č' => 'k',
        'z' | 'ž' | 'j' => 's',
        'v' => 'f',
        'u' => 'o',
        'i' | 'y' => 'e',
        'ص' | 'ث' => 'س',
        'ذ' | 'ض' | 'ظ' => 'ز',
        'ط' => 'ت',
        'ح' => 'ه',
        'غ' => 'ق',
        _ => sound,
    }
}

/// Whether one consonant is written for the other. Classes are wider, as likeness does not carry over: č, k; k, g.
pub(super) fn sound_alike(a: char, b: char) -> bool {
    let either = |x: char, y: char| (a, b) == (x, y) || (a, b) == (y, x);
    let latin = [
        ('k', 'c'),
        ('k', 'q'),
        ('k', 'x'),
        ('k', 'č'),
        ('q', 'c'),
        ('q', 'g'),
        ('s', 'z'),
        ('z', 'ž'),
        ('ž', 'j'),
        ('v', 'f'),
    ];
    let persian = || !a.is_ascii() && !b.is_ascii() && !is_vowel(a) && class(a) == class(b) && ('ء'..='ی').contains(&a);
    a == b || latin.iter().any(|&(x, y)| either(x, y)) || persian()
}

/// The consonants of a name by their classes, doubles as one, and the class of its first sound.
///
/// All that `misspelling` lets pass leaves the skeleton as it is, so one look-up finds every candidate.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Skeleton(String);

impl Skeleton {
    /// `None` for names that are recognized only as they are spelt: things that are no names, and short words.
    pub fn of_name(form: &Form) -> Option<Skeleton> {
        let may_be_misspelt = form.kind != TermType::Other && form.words.iter().any(|word| is_long_enough(word));
        may_be_misspelt.then(|| {
            let mut skeleton = Skeleton::default();
            form.words.iter().for_each(|word| skeleton.push(word));
            skeleton
        })
    }

    /// Whether the sounds of a longer name may start with these.
    pub fn starts(&self, longer: &Skeleton) -> bool {
        longer.0.starts_with(&self.0)
    }

    /// Adds a word behind the others.
    pub fn push(&mut self, letters: &str) {
        for sound in sounds(&one_ending(letters)) {
            let class = class(sound);
            if self.0.is_empty() || !(is_soft(sound) || self.0.ends_with(class)) {
                self.0.push(class);
            }
        }
    }
}

/// Shorter words are too close to others: Iran, Iraq.
pub(super) fn is_long_enough(word: &str) -> bool {
    word.chars().nth(4).is_some()
}
