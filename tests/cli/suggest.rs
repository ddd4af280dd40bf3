use hafez::rpc::v1;

use super::common::{Server, occurrence, unit};
use super::*;

#[test]
fn json_of_a_text_has_the_names_of_the_api() {
    let desk = Desk::with_news();
    let answer = desk.suggest(&["--json", "--text", "Ferries stayed in harbor."]).one_json();
    let suggestion = &answer["suggestions"][0];
    let fields = ["unit", "score", "matchType", "penalties", "wordScore", "characterScore", "difference"];
    has_keys(suggestion, &fields);
    has_keys(suggestion, &["adaptedTarget", "reversed", "context"]);
    has_keys(&suggestion["unit"], &["name", "source", "target", "status", "origin"]);
    assert_eq!(suggestion["unit"]["source"]["language"], "en");
    assert_eq!(suggestion["matchType"], "MATCH_TYPE_FUZZY");
    has_keys(&answer, &["suggestions", "terms"]);
}

#[test]
fn json_of_an_article_is_one_message_a_line_with_the_statistics_last() {
    let desk = Desk::with_news();
    let file = desk.file("storm.md", ARTICLE);
    let answers = desk.suggest(&["--json", &file]).json();
    let (last, before) = answers.split_last().unwrap();
    assert_eq!(before.len(), 5);
    before.iter().for_each(|answer| has_keys(answer, &["segment", "suggestions", "terms"]));
    assert_eq!(before[3]["suggestions"][0]["score"], 100.0);
    assert_eq!(last["statistics"]["segments"], 5);
    let from_input = desk.run_with_input(&["suggest", "--from", "en", "--to", "fa", "--json", "-"], ARTICLE);
    assert_eq!(from_input.json(), answers);
}

#[test]
fn people_see_score_source_and_target() {
    let desk = Desk::with_news();
    let output = desk.suggest(&["--text", "Schools stay shut."]).ok();
    for word in ["100%", "exact", "used once", "Schools stay shut.", "مدارس تعطیل می‌مانند."] {
        assert!(output.contains(word), "{word}: {output}");
    }
    assert!(!output.contains('\u{1B}'), "no colours where nobody sees them: {output:?}");
}

#[test]
fn people_see_what_differs() {
    let desk = Desk::with_news();
    let output = desk.suggest(&["--text", "Schools stay open.", "--min-score", "50"]).ok();
    assert!(output.contains("Schools stay [-shut-]{+open+}."), "{output}");
    let output = desk.suggest(&["--text", "Nothing like it is known."]).ok();
    assert!(output.contains("nothing at 70%"), "{output}");
}

/// What `suggest` shows of the source of the only unit of a memory.
#[track_caller]
fn shown(languages: (&str, &str), unit: (&str, &str), text: &str) -> String {
    let desk = Desk::new();
    let direction = ["--from", languages.0, "--to", languages.1];
    desk.run(&["memory", "create", "news"]).ok();
    desk.run(&[&["unit", "add", "--memory", "news"], &direction[..], &[unit.0, unit.1]].concat()).ok();
    let suggest = [&["suggest", "--min-score", "0"], &direction[..], &["--text", text]].concat();
    desk.run(&suggest).ok().lines().nth(1).unwrap().trim().to_owned()
}

#[test]
fn differences_are_shown_with_the_spaces_that_belong_to_them() {
    let english = |unit: &str, text: &str| shown(("en", "fa"), (unit, "ترجمه"), text);
    assert_eq!(
        english("Schools stay shut.", "All schools stay shut!"),
        "{+All+} [-Schools-]{+schools+} stay shut[-.-]{+!+}"
    );
    assert_eq!(english("Rain, snow and wind", "Rain snow, and then wind"), "Rain[-,-] snow{+,+} and {+then+} wind");
    assert_eq!(english("{1}Rain{/1} fell in May", "Rain fell"), "[-{1}-]Rain[-{/1}-] fell [-in May-]");
    assert_eq!(english("It cost $5", "It cost about €7"), "It cost [-$-]{+about €+}[-5-]{+7+}");
    let persian = |unit: &str, text: &str| shown(("fa", "en"), (unit, "A translation"), text);
    let (unit, text) = ("دولت قیمت بنزین را ۱۲ درصد بالا برد.", "دولت امروز، قیمت گازوئیل را ۱۵ درصد بالا برد");
    let expected = "دولت {+امروز،+} قیمت [-بنزین-]{+گازوئیل+} را [-۱۲-]{+۱۵+} درصد بالا برد[-.-]";
    assert_eq!(persian(unit, text), expected);
    assert_eq!(persian("او گفت: «می رویم»", "او گفت: «می‌رویم!»"), "او گفت: «می رویم{+!+}»");
}

