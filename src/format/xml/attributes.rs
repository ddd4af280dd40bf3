use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;
use quick_xml::events::attributes::Attribute;

use crate::format::problem::{Fault, Reason};

/// All attributes of an element under their full names.
#[derive(Debug, Default)]
pub(in crate::format) struct Attributes {
    values: Vec<(String, String)>,
    /// What is wrong with a value; the value is left out.
    pub fault: Option<Fault>,
}

impl Attributes {
    /// An error is one of XML, about the whole tag.
    pub fn of(tag: &BytesStart<'_>) -> Result<Attributes, Fault> {
        let mut found = Attributes::default();
        for attribute in values(tag) {
            let attribute = attribute?;
            match value(&attribute) {
                Ok(text) => found.values.push((attribute.key.0.to_owned(), text)),
                Err(fault) => found.fault = Some(fault),
            }
        }
        Ok(found)
    }

    /// The last one wins where a name is given twice.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn owned(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }

    /// Names and values in the order of the tag.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// The attributes of a tag as they stand in it.
pub(in crate::format) fn values<'a>(tag: &'a BytesStart<'_>) -> impl Iterator<Item = Result<Attribute<'a>, Fault>> {
    // Looking for an attribute given twice takes quadratic time.
    let mut attributes = tag.attributes();
    attributes.with_checks(false);
    attributes.map(|attribute| {
        attribute.map_err(|error| {
            let message = format!("the XML is broken in <{}>: {error}; repair the file", tag.name().0);
            Fault::new(Reason::MalformedXml, message)
        })
    })
}

/// An attribute's value, with its references resolved.
pub(in crate::format) fn value(attribute: &Attribute<'_>) -> Result<String, Fault> {
    let value = attribute.normalized_value(XmlVersion::Implicit1_0);
    value.map(String::from).map_err(|error| {
        let message = format!("the attribute `{}`: {error}; write the character itself", attribute.key.0);
        Fault::new(Reason::UnknownEntity, message)
    })
}
