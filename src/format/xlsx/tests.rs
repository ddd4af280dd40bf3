use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::format::testing::{messages, options, read};
use crate::format::{Columns, Format, Options};

const XLSX: Format = Format::Xlsx;

/// A workbook of sheets, each of rows of cells written inline; an empty cell is left out.
pub fn book(sheets: &[&[(u32, &[&str])]]) -> Vec<u8> {
    let rows = |sheet: &&[(u32, &[&str])]| sheet.iter().map(|(number, cells)| row(*number, cells)).collect();
    book_of(&sheets.iter().map(rows).collect::<Vec<String>>())
}

/// A workbook of sheets, each of rows as they stand in it.
fn book_of(sheets: &[String]) -> Vec<u8> {
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
        part(
            &format!("xl/worksheets/sheet{}.xml", at + 1),
            format!("<worksheet xmlns='{main}'><sheetData>{rows}</sheetData></worksheet>"),
        );
    }
    zip.finish().unwrap().into_inner()
}

fn row(number: u32, cells: &[&str]) -> String {
    let cell = |(at, text): (usize, &&str)| {
        let column = letters(at);
        format!("<c r='{column}{number}' t='inlineStr'><is><t>{text}</t></is></c>")
    };
    let cells: String = cells.iter().enumerate().filter(|(_, text)| !text.is_empty()).map(cell).collect();
    format!("<row r='{number}'>{cells}</row>")
}

/// A column as Excel calls it, counted from 0.
fn letters(column: usize) -> String {
    let last = char::from(b'A' + (column % 26) as u8);
    if column < 26 { last.to_string() } else { format!("{}{last}", letters(column / 26 - 1)) }
}

#[test]
fn a_stray_cell_in_the_last_corner_costs_no_more_than_its_row() {
    let mut stray = vec![""; 16_384];
    stray[16_383] = "x";
    let sheet: &[(u32, &[&str])] = &[(1, &["one", "یک"]), (2, &["two", "دو"]), (1_048_576, &stray)];
    let lines = read(XLSX, &book(&[sheet, sheet]), options("en fa"));
    let expected = ["1.0.0 !UNREAD_SHEET ", "1.1.0 en one|fa یک", "2.2.0 en two|fa دو"];
    assert_eq!(lines[..3], expected);
    assert_eq!(lines[3..], ["1048576.3.0 !WRONG_COLUMN_COUNT x"]);
    let told = messages(XLSX, &book(&[sheet]), options("en fa")).remove(0);
    assert!(told.contains("column 16384"), "{told}");
}

#[test]
fn cells_with_impossible_names_cost_their_file_only() {
    for name in ["Bspreadsheet1", "A99999999999", "A4294967290", "A2000000"] {
        let cell = |name: &str| format!("<c r='{name}' t='str'><v>x</v></c>");
        let bytes = book_of(&[format!("<row r='1'>{}{}</row>", cell("A1"), cell(name))]);
        let lines = read(XLSX, &bytes, options("en fa"));
        assert!(!lines.is_empty() && lines.iter().all(|line| line.contains('!')), "{name}: {lines:?}");
    }
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
