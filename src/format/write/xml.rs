//! Text as XML has it.

use super::WriteError;

/// Between tags.
pub(in crate::format) fn text(text: &str) -> Result<String, WriteError> {
    escaped(text, Place::Text)
}

/// Between double quotation marks.
pub(in crate::format) fn attribute(text: &str) -> Result<String, WriteError> {
    escaped(text, Place::Attribute)
}

/// Between tags of XLIFF 2 that may hold `<cp>`: nearly every character can be said there.
pub(super) fn content(text: &str) -> Result<String, WriteError> {
    escaped(text, Place::Content)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Text,
    Attribute,
    Content,
}

fn escaped(text: &str, place: Place) -> Result<String, WriteError> {
    let in_attribute = place == Place::Attribute;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let code = u32::from(c);
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if in_attribute => out.push_str("&quot;"),
            // Parsers make a line feed of it, and a space of any white space in an attribute.
            '\r' => out.push_str("&#13;"),
            '\n' | '\t' if in_attribute => out.push_str(&format!("&#{code};")),
            '\n' | '\t' => out.push(c),
            '\u{1}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' if place == Place::Content => {
                out.push_str(&format!("<cp hex=\"{code:04X}\"/>"));
            }
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                let message =
                    format!("it holds the character U+{code:04X}, which XML has no way to write; use another format");
                return Err(WriteError::Unwritable(message));
            }
            _ => out.push(c),
        }
    }
    Ok(out)
}
