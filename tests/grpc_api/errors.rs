//! What is refused: with the right code, a reason for machines, the field, and words for people.

use hafez::rpc::v1;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::{Code, Request};

use crate::common::{Client, Refusal, Server, entry, mask, query, refused, term, text, unit};

async fn serving() -> (Server, Client) {
    let server = Server::start();
    let mut client = server.client().await;
    client.create_memory("news").await;
    (server, client)
}

fn create(unit: v1::Unit) -> v1::CreateUnitRequest {
    v1::CreateUnitRequest { parent: "memories/news".into(), unit: Some(unit), ..Default::default() }
}

#[tokio::test]
async fn units_that_break_a_rule_are_refused_by_field() {
    let (_server, mut client) = serving().await;
    let good = || unit("Good morning", "صبح بخیر");
    let source = |source| v1::Unit { source, ..good() };
    let target = |target| v1::Unit { target, ..good() };
    let confident = |confidence| v1::Origin { confidence: Some(confidence), ..Default::default() };
    let cases = [
        (source(text("en", "")), "unit.source.text"),
        (source(text("en", " \t\n\u{A0}")), "unit.source.text"),
        (source(text("en", "Good\0morning")), "unit.source.text"),
        (source(text("en", &"x".repeat(10_001))), "unit.source.text"),
        (source(text("", "Good morning")), "unit.source.language"),
        (source(text("english language", "Good morning")), "unit.source.language"),
        (source(None), "unit.source"),
        (target(None), "unit.target"),
        (target(text("fa", "")), "unit.target.text"),
        (target(text("fa", "\0")), "unit.target.text"),
        (target(text("fa", &"ی".repeat(10_001))), "unit.target.text"),
        (target(text("klingon!", "صبح بخیر")), "unit.target.language"),
        (target(text("en", "Morning")), "unit.target.language"),
        (v1::Unit { status: 9, ..good() }, "unit.status"),
        (v1::Unit { origin: Some(v1::Origin { kind: 9, ..Default::default() }), ..good() }, "unit.origin.kind"),
        (v1::Unit { origin: Some(confident(100.5)), ..good() }, "unit.origin.confidence"),
        (v1::Unit { origin: Some(confident(f64::NAN)), ..good() }, "unit.origin.confidence"),
    ];
    for (unit, field) in cases {
        refused(client.memories.create_unit(create(unit)).await).blames(field);
    }
    let nothing = v1::CreateUnitRequest { unit: None, ..create(good()) };
    refused(client.memories.create_unit(nothing).await).blames("unit");
    assert_eq!(client.units("news").await, [], "nothing was half-written");
}

#[tokio::test]
async fn text_without_any_visible_character_is_empty() {
    let (_server, mut client) = serving().await;
    let invisible = unit("\u{200B}\u{FEFF}", "صبح بخیر");
    refused(client.memories.create_unit(create(invisible)).await).blames("unit.source.text");
}

#[tokio::test]
async fn ten_thousand_characters_are_not_too_many_in_any_script() {
    let (_server, mut client) = serving().await;
    client.add("news", unit(&"x".repeat(10_000), &"ی".repeat(10_000))).await;
    assert_eq!(client.suggest(query(&"ی".repeat(10_000))).await.len(), 1);
}

#[tokio::test]
async fn memories_that_are_not_there_are_not_found() {
    let (_server, mut client) = serving().await;
    let name = || "memories/sport".to_owned();
    let memories = &mut client.memories;
    let one = || unit("One", "یک");
    let request = v1::CreateUnitRequest { parent: name(), unit: Some(one()), ..Default::default() };
    let mut refusals = vec![refused(memories.create_unit(request).await)];
    let units = vec![one()];
    let request = v1::BatchCreateUnitsRequest { parent: name(), units, ..Default::default() };
    refusals.push(refused(memories.batch_create_units(request).await));
    refusals.push(refused(memories.list_units(v1::ListUnitsRequest { parent: name(), ..Default::default() }).await));
    refusals.push(refused(memories.get_memory(v1::GetMemoryRequest { name: name() }).await));
    let memory = Some(v1::Memory { name: name(), ..Default::default() });
    refusals.push(refused(memories.update_memory(v1::UpdateMemoryRequest { memory, ..Default::default() }).await));
    let request = v1::DeleteMemoryRequest { name: name(), force: true, ..Default::default() };
    refusals.push(refused(memories.delete_memory(request).await));
    let request = v1::SuggestRequest { memories: vec![name()], ..query("One") };
    refusals.push(refused(client.suggest.suggest(request).await));
    for refusal in refusals {
        refusal.is(Code::NotFound, "NOT_FOUND");
        assert!(refusal.message.contains("memories/sport"), "{refusal:?}");
    }
}

