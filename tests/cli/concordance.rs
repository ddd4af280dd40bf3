use super::*;

const MORE: &str = "\
The ferries of the harbour stayed there.\tکشتی‌های بندر آنجا ماندند.
The school of the harbour\tمدرسه بندر
";

fn desk() -> Desk {
    let desk = Desk::with_news();
    let file = desk.file("more.tsv", MORE);
    assert_eq!(desk.import(&[&file]).code, Some(0));
    desk
}

fn concordance(desk: &Desk, more: &[&str]) -> Run {
    desk.run(&[&["concordance", "--from", "en", "--to", "fa"], more].concat())
}

#[test]
fn people_see_the_units_with_the_words_marked() {
    let desk = desk();
    let output = concordance(&desk, &["ferries stay*"]).ok();
    let expected = "\
memories/news/units/1
    [Ferries] [stayed] in harbour.
    کشتی‌ها در بندر ماندند.
memories/news/units/3
    The [ferries] of the harbour [stayed] there.
    کشتی‌های بندر آنجا ماندند.
";
    assert_eq!(output, expected);
    assert!(concordance(&desk, &["\"the harbour\""]).ok().contains("The school of [the harbour]\n"));
    assert_eq!(concordance(&desk, &["snow"]).ok(), "nothing found\n");
}

#[test]
fn persian_is_searched_and_marked_in_either_text() {
    let desk = desk();
    let output = concordance(&desk, &["--in", "target", "كشتي ها"]).ok();
    // A mark of direction makes the bracket a part of the Persian text.
    assert_eq!(output, "memories/news/units/1\n    Ferries stayed in harbour.\n    \u{200F}[کشتی‌ها] در بندر ماندند.\n");
    let turned = desk.run(&["concordance", "--from", "fa", "--to", "en", "مدرس*"]).ok();
    assert!(turned.contains("memories/news/units/4  (turned round)\n    \u{200F}[مدرسه] بندر\n"), "{turned}");
}

#[test]
fn a_limit_says_that_there_is_more() {
    let desk = desk();
    let output = concordance(&desk, &["--limit", "2", "harbour"]).ok();
    assert_eq!(output.matches("memories/news/units/").count(), 2);
    assert!(output.ends_with("… and more; --limit shows them\n"), "{output}");
    assert!(!concordance(&desk, &["--limit", "3", "harbour"]).ok().contains("more"));
}

#[test]
fn json_is_the_answer_of_the_api() {
    let desk = desk();
    let answer = concordance(&desk, &["--json", "--limit", "2", "harbour"]).one_json();
    has_keys(&answer, &["hits", "nextPageToken"]);
    let hits = answer["hits"].as_array().unwrap();
    assert_eq!(hits.len(), 2);
    has_keys(&hits[0], &["unit", "reversed", "spans"]);
    has_keys(&hits[0]["spans"][0], &["start", "end"]);
    assert_ne!(answer["nextPageToken"], "");
}

#[test]
fn options_narrow_the_concordance() {
    let desk = desk();
    desk.run(&["memory", "create", "sport"]).ok();
    let add = ["unit", "add", "--memory", "sport", "--from", "en", "--to", "fa", "--status", "draft"];
    desk.run(&[&add[..], &["A harbour race", "مسابقه بندر"]].concat()).ok();
    let count = |more: &[&str]| {
        let answer = concordance(&desk, &[more, &["--json", "harbour"]].concat()).one_json();
        answer["hits"].as_array().unwrap().len()
    };
    assert_eq!(count(&[]), 4);
    assert_eq!(count(&["--memory", "sport"]), 1);
    assert_eq!(count(&["--memory", "sport", "--memory", "news"]), 4);
    assert_eq!(count(&["--status", "approved"]), 3);
    assert_eq!(count(&["--status", "draft", "--status", "approved"]), 4);
    concordance(&desk, &["--memory", "spor", "harbour"]).fails(1, &["did you mean memories/sport?"]);
}

#[test]
fn what_cannot_be_looked_for_is_told_in_one_line() {
    let desk = desk();
    concordance(&desk, &["k*"]).fails(1, &["text", "`k*` is too short"]);
    concordance(&desk, &["?!"]).fails(1, &["text", "no word"]);
    assert_eq!(concordance(&desk, &[]).code, Some(2));
    assert_eq!(concordance(&desk, &["--in", "both", "harbour"]).code, Some(2));
    let help = run(&["concordance", "--help"]).ok();
    for example in ["khamene*", "\"prime minister\"", "--in", "--status"] {
        assert!(help.contains(example), "{example}: {help}");
    }
}
