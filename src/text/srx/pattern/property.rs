use regex_automata::util::syntax;

use super::cursor::Cursor;

/// Names that Java or ICU know and the engine does not, and what stands between the brackets of an equal class.
const ALIASES: &[(&str, &str)] = &[
    ("all", r"\x{0}-\x{10FFFF}"),
    ("alnum", r"\p{Alphabetic}\p{Nd}"),
    ("blank", r"\t\p{Zs}"),
    ("graph", r"[^\s\p{Cc}\p{Cs}\p{Cn}]"),
    ("print", r"[[^\s\p{Cc}\p{Cs}\p{Cn}]\p{Zs}]"),
    ("xdigit", r"\p{Nd}\p{Hex_Digit}"),
    ("word", r"\w"),
    ("l1", r"\x{0}-\x{FF}"),
    ("l&", r"\p{LC}"),
    ("ld", r"\p{L}\p{Nd}"),
    ("javalowercase", r"\p{Lowercase}"),
    ("javauppercase", r"\p{Uppercase}"),
    ("javatitlecase", r"\p{Lt}"),
    ("javaalphabetic", r"\p{Alphabetic}"),
    ("javaideographic", r"\p{Ideographic}"),
    ("javaletter", r"\p{L}"),
    ("javadigit", r"\p{Nd}"),
    ("javaletterordigit", r"\p{L}\p{Nd}"),
    ("javawhitespace", r"\s"),
    ("javaspacechar", r"\p{Z}"),
];

/// Blocks of Unicode, by their names without spaces, hyphens and case.
const BLOCKS: &[(&str, &str)] = &[
    ("basiclatin", r"\x{0}-\x{7F}"),
    ("latin1supplement", r"\x{80}-\x{FF}"),
    ("latinextendeda", r"\x{100}-\x{17F}"),
    ("latinextendedb", r"\x{180}-\x{24F}"),
    ("ipaextensions", r"\x{250}-\x{2AF}"),
    ("combiningdiacriticalmarks", r"\x{300}-\x{36F}"),
    ("greek", r"\x{370}-\x{3FF}"),
    ("greekandcoptic", r"\x{370}-\x{3FF}"),
    ("cyrillic", r"\x{400}-\x{4FF}"),
    ("cyrillicsupplement", r"\x{500}-\x{52F}"),
    ("armenian", r"\x{530}-\x{58F}"),
    ("hebrew", r"\x{590}-\x{5FF}"),
    ("arabic", r"\x{600}-\x{6FF}"),
    ("syriac", r"\x{700}-\x{74F}"),
    ("arabicsupplement", r"\x{750}-\x{77F}"),
    ("thaana", r"\x{780}-\x{7BF}"),
    ("devanagari", r"\x{900}-\x{97F}"),
    ("bengali", r"\x{980}-\x{9FF}"),
    ("gurmukhi", r"\x{A00}-\x{A7F}"),
    ("gujarati", r"\x{A80}-\x{AFF}"),
    ("tamil", r"\x{B80}-\x{BFF}"),
    ("telugu", r"\x{C00}-\x{C7F}"),
    ("kannada", r"\x{C80}-\x{CFF}"),
    ("malayalam", r"\x{D00}-\x{D7F}"),
    ("sinhala", r"\x{D80}-\x{DFF}"),
    ("thai", r"\x{E00}-\x{E7F}"),
    ("lao", r"\x{E80}-\x{EFF}"),
    ("tibetan", r"\x{F00}-\x{FFF}"),
    ("myanmar", r"\x{1000}-\x{109F}"),
    ("georgian", r"\x{10A0}-\x{10FF}"),
    ("hanguljamo", r"\x{1100}-\x{11FF}"),
    ("ethiopic", r"\x{1200}-\x{137F}"),
    ("khmer", r"\x{1780}-\x{17FF}"),
    ("mongolian", r"\x{1800}-\x{18AF}"),
    ("latinextendedadditional", r"\x{1E00}-\x{1EFF}"),
    ("greekextended", r"\x{1F00}-\x{1FFF}"),
    ("generalpunctuation", r"\x{2000}-\x{206F}"),
    ("superscriptsandsubscripts", r"\x{2070}-\x{209F}"),
    ("currencysymbols", r"\x{20A0}-\x{20CF}"),
    ("letterlikesymbols", r"\x{2100}-\x{214F}"),
    ("numberforms", r"\x{2150}-\x{218F}"),
    ("arrows", r"\x{2190}-\x{21FF}"),
    ("mathematicaloperators", r"\x{2200}-\x{22FF}"),
    ("enclosedalphanumerics", r"\x{2460}-\x{24FF}"),
    ("boxdrawing", r"\x{2500}-\x{257F}"),
    ("geometricshapes", r"\x{25A0}-\x{25FF}"),
    ("miscellaneoussymbols", r"\x{2600}-\x{26FF}"),
    ("dingbats", r"\x{2700}-\x{27BF}"),
    ("supplementalpunctuation", r"\x{2E00}-\x{2E7F}"),
    ("cjksymbolsandpunctuation", r"\x{3000}-\x{303F}"),
    ("hiragana", r"\x{3040}-\x{309F}"),
    ("katakana", r"\x{30A0}-\x{30FF}"),
    ("bopomofo", r"\x{3100}-\x{312F}"),
    ("hangulcompatibilityjamo", r"\x{3130}-\x{318F}"),
    ("cjkunifiedideographsextensiona", r"\x{3400}-\x{4DBF}"),
    ("cjkunifiedideographs", r"\x{4E00}-\x{9FFF}"),
    ("hangulsyllables", r"\x{AC00}-\x{D7AF}"),
    ("cjkcompatibilityideographs", r"\x{F900}-\x{FAFF}"),
    ("alphabeticpresentationforms", r"\x{FB00}-\x{FB4F}"),
    ("arabicpresentationformsa", r"\x{FB50}-\x{FDFF}"),
    ("cjkcompatibilityforms", r"\x{FE30}-\x{FE4F}"),
    ("arabicpresentationformsb", r"\x{FE70}-\x{FEFF}"),
    ("halfwidthandfullwidthforms", r"\x{FF00}-\x{FFEF}"),
];

