//! ImportUnits: files of pairs, good and bad.

use hafez::rpc::v1;
use hafez::rpc::v1::import_units_request::Message;
use tonic::Code;

use crate::common::{Client, Imported, Refusal, Server, header, mask, query, text};

const TABLE: &str = "Good morning\tصبح بخیر\nGood night\tشب بخیر\nGood luck\tموفق باشید\n";

async fn serving() -> (Server, Client) {
    let server = Server::start();
    let client = server.client().await;
    (server, client)
}

fn numbered(lines: usize) -> String {
    (0..lines).map(|n| format!("Sentence number {n} of the file\tجمله شماره {n} پرونده\n")).collect()
}

fn tmx(units: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tmx version=\"1.4\">\n<header srclang=\"en\" \
         creationtool=\"test\" creationtoolversion=\"1\" segtype=\"sentence\" o-tmf=\"x\" adminlang=\"en\" \
         datatype=\"plaintext\"/>\n<body>\n{units}</body>\n</tmx>\n"
    )
}

/// One unit on a line of its own.
fn tu(id: &str, english: &str, persian: &str) -> String {
    format!(
        "<tu tuid=\"{id}\"><tuv xml:lang=\"en\"><seg>{english}</seg></tuv><tuv xml:lang=\"fa\">\
         <seg>{persian}</seg></tuv></tu>\n"
    )
}

fn tmx_header() -> v1::ImportHeader {
    v1::ImportHeader { format: v1::TransferFormat::Tmx.into(), document: "pairs.tmx".into(), ..header() }
}

#[track_caller]
fn refusal(imported: &Imported) -> Refusal {
    Refusal::of(imported.error.as_ref().unwrap_or_else(|| panic!("not refused: {:?}", imported.answers)))
}

fn problems(imported: &Imported) -> Vec<(u64, &str)> {
    imported.problems().iter().map(|problem| (problem.line, &*problem.reason)).collect()
}

#[tokio::test]
async fn a_table_comes_in_whole_and_is_found_at_once() {
    let (_server, mut client) = serving().await;
    let imported = client.import(header(), TABLE.as_bytes()).await;
    let last = imported.done();
    assert_eq!(imported.counts(), [3, 3, 0, 0, 0]);
    assert!(last.memory_created);
    assert_eq!(last.durable_position, TABLE.len() as u64);
    let found = Client::only(client.suggest(query("Good morning")).await).unit.unwrap();
    assert_eq!((found.target, found.occurrences[0].document.as_str()), (text("fa", "صبح بخیر"), "pairs.tsv"));
    assert_eq!(found.origin.unwrap().kind(), v1::OriginKind::Import);
    assert_eq!(client.memory("news").await.unit_count, 3);
}

#[tokio::test]
async fn the_same_file_twice_changes_nothing() {
    let (_server, mut client) = serving().await;
    client.import(header(), TABLE.as_bytes()).await.done();
    let before = client.units("news").await;
    let again = client.import(header(), TABLE.as_bytes()).await;
    assert_eq!(again.counts(), [3, 0, 0, 3, 0]);
    assert!(!again.done().memory_created);
    assert_eq!(client.units("news").await, before, "revision, use count and times included");
}

#[tokio::test]
async fn the_same_tmx_twice_changes_nothing() {
    let (_server, mut client) = serving().await;
    let unit = "<tu creationdate=\"20200101T000000Z\" changedate=\"20200202T000000Z\" creationid=\"mina\">\
                <note>formal</note><prop type=\"desk\">politics</prop><tuv xml:lang=\"en\"><seg>Yes</seg></tuv>\
                <tuv xml:lang=\"fa\"><seg>بله</seg></tuv><tuv xml:lang=\"de\"><seg>Ja</seg></tuv></tu>\n";
    let file = tmx(unit);
    assert_eq!(client.import(tmx_header(), file.as_bytes()).await.counts(), [1, 1, 0, 0, 0]);
    let before = client.units("news").await;
    assert_eq!((&*before[0].author, &*before[0].note), ("mina", "formal"));
    assert_eq!(client.import(tmx_header(), file.as_bytes()).await.counts(), [1, 0, 0, 1, 0]);
    assert_eq!(client.units("news").await, before);
}

