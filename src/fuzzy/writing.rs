//! How a text writes its numbers, to write others like them.

use std::collections::BTreeSet;

use super::adaptation::Written;
use crate::model::Language;
use crate::text::Numeral;

/// How a target writes its numbers, as far as they tell.
pub struct Writing<'a> {
    language: &'a Language,
    numerals: Vec<Numeral>,
    zeros: Zeros,
}

/// What becomes of zeros that only fill a width, where the old number has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zeros {
    Kept,
    Dropped,
}

impl<'a> Writing<'a> {
    pub fn of(source: Written, target: Written<'a>) -> Writing<'a> {
        let (padded, kept) = (padded_values(source), padded_values(target));
        let drops_zeros = target.numbers().any(|n| padded.contains(&*n.key) && !kept.contains(&*n.key));
        let zeros = if drops_zeros { Zeros::Dropped } else { Zeros::Kept };
        let numerals = target.numbers().filter_map(|number| target.numeral(number)).collect();
        Writing { language: target.language, numerals, zeros }
    }

    /// Dropped, where the target does so with those of the source: ۱۲/۵ for 05/12.
    pub fn zeros(&self) -> Zeros {
        self.zeros
    }

    /// A number of the query as the target would write it: as it writes the old one, else as it writes its other numbers,
    /// else as the query writes it, with the marks that the target's language has.
    pub fn adapt(&self, query: &Numeral, old: &Numeral, zeros: Zeros) -> Numeral {
        Numeral {
            whole: whole(query, old, zeros),
            fraction: query.fraction.clone(),
            zero: old.zero,
            grouping: self.grouping(query, old),
            decimal: Some(self.decimal(old)),
        }
    }

    fn decimal(&self, old: &Numeral) -> char {
        let seen = old.decimal.or_else(|| self.numerals.iter().find_map(|other| other.decimal));
        seen.unwrap_or_else(|| old.usual_marks(self.language).1)
    }

    /// Four digits without a mark say nothing of the other numbers, as they may be a year, nor do those of the query ask
    /// for one.
    fn grouping(&self, query: &Numeral, old: &Numeral) -> Option<char> {
        if old.grouping.is_some() || old.whole.len() >= 4 {
            return old.grouping;
        }
        match self.numerals.iter().find(|other| other.grouping.is_some() || other.whole.len() > 4) {
            Some(other) => other.grouping.filter(|_| query.grouping.is_some() || query.whole.len() > 4),
            None => query.grouping.map(|_| old.usual_marks(self.language).0),
        }
    }
}

fn padded_values(text: Written<'_>) -> BTreeSet<&str> {
    let padded = text.numbers().filter(|number| text.numeral(number).is_some_and(|numeral| numeral.is_padded()));
    padded.map(|number| &*number.key).collect()
}

fn whole(query: &Numeral, old: &Numeral, zeros: Zeros) -> String {
    let bare = match query.whole.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    match zeros {
        _ if old.is_padded() => format!("{bare:0>width$}", width = old.whole.len()),
        Zeros::Dropped => bare.to_owned(),
        Zeros::Kept => query.whole.clone(),
    }
}
