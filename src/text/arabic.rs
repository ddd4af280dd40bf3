//! The letters of the Arabic script: which ones count as the same, and which marks do not count.
//!
//! The folding is made for Persian and Arabic, whose texts mix the keyboards of both. It holds for Arabic-script words
//! inside texts of other languages too. It does not hold for languages whose own alphabet tells apart what is folded here.

use unicode_normalization::UnicodeNormalization;

/// Languages that spell different sounds with letters that Persian takes for one (Urdu ہ and ھ, Kurdish ه and ە).
const OWN_ALPHABET: [&str; 12] = ["bal", "ckb", "kk", "ks", "ku", "pnb", "ps", "sd", "sdh", "skr", "ug", "ur"];

/// Whether the letters of texts in this language (a primary subtag) may be folded.
pub(super) fn folds_letters(primary: &str) -> bool {
    !OWN_ALPHABET.contains(&primary)
}

/// The letter under which a letter is compared. Expects composed text.
pub(super) fn fold_letter(c: char) -> char {
    match c {
        'ي' | 'ى' | 'ئ' => 'ی',
        'ك' | 'ڪ' => 'ک',
        'ۀ' | 'ة' | 'ە' | 'ہ' | 'ھ' => 'ه',
        // Composed forms of the letters of the line above.
        'ۂ' | 'ۃ' => 'ه',
        'أ' | 'إ' | 'ٱ' => 'ا',
        'ؤ' => 'و',
        _ => c,
    }
}

/// Vowel signs, doubling, hamza and madda signs that did not compose, and the superscript alef.
pub(super) fn is_unwritten_mark(c: char) -> bool {
    matches!(c, '\u{064B}'..='\u{0655}' | '\u{0670}')
}

/// The letters that a presentation form (a glyph of old encodings) stands for; other characters as they are.
///
/// Only these blocks are expanded: NFKC of everything would turn ½ into 1⁄2 and ™ into TM. The spaces in the expansions are
/// dropped, so that a ligature of a whole phrase (ﷺ) stays one word.
pub(super) fn expand_presentation_form(c: char) -> impl Iterator<Item = char> {
    let is_form = matches!(c, '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}');
    let expanded = is_form.then(|| std::iter::once(c).nfkc().filter(|&c| c != ' ' && !super::class::is_removed(c)));
    let itself = (!is_form).then_some(c);
    expanded.into_iter().flatten().chain(itself)
}

/// Whether the character is a letter of the Arabic block itself.
pub(super) fn is_letter(c: char) -> bool {
    matches!(c, '\u{0620}'..='\u{063F}' | '\u{0641}'..='\u{064A}' | '\u{066E}' | '\u{066F}' | '\u{0671}'..='\u{06D3}' | '\u{06D5}')
}
