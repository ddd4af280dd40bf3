#![no_main]

use hafez::format::Format;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|file: &[u8]| hafez_fuzz::read(Format::Tmx, file));
