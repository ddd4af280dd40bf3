//! What a score is made of: points as a server and a memory set them, context, sub-scores, uses.

use hafez::rpc::v1;
use hafez::rpc::v1::{ContextMatch, DifferenceKind, LeverageBand, MatchType, PenaltyPoints, PenaltyReason};

use crate::common::{Client, Server, mask, occurrence, query, refused, text, unit};

const PORT: &str = "The port handled 14 ships.";
const PORT_FA: &str = "این بندر ۱۴ کشتی را پذیرفت.";

async fn fill(server: &Server, units: impl IntoIterator<Item = v1::Unit>) -> Client {
    let mut client = server.client().await;
    client.create_memory("news").await;
    for unit in units {
        client.add("news", unit).await;
    }
    client
}

fn penalties(suggestion: &v1::Suggestion) -> Vec<(PenaltyReason, f64)> {
    suggestion.penalties.iter().map(|p| (p.reason(), p.points)).collect()
}

fn from_machine(unit: v1::Unit) -> v1::Unit {
    v1::Unit { origin: Some(v1::Origin { kind: v1::OriginKind::Machine.into(), confidence: None }), ..unit }
}

async fn set_points(client: &mut Client, memory: &str, points: PenaltyPoints) -> v1::Memory {
    let memory = v1::Memory { name: memory.into(), penalties: Some(points), ..Default::default() };
    let update_mask = Some(mask(&["penalties"]));
    let request = v1::UpdateMemoryRequest { memory: Some(memory), update_mask, ..Default::default() };
    client.memories.update_memory(request).await.unwrap().into_inner().memory.unwrap()
}

async fn best(client: &mut Client, text: &str) -> v1::Suggestion {
    let request = v1::SuggestRequest { min_score: Some(0.0), limit: 1, ..query(text) };
    Client::only(client.suggest(request).await)
}

#[tokio::test]
async fn a_server_sets_the_points_of_each_penalty() {
    let toml = "[penalties]\nnumber = 10\npunctuation = 0\nletter_case = 3\nlanguage_variant = 8\nmachine = 40\n";
    let server = Server::start_configured(toml);
    let mut client = fill(&server, [unit(PORT, PORT_FA), from_machine(unit("It rained.", "باران بارید."))]).await;
    let found = best(&mut client, "The Port handled 15 ships!").await;
    let expected = [(PenaltyReason::Number, 10.0), (PenaltyReason::Punctuation, 0.0), (PenaltyReason::LetterCase, 3.0)];
    assert_eq!((penalties(&found), found.score, found.word_score), (expected.to_vec(), 87.0, 100.0));
    let found = best(&mut client, "It rained.").await;
    assert_eq!((penalties(&found), found.score), (vec![(PenaltyReason::Origin, 40.0)], 60.0));
    let british = v1::Unit { source: text("en-GB", "The harbour is shut."), ..unit("", "بندر بسته است.") };
    client.add("news", british).await;
    let request = v1::SuggestRequest { source_language: "en-US".into(), ..query("The harbour is shut.") };
    assert_eq!(Client::only(client.suggest(request).await).score, 92.0);
}

#[tokio::test]
async fn what_differs_at_no_cost_is_near_exact_and_behind_what_is_exact() {
    let server = Server::start_configured("[penalties]\npunctuation = 0\n");
    let mut client = fill(&server, [unit("It rained.", "باران بارید."), unit("It rained!", "باران بارید!")]).await;
    let found = client.suggest(query("It rained!")).await;
    let seen: Vec<_> = found.iter().map(|s| (s.match_type(), s.score)).collect();
    assert_eq!(seen, [(MatchType::Exact, 100.0), (MatchType::NearExact, 100.0)]);
    assert_eq!(penalties(&found[1]), [(PenaltyReason::Punctuation, 0.0)]);
}

#[tokio::test]
async fn a_memory_sets_points_of_its_own_and_leaves_the_rest_to_the_server() {
    let server = Server::start_configured("[penalties]\nnumber = 10\n");
    let mut client = fill(&server, [unit(PORT, PORT_FA)]).await;
    client.create_memory("archive").await;
    client.add("archive", from_machine(unit(PORT, "این بندر ۱۴ کشتی پذیرفت."))).await;
    let own = PenaltyPoints { number: Some(0), machine: Some(30), human: Some(1), ..Default::default() };
    let memory = set_points(&mut client, "memories/archive", own).await;
    assert_eq!((memory.penalties, memory.revision), (Some(own), 2));
    let request = v1::SuggestRequest { min_score: Some(0.0), ..query("The port handled 15 ships!") };
    let found = client.suggest(request.clone()).await;
    assert_eq!(found.iter().map(|s| s.score).collect::<Vec<_>>(), [89.0, 69.0]);
    let expected = [(PenaltyReason::Number, 0.0), (PenaltyReason::Punctuation, 1.0), (PenaltyReason::Origin, 30.0)];
    assert_eq!(penalties(&found[1]), expected);

    let none = set_points(&mut client, "memories/archive", PenaltyPoints::default()).await;
    assert_eq!(none.penalties, Some(PenaltyPoints::default()));
    let scores = client.suggest(request).await.iter().map(|s| s.score).collect::<Vec<_>>();
    assert_eq!(scores, [89.0, 84.0], "the server's again");
}

