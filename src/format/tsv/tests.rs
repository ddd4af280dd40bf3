use proptest::prelude::*;

use crate::format::testing::{messages, options, read, read_in_pieces, records};
use crate::format::{Format, Options};
use crate::model::UnitStatus;

const TSV: Format = Format::Tsv;

#[test]
fn a_line_is_a_pair_and_says_where_it_was() {
    let table = "Rain in Shiraz\tباران در شیراز\r\n\n  \t \nTwo\tدو";
    assert_eq!(
        read(TSV, table.as_bytes(), options("en fa")),
        ["1.1.43 en Rain in Shiraz|fa باران در شیراز", "4.2.57 en Two|fa دو"],
    );
}

#[test]
fn text_is_kept_as_it_stands_but_for_nfc() {
    let table = " \"a\\tb\" \\n \te\u{301}  \n";
    assert_eq!(read(TSV, table.as_bytes(), options("en fr")), ["1.1.18 en  \"a\\tb\" \\n |fr é  "]);
}

#[test]
fn a_header_may_name_languages_or_roles_in_any_order() {
    for (header, languages) in [
        ("fa\ten", ("en", "fa")),
        ("FA_ir\ten-GB", ("en-GB", "fa-IR")),
        ("Target\tSource", ("en", "fa")),
        ("tgt\tsrc", ("en", "fa")),
        ("fa\tsource", ("en", "fa")),
    ] {
        let table = format!("{header}\nیک\tone\n");
        let record = records(TSV, &table, options("en fa")).remove(0);
        assert_eq!((record.source.text.as_str(), record.target.text.as_str()), ("one", "یک"), "{header}");
        assert_eq!((record.source.language.as_str(), record.target.language.as_str()), languages, "{header}");
        assert_eq!((record.position.line, record.position.unit), (2, 1), "{header}");
    }
}

#[test]
fn a_header_of_languages_is_enough_without_options() {
    let table = b"en\tfa\none\tyek\n";
    assert_eq!(read(TSV, table, options("- -")), ["2.1.14 en one|fa yek"]);
    assert_eq!(read(TSV, table, options("- en")), ["2.1.14 fa yek|en one"]);
}

#[test]
fn without_languages_a_table_cannot_be_read() {
    for table in ["hello there\tsalam\nx\ty\n", "source\ttarget\nx\ty\n"] {
        let read = read(TSV, table.as_bytes(), options("- -"));
        assert_eq!(read, ["1.0.0 !!MISSING_LANGUAGE "]);
    }
}

#[test]
fn a_first_row_in_other_languages_is_a_unit() {
    assert_eq!(read(TSV, b"it\tes\n", options("en fa")), ["1.1.6 en it|fa es"]);
}

#[test]
fn a_column_that_comes_twice_is_an_attribute() {
    let table = "en\tfa\tnote\tnote\tdesk\tdesk\nRain\tباران\tone\ttwo\tA\tB\n";
    let record = records(TSV, table, options("- -")).remove(0);
    assert_eq!(record.note, "one");
    assert_eq!((record.attributes["note"].as_str(), record.attributes["desk"].as_str()), ("two", "A\nB"));
}

#[test]
fn known_columns_describe_the_record_and_others_become_attributes() {
    let table = "en\tfa\tStatus\tauthor\tnote\tdocument\tcreated\tupdated\tdesk\t\n\
                 one\tیک\tReviewed\tSara\tsee style \ta1\t2024-02-05T10:00:00Z\tyesterday\tWorld\tx\n";
    let record = records(TSV, table, options("- -")).remove(0);
    assert_eq!(record.status, Some(UnitStatus::Reviewed));
    assert_eq!((record.author.as_str(), record.note.as_str(), record.document.as_str()), ("Sara", "see style ", "a1"));
    assert_eq!(record.created.unwrap().to_string(), "2024-02-05T10:00:00Z");
    assert_eq!(record.updated, None);
    let attributes: Vec<(&str, &str)> = record.attributes.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(attributes, [("column 10", "x"), ("desk", "World"), ("updated", "yesterday")]);
}

