use super::*;

impl Desk {
    /// Backs the store up into a file.
    fn back_up(&self, name: &str) -> String {
        let file = self.path(name).display().to_string();
        assert_eq!(self.run(&["backup", "-o", &file]).code, Some(0));
        file
    }

    /// sled's own database, past the store.
    fn records(&self) -> sled::Db {
        sled::open(self.path("store").join("sled")).unwrap()
    }
}

#[test]
fn a_restored_store_is_the_one_that_was_backed_up() {
    let desk = Desk::with_news();
    desk.run(&["unit", "add", "--memory", "news", "--from", "en", "--to", "fa", "It rained.", "باران بارید."]).ok();
    desk.run(&["term", "add", "--from", "en", "--to", "fa", "Anzali", "انزلی"]).ok();
    let file = desk.back_up("news.backup");
    desk.run(&["unit", "delete", "memories/news/units/1"]).ok();
    desk.run_on("again", &["restore", &file]).ok();
    let units = |store: &str| desk.run_on(store, &["unit", "list", "--memory", "news", "--json"]).json();
    assert_eq!((units("store").len(), units("again").len()), (2, 3));
    assert_eq!(units("again")[1..], units("store")[..]);
    assert_eq!(desk.run_on("again", &["term", "list", "--json"]).json().len(), 1);
    assert!(desk.run_on("again", &["verify"]).ok().contains("3 units found in the index"));
    let found =
        desk.run_on("again", &["suggest", "--from", "en", "--to", "fa", "--text", "Schools stay shut.", "--json"]);
    assert_eq!(found.one_json()["suggestions"][0]["score"], 100.0);
    assert!(!desk.path("news.backup.part").exists() && !desk.path("again.restoring").exists());
}

#[test]
fn a_store_is_never_restored_over() {
    let desk = Desk::with_news();
    let file = desk.back_up("news.backup");
    desk.run(&["restore", &file]).fails(1, &["is not empty"]);
    assert_eq!(desk.memories()[0]["unitCount"], 2);
}

#[test]
fn a_backup_that_is_not_whole_is_refused() {
    let desk = Desk::with_news();
    let whole = std::fs::read(desk.back_up("news.backup")).unwrap();
    let mut damaged = whole.clone();
    damaged[whole.len() / 2] ^= 1;
    for (name, bytes, word) in [
        ("short", &whole[..whole.len() - 1], "ends too early"),
        ("shorter", &whole[..whole.len() / 2], "breaks off"),
        ("damaged", &damaged, "damaged"),
        ("none", b"source\ttarget\n", "no backup"),
    ] {
        let file = desk.file(name, bytes);
        desk.run_on("again", &["restore", &file]).fails(1, &[name, word]);
        run(&["verify", &file]).fails(1, &[name, word]);
        assert!(!desk.path("again").exists() && !desk.path("again.restoring").exists(), "{name}");
    }
    run(&["verify", &desk.path("news.backup").display().to_string()]).ok();
}

#[test]
fn a_check_tells_every_record_that_is_damaged() {
    let desk = Desk::with_news();
    assert_eq!(desk.run(&["verify", "--json"]).one_json()["faults"], "0");
    let records = desk.records();
    let key = |unit: u64| [&b"u"[..], &unit.to_be_bytes()].concat();
    records.insert(key(2), b"\x01nonsense").unwrap();
    records.remove(key(1)).unwrap();
    records.flush().unwrap();
    drop(records);
    let run = desk.run(&["verify"]);
    assert_eq!(run.code, Some(1), "{run:?}");
    for word in ["unit 2", "unit 1 is listed, but not there"] {
        assert!(run.errors.contains(word), "{word}: {}", run.errors);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_of_one_moment_while_others_write() {
    let server = Server::start();
    let mut client = server.client().await;
    client.create_memory("news").await;
    let written = std::sync::Arc::new(std::sync::atomic::AtomicU64::new(0));
    let (count, mut writer) = (written.clone(), client.clone());
    let writing = tokio::spawn(async move {
        for n in 0.. {
            let unit = common::unit(&format!("Ferry number {n} stayed in harbour."), "کشتی در بندر ماند.");
            let request = hafez::rpc::v1::CreateUnitRequest {
                parent: "memories/news".into(),
                unit: Some(unit),
                ..Default::default()
            };
            if writer.memories.create_unit(request).await.is_err() {
                return;
            }
            count.store(n + 1, std::sync::atomic::Ordering::SeqCst);
        }
    });
    let desk = Desk::new();
    let acknowledged = || written.load(std::sync::atomic::Ordering::SeqCst);
    while acknowledged() < 50 {
        tokio::task::yield_now().await;
    }
    let (file, url, before) = (desk.path("b").display().to_string(), server.url(), acknowledged());
    let backup = move || run(&["backup", "--server", &url, "-o", &file]);
    assert_eq!(tokio::task::spawn_blocking(backup).await.unwrap().code, Some(0));
    let after = acknowledged() + 1;
    writing.abort();
    desk.run(&["restore", &desk.path("b").display().to_string()]).ok();
    let units = desk.memories()[0]["unitCount"].as_u64().unwrap();
    assert!((before..=after).contains(&units), "{before} {units} {after}");
    desk.run(&["verify"]).ok();
    let listed = desk.run(&["unit", "list", "--memory", "news", "--limit", "1000000", "--json"]).json();
    for (n, unit) in listed.iter().enumerate() {
        assert_eq!(unit["source"]["text"], format!("Ferry number {n} stayed in harbour."));
    }
}
