//! The server's life: loading, serving, restarting, draining, and whom it shares its store with.

use std::process::Stdio;
use std::time::{Duration, Instant};

use hafez::rpc::v1;
use hafez::rpc::v1::import_units_request::Message;
use tokio_stream::StreamExt;
use tonic::{Code, Request};
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;
use tonic_health::pb::{HealthCheckRequest, HealthCheckResponse};
use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
use tonic_reflection::pb::v1::server_reflection_request::MessageRequest;
use tonic_reflection::pb::v1::server_reflection_response::MessageResponse;
use tonic_reflection::pb::v1::{ServerReflectionRequest, ServerReflectionResponse};

use crate::common::{Client, Server, hafez, header, occurrence, query, term, unit};

const SERVICES: [&str; 5] = [
    "hafez.v1.ArticleService",
    "hafez.v1.MemoryService",
    "hafez.v1.SuggestService",
    "hafez.v1.TermService",
    "hafez.v1.TransferService",
];

async fn health(client: &Client, service: &str) -> Result<ServingStatus, tonic::Status> {
    let request = HealthCheckRequest { service: service.into() };
    let answer: HealthCheckResponse = HealthClient::new(client.channel.clone()).check(request).await?.into_inner();
    Ok(answer.status())
}

#[tokio::test]
async fn every_service_and_the_server_as_a_whole_are_healthy() {
    let server = Server::start();
    let client = server.client().await;
    for service in SERVICES.into_iter().chain([""]) {
        assert_eq!(health(&client, service).await.unwrap(), ServingStatus::Serving, "{service}");
    }
    assert_eq!(health(&client, "hafez.v1.Nothing").await.unwrap_err().code(), tonic::Code::NotFound);
}

async fn reflect(client: &Client, asked: MessageRequest) -> MessageResponse {
    let request = ServerReflectionRequest { host: String::new(), message_request: Some(asked) };
    let mut reflection = ServerReflectionClient::new(client.channel.clone());
    let mut answers = reflection.server_reflection_info(tokio_stream::once(request)).await.unwrap().into_inner();
    let answer: ServerReflectionResponse = answers.message().await.unwrap().unwrap();
    answer.message_response.unwrap()
}

#[tokio::test]
async fn reflection_lists_the_services_and_describes_them() {
    let server = Server::start();
    let client = server.client().await;
    let MessageResponse::ListServicesResponse(list) =
        reflect(&client, MessageRequest::ListServices(String::new())).await
    else {
        panic!("no list of services")
    };
    let names: Vec<_> = list.service.iter().map(|service| &*service.name).collect();
    for service in SERVICES.into_iter().chain(["grpc.health.v1.Health"]) {
        assert!(names.contains(&service), "{service} in {names:?}");
    }
    let asked = MessageRequest::FileContainingSymbol("hafez.v1.SuggestService.SuggestArticle".into());
    assert!(matches!(reflect(&client, asked).await, MessageResponse::FileDescriptorResponse(_)));
}