#[tokio::test]
async fn another_file_with_the_same_pairs_adds_a_use() {
    let (_server, mut client) = serving().await;
    client.import(header(), TABLE.as_bytes()).await.done();
    let other = v1::ImportHeader { document: "more.tsv".into(), ..header() };
    assert_eq!(client.import(other, TABLE.as_bytes()).await.counts(), [3, 0, 3, 0, 0]);
    assert!(client.units("news").await.iter().all(|unit| unit.use_count == 2));
}

#[tokio::test]
async fn positions_grow_never_beyond_the_file_and_end_at_its_end() {
    let (_server, mut client) = serving().await;
    let file = numbered(5_000);
    let imported = client.import_in_chunks(header(), file.as_bytes(), 10_007).await;
    assert_eq!(imported.counts(), [5_000, 5_000, 0, 0, 0]);
    let positions: Vec<_> = imported.answers.iter().map(|answer| answer.durable_position).collect();
    assert!(positions.len() > 2 && positions.is_sorted(), "{positions:?}");
    assert_eq!(*positions.last().unwrap(), file.len() as u64);
    assert_eq!(imported.answers.iter().filter(|answer| answer.done).count(), 1);
}

#[tokio::test]
async fn a_position_at_the_end_of_the_file_includes_what_is_no_unit() {
    let (_server, mut client) = serving().await;
    let table = format!("{TABLE}\n\n");
    assert_eq!(client.import(header(), table.as_bytes()).await.done().durable_position, table.len() as u64);
    let file = tmx(&tu("1", "Yes", "بله"));
    assert_eq!(client.import(tmx_header(), file.as_bytes()).await.done().durable_position, file.len() as u64);
}

#[tokio::test]
async fn every_position_on_the_way_is_the_end_of_a_line() {
    let (_server, mut client) = serving().await;
    let file = numbered(5_000);
    let imported = client.import(header(), file.as_bytes()).await;
    for answer in &imported.answers {
        assert_eq!(file.as_bytes()[answer.durable_position as usize - 1], b'\n');
        let before = file[..answer.durable_position as usize].lines().count();
        assert_eq!(answer.counts.clone().unwrap().read, before as u64);
    }
}

#[tokio::test]
async fn chunks_may_part_characters() {
    let (_server, mut client) = serving().await;
    let imported = client.import_in_chunks(header(), TABLE.as_bytes(), 1).await;
    assert_eq!(imported.counts(), [3, 3, 0, 0, 0]);
    assert_eq!(client.units("news").await[2].target, text("fa", "موفق باشید"));
}

#[tokio::test]
async fn a_header_row_names_the_columns() {
    let (_server, mut client) = serving().await;
    let table = "note\tfa\ten\tstatus\tdesk\nwarm\tصبح بخیر\tGood morning\tdraft\tculture\n";
    assert_eq!(client.import(header(), table.as_bytes()).await.counts(), [1, 1, 0, 0, 0]);
    let unit = client.units("news").await.remove(0);
    assert_eq!((unit.source.clone(), unit.status()), (text("en", "Good morning"), v1::UnitStatus::Draft));
    assert_eq!((&*unit.note, unit.attributes["desk"].as_str()), ("warm", "culture"));
}

#[tokio::test]
async fn bad_lines_are_refused_by_number_and_the_others_come_in() {
    let (_server, mut client) = serving().await;
    let mut table = b"Good morning\t\xD8\xB5\xD8\xA8\xD8\xAD\nno tab here\nThree\tcells\tare too many\n".to_vec();
    table.extend(b"not\t\xFF\xFE utf-8\n\t\xD8\xB5\nsource only\t \nnul\0\tnul\nGood night\t\xD8\xB4\xD8\xA8\n");
    let imported = client.import(header(), &table).await;
    assert_eq!(imported.counts(), [8, 2, 0, 0, 6]);
    let expected = [
        (2, "WRONG_COLUMN_COUNT"),
        (3, "WRONG_COLUMN_COUNT"),
        (4, "NOT_UTF8"),
        (5, "EMPTY_SOURCE"),
        (6, "EMPTY_TARGET"),
        (7, "NUL_CHARACTER"),
    ];
    assert_eq!(problems(&imported), expected);
    for problem in imported.problems() {
        assert!(problem.message.starts_with(&format!("line {}: ", problem.line)), "{problem:?}");
        assert_eq!(problem.unit, problem.line, "every line is a unit of this file");
    }
    assert_eq!(imported.problems()[0].text, "no tab here");
    assert_eq!(imported.done().durable_position, table.len() as u64);
    assert_eq!(client.memory("news").await.unit_count, 2);
}

