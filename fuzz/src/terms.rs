use std::io::BufReader;

use hafez::format::Options;
use hafez::format::terms::{
    TableShape, TermColumns, TermFormat, TermOptions, TermOutputFormat, TermReader, TermRecord, TermWriter,
};
use hafez::format::{ReadError, WriteError};
use hafez::model::{Language, Term, TermId, TermOrigin, TermReviewState, TermStatus};
use jiff::Timestamp;

use crate::readers::{MOST_RECORDS, SMALL_TEXT, records};

/// Few are enough: a fault of one shows with it alone.
const MOST_TERMS: usize = 20;

/// Reads a file of terms without languages, then with them, with columns and with narrow bounds; what was read is written, and
/// read again.
pub fn read_terms(format: TermFormat, file: &[u8]) {
    let plain = options(None);
    check_round_trips(all(TermReader::new(format, file, plain.clone()), file.len()));
    let language = |tag| Language::parse(tag).ok();
    let named = TermOptions { from: language("en"), to: language("fa"), ..plain };
    check_round_trips(all(TermReader::new(format, file, named.clone()), file.len()));
    let chosen = TermColumns::parse([("en", "2"), ("fa", "1"), ("fa variants", "3"), ("status", "4")]).ok();
    check_round_trips(all(TermReader::new(format, file, options(chosen)), file.len()));
    let narrow = TermOptions { max_text_bytes: SMALL_TEXT, ..named };
    all(TermReader::new(format, BufReader::with_capacity(7, file), narrow), file.len());
}

fn options(columns: Option<TermColumns>) -> TermOptions {
    let max_text_bytes = Options::DEFAULT_MAX_TEXT_BYTES;
    TermOptions { from: None, to: None, max_text_bytes, encoding: None, columns }
}

fn all(reader: impl Iterator<Item = Result<TermRecord, ReadError>>, length: usize) -> Vec<TermRecord> {
    records(reader.take(MOST_RECORDS), |record| record.position, length)
}

fn check_round_trips(records: Vec<TermRecord>) {
    let terms: Vec<Term> = records.into_iter().take(MOST_TERMS).map(term).collect();
    for (output, format) in [
        (TermOutputFormat::Tbx, TermFormat::Tbx),
        (TermOutputFormat::Csv, TermFormat::Csv),
        (TermOutputFormat::Jsonl, TermFormat::Jsonl),
    ] {
        check_round_trip(&terms, output, format);
    }
}

fn check_round_trip(terms: &[Term], output: TermOutputFormat, format: TermFormat) {
    let shape = TableShape::of(terms);
    let mut writer = TermWriter::begin(Vec::new(), output, shape).expect("a vector takes everything");
    let mut written = Vec::new();
    for term in terms {
        match writer.term(term) {
            Ok(()) => written.push(term.clone()),
            Err(WriteError::Unwritable(_)) => {}
            Err(error) => panic!("{error}"),
        }
    }
    let file = writer.finish().expect("a vector takes everything");
    let read: Result<Vec<Term>, _> =
        TermReader::new(format, &file[..], options(None)).map(|item| item.map(term)).collect();
    let read = read.unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&file)));
    assert_eq!(read.len(), written.len(), "{}", String::from_utf8_lossy(&file));
    for (read, written) in read.iter().zip(&written) {
        let is_same = match output {
            TermOutputFormat::Jsonl => read == written,
            TermOutputFormat::Tbx => said(read) == said(written) && read.origin == written.origin,
            _ => said(read) == said(written),
        };
        assert!(is_same, "{written:?} came back as {read:?} from {}", String::from_utf8_lossy(&file));
    }
}

/// What every format holds, whatever the order of the languages.
fn said(term: &Term) -> impl PartialEq {
    let mut names: Vec<_> = term
        .entries
        .iter()
        .map(|entry| (entry.language.clone(), entry.status, entry.text.clone(), entry.variants.clone()))
        .collect();
    names.sort_by(|one, other| (&one.0, one.1).cmp(&(&other.0, other.1)));
    (names, term.kind, term.review)
}

/// The term that importing a record makes: one name a language is preferred.
fn term(mut record: TermRecord) -> Term {
    for at in 1..record.entries.len() {
        let (before, behind) = record.entries.split_at_mut(at);
        let is_settled =
            before.iter().any(|other| other.language == behind[0].language && other.status == TermStatus::Preferred);
        if is_settled {
            behind[0].status = behind[0].status.max(TermStatus::Admitted);
        }
    }
    let created = record.created.or(record.updated).unwrap_or(Timestamp::UNIX_EPOCH);
    Term {
        id: TermId(1),
        kind: record.kind.unwrap_or_default(),
        entries: record.entries,
        note: record.note,
        attributes: record.attributes,
        created,
        updated: record.updated.unwrap_or(created),
        revision: 1,
        source: record.source.unwrap_or_default(),
        origin: record.origin.unwrap_or(TermOrigin::Import),
        evidence: record.evidence,
        review: record.review.unwrap_or(TermReviewState::Approved),
        author: record.author,
    }
}
