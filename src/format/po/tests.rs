use encoding_rs::WINDOWS_1256;
use proptest::prelude::*;

use crate::format::testing::{messages, options, read, read_in_pieces, records};
use crate::format::{Format, Options};
use crate::model::UnitStatus;

const PO: Format = Format::Po;
const HEADER: &str = "msgid \"\"\nmsgstr \"\"\n\"Language: fa\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\n";

fn pairs(text: &str) -> Vec<String> {
    let all = records(PO, text, options("en fa"));
    all.into_iter().map(|record| format!("{}|{}", record.source.text, record.target.text)).collect()
}

#[test]
fn an_entry_is_a_pair_and_says_where_it_was() {
    let po = format!(
        "{HEADER}# seen\nmsgid \"Rain in Shiraz\"\nmsgstr \"باران در شیراز\"\n\nmsgid \"Two\"\nmsgstr \"دو\"\n"
    );
    let rain = po.find("\n\nmsgid \"Two").unwrap() + 1;
    let all = [format!("7.1.{rain} en Rain in Shiraz|fa باران در شیراز"), format!("10.2.{} en Two|fa دو", po.len())];
    assert_eq!(read(PO, po.as_bytes(), options("en -")), all);
}

#[test]
fn strings_go_on_and_escapes_are_resolved() {
    let po = "msgid \"\"\n\"one\\n\"\n\"two \\\"3\\\"\"\nmsgstr \"یک\\t\" \"۲\"\n";
    assert_eq!(pairs(po), ["one\ntwo \"3\"|یک\t۲"]);
}

#[test]
fn plurals_are_a_pair_for_each_different_form() {
    let entry = "msgid \"day\"\nmsgid_plural \"days\"\n";
    let one = format!("{entry}msgstr[0] \"روز\"\n");
    let three = format!("{entry}msgstr[0] \"a\"\nmsgstr[1] \"b\"\nmsgstr[2] \"b\"\nmsgstr[3] \"a\"\n");
    assert_eq!(pairs(&one), ["day|روز", "days|روز"]);
    assert_eq!(pairs(&three), ["day|a", "days|b", "days|a"]);
}

#[test]
fn what_an_entry_says_beside_its_text_is_kept() {
    let po = "domain \"desk\"\n#  by hand\n#. verb\n#: a.c:1\n#: b.c:2\n#, fuzzy, c-format\n#| msgid \"Opn\"\n\
              msgctxt \"menu\"\nmsgid \"Open\"\nmsgstr \"باز\"\n\n#~ msgid \"Shut\"\n#~ msgstr \"بستن\"\n";
    let all = records(PO, po, options("en fa"));
    let kept = |at: usize| -> Vec<(&str, &str)> {
        all[at].attributes.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    };
    assert_eq!((all[0].note.as_str(), all[0].status), ("by hand\nverb", Some(UnitStatus::Draft)));
    let said = [("domain", "desk"), ("flags", "c-format"), ("msgctxt", "menu"), ("references", "a.c:1\nb.c:2")];
    assert_eq!(kept(0), said);
    assert_eq!((kept(1), all[1].status), (vec![("domain", "desk"), ("obsolete", "yes")], None));
}

#[test]
fn entries_need_no_blank_line_between_them() {
    assert_eq!(
        pairs("msgid \"a\"\nmsgstr \"b\"\nmsgid \"c\"\nmsgstr \"d\"\n#~ msgid \"e\"\n#~ msgstr \"f\""),
        ["a|b", "c|d", "e|f"]
    );
}

#[test]
fn a_blank_line_within_an_entry_does_not_part_it() {
    assert_eq!(pairs("msgid \"a\"\n\nmsgstr \"\"\n\n\"b\"\n"), ["a|b"]);
}

#[test]
fn line_ends_and_a_byte_order_mark_do_not_matter() {
    let po = format!("\u{feff}{HEADER}msgid \"a\"\nmsgstr \"ب\"\n").replace('\n', "\r\n");
    assert_eq!(pairs(&po), ["a|ب"]);
}

