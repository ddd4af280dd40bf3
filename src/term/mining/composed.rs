//! Titles with names: both are learned apart, and the whole is no term of its own.

use rustc_hash::{FxHashMap, FxHashSet};

use super::corpus::Side;
use super::knowledge::Knowledge;
use super::phrase::{PhraseKey, key_of};
use super::renderings::{Rendering, Renderings};

/// What is known from wholes and parts.
#[derive(Default)]
pub(super) struct Composed {
    /// A title and a name, rendered by the renderings of both.
    pub wholes: FxHashSet<PhraseKey>,
    /// Names that were seen behind a title.
    pub people: FxHashSet<PhraseKey>,
}

/// Looks through the phrases for titles with names.
pub(super) fn find(
    found: &FxHashMap<PhraseKey, Renderings>,
    best: &FxHashMap<PhraseKey, &Rendering>,
    [source, target]: [&Side; 2],
    knowledge: &Knowledge,
) -> Composed {
    let mut composed = Composed::default();
    for (&key, phrase) in found {
        let Some(title) = knowledge.leading_title(source, &phrase.words) else { continue };
        let parts = [&phrase.words[..title], &phrase.words[title..]].map(|part| key_of(source, part));
        composed.people.insert(parts[1]);
        let (Some(whole), [Some(title), Some(name)]) = (best.get(&key), parts.map(|part| best.get(&part))) else {
            continue;
        };
        let mut words = [title.contents(target), name.contents(target)].concat();
        let mut whole = whole.contents(target);
        words.sort_unstable();
        whole.sort_unstable();
        if words == whole {
            composed.wholes.insert(key);
        }
    }
    composed
}
