use std::io::{BufReader, Read};

use proptest::prelude::*;

use super::Interleaved;
use crate::format::testing::{messages, options, read};
use crate::format::{Format, Options};

const MOSES: Format = Format::Moses;

fn join(source: &[u8], target: &[u8], capacity: usize) -> Vec<u8> {
    let reader = |bytes| BufReader::with_capacity(capacity, bytes);
    let mut joined = Vec::new();
    Interleaved::new(reader(source), reader(target)).read_to_end(&mut joined).unwrap();
    joined
}

fn read_both(source: &str, target: &str) -> Vec<String> {
    read(MOSES, &join(source.as_bytes(), target.as_bytes(), 8), options("en fa"))
}

#[test]
fn two_files_become_one_stream() {
    assert_eq!(join(b"a\nb\r\n", "ا\nب".as_bytes(), 2), "Sa\nTا\nSb\r\nTب\n".as_bytes());
    assert_eq!(join(b"a\nb\nc\n", b"x\n", 64), b"Sa\nTx\nSb\nSc\n");
    assert_eq!(join(b"", b"x", 64), b"Tx\n");
    assert_eq!(join(b"", b"", 64), b"");
}

#[test]
fn lines_beside_each_other_are_a_pair() {
    let all = ["1.1.14 en Rain|fa باران".to_owned(), "3.2.30 en Two|fa دو".to_owned()];
    let read = read_both("\u{feff}Rain\r\n \nTwo", "باران\n\nدو\n");
    let texts = |lines: &[String]| lines.iter().map(|l| l.split_once(' ').unwrap().1.to_owned()).collect::<Vec<_>>();
    assert_eq!(texts(&read), texts(&all));
    assert!(read[0].starts_with("1.1.") && read[1].starts_with("3.2."), "{read:?}");
}

#[test]
fn what_is_wrong_with_a_line_costs_that_line_only() {
    let joined = join(b"one\n\nthree\nbad \xff\nnul \0\nsix\n", b"yek\ndo\n\nx\nx\nshesh\n", 8);
    let read = read(MOSES, &joined, options("en fa"));
    let reasons: Vec<&str> = read.iter().map(|line| line.split(' ').nth(1).unwrap()).collect();
    assert_eq!(reasons, ["en", "!EMPTY_SOURCE", "!EMPTY_TARGET", "!NOT_UTF8", "!NUL_CHARACTER", "en"], "{read:?}");
    let told = messages(MOSES, &joined, options("en fa")).remove(1);
    assert!(told.starts_with("line 3: the target is empty"), "{told}");
}

#[test]
fn files_of_different_lengths_are_broken_and_both_are_counted() {
    for (source, target, said) in [
        ("a\nb\nc\nd\n", "x\n", "source has 4 lines, the target 1"),
        ("a\nb\n", "x\n", "source has 2 lines, the target 1"),
        ("a\n", "x\ny\nz\n", "source has 1 lines, the target 3"),
        ("a\n", "x\ny\n", "source has 1 lines, the target 2"),
    ] {
        let joined = join(source.as_bytes(), target.as_bytes(), 8);
        let read = read(MOSES, &joined, options("en fa"));
        assert_eq!((read.len(), read[1].as_str()), (2, "2.1.6 !!UNEQUAL_LINES "));
        let told = messages(MOSES, &joined, options("en fa")).remove(0);
        assert!(told.starts_with("line 2: ") && told.contains(said), "{told}");
    }
}

#[test]
fn a_stream_that_is_not_interleaved_is_refused() {
    for stream in ["hello\nsalam\n", "Sa\nSb\nTx\nTy\n"] {
        let told = messages(MOSES, stream.as_bytes(), options("en fa")).remove(0);
        assert!(told.contains("interleaved"), "{told}");
    }
}

#[test]
fn long_lines_are_refused() {
    let joined = join(b"12345\n123456\n", b"a\nb\n", 3);
    let read = read(MOSES, &joined, Options { max_text_bytes: 5, ..options("en fa") });
    assert!(read[0].contains("en 12345|fa a") && read[1].contains("!TEXT_TOO_LONG"), "{read:?}");
}

proptest! {
    #[test]
    fn every_line_is_accounted_for(pairs in prop::collection::vec(("[a-z ]{0,5}", "[ا-ی ]{0,5}"), 0..20), capacity in 1usize..9) {
        let file = |side: fn(&(String, String)) -> &str| pairs.iter().map(|p| format!("{}\n", side(p))).collect::<String>();
        let joined = join(file(|p| &p.0).as_bytes(), file(|p| &p.1).as_bytes(), capacity);
        let units = pairs.iter().filter(|(a, b)| !(a.trim().is_empty() && b.trim().is_empty())).count();
        prop_assert_eq!(read(MOSES, &joined, options("en fa")).len(), units);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        read(MOSES, &bytes, options("en fa"));
    }
}