#[test]
fn what_is_wrong_with_an_entry_costs_that_entry_only() {
    let entries = [
        "msgid \"a\"\nmsgstr \"\"\n",
        "msgid \"b\nmsgstr \"ب\"\n",
        "msgid \"c\\\"\nmsgstr \"ب\"\n",
        "msgid \"d\"\n",
        "msgstr \"ب\"\n",
        "msgid \"f\"\nmsgstr \"ب\"\nmsgstr \"پ\"\n",
        "msgidd \"g\"\nmsgstr \"ب\"\n",
        "msgid \"h\"\nmsgid_plural \"hs\"\nmsgstr[1] \"ب\"\n",
        "msgid \"i\"\nmsgid_plural \"is\"\nmsgstr[99] \"ب\"\n",
        "msgid \"j\"\nmsgstr \"\\q\"\n",
        "\"k\"\n",
        "msgid \"\"\nmsgstr \"header?\"\n",
        "msgid \"l\0\"\nmsgstr \"ب\"\n",
        "msgid \"m\"\nmsgstr \"ب\"\n",
    ];
    let po = HEADER.to_owned() + &entries.join("\n");
    let read = read(PO, po.as_bytes(), options("en fa"));
    let reasons: Vec<&str> = read.iter().map(|line| line.split(' ').nth(1).unwrap()).collect();
    let broken = "!MALFORMED_ENTRY";
    let expected = [
        "!EMPTY_TARGET",
        "!UNTERMINATED_STRING",
        "!UNTERMINATED_STRING",
        // Without a blank line that ends it, a msgid takes the next msgstr.
        "en",
        broken,
        broken,
        broken,
        "!UNIT_TOO_LARGE",
        broken,
        broken,
        "!EMPTY_SOURCE",
        "!NUL_CHARACTER",
        "en",
    ];
    assert_eq!(reasons, expected, "{read:#?}");
}

#[test]
fn messages_say_where_and_what_to_do() {
    let po = format!("{HEADER}msgid \"a\"\nmsgstr \"\"\n\"b\n\n# \u{1}\nmsgid \"c\"\nmsgstr \"\"\n");
    assert_eq!(
        messages(PO, po.as_bytes(), options("en fa")),
        [
            "line 8: a string is not closed on its line; put a quotation mark at its end",
            "line 11: it is not translated; translate it, or take the entry out",
        ],
    );
}

#[test]
fn bad_bytes_cost_their_entry_and_say_their_place() {
    let po = b"msgid \"a\"\nmsgstr \"\xff\"\n\n# \xff\nmsgid \"b\"\nmsgstr \"c\"\n\nmsgid \"d\"\nmsgstr \"e\"\n";
    assert_eq!(read(PO, po, options("en fa")), ["1.1.21 !NOT_UTF8 a", "5.2.47 !NOT_UTF8 b", "8.3.69 en d|fa e"]);
    let told = messages(PO, po, options("en fa"));
    assert!(told[0].starts_with("line 2: the file's byte 18 "), "{told:?}");
    assert!(told[1].starts_with("line 4: the file's byte 24 "), "{told:?}");
}

#[test]
fn a_header_with_a_bad_line_is_told_of_and_the_rest_is_read() {
    let po = "# Sar\u{e9}\nmsgid \"\"\nmsgstr \"\"\n\"Language: fa\\n\"\n\"Open\nmsgid \"a\"\nmsgstr \"b\"\n";
    assert_eq!(read(PO, po.as_bytes(), options("en -")), ["2.0.0 !UNTERMINATED_STRING ", "6.1.71 en a|fa b"]);
}

