use crate::format::testing::{messages, options, read, records};
use crate::format::{Format, Reader};
use crate::model::UnitStatus;

const TXML: Format = Format::Txml;

/// A whole file around the blocks, which start on line 2.
fn txml(blocks: &str) -> String {
    format!("<txml locale='EN' targetlocale='FA' version='1.0' file_name='port.docx'>\n{blocks}\n</txml>")
}

#[test]
fn each_segment_is_a_record() {
    let file = txml(
        "<skeleton>&lt;p></skeleton><translatable blockId='4'><segment segmentId='1' modified='true'><ws> </ws>\
         <source>The <ut x='1' type='b'>&lt;b></ut>port<ut x='2'>&lt;/b></ut> is open.</source><ws> </ws>\
         <target creationid='ali' creationdate='20240101T080000Z'><ut x='2'>&lt;/b></ut>بندر<ut x='1'>&lt;b></ut> باز است.</target>\
         <comments><comment type='text'>front page</comment></comments></segment>\
         <segment segmentId='2' gtmt='true'><source>Ships wait.</source><target score='0'>کشتی‌ها منتظرند.</target></segment>\
         </translatable><translatable blockId='5'><segment segmentId='1'><source>End</source><target>پایان</target>\
         <revisions><target>no</target></revisions></segment></translatable>",
    );
    let records = records(TXML, &file, options("en fa"));
    let [first, second, last] = &records[..] else { panic!("{records:?}") };
    assert_eq!(first.source.text, "The {1/}port{2/} is open.");
    assert_eq!((first.target.text.as_str(), first.target.language.as_str()), ("{2/}بندر{1/} باز است.", "fa"));
    assert_eq!((first.unit_id.as_deref(), first.document.as_str()), (Some("4#1"), "port.docx"));
    assert_eq!((first.author.as_str(), first.note.as_str()), ("ali", "front page"));
    assert_eq!(first.created.unwrap().to_string(), "2024-01-01T08:00:00Z");
    assert_eq!((first.status, second.status), (None, Some(UnitStatus::Draft)));
    assert_eq!(first.attributes["source.code.1"], "<b>");
    assert_eq!(second.attributes["score"], "0");
    assert_eq!((first.previous_source.as_deref(), first.next_source.as_deref()), (Some(""), Some("Ships wait.")));
    assert_eq!((last.previous_source.as_deref(), last.next_source.as_deref()), (Some("Ships wait."), Some("")));
    assert_eq!(last.unit_id.as_deref(), Some("5#1"));
}

#[test]
fn what_is_wrong_with_a_segment_costs_that_segment_only() {
    let good = "<segment segmentId='2'><source>a</source><target>b</target></segment>";
    for (inside, reason) in [
        ("<source>x</source>", "!EMPTY_TARGET x"),
        ("<source>x</source><target> </target>", "!EMPTY_TARGET x"),
        ("<source/><target>y</target>", "!EMPTY_SOURCE "),
        ("<source>x&nbsp;</source><target>y</target>", "!UNKNOWN_ENTITY x"),
        ("<source>x</source>y", "!MISPLACED_TEXT x"),
    ] {
        let file =
            txml(&format!("<translatable blockId='1'><segment segmentId='1'>{inside}</segment>{good}</translatable>"));
        let items: Vec<_> = read(TXML, file.as_bytes(), options("en fa"));
        assert!(items[0].ends_with(reason) && items[1].ends_with("en a|fa b"), "{items:?}");
    }
}

#[test]
fn a_cut_file_says_so_behind_what_is_whole() {
    let segment = "<segment segmentId='1'><source>a</source><target>b</target></segment>";
    let file = txml(&segment.repeat(3));
    for cut in (0..file.len()).filter(|cut| file.is_char_boundary(*cut)) {
        let items: Vec<_> = Reader::new(TXML, &file.as_bytes()[..cut], options("en fa")).collect();
        assert_eq!(items.iter().filter(|item| item.is_ok()).count(), file[..cut].matches("</segment>").count());
        assert!(items.last().unwrap().is_err());
    }
    let message = messages(TXML, b"<xliff/>", options("en fa"));
    let expected =
        "line 1: the file's root element is <xliff>, not <txml>; give a TXML file, or say which format it is";
    assert_eq!(message, [expected]);
}
