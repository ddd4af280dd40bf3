use crate::model::{Language, Percent, TermId};

/// How a name was found. The order is from the surest to the least sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FoundBy {
    /// The name itself, but for case, spacing, diacritics and letters of another keyboard.
    Exact,
    /// What was typed begins the name.
    Prefix,
    /// What was typed is a part of the name, or begins one; or the name is a part of what was typed.
    Part,
    /// The name is spelt nearly so.
    Spelling,
    /// The name sounds nearly so, in whichever script it is written.
    Sound,
}

/// A name that was looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub term: TermId,
    /// The name or variant as the termbase has it.
    pub text: String,
    pub language: Language,
    pub by: FoundBy,
    /// How sure: 99 or 100 exact, 70 to 95 by the beginning, 55 to 88 by a part, 50 to 92 by spelling and by sound.
    pub score: Percent,
}
