use std::fmt;
use std::io;

use super::Position;

/// Why a unit, or the rest of a file, was not read. The [`name`](Reason::name)s are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// Bytes that are not text in the encoding that the file declares.
    NotDecodable,
    /// The file declares an encoding that nobody knows.
    UnknownEncoding,
    /// A NUL character, which usually means UTF-16 without a byte order mark.
    NulCharacter,
    WrongColumnCount,
    InvalidStatus,
    /// A word that is none of those that may stand there.
    InvalidValue,
    EmptySource,
    EmptyTarget,
    /// A language that was asked for is not there, or nobody said which language to take.
    MissingLanguage,
    /// No language tag, or what stands there is not one.
    UnknownLanguage,
    TextTooLong,
    /// Too many texts, codes or properties in one unit.
    UnitTooLarge,
    /// An entity that XML does not define, or a bare `&`.
    UnknownEntity,
    /// Text or a segment where the format has no place for it.
    MisplacedText,
    MalformedXml,
    NotTmx,
    NotXliff,
    NotTxml,
    NotTbx,
    /// A catalogue's entry that lacks something, or has a line that is none of a catalogue's.
    MalformedEntry,
    /// A string or quoted cell that is never closed.
    UnterminatedString,
    /// A line that is no JSON object of a unit.
    MalformedJson,
    /// A field that nobody knows.
    UnknownField,
    /// A column that was asked for is not there.
    MissingColumn,
    /// Two texts that should go line by line have different numbers of lines.
    UnequalLines,
    /// A workbook has more than is read of it.
    UnreadSheet,
    /// A workbook, an archive or a compressed file that is damaged or holds too much.
    BadContainer,
    /// The pair breaks a rule of the memory that it is to go into.
    NotAllowed,
}

impl Reason {
    /// As reports and the API spell it, for example `WRONG_COLUMN_COUNT`.
    pub fn name(self) -> &'static str {
        match self {
            Reason::NotUtf8 => "NOT_UTF8",
            Reason::NotDecodable => "NOT_DECODABLE",
            Reason::UnknownEncoding => "UNKNOWN_ENCODING",
            Reason::NulCharacter => "NUL_CHARACTER",
            Reason::WrongColumnCount => "WRONG_COLUMN_COUNT",
            Reason::InvalidStatus => "INVALID_STATUS",
            Reason::InvalidValue => "INVALID_VALUE",
            Reason::EmptySource => "EMPTY_SOURCE",
            Reason::EmptyTarget => "EMPTY_TARGET",
            Reason::MissingLanguage => "MISSING_LANGUAGE",
            Reason::UnknownLanguage => "UNKNOWN_LANGUAGE",
            Reason::TextTooLong => "TEXT_TOO_LONG",
            Reason::UnitTooLarge => "UNIT_TOO_LARGE",
            Reason::UnknownEntity => "UNKNOWN_ENTITY",
            Reason::MisplacedText => "MISPLACED_TEXT",
            Reason::MalformedXml => "MALFORMED_XML",
            Reason::NotTmx => "NOT_TMX",
            Reason::NotXliff => "NOT_XLIFF",
            Reason::NotTxml => "NOT_TXML",
            Reason::NotTbx => "NOT_TBX",
            Reason::MalformedEntry => "MALFORMED_ENTRY",
            Reason::UnterminatedString => "UNTERMINATED_STRING",
            Reason::MalformedJson => "MALFORMED_JSON",
            Reason::UnknownField => "UNKNOWN_FIELD",
            Reason::MissingColumn => "MISSING_COLUMN",
            Reason::UnequalLines => "UNEQUAL_LINES",
            Reason::UnreadSheet => "UNREAD_SHEET",
            Reason::BadContainer => "BAD_CONTAINER",
            Reason::NotAllowed => "NOT_ALLOWED",
        }
    }
}

/// What is wrong with one unit, or with the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub position: Position,
    pub unit_id: Option<String>,
    pub reason: Reason,
    /// Starts with the line; says what is wrong and what to do about it.
    pub message: String,
    /// The unit's text as far as it was read, 200 characters at most; may be empty.
    pub text: String,
}

impl Problem {
    /// How many characters of the text a problem quotes.
    pub const EXCERPT_CHARS: usize = 200;

    pub(super) fn new(position: Position, fault: Fault) -> Problem {
        Problem {
            position,
            unit_id: None,
            reason: fault.reason,
            message: format!("line {}: {}", fault.line.unwrap_or(position.line), fault.message),
            text: String::new(),
        }
    }

    pub(super) fn of_unit(self, unit_id: Option<String>) -> Problem {
        Problem { unit_id, ..self }
    }

    pub(super) fn quoting(self, text: &str) -> Problem {
        Problem { text: text.chars().take(Problem::EXCERPT_CHARS).collect(), ..self }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// A problem before it is known where: what is wrong and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub reason: Reason,
    /// Where that is not the line on which the unit starts.
    pub line: Option<u64>,
    pub message: String,
}

impl Fault {
    pub fn new(reason: Reason, message: impl Into<String>) -> Fault {
        Fault { reason, line: None, message: message.into() }
    }

    pub fn on_line(self, line: u64) -> Fault {
        Fault { line: Some(line), ..self }
    }
}

/// Why the next record is not there.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// A unit, or one of its texts, is refused; what is good follows.
    #[error("{0}")]
    Problem(Problem),
    /// The rest of the file cannot be read; everything before it was delivered.
    #[error("{0}")]
    Broken(Problem),
    /// The stream failed; everything before it was delivered.
    #[error("the file could not be read on: {0}; send it again")]
    Io(#[from] io::Error),
}
