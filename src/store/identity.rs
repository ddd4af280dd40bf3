use crate::model::{Language, MemoryId, Term, TermEntry, Unit};

/// What makes a unit that unit: memory, languages, source text, target text. A 128-bit digest of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UnitIdentity(pub [u8; 16]);

impl UnitIdentity {
    pub fn of(unit: &Unit) -> UnitIdentity {
        UnitIdentity::new(
            &unit.memory,
            (&unit.source.text, &unit.source.language),
            (&unit.target.text, &unit.target.language),
        )
    }

    pub fn new(memory: &MemoryId, source: (&str, &Language), target: (&str, &Language)) -> UnitIdentity {
        UnitIdentity(digest([memory.as_str(), source.1.as_str(), target.1.as_str(), source.0, target.0]))
    }
}

/// What makes a term that term: its type and its names. A 128-bit digest of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TermIdentity(pub [u8; 16]);

impl TermIdentity {
    pub fn of(term: &Term) -> TermIdentity {
        let mut entries: Vec<&TermEntry> = term.entries.iter().collect();
        entries.sort_by_key(|e| (&e.language, &e.text));
        let kind = format!("{:?}", term.kind);
        let names = entries.iter().flat_map(|e| [e.language.as_str(), e.text.as_str()]);
        TermIdentity(digest(std::iter::once(kind.as_str()).chain(names)))
    }
}

fn digest<'a>(parts: impl IntoIterator<Item = &'a str>) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        // The length keeps ("ab", "c") apart from ("a", "bc").
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
    }
    let mut digest = [0; 16];
    digest.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    digest
}
