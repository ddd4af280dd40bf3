use std::io::{Cursor, Write};

use hafez::format::Format;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// Reads a file as a workbook, and as the sheet of a workbook: the checksums of the archive would keep the fuzzer out.
pub fn read_workbook(file: &[u8]) {
    crate::read(Format::Xlsx, file);
    crate::read(Format::Xlsx, &workbook(file).expect("a vector takes everything"));
}

fn workbook(sheet: &[u8]) -> zip::result::ZipResult<Vec<u8>> {
    let relation = |id: &str, kind: &str, target: &str| {
        format!(
            "<Relationships xmlns='{PACKAGE}/relationships'>\
             <Relationship Id='{id}' Type='{RELATIONS}/{kind}' Target='{target}'/></Relationships>"
        )
    };
    let book = format!(
        "<workbook xmlns='{MAIN}' xmlns:r='{RELATIONS}'><sheets><sheet name='S' sheetId='1' r:id='r1'/></sheets></workbook>"
    );
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in [
        ("[Content_Types].xml", format!("<Types xmlns='{PACKAGE}/content-types'/>").as_bytes()),
        ("_rels/.rels", relation("r", "officeDocument", "xl/workbook.xml").as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relation("r1", "worksheet", "worksheets/sheet1.xml").as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet),
    ] {
        zip.start_file(name, options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