#[tokio::test]
async fn names_that_are_none_are_refused_by_field() {
    let (_server, mut client) = serving().await;
    for name in ["", "memories/", "memories/-news", "memories/a b", "memories/خبر", "terms/1", &"m".repeat(64)] {
        let request = v1::GetMemoryRequest { name: name.into() };
        refused(client.memories.get_memory(request).await).blames("name");
        let request = v1::CreateMemoryRequest { memory_id: name.into(), ..Default::default() };
        refused(client.memories.create_memory(request).await).blames("memory_id");
    }
    for name in ["", "memories/news", "memories/news/units/", "memories/news/units/x", "memories/news/units/-1"] {
        let request = v1::GetUnitRequest { name: name.into() };
        refused(client.memories.get_unit(request).await).blames("name");
        let unit = Some(v1::Unit { name: name.into(), ..unit("One", "یک") });
        let request = v1::UpdateUnitRequest { unit, ..Default::default() };
        refused(client.memories.update_unit(request).await).blames("unit.name");
    }
    for name in ["", "terms/", "terms/x", "memories/news", "terms/99999999999999999999"] {
        refused(client.terms.get_term(v1::GetTermRequest { name: name.into() }).await).blames("name");
    }
    let request = v1::CreateUnitRequest { parent: "news/".into(), ..create(unit("One", "یک")) };
    refused(client.memories.create_unit(request).await).blames("parent");
    let request = v1::SuggestRequest { memories: vec!["memories/*".into()], ..query("One") };
    refused(client.suggest.suggest(request).await).blames("memories");
}

#[tokio::test]
async fn a_number_is_written_in_one_way_only() {
    let (_server, mut client) = serving().await;
    let name = client.add("news", unit("One", "یک")).await.name;
    for prefix in ["+", "0", "00"] {
        let name = name.replace("units/", &format!("units/{prefix}"));
        refused(client.memories.get_unit(v1::GetUnitRequest { name }).await).blames("name");
    }
}

#[tokio::test]
async fn look_ups_that_break_a_rule_are_refused_by_field() {
    let (_server, mut client) = serving().await;
    let asked = || query("Good morning");
    let scored = |score| v1::SuggestRequest { min_score: Some(score), ..asked() };
    let between = |from: &str, to: &str| v1::SuggestRequest {
        source_language: from.into(),
        target_language: to.into(),
        ..asked()
    };
    let cases = [
        (v1::SuggestRequest { text: String::new(), ..asked() }, "text"),
        (v1::SuggestRequest { text: " \n".into(), ..asked() }, "text"),
        (v1::SuggestRequest { text: "a\0b".into(), ..asked() }, "text"),
        (v1::SuggestRequest { text: "x".repeat(100_001), ..asked() }, "text"),
        (scored(-1.0), "min_score"),
        (scored(100.5), "min_score"),
        (scored(f64::NAN), "min_score"),
        (scored(f64::INFINITY), "min_score"),
        (v1::SuggestRequest { limit: 101, ..asked() }, "limit"),
        (v1::SuggestRequest { limit: u32::MAX, ..asked() }, "limit"),
        (between("", "fa"), "source_language"),
        (between("en", ""), "target_language"),
        (between("e", "fa"), "source_language"),
        (between("en", "not a language"), "target_language"),
        (between("en", "en"), "target_language"),
        (between("EN", "en"), "target_language"),
        (v1::SuggestRequest { statuses: vec![0], ..asked() }, "statuses"),
        (v1::SuggestRequest { statuses: vec![1, 42], ..asked() }, "statuses"),
    ];
    for (request, field) in cases {
        refused(client.suggest.suggest(request).await).blames(field);
    }
}

