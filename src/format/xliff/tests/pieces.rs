use proptest::prelude::*;

use super::{XLIFF, old, second};
use crate::format::testing::{options, read, read_in_pieces};
use crate::format::{Options, ReadError, Reader};

/// Texts with the faults that real files have.
fn text() -> impl Strategy<Value = String> {
    let long = "long ".repeat(300);
    let parts: Vec<&'static str> = vec![
        "Rain",
        "باران",
        " ",
        "&amp;",
        "&nbsp;",
        "&",
        "<ph id='1'>&lt;</ph>",
        "<bpt id='1'>b</bpt>",
        "<ept id='1'/>",
        "<g id='2'>h</g>",
        "<mrk mtype='seg' mid='1'>s</mrk>",
        "<mrk mtype='seg'>t</mrk>",
        "<![CDATA[<]]>",
        "<!-- c -->",
        "<pc id='3'>",
        "</pc>",
        "<cp hex='1F'/>",
        "\u{301}",
        "\0",
        "</source><source>",
        "<",
        "\u{1}",
    ];
    let parts: Vec<String> = parts.into_iter().map(str::to_owned).chain([long]).collect();
    prop::collection::vec(prop::sample::select(parts), 0..5).prop_map(|parts| parts.concat())
}

fn file() -> impl Strategy<Value = Vec<u8>> {
    let unit = (text(), text(), text(), 0..3).prop_map(|(source, cut, target, kind)| match kind {
        0 => format!("<trans-unit id='1'><source>{source}</source><target>{target}</target></trans-unit>\n"),
        1 => format!(
            "<trans-unit><source>{source}</source><seg-source>{cut}</seg-source><target>{target}</target><note>n</note></trans-unit>\n"
        ),
        _ => format!("<unit id='1'><segment><source>{source}</source><target>{target}</target></segment></unit>\n"),
    });
    let units = prop::collection::vec(unit, 0..4).prop_map(|units| units.concat());
    (units, any::<bool>(), 0u8..4).prop_map(|(units, is_old, encoding)| {
        let file = if is_old { old(&units) } else { second(&units) };
        match encoding {
            0 => format!("\u{feff}{file}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
            _ => file.bytes().map(|b| if b == 1 { 0xff } else { b }).collect(),
        }
    })
}

/// A valid file and the places behind its units.
fn valid() -> impl Strategy<Value = (String, Vec<usize>)> {
    let texts = ["Rain &amp; wind", "<g id='1'>باران</g>", "<![CDATA[<b>]]>a", "x<ph id='1'>n</ph>"];
    let text = || prop::sample::select(texts.to_vec());
    let unit = (text(), text(), any::<bool>());
    prop::collection::vec(unit, 1..5).prop_map(|units| {
        let units = units.into_iter().map(|(source, target, is_cut)| match is_cut {
            false => format!("<trans-unit id='1'><source>{source}</source><target>{target}</target></trans-unit>"),
            true => format!(
                "<trans-unit><source/><seg-source><mrk mtype='seg' mid='1'>{source}</mrk></seg-source>\
                 <target><mrk mtype='seg' mid='1'>{target}</mrk></target></trans-unit>"
            ),
        });
        let file = old(&units.collect::<String>());
        let ends = file.match_indices("</trans-unit>").map(|(at, end)| at + end.len()).collect();
        (file, ends)
    })
}

proptest! {
    #[test]
    fn pieces_do_not_matter(bytes in file(), capacity in 1usize..40, max in prop_oneof![1usize..60, 500usize..600]) {
        let options = Options { max_text_bytes: max, ..options("en fa") };
        prop_assert_eq!(read_in_pieces(XLIFF, &bytes, options.clone(), capacity), read(XLIFF, &bytes, options));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), is_xliff in any::<bool>()) {
        let start: &[u8] = if is_xliff { b"<xliff><file><body><trans-unit id='1'><source>" } else { b"" };
        read(XLIFF, &[start, &bytes].concat(), options("- -"));
    }

    #[test]
    fn a_cut_file_gives_what_is_whole_before_the_cut_and_says_that_it_is_cut((file, ends) in valid(), at in 0.0f64..1.0) {
        let cut = (file.len() as f64 * at) as usize;
        let whole: Vec<_> = Reader::new(XLIFF, file.as_bytes(), options("en fa")).collect::<Result<_, _>>().unwrap();
        let items: Vec<_> = Reader::new(XLIFF, &file.as_bytes()[..cut], options("en fa")).collect();
        let (last, before) = items.split_last().unwrap();
        prop_assert!(matches!(last, Err(ReadError::Broken(_))), "{:?}", last);
        prop_assert_eq!(before.len(), ends.iter().filter(|end| **end <= cut).count());
        for (item, expected) in before.iter().zip(&whole) {
            let mut item = item.as_ref().unwrap().clone();
            // Of the last one it is not known what came behind it.
            item.next_source = item.next_source.or_else(|| expected.next_source.clone());
            prop_assert_eq!(&item, expected);
        }
    }
}
