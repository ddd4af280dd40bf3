//! What the scanner knows about text in Latin letters: abbreviations as English-language news writes them, and the words
//! that open a sentence. Add to the tables freely; a test keeps them free of doubles and of misplaced dots.

use super::word::Stop;

/// Titles, ranks and saints: a name follows, so the dot never ends a sentence.
#[rustfmt::skip]
const TITLES: &[&str] = &[
    // civil
    "Mr", "Mrs", "Ms", "Mx", "Messrs", "Mmes", "Mme", "Mlle", "Dr", "Drs", "Prof", "Profs", "Assoc", "Asst", "Hon",
    "Rt", "Amb", "Atty", "Dir", "Pres", "Supt", "Insp", "Det", "Dep", "Exec", "Sra", "Srta",
    // legislatures and governments
    "Sen", "Sens", "Rep", "Reps", "Gov", "Govs", "Cllr", "Coun", "Min", "Sec'y", "Ald", "Comm", "Commr",
    // military and police
    "Gen", "Gens", "Lt", "Lieut", "Col", "Cols", "Maj", "Capt", "Cpt", "Cmdr", "Cdr", "Cmdt", "Comdr", "Comdt", "Adm",
    "Adml", "Brig", "Sgt", "Sgts", "Cpl", "Pvt", "Pfc", "Spc", "Ens", "Ofc", "Sup",
    // church
    "Rev", "Revs", "Fr", "Msgr", "Mgr", "Bp", "Abp", "Archbp", "Ven", "Bro", "Ste",
    // in names of places and schools
    "Mt", "Ft", "Pt",
];

/// Marks inside a sentence: more of it always follows.
#[rustfmt::skip]
const INSIDE: &[&str] = &[
    "e.g", "eg", "i.e", "ie", "vs", "v", "viz", "cf", "c.f", "resp", "incl", "excl", "esp", "approx", "ca", "a.k.a",
    "aka", "f.k.a", "n.b", "q.v", "cit", "intl", "int'l", "nat'l", "gov't", "dep't", "lit", "orig", "transl", "trans",
    "d/b/a",
];

/// A number follows; before anything else the dot ends the sentence ("He said no. They left.").
#[rustfmt::skip]
const BEFORE_NUMBER: &[&str] = &[
    "No", "no", "Nos", "nos", "Nr", "Num", "N°", "Art", "art", "Arts", "Fig", "fig", "Figs", "figs", "p", "pp", "pg",
    "Vol", "vol", "Vols", "vols", "Ch", "ch", "Chap", "chap", "Sec", "sec", "Secs", "Sect", "Par", "par", "para",
    "paras", "Para", "Eq", "Ref", "Tel", "tel", "ext", "Ext", "est", "Est", "Rs", "Tk", "Pos", "Op", "Ver", "ver",
    "b", "c", "d", "r", "fl", "Flt", "Rte", "Apt",
];

/// Months and weekdays: a number or another part of the date follows; before anything else the dot ends the sentence.
#[rustfmt::skip]
const DATES: &[&str] = &[
    "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec", "Mon", "Tue", "Tues", "Wed",
    "Thu", "Thur", "Thurs", "Fri", "Sat", "Sun",
];

