use super::cursor::Cursor;
use super::property;

/// What a backslash and the characters behind it mean, in a class or outside of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Escape {
    Char(char),
    /// What stands between the brackets of a class.
    Set(String),
    /// Neither: its letter or digit, still to be read.
    Other,
}

/// What ICU takes for horizontal and for vertical white space.
const HORIZONTAL: &str = r"\t\p{Zs}";
const VERTICAL: &str = r"\n-\r\x{85}\x{2028}\x{2029}";

/// Reads what follows a backslash.
pub(super) fn escape(cursor: &mut Cursor<'_>) -> Result<Escape, String> {
    let before = *cursor;
    let letter = cursor.next().ok_or("it ends in a backslash")?;
    let set = |content: &str| Ok(Escape::Set(content.into()));
    match letter {
        'd' | 'D' | 's' | 'S' | 'w' | 'W' => set(&format!(r"\{letter}")),
        'h' => set(HORIZONTAL),
        'H' => set(&format!("[^{HORIZONTAL}]")),
        'v' => set(VERTICAL),
        'V' => set(&format!("[^{VERTICAL}]")),
        'p' | 'P' => property::property(cursor, letter == 'P').map(Escape::Set),
        _ => match character(letter, cursor)? {
            Some(c) => Ok(Escape::Char(c)),
            None => {
                *cursor = before;
                Ok(Escape::Other)
            }
        },
    }
}

/// The one character that an escape stands for, if it does.
fn character(letter: char, cursor: &mut Cursor<'_>) -> Result<Option<char>, String> {
    Ok(Some(match letter {
        't' => '\t',
        'n' => '\n',
        'r' => '\r',
        'f' => '\u{C}',
        'a' => '\u{7}',
        'e' => '\u{1B}',
        '0' => of_number(cursor.take_while(3, |c| c.is_digit(8)), 8)?,
        'x' if cursor.eat("{") => of_number(cursor.until('}').unwrap_or_default(), 16)?,
        'x' => of_number(cursor.take_while(2, |c| c.is_ascii_hexdigit()), 16)?,
        'u' => utf16(cursor)?,
        'U' => of_number(cursor.take_while(8, |c| c.is_ascii_hexdigit()), 16)?,
        'c' => control(cursor)?,
        c if c.is_ascii_alphanumeric() => return Ok(None),
        c => c,
    }))
}

fn of_number(digits: &str, radix: u32) -> Result<char, String> {
    let character = u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    character.ok_or_else(|| format!("`{digits}` is not the number of a character"))
}

/// Four hexadecimal digits, or twice four where they stand for a surrogate pair.
fn utf16(cursor: &mut Cursor<'_>) -> Result<char, String> {
    let digits = |cursor: &mut Cursor<'_>| cursor.take_while(4, |c| c.is_ascii_hexdigit()).to_owned();
    let first = digits(cursor);
    let lead = u16::from_str_radix(&first, 16).map_err(|_| format!("`\\u{first}` lacks its four digits"))?;
    if first.len() == 4 && (0xD800..0xDC00).contains(&lead) && cursor.eat("\\u") {
        let trail = u16::from_str_radix(&digits(cursor), 16).unwrap_or_default();
        let pair = char::decode_utf16([lead, trail]).next().and_then(Result::ok);
        return pair.ok_or_else(|| format!("`\\u{first}` is half a character"));
    }
    if first.len() == 4 { of_number(&first, 16) } else { Err(format!("`\\u{first}` lacks its four digits")) }
}

fn control(cursor: &mut Cursor<'_>) -> Result<char, String> {
    let letter = cursor.next().filter(char::is_ascii).ok_or("`\\c` lacks its letter")?;
    Ok(char::from(letter.to_ascii_uppercase() as u8 ^ 0x40))
}

/// A character as it is written in a pattern or class, where nothing but letters and digits goes unescaped.
pub(super) fn literal(c: char) -> String {
    match c {
        c if c.is_ascii_alphanumeric() || !c.is_ascii() => c.into(),
        c => format!("\\x{{{:X}}}", u32::from(c)),
    }
}
