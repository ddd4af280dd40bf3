//! The server is killed with `kill -9` in the middle of its work, again and again. What it had acknowledged is there
//! when it comes back, and nothing is half there.
//!
//! This stages the death of the process, not of the machine: what the operating system had taken is written in the end.

mod common;
#[path = "support/table.rs"]
mod table;

use std::env;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use hafez::rpc::v1;
use hafez::rpc::v1::import_units_request::Message;
use hafez::rpc::v1::memory_service_client::MemoryServiceClient;
use hafez::rpc::v1::suggest_service_client::SuggestServiceClient;
use hafez::rpc::v1::transfer_service_client::TransferServiceClient;
use tempfile::TempDir;
use tokio::sync::Mutex;
use tokio_stream::{Stream, StreamExt};
use tonic::transport::Channel;
use tonic::{Code, Status, Streaming};

use common::Server;
use table::{File, LINES, Seen, pair};

const MEMORY: &str = "memories/news";
/// About how many are made durable at a time.
const BATCH: usize = 2_000;
const KILLS: usize = 10;
/// How many units are looked up after a restart.
const SAMPLES: usize = 25;

/// One test at a time: the moments are chosen by how long things take.
static ALONE: Mutex<()> = Mutex::const_new(());

/// Random enough to choose moments and samples by (splitmix64).
struct Dice(u64);

impl Dice {
    /// Seeded by `HAFEZ_CRASH_SEED` or the clock; says by what.
    fn new() -> Dice {
        let given = env::var("HAFEZ_CRASH_SEED").ok().map(|seed| seed.parse().expect("HAFEZ_CRASH_SEED is a number"));
        let seed = given.unwrap_or_else(|| SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_micros() as u64);
        eprintln!("HAFEZ_CRASH_SEED={seed}");
        Dice(seed)
    }

    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % most as u64) as usize
    }

    /// Up to one and a half times `length`.
    fn while_of(&mut self, length: Duration) -> Duration {
        Duration::from_micros(self.below(length.as_micros() as usize * 3 / 2 + 1) as u64)
    }
}

async fn connect(server: &Server) -> Channel {
    Channel::from_shared(format!("http://{}", server.address)).unwrap().connect().await.unwrap()
}

fn import_messages(file: &File) -> Vec<v1::ImportUnitsRequest> {
    let header = v1::ImportHeader {
        memory: MEMORY.into(),
        create_memory: true,
        format: v1::TransferFormat::Tsv.into(),
        source_language: "en".into(),
        target_language: "fa".into(),
        ..Default::default()
    };
    let chunks = file.bytes.chunks(64 << 10).map(|chunk| Message::Chunk(chunk.to_vec()));
    let messages = std::iter::once(Message::Header(header)).chain(chunks);
    messages.map(|message| v1::ImportUnitsRequest { message: Some(message) }).collect()
}

/// An import under way. `end` is what the file ends with: nothing, or the wait for more.
async fn start_import(
    channel: &Channel,
    file: &File,
    end: impl Stream<Item = v1::ImportUnitsRequest> + Send + 'static,
) -> Streaming<v1::ImportUnitsResponse> {
    let messages = tokio_stream::iter(import_messages(file)).chain(end);
    TransferServiceClient::new(channel.clone()).import_units(messages).await.unwrap().into_inner()
}

/// Checks an acknowledgement against a memory that held the first `held` lines; gives how many lines it acknowledges.
fn check_acknowledged(file: &File, held: usize, answer: &v1::ImportUnitsResponse) -> usize {
    let read = file.lines_before(answer.durable_position);
    let counted =
        answer.counts.clone().map(|counts| v1::ImportCounts { refused_by_reason: Default::default(), ..counts });
    assert_eq!(counted, Some(file.counts(held, read)), "with {held} lines held and {read} read");
    read
}

/// Imports the file to its end; gives how long that took.
async fn import_all(server: &Server, file: &File, held: usize) -> Duration {
    let started = Instant::now();
    let mut answers = start_import(&connect(server).await, file, tokio_stream::empty()).await;
    let mut done = None;
    while let Some(answer) = answers.message().await.unwrap() {
        done = Some((check_acknowledged(file, held, &answer), answer.done));
    }
    assert_eq!(done, Some((LINES, true)));
    started.elapsed()
}

/// When to kill: so long after so many lines were acknowledged.
struct Moment {
    lines: usize,
    delay: Duration,
}

/// Imports the file until the server is killed; gives how many lines were acknowledged. The file does not end, so that
/// the import cannot be over before.
async fn import_until_killed(server: Server, file: &File, held: usize, moment: &Moment) -> usize {
    let mut answers = start_import(&connect(&server).await, file, tokio_stream::pending()).await;
    let mut acknowledged = 0;
    while acknowledged < moment.lines {
        let answer = answers.message().await.unwrap().expect("the moment comes before the end");
        acknowledged = check_acknowledged(file, held, &answer);
    }
    tokio::time::sleep(moment.delay).await;
    drop(server);
    // What the server had said before it died counts.
    while let Ok(answer) = answers.message().await {
        let answer = answer.expect("the server dies before the end");
        acknowledged = check_acknowledged(file, held, &answer);
    }
    acknowledged
}

