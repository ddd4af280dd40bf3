use encoding_rs::{UTF_8, UTF_16LE, WINDOWS_1252, WINDOWS_1256};

use super::*;

/// Persian with letters that Windows-1256 has.
const PERSIAN: &str = "وزیر امور خارجه گفت که گفتگوها از سر گرفته خواهد شد. این خبر را روزنامه های صبح منتشر کردند. \
                       مردم در خیابان های تهران گرد آمدند و پرچم ها را برافراشتند.";

fn windows_1256(text: &str) -> Vec<u8> {
    WINDOWS_1256.encode(&text.replace('ی', "ي")).0.into_owned()
}

#[test]
fn utf_8_is_what_is_utf_8_whatever_is_declared() {
    let decoded = decode("گفت".as_bytes(), Some("windows-1256")).unwrap();
    assert_eq!((decoded.encoding, decoded.source), (UTF_8, EncodingSource::Utf8));
    assert_eq!(decoded.wrongly_declared.as_deref(), Some("windows-1256"));
    let ascii = decode(b"<meta charset=windows-1256>plain", None).unwrap();
    assert_eq!((ascii.encoding, ascii.wrongly_declared), (UTF_8, None));
}

#[test]
fn a_byte_order_mark_tells_and_stays() {
    let bytes: Vec<u8> = "\u{feff}گفت".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let decoded = decode(&bytes, None).unwrap();
    assert_eq!((decoded.encoding, decoded.source), (UTF_16LE, EncodingSource::Mark));
    assert_eq!(encode(&decoded.text, decoded.encoding.name()).unwrap(), bytes);
}

#[test]
fn utf_16_is_known_without_its_mark() {
    for text in ["It rained. It snowed.", PERSIAN] {
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&bytes, None).unwrap().text, text);
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&bytes, None).unwrap().text, text);
    }
    assert_eq!(decode(b"a\0b. C\0d.", None).unwrap().encoding, UTF_8);
}

#[test]
fn what_a_page_declares_is_taken() {
    let bytes = windows_1256(&format!("<meta charset=\"windows-1256\"><p>{PERSIAN}"));
    let decoded = decode(&bytes, None).unwrap();
    assert_eq!((decoded.encoding, decoded.source), (WINDOWS_1256, EncodingSource::Declared));
    assert_eq!(encode(&decoded.text, "windows-1256").unwrap(), bytes);
}

#[test]
fn a_wrong_declaration_is_seen_through() {
    for declared in ["utf-8", "iso-8859-1", "windows-1252", "utf-16", "no-such"] {
        let bytes = windows_1256(&format!("<meta charset={declared}><p>{PERSIAN}"));
        let decoded = decode(&bytes, None).unwrap();
        assert_eq!((decoded.encoding, decoded.source), (WINDOWS_1256, EncodingSource::Detected), "{declared}");
        assert_eq!(decoded.wrongly_declared.as_deref(), Some(declared));
        assert!(decoded.text.contains("خارجه"));
    }
}

#[test]
fn nothing_declared_is_detected() {
    assert_eq!(decode(&windows_1256(PERSIAN), None).unwrap().encoding, WINDOWS_1256);
    let french = WINDOWS_1252.encode("Le café était fermé à l’été ; où est-il passé ?").0.into_owned();
    assert_eq!(decode(&french, None).unwrap().encoding, WINDOWS_1252);
}

#[test]
fn a_few_broken_bytes_are_told_by_their_place() {
    let mut bytes = PERSIAN.as_bytes().to_vec();
    bytes.splice(0..0, *b"x\ny");
    bytes.push(0xff);
    let error = decode(&bytes, None).unwrap_err();
    assert_eq!((error.line, error.byte), (2, bytes.len() - 1));
}

#[test]
fn places_in_the_text_are_places_in_the_bytes() {
    let text = "a گفت b é";
    for encoding in ["utf-8", "windows-1256", "utf-16le", "gb18030"] {
        let Some(bytes) = encode(text, encoding) else { continue };
        let found = encoding_rs::Encoding::for_label(encoding.as_bytes()).unwrap();
        let decoded =
            Decoded { text: text.into(), encoding: found, source: EncodingSource::Declared, wrongly_declared: None };
        let places = decoded.places(&bytes);
        for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
            assert_eq!(places.of(at), encode(&text[..at], encoding).unwrap().len(), "{at} in {encoding}");
        }
    }
}

#[test]
fn what_an_encoding_cannot_say_is_not_written_in_it() {
    assert_eq!(encode("گفت", "windows-1252"), None);
}
