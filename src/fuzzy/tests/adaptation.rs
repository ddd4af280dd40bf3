use crate::fuzzy::{Profile, adapt_numbers};
use crate::model::Language;

fn adapt(query: &str, source: &str, target: &str) -> Option<String> {
    adapt_between("en", "fa", query, source, target)
}

fn adapt_between(from: &str, to: &str, query: &str, source: &str, target: &str) -> Option<String> {
    let profile = |text: &str, tag: &str| Profile::new(text, &Language::parse(tag).unwrap());
    adapt_numbers((query, &profile(query, from)), &profile(source, from), (target, &profile(target, to)))
}

#[test]
fn numbers_come_out_of_persian_in_the_digits_of_english() {
    let cases = [
        ("۳۸/۷ درصد رشد", "۲٫۱ درصد رشد", "2.1 percent growth", "38.7 percent growth"),
        ("۱٬۵۰۰ چادر", "۹۰۰ چادر", "900 tents", "1,500 tents"),
        ("۱۲ مه", "۱۴ مه", "14 May", "12 May"),
    ];
    for (query, source, target, expected) in cases {
        assert_eq!(adapt_between("fa", "en", query, source, target).as_deref(), Some(expected), "{query}");
    }
}

#[test]
fn numbers_go_to_their_places_in_the_digits_of_the_target() {
    let cases = [
        ("It rose 1.7 percent.", "It rose 2.1 percent.", "۲٫۱ درصد افزایش یافت.", "۱٫۷ درصد افزایش یافت."),
        ("It rose 1.7 percent.", "It rose 2.1 percent.", "۲/۱ درصد افزایش یافت.", "۱/۷ درصد افزایش یافت."),
        ("It rose 1.7 percent.", "It rose 2.1 percent.", "2.1 درصد افزایش یافت.", "1.7 درصد افزایش یافت."),
        ("It sold 1,250 tents.", "It sold 900 tents.", "۹۰۰ چادر فروخت.", "۱٬۲۵۰ چادر فروخت."),
        ("150 tents, 800 beds", "400 tents, 1,200 beds", "۱۲۰۰ تخت، ۴۰۰ چادر", "۸۰۰ تخت، ۱۵۰ چادر"),
        ("3 of 3 won", "5 of 5 won", "۵ نفر از ۵ نفر", "۳ نفر از ۳ نفر"),
        ("12 May 2024", "14 May 2024", "۱۴ مه ۲۰۲۴", "۱۲ مه ۲۰۲۴"),
        ("2 of 1", "1 of 2", "۱ از ۲", "۲ از ۱"),
    ];
    for (query, source, target, expected) in cases {
        assert_eq!(adapt(query, source, target).as_deref(), Some(expected), "{query} | {source} | {target}");
    }
}

#[test]
fn where_a_number_goes_must_be_certain() {
    let cases = [
        ("3 of 5 won", "3 of 3 won", "۳ نفر از ۳ نفر", "one value became two"),
        ("7 dead", "5 dead", "پنج کشته", "the target spells it out"),
        ("7 dead", "5 dead", "۵ کشته در ۵ روز", "the target has it twice"),
        ("-5 degrees", "5 degrees", "۵ درجه", "the sign changed"),
        ("$7", "€5", "۵ یورو", "the currency changed"),
        ("7 dead in 2024", "5 dead in 2023", "۵ کشته در ۱۴۰۲", "the target has another calendar"),
    ];
    for (query, source, target, why) in cases {
        assert_eq!(adapt(query, source, target), None, "{why}");
    }
}
