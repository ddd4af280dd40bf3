//! What the scanner knows about text in Arabic letters, as Persian news writes it. Persian has no capitals, so what a
//! capital tells in English must come from words here.

use super::word::Stop;

/// Shortened words behind which the sentence always goes on.
const INSIDE: &[&str] = &["نک", "رک", "پ.ن", "ر.ک", "ن.ک", "قس", "صص", "شم", "بخ", "مق", "هـ", "ه‍"];

/// Eras and the like whose parts are more than bare letters (those the scanner knows by their shape).
const ANYWHERE: &[&str] = &["ق.م", "ب.م", "ه.ش", "ه.ق", "هـ.ش", "هـ.ق", "ه‍.ش", "ه‍.ق"];

/// Latin letters spelled in Persian that are not at the same time common Persian words.
#[rustfmt::skip]
const SPELLED_LETTERS: &[&str] = &[
    "اف", "جی", "اچ", "آی", "جِی", "کِی", "ال", "اِل", "اِم", "ان", "اِن", "کیو", "آر", "اس", "اِس", "تی", "یو",
    "دبلیو", "دابلیو", "ایکس", "زِد", "اِی", "اِچ", "اِف", "دِی",
];

/// Spelled letters that are Persian words too (ای، بی، سی، دی، او، وی …): only in a row of initials.
const SPELLED_OR_WORD: &[&str] = &["ای", "بی", "سی", "دی", "کی", "ام", "او", "پی", "وی", "زد", "وای"];

/// Words that open a sentence and hardly ever follow an abbreviation within one. Prepositions are left out on purpose.
#[rustfmt::skip]
const STARTERS: &[&str] = &[
    "او", "وی", "آنها", "آن‌ها", "ایشان", "من", "ما", "این", "آن", "اما", "ولی", "لیکن", "بلکه", "همچنین", "هم‌چنین",
    "همین", "همان", "البته", "اگر", "اگرچه", "گرچه", "هرچند", "وقتی", "هنگامی", "زمانی", "زیرا", "چون", "چرا",
    "چگونه", "آیا", "سپس", "بنابراین", "پیشتر", "پیش‌تر", "تاکنون", "اکنون", "امروز", "دیروز", "فردا", "به‌گفته",
    "گفتنی", "یادآوری", "شایان", "لازم", "بسیاری", "برخی", "همه", "هیچ", "هر", "یکی", "علاوه", "افزون", "کارشناسان",
    "منتقدان", "تحلیلگران", "مقامات", "ناظران",
];

/// Words that go on after a quotation that ends in its own mark: «چرا؟» را، «کجا؟» و …
#[rustfmt::skip]
const GO_ON_BEHIND_QUESTION: &[&str] = &[
    "و", "که", "را", "رو", "یا", "تا", "است", "بود", "نیست", "هست", "شد", "می‌شود", "نه", "هم", "نیز", "ولی", "بلکه",
];

/// The same behind a full stop inside the quotation, where و often begins the next sentence.
#[rustfmt::skip]
const GO_ON_BEHIND_STOP: &[&str] = &["را", "رو", "که", "است", "بود", "نیست", "هستند", "شد", "شده", "کرد", "می‌شود"];

/// Verbs that attach a quotation to its speaker: «چرا؟» پرسید.
#[rustfmt::skip]
const REPORTING: &[&str] = &[
    "پرسید", "پرسیده", "می‌پرسد", "گفت", "گفته", "می‌گوید", "می‌گویند", "گفتند", "نوشت", "نوشته", "می‌نویسد", "افزود",
];

/// How a full stop behind `word` (without the dot) is to be taken; `None` for an ordinary word.
pub(super) fn stop(word: &str) -> Option<Stop> {
    if ANYWHERE.contains(&word) {
        return Some(Stop::Ambiguous);
    }
    INSIDE.contains(&word).then_some(Stop::MoreFollows)
}

/// Whether `word` is a Latin letter written out (`دبلیو`) and nothing else.
pub(super) fn is_spelled_letter(word: &str) -> bool {
    SPELLED_LETTERS.contains(&word)
}

/// Whether `word` may be a Latin letter written out (`بی`, `او`).
pub(super) fn may_be_spelled_letter(word: &str) -> bool {
    is_spelled_letter(word) || SPELLED_OR_WORD.contains(&word)
}

pub(super) fn is_starter(word: &str) -> bool {
    STARTERS.contains(&word)
}

/// Whether `word` attaches a question or an exclamation to its speaker.
pub(super) fn is_reporting_verb(word: &str) -> bool {
    REPORTING.contains(&word)
}

/// Whether `word` goes on with the sentence that a quotation, closed behind `mark`, is part of.
pub(super) fn goes_on_behind_quotation(word: &str, mark: char) -> bool {
    let words = if mark == '.' { GO_ON_BEHIND_STOP } else { GO_ON_BEHIND_QUESTION };
    words.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_that_is_also_a_pronoun_is_no_initial_by_itself() {
        assert!(!is_spelled_letter("وی") && may_be_spelled_letter("وی"));
        assert!(is_spelled_letter("دبلیو"));
    }

    #[test]
    fn the_word_and_goes_on_behind_a_question_only() {
        assert!(goes_on_behind_quotation("و", '؟'));
        assert!(!goes_on_behind_quotation("و", '.'));
    }
}
