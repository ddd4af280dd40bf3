//! How many letters two spellings differ in.

/// Longer names are not compared letter by letter.
const MOST_LETTERS: usize = 64;

/// How many letters may be wrong in a name of so many: none in three, one in up to seven, two in more.
pub fn most_edits(letters: usize) -> usize {
    match letters {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// The least number of letters to put in, leave out, replace or swap with the next one; `None` if it is more than `most`.
///
/// The restricted Damerau–Levenshtein distance (optimal string alignment).
pub fn edits(one: &[char], other: &[char], most: usize) -> Option<usize> {
    if one.len().abs_diff(other.len()) > most || one.len().max(other.len()) > MOST_LETTERS {
        return None;
    }
    let mut before = [0u8; MOST_LETTERS + 1];
    let mut row = [0u8; MOST_LETTERS + 1];
    (0..=other.len()).for_each(|j| row[j] = j as u8);
    for i in 1..=one.len() {
        let mut next = [0u8; MOST_LETTERS + 1];
        next[0] = i as u8;
        let mut least = next[0];
        for j in 1..=other.len() {
            let replaced = row[j - 1] + u8::from(one[i - 1] != other[j - 1]);
            next[j] = replaced.min(row[j] + 1).min(next[j - 1] + 1);
            if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                next[j] = next[j].min(before[j - 2] + 1);
            }
            least = least.min(next[j]);
        }
        if usize::from(least) > most {
            return None;
        }
        (before, row) = (row, next);
    }
    Some(usize::from(row[other.len()])).filter(|&edits| edits <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apart(one: &str, other: &str, most: usize) -> Option<usize> {
        let letters = |word: &str| word.chars().collect::<Vec<_>>();
        edits(&letters(one), &letters(other), most)
    }

    #[test]
    fn edits_are_counted_up_to_a_bound() {
        for (one, other, expected) in [
            ("", "", 0),
            ("rouhani", "rohani", 1),
            ("israel", "isreal", 1),
            ("tehran", "teheran", 1),
            ("kitten", "sitting", 3),
            ("ab", "ba", 1),
            ("خامنهای", "خامنای", 1),
        ] {
            assert_eq!(apart(one, other, 5), Some(expected), "{one} {other}");
            assert_eq!(apart(other, one, 5), Some(expected), "{one} {other}");
            assert_eq!(apart(one, other, expected), Some(expected), "the bound itself is in");
            assert_eq!(expected.checked_sub(1).and_then(|most| apart(one, other, most)), None, "{one} {other}");
        }
        assert_eq!(apart(&"x".repeat(65), &"x".repeat(65), 2), None);
    }
}
