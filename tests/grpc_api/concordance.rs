//! The concordance: in which units words stand, where, and in which order the units come.

use std::time::Duration;

use hafez::rpc::v1;
use hafez::rpc::v1::{ConcordanceSide, SearchConcordanceRequest, UnitStatus};
use tonic::Code;

use crate::common::{Client, Server, refused, text, unit};

const UNITS: [(&str, &str); 6] = [
    ("Khamenei met the prime minister of Iraq.", "خامنه‌ای با نخست‌وزیر عراق دیدار کرد."),
    ("The prime suspect met a minister.", "مظنون اصلی با یک وزیر دیدار کرد."),
    ("Ministers left.", "وزیران رفتند."),
    ("Talks with Khamenei’s office lasted 1,000 days.", "گفت و گو با دفتر خامنه ای ۱٬۰۰۰ روز طول کشید."),
    ("He arrived in 2019 and left in 2021.", "او در ۲۰۱۹ آمد و در ۲۰۲۱ رفت."),
    ("The president of Iraq resigned.", "رئیس جمهور عراق استعفا داد."),
];

async fn serving(units: impl IntoIterator<Item = v1::Unit>) -> (Server, Client) {
    let server = Server::start();
    let mut client = server.client().await;
    client.create_memory("news").await;
    for unit in units {
        client.add("news", unit).await;
    }
    (server, client)
}

async fn serving_news() -> (Server, Client) {
    serving(UNITS.map(|(english, persian)| unit(english, persian))).await
}

/// Looks for words in English sources of units into Persian.
fn words(text: &str) -> SearchConcordanceRequest {
    let (source_language, target_language) = ("en".into(), "fa".into());
    SearchConcordanceRequest { text: text.into(), source_language, target_language, ..Default::default() }
}

/// Looks for words in their Persian targets.
fn in_targets(text: &str) -> SearchConcordanceRequest {
    SearchConcordanceRequest { side: ConcordanceSide::Target.into(), ..words(text) }
}

fn is_of_targets(request: &SearchConcordanceRequest) -> bool {
    request.side() == ConcordanceSide::Target
}

fn source(hit: &v1::ConcordanceHit) -> &str {
    &hit.unit.as_ref().unwrap().source.as_ref().unwrap().text
}

fn target(hit: &v1::ConcordanceHit) -> &str {
    &hit.unit.as_ref().unwrap().target.as_ref().unwrap().text
}

/// What stands at the spans of each hit; panics off character boundaries.
async fn found(client: &mut Client, request: SearchConcordanceRequest) -> Vec<Vec<String>> {
    let is_of_targets = is_of_targets(&request);
    let answer = client.concordance(request).await;
    assert!(answer.incomplete.is_none() && answer.next_page_token.is_empty(), "{answer:?}");
    let marked = |hit: &v1::ConcordanceHit| {
        let text = if is_of_targets { target(hit) } else { source(hit) };
        hit.spans.iter().map(|span| text[span.start as usize..span.end as usize].to_owned()).collect()
    };
    answer.hits.iter().map(marked).collect()
}

/// Asks for page after page of `page_size` until the last.
async fn pages(
    client: &mut Client,
    request: &SearchConcordanceRequest,
    page_size: i32,
) -> Vec<Vec<v1::ConcordanceHit>> {
    let mut pages: Vec<Vec<v1::ConcordanceHit>> = Vec::new();
    let mut page_token = String::new();
    loop {
        let answer = client.concordance(SearchConcordanceRequest { page_size, page_token, ..request.clone() }).await;
        pages.push(answer.hits);
        page_token = answer.next_page_token;
        if page_token.is_empty() {
            return pages;
        }
    }
}

#[tokio::test]
async fn words_stand_in_their_order_and_are_marked_where_they_do() {
    let (_server, mut client) = serving_news().await;
    let expected = [["prime", "minister"], ["prime", "minister"]];
    assert_eq!(found(&mut client, words("prime minister")).await, expected);
    assert_eq!(found(&mut client, words("PRIME, Minister!")).await, expected);
    assert_eq!(found(&mut client, words("minister prime")).await, [[""; 0]; 0]);
    assert_eq!(found(&mut client, words("in left in")).await, [["in", "left", "in"]]);
    assert_eq!(found(&mut client, words("in")).await, [["in", "in"]], "every time");
}

