use proptest::prelude::*;

use crate::fuzzy::{Profile, Uncertain, Written, adapt_numbers};
use crate::model::Language;

const GOLDEN: &str = include_str!("../../../tests/golden/adaptation.tsv");

/// `direction` is as in the golden file: `en-fa`.
fn adapt(direction: &str, source: &str, query: &str, target: &str) -> Result<String, Uncertain> {
    let (from, to) = direction.split_once('-').unwrap();
    let (from, to) = (Language::parse(from).unwrap(), Language::parse(to).unwrap());
    let (ours, theirs, goal) = (Profile::new(query, &from), Profile::new(source, &from), Profile::new(target, &to));
    adapt_numbers(
        Written { text: query, language: &from, profile: &ours },
        Written { text: source, language: &from, profile: &theirs },
        Written { text: target, language: &to, profile: &goal },
    )
}

#[test]
fn every_golden_target_is_adapted_or_refused_as_written() {
    let mut wrong = Vec::new();
    let cases = GOLDEN.lines().filter(|line| !line.starts_with('#'));
    assert!(cases.clone().count() >= 60);
    for line in cases {
        let [direction, source, query, target, expected] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let found = adapt(direction, source, query, target).unwrap_or_else(|why| format!("refused: {why}"));
        if found != expected {
            wrong.push(format!("{query}\n  is      {found}\n  must be {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// How one side of a property writes a value.
#[derive(Clone, Debug)]
struct Form {
    zero: char,
    grouping: Option<char>,
    decimal: char,
}

fn english() -> impl Strategy<Value = Form> {
    prop::option::of(Just(',')).prop_map(|grouping| Form { zero: '0', grouping, decimal: '.' })
}

fn persian() -> impl Strategy<Value = Form> {
    let digits = prop::sample::select(vec!['۰', '٠']);
    let (grouping, decimal) = (prop::sample::select(vec!['٬', '،', ',']), prop::sample::select(vec!['٫', '/', '.']));
    let native = (digits, prop::option::of(grouping), decimal);
    prop_oneof![native.prop_map(|(zero, grouping, decimal)| Form { zero, grouping, decimal }), english()]
}

/// Digits before and behind a decimal mark.
type Value = (u32, Option<u8>);

fn value() -> impl Strategy<Value = Value> {
    let whole = prop_oneof![3 => 0u32..30, 2 => 1_900u32..2_100, 2 => 0u32..100_000_000];
    (whole, prop::option::weighted(0.3, 0u8..100))
}

fn key((whole, fraction): Value) -> String {
    let decimals = fraction.map_or(String::new(), |f| format!(".{f:02}"));
    let key = format!("{whole}{decimals}");
    if decimals.is_empty() { key } else { key.trim_end_matches('0').trim_end_matches('.').to_owned() }
}

fn write((whole, fraction): Value, form: &Form) -> String {
    let digits = whole.to_string();
    let mut written = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            written.extend(form.grouping);
        }
        written.push(digit);
    }
    written.extend(fraction.map(|f| format!("{}{f:02}", form.decimal)));
    let own = |c: char| c.to_digit(10).map_or(c, |digit| char::from_u32(form.zero as u32 + digit).unwrap());
    written.chars().map(own).collect()
}

/// A text whose words are `words`, with a number behind each.
fn text(words: &[&str], values: impl Iterator<Item = Value>, form: &Form) -> String {
    words.iter().zip(values).map(|(word, value)| format!("{word} {}", write(value, form))).collect::<Vec<_>>().join(" ")
}

/// The values of the numbers in a text, and the text without them.
fn read(text: &str, tag: &str) -> (Vec<String>, String) {
    let profile = Profile::new(text, &Language::parse(tag).unwrap());
    let (mut values, mut rest, mut at) = (Vec::new(), String::new(), 0);
    for number in profile.words.iter().filter(|word| word.is_number) {
        values.push(number.key.to_string());
        rest.push_str(&text[at..number.start]);
        at = number.end;
    }
    (values, rest + &text[at..])
}

const ENGLISH: [&str; 6] = ["dead", "hurt", "saved", "missing", "found", "sent"];
const PERSIAN: [&str; 6] = ["کشته", "زخمی", "نجات", "گمشده", "پیدا", "فرستاده"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Every number of the target stands for one of the source; the adapted one has the query's in its place, nothing else
    /// has changed, and it is refused only where a value stands for two.
    #[test]
    fn an_adapted_target_reads_as_the_query_in_the_places_of_the_source(
        values in prop::collection::vec((value(), value()), 1..=6),
        order in Just(vec![0usize, 1, 2, 3, 4, 5]).prop_shuffle(),
        (ours, theirs) in (english(), persian()),
        to_persian: bool,
    ) {
        let places: Vec<usize> = order.into_iter().filter(|place| *place < values.len()).collect();
        let (source_form, target_form, direction) =
            if to_persian { (&ours, &theirs, "en-fa") } else { (&theirs, &ours, "fa-en") };
        let (words, others) = if to_persian { (ENGLISH, PERSIAN) } else { (PERSIAN, ENGLISH) };
        let source = text(&words, values.iter().map(|v| v.0), source_form);
        let query = text(&words, values.iter().map(|v| v.1), source_form);
        let target = text(&others, places.iter().map(|&place| values[place].0), target_form);
        let expected: Vec<String> = places.iter().map(|&place| key(values[place].1)).collect();

        let to = &direction[3..];
        let part = |a: &(Value, Value), b: &(Value, Value)| key(a.0) == key(b.0) && key(a.1) != key(b.1);
        let is_split = values.iter().any(|a| values.iter().any(|b| part(a, b)));
        let changes = values.iter().any(|v| key(v.0) != key(v.1));
        match adapt(direction, &source, &query, &target) {
            Ok(adapted) => prop_assert_eq!(read(&adapted, to), (expected, read(&target, to).1)),
            Err(Uncertain::Split) => prop_assert!(is_split),
            Err(Uncertain::NothingToAdapt) => prop_assert!(!changes),
            Err(why) => prop_assert!(false, "{} | {} | {} | {}", why, source, query, target),
        }
    }

    /// Whatever comes in, what goes out reads as it must.
    #[test]
    fn no_target_is_made_to_read_otherwise(
        source in "([0-9]{1,4}[ ,./:-]|[0-9]{1,2}|st|a|\\$| ){1,8}",
        new in prop::collection::vec(0u32..3_000, 8),
        target in "([0-9۰-۹]{1,4}[ ,./:٫٬-]|[0-9۰-۹]{1,2}|م|st| ){1,10}",
        to in "fa|en",
    ) {
        let mut new = new.into_iter().cycle();
        let english = Language::parse("en").unwrap();
        let (mut query, mut at) = (String::new(), 0);
        for number in Profile::new(&source, &english).words.iter().filter(|word| word.is_number) {
            query += &source[at..number.start];
            query += &new.next().unwrap().to_string();
            at = number.end;
        }
        query += &source[at..];
        let direction = format!("en-{to}");
        if let Ok(adapted) = adapt(&direction, &source, &query, &target) {
            let pairs: Vec<_> = read(&source, "en").0.into_iter().zip(read(&query, "en").0).collect();
            let becomes = |old: &String| pairs.iter().find(|pair| pair.0 == *old).map(|pair| pair.1.clone());
            let expected: Vec<_> = read(&target, &to).0.iter().map(becomes).collect();
            prop_assert_eq!(read(&adapted, &to).0.into_iter().map(Some).collect::<Vec<_>>(), expected);
        }
    }
}