#[tokio::test]
async fn articles_to_be_matched_keep_the_same_rules() {
    let (_server, mut client) = serving().await;
    let asked = || v1::SuggestArticleRequest {
        article: "Good morning.".into(),
        source_language: "en".into(),
        target_language: "fa".into(),
        ..Default::default()
    };
    let cases = [
        (v1::SuggestArticleRequest { article: " ".into(), ..asked() }, "article"),
        (v1::SuggestArticleRequest { article: "x".repeat((3 << 20) + 1), ..asked() }, "article"),
        (v1::SuggestArticleRequest { min_score: Some(101.0), ..asked() }, "min_score"),
        (v1::SuggestArticleRequest { limit: 101, ..asked() }, "limit"),
        (v1::SuggestArticleRequest { format: 9, ..asked() }, "format"),
        (v1::SuggestArticleRequest { source_language: "fa".into(), ..asked() }, "target_language"),
    ];
    for (request, field) in cases {
        let status = match client.suggest.suggest_article(request).await {
            Err(status) => status,
            Ok(mut answers) => answers.get_mut().message().await.expect_err(field),
        };
        Refusal::of(&status).blames(field);
    }
}

#[tokio::test]
async fn page_tokens_and_sizes_that_were_made_up_are_refused() {
    let (_server, mut client) = serving().await;
    client.create_memory("sport").await;
    for memory in ["news", "sport"] {
        client.add(memory, unit("One", "یک")).await;
        client.add(memory, unit("Two", "دو")).await;
    }
    let units = |page_size, page_token: &str| v1::ListUnitsRequest {
        parent: "memories/news".into(),
        page_size,
        page_token: page_token.into(),
    };
    let own = client.memories.list_units(units(1, "")).await.unwrap().into_inner().next_page_token;
    let request = v1::ListUnitsRequest { parent: "memories/sport".into(), ..units(1, &own) };
    refused(client.memories.list_units(request).await).blames("page_token");
    let memories = v1::ListMemoriesRequest { page_size: 1, ..Default::default() };
    let of_memories = client.memories.list_memories(memories).await.unwrap().into_inner().next_page_token;
    for token in ["1", "MQ", "توکن", "AAAAAAAAAAAx", &of_memories, &own[1..]] {
        refused(client.memories.list_units(units(1, token)).await).blames("page_token");
    }
    refused(client.memories.list_units(units(-1, "")).await).blames("page_size");
    let memories = v1::ListMemoriesRequest { page_size: i32::MIN, ..Default::default() };
    refused(client.memories.list_memories(memories).await).blames("page_size");
    let terms =
        |page_size, page_token: &str| v1::ListTermsRequest { page_size, page_token: page_token.into(), filter: None };
    refused(client.terms.list_terms(terms(-5, "")).await).blames("page_size");
    refused(client.terms.list_terms(terms(0, &own)).await).blames("page_token");
    assert_eq!(client.memories.list_units(units(1, &own)).await.unwrap().into_inner().units.len(), 1);
}

#[tokio::test]
async fn updates_of_what_cannot_be_changed_are_refused() {
    let (_server, mut client) = serving().await;
    let created = client.add("news", unit("One", "یک")).await;
    for path in ["name", "use_count", "source.text", "nothing", ""] {
        let request = v1::UpdateUnitRequest {
            unit: Some(created.clone()),
            update_mask: Some(mask(&["note", path])),
            ..Default::default()
        };
        let refusal = refused(client.memories.update_unit(request).await);
        refusal.blames("update_mask");
        assert!(refusal.message.contains("status"), "it says what can: {refusal:?}");
    }
    let memory = Some(v1::Memory { name: "memories/news".into(), ..Default::default() });
    let update_mask = Some(mask(&["unit_count"]));
    let request = v1::UpdateMemoryRequest { memory, update_mask, ..Default::default() };
    refused(client.memories.update_memory(request).await).blames("update_mask");
    let update = |unit| v1::UpdateUnitRequest { unit, ..Default::default() };
    refused(client.memories.update_unit(update(None)).await).blames("unit");
    let blank = v1::Unit { target: text("fa", " "), ..created.clone() };
    refused(client.memories.update_unit(update(Some(blank))).await).blames("unit.target.text");
    let same = v1::Unit { target: text("en", "One"), ..created };
    refused(client.memories.update_unit(update(Some(same))).await).blames("unit.target.language");
    refused(client.memories.update_memory(v1::UpdateMemoryRequest::default()).await).blames("memory");
}

