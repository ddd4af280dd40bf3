//! Classes of characters, as far as sentence boundaries need them.

/// Marks that may end a sentence.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '؟' | '…' | '۔' | '‼' | '⁇' | '⁈' | '⁉' | '。' | '！' | '？')
}

/// Marks that close a quotation, a bracket or an emphasis, and so still belong to the sentence before them.
pub(super) fn is_closer(c: char) -> bool {
    is_right_mark(c)
        || matches!(c, '"' | '\'' | '’' | '*' | '_' | '~' | '`' | '″' | '＂' | '\u{b9}' | '\u{b2}' | '\u{b3}')
}

/// Closing marks that nothing can open with.
pub(super) fn is_right_mark(c: char) -> bool {
    matches!(c, '»' | '›' | '”' | ')' | ']' | '}' | '）' | '」' | '』' | '】')
}

pub(super) fn is_opener(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '“'
            | '‘'
            | '„'
            | '‚'
            | '«'
            | '‹'
            | '('
            | '['
            | '{'
            | '<'
            | '（'
            | '「'
            | '*'
            | '_'
            | '~'
            | '`'
            | '¿'
            | '¡'
            | '#'
    )
}

/// Dashes that set phrases apart. The hyphen, which also joins words, is left to the caller.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '–' | '—' | '―' | '−' | '‒')
}

/// Marks behind which a sentence goes on: what stands before them cannot have ended.
pub(super) fn is_inner_mark(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | '،' | '؛' | '٫' | '٬' | '%' | '٪')
}

pub(super) fn is_bidi_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Joiners and other characters without width that stand inside words.
pub(super) fn is_zero_width(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{ad}' | '\u{2060}')
}

/// White space and characters that show nothing: no sentence consists of them alone.
pub(crate) fn is_invisible(c: char) -> bool {
    c.is_whitespace() || is_bidi_mark(c) || is_zero_width(c)
}

/// Letters of the Arabic blocks, Persian's among them.
pub(super) fn is_arabic_letter(c: char) -> bool {
    let in_block = matches!(c, '\u{0620}'..='\u{06ff}' | '\u{0750}'..='\u{077f}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    in_block && c.is_alphabetic()
}
