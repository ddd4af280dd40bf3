//! All names of one language, by their letters and by their sound.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::form::Form;
use super::inflection::Inflection;
use super::letters_key::LettersKey;
use super::sound::Skeleton;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct FormId(u32);

/// What a name is written as under some letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelt {
    AsItIs,
    /// Without this ending of its own.
    Singular(Inflection),
    /// With initials for first names.
    WithInitials,
    /// Without the words that some leave out.
    WithoutLinks,
}

impl Spelt {
    /// The ending that the name itself has and these letters do not.
    pub fn inflection(self) -> Option<Inflection> {
        match self {
            Spelt::Singular(inflection) => Some(inflection),
            _ => None,
        }
    }
}

/// A name under its letters, or under those of another spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub form: FormId,
    pub spelt: Spelt,
}

/// What the lexicon has under some letters or sounds.
pub(super) struct Found<'a, T> {
    pub names: &'a [T],
    /// Whether there are names that start with these and go on.
    pub goes_on: bool,
}

#[derive(Default)]
pub(super) struct Lexicon {
    forms: FxHashMap<FormId, Form>,
    next: u32,
    /// Ordered, so that one look-up tells whether a name starts like the words read so far.
    by_letters: BTreeMap<LettersKey, Vec<Named>>,
    /// Names that may be recognized misspelt, by their consonants.
    by_sound: BTreeMap<Skeleton, Vec<FormId>>,
    /// How many names have the word.
    words: FxHashMap<String, u32>,
}

impl Lexicon {
    pub fn insert(&mut self, form: Form) -> FormId {
        let id = FormId(self.next);
        self.next += 1;
        self.put(&form.joined, Named { form: id, spelt: Spelt::AsItIs });
        for (letters, spelt) in &form.otherwise {
            self.put(letters, Named { form: id, spelt: *spelt });
        }
        if let Some(sound) = Skeleton::of_name(&form) {
            self.by_sound.entry(sound).or_default().push(id);
        }
        for word in &form.words {
            *self.words.entry(word.clone()).or_default() += 1;
        }
        self.forms.insert(id, form);
        id
    }

    pub fn remove(&mut self, id: FormId) {
        let Some(form) = self.forms.remove(&id) else { return };
        let otherwise = form.otherwise.iter().map(|(letters, _)| letters);
        for letters in std::iter::once(&form.joined).chain(otherwise) {
            self.forget_letters(letters, id);
        }
        if let Some(sound) = Skeleton::of_name(&form) {
            self.forget_sound(sound, id);
        }
        for word in &form.words {
            self.forget_word(word);
        }
    }

    pub fn form(&self, id: FormId) -> Option<&Form> {
        self.forms.get(&id)
    }

    /// The names with these letters, and whether longer ones start with them.
    pub fn find(&self, letters: &str) -> Found<'_, Named> {
        let letters = LettersKey::of(letters);
        let mut from = self.by_letters.range(&letters..).peekable();
        let names = from.next_if(|(key, _)| **key == letters).map_or(&[][..], |(_, names)| names);
        Found { names, goes_on: from.peek().is_some_and(|(key, _)| key.starts_with(&letters)) }
    }

    /// The names whose letters start with these, as they are spelt.
    pub fn starting_with(&self, letters: &str) -> impl Iterator<Item = FormId> {
        let letters = LettersKey::of(letters);
        let from = self.by_letters.range(letters.clone()..);
        let names = from.take_while(move |(key, _)| key.starts_with(&letters)).flat_map(|(_, names)| names);
        names.filter(|named| named.spelt == Spelt::AsItIs).map(|named| named.form)
    }

    /// The names that sound like this, and whether longer ones start with it.
    pub fn sounding_like(&self, sound: &Skeleton) -> Found<'_, FormId> {
        let mut from = self.by_sound.range(sound..).peekable();
        let names = from.next_if(|(key, _)| *key == sound).map_or(&[][..], |(_, names)| names);
        Found { names, goes_on: from.peek().is_some_and(|(key, _)| sound.starts(key)) }
    }

    /// Whether these letters are a name.
    pub fn has_name(&self, letters: &str) -> bool {
        self.by_letters.contains_key(&LettersKey::of(letters))
    }

    /// Whether these letters are a word of any name.
    pub fn has_word(&self, letters: &str) -> bool {
        self.words.contains_key(letters)
    }

    fn put(&mut self, letters: &str, named: Named) {
        self.by_letters.entry(LettersKey::of(letters)).or_default().push(named);
    }

    fn forget_letters(&mut self, letters: &str, id: FormId) {
        let letters = LettersKey::of(letters);
        let Some(names) = self.by_letters.get_mut(&letters) else {
            return;
        };
        names.retain(|named| named.form != id);
        if names.is_empty() {
            self.by_letters.remove(&letters);
        }
    }

    fn forget_sound(&mut self, sound: Skeleton, id: FormId) {
        let Some(forms) = self.by_sound.get_mut(&sound) else {
            return;
        };
        forms.retain(|&form| form != id);
        if forms.is_empty() {
            self.by_sound.remove(&sound);
        }
    }

    fn forget_word(&mut self, word: &str) {
        let Some(count) = self.words.get_mut(word) else { return };
        *count -= 1;
        if *count == 0 {
            self.words.remove(word);
        }
    }
}
