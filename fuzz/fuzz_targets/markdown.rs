#![no_main]

use hafez::article::ArticleFormat;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|file: &[u8]| hafez_fuzz::read_article(ArticleFormat::Markdown, file));
