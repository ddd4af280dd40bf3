//! Suggest over the corpus under `../shared/data`: criterion's statistics, to see what a change does. `hafez bench` has the
//! percentiles, at any size.
//!
//! `cargo bench --bench suggest`, or `cargo bench --bench suggest -- --quick` for less.

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion};
use hafez::memory::{Engine, ImportHeader, Limits, RequestId, Stop, SuggestQuery, UnitImport};
use hafez::model::{Language, MemoryId, Percent};
use hafez::store::SledStore;

const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/corpus/enfa.tsv");
const QUERIES: usize = 400;
const MIN_SCORE: f64 = 70.0;

/// Queries of one kind.
struct Set {
    name: &'static str,
    queries: Vec<String>,
}

fn main() {
    let Ok(corpus) = std::fs::read_to_string(CORPUS) else {
        eprintln!("SKIPPED: the bench needs {CORPUS}");
        return;
    };
    let sources: Vec<&str> =
        corpus.lines().filter_map(|line| line.split_once('\t')).map(|(source, _)| source).collect();
    let sets = [
        Set { name: "headlines, 3-8 words", queries: edited(&sources, 3, 8) },
        Set { name: "sentences, 10-40 words", queries: edited(&sources, 10, 40) },
    ];
    let directory = tempfile::tempdir().unwrap();
    let engine = load(directory.path());

    let mut criterion = Criterion::default().configure_from_args().measurement_time(Duration::from_secs(10));
    let mut group = criterion.benchmark_group("suggest");
    for set in &sets {
        let mut queries = set.queries.iter().cycle();
        group.bench_function(BenchmarkId::from_parameter(set.name), |b| {
            b.iter(|| suggest(&engine, queries.next().unwrap()));
        });
    }
    group.finish();
    criterion.final_summary();
}

fn load(directory: &Path) -> Engine {
    let store = SledStore::open(&directory.join("store")).unwrap();
    let engine = Engine::open(Arc::new(store), Limits::default(), |_| ()).unwrap();
    let languages = ["en", "fa"].map(|tag| Language::parse(tag).unwrap()).into();
    let header = ImportHeader::new(UnitImport::into(MemoryId::parse("bench").unwrap()), languages, "enfa.tsv");
    let file = std::fs::File::open(CORPUS).unwrap();
    engine.import(&header, file, (&RequestId::default(), &Stop::never()), |_| Ok(())).unwrap();
    engine
}

fn suggest(engine: &Engine, text: &str) {
    let query = SuggestQuery {
        text: text.to_owned(),
        previous: None,
        next: None,
        from: Language::parse("en").unwrap(),
        to: Language::parse("fa").unwrap(),
        memories: Vec::new(),
        statuses: Vec::new(),
        min_score: Percent::threshold(MIN_SCORE).unwrap(),
        limit: 5,
        max_phrases: 3,
    };
    black_box(engine.suggest(&query, &Stop::never()).unwrap());
}

/// Sources of so many words from all over the corpus, each with one word in six replaced by another source's: what a
/// translator asks is mostly not in the memory word for word.
fn edited(sources: &[&str], least: usize, most: usize) -> Vec<String> {
    let fitting: Vec<Vec<&str>> = sources
        .iter()
        .map(|source| source.split_whitespace().collect::<Vec<_>>())
        .filter(|words| (least..=most).contains(&words.len()))
        .collect();
    let step = fitting.len() / QUERIES;
    let query = |n: usize| {
        let (mut words, donor) = (fitting[n * step].clone(), &fitting[(n * step + fitting.len() / 2) % fitting.len()]);
        for at in (n % 6..words.len()).step_by(6) {
            words[at] = donor[at % donor.len()];
        }
        words.join(" ")
    };
    (0..QUERIES).map(query).collect()
}