/// All units of the memory, in the order of the list; none if there is no memory.
async fn list(channel: &Channel) -> Result<Vec<v1::Unit>, Status> {
    let mut client = MemoryServiceClient::new(channel.clone()).max_decoding_message_size(64 << 20);
    let mut request = v1::ListUnitsRequest { parent: MEMORY.into(), page_size: 1_000, page_token: String::new() };
    let mut units = Vec::new();
    loop {
        let page = match client.list_units(request.clone()).await {
            Err(status) if status.code() == Code::NotFound => return Ok(Vec::new()),
            page => page?.into_inner(),
        };
        units.extend(page.units);
        request.page_token = page.next_page_token;
        if request.page_token.is_empty() {
            return Ok(units);
        }
    }
}

fn seen(units: &[v1::Unit]) -> Vec<Seen> {
    units.iter().map(Seen::from).collect()
}

/// The memory holds what the first so many lines of the file make, neither more nor less; gives how many.
fn check_complete(file: &File, units: &[v1::Unit]) -> usize {
    let uses: usize = units.iter().map(|unit| unit.use_count as usize).sum();
    let held = file.lines_of_uses(uses);
    assert!(held <= LINES, "there are more uses than lines");
    assert_same(&seen(units), &file.units_of(held));
    held
}

fn assert_same(found: &[Seen], expected: &[Seen]) {
    let different = found.iter().zip(expected).find(|(found, expected)| found != expected);
    assert_eq!(different, None);
    assert_eq!(found.len(), expected.len());
}

/// Some units are suggested for their sources, at 100 percent.
async fn check_findable(channel: &Channel, units: &[v1::Unit], dice: &mut Dice) {
    let mut client = SuggestServiceClient::new(channel.clone());
    for _ in 0..SAMPLES.min(units.len()) {
        let unit = &units[dice.below(units.len())];
        let request = v1::SuggestRequest {
            text: unit.source.as_ref().unwrap().text.clone(),
            source_language: "en".into(),
            target_language: "fa".into(),
            min_score: Some(100.0),
            ..Default::default()
        };
        let found = client.suggest(request).await.unwrap().into_inner().suggestions;
        let found: Vec<_> = found.iter().map(|s| (s.score, s.unit.as_ref().unwrap())).collect();
        assert_eq!(found, [(100.0, unit)]);
    }
}

/// The memory as it is without any kill, and how long it took to make.
async fn imported_in_one_go(file: &File) -> (Vec<Seen>, Duration) {
    let directory = TempDir::new().unwrap();
    let server = Server::start_on(directory.path());
    let took = import_all(&server, file, 0).await;
    (seen(&list(&connect(&server).await).await.unwrap()), took)
}

