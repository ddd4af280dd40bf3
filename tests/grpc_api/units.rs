//! Units: written once, read, listed, changed and deleted.

use hafez::rpc::v1;
use hafez::rpc::v1::UnitStatus;
use tonic::Code;

use crate::common::{Client, Server, mask, occurrence, query, refused, text, unit};

async fn serving() -> (Server, Client) {
    let server = Server::start();
    let mut client = server.client().await;
    client.create_memory("news").await;
    (server, client)
}

fn update(unit: v1::Unit, paths: &[&str]) -> v1::UpdateUnitRequest {
    v1::UpdateUnitRequest { unit: Some(unit), update_mask: Some(mask(paths)), ..Default::default() }
}

#[tokio::test]
async fn a_unit_is_kept_as_it_was_given() {
    let (_server, mut client) = serving().await;
    let given = v1::Unit {
        source: text("en-GB", "  Mind the gap,\tplease. "),
        target: text("fa-IR", "لطفاً مراقبِ فاصله باشید.\u{200F}"),
        status: UnitStatus::Reviewed.into(),
        origin: Some(v1::Origin { kind: v1::OriginKind::Alignment.into(), confidence: Some(97.25) }),
        occurrences: vec![occurrence("tube", "", "Doors are closing.")],
        author: "Mina".into(),
        note: "As on the platforms".into(),
        attributes: [("desk".to_owned(), "travel".to_owned())].into(),
        ..Default::default()
    };
    let stored = client.add("news", given.clone()).await;
    assert!(stored.name.starts_with("memories/news/units/"), "{}", stored.name);
    assert_eq!((stored.use_count, stored.revision), (1, 1));
    assert!(stored.create_time.is_some() && stored.create_time == stored.update_time);
    let (name, create_time, update_time) = (stored.name.clone(), stored.create_time, stored.update_time);
    let expected = v1::Unit { name, create_time, update_time, use_count: 1, revision: 1, ..given };
    assert_eq!(stored, expected, "byte for byte");
    assert_eq!(client.unit(&stored.name).await, stored);
}

#[tokio::test]
async fn texts_are_stored_composed() {
    let (_server, mut client) = serving().await;
    let stored = client.add("news", unit("Cafe\u{301}", "ا\u{653}ب")).await;
    assert_eq!((stored.source, stored.target), (text("en", "Café"), text("fa", "آب")));
}

#[tokio::test]
async fn what_is_not_said_of_a_unit_has_its_default() {
    let (_server, mut client) = serving().await;
    let stored = client.add("news", unit("Yes", "بله")).await;
    assert_eq!(stored.status(), UnitStatus::Approved);
    assert_eq!(stored.origin.unwrap().kind(), v1::OriginKind::Human);
}

#[tokio::test]
async fn the_same_pair_twice_is_one_unit() {
    let (_server, mut client) = serving().await;
    let first = client.add("news", unit("Yes, sir.", "بله، قربان.")).await;
    let again = client.add("news", unit("Yes, sir.", "بله، قربان.")).await;
    assert_eq!(again, first, "no new use, no new revision, no new time");
    assert_eq!(client.units("news").await, [first]);
}

#[tokio::test]
async fn the_same_pair_elsewhere_is_one_unit_with_one_more_use() {
    let (_server, mut client) = serving().await;
    let used_in = |document: &str| v1::Unit {
        occurrences: vec![occurrence(document, "", "")],
        ..unit("Yes, sir.", "بله، قربان.")
    };
    let first = client.add("news", used_in("monday")).await;
    let second = client.add("news", used_in("tuesday")).await;
    assert_eq!((&second.name, second.use_count, second.revision), (&first.name, 2, 2));
    let documents: Vec<_> = second.occurrences.iter().map(|o| &*o.document).collect();
    assert_eq!(documents, ["monday", "tuesday"]);
    assert_eq!(client.add("news", used_in("monday")).await, second, "that use is known");
}

