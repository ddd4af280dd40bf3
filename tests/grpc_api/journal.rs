//! What an import does with pairs that are there or doubtful, going on with one that broke off, and taking it back.

use hafez::rpc::v1;
use hafez::rpc::v1::import_units_request::Message;
use tonic::Code;

use crate::common::{Client, Imported, Refusal, Server, header};

async fn serving() -> (Server, Client) {
    let server = Server::start();
    let client = server.client().await;
    (server, client)
}

fn with_policy(policy: v1::ImportPolicy) -> v1::ImportHeader {
    v1::ImportHeader { policy: Some(policy), ..header() }
}

fn under(import: &str, document: &str) -> v1::ImportHeader {
    v1::ImportHeader { import: import.into(), document: document.into(), ..header() }
}

/// The targets of a memory with their statuses, in the order in which they were first written.
async fn targets(client: &mut Client) -> Vec<(String, v1::UnitStatus)> {
    let units = client.units("news").await.into_iter();
    units.map(|unit| (unit.target.clone().unwrap_or_default().text, unit.status())).collect()
}

fn reasons(imported: &Imported) -> Vec<(&str, v1::ImportOutcome)> {
    imported.problems().iter().map(|problem| (&*problem.reason, problem.outcome())).collect()
}

async fn undo(client: &mut Client, import: &str, dry_run: bool) -> v1::UndoImportResponse {
    let request = v1::UndoImportRequest { name: format!("imports/{import}"), dry_run, ..Default::default() };
    client.transfer.undo_import(request).await.unwrap().into_inner()
}

const DOUBTFUL: &str = "The storm took 12 lives.\tتوفان جان ۱۴ نفر را گرفت.\n\
                        The storm is over.\tThe storm is over.\n\
                        The {1}port{/1} is open.\tبندر باز است.\n\
                        The port is open.\tبندر باز است.\n";

#[tokio::test]
async fn doubtful_pairs_become_drafts_and_are_told() {
    let (_server, mut client) = serving().await;
    let imported = client.import(header(), DOUBTFUL.as_bytes()).await;
    let counts = imported.done().counts.clone().unwrap();
    assert_eq!((counts.added, counts.draft, counts.refused), (4, 3, 0));
    let draft = v1::ImportOutcome::Draft;
    let expected =
        ["NUMBERS_DISAGREE", "WRONG_SCRIPT", "EQUAL_TO_SOURCE", "UNBALANCED_CODES"].map(|doubt| (doubt, draft));
    assert_eq!(reasons(&imported), expected);
    assert_eq!(counts.doubtful_by_reason.values().sum::<u64>(), 4);
    assert!(imported.problems()[0].message.starts_with("line 1: the source has 12, the target 14"));
    let statuses: Vec<_> = targets(&mut client).await.into_iter().map(|(_, status)| status).collect();
    let (draft, approved) = (v1::UnitStatus::Draft, v1::UnitStatus::Approved);
    assert_eq!(statuses, [draft, draft, draft, approved]);
}

#[tokio::test]
async fn each_doubt_is_treated_as_its_name_says() {
    let (_server, mut client) = serving().await;
    let (refuse, accept) = (v1::Treatment::Refuse.into(), v1::Treatment::Accept.into());
    let policy = v1::ImportPolicy { equal_to_source: refuse, numbers_disagree: accept, ..Default::default() };
    let imported = client.import(with_policy(policy), DOUBTFUL.as_bytes()).await;
    let counts = imported.done().counts.clone().unwrap();
    assert_eq!((counts.added, counts.draft, counts.refused), (3, 1, 1));
    assert_eq!(counts.refused_by_reason["EQUAL_TO_SOURCE"], 1);
    let outcomes = [("EQUAL_TO_SOURCE", v1::ImportOutcome::Refused), ("UNBALANCED_CODES", v1::ImportOutcome::Draft)];
    assert_eq!(reasons(&imported), outcomes);
    assert_eq!(targets(&mut client).await[0].1, v1::UnitStatus::Approved, "accepted although its numbers disagree");
}

