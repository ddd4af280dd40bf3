//! The words by which newsrooms mark captions, bylines, dates and links. All of it is data, written in the form that
//! `plain` gives a text: small letters, one space between words, none of the half-spaces and letter variants of Persian.

/// A text in the form in which the tables are written.
pub(super) fn plain(text: &str) -> String {
    let folded = text.chars().filter_map(|c| match c {
        'ي' | 'ى' => Some('ی'),
        'ك' => Some('ک'),
        '’' => Some('\''),
        '\u{200c}' | '\u{a0}' => Some(' '),
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{640}' => None,
        _ => Some(c),
    });
    let folded: String = folded.collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Labels over a list of other articles, or before one link: the whole label.
#[rustfmt::skip]
const LINK_LABELS: &[&str] = &[
    "more news", "more stories", "more headlines", "more articles", "more coverage", "more to read", "more", "news",
    "related", "related news", "related stories", "related articles", "related story", "related article",
    "related coverage", "related content", "related topics", "related links", "related posts", "read more",
    "read also", "read next", "also read", "see also", "see more", "up next", "next up", "you may also like",
    "you might also like", "you may also be interested in", "recommended", "recommended stories",
    "recommended for you", "most read", "most popular", "most viewed", "trending", "trending now", "top stories",
    "latest", "latest news", "latest stories", "editor's picks", "editors' picks", "don't miss", "further reading",
    "in case you missed it", "keep reading", "also on", "what to read next", "explore more", "links", "اخبار مرتبط",
    "خبرهای مرتبط", "خبر مرتبط", "مطالب مرتبط", "مطلب مرتبط", "گزارش های مرتبط", "مقالات مرتبط", "لینک های مرتبط",
    "پیوندهای مرتبط", "موضوعات مرتبط", "مرتبط", "بیشتر بخوانید", "بیشتر ببینید", "همچنین بخوانید", "هم چنین بخوانید",
    "این را هم بخوانید", "این ها را هم بخوانید", "بخوانید", "ادامه مطلب", "مطالب بیشتر", "خبرهای بیشتر",
    "اخبار بیشتر", "در همین زمینه", "در همین رابطه", "در این زمینه بخوانید", "در همین زمینه بخوانید",
    "مطالب پیشنهادی", "پیشنهاد ما", "پیشنهاد سردبیر", "انتخاب سردبیر", "پربیننده ترین ها", "پربیننده ترین",
    "پربازدیدترین ها", "پربازدیدترین", "پربحث ترین ها", "تازه ترین خبرها", "تازه ترین ها", "تازه ترین اخبار",
    "آخرین اخبار", "آخرین خبرها", "سایر اخبار", "دیگر خبرها", "خبرهای دیگر", "گزارش های بیشتر", "از دست ندهید",
];

/// Beginnings of such labels that name a subject: "More on Iran".
#[rustfmt::skip]
const LINK_LABEL_STARTS: &[&str] = &[
    "more on ", "more from ", "more about ", "read more on ", "read more about ", "related to ", "top stories ",
    "latest on ", "latest from ", "بیشتر درباره ", "بیشتر در مورد ", "بیشتر از ", "مطالب دیگر ", "مطالب بیشتر ",
    "خبرهای بیشتر ", "اخبار بیشتر ",
];

/// Beginnings of captions.
#[rustfmt::skip]
const CAPTION_STARTS: &[&str] = &[
    "photo:", "photos:", "ap photo", "afp photo", "reuters/", "photo by ", "photo credit", "photo courtesy", "photo ©", "file photo", "(photo", "[photo",
    "(file", "[file", "file:", "file -", "file –", "file —", "archive photo", "handout photo", "image:", "images:",
    "image credit", "image source", "image caption", "picture:", "pictures:", "pictured:", "photograph:",
    "photograph by", "photography:", "caption:", "credit:", "illustration:", "illustration by", "graphic:", "map:",
    "video:", "screenshot:", "screengrab:", "a file photo", "an undated photo", "an undated image", "a screengrab",
    "a screenshot", "© ", "عکس:", "عکس :", "عکس از ", "عکس آرشیوی", "عکس تزئینی", "عکس تزیینی", "عکس خبری", "عکاس:",
    "تصویر:", "تصویر :", "تصویر آرشیوی", "تصویر تزئینی", "تصویر تزیینی", "تصویری از ", "آرشیو:", "منبع تصویر",
    "منبع عکس", "توضیح تصویر", "توضیح عکس", "شرح عکس", "زیرنویس:", "ویدیو:", "ویدئو:", "اینفوگرافیک:", "نقشه:",
    "(عکس", "نمایی از ",
];

/// Ends of captions: who took the picture.
#[rustfmt::skip]
const CAPTION_ENDS: &[&str] = &[
    "getty images", "/getty", "/reuters", "/afp", "/ap", "ap photo)", "ap photo", "(reuters)", "(afp)", "(ap)",
    "(epa)", "/epa", "via reuters", "via ap", "via afp", "(file photo)", "(file)", "[file]", "(illustration)",
    "/shutterstock", "(آرشیو)", "(عکس آرشیوی)", "(تزئینی)", "/ ایسنا", "/ ایرنا",
];

/// Credits inside or at the end of captions.
#[rustfmt::skip]
const CAPTION_CREDITS: &[&str] = &[
    " photo:", "(photo:", " photograph:", " credit:", " image:", " picture:", " عکس:", "(عکس:", " عکاس:", " تصویر:",
];

/// Beginnings of bylines, besides "By Name", and of the notes on who worked on a story at its end.
#[rustfmt::skip]
const BYLINE_STARTS: &[&str] = &[
    "written by", "reported by", "reporting by", "(reporting by", "additional reporting", "(additional reporting",
    "editing by", "(editing by", "edited by", "writing by", "story by", "text by", "words by", "analysis by",
    "opinion by", "translated by", "compiled by", "contributed by", "author:", "authors:", "writer:", "reporter:",
    "editor:", "source:", "correspondent:", "with reporting by", "from our correspondent", "نویسنده:", "نویسنده :",
    "نویسندگان:", "نگارنده:", "گزارش:", "گزارشگر:", "خبرنگار:", "به قلم", "نوشته:", "نوشته ی", "مترجم:", "مترجم :",
    "ترجمه:", "ترجمه از", "برگردان:", "منبع:", "منبع :", "تهیه کننده:", "تهیه و تنظیم", "دبیر:", "ویراستار:",
    "گردآوری:", "گفت و گو از", "news id", "story id", "article id", "کد خبر", "شناسه خبر", "کد مطلب", "شناسه مطلب", "انتهای پیام",
];

/// What those who sign are, behind their names.
#[rustfmt::skip]
const ROLES: &[&str] = &[
    "correspondent", "reporter", "editor", "columnist", "خبرنگار", "گزارشگر", "دبیر", "سردبیر", "نویسنده", "روزنامه نگار",
];

/// Words of those who sign for a newsroom.
#[rustfmt::skip]
const OUTLETS: &[&str] = &[
    "newsroom", "staff", "correspondent", "correspondents", "reporter", "reporters", "desk", "editor", "editorial",
    "agency", "agencies", "reuters", "afp", "ap", "associated", "bbc", "upi", "bloomberg", "خبرگزاری", "تحریریه",
    "خبرنگار", "سرویس", "گروه", "رویترز", "ایسنا", "ایرنا", "ایلنا", "فارس", "تسنیم", "مهر",
];

/// Words that dates and their announcements are made of; "published 5 february 2024 at 10:30 gmt".
#[rustfmt::skip]
const DATE_WORDS: &[&str] = &[
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "monday",
    "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "tues", "wed", "thu", "thur",
    "thurs", "fri", "sat", "sun", "today", "yesterday", "ago", "minute", "minutes", "min", "mins", "hour", "hours",
    "hrs", "day", "days", "week", "weeks", "am", "pm", "a", "m", "p", "gmt", "utc", "bst", "est", "edt", "et", "pst",
    "pdt", "cet", "cest", "irst", "local", "time", "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "امرداد", "شهریور",
    "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند", "حمل", "ثور", "جوزا", "سرطان", "اسد", "سنبله", "میزان", "عقرب",
    "قوس", "جدی", "دلو", "حوت", "ژانویه", "جنوری", "فوریه", "فبروری", "مارس", "مارچ", "آوریل", "اپریل", "مه", "می",
    "ژوئن", "جون", "ژوئیه", "جولای", "اوت", "آگوست", "اگست", "سپتامبر", "اکتبر", "نوامبر", "دسامبر", "شنبه", "یکشنبه",
    "یک", "دوشنبه", "دو", "سه", "سه شنبه", "چهارشنبه", "چهار", "پنجشنبه", "پنج", "جمعه", "امروز", "دیروز", "پیش",
    "قبل", "دقیقه", "روز", "هفته", "بامداد", "صبح", "ظهر", "عصر", "شب", "خورشیدی", "شمسی", "میلادی", "قمری", "ش", "ه",
    "گرینویچ", "تهران", "کابل",
];

/// Words that surround a date without being one.
#[rustfmt::skip]
const DATE_COMPANIONS: &[&str] = &[
    "published", "posted", "updated", "created", "modified", "first", "last", "on", "at", "of", "the", "date", "and",
    "read", "reading", "st", "nd", "rd", "th", "منتشر", "شده", "شد", "انتشار", "تاریخ", "زمان", "ساعت", "به", "روز",
    "رسانی", "روزرسانی", "بروزرسانی", "آخرین", "به روزرسانی", "در", "و", "خواندن", "مطالعه", "به وقت", "وقت", "برابر",
    "با",
];

/// Sections of a newspaper, as they stand above a headline.
#[rustfmt::skip]
const SECTIONS: &[&str] = &[
    "news", "world", "world news", "politics", "business", "economy", "markets", "finance", "sport", "sports", "opinion", "analysis",
    "culture", "arts", "science", "health", "technology", "tech", "environment", "climate", "education", "entertainment", "lifestyle",
    "travel", "iran", "middle east", "asia", "europe", "africa", "americas", "us", "u.s.", "uk", "exclusive", "breaking", "breaking news",
    "live", "explainer", "feature", "features", "interview", "editorial", "top news", "local", "national", "international",
    "اخبار", "خبر", "جهان", "ایران", "سیاست", "سیاسی", "اقتصاد", "اقتصادی", "ورزش", "ورزشی", "فرهنگ", "فرهنگی", "فرهنگ و هنر", "هنر", "جامعه",
    "اجتماعی", "دانش", "علم", "فناوری", "سلامت", "بهداشت", "محیط زیست", "حقوق بشر", "زنان", "دیدگاه", "یادداشت", "تحلیل", "گزارش", "گزارش ویژه",
    "گفت و گو", "گفتگو", "مصاحبه", "اختصاصی", "خبر فوری", "فوری", "خاورمیانه", "افغانستان", "بین الملل", "حوادث",
];

/// What a label over or before links turns out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinkLabel {
    /// The label alone: links follow.
    Alone,
    /// The label and its link: "Read more: Talks fail in Geneva".
    WithLink,
}