#[tokio::test]
async fn a_restart_keeps_everything() {
    let server = Server::start();
    let mut client = server.client().await;
    client.create_memory("news").await;
    let used = v1::Unit {
        occurrences: vec![occurrence("a", "Before.", "After.")],
        ..unit("He paused.", "او مکث کرد.")
    };
    let kept = client.add("news", used).await;
    let deleted = client.add("news", unit("Delete me.", "حذفم کن.")).await;
    client.delete(&deleted.name).await;
    let last = client.add("news", unit("Then he left.", "سپس رفت.")).await;
    client.create_term(term(v1::TermType::Place, "Persian Gulf", "خلیج فارس")).await;
    let memory = client.memory("news").await;
    let asked = v1::SuggestRequest {
        previous_text: Some("Before.".into()),
        next_text: Some("After.".into()),
        ..query("He paused.")
    };
    let before = client.suggest(asked.clone()).await;
    let terms = client.recognize("The Persian Gulf", "en", "fa").await;

    let server = server.restart().await;
    let mut client = server.client().await;
    assert_eq!(client.memory("news").await, memory);
    assert_eq!(client.units("news").await, [kept, last.clone()]);
    assert_eq!(client.suggest(asked).await, before);
    assert_eq!(before[0].match_type(), v1::MatchType::Context);
    assert_eq!((terms.len(), client.recognize("The Persian Gulf", "en", "fa").await), (1, terms));
    assert_eq!(client.suggest(query("Delete me.")).await, []);
    let new = client.add("news", unit("A new one.", "یکی تازه.")).await;
    assert!(![last.name, deleted.name].contains(&new.name), "numbers are not used again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_under_way_is_finished_before_the_server_ends() {
    let mut server = Server::start();
    let mut client = server.client().await;
    let (sender, receiver) = tokio::sync::mpsc::channel(1);
    let send = async |message| sender.send(v1::ImportUnitsRequest { message: Some(message) }).await.unwrap();
    send(Message::Header(header())).await;
    let stream = tokio_stream::wrappers::ReceiverStream::new(receiver);
    let mut answers = client.transfer.import_units(stream).await.unwrap().into_inner();
    send(Message::Chunk("Good morning\tصبح بخیر\n".into())).await;
    server.terminate();
    server.wait_for_log("finishing the calls under way");
    send(Message::Chunk("Good night\tشب بخیر\n".into())).await;
    drop(sender);
    let mut last = v1::ImportUnitsResponse::default();
    while let Some(answer) = answers.message().await.unwrap() {
        last = answer;
    }
    assert!(last.done && last.counts.clone().unwrap().added == 2, "{last:?}");
    drop((client, answers));
    assert_eq!(server.wait_for_exit().await.code(), Some(0));
    let server = server.restart_ended();
    assert_eq!(server.client().await.memory("news").await.unit_count, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_waits_for_its_file_does_not_delay_the_end() {
    let mut server = Server::start();
    let mut client = server.client().await;
    let (sender, receiver) = tokio::sync::mpsc::channel(2);
    let send = async |message| sender.send(v1::ImportUnitsRequest { message: Some(message) }).await.unwrap();
    send(Message::Header(header())).await;
    let stream = tokio_stream::wrappers::ReceiverStream::new(receiver);
    let mut answers = client.transfer.import_units(stream).await.unwrap().into_inner();
    let lines: String = (0..2_500).map(|n| format!("Good morning {n}\tصبح بخیر {n}\n")).collect();
    send(Message::Chunk(lines.into())).await;
    let stopping = Instant::now();
    server.terminate();
    let error = loop {
        if let Err(error) = answers.message().await {
            break error;
        }
    };
    assert_eq!(error.code(), Code::Unavailable, "{error:?}");
    drop((client, answers, sender));
    assert_eq!(server.wait_for_exit().await.code(), Some(0));
    assert!(stopping.elapsed() < Duration::from_secs(15), "{:?}", stopping.elapsed());
    let server = server.restart_ended();
    assert_eq!(
        server.client().await.memory("news").await.unit_count,
        2_499,
        "but for the last, of which more may have come"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_that_do_not_end_are_cut_off_when_the_time_to_drain_is_over() {
    let mut server = Server::start_configured("drain_seconds = 1\n");
    let mut client = server.client().await;
    let (sender, receiver) = tokio::sync::mpsc::channel(1);
    let header = v1::ImportUnitsRequest { message: Some(Message::Header(header())) };
    sender.send(header).await.unwrap();
    let stream = tokio_stream::wrappers::ReceiverStream::new(receiver);
    let _answers = client.transfer.import_units(stream).await.unwrap();
    let stopping = Instant::now();
    assert_eq!(server.stop().await.code(), Some(0));
    let took = stopping.elapsed();
    assert!((Duration::from_millis(900)..Duration::from_secs(5)).contains(&took), "{took:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_watches_the_health_is_told_of_the_end_and_does_not_delay_it() {
    let mut server = Server::start_configured("drain_seconds = 6\n");
    let client = server.client().await;
    let request = HealthCheckRequest { service: "hafez.v1.SuggestService".into() };
    let mut watch = HealthClient::new(client.channel.clone()).watch(request).await.unwrap().into_inner();
    assert_eq!(watch.message().await.unwrap().unwrap().status(), ServingStatus::Serving);
    server.terminate();
    let told = watch.next().await.unwrap().unwrap();
    assert_eq!(told.status(), ServingStatus::NotServing);
    let stopping = Instant::now();
    assert_eq!(server.wait_for_exit().await.code(), Some(0));
    assert!(stopping.elapsed() < Duration::from_secs(4), "a watch is no call that could be finished");
}

#[tokio::test]
async fn an_idle_connection_does_not_delay_the_end() {
    let mut server = Server::start();
    let mut client = server.client().await;
    client.create_memory("news").await;
    let stopping = Instant::now();
    assert_eq!(server.stop().await.code(), Some(0));
    assert!(stopping.elapsed() < Duration::from_secs(5));
}

/// Runs `hafez serve` where it must end by itself; gives its exit code and its error output.
fn serve_in_vain(store: &std::path::Path) -> (Option<i32>, String) {
    let mut command = hafez();
    command.args(["serve", "--listen", "127.0.0.1:0", "--store"]).arg(store);
    let output = command.stdin(Stdio::null()).output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[tokio::test]
async fn a_second_server_on_the_same_store_is_told_that_it_is_in_use() {
    let server = Server::start();
    let (code, said) = serve_in_vain(&server.store());
    assert_eq!((code, said.lines().count()), (Some(1), 1), "{said}");
    assert!(said.contains("in use") && said.contains(&*server.store().to_string_lossy()), "{said}");
    assert_eq!(server.client().await.memory_names().await, [""; 0], "the first one is not disturbed");
}

#[tokio::test]
async fn a_store_of_a_newer_version_is_refused_and_left_alone() {
    let mut server = Server::start();
    server.client().await.create_memory("news").await;
    assert!(server.stop().await.success());
    std::fs::write(server.store().join("FORMAT"), "999\n").unwrap();
    let (code, said) = serve_in_vain(&server.store());
    assert_eq!((code, said.lines().count()), (Some(1), 1), "{said}");
    assert!(said.contains("newer") && said.contains("999"), "{said}");
    std::fs::write(server.store().join("FORMAT"), "1\n").unwrap();
    let server = server.restart_ended();
    assert_eq!(server.client().await.memory_names().await, ["memories/news"]);
}

#[tokio::test]
async fn a_directory_of_something_else_is_refused_and_left_alone() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("thesis.txt"), "years of work").unwrap();
    let (code, said) = serve_in_vain(directory.path());
    assert_eq!((code, said.lines().count()), (Some(1), 1), "{said}");
    assert!(said.contains("not a store"), "{said}");
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn a_request_id_is_echoed_and_logged_and_made_where_there_is_none() {
    let server = Server::start();
    let mut client = server.client().await;
    let mut request = Request::new(v1::ListMemoriesRequest::default());
    request.metadata_mut().insert("x-request-id", "desk-42".parse().unwrap());
    let answer = client.memories.list_memories(request).await.unwrap();
    assert_eq!(answer.metadata().get("x-request-id").unwrap(), "desk-42");
    server.wait_for_log("desk-42");
    let answer = client.memories.list_memories(v1::ListMemoriesRequest::default()).await.unwrap();
    assert!(answer.metadata().get("x-request-id").unwrap().len() >= 16);
}

#[tokio::test]
async fn a_request_id_is_echoed_with_a_refusal_too() {
    let server = Server::start();
    let mut client = server.client().await;
    let mut request = Request::new(v1::GetMemoryRequest { name: "memories/none".into() });
    request.metadata_mut().insert("x-request-id", "desk-43".parse().unwrap());
    let status = client.memories.get_memory(request).await.unwrap_err();
    assert_eq!(status.metadata().get("x-request-id").unwrap(), "desk-43");
}

#[tokio::test]
async fn many_clients_read_while_others_write() {
    let server = Server::start();
    let mut client = server.client().await;
    client.create_memory("news").await;
    client.add("news", unit("Always there.", "همیشه آنجا.")).await;
    let readers = (0..4).map(|_| client.clone()).map(|mut client| {
        tokio::spawn(async move {
            for _ in 0..50 {
                assert_eq!(client.suggest(query("Always there.")).await[0].score, 100.0);
            }
        })
    });
    let writers = (0..4).map(|w| (w, client.clone())).map(|(w, mut client)| {
        tokio::spawn(async move {
            for n in 0..10 {
                let source = format!("Writer {w} wrote note {n}.");
                client.add("news", unit(&source, &format!("نویسنده {w} یادداشت {n} را نوشت."))).await;
                assert_eq!(client.suggest(query(&source)).await[0].score, 100.0, "{source} right after its writing");
            }
        })
    });
    for task in readers.collect::<Vec<_>>().into_iter().chain(writers.collect::<Vec<_>>()) {
        task.await.unwrap();
    }
    assert_eq!(client.memory("news").await.unit_count, 41);
}

#[tokio::test]
async fn a_mistake_of_the_caller_is_not_logged_as_an_error_of_the_server() {
    let server = Server::start();
    let mut client = server.client().await;
    for id in ["desk-44", "desk-45"] {
        let mut request = Request::new(v1::GetMemoryRequest { name: "memories/none".into() });
        request.metadata_mut().insert("x-request-id", id.parse().unwrap());
        client.memories.get_memory(request).await.unwrap_err();
    }
    let lines = server.log_before("desk-45");
    let errors: Vec<_> = lines.iter().filter(|line| line.contains("ERROR")).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[tokio::test]
async fn log_lines_are_json_where_that_is_asked_for() {
    let server = Server::start_with(&["--log", "json"]);
    let mut client = server.client().await;
    let mut request = Request::new(v1::ListMemoriesRequest::default());
    request.metadata_mut().insert("x-request-id", "desk-45".parse().unwrap());
    client.memories.list_memories(request).await.unwrap();
    let line: serde_json::Value = serde_json::from_str(&server.wait_for_log("desk-45")).unwrap();
    assert_eq!(line["span"]["request_id"], "desk-45", "{line}");
    assert_eq!(line["span"]["method"], "/hafez.v1.MemoryService/ListMemories");
}
