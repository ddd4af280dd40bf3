//! XLIFF 2.x.

use super::{XLIFF, attributes, items, one, second, texts};
use crate::format::testing::{options, records};
use crate::model::UnitStatus;

fn pair(data: &str, source: &str, target: &str) -> String {
    second(&format!("<unit id='u'>{data}<segment><source>{source}</source><target>{target}</target></segment></unit>"))
}

#[test]
fn each_segment_of_a_unit_is_a_record() {
    let file = second(
        "<group id='g'><unit id='u1' name='lead'><notes><note>Page one</note></notes>\
         <segment id='s1' state='final' subState='x:done'><source>The minister resigned.</source><target>وزیر استعفا کرد.</target></segment>\
         <ignorable><source> </source></ignorable>\
         <segment><source>No reason was given.</source><target>دلیلی گفته نشد.</target></segment></unit></group>",
    );
    let records = records(XLIFF, &file, options("en fa"));
    let ids: Vec<_> = records.iter().map(|record| record.unit_id.as_deref().unwrap()).collect();
    assert_eq!(ids, ["u1#s1", "u1#2"]);
    assert_eq!((records[0].status, records[1].status), (Some(UnitStatus::Approved), None));
    assert_eq!(attributes(&records[0]), ["name: lead", "state: final", "subState: x:done"]);
    assert_eq!((records[1].note.as_str(), records[1].document.as_str()), ("Page one", "port.md"));
    assert_eq!(records[0].next_source.as_deref(), Some("No reason was given."));
    assert_eq!(records[1].previous_source.as_deref(), Some("The minister resigned."));
}

#[test]
fn what_is_not_translated_is_a_problem_unless_it_need_not_be() {
    let unit = |attributes: &str, target: &str| {
        second(&format!(
            "<group translate='no'><unit id='1' {attributes}><segment><source>a</source>{target}</segment></unit></group>"
        ))
    };
    assert_eq!(items(&unit("translate='yes'", ""), "en fa"), ["!EMPTY_TARGET a"]);
    assert_eq!(items(&unit("translate='yes'", "<target/>"), "en fa"), ["!EMPTY_TARGET a"]);
    assert!(items(&unit("", ""), "en fa").is_empty());
    assert_eq!(items(&unit("", "<target>ب</target>"), "en fa"), ["en a|fa ب"]);
}

#[test]
fn codes_are_numbered_alike_on_both_sides() {
    for (source, target, expected) in [
        ("<pc id='1'>a</pc><ph id='2'/>", "<ph id='2'/><pc id='1'>b</pc>", "{1}a{/1}{2/}|{2/}{1}b{/1}"),
        ("<sc id='1'/>a<ec startRef='1'/>", "<pc id='1'>b</pc>", "{1}a{/1}|{1}b{/1}"),
        ("a<ec id='4' isolated='yes'/>", "<ec id='4' isolated='yes'/>b", "a{1/}|{1/}b"),
        ("<sc id='1'/><sc id='2'/>a<ec startRef='1'/><ec startRef='2'/>", "b", "{1}{2}a{/1}{/2}|b"),
        ("<mrk id='m' type='term'>a</mrk><sm id='n'/>b<em startRef='n'/>", "c", "ab|c"),
        ("a<cp hex='200C'/>b", "c", "a\u{200c}b|c"),
    ] {
        assert_eq!(texts(&pair("", source, target)), expected);
    }
    assert_eq!(items(&pair("", "a<cp hex='D800'/>", "b"), "en fa"), ["!UNKNOWN_ENTITY a"]);
    assert_eq!(items(&pair("", "a<cp hex='0000'/>", "b"), "en fa"), ["!UNKNOWN_ENTITY a"]);
}

#[test]
fn native_codes_come_from_the_original_data() {
    let data =
        "<originalData><data id='d1'>&lt;b></data><data id='d2'>&lt;/b></data><data id='d3'>%s</data></originalData>";
    let source =
        "<pc id='1' dataRefStart='d1' dataRefEnd='d2'>a</pc><ph id='2' dataRef='d3'/><ph id='3' dataRef='none'/>";
    let target =
        "<sc id='1' dataRef='d1'/>b<ec startRef='1' dataRef='d2'/><pc id='9' dataRefStart='d1' dataRefEnd='d2'/>";
    let record = one(&pair(data, source, target));
    assert_eq!(record.target.text, "{1}b{/1}{2/}");
    assert_eq!(
        attributes(&record),
        [
            "source.code./1: </b>",
            "source.code.1: <b>",
            "source.code.2: %s",
            "source.code.3: <ph id='3' dataRef='none'/>",
            "target.code./1: </b>",
            "target.code.1: <b>",
            "target.code.2: <b></b>",
        ],
    );
}

#[test]
fn suggestions_are_no_records_whatever_their_prefix() {
    let matches = "<mtc:matches><mtc:match><source>x</source><target>y</target></mtc:match></mtc:matches>";
    assert_eq!(items(&pair(matches, "a", "b"), "en fa"), ["en a|fa b"]);
}

#[test]
fn a_root_with_a_prefix_gives_it_to_the_others() {
    let file = pair("<o:note>theirs</o:note><x:notes><x:note>ours</x:note></x:notes>", "a", "b");
    let names = ["xliff", "file", "unit", "segment", "source", "target"];
    let file = names.iter().fold(file, |file, name| {
        file.replace(&format!("<{name}"), &format!("<x:{name}")).replace(&format!("</{name}"), &format!("</x:{name}"))
    });
    let record = one(&file);
    assert_eq!((record.source.text.as_str(), record.note.as_str()), ("a", "ours"));
}

#[test]
fn metadata_are_attributes_whatever_their_prefix() {
    for (prefix, declared) in [("mda:", ""), ("m1:", ""), ("", " xmlns='urn:oasis:names:tc:xliff:metadata:2.0'")] {
        let metadata = format!(
            "<{prefix}metadata{declared}><{prefix}metaGroup category='desk'><{prefix}meta type='desk'>World</{prefix}meta>\
             <{prefix}metaGroup><{prefix}meta type='desk'>Iran</{prefix}meta></{prefix}metaGroup></{prefix}metaGroup></{prefix}metadata>"
        );
        assert_eq!(attributes(&one(&pair(&metadata, "a", "b"))), ["desk: World\nIran"], "{prefix}");
    }
}

#[test]
fn a_native_code_may_have_characters_that_xml_cannot_hold() {
    let data = "<originalData><data id='d'>a<cp hex='001B'/>b</data></originalData>";
    assert_eq!(attributes(&one(&pair(data, "<ph id='1' dataRef='d'/>a", "b"))), ["source.code.1: a\u{1b}b"]);
    let data = data.replace("001B", "D800");
    assert_eq!(items(&pair(&data, "a", "b"), "en fa"), ["!UNKNOWN_ENTITY a"]);
}
