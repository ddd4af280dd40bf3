//! A unit's records: which of its texts make pairs, and what is said about them.

use std::collections::{HashMap, VecDeque};

use super::context::Context;
use super::unit::{About, Part, Side, Unit};
use super::vocabulary::Vocabulary;
use crate::format::Options;
use crate::format::problem::{Fault, Problem, Reason};
use crate::format::record::{Position, Record, add_line};
use crate::format::xml::{Segment, keep_native_codes, render, target_numbers};
use crate::model::{Language, UnitText};
use crate::text::nfc;

/// A finished unit, given out piece by piece.
#[derive(Debug)]
pub(super) struct Pieces {
    unit: Unit,
    position: Position,
    pieces: VecDeque<Piece>,
}

/// What may become a record.
#[derive(Debug)]
struct Piece {
    /// Index of its part.
    part: usize,
    /// What the file calls it within the unit.
    id: Option<String>,
    languages: Result<(Language, Language), Fault>,
    source: Option<Segment>,
    target: Option<Segment>,
    /// What is wrong with the part as a whole.
    fault: Option<Fault>,
}

impl Pieces {
    /// `byte` is the place just behind the unit.
    pub fn new(mut unit: Unit, byte: u64, options: &Options) -> Pieces {
        let position = Position { line: unit.line, unit: unit.ordinal, byte };
        let parts = std::mem::take(&mut unit.parts);
        let has_several = parts.len() > 1;
        let mut pieces = VecDeque::new();
        let mut left = Vec::with_capacity(parts.len());
        for (index, mut part) in parts.into_iter().enumerate() {
            let languages = languages(&part, &unit, options);
            let id = part.id.take().or_else(|| has_several.then(|| (index + 1).to_string()));
            let piece = |(id, source, target): Parts| {
                let languages = languages.clone();
                Piece { part: index, id, languages, source, target, fault: None }
            };
            match part.fault.take() {
                Some(fault) => {
                    let source = Some(std::mem::take(&mut part.source.whole));
                    pieces.push_back(Piece { fault: Some(fault), ..piece((id, source, None)) });
                }
                None => pieces.extend(pairs(&mut part, id).into_iter().map(piece)),
            }
            left.push(part);
        }
        unit.parts = left;
        Pieces { unit, position, pieces }
    }

    /// Gives the next piece to `context`; whether there was anything to give.
    pub fn give<V: Vocabulary>(&mut self, context: &mut Context) -> bool {
        if let Some(fault) = self.unit.fault.take() {
            let text = self.pieces.front().and_then(|piece| piece.source.as_ref()).map_or("", |source| &source.text);
            context.refuse(None, self.problem(fault, None, text));
            self.pieces.clear();
            return true;
        }
        let Some(piece) = self.pieces.pop_front() else { return false };
        if let Some(fault) = piece.fault {
            let text = piece.source.as_ref().map_or("", |source| &source.text);
            context.refuse(None, self.problem(fault, piece.id, text));
            return true;
        }
        match self.judge(&piece) {
            Ok(Some(record)) => context.push(described::<V>(record)),
            Ok(None) => {}
            Err((fault, source)) => self.refuse(context, fault, piece.id, source),
        }
        true
    }

    /// The record, if there is anything to translate; else what is wrong, with the source's text.
    fn judge(&self, piece: &Piece) -> Result<Option<Record>, (Fault, String)> {
        let nothing = Segment::default();
        let (source, target) = (piece.source.as_ref().unwrap_or(&nothing), piece.target.as_ref().unwrap_or(&nothing));
        let numbers: [Vec<usize>; 2] =
            [(1..=source.codes.len()).collect(), target_numbers(&source.codes, &target.codes)];
        let texts = [(source, &numbers[0]), (target, &numbers[1])];
        let [from, to] = texts.map(|(segment, numbers)| nfc(&render(segment, numbers)).into_owned());
        if let Some(fault) = missing_text(source, target, piece) {
            return if self.unit.is_translatable { Err((fault, from)) } else { Ok(None) };
        }
        if !self.unit.is_translatable && from == to {
            return Ok(None);
        }
        let (from_language, to_language) = match &piece.languages {
            Ok(languages) => languages.clone(),
            Err(fault) => return Err((fault.clone(), from)),
        };
        let from = UnitText { text: from, language: from_language };
        let to = UnitText { text: to, language: to_language };
        let mut record = Record::new(from, to, self.position);
        record.unit_id = self.name(piece.id.as_deref());
        record.document = self.unit.file.document.clone();
        self.tell(&mut record, piece);
        keep_native_codes(&mut record, "source", &source.codes, &numbers[0]);
        keep_native_codes(&mut record, "target", &target.codes, &numbers[1]);
        Ok(Some(record))
    }

    fn tell(&self, record: &mut Record, piece: &Piece) {
        let details = self.unit.details.iter().filter(|(id, _)| piece.id.as_ref().is_none_or(|known| known == id));
        let part = self.unit.parts.get(piece.part).map(|part| &part.about);
        let abouts = [Some(&self.unit.about), part].into_iter().flatten().chain(details.map(|(_, about)| about));
        for About { notes, attributes } in abouts {
            notes.iter().for_each(|note| add_line(&mut record.note, note));
            attributes.iter().for_each(|(name, value)| record.add_attribute(name, value));
        }
    }

    fn refuse(&self, context: &mut Context, fault: Fault, id: Option<String>, source: String) {
        let problem = self.problem(fault, id, &source);
        match source.trim().is_empty() {
            true => context.pass_over(problem),
            false => context.refuse(Some(source), problem),
        }
    }

