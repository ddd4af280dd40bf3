//! Terms out of files and into them.

use super::*;

const GLOSSARY: &str = "\
en,fa,fa forbidden,en variants,type,note
Parvin E'tesami,پروین اعتصامی,پروین‌بانو,Parvin Etesami,person,\"poet, of Tabriz\"
Caspian Sea,دریای خزر,,,place,
Port Authority,سازمان بنادر,,,organization,
";

fn desk() -> (Desk, String) {
    let desk = Desk::new();
    let file = desk.file("names.csv", GLOSSARY);
    (desk, file)
}

/// Everything in the termbase, as a file of JSON Lines.
fn all(desk: &Desk, store: &str) -> String {
    let run = desk.run_on(store, &["term", "export", "--format", "jsonl"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    run.output
}

fn names(desk: &Desk, store: &str) -> Vec<String> {
    let entries = |line: &str| {
        let term: Value = serde_json::from_str(line).unwrap();
        let entry =
            |entry: &Value| format!("{} {}", entry["text"].as_str().unwrap(), entry["status"].as_str().unwrap());
        term["entries"].as_array().unwrap().iter().map(entry).collect::<Vec<_>>().join(", ")
    };
    all(desk, store).lines().map(entries).collect()
}

#[test]
fn a_glossary_comes_in_is_recognized_and_changes_nothing_the_second_time() {
    let (desk, file) = desk();
    let told = desk.run(&["term", "import", "--author", "Mina", "--id", "names", &file]).ok();
    assert!(told.contains("3 read, 3 added, 0 updated, 0 unchanged, 0 refused, 0 as candidates"), "{told}");
    assert!(told.contains("hafez import --undo names takes it back"), "{told}");
    let found =
        ["term", "recognize", "--from", "en", "--to", "fa", "--json", "--text", "Parvin Etesami saw the Caspian Sea"];
    let found = desk.run(&found).one_json();
    let renderings = |at: usize| found["terms"][at]["renderings"][0]["text"].clone();
    assert_eq!((renderings(0), renderings(1)), ("پروین اعتصامی".into(), "دریای خزر".into()));
    let term = desk.run(&["term", "show", "terms/1", "--json"]).one_json();
    assert_eq!((&term["source"], &term["author"]), (&"names.csv".into(), &"Mina".into()));
    assert_eq!((&term["origin"], &term["type"]), (&"TERM_ORIGIN_IMPORT".into(), &"TERM_TYPE_PERSON".into()));
    let before = all(&desk, "store");
    let again = desk.run(&["term", "import", &file]).ok();
    assert!(again.contains("0 added, 0 updated, 3 unchanged"), "{again}");
    assert_eq!(all(&desk, "store"), before);
    desk.run(&["verify"]).ok();
}

#[test]
fn every_format_goes_out_and_comes_back() {
    let (desk, file) = desk();
    desk.run(&["term", "import", &file]).ok();
    for format in ["tbx", "tsv", "csv", "xlsx", "jsonl"] {
        let output = desk.path(&format!("all.{format}")).display().to_string();
        let exported = desk.run(&["term", "export", "--format", format, "-o", &output]);
        assert_eq!((exported.code, exported.errors.trim()), (Some(0), "exported: 3 terms"), "{format}");
        let told = desk.run_on(format, &["term", "import", &output]).ok();
        assert!(told.contains("3 added"), "{format}: {told}");
        assert_eq!(names(&desk, format), names(&desk, "store"), "{format}");
    }
    assert_eq!(all(&desk, "jsonl"), all(&desk, "store"), "JSON Lines loses nothing");
    let places = desk.run(&["term", "export", "--format", "tsv", "--type", "place"]);
    assert_eq!(places.output.lines().count(), 2, "{places:?}");
}

#[test]
fn what_contradicts_becomes_a_candidate_and_is_told() {
    let (desk, file) = desk();
    desk.run(&["term", "import", &file]).ok();
    let other =
        desk.file("other.tsv", "en\tfa\ttype\nCaspian Sea\tدریای مازندران\tplace\nAral Sea\tدریای آرال\tplace\n");
    let report = desk.path("report").display().to_string();
    let told = desk.run_on("drafted", &["term", "import", &file]);
    assert_eq!(told.code, Some(0));
    let told = desk.run(&["term", "import", "--report", &report, &other]).ok();
    assert!(told.contains("2 added") && told.contains("1 as candidates (CONTRADICTION 1)"), "{told}");
    let problem: Value = serde_json::from_str(desk.read("report").trim()).unwrap();
    assert_eq!((&problem["reason"], &problem["text"]), (&"CONTRADICTION".into(), &"Caspian Sea".into()));
    let message = problem["message"].as_str().unwrap();
    assert!(message.contains("line 2") && message.contains("دریای خزر") && message.contains("terms/2"), "{message}");
    let candidates = desk.run(&["term", "list", "--review", "candidate", "--json"]).one_json();
    assert_eq!(candidates["entries"][1]["text"], "دریای مازندران");

    let refused = desk.run_on("drafted", &["term", "import", "--doubt", "contradiction=refuse", &other]);
    assert_eq!(refused.code, Some(3), "{refused:?}");
    assert!(
        refused.output.contains("1 added") && refused.output.contains("1 refused (CONTRADICTION 1)"),
        "{refused:?}"
    );
    let accepted = desk.run_on("drafted", &["term", "import", "--doubt", "contradiction=accept", &other]).ok();
    assert!(accepted.contains("1 added") && accepted.contains("1 unchanged"), "{accepted}");
    assert_eq!(names(&desk, "drafted").last().unwrap(), "Caspian Sea preferred, دریای مازندران admitted");
}

#[test]
fn terms_that_are_there_get_more_or_are_put_right_or_stay() {
    let (desk, file) = desk();
    desk.run(&["term", "import", &file]).ok();
    let table =
        "en\tfa\tfa admitted\ttype\tnote\nCaspian Sea\tدریای مازندران\tدریای خزر\tplace\tas the desk says now\n";
    let table = desk.file("new.tsv", table);
    let skipped = desk.run(&["term", "import", "--existing", "skip", &table]).ok();
    assert!(skipped.contains("1 unchanged"), "{skipped}");
    let updated = desk.run(&["term", "import", "--existing", "update", &table]).ok();
    assert!(updated.contains("1 updated"), "{updated}");
    assert_eq!(names(&desk, "store")[1], "Caspian Sea preferred, دریای خزر admitted, دریای مازندران preferred");
    let further = desk.file("further.tsv", "en\tfa\tstatus\nPort Authority\tاداره بنادر\tforbidden\n");
    desk.run(&["term", "import", &further]).ok();
    assert_eq!(names(&desk, "store").len(), 3, "a forbidden rendering is the concept's");
    assert!(names(&desk, "store")[2].ends_with("سازمان بنادر preferred, اداره بنادر forbidden"));
}

#[test]
fn an_import_of_terms_is_taken_back() {
    let (desk, file) = desk();
    desk.run(&["term", "add", "--from", "en", "--to", "fa", "--type", "place", "Caspian Sea", "دریای خزر"]).ok();
    let before = all(&desk, "store");
    let more = GLOSSARY.replace("place,", "place,the largest lake");
    std::fs::write(&file, more).unwrap();
    desk.run(&["term", "import", "--id", "names", &file]).ok();
    assert!(all(&desk, "store").contains("largest lake"));
    let listed = desk.run(&["import", "--list"]).ok();
    assert!(listed.contains("names.csv") && listed.contains("(terms)"), "{listed}");
    desk.run(&["term", "update", "terms/3", "--note", "in Anzali"]).ok();
    let dry = desk.run(&["import", "--undo", "names", "--dry-run"]);
    assert!(dry.code == Some(3) && dry.output.contains("1 deleted, 1 as they were"), "{dry:?}");
    let undone = desk.run(&["import", "--undo", "names"]);
    assert!(undone.code == Some(3) && undone.errors.contains("terms/3: it was changed since"), "{undone:?}");
    let left = all(&desk, "store");
    assert!(left.contains("in Anzali") && left.starts_with(before.trim_end()), "{left}");
    assert_eq!(left.lines().count(), 2);
    let found =
        desk.run(&["term", "recognize", "--from", "en", "--to", "fa", "--json", "--text", "Parvin Etesami"]).json();
    assert!(found.iter().all(|answer| answer["terms"].as_array().is_none_or(Vec::is_empty)), "{found:?}");
    desk.run(&["verify"]).ok();
}

#[test]
fn a_dry_run_counts_what_the_import_does() {
    let (desk, _) = desk();
    let table = "en\tfa\nCaspian Sea\tدریای خزر\nCaspian Sea\tدریای خزر\nCaspian Sea\tدریای مازندران\nx\tی\n";
    let file = desk.file("a.tsv", table);
    let counted = |more: &[&str]| {
        let run = desk.run(&[&["term", "import", "--json"], more, &[&file]].concat());
        let last: Value = serde_json::from_str(run.output.lines().last().unwrap()).unwrap();
        last["counts"].clone()
    };
    let dry = counted(&["--dry-run"]);
    assert_eq!(desk.run(&["term", "list", "--json"]).json().len(), 0);
    assert_eq!(dry, counted(&[]));
    assert_eq!(
        (&dry["added"], &dry["unchanged"], &dry["draft"], &dry["refused"]),
        (&"2".into(), &"1".into(), &"1".into(), &"1".into())
    );
}

#[test]
fn what_is_wrong_with_a_file_is_said_and_the_rest_comes_in() {
    let (desk, _) = desk();
    let tmx = desk.file("a.tbx", "<?xml version=\"1.0\"?><tmx version=\"1.4\"></tmx>");
    desk.run(&["term", "import", &tmx]).fails(1, &["a.tbx", "holds units, not terms", "hafez import"]);
    let other = desk.file("b.tbx", "<!-- a table --><TAGTABLE></TAGTABLE>");
    desk.run(&["term", "import", &other]).fails(1, &["b.tbx", "root element is <TAGTABLE>", "give a TBX file"]);
    desk.run(&["term", "import", &desk.file("c.csv", "")]).fails(1, &["c.csv", "empty"]);
    desk.run(&["term", "import", &desk.file("d", "no table")]).fails(1, &["--format", "name the format"]);
    desk.run(&["term", "import", "--columns", "en=1,en=2", "x"]).fails(2, &["--columns", "twice"]);
    let unsaid = desk.run(&["term", "import", &desk.file("e.tsv", "Aral Sea\tدریای آرال\n")]);
    assert!(unsaid.code == Some(1) && unsaid.errors.contains("from which language to which"), "{unsaid:?}");

    let table = "en\tfa\ttype\nAral Sea\tدریای آرال\tlake\nthe\tدریاچه\tplace\nOnega\tاونگا\tplace\nladoga\tladoga lake\tplace\n";
    let told = desk.run(&["term", "import", &desk.file("f.tsv", table)]);
    assert_eq!(told.code, Some(3), "{told:?}");
    for words in ["line 2: `lake` is not a type", "line 3: “the”: it is nothing but stop-words"] {
        assert!(told.errors.contains(words), "{told:?}");
    }
    assert!(told.output.contains("2 added") && told.output.contains("(WRONG_SCRIPT 1)"), "{told:?}");

    let cut = "<martif><text><body><termEntry id=\"c1\"><langSet xml:lang=\"en\"><tig><term>Urmia</term></tig></langSet>\
               <langSet xml:lang=\"fa\"><tig><term>ارومیه</term></tig></langSet></termEntry><termEntry id=\"c2\"><langSet";
    let broken = desk.run(&["term", "import", &desk.file("g.tbx", cut)]);
    assert!(broken.code == Some(1) && broken.errors.contains("1 term before that kept"), "{broken:?}");
    assert_eq!(desk.run(&["term", "list", "--text", "Urmia", "--json"]).json().len(), 1);
}

#[test]
fn files_of_terms_are_packed_and_encoded_as_they_may_be() {
    let (desk, _) = desk();
    let (encoded, _, _) = encoding_rs::WINDOWS_1256.encode("Caspian Sea;درياي خزر\r\nPersian Gulf;خليج فارس\r\n");
    let file = desk.file("a.csv", encoded);
    let told = desk.run(&["term", "import", "--from", "en", "--to", "fa", "--encoding", "windows-1256", &file]).ok();
    assert!(told.contains("2 added") && told.contains("read as windows-1256"), "{told}");
    assert_eq!(names(&desk, "store")[1], "Persian Gulf preferred, خليج فارس preferred");
    let columns = ["term", "import", "--columns", "en=1,fa=2", "--type", "place", "-"];
    let told = desk.run_with_input(&columns, "Gulf of Oman\tدریای عمان\twaters\tOM\n").ok();
    assert!(told.contains("standard input: 1 read, 1 added"), "{told}");
    let last = desk.run(&["term", "list", "--text", "gulf of oman", "--json"]).one_json();
    assert_eq!((&last["type"], &last["source"]), (&"TERM_TYPE_PLACE".into(), &"".into()));
}

#[test]
fn a_tbx_is_no_memory() {
    let (desk, _) = desk();
    let tbx = desk.file("a.tbx", "<martif><text><body></body></text></martif>");
    let refused = desk.run(&["import", "--memory", "news", "--from", "en", "--to", "fa", &tbx]);
    assert!(refused.code == Some(1) && refused.errors.contains("hafez term import"), "{refused:?}");
}

/// Imports a table of this text under an id.
fn import_table(desk: &Desk, id: &str, more: &[&str], table: &str) -> String {
    let file = desk.file(&format!("{id}.csv"), table);
    desk.run(&[&["term", "import", "--id", id], more, &[&file]].concat()).output
}

#[test]
fn what_two_imports_have_brought_goes_with_the_last() {
    let desk = Desk::new();
    import_table(&desk, "a", &[], "en,fa\nTehran,تهران\nQom,قم\n");
    import_table(&desk, "b", &[], "en,fa\nTehran,تهران\nTabriz,تبریز\n");
    let undone = desk.run(&["import", "--undo", "a"]);
    assert!(
        undone.code == Some(3) && undone.output.contains("1 deleted") && undone.errors.contains("terms/1"),
        "{undone:?}"
    );
    assert_eq!(names(&desk, "store"), ["Tehran preferred, تهران preferred", "Tabriz preferred, تبریز preferred"]);
    desk.run(&["import", "--undo", "b"]).ok();
    desk.run(&["import", "--undo", "a"]).ok();
    assert_eq!(all(&desk, "store"), "");
}

#[test]
fn undo_brings_no_contradiction_back() {
    let desk = Desk::new();
    import_table(&desk, "a", &[], "en,fa\nFoo City,شهر فو\n");
    import_table(&desk, "b", &["--existing", "update"], "en,fa,status\nFoo City,شهر فو,admitted\n");
    desk.run(&["term", "add", "--from", "en", "--to", "fa", "Foo City", "فوشهر"]).ok();
    let undone = desk.run(&["import", "--undo", "b"]);
    assert!(undone.code == Some(3) && undone.errors.contains("terms/1"), "{undone:?}");
    assert_eq!(names(&desk, "store")[0], "Foo City preferred, شهر فو admitted");
}

#[test]
fn what_a_person_has_decided_stays() {
    let desk = Desk::new();
    let table = "en,fa,note\nFoo City,شهر فو,good\n";
    import_table(&desk, "a", &[], table);
    let worse = "en,fa,note,status\nFoo City,شهر فو,bad,forbidden\n";
    let told = import_table(&desk, "b", &["--review", "candidate", "--existing", "update"], worse);
    assert!(told.contains("1 unchanged"), "nobody has approved it: {told}");
    desk.run(&["term", "update", "terms/1", "--review", "rejected"]).ok();
    let told = import_table(&desk, "c", &[], table);
    assert!(told.contains("1 unchanged"), "it was rejected: {told}");
    let told = import_table(&desk, "d", &[], "en,fa,review\nFoo City,شهر فو,approved\n");
    assert!(told.contains("1 updated"), "the file says that it is approved: {told}");
}

#[test]
fn an_edited_export_comes_back() {
    let desk = Desk::new();
    let table = "en,fa,type,note\nKhoy,خوی,place,\nMarand,مرند شهر,place,\nUrmia,ارومیه,place,\n";
    import_table(&desk, "a", &[], table);
    desk.run(&["term", "add", "--from", "en", "--to", "fa", "Ahar", "اهر"]).ok();
    for format in ["csv", "jsonl", "tbx", "xlsx"] {
        let file = desk.path(&format!("all.{format}")).display().to_string();
        desk.run(&["term", "export", "--format", format, "-o", &file]);
        for existing in ["merge", "update"] {
            let again = desk.run(&["term", "import", "--existing", existing, &file]).ok();
            assert!(again.contains("0 added, 0 updated, 4 unchanged"), "{format} {existing}: {again}");
        }
    }
    let file = desk.path("all.csv").display().to_string();
    let edited =
        desk.read("all.csv").replace("مرند شهر", "مرند").replace("ارومیه,place,approved", "ارومیه,place,rejected");
    std::fs::write(&file, edited).unwrap();
    let told = desk.run(&["term", "import", "--existing", "update", &file]).ok();
    assert!(told.contains("0 added, 2 updated, 2 unchanged"), "{told}");
    assert_eq!(names(&desk, "store")[1], "Marand preferred, مرند preferred");
    let rejected = desk.run(&["term", "list", "--review", "rejected", "--json"]).one_json();
    assert_eq!(rejected["name"], "terms/3");
}

#[test]
fn forbidden_renderings_may_come_first() {
    let desk = Desk::new();
    let told = import_table(&desk, "a", &[], "en,fa,fa forbidden,type\nNavy,,فلان,\nNavy,نیروی دریایی,,organization\n");
    assert!(told.contains("1 added, 1 updated"), "{told}");
    assert_eq!(names(&desk, "store"), ["Navy preferred, فلان forbidden, نیروی دریایی preferred"]);
    assert!(all(&desk, "store").contains("\"organization\""));
}

#[test]
fn a_file_that_says_two_things_of_one_term_changes_nothing_the_second_time() {
    let desk = Desk::new();
    let table = "en,fa,note\nFoo City,شهر فو,one\nFoo City,شهر فو,two\n";
    import_table(&desk, "a", &["--existing", "update"], table);
    let before = all(&desk, "store");
    import_table(&desk, "b", &["--existing", "update"], table);
    assert_eq!(all(&desk, "store"), before);
}

#[test]
fn a_concept_does_not_grow_without_end() {
    let desk = Desk::new();
    let rows: String = (0..1_100)
        .map(|n| format!("synonym {},خودرو,Auto\n", "abcdefghij".repeat(1 + n % 7) + &n.to_string()))
        .collect();
    let run = desk.run(&["term", "import", &desk.file("a.csv", format!("en,fa,de\n{rows}"))]);
    assert!(run.code == Some(3) && run.errors.contains("the most is 1000"), "{run:?}");
    let most = names(&desk, "store").iter().map(|names| names.split(", ").count()).max().unwrap();
    assert!(most <= 1_000, "{most}");
}

#[test]
fn an_edited_table_changes_no_more_than_it_shows() {
    let desk = Desk::new();
    import_table(&desk, "a", &[], "en,fa,fa admitted,en variants\nTehran,تهران,دارالخلافه,Teheran\nQom,قم,,\n");
    desk.run(&["term", "export", "--format", "csv", "-o", &desk.path("all.csv").display().to_string()]);
    let exported = desk.read("all.csv");
    let tag = |row: usize| exported.lines().nth(row).unwrap().rsplit(',').next().unwrap().to_owned();
    let update = |id: &str, table: String| import_table(&desk, id, &["--existing", "update"], &table);
    let told = update("b", format!("en,note,id\nTehran,the capital,{}\n", tag(1)));
    assert!(told.contains("1 updated"), "{told}");
    assert_eq!(names(&desk, "store")[0], "Tehran preferred, تهران preferred, دارالخلافه admitted");
    assert!(all(&desk, "store").contains("Teheran"));
    let told = update("c", format!("en,fa,id\nQom City,طهران,{}\n", tag(1)));
    assert!(told.contains("1 added"), "the copy is out of date: {told}");
    let told = update("d", format!("en,fa,id\nqom town,the town of qom,{}\n", tag(2)));
    assert!(told.contains("1 added") && told.contains("WRONG_SCRIPT"), "what is doubtful replaces nothing: {told}");
    let told = update("e", format!("en,fa,id\nTehran,طهران,{}\n", tag(2)));
    assert!(told.contains("1 refused (CONTRADICTION 1)"), "an edit that contradicts is none: {told}");
    assert_eq!(names(&desk, "store")[1], "Qom preferred, قم preferred");
}

#[test]
fn a_row_that_was_copied_is_another_term() {
    let desk = Desk::new();
    import_table(&desk, "a", &[], "en,fa\nTehran University,دانشگاه تهران\n");
    desk.run(&["term", "export", "--format", "csv", "-o", &desk.path("all.csv").display().to_string()]);
    let exported = desk.read("all.csv");
    let copy = exported.lines().nth(1).unwrap().replace("Tehran University", "Univ of Tehran");
    let told = import_table(&desk, "b", &["--existing", "update"], &format!("{exported}{copy}\n"));
    assert!(told.contains("1 added") && told.contains("1 unchanged"), "{told}");
    assert_eq!(names(&desk, "store")[0], "Tehran University preferred, دانشگاه تهران preferred");
}

#[test]
fn edits_that_only_fit_together_are_undone_together() {
    let desk = Desk::new();
    import_table(&desk, "a", &[], "en,fa\nFoo City,شهر فو\nBar City,شهر بار\n");
    desk.run(&["term", "export", "--format", "csv", "-o", &desk.path("all.csv").display().to_string()]);
    let edited = desk.read("all.csv").replace("Foo City", "Fou Town").replace("Bar City", "Foo City");
    let told = import_table(&desk, "b", &["--existing", "update"], &edited);
    assert!(told.contains("2 updated"), "{told}");
    let undone = desk.run(&["import", "--undo", "b"]).ok();
    assert!(undone.contains("2 as they were"), "{undone}");
    assert_eq!(
        names(&desk, "store"),
        ["Foo City preferred, شهر فو preferred", "Bar City preferred, شهر بار preferred"]
    );
    import_table(&desk, "again", &[], "en,fa\nFoo City,شهر فو\n");
    desk.run(&["import", "--undo", "a"]).ok();
    assert_eq!(all(&desk, "store"), "", "an import that has changed nothing keeps nothing");
}