/// A server on the store, and how many lines of the file it holds; all acknowledged ones are among them.
async fn restart(directory: &Path, file: &File, acknowledged: usize, dice: &mut Dice) -> (Server, usize) {
    let server = Server::start_on(directory);
    let channel = connect(&server).await;
    let units = list(&channel).await.unwrap();
    let held = check_complete(file, &units);
    let (uses, least) = (file.uses_of(held), file.uses_of(acknowledged));
    assert!(uses >= least, "{least} uses were acknowledged, {uses} are there");
    check_findable(&channel, &units, dice).await;
    (server, held)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_is_killed_ten_times_loses_nothing_and_leaves_nothing_half_done() {
    let _alone = ALONE.lock().await;
    let (mut dice, file) = (Dice::new(), File::new());
    let (expected, took) = imported_in_one_go(&file).await;
    assert_same(&expected, &file.units_of(LINES));
    let batch = took / (LINES / BATCH) as u32;
    eprintln!("without a kill: {} units in {took:.2?}", expected.len());

    let directory = TempDir::new().unwrap();
    let (mut server, mut held) = restart(directory.path(), &file, 0, &mut dice).await;
    let mut acknowledged_at_last = 0;
    for kill in 1..=KILLS {
        let moment = Moment { lines: (held + dice.below(3)).min(LINES - 2 * BATCH), delay: dice.while_of(batch) };
        let acknowledged = import_until_killed(server, &file, held, &moment).await;
        acknowledged_at_last += usize::from(acknowledged > held);
        (server, held) = restart(directory.path(), &file, acknowledged, &mut dice).await;
        let Moment { lines, delay } = moment;
        eprintln!("kill {kill}: {delay:.1?} after {lines} lines; {acknowledged} acknowledged, {held} held");
    }
    assert!(acknowledged_at_last > 0, "no kill came soon after something new was acknowledged, so nothing was tried");

    import_all(&server, &file, held).await;
    let units = list(&connect(&server).await).await.unwrap();
    assert_same(&seen(&units), &expected);
    check_findable(&connect(&server).await, &units, &mut dice).await;
}

async fn delete_memory(channel: Channel) -> Result<(), Status> {
    let request = v1::DeleteMemoryRequest { name: MEMORY.into(), force: true, request_id: String::new() };
    MemoryServiceClient::new(channel).delete_memory(request).await.map(drop)
}

/// Whether the memory is there.
async fn has_memory(channel: &Channel) -> bool {
    let request = v1::GetMemoryRequest { name: MEMORY.into() };
    match MemoryServiceClient::new(channel.clone()).get_memory(request).await {
        Ok(_) => true,
        Err(status) => {
            assert_eq!(status.code(), Code::NotFound, "{status}");
            false
        }
    }
}

/// Creates the memory anew and finds it empty: of the one before not a unit is left, in the store or in the index.
async fn check_nothing_left(channel: &Channel, text: String) {
    let request = v1::CreateMemoryRequest { memory_id: "news".into(), ..Default::default() };
    let memory = MemoryServiceClient::new(channel.clone()).create_memory(request).await.unwrap().into_inner().memory;
    assert_eq!(memory.unwrap().unit_count, 0);
    assert_eq!(list(channel).await.unwrap(), []);
    let languages = ("en".to_owned(), "fa".to_owned());
    let request =
        v1::SuggestRequest { text, source_language: languages.0, target_language: languages.1, ..Default::default() };
    let found = SuggestServiceClient::new(channel.clone()).suggest(request).await.unwrap().into_inner().suggestions;
    assert_eq!(found, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_memory_whose_deletion_is_killed_is_there_as_a_whole_or_not_at_all() {
    let _alone = ALONE.lock().await;
    let (mut dice, file, directory) = (Dice::new(), File::new(), TempDir::new().unwrap());
    let mut server = Server::start_on(directory.path());
    for _ in 0..3 {
        import_all(&server, &file, 0).await;
        let channel = connect(&server).await;
        let deletion = tokio::spawn(delete_memory(channel));
        let delay = dice.while_of(Duration::from_millis(150));
        tokio::time::sleep(delay).await;
        drop(server);
        let acknowledged = deletion.await.unwrap().is_ok();

        server = Server::start_on(directory.path());
        let channel = connect(&server).await;
        let is_there = has_memory(&channel).await;
        eprintln!("killed after {delay:.1?}: acknowledged: {acknowledged}, still there: {is_there}");
        assert!(!(acknowledged && is_there), "the deletion was acknowledged");
        if is_there {
            assert_same(&seen(&list(&channel).await.unwrap()), &file.units_of(LINES));
            delete_memory(channel.clone()).await.unwrap();
        }
        check_nothing_left(&channel, pair(0).0).await;
    }
}

async fn create_unit(channel: Channel) -> v1::Unit {
    let mut client = MemoryServiceClient::new(channel);
    let memory = v1::CreateMemoryRequest { memory_id: "news".into(), ..Default::default() };
    client.create_memory(memory).await.unwrap();
    let (english, persian) = pair(0);
    let text = |text, tag: &str| Some(v1::UnitText { text, language: tag.into() });
    let unit = v1::Unit { source: text(english, "en"), target: text(persian, "fa"), ..Default::default() };
    let request = v1::CreateUnitRequest { parent: MEMORY.into(), unit: Some(unit), request_id: String::new() };
    client.create_unit(request).await.unwrap().into_inner().unit.unwrap()
}

/// Changes the note of a unit of this revision; the same request each time it is called.
async fn change_note(channel: Channel, name: &str, revision: u32) -> Result<v1::Unit, Status> {
    let unit = v1::Unit { name: name.into(), note: format!("note {revision}"), revision, ..Default::default() };
    let request_id = format!("change of revision {revision}");
    let request = v1::UpdateUnitRequest { unit: Some(unit), update_mask: None, request_id };
    Ok(MemoryServiceClient::new(channel).update_unit(request).await?.into_inner().unit.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_is_repeated_after_a_kill_is_done_once() {
    let _alone = ALONE.lock().await;
    let (mut dice, directory) = (Dice::new(), TempDir::new().unwrap());
    let mut server = Server::start_on(directory.path());
    let mut unit = create_unit(connect(&server).await).await;
    for _ in 0..KILLS {
        let channel = connect(&server).await;
        let killed = tokio::time::sleep(dice.while_of(Duration::from_millis(60)));
        let killer = tokio::spawn(async { (killed.await, drop(server)) });
        while let Ok(changed) = change_note(channel.clone(), &unit.name, unit.revision).await {
            assert_eq!(changed.revision, unit.revision + 1);
            unit = changed;
        }
        killer.await.unwrap();
        server = Server::start_on(directory.path());
        // Had the change been made without a memory of its request, it would be refused: the revision has moved on.
        unit = change_note(connect(&server).await, &unit.name, unit.revision).await.unwrap();
    }
    eprintln!("{} changes", unit.revision - 1);
    assert_eq!(unit.note, format!("note {}", unit.revision - 1));
    assert_eq!(list(&connect(&server).await).await.unwrap(), [unit]);
}