#[tokio::test]
async fn phrases_stand_as_they_are() {
    let (_server, mut client) = serving_news().await;
    for phrase in ["\"prime minister\"", "“prime minister”", "«Prime Minister»", "prime-minister"] {
        assert_eq!(found(&mut client, words(phrase)).await, [["prime minister"]], "{phrase}");
    }
    assert_eq!(found(&mut client, words("met \"of iraq\"")).await, [["met", "of Iraq"]]);
    assert_eq!(found(&mut client, in_targets("«دیدار کرد»")).await, [["دیدار کرد"], ["دیدار کرد"]]);
}

#[tokio::test]
async fn an_asterisk_stands_for_the_rest_of_a_word() {
    let (_server, mut client) = serving_news().await;
    assert_eq!(found(&mut client, words("khamene*")).await, [["Khamenei’s"], ["Khamenei"]]);
    assert_eq!(found(&mut client, words("khamenei")).await, [["Khamenei"]]);
    assert_eq!(found(&mut client, words("minist*")).await, [["Ministers"], ["minister"], ["minister"]]);
    assert_eq!(found(&mut client, words("\"the pri* minist*\"")).await, [["the prime minister"]]);
    assert_eq!(found(&mut client, in_targets("وزیر*")).await, [["وزیران"], ["وزیر"]]);
    assert_eq!(found(&mut client, words("zz*")).await, [[""; 0]; 0]);
}

#[tokio::test]
async fn persian_is_found_however_it_is_spelt() {
    let (_server, mut client) = serving_news().await;
    for query in ["خامنه ای", "خامنه‌ای", "خامنه‌اى", "خامنه‌اي", "خامنه اى", "خَامِنه‌ای", "خامنـه‌ای", "خامنه*"]
    {
        let expected = [["خامنه‌ای"], ["خامنه ای"]];
        assert_eq!(found(&mut client, in_targets(query)).await, expected, "{query}");
    }
    for query in ["گفت‌وگو", "گفت و گو", "گفت‌و‌گو"] {
        assert_eq!(found(&mut client, in_targets(query)).await, [["گفت و گو"]], "{query}");
    }
    for query in ["رئیس‌جمهور", "رييس‌جمهور", "«رئیس جمهور»"] {
        assert_eq!(found(&mut client, in_targets(query)).await, [["رئیس جمهور"]], "{query}");
    }
    for query in ["نخست وزیر", "نخست‌وزیر", "نخست‌وزير", "نخستوزیر"] {
        assert_eq!(found(&mut client, in_targets(query)).await, [["نخست‌وزیر"]], "{query}");
    }
}

#[tokio::test]
async fn numbers_are_found_in_any_digits() {
    let (_server, mut client) = serving_news().await;
    for query in ["1000", "1,000", "۱۰۰۰", "۱٬۰۰۰", "١٠٠٠", "१०००"] {
        assert_eq!(found(&mut client, words(query)).await, [["1,000"]], "{query}");
        assert_eq!(found(&mut client, in_targets(query)).await, [["۱٬۰۰۰"]], "{query}");
    }
    assert_eq!(found(&mut client, words("۲۰۱۹ 2021")).await, [["2019", "2021"]]);
    for query in ["100", "10000", "2019 2019", "2021 2019"] {
        assert_eq!(found(&mut client, words(query)).await, [[""; 0]; 0], "{query}");
    }
}

