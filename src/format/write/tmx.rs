//! TMX 1.4b, level 2: inline codes as elements, with the native ones that are known.

use std::io::Write;

use jiff::Timestamp;

use super::{WriteError, own};
use crate::model::{Unit, UnitText};
use crate::text::placeholders;

pub(super) fn begin(first: Option<&Unit>, to: &mut Vec<u8>) -> Result<(), WriteError> {
    let language = first.map_or("*all*", |unit| unit.source.language.as_str());
    writeln!(to, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(to, "<tmx version=\"1.4\">")?;
    writeln!(
        to,
        "  <header creationtool=\"hafez\" creationtoolversion=\"{}\" segtype=\"sentence\" o-tmf=\"hafez\" \
         adminlang=\"en\" srclang=\"{}\" datatype=\"plaintext\"/>",
        env!("CARGO_PKG_VERSION"),
        attribute(language)?
    )?;
    Ok(writeln!(to, "  <body>")?)
}

pub(super) fn end(to: &mut Vec<u8>) -> Result<(), WriteError> {
    Ok(write!(to, "  </body>\n</tmx>\n")?)
}

pub(super) fn unit(unit: &Unit, to: &mut Vec<u8>) -> Result<(), WriteError> {
    let codes = Codes::of(unit);
    write!(to, "    <tu srclang=\"{}\"", attribute(unit.source.language.as_str())?)?;
    write!(to, " creationdate=\"{}\" changedate=\"{}\"", time(unit.created), time(unit.updated))?;
    if !unit.author.is_empty() {
        write!(to, " changeid=\"{}\"", attribute(&unit.author)?)?;
    }
    writeln!(to, ">")?;
    if !unit.note.is_empty() {
        writeln!(to, "      <note>{}</note>", text(&unit.note)?)?;
    }
    let attributes = unit.attributes.iter().filter(|(name, _)| !codes.is_native(name));
    let own = own::properties(unit);
    for (name, value) in attributes.chain(own.iter().map(|(name, value)| (name, value))) {
        writeln!(to, "      <prop type=\"{}\">{}</prop>", attribute(name)?, text(value)?)?;
    }
    for (side, said) in [("source", &unit.source), ("target", &unit.target)] {
        variant(side, said, &codes, unit, to)?;
    }
    Ok(writeln!(to, "    </tu>")?)
}

fn variant(side: &str, said: &UnitText, codes: &Codes, unit: &Unit, to: &mut Vec<u8>) -> Result<(), WriteError> {
    write!(to, "      <tuv xml:lang=\"{}\"><seg>", attribute(said.language.as_str())?)?;
    let mut at = 0;
    for range in placeholders(&said.text).filter(|_| codes.are_written) {
        to.extend_from_slice(text(&said.text[at..range.start])?.as_bytes());
        let code = &said.text[range.clone()];
        let number = code.trim_matches(['{', '}', '/']);
        let native =
            |slash: &str| unit.attributes.get(&format!("{side}.code.{slash}{number}")).map_or("", String::as_str);
        match (code.starts_with("{/"), code.ends_with("/}")) {
            (true, _) => write!(to, "<ept i=\"{number}\">{}</ept>", text(native("/"))?)?,
            (_, true) => write!(to, "<ph x=\"{number}\">{}</ph>", text(native(""))?)?,
            _ => write!(to, "<bpt i=\"{number}\" x=\"{number}\">{}</bpt>", text(native(""))?)?,
        }
        at = range.end;
    }
    to.extend_from_slice(text(&said.text[at..])?.as_bytes());
    Ok(writeln!(to, "</seg></tuv>")?)
}

/// Whether a unit's numbered codes are written as elements. They are if reading gives the same numbers again: pairs are whole,
/// the source's are counted from 1 in the order of the text, and the target has no others. Placeholders that are counted
/// otherwise are text, as those of programs are.
struct Codes {
    are_written: bool,
}

impl Codes {
    fn of(unit: &Unit) -> Codes {
        let (source, target) = (numbers(&unit.source.text), numbers(&unit.target.text));
        let are_written = match (source, target) {
            (Some(source), Some(target)) => {
                let in_order = source.iter().enumerate().all(|(at, code)| code.0 == at + 1);
                let known = target.iter().all(|code| source.contains(code));
                !source.is_empty() && in_order && known
            }
            _ => false,
        };
        Codes { are_written }
    }

    /// Whether the attribute is a native code, which is written in its place.
    fn is_native(&self, name: &str) -> bool {
        self.are_written && (name.starts_with("source.code.") || name.starts_with("target.code."))
    }
}

/// The numbers of a text's codes in their order, and whether each is a pair; nothing if one comes twice or a pair is not whole.
fn numbers(text: &str) -> Option<Vec<(usize, bool)>> {
    let mut found: Vec<(usize, bool)> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for range in placeholders(text) {
        let code = &text[range];
        let number: usize = code.trim_matches(['{', '}', '/']).parse().ok()?;
        if code.starts_with("{/") {
            let at = open.iter().position(|&other| other == number)?;
            open.remove(at);
            continue;
        }
        let is_pair = !code.ends_with("/}");
        if found.iter().any(|&(other, _)| other == number) {
            return None;
        }
        found.push((number, is_pair));
        open.extend(is_pair.then_some(number));
    }
    open.is_empty().then_some(found)
}

fn time(time: Timestamp) -> String {
    time.strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn text(text: &str) -> Result<String, WriteError> {
    escaped(text, false)
}

fn attribute(text: &str) -> Result<String, WriteError> {
    escaped(text, true)
}

/// Text as XML has it, line ends and all. Some characters XML cannot say.
fn escaped(text: &str, in_attribute: bool) -> Result<String, WriteError> {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if in_attribute => out.push_str("&quot;"),
            // Parsers make a line feed of it, and a space of any white space in an attribute.
            '\r' => out.push_str("&#13;"),
            '\n' | '\t' if in_attribute => out.push_str(&format!("&#{};", u32::from(c))),
            '\n' | '\t' => out.push(c),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                let code = u32::from(c);
                let message =
                    format!("it holds the character U+{code:04X}, which XML has no way to write; use another format");
                return Err(WriteError::Unwritable(message));
            }
            _ => out.push(c),
        }
    }
    Ok(out)
}
