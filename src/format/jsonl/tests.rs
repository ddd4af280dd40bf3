use std::collections::BTreeMap;

use jiff::Timestamp;
use proptest::prelude::*;

use crate::format::testing::{messages, options, read, read_in_pieces};
use crate::format::{Format, Options, Position, Reader, Record, jsonl};
use crate::model::{Language, Occurrence, Origin, OriginKind, Percent, UnitStatus, UnitText};

const JSONL: Format = Format::Jsonl;

fn line(source: &str, target: &str) -> String {
    format!(
        r#"{{"source": {{"text": "{source}", "language": "en"}}, "target": {{"text": "{target}", "language": "fa"}}}}"#
    )
}

#[test]
fn a_line_is_a_unit_and_says_where_it_was() {
    let text = format!("{}\r\n\n{}", line("Rain", "باران"), line("Two", "دو"));
    let first = line("Rain", "باران").len() + 2;
    let all = [format!("1.1.{first} en Rain|fa باران"), format!("3.2.{} en Two|fa دو", text.len())];
    assert_eq!(read(JSONL, text.as_bytes(), options("- -")), all);
    assert_eq!(read(JSONL, text.as_bytes(), options("en fa")), all);
}

#[test]
fn a_language_may_be_left_to_the_request() {
    let text = r#"{"source": {"text": "Rain"}, "target": {"text": "باران", "language": "fa-IR"}}"#;
    assert_eq!(read(JSONL, text.as_bytes(), options("en fa")), ["1.1.83 en Rain|fa-IR باران"]);
    assert!(read(JSONL, text.as_bytes(), options("- fa"))[0].contains("!MISSING_LANGUAGE"));
    assert!(read(JSONL, text.as_bytes(), options("en de"))[0].contains("!MISSING_LANGUAGE"));
}

#[test]
fn what_is_wrong_with_a_line_costs_that_line_only() {
    let good = line("a", "b");
    let with = |field: &str| format!("{{{field}, {}", &good[1..]);
    let lines = [
        (good[..20].to_owned(), "!MALFORMED_JSON"),
        (good.clone() + "x", "!MALFORMED_JSON"),
        (with(r#""sorce": 1"#), "!UNKNOWN_FIELD"),
        (with(r#""status": "final""#), "!MALFORMED_JSON"),
        (with(r#""created": "yesterday""#), "!MALFORMED_JSON"),
        (with(r#""origin": {"kind": "human", "confidence": 101}"#), "!MALFORMED_JSON"),
        (with(r#""occurrences": [{"next": "x"}]"#), "!UNKNOWN_FIELD"),
        (with(r#""note": "a", "note": "b""#), "!MALFORMED_JSON"),
        (line("", "b"), "!EMPTY_SOURCE"),
        (line("a", " "), "!EMPTY_TARGET"),
        (line("a\\u0000", "b"), "!NUL_CHARACTER"),
        (good.replace("\"fa\"", "\"Persian language\""), "!UNKNOWN_LANGUAGE"),
        (good.clone(), "en"),
    ];
    let text = lines.iter().map(|(line, _)| line.as_str()).collect::<Vec<_>>().join("\n");
    let read = read(JSONL, text.as_bytes(), options("- -"));
    let reasons: Vec<&str> = read.iter().map(|line| line.split(' ').nth(1).unwrap()).collect();
    assert_eq!(reasons, lines.iter().map(|(_, reason)| *reason).collect::<Vec<_>>(), "{read:#?}");
    let told = messages(JSONL, text.as_bytes(), options("- -")).remove(2);
    assert!(told.starts_with("line 3: unknown field `sorce`, expected one of `id`, `source`"), "{told}");
}

#[test]
fn bad_bytes_and_overlong_lines_are_refused() {
    let text = [b"{\xff}\n", line("a", "b").as_bytes()].concat();
    let read_with = |max_text_bytes| read(JSONL, &text, Options { max_text_bytes, ..options("- -") });
    assert!(read_with(1000)[0].contains("!NOT_UTF8") && read_with(1000)[1].contains("en a|fa b"));
    assert!(read_with(20)[1].contains("!TEXT_TOO_LONG"));
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-zA-Zآ-ی\"\\\\\n\t\u{200c}{} ]{0,20}", "\\PC{0,9}"]
        .prop_map(|text| crate::text::nfc(&text).into_owned())
}

fn side() -> impl Strategy<Value = UnitText> {
    (text(), prop::sample::select(vec!["en", "fa-IR", "zh-Hant"]))
        .prop_map(|(text, tag)| UnitText { text: format!("x{text}"), language: Language::parse(tag).unwrap() })
}

fn record() -> impl Strategy<Value = Record> {
    let status = prop::sample::select(vec![UnitStatus::Approved, UnitStatus::Reviewed, UnitStatus::Draft]);
    let kinds = [OriginKind::Human, OriginKind::Import, OriginKind::Alignment, OriginKind::Machine];
    let confidence = prop::option::of((0u16..=10_000).prop_map(|n| Percent::from_hundredths(n).unwrap()));
    let origin =
        (prop::sample::select(kinds.to_vec()), confidence).prop_map(|(kind, confidence)| Origin { kind, confidence });
    let occurrence = (text(), prop::option::of(text()), prop::option::of(text()))
        .prop_map(|(document, previous_source, next_source)| Occurrence { document, previous_source, next_source });
    let time = prop::option::of((-10_000_000_000i64..10_000_000_000, 0i32..1_000_000_000)).prop_map(|time| {
        time.map(|(seconds, nanos)| Timestamp::new(seconds, if seconds < 0 { -nanos } else { nanos }).unwrap())
    });
    let texts = (side(), side(), text(), text(), text(), prop::option::of(text()));
    let rest = (
        prop::option::of(status),
        prop::option::of(origin),
        prop::collection::vec(occurrence, 0..3),
        prop::collection::btree_map(text(), text(), 0..3),
        time.clone(),
        time,
    );
    (texts, rest).prop_map(|(texts, rest)| {
        let (source, target, author, note, document, unit_id) = texts;
        let (status, origin, occurrences, attributes, created, updated): (_, _, _, BTreeMap<_, _>, _, _) = rest;
        Record {
            unit_id,
            author,
            note,
            document,
            status,
            origin,
            occurrences,
            attributes,
            created,
            updated,
            ..Record::new(source, target, Position::default())
        }
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(records in prop::collection::vec(record(), 0..4)) {
        let records: Vec<Record> = records.into_iter().filter(|r| !format!("{:?}", (&r.source, &r.target)).contains("\\0")).collect();
        let mut file = Vec::new();
        records.iter().for_each(|record| jsonl::write(record, &mut file).unwrap());
        let read: Vec<Record> = Reader::new(JSONL, &file[..], options("- -"))
            .map(|item| Record { position: Position::default(), ..item.unwrap() })
            .collect();
        prop_assert_eq!(read, records);
    }

    #[test]
    fn a_cut_leaves_what_is_whole_before_it(units in 0usize..6, cut in 0usize..600, capacity in 1usize..20) {
        let file = format!("{}\n", line("Rain", "باران")).repeat(units);
        let bytes = &file.as_bytes()[..cut.min(file.len())];
        let read = read_in_pieces(JSONL, bytes, options("- -"), capacity);
        let whole = bytes.iter().filter(|b| **b == b'\n').count();
        prop_assert!(read.len() <= whole + 1);
        prop_assert!(read[..whole].iter().all(|line| line.ends_with("en Rain|fa باران")));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        read(JSONL, &bytes, options("en fa"));
    }
}
