//! Real files of many tools, in `../shared` beside the project: not part of it, and not needed to build or test it.
//!
//! `--nocapture` shows a table: file by file what was read, what was refused and why, and how the file ended.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use hafez::format::{Format, Options, ReadError, Reader, Reason};
use hafez::model::Language;

/// Files there that are no well-formed XML or no such format, and what is said of them.
const BROKEN: [(&str, &str); 1] = [("xliff/212_", "the XML is broken here")];

fn samples() -> Option<PathBuf> {
    let places = ["../shared/data/formats", "../../shared/data/formats"];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    places.iter().map(|place| root.join(place)).find(|place| place.is_dir())
}

/// What became of a file.
#[derive(Debug, Default)]
struct Judged {
    /// The ordinals of the units that are records or problems.
    units: BTreeSet<u64>,
    records: usize,
    refused: BTreeMap<&'static str, Vec<String>>,
    broken: Option<String>,
}

/// Reads a whole file.
fn read(bytes: &[u8], format: Format) -> Judged {
    let mut judged = Judged::default();
    for item in Reader::new(format, bytes, Options::default()) {
        let position = match item {
            Ok(record) => {
                judged.records += 1;
                record.position
            }
            Err(ReadError::Problem(problem)) => {
                let name = problem.unit_id.clone().unwrap_or_default();
                judged.refused.entry(problem.reason.name()).or_default().push(format!("{name}: {problem}"));
                problem.position
            }
            Err(error @ (ReadError::Broken(_) | ReadError::Io(_))) => {
                judged.broken = Some(error.to_string());
                break;
            }
        };
        judged.units.insert(position.unit);
    }
    judged
}

/// The files of the folders whose names are given, as paths below the samples' folder.
fn files(samples: &Path, folders: &[&str]) -> Vec<String> {
    let mut names = Vec::new();
    for folder in folders {
        let entries = fs::read_dir(samples.join(folder)).unwrap();
        names.extend(entries.map(|entry| format!("{folder}/{}", entry.unwrap().file_name().to_str().unwrap())));
    }
    names.sort();
    names
}

/// A file's text as far as it is ASCII, without comments and CDATA.
fn markup(bytes: &[u8]) -> String {
    let ascii = bytes.iter().filter(|byte| byte.is_ascii() && **byte != 0);
    let mut text: String = ascii.map(|byte| char::from(*byte)).collect();
    for (start, end) in [("<!--", "-->"), ("<![CDATA[", "]]>")] {
        while let Some(at) = text.find(start) {
            let length = text[at..].find(end).map_or(text.len() - at, |length| length + end.len());
            text.replace_range(at..at + length, "");
        }
    }
    text
}

/// How many elements have one of these local names, by looking for the names alone.
fn count(markup: &str, names: &[&str]) -> u64 {
    let tags = markup.split('<').skip(1).map(|tag| tag.split([' ', '\n', '\r', '\t', '>', '/']).next().unwrap());
    tags.filter(|tag| names.contains(&tag.rsplit(':').next().unwrap())).count() as u64
}

fn show(name: &str, units: u64, judged: &Judged) {
    let refused: Vec<String> = judged.refused.iter().map(|(why, which)| format!("{} {why}", which.len())).collect();
    let end = judged.broken.as_deref().unwrap_or("whole");
    eprintln!("{name}\t{units} units\t{} records\t{}\t{end}", judged.records, refused.join(", "));
    if std::env::var_os("HAFEZ_SHOW_REFUSED").is_some() {
        judged.refused.values().flatten().for_each(|problem| eprintln!("    {problem}"));
    }
}

fn judge(samples: &Path, name: &str, format: Format, units: &[&str]) {
    let bytes = fs::read(samples.join(name)).unwrap();
    assert_eq!(Format::detect(&bytes, name), Some(format), "{name}");
    let judged = read(&bytes, format);
    let counted = count(&markup(&bytes), units);
    show(name, counted, &judged);
    match BROKEN.iter().find(|(start, _)| name.starts_with(start)) {
        Some((_, why)) => {
            assert!(judged.broken.as_ref().is_some_and(|broken| broken.contains(why)), "{name}: {judged:?}")
        }
        None => assert_eq!(judged.broken, None, "{name}"),
    }
    // What need not be translated may be left out.
    let left_out = if format == Format::Xliff { count_untranslatable(&bytes) } else { 0 };
    let told = judged.units.len() as u64;
    let is_accounted_for = judged.units.last().is_none_or(|last| *last <= counted) && told + left_out >= counted;
    assert!(judged.broken.is_some() || is_accounted_for, "{name}: {counted} units, but {judged:?}");
}

fn count_untranslatable(bytes: &[u8]) -> u64 {
    markup(bytes).matches("translate=\"no\"").count() as u64
}

