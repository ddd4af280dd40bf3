/// Why rules could not be read, or a text not be cut by them. Lines count from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SrxError {
    /// The bytes are not text in the encoding that the file declares, or nobody knows that encoding.
    #[error("the file is not text in its declared encoding: {reason}; save it as UTF-8")]
    Encoding { reason: String },
    #[error("line {line}: the XML is broken: {reason}; repair the file")]
    Xml { line: u64, reason: String },
    /// XML, but no segmentation rules.
    #[error("line {line}: {reason}; give a file of segmentation rules, SRX 2.0 or 1.0")]
    NotSrx { line: u64, reason: String },
    /// Segmentation rules that break their standard; the message says what to do.
    #[error("line {line}: {message}")]
    Rules { line: u64, message: String },
    #[error("line {line}: the regular expression `{}` cannot be used: {reason}; correct it, or remove the rule", excerpt(.regex))]
    Regex { line: u64, regex: String, reason: String },
    /// All rules of one language together.
    #[error("the rules for {language} cannot be used together: {reason}; give this language fewer or smaller rules")]
    TooLarge { language: String, reason: String },
    #[error(
        "the rule on line {line} takes too many steps on this text; simplify its nested repetitions and look-around"
    )]
    TooSlow { line: u64 },
}

/// How much of an expression a message quotes, in characters.
const MAX_EXCERPT: usize = 200;

fn excerpt(regex: &str) -> String {
    let mut text: String = regex.chars().take(MAX_EXCERPT).collect();
    if text.len() < regex.len() {
        text.push('…');
    }
    text
}
