use super::*;

/// Units with whatever an exchange file may have trouble with.
const TMX: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="en" datatype="html"/>
<body>
<tu tuid="a&amp;1" creationdate="20200102T030405Z" changedate="20210102T030405Z" changeid="Mina &quot;M&quot;">
  <note>two
lines &lt;b&gt;</note><prop type="project">Storm &amp; sea</prop>
  <tuv xml:lang="en"><seg>The <bpt i="1" x="1">&lt;b class="a"&gt;</bpt>ports<ept i="1">&lt;/b&gt;</ept> are<ph x="2">&lt;br/&gt;</ph>shut &amp; quiet.</seg></tuv>
  <tuv xml:lang="fa"><seg>بندرها <ph x="2">&lt;br/&gt;</ph><bpt i="1" x="1">&lt;b class="a"&gt;</bpt>بسته<ept i="1">&lt;/b&gt;</ept>‌اند.</seg></tuv>
</tu>
<tu><tuv xml:lang="en-GB"><seg>Copy {0} of {2} files	now</seg></tuv><tuv xml:lang="fa"><seg>{0} پرونده از {2}</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>  Spaces &#13; stay  </seg></tuv><tuv xml:lang="fa"><seg>جای  خالی</seg></tuv></tu>
</body></tmx>
"#;

fn desk() -> Desk {
    let desk = Desk::new();
    let file = desk.file("in.tmx", TMX);
    assert_eq!(desk.run(&["import", "--memory", "news", "--from", "en", "--to", "fa", &file]).code, Some(0));
    let unit = "memories/news/units/1";
    desk.run(&["unit", "edit", unit, "--status", "reviewed"]).ok();
    desk
}

/// The units of a store, without what every store gives anew.
fn units(desk: &Desk, store: &str) -> Vec<Value> {
    let mut units = desk.run_on(store, &["unit", "list", "--memory", "news", "--json"]).json();
    for unit in &mut units {
        let unit = unit.as_object_mut().unwrap();
        unit.remove("revision");
    }
    units
}

#[test]
fn a_tmx_of_ours_makes_the_same_units_again() {
    let desk = desk();
    let out = desk.path("out.tmx").display().to_string();
    let run = desk.run(&["export", "--memory", "news", "--format", "tmx", "-o", &out]);
    assert_eq!((run.code, run.errors.as_str()), (Some(0), "exported: 3 units\n"));
    let written = desk.read("out.tmx");
    assert!(written.contains("<bpt i=\"1\" x=\"1\">&lt;b class="), "{written}");
    assert!(written.contains("Copy {0} of {2} files"), "placeholders of programs are text: {written}");
    assert_eq!(desk.run_on("again", &["import", "--memory", "news", "--from", "en", "--to", "fa", &out]).code, Some(0));
    assert_eq!(units(&desk, "again"), units(&desk, "store"));
}

#[test]
fn json_lines_of_ours_make_the_same_units_again() {
    let desk = desk();
    let out = desk.path("out.jsonl").display().to_string();
    assert_eq!(desk.run(&["export", "--memory", "news", "--format", "jsonl", "-o", &out]).code, Some(0));
    assert_eq!(desk.run_on("again", &["import", "--memory", "news", &out]).code, Some(0));
    assert_eq!(units(&desk, "again"), units(&desk, "store"));
}

#[test]
fn tables_have_what_they_can_hold_and_tell_of_the_rest() {
    let desk = desk();
    let run = desk.run(&["export", "--memory", "news", "--format", "csv"]);
    assert_eq!(run.code, Some(3), "{run:?}");
    assert!(
        run.output.starts_with("en,fa,status,author,document,note\nThe {1}ports{/1} are{2/}shut & quiet.,"),
        "{}",
        run.output
    );
    assert!(run.output.contains(",reviewed,\"Mina \"\"M\"\"\",in.tmx,\"two\nlines <b>\"\n"), "{}", run.output);
    assert!(run.errors.contains("units/2: it is from en-GB to fa, the file from en to fa"), "{}", run.errors);
    let run = desk.run(&["export", "--memory", "news", "--format", "tsv", "--from", "en-GB"]);
    assert!(run.errors.contains("a tab or a line break"), "{}", run.errors);
    assert_eq!((run.code, run.output.as_str()), (Some(3), "en-GB\tfa\tstatus\tauthor\tdocument\tnote\n"));
}

#[test]
fn only_the_units_that_are_wanted_are_written() {
    let desk = desk();
    let count = |more: &[&str]| {
        let run = desk.run(&[&["export", "--memory", "news", "--format", "tmx"], more].concat());
        (run.code, run.output.matches("<tu ").count())
    };
    assert_eq!(count(&["--status", "reviewed"]), (Some(0), 1));
    assert_eq!(count(&["--attribute", "project=Storm & sea"]), (Some(0), 1));
    assert_eq!(count(&["--attribute", "project=Storm"]), (Some(0), 0));
    assert_eq!(count(&["--to", "de"]), (Some(0), 0));
    assert_eq!(count(&["--since", "2022-01-01"]), (Some(0), 3));
    let kept = desk.file("kept.tmx", "as it was");
    desk.run(&["export", "--memory", "none", "--format", "tmx", "-o", &kept]).fails(1, &["there is no memories/none"]);
    assert_eq!((desk.read("kept.tmx").as_str(), desk.path("kept.tmx.part").exists()), ("as it was", false));
}

