use quick_xml::events::BytesStart;

use super::concept::{Concept, Level};
use crate::format::problem::{Fault, Reason};
use crate::format::xml::{Attributes, Budget, Content, too_long};

/// Where in a TBX an open element stands, and so what becomes of its text.
#[derive(Debug, PartialEq, Eq)]
enum Element {
    Concept,
    Language,
    /// A `tig` or `termSec`, or a `termGrp` in an `ntig`.
    Name,
    Term,
    Category(Level, String),
    /// Within a term or category: its text is theirs.
    Inline,
    Other(String),
}

/// Makes concepts of the events of a TBX's XML.
#[derive(Debug)]
pub(super) struct Document {
    max_text_bytes: usize,
    path: Vec<Element>,
    concepts: u64,
    /// The concept that is open, which one of `path` is then.
    concept: Option<Concept>,
    budget: Budget,
    /// The text of the open term or category.
    text: String,
    complete: Option<Concept>,
}

impl Document {
    pub fn new(max_text_bytes: usize) -> Document {
        Document {
            max_text_bytes,
            path: Vec::new(),
            concepts: 0,
            concept: None,
            budget: Budget::new(max_text_bytes),
            text: String::new(),
            complete: None,
        }
    }

    pub fn take_concept(&mut self) -> Option<Concept> {
        self.complete.take()
    }

    fn open(&mut self, name: &str, tag: &Attributes, line: u64) -> Element {
        let level = self.level();
        match (name, level) {
            ("termEntry" | "conceptEntry", None) => {
                self.concepts += 1;
                self.budget = Budget::new(self.max_text_bytes);
                self.concept = Some(Concept::new(tag.owned("id"), line, self.concepts));
                return Element::Concept;
            }
            (_, None) => return Element::Other(name.to_owned()),
            _ => {}
        }
        let (Some(level), Some(concept)) = (level, &mut self.concept) else { return Element::Other(name.to_owned()) };
        if matches!(self.path.last(), Some(Element::Term | Element::Category(..) | Element::Inline)) {
            return Element::Inline;
        }
        match name {
            "langSet" | "langSec" if level == Level::Concept => {
                concept.open_language(tag.get("xml:lang").or(tag.get("lang")).unwrap_or_default());
                Element::Language
            }
            "tig" | "ntig" | "termSec" if level == Level::Language => {
                concept.open_name();
                Element::Name
            }
            "term" if level == Level::Name => self.begin(Element::Term),
            "note" | "descripNote" | "adminNote" => self.begin(Element::Category(level, "note".into())),
            "termNote" | "descrip" | "admin" => {
                let category = tag.owned("type").unwrap_or_else(|| name.to_owned());
                self.begin(Element::Category(level, category))
            }
            "termGrp" | "descripGrp" | "adminGrp" | "termNoteGrp" | "termCompList" | "transacGrp" | "transac"
            | "transacNote" | "date" | "ref" | "xref" => Element::Other(name.to_owned()),
            // DCT: the element is the category.
            _ if self.is_within_grouping_of_transactions() => Element::Other(name.to_owned()),
            category => self.begin(Element::Category(level, category.to_owned())),
        }
    }

    fn begin(&mut self, element: Element) -> Element {
        self.text.clear();
        element
    }

    fn is_within_grouping_of_transactions(&self) -> bool {
        self.path.iter().any(|element| matches!(element, Element::Other(name) if name == "transacGrp"))
    }

    /// What the open element is said of; `None` outside of concepts.
    fn level(&self) -> Option<Level> {
        self.path.iter().rev().find_map(|element| match element {
            Element::Name => Some(Level::Name),
            Element::Language => Some(Level::Language),
            Element::Concept => Some(Level::Concept),
            _ => None,
        })
    }
}

impl Content for Document {
    const ROOT: &'static str = "tbx";
    const NAME: &'static str = "a TBX";
    const NOT_THIS: Reason = Reason::NotTbx;

    fn is_root(name: &str) -> bool {
        matches!(name, "tbx" | "martif")
    }

    fn start(&mut self, tag: &BytesStart<'_>, line: u64) -> Result<(), Fault> {
        let mut attributes = Attributes::of(tag)?;
        let fault = attributes.fault.take();
        if self.concept.is_some()
            && let Err(fault) = self.budget.hold_element(tag)
        {
            self.refuse(fault.on_line(line));
        }
        let element = self.open(tag.local_name().into_inner(), &attributes, line);
        self.path.push(element);
        fault.into_iter().for_each(|fault| self.refuse(fault.on_line(line)));
        Ok(())
    }

    fn end(&mut self) {
        match (self.path.pop(), &mut self.concept) {
            (Some(Element::Concept), concept) => self.complete = concept.take(),
            (Some(Element::Term), Some(concept)) => concept.end_term(&self.text),
            (Some(Element::Category(level, category)), Some(concept)) => {
                concept.end_category(level, &category, &self.text);
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str, line: u64) -> Result<(), Fault> {
        let is_kept = matches!(self.path.last(), Some(Element::Term | Element::Category(..) | Element::Inline));
        if !is_kept {
            return Ok(());
        }
        match self.budget.hold(text.len()) {
            Ok(()) if self.text.len() + text.len() > self.max_text_bytes => self.refuse_too_long(line),
            Ok(()) => self.text.push_str(text),
            Err(fault) => self.refuse(fault.on_line(line)),
        }
        Ok(())
    }

    fn innermost(&self) -> Option<&str> {
        self.path.last().map(|element| match element {
            Element::Concept => "conceptEntry",
            Element::Language => "langSec",
            Element::Name => "termSec",
            Element::Term => "term",
            Element::Inline => "term",
            Element::Category(_, name) | Element::Other(name) => name,
        })
    }

    fn refuse(&mut self, fault: Fault) {
        if let Some(concept) = &mut self.concept {
            concept.refuse(fault);
        }
    }

    fn refuse_too_long(&mut self, line: u64) {
        self.refuse(too_long(self.max_text_bytes, line));
    }

    fn ordinal(&self) -> u64 {
        self.concepts
    }

    fn open_unit(&self) -> Option<(Option<&str>, &str)> {
        self.concept.as_ref().map(|concept| (concept.id.as_deref(), concept.excerpt()))
    }
}
