use std::borrow::Cow;

use super::super::nfc;
use super::*;
use crate::text::match_key;

fn check(tag: &str, cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(shown(text, tag), *expected, "{text}");
    }
}

#[test]
fn words_keep_inner_apostrophes_and_split_at_hyphens() {
    check(
        "en",
        &[
            ("Iran's", "iran's"),
            ("Iran’s Khamene‘i", "iran's khamene'i"),
            ("the dogs' day", "the dogs p:' day"),
            ("'quoted'", "p:' quoted p:'"),
            ("84-year-old", "n:84 p:- year p:- old"),
            ("well–known — yes -- no", "well p:- known p:- yes p:- no"),
            ("e\u{301}tat État", "état état"),
            ("co\u{AD}op\u{200B}erate", "cooperate"),
            ("snake_case", "snake p:_ case"),
            ("U.S. and f**k", "u p:. s p:. and f p:* p:* k"),
            ("ΟΔΟΣ Οδός", "οδος οδός"),
        ],
    );
}

#[test]
fn letters_before_digits_are_a_word_and_digits_before_letters_are_a_number() {
    check(
        "en",
        &[
            ("F16 covid19 H1N1", "f16 covid19 h1n1"),
            ("COVID-19", "covid p:- n:19"),
            ("the 1960s, 5G and 2nd", "the n:1960 s p:, n:5 g and n:2 nd"),
            ("3.5m", "n:3.5 m"),
        ],
    );
    check("fa", &[("۲۰۲۴میلادی کووید۱۹", "n:2024 میلادی کووید19")]);
}

#[test]
fn numbers_are_one_token_and_their_signs_are_marks() {
    check(
        "en",
        &[
            ("$1,234,567.89 (38.7%)", "p:$ n:1234567.89 p:( n:38.7 p:% p:)"),
            ("in 2019, 300", "in n:2019 p:, n:300"),
            ("02/05/2024 at 10:30.", "n:2 p:/ n:5 p:/ n:2024 at n:10 p:: n:30 p:."),
            ("-5 .5 ½ m²", "p:- n:5 p:. n:5 p:½ m p:²"),
            ("१२३ ５", "n:123 n:5"),
        ],
    );
    check("fa", &[("۵۰٪ و ٣٨٫٧ درصد", "n:50 p:% و n:38.7 درصد")]);
    check("de", &[("1.234,5 Euro am 12.5.2024", "n:1234.5 euro am n:12 p:. n:5 p:. n:2024")]);
}

#[test]
fn marks_are_folded_and_an_ellipsis_is_one() {
    check(
        "en",
        &[
            ("“Yes…” «no....»", "p:\" yes p:... p:\" p:\" no p:... p:\""),
            ("wait.. what?!", "wait p:. p:. what p:? p:!"),
            ("a\u{A0}b\u{202F}c", "a b c"),
        ],
    );
    check("fa", &[("چرا؟ نه، «بله»؛", "چرا p:? نه p:, p:\" بله p:\" p:;")]);
}

#[test]
fn symbols_and_emoji_are_marks_one_by_one() {
    check(
        "en",
        &[("ok👍🏽🇮🇷👨‍👩‍👧!", "ok p:👍🏽 p:🇮🇷 p:👨‍👩‍👧 p:!"), ("❤️ ❤", "p:❤ p:❤"), ("#Tehran @user ™", "p:# tehran p:@ user p:™")],
    );
}

#[test]
fn codes_leave_the_words_around_them_whole() {
    check(
        "en",
        &[
            ("{1}Iran{/1}'s {2/}", "c:{1} iran c:{/1} p:' s c:{2/}"),
            ("**Bold** and *em*, ***both***", "c:** bold c:** and c:* em c:* p:, c:*** both c:***"),
            ("__init__ _“so”_", "c:__ init c:__ c:_ p:\" so p:\" c:_"),
            ("* item 2*3 a * b", "p:* item n:2 p:* n:3 a p:* b"),
            ("{x} {12345}", "p:{ x p:} p:{ n:12345 p:}"),
        ],
    );
    check("fa", &[("**می‌شود** {1}کتاب{/1}", "c:** میشود c:** c:{1} کتاب c:{/1}")]);
}

#[test]
fn scripts_without_spaces_give_small_words() {
    check("zh", &[("北京2022年iPhone手机。", "北 京 n:2022 年 iphone 手 机 p:。")]);
    check("ja", &[("東京タワーへ", "東 京 タワー へ")]);
    check("th", &[("ไทย", "ไ ท ย")]);
    check("ko", &[("서울에서 만나", "서울에서 만나")]);
}

#[test]
fn the_letter_case_is_remembered_where_it_was_folded() {
    let tokens = tokenize("WHO said İt", &language("en"));
    let cased: Vec<_> = tokens.iter().map(|token| token.cased.as_deref()).collect();
    assert_eq!(cased, [Some("WHO"), None, Some("İt")]);
}

#[test]
fn ranges_cover_the_text_as_it_was_given() {
    assert_eq!(covered("a \u{200F}e\u{301}\u{200C} 1,000.", "en"), ["a", "e\u{301}", "1,000", "."]);
    assert_eq!(covered("آن‌ها می شوند.", "fa"), ["آن‌ها", "می شوند", "."]);
    assert_eq!(covered("...{1}👍🏽--", "en"), ["...", "{1}", "👍🏽", "--"]);
}

#[test]
fn stray_marks_and_invisible_characters_are_no_tokens() {
    for text in ["", " \n\t", "\u{FEFF}\u{200F}", "\u{64E}", "ـ", "\u{FE0F}\u{200D}", "\u{200C}"] {
        assert_eq!(shown(text, "fa"), "", "{text:?}");
    }
}

#[test]
fn the_match_key_leaves_codes_out() {
    assert_eq!(match_key("**Iran** {1}“said”{/1}", &language("en")), "iran \" said \"");
    assert_eq!(match_key("", &language("en")), "");
}

#[test]
fn storage_form_composes_what_composes_and_borrows_the_rest() {
    assert!(matches!(nfc("plain"), Cow::Borrowed("plain")));
    assert!(matches!(nfc("می‌شود"), Cow::Borrowed(_)));
    assert_eq!(nfc("cafe\u{301}"), "café");
    assert_eq!(nfc("ي\u{654}"), "ئ");
}

#[test]
fn storage_form_folds_nothing() {
    for text in ["ي ك", "«نقل»", "۱۲٪", "½™", "ه\u{654}"] {
        assert_eq!(nfc(text), text);
    }
}
