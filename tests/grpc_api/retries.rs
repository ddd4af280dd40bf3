//! Requests done twice: a `request_id` makes a retry return the first answer.

use hafez::rpc::v1;
use tonic::Code;

use crate::common::{Client, Refusal, Server, header, mask, refused, term, unit};

async fn serving() -> (Server, Client) {
    let server = Server::start();
    let mut client = server.client().await;
    client.create_memory("news").await;
    (server, client)
}

fn create_unit(request_id: &str, unit: v1::Unit) -> v1::CreateUnitRequest {
    v1::CreateUnitRequest { parent: "memories/news".into(), unit: Some(unit), request_id: request_id.into() }
}

async fn created(client: &mut Client, request: v1::CreateUnitRequest) -> v1::Unit {
    client.memories.create_unit(request).await.unwrap().into_inner().unit.unwrap()
}

fn is_reuse(refusal: &Refusal) {
    refusal.is(Code::InvalidArgument, "REQUEST_ID_REUSED");
    assert!(refusal.message.contains("`one`"), "{refusal:?}");
}

#[tokio::test]
async fn a_retry_returns_the_first_answer_though_the_unit_has_changed() {
    let (_server, mut client) = serving().await;
    let request = create_unit("one", unit("Well done", "آفرین"));
    let first = created(&mut client, request.clone()).await;
    client.update(v1::Unit { note: "warm".into(), ..first.clone() }, &["note"]).await;
    assert_eq!(created(&mut client, request.clone()).await, first);
    assert_eq!(client.unit(&first.name).await.revision, 2, "and changes nothing");
    client.delete(&first.name).await;
    assert_eq!(created(&mut client, request).await, first);
    assert_eq!(client.units("news").await, [], "a retry does not bring it back");
}

#[tokio::test]
async fn a_retry_is_known_after_a_restart() {
    let (server, mut client) = serving().await;
    let request = create_unit("one", unit("Well done", "آفرین"));
    let first = created(&mut client, request.clone()).await;
    client.update(v1::Unit { note: "warm".into(), ..first.clone() }, &["note"]).await;
    let server = server.restart().await;
    assert_eq!(created(&mut server.client().await, request).await, first);
}

#[tokio::test]
async fn a_retried_update_is_not_taken_for_one_of_an_old_revision() {
    let (_server, mut client) = serving().await;
    let first = client.add("news", unit("Well done", "آفرین")).await;
    let request = v1::UpdateUnitRequest {
        unit: Some(v1::Unit { note: "warm".into(), ..first }),
        update_mask: Some(mask(&["note"])),
        request_id: "one".into(),
    };
    let answer = client.memories.update_unit(request.clone()).await.unwrap().into_inner();
    assert_eq!(client.memories.update_unit(request).await.unwrap().into_inner(), answer);
}

#[tokio::test]
async fn a_retried_deletion_succeeds_again() {
    let (_server, mut client) = serving().await;
    let name = client.add("news", unit("Well done", "آفرین")).await.name;
    let request = v1::DeleteUnitRequest { name, request_id: "one".into() };
    client.memories.delete_unit(request.clone()).await.unwrap();
    client.memories.delete_unit(request).await.unwrap();
    let delete = v1::DeleteMemoryRequest { name: "memories/news".into(), force: false, request_id: "two".into() };
    client.memories.delete_memory(delete.clone()).await.unwrap();
    client.memories.delete_memory(delete).await.unwrap();
}

#[tokio::test]
async fn a_retried_creation_of_a_memory_is_no_conflict() {
    let server = Server::start();
    let mut client = server.client().await;
    let request = v1::CreateMemoryRequest { memory_id: "news".into(), request_id: "one".into(), ..Default::default() };
    let first = client.memories.create_memory(request.clone()).await.unwrap().into_inner();
    assert_eq!(client.memories.create_memory(request).await.unwrap().into_inner(), first);
}

#[tokio::test]
async fn a_retried_creation_of_a_memory_answers_as_it_did_though_units_came_in() {
    let server = Server::start();
    let mut client = server.client().await;
    let request = v1::CreateMemoryRequest { memory_id: "news".into(), request_id: "one".into(), ..Default::default() };
    let first = client.memories.create_memory(request.clone()).await.unwrap().into_inner();
    client.add("news", unit("Well done", "آفرین")).await;
    assert_eq!(client.memories.create_memory(request).await.unwrap().into_inner(), first);
}

#[tokio::test]
async fn an_id_serves_one_request_only() {
    let (_server, mut client) = serving().await;
    let first = created(&mut client, create_unit("one", unit("Well done", "آفرین"))).await;
    is_reuse(&refused(client.memories.create_unit(create_unit("one", unit("Well done!", "آفرین"))).await));
    let delete = v1::DeleteUnitRequest { name: first.name, request_id: "one".into() };
    is_reuse(&refused(client.memories.delete_unit(delete).await));
    let term = Some(term(v1::TermType::Place, "Yazd", "یزد"));
    let request = v1::CreateTermRequest { term, request_id: "one".into() };
    is_reuse(&refused(client.terms.create_term(request).await));
    let import = client.import(v1::ImportHeader { request_id: "one".into(), ..header() }, b"A\tB\n").await;
    is_reuse(&Refusal::of(&import.error.unwrap()));
    assert_eq!(client.units("news").await.len(), 1);
}

#[tokio::test]
async fn an_id_that_was_refused_can_be_used_for_the_corrected_request() {
    let (_server, mut client) = serving().await;
    refused(client.memories.create_unit(create_unit("one", unit("Well done", ""))).await).blames("unit.target.text");
    created(&mut client, create_unit("one", unit("Well done", "آفرین"))).await;
}

#[tokio::test]
async fn an_id_is_at_most_128_bytes_long() {
    let (_server, mut client) = serving().await;
    created(&mut client, create_unit(&"i".repeat(128), unit("Well done", "آفرین"))).await;
    let request = create_unit(&"i".repeat(129), unit("Well done", "آفرین"));
    refused(client.memories.create_unit(request).await).blames("request_id");
}

#[tokio::test]
async fn a_retried_batch_returns_the_first_answer() {
    let (_server, mut client) = serving().await;
    let units = vec![unit("One", "یک"), unit("Two", "دو")];
    let request = v1::BatchCreateUnitsRequest { parent: "memories/news".into(), units, request_id: "one".into() };
    let first = client.memories.batch_create_units(request.clone()).await.unwrap().into_inner();
    client.delete(&first.units[0].name).await;
    assert_eq!(client.memories.batch_create_units(request).await.unwrap().into_inner(), first);
    assert_eq!(client.units("news").await, first.units[1..]);
}

#[tokio::test]
async fn a_retry_while_the_first_is_under_way_writes_once() {
    let (_server, mut client) = serving().await;
    let twice: Vec<_> = (0..2)
        .map(|_| {
            let mut client = client.clone();
            tokio::spawn(async move { created(&mut client, create_unit("one", unit("Well done", "آفرین"))).await })
        })
        .collect();
    let mut answers = Vec::new();
    for call in twice {
        answers.push(call.await.unwrap());
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(client.units("news").await.len(), 1);
}
