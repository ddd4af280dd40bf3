//! Records to store, with every field set.

use std::collections::BTreeMap;

use hafez::model::{
    Evidence, Language, Memory, MemoryId, Occurrence, Origin, OriginKind, OtherTarget, PenaltyOverrides, Percent,
    Points, Term, TermEntry, TermId, TermOrigin, TermReviewState, TermStatus, TermType, Unit, UnitId, UnitStatus,
    UnitText,
};
use hafez::store::Receipt;
use jiff::Timestamp;

pub fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap()
}

pub fn memory_id(id: &str) -> MemoryId {
    MemoryId::parse(id).unwrap()
}

/// Microseconds are what a store keeps.
pub fn time(second: i64) -> Timestamp {
    Timestamp::new(1_700_000_000 + second, 123_456_000).unwrap()
}

pub fn memory(id: &str) -> Memory {
    Memory {
        id: memory_id(id),
        display_name: "اخبار جهان".into(),
        description: "World news".into(),
        penalty: points(3),
        created: time(0),
        updated: time(60),
        revision: 2,
        penalties: PenaltyOverrides { number: Some(points(100)), machine: Some(points(0)), ..Default::default() },
        other_target: OtherTarget::ApprovedWins,
    }
}

fn points(points: u32) -> Points {
    Points::new(points).unwrap()
}

fn text(text: &str, tag: &str) -> UnitText {
    UnitText { text: text.into(), language: language(tag) }
}

pub fn unit(id: u64, memory: &str, source: &str, target: &str) -> Unit {
    Unit {
        id: UnitId(id),
        memory: memory_id(memory),
        source: text(source, "en-GB"),
        target: text(target, "fa"),
        status: UnitStatus::Reviewed,
        origin: Origin { kind: OriginKind::Alignment, confidence: Percent::from_hundredths(9_876) },
        occurrences: vec![
            Occurrence {
                document: "storm.md".into(),
                previous_source: Some("The port is closed.".into()),
                next_source: Some(String::new()),
            },
            Occurrence { document: "flood.md".into(), previous_source: None, next_source: None },
        ],
        older_occurrences: vec![7, u32::MAX],
        author: "Sara".into(),
        note: "از ویراستار بپرسید".into(),
        attributes: BTreeMap::from([("desk".into(), "world".into()), ("شماره".into(), "۱۲".into())]),
        created: time(1),
        updated: time(2),
        revision: 300,
    }
}

pub fn term(id: u64, english: &str, persian: &str) -> Term {
    let entry = |tag, text: &str, status, variants: &[&str]| TermEntry {
        language: language(tag),
        text: text.into(),
        status,
        variants: variants.iter().map(|v| (*v).to_owned()).collect(),
        evidence: Evidence { count: 2, units: Vec::new(), last_seen: Some(time(4)) },
    };
    Term {
        id: TermId(id),
        kind: TermType::Place,
        entries: vec![
            entry("en", english, TermStatus::Preferred, &["Lake Oroomieh"]),
            entry("fa", persian, TermStatus::Admitted, &[]),
        ],
        note: "a salt lake".into(),
        attributes: BTreeMap::from([("source".into(), "atlas".into())]),
        created: time(3),
        updated: time(4),
        revision: 1,
        source: "gazetteer".into(),
        origin: TermOrigin::Mined,
        evidence: Evidence { count: 12, units: vec![(memory_id("news"), UnitId(258))], last_seen: Some(time(5)) },
        review: TermReviewState::Candidate,
        author: "Mina".into(),
    }
}

pub fn receipt(answer: u8) -> Receipt {
    Receipt { request: [answer; 16], answer: vec![answer, 0, 255], at: time(5), answer_version: 2 }
}
