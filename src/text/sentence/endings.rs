//! Sets of strings that a text may end in.

use rustc_hash::FxHashSet;

/// Strings such as abbreviations. They are looked up by length, so that their number costs nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Endings {
    /// The lengths in bytes that occur, longest first.
    lengths: Vec<usize>,
    strings: FxHashSet<Box<str>>,
    /// Strings of several words, parted at each of their spaces.
    parted: Vec<(Box<str>, Box<str>)>,
}

impl Endings {
    /// The set of `strings`, none of them empty. A space in them stands for a no-break space too.
    pub fn new<'s>(strings: impl IntoIterator<Item = &'s str>) -> Endings {
        let strings: Vec<&str> = strings.into_iter().collect();
        let parted = strings.iter().flat_map(|string| string.match_indices(' ').map(|(at, _)| string.split_at(at)));
        let parted = parted.map(|(head, tail)| (head.into(), tail.trim_start().into())).collect();
        let spaces = [" ", "\u{a0}", "\u{202f}"];
        let spelled = |string: &str| spaces.map(|space| string.replace(' ', space).into_boxed_str());
        let strings: FxHashSet<_> = strings.into_iter().flat_map(spelled).collect();
        let mut lengths: Vec<_> = strings.iter().map(|string| string.len()).collect();
        lengths.sort_unstable_by(|a, b| b.cmp(a));
        lengths.dedup();
        Endings { lengths, strings, parted }
    }

    /// The length in bytes of the longest string that `text` ends in, as a word or words of its own; 0 if there is none.
    pub fn longest(&self, text: &str) -> usize {
        let ends = |&length: &usize| {
            let split = text.len().checked_sub(length).and_then(|at| text.split_at_checked(at));
            split.is_some_and(|(before, end)| self.strings.contains(end) && parts_words(before, end))
        };
        self.lengths.iter().copied().find(ends).unwrap_or(0)
    }

    /// Whether a boundary between `before`, without white space at its end, and `after` parts one of the strings or
    /// follows it.
    pub fn forbid(&self, before: &str, after: &str) -> bool {
        let parts = |(head, tail): &(Box<str>, Box<str>)| after.starts_with(&**tail) && ends_in_words(before, head);
        self.longest(before) > 0 || self.parted.iter().any(parts)
    }
}

fn ends_in_words(text: &str, words: &str) -> bool {
    text.strip_suffix(words).is_some_and(|before| parts_words(before, words))
}

/// Whether no word runs from `before` into `after`.
pub(super) fn parts_words(before: &str, after: &str) -> bool {
    !(before.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_string_counts_and_only_whole_words_do() {
        let endings = Endings::new(["z.", "v. Chr.", "Chr."]);
        assert_eq!(endings.longest("44 v. Chr."), 7);
        assert_eq!(endings.longest("44 v.\u{a0}Chr."), 8);
        assert_eq!(endings.longest("Chr."), 4);
        assert_eq!(endings.longest("Netz."), 0);
        assert_eq!(endings.longest("é."), 0);
        assert_eq!(Endings::default().longest("z."), 0);
    }

    #[test]
    fn no_boundary_parts_a_string_of_several_words() {
        let endings = Endings::new(["v. u. Z."]);
        assert!(endings.forbid("44 v.", "u. Z. starb") && endings.forbid("44 v. u.", "Z. starb"));
        assert!(endings.forbid("44 v. u. Z.", "Er starb"));
        assert!(!endings.forbid("44 v.", "Er starb") && !endings.forbid("44 iv.", "u. Z. starb"));
    }
}
