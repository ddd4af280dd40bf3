//! A table to import, and a model that says what importing any beginning of it has to lead to.

use std::collections::HashMap;

use hafez::rpc::v1;

/// More than are imported between ten kills.
pub const LINES: usize = 30_000;

/// Parts of sentences in both languages; each combination is a sentence of its own.
const WHO: [(&str, &str); 8] = [
    ("The city council", "شورای شهر"),
    ("A spokeswoman for the ministry", "سخنگوی وزارتخانه"),
    ("The port authority", "اداره بندر"),
    ("The teachers' union", "اتحادیه معلمان"),
    ("An appeals court", "دادگاه تجدیدنظر"),
    ("The national broadcaster", "صداوسیمای ملی"),
    ("The governor's office", "دفتر استاندار"),
    ("A group of farmers", "گروهی از کشاورزان"),
];
const WHERE: [(&str, &str); 8] = [
    ("in Shiraz", "در شیراز"),
    ("in Tabriz", "در تبریز"),
    ("in Mashhad", "در مشهد"),
    ("in Kerman", "در کرمان"),
    ("in Ahvaz", "در اهواز"),
    ("in Rasht", "در رشت"),
    ("in Yazd", "در یزد"),
    ("in Bushehr", "در بوشهر"),
];
const WHAT: [(&str, &str); 8] = [
    ("the new water rules", "مقررات تازه آب"),
    ("the plan for a second bridge", "طرح پل دوم"),
    ("a higher minimum wage", "افزایش حداقل دستمزد"),
    ("the closure of the old airport", "تعطیلی فرودگاه قدیمی"),
    ("the report on air quality", "گزارش کیفیت هوا"),
    ("longer library hours", "افزایش ساعت کار کتابخانه‌ها"),
    ("the sale of the rail yard", "فروش محوطه راه‌آهن"),
    ("a ban on night fishing", "ممنوعیت ماهیگیری شبانه"),
];
const HOW: [(&str, &str); 6] = [
    ("welcomed", "را خوشایند خواند"),
    ("criticized", "را نقد کرد"),
    ("discussed", "را بررسی کرد"),
    ("rejected", "را رد کرد"),
    ("postponed", "را به تعویق انداخت"),
    ("defended", "را تأیید کرد"),
];
const WHEN: [(&str, &str); 8] = [
    ("on Saturday", "روز شنبه"),
    ("on Sunday", "روز یکشنبه"),
    ("on Monday", "روز دوشنبه"),
    ("on Tuesday", "روز سه‌شنبه"),
    ("late last night", "دیروقت دیشب"),
    ("early this morning", "بامداد امروز"),
    ("after a long debate", "پس از بحثی طولانی"),
    ("without giving a reason", "بی‌آنکه دلیلی بیاورد"),
];

/// The pair with this number; other numbers, up to 24,576, are other pairs.
pub fn pair(number: usize) -> (String, String) {
    let mut rest = number;
    let mut choose = |parts: &[(&'static str, &'static str)]| {
        let part = parts[rest % parts.len()];
        rest /= parts.len();
        part
    };
    let (who, place, what, how, when) = (choose(&WHO), choose(&WHERE), choose(&WHAT), choose(&HOW), choose(&WHEN));
    let english = format!("{} {} {} {} {}.", who.0, place.0, how.0, what.0, when.0);
    (english, format!("{} {} {} {} {}.", who.1, place.1, when.1, what.1, how.1))
}

/// What can be seen of a unit, but for its name and times.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    source: String,
    target: String,
    languages: (String, String),
    status: v1::UnitStatus,
    origin: v1::OriginKind,
    /// The latest eight.
    documents: Vec<String>,
    use_count: usize,
    author: String,
}

impl From<&v1::Unit> for Seen {
    fn from(unit: &v1::Unit) -> Seen {
        let (source, target) = (unit.source.clone().unwrap(), unit.target.clone().unwrap());
        Seen {
            status: unit.status(),
            origin: unit.origin.unwrap().kind(),
            documents: unit.occurrences.iter().map(|o| o.document.clone()).collect(),
            use_count: unit.use_count as usize,
            author: unit.author.clone(),
            source: source.text,
            target: target.text,
            languages: (source.language, target.language),
        }
    }
}

