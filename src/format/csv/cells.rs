use super::scan::{SEPARATORS, Scan};

/// The cells of a whole row, without their quotation marks.
pub(super) fn cells(row: &str, separator: char) -> Vec<String> {
    let separators = [separator];
    let mut scan = Scan::new(&separators);
    let (mut cells, mut start) = (Vec::new(), 0);
    for (at, c) in row.char_indices() {
        if scan.separates(c) {
            cells.push(unquoted(&row[start..at]));
            start = at + c.len_utf8();
        }
    }
    cells.push(unquoted(&row[start..]));
    cells
}

fn unquoted(cell: &str) -> String {
    match cell.strip_prefix('"').and_then(|rest| rest.trim_end().strip_suffix('"')) {
        Some(text) => text.replace("\"\"", "\""),
        None => cell.to_owned(),
    }
}

/// What separates the cells of the first row.
pub(super) fn separator_of(row: &str) -> char {
    if let Some(said) = row.trim_start().strip_prefix("sep=").and_then(|rest| rest.chars().next()) {
        return said;
    }
    let mut scan = Scan::new(&SEPARATORS);
    let mut counts = [0; SEPARATORS.len()];
    for c in row.chars() {
        let separates = scan.separates(c);
        if let Some(at) = SEPARATORS.iter().position(|s| separates && *s == c) {
            counts[at] += 1;
        }
    }
    // The first of several that are as frequent: a comma.
    let most = (0..counts.len()).rev().max_by_key(|at| counts[*at]).unwrap_or_default();
    SEPARATORS[most]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_fall_into_cells() {
        for (row, expected) in [
            ("a,b", vec!["a", "b"]),
            ("\"a,b\",\"c\n\"\"d\"\"\"", vec!["a,b", "c\n\"d\""]),
            ("5\" pipe,x", vec!["5\" pipe", "x"]),
            ("\"a\" ,b", vec!["a", "b"]),
            (",\"\",", vec!["", "", ""]),
            ("\"a\"b,c", vec!["\"a\"b", "c"]),
        ] {
            assert_eq!(cells(row, ','), expected, "{row}");
        }
    }

    #[test]
    fn the_most_frequent_separator_is_it() {
        for (row, separator) in
            [("a,b", ','), ("\"a,b,c\";d", ';'), ("a;b\tc\td", '\t'), ("a", ','), ("a;b,c", ','), ("sep=;", ';')]
        {
            assert_eq!(separator_of(row), separator, "{row}");
        }
    }
}
