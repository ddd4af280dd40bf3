use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::format::testing::{messages, options, read};
use crate::format::{Columns, Format, Options};

const XLSX: Format = Format::Xlsx;

/// A workbook of sheets, each of rows of cells written inline; an empty cell is left out.
pub fn book(sheets: &[&[(u32, &[&str])]]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, text: String| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let all = |line: fn(usize) -> String| (1..=sheets.len()).map(line).collect::<String>();
    part("[Content_Types].xml", format!("<Types xmlns='{package}/content-types'/>"));
    part(
        "_rels/.rels",
        format!(
            "<Relationships xmlns='{package}/relationships'><Relationship Id='r' Type='{rels}/officeDocument' Target='xl/workbook.xml'/></Relationships>"
        ),
    );
    let names = all(|n| format!("<sheet name='Sheet{n}' sheetId='{n}' r:id='r{n}'/>"));
    part("xl/workbook.xml", format!("<workbook xmlns='{main}' xmlns:r='{rels}'><sheets>{names}</sheets></workbook>"));
    let targets = all(|n| {
        format!(
            "<Relationship Id='r{n}' Type='{}/worksheet' Target='worksheets/sheet{n}.xml'/>",
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        )
    });
    part(
        "xl/_rels/workbook.xml.rels",
        format!("<Relationships xmlns='{package}/relationships'>{targets}</Relationships>"),
    );
    for (at, rows) in sheets.iter().enumerate() {
        let rows: String = rows.iter().map(|(number, cells)| row(*number, cells)).collect();
        part(
            &format!("xl/worksheets/sheet{}.xml", at + 1),
            format!("<worksheet xmlns='{main}'><sheetData>{rows}</sheetData></worksheet>"),
        );
    }
    zip.finish().unwrap().into_inner()
}

fn row(number: u32, cells: &[&str]) -> String {
    let cell = |(at, text): (usize, &&str)| {
        let column = char::from(b'A' + at as u8);
        format!("<c r='{column}{number}' t='inlineStr'><is><t>{text}</t></is></c>")
    };
    let cells: String = cells.iter().enumerate().filter(|(_, text)| !text.is_empty()).map(cell).collect();
    format!("<row r='{number}'>{cells}</row>")
}

#[test]
fn rows_are_units_and_lines_are_their_numbers() {
    let bytes = book(&[&[(1, &["en", "fa", "note"]), (2, &["Rain", "باران"]), (4, &["Two", "دو", "see style"])]]);
    assert_eq!(Format::detect(&bytes, ""), Some(XLSX));
    assert_eq!(read(XLSX, &bytes, options("- -")), ["2.1.0 en Rain|fa باران", "4.2.0 en Two|fa دو"]);
}

#[test]
fn a_sheet_may_begin_anywhere_and_columns_be_chosen() {
    let bytes = book(&[&[(3, &["", "one", "یک"]), (4, &["", "two"]), (5, &["", "", "سه"])]]);
    let columns = Columns::parse([("source", "2"), ("target", "3")]).unwrap();
    let options = Options { columns: Some(columns), ..options("en fa") };
    let expected = ["3.1.0 en one|fa یک", "4.2.0 !EMPTY_TARGET \ttwo", "5.3.0 !EMPTY_SOURCE \t\tسه"];
    assert_eq!(read(XLSX, &bytes, options), expected);
}

#[test]
fn other_sheets_are_named_unless_they_are_empty() {
    let sheet: &[(u32, &[&str])] = &[(1, &["one", "یک"])];
    let bytes = book(&[sheet, &[], sheet]);
    assert_eq!(read(XLSX, &bytes, options("en fa")), ["1.0.0 !UNREAD_SHEET ", "1.1.0 en one|fa یک"]);
    assert!(messages(XLSX, &bytes, options("en fa"))[0].contains("`Sheet3`"));
}

#[test]
fn what_is_no_workbook_is_broken() {
    let bytes = book(&[&[(1, &["one", "یک"])]]);
    for bytes in [&b"PK\x03\x04 is all"[..], &bytes[..bytes.len() / 2], b""] {
        assert_eq!(read(XLSX, bytes, options("en fa")), ["1.0.0 !!BAD_CONTAINER "]);
    }
    assert_eq!(read(XLSX, &book(&[&[]]), options("en fa")), [""; 0]);
}
