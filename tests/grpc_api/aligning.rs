//! AlignArticles, BatchAlignArticles, ListReviews and ResolveReview.

use hafez::rpc::v1;
use hafez::rpc::v1::batch_align_articles_request::Message;
use hafez::rpc::v1::resolve_review_request::Resolution;
use tonic::{Code, Status};

use crate::common::{Client, Server, header};

pub async fn serving() -> (Server, Client) {
    let server = Server::start();
    let client = server.client().await;
    (server, client)
}

/// English and Persian of the same, sentence by sentence.
pub const PAIRS: [(&str, &str); 12] = [
    ("The port of Anzali reopened on Monday.", "بندر انزلی روز دوشنبه بازگشایی شد."),
    ("Three ferries had waited outside the port for 2 days.", "سه کشتی ۲ روز بیرون بندر مانده بودند."),
    ("The storm had closed the port on Saturday.", "توفان روز شنبه بندر را بسته بود."),
    ("Mayor Sara Karimi thanked the fishermen.", "سارا کریمی، شهردار، از ماهیگیران سپاسگزاری کرد."),
    ("The fishermen had saved 14 passengers.", "ماهیگیران ۱۴ مسافر را نجات داده بودند."),
    ("No passenger was hurt.", "هیچ مسافری آسیب ندید."),
    ("The ferries sail to Baku on Tuesday.", "کشتی‌ها روز سه‌شنبه به باکو می‌روند."),
    ("The mayor said the port needs a new wall.", "شهردار گفت بندر دیواری تازه می‌خواهد."),
    ("The wall will cost 30 million dollars.", "این دیوار ۳۰ میلیون دلار هزینه دارد."),
    ("Work on the wall begins in spring.", "کار بر روی دیوار در بهار آغاز می‌شود."),
    ("The fishermen are waiting for spring.", "ماهیگیران چشم به راه بهارند."),
    ("Passengers may travel free on Monday.", "مسافران روز دوشنبه می‌توانند رایگان سفر کنند."),
];

/// An article of some of the pairs, whose numbers are of this article alone.
pub fn article(number: usize, at: impl IntoIterator<Item = usize>) -> v1::ArticlePair {
    let (mut source, mut target) = (Vec::new(), Vec::new());
    for at in at {
        let (english, persian) = PAIRS[at % PAIRS.len()];
        source.push(english.to_owned());
        target.push(persian.to_owned());
    }
    let side = |segments, language: &str| {
        Some(v1::AlignableArticle { document: format!("{number}.{language}.txt"), segments, ..Default::default() })
    };
    v1::ArticlePair { id: format!("article {number}"), source: side(source, "en"), target: side(target, "fa") }
}

pub fn articles() -> Vec<v1::ArticlePair> {
    (0..24).map(|number| article(number, (0..7).map(|at| number * 5 + at * (1 + number % 3)))).collect()
}

pub fn options() -> v1::AlignmentOptions {
    v1::AlignmentOptions {
        source_language: "en".into(),
        target_language: "fa".into(),
        memory: "memories/news".into(),
        create_memory: true,
        ..Default::default()
    }
}

pub async fn align(
    client: &mut Client,
    options: v1::AlignmentOptions,
    pairs: Vec<v1::ArticlePair>,
) -> Result<Vec<v1::AlignArticlesResponse>, Status> {
    let messages = [Message::Options(options)].into_iter().chain(pairs.into_iter().map(Message::Pair));
    let messages: Vec<_> = messages.map(|m| v1::BatchAlignArticlesRequest { message: Some(m) }).collect();
    let mut stream = client.articles.batch_align_articles(tokio_stream::iter(messages)).await?.into_inner();
    let mut answers = Vec::new();
    while let Some(answer) = stream.message().await? {
        answers.push(answer);
    }
    Ok(answers)
}

pub async fn reviews(client: &mut Client, state: v1::ReviewState) -> Vec<v1::Review> {
    let request = v1::ListReviewsRequest {
        parent: "memories/news".into(),
        page_size: 1_000,
        state: state.into(),
        ..Default::default()
    };
    client.memories.list_reviews(request).await.unwrap().into_inner().reviews
}

pub async fn resolve(client: &mut Client, name: &str, resolution: Option<Resolution>) -> Result<v1::Review, Status> {
    let request =
        v1::ResolveReviewRequest { name: name.into(), resolution, author: "Sara".into(), ..Default::default() };
    Ok(client.memories.resolve_review(request).await?.into_inner().review.unwrap())
}

pub fn outcomes(answers: &[v1::AlignArticlesResponse], outcome: v1::BeadOutcome) -> Vec<&v1::Bead> {
    answers.iter().flat_map(|answer| &answer.beads).filter(|bead| bead.outcome() == outcome).collect()
}