#[tokio::test]
async fn a_dry_run_counts_what_the_import_then_does() {
    let (_server, mut client) = serving().await;
    let table = format!("{DOUBTFUL}no translation\n{DOUBTFUL}");
    let rehearsed = client.import(v1::ImportHeader { dry_run: true, ..header() }, table.as_bytes()).await;
    assert_eq!(rehearsed.done().import, "");
    assert!(targets_of_missing_memory(&mut client).await);
    let imported = client.import(header(), table.as_bytes()).await;
    assert_eq!(rehearsed.done().counts, imported.done().counts);
    assert_eq!(reasons(&rehearsed), reasons(&imported));
}

async fn targets_of_missing_memory(client: &mut Client) -> bool {
    let request = v1::ListUnitsRequest { parent: "memories/news".into(), ..Default::default() };
    client.memories.list_units(request).await.is_err_and(|status| status.code() == Code::NotFound)
}

#[tokio::test]
async fn a_pair_that_is_there_counts_is_updated_or_skipped() {
    let (_server, mut client) = serving().await;
    let table = |note: &str| format!("source\ttarget\tnote\nGood night\tشب بخیر\t{note}\n");
    let columns = [("source", "source"), ("target", "target"), ("note", "note")];
    let columns = columns.map(|(role, name)| (role.to_owned(), name.to_owned())).into_iter().collect();
    let header = |document: &str, existing: v1::ExistingPair| v1::ImportHeader {
        document: document.into(),
        columns: std::collections::BTreeMap::clone(&columns),
        ..with_policy(v1::ImportPolicy { existing_pair: existing.into(), ..Default::default() })
    };
    let (count, skip, update) = (v1::ExistingPair::CountUse, v1::ExistingPair::Skip, v1::ExistingPair::Update);
    client.import(header("a.tsv", count), table("informal").as_bytes()).await.done();
    for (document, existing, counts, note, uses) in [
        ("b.tsv", skip, [1, 0, 0, 1, 0], "informal", 1),
        ("b.tsv", count, [1, 0, 1, 0, 0], "informal", 2),
        ("c.tsv", update, [1, 0, 1, 0, 0], "for children", 3),
        ("c.tsv", update, [1, 0, 0, 1, 0], "for children", 3),
    ] {
        let imported = client.import(header(document, existing), table("for children").as_bytes()).await;
        assert_eq!(imported.counts(), counts, "{document} {existing:?}");
        let unit = client.units("news").await.remove(0);
        assert_eq!((&*unit.note, unit.use_count), (note, uses), "{document} {existing:?}");
    }
}

#[tokio::test]
async fn one_target_a_source_is_kept_if_that_is_asked() {
    let (_server, mut client) = serving().await;
    let policy =
        |wins: v1::OtherTarget| with_policy(v1::ImportPolicy { other_target: wins.into(), ..Default::default() });
    client.import(header(), "Rain\tباران\n".as_bytes()).await.done();
    let newest = client.import(policy(v1::OtherTarget::NewestWins), "Rain\tبارش\n".as_bytes()).await;
    let counts = newest.done().counts.clone().unwrap();
    assert_eq!((counts.added, counts.replaced), (1, 1));
    assert_eq!(targets(&mut client).await, [("بارش".to_owned(), v1::UnitStatus::Approved)]);

    let draft = v1::ImportHeader { status: v1::UnitStatus::Draft.into(), ..policy(v1::OtherTarget::ApprovedWins) };
    let beaten = client.import(draft, "Rain\tبارندگی\n".as_bytes()).await;
    assert_eq!(beaten.counts(), [1, 0, 0, 0, 1]);
    assert_eq!(reasons(&beaten), [("OTHER_TARGET", v1::ImportOutcome::Refused)]);
    assert!(beaten.problems()[0].message.contains("memories/news/units/"), "{:?}", beaten.problems());

    let both = client.import(policy(v1::OtherTarget::KeepBoth), "Rain\tبارندگی\n".as_bytes()).await;
    assert_eq!(both.counts(), [1, 1, 0, 0, 0]);
    let last = client.import(policy(v1::OtherTarget::NewestWins), "Rain\tآ\nRain\tب\n".as_bytes()).await;
    assert_eq!((last.done().counts.clone().unwrap().replaced, targets(&mut client).await.len()), (2, 1));
    assert_eq!(targets(&mut client).await[0].0, "ب", "of one file the last");
}

