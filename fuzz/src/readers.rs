use std::io::{BufReader, Read};

use hafez::format::gzip::{BadContainer, Gunzip};
use hafez::format::{Format, Options, Position, ReadError, Reader, Record};
use hafez::model::Language;

use crate::units;

/// A unit of a few kilobytes may stand for a product of many thousand records, all alike.
pub(crate) const MOST_RECORDS: usize = 5_000;
/// A limit that inputs of the fuzzer's size reach.
pub(crate) const SMALL_TEXT: usize = 64;

/// Reads a file without languages, then with them and narrow bounds; what was read is written, and read again.
pub fn read(format: Format, file: &[u8]) {
    let records = all(Reader::new(format, file, Options::default()), file.len());
    units::check_round_trips(records);
    let language = |tag| Language::parse(tag).ok();
    let (from, to) = (language("en"), language("fa"));
    let named = Options { from: from.clone(), to: to.clone(), ..Options::default() };
    let records = all(Reader::new(format, file, named), file.len());
    units::check_round_trips(records);
    let narrow = Options { from, to, max_text_bytes: SMALL_TEXT, ..Options::default() };
    let pieces = BufReader::with_capacity(7, file);
    all(Reader::new(format, pieces, narrow), file.len());
}

fn all(reader: impl Iterator<Item = Result<Record, ReadError>>, length: usize) -> Vec<Record> {
    records(reader.take(MOST_RECORDS), |record| record.position, length)
}

/// All records, once their positions are seen to go forward and to lie within the file.
pub(crate) fn records<T>(
    reader: impl Iterator<Item = Result<T, ReadError>>,
    position_of: impl Fn(&T) -> Position,
    length: usize,
) -> Vec<T> {
    let (mut at, mut records, mut has_ended) = (Position::default(), Vec::new(), false);
    for item in reader {
        assert!(!has_ended, "there is something behind the end");
        let position = match &item {
            Ok(record) => position_of(record),
            Err(ReadError::Problem(problem)) => problem.position,
            Err(ReadError::Broken(problem)) => {
                has_ended = true;
                // It says where the last whole unit ended.
                Position { line: at.line.max(problem.position.line), ..problem.position }
            }
            Err(ReadError::Io(error)) => {
                assert!(BadContainer::problem(error, at).is_some(), "{error}");
                continue;
            }
        };
        assert!(position.unit >= at.unit && position.byte >= at.byte, "{at:?}, then {position:?}");
        assert!(position.byte <= length as u64, "{position:?} in a file of {length} bytes");
        at = position;
        records.extend(item.ok());
    }
    records
}

/// Unpacks a file, and reads what comes out as a table.
pub fn unpack(file: &[u8]) {
    let mut bytes = 0_u64;
    let mut unpacked = Gunzip::new(file);
    let mut piece = [0; 1 << 14];
    while let Ok(read @ 1..) = unpacked.read(&mut piece) {
        bytes += read as u64;
    }
    assert_eq!(bytes, unpacked.unpacked().get());
    let table = Reader::new(Format::Tsv, BufReader::new(Gunzip::new(file)), Options::default());
    table.take(MOST_RECORDS).for_each(drop);
}