#[tokio::test]
async fn beads_cover_both_articles_and_go_where_they_belong() {
    let (_server, mut client) = serving().await;
    let answers = align(&mut client, options(), articles()).await.unwrap();
    assert_eq!(answers.len(), 24);
    for (number, answer) in answers.iter().enumerate() {
        assert_eq!(answer.id, format!("article {number}"));
        let covered: Vec<u32> = answer.beads.iter().flat_map(|bead| bead.source.clone()).collect();
        assert_eq!(covered, (0..7).collect::<Vec<u32>>());
        assert!(answer.beads.iter().all(|bead| (0.0..=1.0).contains(&bead.confidence)));
    }
    let (accepted, review) = (v1::BeadOutcome::Accepted, v1::BeadOutcome::Review);
    let units = client.units("news").await;
    let (accepted, review) = (outcomes(&answers, accepted), outcomes(&answers, review));
    assert!(!accepted.is_empty() || !review.is_empty());
    for bead in &accepted {
        let unit = units.iter().find(|unit| unit.name == bead.name).expect("what is accepted is a unit");
        assert_eq!((unit.status(), unit.origin.unwrap().kind()), (v1::UnitStatus::Draft, v1::OriginKind::Alignment));
        let (source, target) = (unit.source.clone().unwrap().text, unit.target.clone().unwrap().text);
        assert!(PAIRS.contains(&(&source, &target)), "{source} | {target}");
    }
    let pending = reviews(&mut client, v1::ReviewState::Pending).await;
    assert!(review.iter().all(|bead| pending.iter().any(|review| review.name == bead.name)));
    // The same again changes nothing.
    let again = align(&mut client, options(), articles()).await.unwrap();
    assert_eq!(again.len(), 24);
    let known: Vec<_> = units.iter().map(|unit| (unit.name.clone(), unit.use_count)).collect();
    let now = client.units("news").await;
    assert!(known.iter().all(|known| now.iter().any(|unit| (unit.name.clone(), unit.use_count) == *known)));
}

#[tokio::test]
async fn a_dry_run_says_the_same_and_writes_nothing() {
    let (_server, mut client) = serving().await;
    let dry = v1::AlignmentOptions { dry_run: true, ..options() };
    let rehearsed = align(&mut client, dry, articles()).await.unwrap();
    assert_eq!(client.memory_names().await, Vec::<String>::new());
    let real = align(&mut client, options(), articles()).await.unwrap();
    let beads = |answers: &[v1::AlignArticlesResponse]| -> Vec<_> {
        answers.iter().flat_map(|a| &a.beads).map(|bead| (bead.confidence.to_bits(), bead.outcome)).collect()
    };
    assert_eq!(beads(&rehearsed), beads(&real));
    assert!(rehearsed.iter().all(|answer| answer.import.is_empty()));
}

#[tokio::test]
async fn one_pair_alone_is_aligned_without_a_memory() {
    let (_server, mut client) = serving().await;
    let options = v1::AlignmentOptions { memory: String::new(), ..options() };
    let text = |language: usize| {
        let sentences: Vec<&str> = PAIRS.iter().map(|pair| if language == 0 { pair.0 } else { pair.1 }).collect();
        Some(v1::AlignableArticle { article: sentences.join(" "), ..Default::default() })
    };
    let pair = v1::ArticlePair { id: "one".into(), source: text(0), target: text(1) };
    let request = v1::AlignArticlesRequest { options: Some(options), pair: Some(pair) };
    let aligned = client.articles.align_articles(request).await.unwrap().into_inner();
    assert_eq!((aligned.source_segments.len(), aligned.target_segments.len()), (12, 12));
    assert_eq!(client.memory_names().await, Vec::<String>::new());
}

#[tokio::test]
async fn what_is_no_pair_of_translations_is_told_and_not_used() {
    let (_server, mut client) = serving().await;
    let good = article(0, 0..7);
    let segments = |texts: &[&str]| {
        Some(v1::AlignableArticle {
            segments: texts.iter().map(|text| (*text).to_owned()).collect(),
            ..Default::default()
        })
    };
    let pair = |source, target| v1::ArticlePair { source, target, ..Default::default() };
    let english = good.source.clone();
    for (pair, reason) in [
        (pair(english.clone(), segments(&[])), "EMPTY"),
        (pair(english.clone(), english.clone()), "SAME_LANGUAGE"),
        (pair(good.target.clone(), english.clone()), "SIDES_SWAPPED"),
        (pair(segments(&["Rain."]), segments(&["باران."])), "TOO_SHORT"),
    ] {
        let request = v1::AlignArticlesRequest { options: Some(options()), pair: Some(pair) };
        let answer = client.articles.align_articles(request).await.unwrap().into_inner();
        assert_ne!(answer.verdict(), v1::AlignmentVerdict::Accepted, "{reason}");
        assert_eq!(answer.reason, reason);
        assert!(outcomes(&[answer], v1::BeadOutcome::Accepted).is_empty());
    }
    let wrong = v1::AlignmentOptions { target_language: "en".into(), ..options() };
    assert_eq!(align(&mut client, wrong, vec![good]).await.unwrap_err().code(), Code::InvalidArgument);
}

