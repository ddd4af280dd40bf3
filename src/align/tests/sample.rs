//! Small articles, written for these tests.

use crate::align::{ArticlePair, Piece};
use crate::model::Language;

pub const HARBOUR_EN: [&str; 6] = [
    "Harbour of Bandar Anzali reopens after storm",
    "The harbour of Bandar Anzali reopened on Monday after a storm that lasted 3 days.",
    "Twelve fishing boats were damaged, the harbour master Reza Karimi said.",
    "\"We have never seen such waves in 40 years,\" he added.",
    "Did the warning come too late?",
    "Repairs will cost 250,000 euros and take until March.",
];

pub const HARBOUR_FA: [&str; 6] = [
    "بندر انزلی پس از توفان بازگشایی شد",
    "بندر انزلی روز دوشنبه پس از توفانی که ۳ روز طول کشید بازگشایی شد.",
    "رضا کریمی، رئیس بندر، گفت دوازده قایق ماهیگیری آسیب دیده است.",
    "او افزود: «در ۴۰ سال گذشته هرگز چنین موج‌هایی ندیده بودیم.»",
    "آیا هشدار دیر رسید؟",
    "تعمیرات ۲۵۰٬۰۰۰ یورو هزینه دارد و تا ماه مارس طول می‌کشد.",
];

pub const LIBRARY_EN: [&str; 5] = [
    "Old library gets 18,000 new books",
    "The city library of Shiraz has received 18,000 books from a collector in Berlin.",
    "Many of them were printed before 1900.",
    "The director, Maryam Rostami, called the gift priceless.",
    "Readers can borrow the first volumes from 12 May.",
];

pub const LIBRARY_FA: [&str; 5] = [
    "۱۸٬۰۰۰ کتاب تازه برای کتابخانه‌ای قدیمی",
    "کتابخانهٔ شهر شیراز ۱۸٬۰۰۰ کتاب از مجموعه‌داری در برلین دریافت کرده است.",
    "بسیاری از آنها پیش از سال ۱۹۰۰ چاپ شده‌اند.",
    "مریم رستمی، مدیر کتابخانه، این هدیه را بی‌نظیر خواند.",
    "خوانندگان می‌توانند نخستین جلدها را از ۱۲ مه امانت بگیرند.",
];

pub fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap()
}

pub fn pair<'a>(source: &[&'a str], target: &[&'a str]) -> ArticlePair<'a> {
    let pieces = |texts: &[&'a str]| texts.iter().map(|text| Piece { text, kind: None }).collect();
    ArticlePair { source: pieces(source), target: pieces(target) }
}

/// What a memory would have learned from: the articles themselves, sentence by sentence, and the same words in others.
pub fn memory() -> Vec<(&'static str, &'static str)> {
    let more = [
        ("The storm damaged the harbour.", "توفان به بندر آسیب زد."),
        ("The boats are in the harbour.", "قایق‌ها در بندر هستند."),
        ("A storm is coming on Monday.", "روز دوشنبه توفانی در راه است."),
        ("The waves were never so high.", "موج‌ها هرگز چنین بلند نبودند."),
        ("Repairs cost money.", "تعمیرات هزینه دارد."),
        ("The warning came too late.", "هشدار دیر رسید."),
        ("The harbour master spoke of a warning.", "رئیس بندر از هشدار سخن گفت."),
        ("The library has many books.", "کتابخانه کتاب بسیاری دارد."),
        ("The director of the library borrows books.", "مدیر کتابخانه کتاب امانت می‌گیرد."),
        ("Readers called the book a gift.", "خوانندگان کتاب را هدیه خواندند."),
        ("The first books were printed in the city.", "نخستین کتاب‌ها در شهر چاپ شدند."),
        ("A collector in the city has many volumes.", "مجموعه‌داری در شهر جلدهای بسیاری دارد."),
    ];
    let articles = HARBOUR_EN.into_iter().zip(HARBOUR_FA).chain(LIBRARY_EN.into_iter().zip(LIBRARY_FA));
    articles.chain(more).collect()
}
