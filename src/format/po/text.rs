use crate::format::problem::{Fault, Reason};

/// The text of the strings in quotation marks that a line has, one behind the other.
pub(super) fn unquoted(line: &str) -> Result<String, Fault> {
    let mut text = String::with_capacity(line.len());
    let mut rest = line.trim();
    loop {
        let Some(string) = rest.strip_prefix('"') else {
            return Err(malformed("there is something outside of the quotation marks"));
        };
        rest = read_string(string, &mut text)?.trim_start();
        if rest.is_empty() {
            return Ok(text);
        }
    }
}

/// Reads on from behind an opening quotation mark; gives what is behind the closing one.
fn read_string<'a>(string: &'a str, text: &mut String) -> Result<&'a str, Fault> {
    let mut rest = string;
    loop {
        let end = rest.find(['"', '\\']).ok_or_else(unterminated)?;
        text.push_str(&rest[..end]);
        let is_quote = rest[end..].starts_with('"');
        rest = &rest[end + 1..];
        if is_quote {
            return Ok(rest);
        }
        let (character, length) = escaped(rest)?;
        text.push(character);
        rest = &rest[length..];
    }
}

/// What an escape stands for, and how many bytes it has behind the `\`.
fn escaped(rest: &str) -> Result<(char, usize), Fault> {
    let first = rest.chars().next().ok_or_else(unterminated)?;
    let simple = |c| Ok((c, 1));
    match first {
        'n' => simple('\n'),
        't' => simple('\t'),
        'r' => simple('\r'),
        'a' => simple('\u{7}'),
        'b' => simple('\u{8}'),
        'f' => simple('\u{c}'),
        'v' => simple('\u{b}'),
        '"' | '\\' | '\'' | '?' => simple(first),
        '0'..='7' => number(rest, 0, 8, 3),
        'x' => number(rest, 1, 16, 2),
        _ => Err(malformed(&format!("`\\{first}` is no escape of PO; write `\\\\{first}` for a backslash"))),
    }
}

/// A byte by its number, which is a character of its own only in ASCII.
fn number(rest: &str, skipped: usize, radix: u32, most: usize) -> Result<(char, usize), Fault> {
    let digits = rest[skipped..].chars().take(most).take_while(|c| c.is_digit(radix)).count();
    let end = skipped + digits;
    match u8::from_str_radix(&rest[skipped..end], radix) {
        Ok(0) => Err(Fault::new(Reason::NulCharacter, "there is a NUL character in the text; take it out")),
        Ok(byte) if byte.is_ascii() => Ok((char::from(byte), end)),
        _ => Err(malformed(&format!("`\\{}` is no character of ASCII; write the character itself", &rest[..end]))),
    }
}

fn unterminated() -> Fault {
    Fault::new(Reason::UnterminatedString, "a string is not closed on its line; put a quotation mark at its end")
}

pub(super) fn malformed(what: &str) -> Fault {
    Fault::new(Reason::MalformedEntry, format!("{what}; check the entry with `msgfmt --check`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_strings_side_by_side() {
        assert_eq!(unquoted(r#" "a\tb\n" "\"ج\"\\" "#).unwrap(), "a\tb\n\"ج\"\\");
        assert_eq!(unquoted(r#""\101\x42\r\?""#).unwrap(), "AB\r?");
    }

    #[test]
    fn what_is_no_string_is_told() {
        for (line, reason) in [
            (r#""open"#, Reason::UnterminatedString),
            (r#""open\"#, Reason::UnterminatedString),
            (r#""open\""#, Reason::UnterminatedString),
            (r#""a" b"#, Reason::MalformedEntry),
            ("a", Reason::MalformedEntry),
            ("", Reason::MalformedEntry),
            (r#""\q""#, Reason::MalformedEntry),
            (r#""\xژ""#, Reason::MalformedEntry),
            (r#""\377""#, Reason::MalformedEntry),
            (r#""\0""#, Reason::NulCharacter),
        ] {
            assert_eq!(unquoted(line).unwrap_err().reason, reason, "{line}");
        }
    }
}
