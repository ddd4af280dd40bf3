use quick_xml::events::BytesStart;
use quick_xml::events::attributes::Attribute;

use super::unit::{About, Moment};
use crate::format::problem::Fault;
use crate::format::xml::{value, values};

/// The attributes that a reader of TMX looks at, of any element.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    pub language: Option<String>,
    pub id: Option<String>,
    pub source_language: Option<String>,
    pub kind: Option<String>,
    pub x: Option<String>,
    pub i: Option<String>,
    pub about: About,
    /// What is wrong with a value; the value is left out.
    pub fault: Option<Fault>,
}

impl Attributes {
    /// An error is one of XML, about the whole tag.
    pub fn of(tag: &BytesStart<'_>) -> Result<Attributes, Fault> {
        let mut found = Attributes::default();
        // The last one wins where an attribute is given twice.
        for attribute in values(tag) {
            found.take(&attribute?);
        }
        Ok(found)
    }

    fn take(&mut self, attribute: &Attribute<'_>) {
        let name = attribute.key.0;
        let place = match name {
            "xml:lang" | "lang" => &mut self.language,
            "tuid" => &mut self.id,
            "srclang" => &mut self.source_language,
            "type" => &mut self.kind,
            "x" => &mut self.x,
            "i" => &mut self.i,
            "creationid" => &mut self.about.created_by,
            "changeid" => &mut self.about.changed_by,
            "creationdate" | "changedate" => return self.take_moment(attribute),
            _ => return,
        };
        match value(attribute) {
            Ok(text) => *place = Some(text),
            Err(fault) => self.fault = Some(fault),
        }
    }

    fn take_moment(&mut self, attribute: &Attribute<'_>) {
        let moment = match value(attribute) {
            Ok(text) => Some(Moment::parse(text)),
            Err(fault) => return self.fault = Some(fault),
        };
        match attribute.key.0 {
            "creationdate" => self.about.created = moment,
            _ => self.about.changed = moment,
        }
    }
}
