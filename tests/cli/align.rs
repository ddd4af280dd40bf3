use super::*;

const TRANSLATIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/translations");

/// A list of the project's own articles with their translations.
fn list(desk: &Desk) -> String {
    let line = |name: &str| format!("{TRANSLATIONS}/{name}.en.md\t{TRANSLATIONS}/{name}.fa.md\n");
    desk.file("list.tsv", line("harbour") + &line("archive"))
}

const ALIGN: [&str; 5] = ["align", "--from", "en", "--to", "fa"];

fn align(desk: &Desk, arguments: &[&str]) -> Run {
    desk.run(&[&ALIGN[..], arguments].concat())
}

#[test]
fn articles_are_aligned_without_a_store() {
    let desk = Desk::new();
    let done = run(&[&ALIGN[..], &["--json", "--pairs", &list(&desk)]].concat());
    let lines: Vec<Value> = done.ok().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ids: Vec<&str> = lines.iter().map(|line| line["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["harbour", "archive"], "they are called by what the names have in common");
    for line in &lines {
        has_keys(line, &["beads", "verdict", "sourceSegments", "targetSegments", "moved"]);
        let covered = line["beads"].as_array().unwrap().iter().flat_map(|bead| bead["source"].as_array().unwrap());
        let all = 0..line["sourceSegments"].as_array().unwrap().len() as u64;
        assert_eq!(covered.map(|at| at.as_u64().unwrap()).collect::<Vec<_>>(), all.collect::<Vec<_>>());
    }
}

#[test]
fn segmented_files_keep_their_lines_and_two_files_need_no_list() {
    let desk = Desk::new();
    let (source, target) =
        (desk.file("a.en.txt", "Rain fell.\nSnow fell.\n"), desk.file("a.fa.txt", "باران بارید.\nبرف بارید.\n"));
    let line = run(&[&ALIGN[..], &["--segmented", "--json", &source, &target]].concat()).one_json();
    assert_eq!((line["id"].as_str(), line["sourceSegments"].as_array().unwrap().len()), (Some("a"), 2));
    let table = run(&[&ALIGN[..], &["--segmented", &source, &target]].concat()).ok();
    assert!(table.contains("Rain fell.") && table.contains("باران"), "{table}");
}

#[test]
fn doubtful_beads_wait_for_somebody_and_what_is_decided_is_in_the_memory() {
    let desk = Desk::new();
    let done = align(&desk, &["--memory", "news", "--id", "years", "--pairs", &list(&desk)]).ok();
    assert!(done.contains("2 pairs") && done.contains("hafez review --memory news"), "{done}");
    let pending = desk.run(&["review", "--memory", "news", "--json"]).ok();
    let reviews: Vec<Value> = pending.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(reviews.len() > 10, "two articles teach too little to be sure: {}", reviews.len());
    has_keys(&reviews[0], &["name", "source", "target", "document", "confidence", "reason", "state"]);
    let name = |at: usize| reviews[at]["name"].as_str().unwrap().to_owned();
    assert!(desk.run(&["review", "--accept", &name(0)]).ok().contains("accepted"));
    assert!(desk.run(&["review", "--reject", &name(1)]).ok().contains("rejected"));
    let units = desk.run(&["unit", "list", "--memory", "news", "--json"]).ok();
    assert!(units.contains(reviews[0]["source"]["text"].as_str().unwrap()), "{units}");
    let left = desk.run(&["review", "--memory", "news"]).ok();
    assert!(!left.contains(&name(0)) && !left.contains(&name(1)) && left.contains(&name(2)), "{left}");
    assert!(desk.run(&["review", "--memory", "news", "--state", "rejected", "--json"]).ok().contains(&name(1)));
}

#[test]
fn units_and_beads_are_both_told_and_an_id_that_is_taken_is_told_by_its_option() {
    let desk = Desk::new();
    let sources = "Rain fell in Shiraz on 7 May.\nSnow closed 14 roads.\nNobody was hurt, police said.\n";
    let targets = "۷ مه در شیراز باران بارید.\nبرف ۱۴ جاده را بست.\nپلیس گفت کسی آسیب ندید.\n";
    let lessons = (0..20).flat_map(|at| {
        let lines = sources.lines().zip(targets.lines());
        lines.map(move |(source, target)| format!("{source} ({at})\t{target} ({at})\n"))
    });
    assert_eq!(desk.import(&[&desk.file("lessons.tsv", lessons.collect::<String>())]).code, Some(0));
    let list = (0..3).map(|at| {
        let (source, target) = (format!("{at}.en.txt"), format!("{at}.fa.txt"));
        format!("{}\t{}\n", desk.file(&source, sources), desk.file(&target, targets))
    });
    let list = list.collect::<String>();
    let list = desk.file("list.tsv", list);
    let bold = ["--segmented", "--min-confidence", "0.01", "--id", "years", "--pairs", &list];
    let done = align(&desk, &[&["--memory", "news"][..], &bold].concat()).ok();
    assert!(done.contains("9 beads into news (3 units added, 6 updated)"), "{done}");
    assert!(done.contains("import years: hafez import --undo years takes units and reviews back"), "{done}");
    align(&desk, &[&["--memory", "sport"][..], &bold].concat()).fails(1, &["--id: it is one into memories/news"]);
}

#[test]
fn a_file_of_blank_lines_is_rejected_and_the_others_are_aligned() {
    let desk = Desk::new();
    let (blank, good) = (desk.file("blank.txt", "\n \n\n"), list(&desk));
    let list = desk.file("more.tsv", format!("{blank}\t{blank}\tblank\n") + &std::fs::read_to_string(good).unwrap());
    for segmented in [&[][..], &["--segmented"]] {
        let done = run(&[&ALIGN[..], &["--json", "--pairs", &list], segmented].concat());
        let lines: Vec<Value> = done.ok().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 3);
        assert_eq!((lines[0]["id"].as_str(), lines[0]["reason"].as_str()), (Some("blank"), Some("EMPTY")));
        assert!(lines[1..].iter().all(|line| line["reason"] != "EMPTY"));
    }
}

#[test]
fn a_list_that_is_wrong_is_told_by_its_line() {
    let desk = Desk::new();
    let good = desk.file("good.txt", "Rain fell.\n");
    for (list, words) in [
        (format!("{good}\t{good}\n{good}\n"), ["line 2", "one column"]),
        (format!("{good}\t{good}\n\n{good}\tmissing.txt\n"), ["line 3", "missing.txt"]),
        (String::from("\n"), ["lists no pairs", "tab"]),
    ] {
        let list = desk.file("list.tsv", list);
        align(&desk, &["--pairs", &list]).fails(1, &words);
    }
    align(&desk, &[&good]).fails_with_usage("TARGET");
    align(&desk, &["--min-confidence", "2", &good, &good]).fails_with_usage("--min-confidence");
}

#[test]
fn a_backup_holds_what_is_to_be_looked_at_and_what_can_be_taken_back() {
    let desk = Desk::new();
    align(&desk, &["--memory", "news", "--pairs", &list(&desk)]).ok();
    desk.import(&["--id", "years", &desk.file("news.tsv", TABLE)]).ok();
    let reviews = desk.run(&["review", "--memory", "news", "--json"]).output;
    let name =
        serde_json::from_str::<Value>(reviews.lines().next().unwrap()).unwrap()["name"].as_str().unwrap().to_owned();
    desk.run(&["review", "--reject", &name]).ok();
    let backup = desk.path("all.backup").display().to_string();
    assert_eq!(desk.run(&["backup", "-o", &backup]).code, Some(0));
    assert_eq!(desk.run_on("again", &["restore", &backup]).code, Some(0));
    let list = ["review", "--memory", "news", "--json"];
    assert_eq!(desk.run_on("again", &list).output, desk.run(&list).output);
    assert!(desk.run_on("again", &["review", "--memory", "news", "--state", "rejected"]).ok().contains(&name));
    let undone = desk.run_on("again", &["import", "--undo", "years"]).ok();
    assert!(undone.contains(" 2 deleted"), "{undone}");
    assert_eq!(desk.run_on("again", &["verify", "--json"]).one_json()["faults"], "0");
}

#[test]
fn files_of_two_directories_find_each_other() {
    let desk = Desk::new();
    let sources = [
        ("a.txt", "On 14 May 400 passengers waited in Anzali.\nThe harbour master Behrouz Arjmandian spoke.\n"),
        ("b.txt", "The archive in Tabriz holds 12,000 letters.\nSoghra Panahi is 78.\n"),
        ("c.txt", "Nothing here has a translation.\n"),
    ];
    let targets = [
        ("1.txt", "بایگانی تبریز ۱۲٬۰۰۰ نامه دارد.\nصغری پناهی ۷۸ ساله است.\n"),
        ("2.txt", "۱۴ مه ۴۰۰ مسافر در انزلی منتظر بودند.\nبهروز ارجمندیان، رئیس بندر، سخن گفت.\n"),
    ];
    ["en", "fa"].iter().for_each(|name| std::fs::create_dir(desk.path(name)).unwrap());
    sources.iter().for_each(|(name, text)| drop(desk.file(&format!("en/{name}"), text)));
    targets.iter().for_each(|(name, text)| drop(desk.file(&format!("fa/{name}"), text)));
    let (en, fa) = (desk.path("en").display().to_string(), desk.path("fa").display().to_string());
    let done = run(&[&ALIGN[..], &["--segmented", "--find-pairs", &en, &fa]].concat());
    assert_eq!(done.output, format!("{en}/a.txt\t{fa}/2.txt\n{en}/b.txt\t{fa}/1.txt\n"));
    assert!(done.errors.contains("c.txt: no translation found"), "{done:?}");
    let list = desk.file("found.tsv", done.output);
    assert_eq!(run(&[&ALIGN[..], &["--segmented", "--json", "--pairs", &list]].concat()).json().len(), 2);
}
