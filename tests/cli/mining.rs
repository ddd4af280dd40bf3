use super::*;

/// News of Laleh Karimi, the Foreign Minister, in Anzali and Tabriz.
const PAIRS: &str = include_str!("../golden/mined.tsv");

fn mined() -> Desk {
    let desk = Desk::new();
    desk.import(&[&desk.file("news.tsv", PAIRS)]);
    let mined = desk.run(&mine(&[])).ok();
    assert!(mined.contains("وزیر امور خارجه") && mined.contains("new candidates, 0 known"), "{mined}");
    desk
}

fn mine<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let command = ["term", "mine", "--memory", "news", "--from", "en", "--to", "fa"];
    [&command[..], &["--min-count", "2", "--min-confidence", "10"], more].concat()
}

fn named<'a>(terms: &'a [Value], name: &str) -> &'a Value {
    terms.iter().find(|term| term["entries"][0]["text"] == name).unwrap_or_else(|| panic!("{terms:#?}"))
}

#[test]
fn candidates_are_listed_approved_and_rejected() {
    let desk = mined();
    let candidates = desk.run(&["term", "review", "--json"]).json();
    let name = |name: &str| named(&candidates, name)["name"].as_str().unwrap().to_owned();
    let (anzali, tabriz) = (name("Anzali"), name("Tabriz"));
    let done = desk.run(&["term", "review", "--approve", &anzali, "--reject", &tabriz, "--author", "Mina"]).ok();
    assert_eq!(done, format!("{anzali} Anzali = انزلی: approved\n{tabriz} Tabriz = تبریز: rejected\n"));
    let left = desk.run(&["term", "review", "--memory", "news", "--json"]).json();
    assert!(hint(desk.run(&["term", "review", "--memory", "other"])).starts_with("nothing to look at"));
    assert_eq!(left.len(), candidates.len() - 2);
    let found =
        desk.run(&["term", "recognize", "--from", "en", "--to", "fa", "--json", "--text", "Anzali and Tabriz"]).json();
    assert_eq!(found[0]["terms"].as_array().map_or(0, Vec::len), 1, "{found:?}");
}

#[test]
fn all_that_are_sure_enough_can_be_approved_at_once() {
    let desk = mined();
    let all = desk.run(&["term", "review", "--json", "--limit", "1000"]).json();
    let sure = |term: &&Value| term["attributes"]["confidence"].as_str().unwrap().parse::<f64>().unwrap() >= 90.0;
    let count = all.iter().filter(sure).count();
    assert!(count > 0 && count < all.len());
    assert_eq!(desk.run(&["term", "review", "--approve-from", "90"]).ok(), format!("{count} approved, 0 left\n"));
    assert_eq!(desk.run(&["term", "review", "--json", "--limit", "1000"]).json().len(), all.len() - count);
}

#[test]
fn a_dry_run_of_mining_keeps_nothing() {
    let desk = Desk::new();
    desk.import(&[&desk.file("news.tsv", PAIRS)]);
    assert!(desk.run(&mine(&["--dry-run"])).ok().contains("nothing was written"));
    assert!(hint(desk.run(&["term", "review"])).starts_with("nothing to look at"));
}

#[test]
fn mining_tells_new_candidates_from_those_known_approved_and_rejected() {
    let desk = mined();
    let candidates = desk.run(&["term", "review", "--json"]).json();
    let name = |name: &str| named(&candidates, name)["name"].as_str().unwrap().to_owned();
    desk.run(&["term", "review", "--approve", &name("Anzali"), "--reject", &name("Tabriz")]).ok();
    let again = desk.run(&mine(&[])).ok();
    let known = candidates.len() - 2;
    let said = format!("0 new candidates, {known} known, 1 approved already, 1 rejected before");
    assert!(again.contains(&said), "{again}");
}

#[test]
fn a_candidate_of_two_memories_is_reviewed_in_either() {
    let desk = mined();
    let file = desk.file("news.tsv", PAIRS);
    desk.run(&["import", "--memory", "sport", "--from", "en", "--to", "fa", &file]);
    desk.run(&["term", "mine", "--memory", "sport", "--from", "en", "--to", "fa", "--min-count", "2"]);
    let of = |memory| desk.run(&["term", "review", "--memory", memory, "--json"]).json();
    assert!(!of("sport").is_empty());
    assert!(of("news").len() >= of("sport").len());
}

/// What is said on standard error by a command that ends well.
fn hint(run: Run) -> String {
    assert_eq!(run.code, Some(0), "{run:#?}");
    run.errors
}

#[test]
fn where_nothing_is_found_a_newcomer_is_told_so_and_what_to_do() {
    let desk = Desk::new();
    desk.import(&[&desk.file("rain.tsv", "Rain fell.\tباران بارید.\n")]);
    let languages = ["--from", "en", "--to", "fa"];
    let on = |command: &[&str], more: &[&str]| desk.run(&[&["term"], command, &languages[..], more].concat());
    for (run, says) in [
        (on(&["suggest"], &["Anzali"]), "the termbase is empty; hafez term add"),
        (on(&["recognize"], &["--text", "Anzali"]), "the termbase is empty; hafez term add"),
        (desk.run(&["term", "list"]), "the termbase is empty; hafez term add"),
        (on(&["mine", "--memory", "news"], &[]), "nothing was found"),
        (desk.run(&["term", "review"]), "hafez term mine"),
        (on(&["check", "--memory", "news"], &[]), "no term was found in the sources"),
    ] {
        assert!(!run.output.contains("name"), "a table without rows: {run:#?}");
        assert!(run.errors.contains(says), "{says}: {run:#?}");
        hint(run);
    }
}

