//! Terms that say otherwise than another one: a second preferred rendering, a variant that is another concept's name.

use super::super::error::EngineError;
use super::draft::Draft;
use super::termbase::{name_key, name_keys};
use crate::model::{Term, TermEntry, TermOrigin, TermReviewState, TermStatus};

/// A name that two terms of one type render differently, both as preferred.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    pub name: String,
    /// The rendering that was to be written.
    pub rendering: String,
    /// The one that is preferred already.
    pub other_rendering: String,
    /// The term that it is of: `terms/{term}`.
    pub other: String,
}

impl std::fmt::Display for Contradiction {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        let Contradiction { name, rendering, other_rendering, other } = self;
        write!(
            f,
            "“{rendering}” would be a second preferred rendering of “{name}” beside “{other_rendering}” of {other}; \
             write it as admitted or forbidden, or update {other}"
        )
    }
}

/// Refuses a term that contradicts another one. Only what is approved can.
pub fn check(draft: &Draft, term: &Term) -> Result<(), EngineError> {
    if term.review != TermReviewState::Approved {
        return Ok(());
    }
    if let Some((first, second)) = two_preferred(term) {
        return Err(EngineError::Contradiction(Box::new(Contradiction {
            name: term.entries[0].text.clone(),
            rendering: second.text.clone(),
            other_rendering: first.text.clone(),
            other: term.id.name(),
        })));
    }
    if let Some(contradiction) = renderings(draft, term) {
        return Err(EngineError::Contradiction(Box::new(contradiction)));
    }
    check_variants(draft, term)
}

fn preferred(term: &Term) -> impl Iterator<Item = &TermEntry> {
    term.entries.iter().filter(|entry| entry.status == TermStatus::Preferred)
}

fn two_preferred(term: &Term) -> Option<(&TermEntry, &TermEntry)> {
    let pair =
        |second: &'_ TermEntry, first: &TermEntry| first.language == second.language && first.text != second.text;
    preferred(term).find_map(|first| Some((first, preferred(term).find(|second| pair(second, first))?)))
}

/// The first preferred rendering of what the term is called that another term of its type renders otherwise.
fn renderings(draft: &Draft, term: &Term) -> Option<Contradiction> {
    let language = &term.entries.first()?.language;
    let names = preferred(term).filter(|entry| entry.language.primary() == language.primary());
    for name in names.flat_map(name_keys) {
        let others = draft.named(&name).into_iter().filter(|other| {
            // Of what was mined the type is a guess.
            let is_of_kind =
                other.kind == term.kind || [term, *other].iter().any(|term| term.origin == TermOrigin::Mined);
            other.id != term.id && is_of_kind && other.review == TermReviewState::Approved
        });
        for other in others.filter(|other| preferred(other).flat_map(name_keys).any(|key| key == name)) {
            let rendered = preferred(term).filter(|entry| entry.language.primary() != language.primary());
            for rendering in rendered {
                if let Some(there) = rendered_otherwise(other, rendering) {
                    return Some(Contradiction {
                        name: term.entries[0].text.clone(),
                        rendering: rendering.text.clone(),
                        other_rendering: there.text.clone(),
                        other: other.id.name(),
                    });
                }
            }
        }
    }
    None
}

/// The preferred name of a term in the language of a rendering, if that is none of its spellings.
fn rendered_otherwise<'a>(term: &'a Term, rendering: &TermEntry) -> Option<&'a TermEntry> {
    let key = name_key(&rendering.text, &rendering.language);
    let there = preferred(term).find(|entry| entry.language == rendering.language)?;
    (!name_keys(there).any(|other| other == key)).then_some(there)
}

/// Refuses a variant that is what another concept of the type is called: one would lead to the other and back.
fn check_variants(draft: &Draft, term: &Term) -> Result<(), EngineError> {
    for (at, entry) in term.entries.iter().enumerate() {
        let own = name_key(&entry.text, &entry.language);
        for (n, variant) in entry.variants.iter().enumerate() {
            let key = name_key(variant, &entry.language);
            let is_called_so = |other: &&Term| {
                let mut names = preferred(other).map(|entry| name_key(&entry.text, &entry.language));
                other.id != term.id
                    && other.kind == term.kind
                    && other.review == TermReviewState::Approved
                    && names.any(|name| name == key)
            };
            if key == own {
                continue;
            }
            if let Some(other) = draft.named(&key).into_iter().find(is_called_so) {
                let other = other.id.name();
                return Err(EngineError::invalid(
                    format!("term.entries[{at}].variants[{n}]"),
                    format!("“{variant}” is the preferred name of {other}; leave it out, or merge the two terms"),
                ));
            }
        }
    }
    Ok(())
}
