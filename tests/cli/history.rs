use super::*;

#[test]
fn a_unit_tells_what_it_said_before() {
    let desk = Desk::with_news();
    let unit = "memories/news/units/1";
    desk.run(&["unit", "edit", unit, "--target", "کشتی‌ها در لنگرگاه ماندند.", "--author", "Mina"]).ok();
    desk.run(&["unit", "edit", unit, "--status", "reviewed"]).ok();
    desk.import(&[&desk.file("again.tsv", "Ferries stayed in harbour.\tکشتی‌ها در لنگرگاه ماندند.\n")]);
    let revisions = desk.run(&["unit", "history", unit, "--json"]).json();
    let said =
        |at: usize| (revisions[at]["target"]["text"].as_str().unwrap(), revisions[at]["author"].as_str().unwrap());
    assert_eq!(said(0), ("کشتی‌ها در بندر ماندند.", ""));
    assert_eq!(said(1), ("کشتی‌ها در لنگرگاه ماندند.", "Mina"));
    assert_eq!(revisions[1]["status"], "UNIT_STATUS_APPROVED");
    let last = revisions.last().unwrap();
    assert_eq!((&last["revision"], &last["useCount"]), (&4.into(), &2.into()), "a use is no change, though it counts");
    let table = desk.run(&["unit", "history", unit]).ok();
    assert!(table.contains("Mina") && table.contains("since"), "{table}");
    let file = desk.path("b").display().to_string();
    desk.run(&["backup", "-o", &file]);
    desk.run_on("again", &["restore", &file]).ok();
    assert_eq!(desk.run_on("again", &["unit", "history", unit, "--json"]).json(), revisions);
    desk.run(&["unit", "delete", unit]).ok();
    desk.run(&["unit", "history", unit]).fails(1, &["there is no memories/news/units/1"]);
    desk.run(&["verify"]).ok();
}

#[test]
fn units_that_say_the_same_can_be_made_one() {
    let desk = Desk::with_news();
    let add = |source: &str| {
        let arguments =
            ["unit", "add", "--memory", "news", "--from", "en", "--to", "fa", "--json", source, "مدارس تعطیل می‌مانند."];
        desk.run(&arguments).one_json()["name"].as_str().unwrap().to_owned()
    };
    let (third, fourth) = (add("Schools stay closed."), add("Schools  stay shut."));
    let kept = desk.run(&["unit", "merge", "memories/news/units/2", &third, &fourth, "--json"]).one_json();
    assert_eq!((&kept["source"]["text"], &kept["revision"]), (&"Schools stay shut.".into(), &2.into()));
    assert_eq!(desk.memories()[0]["unitCount"], 2);
    let found =
        desk.run(&["suggest", "--from", "en", "--to", "fa", "--text", "Schools stay closed.", "--json"]).one_json();
    assert_eq!(found["suggestions"].as_array().unwrap().len(), 0, "a merged unit is found no more: {found}");
    desk.run(&["unit", "merge", "memories/news/units/2", "memories/news/units/2"]).fails(1, &["others[0]", "twice"]);
    desk.run(&["unit", "merge", "memories/news/units/2", "memories/other/units/1"]).fails(1, &["another memory"]);
    desk.run(&["unit", "merge", "memories/news/units/2", &third]).fails(1, &["there is no"]);
    desk.run(&["verify"]).ok();
}

#[test]
fn a_unit_made_of_several_was_used_as_often_as_they_together() {
    let desk = Desk::new();
    for (paper, source) in [("morning", "Roads shut"), ("evening", "Roads  shut")] {
        for day in 1..=10 {
            let file = desk.file(&format!("{paper}-{day}.tsv"), format!("{source}\tجاده‌ها بسته شد\n"));
            let import = desk.run(&["import", "--memory", "news", "--from", "en", "--to", "fa", &file]);
            assert_eq!(import.code, Some(0), "{import:?}");
        }
    }
    let merged = desk.run(&["unit", "merge", "memories/news/units/1", "memories/news/units/2", "--json"]).one_json();
    assert_eq!(merged["useCount"], 20, "{merged}");
}

#[test]
fn units_are_deleted_by_what_they_are() {
    let desk = Desk::with_news();
    desk.run(&["unit", "edit", "memories/news/units/1", "--status", "draft"]).ok();
    let prune = |more: &[&str]| desk.run(&[&["unit", "prune", "--memory", "news"], more].concat());
    assert_eq!(prune(&["--status", "draft", "--dry-run"]).ok(), "1 units would be deleted\n");
    assert_eq!(prune(&["--status", "draft", "--before", "2000-01-01"]).ok(), "0 units deleted\n");
    assert_eq!(prune(&["--status", "draft"]).ok(), "1 units deleted\n");
    assert_eq!(desk.memories()[0]["unitCount"], 1);
    prune(&[]).fails(1, &["filter", "admits every unit"]);
    prune(&["--before", "yesterday"]).fails_with_usage("2024-02-05");
    desk.run(&["verify"]).ok();
}
