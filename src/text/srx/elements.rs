use std::mem;

use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;

use super::SrxError;
use super::document::{Document, Group, Map, RawRule};

/// The attributes of one tag, without namespace declarations.
pub(super) struct Attributes(Vec<(String, String)>);

impl Attributes {
    pub fn of(tag: &BytesStart<'_>, line: u64) -> Result<Attributes, SrxError> {
        let broken = |reason: String| SrxError::Xml { line, reason };
        let mut found = Vec::new();
        // Looking for an attribute given twice takes quadratic time; the first one wins here.
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| broken(error.to_string()))?;
            let value =
                attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| broken(error.to_string()))?;
            found.push((attribute.key.0.to_owned(), value.into_owned()));
        }
        Ok(Attributes(found))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn required(&self, name: &str, element: &str, line: u64) -> Result<String, SrxError> {
        let missing = || SrxError::Rules { line, message: format!("<{element}> has no {name}; add it") };
        self.get(name).map(str::to_owned).ok_or_else(missing)
    }

    fn yes_or_no(&self, name: &str, default: bool, line: u64) -> Result<bool, SrxError> {
        match self.get(name).map(str::trim) {
            None => Ok(default),
            Some("yes") => Ok(true),
            Some("no") => Ok(false),
            Some(other) => {
                Err(SrxError::Rules { line, message: format!("{name} is `{other}`; write {name}=\"yes\" or \"no\"") })
            }
        }
    }
}

/// Where in a file of rules an open element stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    Srx,
    Header,
    Body,
    LanguageRules,
    LanguageRule,
    Rule,
    Before,
    After,
    MapRules,
    /// SRX 1.0 alone.
    MapRule,
    /// Not read, and neither is what lies in it: another namespace, or nothing that cuts text.
    Other,
}

/// Makes a [`Document`] of elements and text.
#[derive(Debug, Default)]
pub(super) struct Elements {
    path: Vec<Element>,
    /// The namespace prefix of the root; elements with another one belong to some extension.
    prefix: Option<String>,
    is_root_closed: bool,
    is_version_1: bool,
    map_rules: usize,
    rule: RawRule,
    document: Document,
}

impl Elements {
    pub fn depth(&self) -> usize {
        self.path.len()
    }

    pub fn start(
        &mut self,
        prefix: Option<String>,
        name: &str,
        attributes: &Attributes,
        line: u64,
    ) -> Result<(), SrxError> {
        let element = match self.path.last() {
            None => self.root(prefix, name, attributes, line)?,
            Some(_) if prefix != self.prefix => Element::Other,
            Some(&parent) => self.child(parent, name, attributes, line)?,
        };
        self.path.push(element);
        Ok(())
    }

    fn root(
        &mut self,
        prefix: Option<String>,
        name: &str,
        attributes: &Attributes,
        line: u64,
    ) -> Result<Element, SrxError> {
        if self.is_root_closed {
            return Err(SrxError::Xml { line, reason: "there is a second root element".into() });
        }
        if name != "srx" {
            return Err(SrxError::NotSrx { line, reason: format!("the root element is <{name}>, not <srx>") });
        }
        self.is_version_1 = match attributes.get("version").map(str::trim) {
            None | Some("2.0") => false,
            Some("1.0") => true,
            Some(other) => {
                return Err(SrxError::NotSrx { line, reason: format!("SRX version `{other}` is not known") });
            }
        };
        self.prefix = prefix;
        Ok(Element::Srx)
    }

