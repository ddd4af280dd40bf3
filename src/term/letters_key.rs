/// How many bytes of a key stand in it and not behind a pointer: most names, in two-byte letters too.
const BYTES: usize = 32;
const WORDS: usize = BYTES / 8;

/// The letters of a name as a key in their order, compared where it stands in a tree, without a look at the heap.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LettersKey {
    /// The first bytes, the first one highest. Letters have no zeros, which fill up.
    head: [u64; WORDS],
    tail: Box<[u8]>,
}

impl LettersKey {
    pub fn of(letters: &str) -> LettersKey {
        let bytes = letters.as_bytes();
        let (head, tail) = bytes.split_at(bytes.len().min(BYTES));
        LettersKey { head: words(head), tail: tail.into() }
    }

    /// Whether it starts with the letters of another one.
    pub fn starts_with(&self, start: &LettersKey) -> bool {
        match start.tail.is_empty() {
            false => self.head == start.head && self.tail.starts_with(&start.tail),
            true => self.head.iter().zip(&start.head).all(|(own, start)| own & mask(*start) == *start),
        }
    }
}

/// All bits of the bytes that are filled.
fn mask(word: u64) -> u64 {
    let filled = 8 - word.trailing_zeros() / 8;
    u64::MAX.checked_shl(64 - 8 * filled).unwrap_or(0)
}

fn words(bytes: &[u8]) -> [u64; WORDS] {
    let mut filled = [0; BYTES];
    filled[..bytes.len()].copy_from_slice(bytes);
    let mut words = [0; WORDS];
    for (word, bytes) in words.iter_mut().zip(filled.chunks_exact(8)) {
        *word = bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_the_order_and_the_starts_of_their_letters() {
        let long = "organizationofthepetroleumexportingcountries";
        let texts = [
            "",
            "a",
            "ab",
            "abc",
            "abcdefgh",
            "abcdefghi",
            "b",
            "تهران",
            "تهرانی",
            &long[..32],
            &long[..33],
            long,
            "organization",
        ];
        for one in texts {
            for other in texts {
                let (a, b) = (LettersKey::of(one), LettersKey::of(other));
                assert_eq!(a.cmp(&b), one.cmp(other), "{one} {other}");
                assert_eq!(a.starts_with(&b), one.starts_with(other), "{one} {other}");
            }
        }
    }
}
