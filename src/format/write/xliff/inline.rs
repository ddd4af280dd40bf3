//! Inline codes: `pc` and `ph`; `sc` and `ec` where pairs overlap.

use std::collections::BTreeMap;
use std::io::Write;

use crate::format::write::WriteError;
use crate::format::write::codes::{Code, Codes, Kind};
use crate::format::write::xml;
use crate::model::Unit;

/// The native codes of a unit, each said once.
#[derive(Debug)]
pub(super) struct Data<'u> {
    /// In the order of their first use.
    natives: Vec<&'u str>,
    /// Places in `natives`, from 1.
    numbers: BTreeMap<&'u str, usize>,
}

impl<'u> Data<'u> {
    pub fn of(unit: &'u Unit, codes: &Codes) -> Data<'u> {
        let mut data = Data { natives: Vec::new(), numbers: BTreeMap::new() };
        for (side, codes) in [("source", &codes.source), ("target", &codes.target)] {
            for native in codes.iter().map(|code| code.native(side, unit)) {
                if !native.is_empty() && !data.numbers.contains_key(native) {
                    data.natives.push(native);
                    data.numbers.insert(native, data.natives.len());
                }
            }
        }
        data
    }

    pub fn write(&self, to: &mut Vec<u8>) -> Result<(), WriteError> {
        if self.natives.is_empty() {
            return Ok(());
        }
        writeln!(to, "      <originalData>")?;
        for (native, number) in self.natives.iter().zip(1..) {
            writeln!(to, "        <data id=\"d{number}\">{}</data>", xml::content(native)?)?;
        }
        Ok(writeln!(to, "      </originalData>")?)
    }

    /// What a native code is referred to by; `None` where none is known.
    pub fn id(&self, native: &str) -> Option<String> {
        self.numbers.get(native).map(|number| format!("d{number}"))
    }
}

/// A text with its codes as elements; `id` is that of a code's native one.
pub(super) fn content(text: &str, codes: &[Code], id: impl Fn(&Code) -> Option<String>) -> Result<String, WriteError> {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (index, code) in codes.iter().enumerate() {
        out.push_str(&xml::content(&text[at..code.range.start])?);
        at = code.range.end;
        out.push_str(&element(codes, index, &id));
    }
    out.push_str(&xml::content(&text[at..])?);
    Ok(out)
}

fn element(codes: &[Code], index: usize, id: &impl Fn(&Code) -> Option<String>) -> String {
    let code = &codes[index];
    let number = code.number;
    let other = codes.iter().position(|other| other.number == number && other.kind != code.kind);
    let refer = |name: &str, code: &Code| id(code).map_or_else(String::new, |id| format!(" {name}=\"{id}\""));
    match (code.kind, other) {
        (Kind::Open, Some(close)) if is_around_text(codes, index, close) => {
            let (start, end) = (refer("dataRefStart", code), refer("dataRefEnd", &codes[close]));
            format!("<pc id=\"{number}\"{start}{end}>")
        }
        (Kind::Close, Some(open)) if is_around_text(codes, open, index) => "</pc>".to_owned(),
        (Kind::Open, _) => format!("<sc id=\"{number}\"{}/>", refer("dataRef", code)),
        (Kind::Close, _) => format!("<ec startRef=\"{number}\"{}/>", refer("dataRef", code)),
        (Kind::Alone, _) => format!("<ph id=\"{number}\"{}/>", refer("dataRef", code)),
    }
}

/// Whether a pair is around something, and neither half of another pair alone is in it. (A `pc` around nothing would be
/// read as a code that stands alone.)
fn is_around_text(codes: &[Code], open: usize, close: usize) -> bool {
    let inside = &codes[open + 1..close];
    let halves = |number| inside.iter().filter(|code| code.number == number).count();
    let is_whole = |code: &Code| code.kind == Kind::Alone || halves(code.number) == 2;
    codes[open].range.end < codes[close].range.start && inside.iter().all(is_whole)
}
