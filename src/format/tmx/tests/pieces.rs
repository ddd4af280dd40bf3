use proptest::prelude::*;

use super::{TMX, tmx};
use crate::format::Options;
use crate::format::testing::{options, read, read_in_pieces};

/// Files that are mostly TMX, with the faults that real ones have.
fn file() -> impl Strategy<Value = Vec<u8>> {
    let inline = vec![
        "Rain",
        "باران",
        " ",
        "\r\n",
        "&amp;",
        "&nbsp;",
        "&",
        "&#x6f1;",
        "<ph x='1'>&lt;</ph>",
        "<bpt i='1'>b</bpt>",
        "<ept i='1'/>",
        "<hi>h</hi>",
        "<![CDATA[<]]>",
        "<!-- c -->",
        "\u{301}",
        "\0",
        "&#x0000041;",
        "</seg><seg>",
        "<",
        "\u{1}",
        "overlong overlong overlong",
    ];
    let long = [format!("{}\r\n", "long ".repeat(300)), format!("&#{}65;", "0".repeat(2000)), "&".repeat(2000)];
    let inline: Vec<String> = inline.into_iter().map(str::to_owned).chain(long).collect();
    let text = prop::collection::vec(prop::sample::select(inline), 0..5).prop_map(|parts| parts.concat());
    let language = prop::sample::select(vec!["en", "fa", "EN-us", "fa_IR", "de", "x!"]);
    let variant = (language, text).prop_map(|(l, t)| format!("<tuv xml:lang='{l}'><note>n</note><seg>{t}</seg></tuv>"));
    let units = prop::collection::vec(prop::collection::vec(variant, 0..4), 0..4);
    let units = units.prop_map(|units| {
        tmx(&units.iter().map(|u| format!("<tu tuid='1'>{}</tu>\n", u.concat())).collect::<String>())
    });
    (units, 0u8..4, 0usize..20_000).prop_map(|(file, encoding, cut)| {
        let file = if cut < file.len() && file.is_char_boundary(cut) { &file[..cut] } else { &file };
        match encoding {
            0 => format!("\u{feff}{file}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
            1 => format!("\u{feff}{file}").encode_utf16().flat_map(u16::to_be_bytes).collect(),
            _ => file.bytes().map(|b| if b == 1 { 0xff } else { b }).collect(),
        }
    })
}

proptest! {
    #[test]
    fn pieces_do_not_matter(bytes in file(), capacity in 1usize..40, max in prop_oneof![1usize..60, 500usize..600]) {
        let options = Options { max_text_bytes: max, ..options("en fa") };
        prop_assert_eq!(read_in_pieces(TMX, &bytes, options.clone(), capacity), read(TMX, &bytes, options));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), is_tmx in any::<bool>()) {
        let start: &[u8] = if is_tmx { b"<tmx><body><tu><tuv xml:lang='en'><seg>" } else { b"" };
        read(TMX, &[start, &bytes].concat(), options("- -"));
    }
}
