//! XLIFF 2.1 with the metadata module: what XLIFF itself has no place for is metadata.
//!
//! The languages are said once for all, so that a file has one direction. A draft is `translated` to XLIFF, as a reviewed
//! unit is to most tools; `subState` tells which it is, and a tool that changes the state has to take `subState` out.

mod inline;

use std::io::Write;

use super::codes::Codes;
use super::xml::{attribute, text};
use super::{WriteError, own};
use crate::format::xliff::{SUB_STATE, is_reserved, state_of};
use crate::model::{Language, Unit};
use inline::Data;

pub(super) fn begin(first: Option<&Unit>, to: &mut Vec<u8>) -> Result<(), WriteError> {
    writeln!(to, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    write!(to, "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" ")?;
    write!(to, "xmlns:mda=\"urn:oasis:names:tc:xliff:metadata:2.0\" version=\"2.1\" ")?;
    // A file without units has to say a language nevertheless; `und` is the one that says none.
    let Some(Unit { source, target, .. }) = first else {
        return Ok(write!(to, "srcLang=\"und\">\n  <file id=\"units\">\n")?);
    };
    let (from, to_language) = (&source.language, &target.language);
    writeln!(to, "srcLang=\"{}\" trgLang=\"{}\">", attribute(from.as_str())?, attribute(to_language.as_str())?)?;
    let directions = (direction(from), direction(to_language));
    writeln!(
        to,
        "  <file id=\"units\" srcDir=\"{}\" trgDir=\"{}\" xml:space=\"preserve\">",
        directions.0, directions.1
    )?;
    Ok(())
}

/// A file has to have something in it.
pub(super) fn end(has_units: bool, to: &mut Vec<u8>) -> Result<(), WriteError> {
    if !has_units {
        writeln!(to, "    <group id=\"none\"/>")?;
    }
    Ok(write!(to, "  </file>\n</xliff>\n")?)
}

pub(super) fn unit(unit: &Unit, to: &mut Vec<u8>) -> Result<(), WriteError> {
    let codes = Codes::of(unit);
    writeln!(to, "    <unit id=\"u{}\">", unit.id.0)?;
    metadata(unit, &codes, to)?;
    if !unit.note.is_empty() {
        writeln!(to, "      <notes>\n        <note>{}</note>\n      </notes>", text(&unit.note)?)?;
    }
    let data = Data::of(unit, &codes);
    data.write(to)?;
    let (state, word) = (state_of(unit.status), own::status(unit.status));
    writeln!(to, "      <segment state=\"{state}\" subState=\"{SUB_STATE}{word}\">")?;
    for (side, said, codes) in [("source", &unit.source, &codes.source), ("target", &unit.target, &codes.target)] {
        let content = inline::content(&said.text, codes, |code| data.id(code.native(side, unit)))?;
        writeln!(to, "        <{side}>{content}</{side}>")?;
    }
    Ok(writeln!(to, "      </segment>\n    </unit>")?)
}

fn metadata(unit: &Unit, codes: &Codes, to: &mut Vec<u8>) -> Result<(), WriteError> {
    let attributes = own::attributes(unit, codes, is_reserved);
    writeln!(to, "      <mda:metadata>")?;
    for (category, values) in [("attributes", attributes), ("hafez", own::of_xliff(unit))] {
        if values.is_empty() {
            continue;
        }
        writeln!(to, "        <mda:metaGroup category=\"{category}\">")?;
        for (name, value) in values {
            writeln!(to, "          <mda:meta type=\"{}\">{}</mda:meta>", attribute(&name)?, text(&value)?)?;
        }
        writeln!(to, "        </mda:metaGroup>")?;
    }
    Ok(writeln!(to, "      </mda:metadata>")?)
}

fn direction(language: &Language) -> &'static str {
    if language.is_right_to_left() { "rtl" } else { "ltr" }
}