#[test]
fn languages_are_the_headers_or_those_asked_for() {
    let po = |header: &str| format!("msgid \"\"\nmsgstr \"{header}\"\n\nmsgid \"a\"\nmsgstr \"b\"\n");
    let first = |header: &str, pair: &str| read(PO, po(header).as_bytes(), options(pair)).remove(0);
    assert!(first("Language: fa_IR\\n", "en -").ends_with("en a|fa-IR b"));
    assert!(first("Language: fa_IR\\n", "en fa").ends_with("en a|fa-IR b"));
    assert!(first("Language: fa\\n", "en fa-IR").ends_with("en a|fa-IR b"));
    assert!(first("Language: \\n", "en fa").ends_with("en a|fa b"));
    assert!(first("X-Source-Language: en_GB\\nLanguage: fa\\n", "- -").ends_with("en-GB a|fa b"));
    for (header, pair) in [("Language: fa\\n", "- fa"), ("", "en -"), ("Language: de\\n", "en fa")] {
        assert_eq!(first(header, pair), "1.0.0 !!MISSING_LANGUAGE ");
    }
}

#[test]
fn the_header_says_the_encoding() {
    let po = HEADER.replace("UTF-8", "windows-1256") + "msgid \"Rain\"\nmsgstr \"باران شديد\"\n";
    let bytes = WINDOWS_1256.encode(&po).0;
    assert!(read(PO, &bytes, options("en -"))[0].ends_with("en Rain|fa باران شديد"));
    let unknown = HEADER.replace("UTF-8", "klingon");
    assert_eq!(read(PO, unknown.as_bytes(), options("en -")), ["1.0.0 !!UNKNOWN_ENCODING "]);
}

#[test]
fn texts_that_are_too_long_are_refused_and_let_go() {
    let long = "\"12345\"\n".repeat(100);
    let po = format!("msgid \"\"\n{long}msgstr \"b\"\n\nmsgid \"a\"\nmsgstr \"b\"\n# {}\n", "x".repeat(50));
    let options = Options { max_text_bytes: 20, ..options("en fa") };
    let read = read(PO, po.as_bytes(), options);
    assert!(read[0].contains("!TEXT_TOO_LONG") && read[1].ends_with("en a|fa b"), "{read:?}");
    assert_eq!(read.len(), 2);
}

/// Catalogues that are mostly right.
fn catalogue() -> impl Strategy<Value = Vec<u8>> {
    let lines = vec![
        "msgid \"a\"\n",
        "msgstr \"ب\"\n",
        "msgid \"a\"\nmsgstr \"b\"\n",
        "\"more\\n\"\n",
        "\n",
        "# é\n",
        "#, fuzzy\n",
        "#~ msgid \"o\"\n",
        "msgctxt \"c\"\r\n",
        "msgid_plural \"as\"\n",
        "msgstr[0] \"x\"\n",
        "msgstr[1] \"y\"\n",
        "\"open\n",
        "junk\n",
        "domain d\n",
        "\0",
    ];
    let good = prop::sample::select(lines).prop_map(|line| line.as_bytes().to_vec());
    let piece = prop_oneof![12 => good, 1 => prop::collection::vec(any::<u8>(), 1..4)];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn pieces_do_not_matter(bytes in catalogue(), capacity in 1usize..20, max in 1usize..30) {
        let options = Options { max_text_bytes: max, ..options("en fa") };
        prop_assert_eq!(read_in_pieces(PO, &bytes, options.clone(), capacity), read(PO, &bytes, options));
    }

    #[test]
    fn a_cut_leaves_what_is_whole_before_it(texts in prop::collection::vec("[a-zآ-ی]{1,9}", 1..9), cut in 0usize..400) {
        let entries: Vec<String> = texts.iter().map(|t| format!("msgid \"{t}\"\nmsgstr \"{t}\"\n")).collect();
        let po = entries.join("\n");
        let cut = cut.min(po.len());
        let (whole, read) = (read(PO, po.as_bytes(), options("en fa")), read(PO, &po.as_bytes()[..cut], options("en fa")));
        let end = |line: &String| line.split(['.', ' ']).nth(2).unwrap().parse::<usize>().unwrap();
        let before = whole.iter().filter(|line| end(line) <= cut).count();
        prop_assert_eq!(&read[..before], &whole[..before]);
        prop_assert!(read.len() <= before + 1);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        read(PO, &bytes, options("en fa"));
    }
}
