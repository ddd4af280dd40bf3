//! Memories: created, listed, changed and deleted.

use hafez::rpc::v1;
use tonic::Code;

use crate::common::{Client, Server, mask, query, refused, unit};

fn update(memory: v1::Memory, paths: &[&str]) -> v1::UpdateMemoryRequest {
    v1::UpdateMemoryRequest { memory: Some(memory), update_mask: Some(mask(paths)), ..Default::default() }
}

async fn page(client: &mut Client, page_size: i32, page_token: String) -> v1::ListMemoriesResponse {
    client.memories.list_memories(v1::ListMemoriesRequest { page_size, page_token }).await.unwrap().into_inner()
}

#[tokio::test]
async fn a_memory_is_kept_as_it_was_given() {
    let server = Server::start();
    let mut client = server.client().await;
    let memory = v1::Memory {
        display_name: "اتاق خبر".into(),
        description: "What the desk has confirmed.".into(),
        penalty: 3,
        ..Default::default()
    };
    let request =
        v1::CreateMemoryRequest { memory_id: "News_2024.fa-1".into(), memory: Some(memory), ..Default::default() };
    let created = client.memories.create_memory(request).await.unwrap().into_inner().memory.unwrap();
    assert_eq!((&*created.name, &*created.display_name), ("memories/News_2024.fa-1", "اتاق خبر"));
    assert_eq!((created.penalty, created.unit_count, created.revision), (3, 0, 1));
    assert!(created.create_time.is_some() && created.create_time == created.update_time);
    assert_eq!(client.memory("News_2024.fa-1").await, created);
}

#[tokio::test]
async fn a_memory_without_a_display_name_goes_by_its_id() {
    let server = Server::start();
    assert_eq!(server.client().await.create_memory("sport").await.display_name, "sport");
}

#[tokio::test]
async fn a_memory_counts_its_units() {
    let server = Server::start();
    let mut client = server.client().await;
    client.create_memory("news").await;
    let first = client.add("news", unit("Good morning", "صبح بخیر")).await;
    client.add("news", unit("Good night", "شب بخیر")).await;
    client.add("news", unit("Good night", "شب بخیر")).await;
    assert_eq!(client.memory("news").await.unit_count, 2);
    client.delete(&first.name).await;
    assert_eq!(client.memory("news").await.unit_count, 1);
}

#[tokio::test]
async fn a_memory_that_is_there_cannot_be_created_again() {
    let server = Server::start();
    let mut client = server.client().await;
    client.create_memory("news").await;
    let request = v1::CreateMemoryRequest { memory_id: "news".into(), ..Default::default() };
    let refusal = refused(client.memories.create_memory(request).await);
    refusal.is(Code::AlreadyExists, "ALREADY_EXISTS");
    assert!(refusal.message.contains("memories/news"), "{refusal:?}");
}

#[tokio::test]
async fn an_update_changes_what_its_mask_names_and_counts_as_one_revision() {
    let server = Server::start();
    let mut client = server.client().await;
    let created = client.create_memory("news").await;
    let change = v1::Memory { description: "Daily news".into(), penalty: 40, ..created.clone() };
    let updated = client.memories.update_memory(update(change, &["description"])).await.unwrap().into_inner();
    let updated = updated.memory.unwrap();
    assert_eq!((&*updated.description, updated.penalty, updated.revision), ("Daily news", 0, 2));
    assert_eq!(client.memory("news").await, updated);
    let same = client.memories.update_memory(update(updated.clone(), &["description"])).await.unwrap().into_inner();
    assert_eq!(same.memory.unwrap(), updated, "the same again changes nothing");
}

#[tokio::test]
async fn an_update_of_an_old_revision_is_refused() {
    let server = Server::start();
    let mut client = server.client().await;
    let created = client.create_memory("news").await;
    let change = v1::Memory { penalty: 5, ..created };
    client.memories.update_memory(update(change.clone(), &["penalty"])).await.unwrap();
    let refusal = refused(client.memories.update_memory(update(change.clone(), &["penalty"])).await);
    refusal.is(Code::Aborted, "REVISION_MOVED");
    assert!(refusal.message.contains('2') && refusal.message.contains('1'), "{refusal:?}");
    let whatever = v1::Memory { revision: 0, penalty: 6, ..change };
    client.memories.update_memory(update(whatever, &["penalty"])).await.unwrap();
}

