use super::*;

/// A life of a memory, a unit and a term, on whatever `more` names.
fn live(more: &[&str]) {
    let run = |arguments: &[&str]| super::run(&[arguments, more].concat());
    memory_life(&run);
    let unit = unit_life(&run);
    term_life(&run);
    assert!(run(&["unit", "delete", &unit]).ok().contains("deleted"));
    assert!(run(&["memory", "delete", "sport"]).ok().contains("deleted"));
    assert_eq!(run(&["memory", "list", "--json"]).json(), [Value::Null; 0]);
}

fn memory_life(run: &impl Fn(&[&str]) -> Run) {
    let created = run(&["memory", "create", "sport", "--display-name", "ورزش", "--penalty", "4", "--json"]).one_json();
    assert_eq!((&created["name"], &created["displayName"]), (&"memories/sport".into(), &"ورزش".into()));
    let fields = ["description", "penalty", "penalties", "unitCount", "createTime", "updateTime", "revision"];
    has_keys(&created, &fields);
    assert!(run(&["memory", "create", "sport"]).fails(1, &["memories/sport"]).contains("already"));
    assert!(run(&["memory", "list"]).ok().contains("ورزش"));
    let updated = run(&["memory", "update", "sport", "--penalty", "0", "--json"]).one_json();
    assert_eq!((&updated["penalty"], &updated["displayName"]), (&0.into(), &"ورزش".into()));
    run(&["memory", "update", "sport"]).fails(2, &["field"]);
    assert_eq!(run(&["memory", "show", "sport", "--json"]).one_json(), updated);
}

#[test]
fn a_memory_sets_points_for_single_penalties() {
    let desk = Desk::new();
    let create = ["memory", "create", "sport", "--penalty-for", "number=3", "--penalty-for", "letter-case=0", "--json"];
    let created = desk.run(&create).one_json();
    assert_eq!(created["penalties"], serde_json::json!({"number": 3, "letterCase": 0}));
    let update = |settings: &[&str]| {
        let options = settings.iter().flat_map(|setting| ["--penalty-for", setting]).collect::<Vec<_>>();
        desk.run(&[&["memory", "update", "sport"], &options[..]].concat())
    };
    let changed = update(&["machine=10", "number=default", "language_variant=100"]).ok();
    assert!(changed.contains("letter case 0, language variant 100, machine 10"), "{changed}");
    let shown = desk.run(&["memory", "show", "sport"]).ok();
    assert!(shown.contains("machine 10") && !shown.contains("number"), "{shown}");
    let renamed = desk.run(&["memory", "update", "sport", "--display-name", "ورزش", "--json"]).one_json();
    assert_eq!(renamed["penalties"]["machine"], 10, "what is not named stays");
    for wrong in ["numbers=3", "number", "number=101", "number=-1", "number=", "=3"] {
        let run = update(&[wrong]);
        assert_eq!(run.code, Some(2), "{wrong}: {run:?}");
        assert!(run.errors.contains("--penalty-for"), "{wrong}: {run:?}");
    }
    let named = update(&["case=3"]).errors;
    assert!(named.contains("letter-case") && named.contains("machine"), "it says what there is: {named}");
}

fn unit_life(run: &impl Fn(&[&str]) -> Run) -> String {
    let add = ["unit", "add", "--memory", "sport", "--from", "en", "--to", "fa", "--json", "A draw", "مساوی"];
    let added = run(&add).one_json();
    has_keys(&added, &["name", "source", "target", "status", "origin", "occurrences", "useCount", "revision"]);
    let name = added["name"].as_str().unwrap().to_owned();
    assert_eq!(run(&add).one_json(), added, "the same again changes nothing");
    let edit = ["unit", "edit", &name, "--target", "تساوی", "--status", "draft", "--json"];
    let edited = run(&edit).one_json();
    assert_eq!((&edited["target"]["text"], &edited["status"]), (&"تساوی".into(), &"UNIT_STATUS_DRAFT".into()));
    assert_eq!(run(&["unit", "show", &name, "--json"]).one_json(), edited);
    assert_eq!(run(&["unit", "list", "--memory", "sport", "--json"]).json(), [edited]);
    assert!(run(&["unit", "list", "--memory", "sport"]).ok().contains("draft"));
    run(&["memory", "delete", "sport"]).fails(1, &["1 unit", "force"]);
    name
}

fn term_life(run: &impl Fn(&[&str]) -> Run) {
    let add = ["term", "add", "--from", "en", "--to", "fa", "--type", "place", "--json", "Persian Gulf", "خلیج فارس"];
    let added = run(&add).one_json();
    assert_eq!((&added["type"], &added["entries"][1]["text"]), (&"TERM_TYPE_PLACE".into(), &"خلیج فارس".into()));
    let name = added["name"].as_str().unwrap();
    let update = ["term", "update", name, "--to", "fa", "--rendering", "خلیج", "--status", "forbidden", "--json"];
    assert_eq!(run(&update).one_json()["entries"][2]["status"], "TERM_STATUS_FORBIDDEN");
    let recognize = ["term", "recognize", "--from", "en", "--to", "fa", "--text", "In the Persian Gulf"];
    let answer = run(&[&recognize[..], &["--json"]].concat()).one_json();
    let found = &answer["terms"][0];
    has_keys(found, &["sourceStart", "sourceEnd", "matchedText", "score", "renderings"]);
    assert_eq!((&found["sourceStart"], &found["renderings"][1]["text"]), (&7.into(), &"خلیج".into()));
    assert!(run(&recognize).ok().contains("خلیج فارس"));
    assert!(run(&["term", "show", name]).ok().contains("(forbidden)"));
    assert_eq!(run(&["term", "list", "--json"]).json().len(), 1);
    assert!(run(&["term", "delete", name]).ok().contains("deleted"));
    run(&["term", "show", name]).fails(1, &[name]);
}

#[test]
fn a_store_is_enough_to_live_in() {
    let desk = Desk::new();
    live(&["--store", &desk.path("store").display().to_string()]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_gives_the_same_life() {
    live(&["--server", &Server::start().url()]);
}

#[test]
fn a_rendering_not_to_be_used_is_told_from_the_others() {
    let desk = Desk::new();
    let add = ["term", "add", "--from", "en", "--to", "fa", "--status", "forbidden", "Gulf", "خلیج عربی"];
    desk.run(&add).ok();
    let output = desk.run(&["term", "recognize", "--from", "en", "--to", "fa", "--text", "The Gulf"]).ok();
    assert!(output.contains("not: خلیج عربی") || output.contains("forbidden"), "{output}");
}

#[test]
fn a_list_goes_on_for_as_long_as_its_limit() {
    let desk = Desk::new();
    let table: String = (0..1_203).map(|n| format!("Item {n}\tمورد {n}\n")).collect();
    desk.import(&[&desk.file("items.tsv", table)]);
    let list = |limit: &str| desk.run(&["unit", "list", "--memory", "news", "--json", "--limit", limit]).json();
    let items = list("1100");
    assert_eq!((items.len(), &items[1_099]["source"]["text"]), (1_100, &"Item 1099".into()));
    assert_eq!(list("5000").len(), 1_203);
}
