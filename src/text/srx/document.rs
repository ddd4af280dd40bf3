/// A file of segmentation rules as it stands, nothing of it compiled yet.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Document {
    /// Whether all maps that match a language contribute their rules, or the first alone.
    pub cascade: bool,
    pub groups: Vec<Group>,
    pub maps: Vec<Map>,
}

/// The rules under one name.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub line: u64,
    pub name: String,
    pub rules: Vec<RawRule>,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct RawRule {
    pub line: u64,
    pub breaks: bool,
    pub before: Expression,
    pub after: Expression,
}

/// A regular expression as the file has it, and where it starts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Expression {
    pub line: u64,
    pub text: String,
}

/// Which languages a group of rules is for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Map {
    pub line: u64,
    pub pattern: String,
    pub group: String,
}
