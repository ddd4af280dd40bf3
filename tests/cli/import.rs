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
fn json_tells_how_far_each_file_has_come_and_how_it_ended() {
    let desk = Desk::new();
    let (one, two) = (desk.file("one.tsv", TABLE), desk.file("two.tsv", "Yes\tبله\n"));
    let done = desk.import(&["--json", &one, &two]);
    let lines = done.output.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let (lines, progress): (Vec<Value>, Vec<Value>) = lines.partition(|line| line["done"] == true);
    assert_eq!((done.code, lines.len(), progress.len()), (Some(0), 2, 2), "{done:?}");
    has_keys(&lines[0], &["file", "import", "durablePosition", "counts", "problems", "memoryCreated", "done"]);
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

#[test]
fn columns_of_a_csv_are_chosen_by_number_or_name() {
    let desk = Desk::new();
    let by_number = desk.file("one.csv", "1,\"Yes, sir\",بله قربان\n");
    assert!(desk.import(&[&by_number, "--columns", "source=2,target=3,id=1"]).output.contains("1 added"));
    let by_name = desk.file("two.csv", "Key;English;Persian\nk;No;نه\n");
    assert!(desk.import(&[&by_name, "--columns", "source=English,target=Persian"]).ok().contains("1 added"));
    desk.import(&[&by_name, "--columns", "source=English,target=Farsi"]).fails(1, &["two.csv", "`Farsi`"]);
    desk.import(&[&by_name, "--columns", "source=1"]).fails(2, &["--columns", "target"]);
    desk.import(&[&by_name, "--columns", "1,2"]).fails_with_usage("source=2");
}

#[test]
fn json_lines_keep_what_a_unit_is() {
    let desk = Desk::new();
    let line = r#"{"source": {"text": "Yes", "language": "en"}, "target": {"text": "بله", "language": "fa"}, "status": "draft",
        "origin": {"kind": "machine"}, "author": "Sara", "occurrences": [{"document": "a", "previousSource": "Well?"}]}"#;
    let file = desk.file("units.jsonl", line.replace("\n", ""));
    assert!(desk.run(&["import", "--memory", "news", &file]).output.contains("1 added"));
    let units = desk.run(&["unit", "list", "--memory", "news", "--json"]).output;
    for kept in ["DRAFT", "MACHINE", "Sara", "Well?"] {
        assert!(units.contains(kept), "{kept}: {units}");
    }
}

#[test]
fn a_catalogue_says_its_target_language() {
    let desk = Desk::new();
    let header = "msgid \"\"\nmsgstr \"Language: fa\\n\"\n\n";
    let po = desk.file("fa.po", format!("{header}msgid \"Yes\"\nmsgstr \"بله\"\n\nmsgid \"No\"\nmsgstr \"\"\n"));
    let done = desk.run(&["import", "--memory", "news", "--from", "en", &po]);
    assert_eq!(done.code, Some(3), "{done:?}");
    assert!(
        done.output.contains("2 read, 1 added") && done.errors.contains("line 7: it is not translated"),
        "{done:?}"
    );
}

