use super::*;

/// A termbase with a title, a person and two places.
fn desk() -> Desk {
    let desk = Desk::new();
    let add = |kind, english, persian| {
        desk.run(&["term", "add", "--from", "en", "--to", "fa", "--type", kind, "--author", "Mina", english, persian])
            .ok()
    };
    add("title", "Foreign Minister", "وزیر امور خارجه");
    add("person", "Amir-Abdollahian", "امیرعبداللهیان");
    add("place", "Tehran", "تهران");
    add("place", "Teheran-e Now", "تهران نو");
    desk
}

#[test]
fn a_term_tells_what_it_said_before() {
    let desk = desk();
    let update = |more: &[&str]| desk.run(&[&["term", "update", "terms/3"], more].concat());
    update(&["--note", "The capital", "--source", "atlas", "--author", "Sara"]).ok();
    update(&["--review", "rejected"]).ok();
    update(&["--author", "Nobody"]).fails_with_usage("something to change");
    let past = desk.run(&["term", "history", "terms/3", "--json"]).json();
    let told: Vec<_> = past.iter().map(|term| (&term["author"], &term["note"], &term["reviewState"])).collect();
    let approved = serde_json::json!("TERM_REVIEW_STATE_APPROVED");
    assert_eq!(told[0], (&"Mina".into(), &"".into(), &approved));
    assert_eq!(told[1], (&"Sara".into(), &"The capital".into(), &approved));
    assert_eq!(told[2].2, "TERM_REVIEW_STATE_REJECTED");
    let table = desk.run(&["term", "history", "terms/3"]).ok();
    assert!(table.contains("Sara") && table.contains("rejected") && table.contains("since"), "{table}");
    let file = desk.path("b").display().to_string();
    desk.run(&["backup", "-o", &file]);
    desk.run_on("again", &["restore", &file]).ok();
    assert_eq!(desk.run_on("again", &["term", "history", "terms/3", "--json"]).json(), past);
    desk.run(&["verify"]).ok();
}

#[test]
fn terms_can_be_made_one() {
    let desk = desk();
    desk.run(&["term", "merge", "terms/3", "terms/1"]).fails(1, &["others[0]", "another type"]);
    let merged = desk.run(&["term", "merge", "terms/3", "terms/4", "--json"]).one_json();
    assert_eq!((&merged["name"], merged["entries"].as_array().unwrap().len()), (&"terms/3".into(), 4));
    desk.run(&["term", "show", "terms/4"]).fails(1, &["there is no terms/4"]);
    desk.run(&["verify"]).ok();
}

#[test]
fn a_contradiction_names_the_other_term_and_what_to_do() {
    let desk = desk();
    let add = ["term", "add", "--from", "en", "--to", "fa", "--type", "title", "foreign minister", "وزیر خارجه"];
    desk.run(&add).fails(1, &["terms/1", "admitted or forbidden", "وزیر امور خارجه"]);
    desk.run(&[&add[..8], &["--status", "admitted"], &add[8..]].concat()).ok();
}

#[test]
fn terms_are_listed_by_what_they_are() {
    let desk = desk();
    let listed = |more: &[&str]| -> Vec<String> {
        let terms = desk.run(&[&["term", "list", "--json"], more].concat()).json();
        terms.iter().map(|term| term["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(listed(&["--type", "place"]), ["terms/3", "terms/4"]);
    assert_eq!(listed(&["--text", "ABDOL"]), ["terms/2"]);
    assert_eq!(listed(&["--prefix", "تهران", "--language", "fa"]), ["terms/3", "terms/4"]);
    assert_eq!(listed(&["--type", "title", "--type", "person", "--status", "preferred"]), ["terms/1", "terms/2"]);
    assert_eq!(listed(&["--review", "candidate"]), [""; 0]);
    assert!(desk.run(&["term", "list", "--type", "place", "--limit", "1"]).ok().contains("terms/3"));
}

#[test]
fn a_name_is_suggested_as_it_is_typed() {
    let desk = desk();
    let suggest = ["term", "suggest", "--from", "en", "--to", "fa"];
    let answer = desk.run(&[&suggest[..], &["--json", "Foreign Minister Amirabdolahian"]].concat()).one_json();
    let best = &answer["suggestions"][0];
    assert_eq!(best["renderings"][0]["text"], "وزیر امور خارجه امیرعبداللهیان");
    has_keys(best, &["entryText", "entryLanguage", "foundBy", "score", "renderings", "parts"]);
    assert_eq!(best["foundBy"], "TERM_LOOK_UP_COMPOSED");
    let table = desk.run(&[&suggest[..], &["Tehrn"]].concat()).ok();
    assert!(table.contains("تهران") && table.contains("spelling"), "{table}");
    assert!(!desk.run(&[&suggest[..], &["--limit", "1", "Teh"]].concat()).ok().contains("تهران نو"));
    desk.run(&[&suggest[..], &["--min-score", "200", "x"]].concat()).fails(1, &["min_score"]);
}

#[test]
fn a_forbidden_rendering_is_the_terms_that_is_there() {
    let desk = desk();
    let add = ["term", "add", "--from", "en", "--to", "fa", "--status", "forbidden", "--json", "Tehran", "طهران"];
    let term = desk.run(&add).one_json();
    assert_eq!((&term["name"], &term["type"]), (&"terms/3".into(), &"TERM_TYPE_PLACE".into()));
    assert_eq!(term["entries"][2]["status"], "TERM_STATUS_FORBIDDEN");
    let variants = ["--variant", "Tabreez", "--rendering-variant", "تَبریز", "--json", "Tabriz", "تبریز"];
    let term = desk.run(&[&["term", "add", "--from", "en", "--to", "fa"], &variants[..]].concat()).one_json();
    assert_eq!(
        (&term["entries"][0]["variants"][0], &term["entries"][1]["variants"][0]),
        (&"Tabreez".into(), &"تَبریز".into())
    );
}
