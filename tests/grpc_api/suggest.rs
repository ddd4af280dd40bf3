//! Suggest: what is found, how it is scored, and in which order it comes.

use hafez::rpc::v1;
use hafez::rpc::v1::{ContextMatch, DifferenceKind, MatchType, PenaltyReason, UnitStatus};

use crate::common::{Client, Server, entry, mask, occurrence, query, term, text, unit};

const TALKS: &str = "The talks will resume on 12 May in Geneva.";
const TALKS_FA: &str = "مذاکرات روز ۱۲ مه در ژنو از سر گرفته می‌شود.";

/// A server with the memory `news` holding these units, written in this order.
async fn serving(units: impl IntoIterator<Item = v1::Unit>) -> (Server, Client) {
    let server = Server::start();
    let mut client = server.client().await;
    client.create_memory("news").await;
    for unit in units {
        client.add("news", unit).await;
    }
    (server, client)
}

fn at(min_score: f64, query: v1::SuggestRequest) -> v1::SuggestRequest {
    v1::SuggestRequest { min_score: Some(min_score), ..query }
}

fn penalties(suggestion: &v1::Suggestion) -> Vec<(PenaltyReason, f64)> {
    suggestion.penalties.iter().map(|p| (p.reason(), p.points)).collect()
}

fn sources(suggestions: &[v1::Suggestion]) -> Vec<&str> {
    suggestions.iter().map(|s| &*s.unit.as_ref().unwrap().source.as_ref().unwrap().text).collect()
}

fn targets(suggestions: &[v1::Suggestion]) -> Vec<&str> {
    suggestions.iter().map(|s| &*s.unit.as_ref().unwrap().target.as_ref().unwrap().text).collect()
}

/// The stretches of a comparison as (kind, words of the segment, words of the unit); panics off character boundaries.
fn stretches<'a>(segment: &'a str, suggestion: &'a v1::Suggestion) -> Vec<(DifferenceKind, &'a str, &'a str)> {
    let source = &suggestion.unit.as_ref().unwrap().source.as_ref().unwrap().text;
    let stretch = |d: &v1::Difference| {
        let ours = &segment[d.query_start as usize..d.query_end as usize];
        (d.kind(), ours, &source[d.unit_start as usize..d.unit_end as usize])
    };
    suggestion.difference.iter().map(stretch).collect()
}

