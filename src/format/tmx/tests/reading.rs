use super::{TMX, items, one, pair, texts, tmx};
use crate::format::testing::{messages, options, read};

#[test]
fn a_unit_becomes_a_record_that_says_where_it_was() {
    let file =
        tmx("<tu\n tuid='7'>\n<tuv lang='EN_us'><seg>Rain</seg></tuv><tuv xml:lang='fa'><seg>باران</seg></tuv></tu>");
    let end = file.find("\n</body>").unwrap();
    assert_eq!(read(TMX, file.as_bytes(), options("en fa")), [format!("2.1.{end} en-US Rain|fa باران")]);
    assert_eq!(one(&file).unit_id.as_deref(), Some("7"));
}

#[test]
fn the_direction_asked_for_decides_what_makes_a_pair() {
    let unit = "<tu><tuv xml:lang='en-US'><seg>colour</seg></tuv><tuv xml:lang='en-GB'><seg>colour!</seg></tuv>\
                <tuv xml:lang='fa'><seg>رنگ</seg></tuv><tuv xml:lang='fa-AF'><seg>گونه</seg></tuv>\
                <tuv xml:lang='de'><seg>Farbe</seg></tuv></tu>";
    for (languages, expected) in [
        (
            "en fa",
            &["en-US colour|fa رنگ", "en-US colour|fa-AF گونه", "en-GB colour!|fa رنگ", "en-GB colour!|fa-AF گونه"][..],
        ),
        ("de en-GB", &["de Farbe|en-GB colour!"]),
        ("en en-GB", &["en-US colour|en-GB colour!"]),
        ("- de", &["en-US colour|de Farbe"]),
        ("de -", &["de Farbe|en-US colour", "de Farbe|en-GB colour!", "de Farbe|fa رنگ", "de Farbe|fa-AF گونه"]),
        (
            "- -",
            &["en-US colour|en-GB colour!", "en-US colour|fa رنگ", "en-US colour|fa-AF گونه", "en-US colour|de Farbe"],
        ),
        ("en fr", &["!MISSING_LANGUAGE colour"]),
        ("fr en", &["!MISSING_LANGUAGE colour"]),
        ("de de", &["!MISSING_LANGUAGE colour"]),
    ] {
        assert_eq!(items(&tmx(unit), languages), expected, "{languages}");
    }
}

#[test]
fn the_units_srclang_wins_over_the_headers_and_may_be_less_precise_than_the_text() {
    for (header, unit, source) in
        [("fa", "en", "en-US"), ("en", "", "en-US"), ("en-GB", "", "en-US"), ("*all*", "fa", "fa")]
    {
        let said = if unit.is_empty() { String::new() } else { format!("srclang='{unit}'") };
        let file = tmx(&format!(
            "<tu {said}><tuv xml:lang='fa'><seg>a</seg></tuv><tuv xml:lang='en-US'><seg>b</seg></tuv></tu>"
        ));
        let file = file.replace("<header srclang='en-US'/>", &format!("<header srclang='{header}'/>"));
        assert_eq!(one(&file).source.language.as_str(), source);
    }
}

#[test]
fn without_a_source_language_the_unit_says_what_to_do() {
    for header in ["<header srclang='*all*'/>", "<header/>", ""] {
        let file = pair("a", "b").replace("<header srclang='en-US'/>", header);
        let message = "line 2: the file does not say which language is the source (srclang); \
                       say from which language to which";
        assert_eq!(messages(TMX, file.as_bytes(), options("- fa")), [message]);
        assert_eq!(items(&file, "en fa"), ["en-US a|fa b"]);
    }
}

#[test]
fn text_is_kept_as_it_stands_but_for_nfc_and_entities() {
    let expected = ("  a &<>\"' é😀\n b ".to_owned(), "<b> & &amp; c".to_owned());
    let source = "  a &amp;&lt;&gt;&quot;&apos; e&#x301;&#128512;\r\n b ";
    assert_eq!(texts(source, "<![CDATA[<b> & &amp;]]><!-- not this --> c"), expected);
}