#[tokio::test]
async fn the_points_of_a_memory_outlive_a_restart() {
    let server = Server::start();
    let points = PenaltyPoints { number: Some(100), letter_case: Some(7), ..Default::default() };
    let memory = v1::Memory { penalties: Some(points), penalty: 2, ..Default::default() };
    let request = v1::CreateMemoryRequest { memory_id: "news".into(), memory: Some(memory), ..Default::default() };
    let mut client = server.client().await;
    let created = client.memories.create_memory(request).await.unwrap().into_inner().memory.unwrap();
    assert_eq!(created.penalties, Some(points));
    client.add("news", unit(PORT, PORT_FA)).await;
    let server = server.restart().await;
    let mut client = server.client().await;
    assert_eq!(client.memory("news").await.penalties, Some(points));
    assert_eq!(best(&mut client, "The port handled 15 ships.").await.score, 0.0, "never below 0");
    assert_eq!(best(&mut client, "THE port handled 14 ships.").await.score, 91.0);
}

#[tokio::test]
async fn an_update_without_a_mask_leaves_points_alone_unless_it_brings_some() {
    let server = Server::start();
    let mut client = fill(&server, []).await;
    let own = PenaltyPoints { imported: Some(3), ..Default::default() };
    set_points(&mut client, "memories/news", own).await;
    let mut update = async |memory: v1::Memory| {
        let memory = Some(v1::Memory { name: "memories/news".into(), ..memory });
        let request = v1::UpdateMemoryRequest { memory, ..Default::default() };
        client.memories.update_memory(request).await.unwrap().into_inner().memory.unwrap()
    };
    let renamed = update(v1::Memory { display_name: "News".into(), ..Default::default() }).await;
    assert_eq!(renamed.penalties, Some(own));
    let other = PenaltyPoints { aligned: Some(4), ..Default::default() };
    let changed = update(v1::Memory { penalties: Some(other), ..Default::default() }).await;
    assert_eq!((changed.penalties, &*changed.display_name), (Some(other), "News"), "as a whole");
}

#[tokio::test]
async fn points_above_a_hundred_are_refused_by_name() {
    let server = Server::start();
    let mut client = fill(&server, []).await;
    let wrong = [
        ("number", PenaltyPoints { number: Some(101), ..Default::default() }),
        ("letter_case", PenaltyPoints { letter_case: Some(u32::MAX), ..Default::default() }),
        ("machine", PenaltyPoints { machine: Some(1_000), ..Default::default() }),
    ];
    for (name, points) in wrong {
        let memory = Some(v1::Memory { name: "memories/news".into(), penalties: Some(points), ..Default::default() });
        let request = v1::UpdateMemoryRequest { memory, ..Default::default() };
        let refusal = refused(client.memories.update_memory(request).await);
        refusal.blames(&format!("memory.penalties.{name}"));
    }
}

#[tokio::test]
async fn context_on_both_sides_is_above_context_on_one() {
    let used = |document: &str, previous: &str, next: &str, target: &str| v1::Unit {
        occurrences: vec![occurrence(document, previous, next)],
        status: v1::UnitStatus::Draft.into(),
        ..unit("Talks failed.", target)
    };
    let both = used("a", "They met.", "He left.", "مذاکرات شکست خورد.");
    let previous = used("b", "They met.", "She wept.", "گفت‌وگوها شکست خورد.");
    let next = used("c", "It snowed.", "He left.", "گفت‌وگوها بی‌نتیجه ماند.");
    let approved = unit("Talks failed.", "مذاکرات بی‌نتیجه ماند.");
    let server = Server::start();
    let mut client = fill(&server, [both, previous, next, approved]).await;
    let request = v1::SuggestRequest {
        previous_text: Some("They met.".into()),
        next_text: Some("He left.".into()),
        ..query("Talks failed.")
    };
    let seen: Vec<_> = client.suggest(request).await.iter().map(|s| (s.match_type(), s.context())).collect();
    assert_eq!(seen[0], (MatchType::Context, ContextMatch::Both));
    let mut one_sided = [seen[1], seen[2]];
    one_sided.sort_by_key(|(_, context)| *context as i32);
    let expected = [(MatchType::Context, ContextMatch::Previous), (MatchType::Context, ContextMatch::Next)];
    assert_eq!(one_sided, expected);
    assert_eq!(seen[3], (MatchType::Exact, ContextMatch::Unspecified));
}