#[tokio::test]
async fn a_penalty_is_at_most_a_hundred_points() {
    let (_server, mut client) = serving().await;
    for penalty in [101, 70_000, u32::MAX] {
        let memory = Some(v1::Memory { name: "memories/news".into(), penalty, ..Default::default() });
        let request =
            v1::CreateMemoryRequest { memory_id: "more".into(), memory: memory.clone(), ..Default::default() };
        refused(client.memories.create_memory(request).await).blames("memory.penalty");
        let request = v1::UpdateMemoryRequest { memory, ..Default::default() };
        refused(client.memories.update_memory(request).await).blames("memory.penalty");
    }
}

#[tokio::test]
async fn batches_hold_one_to_a_thousand() {
    let (_server, mut client) = serving().await;
    for count in [0, 1_001] {
        let units = vec![unit("One", "یک"); count];
        let request = v1::BatchCreateUnitsRequest { parent: "memories/news".into(), units, ..Default::default() };
        refused(client.memories.batch_create_units(request).await).blames("units");
        let terms = vec![term(v1::TermType::Place, "Yazd", "یزد"); count];
        let request = v1::BatchCreateTermsRequest { terms, ..Default::default() };
        refused(client.terms.batch_create_terms(request).await).blames("terms");
    }
}

#[tokio::test]
async fn terms_that_break_a_rule_are_refused_by_field() {
    let (_server, mut client) = serving().await;
    let named = |entry| v1::Term { entries: vec![entry], ..Default::default() };
    let variant = |variant: &str| v1::TermEntry { variants: vec![variant.into()], ..entry("en", "Yazd") };
    let cases = [
        (v1::Term::default(), "term.entries"),
        (named(entry("en", "")), "term.entries[0].text"),
        (named(entry("en", "  ")), "term.entries[0].text"),
        (named(entry("en", "?!")), "term.entries[0].text"),
        (named(entry("en", "a\0b")), "term.entries[0].text"),
        (named(entry("en", &"x".repeat(10_001))), "term.entries[0].text"),
        (named(entry("", "Yazd")), "term.entries[0].language"),
        (named(entry("en us", "Yazd")), "term.entries[0].language"),
        (named(variant(" ")), "term.entries[0].variants[0]"),
        (named(variant("…")), "term.entries[0].variants[0]"),
        (named(entry("en", "X")), "term.entries[0].text"),
        (named(entry("fa", "«و»")), "term.entries[0].text"),
        (named(entry("en", "the")), "term.entries[0].text"),
        (named(entry("fa", "از")), "term.entries[0].text"),
        (named(variant("of the")), "term.entries[0].variants[0]"),
        (named(entry("en", "Yazd\tcity")), "term.entries[0].text"),
        (named(entry("en", "Yazd\u{1b}[31m")), "term.entries[0].text"),
        (named(entry("en", &"Yazd ".repeat(300))), "term.entries[0].text"),
        (
            v1::Term { entries: vec![entry("en", "Yazd"), entry("en", "Yazd")], ..Default::default() },
            "term.entries[1].text",
        ),
        (v1::Term { origin: 9, ..term(v1::TermType::Place, "Yazd", "یزد") }, "term.origin"),
        (v1::Term { review_state: 9, ..term(v1::TermType::Place, "Yazd", "یزد") }, "term.review_state"),
        (named(v1::TermEntry { status: 8, ..entry("en", "Yazd") }), "term.entries[0].status"),
        (v1::Term { r#type: 88, ..term(v1::TermType::Place, "Yazd", "یزد") }, "term.type"),
    ];
    let mut wrong = Vec::new();
    for (term, field) in cases {
        let request = v1::CreateTermRequest { term: Some(term), ..Default::default() };
        let refusal = refused(client.terms.create_term(request).await);
        if refusal.fields != [field] {
            wrong.push((field, refusal));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    refused(client.terms.create_term(v1::CreateTermRequest::default()).await).blames("term");
}

#[tokio::test]
async fn texts_to_be_searched_for_terms_keep_the_rules() {
    let (_server, mut client) = serving().await;
    let asked = |text: &str, from: &str, to: &str| v1::RecognizeTermsRequest {
        text: text.into(),
        source_language: from.into(),
        target_language: to.into(),
        ..Default::default()
    };
    for (request, field) in [
        (asked("", "en", "fa"), "text"),
        (asked("Yazd", "", "fa"), "source_language"),
        (asked("Yazd", "en", "?"), "target_language"),
        (asked("Yazd", "en", "en"), "target_language"),
    ] {
        refused(client.terms.recognize_terms(request).await).blames(field);
    }
}

/// A SuggestRequest as a client without any check of its text would send it.
#[derive(Clone, PartialEq, prost::Message)]
struct RawSuggestRequest {
    #[prost(bytes = "vec", tag = "1")]
    text: Vec<u8>,
    #[prost(string, tag = "2")]
    source_language: String,
    #[prost(string, tag = "3")]
    target_language: String,
}

async fn suggest_raw(client: &Client, text: &[u8]) -> tonic::Status {
    let mut grpc = tonic::client::Grpc::new(client.channel.clone());
    grpc.ready().await.unwrap();
    let request = RawSuggestRequest { text: text.into(), source_language: "en".into(), target_language: "fa".into() };
    let codec = tonic_prost::ProstCodec::<RawSuggestRequest, v1::SuggestResponse>::default();
    let path = PathAndQuery::from_static("/hafez.v1.SuggestService/Suggest");
    grpc.unary(Request::new(request), path, codec).await.unwrap_err()
}

#[tokio::test]
async fn text_that_is_not_utf8_is_the_callers_mistake() {
    let (_server, client) = serving().await;
    let status = suggest_raw(&client, b"caf\xE9").await;
    assert!(status.message().contains("text") && status.message().contains("UTF-8"), "{status:?}");
    assert_eq!(status.code(), Code::InvalidArgument, "{status:?}");
    Refusal::of(&status);
}

#[tokio::test]
async fn a_message_that_is_too_large_is_refused_and_the_limit_named() {
    let server = Server::start_configured("max_message_bytes = 50000\n");
    let mut client = server.client().await;
    client.create_memory("news").await;
    let request = v1::SuggestRequest { text: "x".repeat(160_000), ..query("x") };
    let status = client.suggest.suggest(request).await.unwrap_err();
    assert!(matches!(status.code(), Code::ResourceExhausted | Code::OutOfRange), "{status:?}");
    assert!(status.message().contains("50000"), "{status:?}");
    assert_eq!(client.suggest(query("x")).await.len(), 0, "and the server goes on");
}

#[tokio::test]
async fn a_message_that_is_too_large_carries_an_error_info_too() {
    let server = Server::start_configured("max_message_bytes = 50000\n");
    let mut client = server.client().await;
    let request = v1::SuggestRequest { text: "x".repeat(160_000), ..query("x") };
    Refusal::of(&client.suggest.suggest(request).await.unwrap_err());
}

#[tokio::test]
async fn limits_are_those_of_the_configuration() {
    let server =
        Server::start_configured("[limits]\nmax_segment_characters = 20\nmax_suggestions = 2\nmax_batch = 1\n");
    let mut client = server.client().await;
    client.create_memory("news").await;
    refused(client.memories.create_unit(create(unit(&"x".repeat(21), "ایکس"))).await).blames("unit.source.text");
    refused(client.suggest.suggest(v1::SuggestRequest { limit: 3, ..query("One") }).await).blames("limit");
    let units = vec![unit("One", "یک"), unit("Two", "دو")];
    let request = v1::BatchCreateUnitsRequest { parent: "memories/news".into(), units, ..Default::default() };
    refused(client.memories.batch_create_units(request).await).blames("units");
}

#[tokio::test]
async fn a_default_limit_above_the_configured_one_is_no_mistake_of_the_caller() {
    let server = Server::start_configured("[limits]\nmax_suggestions = 2\n");
    let mut client = server.client().await;
    client.create_memory("news").await;
    for target in ["یک", "یکی", "یکم"] {
        client.add("news", unit("One", target)).await;
    }
    assert_eq!(client.suggest(query("One")).await.len(), 2);
}

#[tokio::test]
async fn a_page_fits_into_what_clients_take_by_default() {
    let (_server, mut client) = serving().await;
    for batch in 0..10 {
        let long = |n| unit(&format!("{batch} {n} {}", "x".repeat(9_900)), &"ی".repeat(9_900));
        let units = (0..20).map(long).collect();
        let request = v1::BatchCreateUnitsRequest { parent: "memories/news".into(), units, ..Default::default() };
        client.memories.batch_create_units(request).await.unwrap();
    }
    let (mut seen, mut page_token) = (0, String::new());
    loop {
        let request = v1::ListUnitsRequest { parent: "memories/news".into(), page_size: 1_000, page_token };
        let page = client.memories.list_units(request).await.unwrap().into_inner();
        seen += page.units.len();
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    assert_eq!(seen, 200);
}
