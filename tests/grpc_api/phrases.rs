//! Sub-segment help: what the memory holds of a segment that it does not know.

use hafez::rpc::v1;
use hafez::rpc::v1::{ArticleFormat, SuggestRequest, UnitStatus};

use crate::common::{Client, Server, query, refused, text, unit};

const SEGMENT: &str = "Yesterday evening the old harbour wall of Bushehr collapsed into the sea again.";

async fn serving(units: impl IntoIterator<Item = v1::Unit>) -> (Server, Client) {
    let server = Server::start();
    let mut client = server.client().await;
    client.create_memory("news").await;
    for unit in units {
        client.add("news", unit).await;
    }
    (server, client)
}

async fn phrases(client: &mut Client, request: SuggestRequest) -> Vec<v1::Phrase> {
    let segment = request.text.clone();
    let answer = client.suggest.suggest(request).await.unwrap().into_inner();
    assert!(answer.suggestions.is_empty() && !answer.phrases_incomplete, "{answer:?}");
    for phrase in &answer.phrases {
        assert_eq!(phrase.text, segment[phrase.start as usize..phrase.end as usize]);
    }
    answer.phrases
}

/// What stands in the source of a unit where it holds a phrase.
fn held(found: &v1::PhraseUnit) -> &str {
    let source = &found.unit.as_ref().unwrap().source.as_ref().unwrap().text;
    &source[found.start as usize..found.end as usize]
}

/// Each phrase with what its units hold, and `(whole)` where that is all.
fn shown(phrases: &[v1::Phrase]) -> Vec<String> {
    let unit = |found: &v1::PhraseUnit| format!("{}{}", held(found), if found.is_whole { " (whole)" } else { "" });
    let line = |phrase: &v1::Phrase| {
        format!("{}: {}", phrase.text, phrase.units.iter().map(unit).collect::<Vec<_>>().join(", "))
    };
    phrases.iter().map(line).collect()
}

#[tokio::test]
async fn where_nothing_reaches_the_threshold_the_longest_parts_are_given() {
    let units = [
        unit("The Old Harbour Wall is closed.", "دیوار قدیمی بندر بسته است."),
        unit("Bushehr", "بوشهر"),
        unit("Part of it fell into the sea.", "بخشی از آن به دریا ریخت."),
        unit("Nothing of the kind was seen.", "چیزی دیده نشد."),
    ];
    let (_server, mut client) = serving(units).await;
    let found = phrases(&mut client, query(SEGMENT)).await;
    let expected =
        ["the old harbour wall: The Old Harbour Wall", "into the sea: into the sea", "Bushehr: Bushehr (whole)"];
    assert_eq!(shown(&found), expected);
    assert!(!found[0].units[0].reversed);
    assert_eq!(found[0].units[0].unit.as_ref().unwrap().target, text("fa", "دیوار قدیمی بندر بسته است."));
}

#[tokio::test]
async fn there_are_none_where_something_reaches_the_threshold() {
    let (_server, mut client) = serving([unit(SEGMENT, "دیوار فرو ریخت."), unit("into the sea", "به دریا")]).await;
    let answer = client.suggest.suggest(query(SEGMENT)).await.unwrap().into_inner();
    assert_eq!((answer.suggestions.len(), answer.phrases), (1, Vec::new()));
}

#[tokio::test]
async fn as_many_are_given_as_are_wanted() {
    let units =
        ["evening the old harbour wall", "Bushehr collapsed into", "into the sea", "the sea again", "yesterday"];
    let (_server, mut client) = serving(units.map(|source| unit(source, &format!("[{source}]")))).await;
    for (max_phrases, expected) in [(None, 3), (Some(0), 0), (Some(1), 1), (Some(4), 4), (Some(20), 5)] {
        let found = phrases(&mut client, SuggestRequest { max_phrases, ..query(SEGMENT) }).await;
        assert_eq!(found.len(), expected, "{max_phrases:?}");
        assert!(found.first().is_none_or(|first| first.text == "evening the old harbour wall"));
    }
    let too_many = SuggestRequest { max_phrases: Some(21), ..query(SEGMENT) };
    refused(client.suggest.suggest(too_many).await).blames("max_phrases");
}

#[tokio::test]
async fn units_of_a_phrase_come_whole_then_by_status_then_the_latest_first() {
    let with = |status: UnitStatus, source: &str, n: i32| v1::Unit {
        status: status.into(),
        ..unit(source, &format!("دیوار {n}"))
    };
    let units = [
        with(UnitStatus::Approved, "The old harbour wall fell.", 1),
        with(UnitStatus::Draft, "The old harbour wall", 2),
        with(UnitStatus::Reviewed, "See the old harbour wall.", 3),
        with(UnitStatus::Approved, "At the old harbour wall.", 4),
    ];
    let (_server, mut client) = serving(units).await;
    let found = phrases(&mut client, query(SEGMENT)).await;
    let whole: Vec<bool> = found[0].units.iter().map(|unit| unit.is_whole).collect();
    assert_eq!(whole, [true, false, false], "three at the most");
    let targets: Vec<_> =
        found[0].units.iter().map(|u| u.unit.as_ref().unwrap().target.clone().unwrap().text).collect();
    assert_eq!(targets, ["دیوار 2", "دیوار 4", "دیوار 1"]);
}

