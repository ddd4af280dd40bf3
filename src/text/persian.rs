//! What Persian writes in more than one way: affixes joined, put behind a zero-width joint, or set apart by a space.
//!
//! Half the newsrooms type می شود and خانه ی, half می‌شود and خانه‌ی; all of it is one word to a reader, so it is one token.
//! Joining is conservative: an affix that is also a word of its own joins only where it can hardly be that word.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::class::ZWNJ;
use super::{Token, TokenKind};

/// Whether the rules here hold for a language, by its primary subtag: Persian, and Dari where it has its own code.
pub(super) fn is_persian(primary: &str) -> bool {
    matches!(primary, "fa" | "prs" | "pes")
}

/// Persian and Arabic-Indic digits.
pub(super) fn is_digit(c: char) -> bool {
    matches!(c, '۰'..='۹' | '٠'..='٩')
}

/// The parts of a word that a zero-width joint, or what old software wrote for one, holds together.
pub(super) fn parts(word: &str) -> impl Iterator<Item = &str> {
    word.split([ZWNJ, '¬']).filter(|part| !part.is_empty())
}

/// Makes خانه‌ی and خانهٔ one key, خانه: the ezafe behind a silent heh is written by some and not by others.
///
/// Expects a folded key that still has its zero-width joints: without one, the ی of سیاهی belongs to the word.
pub(super) fn drop_written_ezafe(key: &mut String) {
    let Some(joined) = key.trim_end_matches(ZWNJ).strip_suffix('ی') else {
        return;
    };
    let word = joined.trim_end_matches(ZWNJ);
    if word.len() < joined.len() && word.ends_with('ه') {
        key.truncate(word.len());
    }
}

/// Joins affixes that stand apart to the words that they belong to: one token, whose range covers all parts.
pub(super) fn join_affixes(tokens: &mut Vec<Token>) {
    tokens.dedup_by(|token, previous| {
        let words = previous.kind == TokenKind::Word && token.kind == TokenKind::Word;
        let joins = words && joins(&previous.key, &token.key);
        if joins {
            append(previous, token);
        }
        joins
    });
}

/// Joins compounds with و that are written as three words, گفت و گو, or as one, گفت‌وگو.
pub(super) fn join_compounds(tokens: &mut Vec<Token>) {
    let mut joined: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens.drain(..) {
        joined.push(token);
        if let [.., first, and, last] = &joined[..]
            && [first, and, last].iter().all(|token| token.kind == TokenKind::Word)
            && is_compound(&first.key, &and.key, &last.key)
        {
            let parts = joined.split_off(joined.len() - 2);
            if let Some(word) = joined.last_mut() {
                parts.iter().for_each(|part| append(word, part));
            }
        }
    }
    *tokens = joined;
}

fn is_compound(first: &str, and: &str, last: &str) -> bool {
    let suffix = |half: &str| last.strip_prefix(half).filter(|suffix| COMPOUND_SUFFIXES.contains(suffix));
    and == "و" && COMPOUNDS.iter().any(|(one, other)| *one == first && suffix(other).is_some())
}

fn append(word: &mut Token, affix: &Token) {
    word.end = affix.end;
    if affix.key == EZAFE {
        return;
    }
    if let Some(cased) = &mut word.cased {
        *cased = format!("{cased}{}", affix.cased.as_deref().unwrap_or(&affix.key)).into_boxed_str();
    }
    word.key.push_str(&affix.key);
}

fn joins(word: &str, next: &str) -> bool {
    match word {
        "می" if is_verb(next) => true,
        // Unlike می (also the month of May), نمی is hardly ever a word of its own.
        "نمی" if has_letters(next, 2) => true,
        _ if NOUN_SUFFIXES.contains(&next) => has_letters(word, 2),
        _ if next == EZAFE || SUFFIXES_BEHIND_HEH.contains(&next) => {
            word.ends_with('ه') && has_letters(word, 3) && !CONJUNCTIONS.contains(&word)
        }
        _ => false,
    }
}

