use quick_xml::escape::unescape;

use crate::format::Record;

/// Takes the source texts around the pair from what tools write into properties; these stay as they are.
pub(super) fn find_neighbours(record: &mut Record) {
    let of = |names: [&str; 2]| {
        let places = names.iter().flat_map(|name| [(*name).to_owned(), format!("source.{name}")]);
        places.filter_map(|place| record.attributes.get(&place)).find_map(|value| text_of(value))
    };
    let neighbours = (of(["prev", "x-context-pre"]), of(["next", "x-context-post"]));
    (record.previous_source, record.next_source) = neighbours;
}

/// Some tools put the text in a `<seg>` of its own, escaped once more. One with codes in it is not taken for known.
fn text_of(value: &str) -> Option<String> {
    let Some(inside) = value.trim().strip_prefix("<seg>") else { return Some(value.to_owned()) };
    let text = inside.strip_suffix("</seg>").filter(|text| !text.contains('<'))?;
    Some(unescape(text).ok()?.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_within_a_property_is_unwrapped() {
        assert_eq!(text_of("Rain &amp; wind").as_deref(), Some("Rain &amp; wind"));
        assert_eq!(text_of("<seg>Rain &amp; wind</seg>").as_deref(), Some("Rain & wind"));
        assert_eq!(text_of("<seg></seg>").as_deref(), Some(""));
        assert_eq!(text_of("<seg>Rain <ph/></seg>"), None);
        assert_eq!(text_of("<seg>&nbsp;</seg>"), None);
    }
}
