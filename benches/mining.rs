//! Terms mined from the English–Persian corpus, beside plain Dice on the same phrases: times, how many, and a file of both
//! to be judged by hand. `cargo bench --bench mining -- [OUTPUT.tsv]`.

use std::collections::HashMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use hafez::align::{Lexicon, to_the_end};
use hafez::model::Language;
use hafez::term::is_stop_word;
use hafez::term::mining::{Candidate, Miner};
use hafez::text::{TokenKind, tokenize};

const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/corpus/enfa.tsv");
const LEAST: u32 = 3;
/// Renderings of plain Dice have at most so many words.
const MOST_WORDS: usize = 7;

fn main() {
    let Ok(text) = fs::read_to_string(CORPUS) else {
        return eprintln!("SKIPPED: {CORPUS} is not there");
    };
    let columns = |line: &'static str| line.split('\t').collect::<Vec<_>>();
    let text: &'static str = text.leak();
    let pairs: Vec<(&str, &str)> = text.lines().map(columns).map(|columns| (columns[0], columns[1])).collect();
    let languages = ["en", "fa"].map(|tag| Language::parse(tag).unwrap());
    let started = Instant::now();
    let lexicon = Lexicon::train(pairs.iter().copied(), (&languages[0], &languages[1]), &to_the_end).unwrap();
    println!("{} pairs: lexicon {:.1} s", pairs.len(), started.elapsed().as_secs_f64());
    let started = Instant::now();
    let mut miner = Miner::new(&languages[0], &languages[1]);
    pairs.chunks(10_000).for_each(|chunk| miner.push(chunk));
    let mined = miner.mine(&lexicon, LEAST, &to_the_end).unwrap();
    println!("mined {} candidates in {:.1} s", mined.len(), started.elapsed().as_secs_f64());
    for (from, to) in [(0.95, 1.1), (0.85, 0.95), (0.75, 0.85), (0.0, 0.75)] {
        let count = mined.iter().filter(|c| (from..to).contains(&c.confidence)).count();
        println!("  confidence from {from}: {count}");
    }
    let started = Instant::now();
    let dice = dice(&pairs, &mined, &languages);
    println!("plain Dice on the same phrases in {:.1} s", started.elapsed().as_secs_f64());
    let same = mined.iter().filter(|c| dice.get(&c.source).is_some_and(|(target, _)| *target == c.target)).count();
    println!("the same rendering: {same} of {}", mined.len());
    if let Some(path) = std::env::args().skip(1).find(|argument| !argument.starts_with('-')) {
        write(Path::new(&path), &pairs, &mined, &dice);
    }
}

/// Of each phrase the stretch of the targets with the highest Dice coefficient, by texts that hold them.
fn dice(
    pairs: &[(&str, &str)],
    mined: &[Candidate],
    [source, target]: &[Language; 2],
) -> HashMap<String, (String, f64)> {
    let phrases: HashMap<String, &str> =
        mined.iter().map(|c| (joined(&words(&c.source, source)), &*c.source)).collect();
    let (mut seen, mut sightings) = (HashMap::<&str, u32>::new(), Vec::new());
    for (at, pair) in pairs.iter().enumerate() {
        let mut found: Vec<&str> =
            grams(&words(pair.0, source), None).iter().filter_map(|gram| phrases.get(gram).copied()).collect();
        found.sort_unstable();
        found.dedup();
        found.iter().for_each(|phrase| *seen.entry(phrase).or_default() += 1);
        sightings.extend(found.into_iter().map(|phrase| (phrase, at)));
    }
    let mut together: HashMap<(&str, String), u32> = HashMap::new();
    for (phrase, at) in sightings {
        for gram in unique(grams(&words(pairs[at].1, target), Some(target))) {
            *together.entry((phrase, gram)).or_default() += 1;
        }
    }
    together.retain(|_, count| *count >= 2);
    let mut alone: HashMap<String, u32> = together.keys().map(|(_, gram)| (gram.clone(), 0)).collect();
    for pair in pairs {
        for gram in unique(grams(&words(pair.1, target), Some(target))) {
            alone.entry(gram).and_modify(|count| *count += 1);
        }
    }
    let mut best: HashMap<String, (String, f64)> = HashMap::new();
    for ((phrase, gram), count) in together {
        let dice = 2.0 * f64::from(count) / f64::from(seen[phrase] + alone[&gram]);
        let known = best.entry(phrase.to_owned()).or_default();
        if (dice, &gram) > (known.1, &known.0) {
            *known = (gram, dice);
        }
    }
    best
}

fn words<'a>(text: &'a str, language: &Language) -> Vec<&'a str> {
    let words = tokenize(text, language).into_iter().filter(|token| token.kind == TokenKind::Word);
    words.map(|token| &text[token.start..token.end]).collect()
}

fn joined(words: &[&str]) -> String {
    words.join(" ").to_lowercase()
}

/// Stretches of words; of the target's, those that neither start nor end with a stop-word.
fn grams(words: &[&str], target: Option<&Language>) -> Vec<String> {
    let is_edge = |word: &str| target.is_none_or(|language| !is_stop_word(word, language));
    let ends = (0..words.len())
        .flat_map(|start| (start + 1..=words.len().min(start + MOST_WORDS)).map(move |end| (start, end)));
    let stretches = ends.filter(|&(start, end)| is_edge(words[start]) && is_edge(words[end - 1]));
    stretches
        .map(|(start, end)| if target.is_some() { words[start..end].join(" ") } else { joined(&words[start..end]) })
        .collect()
}

fn unique(mut grams: Vec<String>) -> Vec<String> {
    grams.sort_unstable();
    grams.dedup();
    grams
}

fn write(path: &Path, pairs: &[(&str, &str)], mined: &[Candidate], dice: &HashMap<String, (String, f64)>) {
    let mut file = fs::File::create(path).unwrap();
    for c in mined {
        let others: Vec<String> = c.alternatives.iter().map(|(text, count)| format!("{text} {count}")).collect();
        let examples =
            c.examples.iter().take(2).map(|&at| format!("{} ⇒ {}", pairs[at as usize].0, pairs[at as usize].1));
        let (by_dice, score) = dice.get(&c.source).cloned().unwrap_or_default();
        let (examples, others) = (examples.collect::<Vec<_>>().join(" ‖ "), others.join(" | "));
        let columns = [&c.source, &c.target, &format!("{:?}", c.kind), &by_dice, &others, &examples];
        let numbers = format!("{:.4}\t{}\t{}\t{score:.3}", c.confidence, c.count, c.seen);
        writeln!(file, "{numbers}\t{}", columns.map(String::as_str).join("\t")).unwrap();
    }
}