#[tokio::test]
async fn a_memory_may_keep_one_target_a_source() {
    let (_server, mut client) = serving().await;
    let memory = v1::Memory { other_target: v1::OtherTarget::ApprovedWins.into(), ..Default::default() };
    let request = v1::CreateMemoryRequest { memory_id: "news".into(), memory: Some(memory), ..Default::default() };
    let created = client.memories.create_memory(request).await.unwrap().into_inner().memory.unwrap();
    assert_eq!(created.other_target(), v1::OtherTarget::ApprovedWins);
    client.import(header(), "Rain\tباران\n".as_bytes()).await.done();
    let draft = v1::ImportHeader { status: v1::UnitStatus::Draft.into(), ..header() };
    assert_eq!(client.import(draft, "Rain\tبارش\n".as_bytes()).await.counts(), [1, 0, 0, 0, 1]);
    assert_eq!(client.import(header(), "Rain\tبارش\n".as_bytes()).await.counts(), [1, 1, 0, 0, 0]);
    assert_eq!(targets(&mut client).await, [("بارش".to_owned(), v1::UnitStatus::Approved)]);
}

#[tokio::test]
async fn an_import_is_taken_back_whole() {
    let (_server, mut client) = serving().await;
    client.import(under("first", "first.tsv"), "Rain\tباران\nSnow\tبرف\n".as_bytes()).await.done();
    let before = client.units("news").await;
    let wins = v1::ImportPolicy { other_target: v1::OtherTarget::NewestWins.into(), ..Default::default() };
    let second = v1::ImportHeader { policy: Some(wins), ..under("second", "second.tsv") };
    let imported = client.import(second, "Rain\tباران\nSnow\tبارش برف\nHail\tتگرگ\n".as_bytes()).await;
    assert_eq!(imported.counts(), [3, 2, 1, 0, 0]);
    assert_eq!(imported.done().import, "imports/second");

    let expected = v1::UndoImportResponse { deleted: 2, restored: 1, brought_back: 1, ..Default::default() };
    assert_eq!(undo(&mut client, "second", true).await, expected);
    assert_eq!(client.units("news").await.len(), 3, "a dry run does nothing");
    assert_eq!(undo(&mut client, "second", false).await, expected);
    let told =
        |units: Vec<v1::Unit>| -> Vec<_> { units.into_iter().map(|unit| v1::Unit { revision: 0, ..unit }).collect() };
    assert_eq!(told(client.units("news").await), told(before));
    assert_eq!(undo(&mut client, "second", false).await, v1::UndoImportResponse::default(), "nothing is left to undo");

    let listed = client.transfer.list_imports(v1::ListImportsRequest::default()).await.unwrap().into_inner().imports;
    let undone: Vec<_> = listed.iter().map(|import| (&*import.name, import.undo_time.is_some())).collect();
    assert_eq!(undone, [("imports/first", false), ("imports/second", true)]);
    let again = client.import(under("second", "third.tsv"), "Fog\tمه\n".as_bytes()).await;
    assert!(again.error.unwrap().message().contains("taken back"));
}