/// One line of the file.
struct Line {
    /// `None` for a line that has to be refused.
    pair: Option<usize>,
    /// Whether the pair stands here for the first time.
    is_new: bool,
    document: String,
    /// The byte just behind it.
    end: u64,
}

/// A table, and what importing any beginning of it has to lead to.
pub struct File {
    pub bytes: Vec<u8>,
    lines: Vec<Line>,
    /// How many lines hold a pair, and how many a new one, among the first so many lines. Each pair is one use of a unit.
    totals: Vec<(usize, usize)>,
}

impl File {
    /// New pairs, pairs once or twice more from other documents, a few that come back all the time, and broken lines. Where
    /// a pair is new it is a draft, later it is approved.
    pub fn new() -> File {
        let mut file =
            File { bytes: b"en\tfa\tdocument\tstatus\tauthor\n".to_vec(), lines: Vec::new(), totals: vec![(0, 0)] };
        for number in 0..LINES {
            let (uses, pairs) = file.totals[number];
            let (pair, is_new) = match number % 10 {
                _ if number % 997 == 996 => (None, false),
                8 => (Some(number / 20), false),
                9 if number > 50 => (Some(number % 7), false),
                _ => (Some(pairs), true),
            };
            let document = format!("article-{number}");
            file.bytes.extend(row(pair, is_new, &document).into_bytes());
            file.lines.push(Line { pair, is_new, document, end: file.bytes.len() as u64 });
            file.totals.push((uses + usize::from(pair.is_some()), pairs + usize::from(is_new)));
        }
        file
    }

    /// How many lines end at or before a byte of the file.
    pub fn lines_before(&self, position: u64) -> usize {
        self.lines.partition_point(|line| line.end <= position)
    }

    /// The units that the first `count` lines make, in the order in which they are first seen.
    pub fn units_of(&self, count: usize) -> Vec<Seen> {
        let (mut units, mut places) = (Vec::<Seen>::new(), HashMap::new());
        for line in &self.lines[..count] {
            let Some(pair) = line.pair else { continue };
            let place = *places.entry(pair).or_insert_with(|| {
                units.push(first_seen(pair));
                units.len() - 1
            });
            units[place].see(line);
        }
        units
    }

    /// How many lines it takes to make so many uses of units.
    pub fn lines_of_uses(&self, uses: usize) -> usize {
        self.totals.partition_point(|&(before, _)| before < uses)
    }

    /// How many of the first `count` lines hold a pair.
    pub fn uses_of(&self, count: usize) -> usize {
        self.totals[count].0
    }

    /// The counts of an import, `read` lines on, into a memory that held the first `held` lines.
    pub fn counts(&self, held: usize, read: usize) -> v1::ImportCounts {
        let (uses, pairs) = self.totals[read];
        let (uses_held, pairs_held) = self.totals[held.min(read)];
        let (added, taken) = (pairs - pairs_held, uses - uses_held);
        v1::ImportCounts {
            read: read as u64,
            added: added as u64,
            updated: (taken - added) as u64,
            unchanged: uses_held as u64,
            refused: (read - uses) as u64,
            ..v1::ImportCounts::default()
        }
    }
}

/// A line of the table.
fn row(pair: Option<usize>, is_new: bool, document: &str) -> String {
    let status = if is_new { "draft" } else { "approved" };
    match pair.map(self::pair) {
        Some((english, persian)) => format!("{english}\t{persian}\t{document}\t{status}\tdesk\n"),
        None => format!("The translation of this line in {document} is missing.\n"),
    }
}

fn first_seen(pair: usize) -> Seen {
    let (source, target) = self::pair(pair);
    Seen {
        source,
        target,
        languages: ("en".into(), "fa".into()),
        status: v1::UnitStatus::Draft,
        origin: v1::OriginKind::Import,
        documents: Vec::new(),
        use_count: 0,
        author: "desk".into(),
    }
}

impl Seen {
    fn see(&mut self, line: &Line) {
        self.use_count += 1;
        self.documents.push(line.document.clone());
        if self.documents.len() > 8 {
            self.documents.remove(0);
        }
        if !line.is_new {
            self.status = v1::UnitStatus::Approved;
        }
    }
}
