//! What is known of the words of a bitext.

use rustc_hash::FxHashMap;

use super::corpus::{KeyId, Side, Word};
use crate::model::TermType;
use crate::term::knowledge::{ENGLISH, PERSIAN, WordLists, WordsByType, kind_of};
use crate::text::match_key;

/// What is known of the words of one side.
#[derive(Default)]
pub(super) struct Knowledge {
    inner: Vec<bool>,
    between: Vec<bool>,
    of: Vec<bool>,
    determiners: Vec<bool>,
    prepositions: Vec<bool>,
    edgeless: Vec<bool>,
    is_head_first: bool,
    heads: FxHashMap<KeyId, TermType>,
    pub before: FxHashMap<KeyId, TermType>,
    pub before_often: FxHashMap<KeyId, TermType>,
    pub before_with: FxHashMap<(KeyId, KeyId), TermType>,
    pub after: FxHashMap<KeyId, TermType>,
    pub owned: FxHashMap<KeyId, TermType>,
    pub apposition: FxHashMap<KeyId, TermType>,
    names: FxHashMap<KeyId, TermType>,
}

impl Knowledge {
    /// Of languages but English and Persian nothing is known: names are then found by their capitals alone, and have no
    /// type but what the other language tells.
    pub fn new(side: &Side) -> Knowledge {
        match side.language.primary() {
            "en" => Knowledge::of(&ENGLISH, side),
            "fa" | "prs" => Knowledge::of(&PERSIAN, side),
            _ => Knowledge::of(&WordLists::default(), side),
        }
    }

    fn of(file: &WordLists, side: &Side) -> Knowledge {
        let marked = |words: &[String]| {
            let mut marked = vec![false; side.key_count()];
            words.iter().filter_map(|word| side.key(word)).for_each(|key| marked[key as usize] = true);
            marked
        };
        let typed = |words: &WordsByType| typed(side, words).collect();
        let with = |(near, words): (&String, &WordsByType)| {
            let near = side.key(near);
            near.into_iter().flat_map(|near| typed_with(side, near, words)).collect::<Vec<_>>()
        };
        Knowledge {
            inner: marked(&file.inner),
            between: marked(&file.between),
            of: marked(&file.of),
            determiners: marked(&file.determiners),
            prepositions: marked(&file.prepositions),
            edgeless: marked(&file.edgeless),
            is_head_first: file.is_head_first,
            heads: typed(&file.heads),
            before: typed(&file.before),
            before_often: typed(&file.before_often),
            before_with: file.before_with.iter().flat_map(with).collect(),
            after: typed(&file.after),
            owned: typed(&file.owned),
            apposition: typed(&file.apposition),
            names: typed(&file.names),
        }
    }

    /// Whether names have the word inside, in small letters.
    pub fn is_inner(&self, key: KeyId) -> bool {
        self.inner[key as usize]
    }

    pub fn is_determiner(&self, key: KeyId) -> bool {
        self.determiners[key as usize]
    }

    pub fn is_preposition(&self, key: KeyId) -> bool {
        self.prepositions[key as usize]
    }

    /// Whether no phrase in small letters starts or ends with the word.
    pub fn is_function_word(&self, key: KeyId) -> bool {
        self.edgeless[key as usize] || self.is_preposition(key) || self.is_determiner(key)
    }

    /// The parts of a stretch before and behind an `and`, if it has one inside.
    pub fn halves<'w>(&self, side: &Side, words: &'w [Word]) -> Option<[&'w [Word]; 2]> {
        let at = words.iter().position(|&word| self.between[side.of(word).key as usize])?;
        let behind = words[at..].iter().position(|&word| !side.of(word).is_stop_word)?;
        (at > 0).then(|| [&words[..at], &words[at + behind..]])
    }

    pub fn is_of(&self, key: KeyId) -> bool {
        self.of[key as usize]
    }

    pub fn is_title(&self, key: KeyId) -> bool {
        self.heads.get(&key) == Some(&TermType::Title)
    }

    /// What a phrase names by its head: its last word, or the last before an `of`; where heads stand first, that one.
    pub fn head(&self, side: &Side, words: &[Word]) -> Option<TermType> {
        let head = match self.is_head_first {
            true => words.first().filter(|_| words.len() > 1)?,
            false => self.before_of(side, words).last().or(words.last())?,
        };
        self.heads.get(&side.of(*head).key).copied()
    }

    /// What a name is known to name: one that starts like a person's, or ends like a place's; what else is known is known
    /// whole. Somebody the Great is a person.
    pub fn named(&self, side: &Side, words: &[Word]) -> Option<TermType> {
        let name = self.before_of(side, words);
        let kind = |word: Option<&Word>| word.and_then(|&word| self.names.get(&side.of(word).key)).copied();
        let is = |wanted: TermType| move |kind: &TermType| *kind == wanted;
        let has_epithet = words.len() > 2 && self.is_determiner(side.of(words[1]).key);
        let person = kind(name.first()).filter(is(TermType::Person)).or(has_epithet.then_some(TermType::Person));
        let place = || kind(name.last()).filter(is(TermType::Place));
        let other = || kind(name.first()).filter(|_| words.len() == 1);
        person.or_else(place).or_else(other)
    }

    fn before_of<'w>(&self, side: &Side, words: &'w [Word]) -> &'w [Word] {
        let of = words.iter().position(|&word| self.is_of(side.of(word).key));
        &words[..of.unwrap_or(words.len())]
    }

    /// How many of the first words are a title that somebody with a name has, as in Foreign Minister Karimi.
    pub fn leading_title(&self, side: &Side, words: &[Word]) -> Option<usize> {
        (1..words.len()).rev().find(|at| self.is_title(side.of(words[*at - 1]).key))
    }
}

fn typed<'a>(side: &'a Side, words: &'a WordsByType) -> impl Iterator<Item = (KeyId, TermType)> + 'a {
    words.iter().flat_map(move |(kind, words)| {
        let kind = kind_of(kind);
        words.iter().filter_map(move |word| Some((side.key(&match_key(word, &side.language))?, kind)))
    })
}

fn typed_with<'a>(
    side: &'a Side,
    near: KeyId,
    words: &'a WordsByType,
) -> impl Iterator<Item = ((KeyId, KeyId), TermType)> + 'a {
    typed(side, words).map(move |(far, kind)| ((near, far), kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Language;

    #[test]
    fn heads_and_titles_are_seen() {
        let mut side = Side::new(Language::parse("en").unwrap());
        let texts = ["University of Tehran", "Foreign Minister Karimi", "Bank of England", "Secretary of State"];
        side.extend(&texts);
        let knowledge = Knowledge::new(&side);
        let head = |text: usize| knowledge.head(&side, side.words(text));
        assert_eq!([0, 1, 2, 3].map(head)[..1], [Some(TermType::Organization)]);
        assert_eq!((head(1), head(3)), (None, Some(TermType::Title)));
        assert_eq!(knowledge.leading_title(&side, side.words(1)), Some(2));
    }
}
