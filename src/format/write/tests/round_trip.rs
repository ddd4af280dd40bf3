use proptest::prelude::*;

use super::random;
use super::{read, write};
use crate::format::{Format, OutputFormat, Record, WriteError};
use crate::model::Unit;

/// Writes and reads units; what cannot be written has to have a reason for it.
fn check(units: &[Unit], output: OutputFormat, format: Format) -> Result<(), TestCaseError> {
    match write(output, units) {
        Ok(file) => {
            let expected: Vec<Record> =
                units.iter().map(|unit| Record { position: Default::default(), ..Record::of(unit) }).collect();
            prop_assert_eq!(read(format, &file), expected, "{}", file);
        }
        Err(WriteError::Unwritable(message)) => {
            let texts = units.iter().flat_map(|unit| [&unit.source.text, &unit.target.text]);
            let has_control = texts.into_iter().any(|text| text.contains(['\u{1}', '\u{1b}', '\u{1f}', '\u{fffe}']));
            prop_assert!(output == OutputFormat::Tmx && has_control, "{}", message);
        }
        Err(error) => return Err(TestCaseError::fail(error.to_string())),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn units_come_back_from_xliff(units in prop::collection::vec(random::unit(), 1..4)) {
        check(&units, OutputFormat::Xliff, Format::Xliff)?;
    }

    #[test]
    fn units_come_back_from_tmx(units in prop::collection::vec(random::unit(), 1..4)) {
        check(&units, OutputFormat::Tmx, Format::Tmx)?;
    }

    #[test]
    fn units_come_back_from_json_lines(units in prop::collection::vec(random::unit(), 1..4)) {
        check(&units, OutputFormat::Jsonl, Format::Jsonl)?;
    }
}
