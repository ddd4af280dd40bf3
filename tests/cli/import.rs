use super::*;

#[test]
fn a_good_table_comes_in_and_a_second_time_changes_nothing() {
    let desk = Desk::new();
    let file = desk.file("news.tsv", TABLE);
    let first = desk.import(&[&file]);
    assert_eq!((first.code, &*first.errors), (Some(0), "memory news created\n"));
    assert!(first.output.contains("2 read, 2 added"), "{first:?}");
    let again = desk.import(&[&file]).ok();
    assert!(again.contains("2 read, 0 added, 0 updated, 2 unchanged, 0 refused"), "{again}");
}

#[test]
fn refused_lines_are_told_and_reported_and_end_in_exit_code_3() {
    let desk = Desk::new();
    let file = desk.file("news.tsv", format!("{TABLE}no tab\n\tempty\n"));
    let report = desk.path("report.jsonl").display().to_string();
    let done = desk.import(&[&file, "--report", &report]);
    assert_eq!(done.code, Some(3), "{done:?}");
    assert!(done.output.contains("2 added") && done.output.contains("2 refused"), "{done:?}");
    let told: Vec<_> = done.errors.lines().filter(|line| line.contains("news.tsv: line ")).collect();
    assert_eq!(told.len(), 2, "{done:?}");
    let lines: Vec<Value> = desk.read("report.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let reasons: Vec<_> = lines.iter().map(|l| (l["line"].as_str().unwrap(), l["reason"].as_str().unwrap())).collect();
    assert_eq!(reasons, [("3", "WRONG_COLUMN_COUNT"), ("4", "EMPTY_SOURCE")]);
    lines.iter().for_each(|line| has_keys(line, &["file", "line", "unit", "reason", "message", "text"]));
    assert_eq!(desk.memories()[0]["unitCount"], 2);
}

#[test]
fn a_report_lists_more_problems_than_are_told() {
    let desk = Desk::new();
    let file = desk.file("bad.tsv", "no tab\n".repeat(300));
    let report = desk.path("report.jsonl").display().to_string();
    let done = desk.import(&[&file, "--report", &report]);
    assert_eq!((done.code, done.errors.lines().count()), (Some(3), 21), "{done:?}");
    assert!(done.errors.contains("--report"), "{done:?}");
    assert_eq!(desk.read("report.jsonl").lines().count(), 300);
    assert_eq!(desk.memories(), [Value::Null; 0], "no empty memory is left");
}

#[test]
fn a_report_that_cannot_be_written_is_named_before_anything_is_done() {
    let desk = Desk::new();
    let file = desk.file("news.tsv", TABLE);
    let report = desk.path("nowhere/report.jsonl").display().to_string();
    desk.import(&[&file, "--report", &report]).fails(1, &["nowhere/report.jsonl"]);
    assert!(!desk.path("store").exists());
}

#[test]
fn json_is_one_line_a_file() {
    let desk = Desk::new();
    let (one, two) = (desk.file("one.tsv", TABLE), desk.file("two.tsv", "Yes\tبله\n"));
    let done = desk.import(&["--json", &one, &two]);
    let lines: Vec<Value> = done.output.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((done.code, lines.len()), (Some(0), 2), "{done:?}");
    has_keys(&lines[0], &["durablePosition", "counts", "problems", "memoryCreated", "done"]);
    assert_eq!(lines[0]["counts"]["added"], "2");
    assert_eq!(lines[1]["counts"]["added"], "1");
    assert_eq!(desk.memories()[0]["unitCount"], 3);
}

#[test]
fn standard_input_will_do() {
    let desk = Desk::new();
    let arguments = ["import", "--memory", "news", "--from", "en", "--to", "fa", "-"];
    assert!(desk.run_with_input(&arguments, TABLE).output.contains("2 added"));
}

#[test]
fn a_dry_run_writes_nothing() {
    let desk = Desk::new();
    let done = desk.import(&["--dry-run", &desk.file("news.tsv", TABLE)]);
    assert_eq!(done.code, Some(0));
    assert!(done.output.contains("2 added") && done.output.contains("nothing was written"), "{done:?}");
    assert_eq!(desk.memories(), [Value::Null; 0]);
}

#[test]
fn a_broken_tmx_tells_the_line_and_what_came_in() {
    let desk = Desk::new();
    let unit = "<tu><tuv xml:lang=\"en\"><seg>Yes</seg></tuv><tuv xml:lang=\"fa\"><seg>بله</seg></tuv></tu>";
    let tmx = format!("<tmx version=\"1.4\"><header srclang=\"en\"/><body>\n{unit}\n<tu><tuv></body></tmx>");
    let done = desk.run(&["import", "--memory", "news", &desk.file("cut.tmx", tmx)]);
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(done.errors.lines().any(|l| l.starts_with("hafez: ") && l.contains("cut.tmx: line 3")), "{done:?}");
    assert!(done.errors.contains("1 unit before that kept"), "{done:?}");
    assert_eq!(desk.memories()[0]["unitCount"], 1);
}

#[test]
fn a_table_without_languages_is_wrong_usage() {
    let desk = Desk::new();
    let done = desk.run(&["import", "--memory", "news", &desk.file("news.tsv", TABLE)]);
    assert!(done.errors.contains("news.tsv") && done.errors.lines().count() == 1, "{done:?}");
    assert!(done.errors.contains("--from"), "it names what to give: {done:?}");
    assert_eq!(done.code, Some(2), "{done:?}");
}

#[test]
fn a_file_that_is_not_there_stops_everything_before_it_begins() {
    let desk = Desk::new();
    let (good, missing) = (desk.file("news.tsv", TABLE), desk.path("missing.tsv").display().to_string());
    desk.import(&[&good, &missing]).fails(1, &["missing.tsv"]);
    assert!(!desk.path("store").exists());
}
