use encoding_rs::WINDOWS_1256;
use proptest::prelude::*;

use crate::format::testing::{messages, options, read, read_in_pieces, records};
use crate::format::{Columns, Format, Options};

const CSV: Format = Format::Csv;

fn choosing(columns: &[(&str, &str)], pair: &str) -> Options {
    Options { columns: Some(Columns::parse(columns.iter().copied()).unwrap()), ..options(pair) }
}

#[test]
fn a_row_is_a_pair_and_says_where_it_was() {
    let table = "\u{feff}\"Rain, again\",\"باران \"\"شدید\"\"\nدوباره\"\r\n,\n\nTwo,دو";
    let expected = ["1.1.57 en Rain, again|fa باران \"شدید\"\nدوباره", "5.2.68 en Two|fa دو"];
    assert_eq!(read(CSV, table.as_bytes(), options("en fa")), expected);
}

#[test]
fn separators_are_found_out() {
    for table in ["a;\"b, c\"\n", "a\t\"b, c\"\n", "sep=;\na;b, c\n", "\"a\",\"b, c\"\n"] {
        let record = records(CSV, table, options("en fa")).remove(0);
        assert_eq!((record.source.text.as_str(), record.target.text.as_str()), ("a", "b, c"), "{table}");
    }
}

#[test]
fn a_header_says_what_columns_hold() {
    let table = "id,fa,en,status,desk\n7,یک,one,draft,World\n";
    let record = records(CSV, table, options("- -")).remove(0);
    assert_eq!((record.source.text.as_str(), record.target.text.as_str()), ("یک", "one"));
    assert_eq!((record.unit_id.as_deref(), record.attributes["desk"].as_str()), (Some("7"), "World"));
    assert_eq!(read(CSV, b"en,id\none,satu\n", options("- -")), ["2.1.15 en one|id satu"]);
}

#[test]
fn columns_are_chosen_by_number() {
    let table = "1,one,یک,see style\n2,two,دو,\n3,three\n";
    let chosen = choosing(&[("source", "2"), ("target", "3"), ("id", "1"), ("note", "4")], "en fa");
    assert_eq!(
        read(CSV, table.as_bytes(), chosen.clone()),
        ["1.1.21 en one|fa یک", "2.2.33 en two|fa دو", "3.3.41 !WRONG_COLUMN_COUNT 3,three"],
    );
    let first = records(CSV, "1,one,یک,see style\n", chosen).remove(0);
    assert_eq!((first.unit_id.as_deref(), first.note.as_str()), (Some("1"), "see style"));
}

#[test]
fn columns_are_chosen_by_name_and_their_header_is_no_unit() {
    let table = "Key,English,Persian\nk,one,یک\n";
    let by_name = choosing(&[("source", "english"), ("target", "3")], "en fa");
    assert_eq!(read(CSV, table.as_bytes(), by_name), ["2.1.31 en one|fa یک"]);
    let by_number = choosing(&[("source", "2"), ("target", "1")], "- -");
    assert_eq!(read(CSV, b"fa,en\nyek,one\n", by_number), ["2.1.14 en one|fa yek"]);
    let missing = choosing(&[("source", "English"), ("target", "Farsi")], "en fa");
    assert_eq!(read(CSV, table.as_bytes(), missing.clone()), ["1.0.0 !!MISSING_COLUMN "]);
    let told = messages(CSV, table.as_bytes(), missing).remove(0);
    assert!(told.contains("no column `Farsi`") && told.contains("`Persian`"), "{told}");
}

#[test]
fn what_is_wrong_with_a_row_costs_that_row_only() {
    let table = b"one,yek\na,b,c\n,b\na,\nbad \xff,x\nnul \0,x\ntwo,do\n";
    assert_eq!(
        read(CSV, table, options("en fa")),
        [
            "1.1.8 en one|fa yek",
            "2.2.14 !WRONG_COLUMN_COUNT a,b,c",
            "3.3.17 !EMPTY_SOURCE ,b",
            "4.4.20 !EMPTY_TARGET a,",
            "5.5.28 !NOT_UTF8 bad \u{fffd},x",
            "6.6.36 !NUL_CHARACTER nul \0,x",
            "7.7.43 en two|fa do",
        ],
    );
}