#[tokio::test]
async fn either_text_is_searched_and_units_are_turned_round_to_the_languages_asked_for() {
    let from_persian = v1::Unit {
        source: text("fa", "وزیر به بغداد رفت."),
        target: text("en", "The minister went to Baghdad."),
        ..Default::default()
    };
    let (_server, mut client) = serving([unit("A minister came.", "یک وزیر آمد."), from_persian]).await;
    let seen = |answer: &v1::SearchConcordanceResponse| -> Vec<(String, bool)> {
        answer.hits.iter().map(|hit| (source(hit).to_owned(), hit.reversed)).collect()
    };
    let english = [("A minister came.".to_owned(), false), ("The minister went to Baghdad.".to_owned(), true)];
    assert_eq!(seen(&client.concordance(words("minister")).await), english);
    let in_source = SearchConcordanceRequest { side: ConcordanceSide::Source.into(), ..words("minister") };
    assert_eq!(seen(&client.concordance(in_source).await), english);
    let persian = client.concordance(in_targets("وزیر")).await;
    assert_eq!(seen(&persian), english);
    assert_eq!(target(&persian.hits[0]), "یک وزیر آمد.");
    assert_eq!(found(&mut client, in_targets("وزیر")).await, [["وزیر"], ["وزیر"]]);
    assert_eq!(found(&mut client, words("وزیر")).await, [[""; 0]; 0], "not in the sources");
    let back =
        SearchConcordanceRequest { source_language: "fa".into(), target_language: "en".into(), ..words("وزیر") };
    let back = client.concordance(back).await;
    assert_eq!(seen(&back), [("یک وزیر آمد.".to_owned(), true), ("وزیر به بغداد رفت.".to_owned(), false)]);
    let name = |answer: &v1::SearchConcordanceResponse| answer.hits[0].unit.as_ref().unwrap().name.clone();
    assert_eq!(name(&back), name(&persian), "it is the same unit, turned round");
}

#[tokio::test]
async fn the_shortest_come_first_of_those_the_latest_and_pages_hold_each_once() {
    let numbered = (0..23).map(|n| unit(&format!("Rain {}fell.", "and rain ".repeat(n % 4)), &format!("باران {n}")));
    let (_server, mut client) = serving(numbered).await;
    let request = words("rain");
    let all = client.concordance(SearchConcordanceRequest { page_size: 1_000, ..request.clone() }).await.hits;
    assert_eq!(all.len(), 23);
    let length = |hit: &v1::ConcordanceHit| source(hit).split(' ').count();
    let number = |hit: &v1::ConcordanceHit| target(hit).strip_prefix("باران ").unwrap().parse::<i32>().unwrap();
    assert!(all.is_sorted_by_key(|hit| (length(hit), -number(hit))));
    for page_size in [1, 2, 7, 22, 23, 24, 5_000] {
        let pages = pages(&mut client, &request, page_size).await;
        let (last, full) = pages.split_last().unwrap();
        assert!(full.iter().all(|page| page.len() == page_size as usize) && !last.is_empty());
        assert_eq!(pages.concat(), all, "by {page_size}");
    }
    assert_eq!(found(&mut client, request).await.len(), 23, "a page has 50, if not told otherwise");
}

#[tokio::test]
async fn a_page_goes_on_where_the_last_one_ended_whatever_has_changed() {
    let numbered = (0..6).map(|n| unit(&format!("Snow fell on day {n}."), &format!("برف {n}")));
    let (_server, mut client) = serving(numbered).await;
    let page = SearchConcordanceRequest { page_size: 2, ..words("snow") };
    let first = client.concordance(page.clone()).await;
    let sources = |hits: &[v1::ConcordanceHit]| hits.iter().map(|hit| source(hit).to_owned()).collect::<Vec<_>>();
    assert_eq!(sources(&first.hits), ["Snow fell on day 5.", "Snow fell on day 4."]);
    // The last of the page goes, and so does one that was to come; a new one would have come before.
    client.delete(&first.hits[1].unit.as_ref().unwrap().name).await;
    let names: Vec<String> = client.units("news").await.into_iter().map(|unit| unit.name).collect();
    client.delete(&names[2]).await;
    client.add("news", unit("Snow fell on day 9.", "برف ۹")).await;
    let second =
        client.concordance(SearchConcordanceRequest { page_token: first.next_page_token, ..page.clone() }).await;
    assert_eq!(sources(&second.hits), ["Snow fell on day 3.", "Snow fell on day 1."]);
    let page_size = 50;
    let third =
        client.concordance(SearchConcordanceRequest { page_token: second.next_page_token, page_size, ..page }).await;
    assert_eq!(sources(&third.hits), ["Snow fell on day 0."]);
    assert_eq!(third.next_page_token, "");
}

