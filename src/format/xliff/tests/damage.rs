use super::{XLIFF, items, old, old_pair, second};
use crate::format::testing::{messages, options, read};
use crate::format::{Options, ReadError, Reader};

const GOOD: &str = "<trans-unit id='g'><source>a</source><target>c</target></trans-unit>";

#[test]
fn what_is_wrong_with_a_unit_costs_that_unit_only() {
    let unit = |inside: &str| format!("<trans-unit id='t'><source>{inside}</source><target>b</target></trans-unit>");
    for (unit, reason) in [
        (unit("x &nbsp;"), "!UNKNOWN_ENTITY x "),
        (unit("Q & A"), "!UNKNOWN_ENTITY Q "),
        (unit("x&#0;"), "!UNKNOWN_ENTITY x"),
        (unit("x\0"), "!NUL_CHARACTER x\0"),
        (unit("x</source><source>y"), "!MISPLACED_TEXT y"),
        (unit(&format!("x{}", "<x id='1'/>".repeat(501))), "!UNIT_TOO_LARGE x"),
        (unit("<ph id='&e;'/>x"), "!UNKNOWN_ENTITY x"),
        (unit("x").replace("<target", "stray<target"), "!MISPLACED_TEXT x"),
        (unit("x").replace("<target", "<trans-unit/><target"), "!MISPLACED_TEXT x"),
        (unit("x").replace("'t'>", &format!("'t'>{}", "<note/>".repeat(70_000))), "!UNIT_TOO_LARGE "),
    ] {
        let items = items(&old(&format!("{unit}{GOOD}")), "en fa");
        assert_eq!((items[0].as_str(), items.last().unwrap().as_str()), (reason, "en a|fa c"));
        assert_eq!(items.len(), 2, "{items:?}");
    }
}

#[test]
fn what_is_left_out_may_be_wrong() {
    let file = old(&GOOD.replace("</trans", "<alt-trans><target>&nbsp; \0</target></alt-trans></trans"));
    assert_eq!(items(&file, "en fa"), ["en a|fa c"]);
}

#[test]
fn entities_of_a_doctype_are_never_expanded() {
    let bomb = "<!DOCTYPE xliff [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'><!ENTITY f SYSTEM 'file:///etc/passwd'>]>";
    for reference in ["&a;", "&b;", "&f;"] {
        let file = format!("{bomb}{}", old_pair(reference, "b"));
        assert_eq!(items(&file, "en fa"), ["!UNKNOWN_ENTITY "]);
    }
}

#[test]
fn character_data_is_text() {
    let file = old_pair("<![CDATA[<b> & &amp;]]><!-- not this -->\u{1F600}", "ب&lt;");
    assert_eq!(items(&file, "en fa"), ["en <b> & &amp;\u{1F600}|fa ب<"]);
}

#[test]
fn broken_xml_ends_the_reading_behind_the_last_whole_unit() {
    let whole = old(&GOOD.repeat(2));
    let end = whole.find("</trans-unit>").unwrap() + "</trans-unit>".len();
    for broken in [&whole[..end + 28], &whole.replacen("a</source>", "a</soorce>", 2).replacen("soorce", "source", 1)] {
        let items = read(XLIFF, broken.as_bytes(), options("en fa"));
        assert_eq!(items[0], format!("2.1.{end} en a|fa c"));
        assert!(items[1].starts_with(&format!("2.2.{end} !!MALFORMED_XML a")), "{items:?}");
        assert_eq!(items.len(), 2, "{items:?}");
    }
    let message = messages(XLIFF, &whole.as_bytes()[..end + 28], options("en fa")).remove(0);
    assert!(message.contains("the file ends within <source>: it was cut off"), "{message}");
}

#[test]
fn of_a_unit_that_is_cut_off_no_segment_is_read() {
    let file = second(
        "<unit id='1'><segment><source>a</source><target>b</target></segment><segment><source>c</source></segment></unit>",
    );
    let cut = &file[..file.find("c</source>").unwrap()];
    assert_eq!(items(cut, "en fa"), ["!!MALFORMED_XML "]);
}

#[test]
fn what_is_no_xliff_says_so() {
    for (file, reason) in [
        ("", "!!NOT_XLIFF "),
        ("one\ttwo\n", "!!NOT_XLIFF "),
        ("<?xml version='1.0'?><tmx/>", "!!NOT_XLIFF "),
        ("<xliff/><xliff/>", "!!MALFORMED_XML "),
        ("<xliff/>x", "!!MALFORMED_XML "),
        ("<xliff><file><source>a</source></file></xliff>", "!!MISPLACED_TEXT "),
        ("<?xml version='1.0' encoding='klingon'?><xliff/>", "!!UNKNOWN_ENCODING "),
    ] {
        assert_eq!(items(file, "en fa"), [reason], "{file}");
    }
    assert!(items("<xliff/>", "en fa").is_empty());
}

#[test]
fn an_overlong_text_is_the_problem_of_its_unit() {
    let long = "سلام ".repeat(100_000);
    for place in ["a</source>", "c</target>", "</trans-unit>"] {
        let with =
            if place.starts_with("</t") { format!("<note>{long}</note>{place}") } else { format!("{long}{place}") };
        let file = old(&format!("{}\n{GOOD}", GOOD.replace(place, &with)));
        let read = read(XLIFF, file.as_bytes(), Options { max_text_bytes: 1000, ..options("en fa") });
        assert!(read[0].contains("!TEXT_TOO_LONG"), "{read:?}");
        assert!(read[1].starts_with("3.2.") && read[1].ends_with("en a|fa c"), "{read:?}");
    }
}

#[test]
fn a_wrong_encoding_is_the_problem_of_its_unit() {
    let file =
        format!("<?xml version='1.0' encoding='utf-8'?>{}", old(&format!("{}\n{GOOD}", GOOD.replace("a<", "\u{1}<"))));
    let bytes: Vec<u8> = file.bytes().map(|byte| if byte == 1 { 0xE9 } else { byte }).collect();
    let items = read(XLIFF, &bytes, options("en fa"));
    assert!(items[0].contains("!NOT_UTF8 "), "{items:?}");
    assert!(items[1].ends_with(" en a|fa c"), "{items:?}");
    let western =
        file.replace("utf-8", "windows-1252").bytes().map(|b| if b == 1 { 0xE9 } else { b }).collect::<Vec<u8>>();
    assert!(read(XLIFF, &western, options("en fa"))[0].ends_with("en é|fa c"));
}

#[test]
fn the_record_before_the_break_does_not_know_what_comes_behind_it() {
    let whole = old(&GOOD.repeat(2));
    let cut = &whole[..whole.rfind("<target>").unwrap()];
    let items: Vec<_> = Reader::new(XLIFF, cut.as_bytes(), options("en fa")).collect();
    let record = items[0].as_ref().unwrap();
    assert_eq!((record.previous_source.as_deref(), record.next_source.as_deref()), (Some(""), None));
    assert!(matches!(items[1], Err(ReadError::Broken(_))));
}