#[test]
fn where_only_candidates_would_be_found_they_are_pointed_at() {
    let desk = mined();
    let languages = ["--from", "en", "--to", "fa"];
    let suggest = desk.run(&[&["term", "suggest"], &languages[..], &["Anzali"]].concat());
    let recognize = desk.run(&[&["term", "recognize"], &languages[..], &["--text", "In Anzali"]].concat());
    for run in [suggest, recognize] {
        assert!(run.output.is_empty(), "{run:#?}");
        assert!(hint(run).contains("--candidates"));
    }
    let other = desk.run(&[&["term", "suggest"], &languages[..], &["Qwxyzzy"]].concat());
    assert!(!hint(other).contains("--candidates"), "candidates would not match either");
    let json = desk.run(&[&["term", "suggest", "--json"], &languages[..], &["Qwxyzzy"]].concat());
    assert_eq!(json.ok(), "{\"suggestions\":[]}\n");
    assert!(hint(desk.run(&["term", "list", "--text", "Qwxyzzy"])).contains("no term is so"));
}

#[test]
fn a_memory_and_an_article_are_checked_for_their_terms() {
    let desk = Desk::new();
    desk.import(&[&desk.file("news.tsv", "The Gulf is calm.\tدریا آرام است.\nRain fell.\tباران بارید.\n")]);
    let add = ["term", "add", "--from", "en", "--to", "fa"];
    desk.run(&[&add[..], &["--type", "place", "Gulf", "خلیج فارس"]].concat());
    desk.run(&[&add[..], &["--type", "place", "--status", "forbidden", "Gulf", "خلیج عربی"]].concat());
    let languages = ["--from", "en", "--to", "fa"];
    let memory = desk.run(&[&["term", "check", "--memory", "news"], &languages[..]].concat());
    assert_eq!(memory.code, Some(3), "{memory:?}");
    assert!(memory.output.contains("Gulf is rendered otherwise than known; preferred is خلیج فارس"), "{memory:?}");
    assert!(memory.output.ends_with("1 pairs to look at\n"), "{memory:?}");

    let strict = desk.run(&[&["term", "check", "--memory", "news", "--strict"], &languages[..]].concat());
    assert!(strict.code == Some(0) && strict.output.ends_with("0 pairs to look at\n"), "{strict:?}");

    let english =
        desk.file("en.txt", "Storms\n\nThe Gulf is calm.\n\nRain fell in 2020.\n\nThe ships in the harbour left.\n");
    let persian =
        desk.file("fa.txt", "توفان‌ها\n\nخلیج عربی آرام است.\n\nدر سال ۲۰۲۰ باران بارید.\n\nکشتی‌های بندر رفتند.\n");
    let article = desk.run(&[&["term", "check", "--json"], &languages[..], &[&english, &persian]].concat());
    assert_eq!(article.code, Some(3), "{article:?}");
    let lines: Vec<Value> = article.output.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["warnings"][0]["found"]["status"], "TERM_STATUS_FORBIDDEN", "{lines:#?}");
    assert_eq!(lines.last().unwrap()["renderings"][0]["count"], 1, "{lines:#?}");
}

#[test]
fn what_is_no_candidate_is_not_decided_and_keeps_nobody_from_deciding_the_others() {
    let desk = mined();
    let candidates = desk.run(&["term", "review", "--json"]).json();
    let name = |at: usize| candidates[at]["name"].as_str().unwrap().to_owned();
    desk.run(&["term", "review", "--approve", &name(0), "--author", "Mina"]).ok();
    let again = desk.run(&["term", "review", "--reject", &name(0), "terms/999", &name(1)]);
    assert!(again.code == Some(1) && again.errors.contains("it is approved, no candidate"), "{again:?}");
    assert!(again.errors.contains("terms/999") && again.output.contains(&format!("{} ", name(1))), "{again:?}");
    assert_eq!(desk.run(&["term", "show", &name(0), "--json"]).json()[0]["author"], "Mina");
    assert_eq!(desk.run(&["term", "review", "--approve-from", "nan"]).code, Some(2));
}

#[test]
fn what_was_mined_contradicts_an_approved_term_of_any_type() {
    let desk = mined();
    let add = ["term", "add", "--from", "en", "--to", "fa", "--type", "work", "Anzali", "بندر انزلی"];
    desk.run(&add).ok();
    let all = desk.run(&["term", "review", "--approve-from", "0"]);
    assert!(all.code == Some(3) && all.output.ends_with("1 left\n") && all.errors.contains("بندر انزلی"), "{all:?}");
}

#[test]
fn articles_that_are_no_translations_are_not_passed_as_good() {
    let desk = Desk::new();
    desk.run(&["term", "add", "--from", "en", "--to", "fa", "Gulf", "خلیج فارس"]).ok();
    let english =
        desk.file("en.txt", "Storms\n\nThe Gulf is calm.\n\nRain fell in 2020.\n\nThe ships in the harbour left.\n");
    let twice = desk.run(&["term", "check", "--from", "en", "--to", "fa", &english, &english]);
    assert!(twice.code == Some(1) && twice.errors.contains("no translations of each other"), "{twice:?}");
}
