//! The command line as its users see it: what it prints, where, and its exit codes.

mod common;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use common::{Server, hafez};
use serde_json::Value;
use tempfile::TempDir;

const ARTICLE: &str = "\
## Storm Closes Ports On The Caspian Coast

Tuesday, 03/12/2024

Dr. Karimi said the storm was the worst since 2019. Ferries stayed in harbour.

Ferries stayed in harbour.
";

const TABLE: &str = "Ferries stayed in harbour.\tکشتی‌ها در بندر ماندند.\nSchools stay shut.\tمدارس تعطیل می‌مانند.\n";

/// What a command has done.
#[derive(Debug)]
struct Run {
    code: Option<i32>,
    output: String,
    errors: String,
}

impl Run {
    /// Its output, if it ended well and without a word of complaint.
    #[track_caller]
    fn ok(self) -> String {
        assert!(self.code == Some(0) && self.errors.is_empty(), "{self:#?}");
        self.output
    }

    #[track_caller]
    fn json(self) -> Vec<Value> {
        let lines = self.ok();
        lines.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"))).collect()
    }

    #[track_caller]
    fn one_json(self) -> Value {
        let mut lines = self.json();
        assert_eq!(lines.len(), 1, "{lines:#?}");
        lines.remove(0)
    }

    /// Its error, if it failed with this exit code and one line that holds all of `words`.
    #[track_caller]
    fn fails(self, code: i32, words: &[&str]) -> String {
        assert!(self.code == Some(code) && self.output.is_empty(), "{self:#?}");
        assert_eq!(self.errors.lines().count(), 1, "{self:#?}");
        assert!(self.errors.starts_with("hafez: "), "{self:#?}");
        words.iter().for_each(|word| assert!(self.errors.contains(word), "{word}: {self:#?}"));
        self.errors
    }
}

fn run_with_input(command: &mut Command, input: &[u8]) -> Run {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that refuses its arguments does not read.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code(), output: text(output.stdout), errors: text(output.stderr) }
}

fn run(arguments: &[&str]) -> Run {
    run_with_input(hafez().args(arguments), b"")
}

/// A directory with a store, and files beside it.
struct Desk(TempDir);

impl Desk {
    fn new() -> Desk {
        Desk(tempfile::tempdir().unwrap())
    }

    /// One whose memory `news` holds the table.
    fn with_news() -> Desk {
        let desk = Desk::new();
        let file = desk.file("news.tsv", TABLE);
        assert_eq!(desk.run(&["import", "--memory", "news", "--from", "en", "--to", "fa", &file]).code, Some(0));
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        std::fs::write(self.path(name), content).unwrap();
        self.path(name).display().to_string()
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = hafez();
        command.args(arguments).arg("--store").arg(self.path("store"));
        command
    }

    /// Runs a command on the store.
    fn run(&self, arguments: &[&str]) -> Run {
        run_with_input(&mut self.command(arguments), b"")
    }

    fn run_with_input(&self, arguments: &[&str], input: impl AsRef<[u8]>) -> Run {
        run_with_input(&mut self.command(arguments), input.as_ref())
    }

    /// Imports into `news` from English to Persian.
    fn import(&self, more: &[&str]) -> Run {
        self.run(&[&["import", "--memory", "news", "--from", "en", "--to", "fa"], more].concat())
    }

    fn suggest(&self, more: &[&str]) -> Run {
        self.run(&[&["suggest", "--from", "en", "--to", "fa"], more].concat())
    }

    fn memories(&self) -> Vec<Value> {
        self.run(&["memory", "list", "--json"]).json()
    }
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(|key| &**key).collect()
}

#[track_caller]
fn has_keys(value: &Value, wanted: &[&str]) {
    let keys = keys(value);
    wanted.iter().for_each(|key| assert!(keys.contains(key), "{key} in {keys:?}"));
}

fn visible(text: &str) -> String {
    text.split_whitespace().collect()
}

mod segment {
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
}

mod suggest {
    use super::*;