#[test]
fn codes_are_numbered_alike_on_both_sides() {
    for (source, target, expected) in [
        (
            "<bpt i='5'>&lt;b></bpt>x<ept i='5'>&lt;/b></ept> <ph/>",
            "<ph/> <bpt i='5'/>y<ept i='5'/>",
            "{1}x{/1} {2/}|{2/} {1}y{/1}",
        ),
        ("<ph x='9'/>a<ph x='4'/>", "<ph x='4'/>b<ph x='9'/>", "{1/}a{2/}|{2/}b{1/}"),
        ("<ph>&lt;br/></ph>a<ph>%s</ph>", "<ph>%s</ph>b<ph>&lt;br/></ph>", "{1/}a{2/}|{2/}b{1/}"),
        ("a <hi x='1'>b</hi>", "<it pos='begin'>i</it>c <hi>d</hi>", "a {1}b{/1}|{2/}c {1}d{/1}"),
        ("<bpt i='1'/><bpt i='2'/>x<ept i='2'/><ept i='1'/>", "y", "{1}{2}x{/2}{/1}|y"),
        ("<ept i='1'/>x<bpt i='1'/>", "y<ut>z</ut>", "{1/}x{2/}|y{1/}"),
        ("<g id='1'>a</g><x id='2'/><t5:n/>", "b", "{1}a{/1}{2/}{3/}|b"),
        ("a<ph>&lt;img alt='<sub>b <ph>c</ph></sub>'></ph>", "d", "a{1/}|d"),
    ] {
        let (found_source, found_target) = texts(source, target);
        assert_eq!(format!("{found_source}|{found_target}"), expected);
    }
}

#[test]
fn native_codes_are_kept_as_attributes() {
    let file =
        pair("<bpt i='1'>&lt;b></bpt>x<ept i='1'>&lt;/b></ept><ph>alt=<sub>cat</sub></ph><x id='7'/>", "<ph>{0}</ph>y");
    let attributes: Vec<String> = one(&file).attributes.iter().map(|(k, v)| format!("{k}: {v}")).collect();
    assert_eq!(
        attributes,
        [
            "source.code./1: </b>",
            "source.code.1: <b>",
            "source.code.2: alt=cat",
            "source.code.3: <x id='7'/>",
            "target.code.2: {0}"
        ],
    );
}

#[test]
fn what_is_said_about_a_unit_is_kept() {
    let record =
        one(&tmx("<tu tuid='u1' creationid='ali' creationdate='20161208T211055Z' changedate='once'><note>one</note>\
         <prop type='desk'>World</prop><prop type='desk'>Iran</prop><prop>x</prop>\
         <tuv xml:lang='en-US' creationid='nobody'><prop type='file'>a.md</prop><seg>a</seg></tuv>\
         <tuv xml:lang='fa' changeid='sara' creationdate='20240101T000000Z'><note>two</note><seg>b</seg></tuv></tu>"));
    assert_eq!((record.author.as_str(), record.note.as_str()), ("sara", "one\ntwo"));
    assert_eq!(record.created.unwrap().to_string(), "2024-01-01T00:00:00Z");
    assert_eq!(record.updated, None);
    let attributes: Vec<String> = record.attributes.iter().map(|(k, v)| format!("{k}: {v}")).collect();
    assert_eq!(attributes, ["changedate: once", "desk: World\nIran", "prop: x", "source.file: a.md"]);
}

#[test]
fn encodings_are_those_of_the_mark_or_the_declaration() {
    let file = |label: &str| format!("<?xml version=\"1.0\" encoding='{label}'?>\n{}", pair("é", "é"));
    let wide = |text: &str, bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let marked = |label| format!("\u{feff}{}", file(label));
    for bytes in [
        file("UTF-8").into_bytes(),
        marked("us-ascii").into_bytes(),
        wide(&marked("utf-16"), u16::to_le_bytes),
        wide(&marked("UTF-8"), u16::to_be_bytes),
        wide(&file("UTF-16LE"), u16::to_le_bytes),
        wide(&file("UTF-16BE"), u16::to_be_bytes),
        file("UTF-16").into_bytes(),
        file("windows-1252")
            .replace('é', "\u{1}")
            .into_bytes()
            .iter()
            .map(|b| if *b == 1 { 0xe9 } else { *b })
            .collect(),
    ] {
        let read = read(TMX, &bytes, options("en fa"));
        let end = bytes.len() - (if bytes.contains(&0) { 2 } else { 1 }) * "\n</body></tmx>".len();
        assert_eq!(read, [format!("3.1.{end} en-US é|fa é")]);
    }
}

#[test]
fn neighbours_are_taken_from_the_properties_of_tools_and_stay_there() {
    for [before, behind] in [["prev", "next"], ["x-context-pre", "x-context-post"]] {
        let file = tmx(&format!(
            "<tu><prop type='{before}'>Rain fell.</prop><tuv xml:lang='en-US'><prop type='{behind}'/><seg>a</seg></tuv>\
             <tuv xml:lang='fa'><seg>b</seg></tuv></tu>"
        ));
        let record = one(&file);
        assert_eq!((record.previous_source.as_deref(), record.next_source.as_deref()), (Some("Rain fell."), Some("")));
        assert_eq!(record.attributes[before], "Rain fell.");
    }
    assert_eq!(one(&pair("a", "b")).previous_source, None);
}