#[tokio::test]
async fn context_is_above_exact_above_near_exact_above_fuzzy() {
    let used_here = v1::Unit {
        occurrences: vec![occurrence("geneva", "The minister spoke first.", "Nobody else did.")],
        ..unit(TALKS, "گفت‌وگوها ۱۲ مه در ژنو ادامه می‌یابد.")
    };
    let near = unit("The talks will resume on 14 May in Geneva.", "مذاکرات روز ۱۴ مه در ژنو از سر گرفته می‌شود.");
    let fuzzy = unit("The talks will start on 12 May in Geneva.", "مذاکرات روز ۱۲ مه در ژنو آغاز می‌شود.");
    let (_server, mut client) = serving([fuzzy, near, unit(TALKS, TALKS_FA), used_here]).await;
    let found = client
        .suggest(v1::SuggestRequest {
            previous_text: Some("The minister spoke first.".into()),
            next_text: Some("Nobody else did.".into()),
            ..query(TALKS)
        })
        .await;
    let seen: Vec<_> = found.iter().map(|s| (s.match_type(), s.score)).collect();
    // One word of nine differs: 100 · 8/9, rounded down.
    let expected = [
        (MatchType::Context, 100.0),
        (MatchType::Exact, 100.0),
        (MatchType::NearExact, 98.0),
        (MatchType::Fuzzy, 88.88),
    ];
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn context_says_which_neighbours_agree() {
    let used = v1::Unit {
        occurrences: vec![occurrence("a", "", "He left at once."), occurrence("b", "They met.", "Nobody spoke.")],
        ..unit("Talks failed.", "مذاکرات شکست خورد.")
    };
    let (_server, mut client) = serving([used]).await;
    let some = |text: &str| Some(text.to_owned());
    let cases = [
        (some(""), some("He left at once."), ContextMatch::Both),
        (some("They met."), some("Nobody spoke."), ContextMatch::Both),
        (some("They met."), some("He left at once."), ContextMatch::Previous),
        (some("They met."), None, ContextMatch::Previous),
        (None, some("He left at once."), ContextMatch::Next),
        (some("A heading"), some("He left at once."), ContextMatch::Next),
        (some(""), some("he left, at once"), ContextMatch::Unspecified),
        (some(""), some(""), ContextMatch::Unspecified),
        (some(""), None, ContextMatch::Unspecified),
        (None, None, ContextMatch::Unspecified),
    ];
    for (previous_text, next_text, expected) in cases {
        let around = format!("{previous_text:?}, {next_text:?}");
        let match_type = if expected == ContextMatch::Unspecified { MatchType::Exact } else { MatchType::Context };
        let request = v1::SuggestRequest { previous_text, next_text, ..query("Talks failed.") };
        let found = Client::only(client.suggest(request).await);
        assert_eq!((found.match_type(), found.context(), found.score), (match_type, expected, 100.0), "{around}");
    }
}

#[tokio::test]
async fn other_numbers_cost_two_points_and_are_put_into_the_adapted_target() {
    let (_server, mut client) = serving([unit(TALKS, TALKS_FA)]).await;
    let found = Client::only(client.suggest(query("The talks will resume on 14 May in Geneva.")).await);
    assert_eq!((found.match_type(), found.score, found.word_score), (MatchType::NearExact, 98.0, 100.0));
    assert_eq!(penalties(&found), [(PenaltyReason::Number, 2.0)]);
    assert_eq!(found.adapted_target, "مذاکرات روز ۱۴ مه در ژنو از سر گرفته می‌شود.");
}

#[tokio::test]
async fn numbers_are_adapted_from_persian_to_english_digits_too() {
    let (_server, mut client) =
        serving([unit("Prices rose 2.5 percent in 2019.", "قیمت‌ها در سال ۲۰۱۹، ۲٫۵ درصد بالا رفت.")]).await;
    let found = Client::only(client.suggest(query("قیمت‌ها در سال ۲۰۲۱، ۳٫۷ درصد بالا رفت.")).await);
    assert_eq!(found.adapted_target, "Prices rose 3.7 percent in 2021.");
    assert!(found.reversed);
}

#[tokio::test]
async fn nothing_is_adapted_where_it_is_not_certain_which_number_goes_where() {
    let score = unit("The match ended 2-2 after 90 minutes.", "این بازی پس از ۹۰ دقیقه با نتیجه ۲ بر ۲ به پایان رسید.");
    let (_server, mut client) = serving([score]).await;
    let found = Client::only(client.suggest(query("The match ended 3-1 after 90 minutes.")).await);
    assert_eq!(found.match_type(), MatchType::NearExact);
    assert_eq!(found.adapted_target, "");
}

#[tokio::test]
async fn numbers_are_adapted_where_marks_and_cases_differ_too_but_no_words() {
    let (_server, mut client) = serving([unit("Turnout reached 47 percent.", "میزان مشارکت به ۴۷ درصد رسید.")]).await;
    let found = Client::only(client.suggest(query("Turnout reached 51 percent!")).await);
    assert_eq!(penalties(&found), [(PenaltyReason::Number, 2.0), (PenaltyReason::Punctuation, 1.0)]);
    assert_eq!(found.adapted_target, "میزان مشارکت به ۵۱ درصد رسید.");
    let found = Client::only(client.suggest(at(50.0, query("Turnout fell to 51 percent."))).await);
    assert_eq!(found.adapted_target, "", "the proto promises it only for near-exact matches");
}

#[tokio::test]
async fn each_difference_beside_the_words_has_its_own_name_and_price() {
    let (_server, mut client) =
        serving([unit("Iran, Turkey sign {1}gas deal{/1}", "ایران و ترکیه {1}قرارداد گازی{/1} امضا کردند")]).await;
    let cases = [
        ("Iran, Turkey sign {1}gas deal{/1}", vec![], 100.0),
        ("Iran Turkey sign {1}gas deal{/1}", vec![(PenaltyReason::Punctuation, 1.0)], 99.0),
        ("Iran, Turkey SIGN {1}gas deal{/1}", vec![(PenaltyReason::LetterCase, 1.0)], 99.0),
        ("Iran, Turkey sign gas deal", vec![(PenaltyReason::InlineCode, 1.0)], 99.0),
        (
            "Iran Turkey Sign gas deal",
            vec![(PenaltyReason::Punctuation, 1.0), (PenaltyReason::LetterCase, 1.0), (PenaltyReason::InlineCode, 1.0)],
            97.0,
        ),
    ];
    for (text, expected, score) in cases {
        let found = Client::only(client.suggest(query(text)).await);
        assert_eq!((penalties(&found), found.score, found.word_score), (expected, score, 100.0), "{text}");
        let exact = if score == 100.0 { MatchType::Exact } else { MatchType::NearExact };
        assert_eq!(found.match_type(), exact, "{text}");
    }
}

#[tokio::test]
async fn a_name_spelt_nearly_so_costs_its_share_of_a_word() {
    let (_server, mut client) = serving([unit("Rouhani met the ministers", "روحانی با وزیران دیدار کرد")]).await;
    let found = Client::only(client.suggest(query("Rohani met the ministers")).await);
    // One of seven letters of one of four words: 100 · (1 − 1/7/4).
    assert_eq!((found.match_type(), found.score), (MatchType::Fuzzy, 96.42));
    let other_word = client.suggest(query("Zarif met the ministers")).await;
    assert_eq!(Client::only(other_word).score, 75.0);
}

#[tokio::test]
async fn a_threshold_is_reached_by_a_score_that_equals_it() {
    let known = "One two three four five six seven eight nine ten".replace("One", "Alpha");
    let (_server, mut client) =
        serving([unit(&known, "نخستین جمله آزمایشی با ده واژه گوناگون در این حافظه است")]).await;
    // Three of ten words differ.
    let asked = query("Beta gamma delta four five six seven eight nine ten");
    assert_eq!(Client::only(client.suggest(asked.clone()).await).score, 70.0, "70 is the default");
    assert_eq!(client.suggest(at(70.0, asked.clone())).await.len(), 1);
    assert_eq!(client.suggest(at(70.01, asked)).await.len(), 0);
}

#[tokio::test]
async fn a_threshold_holds_for_the_score_after_penalties() {
    let (_server, mut client) = serving([unit("Rain fell in 12 towns.", "در ۱۲ شهر باران بارید.")]).await;
    let asked = query("Rain fell in 40 towns.");
    assert_eq!(client.suggest(at(98.0, asked.clone())).await.len(), 1);
    assert_eq!(client.suggest(at(98.01, asked.clone())).await.len(), 0);
    assert_eq!(client.suggest(at(100.0, asked)).await.len(), 0);
}

#[tokio::test]
async fn the_whole_scale_is_open_to_thresholds() {
    let (_server, mut client) =
        serving([unit("Snow closed the road.", "برف جاده را بست."), unit("No comment", "بدون شرح")]).await;
    let scores = |found: Vec<v1::Suggestion>| found.iter().map(|s| s.score).collect::<Vec<_>>();
    assert_eq!(scores(client.suggest(at(100.0, query("Snow closed the road."))).await), [100.0]);
    assert_eq!(scores(client.suggest(at(0.0, query("Snow closed the road."))).await), [100.0, 0.0]);
}

#[tokio::test]
async fn short_texts_are_found() {
    let units = [unit("Tehran", "تهران"), unit("2024", "۲۰۲۴"), unit("…", "…"), unit("12:30", "۱۲:۳۰")];
    let (_server, mut client) = serving(units).await;
    for (text, target) in [("Tehran", "تهران"), ("2024", "۲۰۲۴"), ("…", "…"), ("12:30", "۱۲:۳۰")] {
        let found = client.suggest(at(100.0, query(text))).await;
        assert_eq!(targets(&found), [target], "{text}");
    }
    let year = Client::only(client.suggest(query("1999")).await);
    assert_eq!((year.score, &*year.adapted_target), (98.0, "۱۹۹۹"));
}

#[tokio::test]
async fn the_same_unit_serves_both_directions() {
    let (_server, mut client) =
        serving([v1::Unit { occurrences: vec![occurrence("a", "Before.", "After.")], ..unit(TALKS, TALKS_FA) }]).await;
    let forward = Client::only(client.suggest(query(TALKS)).await);
    assert!(!forward.reversed);
    let back = Client::only(client.suggest(query(TALKS_FA)).await);
    assert!(back.reversed && back.score == 100.0 && back.match_type() == MatchType::Exact);
    let unit = back.unit.unwrap();
    assert_eq!((unit.source, unit.target), (text("fa", TALKS_FA), text("en", TALKS)));
    assert_eq!(unit.name, forward.unit.unwrap().name, "it is the same unit, turned round");
}

#[tokio::test]
async fn persian_spellings_of_the_same_words_match_exactly() {
    let (_server, mut client) = serving([unit("They go to the libraries.", "آن‌ها به کتابخانه‌ها می‌روند.")]).await;
    // Arabic yeh and kaf, and no zero-width non-joiners.
    let found = Client::only(client.suggest(query("آنها به كتابخانه‌ها مي‌روند.")).await);
    assert_eq!((found.score, found.match_type()), (100.0, MatchType::Exact));
}

#[tokio::test]
async fn a_language_finds_its_variants_and_says_so() {
    let american = v1::Unit {
        source: text("en-US", "The defense minister resigned."),
        ..unit("", "وزیر دفاع استعفا کرد.")
    };
    let (_server, mut client) = serving([american]).await;
    let from = |language: &str| v1::SuggestRequest {
        source_language: language.into(),
        ..query("The defense minister resigned.")
    };
    let plain = Client::only(client.suggest(from("en")).await);
    assert_eq!(penalties(&plain), [(PenaltyReason::LanguageVariant, 0.0)]);
    assert_eq!((plain.score, plain.match_type()), (100.0, MatchType::Exact));
    assert_eq!(plain.unit.unwrap().source.unwrap().language, "en-US");
    let same = Client::only(client.suggest(from("EN-us")).await);
    assert_eq!(penalties(&same), []);
    let sibling = Client::only(client.suggest(from("en-GB")).await);
    assert_eq!((penalties(&sibling), sibling.score), (vec![(PenaltyReason::LanguageVariant, 1.0)], 99.0));
    assert_eq!(client.suggest(from("de")).await.len(), 0);
}

#[tokio::test]
async fn only_the_target_language_asked_for_is_given() {
    let german = v1::Unit { target: text("de", "Die Gespräche sind gescheitert."), ..unit("The talks failed.", "") };
    let (_server, mut client) = serving([german, unit("The talks failed.", "مذاکرات شکست خورد.")]).await;
    assert_eq!(targets(&client.suggest(query("The talks failed.")).await), ["مذاکرات شکست خورد."]);
    let to_german = v1::SuggestRequest { target_language: "de".into(), ..query("The talks failed.") };
    assert_eq!(targets(&client.suggest(to_german).await), ["Die Gespräche sind gescheitert."]);
}

#[tokio::test]
async fn variants_of_one_language_translate_into_each_other_once() {
    let spelling = v1::Unit {
        source: text("en-US", "The color of the harbor"),
        target: text("en-GB", "The colour of the harbour"),
        ..Default::default()
    };
    let (_server, mut client) = serving([spelling]).await;
    let request = v1::SuggestRequest {
        text: "The color of the harbor".into(),
        source_language: "en-US".into(),
        target_language: "en-GB".into(),
        ..Default::default()
    };
    assert_eq!(targets(&client.suggest(request).await), ["The colour of the harbour"]);
}

#[tokio::test]
async fn memories_are_searched_all_or_as_named_and_carry_their_penalty() {
    let (_server, mut client) = serving([unit("Rain is expected.", "انتظار می‌رود باران ببارد.")]).await;
    let memory = v1::Memory { penalty: 10, ..Default::default() };
    let request = v1::CreateMemoryRequest { memory_id: "archive".into(), memory: Some(memory), ..Default::default() };
    client.memories.create_memory(request).await.unwrap();
    client.add("archive", unit("Rain is expected.", "بارش باران پیش‌بینی می‌شود.")).await;
    let within = |memories: &[&str]| v1::SuggestRequest {
        memories: memories.iter().map(|name| format!("memories/{name}")).collect(),
        ..query("Rain is expected.")
    };
    let scores = |found: Vec<v1::Suggestion>| found.iter().map(|s| s.score).collect::<Vec<_>>();
    assert_eq!(scores(client.suggest(within(&[])).await), [100.0, 90.0]);
    assert_eq!(scores(client.suggest(within(&["news", "archive"])).await), [100.0, 90.0]);
    assert_eq!(scores(client.suggest(within(&["news"])).await), [100.0]);
    let archived = Client::only(client.suggest(within(&["archive"])).await);
    assert_eq!((penalties(&archived), archived.match_type()), (vec![(PenaltyReason::Memory, 10.0)], MatchType::Exact));
}

#[tokio::test]
async fn statuses_filter_and_rank() {
    let with =
        |status: UnitStatus, target: &str| v1::Unit { status: status.into(), ..unit("Polls have closed.", target) };
    let (draft, reviewed) = ("رأی‌گیری تمام شد.", "زمان رأی‌گیری به پایان رسید.");
    let approved = "رأی‌گیری پایان یافت.";
    let units = [(UnitStatus::Approved, approved), (UnitStatus::Draft, draft), (UnitStatus::Reviewed, reviewed)];
    let (_server, mut client) = serving(units.map(|(status, target)| with(status, target))).await;
    let only = |statuses: &[UnitStatus]| v1::SuggestRequest {
        statuses: statuses.iter().map(|s| (*s).into()).collect(),
        ..query("Polls have closed.")
    };
    assert_eq!(targets(&client.suggest(only(&[])).await), [approved, reviewed, draft]);
    assert_eq!(targets(&client.suggest(only(&[UnitStatus::Draft])).await), [draft]);
    assert_eq!(targets(&client.suggest(only(&[UnitStatus::Draft, UnitStatus::Approved])).await), [approved, draft]);
}

#[tokio::test]
async fn what_a_machine_made_costs_five_points() {
    let origin = v1::Origin { kind: v1::OriginKind::Machine.into(), confidence: Some(88.5) };
    let machine =
        v1::Unit { origin: Some(origin), ..unit("The bridge has reopened.", "پل بازگشایی شده است.") };
    let (_server, mut client) = serving([machine]).await;
    let found = Client::only(client.suggest(query("The bridge has reopened.")).await);
    assert_eq!((penalties(&found), found.score), (vec![(PenaltyReason::Origin, 5.0)], 95.0));
    assert_eq!(found.unit.unwrap().origin.unwrap().confidence, Some(88.5));
}

#[tokio::test]
async fn of_equal_units_the_latest_comes_first_and_always_in_the_same_order() {
    let (_server, mut client) = serving([1, 2, 3, 4].map(|n| unit("It is over.", &format!("تمام شد. {n}")))).await;
    let first = client.suggest(query("It is over.")).await;
    assert_eq!(targets(&first), ["تمام شد. 4", "تمام شد. 3", "تمام شد. 2", "تمام شد. 1"]);
    let oldest = first[3].unit.clone().unwrap();
    client.update(v1::Unit { note: "checked again".into(), ..oldest }, &["note"]).await;
    let again = client.suggest(query("It is over.")).await;
    assert_eq!(targets(&again), ["تمام شد. 1", "تمام شد. 4", "تمام شد. 3", "تمام شد. 2"]);
    for _ in 0..5 {
        assert_eq!(client.suggest(query("It is over.")).await, again);
    }
}

#[tokio::test]
async fn a_limit_keeps_the_best_and_is_five_if_not_given() {
    let numbered = (0..12).map(|n| unit(&format!("{n} buses were late."), &format!("{n} اتوبوس دیر رسید.")));
    let (_server, mut client) = serving(numbered).await;
    let limited = |limit| v1::SuggestRequest { limit, ..query("7 buses were late.") };
    let all = client.suggest(limited(100)).await;
    assert_eq!(all.len(), 12);
    assert_eq!(sources(&all)[0], "7 buses were late.");
    assert!(all.is_sorted_by(|a, b| a.score >= b.score));
    for (limit, expected) in [(0, 5), (1, 1), (3, 3), (12, 12), (50, 12)] {
        assert_eq!(client.suggest(limited(limit)).await, all[..expected], "limit {limit}");
    }
}

#[tokio::test]
async fn differences_are_the_words_and_marks_of_both_texts_in_order() {
    let (_server, mut client) =
        serving([unit("The president of Iran arrived in Baku on Monday.", "رئیس‌جمهور ایران روز دوشنبه وارد باکو شد.")])
            .await;
    let segment = "The new president of Iran arrived in Baku late on Sunday.";
    let found = Client::only(client.suggest(at(50.0, query(segment))).await);
    let expected = [
        (DifferenceKind::Equal, "The", "The"),
        (DifferenceKind::Inserted, "new", ""),
        (DifferenceKind::Equal, "president of Iran arrived in Baku", "president of Iran arrived in Baku"),
        (DifferenceKind::Inserted, "late", ""),
        (DifferenceKind::Equal, "on", "on"),
        (DifferenceKind::Replaced, "Sunday", "Monday"),
        (DifferenceKind::Equal, ".", "."),
    ];
    assert_eq!(stretches(segment, &found), expected);
}

#[tokio::test]
async fn persian_differences_lie_on_whole_characters() {
    let (_server, mut client) =
        serving([unit("The government raised petrol prices.", "دولت قیمت بنزین را بالا برد.")]).await;
    let segment = "دولت امروز قیمت گازوئیل را بالا برد.";
    let found = Client::only(client.suggest(at(50.0, query(segment))).await);
    let expected = [
        (DifferenceKind::Equal, "دولت", "دولت"),
        (DifferenceKind::Inserted, "امروز", ""),
        (DifferenceKind::Equal, "قیمت", "قیمت"),
        (DifferenceKind::Replaced, "گازوئیل", "بنزین"),
        (DifferenceKind::Equal, "را بالا برد.", "را بالا برد."),
    ];
    assert_eq!(stretches(segment, &found), expected);
}

#[tokio::test]
async fn differences_are_bytes_of_the_segment_as_it_was_sent() {
    let (_server, mut client) =
        serving([unit("Café owners praised prices.", "صاحبان کافه‌ها از قیمت‌ها راضی بودند.")]).await;
    // The é is sent as a letter and an accent, two characters that are one in the store.
    let segment = "Cafe\u{301} owners lamented prices.";
    let found = Client::only(client.suggest(query(segment)).await);
    let expected = [
        (DifferenceKind::Equal, "Cafe\u{301} owners", "Café owners"),
        (DifferenceKind::Replaced, "lamented", "praised"),
        (DifferenceKind::Equal, "prices.", "prices."),
    ];
    assert_eq!(stretches(segment, &found), expected);
}

#[tokio::test]
async fn the_terms_of_a_segment_come_with_its_suggestions() {
    let (_server, mut client) = serving([]).await;
    client.create_term(term(v1::TermType::Place, "Persian Gulf", "خلیج فارس")).await;
    let answer = client.suggest.suggest(query("Ships crossed the Persian Gulf.")).await.unwrap().into_inner();
    assert_eq!(answer.suggestions.len(), 0);
    assert_eq!((answer.terms.len(), &*answer.terms[0].matched_text), (1, "Persian Gulf"));
    assert_eq!(
        answer.terms[0].renderings,
        [v1::TermEntry { status: v1::TermStatus::Preferred.into(), ..entry("fa", "خلیج فارس") }]
    );
}

#[tokio::test]
async fn a_unit_is_found_as_it_is_now_at_once() {
    let (_server, mut client) = serving([]).await;
    let created = client.add("news", unit("Ferry services resumed.", "سرویس‌های کشتی از سر گرفته شد.")).await;
    assert_eq!(client.suggest(query("Ferry services resumed.")).await.len(), 1);
    let changed = v1::Unit { source: text("en", "Bus lines reopened."), ..created.clone() };
    client.update(changed, &["source"]).await;
    assert_eq!(client.suggest(query("Ferry services resumed.")).await.len(), 0);
    let found = Client::only(client.suggest(query("Bus lines reopened.")).await);
    assert_eq!(found.unit.unwrap().revision, 2);
    client.delete(&created.name).await;
    assert_eq!(client.suggest(query("Bus lines reopened.")).await.len(), 0);
    assert_eq!(client.suggest(query("سرویس‌های کشتی از سر گرفته شد.")).await.len(), 0);
}

#[tokio::test]
async fn a_change_of_penalty_is_felt_at_once() {
    let (_server, mut client) = serving([unit("The strike ended.", "اعتصاب پایان یافت.")]).await;
    let memory = v1::Memory { name: "memories/news".into(), penalty: 7, ..Default::default() };
    let request =
        v1::UpdateMemoryRequest { memory: Some(memory), update_mask: Some(mask(&["penalty"])), ..Default::default() };
    client.memories.update_memory(request).await.unwrap();
    assert_eq!(Client::only(client.suggest(query("The strike ended.")).await).score, 93.0);
}
