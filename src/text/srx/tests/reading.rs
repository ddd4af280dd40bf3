//! The XML of rules, whole and broken.

use super::*;

fn parse(text: &str) -> Result<Srx, SrxError> {
    Srx::parse(text.as_bytes())
}

fn simple() -> String {
    file(&[(false, r"\bص\.", " "), (true, r"\.", r"\s")])
}

fn cuts_persian(bytes: &[u8]) {
    let rules = Srx::parse(bytes).unwrap().rules_for(&language("fa")).unwrap().unwrap();
    assert_eq!(rules.cuts("ص. آ. ب").unwrap(), [7]);
}

#[test]
fn any_encoding_that_is_marked_or_declared_is_read() {
    let text = simple();
    let declared = |name: &str| format!("<?xml version='1.0' encoding='{name}'?>{text}");
    let little = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let big = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    cuts_persian(declared("UTF-8").as_bytes());
    cuts_persian(format!("\u{FEFF}{text}").as_bytes());
    cuts_persian(&little(&format!("\u{FEFF}{}", declared("UTF-16"))));
    cuts_persian(&big(&format!("\u{FEFF}{text}")));
    cuts_persian(&little(&declared("UTF-16LE")));
    cuts_persian(&big(&text));
    let windows = declared("windows-1256");
    cuts_persian(&encoding_rs::WINDOWS_1256.encode(&windows).0);
}

#[test]
fn bytes_that_are_not_in_the_encoding_are_refused() {
    assert!(matches!(Srx::parse(b"<srx>\xFF</srx>"), Err(SrxError::Encoding { .. })));
    assert!(matches!(parse("<?xml version='1.0' encoding='klingon'?><srx/>"), Err(SrxError::Encoding { .. })));
}

#[test]
fn a_prefix_for_the_namespace_is_read_and_other_namespaces_are_not() {
    let text = simple().replace("</", "</srx:").replace('<', "<srx:").replace("<srx:/srx:", "</srx:");
    let text = text.replace("<srx:srx ", "<srx:srx xmlns:srx='http://www.lisa.org/srx20' ");
    let other =
        "<o:languagerule languagerulename='all'><o:rule><o:beforebreak>(</o:beforebreak></o:rule></o:languagerule>";
    cuts_persian(text.replace("<srx:languagerules>", &format!("<srx:languagerules>{other}")).as_bytes());
}

#[test]
fn version_one_is_read_with_its_nested_maps() {
    let text = simple().replace("version=\"2.0\"", "version=\"1.0\"");
    let text = text.replace("<maprules>", "<maprules><maprule maprulename='x'>");
    let text = text.replace("</maprules>", "</maprule></maprules>");
    cuts_persian(text.as_bytes());
    let two = text.replace("</maprules>", "<maprule maprulename='y'/></maprules>");
    assert!(parse(&two).unwrap_err().to_string().contains("second <maprule>"));
}

#[test]
fn references_character_data_and_comments_make_one_expression() {
    let text = simple().replace(r"\bص\.", "\\b&#x635;<!-- the letter -->\\<![CDATA[.]]>");
    cuts_persian(text.as_bytes());
}

#[test]
fn entities_of_a_document_type_are_not_expanded() {
    let bomb = "<!DOCTYPE srx [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;'>]>\n";
    let error = parse(&format!("{bomb}{}", simple().replace(r"\.<", "&b;<"))).unwrap_err();
    assert!(matches!(&error, SrxError::Xml { line: 4, .. }), "{error:?}");
    cuts_persian(format!("<!DOCTYPE srx SYSTEM 'srx.dtd'>{}", simple()).as_bytes());
}

#[test]
fn what_is_broken_is_told_with_its_line() {
    let simple = simple();
    for (found, instead, line, word) in [
        ("</srx>", "", 6, "open"),
        ("</maprules>", "</mapsrules>", 6, "broken"),
        ("<srx version=\"2.0\">", "<tmx><srx>", 1, "<tmx>"),
        ("2.0", "3.1", 1, "3.1"),
        ("cascade=\"no\"", "cascade=\"maybe\"", 1, "maybe"),
        ("break=\"yes\"", "break=\"1\"", 4, "break"),
        (
            "languagepattern=\".*\" languagerulename=\"all\"",
            "languagepattern=\".*\" languagerulename=\"none\"",
            6,
            "none",
        ),
        ("languagepattern=\".*\"", "languagepattern=\"(\"", 6, "not closed"),
        ("languagepattern=\".*\"", "", 6, "languagepattern"),
        ("<languagerule languagerulename=\"all\">", "<languagerule>", 2, "languagerulename"),
        ("</languagerule>", "</languagerule><languagerule languagerulename=\"all\"/>", 5, "already"),
        ("<beforebreak>\\.", "<beforebreak><b>x</b>\\.", 4, "<b>"),
    ] {
        assert!(simple.contains(found), "{found}");
        let error = parse(&simple.replace(found, instead)).unwrap_err().to_string();
        assert!(error.contains(word) && error.contains(&format!("line {line}: ")), "{found}: {error}");
    }
}

#[test]
fn what_is_no_rules_at_all_is_refused() {
    for text in ["", "words", "<html/>", "<srx/>", "<srx version='2.0'><body/></srx>", "\0\0"] {
        let error = parse(text).unwrap_err();
        assert!(matches!(error, SrxError::NotSrx { line: 1, .. } | SrxError::Xml { line: 1, .. }), "{text}: {error:?}");
    }
    let deep = "<srx>".repeat(1_000);
    assert!(matches!(parse(&deep), Err(SrxError::Xml { line: 1, .. })));
}