#[tokio::test]
async fn what_was_changed_since_stays_and_can_be_taken_back_later() {
    let (_server, mut client) = serving().await;
    client.import(under("first", "first.tsv"), "Rain\tباران\nSnow\tبرف\n".as_bytes()).await.done();
    client.import(under("second", "second.tsv"), "Rain\tباران\n".as_bytes()).await.done();
    let kept = client.units("news").await[0].name.clone();
    let undone = undo(&mut client, "first", false).await;
    assert_eq!((undone.deleted, undone.kept, undone.kept_units), (1, 1, vec![kept]));
    assert_eq!(undo(&mut client, "second", false).await.restored, 1);
    assert_eq!(undo(&mut client, "first", false).await.deleted, 1);
    assert_eq!(client.units("news").await, []);
}

#[tokio::test]
async fn files_of_one_import_are_counted_and_taken_back_together() {
    let (_server, mut client) = serving().await;
    client.import(under("both", "one.tsv"), "Rain\tباران\n".as_bytes()).await.done();
    client.import(under("both", "two.tsv"), "Rain\tباران\nSnow\tبرف\nno tab\n".as_bytes()).await.done();
    let request = v1::GetImportRequest { name: "imports/both".into() };
    let import = client.transfer.get_import(request).await.unwrap().into_inner().import.unwrap();
    let counts = import.counts.unwrap();
    assert_eq!((import.files, &*import.document, &*import.memory), (2, "one.tsv", "memories/news"));
    assert_eq!((counts.read, counts.added, counts.updated, counts.refused), (4, 2, 1, 1));
    assert_eq!(undo(&mut client, "both", false).await.deleted, 2);
    let elsewhere = v1::ImportHeader { memory: "memories/sport".into(), ..under("both", "three.tsv") };
    let refused = client.import(elsewhere, "Fog\tمه\n".as_bytes()).await;
    assert_eq!(Refusal::of(refused.error.as_ref().unwrap()).code, Code::InvalidArgument);
}

fn numbered(lines: usize) -> String {
    (1..=lines).map(|n| format!("Sentence {n} of the file\tجمله {n} پرونده\n")).collect()
}

/// Sends the beginning of a file and breaks off once something of it is durable.
async fn broken_off(client: &mut Client, header: v1::ImportHeader, start: &[u8]) -> v1::ImportUnitsResponse {
    let (sender, receiver) = tokio::sync::mpsc::channel(4);
    let message = |message| v1::ImportUnitsRequest { message: Some(message) };
    sender.send(message(Message::Header(header))).await.unwrap();
    sender.send(message(Message::Chunk(start.to_vec()))).await.unwrap();
    let stream = tokio_stream::wrappers::ReceiverStream::new(receiver);
    let mut answers = client.transfer.import_units(stream).await.unwrap().into_inner();
    // The end of the stream never comes, and still what was sent becomes durable.
    let mut last = answers.message().await.unwrap().unwrap();
    while last.counts.clone().unwrap().read + 1 < start.iter().filter(|&&byte| byte == b'\n').count() as u64 {
        last = answers.message().await.unwrap().unwrap();
    }
    last
}

#[tokio::test]
async fn an_import_that_broke_off_goes_on_where_it_was() {
    let (_server, mut client) = serving().await;
    let file = format!("no tab\n{}", numbered(5_000));
    let size_bytes = file.len() as u64;
    let header = || v1::ImportHeader { request_id: "years".into(), size_bytes, ..header() };
    let before = broken_off(&mut client, header(), &file.as_bytes()[..file.len() / 2]).await;
    let held = client.units("news").await.len();
    assert!(held > 0 && before.durable_position > 0);
    let imported = loop {
        // The server may still be noticing that the one before has gone.
        let imported = client.import(header(), file.as_bytes()).await;
        match &imported.error {
            Some(status) if status.code() == Code::Aborted => {
                tokio::time::sleep(std::time::Duration::from_millis(50)).await
            }
            _ => break imported,
        }
    };
    let (first, last) = (&imported.answers[0], imported.done());
    assert!(first.durable_position >= before.durable_position, "it is said at once how far the file is in");
    assert_eq!(imported.counts(), [5_001, 5_000, 0, 0, 1], "as if it had not broken off");
    assert_eq!(imported.problems().len(), 1, "what was refused is told again");
    assert_eq!(last.import, before.import);
    assert_eq!(undo(&mut client, last.import.trim_start_matches("imports/"), false).await.deleted, 5_000);
}