    fn problem(&self, fault: Fault, id: Option<String>, text: &str) -> Problem {
        Problem::new(self.position, fault).of_unit(self.name(id.as_deref())).quoting(text)
    }

    /// The unit's id, with that of the segment.
    fn name(&self, segment: Option<&str>) -> Option<String> {
        match (&self.unit.id, segment.filter(|segment| !segment.is_empty())) {
            (Some(unit), Some(segment)) => Some(format!("{unit}#{segment}")),
            (Some(unit), None) => Some(unit.clone()),
            (None, segment) => segment.map(|segment| format!("#{segment}")),
        }
    }
}

fn described<V: Vocabulary>(mut record: Record) -> Record {
    V::describe(&mut record);
    record
}

/// A pair's id, source and target, as far as they are there.
type Parts = (Option<String>, Option<Segment>, Option<Segment>);

/// The pairs of a part: segment by segment where both sides are cut alike, else as a whole.
fn pairs(part: &mut Part, id: Option<String>) -> Vec<Parts> {
    let mut source = std::mem::take(&mut part.source);
    let mut target = std::mem::take(&mut part.target);
    let segmented = std::mem::take(&mut part.segmented);
    if !segmented.segments.is_empty() || !source.is_there {
        source.has_stray_text = segmented.has_stray_text;
        source.segments = segmented.segments;
        if !source.is_there {
            source.whole = segmented.whole;
        }
    }
    if is_paired_as_a_whole(&source, &target) {
        return vec![(id, Some(source.whole), target.is_there.then_some(target.whole))];
    }
    by_id(std::mem::take(&mut source.segments), std::mem::take(&mut target.segments))
}

fn is_paired_as_a_whole(source: &Side, target: &Side) -> bool {
    let is_cut_alike = source.segments.len() == target.segments.len();
    let is_translated = target.segments.iter().all(|(_, segment)| !is_blank(segment));
    let has_stray_text = source.has_stray_text || target.has_stray_text;
    source.segments.is_empty()
        || (target.segments.is_empty() && !is_blank(&target.whole))
        || (has_stray_text && is_cut_alike && is_translated)
}

/// Each source segment with the target segment of the same id; then the targets that are left.
fn by_id(sources: Vec<(String, Segment)>, targets: Vec<(String, Segment)>) -> Vec<Parts> {
    let mut known: HashMap<String, VecDeque<usize>> = HashMap::new();
    for (index, (id, _)) in targets.iter().enumerate() {
        known.entry(id.clone()).or_default().push_back(index);
    }
    let mut targets: Vec<Option<(String, Segment)>> = targets.into_iter().map(Some).collect();
    let mut pairs = Vec::with_capacity(sources.len());
    for (id, source) in sources {
        let index = known.get_mut(&id).and_then(VecDeque::pop_front);
        let target = index.and_then(|index| targets[index].take()).map(|(_, target)| target);
        pairs.push((Some(id), Some(source), target));
    }
    pairs.extend(targets.into_iter().flatten().map(|(id, target)| (Some(id), None, Some(target))));
    pairs
}

fn is_blank(segment: &Segment) -> bool {
    segment.text.trim().is_empty()
}

fn missing_text(source: &Segment, target: &Segment, piece: &Piece) -> Option<Fault> {
    if is_blank(source) && source.codes.is_empty() {
        let message = match (&piece.source, &piece.id) {
            (None, Some(id)) => {
                format!("the target has a segment `{id}` that the source has not; give both the same ids")
            }
            _ => "the source is empty; fill it in, or take the unit out".to_owned(),
        };
        return Some(Fault::new(Reason::EmptySource, message));
    }
    // Codes alone are a translation of codes alone.
    let is_empty = is_blank(target) && (target.codes.is_empty() || !is_blank(source));
    let message = match (&piece.target, is_blank(target) && target.codes.is_empty()) {
        (None, _) => "there is no target: the text is not translated yet; translate it, or take the unit out",
        (_, true) => "the target is empty: the text is not translated yet; translate it, or take the unit out",
        _ => "the target has only codes in it: the text is not translated yet; translate it, or take the unit out",
    };
    is_empty.then(|| Fault::new(Reason::EmptyTarget, message))
}

/// What the pair's texts are in: as they say themselves, else as the file says, else as was asked for.
fn languages(part: &Part, unit: &Unit, options: &Options) -> Result<(Language, Language), Fault> {
    let of_source = part.source.language.as_deref().or(part.segmented.language.as_deref());
    let of_source = of_source.or(unit.file.source_language.as_deref());
    let of_target = part.target.language.as_deref().or(unit.file.target_language.as_deref());
    let source = language(of_source, options.from.as_ref(), "source")?;
    let target = language(of_target, options.to.as_ref(), "target")?;
    Ok((source, target))
}

fn language(said: Option<&str>, wanted: Option<&Language>, side: &str) -> Result<Language, Fault> {
    let Some(tag) = said.filter(|tag| !tag.trim().is_empty()) else {
        let message = format!("the file does not say the language of its {side}s; say from which language to which");
        return wanted.cloned().ok_or_else(|| Fault::new(Reason::MissingLanguage, message));
    };
    let found = Language::parse(tag)
        .map_err(|error| Fault::new(Reason::UnknownLanguage, format!("the language of the {side}: {error}")))?;
    match wanted.filter(|wanted| !wanted.covers(&found)) {
        None => Ok(found),
        Some(wanted) => {
            let message = format!("the {side} is in {found}, not in {wanted}; ask for that language instead");
            Err(Fault::new(Reason::MissingLanguage, message))
        }
    }
}
