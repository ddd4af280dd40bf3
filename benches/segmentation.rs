//! Sentence segmentation in MB/s, beside the crates that follow Unicode Standard Annex #29, on the same news.
//!
//! `cargo bench --bench segmentation`, or `cargo bench --bench segmentation -- --quick` for less.

use std::hint::black_box;
use std::path::Path;

use criterion::{BenchmarkGroup, Criterion, Throughput, measurement::WallTime};
use hafez::model::Language;
use hafez::text::sentence::split;
use icu_segmenter::SentenceSegmenter;
use unicode_segmentation::UnicodeSegmentation;

const NEWS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/alignment/ntrex");

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    for tag in ["en", "fa"] {
        let paragraphs = paragraphs(tag);
        if paragraphs.is_empty() {
            eprintln!("SKIPPED: the bench needs articles in {NEWS}");
            return;
        }
        let mut group = criterion.benchmark_group(format!("segmentation/{tag}"));
        group.throughput(Throughput::Bytes(paragraphs.iter().map(|text| text.len() as u64).sum()));
        measure(&mut group, &paragraphs, &Language::parse(tag).unwrap());
        group.finish();
    }
    criterion.final_summary();
}

fn measure(group: &mut BenchmarkGroup<WallTime>, paragraphs: &[String], language: &Language) {
    let over_all = |count: &dyn Fn(&str) -> usize| paragraphs.iter().map(|text| count(black_box(text))).sum::<usize>();
    let segmenter = SentenceSegmenter::new(Default::default());
    group.bench_function("hafez", |b| b.iter(|| over_all(&|text| split(text, language).len())));
    group.bench_function("unicode-segmentation", |b| {
        b.iter(|| over_all(&|text| text.split_sentence_bound_indices().count()));
    });
    group.bench_function("icu_segmenter", |b| b.iter(|| over_all(&|text| segmenter.segment_str(text).count())));
}

/// The articles in the language `tag`, each as one paragraph; none where they are not beside the checkout.
fn paragraphs(tag: &str) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(Path::new(NEWS)) else {
        return Vec::new();
    };
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.to_string_lossy().ends_with(&format!(".{tag}.txt")));
    paths.sort();
    let articles = paths.iter().map(|path| std::fs::read_to_string(path).unwrap());
    articles.map(|article| article.lines().skip(1).collect::<Vec<_>>().join(" ")).collect()
}
