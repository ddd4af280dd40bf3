use super::*;

const PAGE: &str = "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Storm closes ports</title></head>\n\
    <body><p class=lead>Ferries stayed in harbour. <b>Schools stay shut.</b></p>\n<p>Rain fell.</p>\n</body></html>\n";

fn translate(desk: &Desk, more: &[&str]) -> Run {
    desk.run(&[&["translate", "--from", "en", "--to", "fa"], more].concat())
}

#[test]
fn a_page_comes_out_in_the_other_language_with_its_structure() {
    let desk = Desk::with_news();
    let (page, out) = (desk.file("storm.html", PAGE), desk.path("storm.fa.html").display().to_string());
    let run = translate(&desk, &[&page, "-o", &out]);
    assert_eq!((run.code, run.output.as_str()), (Some(0), ""));
    assert!(run.errors.contains("2 of 4 segments have no translation; left, and marked"), "{}", run.errors);
    let expected = PAGE
        .replace("<html lang=\"en\">", "<html dir=\"rtl\" lang=\"fa\">")
        .replace("Storm closes ports", "⟦Storm closes ports⟧")
        .replace("Ferries stayed in harbour.", "کشتی‌ها در بندر ماندند.")
        .replace("Schools stay shut.", "مدارس تعطیل می‌مانند.")
        .replace("Rain fell.", "<mark class=\"hafez-untranslated\" lang=\"en\" dir=\"ltr\">Rain fell.</mark>");
    assert_eq!(desk.read("storm.fa.html"), expected);
}

#[test]
fn without_a_translation_nothing_changes_if_that_is_wanted() {
    let desk = Desk::with_news();
    let page = desk.file("rain.html", "<p>Rain <i>fell</i>.</p>\r\n");
    let run = translate(&desk, &[&page, "--untranslated", "keep"]);
    assert_eq!((run.code, run.output.as_str()), (Some(0), "<p>Rain <i>fell</i>.</p>\r\n"));
}

#[test]
fn less_exact_translations_are_taken_from_a_threshold_on() {
    let desk = Desk::with_news();
    let text = desk.file("a.txt", "Ferries stayed in harbour!\n");
    assert!(translate(&desk, &[&text]).output.contains("⟦Ferries"));
    assert_eq!(translate(&desk, &[&text, "--min-score", "95"]).ok(), "کشتی‌ها در بندر ماندند.\n");
}

#[test]
fn kinds_can_be_left_alone() {
    let desk = Desk::with_news();
    let text = desk.file("a.md", "## Storm closes ports\n\nSchools stay shut.\n");
    let run = translate(&desk, &[&text, "--skip", "headline"]);
    assert_eq!(run.ok(), "## Storm closes ports\n\nمدارس تعطیل می‌مانند.\n");
    translate(&desk, &[&text, "--skip", "sidebar"]).fails_with_usage("the kinds are");
}

#[test]
fn the_article_is_never_written_over() {
    let desk = Desk::with_news();
    let text = desk.file("a.txt", "Schools stay shut.\n");
    translate(&desk, &[&text, "-o", &text]).fails(2, &["a.txt", "--output"]);
    assert_eq!(desk.read("a.txt"), "Schools stay shut.\n");
}

#[test]
fn a_page_in_an_old_encoding_comes_out_in_one_that_can_say_it() {
    let desk = Desk::with_news();
    let page = "<meta charset=\"iso-8859-1\"><p>Schools stay shut.</p><p>Caf\u{e9}</p>";
    let bytes: Vec<u8> = page.chars().map(|c| c as u8).collect();
    let file = desk.file("old.html", bytes);
    let run = translate(&desk, &[&file, "--untranslated", "keep"]);
    assert!(run.errors.contains("read as windows-1252") && run.errors.contains("written in UTF-8"), "{}", run.errors);
    assert!(
        run.output.starts_with("<meta charset=\"utf-8\"><p lang=\"fa\" dir=\"rtl\">مدارس تعطیل می‌مانند.</p>"),
        "{}",
        run.output
    );
    assert!(run.output.ends_with("<p>Café</p>"));
}

#[test]
fn a_page_that_declared_another_encoding_than_its_translation_is_in_declares_that() {
    let desk = Desk::with_news();
    let page = |charset: &str| format!("<meta charset=\"{charset}\"><p>Schools stay shut.</p>");
    for (declared, written) in [("iso-8859-1", "utf-8"), ("UTF-8", "UTF-8"), ("utf-8", "utf-8")] {
        let run = translate(&desk, &[&desk.file("a.html", page(declared))]);
        assert!(run.output.starts_with(&format!("<meta charset=\"{written}\"><p lang=\"fa\"")), "{}", run.output);
    }
    let same = translate(&desk, &[&desk.file("b.html", "<meta charset=latin1><p>Rain</p>"), "--untranslated", "keep"]);
    assert_eq!(same.output, "<meta charset=latin1><p>Rain</p>");
    let none = translate(&desk, &[&desk.file("c.html", "<head></head><p>Schools stay shut.</p>")]);
    assert!(none.output.starts_with("<head></head>"), "{}", none.output);
}

