//! TBX version 3, in the style DCA, with everything that is known of a term.

use std::io::{self, Write};

use super::words::{OWN_AUTHOR, OWN_ORIGIN, OWN_REVIEW_STATE, OWN_TYPE, OWN_VARIANT, category_of};
use crate::format::WriteError;
use crate::format::terms::words::{ORIGINS, REVIEW_STATES, TYPES, word};
use crate::format::write::xml::{attribute, text};
use crate::model::{Language, Term, TermEntry, TermStatus};

/// Writes one TBX, concept by concept.
pub struct TbxWriter<W> {
    to: W,
}

impl<W: Write> TbxWriter<W> {
    pub fn begin(mut to: W) -> io::Result<TbxWriter<W>> {
        writeln!(to, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(to, "<tbx type=\"TBX-Basic\" style=\"dca\" xml:lang=\"en\" xmlns=\"urn:iso:std:iso:30042:ed-2\">")?;
        let version = env!("CARGO_PKG_VERSION");
        writeln!(to, "  <tbxHeader><fileDesc><sourceDesc><p>hafez {version}</p></sourceDesc></fileDesc></tbxHeader>")?;
        writeln!(to, "  <text><body>")?;
        Ok(TbxWriter { to })
    }

    /// Writes a term whole or, where XML has no way to write it, not at all.
    pub fn term(&mut self, term: &Term) -> Result<(), WriteError> {
        let mut concept = Vec::new();
        write_concept(term, &mut concept)?;
        Ok(self.to.write_all(&concept)?)
    }

    pub fn end(mut self) -> io::Result<W> {
        writeln!(self.to, "  </body></text>\n</tbx>")?;
        Ok(self.to)
    }
}

fn write_concept(term: &Term, to: &mut Vec<u8>) -> Result<(), WriteError> {
    writeln!(to, "    <conceptEntry id=\"c{}\">", term.tag())?;
    for (name, said) in &term.attributes {
        category(to, 6, "descrip", &category_of(name), said)?;
    }
    category(to, 6, "admin", OWN_TYPE, word(&TYPES, &term.kind))?;
    category(to, 6, "admin", OWN_REVIEW_STATE, word(&REVIEW_STATES, &term.review))?;
    category(to, 6, "admin", OWN_ORIGIN, word(&ORIGINS, &term.origin))?;
    for (name, said) in [("source", &term.source), (OWN_AUTHOR, &term.author)] {
        if !said.is_empty() {
            category(to, 6, "admin", name, said)?;
        }
    }
    if !term.note.is_empty() {
        writeln!(to, "      <note>{}</note>", text(&term.note)?)?;
    }
    let mut languages: Vec<&Language> = Vec::new();
    for entry in &term.entries {
        if !languages.contains(&&entry.language) {
            languages.push(&entry.language);
        }
    }
    for language in languages {
        writeln!(to, "      <langSec xml:lang=\"{}\">", attribute(language.as_str())?)?;
        term.entries.iter().filter(|entry| entry.language == *language).try_for_each(|entry| write_name(entry, to))?;
        writeln!(to, "      </langSec>")?;
    }
    Ok(writeln!(to, "    </conceptEntry>")?)
}

fn write_name(entry: &TermEntry, to: &mut Vec<u8>) -> Result<(), WriteError> {
    let status = match entry.status {
        TermStatus::Preferred => "preferredTerm-admn-sts",
        TermStatus::Admitted => "admittedTerm-admn-sts",
        TermStatus::Forbidden => "deprecatedTerm-admn-sts",
    };
    writeln!(to, "        <termSec>")?;
    writeln!(to, "          <term>{}</term>", text(&entry.text)?)?;
    category(to, 10, "termNote", "administrativeStatus", status)?;
    entry.variants.iter().try_for_each(|variant| category(to, 10, "termNote", OWN_VARIANT, variant))?;
    Ok(writeln!(to, "        </termSec>")?)
}

fn category(to: &mut Vec<u8>, indent: usize, element: &str, name: &str, said: &str) -> Result<(), WriteError> {
    let (name, said) = (attribute(name)?, text(said)?);
    Ok(writeln!(to, "{:indent$}<{element} type=\"{name}\">{said}</{element}>", "")?)
}
