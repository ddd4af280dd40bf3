//! Marks, quotes and dashes that count as the same in every language.

/// The one form under which a mark is compared; `None` where it stands for itself.
pub(super) fn fold_mark(c: char) -> Option<char> {
    Some(match c {
        '«' | '»' | '“' | '”' | '„' | '‟' | '″' => '"',
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | '′' | 'ʻ' | 'ʼ' | 'ʾ' | 'ʿ' | '\u{FF07}' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹘' | '－' => '-',
        '،' | '٬' => ',',
        '؛' => ';',
        '؟' => '?',
        '٪' => '%',
        '٫' | '۔' => '.',
        _ => return None,
    })
}

/// Variation selectors choose between pictures of one symbol.
pub(super) fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}')
}
