//! English cases of another segmenter, beside the checkout. Its gold keeps quotations whole, which ours does not, so some
//! fail on purpose; the floor says how many pass.

use std::path::Path;

use hafez::model::Language;
use hafez::text::sentence::split;

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/segmentation/sentencex_en_dev.txt");

/// How many pass, of 146.
const LEAST: usize = 132;

/// Each text with its sentences. `# ` opens a comment; a bare `#` is before cases that its own segmenter fails.
fn cases(file: &str) -> Vec<(String, Vec<String>)> {
    let lines = file.lines().filter(|line| !line.starts_with("# "));
    let lines: Vec<&str> = lines.map(|line| line.strip_prefix('#').unwrap_or(line)).collect();
    let blocks = lines.split(|line| *line == "===");
    let parted = blocks.filter_map(|block| {
        let middle = block.iter().position(|line| *line == "---")?;
        let sentences = block[middle + 1..].iter().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty());
        Some((block[..middle].join("\n").trim().to_owned(), sentences.collect()))
    });
    parted.collect()
}

fn sentences(text: &str) -> Vec<String> {
    let english = Language::parse("en").unwrap();
    split(text, &english).into_iter().map(|range| text[range].to_owned()).collect()
}

#[test]
fn cases_of_another_segmenter_pass_but_for_those_that_cut_otherwise() {
    let Ok(file) = std::fs::read_to_string(CASES) else {
        eprintln!("SKIPPED: {} is not there", Path::new(CASES).display());
        return;
    };
    let cases = cases(&file);
    let mut passed = 0;
    for (text, expected) in &cases {
        let found = sentences(text);
        passed += usize::from(found == *expected);
        if found != *expected {
            println!("expected {}\nfound    {}\n", expected.join(" | "), found.join(" | "));
        }
    }
    println!("{passed} of {}", cases.len());
    assert!(passed >= LEAST, "{passed} of {}", cases.len());
}
