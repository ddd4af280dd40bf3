//! The names of one language, from each of their words on, by letters and by consonants.

use std::collections::BTreeMap;
use std::ops::Bound;

use rustc_hash::FxHashMap;

use super::phones::{self, Phone};
use super::skeleton::Skeleton;
use crate::model::{Language, TermId};
use crate::term::letters::{letters, push_word};
use crate::text::{TokenKind, tokenize};

/// A name is found from its first words on; later ones are not where anybody begins to type.
const MOST_WORDS: usize = 6;

/// A name or variant of a term.
pub struct Name {
    pub term: TermId,
    pub language: Language,
    pub text: String,
}

/// What some names are from one of their words on.
pub struct Tail {
    pub letters: Box<[char]>,
    pub phones: Box<[Phone]>,
    /// The names, and the word of each that it begins with.
    pub names: Vec<(u32, u8)>,
}

/// What was typed, or a name, as it is compared.
pub struct Typed {
    /// Letters without spaces, accents and apostrophes.
    pub joined: String,
    pub letters: Vec<char>,
    pub phones: Vec<Phone>,
}

/// The names of one language. Many end alike (…abad, … River), so each ending is kept and compared once.
#[derive(Default)]
pub struct Names {
    names: FxHashMap<u32, Name>,
    next: u32,
    tails: Vec<Option<Tail>>,
    /// Places in `tails` that are free again.
    free: Vec<u32>,
    by_letters: BTreeMap<String, u32>,
    by_skeleton: FxHashMap<Skeleton, Vec<u32>>,
}

/// The words of a text as letters.
pub fn words(text: &str, language: &Language) -> Vec<String> {
    let is_word = |kind| matches!(kind, TokenKind::Word | TokenKind::Number);
    let tokens = tokenize(text, language).into_iter().filter(|token| is_word(token.kind));
    tokens.map(|token| letters(&token.key)).filter(|word| !word.is_empty()).collect()
}

impl Typed {
    pub fn of(words: &[String]) -> Typed {
        let (mut joined, mut sounds) = (String::new(), Vec::new());
        for word in words {
            push_word(&mut joined, word);
            // A joined affix is no word of its own in one script and is in the other.
            word.split(' ').for_each(|part| phones::push_word(&mut sounds, part));
        }
        joined.retain(|c| c != ' ');
        Typed { letters: joined.chars().collect(), joined, phones: sounds }
    }
}

impl Names {
    /// Adds a name; gives what it is removed by. `None` for one without words.
    pub fn insert(&mut self, name: Name) -> Option<u32> {
        let words = words(&name.text, &name.language);
        if words.is_empty() {
            return None;
        }
        let id = self.next;
        self.next += 1;
        for word in 0..words.len().min(MOST_WORDS) {
            let tail = self.tail(Typed::of(&words[word..]));
            tail.names.push((id, word as u8));
        }
        self.names.insert(id, name);
        Some(id)
    }

    /// The tail with these letters, made if it is not there.
    fn tail(&mut self, typed: Typed) -> &mut Tail {
        let at = match self.by_letters.get(&typed.joined) {
            Some(&at) => at,
            None => {
                let at = self.free.pop().unwrap_or(self.tails.len() as u32);
                self.by_letters.insert(typed.joined, at);
                self.by_skeleton.entry(Skeleton::of(&typed.phones)).or_default().push(at);
                if at as usize == self.tails.len() {
                    self.tails.push(None);
                }
                at
            }
        };
        let (letters, phones) = (typed.letters, typed.phones);
        self.tails[at as usize].get_or_insert_with(|| Tail {
            letters: letters.into(),
            phones: phones.into(),
            names: Vec::new(),
        })
    }

    pub fn remove(&mut self, id: u32) {
        let Some(name) = self.names.remove(&id) else { return };
        let words = words(&name.text, &name.language);
        for word in 0..words.len().min(MOST_WORDS) {
            self.forget(&Typed::of(&words[word..]), id);
        }
    }

    fn forget(&mut self, typed: &Typed, name: u32) {
        let Some(&at) = self.by_letters.get(&typed.joined) else { return };
        let Some(tail) = &mut self.tails[at as usize] else { return };
        tail.names.retain(|&(other, _)| other != name);
        if !tail.names.is_empty() {
            return;
        }
        // By its own sounds: names whose letters join alike may be cut into words otherwise.
        let skeleton = Skeleton::of(&tail.phones);
        self.by_letters.remove(&typed.joined);
        if let Some(tails) = self.by_skeleton.get_mut(&skeleton) {
            tails.retain(|&other| other != at);
            if tails.is_empty() {
                self.by_skeleton.remove(&skeleton);
            }
        }
        self.tails[at as usize] = None;
        self.free.push(at);
    }

    pub fn is_empty(&self) -> bool {
        self.names.is_empty() && self.by_letters.is_empty() && self.by_skeleton.is_empty()
    }

    pub fn name(&self, id: u32) -> Option<&Name> {
        self.names.get(&id)
    }

    /// The tails that begin with these letters, in the order of their letters.
    pub fn beginning_with<'a>(&'a self, letters: &'a str) -> impl Iterator<Item = &'a Tail> {
        let from = self.by_letters.range::<str, _>((Bound::Included(letters), Bound::Unbounded));
        let begun = from.take_while(move |(joined, _)| joined.starts_with(letters));
        begun.filter_map(|(_, &tail)| self.tails[tail as usize].as_ref())
    }

    /// The tails with this skeleton.
    pub fn with_skeleton(&self, skeleton: Skeleton) -> impl Iterator<Item = &Tail> {
        let tails = self.by_skeleton.get(&skeleton).into_iter().flatten();
        tails.filter_map(|&tail| self.tails[tail as usize].as_ref())
    }
}
