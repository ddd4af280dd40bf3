//! The bytes of an article as text, and back.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1256};

/// How much of an article is looked at for what it says of its encoding, as browsers do.
const HEAD: usize = 1024;

/// What told the encoding of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EncodingSource {
    /// A byte order mark.
    Mark,
    /// The bytes are UTF-8, which no other text is by chance.
    Utf8,
    /// The caller or the article says so, and it can be.
    Declared,
    /// The bytes look like it; nothing is declared, or something that cannot be.
    Detected,
}

/// An article as text.
#[derive(Clone, Debug)]
pub struct Decoded<'b> {
    /// With the byte order mark, if it has one.
    pub text: Cow<'b, str>,
    pub encoding: &'static Encoding,
    pub source: EncodingSource,
    /// What was declared, if that is not what it is.
    pub wrongly_declared: Option<String>,
}

/// An article is not text in any encoding that it may be in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} (byte {byte}) is not {encoding} text; save the article as UTF-8, or name its encoding")]
pub struct UndecodableArticle {
    /// From 1.
    pub line: usize,
    /// From 0.
    pub byte: usize,
    pub encoding: &'static str,
}

/// Reads the bytes of an article in the encoding that its byte order mark or its bytes tell, else the one that the caller
/// declares or the article itself, else the one that it looks like.
pub fn decode<'b>(bytes: &'b [u8], declared: Option<&str>) -> Result<Decoded<'b>, UndecodableArticle> {
    let label = declared.map(str::to_owned).or_else(|| label_within(bytes));
    let named = label.as_deref().and_then(|label| Encoding::for_label_no_replacement(label.trim().as_bytes()));
    let wrong = |is: &'static Encoding| label.clone().filter(|_| named != Some(is));
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        let text = strict(bytes, encoding)?;
        let wrongly_declared = wrong(encoding);
        return Ok(Decoded { text, encoding, source: EncodingSource::Mark, wrongly_declared });
    }
    if let Some(encoding) = wide_without_mark(bytes) {
        let (text, wrongly_declared) = (strict(bytes, encoding)?, wrong(encoding));
        return Ok(Decoded { text, encoding, source: EncodingSource::Detected, wrongly_declared });
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        // Text in ASCII is in nearly every encoding: what is declared is no error.
        let wrongly_declared = if bytes.is_ascii() { None } else { wrong(UTF_8) };
        let encoding = UTF_8;
        return Ok(Decoded { text: text.into(), encoding, source: EncodingSource::Utf8, wrongly_declared });
    }
    let detected = detected(bytes);
    if let Some(encoding) = named.filter(|&named| may_be(named, detected))
        && let Ok(text) = strict(bytes, encoding)
    {
        return Ok(Decoded { text, encoding, source: EncodingSource::Declared, wrongly_declared: None });
    }
    if label.is_none() && is_nearly_utf8(bytes) {
        // A few broken bytes do not make it another encoding: say where they are.
        return Err(strict(bytes, UTF_8).err().unwrap_or(UndecodableArticle { line: 1, byte: 0, encoding: "UTF-8" }));
    }
    let text = strict(bytes, detected)?;
    let wrongly_declared = wrong(detected);
    Ok(Decoded { text, encoding: detected, source: EncodingSource::Detected, wrongly_declared })
}

/// The text in the encoding of the name; nothing if there is none, or it cannot say all of the text.
pub fn encode(text: &str, encoding: &str) -> Option<Vec<u8>> {
    let encoding = Encoding::for_label(encoding.as_bytes())?;
    if encoding == UTF_16LE {
        return Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
    }
    if encoding == UTF_16BE {
        return Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect());
    }
    let (bytes, _, is_lossy) = encoding.encode(text);
    (!is_lossy).then(|| bytes.into_owned())
}

/// Where the characters of a text are among the bytes that it was read from.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// The lengths of the text and of the bytes behind each character, from the first on; empty where they are equal.
    lengths: Vec<(u32, u32)>,
}

impl Decoded<'_> {
    /// Where the text's characters are in `bytes`, from which it was read; those are shorter than 4 GiB.
    pub fn places(&self, bytes: &[u8]) -> Places {
        if self.encoding == UTF_8 {
            return Places::default();
        }
        let mut decoder = self.encoding.new_decoder_without_bom_handling();
        let (mut character, mut said) = (String::with_capacity(16), 0);
        let mut lengths = Vec::with_capacity(bytes.len());
        for taken in 1..=bytes.len() {
            let _ = decoder.decode_to_string(&bytes[taken - 1..taken], &mut character, taken == bytes.len());
            if !character.is_empty() {
                said += character.len() as u32;
                lengths.push((said, taken as u32));
                character.clear();
            }
        }
        Places { lengths }
    }
}

impl Places {
    /// The place among the bytes of an offset into the text that falls between two characters.
    pub fn of(&self, offset: usize) -> usize {
        match self.lengths.partition_point(|&(said, _)| (said as usize) <= offset) {
            _ if self.lengths.is_empty() => offset,
            0 => 0,
            behind => self.lengths[behind - 1].1 as usize,
        }
    }
}

/// UTF-16 without its mark: every space and line end in it has a NUL on one and the same side.
fn wide_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(4096)];
    let zeros = |parity: usize| start.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let most = start.len() / 40;
    match bytes.len().is_multiple_of(2) && even + odd > most {
        true if even == 0 => Some(UTF_16LE),
        true if odd == 0 => Some(UTF_16BE),
        _ => None,
    }
}

fn detected(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// Whether what is declared may be true. Windows-1252 and its kin are declared by systems that never asked: Persian pages
/// of theirs are in Windows-1256. Bytes that could be read one by one are not UTF-16.
fn may_be(declared: &'static Encoding, detected: &'static Encoding) -> bool {
    let is_wide = declared == UTF_16LE || declared == UTF_16BE;
    let never_asked = declared == WINDOWS_1252 && detected == WINDOWS_1256;
    !(is_wide || never_asked)
}

/// Whether all but a few of the characters beyond ASCII are UTF-8.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 10 * bad
}

fn strict<'b>(bytes: &'b [u8], encoding: &'static Encoding) -> Result<Cow<'b, str>, UndecodableArticle> {
    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        return Ok(text);
    }
    let byte = first_bad_byte(bytes, encoding);
    let line = 1 + bytes[..byte].iter().filter(|b| **b == b'\n').count();
    Err(UndecodableArticle { line, byte, encoding: encoding.name() })
}

fn first_bad_byte(bytes: &[u8], encoding: &'static Encoding) -> usize {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(4 * bytes.len() + 16);
    match decoder.decode_to_string_without_replacement(bytes, &mut text, true) {
        (DecoderResult::Malformed(length, behind), read) => read - usize::from(length) - usize::from(behind),
        (_, read) => read,
    }
}

/// What the head of a page or an XML document says of its encoding.
fn label_within(bytes: &[u8]) -> Option<String> {
    let head = bytes[..bytes.len().min(HEAD)].to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    let is_page = head.trim_start_matches('\u{feff}').trim_start().starts_with('<');
    let sign = ["charset=", "encoding="].into_iter().filter(|_| is_page);
    let at = sign.filter_map(|sign| head.find(sign).map(|at| at + sign.len())).min()?;
    let value = head[at..].trim_start_matches(['"', '\'', ' ']);
    let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).unwrap_or(value.len());
    (end > 0).then(|| value[..end].to_owned())
}
