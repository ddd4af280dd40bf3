use hafez::format::{Format, Options, OutputFormat, Reader, Record, WriteError, Writer};
use hafez::model::{MemoryId, Occurrence, Unit, UnitId};
use jiff::Timestamp;

/// Few are enough: a fault of one shows with it alone.
const MOST_UNITS: usize = 20;

/// Writes records in each format that holds everything of them, and reads them again.
pub fn check_round_trips(records: Vec<Record>) {
    let is_translation = |record: &Record| record.source.language != record.target.language;
    let units: Vec<Unit> = records.into_iter().filter(is_translation).take(MOST_UNITS).map(unit).collect();
    for (output, format) in
        [(OutputFormat::Tmx, Format::Tmx), (OutputFormat::Xliff, Format::Xliff), (OutputFormat::Jsonl, Format::Jsonl)]
    {
        check_round_trip(&units, output, format);
    }
}

fn check_round_trip(units: &[Unit], output: OutputFormat, format: Format) {
    let mut writer = Writer::new(Vec::new(), output);
    let mut written = Vec::new();
    for unit in units {
        match writer.unit(unit) {
            Ok(()) => written.push(unit.clone()),
            Err(WriteError::Unwritable(_)) => {}
            Err(error) => panic!("{error}"),
        }
    }
    let file = writer.finish().expect("a vector takes everything");
    let read: Result<Vec<Unit>, _> =
        Reader::new(format, &file[..], Options::default()).map(|item| item.map(unit)).collect();
    let read = read.unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&file)));
    assert!(read == written, "{written:?} came back as {read:?} from {}", String::from_utf8_lossy(&file));
}

/// The unit that importing a record makes.
fn unit(record: Record) -> Unit {
    let Record { document, previous_source, next_source, .. } = record;
    let occurrences = match record.occurrences.is_empty() {
        true => vec![Occurrence { document, previous_source, next_source }],
        false => record.occurrences,
    };
    let created = record.created.or(record.updated).unwrap_or(Timestamp::UNIX_EPOCH);
    Unit {
        id: UnitId(1),
        memory: MemoryId::parse("fuzz").expect("it is made of letters"),
        source: record.source,
        target: record.target,
        status: record.status.unwrap_or_default(),
        origin: record.origin.unwrap_or_default(),
        occurrences,
        older_occurrences: record.older_occurrences,
        author: record.author,
        note: record.note,
        attributes: record.attributes,
        created,
        updated: record.updated.unwrap_or(created),
        revision: 1,
    }
}
