use std::io::{self, BufReader, Read};

use super::{TMX, items, pair, tmx};
use crate::format::testing::{messages, options, read};
use crate::format::{Format, Options, ReadError, Reader};

#[test]
fn what_is_wrong_with_a_unit_costs_that_unit_only() {
    let with = |inside: &str| {
        format!("<tu tuid='t'><tuv xml:lang='en'>{inside}</tuv><tuv xml:lang='fa'><seg>b</seg></tuv></tu>")
    };
    for (unit, reason) in [
        (with("<seg>x &nbsp;</seg>"), "!UNKNOWN_ENTITY x "),
        (with("<seg>Q & A</seg>"), "!UNKNOWN_ENTITY Q "),
        (with("<seg>x&#xD800;</seg>"), "!UNKNOWN_ENTITY x"),
        (with("<seg> </seg>"), "!EMPTY_SOURCE  "),
        (with("<seg/>"), "!EMPTY_SOURCE "),
        (with(""), "!EMPTY_SOURCE "),
        (with("<seg>x</seg><seg>y</seg>"), "!MISPLACED_TEXT x"),
        (with("x<seg>y</seg>"), "!MISPLACED_TEXT y"),
        (with("<seg>x&#0;</seg>"), "!UNKNOWN_ENTITY x"),
        (with("<seg>x\0</seg>"), "!NUL_CHARACTER x\0"),
        (with(&format!("<seg>x{}</seg>", "<ph/>".repeat(501))), "!UNIT_TOO_LARGE x"),
        (format!("<tu>{}</tu>", "<tuv xml:lang='en'><seg>x</seg></tuv>".repeat(1001)), "!UNIT_TOO_LARGE x"),
        (format!("<tu>{}</tu>", "<prop type='p'/>".repeat(70_000)), "!UNIT_TOO_LARGE "),
        (with("<seg>x</seg>").replace("'fa'", "'&fa;'"), "!UNKNOWN_LANGUAGE b"),
    ] {
        let file =
            tmx(&format!("{unit}<tu><tuv xml:lang='en'><seg>a</seg></tuv><tuv xml:lang='fa'><seg>c</seg></tuv></tu>"));
        let items = items(&file, "en fa");
        assert_eq!((items[0].as_str(), items.last().unwrap().as_str()), (reason, "en a|fa c"));
    }
}

#[test]
fn a_bad_language_tag_costs_its_text_only() {
    let file = tmx("<tu><tuv xml:lang='en'><seg>a</seg></tuv><tuv xml:lang='Klingon!'><seg>b</seg></tuv>\
         <tuv><seg>c</seg></tuv><tuv xml:lang='fa'><seg>d</seg></tuv></tu>");
    assert_eq!(items(&file, "en fa"), ["!UNKNOWN_LANGUAGE b", "!UNKNOWN_LANGUAGE c", "en a|fa d"]);
}

#[test]
fn messages_say_the_line_of_the_fault() {
    let file = tmx("<tu><tuv xml:lang='en'>\n<seg>x\n&nbsp;</seg></tuv>\n<tuv xml:lang='de'><seg>b</seg></tuv></tu>");
    assert_eq!(
        messages(TMX, file.as_bytes(), options("en de")),
        ["line 4: `&nbsp;` is nothing that XML defines; write the character itself, and `&` as `&amp;`"],
    );
    assert_eq!(
        messages(TMX, file.as_bytes(), options("en fa")),
        ["line 2: the unit has no text in fa but only in en, de; add it or ask for another language"],
    );
}

#[test]
fn entities_of_a_doctype_are_never_expanded() {
    let bomb = "<!DOCTYPE tmx [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'><!ENTITY f SYSTEM 'file:///etc/passwd'>]>";
    for reference in ["&a;", "&b;", "&f;"] {
        let file = format!("{bomb}{}", pair(reference, "b"));
        assert_eq!(items(&file, "en fa"), ["!UNKNOWN_ENTITY "]);
    }
}

#[test]
fn broken_xml_ends_the_reading_behind_the_last_whole_unit() {
    let unit = "<tu><tuv xml:lang='en'><seg>a</seg></tuv><tuv xml:lang='fa'><seg>b</seg></tuv></tu>\n";
    let whole = tmx(&unit.repeat(2));
    for (broken, line) in [
        (whole.replacen("a</seg>", "a</sge>", 2).replacen("a</sge>", "a</seg>", 1), 3),
        (tmx(&format!("{unit}<tu tuid='2'\n><tuv xml:lang=en><seg>a < b</seg></tuv></tu>")), 4),
        (whole[..whole.len() - 60].to_owned(), 3),
        (whole[..whole.rfind("</tu>").unwrap() + 3].to_owned(), 3),
    ] {
        let items = read(TMX, broken.as_bytes(), options("en fa"));
        let end = broken.find("</tu>").unwrap() + "</tu>".len();
        assert_eq!(items[0], format!("2.1.{end} en a|fa b"));
        assert!(items[1].starts_with(&format!("{line}.2.{end} !!MALFORMED_XML")), "{items:?}");
        assert_eq!(items.len(), 2, "{items:?}");
    }
}