#[tokio::test]
async fn writing_a_unit_again_raises_its_status_and_never_lowers_it() {
    let (_server, mut client) = serving().await;
    let with = |status: UnitStatus| v1::Unit { status: status.into(), ..unit("Yes, sir.", "بله، قربان.") };
    for (written, kept) in [
        (UnitStatus::Draft, UnitStatus::Draft),
        (UnitStatus::Approved, UnitStatus::Approved),
        (UnitStatus::Draft, UnitStatus::Approved),
    ] {
        assert_eq!(client.add("news", with(written)).await.status(), kept);
    }
}

#[tokio::test]
async fn another_target_is_another_unit() {
    let (_server, mut client) = serving().await;
    let first = client.add("news", unit("Yes, sir.", "بله، قربان.")).await;
    let second = client.add("news", unit("Yes, sir.", "بله، آقا.")).await;
    assert_ne!(first.name, second.name);
    assert_eq!(client.suggest(query("Yes, sir.")).await.len(), 2);
}

#[tokio::test]
async fn a_batch_is_answered_unit_for_unit_in_its_order() {
    let (_server, mut client) = serving().await;
    let units: Vec<_> = [("One", "یک"), ("Two", "دو"), ("One", "یک"), ("Three", "سه")].map(|(e, p)| unit(e, p)).into();
    let request = v1::BatchCreateUnitsRequest { parent: "memories/news".into(), units, ..Default::default() };
    let stored = client.memories.batch_create_units(request).await.unwrap().into_inner().units;
    let sources: Vec<_> = stored.iter().map(|u| &*u.source.as_ref().unwrap().text).collect();
    assert_eq!(sources, ["One", "Two", "One", "Three"]);
    assert_eq!(stored[0], stored[2]);
    assert_eq!(client.memory("news").await.unit_count, 3);
}

#[tokio::test]
async fn a_batch_with_one_bad_unit_writes_none() {
    let (_server, mut client) = serving().await;
    let units = vec![unit("One", "یک"), unit("Two", " "), unit("Three", "سه")];
    let request = v1::BatchCreateUnitsRequest { parent: "memories/news".into(), units, ..Default::default() };
    refused(client.memories.batch_create_units(request).await).blames("units[1].target.text");
    assert_eq!(client.units("news").await, []);
}

#[tokio::test]
async fn a_full_batch_of_a_thousand_is_taken() {
    let (_server, mut client) = serving().await;
    let units = (0..1_000).map(|n| unit(&format!("Item {n}"), &format!("مورد {n}"))).collect();
    let request = v1::BatchCreateUnitsRequest { parent: "memories/news".into(), units, ..Default::default() };
    let stored = client.memories.batch_create_units(request).await.unwrap().into_inner().units;
    assert_eq!((stored.len(), client.memory("news").await.unit_count), (1_000, 1_000));
}

