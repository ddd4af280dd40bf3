use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::SrxError;

/// The longest XML declaration that is looked at, in bytes.
const MAX_DECLARATION: usize = 1024;

/// The text of an XML file, whose encoding its byte order mark or its declaration tells; else it is UTF-8.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, SrxError> {
    let (encoding, mark) = encoding_of(bytes)?;
    encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]).ok_or_else(|| {
        let reason = format!("some bytes are not {}", encoding.name());
        SrxError::Encoding { reason }
    })
}

/// The encoding, and the length of its byte order mark.
fn encoding_of(bytes: &[u8]) -> Result<(&'static Encoding, usize), SrxError> {
    if let Some(marked) = Encoding::for_bom(bytes) {
        return Ok(marked);
    }
    match bytes {
        [b'<', 0, ..] => Ok((UTF_16LE, 0)),
        [0, b'<', ..] => Ok((UTF_16BE, 0)),
        _ => Ok((declared_encoding(bytes)?, 0)),
    }
}

fn declared_encoding(bytes: &[u8]) -> Result<&'static Encoding, SrxError> {
    let Some(label) = declared_label(bytes) else {
        return Ok(UTF_8);
    };
    let encoding = Encoding::for_label_no_replacement(label).ok_or_else(|| {
        let reason = format!("nobody knows the encoding `{}`", String::from_utf8_lossy(label));
        SrxError::Encoding { reason }
    })?;
    // A declaration that could be read byte by byte is not in UTF-16, whatever it says.
    let is_wide = encoding == UTF_16LE || encoding == UTF_16BE;
    Ok(if is_wide { UTF_8 } else { encoding })
}

fn declared_label(bytes: &[u8]) -> Option<&[u8]> {
    let head = bytes[..bytes.len().min(MAX_DECLARATION)].strip_prefix(b"<?xml")?;
    let declaration = &head[..head.iter().position(|b| *b == b'>')?];
    let name = b"encoding";
    let start = declaration.windows(name.len()).position(|w| w == name)? + name.len();
    let mut parts = declaration[start..].split(|b| matches!(b, b'"' | b'\''));
    let is_equals_sign = parts.next()?.trim_ascii() == b"=";
    parts.next().filter(|_| is_equals_sign).map(<[u8]>::trim_ascii)
}
