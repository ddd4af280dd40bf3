//! XLIFF 1.2.

use super::{XLIFF, attributes, items, old, old_pair, one, texts};
use crate::format::testing::{messages, options, read, records};
use crate::model::UnitStatus;

#[test]
fn a_unit_becomes_a_record_that_says_where_it_was() {
    let file = old("<trans-unit\n id='7' resname='lead'>\n<source>The port reopened.</source>\
         <target>بندر بازگشایی شد.</target></trans-unit>");
    let end = file.find("\n</body>").unwrap();
    let expected = format!("2.1.{end} en The port reopened.|fa بندر بازگشایی شد.");
    assert_eq!(read(XLIFF, file.as_bytes(), options("en fa")), [expected]);
    let record = one(&file);
    assert_eq!((record.unit_id.as_deref(), record.document.as_str()), (Some("7"), "port.md"));
    assert_eq!(attributes(&record), ["resname: lead"]);
}

#[test]
fn languages_are_those_of_the_texts_then_of_the_file_then_those_asked_for() {
    let pair = old_pair("Rain", "باران");
    let said = pair.replace("<source>", "<source xml:lang='en-GB'>").replace("<target>", "<target xml:lang='fa-AF'>");
    let silent = pair.replace(" target-language='fa'", "");
    for (file, languages, expected) in [
        (&pair, "- -", "en Rain|fa باران"),
        (&said, "en fa", "en-GB Rain|fa-AF باران"),
        (&silent, "en fa-IR", "en Rain|fa-IR باران"),
        (&silent, "en -", "!MISSING_LANGUAGE Rain"),
        (&pair, "fa en", "!MISSING_LANGUAGE Rain"),
        (&pair, "en-US fa", "!MISSING_LANGUAGE Rain"),
        (&said.replace("fa-AF", "Klingon!"), "en fa", "!UNKNOWN_LANGUAGE Rain"),
    ] {
        assert_eq!(items(file, languages), [expected], "{languages}");
    }
    let wrong = messages(XLIFF, pair.as_bytes(), options("fa en"));
    assert_eq!(wrong, ["line 2: the source is in en, not in fa; ask for that language instead"]);
}

#[test]
fn segments_are_paired_by_their_ids() {
    let unit = |target: &str| {
        old(&format!(
            "<trans-unit id='9'><source>Rain fell. Roads closed.</source><seg-source><g id='1'><mrk mtype='seg' mid='a'>Rain \
             fell.</mrk> <mrk mtype='seg' mid='b'>Roads <g id='2'>closed</g>.</mrk></g></seg-source>\
             <target>{target}</target></trans-unit>"
        ))
    };
    let seg = |mid: &str, text: &str| format!("<mrk mtype='seg' mid='{mid}'>{text}</mrk>");
    let (a, b) = (seg("a", "باران بارید."), seg("b", "راه‌ها <g id='2'>بسته</g> شد."));
    let both = ["en Rain fell.|fa باران بارید.", "en Roads {1}closed{/1}.|fa راه‌ها {1}بسته{/1} شد."];
    assert_eq!(items(&unit(&format!("{a} {b}")), "en fa"), both);
    assert_eq!(items(&unit(&format!("<g id='1'>{b} {a}</g>")), "en fa"), both);
    assert_eq!(items(&unit(&a), "en fa"), [both[0], "!EMPTY_TARGET Roads {1}closed{/1}."]);
    assert_eq!(
        items(&unit(&format!("{a}{}", seg("b", "<g id='2'/>"))), "en fa")[1],
        "!EMPTY_TARGET Roads {1}closed{/1}."
    );
    let strange = items(&unit(&format!("{a}{b}{}", seg("c", "تمام"))), "en fa");
    assert_eq!(strange, [both[0], both[1], "!EMPTY_SOURCE "]);
    let refused = messages(XLIFF, unit(&format!("{a}{}", seg("c", "تمام"))).as_bytes(), options("en fa"));
    assert_eq!(
        refused,
        [
            "line 2: there is no target: the text is not translated yet; translate it, or take the unit out",
            "line 2: the target has a segment `c` that the source has not; give both the same ids"
        ],
    );
    let ids: Vec<_> =
        records(XLIFF, &unit(&format!("{a}{b}")), options("- -")).into_iter().map(|r| r.unit_id).collect();
    assert_eq!(ids, [Some("9#a".to_owned()), Some("9#b".to_owned())]);
}

