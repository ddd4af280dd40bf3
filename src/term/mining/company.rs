//! What the words beside a name tell of what it names.

use std::ops::Range;

use crate::model::TermType;

use super::corpus::{Joint, KeyId, Side, Word};
use super::knowledge::Knowledge;

/// What a sighting of a name tells of its type, and how far that can be believed.
pub(super) type Clue = (TermType, u32);

/// What a clue counts that is right nearly always, and one that is right more often than not.
pub(super) const SURE: u32 = 10;
const OFTEN: u32 = 2;

/// A name where it stands in a text.
struct Stood<'a> {
    side: &'a Side,
    words: &'a [Word],
    name: Range<usize>,
}

impl Knowledge {
    /// What the words around a name tell. Words of another sentence tell nothing, and those behind a comma only what the
    /// name is: Mina, the daughter of.
    pub fn clues(&self, side: &Side, words: &[Word], name: Range<usize>) -> Vec<Clue> {
        let stood = Stood { side, words, name };
        let clues = [self.before(&stood), self.before_with(&stood), self.behind(&stood), self.apposition(&stood)];
        clues.into_iter().flatten().collect()
    }

    fn before(&self, stood: &Stood) -> Option<Clue> {
        let key = stood.before(1)?;
        let title = self.is_title(key).then_some((TermType::Person, SURE));
        let sure = || self.before.get(&key).map(|&kind| (kind, SURE));
        title.or_else(sure).or_else(|| self.before_often.get(&key).map(|&kind| (kind, OFTEN)))
    }

    fn before_with(&self, stood: &Stood) -> Option<Clue> {
        let (near, far) = (stood.before(1)?, stood.before(2)?);
        self.before_with.get(&(near, far)).map(|&kind| (kind, SURE))
    }

    fn behind(&self, stood: &Stood) -> Option<Clue> {
        let key = stood.behind(0).filter(|_| stood.is_joined())?;
        let words = if stood.is_owner() { &self.owned } else { &self.after };
        words.get(&key).map(|&kind| (kind, SURE))
    }

    fn apposition(&self, stood: &Stood) -> Option<Clue> {
        let has_article = stood.behind(0).is_some_and(|key| self.is_determiner(key));
        let at = usize::from(has_article);
        let key = stood.behind(at)?;
        let kind = self.apposition.get(&key).copied().or(self.is_title(key).then_some(TermType::Person))?;
        let is_of = || stood.behind(at + 1).is_some_and(|key| self.is_of(key));
        (!stood.is_owner() && (has_article || is_of())).then_some((kind, SURE))
    }
}

impl Stood<'_> {
    /// The word so many before the name, if all between belong to its clause.
    fn before(&self, steps: usize) -> Option<KeyId> {
        let at = self.name.start.checked_sub(steps)?;
        let is_joined = self.words[at + 1..=self.name.start].iter().all(|word| word.joint.holds());
        is_joined.then(|| self.side.of(self.words[at]).key)
    }

    /// The word so many behind the one behind the name, if it is of the same sentence.
    fn behind(&self, steps: usize) -> Option<KeyId> {
        let behind = self.words.get(self.name.end..=self.name.end + steps)?;
        behind.iter().all(|word| word.joint != Joint::Start).then(|| self.side.of(behind[steps]).key)
    }

    /// Whether there is nothing but a space behind the name.
    fn is_joined(&self) -> bool {
        self.words.get(self.name.end).is_some_and(|word| word.joint.holds())
    }

    /// Whether the name has 's.
    fn is_owner(&self) -> bool {
        self.side.of(self.words[self.name.end - 1]).is_possessive
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Language;

    /// The clues of the one name in a text that is between brackets.
    fn clues(language: &str, text: &str) -> Vec<TermType> {
        let mut side = Side::new(Language::parse(language).unwrap());
        let before = text.split('[').next().unwrap_or_default().split_whitespace().count();
        let name = text.split(['[', ']']).nth(1).unwrap_or_default().split_whitespace().count();
        side.extend(&[&*text.replace(['[', ']'], "")]);
        let clues = Knowledge::new(&side).clues(&side, side.words(0), before..before + name);
        clues.into_iter().map(|(kind, _)| kind).collect()
    }

    #[test]
    fn the_words_around_a_name_tell_what_it_names() {
        use TermType::{Person, Place};
        for (text, expected) in [
            ("ships left the port of [Anzali] at noon", &[Place][..]),
            ("snow fell in [Tabriz]", &[Place]),
            ("he went to [Tabriz] again", &[Place]),
            ("she met Mr [Karimi]", &[Person]),
            ("the son of [Karimi] sat", &[Person]),
            ("then [Laleh Karimi] said nothing", &[Person]),
            ("a speech of [Karimi]'s daughter", &[Person]),
            ("[Karimi], the minister", &[Person]),
            ("[Karimi], president of a bank", &[Person]),
            ("[Anzali], a city of rain", &[Place]),
            ("[Karimi] is here", &[]),
        ] {
            assert_eq!(clues("en", text), expected, "{text}");
        }
        assert_eq!(clues("fa", "در شهر [تبریز] برف بارید"), [Place]);
        assert_eq!(clues("fa", "دیروز آقای [کریمی] گفت"), [Person, Person]);
    }

    #[test]
    fn what_is_of_another_clause_tells_nothing() {
        for text in
            ["Storms were near. [Karimi] slept", "in 2020, [Karimi] retired", "off [Anzali], President Karimi sailed"]
        {
            assert!(!clues("en", text).contains(&TermType::Place) || text.starts_with("off"), "{text}");
        }
        assert_eq!(clues("en", "off [Anzali], President Karimi sailed"), []);
    }
}
