//! A unit's records: which of its variants make pairs, and what is said about them.

use super::neighbours::find_neighbours;
use super::unit::{About, Moment, TransUnit, Variant};
use crate::format::Options;
use crate::format::problem::{Fault, Problem, ReadError, Reason};
use crate::format::record::{Position, Record, add_line};
use crate::format::xml::{Segment, keep_native_codes, render, target_numbers};
use crate::model::{Language, UnitText};
use crate::text::nfc;

/// A finished unit, given out record by record: the product of its sources and targets is never held at once.
#[derive(Debug)]
pub(super) struct Pairs {
    unit: TransUnit,
    position: Position,
    /// What is wrong with the unit or its variants, last one first.
    faults: Vec<(Fault, String)>,
    /// Indices of the variants that make pairs.
    sources: Vec<usize>,
    targets: Vec<usize>,
    next: usize,
}

impl Pairs {
    /// `byte` is the place just behind the unit; `source_language` is the header's.
    pub fn new(unit: TransUnit, byte: u64, source_language: Option<&str>, options: &Options) -> Pairs {
        let position = Position { line: unit.line, unit: unit.ordinal, byte };
        let mut pairs = Pairs { unit, position, faults: vec![], sources: vec![], targets: vec![], next: 0 };
        if let Err(fault) = pairs.choose(source_language, options) {
            pairs.sources.clear();
            let text = pairs.unit.variants.first().map_or("", Variant::text).to_owned();
            pairs.faults.push((fault, text));
        }
        pairs.faults.reverse();
        pairs
    }

    fn choose(&mut self, source_language: Option<&str>, options: &Options) -> Result<(), Fault> {
        if let Some(fault) = self.unit.fault.take() {
            return Err(fault);
        }
        for variant in &self.unit.variants {
            if let Err(fault) = &variant.language {
                self.faults.push((fault.clone(), variant.text().to_owned()));
            }
        }
        self.sources = self.choose_sources(source_language, options)?;
        self.targets = self.choose_targets(options)?;
        self.refuse(Role::Source);
        self.refuse(Role::Target);
        Ok(())
    }

    fn choose_sources(&self, source_language: Option<&str>, options: &Options) -> Result<Vec<usize>, Fault> {
        let found = match &options.from {
            Some(from) => (from.clone(), self.all(|language| from.covers(language))),
            None => {
                let said = self.unit.source_language.as_deref().or(source_language);
                let language = said_language(said)?;
                let variants = self.most_like(&language);
                (language, variants)
            }
        };
        if found.1.is_empty() { Err(self.missing(&found.0)) } else { Ok(found.1) }
    }

    /// What the file itself calls its source may be written `en` in one place and `en-US` in another.
    fn most_like(&self, language: &Language) -> Vec<usize> {
        let rules: [&dyn Fn(&Language) -> bool; 3] =
            [&|other| other == language, &|other| language.covers(other), &|other| language.is_variant_of(other)];
        rules.into_iter().map(|rule| self.all(rule)).find(|found| !found.is_empty()).unwrap_or_default()
    }

    fn choose_targets(&self, options: &Options) -> Result<Vec<usize>, Fault> {
        let mut found = self.all(|language| options.to.as_ref().is_none_or(|to| to.covers(language)));
        match &options.to {
            // Nothing is its own translation, not even where both ranges cover it.
            Some(_) => found.retain(|index| self.sources != [*index]),
            None => found.retain(|index| !self.sources.contains(index)),
        }
        match (&options.to, found.is_empty()) {
            (Some(to), true) => Err(self.missing(to)),
            (None, true) => Err(Fault::new(
                Reason::MissingLanguage,
                format!("the unit has no translation, its text is {}; add one or take the unit out", self.languages()),
            )),
            _ => Ok(found),
        }
    }

    fn all(&self, is_wanted: impl Fn(&Language) -> bool) -> Vec<usize> {
        let variants = self.unit.variants.iter().enumerate();
        variants.filter(|(_, v)| v.language.as_ref().is_ok_and(&is_wanted)).map(|(index, _)| index).collect()
    }

    fn missing(&self, language: &Language) -> Fault {
        let languages = self.languages();
        let message = format!("the unit has no text in {language} but {languages}; add it or ask for another language");
        Fault::new(Reason::MissingLanguage, message)
    }

    fn languages(&self) -> String {
        let known = self.unit.variants.iter().filter_map(|variant| variant.language.as_ref().ok());
        let names: Vec<&str> = known.take(20).map(Language::as_str).collect();
        if names.is_empty() { "none at all".to_owned() } else { format!("only in {}", names.join(", ")) }
    }

