//! Concepts out of TBX, of both versions and styles, odd and broken ones too.

use super::{TbxReader, TbxWriter};
use crate::format::terms::TermRecord;
use crate::format::{Options, ReadError};
use crate::model::{TermReviewState, TermStatus, TermType};

const MARTIF: &str = r#"<?xml version="1.0"?><!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p>made up</p></sourceDesc></fileDesc></martifHeader>
<text><body>
<termEntry id="c1">
  <descrip type="definition">A boat that goes <hi>to and fro</hi></descrip>
  <admin type="source">Harbour office</admin>
  <note>Not a cruise ship</note>
  <langSet xml:lang="en">
    <descripGrp><descrip type="context">The ferry was late.</descrip></descripGrp>
    <tig><term>ferry</term><termNote type="partOfSpeech">noun</termNote></tig>
    <ntig><termGrp><term>ferryboat</term></termGrp></ntig>
    <tig><term>steamer</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig>
  </langSet>
  <langSet lang="fa"><tig><term>لنج</term><termNote type="normativeAuthorization">admittedTerm</termNote></tig>
    <tig><term> کشتی مسافربری </term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig></langSet>
</termEntry>
</body></text></martif>"#;

const DCT: &str = r#"<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
  xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic"><text><body>
<conceptEntry id="c2"><min:subjectField>politics</min:subjectField>
  <transacGrp><basic:transactionType>origination</basic:transactionType><date>2020-01-01</date></transacGrp>
  <langSec xml:lang="en"><basic:definition>Who heads a province</basic:definition>
    <termSec><term>governor</term><min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus>
      <min:partOfSpeech>noun</min:partOfSpeech></termSec></langSec>
  <langSec xml:lang="fa"><termSec><term>استاندار</term></termSec></langSec>
</conceptEntry></body></text></tbx>"#;

fn read(text: &str) -> Vec<Result<TermRecord, ReadError>> {
    TbxReader::new(text.as_bytes(), Options::DEFAULT_MAX_TEXT_BYTES).collect()
}

fn only(text: &str) -> TermRecord {
    let mut read = read(text);
    assert_eq!(read.len(), 1, "{read:?}");
    read.remove(0).unwrap()
}

fn names(record: &TermRecord) -> Vec<(&str, &str, TermStatus)> {
    record.entries.iter().map(|entry| (entry.language.as_str(), &*entry.text, entry.status)).collect()
}

/// A martif with these term entries.
fn martif(entries: &str) -> String {
    format!("<martif><text><body>{entries}</body></text></martif>")
}

fn messages(text: &str) -> Vec<String> {
    read(text).into_iter().filter_map(|item| Some(item.err()?.to_string())).collect()
}

#[test]
fn a_concept_of_version_2_is_read() {
    let record = only(MARTIF);
    use TermStatus::*;
    assert_eq!(
        names(&record),
        [
            ("en", "ferry", Preferred),
            ("en", "ferryboat", Admitted),
            ("en", "steamer", Forbidden),
            ("fa", "لنج", Admitted),
            ("fa", "کشتی مسافربری", Preferred)
        ]
    );
    assert_eq!((&*record.note, record.source.as_deref()), ("Not a cruise ship", Some("Harbour office")));
    let said: Vec<_> = record.attributes.iter().map(|(name, said)| (&**name, &**said)).collect();
    let expected = [
        ("context (en)", "The ferry was late."),
        ("definition", "A boat that goes to and fro"),
        ("partOfSpeech (en: ferry)", "noun"),
    ];
    assert_eq!(said, expected);
    assert_eq!((record.unit_id.as_deref(), record.position.line, record.position.unit), (Some("c1"), 4, 1));
    assert_eq!((record.kind, record.review), (None, None), "the file does not say");
}

#[test]
fn a_concept_of_version_3_in_the_style_dct_is_read() {
    let record = only(DCT);
    assert_eq!(names(&record), [("en", "governor", TermStatus::Preferred), ("fa", "استاندار", TermStatus::Preferred)]);
    let said: Vec<_> = record.attributes.iter().map(|(name, said)| (&**name, &**said)).collect();
    let expected = [
        ("definition (en)", "Who heads a province"),
        ("partOfSpeech (en: governor)", "noun"),
        ("subjectField", "politics"),
    ];
    assert_eq!(said, expected);
}