#[tokio::test]
async fn a_memory_with_units_is_deleted_by_force_only() {
    let server = Server::start();
    let mut client = server.client().await;
    client.create_memory("news").await;
    client.add("news", unit("Good morning", "صبح بخیر")).await;
    let delete = |force| v1::DeleteMemoryRequest { name: "memories/news".into(), force, ..Default::default() };
    let refusal = refused(client.memories.delete_memory(delete(false)).await);
    refusal.is(Code::FailedPrecondition, "MEMORY_NOT_EMPTY");
    assert_eq!(client.suggest(query("Good morning")).await.len(), 1, "nothing was deleted");
    client.memories.delete_memory(delete(true)).await.unwrap();
    assert_eq!(client.suggest(query("Good morning")).await.len(), 0);
    assert_eq!(client.memory_names().await, [""; 0]);
    refused(client.memories.delete_memory(delete(true)).await).is(Code::NotFound, "NOT_FOUND");
}

#[tokio::test]
async fn a_deleted_memory_leaves_nothing_to_one_of_the_same_name() {
    let server = Server::start();
    let mut client = server.client().await;
    client.create_memory("news").await;
    client.add("news", unit("Good morning", "صبح بخیر")).await;
    let request = v1::DeleteMemoryRequest { name: "memories/news".into(), force: true, ..Default::default() };
    client.memories.delete_memory(request).await.unwrap();
    assert_eq!(client.create_memory("news").await.unit_count, 0);
    assert_eq!(client.units("news").await, []);
    let server = server.restart().await;
    assert_eq!(server.client().await.memory("news").await.unit_count, 0);
}

#[tokio::test]
async fn memories_are_listed_by_name_page_by_page() {
    let server = Server::start();
    let mut client = server.client().await;
    for id in ["sport", "Books", "arts", "news", "world"] {
        client.create_memory(id).await;
    }
    let all = ["memories/Books", "memories/arts", "memories/news", "memories/sport", "memories/world"];
    assert_eq!(client.memory_names().await, all);
    let (mut seen, mut token) = (Vec::new(), String::new());
    loop {
        let page = page(&mut client, 2, token).await;
        assert!((1..=2).contains(&page.memories.len()));
        seen.extend(page.memories.into_iter().map(|memory| memory.name));
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
    }
    assert_eq!(seen, all);
    assert_eq!(page(&mut client, 5, String::new()).await.next_page_token, "", "a full last page is the last");
    assert_eq!(page(&mut client, i32::MAX, String::new()).await.memories.len(), 5);
}

#[tokio::test]
async fn a_memory_that_is_not_there_comes_with_the_one_probably_meant() {
    let server = Server::start();
    let mut client = server.client().await;
    client.create_memory("newsroom").await;
    client.add("newsroom", unit("Good morning", "صبح بخیر")).await;
    let request = v1::GetMemoryRequest { name: "memories/newsrom".into() };
    let refusal = refused(client.memories.get_memory(request).await);
    refusal.is(Code::NotFound, "NOT_FOUND");
    assert!(refusal.message.contains("did you mean memories/newsroom?"), "{refusal:?}");
    let request = v1::SuggestRequest { memories: vec!["memories/newsrooms".into()], ..query("Good morning") };
    let refusal = refused(client.suggest.suggest(request).await);
    assert!(refusal.message.contains("did you mean memories/newsroom?"), "{refusal:?}");
}

#[tokio::test]
async fn an_empty_memory_is_offered_as_the_one_meant_too() {
    let server = Server::start();
    let mut client = server.client().await;
    client.create_memory("newsroom").await;
    let request = v1::GetMemoryRequest { name: "memories/newsrom".into() };
    let refusal = refused(client.memories.get_memory(request).await);
    assert!(refusal.message.contains("did you mean memories/newsroom?"), "{refusal:?}");
}
