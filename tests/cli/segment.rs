use super::*;

#[test]
fn plain_is_one_segment_a_line_and_leaves_no_word_out() {
    let persian = "باران بارید. جاده‌ها بسته شد؛ مدارس باز ماند.\n\nدکتر کریمی گفت: «خطر گذشت.»\n";
    let english = "Dr. Karimi spoke. “It is over,” she said.\r\n\r\nNobody was hurt.\r\n";
    for (language, text, lines) in [("fa", persian, 3), ("en", english, 3)] {
        let arguments = ["segment", "--language", language, "--format", "text", "--plain", "-"];
        let output = run_with_input(hafez().args(arguments), text.as_bytes()).ok();
        assert_eq!(output.lines().count(), lines, "{output}");
        assert_eq!(visible(&output), visible(text));
        assert!(!output.contains('\r'));
    }
}

#[test]
fn a_segment_over_several_lines_is_printed_on_one() {
    let wrapped = "The ministers of the three countries met in the\ncapital on Monday to talk about water.\n";
    let arguments = ["segment", "--language", "en", "--plain", "-"];
    let output = run_with_input(hafez().args(arguments), wrapped.as_bytes()).ok();
    assert_eq!(output, "The ministers of the three countries met in the capital on Monday to talk about water.\n");
}

#[test]
fn json_has_the_names_of_the_api() {
    let desk = Desk::new();
    let file = desk.file("storm.md", ARTICLE);
    let answer = run(&["segment", "--json", &file]).one_json();
    let segments = answer["segments"].as_array().unwrap();
    assert_eq!(segments.len(), 5);
    for segment in segments {
        has_keys(segment, &["text", "kind", "start", "end"]);
        let range = segment["start"].as_u64().unwrap() as usize..segment["end"].as_u64().unwrap() as usize;
        assert_eq!(segment["text"], ARTICLE[range]);
    }
    assert_eq!((&segments[0]["kind"], &segments[4]["repetitionOf"]), (&"BLOCK_KIND_HEADLINE".into(), &3.into()));
}

#[test]
fn people_see_what_kind_each_segment_is() {
    let desk = Desk::new();
    let output = run(&["segment", &desk.file("storm.md", ARTICLE)]).ok();
    let first = output.lines().next().unwrap();
    assert!(first.contains("headline") && first.ends_with("Storm Closes Ports On The Caspian Coast"), "{first}");
    assert!(output.lines().last().unwrap().ends_with("(as 4)"), "{output}");
}

#[test]
fn the_language_is_told_from_the_letters() {
    let output = run_with_input(hafez().args(["segment", "--plain", "-"]), "آیا رفت؟ نه.".as_bytes()).ok();
    assert_eq!(output, "آیا رفت؟\nنه.\n");
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_first_segment() {
    let arguments = ["segment", "--language", "en", "--plain", "-"];
    let output = run_with_input(hafez().args(arguments), "\u{FEFF}Rain fell. It stopped.\n".as_bytes()).ok();
    assert_eq!(output, "Rain fell.\nIt stopped.\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_can_do_it() {
    let server = Server::start();
    let desk = Desk::new();
    let file = desk.file("storm.md", ARTICLE);
    let output = run(&["segment", "--plain", "--server", &server.url(), &file]).ok();
    assert_eq!(output, run(&["segment", "--plain", &file]).ok());
}