fn has_letters(word: &str, least: usize) -> bool {
    word.chars().nth(least - 1).is_some()
}

const EZAFE: &str = "ی";

/// Plural, comparative and superlative: behind any word.
const NOUN_SUFFIXES: [&str; 12] =
    ["ها", "های", "هایی", "هایم", "هایت", "هایش", "هایمان", "هایتان", "هایشان", "تر", "تری", "ترین"];

/// Talk, search, wash, inquiry, coming and going, business, building, rubbing and beating, struggle.
const COMPOUNDS: [(&str, &str); 9] = [
    ("گفت", "گو"),
    ("جست", "جو"),
    ("شست", "شو"),
    ("پرس", "جو"),
    ("رفت", "آمد"),
    ("کسب", "کار"),
    ("ساخت", "ساز"),
    ("ضرب", "شتم"),
    ("گیر", "دار"),
];

/// What a compound's second half may carry.
const COMPOUND_SUFFIXES: [&str; 8] = ["", "ی", "یی", "ها", "های", "هایی", "هایش", "هایشان"];

/// To be, to have done, my, your, and the indefinite: only behind a final heh, where none of them can be written joined.
const SUFFIXES_BEHIND_HEH: [&str; 7] = ["ام", "ات", "اش", "ای", "ایم", "اید", "اند"];

/// These end in heh and take no suffix; what follows them is a word (که ای کاش).
const CONJUNCTIONS: [&str; 8] = ["بلکه", "اینکه", "آنکه", "چنانکه", "اگرچه", "گرچه", "چنانچه", "آنچه"];

/// Whether a word is the rest of a verb behind می: a stem with a personal ending, perhaps with an object behind it.
fn is_verb(word: &str) -> bool {
    let object = word.strip_suffix("شان").or_else(|| word.strip_suffix('ش'));
    COLLOQUIAL_VERBS.contains(&word) || is_finite(word) || object.is_some_and(is_finite)
}

fn is_finite(word: &str) -> bool {
    let stem_in = |stems: &FxHashSet<&str>| {
        ENDINGS.iter().any(|ending| word.strip_suffix(ending).is_some_and(|stem| stems.contains(stem)))
    };
    PAST.contains(word) || stem_in(&PAST) || stem_in(&PRESENT)
}

static PRESENT: LazyLock<FxHashSet<&str>> = LazyLock::new(|| PRESENT_STEMS.split_whitespace().collect());
static PAST: LazyLock<FxHashSet<&str>> = LazyLock::new(|| PAST_STEMS.split_whitespace().collect());

/// Of both tenses, written and spoken; ه is also the participle (می کرده).
const ENDINGS: [&str; 9] = ["م", "ی", "د", "یم", "ید", "ند", "ن", "ین", "ه"];

const COLLOQUIAL_VERBS: [&str; 6] = ["شه", "شن", "گه", "گن", "خواد", "یاد"];

/// Simple verbs, commonest first. باز is left out: بازی is a game far more often than a verb.
const PRESENT_STEMS: &str = "\
    کن شو توان ده باش خواه گیر رو گو گوی آ آی دان ساز رس گذار آور بین بر یاب خور خوان فرما فرمای زن نما نمای مان افت \
    دار کش پذیر پرداز نوش بخش گرد گردان نویس فرست شناس ترس میر شنو انداز خز فهم فهمان پوش پوشان گذر گذران ایست نشین \
    نشان ریز خواب خوابان آموز پرس بند درخش نواز لرز چرخ چرخان چسب چسبان خند خندان خرام گریز گری زا زای گشا گشای پاش \
    سوز سوزان رسان رهان ره ران خر پر پران دو دوان لنگ طلب شمار شمر اندیش ورز بار باران کاه افزا افزای شکاف شکن شکف \
    کوچ کوب کوش چش چین چر چران چک چکان فروش بوس بوی باف بال ناز نال نام نگر نگار نه هراس آزار آشام آرا آرای آفرین \
    آمیز آویز آمرز انگیز انگار افراز افروز افکن افشان گستر گسل گمار گنج گنجان زدا زدای زی رقص رنج رنجان روب روی \
    رویان درو دزد دم دوش دوز غلت غر کار کاو گداز گرا گرای گزین سنج سپار سرا سرای ستا ستای جو جوی جه شوی خیز پیوند \
    پیچ پیچان پیما پیمای پندار پسند پرست پرور پروران پز پا پای پوی تاز تاب تابان تراش ترک ترکان تپ تون شتاب لغز لیس \
    مک مال نورد نکوه فشار فریب جنبان جنب خروش خراش خوا آزما آزمای گریان لرزان";