/// Abbreviations that stand as well inside a sentence as at its end.
#[rustfmt::skip]
const ANYWHERE: &[&str] = &[
    // companies
    "Inc", "inc", "Corp", "corp", "Co", "co", "Cos", "Ltd", "ltd", "Ld", "Bros", "Bhd", "Pty", "Pte", "Cie", "Mfg",
    "Ind", "Intl", "Int'l", "Natl", "Nat'l", "Assn", "Ass'n", "Assoc", "Inst", "Univ", "Comm", "Dept", "dept", "Dep't", "Div",
    "Govt", "govt", "Gov't", "Mgmt", "Soc", "Cttee", "Conf", "Exch", "Grp", "Hosp",
    // after a name
    "Jr", "jr", "Sr", "sr", "Esq", "Ph.D", "Ed.D", "M.D", "D.Phil", "B.Sc", "M.Sc", "LL.B", "LL.M", "LL.D", "Litt.D",
    "Th.D", "Psy.D", "Pharm.D", "ed", "eds", "al",
    // addresses; St. is a saint as often as a street
    "St", "Sts", "Ave", "Av", "Blvd", "Rd", "Ln", "Pl", "Sq", "Pkwy", "Ter", "Cres", "Bldg", "Rm", "Jct", "Mtn",
    // times of day
    "a.m", "p.m", "A.M", "P.M",
    // American states and Canadian provinces, as the Associated Press shortens them
    "Ala", "Ariz", "Ark", "Calif", "Cal", "Colo", "Conn", "Del", "Fla", "Ga", "Ill", "Kan", "Kans", "Ky", "Md",
    "Mass", "Mich", "Minn", "Miss", "Mo", "Mont", "Neb", "Nebr", "Nev", "Okla", "Ore", "Pa", "Tenn", "Tex", "Va",
    "Vt", "Wash", "Wis", "Wisc", "Wyo", "Dak", "Alta", "Ont", "Que", "Sask", "N.Mex", "W.Va",
    // the rest
    "avg", "max",
];

/// Units that are ordinary words too, so only directly behind a number: `6 ft. 2 in.`, but not `Come in.`
#[rustfmt::skip]
const UNITS: &[&str] = &[
    "ft", "in", "lb", "lbs", "oz", "mi", "yd", "yds", "sq", "cu", "gal", "pt", "qt", "hr", "hrs", "min", "mins",
    "sec", "secs",
];

/// Names written with an exclamation mark of their own; it ends a sentence only before a sentence starter.
const EXCLAIMED_NAMES: &[&str] = &["Yahoo", "Jeopardy", "Wham", "Oklahoma", "Yum", "Panic", "Oliver"];

/// Words that open a sentence and hardly ever stand, with a capital, right behind an abbreviation within one.
#[rustfmt::skip]
const STARTERS: &[&str] = &[
    // articles, pronouns, determiners
    "The", "A", "An", "This", "That", "These", "Those", "He", "She", "It", "They", "We", "You", "I", "His", "Her",
    "Its", "Their", "Our", "My", "Your", "Some", "Many", "Most", "Several", "All", "Both", "Each", "Every", "Another",
    "Any", "Few", "None", "Nobody", "Nothing", "Everyone", "Everything", "Someone", "Something", "Anyone", "Such",
    "Neither", "Either", "He's", "She's", "It's", "That's", "There's", "They're", "We're", "You're", "I'm", "I've",
    "I'll", "I'd", "We've", "They've", "Let's", "What's", "Here's", "Don't", "Didn't", "Can't", "Isn't",
    // conjunctions and connectives
    "And", "But", "Or", "Nor", "So", "Yet", "If", "Unless", "When", "Whenever", "While", "Whereas", "Although",
    "Though", "Because", "Since", "Until", "Once", "Whether", "As", "However", "Moreover", "Furthermore",
    "Nevertheless", "Nonetheless", "Meanwhile", "Therefore", "Thus", "Hence", "Instead", "Otherwise", "Besides",
    "Also", "Still", "Then", "Here", "There", "Now", "Even", "Just", "Only", "Not", "Perhaps", "Maybe", "Indeed",
    "Ironically", "Consequently", "Similarly", "Additionally", "Finally", "Eventually", "Recently", "Later",
    "Earlier", "Today", "Yesterday", "Tomorrow", "Rather", "Never", "Often", "Sometimes", "Yes", "Please",
    // prepositions
    "In", "On", "At", "By", "For", "From", "With", "Without", "Within", "To", "After", "Before", "During", "Despite",
    "According", "Among", "Amid", "Under", "Over", "Between", "Through", "Throughout", "Following", "Against",
    "Across", "About", "Like", "Unlike", "Of", "Given", "Apart", "Along", "Speaking", "Asked",
    // questions
    "Who", "What", "Where", "Why", "How", "Which", "Whose", "Is", "Are", "Was", "Were", "Do", "Does", "Did", "Has",
    "Have", "Had", "Can", "Could", "Should", "Would", "Won't",
    // verbs and nouns that open news sentences
    "Critics", "Analysts", "Experts", "Investors", "Shares", "Researchers", "Scientists", "Witnesses", "Residents",
    "Protesters", "Opponents", "Supporters", "Activists", "Details", "Nearly", "Almost", "More", "Less",
];

