//! The encoding of formats that are nothing but text, from the first bytes of a file.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::problem::{Fault, Reason};

/// How much of a file is looked at, in bytes. A file that is ASCII so far is read as UTF-8.
pub(super) const HEAD: usize = 1 << 16;
/// Fewer broken characters than this are slips in UTF-8, not another encoding.
const SLIPS: usize = 8;
/// What a template has where its translation will say the encoding.
const PLACEHOLDER: &str = "CHARSET";

/// Whether an encoding of this name is known: `utf-8`, `windows-1256`, `cp1256` …
pub fn is_known_encoding(name: &str) -> bool {
    known(name).is_some()
}

/// What says how a text is encoded, besides its bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Charset {
    /// The name that the caller gives; only a byte order mark is believed more.
    pub named: Option<String>,
    /// Whether the header of a PO file is looked for.
    pub is_po: bool,
}

impl Charset {
    /// The encoding, which no byte order mark tells: as named; UTF-16 and UTF-8 where the bytes are that; as the file
    /// declares; else as the bytes look.
    pub fn encoding_of(&self, head: &[u8]) -> Result<&'static Encoding, Fault> {
        if let Some(name) = &self.named {
            return known(name).ok_or_else(|| unknown(name, "the request names"));
        }
        if let Some(wide) = wide(head) {
            return Ok(wide);
        }
        let counts = Counts::of(head);
        let declared = self.is_po.then(|| declared_by_po(head)).flatten().filter(|name| name != PLACEHOLDER);
        match declared {
            Some(name) if counts.good == 0 || counts.bad > 0 => declared_encoding(&name),
            _ if counts.is_utf8() => Ok(UTF_8),
            _ => Ok(guess(head)),
        }
    }
}

fn known(name: &str) -> Option<&'static Encoding> {
    let name = name.trim().to_ascii_lowercase();
    let label = name.strip_prefix("cp").filter(|page| page.starts_with("12")).map(|page| format!("windows-{page}"));
    Encoding::for_label_no_replacement(label.unwrap_or(name).as_bytes())
}

fn unknown(name: &str, who: &str) -> Fault {
    let name: String = name.chars().take(40).collect();
    let message = format!("{who} the encoding `{name}`, which is not known; save the file as UTF-8");
    Fault::new(Reason::UnknownEncoding, message)
}

/// A declaration that could be read byte by byte is not in UTF-16; and ASCII is read as UTF-8, so that a stray byte is
/// found, not made a letter.
fn declared_encoding(name: &str) -> Result<&'static Encoding, Fault> {
    let encoding = known(name).ok_or_else(|| unknown(name, "the file declares"))?;
    let is_ascii = ["us-ascii", "ascii"].iter().any(|ascii| ascii.eq_ignore_ascii_case(name));
    Ok(if is_ascii || encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}

/// UTF-16 by its zero bytes: blanks, digits and line ends have one in every script, and always on the same side.
fn wide(head: &[u8]) -> Option<&'static Encoding> {
    let pairs = head.len() / 2;
    let zeros = |side: usize| head.iter().skip(side).step_by(2).filter(|b| **b == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    let is_wide = |zeros: usize, others: usize| pairs >= 4 && 10 * zeros >= pairs && zeros > 20 * others;
    match () {
        () if is_wide(second, first) => Some(UTF_16LE),
        () if is_wide(first, second) => Some(UTF_16BE),
        () => None,
    }
}

/// Characters beyond ASCII that are UTF-8, and pieces that are not.
struct Counts {
    good: usize,
    bad: usize,
}

impl Counts {
    fn of(head: &[u8]) -> Counts {
        let (mut good, mut bad) = (0, 0);
        for chunk in head.utf8_chunks() {
            good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
            bad += usize::from(!chunk.invalid().is_empty());
        }
        // The head may end within a character.
        let is_cut = head.len() >= HEAD && std::str::from_utf8(head).is_err_and(|e| e.error_len().is_none());
        Counts { good, bad: bad - usize::from(is_cut) }
    }

    fn is_utf8(&self) -> bool {
        self.bad < SLIPS || self.good > 10 * self.bad
    }
}

/// The encoding that the bytes look like.
fn guess(head: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(head, head.len() < HEAD);
    detector.guess(None, Utf8Detection::Deny)
}

/// The `charset` of the first `Content-Type`.
fn declared_by_po(head: &[u8]) -> Option<String> {
    let text: String = head.iter().map(|b| char::from(*b)).collect();
    let (_, rest) = text.split_once("Content-Type:")?;
    let (_, label) = rest.lines().next()?.split_once("charset=")?;
    let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).unwrap_or(label.len());
    (end > 0).then(|| label[..end].to_owned())
}

#[cfg(test)]
mod tests {
    use encoding_rs::{WINDOWS_1252, WINDOWS_1256};

    use super::*;

    const PERSIAN: &str = "باران در شيراز\tسيل در خوزستان راه‌ها را بست و مدارس را تعطيل کرد\n";

    fn of(bytes: &[u8]) -> &'static str {
        Charset::default().encoding_of(bytes).unwrap().name()
    }

    #[test]
    fn bytes_tell_the_encoding() {
        assert_eq!(of("Rain in Shiraz\tباران".as_bytes()), "UTF-8");
        assert_eq!(of(&WINDOWS_1256.encode(PERSIAN).0), "windows-1256");
        let wide: Vec<u8> = PERSIAN.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(of(&wide), "UTF-16LE");
        let wide: Vec<u8> = PERSIAN.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(of(&wide), "UTF-16BE");
    }

    #[test]
    fn a_few_slips_and_a_nul_are_still_utf8() {
        assert_eq!(of(b"one\tyek\nbad \xff\tx\nnul \0\tx\n"), "UTF-8");
        assert_eq!(of(b""), "UTF-8");
    }

    #[test]
    fn a_head_that_ends_within_a_character_is_utf8() {
        let text = format!("{}آ", "x".repeat(HEAD - 1));
        assert_eq!(of(&text.as_bytes()[..HEAD]), "UTF-8");
    }

    #[test]
    fn what_is_named_is_believed_and_checked() {
        let named = |name: &str| Charset { named: Some(name.into()), is_po: false };
        assert_eq!(named("CP1256").encoding_of("آب".as_bytes()).unwrap(), WINDOWS_1256);
        assert_eq!(named("latin-7½").encoding_of(b"").unwrap_err().reason, Reason::UnknownEncoding);
    }

    #[test]
    fn a_po_header_is_believed_unless_the_bytes_are_utf8() {
        let charset = Charset { named: None, is_po: true };
        let po = |name: &str| format!("\"Content-Type: text/plain; charset={name}\\n\"\n");
        assert_eq!(charset.encoding_of(po("windows-1256").as_bytes()).unwrap(), WINDOWS_1256);
        assert_eq!(charset.encoding_of((po("windows-1252") + PERSIAN).as_bytes()).unwrap(), UTF_8);
        assert_eq!(charset.encoding_of(po("CHARSET").as_bytes()).unwrap(), UTF_8);
        assert_eq!(charset.encoding_of(po("klingon").as_bytes()).unwrap_err().reason, Reason::UnknownEncoding);
        let wrong = [po("windows-1252").as_bytes(), &WINDOWS_1256.encode(PERSIAN).0].concat();
        assert_eq!(charset.encoding_of(&wrong).unwrap(), WINDOWS_1252);
    }
}