/// مرد (died) is left out: it is the word for man.
const PAST_STEMS: &str = "\
    کرد شد داد خواست توانست گرفت رفت گفت آمد دانست ساخت رسید آورد دید برد یافت خورد خواند زد نمود ماند افتاد داشت کشید \
    پذیرفت پرداخت بخشید گشت گردید گردانید گرداند نوشت فرستاد شناخت ترسید شنید انداخت فهمید فهماند گذاشت گذشت گذراند \
    گذرانید ایستاد نشست نشاند خوابید خواباند آموخت پرسید بست ریخت سوخت سوزاند سوزانید درخشید نواخت لرزید چرخید چرخاند \
    چسبید چسباند خندید خنداند گریست پوشید پوشاند پوشانید نوشید کوبید کوفت کوشید شمرد اندیشید ورزید بارید کاست افزود \
    آزمود سنجید گزید شکست شکافت شکفت دوخت پخت دوید پرید پراند خاست ستود سرود سرایید سپرد جست شست پیوست پیچید تاخت تابید \
    تراشید لغزید لیسید مکید خرید خراشید خروشید فروخت فشرد فریفت پاشید پرورد پروراند پرستید پسندید پنداشت پیمود چشید چید \
    چرید چراند چرانید چکید بوسید بوید بافت بالید نازید نالید نامید نگریست نگاشت نهاد هراسید آزرد آشامید آراست آفرید \
    آمیخت آویخت آمرزید انگیخت انگاشت افراشت افروخت افکند افشاند بایست بود باخت گریخت گسترد گماشت گنجید گنجاند گشود زدود \
    زایید زیست رقصید رنجید رنجاند رهانید راند رویید رساند رسانید خزید دزدید دمید دوشید غلتید غرید طلبید فرمود کاشت \
    کاوید کوچید گداخت گرایید شتافت لنگید مالید ترکید ترکاند تپید تونست دونست خوند جنبید";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_is_a_stem_with_an_ending() {
        for verb in ["شود", "کنند", "توانید", "رفت", "گفتند", "آید", "خواهد", "دهیم", "بینمش", "کنه", "کرده"]
        {
            assert!(is_verb(verb), "{verb}");
        }
        for word in ["اعلام", "سال", "کن", "باز", "بازی", "مرد", "در", "دو", "روش", "دانش", "بخش", ""]
        {
            assert!(!is_verb(word), "{word}");
        }
    }

    #[test]
    fn compounds_with_and_are_one_word_however_written() {
        let language = crate::model::Language::parse("fa").unwrap();
        let key = |text: &str| crate::text::match_key(text, &language);
        for (apart, joined) in [
            ("گفت و گو کردند", "گفت‌وگو کردند"),
            ("گفت و گو های تازه", "گفت‌وگوهای تازه"),
            ("جست و جوی او", "جست‌وجوی او"),
        ] {
            assert_eq!(key(apart), key(joined), "{apart}");
        }
        assert_eq!(key("گفت و رفت"), "گفت و رفت");
    }

    #[test]
    fn the_written_ezafe_goes_only_behind_a_joint() {
        for (key, expected) in
            [("خانه\u{200C}ی", "خانه"), ("سیاهی", "سیاهی"), ("خانه\u{200C}ای", "خانه\u{200C}ای"), ("ی", "ی")]
        {
            let mut dropped = key.to_owned();
            drop_written_ezafe(&mut dropped);
            assert_eq!(dropped, expected);
        }
    }
}
