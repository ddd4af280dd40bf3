//! The engine against one that is slow and plain: it tries every rule at every place.

use std::collections::BTreeSet;
use std::fmt;

use proptest::prelude::*;

use super::*;

/// A small regular expression.
#[derive(Clone, Debug)]
enum Expression {
    Char(char),
    Any,
    Letters,
    NoLetters,
    WordBoundary,
    Start,
    End,
    Sequence(Vec<Expression>),
    Either(Box<Expression>, Box<Expression>),
    Repeat(Box<Expression>, usize, usize),
    Look(Look, Box<Expression>),
}

#[derive(Clone, Copy, Debug)]
enum Look {
    Ahead,
    NotAhead,
    Behind,
    NotBehind,
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expression::Char(c) if c.is_ascii_punctuation() => write!(f, "\\{c}"),
            Expression::Char(c) => write!(f, "{c}"),
            Expression::Any => f.write_str("(?s:.)"),
            Expression::Letters => f.write_str(r"\p{L}"),
            Expression::NoLetters => f.write_str(r"[^\p{L}]"),
            Expression::WordBoundary => f.write_str(r"\b"),
            Expression::Start => f.write_str(r"\A"),
            Expression::End => f.write_str(r"\z"),
            Expression::Sequence(parts) => parts.iter().try_for_each(|part| write!(f, "{part}")),
            Expression::Either(a, b) => write!(f, "(?:{a}|{b})"),
            Expression::Repeat(one, least, most) => write!(f, "(?:{one}){{{least},{most}}}"),
            Expression::Look(Look::Ahead, one) => write!(f, "(?={one})"),
            Expression::Look(Look::NotAhead, one) => write!(f, "(?!{one})"),
            Expression::Look(Look::Behind, one) => write!(f, "(?<={one})"),
            Expression::Look(Look::NotBehind, one) => write!(f, "(?<!{one})"),
        }
    }
}

fn is_word(c: Option<&char>) -> bool {
    c.is_some_and(|c| c.is_alphanumeric() || *c == '_')
}

impl Expression {
    /// Where matches that begin at `at` end.
    fn ends(&self, text: &[char], at: usize) -> BTreeSet<usize> {
        let one =
            |wanted: &dyn Fn(char) -> bool| text.get(at).filter(|c| wanted(**c)).map(|_| at + 1).into_iter().collect();
        let here = |holds: bool| holds.then_some(at).into_iter().collect();
        match self {
            Expression::Char(wanted) => one(&|c| c == *wanted),
            Expression::Any => one(&|_| true),
            Expression::Letters => one(&char::is_alphabetic),
            Expression::NoLetters => one(&|c| !c.is_alphabetic()),
            Expression::WordBoundary => here(is_word(at.checked_sub(1).map(|i| &text[i])) != is_word(text.get(at))),
            Expression::Start => here(at == 0),
            Expression::End => here(at == text.len()),
            Expression::Sequence(parts) => parts.iter().fold(BTreeSet::from([at]), |ends, part| part.on(text, &ends)),
            Expression::Either(a, b) => &a.ends(text, at) | &b.ends(text, at),
            Expression::Repeat(one, least, most) => {
                let required = (0..*least).fold(BTreeSet::from([at]), |ends, _| one.on(text, &ends));
                (*least..*most).fold(required, |ends, _| &ends | &one.on(text, &ends))
            }
            Expression::Look(Look::Ahead, one) => here(!one.ends(text, at).is_empty()),
            Expression::Look(Look::NotAhead, one) => here(one.ends(text, at).is_empty()),
            Expression::Look(Look::Behind, one) => here(one.ends_at(text, at)),
            Expression::Look(Look::NotBehind, one) => here(!one.ends_at(text, at)),
        }
    }

    fn on(&self, text: &[char], from: &BTreeSet<usize>) -> BTreeSet<usize> {
        from.iter().flat_map(|at| self.ends(text, *at)).collect()
    }

    fn ends_at(&self, text: &[char], end: usize) -> bool {
        (0..=end).any(|start| self.ends(text, start).contains(&end))
    }
}

type OracleRule = (bool, Expression, Expression);

fn slow_cuts(rules: &[OracleRule], text: &str) -> Vec<usize> {
    let chars: Vec<char> = text.chars().collect();
    let is_cut = |place: &usize| {
        let matches = |rule: &&OracleRule| rule.1.ends_at(&chars, *place) && !rule.2.ends(&chars, *place).is_empty();
        rules.iter().find(matches).is_some_and(|rule| rule.0)
    };
    let places = text.char_indices().map(|(at, _)| at).enumerate().skip(1);
    places.filter(|(place, _)| is_cut(place)).map(|(_, at)| at).collect()
}

const CHARS: &[char] = &['a', 'B', '.', ' ', 'é', 'ش', '\n', '1'];

fn any_expression() -> impl Strategy<Value = Expression> {
    let leaf = prop_oneof![
        6 => prop::sample::select(CHARS).prop_map(Expression::Char),
        1 => Just(Expression::Any),
        1 => Just(Expression::Letters),
        1 => Just(Expression::NoLetters),
        2 => Just(Expression::WordBoundary),
        1 => Just(Expression::Start),
        1 => Just(Expression::End),
    ];
    let looks = prop::sample::select(vec![Look::Ahead, Look::NotAhead, Look::Behind, Look::NotBehind]);
    leaf.prop_recursive(3, 10, 3, move |inner| {
        prop_oneof![
            4 => prop::collection::vec(inner.clone(), 0..4).prop_map(Expression::Sequence),
            2 => (inner.clone(), inner.clone()).prop_map(|(a, b)| Expression::Either(a.into(), b.into())),
            2 => (inner.clone(), 0..2usize, 1..4usize).prop_map(|(one, a, b)| Expression::Repeat(one.into(), a, a.max(b))),
            1 => (looks.clone(), inner).prop_map(|(look, one)| Expression::Look(look, one.into())),
        ]
    })
}

fn any_text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(CHARS), 0..14).prop_map(String::from_iter)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn cuts_are_those_of_the_slow_engine(
        rules in prop::collection::vec((any::<bool>(), any_expression(), any_expression()), 1..5),
        texts in prop::collection::vec(any_text(), 1..4),
    ) {
        let written: Vec<_> = rules.iter().map(|rule| (rule.0, rule.1.to_string(), rule.2.to_string())).collect();
        let written: Vec<_> = written.iter().map(|rule| (rule.0, rule.1.as_str(), rule.2.as_str())).collect();
        let fast = match Srx::parse(file(&written).as_bytes()) {
            Ok(srx) => srx.rules_for(&language("en")).unwrap().unwrap(),
            Err(error) => {
                prop_assert!(error.to_string().contains("Target of repeat operator"), "{error}");
                return Ok(());
            }
        };
        for text in texts {
            prop_assert_eq!(fast.cuts(&text).unwrap(), slow_cuts(&rules, &text), "{:?} in {:?}", written, text);
        }
    }

    #[test]
    fn any_expression_is_compiled_or_refused(regex in "[\\[\\]()a-c\\\\.*+?{}0-9,|^$&!<=:pxuQEbB -]{0,20}", text in any_text()) {
        let Ok(srx) = Srx::parse(file(&[(true, &regex, "")]).as_bytes()) else { return Ok(()) };
        let cuts = srx.rules_for(&language("en")).unwrap().unwrap().cuts(&text).unwrap();
        prop_assert!(cuts.is_sorted() && cuts.iter().all(|cut| *cut > 0 && *cut < text.len() && text.is_char_boundary(*cut)));
    }
}