    /// Takes the variants that cannot be used out of the chosen ones, each with its own problem.
    fn refuse(&mut self, role: Role) {
        let chosen = match role {
            Role::Source => &mut self.sources,
            Role::Target => &mut self.targets,
        };
        chosen.retain(|index| {
            let variant = &self.unit.variants[*index];
            let fault = variant.fault.clone().or_else(|| role.empty(variant));
            let is_good = fault.is_none();
            self.faults.extend(fault.map(|fault| (fault, variant.text().to_owned())));
            is_good
        });
    }

    fn next_pair(&mut self) -> Option<(usize, usize)> {
        while self.next < self.sources.len() * self.targets.len() {
            let source = self.sources[self.next / self.targets.len()];
            let target = self.targets[self.next % self.targets.len()];
            self.next += 1;
            if source != target {
                return Some((source, target));
            }
        }
        None
    }

    fn record(&self, source: &Variant, target: &Variant) -> Option<Record> {
        let (from, to) = (source.segment.as_ref()?, target.segment.as_ref()?);
        let source_numbers: Vec<usize> = (1..=from.codes.len()).collect();
        let target_numbers = target_numbers(&from.codes, &to.codes);
        let mut record =
            Record::new(side(source, from, &source_numbers)?, side(target, to, &target_numbers)?, self.position);
        record.unit_id = self.unit.id.clone();
        // The target's variant is the translation; the unit and then the source's variant stand in for it.
        let abouts = [&target.about, &self.unit.about, &source.about];
        describe(&mut record, abouts);
        for (about, prefix) in [(&self.unit.about, ""), (&source.about, "source."), (&target.about, "target.")] {
            about.notes.iter().for_each(|note| add_line(&mut record.note, note));
            for (name, value) in &about.properties {
                record.add_attribute(&format!("{prefix}{name}"), value);
            }
        }
        find_neighbours(&mut record);
        keep_native_codes(&mut record, "source", &from.codes, &source_numbers);
        keep_native_codes(&mut record, "target", &to.codes, &target_numbers);
        Some(record)
    }
}

impl Iterator for Pairs {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some((fault, text)) = self.faults.pop() {
            let problem = Problem::new(self.position, fault).of_unit(self.unit.id.clone()).quoting(&text);
            return Some(Err(ReadError::Problem(problem)));
        }
        let (source, target) = self.next_pair()?;
        self.record(&self.unit.variants[source], &self.unit.variants[target]).map(Ok)
    }
}

#[derive(Clone, Copy)]
enum Role {
    Source,
    Target,
}

impl Role {
    fn empty(self, variant: &Variant) -> Option<Fault> {
        let (reason, name) = match self {
            Role::Source => (Reason::EmptySource, "source"),
            Role::Target => (Reason::EmptyTarget, "target"),
        };
        let is_empty = variant.segment.as_ref().is_none_or(|s| s.text.trim().is_empty() && s.codes.is_empty());
        let language = variant.language.as_ref().map_or("?", Language::as_str);
        let message = format!("the {name} ({language}) is empty; fill its <seg> in, or take the unit out");
        is_empty.then(|| Fault::new(reason, message))
    }
}

fn said_language(said: Option<&str>) -> Result<Language, Fault> {
    match said.filter(|tag| *tag != "*all*") {
        Some(tag) => {
            Language::parse(tag).map_err(|error| Fault::new(Reason::UnknownLanguage, format!("srclang: {error}")))
        }
        None => Err(Fault::new(
            Reason::MissingLanguage,
            "the file does not say which language is the source (srclang); say from which language to which",
        )),
    }
}

fn side(variant: &Variant, segment: &Segment, numbers: &[usize]) -> Option<UnitText> {
    let language = variant.language.as_ref().ok()?.clone();
    Some(UnitText { text: nfc(&render(segment, numbers)).into_owned(), language })
}

/// Fills in who and when, each from the first that says so.
fn describe(record: &mut Record, abouts: [&About; 3]) {
    let person = |of: fn(&About) -> Option<&String>| abouts.into_iter().find_map(of).cloned();
    let changed_by = person(|about| about.changed_by.as_ref());
    let created_by = person(|about| about.created_by.as_ref());
    record.author = changed_by.or(created_by).unwrap_or_default();
    for (name, moment) in [
        ("creationdate", abouts.into_iter().find_map(|about| about.created.as_ref())),
        ("changedate", abouts.into_iter().find_map(|about| about.changed.as_ref())),
    ] {
        match moment {
            Some(Moment::Known(time)) if name == "creationdate" => record.created = Some(*time),
            Some(Moment::Known(time)) => record.updated = Some(*time),
            Some(Moment::Unreadable(text)) => record.add_attribute(name, text),
            None => {}
        }
    }
}
