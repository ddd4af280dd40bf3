//! Names: how long a look-up takes at 100,000 terms, how long recognition does, and how often a name is found by its sound
//! alone. Reads the folder that `HAFEZ_NAMES` names, with `places_dr5hn.tsv` and `cldr_en_fa.tsv` in it: English, a tab, Persian,
//! a tab, the kind; of places the country, too. `cargo bench --bench names`

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use hafez::model::{
    Evidence, Language, Percent, Term, TermEntry, TermId, TermOrigin, TermReviewState, TermStatus, TermType,
};
use hafez::term::Recognizer;
use hafez::term::lookup::{Found, LookUp, NameIndex};
use hafez::text::match_key;
use jiff::Timestamp;

/// Where the names are if nobody says.
const NAMES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/names");
/// How many terms the goals are stated for.
const TERMS: usize = 100_000;
/// How many look-ups of a kind are measured, each as often as `TRIES`; the best of them counts.
const LOOK_UPS: usize = 500;
const TRIES: usize = 5;
/// How many words an article has.
const WORDS: usize = 1_000;

struct Place {
    english: String,
    persian: String,
    kind: String,
    country: String,
}

fn main() {
    let folder = PathBuf::from(std::env::var("HAFEZ_NAMES").unwrap_or_else(|_| NAMES.into()));
    let Some(places) = places(&folder) else {
        eprintln!("names: SKIPPED: {} has no names; name a folder with HAFEZ_NAMES", folder.display());
        return;
    };
    let mut terms: Vec<Term> =
        places.iter().zip(1..).map(|(place, id)| term(id, &place.english, &place.persian)).collect();
    time_loading(&terms);
    add_people(&mut terms, &places);
    let mut index = NameIndex::default();
    terms.iter().for_each(|term| index.insert(term));
    println!("look-ups at {} terms, a limit of 10, both languages", terms.len());
    time_look_ups(&index, &places);
    time_recognition(&terms, &places);
    let cities: Vec<&Place> = places.iter().filter(|p| p.country == "IR" && p.kind == "cities").collect();
    println!("{} Iranian cities by sound alone: the index has the other language's names only", cities.len());
    find_by_sound("the cities", &cities, &cities);
    find_by_sound(&format!("all {} names", places.len()), &cities, &places.iter().collect::<Vec<_>>());
}

fn places(folder: &std::path::Path) -> Option<Vec<Place>> {
    let mut places = Vec::new();
    for file in ["places_dr5hn.tsv", "cldr_en_fa.tsv"] {
        let table = std::fs::read_to_string(folder.join(file)).ok()?;
        for line in table.lines() {
            let mut cells = line.split('\t').map(str::to_owned);
            let mut next = || cells.next().unwrap_or_default();
            places.push(Place { english: next(), persian: next(), kind: next(), country: next() });
        }
    }
    Some(places)
}

fn language(tag: &str) -> Language {
    Language::parse(tag).expect("a tag")
}

fn entry(tag: &str, text: &str) -> TermEntry {
    TermEntry {
        language: language(tag),
        text: text.to_owned(),
        status: TermStatus::Preferred,
        variants: Vec::new(),
        evidence: Evidence::default(),
    }
}

fn term(id: u64, english: &str, persian: &str) -> Term {
    term_of(id, vec![entry("en", english), entry("fa", persian)])
}

fn term_of(id: u64, entries: Vec<TermEntry>) -> Term {
    Term {
        id: TermId(id),
        kind: TermType::Place,
        entries,
        note: String::new(),
        attributes: BTreeMap::new(),
        created: Timestamp::UNIX_EPOCH,
        updated: Timestamp::UNIX_EPOCH,
        revision: 1,
        source: String::new(),
        origin: TermOrigin::Human,
        evidence: Evidence::default(),
        review: TermReviewState::Approved,
        author: String::new(),
    }
}

/// Fills up to [`TERMS`] with names of two words, each made of two places.
fn add_people(terms: &mut Vec<Term>, places: &[Place]) {
    for (at, first) in places.iter().enumerate() {
        if terms.len() >= TERMS {
            return;
        }
        let second = &places[(at * 7 + 13) % places.len()];
        let names = [&first.english, &second.english, &first.persian, &second.persian];
        let id = terms.len() as u64 + 1;
        terms.push(term(id, &format!("{} {}", names[0], names[1]), &format!("{} {}", names[2], names[3])));
    }
}

fn time_loading(terms: &[Term]) {
    let start = Instant::now();
    let mut index = NameIndex::default();
    terms.iter().for_each(|term| index.insert(term));
    let (look_up, start) = (start.elapsed(), Instant::now());
    let mut recognizer = Recognizer::new();
    terms.iter().for_each(|term| recognizer.insert(term));
    println!("{} terms loaded: look-up {look_up:.0?}, recognition {:.0?}", terms.len(), start.elapsed());
}