#[tokio::test]
async fn units_are_found_as_they_are_now_at_once() {
    let (_server, mut client) = serving([]).await;
    let created = client.add("news", unit("Ferries resumed.", "کشتی‌ها به راه افتادند.")).await;
    assert_eq!(found(&mut client, words("ferries")).await, [["Ferries"]]);
    client.update(v1::Unit { source: text("en", "Buses resumed."), ..created.clone() }, &["source"]).await;
    assert_eq!(found(&mut client, words("ferries")).await, [[""; 0]; 0]);
    assert_eq!(found(&mut client, words("buses")).await, [["Buses"]]);
    assert_eq!(found(&mut client, in_targets("کشتی ها")).await, [["کشتی‌ها"]]);
    client.delete(&created.name).await;
    assert_eq!(found(&mut client, words("buses")).await, [[""; 0]; 0]);
    assert_eq!(found(&mut client, in_targets("کشتی ها")).await, [[""; 0]; 0]);
}

#[tokio::test]
async fn memories_and_statuses_narrow_the_search() {
    let (_server, mut client) = serving([unit("Polls closed.", "رأی‌گیری پایان یافت.")]).await;
    client.create_memory("archive").await;
    let draft =
        v1::Unit { status: UnitStatus::Draft.into(), ..unit("Polls opened.", "رأی‌گیری آغاز شد.") };
    client.add("archive", draft).await;
    let within = |memories: &[&str], statuses: &[UnitStatus]| SearchConcordanceRequest {
        memories: memories.iter().map(|name| format!("memories/{name}")).collect(),
        statuses: statuses.iter().map(|status| (*status).into()).collect(),
        ..words("polls")
    };
    for (request, hits) in [
        (within(&[], &[]), 2),
        (within(&["news"], &[]), 1),
        (within(&["archive", "news"], &[]), 2),
        (within(&[], &[UnitStatus::Draft]), 1),
        (within(&["news"], &[UnitStatus::Draft]), 0),
        (within(&["archive"], &[UnitStatus::Draft, UnitStatus::Approved]), 1),
    ] {
        assert_eq!(found(&mut client, request.clone()).await.len(), hits, "{request:?}");
    }
    let force = v1::DeleteMemoryRequest { name: "memories/archive".into(), force: true, ..Default::default() };
    client.memories.delete_memory(force).await.unwrap();
    assert_eq!(found(&mut client, words("polls")).await, [["Polls"]]);
    let gone = refused(client.suggest.search_concordance(within(&["archive"], &[])).await);
    gone.is(Code::NotFound, "NOT_FOUND");
}

#[tokio::test]
async fn a_language_finds_its_variants() {
    let between = |source: &str, target: &str| v1::Unit {
        source: text(source, "The colour is grey."),
        target: text(target, "The color is gray."),
        ..Default::default()
    };
    let (_server, mut client) = serving([between("en-GB", "en-US"), unit("Grey, not gray", "خاکستری")]).await;
    let asked = |text: &str, from: &str, to: &str, side: ConcordanceSide| SearchConcordanceRequest {
        source_language: from.into(),
        target_language: to.into(),
        side: side.into(),
        ..words(text)
    };
    use ConcordanceSide::{Source, Target};
    for (text, from, to, side, hits) in [
        ("grey", "en", "fa", Source, 1),
        ("grey", "en-GB", "fa", Source, 1),
        ("grey", "en-GB", "en-US", Source, 1),
        ("gray", "en-GB", "en-US", Source, 0),
        ("gray", "en-GB", "en-US", Target, 1),
        ("grey", "en-GB", "en-US", Target, 0),
        ("gray", "en-US", "en-GB", Source, 1),
        ("grey", "en-US", "en-GB", Target, 1),
        ("grey", "en-AU", "en-NZ", Source, 1),
        ("gray", "en-AU", "en-NZ", Target, 1),
        ("grey", "de", "fa", Source, 0),
    ] {
        let answer = client.concordance(asked(text, from, to, side)).await;
        assert_eq!(answer.hits.len(), hits, "{text} {from} {to} {side:?}");
    }
}