#[tokio::test]
async fn another_file_does_not_go_on_with_an_import() {
    let (_server, mut client) = serving().await;
    let (whole, other) = (numbered(6_000), numbered(6_000).replace("Sentence", "Xentence"));
    let size_bytes = whole.len() as u64;
    let header = || v1::ImportHeader { request_id: "years".into(), size_bytes, ..header() };
    broken_off(&mut client, header(), &whole.as_bytes()[..whole.len() / 2]).await;
    let short = format!("Rain\t{}\n", "باران".repeat((whole.len() - 6) / 10));
    for file in [other.as_bytes(), short.as_bytes()] {
        let error = loop {
            match client.import(header(), file).await.error.unwrap() {
                status if status.code() == Code::Aborted => {
                    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
                }
                status => break status,
            }
        };
        assert_eq!(Refusal::of(&error).reason, "REQUEST_ID_REUSED");
    }
    let first = client.units("news").await.remove(0);
    assert_eq!(first.source.unwrap().text, "Sentence 1 of the file", "nothing of the other is in");
}

#[tokio::test]
async fn an_import_that_was_taken_back_is_not_answered_from_memory() {
    let (_server, mut client) = serving().await;
    let header = || v1::ImportHeader { request_id: "spring".into(), ..under("spring", "spring.tsv") };
    client.import(header(), "Rain\tباران\n".as_bytes()).await.done();
    undo(&mut client, "spring", false).await;
    let again = client.import(header(), "Rain\tباران\n".as_bytes()).await;
    assert!(again.error.unwrap().message().contains("taken back"));

    let request = v1::DeleteMemoryRequest { name: "memories/news".into(), force: true, ..Default::default() };
    client.memories.delete_memory(request).await.unwrap();
    assert_eq!(client.import(header(), "Rain\tباران\n".as_bytes()).await.counts(), [1, 1, 0, 0, 0]);
    assert_eq!(client.units("news").await.len(), 1, "what went with its memory comes in anew");
}

#[tokio::test]
async fn an_import_that_is_taken_back_while_it_runs_adds_no_more() {
    let (_server, mut client) = serving().await;
    let (sender, receiver) = tokio::sync::mpsc::channel(4);
    let send = async |message| sender.send(v1::ImportUnitsRequest { message: Some(message) }).await.unwrap();
    send(Message::Header(under("long", "long.tsv"))).await;
    send(Message::Chunk(numbered(3_000).into())).await;
    let stream = tokio_stream::wrappers::ReceiverStream::new(receiver);
    let mut answers = client.transfer.import_units(stream).await.unwrap().into_inner();
    answers.message().await.unwrap().unwrap();
    assert!(undo(&mut client, "long", false).await.deleted > 0);
    send(Message::Chunk(numbered(6_000).into())).await;
    drop(sender);
    let error = loop {
        match answers.message().await {
            Ok(Some(_)) => (),
            Ok(None) => panic!("the import ended well"),
            Err(error) => break error,
        }
    };
    assert!(error.message().contains("taken back"), "{error:?}");
    undo(&mut client, "long", false).await;
    assert_eq!(client.units("news").await, []);
}

