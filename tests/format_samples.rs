//! Real TMX files of many tools, in `../shared` beside the project: not part of it, and not needed to build or test it.

use std::fs;
use std::path::{Path, PathBuf};

use hafez::format::{Format, Options, ReadError, Reader};

/// Files there that are no well-formed XML; so far none.
const BROKEN: [&str; 0] = [];

fn samples() -> Option<PathBuf> {
    let places = ["../shared/data/formats", "../../shared/data/formats"];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    places.iter().map(|place| root.join(place)).find(|place| place.is_dir())
}

/// Reads a whole file; gives the ordinal of its last unit, and whether the file was readable to its end.
fn read(bytes: &[u8], format: Format) -> (u64, bool) {
    let mut last = 0;
    for item in Reader::new(format, bytes, Options::default()) {
        let position = match item {
            Ok(record) => record.position,
            Err(ReadError::Problem(problem)) => problem.position,
            Err(ReadError::Broken(_) | ReadError::Io(_)) => return (last, false),
        };
        last = position.unit;
    }
    (last, true)
}

#[test]
fn every_unit_of_every_real_tmx_is_read_or_refused_by_name() {
    let Some(samples) = samples() else {
        skip("SKIPPED: there are no sample files in ../shared/data/formats");
        return;
    };
    let manifest = fs::read_to_string(samples.join("MANIFEST.tsv")).unwrap();
    let mut seen = 0;
    for line in manifest.lines().filter(|line| line.starts_with("tmx/")) {
        let cells: Vec<&str> = line.split('\t').collect();
        let bytes = fs::read(samples.join(cells[0])).unwrap();
        assert_eq!(Format::detect(&bytes, ""), Some(Format::Tmx), "{}", cells[0]);
        let expected = (cells[2].parse().unwrap(), !BROKEN.contains(&cells[0]));
        assert_eq!(read(&bytes, Format::Tmx), expected, "{}", cells[0]);
        seen += 1;
    }
    assert!(seen > 50, "the list of samples has only {seen} TMX files");
}

/// Says loudly that a test did nothing; the test runner hides what goes through `eprintln!`.
fn skip(why: &str) {
    use std::io::Write;
    std::io::stderr().write_all(format!("{why}\n").as_bytes()).unwrap();
}