#[test]
fn a_file_that_is_cut_off_between_units_is_broken_too() {
    let whole = pair("a", "b");
    let cut = &whole[..whole.find("\n</body>").unwrap()];
    assert_eq!(items(cut, "en fa"), ["en-US a|fa b", "!!MALFORMED_XML "]);
    let message = messages(TMX, cut.as_bytes(), options("en fa")).remove(0);
    assert!(message.contains("the file ends within <body>: it was cut off"), "{message}");
}

#[test]
fn what_is_no_tmx_says_so() {
    for (file, reason) in [
        ("", "!!NOT_TMX "),
        ("one\ttwo\n", "!!NOT_TMX "),
        ("<?xml version='1.0'?><xliff><body/></xliff>", "!!NOT_TMX "),
        ("<tmx/><tmx/>", "!!MALFORMED_XML "),
        ("<tmx/>x", "!!MALFORMED_XML "),
        ("<tmx><body><tuv/></body></tmx>", "!!MISPLACED_TEXT "),
        ("<?xml version='1.0' encoding='klingon'?><tmx/>", "!!UNKNOWN_ENCODING "),
    ] {
        assert_eq!(items(file, "en fa"), [reason], "{file}");
    }
    assert!(items("<tmx/>", "en fa").is_empty());
}

#[test]
fn an_overlong_text_is_the_problem_of_its_unit() {
    let long = "سلام ".repeat(100_000);
    let small = "<tu><tuv xml:lang='en'><seg>a</seg></tuv><tuv xml:lang='fa'><seg>b</seg></tuv></tu>";
    for long in [long.clone(), format!("<![CDATA[{}]]>", &long[..40_000]), format!("&amp;{}&amp;", &long[..999])] {
        let unit = small.replace("a</seg>", &format!("{long}</seg>"));
        let file = tmx(&format!("{unit}\n{small}"));
        let read = read(TMX, file.as_bytes(), Options { max_text_bytes: 1000, ..options("en fa") });
        assert!(read[0].contains("!TEXT_TOO_LONG"), "{read:?}");
        assert!(read[1].starts_with("3.2.") && read[1].ends_with("en a|fa b"), "{read:?}");
    }
}

#[test]
fn overlong_markup_and_endless_nesting_end_the_reading() {
    let options = Options { max_text_bytes: 1000, ..options("en fa") };
    let comment = tmx(&format!("<!--{}-->", "x".repeat(70_000)));
    assert_eq!(read(TMX, comment.as_bytes(), options.clone()), ["2.0.0 !!TEXT_TOO_LONG "]);
    let nested = tmx(&"<a>".repeat(1000));
    assert_eq!(read(TMX, nested.as_bytes(), options), ["2.0.0 !!MALFORMED_XML "]);
}

#[test]
fn bytes_that_are_no_text_are_the_problem_of_their_unit() {
    let file = tmx(&format!("{}\n{}", unit("\u{1}"), unit("b")));
    let bytes: Vec<u8> = file.bytes().map(|b| if b == 1 { 0xff } else { b }).collect();
    assert_eq!(read(TMX, &bytes, options("en fa")), ["2.1.134 !NOT_UTF8 \u{fffd}", "3.2.218 en a|fa b"]);
}

fn unit(target: &str) -> String {
    format!("<tu><tuv xml:lang='en'><seg>a</seg></tuv><tuv xml:lang='fa'><seg>{target}</seg></tuv></tu>")
}

/// A stream that fails behind its bytes, as a network does.
struct Failing;

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::new(io::ErrorKind::ConnectionReset, "gone"))
    }
}

#[test]
fn a_stream_that_fails_is_not_taken_for_a_broken_file() {
    let file = tmx(&unit("b"));
    for (format, bytes) in [(TMX, &file.as_bytes()[..file.len() - 10]), (Format::Tsv, b"a\tb\nc\td")] {
        let input = BufReader::new(bytes.chain(Failing));
        let items: Vec<_> = Reader::new(format, input, options("en fa")).collect();
        assert_eq!(items[0].as_ref().unwrap().target.text, "b");
        let [_, Err(ReadError::Io(error))] = &items[..] else { panic!("{items:?}") };
        assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);
    }
}