#[test]
fn what_is_wrong_with_a_line_costs_that_line_only() {
    let table = b"one\tyek\nlonely\na\tb\tc\n\tyek\none\t \nbad \xff\tx\nnul \0\tx\ntwo\tdo\n";
    assert_eq!(
        read(TSV, table, options("en fa")),
        [
            "1.1.8 en one|fa yek",
            "2.2.15 !WRONG_COLUMN_COUNT lonely",
            "3.3.21 !WRONG_COLUMN_COUNT a\tb\tc",
            "4.4.26 !EMPTY_SOURCE \tyek",
            "5.5.32 !EMPTY_TARGET one\t ",
            "6.6.40 !NOT_UTF8 bad \u{fffd}\tx",
            "7.7.48 !NUL_CHARACTER nul \0\tx",
            "8.8.55 en two|fa do",
        ],
    );
}

#[test]
fn messages_say_where_and_what_to_do() {
    let table = b"en\tfa\tstatus\none\tyek\nbad \xff\tx\ty\none\tyek\tfinal\n";
    assert_eq!(
        messages(TSV, table, options("en fa")),
        [
            "line 2: 2 columns where the header names 3; separate cells by one tab and keep tabs out of the text",
            "line 3: the file's byte 25 (from 0) is not UTF-8 text; say which encoding the file is in, or save it as UTF-8",
            "line 4: `final` is not a status; write approved, reviewed or draft, or leave it empty",
        ],
    );
}

#[test]
fn an_overlong_line_is_skipped_and_quoted() {
    let table = format!("{}\tx\n12345\t7890\r\none\tyek\n", "ژ".repeat(5000));
    let options = Options { max_text_bytes: 10, ..options("en fa") };
    assert_eq!(
        read(TSV, table.as_bytes(), options),
        ["1.1.10003 !TEXT_TOO_LONG ژژژژژ", "2.2.10015 en 12345|fa 7890", "3.3.10023 en one|fa yek"],
    );
}

#[test]
fn byte_order_marks_tell_the_encoding() {
    let table = "\u{feff}one\tیک\n𝄞\tdo\n";
    let expected = ["en one|fa یک", "en 𝄞|fa do"];
    let wide = |bytes: fn(u16) -> [u8; 2]| table.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    for (bytes, ends) in
        [(table.as_bytes().to_vec(), [12, 20]), (wide(u16::to_le_bytes), [16, 28]), (wide(u16::to_be_bytes), [16, 28])]
    {
        let expected = [format!("1.1.{} {}", ends[0], expected[0]), format!("2.2.{} {}", ends[1], expected[1])];
        assert_eq!(read(TSV, &bytes, options("en fa")), expected);
    }
}

#[test]
fn a_lone_surrogate_is_the_problem_of_its_line() {
    let mut bytes = b"\xff\xfea\0\t\0\x00\xd8\n\0".to_vec();
    bytes.extend("b\tc\n".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(read(TSV, &bytes, options("en fa")), ["1.1.10 !NOT_DECODABLE a\t\u{fffd}", "2.2.18 en b|fa c"]);
    let message = messages(TSV, &bytes, options("en fa")).remove(0);
    assert!(message.contains("byte 6 (from 0) is not UTF-16LE"), "{message}");
}

/// Tables that are mostly tables: with every kind of fault, and the line ends and characters that chunks can split.
fn table() -> impl Strategy<Value = Vec<u8>> {
    let pieces = vec!["one", "\t", "\t", "\n", "\r\n", "یک", "é", "𝄞", "en\tfa\n", "source", "\0", " ", ">"];
    let good = prop::sample::select(pieces).prop_map(|piece| piece.as_bytes().to_vec());
    let piece = prop_oneof![9 => good, 1 => prop::collection::vec(any::<u8>(), 1..4)];
    (
        prop::sample::select(vec![&b""[..], b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"]),
        prop::collection::vec(piece, 0..40),
    )
        .prop_map(|(mark, pieces)| [mark.to_vec(), pieces.concat()].concat())
}

proptest! {
    #[test]
    fn pieces_do_not_matter(bytes in table(), capacity in 1usize..20, max in 1usize..30) {
        let options = Options { max_text_bytes: max, ..options("en fa") };
        prop_assert_eq!(read_in_pieces(TSV, &bytes, options.clone(), capacity), read(TSV, &bytes, options));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        read(TSV, &bytes, options("en fa"));
    }

    #[test]
    fn every_line_is_accounted_for(lines in prop::collection::vec("[a-z\t]{0,6}", 0..20)) {
        let units = lines.iter().filter(|line| !line.trim().is_empty()).count();
        let table = format!("one\tyek\n{}", lines.join("\n"));
        prop_assert_eq!(read(TSV, table.as_bytes(), options("en fa")).len(), units + 1);
    }
}
