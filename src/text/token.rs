/// What a token counts as when texts are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    Word,
    /// A number in digits of any script, with its separators.
    Number,
    /// One punctuation mark or symbol; `...` is one mark.
    Punctuation,
    /// Inline markup: `{1}`, `{/1}`, `{2/}`, or Markdown emphasis marks that touch a word.
    Code,
}

/// A token of the match key, with the place in the text that it was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub kind: TokenKind,
    /// Normalized and case-folded. A number's key is its value in ASCII digits without grouping: `1000`, `38.7`.
    pub key: String,
    /// The key before case folding, where that differs from the key.
    pub cased: Option<Box<str>>,
    /// Byte offset into the text where the token starts.
    pub start: usize,
    /// Byte offset into the text just behind the token.
    pub end: usize,
}