/// Verbs that attach a quotation to its speaker: `"Why now?" Smith asked.`
#[rustfmt::skip]
const REPORTING: &[&str] = &[
    "said", "says", "asked", "asks", "added", "wrote", "writes", "told", "tweeted", "replied", "shouted", "yelled",
    "cried", "wondered", "exclaimed", "joked", "quipped", "continued", "responded", "demanded", "tells",
];

/// How a full stop behind `word` (without the dot) is to be taken; `None` for an ordinary word.
pub(super) fn stop(word: &str) -> Option<Stop> {
    let tables: [(&[&str], Stop); 5] = [
        (TITLES, Stop::MoreFollows),
        (INSIDE, Stop::MoreFollows),
        (BEFORE_NUMBER, Stop::NumberFollows),
        (DATES, Stop::DateFollows),
        (ANYWHERE, Stop::Ambiguous),
    ];
    let listed = |word: &str| tables.iter().find(|(table, _)| table.contains(&word)).map(|&(_, stop)| stop);
    listed(word).or_else(|| is_title_in_capitals(word).then_some(Stop::Ambiguous))
}

/// `GEN.`, but `MS.` may be the disease.
fn is_title_in_capitals(word: &str) -> bool {
    let capitals = word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase());
    capitals && TITLES.iter().any(|title| title.eq_ignore_ascii_case(word))
}

/// Whether `word` is an abbreviation when it stands behind a number.
pub(super) fn is_unit(word: &str) -> bool {
    UNITS.contains(&word)
}

/// Whether the name `word` (without its mark) is written with an exclamation mark.
pub(super) fn is_exclaimed_name(word: &str) -> bool {
    EXCLAIMED_NAMES.contains(&word)
}

/// Whether `word` opens a sentence even behind an abbreviation. Curly apostrophes count as straight ones.
pub(super) fn is_starter(word: &str) -> bool {
    let stem = word.split(['\'', '’']).next().unwrap_or(word);
    STARTERS.contains(&word) || STARTERS.contains(&stem)
}

/// Whether `phrase` opens with a preposition of time, as in `At 6 p.m.`
pub(super) fn opens_with_time(phrase: &str) -> bool {
    let first = phrase.split(' ').next().unwrap_or_default();
    ["At", "By", "On", "In", "Around", "About", "Before", "After", "Until", "From", "Since"].contains(&first)
}

pub(super) fn is_reporting_verb(word: &str) -> bool {
    REPORTING.contains(&word)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_table_lists_a_word_twice() {
        for table in [TITLES, INSIDE, BEFORE_NUMBER, DATES, ANYWHERE, UNITS, STARTERS, REPORTING] {
            let mut seen = HashSet::new();
            assert_eq!(table.iter().find(|word| !seen.insert(**word)), None);
        }
    }

    #[test]
    fn abbreviations_are_listed_without_their_dot() {
        for table in [TITLES, INSIDE, BEFORE_NUMBER, DATES, ANYWHERE, UNITS] {
            for word in table {
                assert!(!word.ends_with('.') && !word.is_empty(), "{word}");
            }
        }
    }

    #[test]
    fn the_answer_no_is_told_from_the_number() {
        assert_eq!(stop("No"), Some(Stop::NumberFollows));
        assert_eq!(stop("GEN"), Some(Stop::Ambiguous));
        assert_eq!(stop("general"), None);
    }
}
