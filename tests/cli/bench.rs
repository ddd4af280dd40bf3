use super::*;

/// A bench small enough for a test.
fn bench(more: &[&str]) -> Run {
    run(&[&["bench", "--count", "2000", "--queries", "20", "--clients", "4"], more].concat())
}

/// What scoring every pair found for the queries that a seed gives, however many are timed.
fn truth(seed: &str, timed: &str) -> String {
    let desk = Desk::new();
    let file = desk.path("truth.jsonl").display().to_string();
    let made_up = ["bench", "--count", "2000", "--seed", seed, "--queries", timed, "--seconds", "0"];
    run(&[&made_up[..], &["--recall", "2", "--truth-out", &file]].concat()).ok();
    desk.read("truth.jsonl")
}

#[test]
fn json_has_every_figure_and_the_engine_finds_what_is_there() {
    let measured = ["--min-score", "70", "--min-score", "50", "--recall", "2", "--seconds", "1", "--writes", "200"];
    let document = bench(&[&["--json"], &measured[..]].concat()).one_json();
    has_keys(&document, &["machine", "build", "store", "in_process", "grpc", "throughput", "recall", "cores_short"]);
    has_keys(&document["machine"], &["version", "build", "system", "cores", "pairs", "seed", "from", "to", "limit"]);
    has_keys(&document["build"], &["seconds", "pairs_per_second", "units", "refused", "reused"]);
    has_keys(
        &document["store"],
        &["restart_seconds", "index_bytes", "index_bytes_per_pair", "store_bytes", "resident"],
    );
    let latency = ["mean_ms", "p50_ms", "p95_ms", "p99_ms", "max_ms"];
    for how in ["in_process", "grpc"] {
        let rows = document[how].as_array().unwrap();
        assert_eq!(rows.len(), 16, "eight kinds of queries for two least scores: {rows:#?}");
        rows.iter().for_each(|row| has_keys(row, &[&latency[..], &["set", "min_score", "asked", "matched"]].concat()));
        let exact = rows.iter().find(|row| row["set"] == "exact").unwrap();
        assert_eq!((&exact["asked"], &exact["matched"]), (&20.into(), &20.into()));
    }
    for crowd in document["throughput"].as_array().unwrap() {
        has_keys(&crowd["without_writes"], &[&latency[..], &["seconds", "lookups", "lookups_per_second"]].concat());
        has_keys(&crowd["with_writes"], &[&latency[..], &["lookups_per_second", "p99_ratio"]].concat());
        let writes = &crowd["with_writes"]["writes"];
        assert_eq!((&writes["units"], &writes["missed"]), (&200.into(), &0.into()));
    }
    let recall = &document["recall"];
    assert_eq!((&recall["missing"], &recall["wrong"]), (&serde_json::json!([]), &serde_json::json!([])));
    let sum =
        |name: &str| recall["rows"].as_array().unwrap().iter().map(|row| row[name].as_u64().unwrap()).sum::<u64>();
    assert!(sum("required") >= 16 && sum("required") == sum("found"), "{recall:#?}");
}

#[test]
fn people_see_tables() {
    let output = bench(&["--seconds", "1", "--recall", "1", "--writes", "100"]).ok();
    for word in
        ["2,000 pairs (made up)", "pairs/s", "restart", "headlines", "edited 30 %", "p99 ms", "look-ups/s", "found"]
    {
        assert!(output.contains(word), "{word}: {output}");
    }
    assert!(output.contains("not found at once: 0 of 100 units"), "{output}");
}

#[test]
fn the_same_seed_gives_the_same_queries_and_another_one_others() {
    let first = truth("7", "1");
    assert_eq!(truth("7", "20"), first);
    assert_ne!(truth("8", "1"), first);
    let lines: Vec<Value> = first.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 16, "two queries of each kind");
    lines.iter().for_each(|line| has_keys(line, &["set", "query", "min_score", "truth"]));
    let exact = lines.iter().find(|line| line["set"] == "exact").unwrap();
    has_keys(&exact["truth"][0], &["source", "target", "score"]);
    assert_eq!((&exact["truth"][0]["source"], &exact["truth"][0]["score"]), (&exact["query"], &100.0.into()));
}

#[test]
fn a_store_that_is_kept_is_used_again_for_the_same_pairs_and_for_no_others() {
    let desk = Desk::new();
    let table = desk.file("pairs.tsv", TABLE.repeat(3) + "no translation\nPrices rose.\tقیمت‌ها بالا رفت.\n");
    let kept = desk.path("kept").display().to_string();
    let run = |count: &str| {
        let more = ["--pairs", &table, "--keep", &kept, "--json", "--writes", "40", "--count", count];
        super::run(&[&["bench", "--queries", "5", "--seconds", "1", "--clients", "2"], &more[..]].concat())
    };
    for reused in [false, true] {
        let document = run("8").one_json();
        assert_eq!(document["build"]["reused"], reused);
        assert_eq!((&document["build"]["units"], &document["build"]["refused"]), (&3.into(), &1.into()));
        assert_eq!(document["machine"]["pairs"], 7, "what was written meanwhile is none of the pairs");
    }
    run("2").fails(1, &["kept", "other pairs"]);
}

#[test]
fn what_cannot_be_meant_is_refused() {
    bench(&["--server", "http://127.0.0.1:1"]).fails(2, &["--keep"]);
    bench(&["--from", "fa"]).fails(2, &["--from", "--to"]);
    bench(&["--recall", "0", "--truth-out", "t.jsonl"]).fails(2, &["--recall"]);
    bench(&["--pairs", "nowhere.tsv"]).fails(1, &["nowhere.tsv"]);
}

#[test]
fn an_interrupted_bench_leaves_nothing_behind() {
    let desk = Desk::new();
    let mut command = hafez();
    command.args(["bench", "--count", "500000"]).env("TMPDIR", desk.0.path());
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let entries = || std::fs::read_dir(desk.0.path()).unwrap().count();
    let started = std::time::Instant::now();
    while entries() == 0 && started.elapsed().as_secs() < 20 {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    assert_eq!(entries(), 1, "it works in a directory of its own");
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        (output.status.code(), String::from_utf8(output.stderr).unwrap()),
        (Some(1), "hafez: interrupted\n".into())
    );
    assert_eq!(entries(), 0);
}
