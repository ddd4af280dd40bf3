#![no_main]

use hafez::format::terms::TermFormat;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|file: &[u8]| hafez_fuzz::read_terms(TermFormat::Jsonl, file));