    fn child(&mut self, parent: Element, name: &str, attributes: &Attributes, line: u64) -> Result<Element, SrxError> {
        Ok(match (parent, name) {
            (Element::Srx, "header") => {
                self.document.cascade = !self.is_version_1 && attributes.yes_or_no("cascade", false, line)?;
                Element::Header
            }
            (Element::Srx, "body") => Element::Body,
            (Element::Body, "languagerules") => Element::LanguageRules,
            (Element::Body, "maprules") => Element::MapRules,
            (Element::LanguageRules, "languagerule") => self.group(attributes, line)?,
            (Element::LanguageRule, "rule") => {
                let breaks = attributes.yes_or_no("break", true, line)?;
                self.rule = RawRule { line, breaks, ..RawRule::default() };
                Element::Rule
            }
            (Element::Rule, "beforebreak") => Element::Before,
            (Element::Rule, "afterbreak") => Element::After,
            (Element::MapRules, "maprule") => self.map_rule(line)?,
            (Element::MapRules | Element::MapRule, "languagemap") => self.map(attributes, line)?,
            (Element::Before | Element::After, _) => {
                let message = format!("<{name}> stands inside a regular expression; remove it, or write < as &lt;");
                return Err(SrxError::Rules { line, message });
            }
            _ => Element::Other,
        })
    }

    fn group(&mut self, attributes: &Attributes, line: u64) -> Result<Element, SrxError> {
        let name = attributes.required("languagerulename", "languagerule", line)?;
        if let Some(first) = self.document.groups.iter().find(|group| group.name == name) {
            let message = format!("the rules `{name}` stand on line {} already; rename or merge them", first.line);
            return Err(SrxError::Rules { line, message });
        }
        self.document.groups.push(Group { line, name, rules: Vec::new() });
        Ok(Element::LanguageRule)
    }

    /// SRX 1.0 has several sets of maps and leaves it to the user which one applies.
    fn map_rule(&mut self, line: u64) -> Result<Element, SrxError> {
        self.map_rules += 1;
        if self.map_rules > 1 {
            let message = "this is a second <maprule>, and nothing says which one applies; keep one of them".into();
            return Err(SrxError::Rules { line, message });
        }
        Ok(Element::MapRule)
    }

    fn map(&mut self, attributes: &Attributes, line: u64) -> Result<Element, SrxError> {
        let pattern = attributes.required("languagepattern", "languagemap", line)?;
        let group = attributes.required("languagerulename", "languagemap", line)?;
        self.document.maps.push(Map { line, pattern, group });
        Ok(Element::Other)
    }

    pub fn text(&mut self, text: &str, line: u64) -> Result<(), SrxError> {
        let expression = match self.path.last() {
            Some(Element::Before) => &mut self.rule.before,
            Some(Element::After) => &mut self.rule.after,
            None if text.chars().all(|c| c.is_whitespace() || c == '\u{FEFF}') => return Ok(()),
            None => return Err(SrxError::Xml { line, reason: "text stands outside of the root element".into() }),
            Some(_) => return Ok(()),
        };
        if expression.text.is_empty() {
            expression.line = line;
        }
        expression.text.push_str(text);
        Ok(())
    }

    pub fn end(&mut self, line: u64) -> Result<(), SrxError> {
        if self.path.pop() == Some(Element::Rule) {
            let mut rule = mem::take(&mut self.rule);
            for expression in [&mut rule.before, &mut rule.after] {
                expression.line = if expression.line == 0 { rule.line } else { expression.line };
            }
            let group = self.document.groups.last_mut();
            let missing = || SrxError::Rules { line, message: "a <rule> stands outside of a <languagerule>".into() };
            group.ok_or_else(missing)?.rules.push(rule);
        }
        self.is_root_closed = self.path.is_empty();
        Ok(())
    }

    /// What was read, at the end of the file.
    pub fn finish(self, line: u64) -> Result<Document, SrxError> {
        let not_srx = |reason: &str| SrxError::NotSrx { line, reason: reason.into() };
        if !self.path.is_empty() {
            let reason = "the file ends inside of an element that is still open; it may be cut off".into();
            return Err(SrxError::Xml { line, reason });
        }
        match self.document {
            _ if !self.is_root_closed => Err(not_srx("there is no <srx> element")),
            Document { ref groups, .. } if groups.is_empty() => Err(not_srx("there is no <languagerule>")),
            Document { ref maps, .. } if maps.is_empty() => Err(not_srx("there is no <languagemap>")),
            document => Ok(document),
        }
    }
}
