//! Terms out of tables and JSON Lines, and into every format and back.

use super::*;
use crate::format::{Options, WriteError};
use crate::model::{Evidence, Term, TermEntry, TermId, TermOrigin, TermReviewState, TermStatus, TermType};

fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap()
}

/// For a pair written `en fa`; `-` for what the file says.
fn options(pair: &str) -> TermOptions {
    let mut sides = pair.split(' ').map(|tag| Language::parse(tag).ok());
    let (from, to) = (sides.next().flatten(), sides.next().flatten());
    TermOptions { from, to, max_text_bytes: Options::DEFAULT_MAX_TEXT_BYTES, encoding: None, columns: None }
}

fn chosen(pair: &str, columns: &[(&str, &str)]) -> TermOptions {
    TermOptions { columns: Some(TermColumns::parse(columns.iter().copied()).unwrap()), ..options(pair) }
}

/// One line an item: `type: en name (variant) | fa name/status …`, or `!` and what is wrong.
fn read(format: TermFormat, bytes: &[u8], options: TermOptions) -> Vec<String> {
    TermReader::new(format, bytes, options).map(|item| show(&item)).collect()
}

fn show(item: &Result<TermRecord, ReadError>) -> String {
    let record = match item {
        Ok(record) => record,
        Err(error) => return format!("! {error}"),
    };
    let name = |entry: &TermEntry| {
        let status = match entry.status {
            TermStatus::Preferred => "",
            TermStatus::Admitted => "/admitted",
            TermStatus::Forbidden => "/forbidden",
        };
        let variants =
            if entry.variants.is_empty() { String::new() } else { format!(" ({})", entry.variants.join(", ")) };
        format!("{} {}{status}{variants}", entry.language, entry.text)
    };
    record.entries.iter().map(name).collect::<Vec<_>>().join(" | ")
}

fn only(format: TermFormat, text: &str, options: TermOptions) -> TermRecord {
    let mut read: Vec<_> = TermReader::new(format, text.as_bytes(), options).collect();
    assert_eq!(read.len(), 1, "{read:?}");
    read.remove(0).unwrap()
}

#[test]
fn a_table_without_a_header_is_terms_and_renderings() {
    let table = "ferry\tلنج\nharbour|harbor\tبندر | لنگرگاه\n\n";
    let expected = ["en ferry | fa لنج", "en harbour | en harbor/admitted | fa بندر | fa لنگرگاه/admitted"];
    assert_eq!(read(TermFormat::Tsv, table.as_bytes(), options("en fa")), expected);
}

#[test]
fn a_header_may_name_languages_statuses_and_details() {
    let table = "id,fa,en,en forbidden,en variants,type,note,Domain\n\
                 7,\"پروین اعتصامی\",Parvin E'tesami,Etessami|Etesamy,Parvin Etesami,Person,\"a poet, of Tabriz\",letters\n";
    let record = only(TermFormat::Csv, table, options("- -"));
    assert_eq!(
        show(&Ok(record.clone())),
        "fa پروین اعتصامی | en Parvin E'tesami (Parvin Etesami) | en Etessami/forbidden | en Etesamy/forbidden"
    );
    assert_eq!(
        (record.kind, &*record.note, record.unit_id.as_deref()),
        (Some(TermType::Person), "a poet, of Tabriz", Some("7"))
    );
    assert_eq!(record.attributes["Domain"], "letters");
}

#[test]
fn a_status_is_that_of_the_renderings() {
    let table = "source\ttarget\tstatus\tcomment\nferry\tکشتی\tforbidden\tsee لنج\nferry\tلنج\t\t\n";
    let expected = ["en ferry | fa کشتی/forbidden", "en ferry | fa لنج"];
    assert_eq!(read(TermFormat::Tsv, table.as_bytes(), options("en fa")), expected);
}

#[test]
fn columns_can_be_chosen() {
    let table = "Andorra la Vella\tآندورا لا ولا\tcities\tAD\n";
    let by_number = chosen("- -", &[("en", "1"), ("fa", "2")]);
    assert_eq!(read(TermFormat::Tsv, table.as_bytes(), by_number), ["en Andorra la Vella | fa آندورا لا ولا"]);
    let by_name = chosen("en fa", &[("source", "English term"), ("target", "Persian"), ("note", "Remark")]);
    let table = "Nr.;English term;Persian;Remark\n1;ferry;لنج;small\n";
    let record = only(TermFormat::Csv, table, by_name);
    assert_eq!((show(&Ok(record.clone())), &*record.note), ("en ferry | fa لنج".into(), "small"));
    // Chosen by number, a first row that says the same is the header all the same.
    let by_number = chosen("- -", &[("en", "1"), ("fa", "2")]);
    assert_eq!(read(TermFormat::Tsv, "en\tfa\nferry\tلنج\n".as_bytes(), by_number), ["en ferry | fa لنج"]);
}

