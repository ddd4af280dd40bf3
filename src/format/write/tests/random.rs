//! Units with whatever an exchange file may have trouble with.

use std::collections::BTreeMap;

use jiff::Timestamp;
use proptest::prelude::*;
use proptest::sample::select;

use crate::model::{Occurrence, Origin, OriginKind, Percent, Unit, UnitStatus};
use crate::text::nfc;

/// Of markup, line ends, placeholders and what Unicode has in store.
const PIECES: [&str; 38] = [
    "rain",
    "باران",
    " ",
    "  ",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "&",
    "&amp;",
    "&#1;",
    "<",
    ">",
    "<b>",
    "]]>",
    "<![CDATA[",
    "\"",
    "'",
    "{1}",
    "{/1}",
    "{2/}",
    "{01}",
    "{0}",
    "{1",
    "{12345}",
    "\u{85}",
    "\u{a0}",
    "\u{200c}",
    "\u{200f}",
    "\u{2028}",
    "\u{feff}",
    "\u{301}",
    "\u{1f469}\u{200d}\u{1f52c}",
    "\u{fffd}",
    "\u{1fffe}",
    "\u{10ffff}",
    "\u{7f}",
    "می‌رود",
];
/// What XML has no way to write.
const CONTROLS: [&str; 4] = ["\u{1}", "\u{1b}", "\u{1f}", "\u{fffe}"];
/// Names that mean something to a reader, and some that do not.
const NAMES: [&str; 26] = [
    "",
    "desk",
    "a b",
    "state",
    "subState",
    "approved",
    "translate",
    "sdl:conf",
    "sdl:created_on",
    "mq:status",
    "m:confirmed",
    "prev",
    "next",
    "creationdate",
    "changedate",
    "source.code.1",
    "source.code./1",
    "source.code.2",
    "target.code.1",
    "target.code./1",
    "target.code.9",
    "x-hafez-status",
    "x-hafez-origin",
    "x-hafez-occurrence-1",
    "x-hafez-attribute-desk",
    "\u{feff}<&\">\n",
];

/// Anything, but no character that XML cannot write.
pub fn words() -> impl Strategy<Value = String> {
    prop::collection::vec(select(&PIECES[..]), 0..8).prop_map(|pieces| pieces.concat())
}

/// Anything with a word in it.
fn text() -> impl Strategy<Value = String> {
    let all: Vec<&str> = PIECES.iter().chain(&CONTROLS).copied().collect();
    let pieces = prop::collection::vec(select(all), 0..8);
    (pieces, any::<bool>()).prop_map(|(pieces, is_first)| {
        let text = pieces.concat();
        nfc(&if is_first { format!("The {text}") } else { format!("{text} end") }).into_owned()
    })
}

/// A source and a target with the same codes, the source's in the order of the text; some overlap, some are around nothing.
fn coded() -> impl Strategy<Value = (String, String)> {
    let codes = prop::collection::vec((any::<bool>(), [any::<u8>(), any::<u8>(), any::<u8>(), any::<u8>()]), 1..5);
    let words = prop::collection::vec(select(vec!["", "", "the port ", "بندر", "&", "\u{1}"]), 12);
    (codes, words).prop_map(|(mut codes, words)| {
        codes.sort_by_key(|(_, at)| at[0].min(at[1]));
        let [mut source, mut target] = [Vec::new(), Vec::new()];
        for ((is_pair, at), number) in codes.into_iter().zip(1..) {
            let (first, last) = (at[0].min(at[1]), at[0].max(at[1]));
            let (target_first, target_last) = (at[2].min(at[3]), at[2].max(at[3]));
            if is_pair {
                source.extend([
                    ((first, number, 0), format!("{{{number}}}")),
                    ((last, number, 1), format!("{{/{number}}}")),
                ]);
                target.push(((target_first, number, 0), format!("{{{number}}}")));
                target.push(((target_last, number, 1), format!("{{/{number}}}")));
            } else {
                source.push(((first, number, 0), format!("{{{number}/}}")));
                target.push(((target_first, number, 0), format!("{{{number}/}}")));
            }
        }
        let text = |mut codes: Vec<((u8, usize, u8), String)>| {
            codes.sort();
            let parts = words.iter().zip(codes.iter().map(|code| code.1.as_str()).chain(std::iter::repeat("")));
            let text: String = parts.map(|(word, code)| format!("{word}{code}")).collect();
            nfc(&format!("{text} end")).into_owned()
        };
        (text(source), text(target))
    })
}

fn occurrence() -> impl Strategy<Value = Occurrence> {
    let neighbour = || prop::option::of(words());
    (words(), neighbour(), neighbour()).prop_map(|(document, previous_source, next_source)| Occurrence {
        document,
        previous_source,
        next_source,
    })
}

/// Of any year, to the microsecond, as the store keeps them.
fn time() -> impl Strategy<Value = Timestamp> {
    let micros = prop_oneof![
        Timestamp::MIN.as_microsecond()..Timestamp::MAX.as_microsecond(),
        (-100_000_000_000i64..2_000_000_000).prop_map(|s| s * 1_000_000)
    ];
    micros.prop_map(|micros| Timestamp::from_microsecond(micros).unwrap())
}

fn origin() -> impl Strategy<Value = Origin> {
    let kinds = vec![OriginKind::Human, OriginKind::Import, OriginKind::Alignment, OriginKind::Machine];
    let confidence =
        prop::option::of((0u16..=10_000).prop_map(|hundredths| Percent::from_hundredths(hundredths).unwrap()));
    (select(kinds), confidence).prop_map(|(kind, confidence)| Origin { kind, confidence })
}

fn attributes() -> impl Strategy<Value = BTreeMap<String, String>> {
    let value = prop_oneof![
        words(),
        select(vec!["", "approved", "final", "hafez:draft", "<b>", "0001-01-01T00:00:00"]).prop_map(str::to_owned)
    ];
    prop::collection::btree_map(select(&NAMES[..]).prop_map(str::to_owned), value, 0..6)
}

pub fn unit() -> impl Strategy<Value = Unit> {
    let texts = prop_oneof![(text(), text()), coded()];
    let statuses = vec![UnitStatus::Approved, UnitStatus::Reviewed, UnitStatus::Draft];
    let places = (prop::collection::vec(occurrence(), 1..9), prop::collection::vec(any::<u32>(), 0..30));
    let said = (words(), words(), attributes());
    (texts, select(statuses), origin(), places, said, [time(), time()]).prop_map(
        |(
            (source, target),
            status,
            origin,
            (occurrences, older_occurrences),
            (author, note, attributes),
            [created, updated],
        )| Unit {
            status,
            origin,
            occurrences,
            older_occurrences,
            author,
            note,
            attributes,
            created,
            updated,
            ..super::unit(&source, &target)
        },
    )
}
