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
        (
            "term",
            &[
                "add",
                "recognize",
                "list",
                "suggest",
                "mine",
                "review",
                "check",
                "history",
                "merge",
                "show",
                "update",
                "delete",
                "import",
                "export",
            ],
        ),
    ];
    let alone = ["serve", "demo", "segment", "suggest", "import", "align", "review", "memory", "unit", "term", "bench"]
        .map(|name| vec![name]);
    let nested = within.into_iter().flat_map(|(name, inner)| inner.iter().map(move |inner| vec![name, *inner]));
    [vec![]].into_iter().chain(alone).chain(nested).collect()
}

#[test]
fn help_speaks_of_nothing_that_is_not_there() {
    let not_there = ["postgresql"];
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