#[test]
fn every_unit_of_every_real_tmx_is_read_or_refused_by_name() {
    let Some(samples) = samples() else { return skip() };
    let manifest = fs::read_to_string(samples.join("MANIFEST.tsv")).unwrap();
    let listed = manifest.lines().filter(|line| line.starts_with("tmx/"));
    let expected: BTreeMap<&str, u64> = listed
        .map(|line| line.split('\t').collect())
        .map(|cells: Vec<&str>| (cells[0], cells[2].parse().unwrap()))
        .collect();
    let files = files(&samples, &["tmx"]);
    for name in &files {
        judge(&samples, name, Format::Tmx, &["tu"]);
        let judged = read(&fs::read(samples.join(name)).unwrap(), Format::Tmx);
        assert!(
            expected.get(name.as_str()).is_none_or(|units| *units == judged.units.len() as u64),
            "{name}: {judged:?}"
        );
    }
    assert!(files.len() > 50, "there are only {} TMX files", files.len());
}

#[test]
fn every_unit_of_every_real_xliff_is_read_or_refused_by_name() {
    let Some(samples) = samples() else { return skip() };
    let files = files(&samples, &["xlf", "xliff", "sdlxliff", "mqxliff"]);
    files.iter().for_each(|name| judge(&samples, name, Format::Xliff, &["trans-unit", "unit"]));
    assert!(files.len() > 40, "there are only {} XLIFF files", files.len());
}

#[test]
fn every_segment_of_every_real_txml_is_read_or_refused_by_name() {
    let Some(samples) = samples() else { return skip() };
    let files = files(&samples, &["txml"]);
    files.iter().for_each(|name| judge(&samples, name, Format::Txml, &["segment"]));
    assert!(files.len() > 1, "there are only {} TXML files", files.len());
}

/// Each PO, the target language where its header does not say it, and what `msgfmt --statistics` and a look at its plurals,
/// obsolete entries and untranslated ones lead to expect: records, entries without a translation, and without a source.
const CATALOGUES: [(&str, Option<&str>, usize, usize, usize); 10] = [
    ("po/004_lokalize_fakeexample.po", None, 1, 0, 0),
    ("po/005_lokalize_halftranslated.po", None, 4 + 4, 2, 0),
    ("po/007_okapi_Test01.po", Some("fr"), 4, 2, 0),
    ("po/009_okapi_Test03.po", Some("fr"), 5, 5, 0),
    ("po/010_okapi_Test_DrupalRussianCP1251.po", Some("ru"), 11, 6, 0),
    ("po/012_okapi_plurals-2.po", None, 3, 0, 0),
    ("po/014_okapi_test01.odt.po", Some("fr"), 4, 0, 0),
    ("po/015_okapi_test01.properties.po", Some("fr"), 2, 0, 0),
    ("po/017_omegat_file-POFilter-multiple2.po", None, 4, 0, 1),
    ("po/019_translate_af-pootle.po", Some("af"), 288 + 4 + 53, 0, 0),
];

/// How many entries a catalogue has, by the lines that begin one; the header is none.
fn entries(bytes: &[u8]) -> u64 {
    let text: String = bytes.iter().filter(|b| b.is_ascii() && **b != 0).map(|b| char::from(*b)).collect();
    let ids = || text.lines().filter(|line| line.trim_start_matches("#~").trim_start().starts_with("msgid \""));
    let has_header = text.contains("Content-Type:");
    ids().count() as u64 - u64::from(has_header)
}

#[test]
fn every_entry_of_every_real_po_is_read_or_refused_by_name() {
    let Some(samples) = samples() else {
        skip();
        return;
    };
    let manifest = fs::read_to_string(samples.join("MANIFEST.tsv")).unwrap();
    let listed: Vec<&str> =
        manifest.lines().filter_map(|l| l.split('\t').next()).filter(|f| f.starts_with("po/")).collect();
    assert_eq!(listed, CATALOGUES.map(|(file, ..)| file));
    for (file, target, records, untranslated, sourceless) in CATALOGUES {
        let bytes = fs::read(samples.join(file)).unwrap();
        assert_eq!(Format::detect(&bytes, ""), Some(Format::Po), "{file}");
        let to = target.map(|tag| Language::parse(tag).unwrap());
        let options = Options { from: Language::parse("en").ok(), to, ..Options::default() };
        let (mut last, mut read, mut refused) = (0, 0, Vec::new());
        for item in Reader::new(Format::Po, &bytes[..], options) {
            match item {
                Ok(record) => (last, read) = (record.position.unit, read + 1),
                Err(ReadError::Problem(problem)) => {
                    last = problem.position.unit;
                    refused.push(problem.reason);
                }
                Err(error) => panic!("{file}: {error}"),
            }
        }
        let count = |reason| refused.iter().filter(|r| **r == reason).count();
        let counts = (read, count(Reason::EmptyTarget), count(Reason::EmptySource), refused.len());
        assert_eq!(counts, (records, untranslated, sourceless, untranslated + sourceless), "{file}");
        assert_eq!(last, entries(&bytes), "{file}");
    }
}

/// Says loudly that a test did nothing; the test runner hides what goes through `eprintln!`.
fn skip() {
    use std::io::Write;
    let why = "SKIPPED: there are no sample files in ../shared/data/formats\n";
    std::io::stderr().write_all(why.as_bytes()).unwrap();
}