#[tokio::test]
async fn context_on_one_side_counts_as_context_in_the_statistics() {
    let used = v1::Unit {
        occurrences: vec![occurrence("a", "They met.", "He left.")],
        ..unit("Talks failed.", "شکست خورد.")
    };
    let server = Server::start();
    let mut client = fill(&server, [used]).await;
    let request = v1::SuggestArticleRequest {
        article: "They met. Talks failed. It snowed.".into(),
        source_language: "en".into(),
        target_language: "fa".into(),
        ..Default::default()
    };
    let mut answers = client.suggest.suggest_article(request).await.unwrap().into_inner();
    let mut statistics = None;
    while let Some(answer) = answers.message().await.unwrap() {
        statistics = answer.statistics.or(statistics);
    }
    let bands = statistics.unwrap().bands;
    let count = |band| bands.iter().find(|b| b.band() == band).unwrap().segments;
    assert_eq!((count(LeverageBand::Context), count(LeverageBand::Exact)), (1, 0));
}

#[tokio::test]
async fn a_unit_turned_round_has_no_context() {
    let used = v1::Unit {
        occurrences: vec![occurrence("a", "They met.", "He left.")],
        ..unit("Talks failed.", "شکست خورد.")
    };
    let server = Server::start();
    let mut client = fill(&server, [used]).await;
    let request = v1::SuggestRequest {
        previous_text: Some("They met.".into()),
        next_text: Some("He left.".into()),
        ..query("شکست خورد.")
    };
    let found = Client::only(client.suggest(request).await);
    assert_eq!((found.match_type(), found.context()), (MatchType::Exact, ContextMatch::Unspecified));
}

#[tokio::test]
async fn each_target_of_a_source_says_how_often_it_was_used() {
    let used = |documents: &[&str], target: &str| v1::Unit {
        occurrences: documents.iter().map(|document| occurrence(document, "", "")).collect(),
        ..unit("Talks failed.", target)
    };
    let server = Server::start();
    let mut client =
        fill(&server, [used(&["a", "b", "c"], "مذاکرات شکست خورد."), used(&["d"], "گفت‌وگوها شکست خورد.")]).await;
    let found = client.suggest(query("Talks failed.")).await;
    let uses: Vec<_> = found.iter().map(|s| s.unit.as_ref().unwrap().use_count).collect();
    assert_eq!(uses, [1, 3], "the latest first");
}

#[tokio::test]
async fn words_and_letters_are_compared_each_for_itself() {
    let server = Server::start();
    let mut client = fill(&server, [unit("abcd efgh, ijkl", "یک دو سه")]).await;
    let found = best(&mut client, "abcd xfgh ijkl").await;
    // One of three words is near at one of four letters: 100 · (1 − 1/4/3).
    assert_eq!(found.word_score, 91.66);
    // `abcd efgh , ijkl` to `abcd xfgh ijkl`: one letter for another, a comma and a space less, of 16 characters.
    assert_eq!((found.character_score, found.score), (81.25, 90.66));
}

#[tokio::test]
async fn differences_show_all_that_costs_points() {
    let server = Server::start();
    let mut client = fill(&server, [unit("The {1}port{/1}, he said, Took 14 ships.", PORT_FA)]).await;
    let segment = "The port, he said took 15 ships!";
    let found = best(&mut client, segment).await;
    let source = &found.unit.as_ref().unwrap().source.as_ref().unwrap().text;
    let stretch = |d: &v1::Difference| {
        let (ours, theirs) = (d.query_start as usize..d.query_end as usize, d.unit_start as usize..d.unit_end as usize);
        (d.kind(), &segment[ours], &source[theirs])
    };
    use DifferenceKind::{Deleted, Equal, Replaced};
    let expected = [
        (Equal, "The", "The"),
        (Deleted, "", "{1}"),
        (Equal, "port", "port"),
        (Deleted, "", "{/1}"),
        (Equal, ", he said", ", he said"),
        (Deleted, "", ","),
        (Replaced, "took 15", "Took 14"),
        (Equal, "ships", "ships"),
        (Replaced, "!", "."),
    ];
    assert_eq!(found.difference.iter().map(stretch).collect::<Vec<_>>(), expected);
}