#[test]
fn persian_in_windows_1256_is_read_and_said_so() {
    let desk = Desk::new();
    let text = "وزير گفت که جنگ تمام شد. مردم به خانه ها بازگشتند و شهر آرام است.\n";
    let page = format!("<meta charset=\"utf-8\"><p>{text}</p>");
    let file = desk.file("old.html", encoding_rs::WINDOWS_1256.encode(&page).0);
    let run = run(&["segment", "--json", &file]);
    assert!(
        run.errors.contains("read as windows-1256") && run.errors.contains("utf-8, which is wrong"),
        "{}",
        run.errors
    );
    let answer: Value = serde_json::from_str(&run.output).unwrap();
    assert_eq!(answer["segments"].as_array().unwrap().len(), 2);
    let place = |name: &str| answer["segments"][1][name].as_u64().unwrap() as usize;
    let bytes = std::fs::read(&file).unwrap();
    let said = encoding_rs::WINDOWS_1256.decode(&bytes[place("start")..place("end")]).0.into_owned();
    assert_eq!(answer["segments"][1]["text"], said);
}

#[test]
fn an_analysis_counts_what_the_memory_knows_of_a_batch() {
    let desk = Desk::with_news();
    let first = desk.file(
        "a.txt",
        "Ferries stayed in harbour.\n\nRain fell on the hills all day.\n\nRain fell on the hills all day.\n",
    );
    let second =
        desk.file("b.html", "<p>Rain fell on <b>the hills</b> all day.</p><p>Schools stay open.</p><pre>x</pre>");
    let analyze =
        |more: &[&str]| desk.run(&[&["analyze", "--from", "en", "--to", "fa", &first, &second], more].concat());
    let answers = analyze(&["--json"]).json();
    assert_eq!(answers.len(), 3);
    let counts = |statistics: &Value, band: &str| {
        let bands = statistics["bands"].as_array().unwrap();
        bands.iter().find(|b| b["band"] == format!("LEVERAGE_BAND_{band}")).unwrap()["segments"].clone()
    };
    assert_eq!(counts(&answers[0]["statistics"], "EXACT"), 1);
    assert_eq!(
        (counts(&answers[0]["statistics"], "REPETITION"), counts(&answers[0]["statistics"], "NONE")),
        (1.into(), 1.into())
    );
    assert_eq!(counts(&answers[1]["statistics"], "REPETITION"), 1);
    assert_eq!(answers[1]["statistics"]["repeatedAcrossArticles"]["words"], 7);
    assert_eq!(counts(&answers[1]["statistics"], "FUZZY_50"), 1);
    assert_eq!((&answers[2]["total"]["segments"], counts(&answers[2]["total"], "REPETITION")), (&5.into(), 2.into()));

    let csv = analyze(&["--csv"]).ok();
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines[0], "article,match,segments,words,characters");
    assert!(lines[1].ends_with("a.txt,context,0,0,0"), "{}", lines[1]);
    assert!(lines.iter().any(|line| line.ends_with("b.html,repetition across,1,7,31")), "{csv}");
    assert!(lines.last().unwrap().starts_with("total,total,5,"), "{csv}");
    let table = analyze(&[]).ok();
    assert!(table.contains("a.txt") && table.contains("95-99%") && table.contains("repetition across"), "{table}");
}

#[test]
fn an_article_that_cannot_be_read_is_named() {
    let desk = Desk::with_news();
    let (good, empty) = (desk.file("a.txt", "Rain fell.\n"), desk.file("blank.txt", " \n"));
    let run = desk.run(&["analyze", "--from", "en", "--to", "fa", "--json", &good, &empty]);
    assert_eq!((run.code, run.output.lines().count()), (Some(0), 2), "{run:?}");
    assert!(run.errors.contains("blank.txt is empty; left out"), "{}", run.errors);
    let missing = desk.path("none.txt").display().to_string();
    desk.run(&["analyze", "--from", "en", "--to", "fa", &good, &missing]).fails(1, &["none.txt"]);
    translate(&desk, &[&empty]).fails(1, &["blank.txt"]);
}

#[test]
fn sentences_can_be_cut_by_srx_rules() {
    let desk = Desk::new();
    let rules = "<srx version=\"2.0\"><header cascade=\"no\"/><body><languagerules><languagerule languagerulename=\"A\">\
        <rule break=\"yes\"><beforebreak>;</beforebreak><afterbreak>\\s</afterbreak></rule></languagerule></languagerules>\
        <maprules><languagemap languagepattern=\".*\" languagerulename=\"A\"/></maprules></body></srx>";
    let rules = desk.file("rules.srx", rules);
    let text = desk.file("a.txt", "It rained; it snowed. Nobody came. They all stayed at home that day, as always.\n");
    let output = run(&["segment", "--plain", "--srx", &rules, &text]).ok();
    assert_eq!(output, "It rained;\nit snowed. Nobody came. They all stayed at home that day, as always.\n");
    let broken = desk.file("broken.srx", "<srx>\n<rule>");
    run(&["segment", "--srx", &broken, &text]).fails(1, &["broken.srx", "line 2"]);
}
