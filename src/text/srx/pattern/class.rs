use super::cursor::Cursor;
use super::escape::{Escape, escape, literal};
use super::property::posix_class;

/// Classes within classes, beyond which an expression is refused.
const MAX_NESTING: usize = 20;
const UNCLOSED: &str = "a `[` is not closed";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Brackets {
    /// `[` opens a class within the class, as in ICU and Java.
    Nest,
    /// `[` is itself, as in most other flavours.
    Literal,
}

/// Reads a class whose `[` is taken. Where a bracket in it would never be closed, it is taken for itself.
pub(super) fn class(cursor: &mut Cursor<'_>) -> Result<String, String> {
    let start = *cursor;
    match nested(cursor, Brackets::Nest, 0) {
        Err(reason) if reason == UNCLOSED => {
            *cursor = start;
            nested(cursor, Brackets::Literal, 0)
        }
        result => result,
    }
}

fn nested(cursor: &mut Cursor<'_>, brackets: Brackets, depth: usize) -> Result<String, String> {
    if depth > MAX_NESTING {
        return Err(format!("classes lie more than {MAX_NESTING} deep in each other"));
    }
    let mut out = String::from(if cursor.eat("^") { "[^" } else { "[" });
    // A `]` that comes first is itself.
    if cursor.eat("]") {
        out.push_str(&literal(']'));
    }
    while !cursor.eat("]") {
        match cursor.next().ok_or(UNCLOSED)? {
            '[' if brackets == Brackets::Nest => match posix_class(cursor) {
                Some(content) => out.push_str(&content),
                None => out.push_str(&nested(cursor, brackets, depth + 1)?),
            },
            '&' if cursor.eat("&") => out.push_str("&&"),
            '-' if is_difference(cursor) => {
                cursor.eat("-");
                out.push_str("--");
            }
            c => match item(c, cursor)? {
                Escape::Char(low) => out.push_str(&range(low, cursor)?),
                Escape::Set(content) => out.push_str(&content),
                Escape::Other => return Err(unknown(cursor)),
            },
        }
    }
    out.push(']');
    Ok(out)
}

/// Whether, behind one `-`, another one and a class follow: ICU's difference of sets.
fn is_difference(cursor: &Cursor<'_>) -> bool {
    ["-[", "-\\p", "-\\P"].iter().any(|start| cursor.rest().starts_with(start))
}

fn item(c: char, cursor: &mut Cursor<'_>) -> Result<Escape, String> {
    match c {
        '\\' if cursor.eat("Q") => Err("`\\Q` stands in a class".into()),
        '\\' if cursor.eat("b") => Ok(Escape::Char('\u{8}')),
        '\\' => escape(cursor),
        c => Ok(Escape::Char(c)),
    }
}

/// A character, or a range where `-` and another character follow.
fn range(low: char, cursor: &mut Cursor<'_>) -> Result<String, String> {
    let mut ahead = *cursor;
    let is_range = ahead.eat("-") && !matches!(ahead.peek(), None | Some(']' | '[')) && !ahead.rest().starts_with("&&");
    if !is_range || is_difference(&ahead) {
        return Ok(literal(low));
    }
    let c = ahead.next().ok_or(UNCLOSED)?;
    match item(c, &mut ahead)? {
        Escape::Char(high) if high < low => Err(format!("the range `{low}-{high}` runs backwards")),
        Escape::Char(high) => {
            *cursor = ahead;
            Ok(format!("{}-{}", literal(low), literal(high)))
        }
        // A hyphen before a whole class is itself; it is read next.
        Escape::Set(_) => Ok(literal(low)),
        Escape::Other => Err(unknown(&ahead)),
    }
}

fn unknown(cursor: &Cursor<'_>) -> String {
    format!("`\\{}` means nothing in a class", cursor.peek().unwrap_or_default())
}
