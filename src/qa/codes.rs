//! Whether both texts have the same inline codes.

use std::collections::BTreeMap;

use crate::model::UnitText;
use crate::text::placeholders;

pub fn check(source: &UnitText, target: &UnitText) -> Option<String> {
    if !source.text.contains('{') && !target.text.contains('{') {
        return None;
    }
    let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
    for (side, sign) in [(source, 1), (target, -1)] {
        for code in placeholders(&side.text) {
            *counts.entry(&side.text[code]).or_default() += sign;
        }
    }
    let of = |sign: i64| {
        let codes = counts.iter().filter(|(_, count)| **count * sign > 0).map(|(code, _)| *code);
        codes.collect::<Vec<_>>().join(" ")
    };
    match (of(1), of(-1)) {
        (lacks, more) if lacks.is_empty() && more.is_empty() => None,
        (lacks, more) if more.is_empty() => Some(format!("the target lacks the codes {lacks}")),
        (lacks, more) if lacks.is_empty() => Some(format!("the target has codes that the source lacks: {more}")),
        (lacks, more) => Some(format!("the target lacks the codes {lacks} and has {more} instead")),
    }
}