#[tokio::test]
async fn what_made_way_comes_back_only_where_it_has_a_place() {
    let (_server, mut client) = serving().await;
    let newest = |import: &str| v1::ImportHeader {
        policy: Some(v1::ImportPolicy { other_target: v1::OtherTarget::NewestWins.into(), ..Default::default() }),
        ..under(import, &format!("{import}.tsv"))
    };
    client.import(newest("first"), "Rain\tباران\n".as_bytes()).await.done();
    client.import(newest("second"), "Rain\tبارش\n".as_bytes()).await.done();
    undo(&mut client, "first", false).await;
    undo(&mut client, "second", false).await;
    assert_eq!(undo(&mut client, "first", false).await.deleted, 1, "the same call takes the rest");
    assert_eq!(client.units("news").await, []);

    let memory = v1::Memory {
        name: "memories/news".into(),
        other_target: v1::OtherTarget::NewestWins.into(),
        ..Default::default()
    };
    let request = v1::UpdateMemoryRequest {
        memory: Some(memory),
        update_mask: Some(crate::common::mask(&["other_target"])),
        ..Default::default()
    };
    client.memories.update_memory(request).await.unwrap();
    for (import, table) in [("a", "Snow\tبرف\n"), ("b", "Snow\tبارش برف\n"), ("c", "Snow\tبوران\n")] {
        client.import(under(import, "snow.tsv"), table.as_bytes()).await.done();
    }
    undo(&mut client, "b", false).await;
    assert_eq!(targets(&mut client).await, [("بوران".to_owned(), v1::UnitStatus::Approved)], "one target is kept");
}

#[tokio::test]
async fn the_newest_is_the_one_that_the_file_calls_so() {
    let (_server, mut client) = serving().await;
    let line = |target: &str, year: u32| {
        format!(
            r#"{{"source": {{"text": "Rain", "language": "en"}}, "target": {{"text": "{target}", "language": "fa"}}, "updated": "{year}-01-01T00:00:00Z"}}"#
        ) + "\n"
    };
    let newest = |document: &str| v1::ImportHeader {
        document: document.into(),
        format: v1::TransferFormat::Jsonl.into(),
        ..with_policy(v1::ImportPolicy { other_target: v1::OtherTarget::NewestWins.into(), ..Default::default() })
    };
    client.import(newest("one.jsonl"), line("باران", 2010).as_bytes()).await.done();
    client.import(newest("two.jsonl"), line("باران", 2010).as_bytes()).await.done();
    client.import(newest("three.jsonl"), line("بارش", 2020).as_bytes()).await.done();
    assert_eq!(targets(&mut client).await[0].0, "بارش", "another use of an old translation makes it no newer");
    client.import(newest("three.jsonl"), line("بارش", 2024).as_bytes()).await.done();
    assert_eq!(client.import(newest("four.jsonl"), line("بارندگی", 2022).as_bytes()).await.counts(), [1, 0, 0, 0, 1]);
}

#[tokio::test]
async fn a_dry_run_of_taking_back_sees_what_it_would_have_done() {
    let (_server, mut client) = serving().await;
    for document in ["one.tsv", "two.tsv"] {
        client.import(under("both", document), "Rain\tباران\n".as_bytes()).await.done();
    }
    let (rehearsed, real) = (undo(&mut client, "both", true).await, undo(&mut client, "both", false).await);
    assert_eq!((rehearsed.kept, rehearsed.deleted, rehearsed.clone()), (0, 1, real));
}

#[tokio::test]
async fn a_file_that_was_cut_short_goes_on_when_it_comes_whole() {
    let (_server, mut client) = serving().await;
    let whole = numbered(3_000);
    let header = |size: usize| v1::ImportHeader { request_id: "years".into(), size_bytes: size as u64, ..header() };
    let cut = &whole.as_bytes()[..whole.len() / 2];
    assert!(client.import(header(whole.len()), cut).await.error.is_some());
    assert_eq!(client.import(header(whole.len()), whole.as_bytes()).await.counts(), [3_000, 3_000, 0, 0, 0]);
    let larger = whole.clone() + "Fog\tمه\n";
    let other = v1::ImportHeader { request_id: "more".into(), ..header(whole.len()) };
    assert!(client.import(other, cut).await.error.is_some());
    let other = v1::ImportHeader { request_id: "more".into(), ..header(larger.len()) };
    assert_eq!(client.import(other, larger.as_bytes()).await.counts()[0], 3_001, "its size is not part of the request");
}
