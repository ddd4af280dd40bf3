use super::*;

#[test]
fn a_file_with_broken_text_is_named_with_its_line() {
    let desk = Desk::new();
    let file = desk.file("broken.txt", [&"رفت و آمد.\n".repeat(20).into_bytes()[..], b"\xE9.\n"].concat());
    for command in [&["segment"][..], &["suggest", "--from", "en", "--to", "fa"]] {
        desk.run(&[command, &[&file]].concat()).fails(1, &["broken.txt", "line 21", "UTF-8"]);
    }
    assert!(!desk.path("store").exists(), "the store was not opened for it");
    desk.run(&["memory", "create", "news"]);
    let recognize = ["term", "recognize", "--from", "en", "--to", "fa", &file];
    desk.run(&recognize).fails(1, &["broken.txt", "line 21", "UTF-8"]);
    let input = run_with_input(hafez().args(["segment", "-"]), b"");
    input.fails(1, &["standard input", "empty"]);
}

#[test]
fn a_directory_in_the_place_of_a_file_is_wrong_usage() {
    let desk = Desk::new();
    let directory = desk.0.path().display().to_string();
    desk.import(&[&directory]).fails(1, &["nothing to import"]);
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
    let steep = desk.file("hafez.toml", "[penalties]\nmachine = 5\nnumber = 101\n");
    desk.run(&["serve", "--config", &steep]).fails(1, &["line 3", "101", "whole points from 0 to 100"]);
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
