//! A digest of the letters of a word.

/// One bit for each class of letters that a word has, and another for each that it has twice; classes may share bits.
///
/// To take one letter out of a word, or to put one in, changes how often one class is there by one, and so at most one bit.
#[derive(Clone, Copy, Default)]
pub struct Classes(u32);

impl Classes {
    pub fn new(letters: &[char]) -> Classes {
        let (mut once, mut twice) = (0, 0);
        for &letter in letters {
            let class = 1 << class(letter);
            twice |= once & class;
            once |= class;
        }
        Classes(once | u32::rotate_left(twice, TWICE))
    }

    /// Whether a word and one that has `more` letters more can be within `edits` edits, `more` or above. Bound: let s edits
    /// substitute, o take letters of the shorter word out, i put letters in; i − o = more and s + o + i ≤ edits. The
    /// shorter word loses s + o ≤ edits − i ≤ edits − more letters, and so no more bits; it gains s + i ≤ edits.
    pub fn admit(shorter: Classes, longer: Classes, edits: usize, more: usize) -> bool {
        at_most(edits - more, shorter.0 & !longer.0) && at_most(edits, longer.0 & !shorter.0)
    }
}

/// By how much the bit of a class is rotated for having it twice; found by trying, as the number below.
const TWICE: u32 = 5;

/// Out of 32. The multiplier was found by trying: hardly any two frequent letters of English or of Persian share a class.
fn class(letter: char) -> u32 {
    (letter as u32).wrapping_mul(0x1680_C773) >> 27
}

/// Whether at most `most` bits are set. Any x86-64 does this fast, but not all can count bits in one instruction.
fn at_most(most: usize, mut bits: u32) -> bool {
    for _ in 0..most {
        bits &= bits.wrapping_sub(1);
    }
    bits == 0
}