#[test]
fn a_quotation_mark_that_is_never_closed_breaks_the_file_where_it_opens() {
    let table = b"one,yek\ntwo,\"do\nthree,se\n";
    assert_eq!(read(CSV, table, options("en fa")), ["1.1.8 en one|fa yek", "1.1.8 !!UNTERMINATED_STRING "]);
    let told = messages(CSV, table, options("en fa")).remove(0);
    assert!(told.starts_with("line 2: "), "{told}");
}

#[test]
fn a_cell_that_grows_too_long_is_given_up_at_a_line_end() {
    let table = format!("one,\"{}\ntwo,do\n", "open\n".repeat(9));
    let options = Options { max_text_bytes: 20, ..options("en fa") };
    let read = read(CSV, table.as_bytes(), options);
    assert!(read[0].starts_with("1.1.") && read[0].contains("!TEXT_TOO_LONG"), "{read:?}");
    assert!(read.last().unwrap().ends_with("en two|fa do"), "{read:?}");
}

#[test]
fn other_encodings_are_found_out_or_named() {
    let table = "Rain in Shiraz,باران در شيراز\nSnow in Tabriz,برف در تبريز\n";
    let bytes = WINDOWS_1256.encode(table).0;
    let named = Options { encoding: Some("cp1256".into()), ..options("en fa") };
    for options in [options("en fa"), named] {
        assert!(read(CSV, &bytes, options)[1].ends_with("fa برف در تبريز"));
    }
    let unknown = Options { encoding: Some("klingon".into()), ..options("en fa") };
    assert_eq!(read(CSV, &bytes, unknown), ["1.0.0 !!UNKNOWN_ENCODING "]);
    let wide: Vec<u8> = table.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(read(CSV, &wide, options("en fa"))[1].ends_with("fa برف در تبريز"));
}

fn table() -> impl Strategy<Value = Vec<u8>> {
    let pieces = vec!["one", ",", ",", "\n", "\r\n", "\"", "\"\"", "یک", "é", ";", "en,fa\n", "\0", ">"];
    let good = prop::sample::select(pieces).prop_map(|piece| piece.as_bytes().to_vec());
    let piece = prop_oneof![9 => good, 1 => prop::collection::vec(any::<u8>(), 1..4)];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn pieces_do_not_matter(bytes in table(), capacity in 1usize..20, max in 1usize..30) {
        let options = Options { max_text_bytes: max, ..options("en fa") };
        prop_assert_eq!(read_in_pieces(CSV, &bytes, options.clone(), capacity), read(CSV, &bytes, options));
    }

    #[test]
    fn what_the_csv_crate_writes_is_read(cells in prop::collection::vec(("[a-zآ-ی,;\"\n]{0,8}x", "[a-z,\" \t]{0,8}y"), 1..9)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        cells.iter().for_each(|(a, b)| writer.write_record([a, b]).unwrap());
        let table = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        // The first row alone tells the separator; this one has a plain comma.
        let read = records(CSV, &format!("first,row\n{table}"), options("en fr"));
        let pairs: Vec<_> = read.into_iter().skip(1).map(|r| (r.source.text, r.target.text)).collect();
        let composed = |text: &String| crate::text::nfc(text).into_owned();
        let cells: Vec<_> = cells.iter().map(|(a, b)| (composed(a), composed(b))).collect();
        prop_assert_eq!(pairs, cells);
    }

    #[test]
    fn a_cut_leaves_what_is_whole_before_it(rows in 0usize..9, cut in 0usize..200) {
        let table = "\"a, b\",\"یک\"\n".repeat(rows);
        let bytes = &table.as_bytes()[..cut.min(table.len())];
        let whole = bytes.iter().filter(|b| **b == b'\n').count();
        let read = read(CSV, bytes, options("en fa"));
        prop_assert!(read.len() <= whole + 1);
        prop_assert!(read[..whole].iter().all(|line| line.ends_with("en a, b|fa یک")));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        read(CSV, &bytes, options("en fa"));
    }
}