#[test]
fn headers_are_known_by_what_people_write() {
    for (table, expected) in [
        ("en,fa,pos,URL\ncar,خودرو,noun,x\n", "en car | fa خودرو"),
        ("No,en,fa\n1,car,خودرو\n", "en car | fa خودرو"),
        ("English;Persian\ncar;خودرو\n", "en car | fa خودرو"),
        ("en,fa forbidden\nArmy,آرتش\n", "en Army | fa آرتش/forbidden"),
        ("en,type\nArmy,other\n", "en Army"),
        ("en,id preferred,id\nrain,hujan,7\n", "en rain | id hujan"),
    ] {
        for pair in ["- -", "en fa"] {
            assert_eq!(read(TermFormat::Csv, table.as_bytes(), options(pair)), [expected], "{table} {pair}");
        }
    }
    let pos = only(TermFormat::Csv, "en,fa,pos\ncar,خودرو,noun\n", options("- -"));
    assert_eq!(pos.attributes["pos"], "noun");
    let empty = written(TermOutputFormat::Csv, &[]);
    assert_eq!(read(TermFormat::Csv, &empty, options("- -")), Vec::<String>::new());
}

#[test]
fn a_glossary_of_omegat_is_read() {
    let glossary = "# Glossary in tab-separated format -*- coding: utf-8 -*-\nferry\tلنج\tsmall\nharbour\tبندر\n";
    let read: Vec<_> =
        TermReader::new(TermFormat::Tsv, glossary.as_bytes(), options("en fa")).map(Result::unwrap).collect();
    assert_eq!((read.len(), &*read[0].note, &*read[1].note), (2, "small", ""));
}

#[test]
fn what_stands_behind_a_term_and_its_rendering_stays_with_them() {
    let table = "ferry\tلنج\tboats\tIR\nharbour\tبندر\n";
    let read: Vec<_> =
        TermReader::new(TermFormat::Tsv, table.as_bytes(), options("en fa")).map(Result::unwrap).collect();
    assert_eq!((&*read[0].attributes["column 3"], &*read[0].attributes["column 4"]), ("boats", "IR"));
    assert_eq!((read.len(), &*read[0].note, read[1].attributes.len()), (2, "", 0));
}

#[test]
fn what_is_wrong_with_a_row_is_said() {
    let header = "en\tfa\ttype\tstatus\n";
    for (row, words) in [
        ("ferry\tلنج\tboat\t", "line 2: `boat` is not a type; write person"),
        ("ferry\tلنج\t\tgood", "line 2: `good` is not a status; write preferred, admitted or forbidden"),
        ("ferry\tلنج", "line 2: 2 columns where the header names 4"),
        (" \t|\tplace\t", "line 2: the row has no name"),
    ] {
        let read = read(TermFormat::Tsv, format!("{header}{row}\n").as_bytes(), options("- -"));
        assert!(read.len() == 1 && read[0].contains(words), "{read:?}");
    }
    let unsaid = read(TermFormat::Tsv, "ferry\tلنج\n".as_bytes(), options("- -"));
    assert!(unsaid[0].contains("from which language to which"), "{unsaid:?}");
}