#[test]
fn parallel_text_is_two_files() {
    let desk = Desk::new();
    let (en, fa) = (desk.file("news.en", "Yes\n\nNo\n"), desk.file("news.fa", "بله\nنه\nخیر\n"));
    let done = desk.import(&["--format", "moses", &en, &fa]);
    assert!(done.output.contains("3 read, 2 added") && done.errors.contains("line 2: the source is empty"), "{done:?}");
    let short = desk.file("short.fa", "بله\n");
    let done = desk.import(&["--format", "moses", &en, &short]);
    assert!(done.code == Some(1) && done.errors.contains("source has 3 lines, the target 1"), "{done:?}");
    desk.import(&["--format", "moses", &en]).fails(2, &["SOURCE and TARGET"]);
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_compressed_file_is_unpacked_on_the_way() {
    let desk = Desk::new();
    let packed = gzip(TABLE);
    assert!(desk.import(&[&desk.file("news.tsv.gz", &packed)]).output.contains("2 read, 2 added"));
    let cut = desk.import(&[&desk.file("cut.tsv.gz", &packed[..packed.len() - 8])]);
    assert!(cut.code == Some(1) && cut.errors.contains("the gzip file ends too early"), "{cut:?}");
}

#[test]
fn archives_and_directories_are_their_files() {
    let desk = Desk::new();
    std::fs::create_dir_all(desk.path("all/deep")).unwrap();
    desk.file("all/deep/b.tsv", TABLE);
    desk.file("all/notes.txt", "not for import");
    let yes = "Yes,بله\n".as_bytes();
    desk.file("all/a.zip", zip(&[("in/yes.csv", yes), ("in/read.me", b"hello"), ("no.tsv.gz", &gzip("No\tنه\n"))]));
    let all = desk.path("all").display().to_string();
    let done = desk.import(&[&all]);
    assert_eq!(done.code, Some(0), "{done:?}");
    let files = done.output.lines().filter(|line| !line.starts_with("import "));
    let names: Vec<&str> = files.map(|line| line.split(": ").next().unwrap()).collect();
    let expected = ["a.zip/in/yes.csv", "a.zip/no.tsv.gz", "deep/b.tsv"].map(|name| format!("{all}/{name}"));
    assert_eq!(names, expected);
    let skipped = ["a.zip/in/read.me", "notes.txt"].map(|name| format!("{all}/{name}: skipped"));
    assert!(skipped.iter().all(|skipped| done.errors.contains(skipped)), "{done:?}");
    assert_eq!(desk.memories()[0]["unitCount"], 4);
}

#[test]
fn a_damaged_archive_does_not_keep_the_others_out() {
    let desk = Desk::new();
    std::fs::create_dir_all(desk.path("all")).unwrap();
    let packed = zip(&[("yes.tsv", "Yes\tبله\n".as_bytes())]);
    desk.file("all/a.zip", &packed[..packed.len() - 9]);
    desk.file("all/b.tsv", TABLE);
    let done = desk.import(&[&desk.path("all").display().to_string()]);
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(done.errors.contains("a.zip: the archive is damaged"), "{done:?}");
    assert_eq!(desk.memories()[0]["unitCount"], 2);
}

#[test]
fn a_truncated_and_compressed_tmx_is_blamed_on_its_packing() {
    let desk = Desk::new();
    let unit = "<tu><tuv xml:lang=\"en\"><seg>Yes</seg></tuv><tuv xml:lang=\"fa\"><seg>بله</seg></tuv></tu>";
    let tmx = format!("<tmx version=\"1.4\"><header srclang=\"en\"/><body>\n{unit}\n</body></tmx>");
    let packed = gzip(&tmx);
    for cut in [packed.len() - 8, packed.len() - 20] {
        let done = desk.import(&[&desk.file("cut.tmx.gz", &packed[..cut])]);
        assert!(done.code == Some(1) && done.errors.contains("the gzip file ends too early"), "{done:?}");
    }
}

#[test]
fn json_says_on_what_a_file_broke_and_options_are_named_as_they_are() {
    let desk = Desk::new();
    let done = desk.import(&["--json", &desk.file("noise.bin", [7_u8; 99]), &desk.file("one.tsv", TABLE)]);
    let lines: Vec<Value> = done.output.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let broken = lines.iter().find(|line| line["error"].is_string()).unwrap();
    assert!(broken["file"].as_str().unwrap().ends_with("noise.bin"), "{done:?}");
    assert!(
        broken["error"].as_str().unwrap().starts_with("--format: ") && !done.errors.contains("header."),
        "{done:?}"
    );
    assert_eq!((done.code, desk.memories()[0]["unitCount"].as_u64()), (Some(1), Some(2)));
}

#[test]
fn the_first_sheet_of_a_workbook_is_a_table() {
    let desk = Desk::new();
    let sheet = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
        <row r="1"><c r="A1" t="inlineStr"><is><t>Yes</t></is></c><c r="B1" t="inlineStr"><is><t>بله</t></is></c></row>
        </sheetData></worksheet>"#;
    let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = |kind: &str, target: &str| {
        format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="{relation}/{kind}" Target="{target}"/></Relationships>"#
        )
    };
    let book = format!(
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{relation}"><sheets><sheet name="News" sheetId="1" r:id="r"/></sheets></workbook>"#
    );
    let bytes = zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", relations("officeDocument", "xl/workbook.xml").as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations("worksheet", "worksheets/sheet1.xml").as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ]);
    assert!(desk.import(&[&desk.file("news.xlsx", bytes)]).output.contains("1 read, 1 added"));
}