/// Reads what follows `\p` or `\P`; gives what stands between the brackets of an equal class.
pub(super) fn property(cursor: &mut Cursor<'_>, is_negated: bool) -> Result<String, String> {
    let name = match cursor.eat("{") {
        true => cursor.until('}').ok_or("a `\\p{` is not closed")?,
        false => cursor.take_while(1, |_| true),
    };
    let (name, is_negated) = match name.strip_prefix('^') {
        Some(name) => (name, !is_negated),
        None => (name, is_negated),
    };
    let content = named(name).ok_or_else(|| format!("nobody knows the property `{name}`"))?;
    Ok(if is_negated { format!("[^{content}]") } else { content })
}

/// A class of ICU's kind, `:alpha:` or `:^Lu:`, of which the bracket is taken. Nothing is taken if it is none.
pub(super) fn posix_class(cursor: &mut Cursor<'_>) -> Option<String> {
    let (name, _) = cursor.rest().strip_prefix(':')?.split_once(":]")?;
    let (plain, is_negated) = name.strip_prefix('^').map_or((name, false), |plain| (plain, true));
    let content = named(plain).filter(|_| plain.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'))?;
    cursor.eat(&format!(":{name}:]"));
    Some(if is_negated { format!("[^{content}]") } else { content })
}

fn named(name: &str) -> Option<String> {
    let (key, value) = name.split_once('=').unwrap_or(("", name));
    let value = value.trim();
    match loose(key).as_str() {
        "" => plain(value),
        "blk" | "block" => block(value),
        "is" | "script" | "sc" => known(&format!("sc={value}")),
        "gc" | "generalcategory" => known(&format!("gc={value}")),
        "scx" | "scriptextensions" => known(&format!("scx={value}")),
        _ => None,
    }
}

fn plain(name: &str) -> Option<String> {
    let alias = |name: &str| find(ALIASES, &name.to_ascii_lowercase());
    let without = |prefix: &str| name.get(..2).filter(|start| start.eq_ignore_ascii_case(prefix)).map(|_| &name[2..]);
    alias(name)
        .or_else(|| known(name))
        .or_else(|| without("in").and_then(block))
        .or_else(|| without("is").and_then(|rest| alias(rest).or_else(|| known(rest)).or_else(|| block(rest))))
}

fn block(name: &str) -> Option<String> {
    find(BLOCKS, &loose(name))
}

fn find(table: &[(&str, &str)], name: &str) -> Option<String> {
    table.iter().find(|(key, _)| *key == name).map(|(_, content)| (*content).to_owned())
}

fn loose(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}

/// The property as the engine writes it, if it has one of that name.
fn known(name: &str) -> Option<String> {
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '=' | ' '));
    let property = format!("\\p{{{name}}}");
    (is_name && syntax::parse(&property).is_ok()).then_some(property)
}