#[tokio::test(flavor = "multi_thread")]
async fn people_see_which_neighbour_agrees_and_how_often_a_unit_was_used() {
    let server = Server::start();
    let mut client = server.client().await;
    client.create_memory("news").await;
    let occurrences = vec![occurrence("a", "It rained.", "It snowed."), occurrence("b", "", "")];
    client.add("news", v1::Unit { occurrences, ..unit("Roads were closed.", "جاده‌ها بسته شد.") }).await;
    let desk = Desk::new();
    let context = |article: &str| {
        let (url, file) = (server.url(), desk.file("article.txt", article));
        run(&["suggest", "--server", &url, "--from", "en", "--to", "fa", &file]).ok()
    };
    let both = context("It rained. Roads were closed. It snowed.");
    assert!(both.contains("100% context  used 2 times  memories/news/units/1"), "{both}");
    assert!(context("It rained. Roads were closed. It froze.").contains("100% context (previous)  used 2 times"));
    assert!(context("It froze. Roads were closed. It snowed.").contains("100% context (next)  used 2 times"));
    assert!(context("It froze. Roads were closed. It melted.").contains("100% exact  used 2 times"));
}

#[test]
fn people_see_the_parts_of_a_segment_that_is_not_known() {
    let desk = Desk::with_news();
    let segment = "In spite of the storm, ferries stayed in Bandar Anzali.";
    let output = desk.suggest(&["--text", segment]).ok();
    for part in
        ["parts: ferries stayed in  memories/news/units/1", "[Ferries stayed in] harbour.", "کشتی‌ها در بندر ماندند."]
    {
        assert!(output.contains(part), "{part}: {output}");
    }
    let answer = desk.suggest(&["--json", "--text", segment]).one_json();
    let phrase = &answer["phrases"][0];
    has_keys(phrase, &["start", "end", "text", "units"]);
    has_keys(&phrase["units"][0], &["unit", "reversed", "start", "end", "isWhole"]);
    let article = desk.file("storm.txt", format!("{segment}\n"));
    assert!(desk.suggest(&[&article]).ok().contains("parts: ferries stayed in"));
    assert!(!desk.suggest(&["--text", "Ferries stayed in harbour."]).ok().contains("parts"));
}

#[test]
fn options_narrow_the_search() {
    let desk = Desk::with_news();
    let count = |more: &[&str]| {
        let arguments = [&["--json", "--text", "Schools stay open."], more].concat();
        desk.suggest(&arguments).one_json()["suggestions"].as_array().unwrap().len()
    };
    assert_eq!(count(&[]), 0, "two words of three are not 70 percent");
    assert_eq!(count(&["--min-score", "66.66"]), 1);
    assert_eq!(count(&["--min-score", "66.67"]), 0);
    assert_eq!(count(&["--min-score", "0", "--memory", "news"]), 2);
    assert_eq!(count(&["--min-score", "0", "--limit", "1"]), 1);
}

#[test]
fn persian_is_looked_up_against_english_units() {
    let desk = Desk::with_news();
    let arguments = ["suggest", "--from", "fa", "--to", "en", "--text", "مدارس تعطيل مي‌مانند."];
    assert!(desk.run(&arguments).ok().contains("Schools stay shut."));
}

#[test]
fn a_text_may_begin_with_a_hyphen() {
    let desk = Desk::with_news();
    let answer = desk.suggest(&["--json", "--text", "-7 degrees in Tabriz"]).one_json();
    assert_eq!(answer["suggestions"], Value::Array(Vec::new()));
}

#[test]
fn a_memory_that_is_not_there_is_named_with_the_one_meant() {
    let desk = Desk::with_news();
    let asked = desk.suggest(&["--text", "Schools", "--memory", "newss"]);
    asked.fails(1, &["memories/newss", "did you mean memories/news?"]);
}
