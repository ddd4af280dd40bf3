use super::{read, unit, write};
use crate::format::{Format, OutputFormat, WriteError};
use crate::model::{Language, Unit, UnitStatus};

const XLIFF: OutputFormat = OutputFormat::Xliff;

fn coded() -> Unit {
    let mut coded =
        unit("The {1}port{2} of{/1} Anzali{/2}{3/} {4}is{/4} shut", "بندر{3/} {2}انزلی{/2} {1}{/1} {4}بسته{/4} است");
    for (name, native) in
        [("source.code.1", "<b>"), ("source.code./1", "</b>"), ("source.code.4", "<i>"), ("target.code.4", "<i>")]
    {
        coded.attributes.insert(name.into(), native.into());
    }
    coded
}

/// The source and target elements of a file.
fn sides(file: &str) -> Vec<&str> {
    file.lines().map(str::trim).filter(|line| line.starts_with("<source>") || line.starts_with("<target>")).collect()
}

#[test]
fn a_unit_is_xliff_2_with_what_is_more_as_metadata() {
    let mut one = unit("Rain & wind", "باد و باران");
    (one.status, one.author, one.note) = (UnitStatus::Draft, "Mina".into(), "two\nlines".into());
    one.attributes.insert("desk".into(), "World <1>".into());
    one.older_occurrences = vec![7, u32::MAX];
    let expected = r#"<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0" version="2.1" srcLang="en" trgLang="fa">
  <file id="units" srcDir="ltr" trgDir="rtl" xml:space="preserve">
    <unit id="u17">
      <mda:metadata>
        <mda:metaGroup category="attributes">
          <mda:meta type="desk">World &lt;1&gt;</mda:meta>
        </mda:metaGroup>
        <mda:metaGroup category="hafez">
          <mda:meta type="x-hafez-author">Mina</mda:meta>
          <mda:meta type="x-hafez-created">1970-01-01T00:00:00Z</mda:meta>
          <mda:meta type="x-hafez-updated">1970-01-01T00:00:00Z</mda:meta>
          <mda:meta type="x-hafez-origin">human</mda:meta>
          <mda:meta type="x-hafez-occurrence-1">["",null,null]</mda:meta>
          <mda:meta type="x-hafez-older-occurrences">00000007 ffffffff</mda:meta>
        </mda:metaGroup>
      </mda:metadata>
      <notes>
        <note>two
lines</note>
      </notes>
      <segment state="translated" subState="hafez:draft">
        <source>Rain &amp; wind</source>
        <target>باد و باران</target>
      </segment>
    </unit>
  </file>
</xliff>
"#;
    assert_eq!(write(XLIFF, &[one]).unwrap(), expected);
}

#[test]
fn codes_are_elements_where_reading_gives_them_again() {
    let file = write(XLIFF, &[coded()]).unwrap();
    assert_eq!(
        sides(&file),
        [
            "<source>The <sc id=\"1\" dataRef=\"d1\"/>port<sc id=\"2\"/> of<ec startRef=\"1\" dataRef=\"d2\"/> Anzali\
             <ec startRef=\"2\"/><ph id=\"3\"/> <pc id=\"4\" dataRefStart=\"d3\">is</pc> shut</source>",
            "<target>بندر<ph id=\"3\"/> <pc id=\"2\">انزلی</pc> <sc id=\"1\"/><ec startRef=\"1\"/> \
             <pc id=\"4\" dataRefStart=\"d3\">بسته</pc> است</target>",
        ]
    );
    assert!(file.contains("<data id=\"d1\">&lt;b&gt;</data>"), "{file}");
    assert!(!file.contains("source.code."), "{file}");
    for text in ["{0} of {1} files", "{1}open", "{2/} first", "{01/}"] {
        let file = write(XLIFF, &[unit(text, "پرونده")]).unwrap();
        assert_eq!(sides(&file)[0], format!("<source>{text}</source>"));
    }
}

#[test]
fn characters_that_xml_cannot_hold_are_elements_in_texts_and_refused_elsewhere() {
    let mut one = unit("a\u{1}b {1/}", "ب\u{ffff} {1/}");
    one.attributes.insert("source.code.1".into(), "esc \u{1b}[1m".into());
    let file = write(XLIFF, &[one.clone()]).unwrap();
    assert_eq!(sides(&file)[0], "<source>a<cp hex=\"0001\"/>b <ph id=\"1\" dataRef=\"d1\"/></source>");
    let record = read(Format::Xliff, &file).remove(0);
    assert_eq!((&record.source, &record.target, &record.attributes), (&one.source, &one.target, &one.attributes));
    one.note = "\u{1}".into();
    assert!(matches!(write(XLIFF, &[one]), Err(WriteError::Unwritable(message)) if message.contains("U+0001")));
}

#[test]
fn a_file_has_one_direction() {
    let mut british = unit("colour", "رنگ");
    british.source.language = Language::parse("en-GB").unwrap();
    let Err(WriteError::Unwritable(message)) = write(XLIFF, &[unit("a", "ب"), british]) else { panic!() };
    assert!(message.contains("from en-GB to fa, the file from en to fa"), "{message}");
}

#[test]
fn no_units_are_a_file_nevertheless() {
    let file = write(XLIFF, &[]).unwrap();
    assert!(file.contains("srcLang=\"und\"") && file.contains("<group id=\"none\"/>"), "{file}");
    assert!(read(Format::Xliff, &file).is_empty());
}

#[test]
fn the_state_counts_once_a_tool_has_changed_it() {
    let draft = Unit { status: UnitStatus::Draft, ..unit("a", "ب") };
    let file = write(XLIFF, &[draft]).unwrap();
    let states = [
        ("state=\"final\"", UnitStatus::Approved),
        ("state=\"final\" subState=\"hafez:draft\"", UnitStatus::Approved),
        ("state=\"initial\"", UnitStatus::Draft),
        ("state=\"reviewed\" subState=\"x:y\"", UnitStatus::Reviewed),
        ("state=\"translated\" subState=\"hafez:draft\"", UnitStatus::Draft),
    ];
    for (state, status) in states {
        let changed = file.replace("state=\"translated\" subState=\"hafez:draft\"", state);
        assert_eq!(read(Format::Xliff, &changed)[0].status, Some(status), "{state}");
    }
}