#[test]
fn what_is_not_cut_alike_stays_whole() {
    let unit = |segmented: &str, target: &str| {
        old(&format!(
            "<trans-unit id='9'><source>A. B.</source><seg-source>{segmented}</seg-source><target>{target}</target></trans-unit>"
        ))
    };
    let cut = "<mrk mtype='seg' mid='1'>A.</mrk> <mrk mtype='seg' mid='2'>B.</mrk>";
    let expected = ["en A. B.|fa الف. ب."];
    assert_eq!(items(&unit(cut, "الف. ب."), "en fa"), expected);
    let stray = "<mrk mtype='seg' mid='1'>الف.</mrk> ب<mrk mtype='seg' mid='2'>.</mrk>";
    assert_eq!(items(&unit(cut, stray), "en fa"), expected);
    assert_eq!(items(&unit(cut, ""), "en fa"), ["!EMPTY_TARGET A.", "!EMPTY_TARGET B."]);
    let twice = "<mrk mtype='seg' mid='1'>A.</mrk><mrk mtype='seg' mid='1'>B.</mrk>";
    assert_eq!(items(&unit(twice, &twice.replace('A', "الف")), "en fa"), ["en A.|fa الف.", "en B.|fa B."]);
}

#[test]
fn what_is_not_translated_is_a_problem_unless_it_need_not_be() {
    for (attributes, inside, expected) in [
        ("", "<source>Rain</source>", &["!EMPTY_TARGET Rain"][..]),
        ("", "<source>Rain</source><target/>", &["!EMPTY_TARGET Rain"]),
        ("", "<source>Rain</source><target> <x id='1'/></target>", &["!EMPTY_TARGET Rain"]),
        ("", "<source><x id='1'/></source><target><x id='1'/></target>", &["en {1/}|fa {1/}"]),
        ("", "<source/><target>باران</target>", &["!EMPTY_SOURCE "]),
        ("", "<target>باران</target>", &["!EMPTY_SOURCE "]),
        ("", "", &["!EMPTY_SOURCE "]),
        ("translate='no'", "<source>%d</source>", &[]),
        ("translate='no'", "<source>%d</source><target>%d</target>", &[]),
        ("translate='no'", "<source>Rain</source><target>باران</target>", &["en Rain|fa باران"]),
    ] {
        let file = old(&format!("<trans-unit id='1' {attributes}>{inside}</trans-unit>"));
        assert_eq!(items(&file, "en fa"), expected, "{inside}");
    }
}

#[test]
fn codes_are_numbered_alike_on_both_sides() {
    for (source, target, expected) in [
        ("<g id='4'>a</g><x id='5'/>", "<x id='5'/><g id='4'>b</g>", "{1}a{/1}{2/}|{2/}{1}b{/1}"),
        (
            "<bpt id='1' rid='3'/>a<ept id='2' rid='3'/>",
            "<bpt id='1' rid='9'/>b<ept id='2' rid='9'/>",
            "{1}a{/1}|{1}b{/1}",
        ),
        ("<bx id='1'/>a<ex id='1'/>", "b<bx id='1'/>", "{1}a{/1}|b{1/}"),
        ("<bpt id='1'>a</bpt>b", "c<ept id='1'>d</ept>", "{1/}b|c{1/}"),
        ("a<it id='2' pos='open'/>", "<ph id='7'/><it id='2' pos='open'/>b", "a{1/}|{2/}{1/}b"),
        ("<ph id='1'>x<sub>y<ph id='2'>z</ph></sub></ph>a", "b", "{1/}a|b"),
        ("a<mrk mtype='term'>b <mrk mtype='protected'>c</mrk></mrk>", "d", "ab c|d"),
        ("<ph id='1'/>a<ph id='1'/>", "<ph id='1'/>b<ph id='1'/>", "{1/}a{2/}|{1/}b{2/}"),
        ("<g id='1'/>a", "<g id='1'></g>b", "{1/}a|{1/}b"),
        ("a <b:hi>c</b:hi>", "d", "a {1}c{/1}|d"),
    ] {
        assert_eq!(texts(&old_pair(source, target)), expected);
    }
}

#[test]
fn native_codes_are_kept_as_attributes() {
    let source = "<bpt id='1'>&lt;b></bpt>a<ept id='1'>&lt;/b></ept><g id='2' ctype='i'>c</g><x id='3'/><ph id='4'>%s<sub>d</sub></ph>";
    assert_eq!(
        attributes(&one(&old_pair(source, "<x id='3'/>b"))),
        [
            "source.code./1: </b>",
            "source.code./2: </g>",
            "source.code.1: <b>",
            "source.code.2: <g id='2' ctype='i'>",
            "source.code.3: <x id='3'/>",
            "source.code.4: %sd",
            "target.code.3: <x id='3'/>",
        ],
    );
}

