//! Real pages and read-me files of this machine through segmentation and back.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use hafez::article::{Article, ArticleFormat, Assembled, Assembly, Reading, Untranslated, decode};
use hafez::model::Language;
use hafez::text::sentence::Segmentation;

/// How many files of a kind are read.
const MOST: usize = 150;

#[test]
fn read_me_files_come_back_byte_for_byte() {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let sources = home.map(|home| home.join("registry/src")).unwrap_or_default();
    check(&files(&sources, "md", MOST), ArticleFormat::Markdown);
}

#[test]
fn pages_come_back_byte_for_byte() {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = target.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("target"));
    check(&files(&target.join("doc"), "html", MOST), ArticleFormat::Html);
}

/// Files under a folder that end in the extension, at most so many; one of each folder, as those of one are much alike.
fn files(folder: &Path, extension: &str, most: usize) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop().filter(|_| found.len() < most) {
        let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
        let (inner, here): (Vec<_>, Vec<_>) = entries.map(|entry| entry.path()).partition(|path| path.is_dir());
        let mut here: Vec<_> =
            here.into_iter().filter(|path| path.extension().is_some_and(|e| e == extension)).collect();
        here.sort();
        found.extend(here.into_iter().take(2));
        folders.extend(inner);
    }
    found
}

fn check(files: &[PathBuf], format: ArticleFormat) {
    if files.is_empty() {
        return eprintln!("SKIPPED: this machine has no {format:?} files to round-trip");
    }
    let mut segments = 0;
    for file in files {
        let bytes = fs::read(file).unwrap();
        let Ok(decoded) = decode(&bytes, None) else { continue };
        segments += round_trip(&decoded.text, format, &file.display().to_string());
    }
    eprintln!("{} {format:?} files with {segments} segments came back byte for byte", files.len());
}

/// Checks one article; how many segments it has.
fn round_trip(text: &str, format: ArticleFormat, name: &str) -> usize {
    let english = Language::parse("en").unwrap();
    let article = Article::read(text, &reading(&english, format));
    let texts: Vec<String> = article.segments().map(|segment| segment.text.clone()).collect();
    let same = texts.iter().cloned().enumerate().collect();
    assert!(assembled(&article, &same).article == text, "{name}: with every target equal to its source");
    assert!(assembled(&article, &BTreeMap::new()).article == text, "{name}: without targets");

    let changed: BTreeMap<usize, String> = texts.iter().map(|text| foreign(text)).enumerate().collect();
    let written = assembled(&article, &changed);
    assert_eq!(written.problems, [], "{name}");
    let read = Article::read(&written.article, &reading(&english, format));
    let read: String = read.segments().map(|segment| plain(&segment.without_codes())).collect();
    let given: String = article.segments().map(|segment| plain(&foreign(&segment.without_codes()))).collect();
    assert!(read == given, "{name}: {}", first_difference(&given, &read));
    texts.len()
}

fn reading(language: &Language, format: ArticleFormat) -> Reading<'_> {
    static BUILT_IN: LazyLock<Segmentation> = LazyLock::new(Segmentation::default);
    Reading { language, format, segmentation: &BUILT_IN }
}

fn assembled(article: &Article, targets: &BTreeMap<usize, String>) -> Assembled {
    let to = Language::parse("fa").unwrap();
    let untranslated = Untranslated::AsIs;
    article.assemble(&Assembly { to: &to, targets, untranslated, left_kinds: &[], charset: None }).unwrap()
}

/// A translation: other words in the same places.
fn foreign(text: &str) -> String {
    text.replace('e', "é").replace('E', "É")
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect()
}

fn first_difference(given: &str, read: &str) -> String {
    let same = given.chars().zip(read.chars()).take_while(|(a, b)| a == b).count();
    let around = |text: &str| text.chars().skip(same.saturating_sub(40)).take(100).collect::<String>();
    format!("given …{}…, read …{}…", around(given), around(read))
}