#[test]
fn an_xliff_of_ours_makes_the_same_units_again() {
    let desk = desk();
    let out = desk.path("out.xlf").display().to_string();
    let run = desk.run(&["export", "--memory", "news", "--format", "xliff", "--from", "en", "-o", &out]);
    assert_eq!(run.code, Some(3), "{run:?}");
    assert!(run.errors.contains("units/2: it is from en-GB to fa, the file from en to fa"), "{}", run.errors);
    let british = desk.path("british.xlf").display().to_string();
    let run = desk.run(&["export", "--memory", "news", "--format", "xliff", "--from", "en-GB", "-o", &british]);
    assert_eq!((run.code, run.errors.as_str()), (Some(0), "exported: 1 units\n"));
    let import = ["import", "--memory", "news", &out, &british];
    assert_eq!(desk.run_on("again", &import).code, Some(0));
    assert_eq!(by_source(units(&desk, "again")), by_source(units(&desk, "store")));
    let again = desk.run(&["import", "--memory", "news", &out]);
    assert!(again.output.contains("2 unchanged"), "{again:?}");
}

/// In another order, units have other names.
fn by_source(mut units: Vec<Value>) -> Vec<Value> {
    units.iter_mut().for_each(|unit| drop(unit.as_object_mut().unwrap().remove("name")));
    units.sort_by_key(|unit| unit["source"]["text"].to_string());
    units
}

#[test]
fn parallel_text_is_two_files_of_as_many_lines() {
    let desk = desk();
    let base = desk.path("corpus").display().to_string();
    let export = ["export", "--memory", "news", "--format", "moses", "--from", "en", "--to", "fa", "--output", &base];
    let run = desk.run(&export);
    assert_eq!(run.code, Some(3), "{run:?}");
    assert!(run.errors.contains("units/2: it is from en-GB") && run.errors.contains("units/3: it holds a line break"));
    assert_eq!(desk.read("corpus.en"), "The {1}ports{/1} are{2/}shut & quiet.\n");
    assert_eq!(desk.read("corpus.fa"), "بندرها {2/}{1}بسته{/1}‌اند.\n");
    let files = [format!("{base}.en"), format!("{base}.fa")];
    let import =
        ["import", "--memory", "news", "--format", "moses", "--from", "en", "--to", "fa", &files[0], &files[1]];
    let run = desk.run_on("again", &import);
    assert!(run.output.contains("1 added"), "{run:?}");
}

#[test]
fn parallel_text_needs_a_place_for_two_files_and_their_languages() {
    let desk = desk();
    let run = |more: &[&str]| desk.run(&[&["export", "--memory", "news", "--format", "moses"], more].concat());
    run(&["--from", "en", "--to", "fa"]).fails(2, &["two files", "--output BASE"]);
    run(&["--from", "en", "--to", "fa", "-o", "-"]).fails(2, &["two files", "--output BASE"]);
    run(&["--to", "fa", "-o", "corpus"]).fails(2, &["--from and --to"]);
    run(&["--from", "en", "--to", "en", "-o", "corpus"]).fails(2, &["both files"]);
    let kept = desk.file("corpus.fa", "as it was");
    let base = kept.trim_end_matches(".fa");
    let none = ["export", "--memory", "none", "--format", "moses", "--from", "en", "--to", "fa", "-o", base];
    desk.run(&none).fails(1, &["there is no memories/none"]);
    assert_eq!((desk.read("corpus.fa").as_str(), desk.path("corpus.en").exists()), ("as it was", false));
    assert!(!desk.path("corpus.fa.part").exists() && !desk.path("corpus.en.part").exists());
}

#[test]
fn uses_that_are_only_counted_come_back_from_every_complete_format() {
    let desk = Desk::new();
    let import = |store: &str, file: &str| {
        let run = desk.run_on(store, &["import", "--memory", "news", "--from", "en", "--to", "fa", file]);
        assert_eq!(run.code, Some(0), "{run:?}");
    };
    for number in 1..=12 {
        import("store", &desk.file(&format!("day-{number}.tsv"), "Roads shut\tجاده‌ها بسته شد\n"));
    }
    assert_eq!(units(&desk, "store")[0]["useCount"], 12);
    for format in ["tmx", "xliff", "jsonl"] {
        let out = desk.path(&format!("out.{format}")).display().to_string();
        assert_eq!(desk.run(&["export", "--memory", "news", "--format", format, "-o", &out]).code, Some(0));
        import(format, &out);
        assert_eq!(units(&desk, format), units(&desk, "store"), "{format}");
        import(format, &out);
        assert_eq!(units(&desk, format), units(&desk, "store"), "{format}, the second time");
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_and_a_link_are_written_through_and_stay() {
    let desk = desk();
    let (pipe, link, file) = (desk.path("pipe"), desk.path("link"), desk.path("file"));
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::read_to_string(pipe).unwrap()
    });
    let export = ["export", "--memory", "news", "--format", "jsonl", "-o"];
    assert_eq!(desk.run(&[&export[..], &[pipe.to_str().unwrap()]].concat()).code, Some(0));
    assert_eq!(reader.join().unwrap().lines().count(), 3);
    assert!(!pipe.metadata().unwrap().is_file(), "no file has taken the place of the pipe");

    std::os::unix::fs::symlink(&file, &link).unwrap();
    std::fs::write(&file, "of yesterday").unwrap();
    assert_eq!(desk.run(&[&export[..], &[link.to_str().unwrap()]].concat()).code, Some(0));
    assert!(link.symlink_metadata().unwrap().is_symlink());
    assert_eq!(desk.read("file").lines().count(), 3);
}