#[tokio::test]
async fn what_cannot_be_looked_for_is_refused_by_field() {
    let (_server, mut client) = serving([]).await;
    let cases = [
        (words(""), "text"),
        (words(" \n"), "text"),
        (words("?!"), "text"),
        (words("k*"), "text"),
        (words("minister k*"), "text"),
        (words(&"word ".repeat(101)), "text"),
        (words(&"x".repeat(10_001)), "text"),
        (words("a\0b"), "text"),
        (SearchConcordanceRequest { source_language: String::new(), ..words("a") }, "source_language"),
        (SearchConcordanceRequest { target_language: "Persian".into(), ..words("a") }, "target_language"),
        (SearchConcordanceRequest { target_language: "en".into(), ..words("a") }, "target_language"),
        (SearchConcordanceRequest { side: 7, ..words("a") }, "side"),
        (SearchConcordanceRequest { memories: vec!["memories/*".into()], ..words("a") }, "memories"),
        (SearchConcordanceRequest { statuses: vec![0], ..words("a") }, "statuses"),
        (SearchConcordanceRequest { page_size: -1, ..words("a") }, "page_size"),
        (SearchConcordanceRequest { page_token: "made up".into(), ..words("a") }, "page_token"),
    ];
    for (request, field) in cases {
        refused(client.suggest.search_concordance(request).await).blames(field);
    }
}

#[tokio::test]
async fn a_token_is_good_for_its_own_request_only() {
    let (_server, mut client) = serving_news().await;
    let first = SearchConcordanceRequest { page_size: 1, ..words("met") };
    let page_token = client.concordance(first.clone()).await.next_page_token;
    assert!(!page_token.is_empty());
    let again = SearchConcordanceRequest { page_token: page_token.clone(), ..first.clone() };
    let others = [
        SearchConcordanceRequest { text: "minister".into(), ..again.clone() },
        SearchConcordanceRequest { side: ConcordanceSide::Target.into(), ..again.clone() },
        SearchConcordanceRequest { source_language: "en-GB".into(), ..again.clone() },
        SearchConcordanceRequest { memories: vec!["memories/news".into()], ..again.clone() },
        SearchConcordanceRequest { statuses: vec![UnitStatus::Draft.into()], ..again.clone() },
        SearchConcordanceRequest { page_token: page_token[1..].into(), ..first.clone() },
        SearchConcordanceRequest { page_token: format!("{page_token}A"), ..first.clone() },
    ];
    for request in others {
        refused(client.suggest.search_concordance(request).await).blames("page_token");
    }
    let other_size = client.concordance(SearchConcordanceRequest { page_size: 10, ..again.clone() }).await;
    assert_eq!(other_size.hits.len(), 1);
    assert_eq!(client.concordance(again.clone()).await, client.concordance(again).await);
}

#[tokio::test]
async fn a_page_that_was_ended_early_says_so_and_goes_on() {
    let server = Server::start_configured("[limits]\nmax_look_up_ms = 0");
    let mut client = server.client().await;
    client.create_memory("news").await;
    for (english, persian) in UNITS {
        client.add("news", unit(english, persian)).await;
    }
    let first = client.concordance(words("the")).await;
    assert_eq!(first.incomplete.unwrap().reason(), v1::IncompleteReason::Time);
    let pages = pages(&mut client, &words("the"), 10).await;
    let mut all = pages.concat();
    assert_eq!((pages[0].len(), all.len()), (1, 3));
    all.dedup();
    assert_eq!(all.len(), 3);
}

#[tokio::test]
async fn a_deadline_that_has_passed_is_told() {
    let (_server, mut client) = serving_news().await;
    let mut request = tonic::Request::new(words("the"));
    request.set_timeout(Duration::from_nanos(1));
    let refusal = client.suggest.search_concordance(request).await.unwrap_err();
    assert!(matches!(refusal.code(), Code::DeadlineExceeded | Code::Cancelled), "{refusal:?}");
}