#[tokio::test]
async fn a_review_is_accepted_rejected_or_replaced_and_is_not_asked_again() {
    let (_server, mut client) = serving().await;
    let cautious = v1::AlignmentOptions { min_confidence: 1.0, ..options() };
    align(&mut client, cautious.clone(), articles()).await.unwrap();
    assert_eq!(client.units("news").await, [], "nothing is that sure");
    let pending = reviews(&mut client, v1::ReviewState::Pending).await;
    assert!(pending.len() > 3, "{}", pending.len());
    assert!(pending.iter().all(|review| review.reason == "LOW_CONFIDENCE" && !review.document.is_empty()));

    let accepted = resolve(&mut client, &pending[0].name, Some(Resolution::Accept(true))).await.unwrap();
    let unit = client.unit(&accepted.units[0]).await;
    assert_eq!(
        (unit.source, unit.status, &*unit.author),
        (pending[0].source.clone(), v1::UnitStatus::Approved.into(), "Sara")
    );
    let rejected = resolve(&mut client, &pending[1].name, Some(Resolution::Reject(true))).await.unwrap();
    assert_eq!((rejected.state(), rejected.units.len()), (v1::ReviewState::Rejected, 0));
    let pair = |source: &str, target: &str| v1::TextPair { source: source.into(), target: target.into() };
    let pairs = vec![pair("The port reopened.", "بندر باز شد."), pair("It was Monday.", "دوشنبه بود.")];
    let replaced =
        resolve(&mut client, &pending[2].name, Some(Resolution::Replace(v1::TextPairs { pairs }))).await.unwrap();
    assert_eq!((replaced.state(), replaced.units.len()), (v1::ReviewState::Edited, 2));
    let second = client.unit(&replaced.units[1]).await;
    assert_eq!(second.occurrences[0].previous_source.as_deref(), Some("The port reopened."));

    align(&mut client, cautious, articles()).await.unwrap();
    let left = reviews(&mut client, v1::ReviewState::Pending).await;
    assert!(pending[..3].iter().all(|decided| left.iter().all(|review| review.name != decided.name)));
    assert_eq!(client.units("news").await.len(), 3);

    assert_eq!(resolve(&mut client, &pending[3].name, None).await.unwrap_err().code(), Code::InvalidArgument);
    let nothing = Some(Resolution::Replace(v1::TextPairs::default()));
    assert_eq!(resolve(&mut client, &pending[3].name, nothing).await.unwrap_err().code(), Code::InvalidArgument);
    let missing = "memories/news/reviews/00000000000000000000000000000000";
    assert_eq!(resolve(&mut client, missing, Some(Resolution::Accept(true))).await.unwrap_err().code(), Code::NotFound);
}

#[tokio::test]
async fn numbers_that_disagree_send_a_bead_to_review_and_an_alignment_is_taken_back() {
    let (_server, mut client) = serving().await;
    let table: String = PAIRS.iter().map(|(english, persian)| format!("{english}\t{persian}\n")).collect();
    client.import(header(), table.as_bytes()).await.done();
    let mut pairs = articles();
    let wrong = |text: &mut String| *text = text.replace("۱۴", "۴۱");
    pairs.iter_mut().for_each(|pair| pair.target.iter_mut().for_each(|side| side.segments.iter_mut().for_each(wrong)));
    let taken = v1::AlignmentOptions { import: "imports/aligned".into(), min_confidence: 0.5, ..options() };
    let answers = align(&mut client, taken, pairs).await.unwrap();
    let in_review = outcomes(&answers, v1::BeadOutcome::Review);
    assert!(in_review.iter().any(|bead| bead.reason == "NUMBERS_DISAGREE"), "{in_review:?}");
    let request = v1::UndoImportRequest { name: "imports/aligned".into(), ..Default::default() };
    let undone = client.transfer.undo_import(request).await.unwrap().into_inner();
    assert!(undone.restored > 0, "the uses are taken back: {undone:?}");
    assert!(client.units("news").await.iter().all(|unit| unit.use_count == 1));
}