#[test]
fn what_is_wrong_with_a_concept_is_said_and_the_next_one_is_read() {
    let name = |tag: &str, text: &str| format!("<langSet xml:lang='{tag}'><tig><term>{text}</term></tig></langSet>");
    let entries = [
        format!("<termEntry id='a'>{}</termEntry>", name("en", " ")),
        format!("<termEntry id='b'>{}{}</termEntry>", name("en", "one"), name("!", "two")),
        format!("<termEntry id='c'>{}</termEntry>", name("en", "a&nbsp;b")),
        format!("<termEntry id='d'>{}</termEntry>", name("en", &"x".repeat(Options::DEFAULT_MAX_TEXT_BYTES + 1))),
        format!("<termEntry id='e'>{}{}</termEntry>", name("en", "twice"), name("en", "twice")),
    ];
    let file = martif(&entries.join("\n"));
    let said = messages(&file);
    assert_eq!(said.len(), 4, "{said:?}");
    for (message, words) in said.iter().zip(["has no term", "`!`", "nbsp", "longer than"]) {
        assert!(message.contains(words), "{message}");
    }
    let last = read(&file).pop().unwrap().unwrap();
    assert_eq!((names(&last).len(), last.position.unit), (1, 5));
}

#[test]
fn a_term_may_be_laid_out_over_lines_and_two_stand_in_one_place() {
    let terms = "<term>Islamic Republic\n      of Iran</term><term>Iran</term>";
    let record = only(&martif(&format!(
        "<termEntry><langSet xml:lang='en'><ntig><termGrp>{terms}</termGrp></ntig></langSet></termEntry>"
    )));
    let expected = [("en", "Islamic Republic of Iran", TermStatus::Preferred), ("en", "Iran", TermStatus::Admitted)];
    assert_eq!(names(&record), expected);
}

#[test]
fn the_posix_locale_is_english() {
    let record = only(&martif("<termEntry><langSet xml:lang='C'><tig><term>ferry</term></tig></langSet></termEntry>"));
    assert_eq!(names(&record), [("en", "ferry", TermStatus::Preferred)]);
}

#[test]
fn what_is_no_tbx_is_refused_and_what_breaks_off_is_read_up_to_there() {
    for text in ["", "<TAGTABLE><TAG/></TAGTABLE>", "term,status\n", "<tmx/>"] {
        let said = messages(text);
        assert_eq!(said.len(), 1, "{text}: {said:?}");
        assert!(said[0].contains("TBX") || said[0].contains("<tbx>"), "{}", said[0]);
    }
    let cut = &MARTIF[..MARTIF.find("</body>").unwrap()];
    let read = read(cut);
    assert!(read[0].is_ok() && matches!(read[1], Err(ReadError::Broken(_))), "{read:?}");
}

#[test]
fn what_is_written_is_read_again() {
    let mut first =
        crate::term::tests::term(17, TermType::Person, &["en=Ali <Khamenei>|Khamene'i|\"K\"", "fa=علی خامنه‌ای"]);
    first.entries[1].status = TermStatus::Forbidden;
    (first.note, first.source, first.author) = ("In full\nat first & always".into(), "style".into(), "Mina".into());
    first.review = TermReviewState::Candidate;
    first.attributes.insert("definition (en)".into(), "who?".into());
    let mut writer = TbxWriter::begin(Vec::new()).unwrap();
    writer.term(&first).unwrap();
    let mut unwritable = first.clone();
    unwritable.note = "a\u{1}b".into();
    assert!(writer.term(&unwritable).is_err());
    let file = String::from_utf8(writer.end().unwrap()).unwrap();
    let record = only(&file);
    assert_eq!(record.entries, first.entries);
    assert_eq!(
        (&record.note, record.source.as_ref(), &record.author),
        (&first.note, Some(&first.source), &first.author)
    );
    assert_eq!((record.kind, record.review), (Some(first.kind), Some(first.review)));
    assert_eq!(record.attributes, first.attributes);
    assert_eq!(record.unit_id.as_deref(), Some(&*format!("c{}", first.tag())));
}
