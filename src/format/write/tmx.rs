//! TMX 1.4b, level 2: inline codes as elements, with the native ones that are known.

use std::io::Write;

use super::codes::{Code, Codes, Kind};
use super::xml::{attribute, text};
use super::{WriteError, own};
use crate::model::{Unit, UnitText};

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
    for (name, time) in [("creationdate", unit.created), ("changedate", unit.updated)] {
        if let Some(time) = own::tmx_time(time) {
            write!(to, " {name}=\"{time}\"")?;
        }
    }
    if !unit.author.is_empty() {
        write!(to, " changeid=\"{}\"", attribute(&unit.author)?)?;
    }
    writeln!(to, ">")?;
    if !unit.note.is_empty() {
        writeln!(to, "      <note>{}</note>", text(&unit.note)?)?;
    }
    let attributes = own::attributes(unit, &codes, |_| false);
    for (name, value) in attributes.into_iter().chain(own::of_tmx(unit)) {
        writeln!(to, "      <prop type=\"{}\">{}</prop>", attribute(&name)?, text(&value)?)?;
    }
    variant("source", &unit.source, &codes.source, unit, to)?;
    variant("target", &unit.target, &codes.target, unit, to)?;
    Ok(writeln!(to, "    </tu>")?)
}

fn variant(side: &str, said: &UnitText, codes: &[Code], unit: &Unit, to: &mut Vec<u8>) -> Result<(), WriteError> {
    write!(to, "      <tuv xml:lang=\"{}\"><seg>", attribute(said.language.as_str())?)?;
    let mut at = 0;
    for code in codes {
        let Code { range, number, kind } = code;
        to.extend_from_slice(text(&said.text[at..range.start])?.as_bytes());
        let native = text(code.native(side, unit))?;
        match kind {
            Kind::Close => write!(to, "<ept i=\"{number}\">{native}</ept>")?,
            Kind::Alone => write!(to, "<ph x=\"{number}\">{native}</ph>")?,
            Kind::Open => write!(to, "<bpt i=\"{number}\" x=\"{number}\">{native}</bpt>")?,
        }
        at = range.end;
    }
    to.extend_from_slice(text(&said.text[at..])?.as_bytes());
    Ok(writeln!(to, "</seg></tuv>")?)
}