#[tokio::test]
async fn units_are_listed_as_they_were_first_written_page_by_page() {
    let (_server, mut client) = serving().await;
    let numbers = ["nine", "one", "five", "seven", "two", "eight", "three"];
    for number in numbers {
        client.add("news", unit(number, "عدد")).await;
    }
    let touched = client.units("news").await.remove(0);
    client.update(v1::Unit { note: "odd".into(), ..touched }, &["note"]).await;
    let (mut seen, mut page_token) = (Vec::new(), String::new());
    loop {
        let request = v1::ListUnitsRequest { parent: "memories/news".into(), page_size: 3, page_token };
        let page = client.memories.list_units(request).await.unwrap().into_inner();
        seen.extend(page.units.into_iter().map(|unit| unit.source.unwrap().text));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    assert_eq!(seen, numbers);
}

#[tokio::test]
async fn a_list_begun_goes_on_behind_its_last_unit_though_that_is_deleted() {
    let (_server, mut client) = serving().await;
    for number in ["one", "two", "three"] {
        client.add("news", unit(number, "عدد")).await;
    }
    let page = |page_token| v1::ListUnitsRequest { parent: "memories/news".into(), page_size: 1, page_token };
    let first = client.memories.list_units(page(String::new())).await.unwrap().into_inner();
    client.delete(&first.units[0].name).await;
    let second = client.memories.list_units(page(first.next_page_token)).await.unwrap().into_inner();
    assert_eq!(second.units[0].source, text("en", "two"));
}

#[tokio::test]
async fn an_update_changes_what_its_mask_names() {
    let (_server, mut client) = serving().await;
    let created = client.add("news", unit("Yes", "بله")).await;
    let change = v1::Unit { note: "formal".into(), author: "Ali".into(), ..created.clone() };
    let updated = client.update(change, &["note"]).await;
    assert_eq!((&*updated.note, &*updated.author, updated.revision), ("formal", "", 2));
    assert_eq!(updated.create_time, created.create_time);
    let cleared = client.update(v1::Unit { note: String::new(), ..updated }, &["note"]).await;
    assert_eq!((&*cleared.note, cleared.revision), ("", 3));
}

#[tokio::test]
async fn without_a_mask_an_update_changes_what_is_set() {
    let (_server, mut client) = serving().await;
    let created = client.add("news", v1::Unit { author: "Sara".into(), ..unit("Yes", "بله") }).await;
    let change = v1::Unit { name: created.name, status: UnitStatus::Draft.into(), ..Default::default() };
    let request = v1::UpdateUnitRequest { unit: Some(change), ..Default::default() };
    let updated = client.memories.update_unit(request).await.unwrap().into_inner().unit.unwrap();
    assert_eq!((updated.status(), &*updated.author), (UnitStatus::Draft, "Sara"));
    assert_eq!(updated.target, text("fa", "بله"));
}

#[tokio::test]
async fn an_update_of_an_old_revision_is_refused() {
    let (_server, mut client) = serving().await;
    let created = client.add("news", unit("Yes", "بله")).await;
    client.update(v1::Unit { note: "mine".into(), ..created.clone() }, &["note"]).await;
    let late = v1::Unit { note: "theirs".into(), ..created.clone() };
    refused(client.memories.update_unit(update(late, &["note"])).await).is(Code::Aborted, "REVISION_MOVED");
    assert_eq!(client.unit(&created.name).await.note, "mine");
}

#[tokio::test]
async fn an_update_cannot_make_a_unit_equal_to_another() {
    let (_server, mut client) = serving().await;
    client.add("news", unit("Yes", "بله")).await;
    let other = client.add("news", unit("Yes", "آری")).await;
    let change = v1::Unit { target: text("fa", "بله"), ..other };
    refused(client.memories.update_unit(update(change, &["target"])).await).is(Code::AlreadyExists, "ALREADY_EXISTS");
    assert_eq!(client.suggest(query("آری")).await.len(), 1);
}

#[tokio::test]
async fn a_deleted_unit_is_gone_and_its_number_is_not_used_again() {
    let (_server, mut client) = serving().await;
    let first = client.add("news", unit("Yes", "بله")).await;
    client.delete(&first.name).await;
    let request = v1::GetUnitRequest { name: first.name.clone() };
    refused(client.memories.get_unit(request).await).is(Code::NotFound, "NOT_FOUND");
    let request = v1::DeleteUnitRequest { name: first.name.clone(), ..Default::default() };
    refused(client.memories.delete_unit(request).await).is(Code::NotFound, "NOT_FOUND");
    assert_ne!(client.add("news", unit("Yes", "بله")).await.name, first.name);
}

#[tokio::test]
async fn a_unit_is_not_found_under_another_memory() {
    let (_server, mut client) = serving().await;
    client.create_memory("sport").await;
    let created = client.add("news", unit("Yes", "بله")).await;
    let name = created.name.replace("news", "sport");
    refused(client.memories.get_unit(v1::GetUnitRequest { name }).await).is(Code::NotFound, "NOT_FOUND");
}

#[tokio::test]
async fn many_writers_at_once_make_one_unit_of_one_pair() {
    let (_server, mut client) = serving().await;
    let writers: Vec<_> = (0..8)
        .map(|n| {
            let mut client = client.clone();
            let used = v1::Unit { occurrences: vec![occurrence(&format!("d{n}"), "", "")], ..unit("Yes", "بله") };
            tokio::spawn(async move { client.add("news", used).await })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let units = client.units("news").await;
    assert_eq!((units.len(), units[0].use_count), (1, 8));
}