#[tokio::test]
async fn persian_segments_find_units_turned_round_and_numbers_of_any_value() {
    let (_server, mut client) = serving([unit("He was born in 1979 in Qom.", "او متولد سال ۱۳۵۷ در قم است.")]).await;
    let segment = "این نویسنده که متولد سال ۱۳۶۱ در شیراز بود دیروز درگذشت.";
    let found = phrases(&mut client, query(segment)).await;
    assert_eq!(shown(&found), ["متولد سال ۱۳۶۱ در: متولد سال ۱۳۵۷ در"]);
    assert!(found[0].units[0].reversed);
    assert_eq!(found[0].units[0].unit.as_ref().unwrap().target, text("en", "He was born in 1979 in Qom."));
}

#[tokio::test]
async fn phrases_are_looked_for_where_the_request_says_and_as_units_are_now() {
    let (_server, mut client) = serving([]).await;
    client.create_memory("archive").await;
    let held = client.add("archive", unit("It fell into the sea.", "به دریا افتاد.")).await;
    let asked = || query(SEGMENT);
    assert_eq!(phrases(&mut client, asked()).await.len(), 1);
    let news = SuggestRequest { memories: vec!["memories/news".into()], ..asked() };
    assert_eq!(phrases(&mut client, news).await.len(), 0);
    let drafts = SuggestRequest { statuses: vec![UnitStatus::Draft.into()], ..asked() };
    assert_eq!(phrases(&mut client, drafts).await.len(), 0);
    let german = SuggestRequest { target_language: "de".into(), ..asked() };
    assert_eq!(phrases(&mut client, german).await.len(), 0);
    let changed = v1::Unit { source: text("en", "It fell onto the road."), ..held.clone() };
    client.update(changed, &["source"]).await;
    assert_eq!(phrases(&mut client, asked()).await.len(), 0);
    client.update(v1::Unit { revision: 0, ..held.clone() }, &["source"]).await;
    assert_eq!(phrases(&mut client, asked()).await.len(), 1);
    client.delete(&held.name).await;
    assert_eq!(phrases(&mut client, asked()).await.len(), 0);
}

#[tokio::test]
async fn common_words_alone_are_no_phrase() {
    let numbered = (0..30).map(|n| unit(&format!("One of the {n}th harbours is shut."), &format!("بندر {n}")));
    let (_server, mut client) = serving(numbered).await;
    assert_eq!(phrases(&mut client, query("It was one of the greatest storms that anybody remembers.")).await, []);
    client.add("news", unit("One of the greatest poets died.", "یکی از بزرگ‌ترین شاعران درگذشت.")).await;
    let found = phrases(&mut client, query("It was one of the greatest storms that anybody remembers.")).await;
    assert_eq!(shown(&found), ["one of the greatest: One of the greatest"]);
}

#[tokio::test]
async fn articles_have_them_by_segment() {
    let (_server, mut client) = serving([unit("It fell into the sea.", "به دریا افتاد.")]).await;
    let request = v1::SuggestArticleRequest {
        article: format!("{SEGMENT}\n\nIt fell into the sea.\n\nNobody knows."),
        format: ArticleFormat::Unspecified.into(),
        source_language: "en".into(),
        target_language: "fa".into(),
        ..Default::default()
    };
    let mut counts = Vec::new();
    let mut stream = client.suggest.suggest_article(request.clone()).await.unwrap().into_inner();
    while let Some(answer) = stream.message().await.unwrap() {
        counts.push((answer.suggestions.len(), answer.phrases.len()));
        for phrase in answer.phrases {
            assert_eq!((&*phrase.text, phrase.units.len()), ("into the sea", 1));
        }
    }
    assert_eq!(counts, [(0, 1), (1, 0), (0, 0), (0, 0)]);
    let none = v1::SuggestArticleRequest { max_phrases: Some(0), ..request.clone() };
    let mut stream = client.suggest.suggest_article(none).await.unwrap().into_inner();
    assert!(stream.message().await.unwrap().unwrap().phrases.is_empty());
    let too_many = v1::SuggestArticleRequest { max_phrases: Some(21), ..request };
    refused(client.suggest.suggest_article(too_many).await).blames("max_phrases");
}