#[test]
fn status_is_what_the_file_says() {
    use UnitStatus::{Approved, Draft, Reviewed};
    for (unit, target, status) in [
        ("", "", None),
        ("approved='yes'", "", Some(Approved)),
        ("approved='yes'", "state='needs-review-translation'", Some(Draft)),
        ("approved='no'", "", Some(Draft)),
        ("approved='no'", "state='translated'", Some(Reviewed)),
        ("", "state='signed-off' state-qualifier='leveraged-mt'", Some(Approved)),
        ("", "state='final'", Some(Approved)),
        ("", "state='new'", Some(Draft)),
        ("", "state='translated' state-qualifier='fuzzy-match'", Some(Draft)),
        ("", "state='x-ours'", None),
        ("mq:status='ManuallyConfirmed'", "", Some(Reviewed)),
        ("mq:status='Proofread'", "", Some(Approved)),
        ("mq:status='MachineTranslated'", "", Some(Draft)),
        ("m:confirmed='1'", "", Some(Reviewed)),
    ] {
        let file = old_pair("a", "b").replace("id='u'", unit).replace("<target>", &format!("<target {target}>"));
        assert_eq!(one(&file).status, status, "{unit} {target}");
    }
    let file = old_pair("a", "b").replace("<target>", "<target state='x-ours' state-qualifier='exact-match'>");
    assert_eq!(attributes(&one(&file)), ["state: x-ours", "state-qualifier: exact-match"]);
}

#[test]
fn notes_and_contexts_are_kept_and_suggestions_are_not() {
    let file =
        old("<trans-unit id='1'><source>Rain</source><target>باران</target><note>Headline</note><note>Short</note>\
         <alt-trans><source>Rain!</source><target>بارش &nbsp;</target><note>no</note></alt-trans>\
         <context-group><context context-type='x-desk'>World</context></context-group></trans-unit>");
    let record = one(&file);
    assert_eq!(record.note, "Headline\nShort");
    assert_eq!(attributes(&record), ["context.x-desk: World"]);
    assert_eq!(record.target.text, "باران");
}

#[test]
fn neighbours_are_the_sources_beside_it_in_the_same_file() {
    let unit =
        |source: &str, target: &str| format!("<trans-unit id='1'><source>{source}</source>{target}</trans-unit>");
    let done = "<target>ت</target>";
    let file = old(&[unit("A", done), unit(" ", ""), unit("B", ""), unit("C", done)].concat());
    let file = file.replace(
        "</file>",
        &format!("</file><file source-language='en' target-language='fa'>{}</file>", unit("D", done)),
    );
    let file = file.replace(&format!("'fa'>{}", unit("D", done)), &format!("'fa'><body>{}</body>", unit("D", done)));
    let records = crate::format::Reader::new(XLIFF, file.as_bytes(), options("- -")).filter_map(Result::ok);
    let around: Vec<_> = records.map(|r| (r.previous_source.unwrap(), r.source.text, r.next_source.unwrap())).collect();
    let expected = [("", "A", "B"), ("B", "C", ""), ("", "D", "")];
    assert_eq!(around, expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())));
    let order: Vec<String> = items(&file, "en fa").iter().map(|line| line.chars().take(6).collect()).collect();
    assert_eq!(order, ["en A|f", "!EMPTY", "!EMPTY", "en C|f", "en D|f"]);
}

#[test]
fn a_unit_that_cannot_be_read_is_no_known_neighbour() {
    let file = old("<trans-unit id='1'><source>A</source><target>ا</target></trans-unit>\
         <trans-unit id='2'><source>&b;</source><target>ب</target></trans-unit>\
         <trans-unit id='3'><source>C</source><target>ج</target></trans-unit>");
    let items: Vec<_> = crate::format::Reader::new(XLIFF, file.as_bytes(), options("- -")).collect();
    let (first, last) = (items[0].as_ref().unwrap(), items[2].as_ref().unwrap());
    assert_eq!((first.previous_source.as_deref(), first.next_source.as_deref()), (Some(""), None));
    assert_eq!((last.previous_source.as_deref(), last.next_source.as_deref()), (None, Some("")));
}

#[test]
fn many_empty_units_are_not_held_back() {
    let empty = "<trans-unit id='1'><source/></trans-unit>".repeat(1000);
    let unit = "<trans-unit id='1'><source>A</source><target>ا</target></trans-unit>";
    let records: Vec<_> =
        crate::format::Reader::new(XLIFF, old(&format!("{unit}{empty}{unit}")).as_bytes(), options("- -"))
            .filter_map(Result::ok)
            .collect();
    assert_eq!((records[0].next_source.as_deref(), records[1].previous_source.as_deref()), (None, Some("A")));
}