#[test]
fn an_encoding_is_told_when_it_is_not_utf8() {
    let desk = Desk::new();
    let bytes = encoding_rs::WINDOWS_1256.encode("Rain in Shiraz\tباران شديد\nSnow\tبرف\n").0.into_owned();
    let file = desk.file("old.tsv", bytes);
    assert!(desk.import(&[&file]).output.contains("read as windows-1256"));
    assert!(desk.import(&[&file, "--encoding", "cp1256"]).output.contains("2 unchanged"));
    desk.import(&[&file, "--encoding", "klingon"]).fails_with_usage("klingon");
}

#[test]
fn an_import_is_listed_and_taken_back() {
    let desk = Desk::new();
    let (one, two) = (desk.file("one.tsv", TABLE), desk.file("two.tsv", "Yes\tبله\n"));
    let done = desk.import(&["--id", "spring", &one, &two]);
    assert!(done.output.contains("hafez import --undo spring"), "{done:?}");
    let listed = desk.run(&["import", "--list", "--json"]).one_json();
    assert_eq!((&listed["name"], &listed["files"]), (&"imports/spring".into(), &"2".into()));
    let rehearsed = desk.run(&["import", "--undo", "spring", "--dry-run"]).ok();
    assert!(rehearsed.contains("3 deleted") && rehearsed.contains("nothing was written"), "{rehearsed}");
    assert!(desk.run(&["import", "--undo", "spring"]).ok().contains("3 deleted, 0 as they were"));
    assert_eq!(desk.memories()[0]["unitCount"], 0);
    desk.run(&["import", "--undo", "autumn"]).fails(1, &["imports/autumn"]);
    desk.import(&["--undo", "spring", &one]).fails_with_usage("--undo");
}

#[test]
fn doubtful_pairs_are_drafts_and_in_the_report() {
    let desk = Desk::new();
    let file = desk.file("news.tsv", "It took 12 lives.\tجان ۱۴ نفر را گرفت.\n");
    let report = desk.path("report.jsonl").display().to_string();
    let done = desk.import(&[&file, "--report", &report]);
    assert!(done.output.contains("0 refused, 1 draft (NUMBERS_DISAGREE 1)"), "{done:?}");
    let line: Value = serde_json::from_str(desk.read("report.jsonl").trim()).unwrap();
    assert_eq!((&line["reason"], &line["outcome"]), (&"NUMBERS_DISAGREE".into(), &"IMPORT_OUTCOME_DRAFT".into()));
    let refusing = desk.import(&[&desk.file("other.tsv", "Only 12.\tتنها ۱۴.\n"), "--doubt", "all=refuse"]);
    assert_eq!(refusing.code, Some(3), "{refusing:?}");
    assert!(refusing.errors.contains("the source has 12, the target 14"), "{refusing:?}");
    for wrong in ["numbers=draft", "numbers-disagree=ignore", "numbers-disagree"] {
        desk.import(&[&file, "--doubt", wrong]).fails_with_usage("--doubt");
    }
}