#[test]
fn an_object_is_a_term() {
    let line = r#"{"type": "person", "entries": [{"language": "en", "text": "Hafez", "variants": ["Hafiz"]},
        {"language": "fa", "text": "حافظ", "evidence": {"count": 7}}, {"language": "fa", "text": "حافظ شیرازی"}],
        "reviewState": "candidate", "origin": "mined"}"#;
    let record = only(TermFormat::Jsonl, &line.replace('\n', " "), options("- -"));
    assert_eq!(show(&Ok(record.clone())), "en Hafez (Hafiz) | fa حافظ | fa حافظ شیرازی/admitted");
    assert_eq!((record.review, record.origin), (Some(TermReviewState::Candidate), Some(TermOrigin::Mined)));
    assert_eq!(record.entries[1].evidence.count, 7);
    for (line, words) in [
        (r#"{"entries": []}"#, "no names"),
        (r#"{"entries": [{"language": "en", "text": "a", "state": "x"}]}"#, "unknown field"),
        (r#"{"type": "ship", "entries": [{"language": "en", "text": "Ark"}]}"#, "`type` is `ship`"),
        (r#"{"entries": [{"language": "!", "text": "Ark"}]}"#, "the language of “Ark”"),
    ] {
        let read = read(TermFormat::Jsonl, line.as_bytes(), options("- -"));
        assert!(read.len() == 1 && read[0].contains(words), "{read:?}");
    }
}

#[test]
fn a_file_is_known_by_its_content_or_name() {
    for (bytes, name, format) in [
        (&b"<?xml version='1.0'?><martif type='TBX'>"[..], "terms.xml", Some(TermFormat::Tbx)),
        (b"<tbx style='dca'>", "", Some(TermFormat::Tbx)),
        (b"<?xml version='1.0'?><tmx>", "terms.tbx", None),
        (b"a,b", "terms.csv.gz", Some(TermFormat::Csv)),
        (b"PK\x03\x04..xl/workbook.xml", "", Some(TermFormat::Xlsx)),
        (b"{\"entries\": []}", "", Some(TermFormat::Jsonl)),
        (b"# by OmegaT\na\tb", "", Some(TermFormat::Tsv)),
        (b"a b", "glossary.txt", Some(TermFormat::Tsv)),
        (b"a b", "glossary", None),
    ] {
        assert_eq!(TermFormat::detect(bytes, name), format, "{name}");
    }
}

fn entry(tag: &str, text: &str, status: TermStatus, variants: &[&str]) -> TermEntry {
    let variants = variants.iter().map(|&variant| variant.to_owned()).collect();
    TermEntry { language: language(tag), text: text.into(), status, variants, evidence: Evidence::default() }
}

fn poet() -> Term {
    Term {
        id: TermId(7),
        kind: TermType::Person,
        entries: vec![
            entry("en", "Parvin \"E'tesami\"", TermStatus::Preferred, &["Parvin Etesami", "Parvin, Etessami"]),
            entry("fa", "پروین اعتصامی", TermStatus::Preferred, &[]),
            entry("fa", "پروین", TermStatus::Admitted, &[]),
            entry("fa", "پروین‌بانو", TermStatus::Forbidden, &[]),
        ],
        note: "<poet> & of Tabriz".into(),
        attributes: Default::default(),
        created: "2024-02-05T10:00:00Z".parse().unwrap(),
        updated: "2024-02-06T10:00:00Z".parse().unwrap(),
        revision: 3,
        source: "style guide".into(),
        origin: TermOrigin::Mined,
        evidence: Evidence::default(),
        review: TermReviewState::Candidate,
        author: "Sara".into(),
    }
}

fn written(format: TermOutputFormat, terms: &[Term]) -> Vec<u8> {
    let mut writer = TermWriter::begin(Vec::new(), format, TableShape::of(terms)).unwrap();
    terms.iter().for_each(|term| writer.term(term).unwrap());
    writer.finish().unwrap()
}

#[test]
fn what_is_written_is_read_again() {
    let in_german = Term { entries: vec![entry("de", "Hafis", TermStatus::Admitted, &[])], ..poet() };
    let of_persian = ["fa", "en", "id"].map(|tag| entry(tag, &format!("Hafez {tag}"), TermStatus::Preferred, &[]));
    let terms = [poet(), in_german, Term { entries: of_persian.into(), source: String::new(), ..poet() }];
    for (output, input) in [
        (TermOutputFormat::Tbx, TermFormat::Tbx),
        (TermOutputFormat::Tsv, TermFormat::Tsv),
        (TermOutputFormat::Csv, TermFormat::Csv),
        (TermOutputFormat::Xlsx, TermFormat::Xlsx),
        (TermOutputFormat::Jsonl, TermFormat::Jsonl),
    ] {
        let file = written(output, &terms);
        assert_eq!(TermFormat::detect(&file, ""), Some(input).filter(|input| *input != TermFormat::Csv), "{input:?}");
        let records: Vec<TermRecord> =
            TermReader::new(input, &file[..], options("- -")).collect::<Result<_, _>>().unwrap();
        assert_eq!(records.len(), 3, "{input:?}");
        for (record, term) in records.iter().zip(&terms) {
            assert_eq!(record.entries, term.entries, "{input:?}");
            assert_eq!((record.kind, record.review), (Some(term.kind), Some(term.review)), "{input:?}");
            let details = (&record.note, record.source.as_ref().unwrap(), &record.author);
            assert_eq!(details, (&term.note, &term.source, &term.author), "{input:?}");
        }
    }
    let line = String::from_utf8(written(TermOutputFormat::Jsonl, &terms[..1])).unwrap();
    let record = only(TermFormat::Jsonl, &line, options("- -"));
    assert_eq!((record.created, record.updated), (Some(terms[0].created), Some(terms[0].updated)));
    assert_eq!(record.origin, Some(TermOrigin::Mined));
}

#[test]
fn what_a_table_cannot_hold_is_left_out_and_said() {
    let mut piped = poet();
    piped.entries[0].text = "a|b".into();
    let mut two = poet();
    two.entries[2].variants = vec!["پروين".into()];
    for (term, words) in [(piped, "holds a |"), (two, "other spellings")] {
        let shape = TableShape::of(std::slice::from_ref(&term));
        let mut writer = TermWriter::begin(Vec::new(), TermOutputFormat::Csv, shape).unwrap();
        match writer.term(&term) {
            Err(WriteError::Unwritable(message)) => assert!(message.contains(words), "{message}"),
            other => panic!("{other:?}"),
        }
    }
}