fn look_up(index: &NameIndex, text: &str, (typed_in, names_in): (&str, &str), limit: usize) -> Vec<Found> {
    let (typed_in, names_in) = (language(typed_in), language(names_in));
    let min_score = Percent::from_hundredths(5_000).expect("a percentage");
    let what = LookUp { text, language: &typed_in, by_letters: typed_in == names_in, min_score, limit };
    index.look_up(&what, &names_in, |_| true)
}

fn time_look_ups(index: &NameIndex, places: &[Place]) {
    let step = (places.len() / LOOK_UPS).max(1);
    let english: Vec<&str> = places.iter().step_by(step).map(|place| &*place.english).collect();
    let persian: Vec<&str> = places.iter().step_by(step).map(|place| &*place.persian).collect();
    let start = |name: &str, letters| name.chars().take(letters).collect::<String>();
    let misspelt = |name: &str| {
        let mut letters: Vec<char> = name.chars().collect();
        let middle = letters.len() / 2;
        letters[middle] = if letters[middle] == 'e' { 'a' } else { 'e' };
        letters.into_iter().collect::<String>()
    };
    let whole = |name: &str| name.to_owned();
    let of = |names: &[&str], make: &dyn Fn(&str) -> String| names.iter().map(|name| make(name)).collect::<Vec<_>>();
    let sets = [
        ("whole, en", "en", of(&english, &whole)),
        ("whole, fa", "fa", of(&persian, &whole)),
        ("one letter, en", "en", of(&english, &|name| start(name, 1))),
        ("three letters, en", "en", of(&english, &|name| start(name, 3))),
        ("three letters, fa", "fa", of(&persian, &|name| start(name, 3))),
        ("a letter wrong, en", "en", of(&english, &misspelt)),
    ];
    for (name, typed_in, texts) in sets {
        let other = if typed_in == "en" { "fa" } else { "en" };
        let times = texts.iter().map(|text| {
            best_of(TRIES, || {
                black_box(look_up(index, text, (typed_in, typed_in), 10));
                black_box(look_up(index, text, (typed_in, other), 10));
            })
        });
        println!("  {name:20} {}", percentiles(times.collect()));
    }
}

fn best_of(tries: usize, work: impl Fn()) -> Duration {
    let once = || {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    (0..tries).map(|_| once()).min().unwrap_or_default()
}

fn percentiles(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    format!("p50 {:.2} ms  p99 {:.2} ms  max {:.2} ms", at(0.5), at(0.99), at(1.0))
}

/// An article of sentences of 25 words, every fourth word of which is a name.
fn time_recognition(terms: &[Term], places: &[Place]) {
    const RUNNING: [&str; 3] = ["officials said", "travelled to", "and the"];
    let mut recognizer = Recognizer::new();
    terms.iter().for_each(|term| recognizer.insert(term));
    let stretches = places.iter().step_by(37).zip(RUNNING.iter().cycle());
    let text: String = stretches.map(|(place, running)| format!("{} {running} ", place.english)).take(WORDS).collect();
    let words: Vec<&str> = text.split_whitespace().take(WORDS).collect();
    let sentences: Vec<String> = words.chunks(25).map(|sentence| sentence.join(" ")).collect();
    let (from, to) = (language("en"), language("fa"));
    let recognize = || sentences.iter().map(|sentence| recognizer.recognize(sentence, &from, &to).len()).sum::<usize>();
    let time = best_of(20, || {
        black_box(recognize());
    });
    println!("recognition in {} words against {} terms: {time:.2?}, {} hits", words.len(), terms.len(), recognize());
}

/// The name of a place in one language.
type Side = fn(&Place) -> &str;

fn find_by_sound(among: &str, sought: &[&Place], names: &[&Place]) {
    let (english, persian): (Side, Side) = (|place| &place.english, |place| &place.persian);
    for (from, to, typed, expected) in [("en", "fa", english, persian), ("fa", "en", persian, english)] {
        let mut index = NameIndex::default();
        let named = names.iter().zip(1..).map(|(place, id)| term_of(id, vec![entry(to, expected(place))]));
        named.for_each(|term| index.insert(&term));
        let key = |text: &str| match_key(text, &language(to));
        let (mut first, mut five) = (0, 0);
        for place in sought {
            let found = look_up(&index, typed(place), (from, to), 5);
            let place = found.iter().position(|found| key(&found.text) == key(expected(place)));
            first += usize::from(place == Some(0));
            five += usize::from(place.is_some());
        }
        let share = |count: usize| 100.0 * count as f64 / sought.len().max(1) as f64;
        println!("  {from} → {to} among {among}: top-1 {:.1} %, top-5 {:.1} %", share(first), share(five));
    }
}