#[tokio::test]
async fn pairs_that_break_a_rule_of_the_memory_are_refused_by_number() {
    let (_server, mut client) = serving().await;
    let table = format!("Good morning\tصبح بخیر\n{}\tخیلی بلند\n", "x".repeat(10_001));
    let imported = client.import(header(), table.as_bytes()).await;
    assert_eq!((imported.counts(), problems(&imported)), ([2, 1, 0, 0, 1], vec![(2, "NOT_ALLOWED")]));
    assert!(imported.problems()[0].message.contains("10000"), "{:?}", imported.problems());
}

#[tokio::test]
async fn very_many_problems_are_all_reported() {
    let (_server, mut client) = serving().await;
    let imported = client.import(header(), "no tab\n".repeat(3_000).as_bytes()).await;
    assert_eq!(imported.counts(), [3_000, 0, 0, 0, 3_000]);
    let lines: Vec<_> = imported.problems().iter().map(|problem| problem.line).collect();
    assert_eq!(lines, (1..=3_000).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_tmx_that_breaks_off_leaves_everything_before_the_break() {
    let (_server, mut client) = serving().await;
    let good = tu("a", "Yes", "بله") + &tu("b", "No", "نه");
    let whole = tmx(&(good + "<tu tuid=\"c\"><tuv xml:lang=\"en\"><seg>May</be></tuv></tu>\n"));
    let imported = client.import(tmx_header(), whole.as_bytes()).await;
    let refusal = refusal(&imported);
    refusal.is(Code::InvalidArgument, "FILE_BROKEN");
    assert!(refusal.message.starts_with("line 7: "), "{refusal:?}");
    assert_eq!(client.memory("news").await.unit_count, 2);
    let last = imported.answers.last().unwrap();
    assert_eq!(last.counts.clone().unwrap().added, 2);
    assert_eq!(problems(&imported), [(7, "MALFORMED_XML")]);
    assert!(last.durable_position as usize <= whole.find("<tu tuid=\"c\"").unwrap());
}

#[tokio::test]
async fn a_tmx_that_was_cut_off_says_so() {
    let (_server, mut client) = serving().await;
    let whole = tmx(&(tu("a", "Yes", "بله") + &tu("b", "No", "نه")));
    let imported =
        client.import(tmx_header(), &whole.as_bytes()[..whole.find("</seg></tuv></tu>\n</body>").unwrap()]).await;
    let refusal = refusal(&imported);
    refusal.is(Code::InvalidArgument, "FILE_BROKEN");
    assert!(refusal.message.contains("cut off"), "{refusal:?}");
    assert_eq!(client.memory("news").await.unit_count, 1);
    assert_eq!(
        client.import(tmx_header(), whole.as_bytes()).await.counts(),
        [2, 1, 0, 1, 0],
        "the whole file mends it"
    );
}

#[tokio::test]
async fn units_of_a_tmx_without_the_language_asked_for_are_refused_by_id() {
    let (_server, mut client) = serving().await;
    let german =
        "<tu tuid=\"g\"><tuv xml:lang=\"en\"><seg>Yes</seg></tuv><tuv xml:lang=\"de\"><seg>Ja</seg></tuv></tu>\n";
    let imported = client.import(tmx_header(), tmx(&(tu("a", "No", "نه") + german)).as_bytes()).await;
    assert_eq!(imported.counts(), [2, 1, 0, 0, 1]);
    let problem = imported.problems()[0];
    assert_eq!((&*problem.unit_id, problem.line, &*problem.reason), ("g", 6, "MISSING_LANGUAGE"));
}

#[tokio::test]
async fn a_file_of_unknown_format_is_refused() {
    let (_server, mut client) = serving().await;
    let guess = |document: &str| v1::ImportHeader { format: 0, document: document.into(), ..header() };
    let imported = client.import(guess("notes.txt"), b"Just some words.\n").await;
    refusal(&imported).blames("header.format");
    assert_eq!(client.memory_names().await, [""; 0], "no empty memory is left behind");
    assert_eq!(client.import(guess("notes.txt"), TABLE.as_bytes()).await.counts(), [3, 3, 0, 0, 0]);
    assert_eq!(client.import(guess(""), tmx(&tu("a", "No", "نه")).as_bytes()).await.counts(), [1, 1, 0, 0, 0]);
}

#[tokio::test]
async fn a_file_that_is_not_what_the_header_says_is_refused() {
    let (_server, mut client) = serving().await;
    let imported = client.import(tmx_header(), TABLE.as_bytes()).await;
    refusal(&imported).is(Code::InvalidArgument, "FILE_BROKEN");
    let imported = client.import(tmx_header(), b"").await;
    refusal(&imported).is(Code::InvalidArgument, "FILE_BROKEN");
    assert_eq!(client.memory_names().await, [""; 0]);
}

#[tokio::test]
async fn an_import_begins_with_its_header() {
    let (_server, mut client) = serving().await;
    refusal(&client.send_import(vec![Message::Chunk(TABLE.into())]).await).blames("header");
    refusal(&client.send_import(Vec::new()).await).blames("header");
}

#[tokio::test]
async fn a_second_header_ends_the_import() {
    let (_server, mut client) = serving().await;
    let messages = vec![
        Message::Header(header()),
        Message::Chunk(TABLE.into()),
        Message::Header(header()),
        Message::Chunk(TABLE.into()),
    ];
    let imported = client.send_import(messages).await;
    let refusal = refusal(&imported);
    assert_eq!(refusal.code, Code::InvalidArgument);
    assert!(refusal.message.contains("second header"), "{refusal:?}");
    assert!(!imported.answers.iter().any(|answer| answer.done));
}

#[tokio::test]
async fn headers_that_break_a_rule_are_refused_by_field() {
    let (_server, mut client) = serving().await;
    let cases = [
        (v1::ImportHeader { memory: String::new(), ..header() }, "header.memory"),
        (v1::ImportHeader { memory: "memories/no way".into(), ..header() }, "header.memory"),
        (v1::ImportHeader { format: 12, ..header() }, "header.format"),
        (v1::ImportHeader { status: 12, ..header() }, "header.status"),
        (v1::ImportHeader { source_language: "x y".into(), ..header() }, "header.source_language"),
        (v1::ImportHeader { target_language: "?".into(), ..header() }, "header.target_language"),
        (v1::ImportHeader { source_language: String::new(), ..header() }, "header.source_language"),
        (v1::ImportHeader { target_language: String::new(), ..header() }, "header.target_language"),
        (v1::ImportHeader { target_language: "en".into(), ..header() }, "header.target_language"),
    ];
    let mut wrong = Vec::new();
    for (header, field) in cases {
        let imported = client.import(header, TABLE.as_bytes()).await;
        match &imported.error {
            Some(status) if Refusal::of(status).fields == [field] => (),
            other => wrong.push((field, other.as_ref().map(Refusal::of), imported.answers)),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(client.memory_names().await, [""; 0]);
}

#[tokio::test]
async fn a_memory_is_created_only_where_the_header_says_so() {
    let (_server, mut client) = serving().await;
    let header = || v1::ImportHeader { create_memory: false, ..header() };
    refusal(&client.import(header(), TABLE.as_bytes()).await).is(Code::NotFound, "NOT_FOUND");
    assert_eq!(client.memory_names().await, [""; 0]);
    client.create_memory("news").await;
    assert_eq!(client.import(header(), TABLE.as_bytes()).await.counts(), [3, 3, 0, 0, 0]);
}

#[tokio::test]
async fn a_file_without_one_good_unit_leaves_no_empty_memory() {
    let (_server, mut client) = serving().await;
    let imported = client.import(header(), b"no tab\nnone here either\n").await;
    assert_eq!(imported.counts(), [2, 0, 0, 0, 2]);
    assert!(!imported.done().memory_created);
    assert_eq!(client.memory_names().await, [""; 0]);
}

#[tokio::test]
async fn a_dry_run_counts_and_writes_nothing() {
    let (_server, mut client) = serving().await;
    let dry = || v1::ImportHeader { dry_run: true, request_id: "dry".into(), ..header() };
    let table = format!("{TABLE}Good luck\tموفق باشید\nno tab\n");
    let imported = client.import(dry(), table.as_bytes()).await;
    assert_eq!(imported.counts(), [5, 3, 0, 1, 1]);
    assert_eq!(problems(&imported), [(5, "WRONG_COLUMN_COUNT")]);
    assert_eq!(client.memory_names().await, [""; 0]);
    assert_eq!(client.suggest(query("Good morning")).await, []);
    client.import(header(), TABLE.as_bytes()).await.done();
    assert_eq!(client.import(dry(), table.as_bytes()).await.counts(), [5, 0, 0, 4, 1]);
}

#[tokio::test]
async fn a_retry_of_an_import_is_answered_with_the_first_counts() {
    let (_server, mut client) = serving().await;
    let header = v1::ImportHeader { request_id: "import-1".into(), ..header() };
    let first = client.import(header.clone(), TABLE.as_bytes()).await;
    let retry = client.import(header, TABLE.as_bytes()).await;
    assert_eq!(retry.counts(), [3, 3, 0, 0, 0]);
    assert_eq!(retry.done(), first.done());
}

#[tokio::test]
async fn the_id_of_an_import_is_not_good_for_another_file() {
    let (_server, mut client) = serving().await;
    let header = v1::ImportHeader { request_id: "import-1".into(), ..header() };
    client.import(header.clone(), TABLE.as_bytes()).await.done();
    let other = client.import(header, b"Good luck\tsomething else\n").await;
    assert_eq!(refusal(&other).reason, "REQUEST_ID_REUSED");
}

#[tokio::test]
async fn half_a_file_is_not_taken_for_a_file() {
    let (_server, mut client) = serving().await;
    let table = "Good morning\tصبح بخیر\nGood evening everybody\tشب همگی بخیر\n".as_bytes();
    let header = v1::ImportHeader { size_bytes: table.len() as u64, ..header() };
    let cut = client.import(header.clone(), &table[..table.len() - 8]).await;
    assert!(cut.error.unwrap().message().contains("did not come in whole"));
    let units = client.units("news").await;
    assert!(units.iter().all(|unit| unit.source.as_ref().unwrap().text == "Good morning"), "{units:?}");
    assert_eq!(client.import(header, table).await.counts(), [2, 1, 0, 1, 0]);
}

#[tokio::test]
async fn a_file_again_does_not_approve_what_was_demoted_since() {
    let (_server, mut client) = serving().await;
    client.import(header(), TABLE.as_bytes()).await.done();
    let mut unit = client.units("news").await.remove(0);
    unit.set_status(v1::UnitStatus::Draft);
    let update_mask = Some(mask(&["status"]));
    let request = v1::UpdateUnitRequest { unit: Some(unit), update_mask, ..Default::default() };
    client.memories.update_unit(request).await.unwrap();
    assert_eq!(client.import(header(), TABLE.as_bytes()).await.counts()[2], 0, "nothing is updated");
    assert_eq!(client.units("news").await[0].status(), v1::UnitStatus::Draft);
    let other_file = v1::ImportHeader { document: "approved.tsv".into(), ..header() };
    client.import(other_file, TABLE.as_bytes()).await.done();
    assert_eq!(client.units("news").await[0].status(), v1::UnitStatus::Approved);
}

#[tokio::test]
async fn an_import_that_broke_off_can_be_retried_under_its_id() {
    let (_server, mut client) = serving().await;
    let header = v1::ImportHeader { request_id: "import-1".into(), ..tmx_header() };
    let whole = tmx(&(tu("a", "Yes", "بله") + &tu("b", "No", "نه")));
    let cut = whole.len() - 60;
    assert!(client.import(header.clone(), &whole.as_bytes()[..cut]).await.error.is_some());
    assert_eq!(client.import(header, whole.as_bytes()).await.counts(), [2, 2, 0, 0, 0], "as if it had not");
}

#[tokio::test]
async fn two_imports_at_once_make_one_memory() {
    let (_server, client) = serving().await;
    let file = numbered(3_000);
    let run = |mut client: Client, file: String| async move { client.import(header(), file.as_bytes()).await };
    let both = [0, 1].map(|_| tokio::spawn(run(client.clone(), file.clone())));
    let mut created = 0;
    for import in both {
        let imported = import.await.unwrap();
        created += u64::from(imported.done().memory_created);
        assert_eq!((imported.counts()[0], imported.counts()[4]), (3_000, 0));
    }
    let mut client = client;
    let memory = client.memory("news").await;
    assert_eq!((created, memory.unit_count), (1, 3_000));
    assert!(client.units("news").await.iter().all(|unit| unit.use_count == 1));
}

#[tokio::test]
async fn a_client_that_goes_away_in_the_middle_leaves_what_it_was_told_is_durable() {
    let (_server, mut client) = serving().await;
    let file = numbered(10_000);
    let (sender, receiver) = tokio::sync::mpsc::channel(1);
    let message = |message| v1::ImportUnitsRequest { message: Some(message) };
    let mut other = client.clone();
    let sending = async {
        sender.send(message(Message::Header(header()))).await.unwrap();
        sender.send(message(Message::Chunk(file.clone().into()))).await.unwrap();
    };
    let stream = tokio_stream::wrappers::ReceiverStream::new(receiver);
    let (answers, ()) = tokio::join!(other.transfer.import_units(stream), sending);
    let mut answers = answers.unwrap().into_inner();
    let durable = answers.message().await.unwrap().unwrap().counts.unwrap().added;
    assert!(durable >= 2_000, "{durable}");
    // The client goes, although it has not said that the file is at its end.
    drop((answers, sender));
    assert!(u64::from(client.memory("news").await.unit_count) >= durable);
    assert_eq!(client.suggest(query("Sentence number 7 of the file")).await[0].score, 100.0);
    assert_eq!(client.import(header(), file.as_bytes()).await.counts()[4], 0);
    assert_eq!(client.memory("news").await.unit_count, 10_000);
}

#[tokio::test]
async fn the_units_of_an_xliff_know_their_neighbours() {
    let (_server, mut client) = serving().await;
    let unit = |source: &str, target: &str| {
        format!("<trans-unit id='1'><source>{source}</source><target>{target}</target></trans-unit>")
    };
    let units = [unit("The port reopened.", "بندر بازگشایی شد."), unit("Ships wait.", "کشتی‌ها منتظرند.")].concat();
    let file = format!(
        "<xliff version='1.2'><file original='port.md' source-language='en' target-language='fa'><body>{units}</body></file></xliff>"
    );
    let header = v1::ImportHeader { format: 0, document: "port.xlf".into(), ..header() };
    assert_eq!(client.import(header.clone(), file.as_bytes()).await.counts(), [2, 2, 0, 0, 0]);
    let found = Client::only(client.suggest(query("Ships wait.")).await).unit.unwrap();
    let found = client.memories.get_unit(v1::GetUnitRequest { name: found.name }).await.unwrap().into_inner();
    let occurrence = &found.unit.unwrap().occurrences[0];
    assert_eq!(occurrence.document, "port.md");
    assert_eq!(occurrence.previous_source.as_deref(), Some("The port reopened."));
    assert_eq!(occurrence.next_source.as_deref(), Some(""));
    assert_eq!(client.import(header, file.as_bytes()).await.counts(), [2, 0, 0, 2, 0]);
}
