use std::io::{Read, Write};

use proptest::prelude::*;

use super::{unit, write};
use crate::format::moses::{Interleaved, Separated};
use crate::format::testing::{options, read};
use crate::format::{Format, OutputFormat, WriteError};

const MOSES: OutputFormat = OutputFormat::Moses;

fn separate(stream: &[u8], piece: usize) -> (Vec<u8>, Vec<u8>) {
    let mut files = Separated::new(Vec::new(), Vec::new());
    stream.chunks(piece).for_each(|piece| files.write_all(piece).unwrap());
    files.into_inner()
}

#[test]
fn line_n_is_the_translation_of_line_n() {
    let units = [unit("Rain", "باران"), unit("{1}Snow{/1}", "{1}برف{/1}")];
    let stream = write(MOSES, &units).unwrap();
    assert_eq!(stream, "SRain\nTباران\nS{1}Snow{/1}\nT{1}برف{/1}\n");
    let (source, target) = separate(stream.as_bytes(), 3);
    assert_eq!((source, target), (b"Rain\n{1}Snow{/1}\n".to_vec(), "باران\n{1}برف{/1}\n".into()));
}

#[test]
fn a_text_that_is_no_line_is_left_out() {
    for (source, said) in
        [("two\nlines", "line break"), ("return\r", "line break"), ("\u{feff}mark", "byte order mark")]
    {
        let Err(WriteError::Unwritable(message)) = write(MOSES, &[unit(source, "متن")]) else { panic!("{source}") };
        assert!(message.contains(said), "{message}");
    }
}

#[test]
fn a_stream_of_something_else_is_no_two_files() {
    assert!(Separated::new(Vec::new(), Vec::new()).write_all(b"<tmx>").is_err());
}

proptest! {
    #[test]
    fn files_that_are_put_together_come_apart_again(lines in prop::collection::vec(("[a-zST]{0,4}", "[ا-یST]{0,4}"), 0..9), piece in 1usize..9) {
        let file = |side: fn(&(String, String)) -> &str| lines.iter().map(|l| format!("{}\n", side(l))).collect::<String>();
        let (source, target) = (file(|l| &l.0), file(|l| &l.1));
        let mut stream = Vec::new();
        Interleaved::new(source.as_bytes(), target.as_bytes()).read_to_end(&mut stream).unwrap();
        prop_assert_eq!(separate(&stream, piece), (source.into_bytes(), target.into_bytes()));
    }

    #[test]
    fn what_is_written_is_read_as_it_was(source in super::random::words(), target in super::random::words()) {
        let (source, target) = (crate::text::nfc(&format!("{source}.")).into_owned(), crate::text::nfc(&format!("{target}.")).into_owned());
        let Ok(stream) = write(MOSES, &[unit(&source, &target)]) else { return Ok(()) };
        let end = stream.len();
        let lines = read(Format::Moses, stream.as_bytes(), options("en fa"));
        prop_assert_eq!(lines, [format!("1.1.{end} en {source}|fa {target}")]);
    }
}