/// Whether the text is a label of links. `text` is plain.
pub(super) fn link_label(text: &str) -> Option<LinkLabel> {
    let label = text.trim_end_matches([':', ' ', '»', '›', '>', '…', '.', '|']);
    let short = label.split(' ').count() <= 6;
    let names_subject = short && LINK_LABEL_STARTS.iter().any(|start| label.starts_with(start));
    if LINK_LABELS.contains(&label) || (names_subject && !label.contains(':')) {
        return Some(LinkLabel::Alone);
    }
    let (before, behind) = text.split_once(':')?;
    // "News:" and "More:" open sentences as well; a label of two words hardly does.
    let is_label = LINK_LABELS.contains(&before.trim()) && (before.trim().contains(' ') || before == "related");
    (is_label && !behind.trim().is_empty()).then_some(LinkLabel::WithLink)
}

pub(super) fn is_section(text: &str) -> bool {
    SECTIONS.contains(&text)
}

pub(super) fn opens_as_caption(text: &str) -> bool {
    CAPTION_STARTS.iter().any(|start| text.starts_with(start))
}

/// Whether the text names who took the picture, as only captions do.
pub(super) fn credits_picture(text: &str) -> bool {
    CAPTION_ENDS.iter().any(|end| text.ends_with(end)) || CAPTION_CREDITS.iter().any(|credit| text.contains(credit))
}

pub(super) fn opens_as_byline(text: &str) -> bool {
    BYLINE_STARTS.iter().any(|start| text.starts_with(start))
}

/// Whether some word of the text says what the one who signs is.
pub(super) fn names_role(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|word| ROLES.contains(&word))
}

/// Whether some word of the text signs for a newsroom or an agency.
pub(super) fn names_outlet(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|word| OUTLETS.contains(&word))
}

/// How many words of a text belong to a date, stand beside one, are numbers, or are anything else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct DateWords {
    pub parts: usize,
    pub companions: usize,
    pub numbers: usize,
    pub others: usize,
}

pub(super) fn date_words(text: &str) -> DateWords {
    let mut count = DateWords::default();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        match word {
            _ if word.starts_with(char::is_numeric) => count.numbers += 1,
            _ if DATE_WORDS.contains(&word) => count.parts += 1,
            _ if DATE_COMPANIONS.contains(&word) => count.companions += 1,
            _ => count.others += 1,
        }
    }
    count
}