    #[test]
    fn json_of_a_text_has_the_names_of_the_api() {
        let desk = Desk::with_news();
        let answer = desk.suggest(&["--json", "--text", "Ferries stayed in harbor."]).one_json();
        let suggestion = &answer["suggestions"][0];
        let fields = ["unit", "score", "matchType", "penalties", "wordScore", "characterScore", "difference"];
        has_keys(suggestion, &fields);
        has_keys(suggestion, &["adaptedTarget", "reversed"]);
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
        for word in ["100%", "exact", "Schools stay shut.", "مدارس تعطیل می‌مانند."] {
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
}

mod import {
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
        let lines: Vec<Value> =
            desk.read("report.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let reasons: Vec<_> =
            lines.iter().map(|l| (l["line"].as_str().unwrap(), l["reason"].as_str().unwrap())).collect();
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
}

mod curation {
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
        let created =
            run(&["memory", "create", "sport", "--display-name", "ورزش", "--penalty", "4", "--json"]).one_json();
        assert_eq!((&created["name"], &created["displayName"]), (&"memories/sport".into(), &"ورزش".into()));
        has_keys(&created, &["description", "penalty", "unitCount", "createTime", "updateTime", "revision"]);
        assert!(run(&["memory", "create", "sport"]).fails(1, &["memories/sport"]).contains("already"));
        assert!(run(&["memory", "list"]).ok().contains("ورزش"));
        let updated = run(&["memory", "update", "sport", "--penalty", "0", "--json"]).one_json();
        assert_eq!((&updated["penalty"], &updated["displayName"]), (&0.into(), &"ورزش".into()));
        run(&["memory", "update", "sport"]).fails(2, &["field"]);
        assert_eq!(run(&["memory", "show", "sport", "--json"]).one_json(), updated);
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
        let add =
            ["term", "add", "--from", "en", "--to", "fa", "--type", "place", "--json", "Persian Gulf", "خلیج فارس"];
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
}

mod errors {
    use super::*;

    #[test]
    fn a_file_that_is_not_utf8_is_named_with_its_line() {
        let desk = Desk::new();
        let file = desk.file("latin.txt", b"First line.\nCaf\xE9 owners.\n");
        for command in [&["segment"][..], &["suggest", "--from", "en", "--to", "fa"]] {
            desk.run(&[command, &[&file]].concat()).fails(1, &["latin.txt", "line 2", "UTF-8"]);
        }
        assert!(!desk.path("store").exists(), "the store was not opened for it");
        desk.run(&["memory", "create", "news"]);
        let recognize = ["term", "recognize", "--from", "en", "--to", "fa", &file];
        desk.run(&recognize).fails(1, &["latin.txt", "line 2", "UTF-8"]);
        let input = run_with_input(hafez().args(["segment", "-"]), b"\xFF");
        input.fails(1, &["standard input", "line 1"]);
    }

    #[test]
    fn a_directory_in_the_place_of_a_file_is_wrong_usage() {
        let desk = Desk::new();
        let directory = desk.0.path().display().to_string();
        desk.import(&[&directory]).fails(2, &["directory"]);
        desk.suggest(&[&directory]).fails(2, &["directory"]);
        run(&["segment", &directory]).fails(2, &["directory"]);
    }

    #[test]
    fn wrong_usage_is_exit_code_2() {
        let desk = Desk::new();
        let suggest = |more: &[&str]| desk.suggest(more);
        let wrong = [
            (suggest(&[]), "--text"),
            (suggest(&["--text", "a", "file"]), "--text"),
            (suggest(&["--text", "a", "--min-score", "101"]), "from 0 to 100"),
            (suggest(&["--text", "a", "--min-score", "NaN"]), "from 0 to 100"),
            (suggest(&["--text", "a", "--limit", "0"]), "--limit"),
            (desk.run(&["suggest", "--from", "english language", "--to", "fa", "--text", "a"]), "BCP 47"),
            (desk.run(&["suggest", "--from", "en", "--to", "f", "--text", "a"]), "BCP 47"),
            (desk.run(&["suggest", "--to", "fa", "--text", "a"]), "--from"),
            (desk.run(&["unit", "frobnicate"]), "frobnicate"),
            (desk.run(&["segment", "--plain", "--json", "-"]), "--json"),
            (desk.run(&["memory", "create", "a", "--penalty", "101"]), "--penalty"),
            (run(&["serve"]), "--store"),
            (run(&["memory", "list", "--server", "not a url"]), "not a url"),
            (run(&["demo", "--exit", "--server", "http://127.0.0.1:1"]), "--server"),
        ];
        for (run, word) in wrong {
            assert_eq!(run.code, Some(2), "{run:#?}");
            assert!(run.output.is_empty() && run.errors.contains(word), "{word}: {run:#?}");
        }
        assert!(!desk.path("store").exists(), "nothing was done");
    }

    #[test]
    fn a_server_that_is_not_there_is_told_in_one_line() {
        run(&["memory", "list", "--server", "http://127.0.0.1:1"]).fails(1, &["http://127.0.0.1:1", "--store"]);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_store_in_use_is_told_in_one_line() {
        let server = Server::start();
        let store = server.store().display().to_string();
        run(&["memory", "list", "--store", &store]).fails(1, &[&store, "in use", "--server"]);
        run(&["demo", "--exit", "--listen", "127.0.0.1:0", "--store", &store]).fails(1, &["in use"]);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_port_in_use_is_told_in_one_line() {
        let server = Server::start();
        let desk = Desk::new();
        let address = server.url().replace("http://", "");
        desk.run(&["serve", "--listen", &address]).fails(1, &[&address, "--listen"]);
    }

    #[test]
    fn a_configuration_that_cannot_be_used_is_told_in_one_line() {
        let desk = Desk::new();
        let wrong = desk.file("hafez.toml", "[limits]\nmax_batches = 7\n");
        desk.run(&["serve", "--config", &wrong]).fails(1, &["hafez.toml", "max_batches"]);
        let missing = desk.path("none.toml").display().to_string();
        desk.run(&["serve", "--config", &missing]).fails(1, &["none.toml"]);
    }

    #[test]
    fn a_directory_that_is_no_store_is_left_alone() {
        let desk = Desk::new();
        std::fs::create_dir(desk.path("store")).unwrap();
        desk.file("store/thesis.txt", "years of work");
        desk.run(&["memory", "list"]).fails(1, &["not a store"]);
        assert_eq!(std::fs::read_dir(desk.path("store")).unwrap().count(), 1);
    }

    #[test]
    fn looking_into_a_store_that_is_not_there_does_not_make_one() {
        let desk = Desk::new();
        let looked = desk.suggest(&["--text", "Anything"]);
        assert!(!desk.path("store").exists(), "a misspelt --store made a new one: {looked:?}");
        looked.fails(1, &["store"]);
    }

    #[test]
    fn a_store_that_is_named_counts_more_than_a_server_in_the_environment() {
        let desk = Desk::with_news();
        let mut command = desk.command(&["memory", "list"]);
        let listed = run_with_input(command.env("HAFEZ_SERVER", "http://127.0.0.1:1"), b"");
        assert!(listed.ok().contains("news"));
    }
}

mod behaviour {
    use super::*;

    /// Runs a command whose reader goes away after the first bytes.
    fn run_into_closed_pipe(command: &mut Command, close: fn(&mut std::process::Child)) -> Run {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        close(&mut child);
        let output = child.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Run { code: output.status.code(), output: text(output.stdout), errors: text(output.stderr) }
    }

    #[test]
    fn a_reader_that_goes_away_is_no_failure() {
        let desk = Desk::with_news();
        let article = desk.file("long.txt", "Ferries stayed in harbour.\n\n".repeat(3_000));
        for arguments in [
            &["segment", &article][..],
            &["suggest", "--from", "en", "--to", "fa", &article],
            &["suggest", "--from", "en", "--to", "fa", "--json", &article],
            &["unit", "list", "--memory", "news"],
        ] {
            let run = run_into_closed_pipe(&mut desk.command(arguments), |child| drop(child.stdout.take()));
            assert_eq!((run.code, &*run.errors), (Some(0), ""), "{arguments:?}");
        }
    }

    #[test]
    fn nobody_reading_the_complaints_is_no_reason_to_panic() {
        let desk = Desk::new();
        let table = desk.file("bad.tsv", format!("{}{TABLE}", "no tab\n".repeat(2_000)));
        let arguments = ["import", "--memory", "news", "--from", "en", "--to", "fa", &table];
        let run = run_into_closed_pipe(&mut desk.command(&arguments), |child| drop(child.stderr.take()));
        assert_eq!(run.code, Some(3), "{run:?}");
        assert_eq!(desk.memories()[0]["unitCount"], 2);
    }

    #[test]
    fn the_demo_runs_and_ends() {
        let output = run(&["demo", "--exit", "--listen", "127.0.0.1:0"]).ok();
        for word in ["sample memory", "headline", "near exact", "numbers adapted", "term", "total"] {
            assert!(output.contains(word), "{word}: {output}");
        }
    }

    #[test]
    fn the_demo_can_be_run_again_on_the_same_store() {
        let desk = Desk::new();
        let first = desk.run(&["demo", "--exit", "--listen", "127.0.0.1:0"]).ok();
        let again = desk.run(&["demo", "--exit", "--listen", "127.0.0.1:0"]);
        assert_eq!(again.errors, "", "nothing has failed that anybody should hear of");
        assert_eq!(again.output, first);
        assert_eq!(desk.memories()[0]["name"], "memories/demo");
    }

    fn help(command: &[&str]) -> String {
        run(&[command, &["--help"]].concat()).ok()
    }

    /// Every command, with those within commands.
    fn commands() -> Vec<Vec<&'static str>> {
        let within = [
            ("memory", &["create", "list", "show", "update", "delete"][..]),
            ("unit", &["add", "list", "show", "edit", "delete"]),
            ("term", &["add", "recognize", "list", "show", "update", "delete"]),
        ];
        let alone = ["serve", "demo", "segment", "suggest", "import", "memory", "unit", "term"].map(|name| vec![name]);
        let nested = within.into_iter().flat_map(|(name, inner)| inner.iter().map(move |inner| vec![name, *inner]));
        [vec![]].into_iter().chain(alone).chain(nested).collect()
    }

    #[test]
    fn help_speaks_of_nothing_that_is_not_there() {
        let not_there = [
            "align",
            "export",
            "concordance",
            "backup",
            "restore",
            "verify",
            "bench",
            "review",
            "mine",
            "merge",
            "history",
            "html",
            "xliff",
            "csv",
            "jsonl",
            "tbx",
            "postgresql",
        ];
        for command in commands() {
            let help = help(&command);
            let words: Vec<_> = help.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
            let found: Vec<_> = not_there.iter().filter(|word| words.iter().any(|w| w == *word)).collect();
            assert!(found.is_empty(), "{command:?} speaks of {found:?}:\n{help}");
        }
    }

    /// The options and arguments of a help text that stand there without a word about them.
    fn unexplained(help: &str) -> Vec<&str> {
        let is_entry = |line: &str| (line.starts_with('-') && !line.starts_with("- ")) || line.starts_with('<');
        let lines: Vec<&str> = help.lines().skip_while(|line| !line.ends_with(':')).map(str::trim).collect();
        // An entry stands alone on its line where the words are on the next.
        let has_words = |at: usize, line: &str| {
            let next = lines.get(at + 1).copied().unwrap_or_default();
            line.contains("  ") || !(next.is_empty() || next.ends_with(':') || is_entry(next))
        };
        let entries = lines.iter().enumerate().filter(|(_, line)| is_entry(line));
        entries.filter(|(at, line)| !has_words(*at, line)).map(|(_, line)| *line).collect()
    }

    #[test]
    fn help_explains_every_option_and_argument() {
        let mut missing = Vec::new();
        for command in commands() {
            let help = help(&command);
            missing.extend(unexplained(&help).into_iter().map(|entry| format!("{} {entry}", command.join(" "))));
        }
        assert!(missing.is_empty(), "{missing:#?}");
    }

    #[test]
    fn the_version_is_that_of_the_package() {
        assert_eq!(run(&["--version"]).ok(), format!("hafez {}\n", env!("CARGO_PKG_VERSION")));
    }

    #[test]
    fn what_one_command_wrote_the_next_one_finds() {
        let desk = Desk::with_news();
        assert!(Path::new(&desk.path("store")).join("FORMAT").exists());
        for _ in 0..3 {
            assert!(desk.suggest(&["--text", "Schools stay shut."]).ok().contains("100%"));
        }
    }
}
