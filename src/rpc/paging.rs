//! Pages of lists (AIP-158).

use data_encoding::BASE64URL_NOPAD;
use prost::Message;
use tonic::Status;

use super::status::invalid_field;

const DEFAULT_SIZE: usize = 50;
const GREATEST_SIZE: usize = 1_000;
/// How many bytes of items a page holds at the most, but for a single item.
const GREATEST_BYTES: usize = 2 << 20;
const CHECK_BYTES: usize = 8;

/// What page of a list is asked for. A token says behind which item the next page starts; a digest binds it to its list,
/// so that one that was made up, or comes from another list, is refused.
pub struct Page {
    pub size: usize,
    pub after: Option<String>,
    list: String,
}

impl Page {
    /// `list` names the list with everything that chooses its items.
    pub fn new(list: String, size: i32, token: &str) -> Result<Page, Status> {
        let size = match usize::try_from(size) {
            Ok(0) => DEFAULT_SIZE,
            Ok(size) => size.min(GREATEST_SIZE),
            Err(_) => return Err(invalid_field("page_size", format!("it is {size}; give 0 or more"))),
        };
        let after = match token {
            "" => None,
            token => Some(open(&list, token).ok_or_else(|| {
                invalid_field("page_token", "it is not one that this list gave out; start again without a token")
            })?),
        };
        Ok(Page { size, after, list })
    }

    /// One more than the page holds, to see whether another one follows.
    pub fn probe(&self) -> usize {
        self.size + 1
    }

    /// The items of the page, out of those found with their ids, and the token for the next page; empty if there is none.
    /// A page of large items ends early (AIP-158 allows it), as clients take no message of over 4 MiB by default.
    pub fn finish<M: Message>(&self, found: impl Iterator<Item = (String, M)>) -> (Vec<M>, String) {
        let (items, token, ends_here) = self.take(found);
        (items, if ends_here { String::new() } else { token })
    }

    /// The same where more may follow that has not been looked for: the token is empty only if the page is.
    pub fn break_off<M: Message>(&self, found: impl Iterator<Item = (String, M)>) -> (Vec<M>, String) {
        let (items, token, _) = self.take(found);
        (items, token)
    }

    /// The items that fit, a token that leads on from the last of them, and whether they are all.
    fn take<M: Message>(&self, found: impl Iterator<Item = (String, M)>) -> (Vec<M>, String, bool) {
        let (mut items, mut bytes, mut last) = (Vec::new(), 0, None);
        let token = |last: Option<String>| last.map_or(String::new(), |id| seal(&self.list, &id));
        for (id, item) in found {
            bytes += item.encoded_len();
            if items.len() == self.size || (bytes > GREATEST_BYTES && !items.is_empty()) {
                return (items, token(last), false);
            }
            items.push(item);
            last = Some(id);
        }
        (items, token(last), true)
    }
}

fn check(list: &str, id: &str) -> [u8; CHECK_BYTES] {
    let mut hasher = blake3::Hasher::new_derive_key("hafez page token 1");
    hasher.update(list.as_bytes()).update(&[0]).update(id.as_bytes());
    let mut check = [0; CHECK_BYTES];
    check.copy_from_slice(&hasher.finalize().as_bytes()[..CHECK_BYTES]);
    check
}

fn seal(list: &str, id: &str) -> String {
    let mut bytes = check(list, id).to_vec();
    bytes.extend_from_slice(id.as_bytes());
    BASE64URL_NOPAD.encode(&bytes)
}

fn open(list: &str, token: &str) -> Option<String> {
    let bytes = BASE64URL_NOPAD.decode(token.as_bytes()).ok()?;
    let (given, id) = bytes.split_at_checked(CHECK_BYTES)?;
    let id = std::str::from_utf8(id).ok()?;
    (given == check(list, id)).then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_its_own_list_only() {
        let token = seal("units of news", "42");
        assert_eq!(open("units of news", &token).as_deref(), Some("42"));
        assert_eq!(open("units of sport", &token), None);
        for made_up in ["", "42", "AAAAAAAAAAA", "نه"] {
            assert_eq!(open("units of news", made_up), None, "{made_up}");
        }
    }
}
